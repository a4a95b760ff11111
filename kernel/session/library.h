/* library.h - libraries that the reader loads with %lib.
 *
 *     z                pkg-config's z, else libz.so, libz.so.1, libz.a
 *     ./libmine.so     a shared library: opened by the system's loader
 *     ./libmine.a      an archive, or ./mine.o: loaded by our linker
 *
 * Names that a cell uses are looked up in them, the newest first, before the
 * libraries that every session has. */
#ifndef SESSION_LIBRARY_H
#define SESSION_LIBRARY_H

#include "session/session.h"
#include "session/words.h"

/* Load what the reader calls `name`. The flags that pkg-config gives for its
 * headers are in ret_flags, in the arena. A library that is loaded already and
 * has not changed is fine. */
int library_load(Session *session, Str name, Arena *arena, Words *ret_flags,
                 Err *err) MUST_USE;
/* Search this directory, too, before the system's. */
void library_add_directory(Session *session, Str directory);
/* Address of a function or variable of theirs, or NULL. */
void *library_find(const Session *session, Str name);
/* One line a library: what the reader called it, and the file. */
void library_print(const Session *session);

#endif
