/* grid.h - numbers in rows and columns, as aligned text or as LaTeX.
 *
 * A Source tells the numbers; the grid picks what to show (the head and tail
 * of large ones), gives each column one number of decimals, columns of one
 * kind the same, and writes. A vector's list on one line is here too. */
#ifndef NB_GRID_H
#define NB_GRID_H

#include <stddef.h>

#include "buffer.h"

enum {
    NB__CELL_SIZE = 96
};

typedef struct nb__source nb__source;
struct nb__source {
    const void *data;
    size_t rows, cols;
    size_t step; /* elements from one row to the next */
    /* One of the two: numbers are aligned by column, text stands as it is. */
    double (*number)(const nb__source *source, size_t i, size_t j);
    void (*text)(const nb__source *source, size_t i, size_t j, char *cell);
    const void *kind; /* for the functions */
};

/* Lines of two blanks, then the cells; every line ends in a newline. */
void nb__grid_text(const nb__source *source, nb__buf *buf);
/* \begin{bmatrix} ... \end{bmatrix}, all of it. */
void nb__grid_latex(const nb__source *source, nb__buf *buf);
/* The first column as [1, 2, 3] between these brackets, wrapped at 79. */
void nb__grid_list(const nb__source *source, const char *open,
                   const char *close, nb__buf *buf);

#endif
