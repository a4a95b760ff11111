/* array.h - vectors and matrices: literals, elements, whole-array sums. */
#ifndef NB_ARRAY_H
#define NB_ARRAY_H

#include "base.h"
#include "dual.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* ---- Making them. ---- */

gsl_vector *nb__vec(size_t n, const double *numbers);
gsl_matrix *nb__mat(size_t rows, const size_t *lengths, const double *numbers);
gsl_vector *nb__zeros1(long n);
gsl_matrix *nb__zeros2(long rows, long cols);
gsl_vector *nb__ones1(long n);
gsl_matrix *nb__ones2(long rows, long cols);
gsl_vector *nb__randn1(long n);
gsl_matrix *nb__randn2(long rows, long cols);
gsl_vector *nb__randu1(long n);
gsl_matrix *nb__randu2(long rows, long cols);
#define NB__ROW_LENGTH(row) NB__APPLY(NB__LEN, row),
#define NB__ROW(row)        NB__UNWRAP row,

/* The vector of these numbers.
 *
 * Shapes   result: as long as the list.
 * Owns     the caller owns the result: nb_free() or gsl_vector_free().
 * Errors   none.
 *
 * Example
 *     nb_show(nb_vec(1, 2.5, 4));                    // vector(3) [1, 2.5, 4]
 */
#define nb_vec(...) nb__vec(NB__LEN(__VA_ARGS__), (double[]){__VA_ARGS__})

/* The complex number re + im i, as GSL's functions take it. GSL_REAL(z) and
 * GSL_IMAG(z) are its parts.
 *
 * Owns     nothing.
 * Errors   none.
 *
 * Example
 *     gsl_complex z = nb_c(3, 4);
 *     nb_show(&z, GSL_IMAG(z));                      // 3 + 4i 4
 */
#define nb_c(re, im) ((gsl_complex){{(re), (im)}})

/* The matrix with these rows, each in parentheses; at most 32 rows.
 *
 * Shapes   result: rows x numbers in the first row.
 * Owns     the caller owns the result: nb_free() or gsl_matrix_free().
 * Errors   ShapeError if a row is longer or shorter than the first.
 *
 * Example
 *     nb_show(nb_mat((1, 2), (3, 4)));               // matrix(2 x 2) 1 2 3 4
 */
#define nb_mat(...)                                                            \
    nb__mat(NB__NARG(__VA_ARGS__),                                             \
            (size_t[]){NB__EACH(NB__ROW_LENGTH, __VA_ARGS__)},                 \
            (double[]){NB__EACH(NB__ROW, __VA_ARGS__)})

/* Zeros: nb_zeros(n) is a vector, nb_zeros(rows, cols) a matrix.
 *
 * Shapes   result: vector(n), or matrix(rows x cols); sizes from 1.
 * Owns     the caller owns the result.
 * Errors   ShapeError if a size is not positive or too large to hold.
 *
 * Example
 *     nb_show(nb_zeros(3));                          // vector(3) [0, 0, 0]
 */
#define nb_zeros(...) NB__CAT(nb__zeros, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

/* Ones: nb_ones(n) is a vector, nb_ones(rows, cols) a matrix.
 *
 * Shapes   result: vector(n), or matrix(rows x cols); sizes from 1.
 * Owns     the caller owns the result.
 * Errors   ShapeError if a size is not positive or too large to hold.
 *
 * Example
 *     nb_show(nb_ones(1, 2));                        // matrix(1 x 2) 1 1
 */
#define nb_ones(...) NB__CAT(nb__ones, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

/* Independent standard normal numbers: nb_randn(n) is a vector,
 * nb_randn(rows, cols) a matrix, filled row by row.
 *
 * Shapes   result: vector(n), or matrix(rows x cols); sizes from 1.
 * Owns     the caller owns the result.
 * Errors   ShapeError if a size is not positive or too large to hold.
 * Random   one gsl_ran_gaussian(nb_rng(), 1) a number.
 *
 * Example
 *     nb_seed(7);
 *     double a = nb_norm(nb_randn(5));
 *     nb_seed(7);
 *     nb_show(a == nb_norm(nb_randn(5)));            // 1
 */
#define nb_randn(...) NB__CAT(nb__randn, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

