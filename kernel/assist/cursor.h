/* cursor.h - places in a text: Jupyter counts code points, C counts bytes. */
#ifndef ASSIST_CURSOR_H
#define ASSIST_CURSOR_H

#include <stdbool.h>

#include "base/str.h"

/* Byte offset of a code point, clamped to the text. */
size_t cursor_byte(Str text, long point);
long cursor_point(Str text, size_t byte);
/* Can this byte be part of an identifier? */
bool cursor_is_word(char c);
/* The identifier that touches byte offset `at`: [begin, end). */
Str cursor_word(Str text, size_t at, size_t *ret_begin);

#endif
