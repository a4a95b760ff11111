/* comment.h - what the author of a text wrote above a declaration.
 *
 *     (a comment) The Bessel function J_0, exceptions: none
 *     int gsl_sf_bessel_J0_e(...);       both are meant: no empty line
 *     double gsl_sf_bessel_J0(...);      stands between
 */
#ifndef CELL_COMMENT_H
#define CELL_COMMENT_H

#include "base/buf.h"
#include "cell/source.h"

/* The comment above the line of this byte, as typed; empty: there is none.
 * in_group: it may stand above declarations that stand directly above. */
Str comment_above(const Source *source, uint32_t offset, bool in_group);

/* Its text: without the signs of a comment, the stars down its side, and
 * white space around it. */
void comment_plain(Str comment, Buf *ret);

#endif
