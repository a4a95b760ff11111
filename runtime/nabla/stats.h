/* stats.h - statistics of samples: rows are observations, columns features. */
#ifndef NB_STATS_H
#define NB_STATS_H

#include "base.h"
#include "dual.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

double nb__mean(nb_seq x);
double nb__std(nb_seq x);
nb_var nb__mean_v(nb_var v);

/* The mean.
 *
 * Shapes   x: anything that NB_SEQ() takes, at least one number.
 * Owns     a plain number; of an nb_var an nb_var, 1 x 1, the caller's.
 * Errors   ShapeError if x is empty.
 * Source   Welford, Technometrics 4 (1962), 419-420.
 *
 * Example
 *     nb_show(nb_mean(nb_vec(1, 2, 6)));             // 3
 */
#define nb_mean(x)                                                             \
    _Generic((x), nb_var: nb__mean_v, default: nb__mean)(                      \
        _Generic((x), nb_var: (x), default: NB_SEQ(x)))

/* The sample standard deviation, with n - 1 in the denominator.
 *
 * Shapes   x: anything that NB_SEQ() takes, at least two numbers.
 * Owns     a plain number.
 * Errors   ShapeError if x has fewer than two numbers.
 * Source   Welford, Technometrics 4 (1962), 419-420.
 *
 * Example
 *     nb_show(nb_std(nb_vec(2, 4, 4, 4, 5, 5, 7, 9)));    // 2.13809
 */
#define nb_std(x) nb__std(NB_SEQ(x))

/* The mean of each column.
 *
 * Shapes   X: n x p; result: p.
 * Owns     the caller owns the result.
 * Errors   none but a NULL matrix.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 14.5.
 *
 * Example
 *     nb_show(nb_colmeans(nb_mat((1, 2), (3, 6))));  // vector(2) [2, 4]
 */
gsl_vector *nb_colmeans(const gsl_matrix *X);

/* X with the mean of its column taken from every number.
 *
 * Shapes   X: n x p; result: n x p.
 * Owns     the caller owns the result.
 * Errors   none but a NULL matrix.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 14.5.
 *
 * Example
 *     nb_show(nb_center(nb_mat((1), (3))));          // matrix(2 x 1) -1 1
 */
gsl_matrix *nb_center(const gsl_matrix *X);

/* X with each column centred and divided by its standard deviation (n - 1);
 * a constant column becomes zeros.
 *
 * Shapes   X: n x p, n >= 2; result: n x p.
 * Owns     the caller owns the result.
 * Errors   ShapeError if X has one row.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 14.5.
 *
 * Example
 *     nb_show(nb_standardize(nb_mat((1), (2), (3))));  // matrix(3 x 1) -1 0 1
 */
gsl_matrix *nb_standardize(const gsl_matrix *X);

/* The covariance matrix of the columns, with n - 1 in the denominator.
 *
 * Shapes   X: n x p, n >= 2; result: p x p, symmetric.
 * Owns     the caller owns the result.
 * Errors   ShapeError if X has one row.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 14.5.
 *
 * Example
 *     nb_show(nb_cov(nb_mat((1, 2), (3, 6))));       // matrix(2 x 2) 2 4 4 8
 */
gsl_matrix *nb_cov(const gsl_matrix *X);

typedef struct nb_pca_opts {
    long k;     /* components to keep; 0: all */
    bool scale; /* standardise the columns first */
} nb_pca_opts;

/* The principal components of a data matrix. */
typedef struct nb_pca_t {
    gsl_matrix *components; /* p x k, column j is direction j, length 1 */
    gsl_matrix *Z;          /* n x k, the scores: centred X times components */
    gsl_vector *values;     /* k, variances along the directions, descending */
    gsl_vector *explained;  /* k, shares of the total variance */
    gsl_vector *mean;       /* p */
    gsl_vector *scale;      /* p, what columns were divided by: 1, or std */
} nb_pca_t;

void nb__free_pca(nb_pca_t p);
nb_pca_t nb__pca(const gsl_matrix *X, nb_pca_opts opts);

/* Principal components: directions of greatest variance, one after another.
 * nb_pca(X), nb_pca(X, .k = 2), nb_pca(X, .k = 2, .scale = true).
 *
 * Shapes   X: n x p, n >= 2; k <= min(n, p); see nb_pca_t.
 * Units    values: square of X's units; after .scale, none.
 * Owns     the caller owns all parts of the result.
 * Errors   ShapeError if X has one row or k is too large; DomainError if X
 *          holds NaN or infinity.
 * Method   SVD of the centred X; values = S^2 / (n - 1); the largest
 *          |component| of each direction is positive.
 * Source   Jolliffe, Principal Component Analysis, 2nd ed., sections 3.5.
 *
 * Example
 *     nb_pca_t p = nb_pca(nb_mat((2, 1), (1, -2), (-2, -1), (-1, 2)));
 *     nb_show(p.explained);                          // vector(2) [0.5, 0.5]
 */
#define nb_pca(X, ...) nb__pca(X, (nb_pca_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
