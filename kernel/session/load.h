/* load.h - from a unit's object to code that runs: where variables live, what
 * names mean, which body a function's slot leads to. */
#ifndef SESSION_LOAD_H
#define SESSION_LOAD_H

#include "graph/draft.h"
#include "session/session.h"

/* Give each new variable and function of the draft its place: that of the
 * older one where the type is the same, else a new one. */
int load_place(Session *session, Draft *draft, Err *err) MUST_USE;

/* Where a variable's value is: of a thread-local one, this thread's copy. */
void *load_storage(const Node *node);
/* Link the object. is_by_cc: a C compiler made it, whose code keeps to the ABI
 * (cell/passing.h). A name that nobody knows is in ret_missing. */
Image *load_image(Session *session, const Draft *draft, Str object,
                  bool is_by_cc, Str *ret_missing, Err *err);

/* What a name means outside of any draft; NULL: what the object or the
 * process says. */
void *load_find_name(Session *session, Str name);

/* Let the slots of the draft's functions lead to their bodies in the image. */
void load_bind(const Draft *draft, Image *image, bool is_by_cc);

/* The slots of functions that TinyCC's code calls in its own way have got other
 * bodies: lead the bridges there, too. */
void load_bind_bridges(const Session *session);

/* A library has come that has the body of a function which was declared
 * before: whatever calls it reaches the library from now on. */
void load_bind_late(const Node *node, void *found);

/* What code of the C compiler calls in a library that comes with it. */
void *load_from_compiler(Str name);

/* The address of a name that cells know although no header declares it. */
void *load_builtin(Str name);

#endif
