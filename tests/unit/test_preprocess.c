#include <stdio.h>
#include <string.h>

#include "support/preprocessed.h"
#include "support/test.h"

typedef struct Text {
    const char *text;
    const char *expected;
} Text;

static void check_printed(const char *text, const char *expected) {
    Preprocessed out = preprocessed_run(text, strlen(text));
    Buf printed = {0};
    buf_add_str(&printed, STR(""));
    preprocess_print(out.tokens, out.count, &printed);
    if (out.problem.source)
        fail_msg("%s\nproblem: %.*s", text, STR_ARG(out.problem.text));
    assert_int_equal(out.tokens[out.count].kind, TOK_END);
    if (strcmp(printed.text, expected) != 0)
        fail_msg("%s\ngives: %s", text, printed.text);
    buf_done(&printed);
    arena_clear(&preprocessed_arena);
}

static void check_table(const Text *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        check_printed(rows[i].text, rows[i].expected);
}

/* --- macros -------------------------------------------------------------- */

/* What came out of these was compared with gcc -E. */
/* clang-format off */
static const Text macro_rows[] = {
    {"#define N 3\nN+N", "3+3"},
    {"#define N\nN", ""},
    {"a N b\n#define N\nN", "a N b"},
    {"#define N\na N b N+c", "a b +c"},
    {"#define N (1)\n#undef N\nN", "N"},
    {"#define N 1\n#define N 2\nN", "2"},
    {"#undef NEVER\nx", "x"},
    {"#define N -1\n-N", "- -1"},
    {"#define N 1\nN.x a.N", "1 .x a. 1"},
    {"#define P +\nP+ +P P=", "+ + + + + ="},
    {"#define F(x) x\nF(1) F F (2) F\n(3) F", "1 F 2 3 F"},
    {"#define F (x)\nF(1)", "(x)(1)"},
    {"#define F() 1\nF() F( )", "1 1"},
    {"#define F(x) [x]\nF() F((1,2)) F(\"a,b\") F(',')",
     "[] [(1,2)] [\"a,b\"] [',']"},
    {"#define F(x,y) x-y\nF(1,2) F(,) F((,),)", "1-2 - (,)-"},
    {"#define F(x) x\nF(F)(1) F(F(F(1)))", "F(1) 1"},
    {"#define F(x) #x\nF( a  +\n b ) F(\"\\n\") F('\"') F() F(a\\b)",
     "\"a + b\" \"\\\"\\\\n\\\"\" \"'\\\"'\" \"\" \"a\\b\""},
    {"#define F(x) #x\nF(@) F(\\)", "\"@\" \"\""},
    {"#define F(a,b) a##b\nF(x,y) F(1,2) F(,y) F(x,) F(,) F(<,<=) F(L,'x')",
     "xy 12 y x <<= L'x'"},
    {"#define F(a) a##1##a\nF(x) F()", "x1x 1"},
    {"#define N a##b\n#define ab 5\nN", "5"},
    {"#define hash_hash # ## #\n#define mkstr(a) # a\n"
     "#define in_between(a) mkstr(a)\n"
     "#define join(c, d) in_between(c hash_hash d)\nchar p[] = join(x, y);",
     "char p[] = \"x ## y\";"},
    {"#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)", "2*9*g"},
    {"#define NIL(xxx) xxx\n#define G_0(arg) NIL(G_1)(arg)\n"
     "#define G_1(arg) NIL(arg)\nG_0(42)",
     "42"},
    {"#define AA BB\n#define BB AA\nAA BB", "AA BB"},
    {"#define foo foo a bar\n#define bar foo\nfoo bar", "foo a foo foo a bar"},
    {"#define LPAREN (\n#define RPAREN )\n#define F(x, y) x + y\n"
     "#define ELLIP_FUNC(...) __VA_ARGS__\n"
     "ELLIP_FUNC(F, LPAREN, 'a', 'b', RPAREN);",
     "F, (, 'a', 'b', );"},
    {"#define F(x, y) x + y\n#define E(x) x\n#define EMPTY\n"
     "#define CALL E(F)(1, 2)\nCALL F EMPTY (1,2) E(F EMPTY)(1,2)",
     "1 + 2 F (1,2) 1 + 2"},
    {"#define LOG(f, ...) p(f, ## __VA_ARGS__)\n"
     "LOG(1) LOG(1,) LOG(1,2) LOG(1,2,3) LOG(1,LOG(2))",
     "p(1) p(1) p(1, 2) p(1, 2,3) p(1, LOG(2))"},
    {"#define LOG(f, args...) p(f , ## args)\nLOG(1) LOG(2,3,4)",
     "p(1) p(2 , 3,4)"},
    {"#define F(args...) <args>\nF() F(1,2)", "<> <1,2>"},
    {"#define F(...) #__VA_ARGS__\nF(a, b,c)", "\"a, b,c\""},
    {"#define F(x, ...) [__VA_ARGS__]\nF(1) F(1,) F(1,2,3)", "[] [] [2,3]"},
    {"#define V(f, ...) f(__VA_OPT__(a,) b __VA_OPT__(,) __VA_ARGS__)\n"
     "V(x) V(x,1) V(x,1,2) V(x, )",
     "x( b) x(a, b, 1) x(a, b, 1,2) x( b)"},
    {"#define W(...) a ## __VA_OPT__(b) c\nW() W(1)", "a c ab c"},
    {"#define W(...) #__VA_OPT__(a  b)\nW() W(1)", "\"\" \"a b\""},
    {"#define O #x # y\nO", "#x # y"},
    {"#define n(x) #x x\nn(n(1))", "\"n(1)\" \"1\" 1"},
    {"#define self(x) self(x+1) other\n#define other self\n"
     "self(1)(2) other(3)",
     "self(1+1) self(2) self(3+1) self"},
    {"#define EMPTY()\n#define DEFER(id) id EMPTY()\n#define A() 123\n"
     "#define EXPAND(...) __VA_ARGS__\nDEFER(A)() EXPAND(DEFER(A)())",
     "A () 123"},
    {"#define CAT(a,b) a##b\n#define XCAT(a,b) CAT(a,b)\n"
     "XCAT(A,__LINE__) XCAT(CAT(x,y),z)",
     "A3 xyz"},
    {"#define SWAP(T,a,b) do { T t = a; a = b; b = t; } while (0)\n"
     "SWAP(int, p, q);",
     "do { int t = p; p = q; q = t; } while (0);"},
    {"#define FOREVER for (;;) {\n#define END }\nFOREVER\n x++;\nEND",
     "for (;;) { x++; }"},
    {"#define D(n) #n \"=\" X(n)\n#define X(n) %n\nD(OLD)",
     "\"OLD\" \"=\" %77"},
    {"OLD TWICE(3)", "77 ((3) * 2)"},
    {"#undef OLD\nOLD", "OLD"},
    {"x = NEG-NEG", "x = -1- -1"},
    {"#define EMPTY\n#define F(x) x\nF( EMPTY )y F(1 EMPTY)", "y 1"},
    {"#define int long\nint x;", "long x;"},
    {"#define __attribute__(x)\n#undef __attribute__\n"
     "int f __attribute__((pure));",
     "int f __attribute__((pure));"},
    {"#define \xCE\xB8 3\n\xCE\xB8 + \xCE\xB8\xE2\x82\x81",
     "3 + \xCE\xB8\xE2\x82\x81"},
    {"#define A \\\n 1 + \\\n 2\nA", "1 + 2"},
    {"#define A 1 /* x\n y */ + 2 // z\nA", "1 + 2"},
    {"/* c */ # /* d */ define /* e */ A 1\nA", "1"},
    {"%:define A 1\nA", "1"},
    {"__LINE__\n__LINE__ __FILE__", "1 2 \"In[1]\""},
    {"#define L __LINE__\n\nL", "3"},
    {"__COUNTER__ __COUNTER__", "0 1"},
    {"__DATE__ __TIME__", "\"Jan  1 1970\" \"00:00:00\""},
    {"#define __LINE__ 5\n__LINE__", "5"},
    {"__func__ __func__", "__func__ __func__"},
    {"#define F(x) x\n#define G F\nG(1) G G(2)", "1 F 2"},
    {"#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n"
     "#define g f\n#define z z[0]\n#define h g(~\n#define m(a) a(w)\n"
     "#define w 0,1\n#define t(a) a\n" "f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\n"
     "g(x+(3,4)-w) | h 5) & m\n(f)^m(m);",
     "f(2 * (y+1)) + f(2 * (f(2 * (z[0])))) % f(2 * (0)) + t(1); "
     "f(2 * (2+(3,4)-0,1)) | f(2 * (~ 5)) & f(2 * (0,1))^m(0,1);"},
    {"#define t(x,y,z) x ## y ## z\n"
     "t(1,2,3), t(,4,5), t(6,,7), t(8,9,), t(10,,), t(,11,), t(,,12), t(,,)",
     "123, 45, 67, 89, 10, 11, 12,"},
};
/* clang-format on */

