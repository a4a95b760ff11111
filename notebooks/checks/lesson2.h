/* lesson2.h - the self-checks of 02-dimensionality-reduction.ipynb, with the
 * answers in them: look away. */
#ifndef NB_LESSON2_H
#define NB_LESSON2_H

#include "check.h"

static bool check__has_two(const gsl_vector *x) {
    if (x->size == 2) return true;
    check__wrong("Two numbers are wanted.");
    return false;
}

/* ---- 2.3 Eigenvalues. ---- */

static void check__fixed_point(double a, double b) {
    if (check__near(a + b, 1))
        check__right("Tomorrow is as today: λ = 1.");
    else
        check__wrong("The direction is right, but shares must add up to 1: "
                     "divide both by their sum.");
}

/* The long-run shares of dry and wet days: (5/6, 1/6). */
static void check_shares(const gsl_vector *shares) {
    if (!check__has_two(shares)) return;
    double a = nb_at(shares, 0), b = nb_at(shares, 1);
    double next_a = 0.9 * a + 0.5 * b, next_b = 0.1 * a + 0.5 * b;
    if (check__blank(a, b))
        check__open("put the two shares in place of NAN.");
    else if (a == 0 && b == 0)
        check__wrong("Both shares are 0. If you typed a fraction such as 5/6: "
                     "between integers / drops the rest; write 5.0 / 6.");
    else if (check__near(next_a, a) && check__near(next_b, b))
        check__fixed_point(a, b);
    else if (check__near(a + b, 0))
        check__wrong("That is the other eigenvector, with λ = 0.4: the part "
                     "that dies out. Look for λ = 1.");
    else
        printf("✗ Not yet. After one more day (%g, %g) becomes (%g, %g); it "
               "should stay.\n",
               a, b, next_a, next_b);
}

/* ---- 2.4 Power iteration. ---- */

/* B = [2 1; 1 3] without its first eigenpart, or with so little of it that
 * the second one leads. */
static void check_deflation(const gsl_matrix *D) {
    double first = (5 + sqrt(5)) / 2, second = (5 - sqrt(5)) / 2;
    double phi = (1 + sqrt(5)) / 2, c = 1 / hypot(1, phi);
    if (D->size1 != 2 || D->size2 != 2) {
        check__wrong("D must be 2 x 2, like B.");
        return;
    }
    gsl_vector *q1 = nb_vec(c, c * phi), *q2 = nb_vec(c * phi, -c);
    double left = nb_matmul(q1, D, q1), kept = nb_matmul(q2, D, q2);
    double mixed = fabs(nb_matmul(q1, D, q2)) + fabs(nb_matmul(q2, D, q1));
    if (check__near(left, first) && check__near(kept, second))
        check__open("D is still B.");
    else if (mixed > 1e-6)
        check__wrong("D has other eigenvectors than B. Take away a multiple "
                     "of the outer product q q', with q of length 1.");
    else if (!check__near(kept, second))
        check__wrong("The part that should stay has changed too: D q2 is no "
                     "longer λ2 q2. Only the direction q1 may be touched.");
    else if (fabs(left) >= second)
        printf("✗ Not yet. D still stretches q1 by %g, more than λ2. How much "
               "must be taken away to leave 0?\n",
               left);
    else
        check__right("What is largest now was second before.");
}

/* Steps until 0.9 to the k is a millionth: 131 or 132. */
static void check_steps(double k) {
    double exact = 6 * log(10) / log(10.0 / 9);
    if (check__blank(k, k))
        check__open("put a number in place of NAN.");
    else if (k >= floor(exact) && k <= ceil(exact) + 1)
        check__right("ρ = 9/10, and 0.9 to this power is a millionth.");
    else if (fabs(k - 6) <= 1)
        check__wrong("That takes the ratio 1/10. The slowest part decides: "
                     "the second largest eigenvalue is 9.");
    else if (fabs(k - exact / 2) <= 2)
        check__wrong("That is when the Rayleigh quotient is that good (ρ²); "
                     "here the question is about the direction (ρ).");
    else if (fabs(k - log(1e6)) <= 1)
        check__wrong("ln(10⁶) must still be divided by ln(1/ρ).");
    else
        printf("✗ Not yet. After %g steps the error is 0.9 to that power, "
               "%.1e.\n",
               k, pow(0.9, k));
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
    else if (fabs(z - right) < 1e-3)
        check__right("Far left: a setosa.");
    else if (fabs(z + right) < 1e-3)
        check__right("(With the other sign of v1.)");
    else if (fabs(fabs(z) - fabs(uncentred)) < 1e-3)
        check__wrong("That is v'x. The cloud was centred: subtract the "
                     "means.");
    else
        check__wrong("The score is the sum of v1[j] (x[j] - mean[j]) over the "
                     "four measurements.");
}

#endif
