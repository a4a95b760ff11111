/* loop.h - loops that can be taken over while they run.
 *
 * A loop that takes long may be in the only call of its function, so a faster
 * body of the function would come too late. But where an iteration begins,
 * what the loop still does depends only on the variables around it: so from
 * there on, a function that is handed these can do the rest of it.
 *
 *     for (int i = 0; i < n; i++) {     if (other) { other(&i, &n, &s); break; }
 *         s += f(i);
 *     }
 */
#ifndef CELL_LOOP_H
#define CELL_LOOP_H

#include "cell/parse.h"

typedef struct Loop {
    uint32_t keyword; /* tokens: for, while or do */
    uint32_t rest;    /* for: the first of its condition */
    uint32_t body;    /* the first of what is repeated */
    uint32_t last;    /* the last of what is repeated */
    uint32_t end;     /* behind all of it */
    const Symbol **outer; /* variables of blocks around its body that it names */
    uint32_t outer_count;
    uint32_t number; /* the session's; 0: nobody can take it over */
} Loop;

enum { LOOP_DEEPEST = 2 }; /* loops within that many others are left alone */

/* One has just been parsed; variables of its head are still declared. */
void loop_note(Parser *parser, uint32_t keyword, uint32_t rest, uint32_t body,
               uint32_t behind);

/* Can its tokens do without the function around them, and its condition be
 * asked once more? [begin, end) is that function, or the statement. */
bool loop_is_fit(const Token *tokens, const Loop *loop, uint32_t begin,
                 uint32_t end);

#endif
