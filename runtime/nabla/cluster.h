/* cluster.h - groups of points, and points made round. */
#ifndef NB_CLUSTER_H
#define NB_CLUSTER_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_kmeans_t {
    gsl_matrix *centers; /* k x p, by their first column, ascending */
    gsl_vector *labels;  /* n, 0 to k - 1 */
    double inertia;      /* sum of squared distances to the centres */
    long iterations;
} nb_kmeans_t;

typedef struct nb_kmeans_opts {
    long k;             /* 0: 3 */
    long starts;        /* the best of so many is kept; 0: 10 */
    long maxit;         /* 0: 300 */
    unsigned long seed; /* 0: the session's stream */
} nb_kmeans_opts;

void nb__free_kmeans(nb_kmeans_t m);
nb_kmeans_t nb__kmeans(const gsl_matrix *X, nb_kmeans_opts opts);

/* k groups of points, each around the mean of its points.
 * Options: .k, .starts, .maxit, .seed.
 *
 * Shapes   X: n x p, n >= k.
 * Owns     the caller owns centers and labels: nb_free().
 * Errors   ShapeError if there are fewer points than groups; DomainError for
 *          NaN or infinity.
 * Method   Lloyd's iteration from k-means++ starts.
 * Random   k gsl_rng_uniform a start.
 * Source   Arthur & Vassilvitskii, SODA (2007), 1027-1035.
 *
 * Example
 *     gsl_matrix *X = nb_mat((0, 0), (0, 2), (9, 0), (9, 2));
 *     nb_kmeans_t m = nb_kmeans(X, .k = 2);
 *     nb_show(m.labels, m.inertia);                  // vector(4) [0, 0, 1, 1] 4
 */
#define nb_kmeans(X, ...) nb__kmeans(X, (nb_kmeans_opts){__VA_ARGS__})

typedef struct nb_whiten_opts {
    bool zca;   /* turn back to the directions of X */
    double eps; /* added to each variance before it divides */
    double unused;
} nb_whiten_opts;

gsl_matrix *nb__whiten(const gsl_matrix *X, nb_whiten_opts opts);

/* X with mean 0 and the identity as its covariance: the scores of its
 * principal components, each divided by its standard deviation.
 * Options: .zca (the version that is nearest to X), .eps (added to each
 * variance: directions that are nearly constant are not blown up).
 *
 * Shapes   X: n x p, n > p; result: n x p.
 * Owns     the caller owns the result.
 * Errors   ShapeError if X has too few rows; DomainError if its columns depend
 *          on each other and .eps is 0, for a negative .eps, or for NaN or
 *          infinity.
 * Source   Kessy, Lewin & Strimmer, The American Statistician 72 (2018),
 *          309-314.
 *
 * Example
 *     gsl_matrix *W = nb_whiten(nb_randn(50, 2));
 *     nb_show(nb_norm(nb_sub(nb_cov(W), nb_eye(2))) < 1e-12);     // 1
 */
#define nb_whiten(X, ...) nb__whiten(X, (nb_whiten_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif
#endif
