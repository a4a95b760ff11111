/* validate.c - cross-validation, curves, calibration. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "fail.h"
#include "net.h"
#include "pool.h"
#include "split.h"

/* ---- Turns over the folds. ---- */

/* What is measured in one fold, into scores[0] or more. */
typedef struct Plan {
    const char *who;
    nb_data data;
    nb_cv_opts opts;
    double (*score)(nb_data train, nb_data test);
    double (*with)(nb_data train, nb_data test, double parameter);
    const gsl_vector *x; /* parameters or sizes; NULL for nb_cv() */
} Plan;

static size_t turns_of(const Plan *p) {
    if (p->opts.repeats < 0)
        nb__fail("DomainError", "%s: .repeats is %ld.", p->who,
                 p->opts.repeats);
    long k = p->opts.k ? p->opts.k : 5;
    if (k < 2 || (size_t)k > p->data.n)
        nb__fail("DomainError",
                 "%s: .k = %ld folds of %zu rows; k must be 2 to %zu.", p->who,
                 k, p->data.n, p->data.n);
    return (size_t)k * (size_t)(p->opts.repeats ? p->opts.repeats : 1);
}

/* The first rows of a part. */
static nb_data first_rows(const nb_data *d, size_t count) {
    size_t *order = nb__alloc(count, sizeof *order);
    for (size_t i = 0; i < count; i++) order[i] = i;
    nb_data first = nb__rows_of_data(d, order, count);
    free(order);
    return first;
}

static size_t size_of(const Plan *p, size_t i, size_t rows) {
    double size = gsl_vector_get(p->x, i);
    if (!(size >= 1 && size == floor(size) && size <= (double)rows))
        nb__fail("DomainError",
                 "%s: size %zu is %g; it must be a whole number from 1 to %zu, "
                 "as many rows as a fold has to train.",
                 p->who, i, size, rows);
    return (size_t)size;
}

/* One fold: its test score, or both scores for each x. */
static void measure(const Plan *p, nb_data train, nb_data test,
                    double *on_train, double *on_test) {
    size_t count = p->x ? p->x->size : 1;
    for (size_t i = 0; i < count; i++) {
        long scope = nb__scope_open();
        if (p->with) {
            double parameter = gsl_vector_get(p->x, i);
            on_train[i] = p->with(train, train, parameter);
            on_test[i] = p->with(train, test, parameter);
        } else if (p->x) {
            nb_data part = first_rows(&train, size_of(p, i, train.n));
            on_train[i] = p->score(part, part);
            on_test[i] = p->score(part, test);
        } else {
            on_test[i] = p->score(train, test);
        }
        nb__scope_close(&scope);
    }
}

/* All folds of all repeats, a row of scores each. */
static void run(const Plan *p, double *on_train, double *on_test) {
    size_t count = p->x ? p->x->size : 1, turn = 0;
    long repeats = p->opts.repeats ? p->opts.repeats : 1;
    for (long r = 0; r < repeats; r++) {
        nb_fold_opts o = {p->opts.k, p->opts.seed + (unsigned long)r,
                          p->opts.noshuffle, p->opts.stratify};
        for nb_kfold(fold, p->data, o.k, o.seed, o.noshuffle, o.stratify) {
            measure(p, fold.train, fold.test,
                    on_train ? on_train + turn * count : NULL,
                    on_test + turn * count);
            turn++;
        }
    }
}

/* ---- Cross-validation. ---- */

nb_cv_t nb__cv(nb_data d, double (*score)(nb_data train, nb_data test),
               nb_cv_opts opts) {
    nb__need_data("nb_cv", &d);
    if (!score) nb__fail("NullError", "nb_cv: the score function is NULL.");
    Plan p = {"nb_cv", d, opts, score, NULL, NULL};
    gsl_vector *scores = nb__new_vector(turns_of(&p));
    run(&p, NULL, scores->data);
    double sd = gsl_stats_sd(scores->data, 1, scores->size);
    return (nb_cv_t){nb__own_vector(scores),
                     gsl_stats_mean(scores->data, 1, scores->size), sd,
                     sd / sqrt((double)scores->size),
                     opts.k ? (size_t)opts.k : 5};
}

void nb__free_cv(nb_cv_t c) { nb__free_vector(c.scores); }

/* ---- Curves. ---- */

static void column_moments(const double *scores, size_t rows, size_t cols,
                           size_t j, double *mean, double *se) {
    *mean = gsl_stats_mean(scores + j, cols, rows);
    *se = gsl_stats_sd(scores + j, cols, rows) / sqrt((double)rows);
}

static nb_curve_t curve_of(const Plan *p) {
    nb__need_finite_vector(p->who, p->x);
    size_t turns = turns_of(p), m = p->x->size;
    if (m == 0)
        nb__fail("ShapeError", "%s: there is nothing to go along.", p->who);
    double *on_train = nb__alloc(turns * m, sizeof *on_train);
    double *on_test = nb__alloc(turns * m, sizeof *on_test);
    run(p, on_train, on_test);
    nb_curve_t c = {.x = nb__copy_vector(p->x, 0),
                    .train = nb__own_vector(nb__new_vector(m)),
                    .test = nb__own_vector(nb__new_vector(m)),
                    .train_se = nb__own_vector(nb__new_vector(m)),
                    .test_se = nb__own_vector(nb__new_vector(m))};
    for (size_t j = 0; j < m; j++) {
        column_moments(on_train, turns, m, j, c.train->data + j,
                       c.train_se->data + j);
        column_moments(on_test, turns, m, j, c.test->data + j,
                       c.test_se->data + j);
        double now = c.test->data[j], best = c.test->data[c.best];
        if (p->opts.maximize ? now > best : now < best) c.best = j;
    }
    c.best_x = c.x->data[c.best];
    free(on_train);
    free(on_test);
    return c;
}

