/* checkpoint.h - a sleeping copy of the session, to take over if it dies.
 *
 * After every cell the executor forks; the copy sleeps. When the executor
 * dies in a later cell, the supervisor wakes the copy, which *is* the session
 * as it was before that cell, and says READY.
 *
 * The copy must not be a child that the reader's wait() could find, so it is
 * forked by a helper that ends at once and shares the executor's memory: one
 * copy of the page tables, not two. */
#ifndef SESSION_CHECKPOINT_H
#define SESSION_CHECKPOINT_H

#include "session/session.h"

/* false: in the executor, the copy sleeps (or there is none: the session is
 * too large, and the reader was told). true: in the copy, which was woken. */
bool checkpoint_take(Session *session);
/* Tell the supervisor of the copy; 0: there is none of this state; -1: the
 * last one is still like the session. */
void checkpoint_report(Session *session, pid_t copy);

#endif
