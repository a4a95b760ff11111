#include "nabla.h"

#include <math.h>

#include "fail.h"
#include "pool.h"
#include "seq.h"

typedef struct Moments {
    double mean;
    double squares; /* sum of squared distances from the mean */
} Moments;

/* Welford's recurrence: no cancellation, one pass. */
static Moments moments_of(const nb_seq *x) {
    Moments m = {0, 0};
    for (size_t i = 0; i < x->length; i++) {
        double value = nb__seq_get(x, i), delta = value - m.mean;
        m.mean += delta / (double)(i + 1);
        m.squares += delta * (value - m.mean);
    }
    return m;
}

static void need_numbers(const char *who, const nb_seq *x, size_t least) {
    if (x->function)
        nb__fail("DomainError", "%s: a function has no numbers of its own.",
                 who);
    if (x->length < least)
        nb__fail("ShapeError", "%s: takes at least %zu number%s, not %zu.", who,
                 least, least == 1 ? "" : "s", x->length);
}

double nb__mean(nb_seq x) {
    need_numbers("nb_mean", &x, 1);
    return moments_of(&x).mean;
}

double nb__std(nb_seq x) {
    need_numbers("nb_std", &x, 2);
    return sqrt(moments_of(&x).squares / (double)(x.length - 1));
}

static nb_seq column(const gsl_matrix *X, size_t j) {
    gsl_vector v = { X->size1, X->tda, X->data + j, X->block, 0 };
    return nb__seq_vector(&v, 0);
}

static void need_rows(const char *who, const gsl_matrix *X) {
    nb__need_matrix(who, X);
    if (X->size1 < 2)
        nb__fail("ShapeError",
                 "%s: takes at least 2 rows (observations), not "
                 "%zu.",
                 who, X->size1);
}

gsl_vector *nb_colmeans(const gsl_matrix *X) {
    nb__need_matrix("nb_colmeans", X);
    gsl_vector *means = nb__new_vector(X->size2);
    for (size_t j = 0; j < X->size2; j++) {
        nb_seq x = column(X, j);
        means->data[j] = moments_of(&x).mean;
    }
    return nb__own_vector(means);
}

/* Centred, and divided by the standard deviation if it is not 0. What was
 * taken and divided by goes to mean and scale, if they are not NULL. */
static gsl_matrix *normalise(const gsl_matrix *X, int do_scale,
                             gsl_vector *mean, gsl_vector *scale) {
    gsl_matrix *Z = nb__new_matrix(X->size1, X->size2);
    for (size_t j = 0; j < X->size2; j++) {
        nb_seq x = column(X, j);
        Moments m = moments_of(&x);
        double deviation = sqrt(m.squares / (double)(X->size1 - 1));
        double divisor = do_scale && deviation > 0 ? deviation : 1;
        for (size_t i = 0; i < X->size1; i++)
            Z->data[i * Z->tda + j] =
                (X->data[i * X->tda + j] - m.mean) / divisor;
        if (mean) mean->data[j] = m.mean;
        if (scale) scale->data[j] = divisor;
    }
    return Z;
}

gsl_matrix *nb_center(const gsl_matrix *X) {
    nb__need_matrix("nb_center", X);
    return nb__own_matrix(normalise(X, 0, NULL, NULL));
}

gsl_matrix *nb_standardize(const gsl_matrix *X) {
    need_rows("nb_standardize", X);
    return nb__own_matrix(normalise(X, 1, NULL, NULL));
}

gsl_matrix *nb_cov(const gsl_matrix *X) {
    need_rows("nb_cov", X);
    gsl_matrix *Z = normalise(X, 0, NULL, NULL), *Zt = nb_t(Z);
    gsl_matrix *S = nb_matmul(Zt, Z);
    gsl_matrix_scale(S, 1 / (double)(X->size1 - 1));
    (gsl_matrix_free)(Z);
    nb__free_matrix(Zt);
    return S;
}

/* ---- Principal components. ---- */

static gsl_vector *head_of(const gsl_vector *v, size_t k, double power,
                           double divisor) {
    gsl_vector *head = nb__new_vector(k);
    for (size_t i = 0; i < k; i++)
        head->data[i] = pow(v->data[i], power) / divisor;
    return nb__own_vector(head);
}

static gsl_matrix *scores_of(const nb_svd_t *svd, size_t k) {
    gsl_matrix *Z = nb_cols(svd->U, 0, (long)k);
    for (size_t i = 0; i < Z->size1; i++)
        for (size_t j = 0; j < k; j++)
            Z->data[i * Z->tda + j] *= svd->S->data[j];
    return Z;
}

/* A constant column has no part in any direction of variance: rounding there
 * becomes 0. */
static void clear_constant(const gsl_matrix *centred, nb_svd_t *svd) {
    for (size_t j = 0; j < centred->size2; j++) {
        size_t i = 0;
        while (i < centred->size1 && centred->data[i * centred->tda + j] == 0)
            i++;
        if (i < centred->size1) continue;
        for (size_t k = 0; k < svd->S->size; k++)
            if (svd->S->data[k] > 1e-12 * svd->S->data[0])
                gsl_matrix_set(svd->V, j, k, 0);
    }
}

nb_pca_t nb__pca(const gsl_matrix *X, nb_pca_opts opts) {
    need_rows("nb_pca", X);
    nb__need_finite_matrix("nb_pca", X);
    size_t most = X->size1 < X->size2 ? X->size1 : X->size2;
    if (opts.k < 0 || (size_t)opts.k > most)
        nb__fail("ShapeError",
                 "nb_pca: a %zu x %zu matrix has at most %zu components, not "
                 "%ld.",
                 X->size1, X->size2, most, opts.k);
    size_t k = opts.k ? (size_t)opts.k : most;
    gsl_vector *mean = nb__new_vector(X->size2);
    gsl_vector *scale = nb__new_vector(X->size2);
    gsl_matrix *centred = normalise(X, opts.scale, mean, scale);
    nb_svd_t svd = nb_svd(centred);
    clear_constant(centred, &svd);
    double norm = nb__norm_matrix(centred), total = norm * norm;
    nb_pca_t p = {
        nb_cols(svd.V, 0, (long)k),
        scores_of(&svd, k),
        head_of(svd.S, k, 2, (double)(X->size1 - 1)),
        head_of(svd.S, k, 2, total > 0 ? total : 1),
        nb__own_vector(mean),
        nb__own_vector(scale)
    };
    (gsl_matrix_free)(centred);
    nb__free_svd(svd);
    return p;
}

void nb__free_pca(nb_pca_t p) {
    nb__free_matrix(p.components);
    nb__free_matrix(p.Z);
    nb__free_vector(p.values);
    nb__free_vector(p.explained);
    nb__free_vector(p.mean);
    nb__free_vector(p.scale);
}
