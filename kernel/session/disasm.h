/* disasm.h - the machine code of a function, with the lines it is made from. */
#ifndef SESSION_DISASM_H
#define SESSION_DISASM_H

#include "session/failure.h"
#include "session/session.h"

/* %asm f */
bool disasm_line(Session *session, Str name, Failure *failure);

#endif