/* Independent numbers, uniform on [0, 1): nb_randu(n) is a vector,
 * nb_randu(rows, cols) a matrix, filled row by row.
 *
 * Shapes   result: vector(n), or matrix(rows x cols); sizes from 1.
 * Owns     the caller owns the result.
 * Errors   ShapeError if a size is not positive or too large to hold.
 * Random   one gsl_rng_uniform(nb_rng()) a number.
 *
 * Example
 *     nb_show(nb_max(nb_randu(100)) < 1);            // 1
 */
#define nb_randu(...) NB__CAT(nb__randu, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

/* The identity matrix.
 *
 * Shapes   result: n x n.
 * Owns     the caller owns the result.
 * Errors   ShapeError if n is not positive or too large to hold.
 *
 * Example
 *     nb_show(nb_eye(2));                            // matrix(2 x 2) 1 0 0 1
 */
gsl_matrix *nb_eye(long n);

/* n numbers from a to b, both included, evenly spaced.
 *
 * Shapes   result: vector(n); n = 1 gives a alone.
 * Owns     the caller owns the result.
 * Errors   ShapeError if n is not positive; DomainError if a or b is not
 *          finite.
 *
 * Example
 *     nb_show(nb_linspace(0, 1, 5));     // vector(5) [0, 0.25, 0.5, 0.75, 1]
 */
gsl_vector *nb_linspace(double a, double b, long n);

/* The numbers a, a + step, a + 2 step, ... that lie before b.
 *
 * Shapes   result: vector(ceil((b - a) / step)).
 * Owns     the caller owns the result.
 * Errors   DomainError if step is 0, points away from b, or is not finite;
 *          ShapeError if there is no such number or there are too many.
 *
 * Example
 *     nb_show(nb_arange(0, 1, 0.25));          // vector(4) [0, 0.25, 0.5, 0.75]
 */
gsl_vector *nb_arange(double a, double b, double step);

/* The square matrix with v on its diagonal and zeros elsewhere.
 *
 * Shapes   v: n; result: n x n.
 * Owns     the caller owns the result.
 * Errors   none but a NULL vector.
 *
 * Example
 *     nb_show(nb_diag(nb_vec(2, 3)));                // matrix(2 x 2) 2 0 0 3
 */
gsl_matrix *nb_diag(const gsl_vector *v);

gsl_vector *nb__copy_vector(const gsl_vector *v, size_t size);
gsl_matrix *nb__copy_matrix(const gsl_matrix *A, size_t size);
gsl_vector *nb__copy_double(const double *x, size_t size);
gsl_vector *nb__copy_float(const float *x, size_t size);
gsl_vector *nb__copy_int(const int *x, size_t size);
gsl_vector *nb__copy_long(const long *x, size_t size);
gsl_vector *nb__copy_seq(nb_seq x, size_t size);

/* A fresh vector or matrix with the same numbers, stored without gaps.
 *
 * Shapes   x: a gsl_matrix *, a gsl_vector *, an nb_seq, or an array of
 *          double, float, int or long; result: the same shape.
 * Owns     the caller owns the result.
 * Errors   ShapeError if x is empty.
 *
 * Example
 *     int counts[] = {3, 1, 2};
 *     nb_show(nb_copy(counts));                      // vector(3) [3, 1, 2]
 */
#define nb_copy(x)                                                             \
    _Generic((__typeof__(x) *)0,                                               \
        double (*)[]: nb__copy_double, const double (*)[]: nb__copy_double,    \
        float (*)[]: nb__copy_float, const float (*)[]: nb__copy_float,        \
        int (*)[]: nb__copy_int, const int (*)[]: nb__copy_int,                \
        long (*)[]: nb__copy_long, const long (*)[]: nb__copy_long,            \
        default: _Generic((x), gsl_matrix *: nb__copy_matrix,                  \
            const gsl_matrix *: nb__copy_matrix, nb_seq: nb__copy_seq,         \
            default: nb__copy_vector))(x, sizeof(x))

/* ---- Elements. ---- */

double *nb__at1(const gsl_vector *v, long i);
double *nb__at2(const gsl_matrix *A, long i, long j);
#define NB__AT2(v, i)    (*nb__at1(v, i))
#define NB__AT3(A, i, j) (*nb__at2(A, i, j))

