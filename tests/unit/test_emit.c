#include <stdlib.h>

#include "support/test.h"
#include "wire/emit.h"

static void expect(Buf *out, const char *expected) {
    assert_string_equal(out->text, expected);
    assert_true(emit_is_json(buf_view(out)));
    buf_done(out);
}

TEST(objects_and_arrays_nest_and_commas_come_by_themselves) {
    Buf out = {0};
    emit_open(&out, NULL, '{');
    emit_text(&out, "name", STR("stdout"));
    emit_number(&out, "count", -42);
    emit_open(&out, "list", '[');
    emit_text(&out, NULL, STR("a"));
    emit_number(&out, NULL, 7);
    emit_open(&out, NULL, '{');
    emit_close(&out, '}');
    emit_close(&out, ']');
    emit_open(&out, "empty", '[');
    emit_close(&out, ']');
    emit_flag(&out, "yes", true);
    emit_json(&out, "raw", STR("[1]"));
    emit_key(&out, STR("a\"b"));
    emit_flag(&out, NULL, false);
    emit_close(&out, '}');
    expect(&out, "{\"name\":\"stdout\",\"count\":-42,\"list\":[\"a\",7,{}],"
                 "\"empty\":[],\"yes\":true,\"raw\":[1],\"a\\\"b\":false}");
}

typedef struct Row {
    Str text;
    const char *expected;
} Row;

TEST(any_bytes_become_a_json_string) {
    static const Row rows[] = {
        {{0},                      "\"\""                        },
        {{"a\0b", 3},              "\"a\\u0000b\""               },
        {{"\x1b[1m\n\r\t\x7f", 8}, "\"\\u001b[1m\\n\\r\\t\x7f\"" },
        {{"\"\\/", 3},             "\"\\\"\\\\/\""               },
        {{"\xce\xb8", 2},          "\"\xce\xb8\""                },
        {{"\xce", 1},              "\"\xef\xbf\xbd\""            },
        {{"\xff\xfe", 2},          "\"\xef\xbf\xbd\xef\xbf\xbd\""},
        {{"\xed\xa0\x80"
          "x",
          4},
         "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx\""             },
        {{"\xf0\x9d\x90"
          "x",
          4},
         "\"\xef\xbf\xbdx\""                                     },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Buf out = {0};
        emit_text(&out, NULL, rows[i].text);
        expect(&out, rows[i].expected);
    }
}

TEST(json_is_told_from_other_text) {
    assert_true(emit_is_json(STR("{\"a\": [1, 2.385, null]}")));
    assert_true(emit_is_json(STR("3")));
    assert_false(emit_is_json(STR("{")));
    assert_false(emit_is_json(STR("")));
    assert_false(emit_is_json((Str){0}));
    assert_false(emit_is_json(STR("{} {}")));
}

SUITE(CASE(objects_and_arrays_nest_and_commas_come_by_themselves),
      CASE(any_bytes_become_a_json_string), CASE(json_is_told_from_other_text))
