#include "cell/flow.h"
#include "cell/heat.h"
#include "cell/loop.h"
#include "support/session.h"
#include "support/test.h"

/* What is said of a cell that is one function. */
static Heat heat_of(const char *text) {
    Session session;
    Heat heat = {0};
    session_init(&session);
    Cell cell = session_cell(&session, str_of(text));
    assert_null(cell.problem.source);
    assert_int_equal(cell.count, 1);
    const Item *item = &cell.items[0];
    heat_add(session.tokens, item->begin, item->end,
             item->declaration->declarators[0].name, &cell, &heat);
    session_done(&session);
    return heat;
}

TEST(loops_and_recursions_are_worth_it) {
    assert_true(heat_of("int f(int n) { while (n > 9) n -= 2; return n; }")
                    .has_loop);
    assert_true(heat_of("int f(int n) { return n ? f(n - 1) : 0; }").has_loop);
    assert_false(heat_of("int f(int n) { return n + 1; }").has_loop);
}

TEST(what_is_done_in_an_order_stays) {
    static const char *const unfit[] = {
        "int f(int n) { return g(h(1), h(2)); }",
        "int f(int n) { return g(n++, n); }",
        "int f(int n) { return g(h(1), total); }",
        "void f(void) { while (!ready) ; }",
        "void f(void) { for (;;) usleep(10); }",
        "const char *f(void) { return \"a\"; }",
        "void f(char c) { c += 28.9; }",
        "int f(int n, ...) { return n; }",
        "void f(void) { __asm__(\"nop\"); }",
    };
    static const char *const fit[] = {
        "int f(int n) { return g(n, n + 1); }",
        "double f(double x) { return pow(sin(x), cos(x)); }",
        "int f(int n) { while (n) n--; return n; }",
        "void f(int n) { printf(\"%d\", n); }",
        "int f(void) { static int n = 3; return ++n; }",
    };
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++)
        if (!heat_of(unfit[i]).is_unfit) fail_msg("%s", unfit[i]);
    for (size_t i = 0; i < sizeof fit / sizeof *fit; i++)
        if (heat_of(fit[i]).is_unfit) fail_msg("%s", fit[i]);
}

TEST(an_int_that_may_overflow_is_found) {
    static const char *const wrapping[] = {
        "int f(int n) { int s = 1; while (n--) s *= n; return s; }",
        "int f(int n) { int h = 0; while (n--) h = h * 31 + n; return h; }",
        "void f(void) { for (int i = 1; i > 0; i += 9) g(i); }",
        "int f(int x) { return x + 1 < x; }",
        "long f(int n) { long s = 0; s = n * n; return s; }",
        "int f(int n) { return n < 2 ? 1 : n * f(n - 1); }",
    };
    static const char *const plain[] = {
        "void f(double *s, int n) { for (int i = 0; i < n; i++) *s += i; }",
        "void f(int *x, int n) { for (int i = 0; i < n * n; i++) x[i] = 1; }",
        "void f(double *x, int n) { int k = n * n; x[k - 1] = x[k + n]; }",
        "unsigned f(unsigned h) { while (h < 99) h = h * 31 + 7; return h; }",
    };
    for (size_t i = 0; i < sizeof wrapping / sizeof *wrapping; i++)
        if (!heat_of(wrapping[i]).may_wrap) fail_msg("%s", wrapping[i]);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (heat_of(plain[i]).may_wrap) fail_msg("%s", plain[i]);
}

/* More than anybody counts: then one of them may overflow. */
TEST(many_ints_are_no_harm) {
    Buf text = {0};
    buf_add_str(&text, STR("int f(int n) { "));
    for (int i = 0; i < 200; i++)
        buf_printf(&text, "int v%d = n; if (v%d < 0) n = 1; v%d += n; ", i, i,
                   i);
    buf_add_str(&text, STR("return n; }"));
    assert_true(heat_of(text.text).may_wrap);
    buf_done(&text);
}

TEST(casts_of_pointers_are_found) {
    assert_true(heat_of("int f(float *x) { return *(int *)x; }").may_alias);
    assert_false(heat_of("char f(float *x) { return *(char *)x; }").may_alias);
    assert_false(
        heat_of("void f(void) { int *p = (int *)malloc(8); g(p); }").may_alias);
}

static bool first_loop_is_fit(const char *text) {
    Session session;
    session_init(&session);
    Cell cell = session_cell(&session, str_of(text));
    assert_null(cell.problem.source);
    assert_true(cell.loop_count > 0);
    const Item *item = &cell.items[0];
    bool is_fit = loop_is_fit(session.tokens, &cell.loops[0], item->begin,
                              item->end, cell.statics, cell.static_count);
    session_done(&session);
    return is_fit;
}

TEST(loops_that_another_function_can_do_the_rest_of) {
    static const char *const fit[] = {
        "void f(int n) { int s = 0; for (int i = 0; i < n; i++) s += i; }",
        "void f(int n) { double a[4] = {0}; while (n > 0) a[n--] = 1; }",
        "int f(int n) { do n /= 2; while (n > 7); return n; }",
        "int f(int n) { static int s; while (n > 3) s += n--; return s; }",
    };
    static const char *const unfit[] = {
        "int f(int n) { while (n > 0) if (n-- == 3) return 1; return 0; }",
        "int f(int n) { while (n--) g(n); return 0; }",
        "int f(int n) { int *p = &n; while (n > 0) --*p; return 0; }",
        "int f(int n) { while (n > 0) { n--; goto out; } out: return 0; }",
        "int f(int n) { volatile int v = 0; while (n > v) n--; return 0; }",
    };
    for (size_t i = 0; i < sizeof fit / sizeof *fit; i++)
        if (!first_loop_is_fit(fit[i])) fail_msg("%s", fit[i]);
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++)
        if (first_loop_is_fit(unfit[i])) fail_msg("%s", unfit[i]);
}

TEST(a_loop_knows_the_variables_around_it) {
    Session session;
    session_init(&session);
    Cell cell = session_cell(
        &session, STR("int f(int n) { int s = 0, other = 1; "
                      "for (int i = 0; i < n; i++) { int t = i; s += t; } "
                      "return s + other; }"));
    assert_int_equal(cell.loop_count, 1);
    const Loop *loop = &cell.loops[0];
    assert_int_equal(loop->outer_count, 3);
    assert_true(str_is(loop->outer[0]->name, "i"));
    assert_true(str_is(loop->outer[1]->name, "n"));
    assert_true(str_is(loop->outer[2]->name, "s"));
    session_done(&session);
}

SUITE(CASE(loops_and_recursions_are_worth_it),
      CASE(what_is_done_in_an_order_stays),
      CASE(an_int_that_may_overflow_is_found),
      CASE(many_ints_are_no_harm), CASE(casts_of_pointers_are_found),
      CASE(loops_that_another_function_can_do_the_rest_of),
      CASE(a_loop_knows_the_variables_around_it))
