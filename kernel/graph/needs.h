/* needs.h - which names a text mentions: the edges of the graph. */
#ifndef GRAPH_NEEDS_H
#define GRAPH_NEEDS_H

#include "graph/graph.h"

/* A set of needs in the order of their first mention. Zero is empty. */
typedef struct Needs {
    Need *rows; /* own until needs_keep */
    uint32_t count;
    uint32_t size;
    Map seen[SPACE_KINDS];
} Needs;

void needs_add(Needs *needs, NameSpace space, Str name);
/* What token i of tokens[begin..] needs: nothing unless it is an identifier
 * that is neither a keyword nor a member's name. */
void needs_add_token(Needs *needs, const Token *tokens, uint32_t begin,
                     uint32_t i);
/* Tokens as one number: the same text gives the same. */
uint32_t needs_hash(const Token *tokens, uint32_t begin, uint32_t end);
/* The typedef names and tags that a type mentions. */
void needs_add_type(Needs *needs, const Type *type);
bool needs_has(const Needs *needs, NameSpace space, Str name);
/* The rows as an array in the arena; the set is empty afterwards. */
const Need *needs_keep(Needs *needs, Arena *arena, uint32_t *ret_count);
void needs_done(Needs *needs);

#endif
