/* lesson2b.h - the self-checks of 02b-dimensionality-reduction-part-2.ipynb.
 *
 * Here are the answers as well: look away. */
#ifndef NB_LESSON2B_H
#define NB_LESSON2B_H

#include "check.h"

static bool check__has_two(const gsl_vector *x) {
    if (x->size == 2) return true;
    check__wrong("Two numbers are wanted.");
    return false;
}

/* ---- 2.5 Symmetric matrices. ---- */

/* The eigenvalues 1, 3 and 6 have the trace 10 and the determinant 18. */
static void check_third(double third, double determinant) {
    if (check__blank(third, determinant))
        check__open("put both numbers in place of NAN.");
    else if (!check__near(third, 6))
        printf("✗ Not yet. With %g the eigenvalues add up to %g, but the "
               "trace is 10.\n",
               third, 1 + 3 + third);
    else if (check__near(determinant, 10))
        check__wrong("10 is the trace, the sum. The determinant is the "
                     "product.");
    else if (!check__near(determinant, 18))
        check__wrong("The third is right. The determinant is the product of "
                     "all three.");
    else
        check__right("Sum 10, product 18.");
}

/* [4 b; b 9] has the determinant 0 at b = 6. */
static void check_touch(double b) {
    if (check__blank(b, b))
        check__open("put a number in place of NAN.");
    else if (check__near(fabs(b), 6))
        check__right("Determinant 0: eigenvalues 13 and 0.");
    else if (check__near(b, 36))
        check__wrong("36 is b². Take the root.");
    else if (check__near(b, 6.5))
        check__wrong("The mean of the diagonal is half the trace. Zero is the "
                     "*product* of the eigenvalues.");
    else
        printf("✗ Not yet. With b = %g the determinant, which is the product "
               "of the eigenvalues, is %g.\n",
               b, 36 - b * b);
}

/* A unit vector with u'Bu = 3. */
static void check_three(const gsl_vector *u) {
    if (!check__has_two(u)) return;
    double x = nb_at(u, 0), y = nb_at(u, 1);
    double form = 2 * x * x + 2 * x * y + 3 * y * y;
    if (check__blank(x, y))
        check__open("put two numbers in place of NAN.");
    else if (!check__near(hypot(x, y), 1))
        printf("✗ Not yet. The length is %g; divide both numbers by it.\n",
               hypot(x, y));
    else if (!check__near(form, 3))
        printf("✗ Not yet. The length is 1, but the form is %g there. In the "
               "figure above, where does the curve pass 3?\n",
               form);
    else
        check__right("Length 1, and the form is 3 there.");
}

/* ---- 2.6 Singular values. ---- */

/* Those of [0 2; -3 0]: 3 and 2. */
static void check_sigma(double first, double second) {
    if (check__blank(first, second))
        check__open("put both numbers in place of NAN.");
    else if (first < 0 || second < 0)
        check__wrong("Singular values are lengths, so they are never "
                     "negative.");
    else if (check__near(first, sqrt(6)) && check__near(second, sqrt(6)))
        check__wrong("√6 is the size of the eigenvalues ±i√6. Singular values "
                     "are the roots of the eigenvalues of TᵀT.");
    else if (check__near(first * second, 36) && check__near(first + second, 13))
        check__wrong("Those are the eigenvalues of TᵀT; take the roots.");
    else if (check__near(first, 2) && check__near(second, 3))
        check__right("(By custom the larger comes first: 3, 2.)");
    else if (check__near(first, 3) && check__near(second, 2))
        check__right("TᵀT is diagonal here, with 9 and 4.");
    else
        check__wrong("Compute TᵀT; what are its eigenvalues, and their "
                     "roots?");
}

static bool check__within_percent(double value, double target) {
    return fabs(value / target - 1) < 0.01;
}

/* The condition number of the irises' covariance matrix: that of the centred
 * data, squared. */
static void check_square(double kappa) {
    nb_data iris = nb_load("iris");
    double data = nb_cond(nb_center(iris.X));
    if (check__blank(kappa, kappa))
        check__open("put a number in place of NAN.");
    else if (check__within_percent(kappa, data * data))
        check__right("κ(AᵀA) = κ(A)².");
    else if (check__within_percent(kappa, data))
        check__wrong("That is κ of the data. The singular values of AᵀA are "
                     "σ².");
    else if (check__within_percent(kappa, 2 * data))
        check__wrong("The digits at risk double; the condition number "
                     "squares.");
    else
        check__wrong("What are the singular values of AᵀA, and their "
                     "quotient?");
}

