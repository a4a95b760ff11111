/* Likelihood, intervals, the bootstrap, Bayesian regression and validation:
 * the figures of the lessons, closed forms, and every error. */
#include <nabla.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "support/runtime_host.h"

static const double SHOWN = 5e-5; /* the lessons give four or five digits */

/* ---- Proportions: lesson 3.3. ---- */

TEST(lesson_3_3_four_intervals_of_seven_in_ten) {
    static const struct {
        const char *method;
        double lower, upper;
    } table[] = {{"wald", .4160, .9840},
                 {"wilson", .3968, .8922},
                 {"likelihood", .3935, .9154},
                 {"clopper-pearson", .3475, .9333}};
    for (size_t i = 0; i < 4; i++) {
        nb_interval_t t = nb_proportion(7, 10, .method = table[i].method);
        NEAR(t.lower, table[i].lower, SHOWN);
        NEAR(t.upper, table[i].upper, SHOWN);
        NEAR(t.estimate, 0.7, 0);
    }
    nb_interval_t digits = nb_proportion(582, 597);
    NEAR(digits.lower, .9590, SHOWN);
    NEAR(digits.upper, .9847, SHOWN);
}

/* The share of k for which the interval holds p, weighed by their chance. */
static double coverage(double p, const char *method) {
    double total = 0;
    for (unsigned k = 0; k <= 20; k++) {
        nb_interval_t i = nb_proportion(k, 20, .method = method);
        if (i.lower <= p && p <= i.upper)
            total += gsl_ran_binomial_pdf(k, p, 20);
    }
    return total;
}

TEST(lesson_3_3_exact_coverage) {
    NEAR(coverage(.5, "wald"), .959, 5e-4);
    NEAR(coverage(.9, "wald"), .876, 5e-4);
    NEAR(coverage(.9, "wilson"), .957, 5e-4);
    NEAR(coverage(.9, "likelihood"), .867, 5e-4);
    NEAR(coverage(.95, "wald"), .639, 5e-4);
    NEAR(coverage(.98, "wilson"), .940, 5e-4);
    NEAR(coverage(.98, "likelihood"), .993, 5e-4);
    assert_true(coverage(.98, "clopper-pearson") > .95);
}

TEST(proportions_at_the_ends) {
    static const char *const methods[] = {"wald", "wilson", "likelihood",
                                          "clopper-pearson"};
    for (size_t i = 0; i < 4; i++) {
        nb_interval_t none = nb_proportion(0, 10, .method = methods[i]);
        nb_interval_t all = nb_proportion(10, 10, .method = methods[i]);
        NEAR(none.lower, 0, 0);
        NEAR(all.upper, 1, 0);
        NEAR(none.upper, 1 - all.lower, 1e-12);
    }
    /* The rule of three, exactly: 1 - 0.025^(1 / n); and chi squared / 2n. */
    NEAR(nb_proportion(0, 10, .method = "clopper-pearson").upper,
         1 - pow(.025, .1), 1e-10);
    NEAR(nb_proportion(0, 10, .method = "likelihood").upper,
         1 - exp(-gsl_cdf_chisq_Pinv(.95, 1) / 20), 1e-10);
    FAILS("DomainError", "11 of 10", nb_proportion(11, 10));
    FAILS("DomainError", "0 of 0", nb_proportion(0, 0));
    FAILS("DomainError", "nan", nb_proportion(NAN, 10));
    FAILS("DomainError", "\"clopper-pearson\"",
          nb_proportion(1, 10, .method = "exact"));
    FAILS("DomainError", "95", nb_proportion(1, 10, .level = 95));
}

/* ---- Likelihood. ---- */

static const double counts[] = {2, 3, 0, 1, 4};
NB_FN(poisson, (double *l),
      nb_sum(i, 0, 5, counts[i] * log(l[0]) - l[0]), counts)
NB_FN(coin, (double *p), 7 * log(p[0]) + 3 * log(1 - p[0]))
NB_FN(flat, (double *x), -sq(x[0] + x[1]))
NB_FN(upwards, (double *x), x[0])
static double temperature[23], distress[23];
NB_FN(flights, (double *b),
      nb_sum(i, 0, 23, distress[i] * (b[0] + b[1] * temperature[i]) -
                           log1p(exp(b[0] + b[1] * temperature[i]))),
      distress, temperature)
