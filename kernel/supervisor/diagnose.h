/* diagnose.h - asking why a cell ended the program.
 *
 * The copy that was woken runs the cell once more, in a fork of its own that
 * looks at each use of memory (see session/check/replay.h), and answers within two
 * seconds. Until then the reader waits for the reply; everything else goes
 * on. */
#ifndef SUPERVISOR_DIAGNOSE_H
#define SUPERVISOR_DIAGNOSE_H

#include "supervisor/kernel.h"

/* A cell ended the program with this status, and the copy is awake: ask.
 * false: there is nothing to find out. */
bool diagnose_begin(Kernel *kernel, int status);
/* What was found goes before the last words of the one that ended so. */
void diagnose_merge(const Record *verdict, int status, Buf *crash);

#endif