TEST(macros_are_expanded) { check_table(macro_rows, COUNT(macro_rows)); }

/* --- directives ---------------------------------------------------------- */

/* clang-format off */
static const Text directive_rows[] = {
    {"#if 1\na\n#else\nb\n#endif\nc", "a c"},
    {"#if 0\na\n#elif 1\nb\n#elif 1\nc\n#else\nd\n#endif", "b"},
    {"#if 0\n#if 1\na\n#else\nb\n#endif\n#elif 0\n#error no\n#nonsense\n"
     "#else\nc\n#endif",
     "c"},
    {"#if 1\na\n#elif 1/0\nb\n#endif", "a"},
    {"#ifdef OLD\na\n#endif\n#ifndef OLD\nb\n#endif", "a"},
    {"#ifdef NOT\na\n#elifdef OLD\nb\n#else\nc\n#endif", "b"},
    {"#ifdef NOT\na\n#elifndef OLD\nb\n#else\nc\n#endif", "c"},
    {"#if 0\nit's \"here\n#endif\na", "a"},
    {"#if 0\n/* #endif */ \"\n#endif\na", "a"},
    {"#\n# 12 \"x.c\"\n#line 3\n#warning hm\n#ident \"x\"\na", "a"},
    {"#ifdef __FILE__\na\n#endif", "a"},
    {"#include <stdio.h>\na", "a"},
    {"#include \"a.h\"\nFROM_A", "int a; 1"},
    {"#define H \"a.h\"\n#include H\n", "int a;"},
    {"#define H <stdio.h>\n#include H\nx", "x"},
    {"#define A a\n#define H <A.h>\n#include H\nx", "int a; x"},
    {"#include \"once.h\"\n#include \"once.h\"\n", "int once;"},
    {"#include \"guard.h\"\n#include \"guard.h\"\n", "int guarded;"},
    {"#include \"outer.h\" // x\nb", "int o1; int a; int o2; b"},
    {"#include \"it's/*.h\"\nb", "int strange; b"},
    {"#include \"file.h\"\n__INCLUDE_LEVEL__", "\"file.h\" 1 1 0"},
    {"#include \"magic.h\"\n", "%time"},
    {"#define F(x) <x>\n#include \"call.h\"\n(1)", "F (1)"},
    {"#if __has_include(\"a.h\") && __has_include(<stdio.h>) && "
     "!__has_include(\"no.h\")\na\n#endif",
     "a"},
    {"#ifdef __has_include\nno\n#endif\na", "a"},
    {"#pragma  omp   parallel for // x\na", "#pragma omp parallel for\na"},
    {"a;\n#pragma pack(push, 1)\nb", "a;\n#pragma pack(push, 1)\nb"},
    {"#pragma once\na", "a"},
    {"_Pragma(\"pack(1)\") a", "#pragma pack(1)\na"},
    {"#define P(x) _Pragma(#x) b\nP(pack( \"q\\n\" ))",
     "#pragma pack( \"q\\n\" )\nb"},
    {"#define F\n#undef F\n#ifdef F\na\n#endif\nb", "b"},
    {"a # b", "a # b"},
    {"#if 1\\\n == 1\na\n#endif", "a"},
    {"#if 1 /* x\n y */\na\n#endif", "a"},
    {"\xEF\xBB\xBF#define A 1\nA", "1"},
    {"a\r\n#define A 1\r\nA\r\n", "a 1"},
    {"#define F(x) x\nF\n#define G 1\nG", "F 1"},
};
/* clang-format on */

