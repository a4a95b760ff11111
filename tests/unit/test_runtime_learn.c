/* Optimisers, nets, splits and models: the figures of the lessons, closed
 * forms, and every error. */
#include <nabla.h>

#include "support/runtime_host.h"

static const double EXACT = 1e-13;

NB_FN(rosen, (double *x), sq(1 - x[0]) + 100 * sq(x[1] - sq(x[0])))
static double kappa = 100;
NB_FN(valley, (double *x), (sq(x[0]) + kappa * sq(x[1])) / 2, kappa)
NB_FN(parabola, (double *x), 5 * sq(x[0]))
NB_FN(saddle, (double *x), sq(x[0]) / 2 - sq(x[1]) / 2 + pow(x[1], 4) / 4)
NB_FN(steep, (double *x), sq(pow(x[0], 20) - 0.5) / 2)
NB_FN(broken, (double *x), log(x[0]))

/* ---- Optimisers. ---- */

/* Lesson 3.17, Rosenbrock from (-1.2, 1) to f < 1e-8: the counts are exact
 * where each step is a formula; GSL's line searches amplify rounding. */
TEST(lesson_3_17_every_method_on_rosenbrock) {
    static const struct {
        const char *method;
        double lr;
        long steps, slack;
    } table[] = {{"gd", 0.002, 10373, 0},    {"momentum", 0.003, 617, 0},
                 {"nesterov", 0.001, 1982, 1}, {"adam", 0.3, 820, 0},
                 {"gsl_steepest", 0.01, 5942, 0}, {"gsl_bfgs2", 0.01, 20, 0},
                 {"gsl_bfgs", 0.01, 129, 5}, {"gsl_conjugate_pr", 0.01, 134, 5},
                 {"gsl_conjugate_fr", 0.01, 158, 40}, {"newton", 0, 20, 2},
                 {"lbfgs", 0, 35, 5}};
    gsl_vector *x0 = nb_vec(-1.2, 1);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        nb_min_t m = nb_minimize(rosen, x0, .method = table[i].method,
                                 .lr = table[i].lr, .target = 1e-8,
                                 .maxit = 20000);
        if (!m.ok || labs(m.nit - table[i].steps) > table[i].slack)
            fail_msg("%s: %ld steps, not %ld", m.method, m.nit,
                     table[i].steps);
        assert_int_equal(m.path->size1, m.nit + 1);
        assert_int_equal(m.trace->size, m.nit + 1);
        NEAR(nb_at(m.trace, 0), 24.2, 1e-12);
        NEAR(nb_at(m.trace, m.nit), m.fun, 0);
    }
    nb_min_t simplex = nb_minimize(rosen, x0, .method = "gsl_nmsimplex2",
                                   .lr = 0.5, .target = 1e-8);
    assert_int_equal(simplex.nfev, 146);
    nb_min_t bfgs2 = nb_minimize(rosen, x0, .method = "gsl_bfgs2",
                                 .target = 1e-8);
    assert_int_equal(bfgs2.ngev, 53);
}

TEST(to_the_last_digit) {
    const char *methods[] = {"lbfgs", "newton", "gsl_bfgs2"};
    for (int i = 0; i < 3; i++) {
        nb_min_t m = nb_minimize(rosen, nb_vec(-1.2, 1), .method = methods[i]);
        assert_true(m.ok);
        NEAR(nb_at(m.x, 0), 1, 1e-7);
        NEAR(nb_at(m.x, 1), 1, 1e-7);
        assert_true(nb_maxabs(m.grad) < 1e-7);
    }
}

/* Lesson 3.15: steps of the quadratic with condition number kappa, from
 * (kappa, 1) to 1e-6 of the start. */
static long steps_to(const char *method, double lr, double momentum) {
    gsl_vector *x0 = nb_vec(kappa, 1);
    nb_min_t m = nb_minimize(valley, x0, .method = method, .lr = lr,
                             .momentum = momentum, .maxit = 20000,
                             .tol = 1e-300);
    long t = 0;
    while (nb_norm(nb_row(m.path, t)) > 1e-6 * nb_norm(x0)) t++;
    return t;
}

TEST(lesson_3_15_conditions) {
    static const double k[] = {10, 100, 1000};
    static const long gd[] = {69, 691, 6908}, slow[] = {132, 1375, 13809};
    static const long heavy[] = {26, 83, 264};
    for (int i = 0; i < 3; i++) nb_scope {
        kappa = k[i];
        double root = sqrt(kappa), beta = (root - 1) / (root + 1);
        assert_int_equal(steps_to("gd", 2 / (1 + kappa), 0), gd[i]);
        assert_int_equal(steps_to("gd", 1 / kappa, 0), slow[i]);
        assert_int_equal(steps_to("momentum", 4 / ((root + 1) * (root + 1)),
                                  beta * beta),
                         heavy[i]);
    }
}

