/* lesson3c.h - the self-checks of 03c-likelihood-and-optimisation-part-3.ipynb.
 *
 * Here are the answers as well: look away. */
#ifndef NB_LESSON3C_H
#define NB_LESSON3C_H

#include "check.h"

/* ---- 3.14 The wall. ---- */

/* Curvatures 1 and 25: wall 2/25, best 2/26, 172.6 steps. */
static void check_wall(double wall, double best, double steps) {
    if (check__blank(wall, best) || check__blank(steps, steps))
        check__open("put the three numbers in place of NAN.");
    else if (wall == 0 || best == 0)
        check__wrong("0? If you typed 2 / 25: between integers / drops the "
                     "rest; write 2.0 / 25.");
    else if (check__near(wall, 2))
        check__wrong("The wall: the steepest direction decides, and that is "
                     "25, not 1.");
    else if (!check__near(wall, 0.08))
        check__wrong("The wall is 2/L, with L the largest curvature.");
    else if (check__near(best, 0.04))
        check__wrong("1/L is safe. Best for both directions together is "
                     "2/(μ + L).");
    else if (!check__rounded(best, 2.0 / 26))
        check__wrong("The wall is right. The best step makes both factors "
                     "equal: 1 - ημ = ηL - 1.");
    else if (steps >= 172 && steps <= 174)
        check__right("Each step leaves 24/26 of the error.");
    else
        printf("✗ Not yet. The rates are right. After %g steps the error is "
               "(24/26) to that power, %.1e.\n",
               steps, pow(24.0 / 26, steps));
}

/* ---- 3.15 Momentum. ---- */

/* 4/36 and 4/9. */
static void check_ball(double rate, double beta) {
    if (check__blank(rate, beta))
        check__open("put both numbers in place of NAN.");
    else if (check__near(rate, 4.0 / 26) || check__near(rate, 4.0 / 676))
        check__wrong("The rate: take the roots of μ and L first, √25 + √1 = "
                     "6.");
    else if (!check__rounded(rate, 4.0 / 36))
        check__wrong("The rate is 4 / (√L + √μ)².");
    else if (check__near(beta, 4.0 / 6))
        check__wrong("The rate is right. 4/6 is √β.");
    else if (check__near(beta, 24.0 * 24 / 26 / 26))
        check__wrong("The rate is right. For β take √κ = 5, not κ.");
    else if (!check__rounded(beta, 4.0 / 9))
        check__wrong("The rate is right. √β = (√κ - 1) / (√κ + 1).");
    else
        check__right("Two thirds of the error are left after a step, not "
                     "24/26.");
}

/* ---- 3.16 Scaling. ---- */

static void check_unit(double c, double steps) {
    if (check__blank(c, steps))
        check__open("put both numbers in place of NAN.");
    else if (check__near(c, 10000))
        check__wrong("c is squared: 10 000 / c² should be 1.");
    else if (check__near(c, 0.01))
        check__wrong("Upside down: y = ỹ/c, so the curvature becomes "
                     "10 000 / c².");
    else if (!check__near(fabs(c), 100))
        printf("✗ Not yet. With c = %g the curvature along ỹ is %g; it "
               "should be 1.\n",
               c, 10000 / (c * c));
    else if (!check__near(steps, 1))
        check__wrong("c is right. With κ = 1 the best factor (κ-1)/(κ+1) is "
                     "0: how many steps is that?");
    else
        check__right("A round bowl is solved in one step.");
}

/* ---- 3.17 Newton, BFGS. ---- */

static void check_race(double a, double b, double c) {
    if (check__blank(a, b) || check__blank(c, c))
        check__open("put the three prices in place of NAN.");
    else if (check__near(a, 20) && check__near(b, 40))
        check__wrong("Those are the steps. Count the gradients.");
    else if (!check__near(a, 60) || !check__near(b, 40))
        check__wrong("A: 20 steps of 3; B: 40 steps of 1.");
    else if (check__near(c, 150))
        check__wrong("A and B are right. C also computes its gradient in each "
                     "step.");
    else if (!check__near(c, 155))
        check__wrong("A and B are right. C: five times a Hessian (30) and a "
                     "gradient (1).");
    else
        check__right("The cheapest takes the most steps.");
}

