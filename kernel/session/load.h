/* load.h - from a unit's object to code that runs: where variables live, what
 * names mean, which body a function's slot leads to. */
#ifndef SESSION_LOAD_H
#define SESSION_LOAD_H

#include "graph/draft.h"
#include "session/session.h"

/* Give each new variable and function of the draft its place: that of the
 * older one where the type is the same, else a new one. */
int load_place(Session *session, Draft *draft, Err *err) MUST_USE;

/* Names that keep an object from being linked. */
typedef struct LoadTrouble {
    Str missing; /* nobody knows it */
    Str refused; /* a library's function that TinyCC's code cannot call */
} LoadTrouble;

/* Link the object. The trouble borrows from the object. */
Image *load_image(Session *session, const Draft *draft, Str object,
                  LoadTrouble *ret_trouble, Err *err);

/* Does the function, or one that it is given, take or give a struct in other
 * registers than TinyCC's code does? */
bool load_is_misread(const Type *function);

/* Let the slots of the draft's functions lead to their bodies in the image. */
void load_bind(const Draft *draft, const Image *image);

/* The address of a name that cells know although no header declares it. */
void *load_builtin(Str name);

#endif
