/* lowrank.h - large matrices as products of two small ones, and the steps
 * that lead there: power iteration, randomised SVD, NMF, ALS. */
#ifndef NB_LOWRANK_H
#define NB_LOWRANK_H

#include "linalg.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* Power iteration, one step at a time. */
typedef struct nb_power_t {
    const gsl_matrix *A; /* borrowed */
    gsl_vector *v;       /* length 1 */
    double value;        /* v' A v, the Rayleigh quotient */
    double residual;     /* |A v - value v| */
    long steps;
} nb_power_t;

void nb__free_power(nb_power_t p);

typedef struct nb_power_opts {
    const gsl_vector *start; /* NULL: the vector of ones */
    double unused[2];        /* more than 16 bytes travel alike everywhere */
} nb_power_opts;

nb_power_t nb__power(const gsl_matrix *A, nb_power_opts opts);

/* Begin a power iteration, from .start, scaled to length 1.
 * Options: .start (NULL: the vector of ones).
 *
 * Shapes   A: n x n; start, v: n.
 * Owns     the caller owns v: nb_free(); A must live as long.
 * Errors   ShapeError if A is not square, or .start has another length;
 *          DomainError for NaN or infinity, or if .start is zero.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 7.3.1.
 *
 * Example
 *     nb_power_t p = nb_power(nb_mat((2, 1), (1, 2)));
 *     nb_power_step(&p);
 *     nb_show(p.steps, p.value);                     // 1 3
 */
#define nb_power(A, ...) nb__power(A, (nb_power_opts){__VA_ARGS__})

/* One step: v becomes A v, scaled to length 1. Its sign is that of A v, so
 * for a negative eigenvalue v turns round at each step.
 *
 * Shapes   as nb_power().
 * Owns     nothing.
 * Errors   DomainError if A v is zero.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 7.3.1.
 *
 * Example
 *     nb_power_t p = nb_power(nb_mat((3, 0), (0, 1)));
 *     while (p.residual > 1e-8) nb_power_step(&p);
 *     nb_show(p.steps, p.value);                     // 18 3
 */
void nb_power_step(nb_power_t *p);

typedef struct nb_rsvd_opts {
    long k;             /* how many singular values; 0: 10, or fewer */
    long oversample;    /* more random directions than that; 0: 10 */
    long power;         /* passes that sharpen them; 0: 2 */
    unsigned long seed; /* 0: the session's stream */
} nb_rsvd_opts;

nb_svd_t nb__rsvd(const gsl_matrix *A, nb_rsvd_opts opts);

/* The k largest singular values and vectors of a large matrix, by a random
 * projection: A is only ever multiplied with thin matrices.
 * Options: .k, .oversample, .power, .seed.
 *
 * Shapes   A: m x n; U: m x k; S: k; V: n x k.
 * Owns     the caller owns the three parts.
 * Errors   ShapeError if k is larger than min(m, n); DomainError for NaN or
 *          infinity.
 * Random   n (k + oversample) times gsl_ran_gaussian.
 * Source   Halko, Martinsson & Tropp, SIAM Review 53 (2011), 217-288.
 *
 * Example
 *     gsl_matrix *A = nb_outer(nb_arange(1, 100, 1), nb_arange(1, 60, 1));
 *     nb_svd_t s = nb_rsvd(A, .k = 1);
 *     nb_show(nb_at(s.S, 0) - nb_norm(A) < 1e-8);    // 1
 */
#define nb_rsvd(A, ...) nb__rsvd(A, (nb_rsvd_opts){__VA_ARGS__})

/* A as W H with k columns in W: the result of nb_nmf() and nb_als(). */
typedef struct nb_factors_t {
    gsl_matrix *W;     /* m x k */
    gsl_matrix *H;     /* k x n */
    gsl_vector *trace; /* the error after each iteration, the last at the end */
    double error;      /* root mean square of A - W H over what is known */
    long iterations;
} nb_factors_t;

void nb__free_factors(nb_factors_t f);

typedef struct nb_factors_opts {
    long k;             /* 0: 2 */
    long maxit;         /* 0: 200 */
    double tol;         /* stop when the error falls by less than this share;
                           0: 1e-5 */
    double l2;          /* nb_als: weight of |W|^2 + |H|^2; 0: 0.1 */
    unsigned long seed; /* 0: the session's stream */
} nb_factors_opts;

nb_factors_t nb__nmf(const gsl_matrix *A, nb_factors_opts opts);
nb_factors_t nb__als(const gsl_matrix *A, nb_factors_opts opts);

/* Nonnegative factors: A is near W H, and nothing in W or H is negative, so
 * that parts only add up.
 * Options: .k, .maxit, .tol, .seed.
 *
 * Shapes   A: m x n, not negative; W: m x k; H: k x n.
 * Owns     the caller owns all parts: nb_free().
 * Errors   DomainError if A holds a negative number, NaN or infinity;
 *          ShapeError if k is larger than min(m, n).
 * Method   multiplicative updates; the error never grows.
 * Random   (m + n) k times gsl_rng_uniform.
 * Source   Lee & Seung, Advances in NIPS 13 (2001), 556-562.
 *
 * Example
 *     gsl_matrix *A = nb_outer(nb_vec(1, 2, 3), nb_vec(1, 0, 2));
 *     nb_show(nb_nmf(A, .k = 1).error < 1e-6);       // 1
 */
#define nb_nmf(A, ...) nb__nmf(A, (nb_factors_opts){__VA_ARGS__})

/* Factors of a matrix of which only some elements are known (others NAN), by
 * least squares for W and H in turn: how recommenders fill gaps.
 * Options: .k, .maxit, .tol, .l2, .seed.
 *
 * Shapes   A: m x n; W: m x k; H: k x n.
 * Owns     the caller owns all parts: nb_free().
 * Errors   DomainError if A holds infinity, or nothing is known; ShapeError if
 *          k is larger than min(m, n).
 * Random   n k times gsl_ran_gaussian.
 * Source   Koren, Bell & Volinsky, Computer 42 (2009) 8, 30-37.
 *
 * Example
 *     gsl_matrix *A = nb_mat((1, 2, 3), (2, 4, NAN), (3, NAN, 9));
 *     nb_factors_t f = nb_als(A, .k = 1, .l2 = 1e-6);
 *     double gap = nb_at(nb_matmul(f.W, f.H), 1, 2);
 *     nb_show(fabs(gap - 6) < 1e-3);                 // 1
 */
#define nb_als(A, ...) nb__als(A, (nb_factors_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif
#endif