/* The element nb_at(v, i) or nb_at(A, i, j), to read or to assign; the first
 * index is 0.
 *
 * Shapes   v: a gsl_vector *, 0 <= i < n; or A: a gsl_matrix *, row, column.
 * Owns     nothing: the element belongs to v or A.
 * Errors   IndexError, naming index and shape, outside of it.
 *
 * Example
 *     gsl_matrix *A = nb_mat((1, 2), (3, 4));
 *     nb_at(A, 0, 1) += 10;
 *     nb_show(nb_at(A, 0, 1));                       // 12
 */
#define nb_at(...) NB__CAT(NB__AT, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

/* Row i of A as a vector that shares A's memory: to change one is to change
 * the other. nb_copy(nb_row(A, i)) is independent of A.
 *
 * Shapes   A: m x n, 0 <= i < m; result: n.
 * Owns     the caller owns the vector, A owns the numbers.
 * Errors   IndexError, naming index and shape.
 *
 * Example
 *     nb_show(nb_row(nb_mat((1, 2), (3, 4)), 1));    // vector(2) [3, 4]
 */
gsl_vector *nb_row(const gsl_matrix *A, long i);

/* Column j of A as a vector that shares A's memory: to change one is to
 * change the other. nb_copy(nb_col(A, j)) is independent of A.
 *
 * Shapes   A: m x n, 0 <= j < n; result: m.
 * Owns     the caller owns the vector, A owns the numbers.
 * Errors   IndexError, naming index and shape.
 *
 * Example
 *     nb_show(nb_col(nb_mat((1, 2), (3, 4)), 1));    // vector(2) [2, 4]
 */
gsl_vector *nb_col(const gsl_matrix *A, long j);

gsl_matrix *nb__cols(const gsl_matrix *A, long first, long count);
nb_var nb__cols_v(nb_var v, long first, long count);

/* Columns first ... first + count - 1 of A, copied.
 *
 * Shapes   A: m x n, a gsl_matrix * or an nb_var; first + count <= n; result:
 *          m x count.
 * Owns     the caller owns the result.
 * Errors   IndexError, naming columns and shape.
 *
 * Example
 *     nb_show(nb_cols(nb_mat((1, 2, 3), (4, 5, 6)), 1, 2));
 *     // matrix(2 x 2) 2 3 5 6
 */
#define nb_cols(A, first, count)                                                \
    _Generic((A), nb_var: nb__cols_v, default: nb__cols)(A, first, count)

gsl_matrix *nb__rows(const gsl_matrix *A, long first, long count);
nb_var nb__rows_v(nb_var v, long first, long count);

/* Rows first ... first + count - 1 of A, copied.
 *
 * Shapes   A: m x n, a gsl_matrix * or an nb_var; first + count <= m; result:
 *          count x n.
 * Owns     the caller owns the result.
 * Errors   IndexError, naming rows and shape.
 *
 * Example
 *     nb_show(nb_rows(nb_mat((1, 2), (3, 4), (5, 6)), 1, 1));
 *     // matrix(1 x 2) 3 4
 */
#define nb_rows(A, first, count)                                                \
    _Generic((A), nb_var: nb__rows_v, default: nb__rows)(A, first, count)

/* Free a result of an nb_ function: a vector, matrix or permutation, a mark
 * that is in no plot, a plot, a figure, a table, or all parts of a result
 * struct such as nb_svd_t. NULL is fine.
 *
 * Shapes   any.
 * Owns     takes x: it must not be used afterwards.
 * Errors   other types do not compile.
 *
 * Example
 *     gsl_vector *v = nb_vec(1, 2);
 *     nb_free(v);
 */
