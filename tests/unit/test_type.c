/* Printing, parsing and comparing types. Types are made at random; printed
 * and parsed they are the same, and gcc agrees with what is printed. */
#include <stdio.h>

#include "support/oracle.h"
#include "support/random.h"
#include "support/session.h"
#include "support/test.h"

enum {
    TYPES = 500
};

/* --- types at random ----------------------------------------------------- */

typedef struct Maker {
    Random random;
    Session session;
    const Type *made[TYPES];
    int count;
    Buf steps; /* the same types as a chain of typedefs: t0, t1, ... */
} Maker;

static const char prelude[] =
    "struct pt { int x; }; union un { int x; }; enum en { EN };\n"
    "typedef double real; typedef int row[3]; typedef int fn(char);\n";

static void maker_init(Maker *maker) {
    *maker = (Maker){.random = {2385}};
    session_init(&maker->session);
    Cell cell = session_cell(&maker->session, str_of(prelude));
    assert_null(cell.problem.source);
    buf_add_str(&maker->steps, str_of(prelude));
}

static void maker_done(Maker *maker) {
    session_done(&maker->session);
    buf_done(&maker->steps);
}

static const Type *make_base(Maker *maker) {
    static const char *const names[] = {"real", "row", "fn"};
    static const char *const tags[] = {"pt", "un", "en"};
    Arena *arena = &maker->session.arena;
    unsigned choice = pick(&maker->random, 20);
    if (choice < 3) {
        const Symbol *symbol =
            map_get(&maker->session.symbols, str_of(names[choice]));
        return type_typedef(symbol->name, symbol->type, arena);
    }
    if (choice < 6)
        return type_of_tag(
            map_get(&maker->session.tags, str_of(tags[choice - 3])), arena);
    return type_basic(TYPE_BOOL +
                      pick(&maker->random, TYPE_LDOUBLE - TYPE_BOOL + 1));
}

/* One that was made before: the last ones most often, so that they nest. */
static int make_older(Maker *maker) {
    unsigned count = (unsigned)maker->count;
    if (pick(&maker->random, 3))
        return (int)(count - 1 - pick(&maker->random, count < 4 ? count : 4));
    return (int)pick(&maker->random, count);
}

static const Type *make_function(Maker *maker, int result, Buf *step) {
    Arena *arena = &maker->session.arena;
    Type *type = ARENA_NEW(arena, Type);
    type->kind = TYPE_FUNCTION;
    type->target = maker->made[result];
    uint32_t count = pick(&maker->random, 3);
    Param *params = arena_alloc(arena, count * sizeof *params);
    buf_printf(step, "typedef t%d t%d(", result, maker->count);
    for (uint32_t i = 0; i < count; i++) {
        int param;
        do param = make_older(maker);
        while (!type_is_scalar(maker->made[param]));
        params[i].type = maker->made[param];
        buf_printf(step, "%st%d", i ? ", " : "", param);
    }
    type->params = params;
    type->param_count = count;
    type->is_variadic = count && pick(&maker->random, 4) == 0;
    type->is_unprototyped = !count && pick(&maker->random, 3) == 0;
    if (type->is_variadic) buf_add_str(step, STR(", ..."));
    if (!count && !type->is_unprototyped) buf_add_str(step, STR("void"));
    buf_add_str(step, STR(");\n"));
    return type;
}

/* Built upon an older type, by one step. NULL: C does not allow it. */
static const Type *make_upon(Maker *maker, int older, Buf *step) {
    Arena *arena = &maker->session.arena;
    const Type *type = maker->made[older];
    TypeKind kind = type_kind(type);
    unsigned choice = pick(&maker->random, 8);
    if (choice < 3) {
        buf_printf(step, "typedef t%d *t%d;\n", older, maker->count);
        return type_pointer(type, arena);
    }
    if (choice == 3 && kind != TYPE_FUNCTION) {
        buf_printf(step, "typedef t%d t%d[%d];\n", older, maker->count,
                   older % 7 + 1);
        return type_array(type, (uint64_t)older % 7 + 1, arena);
    }
    if (choice < 6 && kind != TYPE_FUNCTION && kind != TYPE_ARRAY)
        return make_function(maker, older, step);
    if (choice >= 6 && kind != TYPE_FUNCTION && kind != TYPE_ARRAY) {
        bool is_volatile = choice == 7;
        buf_printf(step, "typedef %s t%d t%d;\n",
                   is_volatile ? "volatile" : "const", older, maker->count);
        return type_qualify(type, is_volatile ? TYPE_VOLATILE : TYPE_CONST,
                            arena);
    }
    return NULL;
}

