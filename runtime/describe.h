/* describe.h - the faces of values, for nb_show() inside the runtime. */
#ifndef NB_DESCRIBE_H
#define NB_DESCRIBE_H

#include "value.h"

/* Add a face; text is taken. Returns the new count. */
size_t nb__face_add(nb_mime *faces, size_t count, const char *type, char *text);

#endif
