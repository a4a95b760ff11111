/* Golden cells: tests/unit/split/NN_name.cells hold sessions, each
 *
 *     === what this shows
 *     first cell
 *     ---
 *     its items as split_print has them
 *     +++
 *     second cell, which knows the names of the first
 *     ---
 *     its items
 *
 * With UPDATE_GOLDEN=1 in the environment the files are written anew from
 * what comes out; the difference is then to be read. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/io.h"
#include "support/session.h"
#include "support/test.h"

/* What exists before the first cell, as the headers would tell it. */
static const char prelude[] =
    "typedef unsigned long size_t; typedef struct _IO_FILE FILE;\n"
    "extern FILE *stdout; int printf(const char *restrict, ...);\n"
    "int fprintf(FILE *, const char *, ...); int puts(const char *);\n"
    "int putchar(int); double sqrt(double); void *malloc(size_t);\n"
    "void free(void *); void exit(int); size_t strlen(const char *);\n"
    "typedef struct { size_t size; size_t stride; double *data; void *block;\n"
    " int owner; } gsl_vector; gsl_vector *gsl_vector_alloc(size_t);\n"
    "void gsl_vector_set_all(gsl_vector *, double);\n"
    "double gsl_vector_get(const gsl_vector *, const size_t);\n"
    "int index(int); double j0(double); double y1(double);\n"
    "extern double gamma(double);\n";

static void session_start(Session *session) {
    session_init(session);
    Cell cell = session_cell(session, str_of(prelude));
    assert_null(cell.problem.source);
    session->count = 0;
}

/* --- laws that hold for every cell --------------------------------------- */

/* Items follow each other without a gap and end where the cell does. */
static void check_tiling(const Session *session, const Cell *cell) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < cell->count; i++) {
        assert_int_equal(cell->items[i].begin, at);
        assert_true(cell->items[i].end > at);
        at = cell->items[i].end;
    }
    if (!cell->problem.source) assert_int_equal(at, session->token_count);
}

static void check_problem(const Cell *cell) {
    const Problem *problem = &cell->problem;
    if (!problem->source) return;
    assert_true(problem->span.begin <= problem->span.end);
    assert_true(problem->span.end <= problem->source->text.len);
    assert_true(problem->text.len > 0);
}

/* --- golden files -------------------------------------------------------- */

/* The next line of a text, with its newline. */
static Str take_line(Str *text) {
    const char *end = memchr(text->text, '\n', text->len);
    size_t len = end ? (size_t)(end - text->text) + 1 : text->len;
    Str line = {text->text, len};
    text->text += len;
    text->len -= len;
    return line;
}

static bool is_mark(Str line) {
    return str_starts_with(line, STR("===")) || str_is(line, "+++\n") ||
           str_is(line, "---\n");
}

/* Lines up to the next mark. */
static Str take_part(Str *text) {
    Str part = {text->text, 0};
    while (text->len) {
        Str rest = *text, line = take_line(&rest);
        if (is_mark(line)) break;
        part.len += line.len;
        *text = rest;
    }
    return part;
}

typedef struct Golden {
    const char *path;
    Str title;
    Session session;
    bool is_open;
    Buf written; /* the file as it should be */
    int cells;
    int failures;
} Golden;

static void golden_cell(Golden *golden, Str text, Str expected) {
    Str code = text;
    if (code.len) code.len--; /* the newline belongs to the format */
    Cell cell = session_cell(&golden->session, code);
    check_tiling(&golden->session, &cell);
    check_problem(&cell);
    Buf out = {0};
    buf_add_str(&out, STR(""));
    split_print(golden->session.tokens, &cell, &out);
    buf_add_str(&golden->written, text);
    buf_add_str(&golden->written, STR("---\n"));
    buf_add_str(&golden->written, buf_view(&out));
    golden->cells++;
    if (!str_equals(buf_view(&out), expected)) {
        golden->failures++;
        print_error("# %s: %.*s\n%.*s--- expected\n%.*s--- found\n%s",
                    golden->path, STR_ARG(golden->title), STR_ARG(text),
                    STR_ARG(expected), out.text);
    }
    buf_done(&out);
}

static void golden_step(Golden *golden, Str *text) {
    Str line = take_line(text);
    buf_add_str(&golden->written, line);
    if (!str_is(line, "+++\n")) {
        if (golden->is_open) session_done(&golden->session);
        session_start(&golden->session);
        golden->is_open = true;
        golden->title = line;
        golden->title.len--;
    }
    Str code = take_part(text), expected = {0};
    if (str_starts_with(*text, STR("---\n"))) {
        (void)take_line(text);
        expected = take_part(text);
    }
    golden_cell(golden, code, expected);
}

