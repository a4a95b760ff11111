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

#endif
