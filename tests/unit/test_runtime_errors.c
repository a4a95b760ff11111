/* Errors that the manual promises and no other test provokes. That none is
 * forgotten, tests/runtime/doc_examples.py sees to: each name and error of the
 * manual is looked for among the FAILS() of all runtime tests. */
#include <nabla.h>

#include "support/runtime_host.h"

/* A designator of the caller's wins over the macro's: that is meant. */
#ifdef __clang__
#pragma clang diagnostic ignored "-Winitializer-overrides"
#else
#pragma GCC diagnostic ignored "-Woverride-init"
#endif

static gsl_matrix *no_matrix;
static gsl_vector *no_vector;
static nb_var no_var;

TEST(sizes_must_be_positive) {
    FAILS("ShapeError", "nb_randn", nb_randn(0));
    FAILS("ShapeError", "nb_randu", nb_randu(-1, 2));
    FAILS("ShapeError", "nb_linspace", nb_linspace(0, 1, 0));
    FAILS("ShapeError", "nb_blobs", nb_blobs(0));
    FAILS("ShapeError", "nb_circles", nb_circles(-1));
    FAILS("ShapeError", "nb_xor", nb_xor(0));
    FAILS("ShapeError", "nb_swiss_roll", nb_swiss_roll(0));
    FAILS("ShapeError", "nb_mean", nb_mean(nb_n(NULL, 0)));
    FAILS("ShapeError", "2 rows", nb_standardize(nb_mat((1, 2))));
    FAILS("ShapeError", "2 x 3", nb_lu(nb_zeros(2, 3)));
    FAILS("ShapeError", "2 x 3", nb_als(nb_ones(2, 3), .k = 3));
}

TEST(what_is_not_finite) {
    gsl_matrix *bad = nb_mat((1, NAN), (2, 3));
    FAILS("DomainError", "(0, 1)", nb_inv(bad));
    FAILS("DomainError", "(0, 1)", nb_cond(bad));
    FAILS("DomainError", "(0, 1)", nb_pinv(bad));
}

static nb_var doubled(nb_var x) { return nb_mul(2, x); }
static gsl_vector *twice(const gsl_vector *x) { return nb_scale(2, x); }
static void numbers(const double *x, double *y) { y[0] = x[0]; }

TEST(tapes) {
    nb_var a = nb_param(nb_vec(1, 2)), b = nb_param(nb_vec(1, 2, 3));
    FAILS("ShapeError", "2 x 1", nb_div(a, b));
    FAILS("ShapeError", "3 x 1", nb_pow(a, b));
    gsl_matrix empty = {0};
    FAILS("ShapeError", "empty", nb_param(&empty));
    FAILS("ShapeError", "empty", nb_const(&empty));
    FAILS("NullError", "nb_const", nb_const(no_matrix));
    FAILS("NullError", "NULL", nb_detach(no_var));
    FAILS("NullError", "NULL", nb_gradof(no_var));
    FAILS("NullError", "NULL", nb_zero_grad(no_var));
    FAILS("NullError", "NULL", nb_tape(no_var));
    FAILS("NullError", "NULL", nb_graph(no_var));
    FAILS("NullError", "NULL", nb_rowsum(no_var));
    FAILS("NullError", "NULL", nb_colsum(no_var));
    FAILS("NullError", "NULL", nb_softmax(no_var));
    FAILS("NullError", "NULL", nb_logsumexp(no_var));
    FAILS("NullError", "NULL", nb_logsoftmax(no_var));
    FAILS("NullError", "NULL", nb_leaky(no_var, 0.1));
    FAILS("NullError", "NULL", nb_jacfwd(doubled, no_vector));
    FAILS("NullError", "NULL", nb_jacrev(doubled, no_vector));
    FAILS("DomainError", "no reverse mode", nb_jacrev(twice, nb_vec(1)));
    FAILS("DomainError", ".m", nb_jvp(numbers, nb_vec(1), nb_vec(1)));
}

static double gamma_of_nothing(double x) { return x; }
NB_FN(strange, (double *x), x[0] + gamma_of_nothing(x[0]))

TEST(formulas) {
    FAILS("FormulaError", "gamma_of_nothing", nb_fn_tex(strange));
}

TEST(learning) {
    nb_data d = nb_load("challenger");
    nb_logreg_t m = nb_logreg(d.X, d.y);
    FAILS("ShapeError", "2 columns", nb_proba(m, nb_mat((1, 2))));
    FAILS("ShapeError", "23", nb_score(m, d.X, nb_vec(0, 1)));
}

TEST(sliders) {
    FAILS("DomainError", "upwards", nb_slider("x", 1, 1));
    FAILS("DomainError", "positive", nb_slider("x", 0, 1, .log = true));
    FAILS("DomainError", ".step", nb_slider("x", 0, 1, .step = -1));
    FAILS("DomainError", "outside", nb_slider("x", 0, 1, .init = 2));
    NEAR(nb_slider("x", 1, 100, .log = true), 10, 1e-12);
    NEAR(nb_slider("x", 0, 10, .init = 3.2, .step = 0.5), 3, 0);
}

TEST(figures) {
    gsl_vector *x = nb_vec(1, 2, 3), *two = nb_vec(1, 2);
    FAILS("DomainError", "mauvish", nb_bars(x, x, .color = "mauvish"));
    FAILS("DomainError", "mauvish", nb_band(x, x, x, .color = "mauvish"));
    FAILS("ShapeError", "2", nb_band(x, x, two));
    FAILS("DomainError", "mauvish", nb_arrow(0, 0, 1, 1, .color = "mauvish"));
    FAILS("DomainError", "mauvish", nb_errbars(x, x, x, .color = "mauvish"));
    FAILS("NullError", "NULL", nb_plot_add(NULL, nb_rule(.y = 0)));
    FAILS("DomainError", "function", nb_quiver(x, x, sin, x));
    FAILS("DomainError", "mauve",
          nb_images(nb_ones(1, 4), 2, 2, 1, .cmap = "mauve"));
    FAILS("DomainError", "NULL", nb_svg(NULL));
    FAILS("DomainError", "UTF-8", nb_svg("<svg>\xff</svg>"));
    FAILS("DomainError", "NULL", nb_markdown(NULL));
    FAILS("DomainError", "UTF-8", nb_markdown("\xff"));
}

SUITE(CASE(figures), CASE(sizes_must_be_positive), CASE(what_is_not_finite), CASE(tapes),
      CASE(formulas), CASE(learning), CASE(sliders))
