/* lines.h - from addresses to lines of a unit, out of an object's debug
 * sections (stabs from TinyCC 0.9.27, DWARF from newer ones and from gcc). */
#ifndef CODE_LINES_H
#define CODE_LINES_H

#include <stdint.h>

#include "base/str.h"

typedef struct Line {
    uint32_t offset; /* from the start of .text */
    uint32_t line;   /* of the unit, from 1 */
} Line;

typedef struct Lines {
    Line *rows; /* own; ascending by offset */
    uint32_t count;
} Lines;

/* An object without debug sections, or with ones that cannot be read, gives
 * an empty table: a traceback without lines is better than no session. */
void lines_read(Str object, Lines *ret);
uint32_t lines_find(const Lines *lines, uint32_t offset); /* 0: not known */
void lines_done(Lines *lines);

#endif
