/* command.h - running a tool of the machine (pkg-config, ld ...) and reading
 * what it says, unnoticed by the reader's program. */
#ifndef SESSION_COMMAND_H
#define SESSION_COMMAND_H

#include "base/buf.h"

enum { COMMAND_MISSING = 127 };

/* Run argv[0], found by PATH; argv ends in NULL. What it prints is appended
 * to output and complaint. Returns its exit status; COMMAND_MISSING: there is
 * no such program. */
int command_run(const char *const *argv, Buf *output, Buf *complaint);

#endif
