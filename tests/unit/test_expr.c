/* The types and constant values of expressions, compared with what gcc and
 * TinyCC say: a table by hand, every operator over every pair of types, and
 * constant expressions made at random. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/oracle.h"
#include "support/random.h"
#include "support/session.h"
#include "support/test.h"

static const char prelude[] =
    "typedef unsigned long size_t; typedef short shorty;\n"
    "enum small { S0, S1 }; enum negative { N0 = -1 };\n"
    "enum large { L0 = 1l << 40, L1 = 3 };\n"
    "struct pt { int x; double y; };\n"
    "struct all { unsigned u3 : 3, u31 : 31, u32 : 32; int i5 : 5;\n"
    "  _Bool b1 : 1; long l20 : 20; struct pt pt; const struct pt *next;\n"
    "  struct { short inner; union { char c; float f; }; }; int a[3]; };\n"
    "static _Bool b; static char c; static signed char sc;\n"
    "static unsigned char uc; static short s; static unsigned short us;\n"
    "static int i; static unsigned u; static long l; static unsigned long ul;\n"
    "static long long ll; static unsigned long long ull; static float f;\n"
    "static double d; static long double ld; static enum small es;\n"
    "static enum negative en; static enum large el; static shorty sh;\n"
    "static const int ci; static volatile short vs; static const shorty csh;\n"
    "static int *p; static const char *cp; static void *vp; static int a[3];\n"
    "static double m[2][4]; static const double cm[5]; static struct pt pt;\n"
    "static struct pt *pp; static const struct pt cpt; static struct all all;\n"
    "static const struct all *call; static int (*fp)(int, char);\n"
    "static double fd(int n) { return n; } static struct pt fs(void)\n"
    "{ return pt; } static struct pt *fps(void) { return pp; }\n"
    "static void fv(void) { } static char *(*afp[2])(void);\n";

/* Its type is wanted, and its value where it is constant. */
/* clang-format off */
static const char *const table[] = {
    "i", "c", "sh", "ci", "p", "a", "m", "m[1]", "m[1][2]", "*m", "**m",
    "&m", "&m[1]", "&a", "*&a", "a + 1", "1 + a", "a - p", "p - 1", "&a[1] - a",
    "*a", "a[2]", "2[a]", "p[i]", "&p[i]", "*p++", "(*p)++", "++*p", "&*p",
    "*cp", "cp + 1", "cp[0]", "&cp", "vp", "(char *)vp", "(char *)vp + i",
    "pt", "pt.x", "pt.y", "&pt", "&pt.y", "pp->y", "(*pp).x", "pp[1].y",
    "cpt.x", "&cpt.x", "&cpt", "call->next", "call->next->x",
    "&call->next->x", "&call->pt", "call->a", "&call->a[1]", "all.pt.y",
    "all.u3 + 0", "all.u31 + 0", "all.u32 + 0", "all.i5 + 0", "all.b1 + 0",
    "all.l20 + 0", "-all.u3", "~all.u31", "all.u3 << 1", "all.u32 - 1",
    "all.inner", "all.c", "all.f", "&all.f", "all.f * 2", "call->inner",
    "&call->inner", "all.u3 ? 1 : 2l", "fd(1)", "fd", "&fd", "*fd", "**fd",
    "(*fd)(1)", "(&fd)(2)", "fs()", "fs().y", "fps()", "fps()->x", "fp", "*fp",
    "fp(1, 'a')", "(*fp)(1, 2)", "afp", "afp[1]", "afp[1]()", "*afp[1]()",
    "&afp", "i = d", "d = i", "c += 3.5", "p += 1", "c++", "--sh", "b = 7",
    "i, d", "(i, c)", "i ? i : d", "i ? c : c", "i ? sh : us", "i ? p : 0",
    "i ? 0 : p", "i ? vp : p", "i ? cp : \"x\"", "i ? (void *)0 : p",
    "i ? p : (const int *)p", "i ? pt : *pp", "i ? a : p", "i ? fd : 0",
    "i ?: d", "i ? u : l", "i ? f : 1", "i ? ll : ul", "i ? es : en",
    "!d", "!p", "i && d", "p || 0", "p == 0", "d < i", "p < a", "-c", "+sh",
    "~uc", "-u", "-ull", "-f", "!0", "c << ul", "uc >> 1", "l << 1", "u << l",
    "sizeof i", "sizeof(int)", "sizeof a", "sizeof a / sizeof *a",
    "sizeof m[0]", "sizeof \"abc\"", "sizeof(struct all)", "sizeof all.a",
    "sizeof(int[7])", "sizeof(char(*)[7])", "sizeof(es)", "sizeof(el)",
    "sizeof fd(1)", "sizeof(i++)", "sizeof -c", "sizeof 'a'", "sizeof 1.0f",
    "sizeof(struct pt){1}", "sizeof pt.y", "sizeof (i)", "sizeof(long double)",
    "_Alignof(double)", "_Alignof(struct all)", "_Alignof(char[3])",
    "(char)300", "(unsigned char)-1", "(short)70000", "(_Bool)7", "(int)'a'",
    "(unsigned)-1", "(long)-1u", "(float)1", "(struct pt){1, 2}",
    "(struct pt){1, 2}.y", "(int[]){1, 2, 3}", "(int[]){1, 2, 3}[1]",
    "(char[]){\"text\"}", "&(int){3}", "(const int){3}", "(shorty)1",
    "\"abc\"", "\"abc\"[1]", "*\"abc\"", "&\"abc\"", "\"a\" \"b\" + 1",
    "L\"abc\"", "\"\\x41\\101\\n\\0\"", "\"\\\"\"", "'a'", "'\\n'", "'\\0'",
    "'\\377'", "'\\x7f'", "'\\''", "'\\\\'", "'\\a'", "L'a'", "'\\e'",
    "0", "1", "017", "0xff", "0b101", "1u", "1l", "1ul", "1lu", "1ll", "1ull",
    "1LLU", "2147483647", "2147483648", "4294967295", "4294967296",
    "0x7fffffff", "0x80000000", "0xffffffff", "0x100000000", "037777777777",
    "9223372036854775807", "0x8000000000000000", "0xffffffffffffffffll",
    "2147483648u", "4294967296u", "1.0", "1.", ".5", "1e5", "1.5f", "1.5F",
    "1.5L", "0x1p3", "0x1.8p-1f", "1e-5l", "0x.8p1",
    /* Not L1 alone: an int for clang and gcc 12, a long from gcc 13 on. */
    "S1", "N0", "L0", "S1 + 1", "L0 + 1", "es", "en", "el", "es + 1",
    "-es", "el + 1", "~S0", "S1 << 3", "L0 >> 38",
    "vs", "vs + 1", "csh", "csh + 1", "&csh", "ci + 1l", "&ci", "&vs",
    "({ int t = 3; t * 2.5; })", "({ a; })", "({ sh; })", "({ pt; })",
    "({ const int k = 2; k; })", "({ struct pt q = pt; q.y; })",
    "_Generic(i, int: 1, long: 2l)", "_Generic(a, int *: d, default: c)",
    "_Generic(sh, short: 'x', int: 2)", "_Generic(+sh, short: 'x', int: 2ul)",
    "_Generic(\"a\", char *: 3u, const char *: 4)",
    "_Generic(fd, double (*)(int): 1.f, default: 0)",
    "_Generic(p, const int *: 1, int *: 2ll)", "_Generic(es, unsigned: 1u)",
    "__builtin_types_compatible_p(int, signed int)",
    "__builtin_types_compatible_p(int *, const int *)",
    "__builtin_types_compatible_p(const int, int)",
    "__builtin_types_compatible_p(int[3], int[4])",
    "__builtin_types_compatible_p(int[3], int[])",
    "_Generic(&a, double (*)[]: 1, int (*)[]: 2l, default: d)",
    "_Generic(&a, double (*)[]: fd, default: 1)",
    "_Generic(fd, double (*)(): 1.f, default: 0)",
    "__builtin_types_compatible_p(shorty, short)",
    "__builtin_types_compatible_p(struct pt, struct all)",
    "__builtin_choose_expr(1, d, p)", "__builtin_choose_expr(0, d, p)",
    "__builtin_constant_p(3)", "(size_t)&((struct all *)0)->pt.y",
    "(size_t)&((struct all *)0)->a[2]", "(size_t)&((struct pt *)8)[3].y",
    "(long)((char *)&((struct all *)0)->inner)", "(size_t)&(*(struct pt *)0).y",
    "(int)sizeof(int) * 2", "1 ? 2 : 3l", "0 ? 2 : 3u", "1 ? -1 : 0u",
    "-1 < 0u", "-1l < 0u", "-1 / 2", "-7 % 3", "7u / -1", "-1 >> 1",
    "-1u >> 1", "1 << 31", "1l << 40", "~0ul >> 60", "(char)0x80 >> 1",
    "(unsigned char)0x80 << 1", "5 & 3 | 4 ^ 1", "1 == 1.0 - 0.0",
    "3 > 2 > 1", "!5 + !0", "-(-2147483647 - 1)", "2147483647 + 1",
    "4294967295u + 1", "'a' + 'b'", "sizeof(int) - 5 > 0", "1 || 0", "2 && 3",
    "0xffffffffu * 0xffffffffu", "65535 * 65535", "~0u == 0xffffffffu",
};
/* clang-format on */

