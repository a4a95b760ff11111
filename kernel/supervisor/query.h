/* query.h - questions of the front end about code and about the session. */
#ifndef SUPERVISOR_QUERY_H
#define SUPERVISOR_QUERY_H

#include "supervisor/kernel.h"

void query_on_matches(Kernel *kernel, const Record *record);
void query_on_inspected(Kernel *kernel, const Record *record);
void query_on_wholeness(Kernel *kernel, const Record *record);

/* The current question gets no answer from the executor: say that nothing is
 * known. */
void query_fail(Kernel *kernel);

#endif
