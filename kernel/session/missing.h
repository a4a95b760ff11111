/* missing.h - what to say about a library that was not found. */
#ifndef SESSION_MISSING_H
#define SESSION_MISSING_H

#include "base/err.h"
#include "base/mem.h"

/* The sentence, in err: where it may be, by what is known on this machine;
 * returns -1. */
int missing_library(Str name, Arena *arena, Err *err);

#endif
