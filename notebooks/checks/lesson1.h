/* lesson1.h - the self-checks of 01-calculus-and-neural-networks.ipynb, with
 * the answers in them: look away. */
#ifndef NB_LESSON1_H
#define NB_LESSON1_H

#include "check.h"

/* ---- 1.1 The local line. ---- */

/* The power of h with which the central error falls: 2, measured or known. */
static void check_power(double p) {
    if (check__blank(p, p))
        check__open("put an expression in place of NAN.");
    else if (fabs(p - 2) <= 0.05)
        check__right("Central differences: half the step, a quarter of the "
                     "error.");
    else if (fabs(p + 2) <= 0.05)
        check__wrong("Larger steps have larger errors here, so the power is "
                     "positive: do both quotients go the same way up?");
    else if (fabs(p - 1) <= 0.1)
        check__wrong("That is the forward difference. Look at central().");
    else if (fabs(p + 1) <= 0.3)
        check__wrong("That is the left branch, where rounding rules. Take two "
                     "larger steps.");
    else if (fabs(p - 100) <= 5 || fabs(p - 4.6) <= 0.1)
        check__wrong("A hundredth for a tenth of the step: which power of 10 "
                     "is 100? Divide one logarithm by the other.");
    else
        check__wrong("Take two steps between 1e-1 and 1e-4, and compare the "
                     "errors, fabs(central(h) - f1(1)).");
}

/* ---- 1.2 Rules. ---- */

/* ln x / x is largest at e, where it is 1/e. */
static void check_top(double where, double height) {
    double e = exp(1);
    if (check__blank(where, height))
        check__open("put both numbers in place of NAN.");
    else if (where <= 0)
        check__wrong("The logarithm needs a positive x.");
    else if (check__near(where, 1))
        check__wrong("At 1 the value is 0. When is the numerator of "
                     "(1 − ln x)/x² zero?");
    else if (!check__near(where, e))
        printf("✗ Not yet. The slope (1 − ln x)/x² is %.3g at %g, not 0.\n",
               (1 - log(where)) / (where * where), where);
    else if (!check__near(height, log(where) / where))
        check__wrong("The place is right. Now put it into ln x / x.");
    else
        check__right("The slope is positive before e and negative after it.");
}

/* The derivative of x to the x at 2. */
static void check_tower(double slope) {
    if (check__blank(slope, slope))
        check__open("put an expression in place of NAN.");
    else if (fabs(slope - 4 * (1 + log(2))) < 1e-3)
        check__right("4 (1 + ln 2): one part from the base, one from the "
                     "exponent.");
    else if (check__near(slope, 4))
        check__wrong("That is x·x^(x−1): the exponent held fixed. It moves "
                     "too.");
    else if (check__near(slope, 4 * log(2)))
        check__wrong("That is xˣ ln x: the base held fixed. It moves too.");
    else if (check__near(slope, 1 + log(2)))
        check__wrong("That is the inner derivative, (x ln x)′. The chain rule "
                     "has another factor.");
    else
        check__wrong("Write xˣ as e^(x ln x); then chain rule outside, "
                     "product rule inside.");
}

/* ---- 1.3 Gradient. ---- */

/* x² − xy + 2y²: flat at the origin; level at (1.5, −0.5) along (1, 1). */
static void check_flat(double x, double y, double along) {
    if (check__blank(x, y) || check__blank(along, along))
        check__open("put three numbers in place of NAN.");
    else if (!check__near(2 * x - y, 0) || !check__near(4 * y - x, 0))
        printf("✗ Not yet. At (%g, %g) the gradient is (%g, %g).\n", x, y,
               2 * x - y, 4 * y - x);
    else if (check__near(fabs(along), 3.5 * sqrt(2)))
        check__wrong("The point is right. 4.95 is the steepest slope of all, "
                     "along the gradient, but u is (1, 1)/√2.");
    else if (fabs(along) > 1e-6)
        check__wrong("The point is right. The slope is u'∇f with ∇f = "
                     "(3.5, −3.5).");
    else
        check__right("At (1.5, −0.5) the contour runs along (1, 1).");
}

/* ---- 1.4 Jacobian. ---- */

/* The volume factor of spherical coordinates, 4 sin(pi/4). */
static void check_sphere(double factor) {
    double right = 2 * sqrt(2);
    if (check__blank(factor, factor))
        check__open("put an expression in place of NAN.");
    else if (fabs(fabs(factor) - right) < 1e-4)
        check__right("ρ² sin φ: the sides of the little box are 1, ρ and "
                     "ρ sin φ.");
    else if (check__near(factor, 4))
        check__wrong("ρ² is the factor at the equator. Nearer to the pole the "
                     "circles of latitude are shorter.");
    else if (check__near(factor, 2) || check__near(factor, sqrt(2)))
        check__wrong("That is an area. Three sides: along ρ, along φ and "
                     "along θ.");
    else
        check__wrong("How long are the three columns of J? They are "
                     "perpendicular, so multiply.");
}

