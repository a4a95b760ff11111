/* expansion.h - C with its macros expanded, as the compiler is given it. */
#ifndef SESSION_EXPANSION_H
#define SESSION_EXPANSION_H

#include "session/failure.h"
#include "session/session.h"

/* %expand CODE */
bool expansion_line(Session *session, Str code, Failure *failure);
/* %%expand: nothing of the cell runs. */
bool expansion_cell(Session *session, Str name, Str body, Failure *failure);

#endif
