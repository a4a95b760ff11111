/* same.h - a struct, union or enum that is defined again as it was.
 *
 * A cell that runs again must not make new types: variables of the old ones
 * would be lost. But structs mention each other, and typedefs that stand
 * before them, in rings:
 *
 *     typedef struct ring ring;  struct ring { ring *next; int v; };
 *
 * So every one that says the same, word for word, is first taken for the
 * session's. When the draft is made, those are parted whose words mean
 * something else by now; others may need them, and the draft is made again. */
#ifndef GRAPH_SAME_H
#define GRAPH_SAME_H

#include "graph/draft.h"

void same_assume(const Draft *draft);
/* true: nothing had to be parted. */
bool same_holds(const Draft *draft);

#endif
