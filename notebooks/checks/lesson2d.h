/* lesson2d.h - the self-checks of 02d-dimensionality-reduction-part-4.ipynb.
 *
 * Here are the answers as well: look away. */
#ifndef NB_LESSON2D_H
#define NB_LESSON2D_H

#include "check.h"

/* Within a share of the right answer, for what has been rounded. */
static bool check__about(double a, double b, double share) {
    return fabs(a - b) <= share * fabs(b);
}

/* ---- 2.12 Pure noise and the bootstrap. ---- */

static void check_kept(int kept) {
    if (kept == 0)
        check__open("put a number of components in place of 0.");
    else if (kept == 17)
        check__right("Seventeen discoveries in a table that holds nothing.");
    else if (kept == 40)
        check__wrong("All 40 are *truly* 1; how many of the measured ones "
                     "are above it?");
    else if (kept == 23)
        check__wrong("That many are below 1.");
    else
        check__wrong("Count those of of_first.values that are above 1.");
}

/* s^2 (1 + sqrt(p / (n - 1)))^2; p / n is as good for so many rows. */
static void check_edge(double edge) {
    double root = sqrt(50 / 1000.0), right = 4 * pow(1 + root, 2);
    if (check__blank(edge, edge))
        check__open("put a number in place of NAN.");
    else if (check__about(edge, right, 2e-3))
        check__right("Four times (1 + 0.22)²: the variance scales the edge.");
    else if (check__about(edge, right / 4, 2e-3))
        check__wrong("That is for noise of variance 1. What does it become "
                     "when every number is doubled?");
    else if (check__about(edge, right / 2, 2e-3))
        check__wrong("Eigenvalues are variances: the noise enters by s², not "
                     "by s.");
    else if (check__about(edge, 4 * pow(1 - root, 2), 2e-3))
        check__wrong("That is the lower end of the law.");
    else if (check__about(edge, 4 * pow(1 + 0.05, 2), 2e-3)
             || check__about(edge, 4 * (1 + root), 2e-3))
        check__wrong("One plus the *root* of γ, and all of that squared.");
    else
        check__wrong("s² (1 + √γ)² with γ = p / (n - 1).");
}

static void check_half(double flowers) {
    if (check__blank(flowers, flowers))
        check__open("put a number in place of NAN.");
    else if (check__about(flowers, 600, 2e-3))
        check__right("Four times the work for half the width.");
    else if (check__near(flowers, 300))
        check__wrong("Standard errors go with 1/√n, not with 1/n.");
    else if (check__near(flowers, 2000) || check__near(flowers, 4000))
        check__wrong("More *resamples* make the interval's ends smoother, not "
                     "narrower. Flowers are wanted.");
    else if (check__near(flowers, 75) || check__near(flowers, 37.5))
        check__wrong("A narrower interval takes more flowers, not fewer.");
    else
        printf("✗ Not yet. With %g flowers it is %.4f wide.\n", flowers,
               0.03 * sqrt(150 / flowers));
}

/* ---- 2.13 When PCA fails. ---- */

static void check_flip(double height) {
    double gap = 9 - 0.25;
    if (check__blank(height, height))
        check__open("put a number in place of NAN.");
    else if (check__about(height, sqrt(400 * gap), 6e-3))
        check__right("Four times the points, only twice the height.");
    else if (check__about(height, 400 * gap, 6e-3))
        check__wrong("That is h². Take the root.");
    else if (check__about(height, sqrt(100 * gap), 6e-3))
        check__wrong("That is for 100 points.");
    else if (check__about(height, sqrt(400 * 9), 6e-3))
        check__wrong("The cloud has some variance upwards already: the "
                     "*difference* counts.");
    else
        printf("✗ Not yet. At %g the outlier brings %.4g of variance; the "
               "difference to make up is 8.75.\n",
               height, height * height / 400);
}

static void check_cures(int outlier, int cigars, int ring) {
    if (outlier == 0 || cigars == 0 || ring == 0)
        check__open("put a number from 1 to 4 in place of each 0.");
    else if (outlier == 3 && cigars == 1 && ring == 2)
        check__right("Three different illnesses, three different cures.");
    else if (outlier < 1 || outlier > 4 || cigars < 1 || cigars > 4 || ring < 1
             || ring > 4)
        check__wrong("The cures are numbered 1 to 4.");
    else if (outlier == 4 || cigars == 4 || ring == 4)
        check__wrong("In two dimensions, two components keep everything and "
                     "say nothing.");
    else if (outlier != 3)
        check__wrong("Look at the outlier: what does not count with the "
                     "square of a distance?");
    else if (cigars != 1)
        check__wrong("Look at the cigars: what do we know about these points "
                     "that PCA is never told?");
    else
        check__wrong("Look at the ring: the outlier and the labels are not "
                     "its trouble.");
}

/* ---- 2.14 Whitening. ---- */

/* Any W with W S W' = I will do. */
static void check_white(const gsl_matrix *W) {
    gsl_matrix *S = nb_mat((5, 4), (4, 5)), *I = nb_eye(2);
    if (!W || W->size1 != 2 || W->size2 != 2) {
        check__wrong("W must be 2 x 2.");
        return;
    }
    gsl_matrix *now = nb_matmul(W, S, nb_t(W));
    double a = nb_at(now, 0, 0), b = nb_at(now, 0, 1), d = nb_at(now, 1, 1);
    if (nb_maxabs(nb_sub(W, I)) == 0)
        check__open("put a matrix in place of nb_eye(2).");
    else if (nb_maxabs(nb_sub(now, I)) < 1e-3)
        check__right("W S Wᵀ = I. Turn it as you like, and it stays so.");
    else if (nb_maxabs(nb_sub(nb_matmul(nb_t(W), S, W), I)) < 1e-3)
        check__wrong("Almost: that is the transpose. In the first row stands "
                     "the first direction.");
    else if (nb_maxabs(nb_sub(nb_matmul(W, S), I)) < 1e-3)
        check__wrong("That is the inverse of S. The inverse of its *root* is "
                     "wanted.");
    else if (fabs(b) < 1e-3)
        printf("✗ Not yet. The coordinates are uncorrelated, but with the "
               "variances %.3g and %.3g.\n", a, d);
    else
        printf("✗ Not yet. W S Wᵀ is [%.3g %.3g; %.3g %.3g].\n", a, b, b, d);
}

