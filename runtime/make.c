/* make.c - data sets that are made up by a recipe and a seed.
 *
 * One random number a statement: the order in which C evaluates the arguments
 * of a call is the compiler's choice. */
#include <math.h>

#include <gsl/gsl_randist.h>

#include "fail.h"
#include "nabla.h"
#include "pool.h"

static const char *const plane[] = {"x", "y", NULL};
static const char *const space[] = {"x", "y", "z", NULL};
static const char *const moons[] = {"upper moon", "lower moon", NULL};
static const char *const rings[] = {"outer ring", "inner ring", NULL};
static const char *const signs[] = {"same sign", "different signs", NULL};
static const char *const blobs[] = {
    "cloud 0", "cloud 1", "cloud 2", "cloud 3", "cloud 4", "cloud 5",
    "cloud 6", "cloud 7", "cloud 8", "cloud 9", NULL};
static const char *const none[] = {NULL};

/* What all recipes need; the stream is the session's or one of its own. */
typedef struct Maker {
    nb_data data;
    gsl_rng *rng;
    int has_own_rng;
    double noise;
} Maker;

static Maker maker_of(const char *name, long n, size_t p, nb_make_opts opts,
                      double noise) {
    char who[64];
    (void)snprintf(who, sizeof who, "nb_%s", name);
    nb__need_size(who, n, (long)p);
    Maker m = {.rng = nb_rng(), .noise = opts.noise > 0 ? opts.noise : noise};
    if (opts.exact) m.noise = 0;
    if (opts.seed) {
        m.rng = gsl_rng_alloc(gsl_rng_mt19937);
        gsl_rng_set(m.rng, opts.seed);
        m.has_own_rng = 1;
    }
    m.data = (nb_data){
        .X = nb__own_matrix(nb__new_matrix((size_t)n, p)),
        .y = nb__own_vector(nb__new_vector((size_t)n)),
        .n = (size_t)n,
        .p = p,
        .name = name,
        .columns = p == 2 ? plane : space,
        .classes = none,
        .credit = "Data: made up, by a recipe and a seed."
    };
    return m;
}

static nb_data made(Maker *m, const char *const *classes, size_t count) {
    if (m->has_own_rng) gsl_rng_free(m->rng);
    m->data.classes = classes;
    m->data.class_count = count;
    return m->data;
}

static double noise(const Maker *m) {
    return gsl_ran_gaussian(m->rng, m->noise);
}

static void set_point(Maker *m, size_t i, double x, double y) {
    gsl_matrix_set(m->data.X, i, 0, x);
    gsl_matrix_set(m->data.X, i, 1, y);
}

nb_data nb__moons(long n, nb_make_opts opts) {
    Maker m = maker_of("moons", n, 2, opts, 0.1);
    for (size_t i = 0; i < m.data.n; i++) {
        double t = M_PI * gsl_rng_uniform(m.rng);
        double e0 = noise(&m);
        double e1 = noise(&m);
        if (i % 2 == 0)
            set_point(&m, i, cos(t) + e0, sin(t) + e1);
        else
            set_point(&m, i, 1 - cos(t) + e0, 0.5 - sin(t) + e1);
        gsl_vector_set(m.data.y, i, (double)(i % 2));
    }
    return made(&m, moons, 2);
}

nb_data nb__blobs(long n, nb_make_opts opts) {
    long k = opts.k ? opts.k : 3;
    if (k < 2 || k > 10)
        nb__fail("DomainError", "nb_blobs: .k must be 2 to 10, not %ld.", k);
    Maker m = maker_of("blobs", n, 2, opts, 1);
    for (size_t i = 0; i < m.data.n; i++) {
        double class = (double)(i % (size_t)k);
        double turn = 2 * M_PI * class / (double)k;
        double e0 = noise(&m);
        double e1 = noise(&m);
        set_point(&m, i, 3 * cos(turn) + e0, 3 * sin(turn) + e1);
        gsl_vector_set(m.data.y, i, class);
    }
    return made(&m, blobs, (size_t)k);
}

nb_data nb__circles(long n, nb_make_opts opts) {
    Maker m = maker_of("circles", n, 2, opts, 0.08);
    for (size_t i = 0; i < m.data.n; i++) {
        double radius = i % 2 ? 0.5 : 1;
        double turn = 2 * M_PI * gsl_rng_uniform(m.rng);
        double e0 = noise(&m);
        double e1 = noise(&m);
        set_point(&m, i, radius * cos(turn) + e0, radius * sin(turn) + e1);
        gsl_vector_set(m.data.y, i, (double)(i % 2));
    }
    return made(&m, rings, 2);
}

nb_data nb__xor(long n, nb_make_opts opts) {
    Maker m = maker_of("xor", n, 2, opts, 0.05);
    for (size_t i = 0; i < m.data.n; i++) {
        double x = 2 * gsl_rng_uniform(m.rng) - 1;
        double y = 2 * gsl_rng_uniform(m.rng) - 1;
        double e0 = noise(&m);
        double e1 = noise(&m);
        set_point(&m, i, x + e0, y + e1);
        gsl_vector_set(m.data.y, i, (x > 0) != (y > 0));
    }
    return made(&m, signs, 2);
}

nb_data nb__swiss_roll(long n, nb_make_opts opts) {
    Maker m = maker_of("swiss_roll", n, 3, opts, 0.05);
    for (size_t i = 0; i < m.data.n; i++) {
        double t = 1.5 * M_PI * (1 + 2 * gsl_rng_uniform(m.rng));
        double height = 21 * gsl_rng_uniform(m.rng);
        double e0 = noise(&m);
        double e1 = noise(&m);
        double e2 = noise(&m);
        set_point(&m, i, t * cos(t) + e0, height + e1);
        gsl_matrix_set(m.data.X, i, 2, t * sin(t) + e2);
        gsl_vector_set(m.data.y, i, t);
    }
    return made(&m, none, 0);
}
