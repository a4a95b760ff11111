/* complain.h - the compiler's messages in the reader's words, at the reader's
 * token. */
#ifndef SESSION_COMPLAIN_H
#define SESSION_COMPLAIN_H

#include "code/compile.h"
#include "graph/unit.h"
#include "session/failure.h"

/* The place and the words of a message; its text lives in the arena. source
 * is NULL if the message concerns none of the cell's tokens. */
Problem complain_about(const CompileMessage *message, const Unit *unit,
                       const Draft *draft, Arena *arena);
/* The same for a name that the linker found nowhere. */
Problem complain_missing(Str name, const Unit *unit, const Draft *draft,
                         Arena *arena);
/* The unit needs a C compiler, and there is none. */
Problem complain_beyond(const Unit *unit, Arena *arena);
/* Is this a warning that readers need not see? That const is written to is
 * believed only if the parser has seen it, too: TinyCC says so of some
 * initialisers. */
bool complain_is_noise(const CompileMessage *message, const Unit *unit,
                       const Draft *draft);
/* Does C's standard, or common sense, make this warning an error? */
bool complain_is_fatal(const CompileMessage *message);

#endif
