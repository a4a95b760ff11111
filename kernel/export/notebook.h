/* notebook.h - the cells of a notebook, as whoever asks for a program hands
 * them over: one head line a cell, and then its text.
 *
 *     code 3 18              markdown 0 7              broken 4 12
 *     int n = 3;             # Title                   nb_solve(A)
 *     n + 1;
 *
 * The numbers are that of In[n] and that of the text's bytes. A broken cell is
 * one that ended with an error. */
#ifndef EXPORT_NOTEBOOK_H
#define EXPORT_NOTEBOOK_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

typedef enum CellKind { CELL_CODE, CELL_MARKDOWN, CELL_BROKEN } CellKind;

typedef struct NotebookCell {
    CellKind kind;
    long number;
    Str text; /* borrow: of the input */
} NotebookCell;

typedef struct Notebook {
    NotebookCell *cells; /* in the arena */
    uint32_t count;
} Notebook;

/* The input must live as long as the notebook. */
int notebook_read(Str input, Arena *arena, Notebook *ret, Err *err) MUST_USE;

#endif
