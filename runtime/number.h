/* number.h - numbers as a person would write them.
 *
 * One number alone: at most nb_digits() significant digits, no padding, whole
 * numbers in full below 1e15, "nan", "inf", "-inf". Numbers in a column share
 * their decimals, so that points line up; one that would show as 0 without
 * being 0 is written on its own, as 2.2e-16. */
#ifndef NB_NUMBER_H
#define NB_NUMBER_H

#include <stddef.h>

#include "buffer.h"
#include "value.h"

/* The format of a column of numbers. */
typedef struct nb__column {
    int decimals;
    int is_scientific;
} nb__column;

/* Found by looking at all numbers: count of them, stride apart, for so many
 * significant digits of the largest. */
nb__column nb__column_of(const double *x, size_t count, size_t stride,
                         int wanted);
void nb__column_number(const nb__column *column, double x, char *text);

/* The number of decimals (at most limit) that x needs to be exact. */
int nb__decimals(double x, int limit);

/* The number that *text begins with, whatever the locale; *text moves behind
 * it. */
double nb__parse_number(const char **text);

/* For figures: a minus sign is U+2212. */
void nb__buf_minus(nb__buf *buf, const char *number);
/* For LaTeX: 2\times 10^{-3}, \infty, \mathrm{nan}. */
void nb__buf_latex_number(nb__buf *buf, const char *number);

#endif
