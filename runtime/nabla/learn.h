/* learn.h - from data to models that can be trusted: splits, folds, batches,
 * regression, and how good it is.
 *
 *     nb_split_t d = nb_split(nb_load("digits"), .test = 0.2);
 *     nb_logreg_t m = nb_logreg(d.train.X, d.train.y);
 *     nb_accuracy(m, d.test.X, d.test.y) */
#ifndef NB_LEARN_H
#define NB_LEARN_H

#include "data.h"
#include "net.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* ---- Splits. ---- */

/* Observations and their targets as a data set of one's own; both are copied.
 *
 * Shapes   X: n x p; y: n. If y holds the whole numbers 0, 1, ... k - 1, all of
 *          them, these are k classes.
 * Owns     the caller owns .X and .y, or both by nb_free().
 * Errors   ShapeError, naming both sizes, if X and y differ in length.
 *
 * Example
 *     nb_data d = nb_dataset(nb_mat((1, 2), (3, 4)), nb_vec(0, 1));
 *     nb_show(d.n, d.p, d.class_count);              // 2 2 2
 */
nb_data nb_dataset(const gsl_matrix *X, const gsl_vector *y);

typedef struct nb_split_opts {
    double test;        /* share below 1, or how many; 0: 0.25 */
    unsigned long seed; /* of the shuffle */
    bool stratify;      /* keep the classes' shares */
    bool noshuffle;     /* the last rows are the test */
} nb_split_opts;

/* Data to learn from, and data to be judged by. */
typedef struct nb_split_t {
    nb_data train, test;
} nb_split_t;

void nb__free_split(nb_split_t s);
nb_split_t nb__split(nb_data d, nb_split_opts opts);

/* Split a data set into rows to train and rows to test. The rows are shuffled
 * by gsl_ran_shuffle() with a generator of its own, seeded by .seed; the last
 * ones are the test.
 * Options: .test (a share below 1, rounded up, or a number of rows), .seed,
 * .stratify, .noshuffle.
 *
 * Shapes   d: n rows; result: n - t and t rows.
 * Owns     the caller owns both parts, or all by nb_free().
 * Errors   DomainError if .test leaves no row for one part, or .stratify finds
 *          no classes.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 7.2.
 *
 * Example
 *     nb_split_t s = nb_split(nb_load("iris"), .test = 0.2, .seed = 1);
 *     nb_show(s.train.n, s.test.n);                  // 120 30
 */
#define nb_split(d, ...) nb__split(d, (nb_split_opts){__VA_ARGS__})

typedef struct nb_fold_opts {
    long k;             /* folds; 0: 5 */
    unsigned long seed; /* of the shuffle */
    bool noshuffle;
    bool stratify; /* keep the classes' shares in each fold */
} nb_fold_opts;

/* One turn of a cross-validation. */
typedef struct nb_fold {
    nb_data train, test;
    long fold, folds; /* 0 ... folds - 1 */
    /* For the loop. */
    nb_data data;
    size_t *order, *starts;
    long scope;
} nb_fold;

nb_fold nb__kfold_begin(nb_data d, nb_fold_opts opts);
int nb__kfold_next(nb_fold *f);
void nb__kfold_end(nb_fold *f);

/* The head of a loop over the turns of a k-fold cross-validation: in each,
 * fold.test is one of k parts and fold.train the rest.
 *
 *     for nb_kfold(fold, d, .k = 5) { ... fold.train.X ... }
 *
 * Each turn is an nb_scope. break and continue work as in any loop.
 * Options: .k, .seed, .stratify, .noshuffle.
 *
 * Shapes   d: n >= k rows.
 * Owns     the turn owns fold.train, fold.test and what is made inside, but
 *          for nb_keep() ones.
 * Errors   DomainError unless 2 <= k <= n, or if .stratify finds no classes.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 7.10.
 *
 * Example
 *     nb_data d = nb_load("iris");
 *     for nb_kfold(fold, d, .k = 3)
 *         nb_show(fold.test.n);                      // 50 50 50
 */
#define nb_kfold(name, d, ...)                                                 \
    (nb_fold name __attribute__((cleanup(nb__kfold_end))) =                    \
         nb__kfold_begin(d, (nb_fold_opts){__VA_ARGS__});                      \
     nb__kfold_next(&name);)

typedef struct nb_batch_opts {
    long size; /* rows; 0: 32 */
    bool noshuffle;
} nb_batch_opts;

/* A few rows to learn from. */
typedef struct nb_batch {
    gsl_matrix *X; /* size x p */
    gsl_vector *y; /* size */
    size_t size;
    long number; /* 0 for the first */
    /* For the loop. */
    const gsl_matrix *allX;
    const gsl_vector *ally;
    size_t *order;
    size_t next, most;
    long scope;
} nb_batch;

