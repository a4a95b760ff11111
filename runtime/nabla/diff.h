/* diff.h - derivatives of functions.
 *
 * One vocabulary for every way to write a function f of x[0], x[1], ...:
 *
 *     NB_FN(f, (double *x), ...)            the formula itself: exact
 *     nb_var f(nb_var x)                    a tape: exact, fast for large x
 *     nb_dual f(const nb_dual *x)           duals: exact, one sweep an x[i]
 *     nb_hyper f(const nb_hyper *x)         hyper-duals: exact, twice
 *     double f(const double *x)             any C function: by differences
 *     double f(const gsl_vector *x)         the same
 *
 * and of one number: nb_dual f(nb_dual), nb_hyper f(nb_hyper), nb_complex
 * f(nb_complex), nb_var f(nb_var), double f(double). Functions with several
 * results, for Jacobians: nb_var f(nb_var x), gsl_vector *f(const gsl_vector
 * *x), void f(const nb_dual *x, nb_dual *y), void f(const double *x, double
 * *y). The names are those of JAX. */
#ifndef NB_DIFF_H
#define NB_DIFF_H

#include "fn.h"
#include "tape.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* ---- Any function. ---- */

/* A function of any of the forms above, made by the macros. */
typedef struct nb_func {
    size_t kind;
    void (*call)(void);
    nb_fn *fn;  /* of NB_FN() */
    void *data; /* of the library's own */
} nb_func;

#define NB__FUNCS(X)                                                           \
    X(number, double, (double))                                                \
    X(array, double, (double *))                                               \
    X(const_array, double, (const double *))                                   \
    X(vector, double, (gsl_vector *))                                          \
    X(const_vector, double, (const gsl_vector *))                              \
    X(dual, nb_dual, (nb_dual))                                                \
    X(duals, nb_dual, (nb_dual *))                                             \
    X(const_duals, nb_dual, (const nb_dual *))                                 \
    X(hyper, nb_hyper, (nb_hyper))                                             \
    X(hypers, nb_hyper, (nb_hyper *))                                          \
    X(const_hypers, nb_hyper, (const nb_hyper *))                              \
    X(complex, nb_complex, (nb_complex))                                       \
    X(var, nb_var, (nb_var))                                                   \
    X(map, gsl_vector *, (gsl_vector *))                                       \
    X(const_map, gsl_vector *, (const gsl_vector *))                           \
    X(dual_map, void, (const nb_dual *, nb_dual *))                            \
    X(array_map, void, (const double *, double *))
#define NB__DECLARE_FUNC(name, result, parameters)                             \
    nb_func nb__func_##name(result(*f) parameters);
NB__FUNCS(NB__DECLARE_FUNC)
nb_func nb__func_self(nb_func f);
/* Where a type does not fit, its name is the compiler's error message. */
struct a_function_of_double_array__nb_var__nb_dual__or_NB_FN {
    double unused[4];
};
nb_func nb__func_bad(struct a_function_of_double_array__nb_var__nb_dual__or_NB_FN f);
#define NB__ONE_FUNC(name, result, parameters)                                 \
    result(*) parameters: nb__func_##name,
#define NB__FUNC(f)                                                            \
    _Generic((f), NB__FUNCS(NB__ONE_FUNC) nb_func: nb__func_self,              \
        default: nb__func_bad)(f)
void nb__fn_tex(nb_func f);

/* ---- Of one number. ---- */

double nb__deriv(nb_func f, double x);

/* The derivative f'(x) of a function of one number: exact for nb_dual,
 * nb_hyper, nb_complex (by the complex step), nb_var and NB_FN(), by central
 * differences for other C functions.
 *
 * Shapes   f: one of the forms above with one number; x: a number.
 * Units    f's per x's.
 * Owns     a plain number.
 * Errors   DomainError if f is a function of an array.
 * Source   Griewank & Walther, Evaluating Derivatives, 2nd ed.; Squire &
 *          Trapp, SIAM Review 40 (1998), 110-112 (complex step).
 *
 * Example
 *     nb_dual wave(nb_dual x) { return nb_sin(x); }
 *     nb_show(nb_deriv(wave, 0.0), nb_deriv(sin, 0.0));  // 1 1
 */
#define nb_deriv(f, x) nb__deriv(NB__FUNC(f), x)

typedef struct nb_fd_opts {
    const char *scheme; /* "central" (also NULL) or "forward" */
    double h;           /* the step; 0: the one with the least error */
    double unused;      /* more than 16 bytes travel alike everywhere */
} nb_fd_opts;

/* A derivative by differences, and how much to trust it. */
typedef struct nb_fd_t {
    double value;
    double step;  /* the one that was used */
    double error; /* truncation and rounding, estimated */
} nb_fd_t;

nb_fd_t nb__fd(nb_func f, double x, nb_fd_opts opts);

