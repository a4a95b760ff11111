/* own_headers.h - headers that belong to a C compiler, or that the system's
 * version has only for one: what cells see of them.
 *
 * The names of two of them (<stdatomic.h>, <immintrin.h>) mean something to
 * the C compiler alone. The cell's text keeps them as they are; a unit that
 * uses one includes the compiler's own header, in place of what is here. */
#ifndef GRAPH_OWN_HEADERS_H
#define GRAPH_OWN_HEADERS_H

#include <stdbool.h>

#include "cell/beyond.h"

/* The text of that header; empty if it is none of these. */
Str own_headers_text(Str name);
/* The lines that a unit begins with so that the C compiler knows what stands
 * in this header; empty: what is here is all there is to know. */
Str own_headers_include(Str name);
/* The header whose names make a construct; empty: none. */
Str own_headers_of(Beyond beyond);

#endif
