/* bayes.c - the posterior of a linear model, and bounds of predictions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "fail.h"
#include "infer.h"
#include "pool.h"

/* ---- The posterior. ---- */

/* The problem in the directions of F's singular vectors, where everything is
 * a number at a time. */
typedef struct Rotated {
    nb_svd_t svd;
    double *uy;  /* k: U'y */
    double rest; /* |y|^2 - |U'y|^2, that no weight can explain */
    size_t n, p, k;
} Rotated;

static Rotated rotated(const gsl_matrix *F, const gsl_vector *y) {
    Rotated r = {nb_svd(F), NULL, 0, F->size1, F->size2, 0};
    r.k = r.svd.S->size;
    r.uy = nb__alloc(r.k, sizeof *r.uy);
    double *rest = nb__alloc(r.n, sizeof *rest);
    for (size_t i = 0; i < r.n; i++) {
        rest[i] = gsl_vector_get(y, i);
        for (size_t a = 0; a < r.k; a++)
            r.uy[a] += gsl_matrix_get(r.svd.U, i, a) * rest[i];
    }
    for (size_t i = 0; i < r.n; i++) {
        for (size_t a = 0; a < r.k; a++)
            rest[i] -= gsl_matrix_get(r.svd.U, i, a) * r.uy[a];
        r.rest += rest[i] * rest[i];
    }
    free(rest);
    return r;
}

static void rotated_done(Rotated *r) {
    nb__free_svd(r->svd);
    free(r->uy);
}

/* What the data says at precisions alpha of the prior, beta of the noise. */
typedef struct Look {
    double weights; /* |mean|^2 */
    double errors;  /* |y - F mean|^2 */
    double known;   /* how many weights the data decides */
    double log_det; /* of the posterior's precision */
} Look;

static Look look(const Rotated *r, double alpha, double beta) {
    Look l = {0, r->rest, 0, (double)(r->p - r->k) * log(alpha)};
    for (size_t a = 0; a < r->k; a++) {
        double s = r->svd.S->data[a], precision = alpha + beta * s * s;
        double m = beta * s * r->uy[a] / precision;
        double e = r->uy[a] * alpha / precision;
        l.weights += m * m;
        l.errors += e * e;
        l.known += beta * s * s / precision;
        l.log_det += log(precision);
    }
    return l;
}

static double evidence(const Rotated *r, double alpha, double beta) {
    Look l = look(r, alpha, beta);
    double n = (double)r->n, p = (double)r->p;
    return (p * log(alpha) + n * log(beta) - beta * l.errors -
            alpha * l.weights - l.log_det - n * log(2 * M_PI)) / 2;
}

/* MacKay's fixed point, for what was not given. */
static void most_evident(const Rotated *r, const nb_bayes_opts *o,
                         double *alpha, double *beta) {
    long most = o->maxit ? o->maxit : 1000;
    for (long i = 0; i < most; i++) {
        Look l = look(r, *alpha, *beta);
        double a = o->prior_sd > 0 ? *alpha : l.known / l.weights;
        double b = o->noise_sd > 0 ? *beta
                                   : ((double)r->n - l.known) / l.errors;
        double moved = fabs(log(a / *alpha)) + fabs(log(b / *beta));
        if (!isfinite(moved)) break;
        *alpha = a;
        *beta = b;
        if (moved < 1e-12) break;
    }
}

static void check(const gsl_matrix *F, const gsl_vector *y,
                  const nb_bayes_opts *o) {
    nb__need_finite_matrix("nb_bayes", F);
    nb__need_finite_vector("nb_bayes", y);
    if (F->size1 != y->size)
        nb__fail("ShapeError",
                 "nb_bayes: F has %zu rows, but y is vector(%zu).", F->size1,
                 y->size);
    if (!(o->prior_sd >= 0) || !(o->noise_sd >= 0) || o->maxit < 0)
        nb__fail("DomainError",
                 "nb_bayes: .prior_sd = %g, .noise_sd = %g and .maxit = %ld "
                 "must not be negative.",
                 o->prior_sd, o->noise_sd, o->maxit);
    if (nb__maxabs_vector(y) == 0 && !(o->prior_sd > 0 && o->noise_sd > 0))
        nb__fail("DomainError",
                 "nb_bayes: y is zero, so it cannot tell .prior_sd and "
                 ".noise_sd; give both.");
}

