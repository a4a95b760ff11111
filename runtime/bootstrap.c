/* bootstrap.c - draw the data again, and see how a statistic varies. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "fail.h"
#include "host.h"
#include "infer.h"
#include "pool.h"
#include "split.h"

/* Data of any of the three forms, and what is computed from it. */
typedef struct Plan {
    const gsl_vector *x;
    const gsl_matrix *X;
    const nb_data *d;
    union {
        double (*of_vector)(const gsl_vector *);
        double (*of_matrix)(const gsl_matrix *);
        double (*of_data)(nb_data);
    } stat;
    size_t n;
} Plan;

static double of_vector(const Plan *p, const size_t *order, size_t count) {
    gsl_vector *v = nb__own_vector(nb__new_vector(count));
    for (size_t i = 0; i < count; i++)
        v->data[i] = p->x->data[order[i] * p->x->stride];
    return p->stat.of_vector(v);
}

static double of_matrix(const Plan *p, const size_t *order, size_t count) {
    gsl_matrix *A = nb__own_matrix(nb__new_matrix(count, p->X->size2));
    for (size_t i = 0; i < count; i++)
        memcpy(A->data + i * A->tda, p->X->data + order[i] * p->X->tda,
               p->X->size2 * sizeof(double));
    return p->stat.of_matrix(A);
}

/* The statistic of these observations; what it makes on the way is freed. */
static double statistic(const Plan *p, const size_t *order, size_t count) {
    long scope = nb__scope_open();
    double value = p->x   ? of_vector(p, order, count)
                   : p->X ? of_matrix(p, order, count)
                          : p->stat.of_data(
                                nb__rows_of_data(p->d, order, count));
    nb__scope_close(&scope);
    return value;
}

/* ---- Intervals. ---- */

static double quantile(const nb_bootstrap_t *b, double share) {
    return gsl_stats_quantile_from_sorted_data(b->samples->data, 1,
                                               b->samples->size, share);
}

/* How skewed the statistic is, from leaving out one observation at a time. */
static double acceleration(const Plan *p) {
    size_t *order = nb__alloc(p->n, sizeof *order);
    double *values = nb__alloc(p->n, sizeof *values), mean = 0;
    for (size_t out = 0; out < p->n; out++) {
        for (size_t i = 0; i + 1 < p->n; i++) order[i] = i + (i >= out);
        values[out] = statistic(p, order, p->n - 1);
        mean += values[out] / (double)p->n;
    }
    double square = 0, cube = 0;
    for (size_t i = 0; i < p->n; i++) {
        double d = mean - values[i];
        square += d * d;
        cube += d * d * d;
    }
    free(order);
    free(values);
    return square > 0 ? cube / (6 * pow(square, 1.5)) : 0;
}

/* The quantile that stands for one of the normal distribution. */
static double corrected(double z0, double a, double z) {
    return gsl_cdf_ugaussian_P(z0 + (z0 + z) / (1 - a * (z0 + z)));
}

/* Shares of samples below the estimate, half of those at it. */
static double share_below(const nb_bootstrap_t *b) {
    double below = 0;
    for (size_t i = 0; i < b->samples->size; i++) {
        double x = b->samples->data[i];
        below += x < b->estimate ? 1 : x == b->estimate ? 0.5 : 0;
    }
    return below / (double)b->samples->size;
}

static void set_interval(const Plan *p, nb_bootstrap_t *b) {
    double tail = (1 - b->level) / 2, low = tail, high = 1 - tail;
    if (strcmp(b->method, "bca") == 0) {
        double z0 = gsl_cdf_ugaussian_Pinv(share_below(b));
        double a = acceleration(p), z = gsl_cdf_ugaussian_Pinv(tail);
        if (isfinite(z0) && isfinite(a)) {
            low = corrected(z0, a, z);
            high = corrected(z0, a, -z);
        }
    }
    b->lower = quantile(b, low);
    b->upper = quantile(b, high);
    if (strcmp(b->method, "basic") == 0) {
        double lower = 2 * b->estimate - b->upper;
        b->upper = 2 * b->estimate - b->lower;
        b->lower = lower;
    }
}

