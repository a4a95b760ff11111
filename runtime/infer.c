/* infer.c - intervals for proportions and for the parameters of models. */
#include "infer.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "buffer.h"
#include "fail.h"
#include "pool.h"

/* ---- What others need too. ---- */

double nb__level(const char *who, double level) {
    if (level == 0) return 0.95;
    if (!(level > 0 && level < 1))
        nb__fail("DomainError",
                 "%s: .level is %g; it must be between 0 and 1, as 0.95 is.",
                 who, level);
    return level;
}

size_t nb__choice(const char *who, const char *what, const char *name,
                  const char *const *names) {
    if (!name) return 0;
    for (size_t i = 0; names[i]; i++)
        if (strcmp(name, names[i]) == 0) return i;
    char list[256] = "";
    size_t used = 0;
    for (size_t i = 0; names[i] && used < sizeof list; i++)
        used += (size_t)nb__format(list + used, sizeof list - used, "%s\"%s\"",
                                   i == 0 ? "" : names[i + 1] ? ", " : " and ",
                                   names[i]);
    nb__fail("DomainError", "%s: there is no %s \"%s\"; there are %s.", who,
             what, name, list);
}

/* Bisection, with a secant's guess in every other turn: a hundred turns are
 * more than doubles have digits. */
double nb__crossing(double (*g)(void *self, double t), void *self, double a,
                    double b) {
    double ga = g(self, a), gb = g(self, b);
    for (int i = 0; i < 200 && fabs(b - a) > 4 * DBL_EPSILON * fabs(a); i++) {
        double t = a + (b - a) / 2;
        double guess = a - ga * (b - a) / (gb - ga);
        if (i % 2 == 0 && isfinite(guess) && (guess - a) * (guess - b) < 0)
            t = guess;
        if (t == a || t == b) break;
        double gt = g(self, t);
        if ((gt < 0) == (ga < 0)) {
            a = t;
            ga = gt;
        } else {
            b = t;
            gb = gt;
        }
    }
    return fabs(ga) < fabs(gb) ? a : b;
}

/* ---- Proportions. ---- */

static nb_interval_t wilson(double k, double n, double z) {
    double p = k / n, zz = z * z;
    double middle = (p + zz / (2 * n)) / (1 + zz / n);
    double half =
        z * sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n);
    /* The ends are exact where the formula only rounds to them. */
    return (nb_interval_t){.lower = k == 0 ? 0 : middle - half,
                           .upper = k == n ? 1 : middle + half};
}

static nb_interval_t wald(double k, double n, double z) {
    double p = k / n, half = z * sqrt(p * (1 - p) / n);
    return (nb_interval_t){.lower = p - half, .upper = p + half};
}

/* Half the deviance of p against k / n, less the allowed one. */
typedef struct Coin {
    double k, n, allowed;
} Coin;

static double part(double count, double share, double p) {
    return count > 0 ? count * log(share / p) : 0;
}

static double deviance(void *self, double p) {
    const Coin *c = self;
    double q = c->k / c->n;
    return part(c->k, q, p) + part(c->n - c->k, 1 - q, 1 - p) - c->allowed;
}

static nb_interval_t by_likelihood(double k, double n, double level) {
    Coin c = {k, n, gsl_cdf_chisq_Pinv(level, 1) / 2};
    double p = k / n;
    return (nb_interval_t){
        .lower = k == 0 ? 0 : nb__crossing(deviance, &c, p, DBL_MIN),
        .upper = k == n ? 1 : nb__crossing(deviance, &c, p, 1)};
}

static nb_interval_t clopper_pearson(double k, double n, double level) {
    double tail = (1 - level) / 2;
    return (nb_interval_t){
        .lower = k == 0 ? 0 : gsl_cdf_beta_Pinv(tail, k, n - k + 1),
        .upper = k == n ? 1 : gsl_cdf_beta_Qinv(tail, k + 1, n - k)};
}

nb_interval_t nb__proportion(double k, double n, nb_interval_opts opts) {
    static const char *const methods[] = {"wilson", "wald", "likelihood",
                                          "clopper-pearson", NULL};
    double level = nb__level("nb_proportion", opts.level);
    size_t method =
        nb__choice("nb_proportion", "method", opts.method, methods);
    if (!(n > 0) || !(k >= 0 && k <= n) || isinf(n))
        nb__fail("DomainError",
                 "nb_proportion: %g of %g is no share of trials; it takes 0 <= "
                 "k <= n and n > 0.",
                 k, n);
    double z = gsl_cdf_ugaussian_Pinv((1 + level) / 2);
    nb_interval_t i = method == 0   ? wilson(k, n, z)
                      : method == 1 ? wald(k, n, z)
                      : method == 2 ? by_likelihood(k, n, level)
                                    : clopper_pearson(k, n, level);
    i.estimate = k / n;
    i.level = level;
    return i;
}

