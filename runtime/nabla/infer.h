/* infer.h - how far an estimate can be trusted: likelihood, intervals,
 * resampling.
 *
 *     NB_FN(loglik, (double *m), -nb_sum(i, 0, n, sq(nb_at(y, i) - m[0])) / 2,
 *           n, y)
 *     nb_mle_t fit = nb_mle(loglik, nb_vec(0));
 *     nb_confint(fit, .method = "profile") */
#ifndef NB_INFER_H
#define NB_INFER_H

#include "learn.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* A number between two bounds. */
typedef struct nb_interval_t {
    double estimate, lower, upper;
    double level; /* 0.95 */
} nb_interval_t;

typedef struct nb_interval_opts {
    const char *method; /* NULL: the usual one, see each function */
    double level;       /* 0: 0.95 */
    double unused;      /* more than 16 bytes travel alike everywhere */
} nb_interval_opts;

/* ---- Proportions. ---- */

nb_interval_t nb__proportion(double k, double n, nb_interval_opts opts);

/* An interval for the probability behind k successes in n trials.
 * Options: .method ("wilson", also NULL: bounds where the score test just
 * accepts; "wald": the estimate and 1.96 standard errors, too short near 0 and
 * 1; "likelihood": where 2 (l(k / n) - l(p)) reaches chi squared;
 * "clopper-pearson": exact, and wide), .level.
 *
 * Owns     plain numbers.
 * Errors   DomainError unless 0 <= k <= n and n > 0, for a level outside of
 *          (0, 1), or another method (it lists those that there are).
 * Source   Brown, Cai & DasGupta, Statistical Science 16 (2001), 101-133.
 *
 * Example
 *     nb_show(nb_proportion(7, 10));     // 0.7 (95% CI [0.396778, 0.892209])
 *     nb_show(nb_proportion(7, 10, .method = "wald"));
 *     // 0.7 (95% CI [0.415974, 0.984026])
 */
#define nb_proportion(k, n, ...)                                               \
    nb__proportion(k, n, (nb_interval_opts){__VA_ARGS__})

/* ---- Maximum likelihood. ---- */

typedef struct nb_mle_opts {
    const char *method; /* of nb_minimize(); NULL: "newton" */
    double tol;         /* of the score over |l|; 0: 1e-10 */
    long maxit;         /* 0: 1000 */
} nb_mle_opts;

/* A maximum of a likelihood. */
typedef struct nb_mle_t {
    gsl_vector *theta;  /* k */
    gsl_vector *se;     /* k standard errors: square roots of cov's diagonal */
    gsl_matrix *fisher; /* k x k, the observed information: minus the Hessian */
    gsl_matrix *cov;    /* k x k, its inverse; NaN if it has none */
    double loglik;      /* at theta */
    double aic;         /* 2 k - 2 loglik */
    size_t k;
    long nit;
    bool ok; /* it converged, to a maximum */
    const char *message;
    nb_func f; /* the log-likelihood, for profiles */
} nb_mle_t;

void nb__free_mle(nb_mle_t m);
nb_mle_t nb__mle(nb_func f, const gsl_vector *start, nb_mle_opts opts);

/* Maximum likelihood: the theta at which the log-likelihood f is largest, with
 * the observed Fisher information and standard errors from f's second
 * derivatives there (exact ones for NB_FN(), nb_var and nb_hyper).
 * Options: .method (of nb_minimize(); NULL: "newton"), .tol, .maxit.
 *
 * Shapes   f: one of the forms of diff.h with one result; start: k.
 * Units    theta, se: start's.
 * Owns     the caller owns .theta, .se, .fisher and .cov, or all by nb_free().
 * Errors   DomainError if f is not finite at the start, for another method, or
 *          a negative option. Without a maximum there is no error: .ok is
 *          false and .message says why.
 * Source   Fisher, Phil. Trans. A 222 (1922), 309-368; Efron & Hinkley,
 *          Biometrika 65 (1978), 457-483 (observed information).
 *
 * Example
 *     NB_FN(coin, (double *p), 7 * log(p[0]) + 3 * log(1 - p[0]))
 *     nb_mle_t fit = nb_mle(coin, nb_vec(0.5));
 *     nb_show(fit.theta, fit.se);        // vector(1) [0.7] vector(1) [0.144914]
 */
