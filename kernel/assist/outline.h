/* outline.h - the names in scope at the cursor, also in broken code.
 *
 * What stands before the cursor is preprocessed and walked statement by
 * statement. Declarations are read by the parser of cells; one that it does
 * not understand is left out, and the walk goes on behind it:
 *
 *     double f(int n) {           f, and n, which is in scope here
 *         foo bar;                left out: foo is unknown
 *         for (int i = 0; i < n   i is in scope up to the loop's end
 *
 * Preprocessing stops where something is wrong, so what is wrong is blanked
 * and it is done again, a few times. */
#ifndef ASSIST_OUTLINE_H
#define ASSIST_OUTLINE_H

#include "assist/assist.h"
#include "cell/split.h"

typedef struct Outline {
    Arena arena;
    Graph *graph;
    Scope scope;
    Macros macros;        /* of the text, then of the graph */
    const Source *source; /* what stands before the cursor, as typed */
    Token *raw;           /* its tokens, unexpanded; without directives */
    uint32_t raw_count;   /* a TOK_END stands behind */
    Preprocessed pre;     /* own: outline_done */
    Map values;           /* own; macros that the walk need not see through */
    Parser parser;        /* its blocks are those around the cursor */
    const Type *result;   /* of the function around the cursor; or NULL */
} Outline;

void outline_make(Graph *graph, Str before, Outline *ret);
void outline_done(Outline *outline);

/* The type of the raw tokens [begin, end) as an expression, or as the name of
 * a type; NULL: it has none. Arrays and functions are not decayed. */
const Type *outline_type(Outline *outline, uint32_t begin, uint32_t end);
const Type *outline_type_name(Outline *outline, uint32_t begin, uint32_t end);
/* The same of tokens that need no preprocessing any more. */
const Type *outline_type_named(Outline *outline, const Token *tokens,
                               uint32_t count);
/* A macro of the text or the graph, NULL: none. */
const Macro *outline_macro(const Outline *outline, Str name);

/* The raw token that opens what token `close` closes; `close`: none does. */
uint32_t outline_open(const Outline *outline, uint32_t close);
/* The bracket around the place before raw token `end`; `end`: there is none.
 * *ret_commas counts those between. Statements end the search. */
uint32_t outline_around(const Outline *outline, uint32_t end,
                        uint32_t *ret_commas);

#endif