TEST(directives_are_carried_out) {
    check_table(directive_rows, COUNT(directive_rows));
}

typedef struct Condition {
    const char *text;
    bool holds;
} Condition;

/* clang-format off */
static const Condition conditions[] = {
    {"1 + 2 * 3 == 7", true},
    {"(1 + 2) * 3 == 9", true},
    {"10 - 4 - 3 == 3", true},
    {"7 / 2 == 3 && -7 / 2 == -3", true},
    {"-7 % 3 == -1", true},
    {"1 << 3 | 1", true},
    {"(1 << 3 | 1) == 9", true},
    {"(6 & 3) == 2 && (6 ^ 3) == 5", true},
    {"~0 == -1 && !0 && !!1 && +3 == 3", true},
    {"-1 >> 1 == -1", true},
    {"-1 > 0u", true},
    {"-1 > 0", false},
    {"(1 ? -1 : 0u) > 0", true},
    {"(0 ? 0u : -1) < 0", false},
    {"18446744073709551615u == -1", true},
    {"0xFFFFFFFFFFFFFFFF == -1", true},
    {"-9223372036854775807 - 1 < 0", true},
    {"(-9223372036854775807 - 1) / -1 < 0", true},
    {"0x10 == 16 && 010 == 8 && 0b101 == 5", true},
    {"10ul == 10 && 10LLU == 10", true},
    {"'a' == 97 && '\\n' == 10", true},
    {"'\\x41' == 65 && '\\101' == 65", true},
    {"'\\377' < 0", true},
    {"L'\\377' < 0", false},
    {"'ab' == 24930", true},
    {"'\\'' == 39 && '\\0' == 0", true},
    {"0 && 1 / 0", false},
    {"1 || 1 / 0", true},
    {"1 ? 2 : 1 / 0", true},
    {"0 ? 1 % 0 : 0", false},
    {"(2 || 1 / 0) && 1", true},
    {"0 ? 1 : 0 ? 1 : 1", true},
    {"unknown", false},
    {"unknown == 0 && !false", true},
    {"defined OLD && defined(OLD)", true},
    {"defined X || defined ( X )", false},
    {"OLD == 77", true},
    {"TWICE(OLD) == 154", true},
    {"TWICE(TWICE(1)) == 4", true},
    {"1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2", true},
    {"1 == 1 != 0", true},
    {"__LINE__ == 1", true},
    {"1 << 64", false},
    {"defined(__has_attribute) && __has_attribute(x)", false},
    {"9223372036854775807 + 1 < 0", true},
};
/* clang-format on */

