/* stage.h - a cell, or a part of one: committed, and ready to run. */
#ifndef SESSION_STAGE_H
#define SESSION_STAGE_H

#include "session/build.h"
#include "session/failure.h"

typedef struct Stage {
    Build build;
    uint64_t tag;
    void *fast_entry; /* the statements by the optimising compiler, or NULL */
} Stage;

int stage_split(Session *session, Stage *stage, Failure *failure) MUST_USE;
/* After the split: compile only; nothing is changed. */
int stage_check(Session *session, Stage *stage, Failure *failure) MUST_USE;
/* After the split: compile, link and commit, and make again what became
 * stale. */
int stage_prepare(Session *session, Stage *stage, Failure *failure) MUST_USE;
/* Once it ran: give back what only the running needed. */
void stage_done(Session *session, Stage *stage);

#endif
