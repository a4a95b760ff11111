/* loop.h - the one place where the supervisor waits. */
#ifndef SUPERVISOR_LOOP_H
#define SUPERVISOR_LOOP_H

#include "supervisor/kernel.h"

/* Serve until the front end, a signal or the end of the front end's process
 * stops it. signals is a signalfd. */
void loop_run(Kernel *kernel, int signals);

#endif
