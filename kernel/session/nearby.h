/* nearby.h - what is wrong with an `#include` whose file was not found: which
 * file did the reader mean, or where would it have to be? */
#ifndef SESSION_NEARBY_H
#define SESSION_NEARBY_H

#include "graph/headers.h"

/* The sentence, in err; returns -1. */
int nearby_not_found(const Headers *headers, Str name, bool is_quoted,
                     const Source *from, Err *err);

#endif
