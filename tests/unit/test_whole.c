#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "cell/whole.h"
#include "support/test.h"

typedef struct Row {
    const char *text;
    int answer; /* Wholeness, in one of the short words below */
    uint32_t indent;
} Row;

enum {
    YES = WHOLE_COMPLETE,
    MORE = WHOLE_INCOMPLETE,
    NO = WHOLE_INVALID
};

/* clang-format off */
static const Row rows[] = {
    /* nothing, or all there */
    {"", YES, 0},
    {"\n\n  \t", YES, 0},
    {"// only words", YES, 0},
    {"/* only words */", YES, 0},
    {"1;", YES, 0},
    {"6*7", YES, 0},
    {"6 * 7  // answer", YES, 0},
    {"int j = 5;", YES, 0},
    {"x", YES, 0},
    {"x++", YES, 0},
    {"f(1, 2)", YES, 0},
    {"a[3]", YES, 0},
    {"\"text\"", YES, 0},
    {";;", YES, 0},
    {"printf(\"hi\\n\")", YES, 0},
    {"sizeof x", YES, 0},
    {"(struct s){1, 2}", YES, 0},
    {"x = (pt){1, 2}", YES, 0},
    {"double sq(double x) { return x * x; }", YES, 0},
    {"for (int i = 0; i < 3; i++) f(i);", YES, 0},
    {"if (x) y();", YES, 0},
    {"if (x) { y(); } else { z(); }", YES, 0},
    {"do { x--; } while (x);", YES, 0},
    {"do x--; while (x);", YES, 0},
    {"while (x) { }", YES, 0},
    {"struct s { int x; };", YES, 0},
    {"struct s { int x; } a = {1};", YES, 0},
    {"int a[3] = {1, 2, 3};", YES, 0},
    {"#include <math.h>", YES, 0},
    {"#define N 3", YES, 0},
    {"#define MAX(a, b) \\\n  ((a) > (b) ? (a) : (b))", YES, 0},
    {"#if 1\nint x;\n#endif", YES, 0},
    {"#if A\nif (x) {\n#else\nif (y) {\n#endif\nz(); }", YES, 0},
    {"#if 0\nit's\n#endif\nx", YES, 0},
    {"#error it's", YES, 0},
    {"char c = '{';", YES, 0},
    {"char *s = \"(\";", YES, 0},
    {"f(); // (", YES, 0},
    {"return 3;", YES, 0},
    {"x ? 1 : 2", YES, 0},
    {"a @ b", YES, 0},
    {"again: n--; if (n > 0) goto again;", YES, 0},
    /* magics */
    {"%time f(", YES, 0},
    {"!echo it's (", YES, 0},
    {"printf?", YES, 0},
    {"?printf", YES, 0},
    {"int x;\n%who", YES, 0},
    {"!ls \\", YES, 0},
    {"%%check\nint x;", YES, 0},
    {"%%sh\necho )", YES, 0},
    {"%%fast\nint f(void) {", MORE, 4},
    {"%%time\n\"x", MORE, 0},
    {"x\n%", MORE, 0},
    /* an open bracket */
    {"double sq(double x) {", MORE, 4},
    {"double sq(double x) {\n    return x * x;\n", MORE, 4},
    {"int f(void) {\n    if (x) {", MORE, 8},
    {"x = (1 +", MORE, 4},
    {"int a[3] = {1,", MORE, 4},
    {"f(", MORE, 4},
    {"f(a, g(b", MORE, 8},
    {"a[", MORE, 4},
    {"#define N 3\nif (x) {", MORE, 4},
    {"int f(void) {\n%time", MORE, 4},
    {"f(<%", MORE, 8},
    /* text that does not end */
    {"printf(\"a", MORE, 4},
    {"printf(\"a\n", MORE, 4},
    {"x = 'a", MORE, 0},
    {"/* a", MORE, 0},
    {"int f() { /* a\n b", MORE, 4},
    {"#define A /* a\n b", MORE, 0},
    {"int x; \\", MORE, 0},
    {"#define A \\", MORE, 0},
    {"#define A \\\n", MORE, 0},
    {"#define A \\\n\n", YES, 0},
    /* directives */
    {"#if 1", MORE, 0},
    {"#ifdef A\nint x;", MORE, 0},
    {"#if 1\nif (x) {", MORE, 4},
    {"#if 1\n#else", MORE, 0},
    /* something must follow */
    {"x =", MORE, 0},
    {"1 +", MORE, 0},
    {"a &&", MORE, 0},
    {"s.", MORE, 0},
    {"p->", MORE, 0},
    {"x ? 1 :", MORE, 0},
    {"f(1),", MORE, 0},
    {"again:", MORE, 0},
    {"int", MORE, 0},
    {"int x", MORE, 0},
    {"int x = 5", MORE, 0},
    {"int a[2] = {1, 2}", MORE, 0},
    {"pt a = {1, 2}", MORE, 0},
    {"double sq(double x)", MORE, 0},
    {"struct s", MORE, 0},
    {"struct s { int x; }", MORE, 0},
    {"struct s { int x; } a", MORE, 0},
    {"typedef struct { int x; } pt", MORE, 0},
    {"enum { A, B }", MORE, 0},
    {"if (x)", MORE, 4},
    {"if (x) y", MORE, 0},
    {"while (x)", MORE, 4},
    {"for (;;)", MORE, 4},
    {"switch (x)", MORE, 4},
    {"{ if (x)", MORE, 8},
    {"if (x) y(); else", MORE, 4},
    {"do", MORE, 4},
    {"do { x--; }", MORE, 0},
    {"do { x--; } while (x)", MORE, 4},
    {"do x--;", MORE, 0},
    {"return", MORE, 0},
    {"return x", MORE, 0},
    {"goto a", MORE, 0},
    {"x = sizeof", MORE, 0},
    /* no text that follows can mend it */
    {"int )( = 3;", NO, 0},
    {"}", NO, 0},
    {"int f() { } }", NO, 0},
    {"f(]", NO, 0},
    {"a[1)", NO, 0},
    {"{ ( }", NO, 0},
    {"char *s = \"open;\nint x;", NO, 0},
    {"x = 'a;\ny", NO, 0},
    {"#endif", NO, 0},
    {"#else\nx", NO, 0},
    /* unless a definition can */
    {"FOREVER\n  x++;\n}", YES, 0},
    {"#define BEGIN {\nf(1) BEGIN }", YES, 0},
    {"#include \"begin.h\"\n}", YES, 0},
    {"#if 1\n}\n#endif", YES, 0},
};
/* clang-format on */

