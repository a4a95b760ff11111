/* Derivatives of every kind: against each other, closed forms, and the
 * figures of the first lesson. */
#include <nabla.h>

#include "support/runtime_host.h"

/* Rounding of a few operations on numbers of size 1. */
static const double EXACT = 1e-13;

static int n = 3;
static double weights[3] = {0.5, -1.25, 2}, hidden = 2;
static struct { int x; } odd;
static gsl_vector *y;
static gsl_matrix *table;

NB_FN(rosen, (double *x), sq(1 - x[0]) + 100 * sq(x[1] - sq(x[0])))
NB_FN(lesson, (double *x), log(x[0]) + x[0] * x[1] - sin(x[1]))
NB_FN(weibull, (double *θ),
      nb_sum(i, 0, n,
             log(θ[1]) - θ[1] * log(θ[0]) + (θ[1] - 1) * log(nb_at(y, i)) -
                 pow(nb_at(y, i) / θ[0], θ[1])),
      n, y)
NB_FN(dotted, (double *x), nb_sum(i, 0, n, weights[i] * x[i] * x[(i + 1) % n]),
      n, weights)
NB_FN(rows, (double *x),
      nb_sum(i, 0, 2, nb_sum(j, 0, 2, nb_at(table, i, j) * x[i] * x[j])), table)
NB_FN(wave, (double t), exp(-t *t / 8) * cos(3 * t))
NB_FN(whole, (double *x), 1 / 2 * x[0] + 7 / 2 * x[0] + (double)1 / 2 * x[0])
NB_FN(branch, (double *x), x[0] > 0 && x[0] < 10 ? sq(x[0]) : -x[0])
NB_FN(many, (double *x),
      fmin(x[0], x[1]) + fmax(x[0], x[1]) * hypot(x[0], x[1]) +
          atan2(x[1], x[0]) + pow(x[0], x[1]) + pow(2, x[0]) + x[0] / x[1] +
          tanh(x[0]) * erf(x[1]) + sqrt(fabs(x[0])) + log1p(x[1]) +
          expm1(x[0] / 3) - M_PI * asin(x[0] / 4) + acos(x[1] / 5) +
          cosh(x[0] / 2) * sinh(x[1] / 2) + atan(x[0]) + tan(x[1] / 4))
NB_FN(unknown, (double *x), x[0] * hidden)
NB_FN(uncaught, (double *x), x[0] * fdim(x[0], 1))
NB_FN(beyond, (double *x), x[0] + x[5])
NB_FN(strange, (double *x), x[0] + odd.x, odd)
NB_FN(looks, (double *x), nb_at(y, x[0]), y)

static double plain(const double *x) {
    return (1 - x[0]) * (1 - x[0]) +
           100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]);
}
static double around(double *x) { return rosen(x) + x[0]; }
static double by_vector(const gsl_vector *x) { return plain(x->data); }
static nb_var taped(nb_var x) {
    nb_var a = nb_get(x, 0), b = nb_get(x, 1);
    return nb_add(nb_sq(nb_sub(1, a)), nb_mul(100, nb_sq(nb_sub(b, nb_sq(a)))));
}
static nb_dual dual(const nb_dual *x) {
    return nb_add(nb_sq(nb_sub(1, x[0])),
                  nb_mul(100, nb_sq(nb_sub(x[1], nb_sq(x[0])))));
}
static nb_hyper hyper(const nb_hyper *x) {
    return nb_add(nb_sq(nb_sub(1, x[0])),
                  nb_mul(100, nb_sq(nb_sub(x[1], nb_sq(x[0])))));
}
static double es(double x) { return exp(sin(x)); }
static nb_complex esc(nb_complex x) { return nb_exp(nb_sin(x)); }

/* How far two vectors are apart, relative to the larger. */
static double apart(const gsl_vector *a, const gsl_vector *b) {
    return nb_maxabs(nb_sub(a, b)) / fmax(1, nb_maxabs(a));
}
static double apart2(const gsl_matrix *a, const gsl_matrix *b) {
    return nb_maxabs(nb_sub(a, b)) / fmax(1, nb_maxabs(a));
}

