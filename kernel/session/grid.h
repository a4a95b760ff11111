/* grid.h - numbers in rows and columns: arrays, GSL's vectors and matrices.
 *
 * They are found by how they are made, not by asking the runtime: a variable
 * may point to a matrix that was freed, or nowhere, and to look at it must do
 * no harm. */
#ifndef SESSION_GRID_H
#define SESSION_GRID_H

#include "base/buf.h"
#include "cell/type.h"

typedef struct Grid {
    const char *base; /* of the first element */
    const Type *element;
    size_t size; /* of an element, bytes */
    size_t rows, columns; /* columns 0: a vector, of rows elements */
    size_t row_step, column_step; /* bytes */
} Grid;

/* Is a value of this type, at this address, such a thing? */
bool grid_of(const Type *type, const void *address, Grid *ret);
/* Does this point to a block of the heap that was given back? */
bool grid_is_freed(const void *pointer);
/* "3 x 4: 1, 2, 3, ..." */
void grid_short(const Grid *grid, Buf *ret);
/* A table, with the numbers of rows and columns; what is large is cut. */
void grid_html(const Grid *grid, Buf *ret);

#endif