TEST(conditions_are_evaluated) {
    for (size_t i = 0; i < COUNT(conditions); i++) {
        char text[200];
        (void)snprintf(text, sizeof text, "#if %s\nyes\n#else\nno\n#endif",
                       conditions[i].text);
        Preprocessed out = preprocessed_run(text, strlen(text));
        if (out.problem.source || out.count != 1)
            fail_msg("%s: %.*s", text, STR_ARG(out.problem.text));
        if (str_is(out.tokens[0].text, "yes") != conditions[i].holds)
            fail_msg("#if %s", conditions[i].text);
        arena_clear(&preprocessed_arena);
    }
}

/* --- problems ------------------------------------------------------------ */

typedef struct Complaint {
    const char *text;
    const char *expected; /* "line:column: what is wrong" */
} Complaint;

/* clang-format off */
static const Complaint complaints[] = {
    {"#inclde <x>",
     "1:2: there is no directive #inclde; did you mean #include?"},
    {"int x;\n#zzzzzzzz", "2:2: there is no directive #zzzzzzzz; if this "
     "is a comment, begin it with // in C"},
    {"#include \"no.h\"", "1:10: there is no file 'no.h'"},
    {"#include", "1:2: #include needs a name: #include \"x.h\" or #include "
     "<x.h>"},
    {"#include a", "1:10: #include needs a name: #include \"x.h\" or #include "
     "<x.h>"},
    {"#include <a", "1:10: #include needs a name: #include \"x.h\" or "
     "#include <x.h>"},
    {"#include \"\"", "1:10: the name of the file is missing"},
    {"#include \"self.h\"",
     "1:10: files include each other more than 64 deep: does 'self.h' include "
     "itself?"},
    {"#include \"open.h\"", "1:2: this #if has no #endif"},
    {"#include \"bad.h\"", "2:6: this condition divides by zero"},
    {"#error stop \"here\"", "1:1: #error: stop \"here\""},
    {"#error", "1:1: #error"},
    {"a\n#ifdef A\nb", "2:2: this #ifdef has no #endif"},
    {"a\n#endif", "2:2: this #endif has no #if before it"},
    {"#else", "1:2: this #else has no #if before it"},
    {"#elif 1", "1:2: this #elif has no #if before it"},
    {"#if 1\n#else\n#else\n#endif", "3:2: this #else comes behind the #else"},
    {"#if 1\n#else\n#elif 1\n#endif", "3:2: this #elif comes behind the #else"},
    {"#if", "1:2: #if needs a condition"},
    {"#if 1 +", "1:2: the condition ends where a value should follow"},
    {"#if (1", "1:2: expected ')' in this condition"},
    {"#if 1 2", "1:7: unexpected '2' in this condition"},
    {"#if 1 = 1",
     "1:7: '=' cannot stand in a condition of #if; did you mean '=='?"},
    {"#if 1.5", "1:5: '1.5' is not an integer: a condition of #if can only "
     "have integers"},
    {"#if 08", "1:5: '08' is not an integer: a condition of #if can only have "
     "integers"},
    {"#if 99999999999999999999",
     "1:5: '99999999999999999999' is too large for an integer"},
    {"#if \"a\"", "1:5: '\"a\"' cannot stand here in a condition of #if"},
    {"#if ''", "1:5: there is no character between these quotes"},
    {"#if 1 / 0", "1:7: this condition divides by zero"},
    {"#if 1 % (2 - 2)", "1:7: this condition divides by zero"},
    {"#if f(1)", "1:5: 'f' is no macro, so it cannot be called in a condition"},
    {"#if defined 1", "1:13: 'defined' needs the name of a macro"},
    {"#ifdef", "1:2: #ifdef needs the name of a macro"},
    {"#ifdef 3", "1:8: #ifdef needs the name of a macro"},
    {"#define", "1:8: #define needs the name of a macro"},
    {"#define 3", "1:9: a macro's name must be a word, not '3'"},
    {"#define defined 1", "1:9: 'defined' cannot be the name of a macro"},
    {"#define F(a, a) a", "1:14: the macro has two parameters named 'a'"},
    {"#define F(a", "1:12: expected ')' after the parameters of macro 'F'"},
    {"#define F(a b", "1:13: expected ')' after the parameters of macro 'F'"},
    {"#define F(1) 1", "1:11: the parameters of a macro must be names, as in "
     "#define F(a, b)"},
    {"#define F(..., a) a",
     "1:14: expected ')' after the parameters of macro 'F'"},
    {"#define F(a) #b", "1:14: '#' must stand before a parameter of the macro"},
    {"#define F ## a", "1:11: '##' joins two words: it cannot be at the "
     "beginning of a macro"},
    {"#define F(a) a ##", "1:16: '##' joins two words: it cannot be at the "
     "end of a macro"},
    {"#define F(...) __VA_OPT__ a\nF(1)",
     "2:1: macro 'F' has a __VA_OPT__ without its parentheses"},
    {"#define F(...) __VA_OPT__(__VA_OPT__(a))\nF(1)",
     "2:1: macro 'F' has a __VA_OPT__ inside another"},
    {"#define F(a, b) a\nint x = F(1);",
     "2:9: macro 'F' takes 2 arguments, but it is given 1"},
    {"#define F(a, b) a\nF()",
     "2:1: macro 'F' takes 2 arguments, but it is given 0"},
    {"#define F(a) a\nF(1, 2, 3)",
     "2:1: macro 'F' takes 1 argument, but it is given 3"},
    {"#define F() 1\nF(2)",
     "2:1: macro 'F' takes 0 arguments, but it is given 1"},
    {"#define F(a, b, ...) a\nF(1)",
     "2:1: macro 'F' takes at least 2 arguments, but it is given 1"},
    {"#define F(a) a\nx + F(1, (2",
     "2:5: the call of macro 'F' is not closed: ')' is missing"},
    {"#define F(a) a\nF(\n#define B\n)",
     "3:1: a directive cannot stand inside the arguments of a macro"},
    {"#define F(a) a\nF(it's)",
     "2:5: this text is not closed before the end of its line"},
    {"#define F(a) #a\nF(a\\\"b\")",
     "2:1: macro 'F' makes a string of its argument with #, but a backslash "
     "in it stands before a quote"},
    {"#define F(a, b) a ## b\nF(x, +)",
     "2:1: macro 'F' joins 'x' and '+' with ##, which does not give one word"},
    {"#define F(a, b) a ## b\nF(/, /)",
     "2:1: macro 'F' joins '/' and '/' with ##, which does not give one word"},
    {"#define OPEN f(\n#define f(x) x\n#define X(a) a\nX(OPEN)",
     "4:3: the call of macro 'f' is not closed: ')' is missing"},
    {"char *s = \"open;\nint x;",
     "1:11: this string is not closed: '\"' is missing before the end of the "
     "line"},
    {"x = L\"it's", "1:5: this string is not closed: '\"' is missing before "
     "the end of the line"},
    {"'a", "1:1: this character is not closed: \"'\" is missing before the "
     "end of the line"},
    {"a /* b", "1:3: this comment is never closed: '*/' is missing"},
    {"#define A /* b", "1:11: this comment is never closed: '*/' is missing"},
    {"\xCE\xB8 = 3 @ 4", "1:7: C has no @: leave it out"},
    {"a \xE2\x80\x9C",
     "1:3: this quote was pasted from a document: type \""},
    {"a \xFF", "1:3: the text is not UTF-8 here (byte 0xFF)"},
    {"_Pragma(1)", "1:1: _Pragma needs one string: _Pragma(\"...\")"},
    {"_Pragma", "1:1: _Pragma needs one string: _Pragma(\"...\")"},
};
/* clang-format on */

