/* extent.c - from where to where the numbers of a mark go.
 *
 * A plot asks this of a million points, so it is found once, when the plot
 * takes the mark, in one pass without a call. */
#include <math.h>

#include "mark.h"

static int is_whole(double x) {
    return fabs(x) < NB__SMALLEST || x == floor(x);
}

static nb__extent extent_of(const double *numbers, size_t n) {
    nb__extent e = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, 1, 1, 1};
    for (size_t i = 0; numbers && i < n; i++) {
        double x = numbers[i];
        if (!(fabs(x) < HUGE_VAL)) {
            if (x == x) e.is_clean = 0;
            continue;
        }
        if (x < e.low) e.low = x;
        if (x > e.high) e.high = x;
        if (x < e.least && x >= NB__LEAST_LOG) e.least = x;
        if (e.is_whole) e.is_whole = is_whole(x);
    }
    e.is_positive = e.low > 0;
    return e;
}

void nb__mark_measure(nb_mark mark) {
    /* Of heat maps and fields n counts cells; their edges are known. */
    size_t n = mark->kind <= NB__BAND || mark->x ? mark->n : 0;
    mark->of_x = extent_of(mark->x, n);
    mark->of_y = extent_of(mark->y, n);
    mark->of_x2 = extent_of(mark->x2, n);
    mark->of_y2 = extent_of(mark->y2, n);
}
