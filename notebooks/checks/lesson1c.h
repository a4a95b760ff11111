/* lesson1c.h - the self-checks of 01c-calculus-and-neural-networks-part-3.ipynb,
 * with the answers in them: look away. */
#ifndef NB_LESSON1C_H
#define NB_LESSON1C_H

#include "check.h"

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

/* Under-fitting, over-fitting, neither. */
static void check_illness(int a, int b, int c) {
    if (a == 0 && b == 0 && c == 0)
        check__open("put 1, 2 or 3 in place of each 0.");
    else if (a != 1)
        check__wrong("A: as bad on its own points as on fresh ones. It has "
                     "not even learnt what it was shown.");
    else if (b != 2)
        check__wrong("B: nearly perfect on its own points, and hardly better "
                     "than ignorance on fresh ones.");
    else if (c != 3)
        check__wrong("C: low on both, and the two are close together.");
    else
        check__right("Look at the level first, then at the gap.");
}

/* 0.01 + 0.01 · 2. */
static void check_pull(double gradient) {
    if (check__blank(gradient, gradient))
        check__open("put a number in place of NAN.");
    else if (check__near(gradient, 0.03))
        check__right("Two thirds of it pull the weight towards 0.");
    else if (check__near(gradient, 0.02))
        check__wrong("That is the pull alone, or half of it and the loss: the "
                     "½ cancels the 2 of the square. Add 0.01 from the loss.");
    else if (check__near(gradient, 0.05) || check__near(gradient, 0.04))
        check__wrong("The derivative of w² is 2w, not w².");
    else if (check__near(gradient, -0.01))
        check__wrong("The sign: a gradient of +0.02 makes a step *down* in w, "
                     "towards 0.");
    else
        check__wrong("The gradient of the loss, and decay · w with it.");
}

/* ---- 1.11 Digits. ---- */

/* The lower end of Wilson's interval for 90 of 100. */
static void check_lower(double low) {
    if (check__blank(low, low))
        check__open("put a number or a call of wilson() in place of NAN.");
    else if (fabs(low - 0.8256) < 0.005)
        check__right("So 90 of 100 does not even show that it beats 85 %.");
    else if (fabs(low - 0.9448) < 0.005)
        check__wrong("That is the upper end.");
    else if (fabs(low - 0.8412) < 0.002)
        check__wrong("That is the simple formula, with the estimate under the "
                     "root. Wilson's reaches further down.");
    else if (low > 1)
        check__wrong("A share is wanted, between 0 and 1.");
    else
        check__wrong("wilson(right, n) gives a struct; its member low is the "
                     "lower end.");
}

/* Four times 597 images for half the width. */
static void check_images(double n) {
    if (check__blank(n, n))
        check__open("put a number in place of NAN.");
    else if (n >= 2250 && n <= 2550)
        check__right("Each further digit of certainty costs a hundredfold.");
    else if (n >= 1150 && n <= 1250)
        check__wrong("Twice as many make it narrower by √2 only.");
    else if (n < 597)
        check__wrong("Fewer images make it wider.");
    else
        check__wrong("The width goes with 1/√n. What must n become to halve "
                     "it?");
}

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
