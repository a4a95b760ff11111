/* execute.h - one cell: from execute_request to execute_reply.
 *
 *     RUN -> output ... DONE -> (EVAL -> VALUE) for each user_expression
 *         -> reply, idle */
#ifndef SUPERVISOR_EXECUTE_H
#define SUPERVISOR_EXECUTE_H

#include "supervisor/iopub.h"
#include "supervisor/kernel.h"

void execute_on_done(Kernel *kernel, const Record *record);
void execute_on_value(Kernel *kernel, const Record *record);
void execute_on_result(Kernel *kernel, const Record *record);
void execute_on_page(Kernel *kernel, const Record *record);
void execute_on_need_input(Kernel *kernel, const Record *record);

/* Run the cell of this request's header again, with its sliders set so; the
 * current request, which asked for it, gets no reply. */
void execute_again(Kernel *kernel, Str parent, Str code, Str page_cell,
                   Str knobs);

/* A message on the stdin channel. */
void execute_on_input(Kernel *kernel, const Message *message);

/* Ask again what could not be asked; nothing if there is no such question. */
void execute_tick(Kernel *kernel, int64_t now);
/* No answer is awaited any more. */
void execute_forget_question(Kernel *kernel);

/* The current cell ends well, without a word from the executor. */
void execute_end(Kernel *kernel);

/* The current cell ends with an error, and so do the cells that wait. */
void execute_fail(Kernel *kernel, const Failure *failure);

/* Answer an execute_request that is not run. */
void execute_abort(Kernel *kernel, const Message *request);

#endif