TEST(a_text_is_whole_or_not) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t indent = 99;
        int answer = (int)whole_check(str_of(rows[i].text), &indent);
        if (answer != rows[i].answer || indent != rows[i].indent)
            fail_msg("%s\nis %d, indent %u", rows[i].text, answer, indent);
    }
}

/* Whatever is whole stays so when a comment follows it, and what has an open
 * bracket is whole once it is closed. */
TEST(a_comment_changes_nothing) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200];
        uint32_t indent;
        if (rows[i].answer != YES) continue;
        (void)snprintf(text, sizeof text, "%s\n// more", rows[i].text);
        assert_int_equal(whole_check(str_of(text), &indent), WHOLE_COMPLETE);
    }
}

TEST(large_texts_are_no_trouble) {
    Buf text = {0};
    uint32_t indent;
    for (int i = 0; i < 100000; i++) buf_add_str(&text, STR("{ (\n"));
    assert_int_equal(whole_check(buf_view(&text), &indent), WHOLE_INCOMPLETE);
    assert_int_equal(indent, 800000);
    for (int i = 0; i < 100000; i++) buf_add_str(&text, STR(") }\n"));
    assert_int_equal(whole_check(buf_view(&text), &indent), WHOLE_COMPLETE);
    buf_clear(&text);
    for (int i = 0; i < 100000; i++) buf_add_str(&text, STR("#if 1\n"));
    assert_int_equal(whole_check(buf_view(&text), &indent), WHOLE_INCOMPLETE);
    buf_done(&text);
}

TEST(a_nul_byte_is_for_the_compiler_to_refuse) {
    uint32_t indent;
    assert_int_equal(whole_check((Str){"a\0b", 3}, &indent), WHOLE_COMPLETE);
}

SUITE(CASE(a_text_is_whole_or_not), CASE(a_comment_changes_nothing),
      CASE(large_texts_are_no_trouble),
      CASE(a_nul_byte_is_for_the_compiler_to_refuse))
