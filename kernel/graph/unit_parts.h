/* unit_parts.h - what the units for both compilers are made of. */
#ifndef GRAPH_UNIT_PARTS_H
#define GRAPH_UNIT_PARTS_H

#include "graph/needs.h"
#include "graph/unit.h"

/* All that the draft's cell and `needs` (done afterwards) reach. */
void unit_declarations(const Draft *draft, const Stale *hidden, Needs *needs,
                       Unit *ret);
/* A function without `static`, `inline` and `extern`: every function of the
 * session is global. */
void unit_function(const Draft *draft, const Item *item, Unit *ret);
/* The function that the cell's statements are, if it has any. */
void unit_statements(const Draft *draft, Unit *ret);

#endif
