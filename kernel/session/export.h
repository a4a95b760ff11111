/* export.h - the session's cells as one C program: %export. */
#ifndef SESSION_EXPORT_H
#define SESSION_EXPORT_H

#include "session/failure.h"
#include "session/session.h"

/* A cell has run; what ended with an error is a comment of the program. */
void export_note(const Session *session, Str code, bool is_broken);
/* Walk the cells that were noted: start with *at = 0. false: at the end. */
bool export_next(size_t *at, long *ret_count, Str *ret_code,
                 bool *ret_is_broken);
/* %export FILE.c: false with the failure filled in. */
bool export_write(Session *session, Str file, Failure *failure);

#endif
