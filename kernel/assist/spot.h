/* spot.h - what kind of place in a cell is the cursor at?
 *
 *     x = sq|          SPOT_CODE       begin before "sq"
 *     fopen("da|       SPOT_TEXT       open at the quote, begin behind it
 *     #include <gsl/|  SPOT_INCLUDE    begin behind the bracket
 *     #inc|            SPOT_DIRECTIVE
 *     %ti|             SPOT_MAGIC      begin at the %
 *     %cd da|  !ls da| SPOT_WORDS      begin at the word
 *     \thet|           SPOT_LATEX      begin at the backslash
 *     3.1|   // no|    SPOT_NOWHERE
 *
 * Told from the characters before the cursor alone. */
#ifndef ASSIST_SPOT_H
#define ASSIST_SPOT_H

#include "base/str.h"

typedef enum SpotKind {
    SPOT_NOWHERE,
    SPOT_CODE,
    SPOT_TEXT,
    SPOT_INCLUDE,
    SPOT_DIRECTIVE,
    SPOT_MAGIC,
    SPOT_WORDS,
    SPOT_LATEX
} SpotKind;

/* Bytes: the word is [begin, end), the cursor stands in it at `at`. */
typedef struct Spot {
    SpotKind kind;
    size_t begin, at, end;
    size_t open;   /* SPOT_TEXT: of the quote; SPOT_WORDS: of the line */
    bool is_quoted; /* SPOT_INCLUDE: "...", not <...> */
    bool is_number; /* SPOT_NOWHERE: in code, in a number */
    bool is_macro; /* SPOT_CODE: where only a macro's name can stand */
    bool in_define; /* SPOT_CODE: in the body of a #define */
} Spot;

Spot spot_find(Str text, size_t at);

#endif
