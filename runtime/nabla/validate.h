/* validate.h - which model, and is it to be believed: cross-validation,
 * learning and validation curves, calibration.
 *
 *     double score(nb_data train, nb_data judged) {
 *         nb_linreg_t m = nb_linreg(train.X, train.y);
 *         return nb_rmse(judged.y, nb_predict(m, judged.X));
 *     }
 *     nb_cv(nb_load("diabetes"), score, .k = 10)
 *
 * All of a model's making belongs into score(), the choice of columns and the
 * scaling too: what has seen the judged rows before cannot be judged by
 * them. */
#ifndef NB_VALIDATE_H
#define NB_VALIDATE_H

#include "bayes.h"
#include "infer.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_cv_opts {
    long k;             /* folds; 0: 5 */
    unsigned long seed; /* of the shuffle; each repeat takes the next one */
    long repeats;       /* 0: 1 */
    bool stratify;      /* keep the classes' shares in each fold */
    bool noshuffle;
    bool maximize; /* of curves: the best score is the largest */
} nb_cv_opts;

/* ---- Cross-validation. ---- */

typedef struct nb_cv_t {
    gsl_vector *scores; /* of each fold; k times repeats */
    double mean, sd;    /* over them */
    double se;          /* sd / sqrt(k repeats); folds share rows, so it is
                           rather too small */
    size_t k;
} nb_cv_t;

void nb__free_cv(nb_cv_t c);
nb_cv_t nb__cv(nb_data d, double (*score)(nb_data train, nb_data test),
               nb_cv_opts opts);

/* k-fold cross-validation: the score of each of k parts by a model that learnt
 * from the other k - 1.
 * Options: .k, .seed, .repeats, .stratify, .noshuffle.
 *
 * Shapes   d: n >= k rows; score: double score(nb_data train, nb_data test).
 * Units    the score's.
 * Owns     the caller owns .scores: nb_free(); what score makes is freed.
 * Errors   DomainError unless 2 <= k <= n, if .repeats is negative, or
 *          .stratify finds no classes.
 * Source   Stone, J. R. Stat. Soc. B 36 (1974), 111-147.
 *
 * Example
 *     double r2(nb_data train, nb_data test) {
 *         nb_linreg_t m = nb_linreg(train.X, train.y);
 *         return nb_score(m, test.X, test.y);
 *     }
 *     nb_cv_t c = nb_cv(nb_load("diabetes"), r2);
 *     nb_show(c.scores->size, c.mean > 0.4);         // 5 1
 */
#define nb_cv(d, score, ...) nb__cv(d, score, (nb_cv_opts){__VA_ARGS__})

/* ---- Curves. ---- */

/* Scores in training and in test, along a parameter or the number of rows. */
typedef struct nb_curve_t {
    gsl_vector *x;
    gsl_vector *train, *test;       /* means over the folds */
    gsl_vector *train_se, *test_se; /* their standard errors */
    size_t best; /* where test is least, or largest with .maximize */
    double best_x;
} nb_curve_t;

void nb__free_curve(nb_curve_t c);
nb_curve_t nb__validation_curve(nb_data d,
                                double (*score)(nb_data train, nb_data judged,
                                                double parameter),
                                const gsl_vector *parameters, nb_cv_opts opts);
nb_curve_t nb__learning_curve(nb_data d,
                              double (*score)(nb_data train, nb_data judged),
                              const gsl_vector *sizes, nb_cv_opts opts);

/* How a parameter of the model (a penalty, a degree) changes its score, on the
 * rows it learnt from and, by k-fold cross-validation, on others. score() is
 * called twice for each fold: to judge the rows of training and those of test.
 * Options: .k, .seed, .repeats, .stratify, .noshuffle, .maximize.
 *
 * Shapes   d: n >= k rows; score: double score(nb_data train, nb_data judged,
 *          double parameter); parameters: m; results: m.
 * Owns     the caller owns the five vectors, or all by nb_free().
 * Errors   as in nb_cv(); NullError without parameters.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 7.10.
 *
 * Example
 *     double ridge(nb_data train, nb_data judged, double l2) {
 *         nb_linreg_t m = nb_linreg(train.X, train.y, .l2 = l2);
 *         return nb_rmse(judged.y, nb_predict(m, judged.X));
 *     }
 *     nb_curve_t c = nb_validation_curve(nb_load("diabetes"), ridge,
 *                                        nb_vec(1e-6, 1e4, 1e9));
 *     nb_show(c.best, nb_at(c.train, 0) < nb_at(c.test, 0));  // 0 1
 */
