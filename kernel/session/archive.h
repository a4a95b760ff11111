/* archive.h - static libraries and single objects: libmine.a, mine.o.
 *
 * The machine's linker joins the members of an archive to one object, and
 * our linker loads that as it loads what it compiles. Members that need what
 * our linker does not do (constructors, thread-local variables) are made a
 * shared library by the C compiler instead. */
#ifndef SESSION_ARCHIVE_H
#define SESSION_ARCHIVE_H

#include "session/session.h"

/* One of the two; both stay for ever. */
typedef struct Archive {
    Image *image;
    void *handle; /* of dlopen */
} Archive;

int archive_load(Session *session, const char *path, Archive *ret,
                 Err *err) MUST_USE;

#endif
