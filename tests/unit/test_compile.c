#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "code/compile.h"
#include "support/refusing.h"
#include "support/test.h"

static CompileResult compile(Arena *arena, const char *unit) {
    CompileResult result;
    Err err = {""};
    assert_int_equal(compile_unit(str_of(unit), arena, &result, &err), 0);
    return result;
}

static const char GOOD[] =
    "extern double scale; int printf(const char *, ...);\n"
    "static int h(int x) { return x * 3; }\n"
    "double f(int n)\n{\n double s = 0;\n for (int i = 0; i < n; i++)\n"
    " s += i * scale + h(i);\n printf(\"hi %g\\n\", s);\n return s;\n}\n";

static const struct {
    const char *unit;
    uint32_t line;
    const char *text;
} WRONG[] = {
    {"int f(void)\n{\nreturn\nx\n;\n}",                           5, "'x' undeclared"                            },
    {"int f(void) { return g(2); }",                              1, "implicit declaration of function 'g'"      },
    {"int f(void)\n{ int *p = 2.0; }",                            2, "cannot convert 'double' to 'int *'"        },
    {"int f() { \"a",                                             1, "missing terminating \" character"          },
    {"int a;\ndouble a;",                                         2, "incompatible types for redefinition of 'a'"},
    {"int f(void) { return 1; }\nint f(void) { return 2; }",      2,
     "redefinition of 'f'"                                                                                       },
    {"void f(void) { int x[-1]; }",                               1, "invalid array size"                        },
    {"int f(void) { struct q z; }",                               1, "unknown type size|initialization of inco"  },
    {"int f(void) { break; }",                                    1, "cannot break"                              },
    {"int f(void) { goto l; }",                                   1, "label 'l' used but not defined"            },
    {"int f(void) { l: l: return 1; }",                           1, "duplicate label 'l'"                       },
    {"int f(void) { switch (1) { case 1: case 1: ; } }",          1,
     "duplicate case value"                                                                                      },
    {"\xff\xfe int a;",                                           1, ""                                          },
    {"#include <stdio.h>\n",                                      1, "include file 'stdio.h' not found"          },
    {"#include \"/etc/hostname\"\n",                              1,
     "include file '/etc/hostname' not found"                                                                    },
    {"_Thread_local int x;",                                      1, ""                                          },
    {"int f(void) { __int128 q; }",                               1, ""                                          },
    {"void k(int x) { } void g(void) { k(1, 2); }",               1,
     "too many arguments to function"                                                                            },
    {"void f(void) { asm(\"foo bar\"); }",                        1, ""                                          },
    {"int f(void) { return ({ int (*q)(void) = &&l; l: 1; }) + ", 1, ""                                          },
    {"struct s { int a; } x = { .b = 1 };",                       1, ""                                          },
    {"int f(void) { return 08; }",                                1, ""                                          },
    {"typedef int T; T T T;",                                     1, ""                                          },
    {"int a[1000000000000][1000000000000][100000000];",           1, NULL                                        },
    {"",                                                          0, NULL /* nothing is wrong */                 },
};

/* The words of 0.9.27, or, behind the bar, those of newer ones. */
static bool begins_with_one(Str text, const char *words) {
    const char *bar = strchrnul(words, '|');
    return str_starts_with(text, (Str){words, (size_t)(bar - words)}) ||
           (*bar && str_starts_with(text, str_of(bar + 1)));
}

TEST(an_error_has_its_line_and_libtccs_words) {
    Arena arena = {0};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        CompileResult result = compile(&arena, WRONG[i].unit);
        if (!WRONG[i].text) {
            buf_done(&result.object);
            continue;
        }
        if (result.ok) print_error("compiled: %s\n", WRONG[i].unit);
        assert_false(result.ok);
        assert_int_equal(result.object.len, 0);
        assert_true(result.count >= 1);
        const CompileMessage *last = &result.messages[result.count - 1];
        assert_int_equal(last->line, WRONG[i].line);
        if (!begins_with_one(last->text, WRONG[i].text))
            print_error("%.*s\n", STR_ARG(last->text));
        assert_true(begins_with_one(last->text, WRONG[i].text));
    }
    arena_clear(&arena);
}

/* libtcc keeps static state: a label error used to crash the next compile. */
TEST(a_failed_compile_leaves_no_trace_in_the_next) {
    Arena arena = {0};
    CompileResult first = compile(&arena, GOOD);
    for (size_t round = 0; round < 20; round++) {
        for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
            CompileResult wrong = compile(&arena, WRONG[i].unit);
            buf_done(&wrong.object);
            CompileResult good = compile(&arena, GOOD);
            assert_true(good.ok);
            assert_int_equal(good.count, 0);
            assert_true(
                str_equals(buf_view(&good.object), buf_view(&first.object)));
            buf_done(&good.object);
        }
    }
    buf_done(&first.object);
    arena_clear(&arena);
}

