/* draft.h - what a cell would define, before it is known to compile.
 *
 * A cell that fails changes nothing: so its nodes are made here, aside, found
 * before those of the graph while its unit is emitted and linked, and put
 * into the graph in one go when all of it has worked. */
#ifndef GRAPH_DRAFT_H
#define GRAPH_DRAFT_H

#include "cell/split.h"
#include "graph/graph.h"

typedef struct Draft {
    Graph *graph;
    CellText *text;
    const Token *tokens; /* as preprocessed; the items tile them */
    const Cell *cell;
    Node **nodes; /* own until draft_commit; in order of definition */
    uint32_t count;
    uint32_t size;
    Map names[SPACE_KINDS];
} Draft;

/* Make the nodes of everything that the cell defines; macros come from pre
 * (NULL: the cell's macros are in the graph already). On a problem -1. */
int draft_make(Graph *graph, CellText *text, const Token *tokens,
               const Preprocessed *pre, const Cell *cell, Draft *ret,
               Problem *ret_problem) MUST_USE;
/* The typed text of tokens [begin, end), as one span of their source; a macro's
 * call is in it with its arguments. */
Span draft_span(const Token *tokens, uint32_t begin, uint32_t end,
                Arena *arena);
/* The name made up for the nameless struct, union or enum whose `{` is this
 * token; empty if none is. */
Str draft_made_up_name(const Declaration *declaration, uint32_t brace);
/* The tag in whose body this one is defined, or itself. */
Tag *draft_outer_tag(const Declaration *declaration, Tag *tag);
/* "struct pt { double x; };" with made-up names where there were none. */
Str draft_tag_text(const Draft *draft, const Declaration *declaration,
                   const Tag *tag);
/* Length of a made-up name, "nb_12_3", at the start of a text; 0: none. */
size_t draft_made_up_length(Str text);
bool draft_is_made_up(Str name); /* all of it */
/* Of a variable without a value: does another declaration in the cell say
 * more, its value or its extent? In C it is the same variable then. */
bool draft_is_tentative(const Draft *draft, const Declaration *declaration,
                        const Declarator *declarator);
/* " __attribute__((packed))" and the like, or nothing. */
void draft_tag_attributes(const Tag *tag, Buf *ret);
/* The cell's own node, or NULL. */
Node *draft_find(const Draft *draft, NameSpace space, Str name);
/* The cell's own node, else the session's, else NULL. */
Node *draft_lookup(const Draft *draft, NameSpace space, Str name);
void draft_commit(Draft *draft); /* the graph takes the nodes */
void draft_done(Draft *draft);   /* frees what was not committed */

#endif