static double plain_coin(const double *p) {
    return 7 * log(p[0]) + 3 * log(1 - p[0]);
}
static nb_var tape_coin(nb_var p) {
    return nb_add(nb_mul(7, nb_log(p)), nb_mul(3, nb_log(nb_sub(1, p))));
}

static void fly(void) {
    nb_data d = nb_load("challenger");
    for (size_t i = 0; i < 23; i++) {
        temperature[i] = nb_at(d.X, i, 0);
        distress[i] = nb_at(d.y, i);
    }
}

TEST(lesson_3_1_poisson) {
    nb_mle_t fit = nb_mle(poisson, nb_vec(1));
    assert_true(fit.ok);
    NEAR(nb_at(fit.theta, 0), 2, 1e-10);
    NEAR(nb_at(fit.se, 0), sqrt(2. / 5), 1e-10);
    NEAR(nb_at(fit.fisher, 0, 0), 2.5, 1e-9);
    NEAR(fit.aic, 2 - 2 * fit.loglik, 1e-12);
}

TEST(every_form_of_likelihood_finds_the_coin) {
    NEAR(nb_mle(coin, nb_vec(.5)).loglik, -6.10864, 5e-6);
    NEAR(nb_at(nb_mle(coin, nb_vec(.5)).fisher, 0, 0), 10 / (.7 * .3), 1e-7);
    NEAR(nb_at(nb_mle(tape_coin, nb_vec(.2)).theta, 0), .7, 1e-9);
    NEAR(nb_at(nb_mle(tape_coin, nb_vec(.2)).se, 0), sqrt(.021), 1e-9);
    NEAR(nb_at(nb_mle(plain_coin, nb_vec(.2)).theta, 0), .7, 1e-6);
    NEAR(nb_at(nb_mle(plain_coin, nb_vec(.2)).se, 0), sqrt(.021), 1e-5);
    NEAR(nb_at(nb_mle(coin, nb_vec(.9), .method = "lbfgs").theta, 0), .7, 1e-7);
    nb_free(nb_mle(coin, nb_vec(.9)));
}

TEST(lesson_3_6_challenger_profile) {
    fly();
    nb_mle_t fit = nb_mle(flights, nb_vec(0, 0));
    assert_true(fit.ok);
    NEAR(nb_at(fit.theta, 0), 15.0429, SHOWN);
    NEAR(nb_at(fit.theta, 1), -.23216, SHOWN);
    NEAR(nb_at(fit.se, 0), 7.379, 5e-4);
    NEAR(fit.loglik, -10.15760, 5e-6);
    gsl_matrix *wald = nb_confint(fit);
    gsl_matrix *profile = nb_confint(fit, .method = "profile");
    NEAR(nb_at(wald, 1, 0), -.444, 5e-4);
    NEAR(nb_at(wald, 1, 1), -.020, 5e-4);
    NEAR(nb_at(profile, 1, 0), -.515, 5e-4);
    NEAR(nb_at(profile, 1, 1), -.061, 5e-4);
    nb_profile_t p = nb_profile(fit, 1, .points = 21);
    NEAR(p.lower, nb_at(profile, 1, 0), 1e-9);
    NEAR(nb_max(p.loglik), fit.loglik, 0.1);
    assert_true(nb_max(p.loglik) <= fit.loglik + 1e-9);
    NEAR(nb_lrtest(-10.15760, -28.267 / 2, 1).p, .0048, 5e-5);
    nb_free(p);
    nb_free(fit);
}

