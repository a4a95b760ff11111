/* nearest.h - the known name that looks most like a mistyped one. */
#ifndef CELL_NEAREST_H
#define CELL_NEAREST_H

#include <stdint.h>

#include "base/str.h"

typedef struct Nearest {
    Str wanted;
    Str best; /* empty: none is near enough */
    uint32_t distance;
} Nearest;

/* One slip in a short name, two or three in a long one. */
Nearest nearest_to(Str wanted);
/* Is this name nearer than those before it? The name itself is not. */
void nearest_consider(Nearest *nearest, Str name);

/* Edits (insert, delete, replace, swap neighbours) from a to b, or `limit`
 * when there are at least that many. */
uint32_t nearest_distance(Str a, Str b, uint32_t limit);

#endif
