/* utf8.h - what the bytes of a text are, as UTF-8.
 *
 * The front end accepts nothing but Unicode, and counts in code points;
 * programs print what they like, and pipes cut it anywhere. */
#ifndef WIRE_UTF8_H
#define WIRE_UTF8_H

#include "base/str.h"

/* How the bytes at the start of a text read, len > 0:
 *   n > 0   a character of n bytes;
 *   0       the beginning of a character whose rest is not there;
 *   -n      n bytes that are no character, whatever follows. */
int utf8_first(const char *text, size_t len);

/* Bytes at the end that begin a character and do not finish it: 0 to 3. */
size_t utf8_unfinished(Str text);

size_t utf8_count(Str text); /* code points; each wrong byte counts as one */
bool utf8_is_valid(Str text);

#endif
