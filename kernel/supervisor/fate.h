/* fate.h - why a program ended, in words for the person who wrote it. */
#ifndef SUPERVISOR_FATE_H
#define SUPERVISOR_FATE_H

#include "base/buf.h"

typedef struct Fate {
    const char *ename; /* borrow; an identifier that never changes */
    const char *story; /* borrow; what happened; NULL if unknown */
} Fate;

#define FATE_LOSS                                                              \
    "The variables and definitions of this session are lost; run the cells\n"  \
    "above again."

#define FATE_KEPT                                                              \
    "The cell was undone: all variables and definitions are as they were\n"    \
    "before it ran."

/* From what waitpid gave. */
Fate fate_of(int status);

/* The sentence under the name: what happened. */
void fate_tell(int status, Buf *out);

#endif