TEST(likelihoods_without_a_maximum_say_so) {
    nb_mle_t fit = nb_mle(flat, nb_vec(1, 2));
    assert_false(fit.ok);
    assert_non_null(strstr(fit.message, "flat"));
    assert_true(isnan(nb_at(fit.se, 0)));
    assert_false(nb_mle(upwards, nb_vec(1), .maxit = 50).ok);
    FAILS("DomainError", "no maximum", nb_profile(fit, 0));
    FAILS("DomainError", "not finite at the start", nb_mle(coin, nb_vec(2)));
    FAILS("DomainError", "lbfgs",
          nb_mle(coin, nb_vec(.5), .method = "magic"));
    FAILS("DomainError", ".maxit", nb_mle(coin, nb_vec(.5), .maxit = -1));
    FAILS("NullError", "nb_mle", nb_mle(coin, (gsl_vector *)NULL));
}

TEST(profiles_and_tests_name_what_is_wrong) {
    nb_mle_t fit = nb_mle(coin, nb_vec(.5));
    FAILS("IndexError", "there are 1", nb_profile(fit, 1));
    FAILS("IndexError", "-1", nb_profile(fit, -1));
    FAILS("ShapeError", "2 points", nb_profile(fit, 0, .points = 2));
    FAILS("DomainError", ".level", nb_profile(fit, 0, .level = 2));
    FAILS("DomainError", "\"profile\"", nb_confint(fit, .method = "bayes"));
    FAILS("DomainError", "less likely", nb_lrtest(-3, -2, 1));
    FAILS("DomainError", "0 parameters", nb_lrtest(-2, -3, 0));
    FAILS("DomainError", "nan", nb_lrtest(NAN, -3, 1));
}

TEST(intervals_of_regressions) {
    gsl_matrix *x = nb_mat((-3), (-1), (0), (1), (3));
    gsl_vector *y = nb_vec(-1.2, -.7, .14, .67, 1.67);
    /* Lesson 3.4: the interval of the slope with t of 3 freedoms. */
    nb_linreg_t m = nb_linreg(x, y);
    NEAR(m.sigma * m.sigma, .0467, SHOWN);
    NEAR(nb_at(m.se, 1), .0483, SHOWN);
    gsl_matrix *B = nb_confint(m);
    NEAR(nb_at(B, 1, 0), .345, 5e-4);
    NEAR(nb_at(B, 1, 1), .653, 5e-4);
    FAILS("DomainError", "standard errors",
          nb_confint(nb_linreg(x, y, .l2 = 1)));
    FAILS("DomainError", "\"wald\"", nb_confint(m, .method = "profile"));
    nb_data iris = nb_load("iris");
    FAILS("DomainError", "two classes",
          nb_confint(nb_logreg(iris.X, iris.y, .l2 = 1)));
    fly();
    nb_data d = nb_load("challenger");
    nb_logreg_t flight = nb_logreg(d.X, d.y);
    NEAR(nb_at(nb_confint(flight), 1, 0), -.444, 5e-4);
    /* Lesson 3.6: p at 31, 65 and 75 degrees. */
    gsl_matrix *P = nb_bounds(flight, nb_mat((31), (65), (75)));
    NEAR(nb_at(P, 0, 0), .48, 5e-3);
    NEAR(nb_at(P, 1, 0), .214, 5e-4);
    NEAR(nb_at(P, 1, 1), .770, 5e-4);
    NEAR(nb_at(P, 2, 1), .371, 5e-4);
    FAILS("DomainError", "0 or 1",
          nb_bounds(flight, nb_mat((31)), .noise = true));
    FAILS("ShapeError", "2 columns", nb_bounds(flight, nb_mat((1, 2))));
}