static void check_epsilon(double factor) {
    if (check__blank(factor, factor))
        check__open("put a number in place of NAN.");
    else if (check__about(factor, 1 / sqrt(0.0101), 2e-3))
        check__right("ε sets the limit: never more than 1/√ε = 10.");
    else if (check__about(factor, 100, 2e-3))
        check__wrong("That is without ε.");
    else if (check__about(factor, 1 / 0.0101, 2e-3))
        check__wrong("Coordinates are divided by the *root* of λ + ε.");
    else if (check__about(factor, sqrt(0.0101), 2e-3))
        check__wrong("They are divided by that.");
    else if (check__about(factor, 1 / (0.01 + 0.01), 2e-3))
        check__wrong("ε stands under the root, beside λ.");
    else
        check__wrong("1 / √(λ + ε).");
}

/* ---- 2.15 A = WH. ---- */

/* The relative error of the best approximation of rank k to the digits. */
static double check__rest(const gsl_vector *sigma, int k) {
    double total = 0, rest = 0;
    for (size_t i = 0; i < sigma->size; i++) {
        double square = pow(nb_at(sigma, (long)i), 2);
        total += square;
        if (i >= (size_t)k) rest += square;
    }
    return sqrt(rest / total);
}

static void check_floor(double floor) {
    gsl_vector *sigma = nb_svd(nb_load("digits").X).S;
    double right = check__rest(sigma, 20), top = nb_at(sigma, 20);
    if (check__blank(floor, floor))
        check__open("put an expression in place of NAN.");
    else if (check__about(floor, right, 3e-3))
        check__right("SVD, ALS and NMF alike must stay above that.");
    else if (check__about(floor, right * right, 3e-3))
        check__wrong("That is a share of squares. Take the root.");
    else if (check__about(floor, check__rest(sigma, 10), 3e-3))
        check__wrong("That is for ten ingredients.");
    else if (check__about(floor, check__rest(sigma, 21), 3e-3)
             || check__about(floor, check__rest(sigma, 19), 3e-3))
        check__wrong("One off: 20 are kept, in C those from 0 to 19.");
    else if (check__about(floor, right * nb_norm(sigma), 3e-3))
        check__wrong("Relative: divide by norm_A.");
    else if (check__about(floor, top / nb_norm(sigma), 3e-3))
        check__wrong("That is the spectral error, σ21. The Frobenius error "
                     "has all the rest in it.");
    else
        check__wrong("The root of the sum of σ² from the 21st on, over "
                     "norm_A.");
}

/* Has each row and each column just one element that is not zero? */
static bool check__scales_or_swaps(const gsl_matrix *M) {
    double a = nb_at(M, 0, 0), b = nb_at(M, 0, 1);
    double c = nb_at(M, 1, 0), d = nb_at(M, 1, 1);
    return (b == 0 && c == 0) || (a == 0 && d == 0);
}

static void check_mix(const gsl_matrix *M) {
    if (!M || M->size1 != 2 || M->size2 != 2) {
        check__wrong("M must be 2 x 2: it stands between W and H.");
        return;
    }
    if (nb_maxabs(nb_sub(M, nb_eye(2))) == 0) {
        check__open("put a matrix in place of nb_eye(2).");
        return;
    }
    double det = nb_at(M, 0, 0) * nb_at(M, 1, 1)
                 - nb_at(M, 0, 1) * nb_at(M, 1, 0);
    if (fabs(det) < 1e-12) {
        check__wrong("M has no inverse.");
        return;
    }
    gsl_matrix *W = nb_matmul(nb_mat((1, 1), (1, 2), (2, 1)), M);
    gsl_matrix *H = nb_matmul(nb_inv(M), nb_mat((1, 2, 1), (3, 1, 1)));
    if (check__scales_or_swaps(M))
        check__wrong("That only scales or swaps the parts.");
    else if (nb_min(W) < -1e-12)
        printf("✗ Not yet. WM has a negative element, %.3g.\n", nb_min(W));
    else if (nb_min(H) < -1e-12)
        printf("✗ Not yet. M⁻¹H has a negative element, %.3g. A smaller step "
               "away from I?\n", nb_min(H));
    else
        check__right("Other parts, another recipe, the same table.");
}

static void check_ridge(double h) {
    if (check__blank(h, h))
        check__open("put a number in place of NAN.");
    else if (check__about(h, 19.0 / 7, 2e-3))
        check__right("19/7: a little less than without the penalty.");
    else if (check__about(h, 19.0 / 6, 2e-3))
        check__wrong("That is without the penalty: λ = 1 is added to Σw².");
    else if (check__near(h, 19 / 7))
        check__wrong("19 / 7 of two whole numbers is a whole number in C. "
                     "Write 19.0 / 7.");
    else if (check__about(h, 4, 2e-3))
        check__wrong("That is the mean. The weights are the w's.");
    else if (check__about(h, 12.0 / 7, 2e-3))
        check__wrong("On the right side each number counts with its w.");
    else
        check__wrong("(Σw² + λ) h = Σ a w.");
}

#endif
