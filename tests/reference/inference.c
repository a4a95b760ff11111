/* inference.c - likelihood, intervals, Bayesian regression, validation. */
#include "put.h"

#include <math.h>

static const char *group;

static const char *named(const char *what) {
    static char name[64];
    (void)snprintf(name, sizeof name, "%s.%s", group, what);
    return name;
}

static void proportions(void) {
    static const double counts[][2] = {{0, 12}, {7, 10}, {582, 597}, {12, 12},
                                       {1, 1000}};
    static const char *const methods[] = {"wilson", "wald", "likelihood",
                                          "clopper-pearson"};
    char name[64];
    for (int i = 0; i < 5; i++)
        for (int m = 0; m < 4; m++) {
            (void)snprintf(name, sizeof name, "proportion.%s.%g.%g",
                           methods[m], counts[i][0], counts[i][1]);
            nb_interval_t p = nb_proportion(counts[i][0], counts[i][1],
                                            .method = methods[m],
                                            .level = 0.9);
            put(name, (double[]){p.lower, p.upper}, 2);
        }
}

static const int n = 60;
static double sample[60];
NB_FN(weibull, (double *t),
      nb_sum(i, 0, n, log(t[1] / t[0]) + (t[1] - 1) * log(sample[i] / t[0]) -
                          pow(sample[i] / t[0], t[1])),
      n, sample)
NB_FN(gauss, (double *t),
      nb_sum(i, 0, n, -sq(sample[i] - t[0]) / (2 * t[1]) - log(t[1]) / 2), n,
      sample)
NB_FN(exponential, (double *t), nb_sum(i, 0, n, log(t[0]) - t[0] * sample[i]),
      n, sample)
static double t23[23], y23[23];
NB_FN(logit, (double *b),
      nb_sum(i, 0, 23, y23[i] * (b[0] + b[1] * t23[i]) -
                           log1p(exp(b[0] + b[1] * t23[i]))),
      t23, y23)

static void fitted(const char *name, nb_mle_t m) {
    group = name;
    put_vector(named("theta"), m.theta);
    put_vector(named("se"), m.se);
    put_matrix(named("fisher"), m.fisher);
    put_number(named("loglik"), m.loglik);
    put_matrix(named("wald"), nb_confint(m));
    put_matrix(named("profile"), nb_confint(m, .method = "profile"));
    put_vector(named("curve"),
               nb_profile(m, 0, .points = 5, .level = 0.9).loglik);
}

static void likelihoods(void) {
    gsl_matrix *U = made(60, 1, 3);
    for (int i = 0; i < n; i++)
        sample[i] = 2 * pow(-log(U->data[i] + 0.5), 1 / 1.5);
    fitted("weibull", nb_mle(weibull, nb_vec(1, 1)));
    fitted("gauss", nb_mle(gauss, nb_vec(1, 1)));
    fitted("exponential", nb_mle(exponential, nb_vec(1)));
    nb_data d = nb_load("challenger");
    for (size_t i = 0; i < 23; i++) {
        t23[i] = nb_at(d.X, i, 0);
        y23[i] = nb_at(d.y, i);
    }
    fitted("challenger", nb_mle(logit, nb_vec(0, 0)));
    nb_logreg_t m = nb_logreg(d.X, d.y);
    put_matrix("challenger.bounds",
               nb_bounds(m, nb_mat((31), (65), (75)), .level = 0.8));
    put_matrix("challenger.confint", nb_confint(m));
    put_number("lrtest.p", nb_lrtest(-10.2, -14.1, 2).p);
}

static double spread(const gsl_vector *v) { return nb_std(v); }

static void bootstraps(void) {
    static const char *const methods[] = {"percentile", "basic", "bca"};
    gsl_vector *x = nb_copy(nb_col(nb_load("faithful").X, 0));
    for (int i = 0; i < 3; i++) {
        nb_bootstrap_t b = nb_bootstrap(x, spread, .B = 500, .seed = 1,
                                        .method = methods[i]);
        char name[64];
        (void)snprintf(name, sizeof name, "bootstrap.%s", methods[i]);
        put(name, (double[]){b.lower, b.upper}, 2);
        if (i == 0) {
            put_vector("bootstrap.samples", b.samples);
            put(
                "bootstrap.moments",
                (double[]){b.estimate, b.se, b.bias}, 3);
        }
    }
}

static void regressions(void) {
    nb_data d = nb_load("diabetes");
    gsl_matrix *X = nb_standardize(d.X);
    nb_linreg_t m = nb_linreg(X, d.y);
    put_matrix("ols.confint", nb_confint(m, .level = 0.99));
    put_matrix("ols.cov", m.cov);
    put_matrix("ols.bounds", nb_bounds(m, nb_rows(X, 0, 5)));
    put_matrix("ols.noise", nb_bounds(m, nb_rows(X, 0, 5), .noise = true));
    put_vector("ols.normal", nb_linreg(X, d.y, .method = "normal").coef);
    put_vector("ols.gradient", nb_linreg(X, d.y, .method = "gradient").coef);
    gsl_vector *y = nb_copy(d.y);
    gsl_vector_add_constant(y, -nb_mean(y));
    nb_bayes_t b = nb_bayes(X, y);
    put_vector("bayes.mean", b.mean);
    put_matrix("bayes.cov", b.cov);
    put("bayes.sds", (double[]){b.prior_sd, b.noise_sd, b.evidence}, 3);
    put_matrix("bayes.bounds", nb_bounds(b, nb_rows(X, 0, 5), .noise = true));
    put_number("bayes.score", nb_score(b, X, y));
}

static double rmse(nb_data train, nb_data judged) {
    nb_linreg_t m = nb_linreg(train.X, train.y);
    return nb_rmse(judged.y, nb_predict(m, judged.X));
}

static double ridge(nb_data train, nb_data judged, double l2) {
    nb_linreg_t m = nb_linreg(train.X, train.y, .l2 = l2);
    return nb_score(m, judged.X, judged.y);
}

static void validation(void) {
    nb_data d = nb_load("diabetes");
    put_vector("cv.scores",
               nb_cv(d, rmse, .k = 7, .noshuffle = true).scores);
    nb_curve_t v = nb_validation_curve(d, ridge, nb_vec(.01, 1, 100),
                                       .k = 5, .noshuffle = true);
    put_vector("curve.train", v.train);
    put_vector("curve.test", v.test);
    nb_curve_t l = nb_learning_curve(d, rmse, nb_vec(40, 300), .k = 5,
                                     .noshuffle = true);
    put_vector("learning.train", l.train);
    put_vector("learning.test", l.test);
    nb_data cancer = nb_load("breast_cancer");
    nb_logreg_t m = nb_logreg(nb_cols(cancer.X, 0, 3), cancer.y, .l2 = 1);
    gsl_vector *p =
        nb_copy(nb_col(nb_proba(m, nb_cols(cancer.X, 0, 3)), 1));
    nb_roc_t roc = nb_roc(cancer.y, p);
    put_number("roc.auc", roc.auc);
    nb_calibration_t c = nb_calibration(cancer.y, p);
    put_vector("calibration.predicted", c.predicted);
    put_vector("calibration.observed", c.observed);
    put_number("calibration.brier", c.brier);
    nb_calibration_t q =
        nb_calibration(cancer.y, p, .bins = 8, .quantiles = true);
    put_vector("quantile.predicted", q.predicted);
    put_vector("quantile.observed", q.observed);
}

int main(void) {
    proportions();
    likelihoods();
    bootstraps();
    regressions();
    validation();
    return 0;
}