/* Lesson 3.14: the wall at 2 / L, L = 10. */
TEST(lesson_3_14_the_wall) {
    static const double lr[] = {0.05, 0.199, 0.2, 0.201, 0.21};
    for (int i = 0; i < 5; i++) {
        nb_min_t m = nb_minimize(parabola, nb_vec(1), .method = "gd",
                                 .lr = lr[i], .maxit = 50, .tol = 1e-300);
        double last = nb_at(m.path, m.nit, 0);
        NEAR(last / pow(1 - 10 * lr[i], 50), 1, 1e-10);
    }
}

/* Lesson 3.18: |y| > 0.5 after ln(0.5 / y0) / ln 1.1 steps, about. */
TEST(lesson_3_18_a_saddle_is_left) {
    static const struct {
        double y0;
        long steps;
    } table[] = {{1e-12, 284}, {1e-6, 139}, {1e-3, 67}};
    for (int i = 0; i < 3; i++) {
        nb_min_t m = nb_minimize(saddle, nb_vec(1, table[i].y0),
                                 .method = "gd", .lr = 0.1, .maxit = 400,
                                 .tol = 1e-300);
        long t = 0;
        while (fabs(nb_at(m.path, t, 1)) <= 0.5) t++;
        assert_int_equal(t, table[i].steps);
    }
}

/* Lesson 3.21: (w^20 - 1/2)^2 / 2 from 1.5 lands at -1.5e6; clipped it
 * arrives at 2^(-1/20). */
TEST(lesson_3_21_clipping) {
    nb_min_t m = nb_minimize(steep, nb_vec(1.5), .method = "gd", .lr = 0.01,
                             .maxit = 1);
    NEAR(nb_at(m.path, 1, 0) / -1.5e6, 1, 0.05);
    m = nb_minimize(steep, nb_vec(1.5), .method = "gd", .lr = 0.01, .clip = 1,
                    .maxit = 2000);
    NEAR(nb_at(m.x, 0), exp2(-1 / 20.0), 1e-6);
}

/* One step of each method by hand, from x = 3 with g = 30 and then again. */
TEST(steps_are_those_of_the_formulas) {
    static const struct {
        const char *method;
        double first;
    } table[] = {{"gd", 3 - 0.01 * 30},
                 {"momentum", 3 - 0.01 * 30},
                 {"nesterov", 3 - 0.01 * (30 + 0.9 * 30)},
                 {"adagrad", 3 - 0.01},
                 {"adam", 3 - 0.01},
                 {"adamw", 3 * (1 - 0.01 * 0.01) - 0.01}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        nb_opt o = nb_optimizer(parabola, nb_vec(3), .method = table[i].method,
                                .lr = 0.01);
        nb_step(o);
        NEAR(nb_at(nb_result(o).x, 0), table[i].first, 1e-9);
    }
    nb_opt o = nb_optimizer(parabola, nb_vec(3), .method = "rmsprop",
                            .lr = 0.01);
    nb_step(o);
    NEAR(nb_at(nb_result(o).x, 0), 3 - 0.01 / sqrt(0.1), 1e-9);
    /* Lesson 3.20: without bias correction it would be 3.16 lr. */
}

static long calls;
static bool stop_at_five(nb_opt opt) {
    (void)opt;
    return ++calls < 5;
}

TEST(callbacks_and_options) {
    calls = 0;
    nb_min_t m = nb_minimize(rosen, nb_vec(-1.2, 1), .method = "gd",
                             .lr = 1e-4, .callback = stop_at_five);
    assert_int_equal(m.nit, 5);
    assert_string_equal(m.message, "stopped by the callback");
    m = nb_minimize(rosen, nb_vec(-1.2, 1), .nopath = true, .maxit = 3);
    assert_null(m.path);
    assert_false(m.ok);
    nb_opt o = nb_optimizer(rosen, nb_vec(1, 1));
    assert_true(nb_done(o));
    /* What runs away leaves its best point. */
    m = nb_minimize(rosen, nb_vec(-1.2, 1), .method = "gd", .lr = 1);
    assert_false(m.ok);
    NEAR(m.fun, 24.2, 1e-12);
    assert_non_null(strstr(m.message, "smaller .lr"));
    o = nb_trainer(nb_param(1), .lr = 0.1, .schedule = "cosine", .steps = 10);
    nb_set_lr(o, 0.2);
    NEAR(nb_lr(o), 0.2, EXACT);
}

