/* magic.h - lines that are for the kernel and not for the compiler.
 *
 *     %time f()    %%check    !ls -l    name?    name??    ?name
 *
 * Only where a statement could begin; the caller knows where that is. */
#ifndef CELL_MAGIC_H
#define CELL_MAGIC_H

#include "cell/preprocess.h"

/* Is the line that begins with this token a magic? *ret gets the whole line.
 *
 * `%` at the beginning always is. `name?` must be alone on its line. A line
 * with `!` is C, the negation, when it reads like an expression:
 *     !(a), !!a, !f(a)    what follows is a parenthesis, or a call
 *     !a;  !0             a word and the end of the statement, a number
 *     !a   !a && b        a word that `knows` says is a name of the program,
 *                         and then no further word, path or option
 * and a command otherwise. knows may be NULL. */
bool magic_is_line(const Token *first, const Macros *knows, Span *ret);

#endif
