/* near.h - how far apart two names are: for "did you mean". */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stdint.h>

#include "base/str.h"

/* The name that looks most like the wanted one, of those offered so far. */
typedef struct Near {
    Str wanted;
    Str best;          /* borrow from the offer; empty: none is near */
    uint32_t distance; /* an offer must be nearer than this */
} Near;

/* Edits (insert, delete, replace, swap neighbours) from a to b, or `limit`
 * when there are at least that many. */
uint32_t near_distance(Str a, Str b, uint32_t limit);
/* One slip in a short name, two or three in a long one. */
Near near_to(Str wanted);
/* true: the offer is the best so far, and near->best borrows it. */
bool near_offer(Near *near, Str name);

#endif
