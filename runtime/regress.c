/* regress.c - linear regression: least squares, ridge, lasso. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "blas.h"
#include "fail.h"
#include "infer.h"
#include "opt.h"
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

/* coef = V diag(s / (s^2 + l2)) U' y; (X'X)^-1 = V diag(1 / s^2) V' falls off
 * too, into inverse unless it is NULL. Gives the rank of X. */
static size_t by_svd(const Problem *q, double l2, double *coef,
                     gsl_matrix *inverse) {
    nb_svd_t svd = nb_svd(q->X);
    size_t k = svd.S->size, p = q->p, rank = 0;
    double least = svd.S->data[0] * 2.2e-16 *
                   (double)(q->n > q->p ? q->n : q->p);
    double *scaled = nb__alloc(p * k, sizeof *scaled);
    for (size_t a = 0; a < k; a++) {
        double s = svd.S->data[a], uy = 0;
        if (s <= least) continue;
        rank++;
        for (size_t i = 0; i < q->n; i++)
            uy += svd.U->data[i * svd.U->tda + a] * q->y[i];
        for (size_t j = 0; j < p; j++) {
            double v = svd.V->data[j * svd.V->tda + a];
            coef[j] += v * uy / (s + l2 / s);
            scaled[j * k + a] = v / s;
        }
    }
    nb__product turned = {0, 1, p, p, k, k, k, p, 1, 0};
    if (inverse) nb__gemm(&turned, scaled, scaled, inverse->data);
    free(scaled);
    nb__free_svd(svd);
    return rank;
}

/* SSE / 2 + l2 |coef|^2 / 2, for descending. */
typedef struct Squares {
    nb__own_func base;
    const Problem *q;
    double l2, *rest;
} Squares;

static double squares(void *self, const double *coef, double *g) {
    Squares *s = self;
    const Problem *q = s->q;
    double total = 0;
    nb__product times = {0, 0, q->n, 1, q->p, q->p, 1, 1, -1, 1};
    memcpy(s->rest, q->y, q->n * sizeof *s->rest);
    nb__gemm(&times, q->X->data, coef, s->rest);
    for (size_t i = 0; i < q->n; i++) total += s->rest[i] * s->rest[i] / 2;
    for (size_t j = 0; j < q->p; j++) total += s->l2 * coef[j] * coef[j] / 2;
    if (!g) return total;
    nb__product turned = {1, 0, q->p, 1, q->n, q->p, 1, 1, -1, 0};
    nb__gemm(&turned, q->X->data, s->rest, g);
    for (size_t j = 0; j < q->p; j++) g[j] += s->l2 * coef[j];
    return total;
}

static void by_gradient(const Problem *q, double l2, double *coef) {
    Squares s = {{squares, NULL}, q, l2, nb__alloc(q->n, sizeof(double))};
    nb_min_opts how = {.method = "lbfgs", .nopath = true, .memory = 20,
                       .maxit = 100000, .tol = 1e-12};
    nb_opt opt =
        nb__opt_new(nb__func_of_own(&s.base), coef, q->p, &how, "nb_linreg");
    while (!opt->is_done) nb_step(opt);
    memcpy(coef, opt->best_x, q->p * sizeof *coef);
    nb__free_opt(opt);
    free(s.rest);
}

/* (X'X + l2 I) coef = X'y: quick, but it squares the condition of X. */
static void by_normal(const Problem *q, double l2, double *coef,
                      gsl_matrix *inverse) {
    gsl_matrix *S = nb__new_matrix(q->p, q->p);
    nb__product gram = {1, 0, q->p, q->p, q->n, q->p, q->p, q->p, 1, 0};
    nb__gemm(&gram, q->X->data, q->X->data, S->data);
    for (size_t j = 0; j < q->p; j++) S->data[j * q->p + j] += l2;
    gsl_vector *Xy = nb__new_vector(q->p);
    nb__product turned = {1, 0, q->p, 1, q->n, q->p, 1, 1, 1, 0};
    nb__gemm(&turned, q->X->data, q->y, Xy->data);
    gsl_vector *solved = nb__solve_vector(S, Xy);
    memcpy(coef, solved->data, q->p * sizeof *coef);
    if (inverse) {
        gsl_matrix *inv = nb_inv(S);
        gsl_matrix_memcpy(inverse, inv);
        nb__free_matrix(inv);
    }
    nb__free_vector(solved);
    (gsl_vector_free)(Xy);
    (gsl_matrix_free)(S);
}

