/* Declarations, compared with what gcc and TinyCC make of the same text: the
 * type that is printed for each name must be the one they have for it, and
 * lengths told by initialisers must be theirs. */
#include <inttypes.h>
#include <stdio.h>

#include "support/oracle.h"
#include "support/random.h"
#include "support/session.h"
#include "support/test.h"

/* Valid C with names that are all different. */
static const char table[] =
    "typedef unsigned long size_t; typedef int T; typedef T row[3];\n"
    "typedef double fn(double, const char *); typedef fn *fnp;\n"
    "typedef const struct pt { int x, y; struct pt *next; } cpt;\n"
    "enum { THREE = 3, FOUR, TEN = FOUR * 2 + 2 }; enum e { E1 = -1 } e1;\n"
    "int a1, *a2, **a3, a4[3], *a5[3], (*a6)[3], (*a7)(int), *a8(int);\n"
    "int (*a9[3])(int), (*(*a10)(int))(double), (*a11(int))[3];\n"
    "int *(*(*a12)(int, char *(*)(void)))[3], (*(*a13[2][5])())[4];\n"
    "void (*b1(int, void (*)(int)))(int); char *const *volatile b2;\n"
    "const volatile unsigned long int b3 = 1; long long unsigned b4;\n"
    "int long b5; short unsigned int b6; signed b7; signed char b8;\n"
    "double long b9; char const b10 = 'x'; _Bool b11; long int long b12;\n"
    "T c1, *c2; row c3, *c4, c5[2]; fn c6, *c7; fnp c8, c9[2]; cpt *c10;\n"
    "const row c11 = {1}; const fnp c12 = 0; volatile T *const c13 = 0;\n"
    "int d1(T), d2(T x), d3(int (T)), d4(int T), d5(T[3]), d6(T (*)(T));\n"
    "int d7(row, fn), d8(const T), d9(int *restrict), d10(int[THREE][4]);\n"
    "int d11(), d12(void), d13(int, ...), d14(const char *, fnp *);\n"
    "int d15(struct pt, struct pt *), d16(int [const 3]), d17(int n, int m);\n"
    "char f1[] = \"abc\", f2[] = {\"abc\"}, f3[] = \"a\" \"b\\0c\", f4[] = "
    "\"\";\n"
    "int f5[] = {1, 2, 3}, f6[] = {[5] = 1}, f7[] = {[TEN] = 1, 2, [0] = 3};\n"
    "int f8[][2] = {1, 2, 3}, f9[][2] = {{1}, {2}, {3}}, f10[2] = {1};\n"
    "int f11[] = L\"abc\", f12[] = {[1 ... 4] = 2, 3}; char *f13[] = {\"a\", "
    "0};\n"
    "struct pt f14[] = {1, 2, 0, 3}, f15[] = {{1}, 2, 3, 0, {4}};\n"
    "struct pt f16[] = {[2].y = 1, 0, {5}}, f17[] = {{.y = 1, 0, .x = 3}};\n"
    "row f18[] = {1, 2, 3, 4}, f19[] = {{1}, {2}}; char f20[][4] = {\"abc\", "
    "\"d\"};\n"
    "union u { int i[2]; char c; } f21[] = {1, 2, 3}, f22[] = {{.c = 1}, 2, "
    "3};\n"
    "struct { int : 3; int a : 4; struct { int b, c; }; int d[]; } *f23;\n"
    "struct n { struct { int a; struct { int b; }; }; int z; } f24[] = {1, 2, "
    "3, 4,"
    " {.b = 2, 3}, [5].a = 1, 2, 3, 4};\n"
    "char g1[sizeof(int)], g2[sizeof c3 / sizeof *c3], g3[THREE << 1];\n"
    "char g4[(size_t)&((struct pt *)0)->next], g5[sizeof(struct pt[2])];\n"
    "char g6[(1 ? 2 : 3) + !0], g7['c'], g8[-(-3)], g9[~0u / 0x10000000u];\n"
    "char g10[sizeof(char[3]) == 3 ? 5 : 6], g11[(char)259], g12[1 || 0];\n"
    "__typeof__(a4) h1; __typeof__(&a4) h2; __typeof__(a1 + 1l) h3;\n"
    "__typeof__(*a10) *h4; __typeof__(int (*)[2]) h5; __typeof__(c10->next) "
    "h6;\n"
    "__typeof__(f5[0] ? 1.0f : 2) h7, *h8; __typeof__(\"abc\") h9;\n"
    "extern int i1[]; static const int *i2; extern double i3[][2];\n"
    "int ((i4)), (*(i5)), ((i6)[2]), (*((*(i7))))(int);\n"
    "int i8 __attribute__((unused)), __attribute__((unused)) i9;\n"
    "__attribute__((unused)) static int i10; static __inline__ int i11(void);\n"
    "int *__restrict i12; __extension__ int i13; int __asm_label_free;\n"
    "int j1(a, b) int a; char *b; { return a; }\n"
    "struct pt *j2(struct pt *p) { return p->next; }\n"
    "static int i11(void) { return 3; }\n"
    "enum k1 { K1 = 3000000000u, K2 } k11; enum k2 { K3 = -1, K4 = 3 } k12;\n"
    "enum k3 { K5 = -1, K6 = 3000000000u } k13; enum k4 { K7 = 1ul << 40 } "
    "k14;\n"
    "enum k5 { K8 = 200 } __attribute__((packed)) k15; enum k6 { K9 = -1, K10 "
    "= 200 } __attribute__((packed)) k16;\n"
    "enum k7 { K11 = -1, K12 = 100 } __attribute__((packed)) k17; enum k8 { "
    "K13 = 60000 } __attribute__((packed)) k18;\n"
    "enum k9 { K14 = -40000, K15 } __attribute__((packed)) k19; enum k10 { "
    "K16 = 70000 } __attribute__((packed)) k20;\n"
    "char l1[K2 - K1], l2[K6 > 0 ? 3 : 4], l3[sizeof(K2)], l4[sizeof(K7)];\n"
    "int l7(int n, int a[*]), l8(int n, int a[*][n]);\n"
    "struct l5; struct l5 { union l5u { int a; } *b; struct { int c : 1 + 2; "
    "}; } l6;\n";

