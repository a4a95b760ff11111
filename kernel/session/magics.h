/* magics.h - lines that begin with % or !, and `name?`. */
#ifndef SESSION_MAGICS_H
#define SESSION_MAGICS_H

#include "assist/assist.h"
#include "session/failure.h"
#include "session/run.h"

/* A line magic, as typed. false with the failure filled in. */
bool magics_line(Session *session, Str line, Failure *failure);
/* If the cell begins with %%name, run it so and return true. */
bool magics_cell(Session *session, Str name, Str code, Run *run);
/* Those that there are, for help at the keyboard. */
const AssistMagic *magics_all(size_t *ret_count);

#endif