TEST(schedules) {
    NEAR(nb_schedule(7), 1, 0);
    NEAR(nb_schedule(1000, .schedule = "inverse", .lr = 0.05, .steps = 1000),
         0.025, EXACT);
    NEAR(nb_schedule(50, .schedule = "exponential", .steps = 50), 0.1, EXACT);
    NEAR(nb_schedule(49, .schedule = "step", .steps = 100), 1, 0);
    NEAR(nb_schedule(50, .schedule = "step", .steps = 100), 0.1, EXACT);
    NEAR(nb_schedule(75, .schedule = "step", .steps = 100), 0.01, EXACT);
    NEAR(nb_schedule(25, .schedule = "linear", .steps = 100), 0.75, EXACT);
    NEAR(nb_schedule(25, .schedule = "cosine", .steps = 100),
         (1 + cos(M_PI / 4)) / 2, EXACT);
    NEAR(nb_schedule(0, .warmup = 10), 0.1, EXACT);
    NEAR(nb_schedule(10, .schedule = "cosine", .steps = 110, .warmup = 10), 1,
         EXACT);
    FAILS("DomainError", "no schedule \"up\"", nb_schedule(0, .schedule = "up"));
    FAILS("DomainError", "needs .steps", nb_schedule(0, .schedule = "cosine"));
    FAILS("DomainError", "must not be negative", nb_schedule(-1));
}

TEST(optimisers_name_what_is_wrong) {
    gsl_vector *x = nb_vec(1, 2), *bad = nb_vec(-1, 0);
    FAILS("DomainError", "no method \"sgd\"; there are gd, momentum",
          nb_minimize(rosen, x, .method = "sgd"));
    FAILS("DomainError", ".lr = -1", nb_minimize(rosen, x, .lr = -1));
    FAILS("DomainError", ".momentum = 1", nb_minimize(rosen, x, .momentum = 1));
    FAILS("DomainError", "no schedule", nb_minimize(rosen, x, .schedule = "x"));
    FAILS("DomainError", "not finite at the start", nb_minimize(broken, bad));
    FAILS("NullError", "NULL", nb_minimize(rosen, (gsl_vector *)NULL));
    FAILS("NullError", "NULL", (nb_step(NULL), 0));
    FAILS("NullError", "NULL", nb_done(NULL));
    FAILS("NullError", "NULL", nb_lr(NULL));
    FAILS("NullError", "NULL", (nb_set_lr(NULL, 1), 0));
    FAILS("NullError", "NULL", nb_result(NULL));
    FAILS("DomainError", "no function of its own",
          nb_result(nb_trainer(nb_param(1))));
    FAILS("DomainError", "lbfgs has to compute the loss itself",
          nb_trainer(nb_param(1), .method = "lbfgs"));
    FAILS("DomainError", "only what nb_param() made",
          nb_trainer(nb_const(1)));
    FAILS("DomainError", "it must be positive",
          (nb_set_lr(nb_trainer(nb_param(1)), 0), 0));
    FAILS("LimitError", "too large for newton",
          nb_minimize(nb__func_var(nb__sum_v), nb_zeros(2001),
                      .method = "newton"));
    nb_var p = nb_param(0);
    nb_opt o = nb_trainer(p);
    nb_backward(nb_log(p));
    FAILS("DomainError", "a derivative is not finite", (nb_step(o), 0));
}

/* ---- Nets. ---- */

TEST(nets_have_the_shapes_that_were_asked_for) {
    nb_net net = nb_sequential(nb_dense(64, 32), nb_act("relu"),
                               nb_dense(32, 10));
    assert_int_equal(nb_param_count(net), 2410);
    assert_int_equal(nb_param_count(nb_sequential(
                         nb_dense(2, 16), nb_act("tanh"), nb_dense(16, 16),
                         nb_act("tanh"), nb_dense(16, 1))),
                     337);
    assert_int_equal(
        nb_param_count(nb_sequential(nb_dense(3, 2, .nobias = true))), 6);
    assert_int_equal(nb_outputs(net, nb_zeros(5, 64))->size2, 10);
    FAILS("ShapeError", "layer 1 has 4 inputs, but the one before has 3",
          nb_sequential(nb_dense(2, 3), nb_dense(4, 1)));
    FAILS("ShapeError", "no nb_dense()", nb_sequential(nb_act("relu")));
    FAILS("ShapeError", "X has 3 columns, but the net has 64",
          nb_forward(net, nb_zeros(5, 3)));
    FAILS("ShapeError", "1 or more", nb_dense(0, 3));
    FAILS("DomainError", "no .init \"best\"", nb_dense(2, 3, .init = "best"));
    FAILS("DomainError", "no activation \"gelu\"", nb_act("gelu"));
    FAILS("DomainError", "below 1", nb_drop(1));
    FAILS("IndexError", "no parameter 4; there are 4", nb_net_param(net, 4));
    FAILS("NullError", "NULL", nb_param_count(NULL));
    FAILS("DomainError", "number 0 was not made by nb_param()",
          nb_params(nb_const(1)));
    FAILS("DomainError", "no net",
          nb_forward(nb_params(nb_param(1)), nb_zeros(2, 2)));
}