static void check_complaint(Preprocessed out, const char *text,
                            const char *expected) {
    char said[800];
    if (!out.problem.source) fail_msg("no problem in: %s", text);
    Place place = source_place(out.problem.source, out.problem.span.begin);
    (void)snprintf(said, sizeof said, "%u:%u: %.*s", place.line, place.column,
                   STR_ARG(out.problem.text));
    assert_string_equal(said, expected);
}

TEST(a_problem_says_where_and_what) {
    for (size_t i = 0; i < COUNT(complaints); i++) {
        const char *text = complaints[i].text;
        check_complaint(preprocessed_run(text, strlen(text)), text,
                        complaints[i].expected);
        arena_clear(&preprocessed_arena);
    }
}

TEST(a_nul_byte_is_a_problem) {
    check_complaint(preprocessed_run("int\0x;", 6), "int NUL x",
                    "1:4: there is a NUL byte in the text");
    check_complaint(preprocessed_run("x \"a\0b\"", 7), "x \"a NUL b\"",
                    "1:3: there is a NUL byte in the text");
    arena_clear(&preprocessed_arena);
}

/* clang-format off */
static const Text bad_definitions[] = {
    {"define A 1", "a macro's text begins with #define"},
    {"#undef A", "a macro's text begins with #define"},
    {"", "a macro's text begins with #define"},
    {"#define", "#define needs the name of a macro"},
};
/* clang-format on */