TEST(lesson_3_4_old_faithful_bands) {
    nb_data d = nb_load("faithful");
    gsl_matrix *x = nb_cols(d.X, 0, 1);
    gsl_vector *y = nb_copy(nb_col(d.X, 1));
    nb_linreg_t m = nb_linreg(x, y);
    gsl_matrix *mean = nb_bounds(m, nb_mat((4)));
    gsl_matrix *new = nb_bounds(m, nb_mat((4)), .noise = true);
    NEAR(nb_at(mean, 0, 0), 75.6, .05);
    NEAR(nb_at(mean, 0, 1), 77.2, .05);
    NEAR(nb_at(new, 0, 0), 64.7, .05);
    NEAR(nb_at(new, 0, 1), 88.1, .05);
    /* The three ways are one. */
    nb_linreg_t normal = nb_linreg(x, y, .method = "normal");
    nb_linreg_t gradient = nb_linreg(x, y, .method = "gradient");
    NEAR(normal.intercept, m.intercept, 1e-9);
    NEAR(gradient.intercept, m.intercept, 1e-6);
    NEAR(nb_at(normal.se, 1), nb_at(m.se, 1), 1e-10);
    FAILS("DomainError", "\"gradient\"", nb_linreg(x, y, .method = "qr"));
    FAILS("SingularMatrix", "no inverse",
          nb_linreg(nb_ones(3, 2), nb_vec(1, 2, 3), .method = "normal"));
    FAILS("DomainError", "standard errors",
          nb_bounds(nb_linreg(x, y, .l2 = 1), nb_mat((4))));
}

/* ---- The bootstrap. ---- */

static double middle(const gsl_vector *v) { return nb_mean(v); }
static double share(const gsl_matrix *X) {
    return nb_at(nb_pca(X).explained, 0);
}
static double slope(nb_data d) {
    nb_logreg_t m = nb_logreg(d.X, d.y);
    return m.ok ? nb_at(m.coef, 0, 0) : NAN;
}
static double never(const gsl_vector *v) { return nb_mean(v) * NAN; }

TEST(lesson_2_12_and_3_6_bootstraps) {
    nb_bootstrap_t b = nb_bootstrap(nb_load("iris").X, share, .B = 2000,
                                    .seed = 99);
    NEAR(b.lower, .909, 3e-3);
    NEAR(b.upper, .939, 3e-3);
    NEAR(b.estimate, .9246, SHOWN);
    nb_bootstrap_t s = nb_bootstrap(nb_load("challenger"), slope, .B = 2000,
                                    .seed = 2);
    assert_in_range(s.dropped, 40, 130);
    NEAR(s.lower, -.556, .05);
    NEAR(s.upper, -.080, .02);
    assert_int_equal(s.samples->size + s.dropped, 2000);
}

TEST(bootstraps_of_a_mean_know_its_error) {
    gsl_vector *x = nb_linspace(0, 10, 200);
    double se = nb_std(x) / sqrt(200);
    static const char *const methods[] = {"percentile", "basic", "bca"};
    for (size_t i = 0; i < 3; i++) {
        nb_bootstrap_t b = nb_bootstrap(x, middle, .B = 4000, .seed = 5,
                                        .method = methods[i]);
        NEAR(b.estimate, 5, 1e-12);
        NEAR(b.se, se, .05 * se);
        NEAR(b.lower, 5 - 1.96 * se, .1 * se);
        NEAR(b.upper, 5 + 1.96 * se, .1 * se);
        nb_free(b);
    }
    /* Two seeds, two samples; one seed, one. */
    nb_bootstrap_t a = nb_bootstrap(x, middle, .B = 20, .seed = 1);
    nb_bootstrap_t b = nb_bootstrap(x, middle, .B = 20, .seed = 1);
    nb_bootstrap_t c = nb_bootstrap(x, middle, .B = 20, .seed = 2);
    NEAR(a.se, b.se, 0);
    assert_true(a.se != c.se);
}

TEST(bootstraps_name_what_is_wrong) {
    gsl_vector *x = nb_vec(1, 2, 3);
    FAILS("ShapeError", "1 observations", nb_bootstrap(nb_vec(1), middle));
    FAILS("DomainError", ".B is -1", nb_bootstrap(x, middle, .B = -1));
    FAILS("DomainError", "\"bca\"", nb_bootstrap(x, middle, .method = "t"));
    FAILS("DomainError", ".level", nb_bootstrap(x, middle, .level = 1));
    FAILS("DomainError", "finite for 0", nb_bootstrap(x, never));
    FAILS("NullError", "statistic", nb_bootstrap(x, NULL));
    FAILS("NullError", "vector", nb_bootstrap((gsl_vector *)NULL, middle));
}

/* ---- Bayes. ---- */