/* Lesson 1.12: He keeps the size of relu layers. */
TEST(initial_weights_have_the_spread_that_was_asked_for) {
    nb_seed(5);
    static const struct {
        const char *init;
        double deviation;
    } table[] = {{"he", 0.1}, {"xavier", 0.0816497}, {"lecun", 0.0707107},
                 {"normal", 1}, {"zeros", 0}};
    for (int i = 0; i < 5; i++) {
        nb_net net = nb_sequential(nb_dense(200, 100, .init = table[i].init));
        gsl_matrix *W = nb_value(nb_net_param(net, 0));
        /* 20000 draws: 5 standard deviations of a spread are 2.5 %. */
        NEAR(nb_norm(W) / sqrt(20000), table[i].deviation,
             0.025 * table[i].deviation);
    }
    gsl_matrix *x = nb_randn(1, 100);
    double before = nb_norm(x);
    for (int i = 0; i < 20; i++)
        x = nb_outputs(nb_sequential(nb_dense(100, 100), nb_act("relu")), x);
    assert_true(nb_norm(x) / before > 0.3 && nb_norm(x) / before < 3);
}

static nb_net checked;
static gsl_matrix *checked_x;
static gsl_vector *checked_y;

/* The net's loss as a function of its first weights, by differences. */
TEST(backpropagation_of_a_net_agrees_with_differences) {
    nb_seed(3);
    checked = nb_sequential(nb_dense(3, 5), nb_act("tanh"), nb_dense(5, 4),
                            nb_act("softplus"), nb_dense(4, 3));
    checked_x = nb_randn(7, 3);
    checked_y = nb_vec(0, 1, 2, 0, 1, 2, 0);
    nb_backward(nb_xent(nb_forward(checked, checked_x), checked_y));
    for (int i = 0; i < 6; i++) {
        nb_var p = nb_net_param(checked, i);
        gsl_matrix *w = nb_value(p), *g = nb_gradof(p);
        for (size_t k = 0; k < w->size1 * w->size2; k++) {
            double before = w->data[k], h = 1e-5;
            w->data[k] = before + h;
            double up = nb_item(nb_xent(nb_forward(checked, checked_x), checked_y));
            w->data[k] = before - h;
            double down = nb_item(nb_xent(nb_forward(checked, checked_x), checked_y));
            w->data[k] = before;
            NEAR(g->data[k], (up - down) / (2 * h), 1e-9);
        }
    }
}

/* Lesson 1.11: digits, 64-32-10, momentum 0.9, rate 0.1, 30 epochs. The
 * interval is Wilson's for the lesson's 582 of 597. */
TEST(lesson_1_11_digits) {
    nb_data all = nb_load("digits");
    gsl_matrix_scale(all.X, 1 / 16.0);
    nb_split_t d = nb_split(all, .test = 597, .seed = 2024);
    nb_seed(1);
    nb_net net = nb_sequential(nb_dense(64, 32), nb_act("relu"),
                               nb_dense(32, 10));
    nb_fit_t fit = nb_fit(net, d.train.X, d.train.y, .epochs = 30,
                          .opt = nb_sgd(net, .lr = 0.1));
    assert_int_equal(fit.epochs, 30);
    NEAR(nb_accuracy(net, d.train.X, d.train.y), 1, 1e-3);
    double test = nb_accuracy(net, d.test.X, d.test.y);
    assert_true(test >= 0.9590 && test <= 0.9847);
    /* Softmax regression: 572 of 597, with a little ridge here. */
    nb_logreg_t linear = nb_logreg(d.train.X, d.train.y, .l2 = 0.1);
    NEAR(nb_accuracy(linear, d.test.X, d.test.y), 572 / 597.0, 0.012);
    /* Zeros stay at chance: ln 10. */
    nb_net dead = nb_sequential(nb_dense(64, 32, .init = "zeros"),
                                nb_act("relu"),
                                nb_dense(32, 10, .init = "zeros"));
    fit = nb_fit(dead, d.train.X, d.train.y, .epochs = 3, .method = "gd",
                 .lr = 0.1);
    NEAR(nb_at(fit.loss, 2), log(10), 0.01);
}

