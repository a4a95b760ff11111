/* page_doc.h - the comment above a function, as its author laid it out:
 *
 *     What it computes, in a sentence or more.
 *
 *     Shapes   X: n x d              a field: a word, its text, and further
 *              y: n                  lines that are indented
 *
 *     Example
 *         code
 */
#ifndef ASSIST_PAGE_DOC_H
#define ASSIST_PAGE_DOC_H

#include "base/buf.h"

void doc_markdown(Str doc, Buf *ret);
void doc_html(Str doc, Buf *ret);

/* Text that looks like itself. */
void doc_escape_markdown(Str text, Buf *ret);
void doc_escape_html(Str text, Buf *ret);

#endif
