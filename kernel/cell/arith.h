/* arith.h - C's arithmetic on 64 bits: conversions and constant values. */
#ifndef CELL_ARITH_H
#define CELL_ARITH_H

#include "cell/expr.h"

/* What an operand of arithmetic becomes: small integers are ints.
 * TYPE_UNKNOWN when it is no arithmetic type. */
TypeKind arith_promote(const Expr *operand);

/* The usual arithmetic conversions of two promoted kinds. */
TypeKind arith_common(TypeKind a, TypeKind b);

bool arith_is_unsigned(TypeKind kind);

/* The value after conversion to an integer type. */
int64_t arith_convert(TypeKind kind, int64_t value);

/* a op b in that type; false where C leaves it undefined. */
bool arith_fold(TokenId op, TypeKind kind, int64_t a, int64_t b, int64_t *ret);

#endif