nb_batch nb__batches_begin(const gsl_matrix *X, const gsl_vector *y,
                           nb_batch_opts opts);
int nb__batches_next(nb_batch *b);
void nb__batches_end(nb_batch *b);

/* The head of a loop over all rows of X and y in a new order, a few at a time:
 *
 *     for nb_batches(b, X, y, .size = 32) { ... b.X ... b.y ... }
 *
 * Each turn is an nb_scope. break and continue work as in any loop.
 * Options: .size, .noshuffle.
 *
 * Shapes   X: n x p; y: n; the last batch may be smaller.
 * Owns     the turn owns b.X, b.y and what is made inside, but for nb_keep()
 *          ones.
 * Errors   ShapeError, naming both sizes, if X and y differ in length;
 *          DomainError if .size is negative.
 * Random   one gsl_ran_shuffle(nb_rng(), ...) a loop.
 *
 * Example
 *     gsl_matrix *X = nb_mat((1), (2), (3));
 *     for nb_batches(b, X, nb_vec(1, 2, 3), .size = 2)
 *         nb_show(b.size);                           // 2 1
 */
#define nb_batches(name, X, y, ...)                                            \
    (nb_batch name __attribute__((cleanup(nb__batches_end))) =                 \
         nb__batches_begin(X, y, (nb_batch_opts){__VA_ARGS__});                \
     nb__batches_next(&name);)

/* ---- Regression. ---- */

typedef struct nb_linreg_opts {
    double l2; /* ridge: adds l2 times the sum of squared coefficients */
    double l1; /* lasso: adds l1 times the sum of absolute coefficients */
    bool nointercept;
    const char *method; /* "svd" (also NULL), "normal", "gradient" */
} nb_linreg_opts;

/* y = intercept + X coef. */
typedef struct nb_linreg_t {
    gsl_vector *coef; /* p */
    double intercept;
    gsl_vector *se;   /* p + 1 standard errors, the intercept's first; NULL
                         with l1 or l2, or without enough rows */
    gsl_matrix *cov;  /* (p + 1) x (p + 1), their covariance; NULL likewise */
    double sigma;     /* of the noise: sqrt(SSE / df) */
    double r2;        /* share of the variance explained, in the data */
    double sse;       /* sum of squared errors */
    double df;        /* degrees of freedom that are left: n - rank - 1 */
    size_t n, p;
} nb_linreg_t;

void nb__free_linreg(nb_linreg_t m);
nb_linreg_t nb__linreg(const gsl_matrix *X, const gsl_vector *y,
                       nb_linreg_opts opts);

/* Linear regression by least squares; the intercept is never penalised.
 * Options: .l2 (ridge: SSE + l2 sum of coef^2), .l1 (lasso: SSE / 2n + l1 sum
 * of |coef|), .nointercept, .method ("svd"; "normal": the normal equations,
 * which square X's condition; "gradient": L-BFGS), which all find the same.
 *
 * Shapes   X: n x p; y: n; coef: p.
 * Units    coef[j]: y's per X[j]'s.
 * Owns     the caller owns .coef, .se and .cov, or all by nb_free().
 * Errors   ShapeError, naming both sizes, if X and y differ in length;
 *          DomainError for a negative penalty, both at once, another method,
 *          or NaN or infinity in X or y; SingularMatrix for "normal" if
 *          columns depend on each other.
 * Method   SVD of the centred X; lasso by coordinate descent.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., chapter 3; Friedman et al., J. Stat. Software 33 (2010).
 *
 * Example
 *     gsl_matrix *X = nb_mat((0), (1), (2));
 *     nb_linreg_t m = nb_linreg(X, nb_vec(1, 3, 5));
 *     nb_show(m.intercept, m.coef);                  // 1 vector(1) [2]
 */
#define nb_linreg(X, y, ...) nb__linreg(X, y, (nb_linreg_opts){__VA_ARGS__})

typedef struct nb_logreg_opts {
    double l2;  /* adds l2 / 2 times the sum of squared coefficients */
    double tol; /* of the gradient; 0: 1e-8 */
    long maxit; /* 0: 100 Newton steps, or 1000 of L-BFGS */
    bool nointercept;
    const char *method; /* "irls" or one of nb_minimize(); NULL: "irls" for
                           two classes, "lbfgs" for more */
    double lr;          /* of methods that need one */
} nb_logreg_opts;

/* Log-odds = intercept + X coef; of more than two classes, logits. */
typedef struct nb_logreg_t {
    gsl_matrix *coef;      /* p x 1; of k > 2 classes p x k */
    gsl_vector *intercept; /* 1; of k > 2 classes k */
    gsl_vector *se;        /* p + 1 standard errors, the intercept's first;
                              NULL for more than two classes */
    gsl_matrix *cov; /* (p + 1) x (p + 1), their covariance; NULL likewise */
    double loglik;         /* log-likelihood, without the penalty */
    size_t classes, n, p;
    long nit;
    bool ok; /* it converged */
    const char *message;
} nb_logreg_t;