/* What was typed, and the text that is kept of it. */
static const Text definitions[] = {
    {"#define A",                                  "#define A"            },
    {"# define  A   1  +  2 // x",                 "#define A 1 + 2"      },
    {"#define F( a,b )a+ b",                       "#define F( a,b ) a+ b"},
    {"#define F(a, ...) #a /* x\n */ __VA_ARGS__",
     "#define F(a, ...) #a __VA_ARGS__"                                   },
    {"#define A (1)",                              "#define A (1)"        },
    {"#define A x\\\n y",                          "#define A x y"        },
    {"#define A #%:",                              "#define A # #"        },
    {"#define A <:1:>",                            "#define A [1]"        },
};

TEST(the_text_of_a_macro_defines_it_again) {
    for (size_t i = 0; i < COUNT(definitions); i++) {
        Problem problem;
        Str typed = str_of(definitions[i].text);
        const Macro *macro =
            preprocess_define(typed, &preprocessed_arena, &problem);
        assert_non_null(macro);
        assert_string_equal(macro->text.text, definitions[i].expected);
        const Macro *again =
            preprocess_define(macro->text, &preprocessed_arena, &problem);
        assert_non_null(again);
        assert_string_equal(again->text.text, definitions[i].expected);
        assert_int_equal(again->body_count, macro->body_count);
        arena_clear(&preprocessed_arena);
    }
}

