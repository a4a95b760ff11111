/* includes.h - what `#include` means in a cell.
 *
 * A header that is preloaded costs nothing. Another one is read when a cell
 * asks for it for the first time, and again when the file has changed since:
 * then the macros that it had defined (its guard among them) are forgotten
 * first, so that an edited header takes effect. */
#ifndef SESSION_INCLUDES_H
#define SESSION_INCLUDES_H

#include "cell/preprocess.h"
#include "session/session.h"

/* Includes for one cell, whose texts live in the arena. */
typedef struct Reading {
    Session *session;
    Arena *arena;
    Buf stale; /* paths, each ended by a newline, that are read again */
} Reading;

Includes includes_for(Reading *reading);
/* The macros as this cell sees them: without those of stale headers. */
Macros includes_macros(Reading *reading);
/* The cell is in: remember which files it read and what they hold. */
void includes_commit(Reading *reading, const Preprocessed *pre);
void includes_done(Reading *reading);

#endif