/* --- asking -------------------------------------------------------------- */

typedef struct Row {
    Str text; /* the expression */
    Expr expr;
} Row;

typedef struct Rows {
    Session session;
    Row *list;
    uint32_t count;
} Rows;

static void rows_init(Rows *rows) {
    *rows = (Rows){0};
    session_init(&rows->session);
    Cell cell = session_cell(&rows->session, str_of(prelude));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    /* The session remembers names, but not the types of wide constants. */
    Symbol *wide = ARENA_NEW(&rows->session.arena, Symbol);
    *wide = (Symbol){SYMBOL_CONSTANT, STR("L0"), type_basic(TYPE_ULONG),
                     INT64_C(1) << 40};
    map_set(&rows->session.symbols, STR("L0"), wide);
}

static void rows_add(Rows *rows, Str text) {
    Row row = {.text = arena_dup(&rows->session.arena, text)};
    Cell cell = session_cell(&rows->session, text);
    if (cell.problem.source || cell.count != 1)
        fail_msg("%.*s: %.*s", STR_ARG(text), STR_ARG(cell.problem.text));
    row.expr = cell.items[0].expr;
    if (type_strip(row.expr.type)->kind == TYPE_UNKNOWN)
        fail_msg("%.*s: unknown type", STR_ARG(text));
    rows->list = parse_grow(&rows->session.arena, rows->list, rows->count,
                            sizeof *rows->list);
    rows->list[rows->count++] = row;
}

