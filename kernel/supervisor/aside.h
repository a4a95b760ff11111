/* aside.h - questions about code while a cell runs.
 *
 * The executor is busy, but the copy of it that sleeps knows all that the
 * session knew before the cell: it is asked (see records.h). Where there is no
 * copy, or no answer comes, the question waits for the executor like all
 * others, so nothing is lost but time. */
#ifndef SUPERVISOR_ASIDE_H
#define SUPERVISOR_ASIDE_H

#include "supervisor/kernel.h"

/* false: the message is to wait, and is still the caller's. */
bool aside_begin_take(Kernel *kernel, Message *message);

/* ASIDES of them. */
void aside_watch(const Kernel *kernel, Watch *watches);
void aside_listen(Kernel *kernel, const Watch *watches);

/* What takes too long waits for the executor. */
void aside_tick(Kernel *kernel, int64_t now);
int64_t aside_deadline(const Kernel *kernel); /* 0: none */

void aside_done(Kernel *kernel);

#endif
