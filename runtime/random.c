/* random.c - the session's random numbers. */
#include "nabla.h"

#include <gsl/gsl_randist.h>

#include "fail.h"
#include "pool.h"

/* The session has one stream, so that a notebook that is run from the top
 * gives the same numbers each time. */
static gsl_rng *rng;

gsl_rng *nb_rng(void) {
    if (!rng) {
        rng = gsl_rng_alloc(gsl_rng_mt19937);
        gsl_rng_set(rng, 0);
    }
    return rng;
}

void nb_seed(unsigned long seed) { gsl_rng_set(nb_rng(), seed); }

gsl_vector *nb__randn1(long n) {
    nb__need_size("nb_randn", n, 1);
    gsl_vector *v = nb__new_vector((size_t)n);
    for (size_t i = 0; i < v->size; i++)
        v->data[i] = gsl_ran_gaussian(nb_rng(), 1);
    return nb__own_vector(v);
}

gsl_matrix *nb__randn2(long rows, long cols) {
    nb__need_size("nb_randn", rows, cols);
    gsl_matrix *A = nb__new_matrix((size_t)rows, (size_t)cols);
    for (size_t i = 0; i < A->size1 * A->size2; i++)
        A->data[i] = gsl_ran_gaussian(nb_rng(), 1);
    return nb__own_matrix(A);
}

gsl_vector *nb__randu1(long n) {
    nb__need_size("nb_randu", n, 1);
    gsl_vector *v = nb__new_vector((size_t)n);
    for (size_t i = 0; i < v->size; i++) v->data[i] = gsl_rng_uniform(nb_rng());
    return nb__own_vector(v);
}

gsl_matrix *nb__randu2(long rows, long cols) {
    nb__need_size("nb_randu", rows, cols);
    gsl_matrix *A = nb__new_matrix((size_t)rows, (size_t)cols);
    for (size_t i = 0; i < A->size1 * A->size2; i++)
        A->data[i] = gsl_rng_uniform(nb_rng());
    return nb__own_matrix(A);
}
