/* comment.h - text as comments of C, and text moved to the right. */
#ifndef EXPORT_COMMENT_H
#define EXPORT_COMMENT_H

#include "base/buf.h"

/* Text that stands within a comment: nothing in it begins or ends one. */
void comment_text(Str text, Buf *ret);
/* Text as a comment of its own, with a star before each line; what the
 * notebook hides in comments is left out. */
void comment_block(Str text, Buf *ret);
/* Each line four columns further on, but for directives. */
void comment_indent(Str text, Buf *ret);

#endif
