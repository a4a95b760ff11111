#include <dlfcn.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "wire/emit.h"
#include "wire/message.h"

static Hmac hmac;

/* A message as it comes from the wire: identities, delimiter, signature and
 * the JSON frames; wrong is a signature to use instead, or NULL. */
static Message *open_message(const char *header, Str content, const char *wrong,
                             Err *err) {
    hmac_init(&hmac, "secret");
    const Str json[] = {str_of(header), STR("{}"), STR("{}"), content};
    char signature[HMAC_HEX + 1];
    hmac_sign(&hmac, json, 4, signature);
    Str parts[] = {STR("client"),
                   frames_delimiter,
                   str_of(wrong ? wrong : signature),
                   json[0],
                   json[1],
                   json[2],
                   json[3],
                   STR("\x00\xff buffer")};
    enum {
        COUNT = sizeof parts / sizeof *parts
    };
    Parts own = {.frames = mem_alloc(sizeof parts), .count = COUNT};
    for (size_t i = 0; i < COUNT; i++) buf_add_str(&own.bytes, parts[i]);
    for (size_t i = 0, at = 0; i < COUNT; at += parts[i++].len)
        own.frames[i] = (Str){own.bytes.text + at, parts[i].len};
    return message_open_take(CHANNEL_SHELL, &own, &hmac, err);
}

static const char header[] =
    "{\"msg_id\": \"id-1\", \"msg_type\": \"execute_request\", "
    "\"date\": \"2024-05-31T12:34:56.789Z\"}";

TEST(a_sound_message_is_opened_and_its_members_read) {
    Err err = {""};
    Message *m = open_message(
        header,
        STR("{\"code\": \"a\\u0000b\", \"silent\": true, \"n\": 42, "
            "\"pos\": 4.0, \"user_expressions\": {\"y\": \"1+1\", \"x\": 3}}"),
        NULL, &err);
    assert_non_null(m);
    assert_true(message_is(m, "execute_request"));
    assert_true(str_is(m->envelope.header, header));
    assert_int_equal(m->envelope.identity_count, 1);
    assert_true(str_equals(message_text(m, "code"), STR("a\0b")));
    assert_true(message_has_text(m, "code"));
    assert_false(message_has_text(m, "n"));
    assert_int_equal(message_text(m, "absent").len, 0);
    assert_true(message_flag(m, "silent", false));
    assert_true(message_flag(m, "absent", true));
    assert_int_equal(message_number(m, "n", -1), 42);
    assert_int_equal(message_number(m, "pos", -1), 4);
    assert_int_equal(message_number(m, "code", -1), -1);
    void *at = NULL;
    Str name, code;
    assert_true(message_next_expression(m, &at, &name, &code));
    assert_true(str_is(name, "y") && str_is(code, "1+1"));
    assert_true(message_next_expression(m, &at, &name, &code));
    assert_true(str_is(name, "x") && code.len == 0);
    assert_false(message_next_expression(m, &at, &name, &code));
    message_free(m);
}

typedef struct Bad {
    const char *header;
    const char *signature;
    const char *complaint;
} Bad;

TEST(a_message_that_cannot_be_trusted_or_addressed_is_dropped) {
    static const Bad rows[] = {
        {header,                                 "",     "wrong signature"},
        {header,                                 "zz",   "wrong signature"},
        {"not JSON",                             "nope", "wrong signature"},
        {"not JSON",                             NULL,   "broken header"  },
        {"[]",                                   NULL,   "broken header"  },
        {"{}",                                   NULL,   "msg_type"       },
        {"{\"msg_type\": \"x\"}",                NULL,   "msg_id"         },
        {"{\"msg_type\": 3, \"msg_id\": \"x\"}", NULL,   "msg_type"       },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Err err = {""};
        assert_null(
            open_message(rows[i].header, STR("{}"), rows[i].signature, &err));
        if (!strstr(err.text, rows[i].complaint)) fail_msg("%s", err.text);
    }
}

/* It stands in for the parser's entry, to see who comes to it. */
static int parsed;

json_t *json_loadb(const char *text, size_t len, size_t flags,
                   json_error_t *err) {
    typedef json_t *Load(const char *, size_t, size_t, json_error_t *);
    Load *load;
    *(void **)&load = dlsym(RTLD_NEXT, "json_loadb");
    parsed++;
    return load(text, len, flags, err);
}

/* No byte of a stranger reaches the parser. */
TEST(what_is_not_signed_is_not_parsed) {
    static const Str contents[] = {{0}, {"{}", 2}, {"{\"code\": \"\xff", 11}};
    Err err = {""};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        parsed = 0;
        assert_null(open_message(header, contents[i], "0123", &err));
        assert_null(open_message("[[[[", contents[i], "", &err));
        assert_int_equal(parsed, 0);
    }
    message_free(open_message(header, STR("{}"), NULL, &err));
    assert_int_equal(parsed, 3); /* header, metadata, content */
}

