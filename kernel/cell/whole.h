/* whole.h - is this text a whole cell, or does the reader go on typing? */
#ifndef CELL_WHOLE_H
#define CELL_WHOLE_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

typedef enum Wholeness {
    WHOLE_COMPLETE,
    WHOLE_INCOMPLETE, /* an open bracket, comment, directive, operator */
    WHOLE_INVALID     /* no text that follows can mend it */
} Wholeness;

/* ret_indent gets the number of spaces that the next line should begin with
 * (WHOLE_INCOMPLETE). Needs no symbol table: it never says INVALID of a text
 * that some definitions make right. */
Wholeness whole_check(Str text, uint32_t *ret_indent);

#endif