TEST(a_warning_is_not_an_error) {
    Arena arena = {0};
    CompileResult result = compile(
        &arena,
        "char *g(int *p)\n{\n return p;\n}\nvoid *h(long x) { return x; }");
    assert_true(result.ok);
    assert_int_equal(result.count, 2);
    assert_true(result.messages[0].is_warning);
    assert_int_equal(result.messages[0].line, 3);
    assert_true(str_is(result.messages[0].text,
                       "assignment from incompatible pointer type"));
    assert_true(str_is(result.messages[1].text,
                       "assignment makes pointer from integer without a cast"));
    assert_true(memcmp(result.object.text, "\177ELF", 4) == 0);
    buf_done(&result.object);
    arena_clear(&arena);
}

TEST(every_implicit_declaration_is_reported) {
    Arena arena = {0};
    CompileResult result =
        compile(&arena, "int f(void) {\n return one(1) +\n two(2);\n}");
    assert_false(result.ok);
    assert_int_equal(result.count, 2);
    assert_false(result.messages[0].is_warning);
    assert_true(str_is(result.messages[1].text,
                       "implicit declaration of function 'two'"));
    arena_clear(&arena);
}

TEST(many_warnings_do_not_hide_the_error) {
    Arena arena = {0};
    Buf unit = {0};
    for (int i = 0; i < 1000; i++)
        buf_printf(&unit, "char *p%d = (int *)0;\n", i);
    buf_printf(&unit, "int z = ;\n");
    CompileResult result;
    Err err;
    assert_int_equal(compile_unit(buf_view(&unit), &arena, &result, &err), 0);
    assert_false(result.ok);
    assert_in_range(result.count, 1, 200);
    /* The error is found at the end of line 1001; TinyCC 0.9.27 says that the
     * next has begun. */
    assert_in_range(result.messages[result.count - 1].line, 1001, 1002);
    assert_false(result.messages[result.count - 1].is_warning);
    buf_done(&unit);
    arena_clear(&arena);
}

/* Only a unit that mentions __builtin_ gets libtcc's own declarations, and
 * one that begins like them is not taken for them. */
TEST(predefined_declarations_are_there_where_they_are_used) {
    Arena arena = {0};
    static const char *const UNITS[] = {
        "typedef struct{\nunsigned gp_offset; } s; s x = {1};",
        "typedef struct{ int a; } s; s x = {1};\n", "__builtin_va_list x;",
        ("void *x(int n, ...) { __builtin_va_list l; __builtin_va_start(l, n);"
         " return __builtin_va_arg(l, void *); }")};
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
        CompileResult result = compile(&arena, UNITS[i]);
        assert_true(result.ok);
        assert_non_null(
            memmem(result.object.text, result.object.len, "\0x", 3));
        buf_done(&result.object);
    }
    arena_clear(&arena);
}

/* "error: " and "warning: " may both stand in a message, and a #line may give
 * another name than libtcc's. */
