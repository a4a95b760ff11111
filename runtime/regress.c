/* regress.c - linear regression: least squares, ridge, lasso. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "nabla.h"
#include "pool.h"

static void check(const gsl_matrix *X, const gsl_vector *y,
                  const nb_linreg_opts *o) {
    nb__need_finite_matrix("nb_linreg", X);
    nb__need_finite_vector("nb_linreg", y);
    if (X->size1 != y->size)
        nb__fail("ShapeError",
                 "nb_linreg: X has %zu rows, but y is vector(%zu).", X->size1,
                 y->size);
    if (!(o->l1 >= 0) || !(o->l2 >= 0) || (o->l1 > 0 && o->l2 > 0))
        nb__fail("DomainError",
                 "nb_linreg: .l1 = %g, .l2 = %g; one of them may be positive, "
                 "none negative.",
                 o->l1, o->l2);
}

/* Centred data: without an intercept it is the data itself. */
typedef struct Problem {
    gsl_matrix *X;
    double *y, *means; /* y centred; p means of columns */
    double mean;       /* of y */
    size_t n, p;
} Problem;

static Problem problem_of(const gsl_matrix *X, const gsl_vector *y,
                          int has_intercept) {
    Problem q = {nb__new_matrix(X->size1, X->size2),
                 nb__alloc(y->size, sizeof(double)),
                 nb__alloc(X->size2, sizeof(double)), 0, X->size1, X->size2};
    double n = (double)q.n;
    for (size_t i = 0; has_intercept && i < q.n; i++) {
        q.mean += y->data[i * y->stride] / n;
        for (size_t j = 0; j < q.p; j++)
            q.means[j] += X->data[i * X->tda + j] / n;
    }
    for (size_t i = 0; i < q.n; i++) {
        q.y[i] = y->data[i * y->stride] - q.mean;
        for (size_t j = 0; j < q.p; j++)
            q.X->data[i * q.p + j] = X->data[i * X->tda + j] - q.means[j];
    }
    return q;
}

static void problem_done(Problem *q) {
    (gsl_matrix_free)(q->X);
    free(q->y);
    free(q->means);
}

/* coef = V diag(s / (s^2 + l2)) U' y; the inverse of X'X falls off too, into
 * its diagonal and the quadratic form of the means. */
static void by_svd(const Problem *q, double l2, double *coef, double *diagonal,
                   double *form) {
    nb_svd_t svd = nb_svd(q->X);
    size_t k = svd.S->size;
    double least = svd.S->data[0] * 2.2e-16 *
                   (double)(q->n > q->p ? q->n : q->p);
    *form = 0;
    for (size_t a = 0; a < k; a++) {
        double s = svd.S->data[a], uy = 0, vm = 0;
        if (s <= least) continue;
        for (size_t i = 0; i < q->n; i++)
            uy += svd.U->data[i * svd.U->tda + a] * q->y[i];
        for (size_t j = 0; j < q->p; j++) {
            double v = svd.V->data[j * svd.V->tda + a];
            coef[j] += v * uy * s / (s * s + l2);
            diagonal[j] += v * v / (s * s);
            vm += v * q->means[j];
        }
        *form += vm * vm / (s * s);
    }
    nb__free_svd(svd);
}

static double soft(double x, double by) {
    return x > by ? x - by : x < -by ? x + by : 0;
}

/* One coefficient after the other, until none moves. */
static void lasso(const Problem *q, double l1, double *coef) {
    double *rest = nb__alloc(q->n, sizeof *rest), n = (double)q->n;
    memcpy(rest, q->y, q->n * sizeof *rest);
    for (int sweep = 0; sweep < 100000; sweep++) {
        double moved = 0, largest = 0;
        for (size_t j = 0; j < q->p; j++) {
            double xx = 0, xr = 0, old = coef[j];
            for (size_t i = 0; i < q->n; i++) {
                double x = q->X->data[i * q->p + j];
                xx += x * x;
                xr += x * rest[i];
            }
            if (xx == 0) continue;
            coef[j] = soft(xr / n + xx / n * old, l1) / (xx / n);
            for (size_t i = 0; i < q->n; i++)
                rest[i] -= (coef[j] - old) * q->X->data[i * q->p + j];
            moved = fmax(moved, fabs(coef[j] - old) * sqrt(xx / n));
            largest = fmax(largest, fabs(coef[j]) * sqrt(xx / n));
        }
        if (moved <= 1e-12 * fmax(largest, 1e-300)) break;
    }
    free(rest);
}

static void judge(const Problem *q, const double *coef, nb_linreg_t *m) {
    double around = 0;
    for (size_t i = 0; i < q->n; i++) {
        double error = q->y[i];
        for (size_t j = 0; j < q->p; j++)
            error -= coef[j] * q->X->data[i * q->p + j];
        m->sse += error * error;
        around += q->y[i] * q->y[i];
    }
    m->r2 = around > 0 ? 1 - m->sse / around : (double)NAN;
}

nb_linreg_t nb__linreg(const gsl_matrix *X, const gsl_vector *y,
                       nb_linreg_opts opts) {
    check(X, y, &opts);
    Problem q = problem_of(X, y, !opts.nointercept);
    double *coef = nb__alloc(2 * q.p, sizeof *coef), *diagonal = coef + q.p;
    double form = 0;
    if (opts.l1 > 0)
        lasso(&q, opts.l1, coef);
    else
        by_svd(&q, opts.l2, coef, diagonal, &form);
    nb_linreg_t m = {.n = q.n, .p = q.p, .intercept = q.mean};
    judge(&q, coef, &m);
    for (size_t j = 0; j < q.p; j++) m.intercept -= coef[j] * q.means[j];
    double left = (double)q.n - (double)q.p - !opts.nointercept;
    m.df = left;
    m.sigma = left > 0 ? sqrt(m.sse / left) : (double)NAN;
    m.coef = nb__vec(q.p, coef);
    if (left > 0 && opts.l1 == 0 && opts.l2 == 0) {
        m.se = nb__new_vector(q.p + 1);
        for (size_t j = 0; j < q.p; j++)
            m.se->data[j + 1] = m.sigma * sqrt(diagonal[j]);
        if (!opts.nointercept)
            m.se->data[0] = m.sigma * sqrt(1 / (double)q.n + form);
        (void)nb__own_vector(m.se);
    }
    free(coef);
    problem_done(&q);
    return m;
}

void nb__free_linreg(nb_linreg_t m) {
    nb__free_vector(m.coef);
    nb__free_vector(m.se);
}

gsl_vector *nb__predict_linreg(nb_linreg_t m, const gsl_matrix *X) {
    nb__need_matrix("nb_predict", X);
    if (X->size2 != m.p)
        nb__fail("ShapeError",
                 "nb_predict: X has %zu columns, but the model learnt from "
                 "%zu.",
                 X->size2, m.p);
    gsl_vector *y = nb__new_vector(X->size1);
    for (size_t i = 0; i < X->size1; i++) {
        y->data[i] = m.intercept;
        for (size_t j = 0; j < m.p; j++)
            y->data[i] += m.coef->data[j] * X->data[i * X->tda + j];
    }
    return nb__own_vector(y);
}
