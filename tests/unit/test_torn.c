/* Cells that are cut, or have a word too many: whatever stands in brackets and
 * goes no further is a problem, at a place in the text and in words. All that
 * the parsers know stands here once, cut behind each of its words. */
#include <string.h>

#include "support/session.h"
#include "support/test.h"

static const char declared[] =
    "typedef struct Pair { int a, b[3]; struct { double in; }; } Pair;\n"
    "typedef int T; typedef float V __attribute__((vector_size(16)));\n"
    "typedef __builtin_va_list va_list; enum E { E0, E1 };\n"
    "int x, y, *p, arr[5]; double d; _Complex double z; Pair s, *ps; V v;\n"
    "int f(int, double); int (*fp)(int); void g(void); char *text; va_list ap;\n"
    "void *memcpy(void *, const void *, unsigned long);\n";

/* Each of them is right, and stands in a function, after the names above. */
static const char *const texts[] = {
    /* what the compiler knows by itself */
    "x = (__builtin_types_compatible_p(int *, long [3]));",
    "x = (__builtin_choose_expr(1, 2 + 3, 4));",
    "x = (__builtin_constant_p(1 + 2)) + __builtin_expect(x > 1, 0);",
    "x = (__builtin_va_arg(ap, int *)[0]); s = __builtin_va_arg(ap, Pair);",
    "x = (__builtin_va_arg_types(Pair)) + __builtin_offsetof(Pair, b[1]);",
    "x = (__builtin_offsetof(Pair, in)); __builtin_memcpy(p, arr, (8));",
    "__builtin_va_start(ap, (x)); __builtin_va_end((ap));",
    "x = (__builtin_add_overflow(x, y, &x)) + __builtin_clzll((x));",
    "p = (__builtin_alloca(x)); d = (__builtin_inf()) + __builtin_nan((text));",
    "z = (__builtin_complex(1.0, 2.0)); x = (__builtin_unknown(x, y));",
    "x = (_Generic(x, int: 1, double: f(1, 2), default: (3)));",
    "v = (_mm_add_ps(v, v)); d = (_mm_cvtss_f32(_mm_set1_ps(1, (2))));",
    "v = (_mm_setzero_ps()); x = (_rdtsc()) + (kill_dependency((x)));",
    /* expressions */
    "x = (x ? y : (x, y)) + (x || y && !x) - (~x << 2) * (x % 3);",
    "x = f((x), (d)) + (*fp)(x) + fp(x) + arr[x + p[1]] + (*p)++ + (--x);",
    "x = (ps->b[s.a]) + (&s)->a + (*ps).b[0] + sizeof(int[3]) + sizeof(x);",
    "x = (int)(d) + (T)x + ((Pair){1, {2, 3}, .in = 4}).a + _Alignof(T);",
    "p = (int[]){1, [2] = 3, [3 ... 4] = (5)}; x = ((int (*)(int))fp)((1));",
    "x = ({ int in = (1); if (in) in++; in; }) + (__typeof__(x))(d);",
    "x = (__real__ z) + (__imag__ z) + (__alignof__(x)) + __alignof__(Pair);",
    "p = (&arr[1]); text = (\"a\" \"b\"); x = ('a') + (L'b') + (x += (y = 2));",
    "x = (__extension__ (x)) + (sizeof (x) + 1) + ((x) - (y));",
    /* declarations */
    "int a1, *a2[3], (*a3)(int, double), (*(*a4)(void))[2], a5[] = {1, (2)};",
    "struct S1 { int a : 3, b[2]; union { int c; float d; }; } s1 = {(1)};",
    "enum { A = 1, B = (A + 2), C } e1 = (B); typedef void (*t1)(void);",
    "int a6 __attribute__((aligned(8), unused)), a7[sizeof(int) * (2)];",
    "int a8 __attribute__((packed)) = (1); V a9 = {(1), 2, 3, 4};",
    "_Alignas(16) int b1; _Alignas(double) char b2; __typeof__(x + 1) b3;",
    "_Static_assert((1) == 1, \"text\"); extern int b4 __asm__(\"name\");",
    "static const volatile unsigned long b5 = (3); register int b6 = (x);",
    "int b7(int n, int rows[n][(3)]); int b8[x + (1)]; __auto_type b9 = (x);",
    "struct S2 { struct S2 *next; int (*call)(struct S2 *, int (*)(void)); };",
    "Pair c1 = {.a = (1), .b = {[1] = 2}, .b[2] = 3}, c2[2] = {{1}, {(2)}};",
    "_Atomic(int) c3; _Thread_local static int c4; __int128 c5 = (1);",
    /* statements */
    "if (x) y = (1); else if (y) { x = 2; } else { g(); }",
    "for (int i = 0; i < (3); i++) { if (i) continue; break; }",
    "for (;;) { break; } while (x > (1)) x--; do { x++; } while (x < (3));",
    "switch (x) { case 1: y = 1; break; case 2 ... (4): default: y = 2; }",
    "{ goto end; end: ; { __label__ in; in: goto in; } }",
    "__asm__ volatile (\"nop\" : \"=r\" (x) : \"r\" (y) : \"memory\");",
    "__asm__ (\"nop\" : [out] \"=r\" (x), \"+m\" (arr[(1)]) : \"r\" (x + 1));",
    "__asm__ goto (\"nop\" : : \"r\" (x) : \"cc\", \"memory\" : out); out: ;",
    "{ void *to = (&&here); goto *(to); here: return; }",
};