TEST(lesson_3_8_posterior_is_the_formula) {
    gsl_matrix *F = nb_mat((1, -.6), (1, -.2), (1, .1), (1, .7));
    gsl_vector *y = nb_vec(1.2, .3, -.2, .9);
    nb_bayes_t m = nb_bayes(F, y, .prior_sd = 2, .noise_sd = .3);
    gsl_matrix *S = nb_inv(nb_add(nb_scale(.25, nb_eye(2)),
                                  nb_scale(1 / .09, nb_matmul(nb_t(F), F))));
    NEAR(nb_maxabs(nb_sub(m.cov, S)), 0, 1e-14);
    gsl_vector *mean = nb_scale(1 / .09, nb_matmul(S, nb_t(F), y));
    NEAR(nb_maxabs(nb_sub(m.mean, mean)), 0, 1e-13);
    /* The posterior mean is ridge with noise^2 / prior^2. */
    nb_linreg_t ridge = nb_linreg(F, y, .l2 = .09 / 4, .nointercept = true);
    NEAR(nb_maxabs(nb_sub(m.mean, ridge.coef)), 0, 1e-13);
    /* The evidence is a normal density of y, with this covariance. */
    gsl_matrix *C = nb_add(nb_scale(.09, nb_eye(4)),
                           nb_scale(4, nb_matmul(F, nb_t(F))));
    double quadratic = nb_dot(y, nb_solve(C, y));
    NEAR(m.evidence, -(quadratic + log(nb_det(C)) + 4 * log(2 * M_PI)) / 2,
         1e-11);
    gsl_matrix *B = nb_bounds(m, nb_mat((1, 5)));
    gsl_matrix *N = nb_bounds(m, nb_mat((1, 5)), .noise = true);
    assert_true(nb_at(N, 0, 1) > nb_at(B, 0, 1));
    NEAR((nb_at(B, 0, 0) + nb_at(B, 0, 1)) / 2,
         nb_at(nb_predict(m, nb_mat((1, 5))), 0), 1e-12);
}

TEST(evidence_is_greatest_where_it_was_found) {
    nb_data d = nb_load("diabetes");
    gsl_matrix *F = nb_standardize(d.X);
    gsl_vector *y = nb_copy(d.y);
    gsl_vector_add_constant(y, -nb_mean(y));
    nb_bayes_t m = nb_bayes(F, y);
    for (double f = .9; f < 1.2; f += .2) {
        assert_true(nb_bayes(F, y, .prior_sd = f * m.prior_sd,
                             .noise_sd = m.noise_sd).evidence < m.evidence);
        assert_true(nb_bayes(F, y, .prior_sd = m.prior_sd,
                             .noise_sd = f * m.noise_sd).evidence < m.evidence);
    }
    nb_seed(4);
    gsl_matrix *W = nb_draws(m, 4000);
    gsl_matrix *C = nb_cov(W);
    NEAR(nb_norm(nb_sub(C, m.cov)), 0, .1 * nb_norm(m.cov));
    NEAR(nb_score(m, F, y), .5177, 5e-3);
}

TEST(bayes_names_what_is_wrong) {
    gsl_matrix *F = nb_mat((1, 2), (3, 4));
    FAILS("ShapeError", "2 rows, but y is vector(3)",
          nb_bayes(F, nb_vec(1, 2, 3)));
    FAILS("DomainError", "negative",
          nb_bayes(F, nb_vec(1, 2), .prior_sd = -1));
    FAILS("DomainError", "nan", nb_bayes(F, nb_vec(1, NAN)));
    FAILS("DomainError", "y is zero", nb_bayes(F, nb_vec(0, 0)));
    nb_bayes_t m = nb_bayes(F, nb_vec(0, 0), .prior_sd = 1, .noise_sd = 1);
    NEAR(nb_maxabs(m.mean), 0, 0);
    FAILS("ShapeError", "1 columns", nb_predict(m, nb_mat((1))));
    FAILS("ShapeError", "nb_draws", nb_draws(m, 0));
    FAILS("NullError", "nb_draws", nb_draws((nb_bayes_t){.p = 2}, 1));
    FAILS("DomainError", ".level", nb_bounds(m, F, .level = -1));
}