static int golden_file(const char *path, int *cells) {
    Golden golden = {.path = path};
    Buf file = {0};
    Err err;
    if (io_read_file(path, 1 << 20, &file, &err)) fail_msg("%s", err.text);
    Str text = buf_view(&file);
    while (text.len) golden_step(&golden, &text);
    if (golden.is_open) session_done(&golden.session);
    if (getenv("UPDATE_GOLDEN") && golden.failures) {
        if (io_write_file(path, buf_view(&golden.written), &err))
            fail_msg("%s", err.text);
    }
    *cells += golden.cells;
    buf_done(&file);
    buf_done(&golden.written);
    return golden.failures;
}

static int is_cells_file(const struct dirent *entry) {
    size_t len = strlen(entry->d_name);
    return len > 6 && strcmp(entry->d_name + len - 6, ".cells") == 0;
}

TEST(golden_cells_split_as_written) {
    char folder[512], path[1024];
    struct dirent **entries = NULL;
    int failures = 0, cells = 0;
    (void)snprintf(folder, sizeof folder, "%s/split", getenv("TEST_DATA"));
    int count = scandir(folder, &entries, is_cells_file, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        failures += golden_file(path, &cells);
        free(entries[i]);
    }
    free(entries);
    print_message("# %d golden cells\n", cells);
    assert_true(cells >= 120);
    assert_int_equal(failures, 0);
}

/* --- size and depth ------------------------------------------------------ */

static double seconds_of_cell(Str text, uint32_t expected_items) {
    struct timespec begin, end;
    Session session;
    session_start(&session);
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    Cell cell = session_cell(&session, text);
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    check_tiling(&session, &cell);
    assert_null(cell.problem.source);
    assert_int_equal(cell.count, expected_items);
    session_done(&session);
    return (double)(end.tv_sec - begin.tv_sec) +
           (double)(end.tv_nsec - begin.tv_nsec) * 1e-9;
}

static void definitions(Buf *ret, int count) {
    buf_clear(ret);
    for (int i = 0; i < count; i++)
        buf_printf(ret,
                   "struct s%d { int a; struct s%d *next; };\n"
                   "int f%d(int x) { return x > 0 ? f%d(x - 1) : %d; }\n"
                   "double v%d = %d.5;\n",
                   i, i / 2, i, i / 3, i, i, i);
}

/* Twenty times the text in at most sixty times the time: with a square law
 * it would be four hundred times. */
TEST(ten_thousand_definitions_take_linear_time) {
    Buf text = {0};
    definitions(&text, 500);
    double small = seconds_of_cell(buf_view(&text), 1500);
    definitions(&text, 10000);
    double large = seconds_of_cell(buf_view(&text), 30000);
    assert_true(large < 60 * small + 0.2);
    buf_done(&text);
}

TEST(ten_thousand_lines_in_one_block_take_linear_time) {
    Buf text = {0};
    buf_add_str(&text, STR("int x; {\n"));
    for (int i = 0; i < 10000; i++)
        buf_printf(&text, "int y%d = x; y%d += y%d * 2;\n", i, i, i / 2);
    buf_add_str(&text, STR("}"));
    assert_true(seconds_of_cell(buf_view(&text), 2) < 5);
    buf_done(&text);
}

TEST(long_chains_are_no_nesting) {
    Buf text = {0};
    buf_add_str(&text, STR("int n = 1"));
    for (int i = 0; i < 100000; i++) buf_add_str(&text, STR(" + 1"));
    buf_add_str(&text, STR(", m = (0"));
    for (int i = 0; i < 100000; i++) buf_add_str(&text, STR(", n"));
    buf_add_str(&text, STR(");\nif (n) n++;"));
    for (int i = 0; i < 20000; i++) buf_add_str(&text, STR("else if (n) n++;"));
    buf_add_str(&text, STR("char *s = "));
    for (int i = 0; i < 20000; i++) buf_add_str(&text, STR("\"ab\" "));
    buf_add_str(&text, STR(";"));
    (void)seconds_of_cell(buf_view(&text), 3);
    buf_done(&text);
}

typedef struct Nest {
    const char *before;
    const char *open;
    const char *middle;
    const char *close;
    const char *after;
} Nest;

