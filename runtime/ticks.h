/* ticks.h - where an axis has its ticks, and what they are called.
 *
 * Linear axes: the extended Wilkinson rule (Talbot, Lin & Hanrahan, InfoVis
 * 2010), labels inside the domain only. Log axes: decades, thinned when there
 * are many; 1, 2 and 5 times a decade, or the linear rule, when there are
 * fewer than two. All labels of an axis share one format. */
#ifndef NB_TICKS_H
#define NB_TICKS_H

#include <stddef.h>

enum {
    NB__MAX_TICKS = 32,
    NB__TICK_LABEL = 48,
    NB__MAX_MINOR = 128
};

typedef struct nb__ticks {
    size_t count;
    double values[NB__MAX_TICKS];
    char labels[NB__MAX_TICKS][NB__TICK_LABEL]; /* UTF-8 */
    size_t indices[NB__MAX_TICKS]; /* of names: which one it is */
    size_t minor_count;
    double minor[NB__MAX_MINOR]; /* log axes only */
} nb__ticks;

/* lo < hi are values, not exponents; about `wanted` ticks. is_whole: only
 * whole numbers, if there are two of them. */
void nb__ticks_linear(double lo, double hi, double wanted, int is_whole,
                      nb__ticks *ret);
void nb__ticks_log(double lo, double hi, double wanted, nb__ticks *ret);

#endif
