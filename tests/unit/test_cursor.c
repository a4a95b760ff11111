/* Numbers and texts of debug information, up to its end and beyond. */
#include <string.h>

#include "code/cursor.h"
#include "support/test.h"

static Cursor over(const char *bytes, size_t len) {
    return (Cursor){.bytes = {bytes, len}};
}

TEST(a_number_in_groups_of_seven_bits) {
    static const struct {
        const char *bytes;
        size_t len;
        bool is_signed;
        uint64_t value;
    } rows[] = {
        {"\x02", 1, false, 2},
        {"\x7f", 1, false, 127},
        {"\x80\x01", 2, false, 128},
        {"\x7f", 1, true, (uint64_t)-1},
        {"\x80\x7f", 2, true, (uint64_t)-128},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, false, UINT64_MAX},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10, true, UINT64_MAX},
        /* Groups that say nothing, beyond 64 bits. */
        {"\x81\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 12, false, 1},
        {"\x81\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x40", 12, true, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Cursor cursor = over(rows[i].bytes, rows[i].len);
        assert_true(cursor_leb(&cursor, rows[i].is_signed) == rows[i].value);
        assert_int_equal(cursor.at, rows[i].len);
        assert_false(cursor.is_damaged);
    }
}

TEST(behind_the_end_there_is_nothing) {
    Cursor cursor = over("\x80\x80", 2);
    assert_int_equal(cursor_leb(&cursor, false), 0);
    assert_true(cursor.is_damaged);
    assert_int_equal(cursor_take(&cursor, 1), 0);
    assert_null(cursor_text(&cursor).text);
    cursor = over("abc", 3); /* a text without its NUL */
    assert_null(cursor_text(&cursor).text);
    assert_true(cursor.is_damaged);
    cursor = over("ab\0c", 4);
    assert_true(str_is(cursor_text(&cursor), "ab"));
    assert_int_equal(cursor_take(&cursor, 2), 0);
    assert_true(cursor.is_damaged);
}

TEST(it_goes_forward_and_not_too_far) {
    Cursor cursor = over("abcd", 4);
    cursor_skip(&cursor, 1);
    cursor_skip_to(&cursor, 3);
    assert_int_equal(cursor_take(&cursor, 1), 'd');
    assert_false(cursor.is_damaged);
    cursor_skip_to(&cursor, 5);
    assert_true(cursor.is_damaged);
    cursor = over("abcd", 4);
    cursor_skip_to(&cursor, 2);
    cursor_skip_to(&cursor, 1);
    assert_true(cursor.is_damaged);
    cursor = over("abcd", 4);
    cursor_skip(&cursor, UINT64_MAX);
    assert_true(cursor.is_damaged);
}

SUITE(CASE(a_number_in_groups_of_seven_bits),
      CASE(behind_the_end_there_is_nothing),
      CASE(it_goes_forward_and_not_too_far))
