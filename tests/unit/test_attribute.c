/* Attributes, beside gcc: the size, the alignment and the sign of whatever has
 * one; and what is said of those that cannot work in a cell. */
#include <inttypes.h>
#include <stdlib.h>

#include "cell/lexer.h"
#include "support/oracle.h"
#include "support/session.h"
#include "support/test.h"

static const char table[] =
    "int m1 __attribute__((mode(QI))), m2 __attribute__((mode(byte)));\n"
    "int m3 __attribute__((mode(HI))), m4 __attribute__((__mode__(__SI__)));\n"
    "int m5 __attribute__((mode(DI))), m6 __attribute__((mode(word)));\n"
    "int m7 __attribute__((mode(pointer))), m8 __attribute__((mode(TI)));\n"
    "unsigned n1 __attribute__((mode(QI))), n2 __attribute__((mode(TI)));\n"
    "unsigned char n3 __attribute__((mode(HI)));\n"
    "unsigned short n4 __attribute__((mode(SI)));\n"
    "unsigned long n5 __attribute__((mode(QI)));\n"
    "unsigned long long n6 __attribute__((mode(HI)));\n"
    "char a1 __attribute__((aligned(8))), a2 __attribute__((aligned));\n"
    "char a3 __attribute__((aligned(64), aligned(8)));\n"
    "char a4 __attribute__((aligned(64), aligned));\n"
    "char a5 __attribute__((__aligned__(sizeof(int) * 2)));\n"
    "char a6 __attribute__((aligned(8))) __attribute__((aligned(32)));\n"
    "_Alignas(double) char a7; _Alignas(16) char a8; _Alignas(0) int a9;\n"
    "typedef char t1 __attribute__((aligned(16))); t1 a10;\n"
    "typedef int v1 __attribute__((vector_size(16))); v1 v2, *v3, v4[2];\n"
    "double v5 __attribute__((vector_size(32)));\n"
    "float v6 __attribute__((vector_size(4)));\n"
    "struct s1 { char c; int i; } __attribute__((packed)) s2;\n"
    "struct s3 { char c; int i __attribute__((packed)); } s4;\n"
    "struct __attribute__((packed, aligned(4))) s5 { char c; int i[2]; } s6;\n"
    "int u1 __attribute__((unused, )), u2 __attribute__((, used));\n"
    "int u3 __attribute__(()), u4 __attribute__((deprecated(\"why (not)\")));\n";

static void ask(const Declarator *one, Buf *ret) {
    uint64_t size;
    uint32_t align;
    assert_true(type_layout(one->type, &size, &align));
    buf_printf(ret,
               "if (sizeof(%.*s) != %" PRIu64 " || __alignof__(%.*s) != %u)"
               " printf(\"%.*s: %%d %%d\\n\", (int)sizeof(%.*s),"
               " (int)__alignof__(%.*s));\n",
               STR_ARG(one->name), size, STR_ARG(one->name), align,
               STR_ARG(one->name), STR_ARG(one->name), STR_ARG(one->name));
    TypeKind kind = type_kind(one->type);
    if (!type_is_integer(one->type)) return;
    bool is_unsigned = kind == TYPE_UCHAR || kind == TYPE_USHORT ||
                       kind == TYPE_UINT || kind == TYPE_ULONG ||
                       kind == TYPE_UINT128;
    buf_printf(ret,
               "if (((__typeof__(%.*s))-1 > 0) != %d) printf(\"%.*s: sign\\n\");"
               "\n",
               STR_ARG(one->name), is_unsigned, STR_ARG(one->name));
}

TEST(attributes_give_what_gcc_gives) {
    Session session;
    Buf program = {0}, answer = {0};
    uint32_t count = 0;
    session_init(&session);
    Cell cell = session_cell(&session, str_of(table));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    buf_printf(&program, "int printf(const char *, ...);\n%sint main(void) {\n",
               table);
    for (uint32_t i = 0; i < cell.count; i++) {
        const Declaration *declaration = cell.items[i].declaration;
        if (!declaration || declaration->flags & DECL_TYPEDEF) continue;
        for (uint32_t j = 0; j < declaration->count; j++, count++)
            ask(&declaration->declarators[j], &program);
    }
    buf_add_str(&program, STR("return 0; }\n"));
    assert_true(count > 35);
    assert_true(oracle_run("gcc", buf_view(&program), &answer));
    assert_string_equal(answer.text, "");
    session_done(&session);
    buf_done(&program), buf_done(&answer);
}

/* What is wrong and no attribute of ours is left to the compiler, which says
 * it: the type is that of the declaration without it. */
TEST(an_attribute_without_sense_changes_no_type) {
    static const char *const texts[] = {
        "int n; char x __attribute__((aligned(n)));",
        "char x __attribute__((aligned(3)));",
        "char x __attribute__((aligned(-8)));",
        "char x __attribute__((aligned(1 << 30)));",
        "char x __attribute__((aligned(void)));",
        "int n; char x __attribute__((vector_size(n)));",
        "char x __attribute__((vector_size(0)));",
        "char x __attribute__((vector_size(12)));",
        "char x __attribute__((vector_size(1L << 40)));",
        "char x __attribute__((vector_size));",
        "char x __attribute__((mode));",
        "char x __attribute__((mode(XX)));",
        "char x __attribute__((something(1, (2)), else));",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Session session;
        session_init(&session);
        Cell cell = session_cell(&session, str_of(texts[i]));
        if (cell.problem.source)
            fail_msg("%s: %.*s", texts[i], STR_ARG(cell.problem.text));
        const Declaration *last = cell.items[cell.count - 1].declaration;
        const Type *type = last->declarators[0].type;
        assert_int_equal(type->kind, TYPE_CHAR);
        assert_int_equal(type->align, 0);
        session_done(&session);
    }
}

