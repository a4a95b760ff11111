/* intrinsic.h - calls that only a C compiler understands, by their names:
 * atomic_load(&n) of <stdatomic.h>, __atomic_load_n and __sync_fetch_and_add,
 * _mm256_add_pd of <immintrin.h>. No header declares these for us. */
#ifndef CELL_INTRINSIC_H
#define CELL_INTRINSIC_H

#include "cell/expr.h"

/* As builtin_parse: 1 parsed, 0 it is none of these, -1 a problem. */
int intrinsic_parse(Parser *parser, Expr *ret);
/* Does the word belong to <stdatomic.h> or to <immintrin.h>? */
bool intrinsic_is_atomic(Str name);
bool intrinsic_is_of_processor(Str name);

#endif
