/* others.h - processes that are not the reader's, and what a cell may do to
 * them: a signal to the supervisor, or to every process there is, would end
 * the notebook and the server behind it. */
#ifndef SESSION_OTHERS_H
#define SESSION_OTHERS_H

#include "base/str.h"

void others_init(void); /* the parent is the supervisor */
/* kill() and its kin, as cells call them; NULL: another. */
void *others_find(Str name);

#endif
