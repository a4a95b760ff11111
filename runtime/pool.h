/* pool.h - which results an open nb_scope has to free.
 *
 * Outside of every scope nothing is tracked. Inside, each result is noted
 * with the function that frees it; closing a scope frees what was noted since
 * it was opened. */
#ifndef NB_POOL_H
#define NB_POOL_H

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_permutation.h>
#include <gsl/gsl_vector.h>

/* Note a fresh result; returns it, so that `return` can end in it. */
gsl_vector *nb__own_vector(gsl_vector *v);
gsl_matrix *nb__own_matrix(gsl_matrix *A);
gsl_permutation *nb__own_permutation(gsl_permutation *p);
void *nb__own(void *value, void (*release)(void *));
/* Forget it, because it is freed by name; 1 if it was noted. */
int nb__disown(const void *value);
int nb__is_owned(const void *value);
int nb__scope_is_open(void);

/* Fresh ones, filled with zeros, not noted yet. */
gsl_vector *nb__new_vector(size_t n);
gsl_matrix *nb__new_matrix(size_t rows, size_t cols);
/* One whose numbers are all set by what follows. */
gsl_matrix *nb__raw_matrix(size_t rows, size_t cols);

#endif