/* ---- The loop. ---- */

static gsl_rng *stream_of(unsigned long seed) {
    if (seed == 0) return nb_rng();
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    return rng;
}

/* B statistics, without those that are not finite, ascending. */
static gsl_vector *draw(const Plan *p, size_t B, unsigned long seed,
                        size_t *dropped) {
    gsl_rng *rng = stream_of(seed);
    size_t *order = nb__alloc(p->n, sizeof *order), kept = 0, done = 0;
    double *values = nb__alloc(B, sizeof *values);
    for (; done < B && !nb_host_get()->is_interrupted(); done++) {
        for (size_t i = 0; i < p->n; i++)
            order[i] = gsl_rng_uniform_int(rng, p->n);
        double value = statistic(p, order, p->n);
        if (isfinite(value)) values[kept++] = value;
    }
    if (rng != nb_rng()) gsl_rng_free(rng);
    free(order);
    *dropped = done - kept;
    gsl_vector *samples = kept ? nb__vec(kept, values) : NULL;
    free(values);
    if (kept < 2)
        nb__fail("DomainError",
                 "nb_bootstrap: the statistic is finite for %zu of %zu "
                 "samples.",
                 kept, done);
    gsl_sort(samples->data, 1, kept);
    return samples;
}

static nb_bootstrap_t run(const Plan *p, const nb_bootstrap_opts *o) {
    static const char *const methods[] = {"percentile", "basic", "bca", NULL};
    nb_bootstrap_t b = {.level = nb__level("nb_bootstrap", o->level)};
    b.method =
        methods[nb__choice("nb_bootstrap", "method", o->method, methods)];
    if (o->B < 0)
        nb__fail("DomainError", "nb_bootstrap: .B is %ld.", o->B);
    if (p->n < 2)
        nb__fail("ShapeError",
                 "nb_bootstrap: %zu observations; it takes at least two.",
                 p->n);
    size_t *all = nb__alloc(p->n, sizeof *all);
    for (size_t i = 0; i < p->n; i++) all[i] = i;
    b.estimate = statistic(p, all, p->n);
    free(all);
    b.samples = draw(p, o->B ? (size_t)o->B : 1000, o->seed, &b.dropped);
    size_t kept = b.samples->size;
    b.se = gsl_stats_sd(b.samples->data, 1, kept);
    b.bias = gsl_stats_mean(b.samples->data, 1, kept) - b.estimate;
    set_interval(p, &b);
    return b;
}

static void need_stat(int is_there) {
    if (!is_there)
        nb__fail("NullError", "nb_bootstrap: the statistic is NULL.");
}

nb_bootstrap_t nb__bootstrap_vector(const gsl_vector *x,
                                    double (*stat)(const gsl_vector *),
                                    nb_bootstrap_opts opts) {
    nb__need_vector("nb_bootstrap", x);
    need_stat(stat != NULL);
    Plan p = {.x = x, .n = x->size, .stat = {.of_vector = stat}};
    return run(&p, &opts);
}

nb_bootstrap_t nb__bootstrap_matrix(const gsl_matrix *X,
                                    double (*stat)(const gsl_matrix *),
                                    nb_bootstrap_opts opts) {
    nb__need_matrix("nb_bootstrap", X);
    need_stat(stat != NULL);
    Plan p = {.X = X, .n = X->size1, .stat = {.of_matrix = stat}};
    return run(&p, &opts);
}

nb_bootstrap_t nb__bootstrap_data(nb_data d, double (*stat)(nb_data),
                                  nb_bootstrap_opts opts) {
    nb__need_data("nb_bootstrap", &d);
    need_stat(stat != NULL);
    Plan p = {.d = &d, .n = d.n, .stat = {.of_data = stat}};
    return run(&p, &opts);
}

void nb__free_bootstrap(nb_bootstrap_t b) { nb__free_vector(b.samples); }
