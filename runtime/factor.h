/* factor.h - what the factorisations share. */
#ifndef NB_FACTOR_H
#define NB_FACTOR_H

#include <gsl/gsl_matrix.h>

static inline double nb__cube(size_t n) {
    return (double)n * (double)n * (double)n;
}

/* Turns each column of A so that its number of greatest size is positive.
 * Tells which it turned: 1 or -1 a column; own: free(). */
double *nb__fix_signs(gsl_matrix *A);

#endif