/* The softmax does not see what is added to all logits. */
static void check_still(const gsl_vector *d) {
    if (d->size != 3) {
        check__wrong("Three numbers are wanted.");
        return;
    }
    double a = nb_at(d, 0), b = nb_at(d, 1), c = nb_at(d, 2);
    if (check__blank(a, b) || check__blank(c, c))
        check__open("put three numbers in place of NAN.");
    else if (a == 0 && b == 0 && c == 0)
        check__wrong("That is no step at all.");
    else if (check__near(a, b) && check__near(b, c))
        check__right("The softmax sees differences of logits only.");
    else
        check__wrong("Some probability changes on this way. What may be "
                     "done to all eᶻ so that it cancels?");
}

/* ---- 1.5 Hessian. ---- */

/* x³ − 3xy²: no curvature at the origin, three ways down. */
static void check_monkey(double xx, double xy, double yy, int ways) {
    if (check__blank(xx, xy) || check__blank(yy, yy))
        check__open("put three numbers in place of NAN, and a fourth.");
    else if (fabs(xx) + fabs(xy) + fabs(yy) > 1e-6)
        check__wrong("The second derivatives are 6x, −6y and −6x. At the "
                     "origin?");
    else if (ways == 2)
        check__wrong("The Hessian is right. Two ways down would be an "
                     "ordinary saddle, cos 2φ.");
    else if (ways != 3)
        check__wrong("The Hessian is right. How often is cos 3φ at −1 while φ "
                     "goes once round?");
    else
        check__right("H = 0 is the undecided case, and here it is neither top "
                     "nor bottom.");
}

/* ln(e^x + e^y) at the origin. */
static void check_lse(const gsl_matrix *H) {
    if (H->size1 != 2 || H->size2 != 2) {
        check__wrong("H must be 2 x 2.");
        return;
    }
    double a = nb_at(H, 0, 0), b = nb_at(H, 0, 1), c = nb_at(H, 1, 0);
    double d = nb_at(H, 1, 1);
    if (check__blank(a, b) || check__blank(c, d))
        check__open("put four numbers in place of NAN.");
    else if (!check__near(b, c))
        check__wrong("A Hessian is symmetric.");
    else if (check__near(a, 0.5) && check__near(b, 0))
        check__wrong("That is diag(p). What is taken away from it?");
    else if (fabs(a - 0.25) + fabs(b + 0.25) + fabs(d - 0.25) < 1e-5)
        check__right("Eigenvalues ½ and 0: along (1, 1) it does not bend.");
    else
        check__wrong("The gradient is the softmax, so H is its Jacobian, "
                     "diag(p) − pp', with p = (½, ½).");
}

/* ---- 1.6 Matrix calculus. ---- */

/* A'(Ax − b) = (−15, −20). */
static void check_normal(const gsl_vector *g) {
    if (g->size != 2) {
        check__wrong("The gradient has as many numbers as x: two.");
        return;
    }
    double a = nb_at(g, 0), b = nb_at(g, 1);
    if (check__blank(a, b))
        check__open("put two numbers in place of NAN.");
    else if (check__near(a, -15) && check__near(b, -20))
        check__right("A' times what is left over.");
    else if (check__near(a, -9) && check__near(b, -12))
        check__wrong("That is A'Ax. Subtract b before you multiply by A'.");
    else if (check__near(a, -30) && check__near(b, -40))
        check__wrong("Twice too much: the ½ in front of the square is there "
                     "to cancel the 2.");
    else if (check__near(a, 15) && check__near(b, 20))
        check__wrong("The sign: r = Ax − b, not b − Ax.");
    else
        check__wrong("First r = Ax − b, three numbers; then A'r.");
}

/* ---- 1.7 Automatic differentiation. ---- */

/* A Jacobian of 200 x 5: five sweeps forwards, 200 backwards. */
static void check_sweeps(int forward, int reverse) {
    if (forward == 0 && reverse == 0)
        check__open("put two numbers in place of 0.");
    else if (forward == 5 && reverse == 200)
        check__right("Few inputs: forwards. Few outputs: backwards.");
    else if (forward == 200 && reverse == 5)
        check__wrong("The other way round. In forward mode one *input* moves "
                     "in each sweep.");
    else if (forward == 1000 || reverse == 1000)
        check__wrong("A sweep gives a whole column or a whole row of the "
                     "Jacobian, not one number.");
    else
        check__wrong("Forwards: a column of the Jacobian a sweep. Backwards: "
                     "a row.");
}

/* ---- 1.8 Backpropagation. ---- */

