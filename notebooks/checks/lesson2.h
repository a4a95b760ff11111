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

static bool check__is_square(const gsl_matrix *A) {
    if (A->size1 == 2 && A->size2 == 2) return true;
    check__wrong("A 2 x 2 matrix is wanted.");
    return false;
}

/* ---- 2.1 The product. ---- */

/* Multiplications of (AB)x and A(Bx) for n = 1000. */
static void check_flops(double slow, double fast) {
    if (check__blank(slow, fast))
        check__open("put both numbers in place of NAN.");
    else if (check__near(slow, 1e9 + 1e6) && check__near(fast, 2e6))
        check__right("Five hundred times fewer, for the same vector.");
    else if (check__near(fast, 1e9 + 1e6) && check__near(slow, 2e6))
        check__wrong("It is the other way round: AB is the expensive part.");
    else if (slow == 1e9)
        check__wrong("(AB)x: that is AB alone. It must still be multiplied "
                     "by x.");
    else if (fast == 1e6)
        check__wrong("A(Bx): that is one product with a vector; there are "
                     "two.");
    else if (slow >= 2e9)
        check__wrong("(AB)x: count the multiplications only, without the "
                     "additions.");
    else if (!check__near(slow, 1e9 + 1e6))
        check__wrong("(AB)x: AB has a million elements, with a thousand "
                     "multiplications each; then comes the vector.");
    else
        check__wrong("A(Bx): Bx has a thousand elements, with a thousand "
                     "multiplications each; then the same for A.");
}

/* Matrices with F G = 0 and G F not. */
static void check_zero(const gsl_matrix *F, const gsl_matrix *G) {
    if (!check__is_square(F) || !check__is_square(G)) return;
    gsl_matrix *FG = nb_matmul(F, G), *GF = nb_matmul(G, F);
    double first = nb_maxabs(FG), second = nb_maxabs(GF);
    if (check__blank(nb_sum(F), nb_sum(G)))
        check__open("put numbers in place of NAN and the zeros.");
    else if (nb_maxabs(F) == 0 || nb_maxabs(G) == 0)
        check__wrong("With F or G zero both products are zero.");
    else if (first > 1e-12)
        printf("✗ Not yet. FG is [%g %g; %g %g].\n", nb_at(FG, 0, 0),
               nb_at(FG, 0, 1), nb_at(FG, 1, 0), nb_at(FG, 1, 1));
    else if (second <= 1e-12)
        check__wrong("FG = 0, but GF = 0 too. G must lead to where F finds "
                     "nothing, and F to where G finds something.");
    else
        check__right("FG = 0 and GF is not: the order counts.");
}

/* ---- 2.2 Area, rank, shadow. ---- */

/* The second map's factor: 32 / 2. */
static void check_area(double factor) {
    if (check__blank(factor, factor))
        check__open("put a number in place of NAN.");
    else if (check__near(factor, 16))
        check__right("2 times 16 is 32.");
    else if (check__near(factor, 32))
        check__wrong("That is the factor of both maps together.");
    else if (check__near(factor, 64))
        check__wrong("32 is the product already. Which factor times 2 gives "
                     "32?");
    else if (check__near(factor, 30))
        check__wrong("Factors of area are multiplied, not added.");
    else
        check__wrong("det(AB) = det A det B: both together have 32, the first "
                     "has 2.");
}

static void check__shadow(const gsl_matrix *P) {
    gsl_vector *along = nb_matmul(P, nb_vec(3, 4));
    gsl_vector *across = nb_matmul(P, nb_vec(-4, 3));
    if (nb_norm(nb_sub(along, nb_vec(3, 4))) < 1e-6)
        printf("✗ Not yet. (3, 4) stays, but (-4, 3), which is perpendicular "
               "to it, goes to (%g, %g); it should go to 0.\n",
               nb_at(across, 0), nb_at(across, 1));
    else
        printf("✗ Not yet. (3, 4) lies on the line and should stay; it goes "
               "to (%g, %g).\n",
               nb_at(along, 0), nb_at(along, 1));
}

/* The projection onto the line of (3, 4). */
static void check_line(const gsl_matrix *P) {
    if (!check__is_square(P)) return;
    gsl_matrix *right = nb_mat((0.36, 0.48), (0.48, 0.64));
    if (nb_maxabs(P) == 0)
        check__open("write a matrix in place of the zeros.");
    else if (nb_maxabs(nb_sub(P, right)) < 1e-6)
        check__right("P² = P = Pᵀ, trace 1.");
    else if (nb_maxabs(nb_sub(P, nb_scale(25, right))) < 1e-6)
        check__wrong("That is bbᵀ. Its square is 25 times itself; divide by "
                     "bᵀb.");
    else if (nb_maxabs(nb_sub(P, nb_scale(5, right))) < 1e-6)
        check__wrong("Divide by the squared length bᵀb = 25, not by the "
                     "length.");
    else if (nb_maxabs(nb_sub(P, nb_sub(nb_eye(2), right))) < 1e-6)
        check__wrong("That is I - P: what is left over, the projection onto "
                     "the perpendicular line.");
    else
        check__shadow(P);
}

/* The trace of a projection onto three dimensions of seven. */
static void check_trace(double trace) {
    if (check__blank(trace, trace))
        check__open("put a number in place of NAN.");
    else if (check__near(trace, 3))
        check__right("The trace counts dimensions, not columns.");
    else if (check__near(trace, 4))
        check__wrong("There are four columns, but the fourth is a mixture of "
                     "the first two: it adds no dimension.");
    else if (check__near(trace, 7))
        check__wrong("That is the trace of I, the projection onto everything.");
    else
        check__wrong("The trace of a projection is the dimension of the "
                     "subspace that it projects onto.");
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

#endif
