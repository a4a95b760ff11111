/* crash.h - the last words of a cell that ends the process.
 *
 * A fatal signal in the reader's code ends the executor; before that, its
 * handler says what happened and on which line. It runs on a stack of its own
 * and allocates nothing, since the heap may be what is broken. */
#ifndef SESSION_CRASH_H
#define SESSION_CRASH_H

#include <signal.h>

#include "session/session.h"

void crash_init(Session *session);
/* From a handler: send CRASHED. is_running: the reader's code is to blame,
 * and its line can be told. */
void crash_tell(int number, const siginfo_t *info, const void *context,
                bool is_running);
/* Did the processor raise it, at an instruction that would raise it again? */
bool crash_is_fault(int number, const siginfo_t *info);
/* What cells call as abort(). */
_Noreturn void crash_on_abort(void);
/* The supervisor wants the program to end for the memory that it takes. */
void crash_for_limit(bool is_beyond_limit, const siginfo_t *info,
                     const void *context);
/* The cell has written beyond the end of this block: tell, and end (but not
 * in a process that the cell has forked). */
void crash_for_damage(uintptr_t block);
/* The session itself finds no memory: tell, and end. */
_Noreturn void crash_for_memory(void);

#endif
