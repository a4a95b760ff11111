/* lesson3b.h - the self-checks of 03b-likelihood-and-optimisation-part-2.ipynb.
 *
 * Here are the answers as well: look away. */
#ifndef NB_LESSON3B_H
#define NB_LESSON3B_H

#include "check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- 3.9 Over-fitting. ---- */

/* The condition number of the powers 0 to `degree` of 20 points / unit. */
static double check__condition(int degree, double unit) {
    gsl_matrix *F = nb_ones(20, degree + 1);
    for (int i = 0; i < 20; i++)
        for (int k = 1; k <= degree; k++)
            nb_at(F, i, k) =
                nb_at(F, i, k - 1) * (-4 + 8.0 * i / 19) / unit;
    return nb_cond(F);
}

static bool check__close(double a, double b) { return fabs(a / b - 1) < 0.05; }

static void check_condition(double kappa) {
    double right = check__condition(14, 4);
    if (check__blank(kappa, kappa))
        check__open("put a number in place of NAN.");
    else if (check__close(kappa, right))
        check__right("Eight thousand times smaller, for a division by 4.");
    else if (check__close(kappa, check__condition(14, 1)))
        check__wrong("That is the raw one, powers of x. The unit is 4.");
    else if (check__close(kappa, right * right))
        check__wrong("That is κ of XᵀX, the square (2.6).");
    else if (check__close(kappa, check__condition(13, 4))
             || check__close(kappa, check__condition(15, 4)))
        check__wrong("Another degree: 14 is asked for, that is 15 columns.");
    else
        check__wrong("nb_cond() of powers(x20, 20, 14, 4).");
}

/* ---- 3.10 Bias and variance. ---- */

/* 0.09 * 8 / n = 0.006 for n = 120. */
static void check_variance(double n) {
    if (check__blank(n, n))
        check__open("put a number in place of NAN.");
    else if (fabs(n - 120) < 0.5)
        check__right("σ²p/n with p = 8.");
    else if (fabs(n - 105) < 0.5)
        check__wrong("Degree 7 has 8 coefficients: the constant counts too.");
    else if (fabs(n - 400) < 0.5)
        check__wrong("σ is 0.3; the formula has σ², 0.09.");
    else
        printf("✗ Not yet. With %g points σ²p/n is %.4g.\n", n,
               0.09 * 8 / n);
}

/* ---- 3.11 Learning curves. ---- */

/* High variance: more data (1) and a stronger penalty (3). */
static void check_diagnosis(int a, int b) {
    bool data = a == 1 || b == 1, penalty = a == 3 || b == 3;
    if (a == 0 || b == 0)
        check__open("put two of the numbers 1 to 4 in place of 0.");
    else if (data && penalty)
        check__right("A wide gap over a low training error: variance.");
    else if (a < 1 || a > 4 || b < 1 || b > 4)
        check__wrong("The cures are numbered 1 to 4.");
    else if (a == 2 || b == 2)
        check__wrong("2 is the cure for bias. Here the training error is "
                     "already below the noise.");
    else if (a == 4 || b == 4)
        check__wrong("4 would lower the training error, which is low "
                     "already.");
    else
        check__wrong("One of them is right; what is the other that lowers "
                     "variance?");
}

/* ---- 3.12 Cross-validation. ---- */

static void check_loo(double miss) {
    if (check__blank(miss, miss))
        check__open("put a number in place of NAN.");
    else if (check__near(miss, 0.25))
        check__right("Two and a half times the residual that one sees.");
    else if (check__near(miss, 0.1 / 0.6))
        check__wrong("Divide by 1 - h, not by h.");
    else if (check__near(miss, 0.04))
        check__wrong("Left out, a point is missed by more, not by less: "
                     "divide.");
    else
        check__wrong("(y - ŷ) / (1 - h), with the residual 0.1 and h = 0.6.");
}