/* ---- Parameters. ---- */

static gsl_matrix *bounds(size_t k) { return nb__new_matrix(k, 2); }

static void set_bounds(gsl_matrix *B, size_t i, double x, double half) {
    B->data[2 * i] = x - half;
    B->data[2 * i + 1] = x + half;
}

gsl_matrix *nb__confint_mle(nb_mle_t fit, nb_interval_opts opts) {
    static const char *const methods[] = {"wald", "profile", NULL};
    double level = nb__level("nb_confint", opts.level);
    size_t method = nb__choice("nb_confint", "method", opts.method, methods);
    nb__need_vector("nb_confint", fit.theta);
    double z = gsl_cdf_ugaussian_Pinv((1 + level) / 2);
    gsl_matrix *B = bounds(fit.k);
    for (size_t i = 0; i < fit.k; i++) {
        if (method == 0) {
            set_bounds(B, i, fit.theta->data[i], z * fit.se->data[i]);
            continue;
        }
        nb_profile_t p = nb__profile(
            fit, (long)i, (nb_profile_opts){.level = level, .points = -1});
        B->data[2 * i] = p.lower;
        B->data[2 * i + 1] = p.upper;
    }
    return nb__own_matrix(B);
}

static void only_wald(const char *method) {
    static const char *const methods[] = {"wald", NULL};
    (void)nb__choice("nb_confint", "method", method, methods);
}

static gsl_matrix *of_regression(double intercept, const double *coef,
                                 const gsl_vector *se, double quantile) {
    gsl_matrix *B = bounds(se->size);
    for (size_t i = 0; i < se->size; i++)
        set_bounds(B, i, i ? coef[i - 1] : intercept, quantile * se->data[i]);
    return nb__own_matrix(B);
}

static _Noreturn void has_no_errors(void) {
    nb__fail("DomainError",
             "nb_confint: the model has no standard errors: it is penalised, "
             "has more than two classes, or as many parameters as rows.");
}

gsl_matrix *nb__confint_linreg(nb_linreg_t m, nb_interval_opts opts) {
    double level = nb__level("nb_confint", opts.level);
    only_wald(opts.method);
    if (!m.se) has_no_errors();
    return of_regression(m.intercept, m.coef->data, m.se,
                         gsl_cdf_tdist_Pinv((1 + level) / 2, m.df));
}

gsl_matrix *nb__confint_logreg(nb_logreg_t m, nb_interval_opts opts) {
    double level = nb__level("nb_confint", opts.level);
    only_wald(opts.method);
    if (!m.se) has_no_errors();
    return of_regression(m.intercept->data[0], m.coef->data, m.se,
                         gsl_cdf_ugaussian_Pinv((1 + level) / 2));
}

nb_lrtest_t nb_lrtest(double large, double small, double df) {
    double statistic = 2 * (large - small);
    if (!(df > 0) || isnan(statistic) ||
        statistic < -1e-8 * fmax(1, fabs(large)))
        nb__fail("DomainError",
                 "nb_lrtest: log-likelihoods %g and %g with %g parameters "
                 "more; the larger model cannot be less likely, and df must "
                 "be positive.",
                 large, small, df);
    statistic = fmax(statistic, 0);
    return (nb_lrtest_t){statistic, df, gsl_cdf_chisq_Q(statistic, df)};
}

/* By Cholesky. */
int nb__invert(double *H, size_t q) {
    double *L = nb__alloc(q * q, sizeof *L);
    int is_good = 1;
    for (size_t i = 0; i < q && is_good; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = H[i * q + j];
            for (size_t k = 0; k < j; k++) sum -= L[i * q + k] * L[j * q + k];
            if (i == j && !(sum > 16 * DBL_EPSILON * H[i * q + i]))
                is_good = 0;
            L[i * q + j] = i == j ? sqrt(sum) : sum / L[j * q + j];
        }
    for (size_t c = 0; c < q && is_good; c++) {
        double *x = H + c * q; /* the inverse is symmetric */
        for (size_t i = 0; i < q; i++) {
            x[i] = i == c;
            for (size_t k = 0; k < i; k++) x[i] -= L[i * q + k] * x[k];
            x[i] /= L[i * q + i];
        }
        for (size_t i = q; i > 0; i--) {
            for (size_t k = i; k < q; k++)
                x[i - 1] -= L[k * q + i - 1] * x[k];
            x[i - 1] /= L[(i - 1) * q + i - 1];
        }
    }
    free(L);
    return is_good;
}
