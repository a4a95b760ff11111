/* guard.h - running the reader's code so that it can be stopped.
 *
 * guard_call runs a function until it returns or something ends it: a
 * failure of the runtime or of GSL, the stop button, exit(). All of these
 * unwind to guard_call by a long jump; what the cell had done stays.
 *
 * An interrupt may arrive while the cell is deep in a library, where unwinding
 * would leave locks held. Then the pages of cell code are made not executable:
 * the moment the library returns into the cell, or calls it back, the fault
 * is caught and the unwinding is safe. */
#ifndef SESSION_GUARD_H
#define SESSION_GUARD_H

#include "session/failure.h"
#include "session/session.h"

typedef enum GuardEnd {
    GUARD_RETURNED,
    GUARD_FAILED,     /* the failure was filled in by guard_stop's caller */
    GUARD_INTERRUPTED,
    GUARD_EXITED      /* exit(status) */
} GuardEnd;

void guard_init(Session *session); /* signal handlers */
typedef void (*GuardHandler)(int);
/* What cells call as signal(): a handler of ours is the default to them. */
GuardHandler guard_signal(int number, GuardHandler handler);
/* What an earlier program has made of signals is taken back. */
void guard_reset_signals(void);
GuardEnd guard_call(void (*function)(void));
/* Unwind to the innermost guard_call, from inside it. */
_Noreturn void guard_stop(GuardEnd end);
bool guard_is_interrupted(void); /* the stop button was pressed */
int guard_exit_status(void);
_Noreturn void guard_exit(int status); /* what cells call as exit() */

#endif
