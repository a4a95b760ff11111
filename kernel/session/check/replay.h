/* replay.h - a cell that ended the session, once more, to find out why.
 *
 * It runs checked (check.h) in a fork of the session as it was before the
 * cell, in a sandbox. Nothing that it does is seen by anybody, except what it
 * finds: the first wrong use of memory. The fork is gone before the answer is
 * sent, which takes two seconds at most.
 *
 * So that the second run goes the way of the first, the same lines are typed
 * and the clock shows the time of the first run; waiting is cut short. */
#ifndef SESSION_REPLAY_H
#define SESSION_REPLAY_H

#include "link/link.h"
#include "session/failure.h"
#include "session/session.h"

/* DIAGNOSE; answers VERDICT. */
void replay_request(Session *session, const Record *record);

/* In the fork. */
bool replay_is_on(void);
_Noreturn void replay_end(const Failure *failure); /* this is what it found */
/* The next line that was typed; 1: there was one, 0: end of file. */
int replay_typed(Buf *ret);
/* Some of the cell's code does not look at its use of memory, since TinyCC
 * cannot compile it: `what` says what it is. */
void replay_note_blind(const char *what);

#endif
