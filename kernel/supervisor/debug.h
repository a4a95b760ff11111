/* debug.h - debug_request: the panel with the variables.
 *
 * Front ends show the variables of a session through the debug protocol. There
 * is no debugger behind it: whoever asks to stop a program is told so. Most
 * commands are answered at once; those about variables need the session. */
#ifndef SUPERVISOR_DEBUG_H
#define SUPERVISOR_DEBUG_H

#include "supervisor/kernel.h"

/* Does the session answer it, or a copy while a cell runs? */
bool debug_needs_session(const Message *request);
/* What the session is asked: a LIST or FACES. ret_number is room for text. */
RecordKind debug_question(const Message *request, Str *ret_field,
                          char ret_number[24]);
/* Reply with what it has answered; NULL: it gave no answer. */
void debug_reply(Kernel *kernel, const Message *request, const Record *record);

#endif
