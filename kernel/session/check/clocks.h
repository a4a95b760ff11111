/* clocks.h - what time it is in a second run of a cell.
 *
 * A program that takes its random numbers from the time must take the same
 * ones again, so the clock is set back to the first run; and what that one
 * slept through need not be slept through again. */
#ifndef SESSION_CLOCKS_H
#define SESSION_CLOCKS_H

#include "base/str.h"

/* The run begins now; the one before did at this time, in ms since 1970. */
void clocks_set(long began_ms);
/* time(), sleep() and their kin, as cell code calls them; NULL: another. */
void *clocks_find(Str name);

#endif
