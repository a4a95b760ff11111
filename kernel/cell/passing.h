/* passing.h - which registers a value travels in, by the ABI and by TinyCC.
 *
 * The System V ABI of x86-64 classes each eight bytes of a small struct by
 * itself; TinyCC gives the whole struct one class and takes any array for
 * integers. So struct {double dat[2];}, which is gsl_complex, travels in SSE
 * registers in the rest of the world and in general ones in TinyCC's code.
 *
 * A signature says both, for the bridges of code/bridge.h:
 *
 *     gsl_complex f(gsl_complex, double)     "16:SS/II;16:SS/II;8:S/S;"
 *
 * first the result ("0:/" for none), then the arguments: the size, and the
 * class of each word there and here: I general, S SSE, M memory, X the x87
 * stack, - padding that is not passed. "16a" has an alignment of 16 bytes. */
#ifndef CELL_PASSING_H
#define CELL_PASSING_H

#include "cell/expr.h"

/* Does a value of this type travel in another way in TinyCC's code? */
bool passing_differs(const Type *type);
/* Does TinyCC leave a result of this type on the x87 stack when it has called
 * for it? Then only a bridge may call, which clears the stack first. */
bool passing_leaks(const Type *type);
/* Is one of that so for the result, a parameter, or one of the further arguments? */
bool passing_function_differs(const Type *function, const Expr *arguments,
                              uint32_t count);
/* Must it lie on the stack at a multiple of more than 16 bytes? TinyCC does
 * not see to that, and no bridge can. */
bool passing_is_overaligned(const Type *type);
/* Can TinyCC's code call, or be, this function? Not with `...` behind a struct
 * that travels in another way: only the call knows how long the list is. */
bool passing_is_possible(const Type *function);
/* The signature; arguments beyond the parameters are those of a call. */
void passing_print(const Type *function, const Expr *arguments, uint32_t count,
                   Buf *ret);
/* The classes by the ABI alone: "SS", "IS", "M". */
void passing_print_class(const Type *type, Buf *ret);

#endif