#define nb_free(x)                                                             \
    _Generic((x), gsl_vector *: nb__free_vector, gsl_matrix *: nb__free_matrix, \
        gsl_permutation *: nb__free_permutation, nb_mark: nb__free_mark,       \
        nb_plot_t: nb__free_plot, nb_fig_t: nb__free_figure,                   \
        nb_column_t: nb__free_column, nb_table_t: nb__free_table,              \
        nb_eigh_t: nb__free_eigh, nb_eig_t: nb__free_eig,                      \
        nb_svd_t: nb__free_svd, nb_qr_t: nb__free_qr, nb_pca_t: nb__free_pca,  \
        nb_lu_t: nb__free_lu,                                                  \
        nb_power_t: nb__free_power, nb_factors_t: nb__free_factors,            \
        nb_kmeans_t: nb__free_kmeans,                                          \
        nb_data: nb__free_data, nb_var: nb__free_var,                          \
        nb_mle_t: nb__free_mle, nb_profile_t: nb__free_profile,                \
        nb_bootstrap_t: nb__free_bootstrap, nb_bayes_t: nb__free_bayes,        \
        nb_cv_t: nb__free_cv, nb_curve_t: nb__free_curve,                      \
        nb_calibration_t: nb__free_calibration,                                \
        nb_vg_t: nb__free_vg, nb_opt: nb__free_opt, nb_min_t: nb__free_min,    \
        nb_net: nb__free_net, nb_fit_t: nb__free_fit,                          \
        nb_split_t: nb__free_split, nb_linreg_t: nb__free_linreg,              \
        nb_logreg_t: nb__free_logreg, nb_roc_t: nb__free_roc)(x)

/* ---- Whole arrays. ---- */

gsl_vector *nb__map_vector(double (*f)(double), const gsl_vector *x);
gsl_matrix *nb__map_matrix(double (*f)(double), const gsl_matrix *A);

/* f of every element.
 *
 * Shapes   x: a gsl_vector * or a gsl_matrix *; result: the same shape.
 * Owns     the caller owns the result.
 * Errors   none but a NULL x.
 *
 * Example
 *     nb_show(nb_map(sqrt, nb_vec(1, 4, 9)));        // vector(3) [1, 2, 3]
 */
#define nb_map(f, x)                                                           \
    _Generic((x), gsl_matrix *: nb__map_matrix,                                \
        const gsl_matrix *: nb__map_matrix, default: nb__map_vector)(f, x)

double nb__sum_vector(const gsl_vector *x);
double nb__sum_matrix(const gsl_matrix *A);
nb_var nb__sum_v(nb_var v);
#define NB__SUM1(x)                                                            \
    _Generic((x), gsl_matrix *: nb__sum_matrix,                                \
        const gsl_matrix *: nb__sum_matrix, nb_var: nb__sum_v,                 \
        default: nb__sum_vector)(x)
#define NB__SUM4(i, from, to, term)                                            \
    __extension__({                                                            \
        double nb__total = 0;                                                  \
        for (long i = (from); i < (long)(to); i++) nb__total += (term);        \
        nb__total;                                                             \
    })

/* nb_sum(x): the sum of all elements of a vector or matrix.
 * nb_sum(i, from, to, term): the sum of term over i = from, ..., to - 1.
 *
 * Shapes   x: a gsl_vector *, a gsl_matrix * or an nb_var.
 * Owns     a plain number; of an nb_var an nb_var, 1 x 1, the caller's.
 * Errors   none but a NULL x.
 *
 * Example
 *     nb_show(nb_sum(nb_vec(1, 2, 3)));              // 6
 *     nb_show(nb_sum(i, 1, 5, 1.0 / i));             // 2.08333
 */
#define nb_sum(...) NB__CAT(NB__SUM, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

double nb__max_vector(const gsl_vector *x);
double nb__max_matrix(const gsl_matrix *A);
double nb__min_vector(const gsl_vector *x);
double nb__min_matrix(const gsl_matrix *A);
double nb__maxabs_vector(const gsl_vector *x);
double nb__maxabs_matrix(const gsl_matrix *A);

/* The largest element; NaN if there is one.
 *
 * Shapes   x: a gsl_vector * or a gsl_matrix *.
 * Owns     a plain number.
 * Errors   none but a NULL x.
 *
 * Example
 *     nb_show(nb_max(nb_vec(3, -7, 5)));             // 5
 */
#define nb_max(x)                                                              \
    _Generic((x), gsl_matrix *: nb__max_matrix,                                \
        const gsl_matrix *: nb__max_matrix, default: nb__max_vector)(x)

/* The smallest element; NaN if there is one.
 *
 * Shapes   x: a gsl_vector * or a gsl_matrix *.
 * Owns     a plain number.
 * Errors   none but a NULL x.
 *
 * Example
 *     nb_show(nb_min(nb_vec(3, -7, 5)));             // -7
 */
#define nb_min(x)                                                              \
    _Generic((x), gsl_matrix *: nb__min_matrix,                                \
        const gsl_matrix *: nb__min_matrix, default: nb__min_vector)(x)