/* A line for each row of which the compiler says something else. The type is
 * asked for as that of a pointer to it, so that qualifiers count; a bit-field
 * and a function have none. */
static void ask_row(const Row *row, uint32_t index, Buf *ret) {
    const Expr *expr = &row->expr;
    Buf type = {0};
    bool is_plain = !expr->is_bit_field && expr->is_lvalue;
    type_print(expr->type, is_plain ? STR("*") : STR(""), &type);
    if (type_kind(expr->type) == TYPE_ARRAY && is_plain) {
        buf_clear(&type);
        type_print(expr->type, STR("(*)"), &type);
    }
    buf_printf(ret,
               "static void t%u(void) { if (!__builtin_types_compatible_p("
               "__typeof__(%s(%.*s)), %s)) puts(\"%u type\");",
               index, is_plain ? "&" : "", STR_ARG(row->text), type.text,
               index);
    if (expr->is_constant)
        buf_printf(ret,
                   " if ((long)(%.*s) != (long)%" PRId64
                   "ull) printf(\"%u value %%ld\\n\", (long)(%.*s));",
                   STR_ARG(row->text), expr->value, index, STR_ARG(row->text));
    buf_add_str(ret, STR(" }\n"));
    buf_done(&type);
}

static void ask(const Rows *rows, Buf *ret) {
    buf_add_str(ret, STR("int printf(const char *, ...);"
                         "int puts(const char *);\n"));
    buf_add_str(ret, str_of(prelude));
    for (uint32_t i = 0; i < rows->count; i++) ask_row(&rows->list[i], i, ret);
    buf_add_str(ret, STR("int main(void) {\n"));
    for (uint32_t i = 0; i < rows->count; i++) buf_printf(ret, "t%u();", i);
    buf_add_str(ret, STR(" puts(\"end\"); return 0; }\n"));
}

