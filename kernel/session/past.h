/* past.h - the cells that ran: what they were, and which of them would come to
 * something else by now.
 *
 *     In[1]  double f(double x) ...       In[3]  double f(double x) ...
 *     In[2]  f(2)                         In[2] is stale: f has changed
 *
 * Functions that use what has changed are compiled again at once, but what a
 * cell's statements have done stays done. So of each cell it is kept which
 * definitions of other cells its statements reach, and a hash of the text of
 * each. A cell that runs again takes the place of the one before: the front
 * end says which one that is, and where it does not, the same text does.
 *
 * %who names all stale cells. A note under the cell that has just run names
 * those that used what this cell, and no other, had defined before it was
 * edited. So there is none in a notebook that is run from top to bottom, even
 * if it defines a name anew. The note goes as those cells run again. */
#ifndef SESSION_PAST_H
#define SESSION_PAST_H

#include "session/build.h"
#include "session/failure.h"

/* What the front end calls a cell, as a number; 0: it has no name for it. */
uint32_t past_key(Str cell_id);
/* This cell is no longer in the notebook. */
void past_forget(Str cell_id);

/* A part of the cell is committed and about to run. */
void past_note_uses(const Session *session, const Build *build);
/* The cell is over: tell of those that it has made stale. */
void past_end_cell(Session *session, Str code, bool is_broken);

/* Print a line for each stale cell. */
void past_print_stale(const Session *session);
/* %history [CELLS] */
bool past_history(Session *session, Str count, Failure *failure);

#endif