/* ---- Validation. ---- */

static double rmse(nb_data train, nb_data judged) {
    nb_linreg_t m = nb_linreg(train.X, train.y);
    return nb_rmse(judged.y, nb_predict(m, judged.X));
}
static double rows(nb_data train, nb_data judged) {
    return (double)train.n + 1000 * (double)judged.n;
}
static double ridge(nb_data train, nb_data judged, double l2) {
    nb_linreg_t m = nb_linreg(train.X, train.y, .l2 = l2);
    return nb_rmse(judged.y, nb_predict(m, judged.X));
}

TEST(folds_are_those_of_nb_kfold) {
    nb_data d = nb_load("diabetes");
    nb_cv_t c = nb_cv(d, rmse, .k = 7, .seed = 3);
    size_t i = 0;
    for nb_kfold(fold, d, .k = 7, .seed = 3) {
        NEAR(nb_at(c.scores, i), rmse(fold.train, fold.test), 0);
        i++;
    }
    NEAR(c.mean, nb_mean(c.scores), 1e-12);
    NEAR(c.se, nb_std(c.scores) / sqrt(7), 1e-12);
    assert_int_equal(nb_cv(d, rows, .k = 5, .repeats = 3).scores->size, 15);
    NEAR(nb_at(nb_cv(d, rows, .k = 2).scores, 0), 221 + 221000, 0);
}

TEST(curves_go_the_way_that_theory_says) {
    nb_data d = nb_load("diabetes");
    nb_curve_t c = nb_validation_curve(
        d, ridge, nb_vec(1e-3, 1, 1e3, 1e6, 1e9), .k = 10);
    for (size_t i = 1; i < 5; i++)
        assert_true(nb_at(c.train, i) >= nb_at(c.train, i - 1));
    assert_true(nb_at(c.test, 4) > nb_at(c.test, 0));
    NEAR(c.best_x, nb_at(c.x, c.best), 0);
    nb_curve_t l = nb_learning_curve(d, rmse, nb_vec(15, 50, 350));
    assert_true(nb_at(l.train, 0) < nb_at(l.train, 2));
    assert_true(nb_at(l.test, 0) > nb_at(l.test, 2));
    assert_int_equal(l.best, 2);
    assert_int_equal(
        nb_learning_curve(d, rmse, nb_vec(15, 350), .maximize = true).best, 0);
    nb_free(l);
    nb_free(c);
}

TEST(validation_names_what_is_wrong) {
    nb_data d = nb_load("challenger");
    FAILS("DomainError", "k must be 2 to 23", nb_cv(d, rmse, .k = 24));
    FAILS("DomainError", ".repeats", nb_cv(d, rmse, .repeats = -1));
    FAILS("NullError", "score", nb_cv(d, NULL));
    FAILS("NullError", "nb_validation_curve",
          nb_validation_curve(d, ridge, (gsl_vector *)NULL));
    FAILS("NullError", "score", nb_validation_curve(d, NULL, nb_vec(1)));
    FAILS("NullError", "score", nb_learning_curve(d, NULL, nb_vec(1)));
    FAILS("DomainError", "1 to 18",
          nb_learning_curve(d, rmse, nb_vec(19)));
    FAILS("DomainError", "is 2.5", nb_learning_curve(d, rmse, nb_vec(2.5)));
    nb_data diabetes = nb_load("diabetes");
    FAILS("DomainError", ".stratify",
          nb_cv(diabetes, rmse, .stratify = true));
}

