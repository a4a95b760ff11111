/* lesson2c.h - the self-checks of 02c-dimensionality-reduction-part-3.ipynb.
 *
 * Here are the answers as well: look away. */
#ifndef NB_LESSON2C_H
#define NB_LESSON2C_H

#include "check.h"

/* ---- 2.8 PCA. ---- */

/* Six points with S = [2 1.2; 1.2 0.8]: 1.4 ± √1.8. */
static void check_six(double largest, double smallest) {
    double first = 1.4 + sqrt(1.8), second = 1.4 - sqrt(1.8);
    double low = fmin(largest, smallest), high = fmax(largest, smallest);
    if (check__blank(largest, smallest))
        check__open("put both numbers in place of NAN.");
    else if (fabs(high - first) < 1e-3 && fabs(low - second) < 1e-3)
        check__right("Together 2.8, the trace; and the first holds 97.9 % of "
                     "it.");
    else if (fabs(high - first * 5 / 6) < 1e-3)
        check__wrong("That is divided by n = 6. A covariance is divided by "
                     "n - 1 = 5.");
    else if (fabs(high - first * 5) < 1e-2)
        check__wrong("Those are the eigenvalues of the sums; divide by "
                     "n - 1 = 5.");
    else if (fabs(high - 2) < 1e-3 && fabs(low - 0.8) < 1e-3)
        check__wrong("Those are the variances of the two columns. Directions "
                     "in between spread more, and less.");
    else if (fabs(high - sqrt(first)) < 1e-3)
        check__wrong("Those are standard deviations; variances are their "
                     "squares.");
    else
        printf("✗ Not yet. The two must add up to the trace, 2.8, and "
               "multiply to the determinant, 0.16; yours give %g and %g.\n",
               largest + smallest, largest * smallest);
}

/* The shadow of (4, 80) on the geyser's first principal line. */
static void check_back(const gsl_vector *back) {
    if (!back) {
        check__open("put a vector of two numbers in place of NULL.");
        return;
    }
    if (back->size != 2) {
        check__wrong("Two numbers are wanted: minutes, minutes.");
        return;
    }
    nb_pca_t pca = nb_pca(nb_load("faithful").X, .k = 1);
    gsl_vector *v = nb_col(pca.components, 0), *x = nb_vec(4, 80);
    double z = nb_dot(v, nb_sub(x, pca.mean)), raw = nb_dot(v, x);
    gsl_vector *step = nb_scale(z, v), *right = nb_add(pca.mean, step);
    double miss = nb_norm(nb_sub(back, right));
    if (miss < 1e-2)
        check__right("A fifth of a minute from the point itself.");
    else if (nb_norm(nb_sub(back, step)) < 1e-2)
        check__wrong("That is the way from the mean. Put the mean back.");
    else if (nb_norm(nb_sub(back, nb_scale(raw, v))) < 1e-2
             || nb_norm(nb_sub(back, nb_add(pca.mean, nb_scale(raw, v))))
                    < 1e-2)
        check__wrong("The score was taken without subtracting the mean.");
    else if (nb_norm(nb_sub(back, x)) < 1e-9)
        check__wrong("That is the point itself. Its shadow lies on the line.");
    else
        printf("✗ Not yet. Your point is %.2f minutes from the shadow.\n",
               miss);
}

/* ---- 2.9 The irises. ---- */

/* Directions for 99 % of the variance: three. */
static void check_enough(int k) {
    if (k == 0)
        check__open("put a number of directions in place of 0.");
    else if (k == 3)
        check__right("Two hold 97.8 %, three 99.5 %.");
    else if (k == 2)
        check__wrong("Two hold 97.8 %: not yet 99 %.");
    else if (k == 4)
        check__wrong("Four are all that there are: 100 %. Is there a smaller "
                     "number?");
    else
        check__wrong("There are four directions. Add up their shares until "
                     "the sum reaches 0.99.");
}

/* The first score of a new flower, with either sign. */
static void check_score(double z) {
    double flower[] = {5.0, 3.4, 1.5, 0.2}, right = 0, uncentred = 0;
    nb_data iris = nb_load("iris");
    nb_pca_t pca = nb_pca(iris.X);
    for (int j = 0; j < 4; j++) {
        double v = nb_at(pca.components, j, 0);
        right += v * (flower[j] - nb_at(pca.mean, j));
        uncentred += v * flower[j];
    }
    if (check__blank(z, z))
        check__open("put an expression in place of NAN.");
    else if (check__rounded(z, right))
        check__right("Far left: a setosa.");
    else if (check__rounded(z, -right))
        check__right("(With the other sign of v1.)");
    else if (fabs(fabs(z) - fabs(uncentred)) < 1e-3)
        check__wrong("That is v'x. The cloud was centred: subtract the "
                     "means.");
    else
        check__wrong("The score is the sum of v1[j] (x[j] - mean[j]) over the "
                     "four measurements.");
}