TEST(what_is_no_number_is_no_vector_and_has_no_mode) {
    static const char text[] =
        "struct s { int i; } s __attribute__((vector_size(16)));"
        "double d __attribute__((vector_size(4)));"
        "double e __attribute__((mode(SI)));"
        "struct t t __attribute__((vector_size(16)));"
        "int f(void) __attribute__((aligned(32)));";
    static const TypeKind kinds[] = {TYPE_STRUCT, TYPE_DOUBLE, TYPE_DOUBLE,
                                     TYPE_STRUCT, TYPE_FUNCTION};
    Session session;
    session_init(&session);
    Cell cell = session_cell(&session, str_of(text));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    assert_int_equal(cell.count, sizeof kinds / sizeof *kinds);
    for (uint32_t i = 0; i < cell.count; i++) {
        const Type *type = cell.items[i].declaration->declarators[0].type;
        assert_int_equal(type->kind, kinds[i]);
        assert_int_equal(type->align, 0);
    }
    session_done(&session);
}

static const struct {
    const char *text, *problem; /* NULL: none */
} refused[] = {
    {"int f(void) __attribute__((alias(\"g\")));",
     "'alias' does not work in a cell: define a function that calls the other"
     " one"},
    {"int f(void) __attribute__((ifunc(\"g\")));",
     "'ifunc' does not work in a cell: define a function that calls the other"
     " one"},
    {"int f(void) __attribute__((__weakref__(\"g\")));",
     "'__weakref__' does not work in a cell: define a function that calls the"
     " other one"},
    {"int f(int) __attribute__((ms_abi));",
     "'ms_abi' does not work in a cell: leave it out"},
    {"int f(int) __attribute__((regparm(1)));",
     "'regparm' does not work in a cell: leave it out"},
    {"struct s { int i; } __attribute__((scalar_storage_order(\"x\")));",
     "'scalar_storage_order' does not work in a cell: leave it out"},
    {"union u { int i; } __attribute__((transparent_union));",
     "'transparent_union' does not work in a cell: leave it out"},
};

/* The problem that the text has, as a cell's or as a header's. */
static Str problem_of(Session *session, const char *text, bool is_cell) {
    Lexer lexer;
    uint32_t count = 0;
    Token *tokens = arena_alloc(&session->arena, 64 * sizeof *tokens);
    const Source *source =
        source_new(STR("a.h"), str_of(text), is_cell, &session->arena);
    lexer_init(&lexer, source, &session->arena);
    do tokens[count] = lexer_next(&lexer);
    while (tokens[count++].kind != TOK_END);
    Parser parser;
    bool is_function;
    parse_init(&parser, tokens, &session->scope, &session->arena);
    (void)decl_parse(&parser, &is_function);
    parse_pop_block(&parser);
    return parser.problem.text;
}

TEST(what_cannot_work_in_a_cell_is_refused_there_and_only_there) {
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Session session;
        session_init(&session);
        Str told = problem_of(&session, refused[i].text, true);
        assert_int_equal(told.len, strlen(refused[i].problem));
        assert_memory_equal(told.text, refused[i].problem, told.len);
        told = problem_of(&session, refused[i].text, false);
        if (told.len) fail_msg("%s: %.*s", refused[i].text, STR_ARG(told));
        session_done(&session);
    }
}

static const struct {
    const char *text, *problem;
} torn[] = {
    {"int x __attribute__(aligned(8));", "write __attribute__((aligned))"},
    {"int x __attribute__(;", "expected '(' after '('"},
    {"int x __attribute__;", "expected '(' after '__attribute__'"},
    {"int x __attribute__((1));", "the name of an attribute"},
    {"int x __attribute__((aligned(8));", "a ) is missing"},
    {"int x __attribute__((aligned(8) ;", "a ) is missing"},
    {"int x __attribute__((unused aligned(8)));", "a ) is missing"},
    {"int x __attribute__((aligned(int ;));", "behind 'aligned'"},
    {"int x __attribute__((aligned(8 9)));", "a comma is missing"},
    {"int x __attribute__((aligned()));", "expected a value"},
    {"int x __attribute__((vector_size()));", "expected a value"},
    {"int x __attribute__((unused(1);", "a ) is missing"},
    {"_Alignas 8 int x;", "expected '(' after '_Alignas'"},
    {"_Alignas(struct) int x;", "expected a name or '{'"},
};

TEST(an_attribute_that_is_torn_is_a_problem) {
    for (size_t i = 0; i < sizeof torn / sizeof *torn; i++) {
        Session session;
        session_init(&session);
        Str told = problem_of(&session, torn[i].text, true);
        if (!told.len || !strstr(told.text, torn[i].problem))
            fail_msg("%s: %.*s", torn[i].text, STR_ARG(told));
        session_done(&session);
    }
}

SUITE(CASE(attributes_give_what_gcc_gives),
      CASE(an_attribute_without_sense_changes_no_type),
      CASE(what_is_no_number_is_no_vector_and_has_no_mode),
      CASE(what_cannot_work_in_a_cell_is_refused_there_and_only_there),
      CASE(an_attribute_that_is_torn_is_a_problem))
