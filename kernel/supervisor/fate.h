/* fate.h - why a program ended, in words for the person who wrote it. */
#ifndef SUPERVISOR_FATE_H
#define SUPERVISOR_FATE_H

#include <stdbool.h>

#include "base/buf.h"

typedef struct Fate {
    const char *ename; /* borrow; an identifier that never changes */
    const char *story; /* borrow; what happened; NULL if unknown */
} Fate;

#define FATE_LOSS                                                              \
    "The variables and definitions of this session are lost; run the cells\n"  \
    "above again."

/* From what waitpid gave. */
Fate fate_of(int status);

/* The sentence under the name: what happened. */
void fate_tell(int status, Buf *out);

/* What became of the session when a copy took over: how much is undone.
 * In[from] to In[to] were answered, but the copy does not know them; there is
 * none if from > to. */
void fate_tell_kept(bool had_cell, long from, long to, Buf *out);

#endif
