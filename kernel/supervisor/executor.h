/* executor.h - the conversation with the executor: what it is asked, what it
 * says, and what happens when it dies. */
#ifndef SUPERVISOR_EXECUTOR_H
#define SUPERVISOR_EXECUTOR_H

#include "supervisor/iopub.h"
#include "supervisor/kernel.h"

/* Ask for something; the answer is finished by a record of the kind awaited,
 * see record_handlers in executor.c. If it cannot be asked (it could not be
 * started, the text is too large), the current request fails at once. */
void executor_ask(Kernel *kernel, RecordKind kind, RecordKind awaited,
                  const Str *fields, size_t count);

/* The same in two steps. false: it cannot be asked; nothing has happened, and
 * executor_refuse fails the current request for that reason. */
bool executor_tell(Kernel *kernel, RecordKind kind, RecordKind awaited,
                   const Str *fields, size_t count) MUST_USE;
void executor_refuse(Kernel *kernel);

/* Take the records that have come, publishing what was printed before each. */
void executor_listen(Kernel *kernel);

/* Take what the pipes hold, without waiting. */
void executor_read(Kernel *kernel, Stream stream);

/* Interrupt what it does; nothing if it does nothing. */
void executor_interrupt(Kernel *kernel);

/* Deadlines, death, a new start. */
void executor_tick(Kernel *kernel, int64_t now);
int64_t executor_deadline(const Kernel *kernel); /* 0: none */

void executor_start(Kernel *kernel);
/* A request has come and the last starts failed: try once more. */
void executor_revive(Kernel *kernel);

#endif
