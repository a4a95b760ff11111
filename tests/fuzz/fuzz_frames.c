/* Any bytes are the frames of a message. What was sealed is opened again, with
 * the same frames; but not a second time, and not if a bit of it has changed.
 * What was not sealed is never opened.
 *
 * The first byte says how: bit 0, whether the frames are sealed; then how many
 * of them are identities. Frames are separated by a record separator. */
#include <string.h>

#include "base/mem.h"
#include "fuzz.h"
#include "wire/message.h"

static const char separator = 0x1e;

enum { MOST_FRAMES = 16 };

static Hmac hmac; /* large */

static size_t split(Str text, Str *ret) {
    size_t count = 0;
    while (count < MOST_FRAMES) {
        const char *end =
            text.len ? memchr(text.text, separator, text.len) : NULL;
        size_t len = end ? (size_t)(end - text.text) : text.len;
        ret[count++] = (Str){text.text, len};
        if (!end) break;
        text = (Str){end + 1, text.len - len - 1};
    }
    return count;
}

static Parts parts_of(const Str *frames, size_t count) {
    Parts parts = {.frames = mem_alloc(count * sizeof(Str)), .count = count};
    for (size_t i = 0; i < count; i++) buf_add_str(&parts.bytes, frames[i]);
    buf_add_char(&parts.bytes, '\0');
    for (size_t i = 0, at = 0; i < count; at += frames[i++].len)
        parts.frames[i] = (Str){parts.bytes.text + at, frames[i].len};
    return parts;
}

static Message *open_frames(const Str *frames, size_t count) {
    Parts parts = parts_of(frames, count);
    Err err = {""};
    Message *message = message_open_take(CHANNEL_SHELL, &parts, &hmac, &err);
    LAW(message || err.text[0]);
    LAW(!parts.frames && !parts.count);
    return message;
}

/* Whatever is asked of a content, there is an answer. */
static void ask(const Message *message) {
    static const char *const names[] = {"code",    "silent",  "cursor_pos",
                                        "command", "comm_id", "value"};
    LAW(message->content || message->err.text[0]);
    LAW(message->type != NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Str text = message_text(message, names[i]);
        LAW(message_has_text(message, names[i]) || text.len == 0);
        (void)message_flag(message, names[i], true);
        (void)message_number(message, names[i], 3);
        (void)message_argument_text(message, names[i]);
        (void)message_argument_number(message, names[i], 3);
        double number;
        (void)message_widget_number(message, names[i], &number);
    }
    (void)message_widget_method(message);
    char stamp[32];
    message_stamp(stamp);
    (void)message_is_older(message, stamp);
    void *at = NULL;
    Str name, code;
    while (message_next_expression(message, &at, &name, &code))
        LAW(name.text != NULL);
}

/* --- what was sealed ----------------------------------------------------- */

static void check_opened(const Str *frames, size_t identities) {
    Envelope envelope;
    Err err;
    hmac_init(&hmac, "secret");
    size_t count = identities + 2 + FRAMES_JSON;
    LAW(frames_open(frames, count, &hmac, &envelope, &err) == 0);
    LAW(envelope.identity_count == identities);
    LAW(str_equals(envelope.header, frames[identities + 2]));
    LAW(str_equals(envelope.parent, frames[identities + 3]));
    LAW(str_equals(envelope.metadata, frames[identities + 4]));
    LAW(str_equals(envelope.content, frames[identities + 5]));
    LAW(frames_open(frames, count, &hmac, &envelope, &err) < 0);
}

static void check_changed(Str *frames, size_t identities) {
    size_t count = identities + 2 + FRAMES_JSON;
    for (size_t i = identities + 1; i < count; i++) {
        char copy[64];
        Str was = frames[i];
        if (!was.len || was.len > sizeof copy) continue;
        memcpy(copy, was.text, was.len);
        copy[was.len / 2] ^= 1;
        frames[i] = (Str){copy, was.len};
        hmac_init(&hmac, "secret");
        LAW(open_frames(frames, count) == NULL);
        frames[i] = was;
    }
}

static void check_sealed(const Str *given, size_t count, size_t identities) {
    Str frames[MOST_FRAMES + 2] = {{0}};
    char signature[HMAC_HEX + 1];
    if (count < identities + FRAMES_JSON) return;
    for (size_t i = 0; i < identities; i++)
        if (str_equals(given[i], frames_delimiter)) return;
    memcpy(frames, given, identities * sizeof(Str));
    hmac_init(&hmac, "secret");
    hmac_sign(&hmac, given + identities, FRAMES_JSON, signature);
    frames[identities] = frames_delimiter;
    frames[identities + 1] = str_of(signature);
    memcpy(frames + identities + 2, given + identities,
           FRAMES_JSON * sizeof(Str));
    check_opened(frames, identities);
    hmac_init(&hmac, "secret");
    Message *message = open_frames(frames, identities + 2 + FRAMES_JSON);
    if (message) ask(message);
    message_free(message);
    check_changed(frames, identities);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str frames[MOST_FRAMES];
    if (size == 0) return 0;
    size_t count = split((Str){(const char *)data + 1, size - 1}, frames);
    if (data[0] & 1) {
        check_sealed(frames, count, data[0] >> 1 & 3);
        return 0;
    }
    hmac_init(&hmac, "secret");
    LAW(open_frames(frames, count) == NULL);
    return 0;
}
