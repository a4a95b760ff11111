/* builtin.h - what looks like a call but is part of the compiler. */
#ifndef CELL_BUILTIN_H
#define CELL_BUILTIN_H

#include "cell/expr.h"

/* At a name that is followed by `(`. 1: it was a builtin and is parsed; 0: it
 * is none; -1: there is a problem. */
int builtin_parse(Parser *parser, Expr *ret);

/* _Generic(e, T: a, default: b), from the keyword on. */
bool builtin_generic(Parser *parser, Expr *ret);

#endif
