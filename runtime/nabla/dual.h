/* dual.h - numbers that carry derivatives, and arithmetic for all kinds.
 *
 * A dual number v + d ε with ε² = 0 carries a first derivative through any
 * formula, a hyper-dual one a second derivative too, a complex number an exact
 * difference (the complex step). Functions are written once with nb_add,
 * nb_mul, nb_sin ... and work on all of them, on doubles, and on the matrices
 * of a tape (tape.h):
 *
 *     nb_dual g(nb_dual x) { return nb_mul(x, nb_sin(x)); }
 *     nb_deriv(g, 1.0)                    // sin 1 + cos 1 */
#ifndef NB_DUAL_H
#define NB_DUAL_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* Structs that travel by value hold named doubles only: TinyCC passes those
 * in the registers that other compilers expect. */

/* v + d ε: a value and a derivative. */
typedef struct nb_dual {
    double v, d;
} nb_dual;

/* v + d1 ε1 + d2 ε2 + d12 ε1 ε2: a value, two first derivatives and the
 * second derivative in these two directions. */
typedef struct nb_hyper {
    double v, d1, d2, d12;
} nb_hyper;

/* A complex number that may be passed between any two compilers. */
typedef struct nb_complex {
    double re, im;
} nb_complex;

/* A matrix on a tape; see tape.h. */
typedef struct nb_var_object *nb_var;

/* ---- Making them. ---- */

/* The variable x as a dual number: its derivative with respect to itself is 1.
 * A constant needs no call, numbers mix with duals; (nb_dual){x, 0} is one.
 *
 * Owns     a plain number.
 * Errors   none.
 *
 * Example
 *     nb_dual x = nb_d(3);
 *     nb_show(nb_mul(x, x));                         // 9 + 6ε
 */
nb_dual nb_d(double x);

/* The variable x as a hyper-dual number, with 1 in both directions: f(nb_h(x))
 * holds f, f', f' and f''.
 *
 * Owns     a plain number.
 * Errors   none.
 * Source   Fike & Alonso, AIAA 2011-886.
 *
 * Example
 *     nb_show(nb_pow(nb_h(2), 3).d12);               // 12
 */
nb_hyper nb_h(double x);

/* The complex number re + im i.
 *
 * Owns     a plain number.
 * Errors   none.
 *
 * Example
 *     nb_show(nb_mul(nb_z(0, 1), nb_z(0, 1)));       // -1 + 0i
 */
nb_complex nb_z(double re, double im);

/* ---- Functions of two numbers. ---- */

/* What each kind of number is called inside. */
#define NB__BINARIES(X) X(add) X(sub) X(mul) X(div) X(pow)
#define NB__DECLARE_FOR(op, type, s)                                           \
    type nb__##op##_##s##s(type a, type b);                                    \
    type nb__##op##_##s##n(type a, double b);                                  \
    type nb__##op##_n##s(double a, type b);
#define NB__DECLARE_BINARY(op)                                                 \
    NB__DECLARE_FOR(op, nb_dual, d)                                            \
    NB__DECLARE_FOR(op, nb_hyper, h)                                           \
    NB__DECLARE_FOR(op, nb_complex, c)                                         \
    NB__DECLARE_FOR(op, nb_var, v)                                             \
    double nb__##op##_nn(double a, double b);
NB__BINARIES(NB__DECLARE_BINARY)

/* Clang keeps the const of a function's result, which others drop. */
#ifdef __clang__
#define NB__TYPE(a) __typeof__(0 ? (a) : (a))
#else
#define NB__TYPE(a) __typeof__(a)
#endif

/* One controlling expression whose type is the pair of operand types: a
 * function's type names two types, and each operand is mentioned only twice,
 * so that nested calls stay small. */
#define NB__WITH_NUMBER(op, type, s, number)                                   \
    type(*)(number): nb__##op##_##s##n, number (*)(type): nb__##op##_n##s
#define NB__PAIRS_OF(op, type, s)                                              \
    type(*)(type): nb__##op##_##s##s, NB__WITH_NUMBER(op, type, s, double),    \
        NB__WITH_NUMBER(op, type, s, int), NB__WITH_NUMBER(op, type, s, long), \
        NB__WITH_NUMBER(op, type, s, float),                                   \
        NB__WITH_NUMBER(op, type, s, unsigned),                                \
        NB__WITH_NUMBER(op, type, s, unsigned long)
#define NB__PAIRS(op)                                                          \
    NB__PAIRS_OF(op, nb_dual, d), NB__PAIRS_OF(op, nb_hyper, h),               \
        NB__PAIRS_OF(op, nb_complex, c), NB__PAIRS_OF(op, nb_var, v)
#define NB__PAIR_TYPE(a, b) (NB__TYPE(a)(*)(NB__TYPE(b)))0
#define NB__BINARY(op, a, b)                                                   \
    _Generic(NB__PAIR_TYPE(a, b), NB__PAIRS(op), default: nb__##op##_nn)(a, b)

/* The product a b of two numbers of any kind, or of two nb_var element by
 * element, where a row, a column or a number is repeated to fit.
 *
 * Shapes   nb_var: m x n with m x n, 1 x n, m x 1 or 1 x 1.
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   ShapeError, naming both shapes, if two nb_var do not fit.
 * See      nb_matmul() for the product of matrices.
 *
 * Example
 *     nb_show(nb_mul(nb_d(3), 2));                   // 6 + 2ε
 */
#define nb_mul(a, b) NB__BINARY(mul, a, b)

/* The quotient a / b of two numbers of any kind, or of two nb_var element by
 * element; shapes as in nb_mul().
 *
 * Shapes   nb_var: m x n with m x n, 1 x n, m x 1 or 1 x 1.
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   ShapeError, naming both shapes, if two nb_var do not fit.
 *
 * Example
 *     nb_show(nb_div(1, nb_d(2)));                   // 0.5 - 0.25ε
 */
#define nb_div(a, b) NB__BINARY(div, a, b)

/* The power a^b of two numbers of any kind, or of two nb_var element by
 * element; shapes as in nb_mul().
 *
 * Shapes   nb_var: m x n with m x n, 1 x n, m x 1 or 1 x 1.
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   ShapeError, naming both shapes, if two nb_var do not fit.
 *
 * Example
 *     nb_show(nb_pow(nb_d(2), 3));                   // 8 + 12ε
 */
#define nb_pow(a, b) NB__BINARY(pow, a, b)

/* ---- Functions of one number. ---- */

#define NB__UNARIES(X)                                                         \
    X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh)       \
    X(exp) X(expm1) X(log) X(log1p) X(sqrt) X(abs) X(sq) X(neg) X(sigmoid)     \
    X(softplus) X(relu) X(erf)
