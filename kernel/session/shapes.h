/* shapes.h - how large the vectors and matrices of a call are, for the message
 * of an error in it: "A is 2 x 3, x has 4 elements". */
#ifndef SESSION_SHAPES_H
#define SESSION_SHAPES_H

#include "base/buf.h"
#include "session/session.h"

/* The call of `callee` from cell code that led here; adds nothing where the
 * arguments cannot be told. is_index: an index was out of range, so the valid
 * ones are told as well. */
void shapes_tell(Session *session, Str callee, bool is_index, Buf *ret);

#endif
