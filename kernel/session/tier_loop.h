/* tier_loop.h - the places where running loops ask for the rest of themselves.
 *
 *     for (...) { if (loop_7) { loop_7(&i, &s); break; } ... }
 *
 * loop_7 is a pointer in the space's data: NULL, until the C compiler's code
 * is there (see tier.h). */
#ifndef SESSION_TIER_LOOP_H
#define SESSION_TIER_LOOP_H

#include "code/space.h"
#include "session/build.h"

/* Words for TinyCC at the beginning of each loop that can be taken over. */
void tier_mend_loops(Space *space, Build *build);
/* Where the loop of this number asks. */
void **tier_loop(uint32_t number);
/* Where a loop of that name asks; NULL: it is none. */
void *tier_loop_place(Str name);

#endif