TEST(calibration_by_hand) {
    gsl_vector *y = nb_vec(0, 0, 1, 1, 1), *p = nb_vec(.05, .2, .25, .9, 1);
    nb_calibration_t c = nb_calibration(y, p, .bins = 4);
    assert_int_equal(c.predicted->size, 3);
    NEAR(nb_at(c.predicted, 0), .125, 1e-15);
    NEAR(nb_at(c.observed, 1), 1, 0);
    NEAR(nb_at(c.count, 2), 2, 0);
    NEAR(c.brier, (.0025 + .04 + .5625 + .01) / 5, 1e-15);
    NEAR(c.ece, (.25 + .75 + .1) / 5, 1e-15);
    nb_calibration_t q = nb_calibration(y, p, .bins = 2, .quantiles = true);
    NEAR(nb_at(q.count, 0), 3, 0);
    FAILS("ShapeError", "5 true values, but 2", nb_calibration(y, nb_vec(0, 1)));
    FAILS("DomainError", "y[1] is 2",
          nb_calibration(nb_vec(0, 2), nb_vec(0, 1)));
    FAILS("DomainError", "p[0] is 1.5",
          nb_calibration(nb_vec(0), nb_vec(1.5)));
    FAILS("DomainError", "p[0] is", nb_calibration(nb_vec(0), nb_vec(NAN)));
    FAILS("DomainError", ".bins", nb_calibration(y, p, .bins = -2));
    nb_free(c);
}

TEST(lesson_3_13_three_ways_to_one_maximum) {
    nb_data d = nb_load("breast_cancer");
    gsl_matrix *X = nb_standardize(d.X);
    nb_logreg_t irls = nb_logreg(X, d.y, .l2 = 1);
    nb_logreg_t lbfgs = nb_logreg(X, d.y, .l2 = 1, .method = "lbfgs");
    nb_logreg_t gd = nb_logreg(X, d.y, .l2 = 1, .method = "nesterov",
                               .lr = 1e-4, .maxit = 20000);
    NEAR(nb_maxabs(nb_sub(irls.coef, lbfgs.coef)), 0, 1e-5);
    NEAR(nb_maxabs(nb_sub(irls.coef, gd.coef)), 0, 1e-3);
    NEAR(nb_maxabs(nb_sub(irls.se, lbfgs.se)), 0, 1e-4);
    NEAR(nb_score(irls, X, d.y), nb_accuracy(irls, X, d.y), 0);
    nb_data iris = nb_load("iris");
    FAILS("DomainError", "\"irls\" is for two classes, not 3",
          nb_logreg(iris.X, iris.y, .method = "irls"));
    FAILS("DomainError", "nb_logreg", nb_logreg(X, d.y, .method = "magic"));
}

TEST(what_they_look_like) {
    fly();
    nb_show(nb_mle(flights, nb_vec(0, 0)), nb_proportion(7, 10),
            nb_profile(nb_mle(coin, nb_vec(.5)), 0), nb_lrtest(-2, -3, 1),
            nb_bootstrap(nb_vec(1, 2, 3), middle, .seed = 1),
            nb_bayes(nb_mat((1), (2)), nb_vec(1, 2), .prior_sd = 1,
                     .noise_sd = 1),
            nb_cv(nb_load("diabetes"), rmse), nb_lu(nb_mat((1, 2), (3, 4))),
            nb_learning_curve(nb_load("diabetes"), rmse, nb_vec(15, 350)),
            nb_calibration(nb_vec(0, 1), nb_vec(.1, .9)));
}

SUITE(CASE(lesson_3_3_four_intervals_of_seven_in_ten),
      CASE(lesson_3_3_exact_coverage),
      CASE(proportions_at_the_ends),
      CASE(lesson_3_1_poisson),
      CASE(every_form_of_likelihood_finds_the_coin),
      CASE(lesson_3_6_challenger_profile),
      CASE(likelihoods_without_a_maximum_say_so),
      CASE(profiles_and_tests_name_what_is_wrong),
      CASE(intervals_of_regressions),
      CASE(lesson_3_4_old_faithful_bands),
      CASE(lesson_2_12_and_3_6_bootstraps),
      CASE(bootstraps_of_a_mean_know_its_error),
      CASE(bootstraps_name_what_is_wrong),
      CASE(lesson_3_8_posterior_is_the_formula),
      CASE(evidence_is_greatest_where_it_was_found),
      CASE(bayes_names_what_is_wrong),
      CASE(folds_are_those_of_nb_kfold),
      CASE(curves_go_the_way_that_theory_says),
      CASE(validation_names_what_is_wrong),
      CASE(calibration_by_hand),
      CASE(lesson_3_13_three_ways_to_one_maximum),
      CASE(what_they_look_like))
