/* check.h - what the self-checks of all lessons say.
 *
 * A check takes the reader's answer and prints one line: a circle while there
 * is nothing to check, a tick for a right answer, a cross and the reason for a
 * wrong one. Checks look at what an answer does, not at how it was written,
 * so every right answer passes. */
#ifndef NB_LESSON_CHECK_H
#define NB_LESSON_CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include <nabla.h>

static inline void check__open(const char *what) {
    printf("○ Nothing to check yet: %s\n", what);
}

static inline void check__right(const char *why) {
    printf("✓ Right. %s\n", why);
}

static inline void check__wrong(const char *why) {
    printf("✗ Not yet. %s\n", why);
}

static inline bool check__near(double a, double b) {
    return fabs(a - b) <= 1e-6 * (1 + fabs(b));
}

/* Rounded to three digits, as one writes a number down, is right as well. */
static inline bool check__rounded(double a, double b) {
    return fabs(a - b) <= 5e-3 * fabs(b);
}

static inline bool check__blank(double a, double b) {
    return a != a || b != b;
}

#endif
