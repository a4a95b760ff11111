/* utf8.h - is it text, and how wide is it? */
#ifndef NB_UTF8_H
#define NB_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The code point at *text, which moves on; U+FFFD for a byte that is none. */
uint32_t nb__utf8_next(const char **text);
int nb__utf8_is_valid(const char *text);
/* Of the first len bytes of a text, how many are whole letters: what is cut
 * there is still text. */
size_t nb__utf8_whole(const char *text, size_t len);
/* Columns in a terminal: 0 for combining marks, 2 for wide letters. */
size_t nb__utf8_columns(const char *text);
int nb__utf8_width(uint32_t code_point);
/* Writes 1 to 4 bytes, returns how many. */
size_t nb__utf8_put(uint32_t code_point, char *bytes);

#endif