/* The largest absolute value, for "how far are these two apart":
 * nb_maxabs(nb_sub(A, B)). NaN if there is one.
 *
 * Shapes   x: a gsl_vector * or a gsl_matrix *.
 * Owns     a plain number.
 * Errors   none but a NULL x.
 *
 * Example
 *     nb_show(nb_maxabs(nb_vec(3, -7, 5)));          // 7
 */
#define nb_maxabs(x)                                                           \
    _Generic((x), gsl_matrix *: nb__maxabs_matrix,                             \
        const gsl_matrix *: nb__maxabs_matrix, default: nb__maxabs_vector)(x)

/* Two vectors or two matrices; everything else is left to dual.h. */
#define NB__ARRAYS_OF(name, type, kind)                                        \
    type *(*)(type *): nb__##name##_##kind,                                    \
        type *(*)(const type *): nb__##name##_##kind,                          \
        const type *(*)(type *): nb__##name##_##kind,                          \
        const type *(*)(const type *): nb__##name##_##kind
#define NB__PAIR(a, b, name)                                                   \
    _Generic(NB__PAIR_TYPE(a, b), NB__ARRAYS_OF(name, gsl_matrix, matrix),     \
        NB__ARRAYS_OF(name, gsl_vector, vector), NB__PAIRS(name),              \
        default: nb__##name##_nn)(a, b)
gsl_vector *nb__add_vector(const gsl_vector *a, const gsl_vector *b);
gsl_matrix *nb__add_matrix(const gsl_matrix *A, const gsl_matrix *B);
gsl_vector *nb__sub_vector(const gsl_vector *a, const gsl_vector *b);
gsl_matrix *nb__sub_matrix(const gsl_matrix *A, const gsl_matrix *B);

/* The sum a + b, element by element; also of numbers of any kind (dual.h).
 *
 * Shapes   a, b: two gsl_vector * or two gsl_matrix * of the same shape; or
 *          two nb_var, shapes as in nb_mul().
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both shapes, if they do not fit.
 *
 * Example
 *     nb_show(nb_add(nb_vec(1, 2), nb_vec(3, 4)));   // vector(2) [4, 6]
 */
#define nb_add(a, b) NB__PAIR(a, b, add)

/* The difference a - b, element by element; also of numbers of any kind.
 *
 * Shapes   a, b: two gsl_vector * or two gsl_matrix * of the same shape; or
 *          two nb_var, shapes as in nb_mul().
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both shapes, if they do not fit.
 *
 * Example
 *     nb_show(nb_sub(nb_vec(1, 2), nb_vec(3, 5)));   // vector(2) [-2, -3]
 */
#define nb_sub(a, b) NB__PAIR(a, b, sub)

gsl_vector *nb__scale_vector(double factor, const gsl_vector *x);
gsl_matrix *nb__scale_matrix(double factor, const gsl_matrix *A);

/* factor times x, for a number and a vector or matrix.
 *
 * Shapes   x: a gsl_vector * or a gsl_matrix *; result: the same shape.
 * Owns     the caller owns the result; x is unchanged (gsl_vector_scale
 *          works in place).
 * Errors   none but a NULL x.
 *
 * Example
 *     nb_show(nb_scale(2, nb_vec(1, 2)));            // vector(2) [2, 4]
 */
#define nb_scale(factor, x)                                                    \
    _Generic((x), gsl_matrix *: nb__scale_matrix,                              \
        const gsl_matrix *: nb__scale_matrix, default: nb__scale_vector)(      \
        factor, x)

/* ---- Random numbers. ---- */

/* The session's random number generator, for gsl_ran_ functions. It is a
 * Mersenne twister (gsl_rng_mt19937) and starts from seed 0.
 *
 * Owns     nothing: it lives as long as the session; do not free it.
 * Errors   none.
 * Source   Matsumoto & Nishimura, ACM TOMACS 8 (1998), 3-30.
 *
 * Example
 *     nb_seed(7);
 *     nb_show(gsl_rng_uniform(nb_rng()));            // 0.0763083
 */
gsl_rng *nb_rng(void);

/* Start the session's random numbers anew from this seed.
 *
 * Owns     nothing.
 * Errors   none.
 *
 * Example
 *     nb_seed(1);
 */
void nb_seed(unsigned long seed);

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
