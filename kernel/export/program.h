/* program.h - a notebook as one C program: definitions first, then the cells
 * in order in main, the words of the notebook as comments. */
#ifndef EXPORT_PROGRAM_H
#define EXPORT_PROGRAM_H

#include "export/notebook.h"

/* name: of the notebook, without its ending. On a cell that cannot be read
 * -1, and err says which and why. */
int program_write(const Notebook *notebook, Str name, Buf *ret,
                  Err *err) MUST_USE;

#endif
