/* stage.h - tokens to committed definitions and code that is ready to run. */
#ifndef SESSION_STAGE_H
#define SESSION_STAGE_H

#include "session/failure.h"
#include "session/run.h"

typedef struct Stage {
    CellText *text; /* borrow */
    const Token *tokens;
    const Preprocessed *pre; /* NULL: its macros are in already */
    Cell cell;
    Draft draft;
    Unit unit;
    Image *image;
    uint64_t tag;
} Stage;

/* Split and compile only; nothing is changed. */
int stage_compile(Session *session, Stage *stage, const Stale *hidden,
                  Failure *failure) MUST_USE;
/* Compile, link and commit, and make again what became stale. */
int stage_prepare(Session *session, Stage *stage, Failure *failure) MUST_USE;
/* Once it ran: give back what only the running needed. */
void stage_done(Session *session, Stage *stage);

#endif