/* --- asking -------------------------------------------------------------- */

/* What one name is: its type, and its size where it has one. */
static void ask_name(const Declarator *one, uint32_t index, bool is_typedef,
                     Buf *ret) {
    uint64_t size;
    uint32_t align;
    Buf type = {0};
    type_print(one->type, STR(""), &type);
    buf_printf(ret,
               "if (!__builtin_types_compatible_p(__typeof__(%.*s), %s)) "
               "printf(\"%u type\\n\");",
               STR_ARG(one->name), type.text, index);
    if (type_layout(one->type, &size, &align) && !is_typedef)
        buf_printf(ret,
                   " if (sizeof(%.*s) != %" PRIu64 ") printf(\"%u size "
                   "%%ld\\n\", (long)sizeof(%.*s));",
                   STR_ARG(one->name), size, index, STR_ARG(one->name));
    buf_add_char(ret, '\n');
    buf_done(&type);
}

/* The text with tags for the nameless structs, as a unit would have it. */
static void print_named(const Token *tokens, const Cell *cell, Buf *ret) {
    uint32_t end = cell->items[cell->count - 1].end;
    for (uint32_t i = 0; i < end; i++) {
        buf_add_str(ret, tokens[i].text);
        buf_add_char(ret, ' ');
        for (uint32_t j = 0; j < cell->count; j++) {
            const Declaration *declaration = cell->items[j].declaration;
            for (uint32_t k = 0; declaration && k < declaration->tag_count;
                 k++) {
                const Tag *tag = declaration->tags[k];
                if (tag->is_anonymous && tag->keyword == i)
                    buf_add_str(ret, tag->name);
            }
        }
    }
}