TEST(a_content_that_cannot_be_read_leaves_a_message_to_answer) {
    static const Str contents[] = {
        {0  },
        { "[]",  2},
        { "{\"code\": \"\xff\"}", 13},
        { "{\"code\": \"\\udcff\"}", 18}
    };
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        Err err = {""};
        Message *m = open_message(header, contents[i], NULL, &err);
        assert_non_null(m);
        assert_null(m->content);
        assert_true(m->err.text[0] != '\0');
        assert_int_equal(message_text(m, "code").len, 0);
        message_free(m);
    }
}

TEST(deep_nesting_is_refused_and_does_not_recurse_without_end) {
    Buf deep = {0};
    buf_add_str(&deep, STR("{\"a\":"));
    for (int i = 0; i < 1000000; i++) buf_add_char(&deep, '[');
    Err err = {""};
    Message *m = open_message(header, buf_view(&deep), NULL, &err);
    assert_non_null(m);
    assert_null(m->content);
    message_free(m);
    buf_done(&deep);
}

TEST(a_message_with_missing_frames_is_dropped) {
    hmac_init(&hmac, "");
    const Str parts[] = {STR("client"), frames_delimiter, STR(""),  STR("{}"),
                         STR("{}"),     STR("{}"),        STR("{}")};
    Envelope envelope;
    Err err;
    for (size_t count = 0; count < 7; count++)
        assert_int_equal(frames_open(parts, count, &hmac, &envelope, &err), -1);
    assert_int_equal(frames_open(parts, 7, &hmac, &envelope, &err), 0);
    assert_int_equal(frames_open(parts + 1, 6, &hmac, &envelope, &err), 0);
    assert_int_equal(envelope.identity_count, 0);
}

TEST(a_message_that_comes_again_is_dropped) {
    hmac_init(&hmac, "secret");
    const Str json[] = {str_of(header), STR("{}"), STR("{}"), STR("{}")};
    char signature[HMAC_HEX + 1];
    hmac_sign(&hmac, json, 4, signature);
    const Str parts[] = {frames_delimiter, str_of(signature), json[0],
                         json[1],          json[2],           json[3]};
    Envelope envelope;
    Err err;
    assert_int_equal(frames_open(parts, 6, &hmac, &envelope, &err), 0);
    assert_int_equal(frames_open(parts, 6, &hmac, &envelope, &err), -1);
    assert_non_null(strstr(err.text, "twice"));
}

typedef struct Moment {
    const char *stamp;
    bool is_older; /* is 2024-05-31T12:34:56.789Z older than it? */
} Moment;

TEST(dates_are_compared_across_their_spellings) {
    static const Moment rows[] = {
        {"2024-05-31T12:34:56.789001Z", true },
        {"2024-05-31T12:34:56.789000Z", false},
        {"2024-05-31T12:34:56.788999Z", false},
        {"2024-05-31T12:34:57Z",        true },
        {"2024-05-31T12:34:57+00:00",   true },
        {"2024-05-31T12:34:57+02:00",   false},
        {"yesterday",                   false},
        {"",                            false},
    };
    Err err;
    Message *m = open_message(header, STR("{}"), NULL, &err);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(message_is_older(m, rows[i].stamp), rows[i].is_older);
    message_free(m);
}

TEST(a_new_header_is_json_and_its_stamp_is_a_date) {
    Buf out = {0};
    message_write_header(&out, "session", 7, "status");
    assert_true(emit_is_json(buf_view(&out)));
    assert_non_null(strstr(out.text, "\"msg_id\":\"session_7\""));
    assert_non_null(strstr(out.text, "\"version\":\"5.5.0\""));
    char stamp[32];
    message_stamp(stamp);
    assert_int_equal(strlen(stamp), 27);
    assert_int_equal(stamp[26], 'Z');
    buf_done(&out);
}

SUITE(CASE(a_sound_message_is_opened_and_its_members_read),
      CASE(a_message_that_cannot_be_trusted_or_addressed_is_dropped),
      CASE(a_content_that_cannot_be_read_leaves_a_message_to_answer),
      CASE(deep_nesting_is_refused_and_does_not_recurse_without_end),
      CASE(a_message_with_missing_frames_is_dropped),
      CASE(what_is_not_signed_is_not_parsed),
      CASE(a_message_that_comes_again_is_dropped),
      CASE(dates_are_compared_across_their_spellings),
      CASE(a_new_header_is_json_and_its_stamp_is_a_date))