#define nb_validation_curve(d, score, parameters, ...)                         \
    nb__validation_curve(d, score, parameters, (nb_cv_opts){__VA_ARGS__})

/* How the number of rows changes a model's score: in each fold it learns from
 * the first rows of the training part only, and is judged on these and on the
 * test part.
 * Options: .k, .seed, .repeats, .stratify, .noshuffle, .maximize.
 *
 * Shapes   d: n >= k rows; score: double score(nb_data train, nb_data judged);
 *          sizes: m whole numbers; results: m.
 * Owns     the caller owns the five vectors, or all by nb_free().
 * Errors   as in nb_cv(); DomainError if a size is no whole number, or more
 *          than a fold has to train.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 7.10.
 *
 * Example
 *     double error(nb_data train, nb_data judged) {
 *         nb_linreg_t m = nb_linreg(train.X, train.y);
 *         return nb_rmse(judged.y, nb_predict(m, judged.X));
 *     }
 *     nb_curve_t c =
 *         nb_learning_curve(nb_load("diabetes"), error, nb_vec(15, 300));
 *     nb_show(nb_at(c.test, 0) > nb_at(c.test, 1));  // 1
 */
#define nb_learning_curve(d, score, sizes, ...)                                \
    nb__learning_curve(d, score, sizes, (nb_cv_opts){__VA_ARGS__})

/* ---- Scores of models. ---- */

double nb__score_linreg(nb_linreg_t m, const gsl_matrix *X,
                        const gsl_vector *y);
double nb__score_bayes(nb_bayes_t m, const gsl_matrix *X, const gsl_vector *y);
double nb__score_net(nb_net net, const gsl_matrix *X, const gsl_vector *y);

/* How well a model does on data: the share of labels that are right, or R
 * squared if it predicts values.
 *
 * Shapes   model: an nb_net, nb_linreg_t, nb_bayes_t or nb_logreg_t; X: n x p;
 *          y: n.
 * Owns     a plain number, at most 1.
 * Errors   as in nb_predict(); ShapeError, naming both lengths, if X and y
 *          differ.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 7.2.
 * See      nb_accuracy(), nb_r2().
 *
 * Example
 *     gsl_matrix *X = nb_mat((0), (1), (2));
 *     nb_linreg_t m = nb_linreg(X, nb_vec(1, 3, 5));
 *     nb_show(nb_score(m, X, nb_vec(1, 3, 5)));      // 1
 */
#define nb_score(model, X, y)                                                  \
    _Generic((model), nb_net: nb__score_net, nb_linreg_t: nb__score_linreg,    \
        nb_bayes_t: nb__score_bayes,                                           \
        nb_logreg_t: nb__accuracy_logreg)(model, X, y)

/* ---- Calibration. ---- */

typedef struct nb_calibration_opts {
    long bins;      /* 0: 10 */
    bool quantiles; /* bins of as many rows each, not of equal width */
    double unused;
} nb_calibration_opts;

/* Do probabilities mean what they say? Empty bins are left out. */
typedef struct nb_calibration_t {
    gsl_vector *predicted; /* mean probability in each bin */
    gsl_vector *observed;  /* share of class 1 there */
    gsl_vector *count;     /* rows there */
    double ece;            /* mean distance of the two over all rows */
    double brier;          /* mean squared distance of p and y */
    size_t n;
} nb_calibration_t;

void nb__free_calibration(nb_calibration_t c);
nb_calibration_t nb__calibration(const gsl_vector *y, const gsl_vector *p,
                                 nb_calibration_opts opts);

/* The reliability of probabilities: of the rows that were given about 0.8,
 * about eight in ten should be of class 1.
 * Options: .bins, .quantiles.
 *
 * Shapes   y: n zeros and ones; p: n probabilities of class 1; results: at
 *          most .bins.
 * Owns     the caller owns the three vectors, or all by nb_free().
 * Errors   ShapeError, naming both lengths, if they differ; DomainError if y
 *          holds something else, p is not between 0 and 1, or .bins is
 *          negative.
 * Source   Murphy & Winkler, Applied Statistics 26 (1977), 41-47; Brier,
 *          Monthly Weather Review 78 (1950), 1-3.
 *
 * Example
 *     nb_calibration_t c =
 *         nb_calibration(nb_vec(0, 0, 1, 1), nb_vec(.1, .2, .8, .7), .bins = 2);
 *     nb_show(c.predicted, c.observed, c.brier);
 *     // vector(2) [0.15, 0.75] vector(2) [0, 1] 0.045
 */
#define nb_calibration(y, p, ...)                                              \
    nb__calibration(y, p, (nb_calibration_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