static void print_differences(const Rows *rows, const char *compiler,
                              const char *answer) {
    int shown = 0;
    while (strcmp(answer, "end\n") != 0 && shown++ < 30) {
        char *rest;
        unsigned long index = strtoul(answer, &rest, 10);
        const char *end = strchr(rest, '\n');
        Buf ours = {0};
        type_print(rows->list[index].expr.type, STR(""), &ours);
        print_error("# %.*s: ours %s, %" PRId64 "; %s says other%.*s\n",
                    STR_ARG(rows->list[index].text), ours.text,
                    rows->list[index].expr.value, compiler, (int)(end - rest),
                    rest);
        buf_done(&ours);
        answer = end + 1;
    }
}

static void compare(Rows *rows, const char *compiler, const char *command) {
    Buf program = {0}, answer = {0};
    if (oracle_exists(compiler)) {
        ask(rows, &program);
        assert_true(oracle_run(command, buf_view(&program), &answer));
        print_differences(rows, compiler, answer.text);
        assert_string_equal(answer.text, "end\n");
    }
    buf_done(&program);
    buf_done(&answer);
}

static void compare_and_end(Rows *rows) {
    compare(rows, "gcc", "gcc -std=gnu11 -fwrapv");
    compare(rows, "tcc", "tcc");
    print_message("# %u expressions\n", rows->count);
    session_done(&rows->session);
}

/* --- what is asked ------------------------------------------------------- */

TEST(expressions_have_the_types_that_compilers_give_them) {
    Rows rows;
    rows_init(&rows);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        rows_add(&rows, str_of(table[i]));
    compare(&rows, "gcc", "gcc -std=gnu11 -fwrapv");
    session_done(&rows.session);
}

/* clang-format off */
static const char *const operands[] = {
    "b", "c", "sc", "uc", "s", "us", "i", "u", "l", "ul", "ll", "ull",
    "f", "d", "ld", "es", "en", "el", "sh", "all.u3", "all.i5", "'c'", "3l",
};
/* clang-format on */

enum {
    OPERANDS = sizeof operands / sizeof *operands,
    FLOATS = 12
};

static bool is_float_operand(size_t index) {
    return index >= FLOATS && index < FLOATS + 3;
}

TEST(every_operator_over_every_pair_of_types) {
    static const char *const operators[] = {"+", "/", "<", "<<", "&", "? 0 :"};
    Rows rows;
    Buf text = {0};
    rows_init(&rows);
    for (size_t i = 0; i < OPERANDS * OPERANDS; i++) {
        size_t left = i / OPERANDS, right = i % OPERANDS;
        bool is_float = is_float_operand(left) || is_float_operand(right);
        for (size_t op = 0; op < 6; op++) {
            if (is_float && (op == 3 || op == 4)) continue;
            buf_clear(&text);
            buf_printf(&text, "%s%s %s %s", op == 5 ? "i ? " : "",
                       operands[left], op == 5 ? ":" : operators[op],
                       operands[right]);
            rows_add(&rows, buf_view(&text));
        }
    }
    buf_done(&text);
    compare_and_end(&rows);
}

static void make_constant(Random *random, int depth, Buf *ret) {
    static const char *const leaves[] = {
        "1",           "2385",        "0x7fffffff",
        "0xffffffffu", "-3",          "'a'",
        "7l",          "12ul",        "0x8000000000000000ull",
        "65536",       "sizeof(int)", "0",
        "1u",          "S1",
    };
    static const char *const binary[] = {
        "+",  "-", "*", "/",  "%",  "&",  "|",  "^",  "<<",
        ">>", "<", ">", "<=", ">=", "==", "!=", "&&", "||",
    };
    static const char *const casts[] = {
        "(char)",  "(unsigned char)",
        "(short)", "(unsigned short)",
        "(int)",   "(unsigned)",
        "(long)",  "(unsigned long)",
        "(_Bool)", "-",
        "~",       "!",
    };
    unsigned kind = pick(random, 10);
    if (depth == 0 || kind == 0) {
        buf_add_str(ret, str_of(leaves[pick(random, 14)]));
        return;
    }
    buf_add_char(ret, '(');
    if (kind < 3) {
        buf_add_str(ret, str_of(casts[pick(random, 12)]));
        make_constant(random, depth - 1, ret);
    } else if (kind == 3) {
        make_constant(random, depth - 1, ret);
        buf_add_str(ret, STR(" ? "));
        make_constant(random, depth - 1, ret);
        buf_add_str(ret, STR(" : "));
        make_constant(random, depth - 1, ret);
    } else {
        make_constant(random, depth - 1, ret);
        buf_printf(ret, " %s ", binary[pick(random, 18)]);
        make_constant(random, depth - 1, ret);
    }
    buf_add_char(ret, ')');
}

