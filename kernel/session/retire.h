/* retire.h - what becomes of code that was replaced.
 *
 *     In[1]   int f(...) { ... }     the slot of f leads to its body
 *     In[2]   int f(...) { ... }     ... to another one
 *     idle    retire_replaced        the body of In[1] is traps
 *     ...     64 bodies later        its pages are free
 *
 * No pointer leads into a body, as the address of a function is its slot's.
 * Who may still be in it is a thread: so nothing is given back while there is
 * one that is not ours, nor in a session that makes stacks of its own. With
 * the code go its lines, its text and what of its cell only they have kept.
 * Its string literals and static variables stay: of these a pointer may be
 * anywhere. */
#ifndef SESSION_RETIRE_H
#define SESSION_RETIRE_H

#include "session/session.h"

/* Between two cells, before the copy is made. */
void retire_replaced(Session *session);
/* Code calls this name. */
void retire_note_name(Str name);

#endif