static const Nest nests[] = {
    {"",                              "{",                         "int x;", "}",           ""    },
    {"int x = ",                      "(",                         "1",      ")",           ";"   },
    {"int ",                          "(",                         "x",      ")",           ";"   },
    {"int x = ",                      "-",                         "1",      "",            ";"   },
    {"int x, y = ",                   "(int)",                     "1",      "",            ";"   },
    {"int x = ",                      "sizeof ",                   "1",      "",            ";"   },
    {"int x[2] = ",                   "{",                         "1",      "}",           ";"   },
    {"",                              "if (1) ",                   ";",      "",            ""    },
    {"",                              "while (1) {",               ";",      "}",           ""    },
    {"int n, x = ",                   "n = ",                      "1",      "",            ";"   },
    {"int x = ",                      "1 ? 2 : ",                  "3",      "",            ";"   },
    {"",                              "struct {",                  "int x;", "} s;",        ""    },
    {"int ",                          "*",                         "p",      "",            ";"   },
    {"int p",                         "[2]",                       "",       "",            ";"   },
    {"int f(",                        "int (*f)(",                 "int",    ")",           ");"  },
    {"int x = ",                      "({ ",                       "1;",     " 1; })",      ";"   },
    {"int x = ",                      "f(",                        "1",      ")",           ";"   },
    {"int x = ",                      "f[",                        "1",      "]",           ";"   },
    {"__typeof__",                    "(",                         "1",      ")",           " x;" },
    {"int x = ",                      "1 + (2 * ",                 "3",      ")",           ";"   },
    {"int x = ",                      "_Generic(1, default: ",     "1",      ")",           ";"   },
    {"int x = ",                      "1||1&&1|1^1&1==1<1<<1+1*(", "3",      ")",           ";"   },
    {"int x __attribute__((aligned(", "(",                         "8",      ")",           ")));"},
    {"",                              "a: ",                       ";",      "",            ""    },
    {"",                              "do ",                       ";",      " while (0);", ""    },
    {"int x = ",                      "&(struct { int a; }){",     "0",      "}.a",         ";"   },
};

static void nest_text(const Nest *nest, int depth, Buf *ret) {
    buf_clear(ret);
    buf_add_str(ret, str_of(nest->before));
    for (int i = 0; i < depth; i++) buf_add_str(ret, str_of(nest->open));
    buf_add_str(ret, str_of(nest->middle));
    for (int i = 0; i < depth; i++) buf_add_str(ret, str_of(nest->close));
    buf_add_str(ret, str_of(nest->after));
}

#ifndef __has_feature
#define __has_feature(name) 0
#endif

/* The executor's frames need half of its 8 MB; these are larger. */
static void make_room_for_sanitizers(void) {
#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_STACK, &limit), 0);
    if (limit.rlim_cur < 64 << 20) limit.rlim_cur = 64 << 20;
    assert_int_equal(setrlimit(RLIMIT_STACK, &limit), 0);
#endif
}

/* Whatever nests a hundred thousand times is parsed or refused in words; it
 * never overflows the stack. */
TEST(deep_nesting_is_refused_in_words) {
    Buf text = {0};
    make_room_for_sanitizers();
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        Session session;
        session_start(&session);
        nest_text(&nests[i], 100000, &text);
        Cell cell = session_cell(&session, buf_view(&text));
        check_tiling(&session, &cell);
        check_problem(&cell);
        if (cell.problem.source) {
            Str words = cell.problem.text;
            if (!memmem(words.text, words.len, "nested too deeply", 17))
                fail_msg("%s: %.*s", nests[i].open, STR_ARG(words));
        }
        session_done(&session);
    }
    buf_done(&text);
}

TEST(a_thousand_levels_of_braces_and_parentheses_work) {
    Buf text = {0};
    for (size_t i = 0; i < 3; i++) {
        Session session;
        session_start(&session);
        nest_text(&nests[i], 1000, &text);
        Cell cell = session_cell(&session, buf_view(&text));
        assert_null(cell.problem.source);
        session_done(&session);
    }
    buf_done(&text);
}

/* Every prefix of a cell, and every cell with one token less, gives items or
 * a problem in its text. */
TEST(broken_cells_give_problems_within_their_text) {
    static const char text[] =
        "typedef struct p { int a : 3, b[2]; struct { char c; }; } p;\n"
        "static p v[] = {{1, {2, 3}}, [4].b[1] = sizeof(p), .a = 2};\n"
        "int f(a, b) int a; char *b; { for (int i = 0; i < a; i++) b[i]++;\n"
        "switch (a) { case 1 ... 3: break; default: return -1; } }\n"
        "__typeof__(v[0]) *q = &(p){.a = 1}, **r __attribute__((aligned(8)));\n"
        "enum { A, B = A + 5 } e = A ? B : (int)'x';\n"
        "again: do { if (e--) goto again; else ({ int t = e; t; }); } while "
        "(0);\n"
        "_Generic(q->a, int: 1, default: 2.0) + f(1, \"a\" \"b\")";
    for (size_t len = 0; len <= sizeof text - 1; len++) {
        Session session;
        session_start(&session);
        Cell cell = session_cell(&session, (Str){text, len});
        check_tiling(&session, &cell);
        check_problem(&cell);
        if (len == sizeof text - 1) assert_null(cell.problem.source);
        session_done(&session);
    }
}

SUITE(CASE(golden_cells_split_as_written),
      CASE(ten_thousand_definitions_take_linear_time),
      CASE(ten_thousand_lines_in_one_block_take_linear_time),
      CASE(long_chains_are_no_nesting), CASE(deep_nesting_is_refused_in_words),
      CASE(a_thousand_levels_of_braces_and_parentheses_work),
      CASE(broken_cells_give_problems_within_their_text))
