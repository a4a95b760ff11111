#include "cell/source.h"
#include "support/test.h"

typedef struct Row {
    uint32_t offset;
    uint32_t line;
    uint32_t column;
} Row;

TEST(a_place_counts_lines_and_code_points_from_one) {
    /* The Greek letter is two bytes and one column. */
    static const char text[] = "int \xCE\xB8;\n\n  x++;\r\nend";
    static const Row rows[] = {
        {0,  1, 1},
        {4,  1, 5},
        {6,  1, 6},
        {7,  1, 7},
        {8,  2, 1},
        {9,  3, 1},
        {11, 3, 3},
        {17, 4, 1},
        {20, 4, 4},
        {99, 4, 4},
    };
    Arena arena = {0};
    Source *source = source_new(STR("In[1]"), str_of(text), true, &arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Place place = source_place(source, rows[i].offset);
        assert_int_equal(place.line, rows[i].line);
        assert_int_equal(place.column, rows[i].column);
    }
    arena_clear(&arena);
}

TEST(a_line_comes_without_its_newline) {
    Arena arena = {0};
    Source *source = source_new(STR("x"), STR("a\r\n\nbc\n"), false, &arena);
    assert_int_equal(source->lines, 4);
    assert_true(str_is(source_line(source, 1), "a"));
    assert_true(str_is(source_line(source, 2), ""));
    assert_true(str_is(source_line(source, 3), "bc"));
    assert_true(str_is(source_line(source, 4), ""));
    assert_true(str_is(source_line(source, 0), ""));
    assert_true(str_is(source_line(source, 5), ""));
    arena_clear(&arena);
}

TEST(a_span_outside_the_text_is_cut) {
    Arena arena = {0};
    Source *source = source_new(STR("x"), STR("abc"), false, &arena);
    assert_true(str_is(source_text(source, (Span){1, 3}), "bc"));
    assert_true(str_is(source_text(source, (Span){2, 9}), "c"));
    assert_true(str_is(source_text(source, (Span){7, 9}), ""));
    assert_true(str_is(source_text(source, (Span){2, 1}), ""));
    source = source_new(STR("x"), (Str){NULL, 0}, false, &arena);
    assert_int_equal(source->lines, 1);
    assert_int_equal(source_place(source, 0).line, 1);
    arena_clear(&arena);
}

SUITE(CASE(a_place_counts_lines_and_code_points_from_one),
      CASE(a_line_comes_without_its_newline),
      CASE(a_span_outside_the_text_is_cut))