static void set_posterior(const Rotated *r, double alpha, double beta,
                          nb_bayes_t *m) {
    m->mean = nb__new_vector(r->p);
    m->cov = nb__new_matrix(r->p, r->p);
    /* Directions that no row has a part in keep the prior. */
    gsl_matrix_set_identity(m->cov);
    gsl_matrix_scale(m->cov, 1 / alpha);
    const gsl_matrix *V = r->svd.V;
    for (size_t a = 0; a < r->k; a++) {
        double s = r->svd.S->data[a], precision = alpha + beta * s * s;
        double along = beta * s * r->uy[a] / precision;
        for (size_t i = 0; i < r->p; i++) {
            double v = gsl_matrix_get(V, i, a);
            m->mean->data[i] += along * v;
            for (size_t j = 0; j < r->p; j++)
                m->cov->data[i * r->p + j] +=
                    (1 / precision - 1 / alpha) * v * gsl_matrix_get(V, j, a);
        }
    }
    (void)nb__own_vector(m->mean);
    (void)nb__own_matrix(m->cov);
}

nb_bayes_t nb__bayes(const gsl_matrix *F, const gsl_vector *y,
                     nb_bayes_opts o) {
    check(F, y, &o);
    Rotated r = rotated(F, y);
    double size = 0;
    for (size_t i = 0; i < y->size; i++)
        size += pow(gsl_vector_get(y, i), 2) / (double)y->size;
    double alpha = o.prior_sd > 0 ? pow(o.prior_sd, -2) : 1;
    double beta = o.noise_sd > 0 ? pow(o.noise_sd, -2) : 1 / size;
    if (o.prior_sd == 0 || o.noise_sd == 0)
        most_evident(&r, &o, &alpha, &beta);
    nb_bayes_t m = {.prior_sd = 1 / sqrt(alpha), .noise_sd = 1 / sqrt(beta),
                    .evidence = evidence(&r, alpha, beta), .n = r.n,
                    .p = r.p};
    set_posterior(&r, alpha, beta, &m);
    rotated_done(&r);
    return m;
}

void nb__free_bayes(nb_bayes_t m) {
    nb__free_vector(m.mean);
    nb__free_matrix(m.cov);
}

gsl_matrix *nb_draws(nb_bayes_t m, long count) {
    nb__need_vector("nb_draws", m.mean);
    nb__need_size("nb_draws", count, (long)m.p);
    gsl_matrix *W = nb__new_matrix((size_t)count, m.p);
    long scope = nb__scope_open();
    nb_eigh_t e = nb_eigh(m.cov);
    for (size_t i = 0; i < W->size1; i++) {
        double *w = W->data + i * m.p;
        memcpy(w, m.mean->data, m.p * sizeof *w);
        for (size_t a = 0; a < m.p; a++) {
            double z = gsl_ran_gaussian(nb_rng(), 1) *
                       sqrt(fmax(e.values->data[a], 0));
            for (size_t j = 0; j < m.p; j++)
                w[j] += z * gsl_matrix_get(e.vectors, j, a);
        }
    }
    nb__scope_close(&scope);
    return nb__own_matrix(W);
}

/* ---- Predictions. ---- */

static void need_columns(const char *who, const gsl_matrix *X, size_t p) {
    nb__need_matrix(who, X);
    if (X->size2 != p)
        nb__fail("ShapeError",
                 "%s: X has %zu columns, but the model learnt from %zu.", who,
                 X->size2, p);
}