#define nb_mle(f, start, ...)                                                  \
    nb__mle(NB__FUNC(f), start, (nb_mle_opts){__VA_ARGS__})

typedef struct nb_profile_opts {
    double level; /* 0: 0.95 */
    long points;  /* of the curve; 0: 41 */
    double unused;
} nb_profile_opts;

/* A likelihood seen along one of its parameters. */
typedef struct nb_profile_t {
    gsl_vector *x;      /* values of the parameter, ascending */
    gsl_vector *loglik; /* the largest log-likelihood with each of them */
    double estimate, lower, upper, level; /* infinite if it has no bound */
    double cut;                           /* loglik at the bounds */
} nb_profile_t;

void nb__free_profile(nb_profile_t p);
nb_profile_t nb__profile(nb_mle_t fit, long i, nb_profile_opts opts);

/* The profile likelihood of parameter i: for each of its values the best that
 * the others can do. The interval holds the values that a likelihood ratio
 * test at 1 - level accepts.
 * Options: .level, .points.
 *
 * Shapes   i: 0 to k - 1; x, loglik: points.
 * Units    x: theta's.
 * Owns     the caller owns .x and .loglik, or both by nb_free().
 * Errors   IndexError, naming how many there are; DomainError for a fit
 *          without a maximum or a level outside of (0, 1); ShapeError for
 *          fewer than 3 points.
 * Source   Wilks, Ann. Math. Stat. 9 (1938), 60-62; Venzon & Moolgavkar,
 *          Applied Statistics 37 (1988), 87-94.
 *
 * Example
 *     NB_FN(coin, (double *p), 7 * log(p[0]) + 3 * log(1 - p[0]))
 *     nb_profile_t p = nb_profile(nb_mle(coin, nb_vec(0.5)), 0);
 *     nb_show(p.lower, p.upper);                     // 0.393461 0.915441
 */
#define nb_profile(fit, i, ...)                                                \
    nb__profile(fit, i, (nb_profile_opts){__VA_ARGS__})

gsl_matrix *nb__confint_mle(nb_mle_t fit, nb_interval_opts opts);
gsl_matrix *nb__confint_linreg(nb_linreg_t m, nb_interval_opts opts);
gsl_matrix *nb__confint_logreg(nb_logreg_t m, nb_interval_opts opts);

/* Intervals for the parameters of a model, a row each: lower and upper bound.
 * Of regressions the first row is the intercept.
 * Options: .level, .method ("wald": estimate and 1.96 standard errors, for
 * nb_linreg() with Student's t instead of 1.96; "profile", of nb_mle(): the
 * likelihood ratio).
 *
 * Shapes   model: an nb_mle_t, nb_linreg_t or nb_logreg_t; result: k x 2; of
 *          regressions (p + 1) x 2.
 * Owns     the caller owns the result.
 * Errors   DomainError for a level outside of (0, 1), another method, or a
 *          model without standard errors (penalised, or of three classes).
 * Source   Wald, Trans. Amer. Math. Soc. 54 (1943), 426-482; Wilks, Ann. Math.
 *          Stat. 9 (1938), 60-62.
 *
 * Example
 *     nb_linreg_t m = nb_linreg(nb_mat((0), (1), (2), (3)), nb_vec(1, 3, 5, 8));
 *     nb_show(nb_confint(m));
 *     // matrix(2 x 2) -0.59422 2.19422 1.55476 3.04524
 */
#define nb_confint(model, ...)                                                 \
    _Generic((model), nb_mle_t: nb__confint_mle,                               \
        nb_linreg_t: nb__confint_linreg,                                       \
        nb_logreg_t: nb__confint_logreg)(model,                                \
                                         (nb_interval_opts){__VA_ARGS__})