/* Lesson 1.9: no line separates XOR; eight hidden units do. */
TEST(lesson_1_9_xor) {
    gsl_matrix *X = nb_mat((0, 0), (0, 1), (1, 0), (1, 1));
    gsl_vector *y = nb_vec(0, 1, 1, 0);
    nb_seed(1);
    nb_net line = nb_sequential(nb_dense(2, 1));
    nb_fit(line, X, y, .epochs = 2000, .lr = 0.05, .batch = -1);
    NEAR(nb_item(nb_bce(nb_forward(line, X), y)), log(2), 1e-6);
    nb_net net = nb_sequential(nb_dense(2, 8), nb_act("tanh"), nb_dense(8, 1));
    nb_fit_t fit = nb_fit(net, X, y, .method = "lbfgs", .epochs = 100);
    NEAR(nb_accuracy(net, X, y), 1, 0);
    assert_true(nb_at(fit.loss, fit.epochs - 1) < 1e-3);
    gsl_matrix *p = nb_proba(net, X);
    NEAR(nb_at(p, 1, 0) + nb_at(p, 1, 1), 1, EXACT);
    assert_true(nb_at(p, 1, 1) > 0.99);
}

static long last_epoch;
static bool only_three(const nb_epoch *e) {
    last_epoch = e->epoch;
    return e->epoch < 3;
}

TEST(early_stopping_goes_back_to_the_best) {
    nb_data train = nb_moons(100, .seed = 7), val = nb_moons(200, .seed = 8);
    nb_seed(3);
    nb_net net = nb_sequential(nb_dense(2, 64), nb_act("tanh"),
                               nb_dense(64, 1));
    nb_fit_t fit = nb_fit(net, train.X, train.y, .epochs = 2000, .lr = 0.05,
                          .Xval = val.X, .yval = val.y, .patience = 20);
    assert_true(fit.epochs < 2000);
    assert_int_equal(fit.epochs, fit.best_epoch + 20);
    assert_string_equal(fit.message, "the validation loss no longer falls");
    NEAR(nb_item(nb_bce(nb_forward(net, val.X), val.y)),
         nb_at(fit.val_loss, fit.best_epoch - 1), 1e-12);
    NEAR(nb_min(fit.val_loss), nb_at(fit.val_loss, fit.best_epoch - 1), 0);
    fit = nb_fit(net, train.X, train.y, .callback = only_three);
    assert_int_equal(fit.epochs, 3);
    assert_int_equal(last_epoch, 3);
}

TEST(regression_by_a_net_finds_the_least_squares) {
    nb_seed(2);
    gsl_matrix *X = nb_randn(40, 3);
    gsl_vector *y = nb_matmul(X, nb_vec(1, -2, 0.5));
    nb_net net = nb_sequential(nb_dense(3, 1));
    nb_fit(net, X, y, .method = "lbfgs");
    gsl_matrix *W = nb_value(nb_net_param(net, 0));
    NEAR(nb_at(W, 0, 0), 1, 1e-6);
    NEAR(nb_at(W, 1, 0), -2, 1e-6);
    NEAR(nb_r2(y, nb_predict(net, X)), 1, 1e-10);
    FAILS("DomainError", "labels in y must be the whole numbers 0 to 2",
          nb_fit(nb_sequential(nb_dense(3, 3)), X, y));
    FAILS("ShapeError", "X has 40 rows, but y has 2",
          nb_fit(net, X, nb_vec(1, 2)));
    FAILS("ShapeError", "X has 3 columns, but the net has 2",
          nb_fit(nb_sequential(nb_dense(2, 1)), X, y));
    FAILS("ShapeError", "y has 2 columns, but the net has 1",
          nb_fit(net, X, nb_zeros(40, 2)));
    FAILS("DomainError", "no loss \"hinge\"",
          nb_fit(net, X, y, .loss = "hinge"));
    FAILS("DomainError", "no method", nb_fit(net, X, y, .method = "x"));
    FAILS("DomainError", ".epochs = -1", nb_fit(net, X, y, .epochs = -1));
    FAILS("DomainError", "needs both", nb_fit(net, X, y, .Xval = X));
    FAILS("DomainError", "looks at validation",
          nb_fit(net, X, y, .patience = 3));
    FAILS("DomainError", "a derivative is not finite",
          nb_fit(net, X, y, .lr = 1e200, .method = "gd", .loss = "mse"));
    nb_net wide = nb_sequential(nb_dense(3, 2));
    nb_fit(wide, X, nb_zeros(40, 2), .epochs = 1);
    FAILS("ShapeError", "learnt 2 values at once", nb_predict(wide, X));
}

