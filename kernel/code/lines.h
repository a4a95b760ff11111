/* lines.h - from addresses to lines of a unit, out of an object's debug
 * sections (stabs from TinyCC 0.9.27, DWARF from newer ones and from gcc).
 *
 *     rows   {0, 2} {15, 6} {23, 9} ...      offset 17 is of line 6
 */
#ifndef CODE_LINES_H
#define CODE_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct Object Object; /* see object.h */

typedef struct Line {
    uint32_t offset; /* from the start of the code, see object.h */
    uint32_t line;   /* of the unit, from 1; 0: of no line */
} Line;

typedef struct Lines {
    Line *rows; /* own; ascending by offset */
    uint32_t count;
    uint32_t size; /* of rows */
} Lines;

/* An object without debug sections, or with ones that cannot be read, gives
 * an empty table: a traceback without lines is better than no session. Stabs
 * keep 16 bits of a line; the rest is told from the lines around it. */
void lines_read(Str object, Lines *ret);
void lines_read_object(const Object *object, Lines *ret);
uint32_t lines_find(const Lines *lines, uint32_t offset); /* 0: not known */
void lines_done(Lines *lines);

/* For the readers of each format: a second row for the offset of the newest
 * takes its place. */
void lines_add(Lines *lines, uint64_t offset, uint32_t line);

#endif
