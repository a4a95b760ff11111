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

#endif
