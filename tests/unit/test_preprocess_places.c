#include <stdio.h>
#include <string.h>

#include "support/preprocessed.h"
#include "support/test.h"

typedef struct Text {
    const char *text;
    const char *expected;
} Text;

/* --- places -------------------------------------------------------------- */

/* Each token as text@begin-end, with * when a macro made it. */
/* clang-format off */
static const Text place_rows[] = {
    {"int x;", "int@0-3 x@4-5 ;@5-6 "},
    {"#define N 1 + 2\ny N", "y@16-17 1@18-19* +@18-19* 2@18-19* "},
    {"#define F(x) x + 1\nF(ab)", "ab@21-23 +@19-20* 1@19-20* "},
    {"#define N 5\n#define F(x) (x)\nF(N)", "(@29-30* 5@31-32* )@29-30* "},
    {"#define G 7\n#define F G\nF", "7@24-25* "},
    {"#define F(a,b) a##b\nF(x,y)", "xy@20-21* "},
    {"#define F(a) #a\nF(x)", "\"x\"@16-17* "},
    {"#define F(a) G(a)\n#define G(a) a\nF(x)", "x@35-36 "},
    {"__LINE__", "1@0-8* "},
    {"%time x", "%time x@0-7 "},
    {"#pragma a  b", "#pragma a b@0-12 "},
};
/* clang-format on */

TEST(tokens_know_where_the_reader_sees_them) {
    for (size_t i = 0; i < COUNT(place_rows); i++) {
        Preprocessed out =
            preprocessed_run(place_rows[i].text, strlen(place_rows[i].text));
        Buf said = {0};
        for (uint32_t t = 0; t < out.count; t++) {
            const Token *token = &out.tokens[t];
            bool made = token->flags & TOKEN_FROM_MACRO;
            buf_printf(&said, "%.*s@%u-%u%s ", STR_ARG(token->text),
                       token->span.begin, token->span.end, made ? "*" : "");
        }
        assert_string_equal(said.text, place_rows[i].expected);
        buf_done(&said);
        arena_clear(&preprocessed_arena);
    }
}

/* --- events and uses ----------------------------------------------------- */

TEST(events_come_in_order) {
    static const char text[] =
        "#define A 1\nint x;\n#define F(a, ...)   a  +\\\n  1 // sum\n"
        "#undef A\n#include <stdio.h>\n#include \"a.h\"\n#define A 2\ny";
    Preprocessed out = preprocessed_run(text, sizeof text - 1);
    Buf said = {0};
    for (uint32_t i = 0; i < out.event_count; i++) {
        const Event *event = &out.events[i];
        buf_printf(&said, "%d %.*s", event->kind, STR_ARG(event->name));
        if (event->macro) {
            buf_add_str(&said, STR(" = "));
            buf_add_str(&said, event->macro->text);
        }
        buf_printf(&said, " at %u:%u before %u\n",
                   source_place(event->source, event->span.begin).line,
                   source_place(event->source, event->span.end).line,
                   event->token);
    }
    assert_string_equal(said.text,
                        "0 A = #define A 1 at 1:1 before 0\n"
                        "0 F = #define F(a, ...) a + 1 at 3:4 before 3\n"
                        "1 A at 5:5 before 3\n"
                        "2 stdio.h at 6:6 before 3\n"
                        "2 a.h at 7:7 before 3\n"
                        "0 FROM_A = #define FROM_A 1 at 2:2 before 6\n"
                        "0 A = #define A 2 at 8:8 before 6\n");
    buf_done(&said);
    arena_clear(&preprocessed_arena);
}

/* clang-format off */
static const Text use_rows[] = {
    {"x OLD y OLD", "OLD@1 OLD@3 "},
    {"TWICE(OLD)", "TWICE@0 OLD@0 "},
    {"OLD", "OLD@0 "},
    {"int x;", ""},
    {"TWICE", ""},
    {"#ifdef MISSING\n#endif\nx", "MISSING@0 "},
    {"#if A && defined(B) && OLD\n#endif\nx", "A@0 B@0 OLD@0 "},
    {"#define N OLD\nN;", "N@0 OLD@0 "},
    {"#define S a; b; c\nx S", "S@1 S@3 S@5 "},
    {"#define S(t) t a; t b\nS(int); OLD", "S@0 S@3 OLD@6 "},
};
/* clang-format on */

