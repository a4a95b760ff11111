/* invalidate.h - what a cell's definitions make stale.
 *
 * When a type, a macro or a signature changes, whatever mentions it is made
 * again from its text: types first, then functions. A variable whose type
 * changed under it cannot be kept: its bytes have the old layout. */
#ifndef GRAPH_INVALIDATE_H
#define GRAPH_INVALIDATE_H

#include "graph/draft.h"

typedef struct Stale {
    Node **types;     /* tags and typedefs to make again, oldest first */
    Node **functions; /* to compile again, oldest first */
    Node **variables; /* to drop */
    uint32_t type_count;
    uint32_t function_count;
    uint32_t variable_count;
    Arena arena;
} Stale;

void invalidate_find(const Draft *draft, Stale *ret);
bool stale_has_variable(const Stale *stale, Str name);
void stale_done(Stale *stale);

#endif