TEST(every_door_gives_the_same_gradient) {
    gsl_vector *x = nb_vec(-1.2, 0.875), *v = nb_vec(1.5, -2.25);
    gsl_vector *g =
        nb_vec(-2 * 2.2 + 480 * (0.875 - 1.44), 200 * (0.875 - 1.44));
    double h = 1200 * 1.44 - 400 * 0.875 + 2;
    gsl_matrix *H = nb_mat((h, 480), (480, 200));
    gsl_vector *Hv = nb_matmul(H, v);
    NEAR(apart(nb_grad(rosen, x), g), 0, EXACT);
    NEAR(apart(nb_grad(taped, x), g), 0, EXACT);
    NEAR(apart(nb_grad(dual, x), g), 0, EXACT);
    NEAR(apart(nb_grad(hyper, x), g), 0, EXACT);
    /* Central differences: about cbrt(rounding) squared. */
    NEAR(apart(nb_grad(plain, x), g), 0, 1e-9);
    NEAR(apart(nb_grad(by_vector, x), g), 0, 1e-9);
    NEAR(nb_at(nb_grad(around, x), 0), nb_at(g, 0) + 1, 1e-6);
    NEAR(apart2(nb_hessian(rosen, x), H), 0, EXACT);
    NEAR(apart2(nb_hessian(taped, x), H), 0, EXACT);
    NEAR(apart2(nb_hessian(hyper, x), H), 0, EXACT);
    /* Differences of an exact gradient, then of values: sqrt of rounding. */
    NEAR(apart2(nb_hessian(dual, x), H), 0, 1e-9);
    NEAR(apart2(nb_hessian(plain, x), H), 0, 1e-5);
    NEAR(apart(nb_hvp(rosen, x, v), Hv), 0, EXACT);
    NEAR(apart(nb_hvp(taped, x, v), Hv), 0, EXACT);
    NEAR(apart(nb_hvp(hyper, x, v), Hv), 0, EXACT);
    NEAR(apart(nb_hvp(dual, x, v), Hv), 0, 1e-8);
    nb_vg_t vg = nb_value_and_grad(rosen, x);
    NEAR(vg.value, plain(x->data), EXACT);
    NEAR(apart(vg.grad, g), 0, EXACT);
}

TEST(formulas_follow_what_they_mention) {
    y = nb_vec(1, 2, 1.5);
    table = nb_mat((1, 2), (3, 4));
    gsl_vector *g = nb_grad(weibull, nb_vec(1.5, 2));
    NEAR(nb_at(g, 0), 0.2962962962962963, EXACT); /* by hand */
    double before = weibull((double[]){1.5, 2});
    n = 2;
    NEAR(before - weibull((double[]){1.5, 2}),
         log(2) - 2 * log(1.5) + log(1.5) - 1, EXACT);
    NEAR(nb_value_and_grad(weibull, nb_vec(1.5, 2)).value,
         weibull((double[]){1.5, 2}), EXACT);
    n = 3;
    gsl_vector *d = nb_grad(dotted, nb_vec(1, 2, 3));
    NEAR(nb_at(d, 0), 0.5 * 2 + 2 * 3, EXACT);
    NEAR(nb_at(d, 1), 0.5 * 1 - 1.25 * 3, EXACT);
    NEAR(nb_at(nb_grad(rows, nb_vec(1, 2)), 0), 2 * 1 + 5 * 2, EXACT);
    NEAR(nb_at(nb_hessian(rows, nb_vec(1, 2)), 0, 1), 5, EXACT);
    NEAR(nb_deriv(wave, 0.3),
         exp(-0.09 / 8) * (-0.075 * cos(0.9) - 3 * sin(0.9)), EXACT);
    /* C divides whole numbers without a rest, and so does the formula. */
    NEAR(nb_at(nb_grad(whole, nb_vec(2)), 0), 3.5, EXACT);
    NEAR(whole((double[]){2}), 7, EXACT);
    NEAR(nb_at(nb_grad(branch, nb_vec(3)), 0), 6, EXACT);
    NEAR(nb_at(nb_grad(branch, nb_vec(-3)), 0), -1, EXACT);
    for (double a = 0.3; a < 2; a += 0.4) {
        gsl_vector *x = nb_vec(a, 1.7 - a / 2);
        assert_true(nb_gradcheck(many, x).error < 1e-9);
        /* Second derivatives against differences of the first. */
        gsl_matrix *H = nb_hessian(many, x);
        double step = 1e-5;
        for (int k = 0; k < 2; k++) {
            gsl_vector *up = nb_copy(x), *down = nb_copy(x);
            nb_at(up, k) += step;
            nb_at(down, k) -= step;
            gsl_vector *change = nb_scale(
                0.5 / step, nb_sub(nb_grad(many, up), nb_grad(many, down)));
            NEAR(apart(nb_row(H, k), change), 0, 1e-8);
        }
    }
}