/* The parameters of 64-32-10 and 2-16-16-1: 2410 and 337. */
static void check_count(int digits, int moons) {
    if (digits == 0 && moons == 0)
        check__open("put two numbers in place of 0.");
    else if (digits == 2368 || moons == 304)
        check__wrong("Those are the weights alone. Each unit behind the "
                     "inputs has a bias as well.");
    else if (digits == 2410 && moons == 337)
        check__right("From m to k units: (m + 1) k.");
    else if (digits == 2410)
        check__wrong("The first is right. The second has three layers of "
                     "weights: 2 to 16, 16 to 16, 16 to 1.");
    else if (moons == 337)
        check__wrong("The second is right. For the first: 64 to 32, then 32 "
                     "to 10.");
    else
        check__wrong("From m to k units there are m k weights and k biases.");
}

/* ---- 1.9 XOR. ---- */

/* The logit of a 2-2-1 tanh net with the parameters p at (a, b). */
static double check__logit(const double p[9], double a, double b) {
    double first = tanh(p[0] * a + p[1] * b + p[4]);
    double second = tanh(p[2] * a + p[3] * b + p[5]);
    return p[6] * first + p[7] * second + p[8];
}

/* Nine weights with which a 2-2-1 net computes XOR. */
static void check_weights(const double p[9]) {
    for (int i = 0; i < 9; i++) {
        if (!check__blank(p[i], p[i])) continue;
        check__open("put nine numbers in place of NAN.");
        return;
    }
    for (int a = 0; a < 2; a++) {
        for (int b = 0; b < 2; b++) {
            double z = check__logit(p, a, b);
            if ((z > 0) == (a != b) && z != 0) continue;
            printf("✗ Not yet. At (%d, %d) the logit is %.3g, but it should "
                   "be %s.\n",
                   a, b, z, a != b ? "positive" : "negative");
            return;
        }
    }
    check__right("Four of four: the plane is folded.");
}

/* ---- 1.10 Two moons. ---- */

/* Which size to ship: 3 hidden units. */
static void check_ship(int hidden) {
    if (hidden == 0)
        check__open("put a number of hidden units in place of 0.");
    else if (hidden == 3)
        check__right("But the 1000 points have now been used to choose, so "
                     "their 0.1273 flatters a little: see 3.9.");
    else if (hidden == 64 || hidden == 16)
        check__wrong("It has most of its own points right. Those that it has "
                     "not seen are the ones that count.");
    else if (hidden == 1 || hidden == 2)
        check__wrong("Too stiff: 13 % of errors, on its own points too. More "
                     "data would not help it.");
    else
        check__wrong("Look for the least loss in the column of fresh "
                     "points.");
}

/* ---- 1.11 Digits. ---- */

/* p and y both sum to 1, so p - y sums to 0. */
static void check_delta(double sum) {
    if (check__blank(sum, sum))
        check__open("put a number in place of NAN.");
    else if (fabs(sum) < 1e-9)
        check__right("As the rows of the softmax's Jacobian do.");
    else if (check__near(sum, 1))
        check__wrong("p alone sums to 1. And y?");
    else
        check__wrong("What is the sum of ten probabilities, and what is the "
                     "sum of y, which has a single 1?");
}

/* A net of the reader's: is it in the interval of 582 of 597? */
static void check_mine(double right) {
    double share = right / 597;
    if (check__blank(right, right))
        check__open("put a call of digits_right() in place of NAN.");
    else if (right > 0 && right < 1)
        check__wrong("How many, not which share: a number up to 597.");
    else if (right > 597 || right < 0 || right != floor(right))
        check__wrong("A whole number between 0 and 597, as digits_right() "
                     "gives it.");
    else if (share >= 0.9590 && share <= 0.9847)
        printf("✓ Right. %.4f is in [0.9590, 0.9847]: no worse and no better "
               "that we could tell.\n",
               share);
    else if (share > 0.9847)
        printf("✓ Right. %.4f is above [0.9590, 0.9847]: better, if you did "
               "not try many.\n",
               share);
    else
        printf("✗ Not yet. %.4f is below [0.9590, 0.9847]. Too few units or "
               "epochs, or another step? Look at the table of failures.\n",
               share);
}

/* ---- 1.12 Deep stacks. ---- */

/* ln 2 per layer; what the one random net did counts as well. */
static void check_slope(double slope) {
    if (check__blank(slope, slope))
        check__open("put a number or an expression in place of NAN.");
    else if (fabs(slope - log(2)) < 0.02)
        check__right("ln of the gain: twenty layers make 20 ln 2, a million.");
    else if (fabs(slope - 2) < 0.02)
        check__wrong("The signal is multiplied by 2. What happens to its "
                     "logarithm?");
    else if (fabs(slope - 20 * log(2)) < 0.5)
        check__wrong("That is all twenty layers together.");
    else if (fabs(slope - log10(2)) < 0.01)
        check__wrong("That is the decimal logarithm. log() in C is the "
                     "natural one.");
    else
        check__wrong("Each layer multiplies the signal by the gain.");
}

#endif
