/* scratch.h - memory for one step of a cell's way, which no copy gets.
 *
 * After each cell the session is copied by a fork, and the first write to a
 * page since then makes the system copy that page: two microseconds, which
 * were a fifth of a small cell's time. What is dead by the end of the cell
 * anyway (tokens, the unit's text, the object) lies here, in the same few
 * pages each time, and these stay the session's own. When nothing is left,
 * the next block is the first again. Only one thread may use it. */
#ifndef BASE_SCRATCH_H
#define BASE_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

void scratch_init(void);

/* From now on this thread's blocks come from here, or no more; what was so
 * before is returned, to be set again. What outlives the cell must be made
 * while this is off: it would keep the rest from being used again. */
bool scratch_use(bool is_on);

/* own, by scratch_free; NULL: not in use, or full. */
void *scratch_alloc(size_t size);
bool scratch_has(const void *block);
size_t scratch_size(const void *block);
/* Where it is; false: it cannot. */
bool scratch_grow(void *block, size_t size);
void scratch_free(void *block);
size_t scratch_count(void); /* blocks that are there */

/* A fork gets none of it, if there is no block; or all of it again. */
void scratch_leave_out_of_forks(bool is_left_out);

#endif
