/* define.h - the tokens of a #define become a Macro.
 *
 *     #define MAX(a, b) ((a) > (b) ? (a) : (b))
 *             name params  body; its a and b carry TOKEN_PARAM
 */
#ifndef CELL_DEFINE_H
#define CELL_DEFINE_H

#include "base/map.h"
#include "cell/lexer.h"
#include "cell/preprocess.h"

/* The lexer stands behind the word `define`, newlines kept; it is left at the
 * end of the line. hash is the directive's first token. NULL with the problem
 * set when this is no definition. */
const Macro *define_parse(Lexer *lexer, const Token *hash, Problem *problem);

/* Note the first problem, at a token; always false. */
bool define_problem(Problem *problem, Arena *arena, const Token *at,
                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
