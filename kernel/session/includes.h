/* includes.h - what `#include` means in a cell.
 *
 * A header that is preloaded costs nothing, one of the system is read once. A
 * file of the reader's own is read whenever a cell includes it, as C says: its
 * guard, a macro that lives on as all do, makes the second reading empty. When
 * the file, or one that it includes, was edited since, the macros that it had
 * defined (the guard among them) are forgotten first, so that the edit takes
 * effect. */
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
/* Macros that an edited file no longer defines are undefined by this cell. */
void includes_settle(Reading *reading, const Source *cell, Preprocessed *pre);
/* The cell is in: remember which files it read and what they hold. */
void includes_commit(Reading *reading, const Preprocessed *pre);
void includes_done(Reading *reading);

#endif