static uint32_t ask(const Session *session, const Cell *cell, Buf *ret) {
    uint32_t count = 0;
    buf_add_str(ret, STR("int printf(const char *, ...);\n"));
    print_named(session->tokens, cell, ret);
    buf_add_str(ret, STR("\nint main(void) {\n"));
    for (uint32_t i = 0; i < cell->count; i++) {
        const Declaration *declaration = cell->items[i].declaration;
        if (!declaration) continue;
        for (uint32_t j = 0; j < declaration->count; j++)
            ask_name(&declaration->declarators[j], count++,
                     declaration->flags & DECL_TYPEDEF, ret);
    }
    buf_add_str(ret, STR("return 0; }\n"));
    return count;
}

static void compare(const char *text, const char *const *compilers,
                    uint32_t *ret_count) {
    Session session;
    Buf program = {0}, answer = {0};
    session_init(&session);
    Cell cell = session_cell(&session, str_of(text));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    *ret_count = ask(&session, &cell, &program);
    for (; *compilers; compilers++) {
        if (!oracle_exists(*compilers)) continue;
        buf_clear(&answer);
        assert_true(oracle_run(*compilers, buf_view(&program), &answer));
        if (answer.len) fail_msg("%s says\n%s", *compilers, answer.text);
    }
    session_done(&session);
    buf_done(&program);
    buf_done(&answer);
}

/* TinyCC refuses some of what C allows in initialisers. */
static const char *const gcc_only[] = {"gcc", NULL};

TEST(names_have_the_types_that_compilers_give_them) {
    uint32_t count;
    compare(table, gcc_only, &count);
    assert_true(count > 120);
}

/* --- initialisers made at random ----------------------------------------- */

static const char shapes[] =
    "struct s1 { int a; int b[2]; struct { char c; int d[2][2]; } e;\n"
    "  union { int f[3]; char g; }; int h; };\n"
    "struct s2 { struct s1 one[2]; int : 4; int k : 3; };\n"
    "struct s3 { int a; }; union u1 { struct s3 s; int i; };\n";

typedef struct Shape {
    const char *name;
    const char *paths[6];
} Shape;

static const Shape makes[] = {
    {"int",       {"", "", "", "", "", ""}                                 },
    {"struct s1", {"", ".a", ".b[1]", ".e.d[1]", ".e.d[0][1]", ".f[2]"}    },
    {"struct s2", {"", ".one[1].e", ".one[1].h", ".k", ".one", ".one[0].g"}},
    {"struct s3", {"", ".a", "", ".a", "", ""}                             },
    {"union u1",  {"", ".s.a", ".i", ".s", "", ".s.a"}                     },
};

/* Values, some of them in braces of their own. Braces around a value are
 * only made where every compiler takes them: one level. */
static void make_list(Random *random, const Shape *shape, bool is_inner,
                      Buf *ret) {
    unsigned count = 1 + pick(random, is_inner ? 3 : 9);
    for (unsigned i = 0; i < count; i++) {
        if (i) buf_add_str(ret, STR(", "));
        if (!is_inner && pick(random, 5) == 0)
            buf_printf(ret, "[%u]%s = ", pick(random, 12),
                       shape->paths[pick(random, 6)]);
        buf_printf(ret, "%u", pick(random, 100));
    }
}

TEST(initialisers_made_at_random_tell_the_lengths_of_compilers) {
    Random random = {2385};
    Buf text = {0};
    uint32_t count;
    buf_add_str(&text, str_of(shapes));
    for (int i = 0; i < 300; i++) {
        const Shape *shape = &makes[pick(&random, 5)];
        buf_printf(&text, "%s v%d[]%s = {", shape->name, i,
                   pick(&random, 4) ? "" : "[2]");
        bool is_nested =
            text.text[text.len - 5] == ']' && text.text[text.len - 6] == '2';
        const Shape *paths = is_nested ? &makes[0] : shape;
        make_list(&random, paths, false, &text);
        if (pick(&random, 3) == 0 && shape != &makes[0]) {
            buf_add_str(&text, STR(", [2] = {"));
            make_list(&random, shape, true, &text);
            buf_add_str(&text, STR("}, "));
            make_list(&random, paths, false, &text);
        }
        buf_add_str(&text, STR("};\n"));
    }
    compare(text.text, gcc_only, &count);
    assert_int_equal(count, 300);
    buf_done(&text);
}

