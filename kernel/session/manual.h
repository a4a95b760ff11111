/* manual.h - the system's own manual, where it is installed. */
#ifndef SESSION_MANUAL_H
#define SESSION_MANUAL_H

#include "base/buf.h"

/* Append the page on a function of libc as plain text; nothing if there is
 * none, or it does not come within two seconds. */
void manual_read(Str name, Buf *ret);

#endif
