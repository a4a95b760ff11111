/* tier.h - the second tier: functions with loops, compiled once more by an
 * optimising compiler while the session goes on.
 *
 *     cell accepted   tier_make     the unit for the C compiler, if it is
 *                                   worth it (tier_text.h)
 *     committed       tier_commit   queued
 *     a thread        ...           compiles, links, swaps: from the next call
 *                                   on, callers reach the fast body
 *
 * The thread is there while something is queued. What it links lies in a part
 * of the space that only it writes to, and slots change in one step: so a
 * running cell needs not know. Forks wait for the end of a link.
 *
 * The only call of a function may have begun before, and a cell's statements
 * run once. So loops that are not deep inside of others ask at each turn
 * whether there is something that does the rest of them (cell/loop.h).
 *
 * The functions of a unit know each other's bodies. When one of them gets
 * another body, the slots of the others lead back to TinyCC's code at once,
 * and they are compiled again. */
#ifndef SESSION_TIER_H
#define SESSION_TIER_H

#include "session/build.h"

typedef struct TierUnit TierUnit;

void tier_init(Session *session);
/* Before TinyCC compiles the unit: which of the functions and loops the C
 * compiler can have. Loops ask where they can be taken over. */
void tier_look(Build *build);
/* Before the draft is committed. NULL: the cell stays TinyCC's. */
TierUnit *tier_make(Session *session, const Build *build, const Stale *stale);
/* Once it is, and all that depends on it was made again; unit (own) may be
 * NULL. What to call for the cell's statements, if that has been waited for;
 * else NULL. */
void *tier_commit(TierUnit *unit);
/* Functions of earlier cells that the statements of this one call in loops
 * are worth it, even if they have none. */
void tier_note_calls(const Build *build);
/* Which functions the cell may call, directly or not: they come first. */
void tier_note_needs(const Build *build);
/* The cell's statements begin to run. */
void tier_begin_cell(void);
/* The cell is over: what was only for its own loops comes too late. */
void tier_end_cell(void);
/* Between cells, while no thread of the reader's runs: the code of units that
 * are out of use is given back. */
bool tier_has_useless(void);
void tier_give_back(void);
/* Is there a thread of ours? */
bool tier_has_thread(void);
/* A copy of the session was woken: its thread is to begin again. */
void tier_go_on(void);
/* While cells are checked, all slots lead to TinyCC's code. */
void tier_pause(void);
void tier_resume(void);

#endif
