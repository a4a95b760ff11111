/* unset.h - local variables that show that they were never given a value.
 *
 * A checked function is entered by way of a few instructions that fill the
 * stack where its variables are going to be with HEAP_UNSET bytes. */
#ifndef SESSION_UNSET_H
#define SESSION_UNSET_H

#include "session/session.h"

/* The address by which to enter this body; the body itself if there is no
 * room, or it does not begin as TinyCC's functions do. */
void *unset_enter(void *body);
/* The body that is entered at this address; NULL: it is none of ours. */
void *unset_body(const void *entry);
void unset_clear(void);

#endif
