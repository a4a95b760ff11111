/* rebuild.h - making stale definitions again from their text.
 *
 * After a cell was committed, what depended on a changed type, macro or
 * signature is made again: types first, oldest first, then functions. One
 * that no longer compiles is reported, and calling it says why. */
#ifndef SESSION_REBUILD_H
#define SESSION_REBUILD_H

#include "graph/invalidate.h"
#include "session/session.h"

/* A definition to make again: enough to find its text after its node is
 * gone. */
typedef struct Again {
    NameSpace space;
    Str name;
    CellText *text; /* own: one reference */
    const Source *source;
    Span span;
} Again;

typedef struct Rebuild {
    Again *types;     /* own */
    Again *functions; /* own */
    Again *dropped;   /* own */
    uint32_t type_count;
    uint32_t function_count;
    uint32_t dropped_count;
    CellText **held; /* own: of what is replaced; older types point there */
    uint32_t held_count;
} Rebuild;

/* Before the draft is committed. */
void rebuild_note(const Draft *draft, const Stale *stale, Rebuild *ret);
/* Carry it out, tell the reader on stderr what was lost, and free it. */
void rebuild_run(Session *session, Rebuild *rebuild);

#endif