/* A test that compares two models. */
typedef struct nb_lrtest_t {
    double statistic; /* 2 (l1 - l0) */
    double df;        /* parameters that the larger model has more */
    double p;         /* probability of such a statistic, or a larger one */
} nb_lrtest_t;

/* The likelihood ratio test of a model against a smaller one inside it.
 *
 * Shapes   large, small: log-likelihoods; df: how many parameters more.
 * Owns     plain numbers.
 * Errors   DomainError if df is not positive, a log-likelihood is NaN, or the
 *          small model's is larger by more than rounding.
 * Source   Wilks, Ann. Math. Stat. 9 (1938), 60-62.
 *
 * Example
 *     nb_show(nb_lrtest(-10.158, -14.134, 1).p);     // 0.00480343
 */
nb_lrtest_t nb_lrtest(double large, double small, double df);

/* ---- The bootstrap. ---- */

typedef struct nb_bootstrap_opts {
    long B;             /* samples; 0: 1000 */
    unsigned long seed; /* 0: the session's stream */
    double level;       /* 0: 0.95 */
    const char *method; /* "percentile" (also NULL), "basic", "bca" */
} nb_bootstrap_opts;

/* What a statistic does when the data is drawn again. */
typedef struct nb_bootstrap_t {
    double estimate; /* of the data itself */
    double se;       /* standard deviation over the samples */
    double bias;     /* their mean less the estimate */
    double lower, upper, level;
    gsl_vector *samples; /* the statistic of each sample, ascending */
    size_t dropped;      /* samples that gave NaN or infinity */
    const char *method;
} nb_bootstrap_t;

void nb__free_bootstrap(nb_bootstrap_t b);
nb_bootstrap_t nb__bootstrap_vector(const gsl_vector *x,
                                    double (*stat)(const gsl_vector *),
                                    nb_bootstrap_opts opts);
nb_bootstrap_t nb__bootstrap_matrix(const gsl_matrix *X,
                                    double (*stat)(const gsl_matrix *),
                                    nb_bootstrap_opts opts);
nb_bootstrap_t nb__bootstrap_data(nb_data d, double (*stat)(nb_data),
                                  nb_bootstrap_opts opts);

/* The bootstrap: draw n of the n observations with replacement, B times, and
 * see how a statistic varies.
 * Options: .B, .seed, .level, .method ("percentile": quantiles of the samples;
 * "basic": mirrored at the estimate; "bca": corrected for bias and skewness).
 *
 * Shapes   x: a gsl_vector * with double stat(const gsl_vector *), a
 *          gsl_matrix * whose rows are drawn with double stat(const
 *          gsl_matrix *), or an nb_data with double stat(nb_data); samples: at
 *          most B.
 * Units    the statistic's.
 * Owns     the caller owns .samples: nb_free(); what stat makes is freed.
 * Errors   ShapeError for fewer than two observations; DomainError if B is
 *          negative, a level outside of (0, 1), another method, or a statistic
 *          that is finite for less than two samples.
 * Random   n gsl_rng_uniform_int a sample, of a generator seeded with .seed.
 * Source   Efron & Tibshirani, An Introduction to the Bootstrap, chapters 12
 *          to 14.
 *
 * Example
 *     double center(const gsl_vector *v) { return nb_mean(v); }
 *     nb_bootstrap_t b = nb_bootstrap(nb_arange(0, 100, 1), center, .seed = 1);
 *     nb_show(b.estimate, b.lower > 43 && b.upper < 56);   // 49.5 1
 */
#define nb_bootstrap(x, stat, ...)                                             \
    _Generic((x), gsl_vector *: nb__bootstrap_vector,                          \
        const gsl_vector *: nb__bootstrap_vector,                              \
        gsl_matrix *: nb__bootstrap_matrix,                                    \
        const gsl_matrix *: nb__bootstrap_matrix,                              \
        nb_data: nb__bootstrap_data)(x, stat,                                  \
                                     (nb_bootstrap_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
