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

#include "cell/decl.h"

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

/* A `static` variable of a function: the code of another compiler finds it
 * where TinyCC's has it, as one of a name of its own that is `extern`. */
typedef struct Static {
    uint32_t begin;      /* token that its declaration begins with */
    uint32_t name_token;
    Str name;
    uint32_t number;     /* of those of this name, in the functions so far */
    Str fast_name;
    Str declaration;     /* extern double __nb_static_sum_0; */
} Static;

#define LOOP_STATIC "__nb_static_%.*s_%u" /* the name, the number */

enum { LOOP_DEEPEST = 2 }; /* loops within that many others are left alone */

/* One has just been parsed; variables of its head are still declared. */
void loop_note(Parser *parser, uint32_t keyword, uint32_t rest, uint32_t body,
               uint32_t behind);

/* A declaration of static variables in a block has just been parsed. */
void loop_note_statics(Parser *parser, const Declaration *declaration);
const Static *loop_static(const Static *rows, uint32_t count, uint32_t token);

/* Can its tokens do without the function around them, and its condition be
 * asked once more? [begin, end) is that function, or the statement. */
bool loop_is_fit(const Token *tokens, const Loop *loop, uint32_t begin,
                 uint32_t end, const Static *statics, uint32_t static_count);
/* Is the variable handed over? Else its place is known. */
bool loop_is_passed(const Symbol *symbol);

#endif
