/* base.h - what the other public headers stand on: the preprocessor kit, the
 * types that a mark or a sum can take, and how long a result lives. */
#ifndef NB_BASE_H
#define NB_BASE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_complex.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_permutation.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_vector.h>

/* The macros fill option structs as `{ defaults, the reader's own }`, where
 * later values win; that is their point and no cause for a warning. */
#ifndef __TINYC__
#pragma GCC system_header
#endif

/* ---- The preprocessor kit. ---- */

#define NB__CAT_(a, b) a##b
#define NB__CAT(a, b)  NB__CAT_(a, b)
#define NB__UNWRAP(...) __VA_ARGS__
#define NB__APPLY(m, a) m a

/* The number of arguments, 1 to 32. */
#define NB__NARG_(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, \
                  _15, _16, _17, _18, _19, _20, _21, _22, _23, _24, _25, _26,  \
                  _27, _28, _29, _30, _31, _32, N, ...)                        \
    N
#define NB__NARG(...)                                                          \
    NB__NARG_(__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, \
              19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2,  \
              1, 0)

/* m(a) m(b) m(c) ... */
#define NB__E1(m, x)       m(x)
#define NB__E2(m, x, ...)  m(x) NB__E1(m, __VA_ARGS__)
#define NB__E3(m, x, ...)  m(x) NB__E2(m, __VA_ARGS__)
#define NB__E4(m, x, ...)  m(x) NB__E3(m, __VA_ARGS__)
#define NB__E5(m, x, ...)  m(x) NB__E4(m, __VA_ARGS__)
#define NB__E6(m, x, ...)  m(x) NB__E5(m, __VA_ARGS__)
#define NB__E7(m, x, ...)  m(x) NB__E6(m, __VA_ARGS__)
#define NB__E8(m, x, ...)  m(x) NB__E7(m, __VA_ARGS__)
#define NB__E9(m, x, ...)  m(x) NB__E8(m, __VA_ARGS__)
#define NB__E10(m, x, ...) m(x) NB__E9(m, __VA_ARGS__)
#define NB__E11(m, x, ...) m(x) NB__E10(m, __VA_ARGS__)
#define NB__E12(m, x, ...) m(x) NB__E11(m, __VA_ARGS__)
#define NB__E13(m, x, ...) m(x) NB__E12(m, __VA_ARGS__)
#define NB__E14(m, x, ...) m(x) NB__E13(m, __VA_ARGS__)
#define NB__E15(m, x, ...) m(x) NB__E14(m, __VA_ARGS__)
#define NB__E16(m, x, ...) m(x) NB__E15(m, __VA_ARGS__)
#define NB__E17(m, x, ...) m(x) NB__E16(m, __VA_ARGS__)
#define NB__E18(m, x, ...) m(x) NB__E17(m, __VA_ARGS__)
#define NB__E19(m, x, ...) m(x) NB__E18(m, __VA_ARGS__)
#define NB__E20(m, x, ...) m(x) NB__E19(m, __VA_ARGS__)
#define NB__E21(m, x, ...) m(x) NB__E20(m, __VA_ARGS__)
#define NB__E22(m, x, ...) m(x) NB__E21(m, __VA_ARGS__)
#define NB__E23(m, x, ...) m(x) NB__E22(m, __VA_ARGS__)
#define NB__E24(m, x, ...) m(x) NB__E23(m, __VA_ARGS__)
#define NB__E25(m, x, ...) m(x) NB__E24(m, __VA_ARGS__)
#define NB__E26(m, x, ...) m(x) NB__E25(m, __VA_ARGS__)
#define NB__E27(m, x, ...) m(x) NB__E26(m, __VA_ARGS__)
#define NB__E28(m, x, ...) m(x) NB__E27(m, __VA_ARGS__)
#define NB__E29(m, x, ...) m(x) NB__E28(m, __VA_ARGS__)
#define NB__E30(m, x, ...) m(x) NB__E29(m, __VA_ARGS__)
#define NB__E31(m, x, ...) m(x) NB__E30(m, __VA_ARGS__)
#define NB__E32(m, x, ...) m(x) NB__E31(m, __VA_ARGS__)
#define NB__EACH(m, ...)                                                       \
    NB__CAT(NB__E, NB__NARG(__VA_ARGS__))(m, __VA_ARGS__)

/* How many numbers a list holds, any length. */
#define NB__LEN(...) (sizeof((double[]){__VA_ARGS__}) / sizeof(double))

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* ---- Sequences: any row of numbers. ---- */

/* A borrowed view of numbers in a row, or a function to compute them. Made
 * by NB_SEQ() and nb_n(); read by marks and sums. */
typedef struct nb_seq {
    const void *data; /* numbers of the kind below, or NULL */
    size_t length;
    size_t stride; /* in numbers */
    size_t kind;   /* 0 none, 1 double, 2 float, 3 int, 4 long, 5 words */
    double (*function)(double);
} nb_seq;

