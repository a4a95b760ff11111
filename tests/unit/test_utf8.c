#include "support/test.h"
#include "wire/utf8.h"

typedef struct Row {
    const char *text;
    size_t len;
    int first;
    size_t unfinished;
    size_t count;
} Row;

/* Boundaries of the Unicode standard's table 3-7, and cuts inside. */
static const Row rows[] = {
    {"A",                1, 1,  0, 1},
    {"\0",               1, 1,  0, 1},
    {"\x7f",             1, 1,  0, 1},
    {"\x80",             1, -1, 0, 1},
    {"\xc1\xbf",         2, -1, 0, 2},
    {"\xc2\x80",         2, 2,  0, 1},
    {"\xc2",             1, 0,  1, 1},
    {"\xce\xb8",         2, 2,  0, 1},
    {"\xe0\x9f\xbf",     3, -1, 0, 3},
    {"\xe0\xa0\x80",     3, 3,  0, 1},
    {"\xe2\x88\x87",     3, 3,  0, 1},
    {"\xe2\x88",         2, 0,  2, 2},
    {"\xe2\x28\xa1",     3, -1, 0, 3},
    {"\xed\x9f\xbf",     3, 3,  0, 1},
    {"\xed\xa0\x80",     3, -1, 0, 3},
    {"\xef\xbf\xbf",     3, 3,  0, 1},
    {"\xf0\x8f\xbf\xbf", 4, -1, 0, 4},
    {"\xf0\x9d\x90\xb1", 4, 4,  0, 1},
    {"\xf0\x9d\x90",     3, 0,  3, 3},
    {"\xf0\x9d\x28",     3, -2, 0, 3},
    {"\xf4\x8f\xbf\xbf", 4, 4,  0, 1},
    {"\xf4\x90\x80\x80", 4, -1, 0, 4},
    {"\xf5\x80\x80\x80", 4, -1, 0, 4},
    {"\xff",             1, -1, 0, 1},
    {"x\xce",            2, 1,  1, 2},
    {"\xce\xb8\xe2",     3, 2,  1, 2},
    {"\x80\x80\x80",     3, -1, 0, 3},
};

TEST(bytes_are_characters_beginnings_or_neither) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str text = {rows[i].text, rows[i].len};
        assert_int_equal(utf8_first(text.text, text.len), rows[i].first);
        assert_int_equal(utf8_unfinished(text), rows[i].unfinished);
        assert_int_equal(utf8_count(text), rows[i].count);
    }
    assert_int_equal(utf8_unfinished((Str){0}), 0);
}

TEST(a_text_is_valid_if_every_character_is) {
    assert_true(utf8_is_valid((Str){0}));
    assert_true(utf8_is_valid(STR("x \xce\xb8 \xf0\x9d\x90\xb1")));
    assert_false(utf8_is_valid(STR("x \xce")));
    assert_false(utf8_is_valid(STR("\xed\xb3\xbf")));
}

SUITE(CASE(bytes_are_characters_beginnings_or_neither),
      CASE(a_text_is_valid_if_every_character_is))
