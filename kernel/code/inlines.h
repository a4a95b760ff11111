/* inlines.h - whose code an instruction is, where a compiler has put the body
 * of a function in place of its call: out of .debug_info (DWARF 4).
 *
 *     sum      0 .. 90    (the function that is there)
 *     row      20 .. 60   instead of a call on line 7
 *     cell     30 .. 34   in that, instead of a call on line 3
 *
 * At 31 this tells, from the inside out: cell, called on line 3; row, called
 * on line 7. */
#ifndef CODE_INLINES_H
#define CODE_INLINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

typedef struct Object Object; /* see object.h */

typedef struct Inline {
    uint32_t begin, end; /* offsets from the start of the code, see object.h */
    uint32_t line;       /* of the call, in the unit */
    Str name;            /* of the function */
} Inline;

typedef struct Inlines {
    Arena names; /* own */
    Inline *rows; /* own; one that lies in another comes after it */
    uint32_t count;
    uint32_t size; /* of rows */
} Inlines;

/* What can be read; of an object without such sections, nothing. */
void inlines_read(const Object *object, Inlines *ret);
/* The level-th at this offset, from 0 for the innermost; NULL: there are not
 * that many. Allocates nothing. */
const Inline *inlines_find(const Inlines *inlines, uint32_t offset,
                           uint32_t level);
void inlines_done(Inlines *inlines);

#endif
