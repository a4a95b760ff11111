/* unit_lines.h - how unit.c writes: one token a line, each line with the token
 * that it stands for. */
#ifndef GRAPH_UNIT_LINES_H
#define GRAPH_UNIT_LINES_H

#include "graph/unit.h"

/* A line of ours. */
void unit_line(Unit *unit, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Lines of ours. */
void unit_str_line(Unit *unit, Str text);
/* The newest line, which is ours, belongs to this token: a C compiler may say
 * that the code of the tokens behind it is that line's. */
void unit_own_line(Unit *unit, const Token *origin);
/* An empty one. */
void unit_begin(Unit *unit, const Token *tokens);
/* A line that somebody else has written is this token's, or nobody's. */
void unit_add_origin(Unit *unit, const Token *origin);

/* Tokens of the cell, with what is put around them: see cell/mend.h. */
void unit_token(Unit *unit, const Token *token);
/* Those of [begin, end) that the item has not erased. */
void unit_tokens(Unit *unit, const Token *tokens, uint32_t begin,
                 uint32_t end);

#endif
