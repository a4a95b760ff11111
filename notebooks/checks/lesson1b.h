/* lesson1b.h - the self-checks of 01b-calculus-and-neural-networks-part-2.ipynb,
 * with the answers in them: look away. */
#ifndef NB_LESSON1B_H
#define NB_LESSON1B_H

#include "check.h"

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

/* 3 / 2 with the derivatives 1 and 5, and 1 / 5 with -2 and 0. */
static void check_quotient(double v1, double d1, double v2, double d2) {
    if (check__blank(v1, v2) || check__blank(d1, d2))
        check__open("put the value and the derivative in place of NAN.");
    else if (!check__near(v1, 1.5) || !check__near(v2, 0.2))
        printf("✗ Not yet. 3 / 2 has the value %g, and 1 / 5 the value %g.\n",
               v1, v2);
    else if (check__near(d1, -3.25) && check__near(d2, -0.4))
        check__right("(3 + ε) / (2 + 5ε) = 1.5 − 3.25 ε.");
    else if (check__near(d1, 3.25))
        check__wrong("The value is right, the sign of the derivative is not: "
                     "it is f'g − fg', in this order.");
    else if (check__near(d1, -13) || check__near(d1, -6.5))
        check__wrong("The value is right. The derivative is still to be "
                     "divided by the square of what is below the line.");
    else if (check__near(d1, 0.2))
        check__wrong("The value is right. But the derivative of a quotient is "
                     "not the quotient of the derivatives.");
    else
        printf("✗ Not yet. The value is right. The derivative of the first "
               "quotient is %g, but f'g − fg' is 1·2 − 3·5.\n",
               d1);
}

/* The adjoint of x in x·x + x at 3. */
static void check_twice(double bar) {
    if (check__blank(bar, bar))
        check__open("put a number in place of NAN.");
    else if (check__near(bar, 7))
        check__right("1 from the sum and 3 twice from the product: 2x + 1.");
    else if (check__near(bar, 3))
        check__wrong("That is what = in place of += would leave: the last "
                     "one only.");
    else if (check__near(bar, 4))
        check__wrong("The product has v1 for both operands, and hands 3 to "
                     "each of them.");
    else if (check__near(bar, 6))
        check__wrong("v1 is used in the sum as well.");
    else if (check__near(bar, 12))
        check__wrong("That is the value of v3. How does it change with x?");
    else
        check__wrong("Begin with 1 at v3. What does the sum hand on, and what "
                     "the product?");
}

/* ---- 1.8 Backpropagation. ---- */

/* -0.5 · 0.8 · σ'(0) = -0.1. */
static void check_down(double delta) {
    if (check__blank(delta, delta))
        check__open("put a number in place of NAN.");
    else if (check__near(delta, -0.1))
        check__right("Through the weight, times the slope 1/4.");
    else if (check__near(delta, -0.4))
        check__wrong("Through the weight, good. But the slope is missing: "
                     "that of the sigmoid at 0 is not 1.");
    else if (check__near(delta, -0.2))
        check__wrong("σ(0) is 1/2; the slope is σ(1 − σ).");
    else if (check__near(delta, 0.1))
        check__wrong("The size is right. The sign comes from δ².");
    else
        check__wrong("δ² times the weight times σ'(0).");
}

/* h²/6 · f''' = 1e-5. */
static void check_innocent(double differ) {
    if (check__blank(differ, differ))
        check__open("put an expression in place of NAN.");
    else if (fabs(fabs(differ) - 1e-5) < 1e-8)
        check__right("And that is what was found: the code may be innocent. A "
                     "better step decides.");
    else if (fabs(fabs(differ) - 1e-3) < 1e-6)
        check__wrong("The error of a central difference goes with h², not "
                     "with h.");
    else if (fabs(fabs(differ) - 6e-5) < 1e-7)
        check__wrong("That is h² f'''. There is a factor before it.");
    else if (differ == 0)
        check__wrong("If you typed 1/6: between integers / drops the rest; "
                     "write 1.0/6. Only with f''' = 0 would they agree.");
    else
        check__wrong("For central differences the error is h²/6 times f'''.");
}

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

/* Does z have the right sign at the four points (0, 0) to (1, 1)? The first
 * where it has not is told. */
static bool check__corners(double (*z)(const double *p, double a, double b),
                           const double *p, const bool positive[2][2],
                           const char *what) {
    for (int a = 0; a < 2; a++) {
        for (int b = 0; b < 2; b++) {
            double here = z(p, a, b);
            if (positive[a][b] ? here > 0 : here < 0) continue;
            printf("✗ Not yet. At (%d, %d) %s is %.3g, but it should be %s.\n",
                   a, b, what, here, positive[a][b] ? "positive" : "negative");
            return false;
        }
    }
    return true;
}

static double check__line(const double *p, double a, double b) {
    return p[0] + p[1] * a + p[2] * b;
}

/* A line with (1, 1) on one side and the three other points on the other. */
static void check_and(const double line[3]) {
    const bool both[2][2] = {{false, false}, {false, true}};
    if (check__blank(line[0], line[1]) || check__blank(line[2], line[2]))
        check__open("put three numbers in place of NAN.");
    else if (check__corners(check__line, line, both, "it"))
        check__right("One line is enough for AND.");
}

/* The logit of a 2-2-1 tanh net with the parameters p at (a, b). */
static double check__logit(const double *p, double a, double b) {
    double first = tanh(p[0] * a + p[1] * b + p[4]);
    double second = tanh(p[2] * a + p[3] * b + p[5]);
    return p[6] * first + p[7] * second + p[8];
}

/* Nine weights with which a 2-2-1 net computes XOR. */
static void check_weights(const double p[9]) {
    const bool one[2][2] = {{false, true}, {true, false}};
    for (int i = 0; i < 9; i++) {
        if (!check__blank(p[i], p[i])) continue;
        check__open("put nine numbers in place of NAN.");
        return;
    }
    if (check__corners(check__logit, p, one, "the logit"))
        check__right("Four of four: the plane is folded.");
}

#endif