/* ---- Splits. ---- */

TEST(splits_lose_nothing) {
    nb_data d = nb_load("iris");
    nb_split_t s = nb_split(d, .test = 0.2, .seed = 3, .stratify = true);
    assert_int_equal(s.test.n, 30);
    gsl_matrix *C = nb_confusion(s.test.y, s.test.y);
    for (int k = 0; k < 3; k++) NEAR(nb_at(C, k, k), 10, 0);
    NEAR(nb_sum(s.train.X) + nb_sum(s.test.X), nb_sum(d.X), 1e-10);
    nb_split_t again = nb_split(d, .test = 0.2, .seed = 3, .stratify = true);
    assert_true(gsl_matrix_equal(s.test.X, again.test.X));
    s = nb_split(d, .noshuffle = true);
    assert_int_equal(s.test.n, 38); /* a quarter of 150, rounded up */
    NEAR(nb_at(s.test.y, 37), 2, 0);
    FAILS("DomainError", ".test = 150 of 150", nb_split(d, .test = 150));
    FAILS("DomainError", ".test = -1", nb_split(d, .test = -1));
    FAILS("DomainError", "needs class numbers",
          nb_split(nb_load("diabetes"), .stratify = true));
    FAILS("ShapeError", "X has 2 rows, but y is vector(3)",
          nb_dataset(nb_eye(2), nb_vec(1, 2, 3)));
}

TEST(folds_take_every_row_once) {
    nb_data d = nb_dataset(nb_zeros(23, 2), nb_arange(0, 23, 1));
    double total = 0;
    long rows = 0, turns = 0;
    for nb_kfold(fold, d, .k = 5, .seed = 1) {
        total += nb_sum(fold.test.y);
        rows += (long)fold.test.n;
        assert_int_equal(fold.train.n + fold.test.n, 23);
        assert_true(fold.test.n == 4 || fold.test.n == 5);
        assert_int_equal(fold.fold, turns++);
    }
    assert_int_equal(rows, 23);
    assert_int_equal(turns, 5);
    NEAR(total, 253, 0);
    for nb_kfold(fold, d) if (fold.fold == 1) break;
    nb_data iris = nb_load("iris");
    for nb_kfold(fold, iris, .k = 10, .stratify = true)
        NEAR(nb_at(nb_confusion(fold.test.y, fold.test.y), 1, 1), 5, 0);
    FAILS("DomainError", ".k = 1 folds", nb__kfold_begin(d, (nb_fold_opts){1}));
    FAILS("DomainError", "k must be 2 to 23",
          nb__kfold_begin(d, (nb_fold_opts){24}));
}

TEST(batches_take_every_row_once) {
    gsl_vector *y = nb_arange(0, 10, 1);
    double total = 0;
    long sizes = 0;
    for nb_batches(b, nb_zeros(10, 2), y, .size = 4) {
        total += nb_sum(b.y);
        sizes = 10 * sizes + (long)b.size;
    }
    assert_int_equal(sizes, 442);
    NEAR(total, 45, 0);
    gsl_matrix *X = nb_zeros(3, 2);
    FAILS("ShapeError", "X has 3 rows, but y is vector(10)",
          nb__batches_begin(X, y, (nb_batch_opts){0}));
    FAILS("DomainError", ".size = -1",
          nb__batches_begin(nb_zeros(10, 1), y, (nb_batch_opts){-1}));
}

/* ---- Regression. ---- */

