/* complete.h - the names that continue what stands before the cursor.
 *
 * In the middle of a word the part before the cursor says which names match,
 * and the whole word is replaced. */
#ifndef ASSIST_COMPLETE_H
#define ASSIST_COMPLETE_H

#include "assist/assist.h"
#include "assist/matches.h"
#include "assist/outline.h"

typedef struct Completion {
    Outline outline; /* what the matches live in */
    Outline whole;   /* likewise: of all of the cell, for what comes later */
    Matches matches; /* in order; they replace bytes [begin, end) */
} Completion;

/* `at` is a byte of the text, any byte. */
void complete_make(const Assist *assist, Str text, size_t at, Completion *ret);
void complete_done(Completion *completion);

#endif