/* An expression with a part that C leaves undefined has no value here; the
 * others have that of the compilers. */
TEST(constant_expressions_have_the_values_of_compilers) {
    Random random = {2385};
    Rows rows;
    Buf text = {0};
    rows_init(&rows);
    while (rows.count < 600) {
        buf_clear(&text);
        make_constant(&random, 4, &text);
        rows_add(&rows, buf_view(&text));
        if (!rows.list[rows.count - 1].expr.is_constant) rows.count--;
    }
    buf_done(&text);
    compare_and_end(&rows);
}

/* clang-format off */
static const char *const no_constants[] = {
    "1 / 0", "1 % 0", "1 << 64", "1 << -1", "1 << 32", "i", "ci", "sizeof(int[i])",
    "1.5", "fd(1)", "1, 2", "i = 3", "(int)d", "i ? 1 : 2", "1 ? i : 2", "&i",
    "(size_t)&i", "a", "\"a\"[0]", "0 && i", "1 || i", "(size_t)p",
    "(size_t)&pp->y", "(size_t)&((struct pt *)p)->y",
    "(size_t)&((struct all *)0)->next->y", "(long)*(int *)8",
};
/* clang-format on */

TEST(what_is_no_constant_has_no_value) {
    Rows rows;
    rows_init(&rows);
    for (size_t i = 0; i < sizeof no_constants / sizeof(char *); i++) {
        rows_add(&rows, str_of(no_constants[i]));
        if (rows.list[i].expr.is_constant)
            fail_msg("%s is constant", no_constants[i]);
    }
    session_done(&rows.session);
}

/* clang-format off */
static const char *const unknowns[] = {
    "nobody", "nobody + 1", "nobody()", "nobody.x", "nobody->x", "nobody[1]",
    "*nobody", "&nobody", "-nobody", "pt.nothing", "i.x", "p->x", "i[i]",
    "1 ? nobody : 1", "d % 2", "d << 1", "p * 2", "p + p",
    "12abc", "1.5x", "(nobody)", "nobody++", "i(1)", "__builtin_nobody(1)",
    "_Generic(d, int: 1)", "_Generic(nobody, default: 1)",
};
/* clang-format on */

TEST(what_cannot_be_told_has_no_type) {
    Rows rows;
    rows_init(&rows);
    for (size_t i = 0; i < sizeof unknowns / sizeof(char *); i++) {
        Cell cell = session_cell(&rows.session, str_of(unknowns[i]));
        assert_null(cell.problem.source);
        assert_int_equal(cell.count, 1);
        const Type *type = cell.items[0].expr.type;
        if (type_strip(type)->kind != TYPE_UNKNOWN)
            fail_msg("%s has a type", unknowns[i]);
    }
    session_done(&rows.session);
}

/* The compiler might crash on them. */
TEST(a_whole_struct_beside_an_operator_is_refused) {
    static const char *const refused[] = {"pt + 1", "1 < pt", "pt == pt"};
    Rows rows;
    rows_init(&rows);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Cell cell = session_cell(&rows.session, str_of(refused[i]));
        assert_non_null(cell.problem.source);
    }
    session_done(&rows.session);
}

SUITE(CASE(expressions_have_the_types_that_compilers_give_them),
      CASE(every_operator_over_every_pair_of_types),
      CASE(constant_expressions_have_the_values_of_compilers),
      CASE(what_is_no_constant_has_no_value),
      CASE(what_cannot_be_told_has_no_type),
      CASE(a_whole_struct_beside_an_operator_is_refused))