/* ---- 2.7 The best approximation of rank k. ---- */

/* What A1 leaves of the singular values 5, 3 and 1. */
static void check_tail(double frobenius, double spectral, double energy) {
    if (check__blank(frobenius, spectral) || check__blank(energy, energy))
        check__open("put three numbers in place of NAN.");
    else if (check__near(frobenius, 10))
        check__wrong("10 is the sum of the squares 9 + 1; the norm is its "
                     "root.");
    else if (check__near(frobenius, 4))
        check__wrong("Frobenius adds up the squares of the singular values "
                     "that are left, not the values.");
    else if (!check__near(frobenius, sqrt(10)))
        check__wrong("Frobenius: the error has the singular values 3 and 1; "
                     "take the root of the sum of their squares.");
    else if (!check__near(spectral, 3))
        check__wrong("Spectral: the largest singular value that is left.");
    else if (check__near(energy, 5.0 / 9))
        check__wrong("The energy is made of squares: 25 of 25 + 9 + 1.");
    else if (check__near(energy, 10.0 / 35))
        check__wrong("That share is lost. How much is kept?");
    else if (energy == 0)
        check__wrong("The share is 0. If you typed 25 / 35: between integers "
                     "/ drops the rest; write 25.0 / 35.");
    else if (!check__near(energy, 25.0 / 35))
        check__wrong("The norms are right. The share is the first square over "
                     "the sum of all three.");
    else
        check__right("All three from the singular values alone.");
}

typedef double (*check__entry_of)(nb_svd_t s, int k, int i, int j);

/* Does `entry` give all elements of the sum of the first k sheets? Else which
 * one it misses. */
static bool check__entries(check__entry_of entry, nb_svd_t s, int k, int at[2]) {
    for (int i = 0; i < (int)s.U->size1; i++)
        for (int j = 0; j < (int)s.V->size1; j++) {
            double sum = 0;
            for (int t = 0; t < k; t++)
                sum += nb_at(s.U, i, t) * nb_at(s.S, t) * nb_at(s.V, j, t);
            at[0] = i;
            at[1] = j;
            if (!check__near(entry(s, k, i, j), sum)) return false;
        }
    return true;
}

static void check_entry(check__entry_of entry) {
    gsl_matrix *A = nb_mat((2, 1, 0), (1, 3, 1), (0, 5, 4), (1, 1, 7));
    nb_svd_t s = nb_svd(A);
    int at[2];
    double first = entry(s, 1, 0, 0);
    if (check__blank(first, first))
        check__open("put the sum in place of NAN.");
    else if (!check__entries(entry, s, 3, at))
        printf("✗ Not yet. All three sheets of a 4 x 3 matrix should give it "
               "back, but at row %d, column %d yours gives %g, not %g.\n",
               at[0], at[1], entry(s, 3, at[0], at[1]), nb_at(A, at[0], at[1]));
    else if (!check__entries(entry, s, 1, at) || !check__entries(entry, s, 2, at))
        check__wrong("With all sheets it is right, with fewer it is not: does "
                     "t stop before k?");
    else
        check__right("Three factors for each sheet.");
}

/* Sheets of the volcano for an rms error below one metre: seven. */
static void check_metre(int k) {
    nb_data volcano = nb_load("volcano");
    nb_svd_t s = nb_svd(volcano.X);
    if (k == 0) {
        check__open("put a number of sheets in place of 0.");
        return;
    }
    double left = 0, with_one_less = 0;
    for (int i = k < 1 ? 0 : k - 1; i < 61; i++) {
        with_one_less += pow(nb_at(s.S, i), 2) / (87 * 61);
        if (i >= k) left += pow(nb_at(s.S, i), 2) / (87 * 61);
    }
    if (k < 0 || k > 61)
        check__wrong("There are 61 sheets.");
    else if (sqrt(left) >= 1)
        printf("✗ Not yet. With %d the rms error is still %.2f m.\n", k,
               sqrt(left));
    else if (sqrt(with_one_less) < 1)
        printf("✗ Not yet. That does it, but with one less the error is %.2f "
               "m, below a metre as well.\n",
               sqrt(with_one_less));
    else
        check__right("0.92 m, for 1043 of 5307 numbers.");
}

#endif