TEST(uses_of_macros_are_noted) {
    for (size_t i = 0; i < COUNT(use_rows); i++) {
        Preprocessed out =
            preprocessed_run(use_rows[i].text, strlen(use_rows[i].text));
        Buf said = {0};
        buf_add_str(&said, STR(""));
        for (uint32_t u = 0; u < out.use_count; u++)
            buf_printf(&said, "%.*s@%u ", STR_ARG(out.uses[u].name),
                       out.uses[u].token);
        assert_string_equal(said.text, use_rows[i].expected);
        buf_done(&said);
        arena_clear(&preprocessed_arena);
    }
}

/* --- magics -------------------------------------------------------------- */

/* A magic is printed in brackets. */
/* clang-format off */
static const Text magic_rows[] = {
    {"%time f()", "[%time f()]"},
    {"%%check\nint x;", "[%%check] int x ;"},
    {"int x;\n  %who  \nx", "int x ; [%who] x"},
    {"x\n% y", "x % y"},
    {"x = 3\n%y", "x = 3 % y"},
    {"int f(void) {\n%time\n}", "int f ( void ) { % time }"},
    {"f();\n!echo it's \"here\nx", "f ( ) ; [!echo it's \"here] x"},
    {"!ls", "[!ls]"},
    {"!ls -l", "[!ls -l]"},
    {"!./run", "[!./run]"},
    {"! ls", "[! ls]"},
    {"int ls;\n!ls", "int ls ; ! ls"},
    {"!known", "! known"},
    {"!known && x", "! known && x"},
    {"!known x", "[!known x]"},
    {"!known -x", "[!known -x]"},
    {"!known->x", "! known -> x"},
    {"!x;", "! x ;"},
    {"!0", "! 0"},
    {"!(x)", "! ( x )"},
    {"!f(x)", "! f ( x )"},
    {"!!x", "! ! x"},
    {"x\n!ls", "x ! ls"},
    {"printf?", "[printf?]"},
    {"printf??\nx", "[printf??] x"},
    {"?printf", "[?printf]"},
    {"x?1:2", "x ? 1 : 2"},
    {"x ?", "x ?"},
    {"y =\nx?", "y = x ?"},
    {"#include <stdio.h>\n%time", "[%time]"},
    {"x\n#define A\n%time", "x [%time]"},
    {"int f() {\n#define A\n%time\n}", "int f ( ) { % time }"},
    {"%a\n%b\r\n!c", "[%a] [%b] [!c]"},
    {"#if 0\n!ls *" "/*\n#endif\nx", "x"},
    {"#define END }\nvoid f() {\nEND\n%time", "void f ( ) { } [%time]"},
    {"int x; %time", "int x ; % time"},
    {"%>", "}"},
};
/* clang-format on */

TEST(magics_stand_where_a_statement_could) {
    for (size_t i = 0; i < COUNT(magic_rows); i++) {
        Preprocessed out =
            preprocessed_run(magic_rows[i].text, strlen(magic_rows[i].text));
        Buf said = {0};
        for (uint32_t t = 0; t < out.count; t++) {
            const Token *token = &out.tokens[t];
            bool magic = token->kind == TOK_MAGIC;
            buf_printf(&said, "%s%s%.*s%s", t ? " " : "", magic ? "[" : "",
                       STR_ARG(token->text), magic ? "]" : "");
        }
        assert_string_equal(said.text, magic_rows[i].expected);
        buf_done(&said);
        arena_clear(&preprocessed_arena);
    }
}

SUITE(CASE(tokens_know_where_the_reader_sees_them), CASE(events_come_in_order),
      CASE(uses_of_macros_are_noted),
      CASE(magics_stand_where_a_statement_could))