TEST(a_formula_that_is_not_understood_says_where) {
    gsl_vector *x = nb_vec(1, 2);
    FAILS("FormulaError", "\"hidden\" is not known here", nb_grad(unknown, x));
    FAILS("FormulaError", "NB_FN(unknown, (double *x), ..., hidden)",
          nb_grad(unknown, x));
    FAILS("FormulaError", "no derivative of \"fdim\"", nb_grad(uncaught, x));
    FAILS("FormulaError", "element 5 is asked for, but there are 2, 0 to 1",
          nb_hessian(beyond, x));
    FAILS("FormulaError", "must not depend on the parameter",
          nb_hessian(looks, x));
    FAILS("FormulaError", "odd has a type", nb_grad(strange, x));
    FAILS("DomainError", "not defined by NB_FN()", nb_fn_tex(around));
}

TEST(formulas_are_typeset) {
    nb_host_set(&test_host);
    nb_fn_tex(lesson);
    assert_string_equal(shown("text/latex"),
                        "$$\\mathrm{lesson}(x) = \\ln\\left(x_{0}\\right) + "
                        "x_{0} x_{1} - \\sin\\left(x_{1}\\right)$$");
    nb_fn_tex(wave);
    assert_string_equal(
        shown("text/latex"),
        "$$\\mathrm{wave}(t) = e^{\\frac{-t t}{8}} \\cos\\left(3 t\\right)$$");
    y = nb_vec(1, 2, 1.5);
    nb_fn_tex(weibull);
    assert_non_null(strstr(shown("text/latex"), "\\sum_{i=0}^{n - 1}"));
    assert_non_null(strstr(shown("text/latex"), "\\theta_{1}"));
    nb_fn_tex(branch);
    assert_non_null(strstr(shown("text/latex"), "\\begin{cases}"));
    nb_fn_tex(many);
    assert_non_null(strstr(shown("text/latex"), "\\left|x_{0}\\right|"));
}

/* Lesson 1.1: e^sin at 1. */
TEST(differences_take_the_step_that_errs_least) {
    double exact = 1.253380767493447;
    nb_fd_t d = nb_fd(es, 1.0);
    NEAR(d.step, 5.8e-6, 1e-7);
    NEAR(d.value, exact, 1e-10);
    assert_true(d.error < 2e-10 && d.error > 1e-11);
    nb_fd_t f = nb_fd(es, 1.0, .scheme = "forward");
    NEAR(f.step, 2.8e-8, 1e-9);
    NEAR(f.value, exact, 1e-7);
    NEAR(fabs(nb_fd(es, 1.0, .h = 1e-2).value - exact), 6.7e-5, 1e-6);
    NEAR(fabs(nb_fd(es, 1.0, .h = 1e-2, .scheme = "forward").value - exact),
         6.4e-3, 1e-4);
    NEAR(nb_deriv(esc, 1.0), exact, 1e-15);
    FAILS("DomainError", "no scheme \"left\"",
          nb_fd(es, 1.0, .scheme = "left"));
    FAILS("DomainError", "must be double f(double)", nb_fd(esc, 1.0));
    FAILS("DomainError", "must be finite", nb_fd(es, (double)NAN));
    FAILS("DomainError", "not finite near", nb_fd(log, 0.0));
}

static nb_dual by_dual(nb_dual x) { return nb_pow(x, x); }
static nb_hyper by_hyper(nb_hyper x) { return nb_exp(nb_mul(x, nb_log(x))); }
static nb_var by_var(nb_var x) { return nb_pow(x, x); }
static nb_complex by_complex(nb_complex x) { return nb_pow(x, x); }