static void make_types(Maker *maker) {
    while (maker->count < TYPES) {
        const Type *type;
        if (maker->count < 20 || pick(&maker->random, 10) == 0) {
            type = make_base(maker);
            Buf name = {0};
            type_print(type, STR(""), &name);
            buf_printf(&maker->steps, "typedef %s t%d;\n", name.text,
                       maker->count);
            buf_done(&name);
        } else {
            Buf step = {0};
            type = make_upon(maker, make_older(maker), &step);
            if (type) buf_add_str(&maker->steps, buf_view(&step));
            buf_done(&step);
            if (!type) continue;
        }
        maker->made[maker->count++] = type;
    }
}

/* --- laws ---------------------------------------------------------------- */

TEST(a_type_printed_and_parsed_is_the_same_type) {
    Maker maker;
    maker_init(&maker);
    make_types(&maker);
    for (int i = 0; i < TYPES; i++) {
        Buf text = {0};
        buf_add_str(&text, STR("extern "));
        type_print(maker.made[i], STR("name"), &text);
        buf_add_char(&text, ';');
        Cell cell = session_cell(&maker.session, buf_view(&text));
        if (cell.problem.source)
            fail_msg("%s: %.*s", text.text, STR_ARG(cell.problem.text));
        const Type *parsed = cell.items[0].declaration->declarators[0].type;
        if (!type_equals(maker.made[i], parsed)) fail_msg("%s", text.text);
        buf_done(&text);
    }
    maker_done(&maker);
}

static void check_nothing_is_shared(const Type *copy, const Type *type) {
    if (!type || type == type_basic(type->kind)) return;
    assert_ptr_not_equal(copy, type);
    if (type->name.len) assert_ptr_not_equal(copy->name.text, type->name.text);
    check_nothing_is_shared(copy->target, type->target);
    for (uint32_t i = 0; i < type->param_count; i++)
        check_nothing_is_shared(copy->params[i].type, type->params[i].type);
}

TEST(a_copied_type_is_the_same_and_shares_nothing) {
    Maker maker;
    Arena arena = {0};
    maker_init(&maker);
    make_types(&maker);
    for (int i = 0; i < TYPES; i++) {
        const Type *copy = type_copy(maker.made[i], &arena);
        assert_true(type_equals(copy, maker.made[i]));
        check_nothing_is_shared(copy, maker.made[i]);
    }
    arena_clear(&arena);
    maker_done(&maker);
}

/* A program that knows the types at random. */
static void begin_program(Maker *maker, Buf *program) {
    maker_init(maker);
    make_types(maker);
    buf_add_str(program, STR("int puts(const char *);\n"));
    buf_add_str(program, buf_view(&maker->steps));
    buf_add_str(program, STR("int main(void) {\n"));
}

/* What it prints is wrong. */
static void end_program(Maker *maker, Buf *program) {
    Buf answer = {0};
    buf_add_str(program, STR("return 0; }\n"));
    assert_true(oracle_run("gcc", buf_view(program), &answer));
    assert_string_equal(answer.text, "");
    buf_done(program);
    buf_done(&answer);
    maker_done(maker);
}

/* t12 was made by typedefs, one step upon the other; printed it is one line.
 * gcc says whether both are the same. */
TEST(gcc_reads_a_printed_type_as_what_it_is) {
    Maker maker;
    Buf program = {0};
    if (!oracle_exists("gcc")) return;
    begin_program(&maker, &program);
    for (int i = 0; i < TYPES; i++) {
        Buf text = {0};
        type_print(maker.made[i], STR("*"), &text);
        bool is_derived = maker.made[i]->kind == TYPE_ARRAY ||
                          maker.made[i]->kind == TYPE_FUNCTION;
        if (is_derived) buf_clear(&text);
        if (is_derived) type_print(maker.made[i], STR("(*)"), &text);
        buf_printf(&program,
                   "if (!__builtin_types_compatible_p(t%d *, %s)) "
                   "puts(\"t%d: %s\");\n",
                   i, text.text, i, text.text);
        buf_done(&text);
    }
    end_program(&maker, &program);
}

/* Equality is what gcc calls compatible, for types without [] and (). */
TEST(types_are_equal_where_gcc_finds_them_compatible) {
    Maker maker;
    Buf program = {0};
    if (!oracle_exists("gcc")) return;
    begin_program(&maker, &program);
    for (int i = 0; i < 4000; i++) {
        int a = (int)pick(&maker.random, TYPES);
        int b = (int)pick(&maker.random, TYPES);
        Buf first = {0}, second = {0};
        type_print(maker.made[a], STR(""), &first);
        type_print(maker.made[b], STR(""), &second);
        bool is_special =
            strstr(first.text, "()") || strstr(second.text, "()") ||
            strstr(first.text, "enum") || strstr(second.text, "enum");
        if (!is_special)
            buf_printf(&program,
                       "if (__builtin_types_compatible_p(t%d, t%d) != %d) "
                       "puts(\"%s | %s\");\n",
                       a, b, type_equals(maker.made[a], maker.made[b]),
                       first.text, second.text);
        buf_done(&first);
        buf_done(&second);
    }
    end_program(&maker, &program);
}

