/* pages.h - munmap() and its kin, as cells call them.
 *
 * The session's own code and variables lie in one range of memory. A cell that
 * takes a page of it away may well come to its end, and the next ones fail
 * for no reason that a reader could see; so it cannot. */
#ifndef SESSION_PAGES_H
#define SESSION_PAGES_H

#include "base/str.h"

/* NULL: it is none of them. */
void *pages_find(Str name);

#endif
