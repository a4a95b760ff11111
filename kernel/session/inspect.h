/* inspect.h - what is known about a name: Shift-Tab and `name?`. */
#ifndef SESSION_INSPECT_H
#define SESSION_INSPECT_H

#include "host.h"
#include "session/session.h"

enum { INSPECT_MAX_FACES = 2 };

/* The faces of a name; 0 if nobody knows it. Owned: inspect_free(). */
size_t inspect_name(Session *session, Str name,
                    nb_mime faces[INSPECT_MAX_FACES]);
void inspect_free(nb_mime *faces, size_t count);
/* INSPECT: the name at the cursor; answers INSPECTED. */
void inspect_request(Session *session, Str code, long cursor);

#endif
