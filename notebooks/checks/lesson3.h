/* lesson3.h - the self-checks of 03-likelihood-and-optimisation.ipynb.
 *
 * Here are the answers as well: look away. */
#ifndef NB_LESSON3_H
#define NB_LESSON3_H

#include "check.h"

/* ---- 3.1 Likelihood. ---- */

/* The Poisson mean is 2, the exponential rate 1/2. */
static void check_rate(double lambda, double r) {
    if (check__blank(lambda, r))
        check__open("put both numbers in place of NAN.");
    else if (check__near(lambda, 10))
        check__wrong("10 is the sum of the calls. λ is the mean for one "
                     "minute.");
    else if (!check__near(lambda, 2))
        printf("✗ Not yet. (a) At λ = %g the derivative Σx/λ - n is %.3g; it "
               "should be 0.\n",
               lambda, 10 / lambda - 5);
    else if (check__near(r, 2))
        check__wrong("(a) is right. (b) 2 years is the mean life. The rate r "
                     "is per year.");
    else if (!check__near(r, 0.5))
        printf("✗ Not yet. (a) is right. (b) At r = %g the derivative "
               "n/r - Σt is %.3g; it should be 0.\n",
               r, 5 / r - 10);
    else
        check__right("A mean, and one over a mean.");
}

/* ---- 3.2 The normal distribution. ---- */

/* With two observations half of the variance is left. */
static void check_two(double share) {
    if (check__blank(share, share))
        check__open("put a number in place of NAN.");
    else if (check__near(share, 0.5))
        check__right("(n - 1) / n, with n = 2.");
    else if (check__near(share, 2))
        check__wrong("Maximum likelihood comes out too small: the share is "
                     "below 1.");
    else if (share == 0)
        check__wrong("If you typed 1 / 2: between integers / drops the rest; "
                     "write 1.0 / 2.");
    else if (check__near(share, 1))
        check__wrong("That would be an unbiased estimate. Divide by n, not by "
                     "n - 1.");
    else
        check__wrong("The expectation of the estimate is (n - 1) / n times "
                     "the variance. What is that for n = 2?");
}

/* ---- 3.3 Intervals. ---- */

/* Wilson's interval of 582 out of 597. */
static void check_wilson(double low, double high) {
    double z = 1.959964, p = 582.0 / 597, n = 597, s = z * z / n;
    double half = z * sqrt(p * (1 - p) / n + s / (4 * n)) / (1 + s);
    double middle = (p + s / 2) / (1 + s), wald = z * sqrt(p * (1 - p) / n);
    if (check__blank(low, high))
        check__open("put an interval in place of {NAN, NAN}.");
    else if (fabs(low - middle + half) < 6e-4
             && fabs(high - middle - half) < 6e-4)
        check__right("From 95.9 % to 98.5 %.");
    else if (fabs(low - middle - half) < 5e-5
             && fabs(high - middle + half) < 5e-5)
        check__wrong("The ends are right; the lower one comes first.");
    else if (fabs(low - p + wald) < 5e-5 && fabs(high - p - wald) < 5e-5)
        check__wrong("That is Wald's interval: symmetric around p̂, and too "
                     "near to 1.");
    else if (low > 1 || high > 1)
        check__wrong("A share lies between 0 and 1.");
    else
        check__wrong("wilson(k, n) wants the number of successes and the "
                     "number of trials.");
}

/* The standard error of a Poisson mean of 2 from five counts. */
static void check_poisson(double se) {
    if (check__blank(se, se))
        check__open("put a number in place of NAN.");
    else if (check__rounded(se, sqrt(0.4)))
        check__right("√(λ/n): λ = 2.0 ± 0.6.");
    else if (fabs(se - sqrt(2)) < 1e-3)
        check__wrong("√2 is the standard deviation of one count. There are "
                     "five.");
    else if (fabs(se - 0.4) < 1e-3)
        check__wrong("0.4 is the variance; the standard error is its root.");
    else if (fabs(se - 2.5) < 1e-3)
        check__wrong("2.5 is the information I. The standard error is "
                     "1 / √I.");
    else
        check__wrong("ℓ'' = -Σx/λ², so I = n/λ; the standard error is "
                     "1 / √I.");
}

/* ---- 3.4 Regression. ---- */

/* The mean 22 for squares, the median 3 for absolute values. */
static void check_constant(double squares, double absolutes) {
    double sum = 0, x[] = {1, 2, 3, 4, 100};
    for (int i = 0; i < 5; i++) sum += fabs(x[i] - absolutes);
    if (check__blank(squares, absolutes))
        check__open("put both numbers in place of NAN.");
    else if (check__near(squares, 3) && check__near(absolutes, 22))
        check__wrong("The other way round: which of the two does the 100 "
                     "pull?");
    else if (!check__near(squares, 22))
        printf("✗ Not yet. For squares: at %g the derivative of the sum is "
               "%g, not 0.\n",
               squares, 10 * squares - 220);
    else if (!check__near(absolutes, 3))
        printf("✗ Not yet. 22 is right. The absolute errors from %g add up "
               "to %g; there is a number with 101.\n",
               absolutes, sum);
    else
        check__right("Mean and median: only the mean notices how far the "
                     "outlier is.");
}

