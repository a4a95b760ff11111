/* past.h - the cells that ran: what they were, and which of them would come to
 * something else by now.
 *
 *     In[1]  double lr = 0.1;             In[3]  double lr = 0.5;
 *     In[2]  step(lr)                     In[2] is stale: lr has changed
 *
 * Functions that use what has changed are compiled again at once, but what a
 * cell's statements have done stays done. So of each cell it is kept which
 * definitions of other cells its statements mention, and a hash of their text
 * and of all that they need. A cell that runs again, with the same text, takes
 * the place of the one before. */
#ifndef SESSION_PAST_H
#define SESSION_PAST_H

#include "session/build.h"
#include "session/failure.h"

/* A part of the cell is committed and about to run. */
void past_note_uses(const Session *session, const Build *build);
/* The cell is over. */
void past_end_cell(const Session *session, Str code);

/* Print a line for each stale cell. */
void past_print_stale(const Session *session);
/* %history [CELLS] */
bool past_history(Session *session, Str count, Failure *failure);

#endif
