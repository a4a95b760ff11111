/* inspect.h - what is known about a name: Shift-Tab and `name?`. */
#ifndef SESSION_INSPECT_H
#define SESSION_INSPECT_H

#include "host.h"
#include "session/session.h"

enum { INSPECT_MAX_FACES = 3 };

/* The faces of a name, or of a magic; 0 if nobody knows it. level: see
 * explain.h. Owned: inspect_free(). */
size_t inspect_name(Session *session, Str name, int level,
                    nb_mime faces[INSPECT_MAX_FACES]);
void inspect_free(nb_mime *faces, size_t count);
/* INSPECT: what stands at the cursor; answers INSPECTED. */
void inspect_request(Session *session, Str code, long cursor, int level);

#endif