TEST(a_message_that_speaks_of_messages_is_what_it_is) {
    static const struct {
        const char *unit, *text;
        bool is_warning;
        uint32_t line;
    } rows[] = {
        {"int a;\n#warning error: a\n", "#warning error: a", true, 2},
        {"int a;\n#error warning: a\n", "#error warning: a", false, 2},
        {"#line 7 \"other\"\nint f(void) { return a; }\n", "'a' undeclared",
         false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Arena arena = {0};
        CompileResult result = compile(&arena, rows[i].unit);
        assert_int_equal(result.count, 1);
        assert_true(str_is(result.messages[0].text, rows[i].text));
        assert_int_equal(result.messages[0].is_warning, rows[i].is_warning);
        assert_int_equal(result.messages[0].line, rows[i].line);
        assert_int_equal(result.ok, rows[i].is_warning);
        buf_done(&result.object);
        arena_clear(&arena);
    }
}

/* In a process that has compiled nothing, libtcc has no memory yet. */
TEST(without_memory_there_is_an_error_and_no_result) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        Arena arena = {0};
        CompileResult result;
        Err err = {""};
        refuse(0, 50);
        int outcome = compile_unit(STR("int x;"), &arena, &result, &err);
        _exit(outcome == -1 && strstr(err.text, "no memory for the compiler")
                  ? 0
                  : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* More than libtcc may have: it gives up, which is told, and the next unit
 * finds all in order. */
TEST(what_is_too_large_for_libtcc_is_told) {
    Arena arena = {0};
    CompileResult result =
        compile(&arena, "char a[1000000000] = {1}, b[1000000000] = {1}, "
                        "c[1000000000] = {1};");
    assert_false(result.ok);
    assert_true(result.count >= 1 && result.messages[0].text.len > 5);
    assert_null(result.object.text);
    result = compile(&arena, GOOD);
    assert_true(result.ok);
    buf_done(&result.object);
    arena_clear(&arena);
}

TEST(a_nul_in_the_text_is_an_error_with_its_line) {
    Arena arena = {0};
    CompileResult result;
    Err err;
    Str unit = STR("int a;\nint b\0; int c;");
    assert_int_equal(compile_unit(unit, &arena, &result, &err), 0);
    assert_false(result.ok);
    assert_int_equal(result.messages[0].line, 2);
    arena_clear(&arena);
}

/* `open` n times, the middle, `close` n times. */
static char *nest(const char *before, const char *open, const char *middle,
                  const char *close, const char *after, int depth) {
    Buf text = {0};
    buf_printf(&text, "%s", before);
    for (int i = 0; i < depth; i++) buf_printf(&text, "%s", open);
    buf_printf(&text, "%s", middle);
    for (int i = 0; i < depth; i++) buf_printf(&text, "%s", close);
    buf_printf(&text, "%s", after);
    return buf_take(&text);
}

TEST(a_thousand_levels_compile_or_say_why_not) {
    Arena arena = {0};
    char *parens = nest("int f(int z) { return ", "(", "z", ")", "; }", 1000);
    char *blocks =
        nest("int f(int z) { ", "{", "z++;", "}", "return z; }", 1000);
    char *calls = nest("int f(int z) { return ", "f(", "z", ")", "; }", 1000);
    CompileResult result = compile(&arena, parens);
    assert_true(result.ok);
    buf_done(&result.object);
    result = compile(&arena, blocks);
    assert_true(result.ok);
    buf_done(&result.object);
    result = compile(&arena, calls);
    assert_false(result.ok);
    assert_true(str_starts_with(result.messages[0].text,
                                STR("this expression is nested too deeply")));
    free(parens);
    free(blocks);
    free(calls);
    arena_clear(&arena);
}

TEST(ten_megabytes_compile_and_their_memory_is_given_back) {
    Arena arena = {0};
    Buf unit = {0};
    buf_printf(&unit, "char *text = \"");
    memset(buf_reserve(&unit, 10 << 20), 'x', 10 << 20);
    unit.len += 10 << 20;
    buf_printf(&unit, "\";");
    CompileResult result;
    Err err;
    assert_int_equal(compile_unit(buf_view(&unit), &arena, &result, &err), 0);
    assert_true(result.ok);
    assert_true(result.object.len > 10 << 20);
    buf_done(&result.object);
    buf_done(&unit);
    arena_clear(&arena);
}

static long resident_kb(void) {
    long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &size, &resident), 2);
    (void)fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void compile_many(int count) {
    for (int i = 0; i < count; i++) {
        Arena arena = {0};
        size_t wrong = (size_t)i % (sizeof WRONG / sizeof *WRONG);
        CompileResult result =
            compile(&arena, i % 2 ? GOOD : WRONG[wrong].unit);
        buf_done(&result.object);
        arena_clear(&arena);
    }
}

/* AddressSanitizer keeps what is freed for a while, and finds leaks itself. */
#if defined __SANITIZE_ADDRESS__
enum {
    FLAT_KB = 1 << 20
};
#elif defined __has_feature
#    if __has_feature(address_sanitizer)
enum {
    FLAT_KB = 1 << 20
};
#    else
enum {
    FLAT_KB = 500
};
#    endif
#else
enum {
    FLAT_KB = 500
}; /* a leak of 100 bytes a compile would be 1000 KB */
#endif

TEST(ten_thousand_compiles_keep_the_memory_flat) {
    compile_many(500);
    long before = resident_kb();
    compile_many(10000);
    assert_true(resident_kb() - before < FLAT_KB);
}

/* Everything that libtcc would print goes to these. */
TEST(nothing_is_printed) {
    FILE *caught = tmpfile();
    assert_non_null(caught);
    (void)fflush(stdout);
    int out = dup(1), errors = dup(2);
    assert_true(dup2(fileno(caught), 1) == 1 && dup2(fileno(caught), 2) == 2);
    compile_many(100);
    (void)fflush(stdout);
    (void)dup2(out, 1);
    (void)dup2(errors, 2);
    (void)close(out);
    (void)close(errors);
    assert_int_equal(lseek(fileno(caught), 0, SEEK_END), 0);
    (void)fclose(caught);
}

TEST(a_fork_compiles_as_well_as_its_parent) {
    compile_many(2);
    pid_t child = fork();
    if (child == 0) {
        compile_many(100);
        _exit(0);
    }
    compile_many(100);
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

SUITE(CASE(without_memory_there_is_an_error_and_no_result),
      CASE(an_error_has_its_line_and_libtccs_words),
      CASE(a_failed_compile_leaves_no_trace_in_the_next),
      CASE(a_warning_is_not_an_error),
      CASE(every_implicit_declaration_is_reported),
      CASE(many_warnings_do_not_hide_the_error),
      CASE(predefined_declarations_are_there_where_they_are_used),
      CASE(a_message_that_speaks_of_messages_is_what_it_is),
      CASE(what_is_too_large_for_libtcc_is_told),
      CASE(a_nul_in_the_text_is_an_error_with_its_line),
      CASE(a_thousand_levels_compile_or_say_why_not),
      CASE(ten_megabytes_compile_and_their_memory_is_given_back),
      CASE(ten_thousand_compiles_keep_the_memory_flat),
      CASE(nothing_is_printed), CASE(a_fork_compiles_as_well_as_its_parent))
