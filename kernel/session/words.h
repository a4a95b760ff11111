/* words.h - the arguments of a magic as a list of words.
 *
 *     alpha "two words" it\'s 'a "b"'     four words
 *
 * Split as a shell does: blanks separate, quotes and backslashes keep. */
#ifndef SESSION_WORDS_H
#define SESSION_WORDS_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

typedef struct Words {
    Str *items; /* each ends in NUL */
    uint32_t count;
} Words;

/* Everything in ret lives in the arena. -1: a quote is not closed. */
int words_split(Str line, Arena *arena, Words *ret, Err *err) MUST_USE;

#endif
