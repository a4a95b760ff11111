/* jumps.h - setjmp and longjmp, as cells call them.
 *
 * A longjmp to a place that was never set, or whose function has returned,
 * runs on with a stack that is not there. Each place that is set carries the
 * number of the run of cell code in which it was set, in bytes of the jmp_buf
 * that the C library leaves alone; a jump looks at it first. */
#ifndef SESSION_JUMPS_H
#define SESSION_JUMPS_H

#include <setjmp.h>

/* Cell code begins to run; returns what jumps_leave wants at its end. */
unsigned long jumps_enter(void);
void jumps_leave(unsigned long outer);

/* What cells call as setjmp(), sigsetjmp() and as longjmp(). */
int jumps_set(jmp_buf place);
int jumps_set_with_mask(sigjmp_buf place, int saves_mask);
_Noreturn void jumps_jump(jmp_buf place, int value);

#endif