static void check_simple(int degree) {
    double mse[] = {24.45, 19.48, 19.57, 19.73, 19.31, 19.23, 19.16, 19.46};
    if (degree == 0)
        check__open("put a degree in place of 0.");
    else if (degree == 2)
        check__right("19.48 is below 19.16 + 1.79.");
    else if (degree == 7)
        check__wrong("7 has the lowest error. Which smaller degree is not "
                     "clearly worse?");
    else if (degree == 1)
        check__wrong("24.45 is far above 19.16 + 1.79.");
    else if (degree > 2 && degree <= 8)
        printf("✗ Not yet. %.2f is within one standard error, but so is a "
               "smaller degree.\n",
               mse[degree - 1]);
    else
        check__wrong("The degrees run from 1 to 8.");
}

/* 5 (10 * 8 + 1) = 405. */
static void check_nested(int fits) {
    if (fits == 0)
        check__open("put a number of fits in place of 0.");
    else if (fits == 405)
        check__right("400 to choose, 5 to be judged.");
    else if (fits == 400)
        check__wrong("Almost: after each choice one more fit, with the chosen "
                     "λ, on the whole outer training part.");
    else if (fits == 401)
        check__wrong("The last fit is made in *each* of the five outer "
                     "folds.");
    else if (fits == 80 || fits == 81)
        check__wrong("That is for one outer fold; there are five.");
    else
        check__wrong("Inside one outer fold: ten folds times eight values of "
                     "λ, and one more fit.");
}

/* ---- 3.13 The tumours. ---- */

/* Wilson's interval of k out of n. */
static void check__wilson(double k, double n, double *low, double *high) {
    double z = 1.959964, p = k / n, s = z * z / n;
    double half = z * sqrt(p * (1 - p) / n + s / (4 * n)) / (1 + s);
    *low = (p + s / 2) / (1 + s) - half;
    *high = (p + s / 2) / (1 + s) + half;
}

static void check_found(double low, double high) {
    double a, b, c, d, p = 59.0 / 60, wald = 1.959964 * sqrt(p * (1 - p) / 60);
    check__wilson(59, 60, &a, &b);
    check__wilson(167, 169, &c, &d);
    if (check__blank(low, high))
        check__open("put an interval in place of {NAN, NAN}.");
    else if (fabs(low - a) < 1e-3 && fabs(high - b) < 1e-3)
        check__right("From 91 % to 99.7 %.");
    else if (fabs(low - c) < 1e-3)
        check__wrong("That is the interval of the accuracy, 167 of 169.");
    else if (low > 1)
        check__wrong("A share lies between 0 and 1.");
    else if (high > 1 || fabs(low - p + wald) < 1e-3)
        check__wrong("Wald's interval reaches beyond 1, or nearly so. Near 1 "
                     "take Wilson.");
    else
        check__wrong("59 were found, of 60.");
}

/* Does the text name one of these numbers, to within tol? */
static bool check__names(const char *text, double value, double tol) {
    while (*text) {
        if (!isdigit((unsigned char)*text)
            && !(*text == '.' && isdigit((unsigned char)text[1]))) {
            text++;
            continue;
        }
        char *end;
        if (fabs(strtod(text, &end) - value) <= tol) return true;
        text = end;
    }
    return false;
}

static bool check__share(const char *text, double share) {
    return check__names(text, share, 6e-4)
           || check__names(text, 100 * share, 6e-2);
}

/* One sentence with 169, the accuracy and Wilson's interval. */
static void check_report(const char *text) {
    double low, high;
    check__wilson(167, 169, &low, &high);
    if (!text || !*text)
        check__open("write the sentence between the quotation marks.");
    else if (!check__names(text, 169, 0))
        check__wrong("How many tumours was the program tested on? A share "
                     "without n says little.");
    else if (!check__share(text, 167.0 / 169) && !check__names(text, 167, 0)
             && !check__names(text, 2, 0) && !strstr(text, "two"))
        check__wrong("The accuracy is missing: 167 right, or 98.8 %.");
    else if (check__names(text, 97, 0) || check__share(text, 0.970))
        check__wrong("That is the bootstrap interval: too narrow near 1. Take "
                     "Wilson's.");
    else if (!check__share(text, low) || !check__share(text, high))
        check__wrong("The interval is missing, or not Wilson's: 95.8 % to "
                     "99.7 %.");
    else
        check__right("That can be said to a hospital.");
}

#endif