nb_seq nb__seq_double(const double *data, size_t size);
nb_seq nb__seq_float(const float *data, size_t size);
nb_seq nb__seq_int(const int *data, size_t size);
nb_seq nb__seq_long(const long *data, size_t size);
nb_seq nb__seq_vector(const gsl_vector *v, size_t size);
nb_seq nb__seq_view(gsl_vector_view v, size_t size);
nb_seq nb__seq_const_view(gsl_vector_const_view v, size_t size);
nb_seq nb__seq_function(double (*f)(double), size_t size);
nb_seq nb__seq_self(nb_seq s, size_t size);
struct nb_var_object;
nb_seq nb__seq_var(struct nb_var_object *v, size_t size);
nb_seq nb__seq_pointer(const double *data, size_t length);

/* Where a type does not fit, its name is the compiler's error message. */
struct a_vector_or_array__or_nb_n_pointer_length {
    double unused[4];
};
nb_seq nb__seq_bad(struct a_vector_or_array__or_nb_n_pointer_length x,
                   size_t size);

/* Any array, vector, view or function as a sequence. Arrays know their
 * length; the numbers are borrowed, not copied.
 *
 * Shapes   x: an array of double, float, int or long; a gsl_vector *; a
 *          gsl_vector_view; a function double -> double; an nb_var; or an
 *          nb_seq.
 * Owns     nothing: valid while x lives.
 * Errors   a bare pointer does not compile: its length is unknown, use nb_n().
 *
 * Example
 *     double x[] = {1, 2, 4};
 *     nb_show(nb_mean(NB_SEQ(x)));                   // 2.33333
 */
#define NB_SEQ(x)                                                              \
    _Generic((__typeof__(x) *)0,                                               \
        double (*)[]: nb__seq_double, const double (*)[]: nb__seq_double,      \
        float (*)[]: nb__seq_float, const float (*)[]: nb__seq_float,          \
        int (*)[]: nb__seq_int, const int (*)[]: nb__seq_int,                  \
        long (*)[]: nb__seq_long, const long (*)[]: nb__seq_long,              \
        default: _Generic((x),                                                 \
            gsl_vector *: nb__seq_vector, const gsl_vector *: nb__seq_vector,  \
            gsl_vector_view: nb__seq_view,                                     \
            _gsl_vector_const_view: nb__seq_const_view,                        \
            double (*)(double): nb__seq_function, nb_seq: nb__seq_self,        \
            struct nb_var_object *: nb__seq_var,                               \
            default: nb__seq_bad))(x, sizeof(x))

/* The first `length` numbers that a bare double * points to, as a sequence.
 *
 * Shapes   length: 0 or more.
 * Owns     nothing: valid while the numbers live.
 * Errors   ShapeError if length is negative; NullError if pointer is NULL and
 *          length is not 0.
 *
 * Example
 *     double *p = (double[]){3, 1, 2};
 *     nb_show(nb_mean(nb_n(p, 3)));                  // 2
 */
nb_seq nb_n(const double *pointer, long length);

/* ---- How long a result lives. ---- */

long nb__scope_open(void);
void nb__scope_close(long *mark);
void *nb__keep(const void *value);
void nb__free_vector(gsl_vector *v);
void nb__free_matrix(gsl_matrix *A);
void nb__free_permutation(gsl_permutation *p);

/* Free every result that nb_ functions make inside the block when it ends,
 * also when break, continue or return leave it.
 *
 * Owns     results made inside belong to the block, but for nb_keep() ones.
 *          When half a gigabyte belongs to none, a note tells so, once.
 * Errors   none; a break inside leaves the scope, not a loop around it.
 *
 * Example
 *     double total = 0;
 *     for (int i = 0; i < 1000; i++) nb_scope {
 *         total += nb_norm(nb_ones(4));
 *     }
 *     nb_show(total);                                // 2000
 */
#define nb_scope                                                               \
    for (int nb__go = 1; nb__go; nb__go = 0)                                   \
        for (long nb__mark __attribute__((cleanup(nb__scope_close))) =         \
                 nb__scope_open();                                             \
             nb__go && nb__mark >= 0; nb__go = 0)

/* Let a result outlive the nb_scope that it was made in; returns it.
 *
 * Owns     it now belongs to the enclosing scope, or to nobody at the top.
 * Errors   none; what no scope owns is returned as it is.
 *
 * Example
 *     gsl_vector *v = NULL;
 *     nb_scope { v = nb_keep(nb_vec(1, 2)); }
 *     nb_show(v);                                    // vector(2) [1, 2]
 */
#define nb_keep(x) ((__typeof__(x))nb__keep(x))

/* GSL's free functions, for values that a scope may own as well: freeing one
 * by name takes it out of its scope. */
#define gsl_vector_free(v)      nb__free_vector(v)
#define gsl_matrix_free(A)      nb__free_matrix(A)
#define gsl_permutation_free(p) nb__free_permutation(p)

/* Declare a variable with the type of its value: nb_let(x, nb_vec(1, 2));
 *
 * Owns     as the value says.
 * Errors   none.
 *
 * Example
 *     nb_let(v, nb_vec(1, 2));
 *     nb_show(v);                                    // vector(2) [1, 2]
 */
#define nb_let(name, value) __typeof__(value) name = value

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