/* ---- 3.5 Cross-entropy. ---- */

/* -ln 0.9 and -ln 0.1. */
static void check_price(double one, double zero) {
    if (check__blank(one, zero))
        check__open("put both numbers in place of NAN.");
    else if (check__rounded(one, -log(0.9))
             && check__rounded(zero, -log(0.1)))
        check__right("0.105 if right, 2.303 if wrong.");
    else if (check__rounded(one, -log(0.1))
             && check__rounded(zero, -log(0.9)))
        check__wrong("The other way round: with p = 0.9 a 1 is no surprise.");
    else if (one < 0 || zero < 0)
        check__wrong("The loss is minus the logarithm: never negative.");
    else if (fabs(one + log10(0.9)) < 1e-4)
        check__wrong("log10 is not meant: in C the natural logarithm is "
                     "log.");
    else
        check__wrong("The loss is -ln of the probability of what happened: "
                     "0.9 if y = 1, and what if y = 0?");
}

/* ---- 3.6 Logistic regression. ---- */

/* The log-odds are zero at 64.8 °F. */
static void check_even(double even) {
    double t = 15.0429016 / 0.2321627;
    if (check__blank(even, even))
        check__open("put a temperature in place of NAN.");
    else if (fabs(even - t) < 0.05)
        check__right("64.8 °F: there the log-odds are zero.");
    else if (fabs(even + t) < 0.05)
        check__wrong("The sign: β₀ + β₁ t = 0.");
    else if (fabs(even - 1 / t) < 0.001)
        check__wrong("Upside down: solve β₀ + β₁ t = 0 for t.");
    else
        printf("✗ Not yet. At %g °F the log-odds are %.2f; they should be "
               "0.\n",
               even, 15.0429016 - 0.2321627 * even);
}

/* ---- 3.7 Ridge and lasso. ---- */

/* Soft thresholds by 1: 3 becomes 2, -0.4 becomes 0. */
static void check_soft(double first, double second) {
    if (check__blank(first, second))
        check__open("put both numbers in place of NAN.");
    else if (check__near(first, 1.5))
        check__wrong("3 / (1 + 1) is ridge: it divides. Lasso subtracts.");
    else if (!check__near(first, 2))
        check__wrong("The first: 3 is pulled towards 0 by λ = 1.");
    else if (fabs(second) < 1e-9)
        check__right("The second is too small to be worth its price.");
    else if (check__near(second, 0.6) || check__near(second, -1.4))
        check__wrong("The first is right. The second may not be pulled "
                     "beyond 0: it stops there.");
    else
        check__wrong("The first is right. For the second compare |-0.4| with "
                     "λ.");
}

/* ---- 3.8 Bayes. ---- */

/* The posterior mean of the 20 points at degree 9, prior variance 100. */
static gsl_vector *check__posterior_mean(double lambda) {
    gsl_matrix *A = nb_zeros(10, 10);
    gsl_vector *b = nb_zeros(10);
    nb_seed(42);
    for (int i = 0; i < 20; i++) {
        double u = gsl_rng_uniform(nb_rng()), x = -5 + 10 * u, f[10] = {1};
        double e = gsl_ran_gaussian(nb_rng(), 1);
        for (int j = 1; j < 10; j++) f[j] = f[j - 1] * x / 5;
        for (int j = 0; j < 10; j++) {
            nb_at(b, j) += f[j] * (-1 + 0.1 * x + sin(x) + e);
            for (int k = 0; k < 10; k++) nb_at(A, j, k) += f[j] * f[k];
        }
    }
    for (int j = 0; j < 10; j++) nb_at(A, j, j) += lambda;
    return nb_solve(A, b);
}

static bool check__is_posterior(const gsl_vector *v, double lambda) {
    gsl_vector *mean = check__posterior_mean(lambda);
    return nb_maxabs(nb_sub(v, mean)) < 1e-5 * (1 + nb_maxabs(mean));
}

static void check_posterior(const gsl_vector *map) {
    if (!map)
        check__open("put a vector in place of NULL.");
    else if (map->size != 10)
        printf("✗ Not yet. Degree 9 has 10 coefficients; yours has %zu.\n",
               map->size);
    else if (check__is_posterior(map, 0.01))
        check__right("The top of the mountain is its centre.");
    else if (check__is_posterior(map, 100))
        check__wrong("λ = σ²/α²: the prior variance stands below.");
    else if (check__is_posterior(map, 0.1))
        check__wrong("λ is a quotient of variances; 1/10 is one of standard "
                     "deviations.");
    else if (check__is_posterior(map, 0))
        check__wrong("Those are the least squares, without a prior.");
    else
        check__wrong("Another vector. Is the unit 5, the degree 9, and "
                     "λ = σ²/α²?");
}

#endif
