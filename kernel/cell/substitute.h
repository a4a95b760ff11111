/* substitute.h - the body of one macro call, its arguments put in.
 *
 *     #define F(a, b) a + #b ## c          F(x y, 2)
 *                     x y + "2"c ...
 */
#ifndef CELL_SUBSTITUTE_H
#define CELL_SUBSTITUTE_H

#include "cell/expand.h"

typedef struct Argument {
    const Token *raw; /* as written */
    uint32_t raw_count;
    const Token *full; /* macros expanded; NULL: nobody asked yet */
    uint32_t full_count;
} Argument;

/* Put the tokens of the call's result on the expander's scratch list; use is
 * the macro's name where it was called, args one for each parameter (and one
 * for the variadic one). False on a problem. */
bool substitute(Expander *expander, const Macro *macro, const Token *use,
                Argument *args);

/* Does the body need more than being copied? */
bool substitute_is_needed(const Macro *macro);

#endif