void nb__free_logreg(nb_logreg_t m);
nb_logreg_t nb__logreg(const gsl_matrix *X, const gsl_vector *y,
                       nb_logreg_opts opts);

/* Logistic regression by maximum likelihood; softmax regression if there are
 * more than two classes. The intercept is never penalised.
 * Options: .l2 (adds l2 / 2 times the sum of coef^2), .tol, .maxit,
 * .nointercept, .method ("irls", of two classes; or one of nb_minimize(), as
 * "gd", with .lr), which all find the same.
 *
 * Shapes   X: n x p; y: n class numbers from 0.
 * Units    coef: log-odds per X's units.
 * Owns     the caller owns .coef, .intercept, .se and .cov, or all by
 *          nb_free().
 * Errors   ShapeError, naming both sizes, if X and y differ in length;
 *          DomainError if y holds no class numbers, leaves one out, or has one
 *          class only; for another method, a negative option, or NaN or
 *          infinity in X.
 * Method   two classes: Newton (IRLS) with halved steps; more: L-BFGS. If
 *          classes can be separated without .l2 there is no maximum: .ok is
 *          false then, and .message says so.
 * Source   Hastie, Tibshirani & Friedman, Elements of Statistical Learning,
 *          2nd ed., section 4.4.
 *
 * Example
 *     gsl_matrix *X = nb_mat((1), (2), (3), (4));
 *     nb_logreg_t m = nb_logreg(X, nb_vec(0, 1, 0, 1));
 *     nb_show(m.ok, m.coef);              // true matrix(1 x 1) 0.908184
 */
#define nb_logreg(X, y, ...) nb__logreg(X, y, (nb_logreg_opts){__VA_ARGS__})

/* ---- Predictions. ---- */

/* What a Bayesian linear regression gives: see nb_bayes() in bayes.h. The
 * posterior of the weights is normal, with this mean and covariance. */
typedef struct nb_bayes_t {
    gsl_vector *mean; /* p */
    gsl_matrix *cov;  /* p x p */
    double prior_sd, noise_sd;
    double evidence; /* log of the density of y under the model */
    size_t n, p;
} nb_bayes_t;

gsl_vector *nb__predict_bayes(nb_bayes_t m, const gsl_matrix *X);
gsl_vector *nb__predict_net(nb_net net, const gsl_matrix *X);
gsl_vector *nb__predict_linreg(nb_linreg_t m, const gsl_matrix *X);
gsl_vector *nb__predict_logreg(nb_logreg_t m, const gsl_matrix *X);

/* What a model says about new observations: class numbers, or values if it
 * was trained on values. A net that was not trained yet predicts classes if
 * it has several outputs.
 *
 * Shapes   model: an nb_net, nb_linreg_t, nb_bayes_t or nb_logreg_t; X: n x
 *          p; result: n.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both sizes, if X has other columns than the
 *          data the model learnt from, or a net of several outputs was
 *          trained on values: nb_outputs() has those.
 *
 * Example
 *     nb_linreg_t m = nb_linreg(nb_mat((0), (1)), nb_vec(1, 3));
 *     nb_show(nb_predict(m, nb_mat((2), (3))));      // vector(2) [5, 7]
 */
#define nb_predict(model, X)                                                   \
    _Generic((model), nb_net: nb__predict_net,                                 \
        nb_linreg_t: nb__predict_linreg, nb_bayes_t: nb__predict_bayes,        \
        nb_logreg_t: nb__predict_logreg)(model, X)

gsl_matrix *nb__proba_net(nb_net net, const gsl_matrix *X);
gsl_matrix *nb__proba_logreg(nb_logreg_t m, const gsl_matrix *X);

/* The probability of each class.
 *
 * Shapes   model: an nb_net or nb_logreg_t; X: n x p; result: n x k; k = 2 for
 *          a net with one output.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both sizes, if X has other columns than the
 *          data the model learnt from.
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(2, 2, .init = "zeros"));
 *     nb_show(nb_proba(net, nb_mat((1, 2))));        // matrix(1 x 2) 0.5 0.5
 */
#define nb_proba(model, X)                                                     \
    _Generic((model), nb_net: nb__proba_net,                                   \
        nb_logreg_t: nb__proba_logreg)(model, X)

/* ---- How good? ---- */

double nb__accuracy(const gsl_vector *y, const gsl_vector *predicted);
double nb__accuracy_net(nb_net net, const gsl_matrix *X, const gsl_vector *y);
double nb__accuracy_logreg(nb_logreg_t m, const gsl_matrix *X,
                           const gsl_vector *y);
