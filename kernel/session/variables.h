/* variables.h - the variables of the session, for a panel beside the notebook.
 *
 * A variable or a part of one is known by a number that says what it is: the
 * serial of the definition, then which part of which part. So nothing must be
 * remembered between two questions, which different processes may answer. */
#ifndef SESSION_VARIABLES_H
#define SESSION_VARIABLES_H

#include "session/session.h"

/* LIST; answers LISTED. */
void variables_list(Session *session, long number);
/* FACES; answers INSPECTED. */
void variables_show(Session *session, Str name);

#endif
