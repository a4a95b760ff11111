/* cluster.c - k-means, and whitening. */
#include <math.h>
#include <string.h>

#include "fail.h"
#include "nabla.h"
#include "pool.h"

/* ---- k-means. ---- */

typedef struct Clusters {
    const gsl_matrix *X;
    size_t k;
    gsl_matrix *centers;
    gsl_vector *labels;
    double inertia;
    long iterations;
} Clusters;

static double distance2(const Clusters *c, size_t i, size_t center) {
    const double *x = c->X->data + i * c->X->tda;
    const double *m = c->centers->data + center * c->centers->tda;
    double sum = 0;
    for (size_t j = 0; j < c->X->size2; j++)
        sum += (x[j] - m[j]) * (x[j] - m[j]);
    return sum;
}

static void set_center(Clusters *c, size_t center, size_t i) {
    memcpy(c->centers->data + center * c->centers->tda,
           c->X->data + i * c->X->tda, c->X->size2 * sizeof(double));
}

/* The point at a share of the whole weight; where all points lie on centres
 * already, any. */
static size_t draw(const double *weights, size_t n, double share) {
    double total = 0, sum = 0;
    for (size_t i = 0; i < n; i++) total += weights[i];
    if (!(total > 0)) return (size_t)(share * (double)n);
    for (size_t i = 0; i < n; i++) {
        sum += weights[i];
        if (sum > share * total) return i;
    }
    return n - 1;
}

/* k-means++: each next centre is a point, far ones more likely than near. */
static void choose_centers(Clusters *c, gsl_rng *rng) {
    size_t n = c->X->size1;
    double *weights = nb__alloc(n, sizeof *weights);
    for (size_t i = 0; i < n; i++) weights[i] = HUGE_VAL;
    double share = gsl_rng_uniform(rng);
    set_center(c, 0, (size_t)(share * (double)n));
    for (size_t center = 1; center < c->k; center++) {
        for (size_t i = 0; i < n; i++)
            weights[i] = fmin(weights[i], distance2(c, i, center - 1));
        share = gsl_rng_uniform(rng);
        set_center(c, center, draw(weights, n, share));
    }
    free(weights);
}

/* Returns how many points changed their group. */
static size_t label_points(Clusters *c) {
    size_t changed = 0;
    c->inertia = 0;
    for (size_t i = 0; i < c->X->size1; i++) {
        size_t best = 0;
        double least = HUGE_VAL;
        for (size_t center = 0; center < c->k; center++) {
            double d = distance2(c, i, center);
            if (d >= least) continue;
            least = d;
            best = center;
        }
        changed += gsl_vector_get(c->labels, i) != (double)best;
        gsl_vector_set(c->labels, i, (double)best);
        c->inertia += least;
    }
    return changed;
}

/* A group that lost all its points keeps its centre. */
static void move_centers(Clusters *c) {
    size_t p = c->X->size2;
    double *sums = nb__alloc(c->k * (p + 1), sizeof *sums);
    for (size_t i = 0; i < c->X->size1; i++) {
        double *sum = sums + (size_t)gsl_vector_get(c->labels, i) * (p + 1);
        for (size_t j = 0; j < p; j++) sum[j] += gsl_matrix_get(c->X, i, j);
        sum[p] += 1;
    }
    for (size_t center = 0; center < c->k; center++) {
        const double *sum = sums + center * (p + 1);
        for (size_t j = 0; j < p && sum[p] > 0; j++)
            gsl_matrix_set(c->centers, center, j, sum[j] / sum[p]);
    }
    free(sums);
}

static void run_lloyd(Clusters *c, long maxit) {
    gsl_vector_set_all(c->labels, -1);
    for (c->iterations = 0; c->iterations < maxit; c->iterations++) {
        if (label_points(c) == 0) break;
        move_centers(c);
    }
}

/* Which group is which does not depend on chance: by the first column. */
static void sort_centers(Clusters *c) {
    for (size_t a = 0; a < c->k; a++)
        for (size_t b = a + 1; b < c->k; b++)
            if (gsl_matrix_get(c->centers, b, 0) <
                gsl_matrix_get(c->centers, a, 0))
                gsl_matrix_swap_rows(c->centers, a, b);
    (void)label_points(c);
}

static Clusters clusters_of(const gsl_matrix *X, size_t k) {
    return (Clusters){X, k, nb__new_matrix(k, X->size2),
                      nb__new_vector(X->size1), HUGE_VAL, 0};
}

static void drop(Clusters *c) {
    gsl_matrix_free(c->centers);
    gsl_vector_free(c->labels);
}

nb_kmeans_t nb__kmeans(const gsl_matrix *X, nb_kmeans_opts opts) {
    nb__need_matrix("nb_kmeans", X);
    nb__need_finite_matrix("nb_kmeans", X);
    long k = opts.k ? opts.k : 3;
    if (k < 1 || (size_t)k > X->size1)
        nb__fail("ShapeError",
                 "nb_kmeans: %zu points do not make %ld groups.", X->size1, k);
    gsl_rng *rng = opts.seed ? gsl_rng_alloc(gsl_rng_mt19937) : nb_rng();
    if (opts.seed) gsl_rng_set(rng, opts.seed);
    Clusters best = clusters_of(X, (size_t)k);
    for (long start = 0; start < (opts.starts > 0 ? opts.starts : 10);
         start++) {
        Clusters c = clusters_of(X, (size_t)k);
        choose_centers(&c, rng);
        run_lloyd(&c, opts.maxit > 0 ? opts.maxit : 300);
        if (c.inertia < best.inertia) {
            drop(&best);
            best = c;
        } else {
            drop(&c);
        }
    }
    if (opts.seed) gsl_rng_free(rng);
    sort_centers(&best);
    return (nb_kmeans_t){nb__own_matrix(best.centers),
                         nb__own_vector(best.labels), best.inertia,
                         best.iterations};
}

void nb__free_kmeans(nb_kmeans_t m) {
    nb__free_matrix(m.centers);
    nb__free_vector(m.labels);
}

/* ---- Whitening. ---- */

static void need_full_rank(const gsl_matrix *X, const gsl_vector *values) {
    double least = gsl_vector_get(values, values->size - 1);
    if (least > 1e-12 * gsl_vector_get(values, 0)) return;
    nb__fail("DomainError",
             "nb_whiten: the columns of the %zu x %zu matrix depend on each "
             "other; leave one out, or take fewer components by nb_pca().",
             X->size1, X->size2);
}

gsl_matrix *nb__whiten(const gsl_matrix *X, nb_whiten_opts opts) {
    nb__need_matrix("nb_whiten", X);
    if (X->size1 <= X->size2)
        nb__fail("ShapeError",
                 "nb_whiten: %zu x %zu has too few rows; it needs more rows "
                 "than columns.",
                 X->size1, X->size2);
    if (!(opts.eps >= 0))
        nb__fail("DomainError", "nb_whiten: .eps is %g.", opts.eps);
    gsl_matrix *white = NULL;
    nb_scope {
        nb_pca_t p = nb__pca(X, (nb_pca_opts){0});
        if (opts.eps == 0) need_full_rank(X, p.values);
        gsl_matrix *Z = nb_copy(p.Z);
        for (size_t j = 0; j < Z->size2; j++) {
            gsl_vector_view column = gsl_matrix_column(Z, j);
            gsl_vector_scale(&column.vector,
                             1 / sqrt(gsl_vector_get(p.values, j) + opts.eps));
        }
        white = nb_keep(opts.zca ? nb_matmul(Z, nb_t(p.components)) : Z);
    }
    return white;
}