/* Lesson 3.4 and 3.7: the workshop's five points. */
TEST(lesson_3_4_linear_regression) {
    gsl_matrix *X = nb_mat((-3), (-1), (0), (1), (3));
    gsl_vector *y = nb_vec(-1.2, -.7, .14, .67, 1.67);
    nb_linreg_t m = nb_linreg(X, y, .nointercept = true);
    NEAR(nb_at(m.coef, 0), 0.499, EXACT);
    m = nb_linreg(X, y);
    NEAR(m.sigma * m.sigma, 0.0467, 5e-5);
    NEAR(nb_at(m.se, 1), 0.0483, 5e-5);
    NEAR(nb_at(nb_linreg(X, y, .l2 = 5).coef, 0), 0.3992, 5e-5);
    /* sum (y - bx)^2 + 5 |b| is SSE / 2n + 0.5 |b|. */
    NEAR(nb_at(nb_linreg(X, y, .l1 = 0.5).coef, 0), 0.3740, 5e-5);
    NEAR(nb_at(nb_linreg(X, y, .l1 = 1.997).coef, 0), 0, 0);
    nb_data f = nb_load("faithful");
    gsl_matrix *e = nb_cols(f.X, 0, 1);
    m = nb_linreg(e, f.p > 1 ? nb_col(f.X, 1) : f.y);
    NEAR(m.intercept, 33.4744, 5e-5);
    NEAR(nb_at(m.coef, 0), 10.7296, 5e-5);
    NEAR(m.sigma, 5.914, 5e-4);
    NEAR(m.r2, 0.8115, 5e-5);
    FAILS("ShapeError", "X has 5 rows, but y is vector(2)",
          nb_linreg(X, nb_vec(1, 2)));
    FAILS("DomainError", "one of them may be positive",
          nb_linreg(X, y, .l1 = 1, .l2 = 1));
    FAILS("DomainError", "nan", nb_linreg(nb_mat((NAN), (1)), nb_vec(1, 2)));
    FAILS("ShapeError", "X has 2 columns, but the model learnt from 1",
          nb_predict(m, nb_zeros(1, 2)));
}

/* Lesson 3.6: Challenger. */
TEST(lesson_3_6_challenger) {
    static const double t[] = {66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78,
                               67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58};
    static const double d[] = {0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0,
                               0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1};
    gsl_matrix *X = nb_zeros(23, 1);
    for (int i = 0; i < 23; i++) nb_at(X, i, 0) = t[i];
    nb_logreg_t m = nb_logreg(X, nb_copy(d));
    assert_true(m.ok);
    assert_int_equal(m.nit, 5);
    NEAR(m.loglik, -10.15760, 5e-6);
    NEAR(nb_at(m.intercept, 0), 15.0429, 5e-5);
    NEAR(nb_at(m.coef, 0, 0), -.23216, 5e-6);
    NEAR(nb_at(m.se, 0), 7.379, 5e-4);
    NEAR(nb_at(m.se, 1), .1082, 5e-5);
    gsl_matrix *p = nb_proba(m, nb_mat((31), (65), (75)));
    NEAR(nb_at(p, 0, 1), .9996, 5e-5);
    NEAR(nb_at(p, 1, 1), .488, 5e-4);
    NEAR(nb_at(p, 2, 1), .086, 5e-4);
}

TEST(lesson_3_6_iris_and_what_has_no_maximum) {
    nb_data d = nb_load("iris");
    gsl_matrix *X = nb_cols(nb_rows(d.X, 50, 100), 2, 2);
    gsl_vector *y = nb_zeros(100);
    for (int i = 50; i < 100; i++) nb_at(y, i) = 1;
    nb_logreg_t m = nb_logreg(X, y);
    NEAR(nb_at(m.intercept, 0), -45.272, 5e-4);
    NEAR(nb_at(m.coef, 0, 0), 5.755, 5e-4);
    NEAR(nb_at(m.coef, 1, 0), 10.447, 5e-4);
    NEAR(m.loglik, -10.28175, 5e-6);
    NEAR(nb_at(m.se, 0), 13.6, 0.05);
    NEAR(nb_accuracy(m, X, y), 0.94, EXACT);
    for (int i = 0; i < 100; i++) nb_at(y, i) = i % 50 < 25;
    gsl_matrix *setosa = nb_rows(d.X, 0, 100);
    for (int i = 0; i < 100; i++) nb_at(y, i) = i >= 50;
    m = nb_logreg(setosa, y);
    assert_false(m.ok);
    assert_non_null(strstr(m.message, "can be separated"));
    assert_true(nb_logreg(setosa, y, .l2 = 1).ok);
    FAILS("DomainError", "only one class", nb_logreg(X, nb_zeros(100)));
    FAILS("DomainError", "label 0 is 0.5", nb_logreg(nb_eye(2), nb_vec(.5, 1)));
    FAILS("ShapeError", "X has 2 rows", nb_logreg(nb_eye(2), nb_vec(0, 1, 0)));
    FAILS("DomainError", ".l2 = -1", nb_logreg(nb_eye(2), nb_vec(0, 1), .l2 = -1));
    FAILS("ShapeError", "learnt from 2", nb_predict(nb_logreg(X, nb_copy(y)), nb_eye(3)));
}

