/* unknown.h - a name that the compiler does not know: what was it meant to
 * be, or why is it not known here? */
#ifndef SESSION_UNKNOWN_H
#define SESSION_UNKNOWN_H

#include "graph/draft.h"

/* The sentence for a reader. token: where the name stands; NULL: nowhere that
 * is known. */
Str unknown_name(const Draft *draft, const Token *token, Str name,
                 Arena *arena);

#endif
