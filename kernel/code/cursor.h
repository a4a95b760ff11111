/* cursor.h - a place in a section of debug information. Every read checks the
 * end, and after one that went past it all others give 0. */
#ifndef CODE_CURSOR_H
#define CODE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct Cursor {
    Str bytes; /* borrow */
    size_t at;
    bool is_damaged;
} Cursor;

uint64_t cursor_take(Cursor *cursor, size_t size); /* at most 8 bytes */
uint64_t cursor_leb(Cursor *cursor, bool is_signed);
Str cursor_text(Cursor *cursor);                   /* up to a NUL */
void cursor_skip_to(Cursor *cursor, size_t at);    /* never back */
void cursor_skip(Cursor *cursor, uint64_t size);

#endif
