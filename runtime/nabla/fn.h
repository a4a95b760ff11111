/* fn.h - functions that know their own formula.
 *
 *     NB_FN(rosen, (double *x), sq(1 - x[0]) + 100 * sq(x[1] - sq(x[0])))
 *
 * defines the C function rosen and keeps its text: the same line is called,
 * differentiated without any step size, drawn and typeset. */
#ifndef NB_FN_H
#define NB_FN_H

#include "dual.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* A variable that a formula mentions. */
typedef struct nb_capture {
    const char *name;
    const void *place; /* its address */
    size_t kind;       /* what is there: see NB__CAPTURE_KIND */
    size_t size;       /* in bytes */
} nb_capture;

/* A formula: its words, and how far they have been understood. */
typedef struct nb_fn {
    const char *name, *params, *body;
    const nb_capture *captures; /* the last one has no name */
    void (*call)(void);         /* the C function */
    void *program;              /* made when it is first needed */
} nb_fn;

void nb__fn_here(nb_fn *fn);

#define NB__CAPTURE_KIND(x)                                                    \
    _Generic((__typeof__(x) *)0, double (*)[]: 1, const double (*)[]: 1,       \
        int (*)[]: 2, const int (*)[]: 2, default: _Generic((x),               \
            double: 3, float: 4, int: 5, long: 6, unsigned: 7,                 \
            unsigned long: 8, gsl_vector *: 9, const gsl_vector *: 9,          \
            gsl_matrix *: 10, const gsl_matrix *: 10, double *: 11,            \
            const double *: 11, int *: 12, const int *: 12, default: 0))
#define NB__CAPTURE(x) {#x, &(x), NB__CAPTURE_KIND(x), sizeof(x)},
#define NB__CAPTURES(...)                                                      \
    NB__CAT(NB__CAPTURES, NB__NARG(__VA_ARGS__))(__VA_ARGS__)
#define NB__CAPTURES1(none)
#define NB__CAPTURES2(none, a)    NB__CAPTURE(a)
#define NB__CAPTURES3(none, a, b) NB__CAPTURE(a) NB__CAPTURE(b)
#define NB__CAPTURES4(none, a, b, c)                                           \
    NB__CAPTURE(a) NB__CAPTURE(b) NB__CAPTURE(c)
#define NB__CAPTURES5(none, a, b, c, d)                                        \
    NB__CAPTURES4(none, a, b, c) NB__CAPTURE(d)
#define NB__CAPTURES6(none, a, b, c, d, e)                                     \
    NB__CAPTURES5(none, a, b, c, d) NB__CAPTURE(e)
#define NB__CAPTURES7(none, a, b, c, d, e, f)                                  \
    NB__CAPTURES6(none, a, b, c, d, e) NB__CAPTURE(f)
#define NB__CAPTURES8(none, a, b, c, d, e, f, g)                               \
    NB__CAPTURES7(none, a, b, c, d, e, f) NB__CAPTURE(g)
#define NB__CAPTURES9(none, a, b, c, d, e, f, g, h)                            \
    NB__CAPTURES8(none, a, b, c, d, e, f, g) NB__CAPTURE(h)

/* Define the function f with these parameters, (double *x) or (double x), as
 * the value of one expression, and keep its text, so that nb_grad() and its
 * kin give exact derivatives of it, nb_contour() draws it and nb_fn_tex()
 * typesets it. At file scope; variables that the expression mentions (at most
 * 8, global) follow it, and are read anew each time.
 *
 * The expression may hold numbers, the parameter, + - * / %, comparisons,
 * && || ! ?:, nb_sum(i, from, to, term), nb_at(v, i), elements v[i] of arrays,
 * sq(x) for x x, pow, fmin, fmax, hypot, atan2, and the functions of dual.h by
 * their C names (sin, exp, log, tanh, sqrt, fabs, erf ...).
 *
 * Owns     nothing: what it mentions must live as long as it is used.
 * Errors   FormulaError when a derivative is first asked for, with the place
 *          in the text, the word that is not understood, and what to do.
 *
 * Example
 *     NB_FN(valley, (double *x), sq(1 - x[0]) + 100 * sq(x[1] - sq(x[0])))
 *     nb_show(valley((double[]){1, 2}));             // 100
 *     nb_show(nb_grad(valley, nb_vec(1, 2)));        // vector(2) [-400, 200]
 */
#define NB_FN(f, params, expr, ...)                                            \
    static double f params __attribute__((unused));                            \
    static const nb_capture f##__captures[] = {                                \
        NB__CAPTURES(none, ##__VA_ARGS__) {NULL, NULL, 0, 0}};                 \
    static nb_fn f##__fn = {#f, #params, #expr, f##__captures,                 \
                            (void (*)(void))f, NULL};                          \
    static double f params {                                                   \
        double (*sq)(double) = nb__sq_n;                                       \
        (void)sq;                                                              \
        nb__fn_here(&f##__fn);                                                 \
        return (expr);                                                         \
    }

/* Show the formula of a function that NB_FN() defined, as mathematics.
 *
 * Shapes   f: a function that NB_FN() defined.
 * Owns     nothing.
 * Errors   DomainError if f was not defined by NB_FN(); FormulaError as in
 *          NB_FN().
 *
 * Example
 *     NB_FN(bowl, (double *x), sq(x[0]) + x[0] * x[1] / 2)
 *     nb_fn_tex(bowl);
 *     // $$\mathrm{bowl}(x) = x_{0}^{2} + \frac{x_{0} x_{1}}{2}$$
 */
#define nb_fn_tex(f) nb__fn_tex(NB__FUNC(f))

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