static const Token *tokens_of(Session *session, const char *text,
                              uint32_t *ret_count) {
    Str all = arena_printf(&session->arena, "void torn(void) { %s }", text);
    return session_lex(session, STR("In[2]"), all, ret_count);
}

/* Of the words with one left out, or others behind them. */
static Cell split(Session *session, const Token *tokens, uint32_t count) {
    Cell cell;
    Token *copy = arena_alloc(&session->arena, (count + 1) * sizeof *copy);
    memcpy(copy, tokens, count * sizeof *copy);
    copy[count] = (Token){.kind = TOK_END, .source = tokens[0].source};
    copy[count].span.begin = copy[count].span.end = tokens[count - 1].span.end;
    split_cell(copy, &session->scope, STR("nb_2_"), &session->arena, &cell);
    return cell;
}

static void expect_problem(const Cell *cell, const Token *tokens,
                           uint32_t count, const char *what) {
    const Problem *problem = &cell->problem;
    const Token *last = &tokens[count - 1];
    if (!problem->source)
        fail_msg("no problem %s '%.*s' in %.*s", what, STR_ARG(last->text),
                 (int)last->span.end, last->source->text.text);
    assert_ptr_equal(problem->source, tokens[0].source);
    assert_true(problem->span.begin <= problem->span.end);
    assert_true(problem->span.end <= problem->source->text.len);
    assert_non_null(memchr(problem->text.text, ' ', problem->text.len));
}

TEST(each_text_is_right_as_it_stands) {
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Session session;
        uint32_t count;
        session_init(&session);
        assert_null(session_cell(&session, str_of(declared)).problem.source);
        const Token *tokens = tokens_of(&session, texts[i], &count);
        Cell cell = split(&session, tokens, count);
        if (cell.problem.source)
            fail_msg("%s: %.*s", texts[i], STR_ARG(cell.problem.text));
        session_done(&session);
    }
}

TEST(a_text_that_ends_in_a_bracket_is_a_problem) {
    uint32_t cuts = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Session session;
        uint32_t count;
        session_init(&session);
        (void)session_cell(&session, str_of(declared));
        const Token *tokens = tokens_of(&session, texts[i], &count);
        for (uint32_t end = 6; end < count; end++, cuts++) {
            Cell cell = split(&session, tokens, end);
            expect_problem(&cell, tokens, end, "behind");
        }
        session_done(&session);
    }
    assert_true(cuts > 800);
}

/* `else` stands behind a statement and nowhere else: never in ( ) or [ ]. */
TEST(a_word_that_cannot_stand_there_is_a_problem) {
    uint32_t tries = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Session session;
        uint32_t count, extra;
        session_init(&session);
        (void)session_cell(&session, str_of(declared));
        const Token *tokens = tokens_of(&session, texts[i], &count);
        const Token *word =
            session_lex(&session, STR("In[2]"), STR("else"), &extra);
        Token *longer =
            arena_alloc(&session.arena, (count + 1) * sizeof *longer);
        int depth = 0, braces = 0;
        if (strstr(texts[i], "__asm__")) count = 0; /* the compiler's own */
        for (uint32_t at = 7; at < count; at++) {
            int step = parse_bracket_step(&tokens[at - 1]);
            bool is_brace = token_is(&tokens[at - 1], PUNCT_LBRACE) ||
                            token_is(&tokens[at - 1], PUNCT_RBRACE);
            if (is_brace) braces += step;
            else depth += step;
            if (depth == 0 || braces) continue;
            memcpy(longer, tokens, at * sizeof *longer);
            longer[at] = *word;
            longer[at].source = tokens[0].source;
            longer[at].span = tokens[at].span;
            memcpy(longer + at + 1, tokens + at,
                   (count - at) * sizeof *longer);
            Cell cell = split(&session, longer, count + 1);
            expect_problem(&cell, longer, at + 1, "at");
            tries++;
        }
        session_done(&session);
    }
    assert_true(tries > 300);
}

SUITE(CASE(each_text_is_right_as_it_stands),
      CASE(a_text_that_ends_in_a_bracket_is_a_problem),
      CASE(a_word_that_cannot_stand_there_is_a_problem))