nb_curve_t nb__validation_curve(nb_data d,
                                double (*score)(nb_data, nb_data, double),
                                const gsl_vector *parameters,
                                nb_cv_opts opts) {
    nb__need_data("nb_validation_curve", &d);
    if (!score)
        nb__fail("NullError",
                 "nb_validation_curve: the score function is NULL.");
    Plan p = {"nb_validation_curve", d, opts, NULL, score, parameters};
    return curve_of(&p);
}

nb_curve_t nb__learning_curve(nb_data d, double (*score)(nb_data, nb_data),
                              const gsl_vector *sizes, nb_cv_opts opts) {
    nb__need_data("nb_learning_curve", &d);
    if (!score)
        nb__fail("NullError", "nb_learning_curve: the score function is NULL.");
    Plan p = {"nb_learning_curve", d, opts, score, NULL, sizes};
    return curve_of(&p);
}

void nb__free_curve(nb_curve_t c) {
    nb__free_vector(c.x);
    nb__free_vector(c.train);
    nb__free_vector(c.test);
    nb__free_vector(c.train_se);
    nb__free_vector(c.test_se);
}

/* ---- Scores. ---- */

double nb__score_linreg(nb_linreg_t m, const gsl_matrix *X,
                        const gsl_vector *y) {
    return nb__judged(y, nb__predict_linreg(m, X), nb_r2);
}

double nb__score_bayes(nb_bayes_t m, const gsl_matrix *X,
                       const gsl_vector *y) {
    return nb__judged(y, nb__predict_bayes(m, X), nb_r2);
}

double nb__score_net(nb_net net, const gsl_matrix *X, const gsl_vector *y) {
    gsl_vector *predicted = nb__predict_net(net, X);
    return nb__judged(y, predicted,
                      nb__net_has_values(net) ? nb_r2 : nb__accuracy);
}

/* ---- Calibration. ---- */

static void check_calibration(const gsl_vector *y, const gsl_vector *p,
                              const nb_calibration_opts *o) {
    nb__need_vector("nb_calibration", y);
    nb__need_vector("nb_calibration", p);
    if (y->size != p->size)
        nb__fail("ShapeError",
                 "nb_calibration: there are %zu true values, but %zu "
                 "probabilities.",
                 y->size, p->size);
    if (y->size == 0)
        nb__fail("ShapeError", "nb_calibration: y is empty.");
    if (o->bins < 0)
        nb__fail("DomainError", "nb_calibration: .bins is %ld.", o->bins);
    for (size_t i = 0; i < y->size; i++) {
        double t = gsl_vector_get(y, i), q = gsl_vector_get(p, i);
        if (t != 0 && t != 1)
            nb__fail("DomainError",
                     "nb_calibration: y[%zu] is %g; it takes 0 and 1.", i, t);
        if (!(q >= 0 && q <= 1))
            nb__fail("DomainError",
                     "nb_calibration: p[%zu] is %g, which is no probability.",
                     i, q);
    }
}

/* Which bin each row goes to. */
static size_t *bins_of(const gsl_vector *p, size_t bins, int quantiles) {
    size_t n = p->size, *bin = nb__alloc(n, sizeof *bin);
    size_t *order = nb__alloc(n, sizeof *order);
    if (quantiles) gsl_sort_index(order, p->data, p->stride, n);
    for (size_t i = 0; i < n; i++) {
        if (quantiles) {
            bin[order[i]] = i * bins / n;
            continue;
        }
        size_t b = (size_t)(gsl_vector_get(p, i) * (double)bins);
        bin[i] = b < bins ? b : bins - 1;
    }
    free(order);
    return bin;
}

nb_calibration_t nb__calibration(const gsl_vector *y, const gsl_vector *p,
                                 nb_calibration_opts o) {
    check_calibration(y, p, &o);
    size_t n = y->size, bins = o.bins ? (size_t)o.bins : 10, used = 0;
    size_t *bin = bins_of(p, bins, o.quantiles);
    double *sums = nb__alloc(3 * bins, sizeof *sums);
    nb_calibration_t c = {.n = n};
    for (size_t i = 0; i < n; i++) {
        double t = gsl_vector_get(y, i), q = gsl_vector_get(p, i);
        double *sum = sums + 3 * bin[i];
        sum[0] += q;
        sum[1] += t;
        sum[2] += 1;
        c.brier += (q - t) * (q - t) / (double)n;
    }
    for (size_t b = 0; b < bins; b++) {
        double *sum = sums + 3 * b;
        if (sum[2] == 0) continue;
        c.ece += fabs(sum[0] - sum[1]) / (double)n;
        sums[used] = sum[0] / sum[2];
        sums[used + 1] = sum[1] / sum[2];
        sums[used + 2] = sum[2];
        used += 3;
    }
    gsl_matrix_const_view kept =
        gsl_matrix_const_view_array(sums, used ? used / 3 : 1, 3);
    gsl_vector *columns[3];
    for (size_t j = 0; j < 3; j++) {
        gsl_vector_const_view column =
            gsl_matrix_const_column(&kept.matrix, j);
        columns[j] = nb__copy_vector(&column.vector, 0);
    }
    c.predicted = columns[0];
    c.observed = columns[1];
    c.count = columns[2];
    free(bin);
    free(sums);
    return c;
}

void nb__free_calibration(nb_calibration_t c) {
    nb__free_vector(c.predicted);
    nb__free_vector(c.observed);
    nb__free_vector(c.count);
}