TEST(one_number_by_every_door) {
    double exact = 4 * (1 + log(2)); /* lesson 1.1: x^x at 2 */
    NEAR(nb_deriv(by_dual, 2.0), exact, EXACT);
    NEAR(nb_deriv(by_hyper, 2.0), exact, EXACT);
    NEAR(nb_deriv(by_var, 2.0), exact, EXACT);
    NEAR(nb_deriv(by_complex, 2.0), exact, EXACT);
    NEAR(by_hyper(nb_h(2)).d12, 4 * ((1 + log(2)) * (1 + log(2)) + 0.5), 1e-12);
    assert_true(nb_gradcheck(by_dual, 2.0).ok);
    FAILS("DomainError", "nb_grad()", nb_deriv(plain, 1.0));
    FAILS("ShapeError", "takes one number, but the point has 2",
          nb_grad(by_dual, nb_vec(1, 2)));
}

/* Each function of one number, as value, dual, hyper-dual, complex step and
 * tape, against differences of its own lower derivative. */
#define AGREES(name, from, to)                                                 \
    do {                                                                       \
        for (double x = from; x < to; x += (to - from) / 7.3) {                \
            double f1 = nb_##name(nb_d(x)).d, h = 1e-5;                        \
            double up = nb_##name(x + h), down = nb_##name(x - h);             \
            NEAR(f1, (up - down) / (2 * h), 1e-7 * fmax(1, fabs(f1)));         \
            NEAR(nb_##name(nb_d(x)).v, nb_##name(x), 0);                       \
            NEAR(nb_##name(nb_h(x)).d1, f1, 0);                                \
            double f2 = nb_##name(nb_h(x)).d12;                                \
            up = nb_##name(nb_d(x + h)).d;                                     \
            down = nb_##name(nb_d(x - h)).d;                                   \
            NEAR(f2, (up - down) / (2 * h), 1e-7 * fmax(1, fabs(f2)));         \
            nb_complex z = nb_##name(nb_z(x, 1e-100));                         \
            NEAR(z.im * 1e100, f1, 1e-12 * fmax(1, fabs(f1)));                 \
            nb_var v = nb_param(x);                                            \
            nb_backward(nb_##name(v));                                         \
            NEAR(nb_at(nb_gradof(v), 0, 0), f1, EXACT *fmax(1, fabs(f1)));     \
        }                                                                      \
    } while (0)

TEST(functions_of_one_number_agree_in_all_kinds) {
    AGREES(sin, -3, 3);
    AGREES(cos, -3, 3);
    AGREES(tan, -1.2, 1.2);
    AGREES(asin, -0.9, 0.9);
    AGREES(acos, -0.9, 0.9);
    AGREES(atan, -3, 3);
    AGREES(sinh, -3, 3);
    AGREES(cosh, -3, 3);
    AGREES(tanh, -3, 3);
    AGREES(exp, -3, 3);
    AGREES(expm1, -3, 3);
    AGREES(log, 0.2, 3);
    AGREES(log1p, -0.7, 3);
    AGREES(sqrt, 0.2, 3);
    AGREES(abs, 0.2, 3);
    AGREES(sq, -3, 3);
    AGREES(neg, -3, 3);
    AGREES(sigmoid, -3, 3);
    AGREES(softplus, -3, 3);
    AGREES(relu, 0.2, 3);
    AGREES(erf, -2, 2);
    NEAR(nb_sigmoid(-800.0), 0, 1e-300);
    NEAR(nb_softplus(800.0), 800, 0);
}

static gsl_vector *polar(const gsl_vector *x) {
    double r = gsl_vector_get(x, 0), t = gsl_vector_get(x, 1);
    return nb_vec(r * cos(t), r * sin(t));
}
static void polar_duals(const nb_dual *x, nb_dual *z) {
    z[0] = nb_mul(x[0], nb_cos(x[1]));
    z[1] = nb_mul(x[0], nb_sin(x[1]));
}
static void polar_array(const double *x, double *z) {
    z[0] = x[0] * cos(x[1]);
    z[1] = x[0] * sin(x[1]);
}
static nb_var polar_var(nb_var x) {
    nb_var r = nb_get(x, 0), t = nb_get(x, 1);
    return nb_stack(nb_mul(r, nb_cos(t)), nb_mul(r, nb_sin(t)));
}

/* Lesson 1.4: the polar map at (2, pi / 6). */
TEST(jacobians_by_both_modes) {
    gsl_vector *x = nb_vec(2, M_PI / 6);
    gsl_matrix *J = nb_mat((sqrt(3) / 2, -1), (0.5, sqrt(3)));
    NEAR(apart2(nb_jacfwd(polar_var, x), J), 0, EXACT);
    NEAR(apart2(nb_jacrev(polar_var, x), J), 0, EXACT);
    NEAR(apart2(nb_jacfwd(polar_duals, x, .m = 2), J), 0, EXACT);
    NEAR(apart2(nb_jacfwd(polar, x), J), 0, 1e-9);
    NEAR(apart2(nb_jacfwd(polar_array, x, .m = 2), J), 0, 1e-9);
    NEAR(nb_det(nb_jacrev(polar_var, x)), 2, EXACT);
    NEAR(apart(nb_jvp(polar_var, x, nb_vec(1, 2)), nb_matmul(J, nb_vec(1, 2))),
         0, EXACT);
    NEAR(apart(nb_vjp(polar_var, x, nb_vec(1, 2)), nb_matmul(nb_vec(1, 2), J)),
         0, EXACT);
    NEAR(nb_at(nb_jacrev(rosen, nb_vec(1, 2)), 0, 1), 200, EXACT);
    FAILS("DomainError", "no reverse mode", nb_jacrev(polar, x));
    FAILS("DomainError", "no reverse mode", nb_vjp(polar, x, x));
    FAILS("DomainError", ".m = 2", nb_jacfwd(polar_duals, x));
    FAILS("DomainError", ".m = -1", nb_jacfwd(polar_duals, x, .m = -1));
    FAILS("ShapeError", "2 results, but u is vector(3)",
          nb_vjp(polar_var, x, nb_vec(1, 2, 3)));
    FAILS("ShapeError", "vector(2), the direction vector(3)",
          nb_jvp(polar_var, x, nb_vec(1, 2, 3)));
    FAILS("ShapeError", "vector(2), the direction vector(3)",
          nb_hvp(rosen, x, nb_vec(1, 2, 3)));
    FAILS("ShapeError", "2 x 1; for a gradient", nb_grad(polar_var, x));
    FAILS("ShapeError", "several results", nb_grad(polar, x));
    FAILS("NullError", "NULL", nb_grad(rosen, (gsl_vector *)NULL));
}

TEST(a_wrong_gradient_is_found) {
    gsl_vector *x = nb_vec(-1.2, 1);
    nb_gradcheck_t c = nb_gradcheck(rosen, x);
    assert_true(c.ok && c.error < 1e-7);
    gsl_vector *wrong = nb_grad(rosen, x);
    nb_at(wrong, 1) *= 1.01;
    c = nb_gradcheck(rosen, x, .grad = wrong);
    assert_false(c.ok);
    assert_int_equal(c.index, 1);
    FAILS("ShapeError", "vector(3)",
          nb_gradcheck(rosen, x, .grad = nb_vec(1, 2, 3)));
}

/* ---- The tape. ---- */

/* Every operation once, in one function, so that gradcheck and the Hessian
 * see their rules of first and second order. */
static nb_var everything(nb_var x) {
    nb_var A = nb_reshape(nb_rows(x, 0, 6), 2, 3);
    nb_var B = nb_stack(nb_cols(A, 1, 2), nb_mul(nb_cols(A, 0, 2), 2));
    nb_var C = nb_matmul(nb_t(A), nb_rows(B, 1, 2));
    nb_var row = nb_colsum(C), col = nb_rowsum(C);
    nb_var D = nb_add(nb_mul(nb_tanh(C), row), nb_sub(col, nb_get(x, 6)));
    nb_var p = nb_softmax(D),
           q = nb_logsoftmax(nb_div(D, nb_add(nb_sq(row), 1)));
    nb_var e = nb_mean(nb_mul(p, q));
    nb_var f = nb_logsumexp(nb_sin(x));
    nb_var g = nb_xent(D, nb_vec(1, 0, 1));
    nb_var h = nb_bce(nb_cols(D, 0, 1), nb_vec(0, 1, 0.5));
    nb_var k = nb_add(nb_mse(col, nb_vec(1, 2, 3)),
                      nb_huber(nb_rows(col, 0, 2), nb_vec(9, 0.25), 1.5));
    nb_var l = nb_sum(nb_leaky(nb_sub(0.35, x), 0.1));
    nb_var m = nb_matmul(nb_t(col), nb_vec(0.5, -1, 2));
    return nb_add(nb_add(nb_add(e, f), nb_add(g, h)),
                  nb_add(nb_add(nb_sub(2, k), l), nb_add(m, nb_pow(1.5, e))));
}

TEST(every_operation_has_right_derivatives_of_both_orders) {
    nb_seed(5);
    gsl_vector *x = nb_randn(7), *v = nb_randn(7);
    nb_gradcheck_t c = nb_gradcheck(everything, x);
    if (!(c.error < 1e-8)) fail_msg("gradient: %g", c.error);
    gsl_matrix *H = nb_hessian(everything, x);
    double h = 1e-5;
    for (int i = 0; i < 7; i++) {
        gsl_vector *up = nb_copy(x), *down = nb_copy(x);
        nb_at(up, i) += h;
        nb_at(down, i) -= h;
        gsl_vector *change =
            nb_scale(0.5 / h, nb_sub(nb_grad(everything, up),
                                     nb_grad(everything, down)));
        /* Rounding of the gradient, divided by the step. */
        NEAR(apart(nb_row(H, i), change), 0, 1e-7);
    }
    NEAR(apart(nb_hvp(everything, x, v), nb_matmul(H, v)), 0, 1e-12);
    NEAR(apart2(nb_jacfwd(everything, x), nb_jacrev(everything, x)), 0, 1e-13);
}

/* Each piece of an arrow that crosses a column, "... x y" and "Hx1", passes all
 * boxes at a distance; how many pieces there are. */
static int check_lanes(const char *svg) {
    int count = 0;
    for (const char *at = svg; (at = strchr(at, 'H')) != NULL; at++) {
        double from, line, to, left, top, width, height;
        const char *back = at;
        for (int words = 0; words < 2; words += *back == ' ') back--;
        if (sscanf(at, "H%lf", &to) != 1) continue;
        assert_int_equal(sscanf(back, " %lf %lf", &from, &line), 2);
        count++;
        for (const char *box = svg; (box = strstr(box, "<rect x=")) != NULL;
             box++) {
            if (sscanf(box,
                       "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" "
                       "height=\"%lf\"",
                       &left, &top, &width, &height) == 4)
                assert_false(to > left && from < left + width &&
                             line > top - 4 && line < top + height + 4);
        }
    }
    return count;
}

/* An operand that is used again much later. */
TEST(arrows_pass_boxes) {
    nb_var a = nb_param(2), b = nb_param(3), c = nb_param(1);
    nb_var h = nb_tanh(nb_mul(a, b));
    nb_var k = nb_add(nb_mul(h, a), nb_sigmoid(nb_add(h, c)));
    nb_var L = nb_add(nb_mul(k, b), nb_sq(nb_sub(k, a)));
    nb_host_set(&test_host);
    nb_graph(L);
    assert_int_equal(check_lanes(shown("image/svg+xml")), 14);
    nb_cell_end();
}

/* Lesson 1.7 and 1.8. */
TEST(the_tape_of_the_lesson) {
    nb_var a = nb_param(2, .name = "x1"), b = nb_param(5, .name = "x2");
    nb_var f = nb_sub(nb_add(nb_log(a), nb_mul(a, b)), nb_sin(b));
    nb_backward(f);
    NEAR(nb_item(f), 11.652071, 5e-7);
    NEAR(nb_at(nb_gradof(a), 0, 0), 5.5, EXACT);
    NEAR(nb_at(nb_gradof(b), 0, 0), 2 - cos(5), EXACT);
    nb_host_set(&test_host);
    nb_tape(f);
    assert_non_null(strstr(shown("text/plain"), "x1    parameter  2"));
    assert_non_null(strstr(shown("text/plain"), "log(x1)"));
    nb_graph(f, .title = "A < B");
    assert_non_null(strstr(shown("text/plain"), "A < B\nnode"));
    assert_non_null(strstr(shown("image/svg+xml"), "<title>A &lt; B</title>"));
    assert_non_null(strstr(shown("image/svg+xml"), ">A &lt; B</text>"));
    nb_graph(f);
    assert_non_null(strstr(shown("image/svg+xml"), "<svg"));
    assert_null(strstr(shown("image/svg+xml"), "font-size=\"15\""));
    assert_null(strstr(shown("image/svg+xml"), "<use"));

    nb_var W = nb_param(nb_mat((.5, .8), (-.3, .2))),
           c = nb_param(nb_mat((.1, -.2)));
    nb_var w = nb_param(nb_vec(.7, -.6)), d = nb_param(.05);
    nb_var h = nb_tanh(nb_add(nb_matmul(nb_const(nb_mat((1, .5))), W), c));
    nb_var L = nb_bce(nb_add(nb_matmul(h, w), d), nb_vec(1));
    nb_backward(L);
    NEAR(nb_item(L), .701830, 5e-7);
    NEAR(nb_at(nb_gradof(W), 0, 0), -.290188, 5e-7);
    NEAR(nb_at(nb_gradof(W), 1, 0), -.145094, 5e-7);
    NEAR(nb_at(nb_gradof(W), 0, 1), .192068, 5e-7);
    NEAR(nb_at(nb_gradof(W), 1, 1), .096034, 5e-7);
    NEAR(nb_at(nb_gradof(c), 0, 0), -.290188, 5e-7);
    NEAR(nb_at(nb_gradof(w), 0, 0), -.212773, 5e-7);
    NEAR(nb_at(nb_gradof(w), 1, 0), -.304796, 5e-7);
    NEAR(nb_at(nb_gradof(d), 0, 0), -.504323, 5e-7);
}

TEST(grads_add_up_until_they_are_cleared) {
    nb_var x = nb_param(3);
    nb_backward(nb_sq(x));
    nb_backward(nb_sq(x));
    NEAR(nb_at(nb_gradof(x), 0, 0), 12, 0);
    nb_zero_grad(x);
    NEAR(nb_at(nb_gradof(x), 0, 0), 0, 0);
    nb_backward(nb_mul(x, nb_detach(x)));
    NEAR(nb_at(nb_gradof(x), 0, 0), 3, 0);
}

TEST(losses_are_stable) {
    NEAR(nb_item(nb_bce(nb_param(-800), nb_vec(1))), 800, 0);
    NEAR(nb_item(nb_xent(nb_param(nb_mat((-800, 800))), nb_vec(0))), 1600, 0);
    NEAR(nb_item(nb_logsumexp(nb_param(nb_vec(1000, 1000)))), 1000 + log(2),
         1e-12);
    nb_var p = nb_softmax(nb_param(nb_mat((2, 1, -1)))); /* lesson 1.4 */
    NEAR(nb_at(nb_value(p), 0, 0), .70538, 5e-6);
    NEAR(nb_at(nb_value(p), 0, 2), .03512, 5e-6);
}

TEST(a_dropout_keeps_the_mean) {
    nb_seed(1);
    nb_var x = nb_param(nb_ones(100, 100)), z = nb_dropout(x, 0.25);
    NEAR(nb_item(nb_mean(z)), 1, 0.03); /* 5 standard deviations of the mean */
    nb_backward(nb_sum(z));
    assert_true(gsl_matrix_equal(nb_gradof(x), nb_value(z)));
    FAILS("DomainError", "below 1", nb_dropout(x, 1));
}

/* A hundred thousand steps in a row, and their end. */
TEST(a_long_tape_ends_well) {
    nb_scope {
        nb_var x = nb_param(1e-6), v = x;
        for (int i = 0; i < 100000; i++) v = nb_add(v, x);
        nb_backward(v);
        NEAR(nb_at(nb_gradof(x), 0, 0), 100001, 0);
    }
    nb_var x = nb_param(1e-6), v = x;
    for (int i = 0; i < 100000; i++) v = nb_add(v, x);
    nb_free(v);
    nb_free(x);
}

static nb_var doubled(int times) {
    nb_var v = nb_param(1);
    for (int i = 0; i < times; i++) v = nb_mul(v, nb_const(2));
    return v;
}

TEST(what_does_not_fit_on_the_tape_is_named) {
    nb_var A = nb_param(nb_zeros(3, 4)), B = nb_param(nb_zeros(5, 2));
    gsl_vector *labels = nb_vec(0, 1, 4);
    FAILS("ShapeError", "(3 x 4)\u00b7(5 x 2): inner sizes 4 and 5",
          nb_matmul(A, B));
    FAILS("ShapeError", "(3 x 4) and (5 x 2) do not fit", nb_add(A, B));
    FAILS("ShapeError", "(3 x 4) and (5 x 2) do not fit", nb_mul(A, B));
    FAILS("ShapeError", "3 x 4; it must be one number", nb_item(A));
    FAILS("ShapeError", "derivatives are those of one number",
          (nb_backward(A), 0));
    FAILS("DomainError", "depends on no parameter",
          (nb_backward(nb_const(1)), 0));
    FAILS("ShapeError", "do not fill (2 x 5)", nb_reshape(A, 2, 5));
    FAILS("ShapeError", "differ in width", nb_stack(A, B));
    FAILS("IndexError", "(3 x 4) has no 1 x 1 elements from (3, 0)",
          nb_get(A, 3, 0));
    FAILS("IndexError", "nb_rows", nb_rows(A, 2, 2));
    FAILS("IndexError", "nb_cols", nb_cols(A, 4, 1));
    FAILS("DomainError", "label 2 is 4; with 4 columns", nb_xent(A, labels));
    FAILS("ShapeError", "3 rows, but there are 2 labels",
          nb_xent(A, nb_vec(0, 1)));
    FAILS("ShapeError", "the prediction is (3 x 4), the truth (3 x 1)",
          nb_mse(A, labels));
    FAILS("ShapeError", "nb_mae", nb_mae(A, labels));
    FAILS("ShapeError", "nb_bce", nb_bce(A, labels));
    FAILS("ShapeError", "nb_huber", nb_huber(A, labels, 1));
    FAILS("DomainError", "delta is 0", nb_huber(A, labels, 0));
    FAILS("NullError", "NULL", nb_value((nb_var)NULL));
    FAILS("NullError", "NULL", nb_param((gsl_matrix *)NULL));
    FAILS("LimitError", "200 is the limit", (nb_tape(doubled(100)), 0));
    FAILS("LimitError", "60 is the limit", (nb_graph(doubled(100)), 0));
}

/* Lesson 1.5: Hessians, and where they are zero. */
TEST(hessians_of_the_lesson) {
    gsl_vector *x = nb_vec(0, 0);
    gsl_matrix *H = nb_hessian(nb__func_var(nb_logsumexp), x);
    NEAR(nb_at(H, 0, 0), 0.25, EXACT);
    NEAR(nb_at(H, 0, 1), -0.25, EXACT);
    gsl_vector *g = nb_grad(lesson, nb_vec(2, 5));
    NEAR(nb_at(g, 0), 5.5, EXACT);
    NEAR(nb_at(g, 1), 1.716338, 5e-7);
}

SUITE(CASE(every_door_gives_the_same_gradient),
      CASE(formulas_follow_what_they_mention),
      CASE(a_formula_that_is_not_understood_says_where),
      CASE(formulas_are_typeset),
      CASE(differences_take_the_step_that_errs_least),
      CASE(one_number_by_every_door),
      CASE(functions_of_one_number_agree_in_all_kinds),
      CASE(jacobians_by_both_modes), CASE(a_wrong_gradient_is_found),
      CASE(every_operation_has_right_derivatives_of_both_orders),
      CASE(arrows_pass_boxes), CASE(the_tape_of_the_lesson),
      CASE(grads_add_up_until_they_are_cleared), CASE(losses_are_stable),
      CASE(a_dropout_keeps_the_mean), CASE(a_long_tape_ends_well),
      CASE(what_does_not_fit_on_the_tape_is_named),
      CASE(hessians_of_the_lesson))