/* --- by hand ------------------------------------------------------------- */

typedef struct Pair {
    const char *a;
    const char *b;
    bool is_equal;
} Pair;

static const Pair pairs[] = {
    {"int",            "const int",            true },
    {"const int *",    "int *",                false},
    {"int *const",     "int *",                true },
    {"real",           "double",               true },
    {"real *",         "double *",             true },
    {"const real *",   "const double *",       true },
    {"row",            "int [3]",              true },
    {"const row",      "const int [3]",        true },
    {"const row",      "int [3]",              false},
    {"const row *",    "const int (*)[3]",     true },
    {"int [3]",        "int [4]",              false},
    {"int []",         "int [3]",              false},
    {"int (*)(int)",   "int (*)(const int)",   true },
    {"int (*)(int *)", "int (*)(const int *)", false},
    {"int (*)(int)",   "int (*)(int, ...)",    false},
    {"int (*)()",      "int (*)(void)",        false},
    {"fn *",           "int (*)(char)",        true },
    {"struct pt",      "union un",             false},
    {"struct pt *",    "struct pt *",          true },
    {"long",           "long long",            false},
    {"char",           "signed char",          false},
    {"enum en",        "enum en",              true },
    {"enum en",        "unsigned",             false},
    {"undefined",      "undefined",            false},
};

static const Type *parse_type(Session *session, const char *text) {
    Parser parser;
    uint32_t count;
    const Token *tokens = session_lex(session, STR("t"), str_of(text), &count);
    parse_init(&parser, tokens, &session->scope, &session->arena);
    const Type *type = decl_type_name(&parser);
    assert_non_null(type);
    return type;
}

TEST(types_are_the_same_or_not) {
    Maker maker;
    maker_init(&maker);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const Type *a = parse_type(&maker.session, pairs[i].a);
        const Type *b = parse_type(&maker.session, pairs[i].b);
        bool is_unknown = strcmp(pairs[i].a, "undefined") == 0;
        if (is_unknown) a = b = type_basic(TYPE_UNKNOWN);
        if (type_equals(a, b) != pairs[i].is_equal)
            fail_msg("%s and %s", pairs[i].a, pairs[i].b);
        assert_int_equal(type_equals(b, a), pairs[i].is_equal);
    }
    maker_done(&maker);
}

static const char *const printed[] = {
    "int",
    "const char *",
    "char *const",
    "char *const *restrict",
    "double (*)(int, const char *)",
    "int *(*(*)(int, char *(*)(void)))[3]",
    "void (*(int, void (*)(int)))(int)",
    "int (*[2][3])(double)",
    "const struct pt *",
    "enum en (*)[4]",
    "const volatile unsigned long",
    "int (*)(const char *, ...)",
    "int []",
    "real [2]",
};

TEST(types_print_as_they_are_written) {
    Maker maker;
    maker_init(&maker);
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        Buf text = {0};
        type_print(parse_type(&maker.session, printed[i]), STR(""), &text);
        assert_string_equal(text.text, printed[i]);
        buf_done(&text);
    }
    maker_done(&maker);
}

/* Two parameters of the type before, fifty times over: told apart step by
 * step this would take 2 to the 50th steps. */
TEST(comparing_gives_up_instead_of_running_for_ever) {
    Session session;
    Buf text = {0};
    session_init(&session);
    for (char name = 'a'; name <= 'b'; name++) {
        buf_printf(&text, "typedef int %c0(int);\n", name);
        for (int i = 1; i < 50; i++)
            buf_printf(&text, "typedef int %c%d(%c%d *, %c%d *);\n", name, i,
                       name, i - 1, name, i - 1);
    }
    Cell cell = session_cell(&session, buf_view(&text));
    assert_null(cell.problem.source);
    const Symbol *a = map_get(&session.symbols, STR("a49"));
    const Symbol *b = map_get(&session.symbols, STR("b49"));
    assert_false(type_equals(a->type, b->type));
    a = map_get(&session.symbols, STR("a5"));
    b = map_get(&session.symbols, STR("b5"));
    assert_true(type_equals(a->type, b->type));
    buf_done(&text);
    session_done(&session);
}

SUITE(CASE(a_type_printed_and_parsed_is_the_same_type),
      CASE(a_copied_type_is_the_same_and_shares_nothing),
      CASE(gcc_reads_a_printed_type_as_what_it_is),
      CASE(types_are_equal_where_gcc_finds_them_compatible),
      CASE(types_are_the_same_or_not), CASE(types_print_as_they_are_written),
      CASE(comparing_gives_up_instead_of_running_for_ever))