TEST(a_text_that_defines_nothing_is_refused) {
    for (size_t i = 0; i < COUNT(bad_definitions); i++) {
        Problem problem;
        assert_null(preprocess_define(str_of(bad_definitions[i].text),
                                      &preprocessed_arena, &problem));
        assert_true(str_is(problem.text, bad_definitions[i].expected));
        arena_clear(&preprocessed_arena);
    }
}

/* --- limits -------------------------------------------------------------- */

/* text, then `open` n times, `middle`, and `close` n times. */
static void check_nested(const char *text, const char *const parts[3], int n,
                         const char *expected) {
    Buf buf = {0};
    buf_add_str(&buf, str_of(text));
    for (int i = 0; i < n; i++) buf_add_str(&buf, str_of(parts[0]));
    buf_add_str(&buf, str_of(parts[1]));
    for (int i = 0; i < n; i++) buf_add_str(&buf, str_of(parts[2]));
    Preprocessed out = preprocessed_run(buf.text, buf.len);
    assert_int_equal(out.problem.source != NULL, expected != NULL);
    if (expected && !strstr(out.problem.text.text, expected))
        fail_msg("%.*s", STR_ARG(out.problem.text));
    assert_true(preprocessed_arena.total < 200u << 20);
    buf_done(&buf);
    arena_clear(&preprocessed_arena);
}

TEST(what_explodes_or_is_too_deep_is_a_problem) {
    static const char laughs[] =
        "#define A0 x\n#define A1 A0 A0 A0 A0 A0 A0 A0 A0 A0 A0\n"
        "#define A2 A1 A1 A1 A1 A1 A1 A1 A1 A1 A1\n"
        "#define A3 A2 A2 A2 A2 A2 A2 A2 A2 A2 A2\n"
        "#define A4 A3 A3 A3 A3 A3 A3 A3 A3 A3 A3\n"
        "#define A5 A4 A4 A4 A4 A4 A4 A4 A4 A4 A4\n"
        "#define A6 A5 A5 A5 A5 A5 A5 A5 A5 A5 A5\n"
        "#define A7 A6 A6 A6 A6 A6 A6 A6 A6 A6 A6\nA7";
    static const char too_much[] = "expand to too much text";
    check_nested(laughs, (const char *const[]){"", "", ""}, 1, too_much);
    check_nested("#define D(x) x x\n", (const char *const[]){"D(", "1", ")"},
                 60, too_much);
    check_nested("#define D(x) x##x\n#define E(x) D(x)\n",
                 (const char *const[]){"E(", "a", ")"}, 60, too_much);
    check_nested("#define D(x) #x\n#define E(x) D(x)\n",
                 (const char *const[]){"E(", "a", ")"}, 60, too_much);
    check_nested("#define D(x) x\n", (const char *const[]){"D(", "1", ")"},
                 1000, "nested too deeply");
    check_nested("#define D(x) x\n", (const char *const[]){"D(", "1", ")"}, 300,
                 NULL);
    check_nested("#if ", (const char *const[]){"(", "1", ")"}, 50000,
                 "nested too deeply");
    check_nested("#if ", (const char *const[]){"!", "1", ""}, 50000,
                 "nested too deeply");
    check_nested("#if ", (const char *const[]){"1?", "1", ":1"}, 50000,
                 "nested too deeply");
    check_nested("", (const char *const[]){"#if 1\n", "x\n", "#endif\n"}, 50000,
                 NULL);
    check_nested("", (const char *const[]){"{", "", "}"}, 50000, NULL);
}

TEST(without_macros_and_files_only_the_cell_counts) {
    Preprocessed out;
    const Source *source = source_new(STR("x"), STR("OLD\n#include \"a.h\""),
                                      true, &preprocessed_arena);
    preprocess(source, NULL, NULL, &preprocessed_arena, &out);
    assert_int_equal(out.count, 1);
    check_complaint(out, "", "2:10: no files can be included here");
    preprocess_done(&out);
    arena_clear(&preprocessed_arena);
}

SUITE(CASE(macros_are_expanded), CASE(directives_are_carried_out),
      CASE(conditions_are_evaluated), CASE(a_problem_says_where_and_what),
      CASE(a_nul_byte_is_a_problem), CASE(the_text_of_a_macro_defines_it_again),
      CASE(a_text_that_defines_nothing_is_refused),
      CASE(what_explodes_or_is_too_deep_is_a_problem),
      CASE(without_macros_and_files_only_the_cell_counts))