#define NB__ACCURACY2(y, predicted) nb__accuracy(y, predicted)
#define NB__ACCURACY3(model, X, y)                                             \
    _Generic((model), nb_net: nb__accuracy_net,                                \
        default: nb__accuracy_logreg)(model, X, y)

/* The share of labels that are right: nb_accuracy(y, predicted) of two
 * vectors, or nb_accuracy(model, X, y).
 *
 * Shapes   y, predicted: n class numbers; X: n x p.
 * Owns     a plain number between 0 and 1.
 * Errors   ShapeError, naming both lengths, if they differ.
 *
 * Example
 *     nb_show(nb_accuracy(nb_vec(0, 1, 1, 2), nb_vec(0, 1, 2, 2))); // 0.75
 */
#define nb_accuracy(...)                                                       \
    NB__CAT(NB__ACCURACY, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

/* The confusion matrix: how often class i was taken for class j.
 *
 * Shapes   y, predicted: n class numbers from 0; result: k x k, k the number
 *          of classes in both.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both lengths, if they differ; DomainError if
 *          they hold something else than whole numbers from 0 to 999.
 *
 * Example
 *     nb_show(nb_confusion(nb_vec(0, 1, 1, 1), nb_vec(0, 1, 1, 0)));
 *     // matrix(2 x 2) 1 0 1 2
 */
gsl_matrix *nb_confusion(const gsl_vector *y, const gsl_vector *predicted);

/* Counts and shares of one class against the rest. */
typedef struct nb_scores_t {
    double precision; /* right among those that were called so */
    double recall;    /* found among those that are so */
    double f1;        /* their harmonic mean */
    double tp, fp, fn, tn;
} nb_scores_t;

/* Precision, recall and F1 of one class.
 *
 * Shapes   y, predicted: n class numbers; positive: the class.
 * Owns     plain numbers; a share of nothing is NaN.
 * Errors   ShapeError, naming both lengths, if they differ.
 * Source   van Rijsbergen, Information Retrieval, 2nd ed., chapter 7.
 *
 * Example
 *     nb_show(nb_scores(nb_vec(0, 1, 1, 1), nb_vec(0, 1, 1, 0), 1).recall);
 *     // 0.666667
 */
nb_scores_t nb_scores(const gsl_vector *y, const gsl_vector *predicted,
                      double positive);

/* How well scores tell two classes apart at every threshold. */
typedef struct nb_roc_t {
    gsl_vector *fpr, *tpr; /* false and true positive rates, from (0, 0) */
    gsl_vector *threshold; /* scores from here on are positive; inf first */
    double auc;            /* the area below */
    size_t n;
} nb_roc_t;

void nb__free_roc(nb_roc_t r);

/* The ROC curve of scores for class 1 against class 0.
 *
 * Shapes   y: n zeros and ones; score: n, larger for class 1.
 * Owns     the caller owns the three vectors, or all by nb_free().
 * Errors   ShapeError, naming both lengths, if they differ; DomainError if y
 *          holds something else, one class only, or a score is NaN.
 * Source   Fawcett, Pattern Recognition Letters 27 (2006), 861-874.
 *
 * Example
 *     nb_show(nb_roc(nb_vec(0, 0, 1, 1), nb_vec(.1, .4, .35, .8)).auc); // 0.75
 */
nb_roc_t nb_roc(const gsl_vector *y, const gsl_vector *score);

/* The mean negative log-probability of the true classes.
 *
 * Shapes   y: n class numbers; proba: n x k, as nb_proba() gives.
 * Units    nats.
 * Owns     a plain number; infinite if a true class got probability 0.
 * Errors   ShapeError, naming both sizes, if they differ; DomainError if y
 *          holds something else than 0 ... k - 1.
 *
 * Example
 *     nb_show(nb_logloss(nb_vec(1), nb_mat((.1, .9))));  // 0.105361
 */
double nb_logloss(const gsl_vector *y, const gsl_matrix *proba);

/* The root of the mean squared error.
 *
 * Shapes   y, predicted: n.
 * Units    y's.
 * Owns     a plain number.
 * Errors   ShapeError, naming both lengths, if they differ.
 *
 * Example
 *     nb_show(nb_rmse(nb_vec(1, 2), nb_vec(1, 4)));  // 1.41421
 */
double nb_rmse(const gsl_vector *y, const gsl_vector *predicted);

/* The coefficient of determination: 1 - SSE / the sum of squares around the
 * mean of y.
 *
 * Shapes   y, predicted: n.
 * Owns     a plain number, at most 1; NaN if y is constant.
 * Errors   ShapeError, naming both lengths, if they differ.
 *
 * Example
 *     nb_show(nb_r2(nb_vec(1, 2, 3), nb_vec(1, 2, 4)));  // 0.5
 */
double nb_r2(const gsl_vector *y, const gsl_vector *predicted);

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
