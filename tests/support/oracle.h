/* oracle.h - what a real C compiler says of a program: for tests that compare
 * our view of C with that of TinyCC and gcc. */
#ifndef SUPPORT_ORACLE_H
#define SUPPORT_ORACLE_H

#include "base/buf.h"

/* Is that compiler installed? */
bool oracle_exists(const char *compiler);

/* Compile and run the program; what it prints goes to ret. False, with the
 * compiler's complaints printed, when that does not work. */
bool oracle_run(const char *compiler, Str program, Buf *ret);

/* What a shell command prints. */
bool oracle_command(const char *command, Buf *ret);

#endif
