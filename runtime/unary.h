/* unary.h - functions of one number, with two derivatives each.
 *
 * Every way to differentiate rests on this one table: duals and hyper-duals,
 * the elements of a matrix on a tape, and the parsed text of NB_FN(). */
#ifndef NB_UNARY_H
#define NB_UNARY_H

#include "nabla/dual.h"

typedef enum nb__unary_kind {
#define NB__MEMBER(name) NB__UNARY_##name,
    NB__UNARIES(NB__MEMBER)
#undef NB__MEMBER
    NB__UNARY_recip,   /* 1 / x */
    NB__UNARY_pow,     /* x to the power `number` */
    NB__UNARY_base,    /* `number` to the power x */
    NB__UNARY_shift,   /* x + number */
    NB__UNARY_scale,   /* number x */
    NB__UNARY_leaky,   /* x, but number x if x < 0 */
    NB__UNARY_huber,   /* x^2 / 2 near 0, number |x| + c beyond it */
    NB__UNARY_copysign, /* |x| with number's sign */
    NB__UNARY_floor,
    NB__UNARY_ceil,
    NB__UNARY_COUNT
} nb__unary_kind;

/* f[0] = f(x), f[1] = f'(x), f[2] = f''(x). */
void nb__unary(nb__unary_kind kind, double number, double x, double f[3]);
/* "sin", as shown to a reader. */
const char *nb__unary_name(nb__unary_kind kind);
/* The kind with this C name ("fabs" is abs), or NB__UNARY_COUNT. */
nb__unary_kind nb__unary_find(const char *name, size_t length);

#endif
