/* chunk.h - a cell cut where its text is typed: each item or directive with
 * the comments around it.
 *
 *     // how long            <- before
 *     int n = 3;  // a try   <- the item, and behind
 *     #define N 3            <- a directive */
#ifndef EXPORT_CHUNK_H
#define EXPORT_CHUNK_H

#include "cell/preprocess.h"
#include "cell/split.h"

typedef struct Chunk {
    Span span;
    Str before; /* comments; may be empty */
    Str behind; /* a comment on the last line */
    const Item *item;   /* one of the two; the first item, if a macro has */
    const Event *event; /* made more */
    bool is_made;       /* by a macro's call */
} Chunk;

typedef struct Chunks {
    Chunk *rows; /* in the arena */
    uint32_t count;
} Chunks;

/* Of what stands in this source, and not in a file that it includes. */
void chunk_cell(const Source *source, const Preprocessed *pre,
                const Cell *cell, Arena *arena, Chunks *ret);

#endif