/* ---- 2.10 Scaling. ---- */

/* Variances 4 and 1; then 4 and 100. */
static void check_unit(double before, double after) {
    if (check__blank(before, after))
        check__open("put both shares in place of NAN.");
    else if (before == 0 || after == 0)
        check__wrong("0? If you typed 4 / 5: between integers / drops the "
                     "rest; write 4.0 / 5.");
    else if (check__near(before, 80))
        check__wrong("A share from 0 to 1 is wanted, not per cent.");
    else if (!check__near(before, 0.8))
        check__wrong("Before: uncorrelated, so the eigenvalues are the "
                     "variances, 4 and 1.");
    else if (check__near(after, 10.0 / 14) || check__near(after, 4.0 / 14))
        check__wrong("Before is right. Ten times the numbers is a hundred "
                     "times the variance.");
    else if (check__near(after, 4.0 / 104))
        check__wrong("Before is right. After, the first direction is that "
                     "with the *largest* variance.");
    else if (!check__rounded(after, 100.0 / 104))
        check__wrong("Before is right. After, the variances are 4 and 100.");
    else
        check__right("And the direction has turned by a right angle.");
}

/* Yes, no, no, yes. */
static void check_when(const int *answer) {
    const char *why[] = {"years, euros and centimetres have no common unit.",
                         "one unit, and a dark corner means little.",
                         "one unit, and the spread is what is asked for.",
                         "the units differ by accident."};
    const int right[] = {1, 0, 0, 1};
    for (int k = 0; k < 4; k++) {
        if (answer[k] == right[k]) continue;
        if (answer[k] == 0 || answer[k] == 1)
            printf("✗ Not yet. Look at (%c) again: %s\n", 'a' + k, why[k]);
        else
            check__open("give each of the four a 1 or a 0.");
        return;
    }
    check__right("Units decide, and what a large spread means.");
}

/* ---- 2.11 Digits. ---- */

/* The smallest k with an error below 50: 30. */
static void check_fifty(int k) {
    if (k == 0)
        check__open("put a number of components in place of 0.");
    else if (k == 30)
        check__right("Seven more than for 100: half the error.");
    else if (k > 30 && k <= 64)
        check__wrong("The error is below 50 there, but a smaller k does it "
                     "too.");
    else if (k == 29)
        check__wrong("One short: with 29 it is still above 50.");
    else if (k > 0 && k < 29)
        check__wrong("With so few the error is above 50. Let a loop count "
                     "until it is below.");
    else
        check__wrong("There are 64 components.");
}

/* Noise 1: as many directions as eigenvalues above 1. */
static int check__above(const gsl_vector *values, double limit) {
    int count = 0;
    for (size_t i = 0; i < values->size; i++)
        count += nb_at(values, i) > limit;
    return count;
}

static void check_keep(int keep) {
    nb_pca_t pca = nb_pca(nb_load("digits").X);
    if (keep == 0)
        check__open("put a number of directions in place of 0.");
    else if (keep == check__above(pca.values, 1))
        check__right("Little noise, many directions.");
    else if (keep == check__above(pca.values, 16))
        check__wrong("That is for s = 4. Now s² is 1.");
    else if (keep == 61 || keep == 64)
        check__wrong("Not all: a direction with less variance than the noise "
                     "costs more than it brings.");
    else
        printf("✗ Not yet. Count the eigenvalues above s² = 1. Your last one "
               "would be %.2f.\n",
               keep > 0 && keep <= 64 ? nb_at(pca.values, keep - 1) : 0);
}

/* Twenty photographs: 20 x 20, 19 directions. */
static void check_faces(int rows, int directions) {
    if (rows == 0 || directions == 0)
        check__open("put both numbers in place of 0.");
    else if (rows == 10000)
        check__wrong("That is the covariance matrix. The inner products of "
                     "the photographs make a smaller one.");
    else if (rows != 20)
        check__wrong("The smaller matrix has one row for each photograph.");
    else if (directions == 20)
        check__wrong("The size is right. But centred photographs add up to "
                     "zero, so one of them follows from the others.");
    else if (directions != 19)
        check__wrong("The size is right. Twenty rows, less one for the "
                     "centring.");
    else
        check__right("As many as there are photographs, less one.");
}

#endif
