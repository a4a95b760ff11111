#include "wire/message.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "wire/emit.h"

static void *allocate(size_t size) { return mem_grow(NULL, size); }

void message_init(void) { json_set_alloc_funcs(allocate, free); }

/* The object in a frame, or NULL. */
static json_t *read_object(Str frame, Err *err) {
    json_error_t why;
    json_t *root = json_loadb(frame.text ? frame.text : "", frame.len,
                              JSON_ALLOW_NUL, &why);
    if (json_is_object(root)) return root;
    (void)err_set(err, "%s", root ? "it is no JSON object" : why.text);
    json_decref(root);
    return NULL;
}

static int read_header(Message *message, Err *err) {
    Err why = {""};
    message->header = read_object(message->envelope.header, &why);
    if (!message->header)
        return err_set(err, "a message with a broken header was dropped: %s",
                       why.text);
    message->type =
        json_string_value(json_object_get(message->header, "msg_type"));
    if (!message->type ||
        !json_is_string(json_object_get(message->header, "msg_id")))
        return err_set(err, "a message whose header has no msg_type or no "
                            "msg_id was dropped");
    return 0;
}

Message *message_open_take(Channel channel, Parts *parts, Hmac *hmac,
                           Err *err) {
    Message *message = mem_alloc(sizeof *message);
    message->channel = channel;
    message->parts = *parts;
    *parts = (Parts){0};
    if (frames_open(message->parts.frames, message->parts.count, hmac,
                    &message->envelope, err) < 0 ||
        read_header(message, err) < 0) {
        message_free(message);
        return NULL;
    }
    if (message_is(message, "execute_request"))
        message->metadata = read_object(message->envelope.metadata, NULL);
    message->content = read_object(message->envelope.content, &message->err);
    return message;
}

void message_free(Message *message) {
    if (!message) return;
    json_decref(message->header);
    json_decref(message->metadata);
    json_decref(message->content);
    buf_done(&message->parts.bytes);
    free(message->parts.frames);
    free(message);
}

bool message_is(const Message *message, const char *type) {
    return strcmp(message->type, type) == 0;
}

bool message_has_text(const Message *message, const char *name) {
    return json_is_string(json_object_get(message->content, name));
}

static Str text_of(const json_t *value) {
    if (!json_is_string(value)) return (Str){0};
    return (Str){json_string_value(value), json_string_length(value)};
}

Str message_text(const Message *message, const char *name) {
    return text_of(json_object_get(message->content, name));
}

bool message_flag(const Message *message, const char *name, bool otherwise) {
    const json_t *value = json_object_get(message->content, name);
    return json_is_boolean(value) ? json_boolean_value(value) : otherwise;
}

static long number_of(const json_t *value, long otherwise) {
    if (json_is_integer(value)) return (long)json_integer_value(value);
    /* Some clients count in floating point: 4.0. */
    double real = json_real_value(value);
    if (json_is_real(value) && real > -1e15 && real < 1e15) return (long)real;
    return otherwise;
}

long message_number(const Message *message, const char *name, long otherwise) {
    return number_of(json_object_get(message->content, name), otherwise);
}

static const json_t *argument(const Message *message, const char *name) {
    return json_object_get(json_object_get(message->content, "arguments"),
                           name);
}

Str message_argument_text(const Message *message, const char *name) {
    return text_of(argument(message, name));
}

long message_argument_number(const Message *message, const char *name,
                             long otherwise) {
    return number_of(argument(message, name), otherwise);
}

Str message_cell(const Message *message) {
    return text_of(json_object_get(message->metadata, "cellId"));
}

Str message_deleted_cell(const Message *message, size_t i) {
    return text_of(json_array_get(
        json_object_get(message->metadata, "deletedCells"), i));
}

static const json_t *widget_data(const Message *message) {
    return json_object_get(message->content, "data");
}

Str message_widget_method(const Message *message) {
    return text_of(json_object_get(widget_data(message), "method"));
}

bool message_widget_number(const Message *message, const char *name,
                           double *ret) {
    const json_t *state = json_object_get(widget_data(message), "state");
    const json_t *value = json_object_get(state, name);
    if (!json_is_number(value)) return false;
    *ret = json_number_value(value);
    return true;
}

bool message_next_expression(const Message *message, void **at, Str *ret_name,
                             Str *ret_code) {
    json_t *all = json_object_get(message->content, "user_expressions");
    *at = *at ? json_object_iter_next(all, *at) : json_object_iter(all);
    if (!*at) return false;
    *ret_name = str_of(json_object_iter_key(*at));
    *ret_code = text_of(json_object_iter_value(*at));
    return true;
}

void message_stamp(char ret[32]) {
    struct timespec now;
    struct tm utc;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &utc);
    size_t len = strftime(ret, 32, "%Y-%m-%dT%H:%M:%S", &utc);
    (void)snprintf(ret + len, 32 - len, ".%06ldZ",
                   now.tv_nsec / 1000 % 1000000);
}

/* Bring a UTC date to the form of message_stamp, so that the order of the
 * texts is the order of the times. */
static bool normalise(const char *date, char ret[27]) {
    enum {
        SECONDS = 19,
        MICROSECONDS = 26
    };
    if (strlen(date) < SECONDS) return false;
    memcpy(ret, date, SECONDS);
    size_t to = SECONDS, from = SECONDS;
    ret[to++] = '.';
    if (date[from] == '.') from++;
    while (isdigit((unsigned char)date[from])) {
        if (to < MICROSECONDS) ret[to++] = date[from];
        from++;
    }
    while (to < MICROSECONDS) ret[to++] = '0';
    ret[to] = '\0';
    return strcmp(date + from, "Z") == 0 || strcmp(date + from, "+00:00") == 0;
}

bool message_is_older(const Message *message, const char *stamp) {
    const char *date =
        json_string_value(json_object_get(message->header, "date"));
    char sent[27], moment[27];
    return date && normalise(date, sent) && normalise(stamp, moment) &&
           strcmp(sent, moment) < 0;
}

void message_write_header(Buf *out, const char *session, unsigned long number,
                          const char *type) {
    char stamp[32];
    message_stamp(stamp);
    buf_printf(out,
               "{\"msg_id\":\"%s_%lu\",\"session\":\"%s\","
               "\"username\":\"kernel\",\"date\":\"%s\","
               "\"msg_type\":\"%s\",\"version\":\"" MESSAGE_PROTOCOL "\"}",
               session, number, session, stamp, type);
}
