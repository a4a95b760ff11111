/* surroundings.h - magics about what lies around the program: the working
 * directory, the environment, files. */
#ifndef SESSION_SURROUNDINGS_H
#define SESSION_SURROUNDINGS_H

#include "session/failure.h"
#include "session/run.h"

bool surroundings_cd(Session *session, Str folder, Failure *failure);
bool surroundings_env(Session *session, Str setting, Failure *failure);
/* %run FILE.c: as a cell that includes it. */
bool surroundings_run(Session *session, Str file, Failure *failure);
/* %%writefile FILE: body is the cell behind its first line. */
bool surroundings_write(Str file, Str body, Failure *failure);

#endif
