/* Any content is a request of the variables' panel, and any fields are what
 * the session answers: one reply is sent, which is JSON, repeats the request's
 * numbers and command, and has a body with all that was answered or says in
 * words why not.
 *
 * The first byte tells the kind of the record; behind the content, which ends
 * at the first form feed, stand its fields, each ended by one. */
#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "supervisor/debug.h"
#include "supervisor/iopub.h"
#include "supervisor/query.h"
#include "supervisor/requests.h"
#include "wire/emit.h"
#include "wire/utf8.h"

enum { FIELDS = 64 };

static unsigned replies, asked;
static Buf reply;

/* --- what stands behind the panel ---------------------------------------- */

void sockets_reply(Sockets *sockets, const Message *request, const char *type,
                   Str content) {
    LAW(sockets && request && strcmp(type, "debug_reply") == 0);
    LAW(emit_is_json(content));
    replies++;
    buf_clear(&reply);
    buf_add_str(&reply, content);
}

void sockets_publish(Sockets *sockets, Str parent, const char *type,
                     Str content) {
    (void)sockets, (void)parent, (void)type, (void)content;
    LAW(!"the panel publishes nothing");
}

void streams_flush(Streams *streams, bool is_end, int64_t now) {
    (void)streams, (void)is_end, (void)now;
}

int64_t kernel_now(void) { return 0; }

void query_ask(Kernel *kernel, const Message *request) {
    LAW(kernel && debug_needs_session(request));
    asked++;
}

/* --- the reply ----------------------------------------------------------- */

static Str text_in(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    return (Str){json_string_value(value) ? json_string_value(value) : "",
                 json_string_length(value)};
}

static json_t *check_envelope(const Message *request) {
    json_t *root = json_loadb(reply.text, reply.len, JSON_ALLOW_NUL, NULL);
    LAW(json_is_object(root) && replies == 1);
    LAW(str_is(text_in(root, "type"), "response"));
    LAW(str_equals(text_in(root, "command"), message_text(request, "command")));
    LAW(json_integer_value(json_object_get(root, "request_seq")) ==
        message_number(request, "seq", 0));
    bool is_success = json_is_true(json_object_get(root, "success"));
    LAW(is_success || text_in(root, "message").len > 20);
    LAW(is_success == json_is_object(json_object_get(root, "body")));
    return root;
}

static bool is_same(Str field, Str told) {
    return !utf8_is_valid(field) || str_equals(field, told);
}

static void check_list(const json_t *root, const Record *record) {
    const json_t *all =
        json_object_get(json_object_get(root, "body"), "variables");
    LAW(json_array_size(all) == record->count / 4);
    for (uint32_t i = 0; i < record->count / 4; i++) {
        const json_t *one = json_array_get(all, i);
        LAW(is_same(record->fields[4 * i], text_in(one, "name")));
        LAW(is_same(record->fields[4 * i + 1], text_in(one, "type")));
        LAW(is_same(record->fields[4 * i + 2], text_in(one, "value")));
        LAW(json_is_integer(json_object_get(one, "variablesReference")));
    }
}

static void check_answered(Kernel *kernel, const Message *request,
                           const Record *record) {
    replies = 0;
    debug_reply(kernel, request, record);
    json_t *root = check_envelope(request);
    bool is_listed = record && record->kind == RECORD_LISTED;
    bool is_inspected = record && record->kind == RECORD_INSPECTED &&
                        record_number(record, 0);
    LAW(json_is_true(json_object_get(root, "success")) ==
        (is_listed || is_inspected));
    if (is_listed) check_list(root, record);
    if (is_inspected)
        LAW(json_is_object(
            json_object_get(json_object_get(root, "body"), "data")));
    json_decref(root);
}

static void check_question(const Message *request) {
    Str field;
    char number[24];
    RecordKind kind = debug_question(request, &field, number);
    LAW(kind == RECORD_LIST || kind == RECORD_FACES);
    if (kind == RECORD_FACES) return;
    bool is_all = str_is(message_text(request, "command"), "inspectVariables");
    LAW(str_is(field, "0") == is_all);
}

static void check(const Message *request, const Record *record) {
    static Kernel kernel; /* large */
    kernel = (Kernel){.is_debugged = record->count & 1};
    replies = asked = 0;
    debug_on_request(&kernel, request);
    LAW(replies + asked == 1 && asked == debug_needs_session(request));
    if (replies) json_decref(check_envelope(request));
    if (asked) check_question(request);
    check_answered(&kernel, request, record);
    check_answered(&kernel, request, NULL);
}

/* A type is a member's name, and jansson's hold no NUL. */
static bool has_types(const Record *record) {
    if (record->kind != RECORD_INSPECTED) return true;
    for (uint32_t i = 1; i < record->count; i += 2)
        if (memchr(record->fields[i].text, '\0', record->fields[i].len))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str fields[FIELDS], rest = {(const char *)data + 1, size - 1};
    uint32_t count = 0;
    if (size == 0) return 0;
    while (rest.len && count < FIELDS)
        fields[count++] = str_next(&rest, FUZZ_CELL_END);
    json_error_t error;
    json_t *content =
        count ? json_loadb(fields[0].text, fields[0].len, 0, &error) : NULL;
    static const RecordKind kinds[] = {RECORD_LISTED, RECORD_INSPECTED,
                                       RECORD_DONE};
    const Record record = {.kind = kinds[data[0] % 3],
                           .count = count ? count - 1 : 0,
                           .fields = fields + 1};
    const Message request = {.type = "debug_request", .content = content};
    if (json_is_object(content) && has_types(&record)) check(&request, &record);
    json_decref(content);
    buf_done(&reply);
    return 0;
}