/* The derivative f'(x) by differences of f, with the step that balances the
 * error of the formula against rounding: cbrt(3 e |f| / (2 |f'''|)) for
 * central differences, sqrt(2 e |f / f''|) for forward ones, e = 2.2e-16.
 * Options: .scheme ("central", "forward"), .h (another step).
 *
 * Shapes   f: double f(double); x: a number.
 * Units    value, error: f's per x's; step: x's.
 * Owns     plain numbers.
 * Errors   DomainError for another scheme, or if x or f(x) is not finite.
 * Source   Press et al., Numerical Recipes, 3rd ed., section 5.7.
 *
 * Example
 *     nb_fd_t d = nb_fd(exp, 0.0);
 *     nb_show(fabs(d.value - 1) < 1e-9, d.step < 1e-4);    // 1 1
 */
#define nb_fd(f, x, ...) nb__fd(NB__FUNC(f), x, (nb_fd_opts){__VA_ARGS__})

/* ---- Of many numbers. ---- */

/* A value and its gradient. */
typedef struct nb_vg_t {
    double value;
    gsl_vector *grad;
    size_t n;
} nb_vg_t;

void nb__free_vg(nb_vg_t vg);
gsl_vector *nb__grad(nb_func f, const gsl_vector *x);

/* The gradient of f at x: the derivative with respect to each x[i].
 *
 * Shapes   f: one of the forms above with one result; x: n; result: n. To an
 *          nb_var function x comes as a column.
 * Units    result[i]: f's per x[i]'s.
 * Owns     the caller owns the result.
 * Errors   NullError if x is NULL; ShapeError if f's result is not one number;
 *          FormulaError as in NB_FN().
 * Source   Griewank & Walther, Evaluating Derivatives, 2nd ed., chapter 3.
 *
 * Example
 *     NB_FN(quad, (double *x), x[0] * x[0] + x[0] * x[1] - x[0])
 *     nb_show(nb_grad(quad, nb_vec(1, 2)));     // vector(2) [3, 1]
 */
#define nb_grad(f, x) nb__grad(NB__FUNC(f), x)

nb_vg_t nb__value_and_grad(nb_func f, const gsl_vector *x);

/* The value and the gradient of f at x together, for the price of both.
 *
 * Shapes   as in nb_grad().
 * Owns     the caller owns .grad, or all by nb_free().
 * Errors   as in nb_grad().
 * Source   Griewank & Walther, Evaluating Derivatives, 2nd ed., chapter 3.
 *
 * Example
 *     NB_FN(quad, (double *x), x[0] * x[0] + x[0] * x[1] - x[0])
 *     nb_vg_t vg = nb_value_and_grad(quad, nb_vec(1, 2));
 *     nb_show(vg.value, vg.grad);                    // 2 vector(2) [3, 1]
 */
#define nb_value_and_grad(f, x) nb__value_and_grad(NB__FUNC(f), x)

gsl_matrix *nb__hessian(nb_func f, const gsl_vector *x);

/* The Hessian of f at x: all second derivatives, symmetric. Exact for
 * NB_FN(), nb_var (forward over reverse mode) and nb_hyper; by differences of
 * the gradient or of f for the rest.
 *
 * Shapes   f: one result; x: n; result: n x n.
 * Owns     the caller owns the result.
 * Errors   as in nb_grad().
 * Source   Fike & Alonso, AIAA 2011-886 (hyper-duals).
 *
 * Example
 *     NB_FN(quad, (double *x), x[0] * x[0] + x[0] * x[1] - x[0])
 *     nb_show(nb_hessian(quad, nb_vec(1, 2)));
 *     // matrix(2 x 2) 2 1 1 0
 */
#define nb_hessian(f, x) nb__hessian(NB__FUNC(f), x)

gsl_vector *nb__hvp(nb_func f, const gsl_vector *x, const gsl_vector *v);

/* The Hessian of f at x times v, without the Hessian: for NB_FN() and nb_var
 * about the price of two gradients.
 *
 * Shapes   f: one result; x, v, result: n.
 * Owns     the caller owns the result.
 * Errors   as in nb_grad(); ShapeError if x and v differ in length.
 * Source   Pearlmutter, Neural Computation 6 (1994), 147-160.
 *
 * Example
 *     NB_FN(quad, (double *x), x[0] * x[0] + x[0] * x[1] - x[0])
 *     nb_show(nb_hvp(quad, nb_vec(1, 2), nb_vec(1, 0)));
 *     // vector(2) [2, 1]
 */
#define nb_hvp(f, x, v) nb__hvp(NB__FUNC(f), x, v)

typedef struct nb_jac_opts {
    long m; /* results of f, where the function does not tell */
} nb_jac_opts;

gsl_matrix *nb__jacfwd(nb_func f, const gsl_vector *x, nb_jac_opts opts);
gsl_matrix *nb__jacrev(nb_func f, const gsl_vector *x, nb_jac_opts opts);

