#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "code/cc.h"
#include "graph/preload.h"
#include "support/test.h"

static const char *const COMPILERS[] = {"gcc", "clang"};

static Buf said; /* by the compiler, its errors */

static bool compiles(Str text) {
    Arena arena = {0};
    CompileResult result;
    Err err = {""};
    buf_clear(&said);
    buf_printf(&said, "%s", "");
    if (cc_compile(text, &arena, &result, &err) < 0)
        buf_printf(&said, "%s\n", err.text);
    for (size_t i = 0; i < result.count; i++)
        if (!result.messages[i].is_warning)
            buf_printf(&said, "%u: %.*s\n", result.messages[i].line,
                       STR_ARG(result.messages[i].text));
    bool is_ok = result.ok;
    assert_int_equal(is_ok, result.object.len > 0);
    buf_done(&result.object);
    arena_clear(&arena);
    return is_ok;
}

/* The compiler is looked for once in a process: so one for each. */
static void with_each_compiler(void (*check)(void)) {
    for (size_t i = 0; i < sizeof COMPILERS / sizeof *COMPILERS; i++) {
        int status = 0;
        (void)fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            (void)setenv("CC", COMPILERS[i], 1);
            check();
            (void)fflush(NULL);
            _exit(cc_path() ? 0 : 77);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

/* What a unit may have of the headers, though read as TinyCC sees them. */
static void check_headers(void) {
    Buf text = {0};
    for (uint32_t i = 0; i < preload_header()->item_count; i++) {
        Str item = preload_item_text(preload_item(i));
        if (item.len && item.text[0] == '#') continue;
        buf_add_str(&text, item);
        buf_add_char(&text, '\n');
    }
    bool is_ok = compiles(buf_view(&text));
    if (!is_ok) print_message("%s", said.text);
    assert_true(is_ok);
    buf_done(&text);
}

TEST(every_preloaded_declaration_compiles) {
    with_each_compiler(check_headers);
}

static void check_errors(void) {
    static const struct {
        const char *text, *error;
    } ROWS[] = {
        {"int f(void)\n{\nreturn\nnope\n;\n}\n", "4: 'nope' undeclared"},
        {"int f(void) {\nreturn\ng(1)\n;\n}\n",
         "3: implicit declaration of function 'g'"},
        {"int f(void) {\nint x\n=\n3\nreturn x;\n}\n", "5: ';' expected"},
        {"struct s { int a; } s;\nint b(void) { return\ns\n.\nm\n; }\n",
         "field not found: m"},
        {"void f(const int x) {\nx = 3; }\n",
         "2: assignment of read-only location"},
        {"void f(int x) {\nx + 1 = 3; }\n", "2: lvalue expected"},
        {"int f(int x) {\nreturn *x; }\n", "2: pointer expected"},
        {"int g(int);\nint f(void) { return\ng\n(\n1, 2\n)\n; }\n",
         "too many arguments to function"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        assert_false(compiles(str_of(ROWS[i].text)));
        if (!strstr(said.text, ROWS[i].error))
            fail_msg("%s: %s", ROWS[i].error, said.text);
    }
}

TEST(errors_are_in_tinycc_s_words) { with_each_compiler(check_errors); }

static void check_names(void) {
    /* A cell's own name may be one of the compiler's builtins. */
    assert_true(compiles(STR("extern int index, y1; double gamma;\n"
                             "int f(void) { return index + y1; }\n")));
}

TEST(the_reader_s_names_win_over_builtins) {
    with_each_compiler(check_names);
}

TEST(only_messages_count) {
    static const char TEXT[] =
        "<stdin>: In function 'f':\n"
        "<stdin>:7:1: warning: 'x' is used uninitialized\n"
        "    7 | \"a: error: b\"\n"
        "\"a: error: b\"\n"
        "      |     ^\n"
        "/usr/lib/gcc/immintrin.h:12:1: error: inlining failed in call\n"
        "<stdin>:9:3: note: called from here\n"
        "clang: error: unable to remove file: Operation not permitted\n"
        "<stdin>:4:1: error: call to undeclared function 'g'; ISO C99 and "
        "later do not support implicit function declarations\n"
        "cc1: fatal error: no room\n";
    Arena arena = {0};
    CompileResult result = {0};
    cc_read_messages(str_of(TEXT), &arena, &result);
    assert_int_equal(result.count, 4);
    assert_int_equal(result.messages[0].line, 7);
    assert_true(result.messages[0].is_warning);
    assert_int_equal(result.messages[1].line, 9);
    assert_true(str_is(result.messages[1].text, "inlining failed in call"));
    assert_int_equal(result.messages[2].line, 4);
    assert_true(str_is(result.messages[2].text,
                       "implicit declaration of function 'g'"));
    assert_int_equal(result.messages[3].line, 0);
    assert_true(str_is(result.messages[3].text, "no room"));
    arena_clear(&arena);
}

static void check_absence(void) {
    CompileResult result;
    Arena arena = {0};
    Err err = {""};
    (void)setenv("CC", "/nonexistent/cc", 1);
    assert_null(cc_path());
    assert_int_equal(cc_compile(STR("int x;"), &arena, &result, &err), -1);
    assert_non_null(strstr(err.text, "no C compiler"));
    (void)setenv("CC", "gcc", 1);
    assert_null(cc_path());
}

TEST(without_a_compiler_it_says_so) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        check_absence();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

SUITE(CASE(every_preloaded_declaration_compiles),
      CASE(errors_are_in_tinycc_s_words),
      CASE(the_reader_s_names_win_over_builtins), CASE(only_messages_count),
      CASE(without_a_compiler_it_says_so))
