/* sandbox.h - a process that leaves no trace.
 *
 * Its files are private copies or /dev/null, and the system refuses it what
 * would be seen outside: new programs, signals to others, connections,
 * changes of the file system. */
#ifndef SESSION_SANDBOX_H
#define SESSION_SANDBOX_H

#include <stdbool.h>

#include "base/str.h"

/* In a fork, once. kept: the one descriptor that stays as it is. */
bool sandbox_enter(int kept, int seconds);
/* Was anything refused, rather than done to a copy or not seen? From there on
 * the program may have gone another way than it would outside. */
bool sandbox_has_refused(void);
/* open() and fopen() for cell code that runs in a sandbox: what would be
 * written to is a copy. */
void *sandbox_find(Str name);

#endif