/* ---- Scores. ---- */

TEST(scores_by_hand) {
    gsl_vector *y = nb_vec(0, 0, 1, 1, 1), *p = nb_vec(0, 1, 1, 1, 0);
    nb_scores_t s = nb_scores(y, p, 1);
    NEAR(s.precision, 2 / 3.0, EXACT);
    NEAR(s.recall, 2 / 3.0, EXACT);
    NEAR(s.f1, 2 / 3.0, EXACT);
    NEAR(nb_accuracy(y, p), 0.6, EXACT);
    NEAR(nb_roc(y, nb_vec(.1, .1, .1, .1, .1)).auc, 0.5, EXACT);
    NEAR(nb_roc(y, nb_vec(1, 2, 3, 4, 5)).auc, 1, EXACT);
    NEAR(nb_logloss(nb_vec(1, 0), nb_mat((.1, .9), (.9, .1))), 0.10536, 5e-6);
    NEAR(nb_r2(nb_vec(1, 2, 3), nb_vec(2, 2, 2)), 0, EXACT);
    assert_true(isnan(nb_r2(nb_vec(2, 2), nb_vec(2, 2))));
    gsl_vector *three = nb_vec(1, 2, 3);
    FAILS("ShapeError", "5 true values, but 3", nb_accuracy(y, three));
    FAILS("ShapeError", "nb_confusion", nb_confusion(y, three));
    FAILS("ShapeError", "nb_scores", nb_scores(y, three, 1));
    FAILS("ShapeError", "nb_rmse", nb_rmse(y, three));
    FAILS("ShapeError", "nb_r2", nb_r2(y, three));
    FAILS("ShapeError", "nb_roc", nb_roc(y, three));
    FAILS("DomainError", "label 0 is 0.5", nb_confusion(nb_vec(.5), nb_vec(1)));
    FAILS("DomainError", "label 2", nb_roc(nb_vec(2, 1), nb_vec(1, 2)));
    FAILS("DomainError", "only one class", nb_roc(nb_vec(1, 1), nb_vec(1, 2)));
    FAILS("DomainError", "label 0 is 3", nb_logloss(nb_vec(3), nb_eye(1)));
    FAILS("ShapeError", "1 labels, but 2 rows", nb_logloss(nb_vec(0), nb_eye(2)));
}

/* ---- Being stopped. ---- */

static int patience;
static int stops_soon(void) { return --patience < 0; }

TEST(the_stop_button_ends_long_loops) {
    static nb_host host;
    host = test_host;
    host.is_interrupted = stops_soon;
    nb_host_set(&host);
    patience = 10;
    nb_min_t m = nb_minimize(rosen, nb_vec(-1.2, 1), .method = "gd",
                             .lr = 1e-6);
    assert_string_equal(m.message, "interrupted");
    assert_true(m.nit < 20);
    patience = 20;
    nb_net net = nb_sequential(nb_dense(2, 1));
    nb_fit_t fit = nb_fit(net, nb_zeros(64, 2), nb_zeros(64), .epochs = 100000);
    assert_string_equal(fit.message, "interrupted");
    nb_host_set(&test_host);
}

SUITE(CASE(lesson_3_17_every_method_on_rosenbrock),
      CASE(to_the_last_digit),
      CASE(lesson_3_15_conditions),
      CASE(lesson_3_14_the_wall),
      CASE(lesson_3_18_a_saddle_is_left),
      CASE(lesson_3_21_clipping),
      CASE(steps_are_those_of_the_formulas),
      CASE(callbacks_and_options),
      CASE(schedules),
      CASE(optimisers_name_what_is_wrong),
      CASE(nets_have_the_shapes_that_were_asked_for),
      CASE(initial_weights_have_the_spread_that_was_asked_for),
      CASE(backpropagation_of_a_net_agrees_with_differences),
      CASE(lesson_1_11_digits),
      CASE(lesson_1_9_xor),
      CASE(early_stopping_goes_back_to_the_best),
      CASE(regression_by_a_net_finds_the_least_squares),
      CASE(splits_lose_nothing),
      CASE(folds_take_every_row_once),
      CASE(batches_take_every_row_once),
      CASE(lesson_3_4_linear_regression),
      CASE(lesson_3_6_challenger),
      CASE(lesson_3_6_iris_and_what_has_no_maximum),
      CASE(scores_by_hand),
      CASE(the_stop_button_ends_long_loops))