gsl_vector *nb__predict_bayes(nb_bayes_t m, const gsl_matrix *X) {
    need_columns("nb_predict", X, m.p);
    gsl_vector *y = nb__new_vector(X->size1);
    for (size_t i = 0; i < X->size1; i++)
        for (size_t j = 0; j < m.p; j++)
            y->data[i] += m.mean->data[j] * gsl_matrix_get(X, i, j);
    return nb__own_vector(y);
}

/* x' C x with a 1 in front of x if C is one larger. */
static double form(const gsl_matrix *C, const gsl_matrix *X, size_t row) {
    size_t shift = C->size1 - X->size2;
    double total = 0;
    for (size_t i = 0; i < C->size1; i++)
        for (size_t j = 0; j < C->size2; j++) {
            double a = i < shift ? 1 : gsl_matrix_get(X, row, i - shift);
            double b = j < shift ? 1 : gsl_matrix_get(X, row, j - shift);
            total += a * b * gsl_matrix_get(C, i, j);
        }
    return fmax(total, 0);
}

/* Around y by quantile times sqrt(x' C x + noise). */
static gsl_matrix *around(const gsl_vector *y, const gsl_matrix *C,
                          const gsl_matrix *X, double quantile,
                          double noise) {
    gsl_matrix *B = nb__new_matrix(X->size1, 2);
    for (size_t i = 0; i < X->size1; i++) {
        double half = quantile * sqrt(form(C, X, i) + noise);
        B->data[2 * i] = gsl_vector_get(y, i) - half;
        B->data[2 * i + 1] = gsl_vector_get(y, i) + half;
    }
    return nb__own_matrix(B);
}

static void need_cov(const gsl_matrix *cov) {
    if (!cov)
        nb__fail("DomainError",
                 "nb_bounds: the model has no standard errors: it is "
                 "penalised, has more than two classes, or as many parameters "
                 "as rows.");
}

gsl_matrix *nb__bounds_linreg(nb_linreg_t m, const gsl_matrix *X,
                              nb_bounds_opts o) {
    double level = nb__level("nb_bounds", o.level);
    need_columns("nb_bounds", X, m.p);
    need_cov(m.cov);
    gsl_vector *y = nb__predict_linreg(m, X);
    gsl_matrix *B = around(y, m.cov, X, gsl_cdf_tdist_Pinv((1 + level) / 2, m.df),
                           o.noise ? m.sigma * m.sigma : 0);
    nb__free_vector(y);
    return B;
}

gsl_matrix *nb__bounds_bayes(nb_bayes_t m, const gsl_matrix *X,
                             nb_bounds_opts o) {
    double level = nb__level("nb_bounds", o.level);
    need_columns("nb_bounds", X, m.p);
    gsl_vector *y = nb__predict_bayes(m, X);
    gsl_matrix *B = around(y, m.cov, X, gsl_cdf_ugaussian_Pinv((1 + level) / 2),
                           o.noise ? m.noise_sd * m.noise_sd : 0);
    nb__free_vector(y);
    return B;
}

gsl_matrix *nb__bounds_logreg(nb_logreg_t m, const gsl_matrix *X,
                              nb_bounds_opts o) {
    double level = nb__level("nb_bounds", o.level);
    need_columns("nb_bounds", X, m.p);
    need_cov(m.cov);
    if (o.noise)
        nb__fail("DomainError",
                 "nb_bounds: a new observation is 0 or 1; only its "
                 "probability has bounds.");
    gsl_vector *z = nb__new_vector(X->size1);
    for (size_t i = 0; i < X->size1; i++) {
        z->data[i] = m.intercept->data[0];
        for (size_t j = 0; j < m.p; j++)
            z->data[i] += m.coef->data[j] * gsl_matrix_get(X, i, j);
    }
    gsl_matrix *B = around(z, m.cov, X, gsl_cdf_ugaussian_Pinv((1 + level) / 2), 0);
    for (size_t i = 0; i < 2 * X->size1; i++)
        B->data[i] = 1 / (1 + exp(-B->data[i]));
    (gsl_vector_free)(z);
    return B;
}