/* ---- 3.18 Saddles. ---- */

static void check_minimum(int count, double smallest) {
    if (count < 0 || check__blank(smallest, smallest))
        check__open("put both numbers in.");
    else if (count == 3)
        check__wrong("The gradient is 0 at all three, but look at the "
                     "curvature in x, 3x² - 1.");
    else if (count != 2)
        check__wrong("At (1, 0) and at (-1, 0) the Hessian is diag(2, 1).");
    else if (check__near(smallest, 1))
        check__wrong("Two minima, right. At (0, 0) the Hessian has the "
                     "eigenvalues 3·0² - 1 and 1: the smaller one?");
    else if (!check__near(smallest, -1))
        check__wrong("Two minima, right. The Hessian is diag(3x² - 1, 1): put "
                     "x = 0 in.");
    else
        check__right("Negative curvature: a saddle.");
}

/* ---- 3.19 Noise. ---- */

static void check_batch(double error, double rate) {
    if (check__blank(error, rate))
        check__open("put both numbers in place of NAN.");
    else if (fabs(error - 5.8 / sqrt(50)) < 1e-2)
        check__wrong("The squared error falls like 1/B, not like 1/√B.");
    else if (fabs(error - 0.116) > 5e-3)
        check__wrong("(a) E|g_B - g|² times B is constant: 5.8.");
    else if (check__near(rate, 0.02))
        check__wrong("(a) is right. (b) The floor is proportional to η, and "
                     "0.0065 is a quarter of 0.026.");
    else if (!check__near(rate, 0.01))
        printf("✗ Not yet. (a) is right. (b) With η = %g the floor is "
               "%.4f.\n",
               rate, 0.026 * rate / 0.04);
    else
        check__right("Fifty times the work, a seventh of the noise's length; "
                     "and a quarter of the step.");
}

/* ---- 3.20 Adam. ---- */

static void check_adam(double gd, double adam) {
    if (check__blank(gd, adam))
        check__open("put both numbers in place of NAN.");
    else if (check__near(gd, 100))
        check__wrong("Gradients are a hundred times longer; steps should stay "
                     "as they were.");
    else if (!check__near(gd, 0.01))
        check__wrong("(a) η g must stay the same while g grows a "
                     "hundredfold.");
    else if (!check__near(adam, 1))
        check__wrong("(a) is right. (b) Adam divides m by √s; what happens to "
                     "each when g grows a hundredfold?");
    else
        check__right("Adam does not notice the scale of the loss.");
}

/* ---- 3.21 The clinic. ---- */

static void check_clinic(const int *patient) {
    const char *illness[] = {"over-fitting",       "saddle",
                             "step too small",     "all weights zero",
                             "features not scaled", "exploding gradient",
                             "step too large",     "noise floor"};
    const int patients[] = {8, 5, 2, 6, 3, 7, 1, 4};
    int right = 0, turned = 0, wrong = -1;
    for (int k = 0; k < 8; k++) {
        if (patient[k] == 0) {
            check__open("give each illness its patient, 1 to 8.");
            return;
        }
        turned += patient[patients[k] - 1] == k + 1;
        if (patient[k] == patients[k])
            right++;
        else if (wrong < 0)
            wrong = k;
    }
    if (right == 8)
        check__right("All eight; unfold the cures.");
    else if (turned == 8)
        check__wrong("The other way round: the first place is for the number "
                     "of the patient who over-fits, and so on.");
    else
        printf("✗ Not yet. %d of 8 are right. Look again at: %s.\n", right,
               illness[wrong]);
}

#endif