/* Gives the rank of X. */
static size_t by_method(const Problem *q, const nb_linreg_opts *o,
                        double *coef, gsl_matrix *inverse) {
    static const char *const methods[] = {"svd", "normal", "gradient", NULL};
    size_t method = nb__choice("nb_linreg", "method", o->method, methods);
    if (method == 1) {
        by_normal(q, o->l2, coef, inverse);
        return q->p;
    }
    size_t rank = by_svd(q, o->l2, coef, inverse);
    if (method != 2) return rank;
    memset(coef, 0, q->p * sizeof *coef);
    by_gradient(q, o->l2, coef);
    return rank;
}

static double soft(double x, double by) {
    return x > by ? x - by : x < -by ? x + by : 0;
}

typedef struct Sweep {
    double l1;
    double *rest;          /* y less what the coefficients say */
    double moved, largest; /* of this sweep, in units of y */
} Sweep;

static void lasso_step(const Problem *q, size_t j, Sweep *s, double *coef) {
    double n = (double)q->n, xx = 0, xr = 0, old = *coef;
    for (size_t i = 0; i < q->n; i++) {
        double x = q->X->data[i * q->p + j];
        xx += x * x;
        xr += x * s->rest[i];
    }
    if (xx == 0) return;
    *coef = soft(xr / n + xx / n * old, s->l1) / (xx / n);
    for (size_t i = 0; i < q->n; i++)
        s->rest[i] -= (*coef - old) * q->X->data[i * q->p + j];
    s->moved = fmax(s->moved, fabs(*coef - old) * sqrt(xx / n));
    s->largest = fmax(s->largest, fabs(*coef) * sqrt(xx / n));
}

/* One coefficient after the other, until none moves. */
static void lasso(const Problem *q, double l1, double *coef) {
    Sweep s = {l1, nb__alloc(q->n, sizeof *s.rest), 0, 0};
    memcpy(s.rest, q->y, q->n * sizeof *s.rest);
    for (int sweep = 0; sweep < 100000; sweep++) {
        s.moved = s.largest = 0;
        for (size_t j = 0; j < q->p; j++) lasso_step(q, j, &s, &coef[j]);
        if (s.moved <= 1e-12 * fmax(s.largest, 1e-300)) break;
    }
    free(s.rest);
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

/* Of the intercept and the coefficients, from (X'X)^-1 of the centred X:
 * the intercept is the mean of y less the coefficients times the means. */
static void standard_errors(const Problem *q, const gsl_matrix *inverse,
                            int has_intercept, nb_linreg_t *m) {
    size_t p = q->p;
    double noise = m->sigma * m->sigma;
    m->cov = nb__new_matrix(p + 1, p + 1);
    m->se = nb__new_vector(p + 1);
    double *C = m->cov->data;
    if (has_intercept) C[0] = noise / (double)q->n;
    for (size_t i = 0; i < p; i++) {
        double along = 0;
        for (size_t j = 0; j < p; j++) {
            double c = noise * inverse->data[i * p + j];
            C[(i + 1) * (p + 1) + j + 1] = c;
            along += c * q->means[j];
        }
        C[i + 1] = C[(i + 1) * (p + 1)] = -along;
        C[0] += along * q->means[i];
    }
    for (size_t i = 0; i <= p; i++)
        m->se->data[i] = sqrt(C[i * (p + 1) + i]);
    (void)nb__own_matrix(m->cov);
    (void)nb__own_vector(m->se);
}

nb_linreg_t nb__linreg(const gsl_matrix *X, const gsl_vector *y,
                       nb_linreg_opts opts) {
    check(X, y, &opts);
    Problem q = problem_of(X, y, !opts.nointercept);
    double *coef = nb__alloc(q.p, sizeof *coef);
    nb_linreg_t m = {.n = q.n, .p = q.p, .intercept = q.mean};
    gsl_matrix *inverse = nb__new_matrix(q.p, q.p);
    size_t rank = q.p;
    if (opts.l1 > 0)
        lasso(&q, opts.l1, coef);
    else
        rank = by_method(&q, &opts, coef, inverse);
    /* Columns that depend on others take nothing from what is left. */
    m.df = (double)q.n - (double)rank - !opts.nointercept;
    int has_errors = m.df > 0 && opts.l1 == 0 && opts.l2 == 0;
    judge(&q, coef, &m);
    for (size_t j = 0; j < q.p; j++) m.intercept -= coef[j] * q.means[j];
    m.sigma = m.df > 0 ? sqrt(m.sse / m.df) : (double)NAN;
    m.coef = nb__vec(q.p, coef);
    if (has_errors) standard_errors(&q, inverse, !opts.nointercept, &m);
    (gsl_matrix_free)(inverse);
    free(coef);
    problem_done(&q);
    return m;
}

void nb__free_linreg(nb_linreg_t m) {
    nb__free_vector(m.coef);
    nb__free_vector(m.se);
    nb__free_matrix(m.cov);
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