/* --- what no compiler can be asked --------------------------------------- */

static const Declaration *declaration_of(Session *session, const char *text) {
    Cell cell = session_cell(session, str_of(text));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    for (uint32_t i = 0; i < cell.count; i++) {
        if (cell.items[i].declaration) return cell.items[i].declaration;
    }
    fail_msg("%s declares nothing", text);
    return NULL;
}

TEST(a_declaration_says_where_its_pieces_stand) {
    Session session;
    session_init(&session);
    const Declaration *one = declaration_of(
        &session, "static const int *p = 0, q[2] __asm__(\"r\") = {1, 2};");
    assert_int_equal(one->flags, DECL_STATIC);
    assert_int_equal(one->specifiers_begin, 0);
    assert_int_equal(one->specifiers_end, 3);
    assert_int_equal(one->count, 2);
    const Declarator *p = &one->declarators[0], *q = &one->declarators[1];
    assert_int_equal(p->begin, 3);
    assert_int_equal(p->name_token, 4);
    assert_int_equal(p->end, 5);
    assert_int_equal(p->init_begin, 6);
    assert_int_equal(p->init_end, 7);
    assert_int_equal(q->begin, 8);
    assert_int_equal(q->init_end - q->init_begin, 5);
    assert_true(str_is(q->asm_name, "r"));
    one = declaration_of(&session, "int none;");
    assert_int_equal(one->declarators[0].init_begin,
                     one->declarators[0].init_end);
    session_done(&session);
}

TEST(a_tag_says_where_its_body_and_its_keyword_stand) {
    Session session;
    session_init(&session);
    const Declaration *one = declaration_of(
        &session, "typedef const struct { int a; struct { int b; }; } pt;");
    assert_int_equal(one->tag_count, 2);
    const Tag *inner = one->tags[0], *outer = one->tags[1];
    assert_true(inner->is_anonymous && inner->name.len == 0);
    assert_true(outer->is_anonymous && str_is(outer->name, "nb_1_1"));
    assert_int_equal(outer->keyword, 2);
    assert_int_equal(outer->body_begin, 3);
    assert_int_equal(outer->body_end, 15);
    assert_int_equal(inner->keyword, 7);
    session_done(&session);
}

TEST(tags_in_casts_and_blocks_are_not_the_declarations) {
    Session session;
    session_init(&session);
    const Declaration *one = declaration_of(
        &session, "struct a { int x; } v = {sizeof(struct b { int y; }) +"
                  " ({ struct c { int z; } w = {1}; w.z; })};");
    assert_int_equal(one->tag_count, 1);
    assert_true(str_is(one->tags[0]->name, "a"));
    one = declaration_of(&session, "struct f *g(struct h *), *(*i)[3];");
    assert_int_equal(one->tag_count, 0);
    assert_int_equal(one->forward_count, 2);
    session_done(&session);
}

TEST(a_length_at_run_time_says_where_it_stands) {
    Session session;
    session_init(&session);
    const Declaration *one =
        declaration_of(&session, "double w[n + 1][3], v[2][n];");
    const Type *w = one->declarators[0].type, *v = one->declarators[1].type;
    assert_int_equal(w->extent, EXTENT_RUNTIME);
    assert_int_equal(w->extent_begin, 3);
    assert_int_equal(w->extent_end, 6);
    assert_int_equal(w->target->length, 3);
    assert_int_equal(v->length, 2);
    assert_int_equal(v->target->extent, EXTENT_RUNTIME);
    session_done(&session);
}

SUITE(CASE(names_have_the_types_that_compilers_give_them),
      CASE(initialisers_made_at_random_tell_the_lengths_of_compilers),
      CASE(a_declaration_says_where_its_pieces_stand),
      CASE(a_tag_says_where_its_body_and_its_keyword_stand),
      CASE(tags_in_casts_and_blocks_are_not_the_declarations),
      CASE(a_length_at_run_time_says_where_it_stands))
