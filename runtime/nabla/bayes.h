/* bayes.h - linear regression that knows how sure it is. */
#ifndef NB_BAYES_H
#define NB_BAYES_H

#include "learn.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_bayes_opts {
    double prior_sd; /* of each weight, around 0; 0: by the evidence */
    double noise_sd; /* of y; 0: by the evidence */
    long maxit;      /* rounds to find them; 0: 1000 */
} nb_bayes_opts;

void nb__free_bayes(nb_bayes_t m);
nb_bayes_t nb__bayes(const gsl_matrix *F, const gsl_vector *y,
                     nb_bayes_opts opts);

/* Bayesian linear regression. The prior is the same for every weight, so it
 * speaks in the units of the features: scale them first. There is no intercept
 * but a column of ones.
 * Options: .prior_sd, .noise_sd (standard deviations; those not given are
 * chosen so that the data is most probable), .maxit.
 *
 * Shapes   F: n x p, any; y: n; mean: p; cov: p x p.
 * Units    mean[j]: y's per F[j]'s.
 * Owns     the caller owns .mean and .cov, or both by nb_free().
 * Errors   ShapeError, naming both sizes, if F and y differ in length;
 *          DomainError for a negative option, NaN or infinity, or if y is zero
 *          and a deviation is to be found.
 * Method   cov = (I / prior^2 + F'F / noise^2)^-1 by the SVD of F; deviations
 *          by MacKay's fixed point.
 * Source   Bishop, Pattern Recognition and Machine Learning, equations 3.53,
 *          3.54, 3.86, 3.92 and 3.95.
 *
 * Example
 *     gsl_matrix *F = nb_mat((1, 0), (1, 1), (1, 2));
 *     nb_bayes_t m =
 *         nb_bayes(F, nb_vec(1, 3, 5), .prior_sd = 100, .noise_sd = 0.1);
 *     nb_show(m.mean);                               // vector(2) [1, 2]
 */
#define nb_bayes(F, y, ...) nb__bayes(F, y, (nb_bayes_opts){__VA_ARGS__})

/* Weights drawn from the posterior, a row each: F times a row is one function
 * that the data leaves possible.
 *
 * Shapes   count: 1 or more; result: count x p.
 * Owns     the caller owns the result.
 * Errors   ShapeError if count is not positive; NullError for an empty model.
 * Random   count p times gsl_ran_gaussian(nb_rng(), 1).
 * Source   Bishop, Pattern Recognition and Machine Learning, section 3.3.1.
 *
 * Example
 *     nb_bayes_t m = nb_bayes(nb_mat((1), (1)), nb_vec(2, 2), .prior_sd = 9,
 *                             .noise_sd = 1e-6);
 *     nb_show(fabs(nb_at(nb_draws(m, 3), 2, 0) - 2) < 1e-4);  // 1
 */
gsl_matrix *nb_draws(nb_bayes_t m, long count);

/* ---- Bounds of predictions. ---- */

typedef struct nb_bounds_opts {
    double level; /* 0: 0.95 */
    bool noise;   /* for a new observation, not for its mean */
    double unused;
} nb_bounds_opts;

gsl_matrix *nb__bounds_linreg(nb_linreg_t m, const gsl_matrix *X,
                              nb_bounds_opts opts);
gsl_matrix *nb__bounds_logreg(nb_logreg_t m, const gsl_matrix *X,
                              nb_bounds_opts opts);
gsl_matrix *nb__bounds_bayes(nb_bayes_t m, const gsl_matrix *X,
                             nb_bounds_opts opts);

/* Bounds for what a model says, a row each: lower and upper.
 * Options: .level, .noise (bounds for a new observation; they are wider).
 *
 * Shapes   model: an nb_linreg_t (Student's t), nb_bayes_t (normal) or
 *          nb_logreg_t of two classes (the probability of class 1, by bounds
 *          of its log-odds); X: m x p; result: m x 2.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both sizes, if X has other columns than the
 *          data the model learnt from; DomainError for a level outside of
 *          (0, 1), or a model without standard errors.
 * Source   Draper & Smith, Applied Regression Analysis, 3rd ed., section 8.2.
 *
 * Example
 *     nb_linreg_t m = nb_linreg(nb_mat((0), (1), (2), (3)), nb_vec(1, 3, 5, 8));
 *     nb_show(nb_bounds(m, nb_mat((1.5))));
 *     // matrix(1 x 2) 3.41679 5.08321
 */
#define nb_bounds(model, X, ...)                                               \
    _Generic((model), nb_linreg_t: nb__bounds_linreg,                          \
        nb_logreg_t: nb__bounds_logreg,                                        \
        nb_bayes_t: nb__bounds_bayes)(model, X, (nb_bounds_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
