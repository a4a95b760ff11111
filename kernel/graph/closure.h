/* closure.h - the declarations that a cell reaches, in an order in which
 * they compile: preloaded items in the order of their headers, then the
 * nodes of the session and of the cell itself, each after what it needs. */
#ifndef GRAPH_CLOSURE_H
#define GRAPH_CLOSURE_H

#include "graph/invalidate.h"
#include "graph/needs.h"

typedef struct Closure {
    uint64_t *items; /* own: a bit for each preloaded item */
    Node **nodes;    /* own: of the session and of the draft, in order */
    uint32_t count;
    uint32_t size;
} Closure;

/* All that `needs` reaches. Names that are hidden, or that nobody knows, are
 * left out: the compiler will say so. */
void closure_find(const Draft *draft, const Stale *hidden, const Needs *needs,
                  Closure *ret);
/* A struct or union, which what names it may come before; NULL: none. */
bool closure_is_record(const Node *node);
/* Write the preloaded items, one a line; returns the number of lines. */
uint32_t closure_write_items(const Closure *closure, Buf *ret);
void closure_done(Closure *closure);

#endif