/* The Jacobian of f at x by forward mode, one sweep for each x[i]: cheap if
 * there are few inputs. By differences for plain C functions.
 * Options: .m, how many results f has, for void f(const nb_dual *x, nb_dual
 * *y) and void f(const double *x, double *y).
 *
 * Shapes   x: n; f: m results; result: m x n, row i belongs to result i.
 * Owns     the caller owns the result.
 * Errors   NullError if x is NULL; DomainError if .m is needed and missing.
 * Source   Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.1.
 *
 * Example
 *     nb_var squares(nb_var x) { return nb_sq(x); }
 *     nb_show(nb_jacfwd(squares, nb_vec(1, 2)));    // matrix(2 x 2) 2 0 0 4
 */
#define nb_jacfwd(f, x, ...)                                                   \
    nb__jacfwd(NB__FUNC(f), x, (nb_jac_opts){__VA_ARGS__})

/* The Jacobian of f at x by reverse mode, one sweep for each result: cheap if
 * there are few results.
 *
 * Shapes   x: n; f: an nb_var function, or one result; result: m x n.
 * Owns     the caller owns the result.
 * Errors   NullError if x is NULL; DomainError if f has no reverse mode.
 * Source   Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.2.
 *
 * Example
 *     nb_var squares(nb_var x) { return nb_sq(x); }
 *     nb_show(nb_jacrev(squares, nb_vec(1, 2)));    // matrix(2 x 2) 2 0 0 4
 */
#define nb_jacrev(f, x, ...)                                                   \
    nb__jacrev(NB__FUNC(f), x, (nb_jac_opts){__VA_ARGS__})

gsl_vector *nb__jvp(nb_func f, const gsl_vector *x, const gsl_vector *v);
gsl_vector *nb__vjp(nb_func f, const gsl_vector *x, const gsl_vector *u);

/* The Jacobian of f at x times v: how f changes when x moves along v.
 *
 * Shapes   x, v: n; f: m results; result: m.
 * Owns     the caller owns the result.
 * Errors   ShapeError if x and v differ in length; DomainError for functions
 *          that do not tell how many results they have.
 * Source   Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.1.
 *
 * Example
 *     nb_var squares(nb_var x) { return nb_sq(x); }
 *     nb_show(nb_jvp(squares, nb_vec(1, 2), nb_vec(1, 1)));
 *     // vector(2) [2, 4]
 */
#define nb_jvp(f, x, v) nb__jvp(NB__FUNC(f), x, v)

/* u times the Jacobian of f at x: the gradient of the sum of u[i] f[i].
 *
 * Shapes   x, result: n; u: m, as f has results; f: an nb_var function, or one
 *          result.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both lengths, if u does not fit; DomainError if
 *          f has no reverse mode.
 * Source   Griewank & Walther, Evaluating Derivatives, 2nd ed., section 3.2.
 *
 * Example
 *     nb_var squares(nb_var x) { return nb_sq(x); }
 *     nb_show(nb_vjp(squares, nb_vec(1, 2), nb_vec(1, 1)));
 *     // vector(2) [2, 4]
 */
#define nb_vjp(f, x, u) nb__vjp(NB__FUNC(f), x, u)

/* ---- Is it right? ---- */

typedef struct nb_gradcheck_opts {
    const gsl_vector *grad; /* what to check; NULL: nb_grad() of f */
    double tol;             /* of .error; 0: 1e-6 */
    double unused;          /* more than 16 bytes travel alike everywhere */
} nb_gradcheck_opts;

/* A derivative beside the one by differences, where they differ most. */
typedef struct nb_gradcheck_t {
    double analytic, numeric;
    double error; /* largest difference over the gradient's size */
    size_t index; /* of x */
    bool ok;
} nb_gradcheck_t;

nb_gradcheck_t nb__gradcheck_vector(nb_func f, const gsl_vector *x,
                                    nb_gradcheck_opts opts);
nb_gradcheck_t nb__gradcheck_number(nb_func f, double x,
                                    nb_gradcheck_opts opts);

/* Compare the gradient of f at x with central differences. An error below
 * 1e-7 is rounding, one above 1e-4 is a mistake.
 * Options: .grad (a gradient computed by hand, to be checked instead), .tol.
 *
 * Shapes   x: a number, or a gsl_vector *, n; grad: n.
 * Owns     plain numbers.
 * Errors   ShapeError if .grad has another length than x.
 * Source   Goodfellow, Bengio & Courville, Deep Learning, section 11.5.
 *
 * Example
 *     NB_FN(quad, (double *x), x[0] * x[0] + x[0] * x[1] - x[0])
 *     gsl_vector *wrong = nb_vec(3, 2);
 *     nb_show(nb_gradcheck(quad, nb_vec(1, 2)).ok,
 *             nb_gradcheck(quad, nb_vec(1, 2), .grad = wrong).ok);
 *     // true false
 */
#define nb_gradcheck(f, x, ...)                                                \
    _Generic((x), gsl_vector *: nb__gradcheck_vector,                          \
        const gsl_vector *: nb__gradcheck_vector,                              \
        default: nb__gradcheck_number)(NB__FUNC(f), x,                         \
                                       (nb_gradcheck_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