#define NB__DECLARE_UNARY(op)                                                  \
    nb_dual nb__##op##_d(nb_dual x);                                           \
    nb_hyper nb__##op##_h(nb_hyper x);                                         \
    nb_complex nb__##op##_c(nb_complex x);                                     \
    nb_var nb__##op##_v(nb_var x);                                             \
    double nb__##op##_n(double x);
NB__UNARIES(NB__DECLARE_UNARY)
#define NB__UNARY(op, x)                                                       \
    _Generic((x), nb_dual: nb__##op##_d, nb_hyper: nb__##op##_h,               \
        nb_complex: nb__##op##_c, nb_var: nb__##op##_v,                        \
        default: nb__##op##_n)(x)

/* The sine, of a number of any kind; of an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_sin(nb_d(0)));                       // 0 + 1ε
 */
#define nb_sin(x) NB__UNARY(sin, x)

/* The cosine, of a number of any kind; of an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_cos(nb_d(0)));                       // 1 + 0ε
 */
#define nb_cos(x) NB__UNARY(cos, x)

/* The tangent, of a number of any kind; of an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_tan(nb_d(0)));                       // 0 + 1ε
 */
#define nb_tan(x) NB__UNARY(tan, x)

/* The inverse sine, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_asin(nb_d(0)));                      // 0 + 1ε
 */
#define nb_asin(x) NB__UNARY(asin, x)

/* The inverse cosine, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_acos(nb_d(0)).d);                    // -1
 */
#define nb_acos(x) NB__UNARY(acos, x)

/* The inverse tangent, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_atan(nb_d(1)).d);                    // 0.5
 */
#define nb_atan(x) NB__UNARY(atan, x)

/* The hyperbolic sine, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_sinh(nb_d(0)));                      // 0 + 1ε
 */
#define nb_sinh(x) NB__UNARY(sinh, x)

/* The hyperbolic cosine, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_cosh(nb_d(0)));                      // 1 + 0ε
 */
#define nb_cosh(x) NB__UNARY(cosh, x)

/* The hyperbolic tangent; its derivative is 1 - tanh^2, of a number of
 * any kind; of an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_tanh(nb_d(0)));                      // 0 + 1ε
 */
#define nb_tanh(x) NB__UNARY(tanh, x)

/* The exponential function, of a number of any kind; of an nb_var element
 * by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_exp(nb_d(0)));                       // 1 + 1ε
 */
#define nb_exp(x) NB__UNARY(exp, x)

/* exp(x) - 1, exact near 0, of a number of any kind; of an nb_var element
 * by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_expm1(nb_d(0)));                     // 0 + 1ε
 */
#define nb_expm1(x) NB__UNARY(expm1, x)

/* The natural logarithm, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_log(nb_d(2)).d);                     // 0.5
 */
#define nb_log(x) NB__UNARY(log, x)

/* log(1 + x), exact near 0, of a number of any kind; of an nb_var element
 * by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_log1p(nb_d(1)).d);                   // 0.5
 */
#define nb_log1p(x) NB__UNARY(log1p, x)

/* The square root, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_sqrt(nb_d(4)));                      // 2 + 0.25ε
 */
#define nb_sqrt(x) NB__UNARY(sqrt, x)

/* The absolute value; its derivative at 0 counts as 0, of a number of any
 * kind; of an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_abs(nb_d(-3)));                      // 3 - 1ε
 */
#define nb_abs(x) NB__UNARY(abs, x)

/* The square x x, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_sq(nb_d(3)));                        // 9 + 6ε
 */
#define nb_sq(x) NB__UNARY(sq, x)

/* The opposite -x, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_neg(nb_d(3)));                       // -3 - 1ε
 */
#define nb_neg(x) NB__UNARY(neg, x)

/* The logistic function 1 / (1 + exp(-x)), without overflow, of a number
 * of any kind; of an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_sigmoid(nb_d(0)));                   // 0.5 + 0.25ε
 */
#define nb_sigmoid(x) NB__UNARY(sigmoid, x)

/* log(1 + exp(x)), without overflow; its derivative is the sigmoid, of a
 * number of any kind; of an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_softplus(nb_d(0)).d);                // 0.5
 */
#define nb_softplus(x) NB__UNARY(softplus, x)

/* max(x, 0); its derivative at 0 counts as 0, of a number of any kind; of
 * an nb_var element by element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_relu(nb_d(3)));                      // 3 + 1ε
 */
#define nb_relu(x) NB__UNARY(relu, x)

/* The error function, of a number of any kind; of an nb_var element by
 * element.
 *
 * Owns     a plain number; the caller owns an nb_var.
 * Errors   none but a NULL nb_var.
 *
 * Example
 *     nb_show(nb_erf(0.5));                           // 0.5205
 */
#define nb_erf(x) NB__UNARY(erf, x)

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
