/* complete.h - the names that continue what stands before the cursor. */
#ifndef SESSION_COMPLETE_H
#define SESSION_COMPLETE_H

#include "session/session.h"

/* COMPLETE; answers MATCHES. Nothing of the reader's is run for it. */
void complete_request(Session *session, Str code, long cursor);

#endif
