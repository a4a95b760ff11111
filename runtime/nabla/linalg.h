/* linalg.h - linear algebra on gsl_matrix and gsl_vector, by LAPACK.
 *
 * Everything here leaves its arguments as they are and refuses NaN and
 * infinity where a factorisation would only spread them. */
#ifndef NB_LINALG_H
#define NB_LINALG_H

#include "base.h"
#include "dual.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* ---- Products. ---- */

/* One factor of a product: a matrix, or a vector as its numbers. */
typedef struct nb_factor {
    const gsl_matrix *matrix; /* two of these three are NULL */
    const gsl_vector *vector;
    nb_var var;
} nb_factor;

nb_factor nb__factor_matrix(const gsl_matrix *A);
nb_factor nb__factor_vector(const gsl_vector *v);
nb_factor nb__factor_var(nb_var v);
#define NB__FACTOR_OF(x)                                                       \
    _Generic((x), gsl_matrix *: nb__factor_matrix,                             \
        const gsl_matrix *: nb__factor_matrix, nb_var: nb__factor_var,         \
        default: nb__factor_vector)(x)
#define NB__FACTOR(x) NB__FACTOR_OF(x),
gsl_matrix *nb__product_matrix(size_t count, const nb_factor *factors);
gsl_vector *nb__product_vector(size_t count, const nb_factor *factors);
double nb__product_number(size_t count, const nb_factor *factors);
nb_var nb__product_var(size_t count, const nb_factor *factors);

/* The last of 2 to 8 arguments. */
#define NB__LAST2(a, b)                   b
#define NB__LAST3(a, b, c)                c
#define NB__LAST4(a, b, c, d)             d
#define NB__LAST5(a, b, c, d, e)          e
#define NB__LAST6(a, b, c, d, e, f)       f
#define NB__LAST7(a, b, c, d, e, f, g)    g
#define NB__LAST8(a, b, c, d, e, f, g, h) h
#define NB__LAST(...) NB__CAT(NB__LAST, NB__NARG(__VA_ARGS__))(__VA_ARGS__)
#define NB__FIRST_(a, ...) a
#define NB__FIRST(...)     NB__FIRST_(__VA_ARGS__, 0)
#define NB__PRODUCT(first, last)                                               \
    _Generic((first), gsl_vector *: _Generic((last),                           \
            gsl_matrix *: nb__product_vector,                                  \
            const gsl_matrix *: nb__product_vector, nb_var: nb__product_var,   \
            default: nb__product_number),                                      \
        const gsl_vector *: _Generic((last),                                   \
            gsl_matrix *: nb__product_vector,                                  \
            const gsl_matrix *: nb__product_vector, nb_var: nb__product_var,   \
            default: nb__product_number),                                      \
        nb_var: nb__product_var,                                               \
        default: _Generic((last), gsl_vector *: nb__product_vector,            \
            const gsl_vector *: nb__product_vector, nb_var: nb__product_var,   \
            default: nb__product_matrix))

/* The product of 2 to 8 matrices and vectors: A B, A B x, x A y ...
 *
 * Shapes   inner sizes must agree. A vector counts as a column at the end
 *          (A x is a vector), as a row at the beginning (x A is a vector,
 *          x y and x A y are numbers), and nowhere else. If the first or
 *          the last is an nb_var, so is the result; vectors are columns then.
 * Owns     the caller owns a vector or matrix result.
 * Errors   ShapeError, naming both shapes, if inner sizes differ.
 * Method   from the right if the last factor is a vector, else from the left.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 1.1.
 *
 * Example
 *     gsl_matrix *A = nb_mat((1, 2), (3, 4));
 *     nb_show(nb_matmul(A, nb_vec(1, 1)));           // vector(2) [3, 7]
 *     nb_show(nb_matmul(A, A));                      // matrix(2 x 2) 7 10 15 22
 */
#define nb_matmul(...)                                                         \
    NB__PRODUCT(NB__FIRST(__VA_ARGS__), NB__LAST(__VA_ARGS__))                 \
    (NB__NARG(__VA_ARGS__),                                                    \
     (nb_factor[NB__NARG(__VA_ARGS__)]){NB__EACH(NB__FACTOR, __VA_ARGS__)})

gsl_matrix *nb__t(const gsl_matrix *A);
nb_var nb__t_v(nb_var v);

/* The transpose.
 *
 * Shapes   A: a gsl_matrix * or an nb_var, m x n; result: n x m.
 * Owns     the caller owns the result.
 * Errors   none but a NULL matrix.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 1.1.
 *
 * Example
 *     nb_show(nb_t(nb_mat((1, 2, 3))));              // matrix(3 x 1) 1 2 3
 */
#define nb_t(A) _Generic((A), nb_var: nb__t_v, default: nb__t)(A)

/* The inner product, the sum of x[i] y[i].
 *
 * Shapes   x, y: n.
 * Owns     a plain number.
 * Errors   ShapeError, naming both lengths, if they differ.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 1.1.
 *
 * Example
 *     nb_show(nb_dot(nb_vec(1, 2), nb_vec(3, 4)));   // 11
 */
double nb_dot(const gsl_vector *x, const gsl_vector *y);

/* The outer product: the matrix of all x[i] y[j]; its rank is 1.
 *
 * Shapes   x: m; y: n; result: m x n.
 * Owns     the caller owns the result.
 * Errors   none but a NULL vector.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 1.1.
 *
 * Example
 *     nb_show(nb_outer(nb_vec(1, 2), nb_vec(3, 4))); // matrix(2 x 2) 3 4 6 8
 */
gsl_matrix *nb_outer(const gsl_vector *x, const gsl_vector *y);

double nb__norm_vector(const gsl_vector *x);
double nb__norm_matrix(const gsl_matrix *A);

/* The length of a vector, sqrt of the sum of squares; of a matrix the same
 * (the Frobenius norm). No overflow on the way.
 *
 * Shapes   x: a gsl_vector * or a gsl_matrix *.
 * Owns     a plain number.
 * Errors   none but a NULL x.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 2.3.
 *
 * Example
 *     nb_show(nb_norm(nb_vec(3, 4)));                // 5
 */
#define nb_norm(x)                                                             \
    _Generic((x), gsl_matrix *: nb__norm_matrix,                               \
        const gsl_matrix *: nb__norm_matrix, default: nb__norm_vector)(x)

/* The trace, the sum of the diagonal.
 *
 * Shapes   A: n x n.
 * Owns     a plain number.
 * Errors   ShapeError if A is not square.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 2.1.
 *
 * Example
 *     nb_show(nb_trace(nb_mat((1, 2), (3, 4))));     // 5
 */
double nb_trace(const gsl_matrix *A);

/* ---- Systems. ---- */

gsl_vector *nb__solve_vector(const gsl_matrix *A, const gsl_vector *b);
gsl_matrix *nb__solve_matrix(const gsl_matrix *A, const gsl_matrix *B);

/* The x with A x = b; for a matrix b, one solution for each of its columns.
 *
 * Shapes   A: n x n; b: a gsl_vector *, n, or a gsl_matrix *, n x k;
 *          result: like b.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both shapes; SingularMatrix if A has no
 *          inverse or is so close to one without that no digit is right;
 *          DomainError if A or b holds NaN or infinity.
 * Method   LU with partial pivoting, (2/3) n^3 flops (dgesv).
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 3.4.
 * See      nb_lstsq() when A is not square.
 *
 * Example
 *     gsl_matrix *A = nb_mat((4, 1), (1, 3));
 *     nb_show(nb_solve(A, nb_vec(1, 2)));  // vector(2) [0.0909091, 0.636364]
 */
#define nb_solve(A, b)                                                         \
    _Generic((b), gsl_matrix *: nb__solve_matrix,                              \
        const gsl_matrix *: nb__solve_matrix, default: nb__solve_vector)(A, b)

/* The inverse. To solve A x = b use nb_solve(), which is faster and closer.
 *
 * Shapes   A: n x n; result: n x n.
 * Owns     the caller owns the result.
 * Errors   ShapeError if A is not square; SingularMatrix as in nb_solve();
 *          DomainError if A holds NaN or infinity.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 3.4.
 *
 * Example
 *     nb_show(nb_inv(nb_mat((2, 1), (3, 1))));       // matrix(2 x 2) -1 1 3 -2
 */
gsl_matrix *nb_inv(const gsl_matrix *A);

/* The determinant.
 *
 * Shapes   A: n x n.
 * Owns     a plain number.
 * Errors   ShapeError if A is not square; DomainError if A holds NaN or
 *          infinity.
 * Method   product of LU's pivots (dgetrf).
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 3.2.
 *
 * Example
 *     nb_show(nb_det(nb_mat((4, 1), (2, 3))));       // 10
 */
double nb_det(const gsl_matrix *A);

/* The least-squares solution: the x that minimises ||A x - b||, the shortest
 * one if there are many.
 *
 * Shapes   A: m x n, any; b: m; result: n.
 * Units    x[j] is in units of b per unit of column j of A.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both shapes, if A and b disagree; DomainError
 *          if A or b holds NaN or infinity.
 * Method   singular values below max(m, n) eps s_1 count as zero (dgelsd).
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 5.5.
 *
 * Example
 *     gsl_matrix *X = nb_mat((1, 0), (1, 1), (1, 2));
 *     nb_show(nb_lstsq(X, nb_vec(1, 3, 5)));         // vector(2) [1, 2]
 */
gsl_vector *nb_lstsq(const gsl_matrix *A, const gsl_vector *b);

/* The rank: how many singular values are not zero to rounding.
 *
 * Shapes   A: m x n, any.
 * Owns     a plain number.
 * Errors   DomainError if A holds NaN or infinity.
 * Method   counts s_i > max(m, n) eps s_1.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 5.4.
 *
 * Example
 *     nb_show(nb_rank(nb_mat((1, 2), (2, 4))));      // 1
 */
long nb_rank(const gsl_matrix *A);

/* The condition number s_1 / s_n: how many times larger a relative error of
 * the data can get in a solution. Infinite for a singular matrix.
 *
 * Shapes   A: m x n, any.
 * Owns     a plain number.
 * Errors   DomainError if A holds NaN or infinity.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 2.6.
 *
 * Example
 *     nb_show(nb_cond(nb_mat((2, 0), (0, 1))));      // 2
 */
double nb_cond(const gsl_matrix *A);

/* The Moore-Penrose pseudo-inverse V S^+ U'.
 *
 * Shapes   A: m x n, any; result: n x m.
 * Owns     the caller owns the result.
 * Errors   DomainError if A holds NaN or infinity.
 * Method   singular values below max(m, n) eps s_1 count as zero.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 5.5.
 *
 * Example
 *     nb_show(nb_pinv(nb_mat((2), (0))));            // matrix(1 x 2) 0.5 0
 */
gsl_matrix *nb_pinv(const gsl_matrix *A);

/* ---- Factorisations. ---- */

/* A symmetric matrix in its own axes: A = V diag(values) V'. */
typedef struct nb_eigh_t {
    gsl_vector *values;  /* n, descending */
    gsl_matrix *vectors; /* n x n, column j belongs to values[j] */
    size_t n;
} nb_eigh_t;

void nb__free_eigh(nb_eigh_t e);

/* Eigenvalues and orthonormal eigenvectors of a symmetric matrix.
 *
 * Shapes   A: n x n, symmetric; values: n, descending; vectors: n x n.
 * Owns     the caller owns both parts.
 * Errors   ShapeError if A is not square; DomainError if A is not symmetric
 *          to a hundredth of its largest element (see nb_eig), or holds NaN or
 *          infinity. Beyond 1e-10 of it, a note tells that the mean of A and
 *          A' is taken.
 * Method   dsyevd, from 256 rows on its three steps; each vector is signed so
 *          that its largest |component| is positive.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., chapter 8.
 *
 * Example
 *     nb_eigh_t e = nb_eigh(nb_mat((2, 1), (1, 3)));
 *     nb_show(e.values);                       // vector(2) [3.61803, 1.38197]
 */
nb_eigh_t nb_eigh(const gsl_matrix *A);

/* Eigenvalues re + i im and eigenvectors of any square matrix. */
typedef struct nb_eig_t {
    gsl_vector *re;         /* n; by descending modulus, then re, then im */
    gsl_vector *im;         /* n; zeros if all eigenvalues are real */
    gsl_matrix *vectors_re; /* n x n, column j belongs to eigenvalue j */
    gsl_matrix *vectors_im;
    size_t n;
} nb_eig_t;

void nb__free_eig(nb_eig_t e);

/* Eigenvalues and eigenvectors of any square matrix, complex where they are.
 *
 * Shapes   A: n x n; re, im: n; vectors_re, vectors_im: n x n.
 * Owns     the caller owns the four parts.
 * Errors   ShapeError if A is not square; DomainError if A holds NaN or
 *          infinity, or if the QR iteration does not settle.
 * Method   dgeev; each vector has length 1 and its largest |component| is
 *          real and positive. Vectors of a defective matrix coincide.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 7.5.
 * See      nb_eigh() for symmetric matrices: faster, real, orthogonal.
 *
 * Example
 *     nb_eig_t e = nb_eig(nb_mat((4, 1), (2, 3)));
 *     nb_show(e.re);                                 // vector(2) [5, 2]
 */
nb_eig_t nb_eig(const gsl_matrix *A);

/* The singular value decomposition A = U diag(S) V', thin. */
typedef struct nb_svd_t {
    gsl_matrix *U; /* m x k, orthonormal columns, k = min(m, n) */
    gsl_vector *S; /* k, descending, not negative */
    gsl_matrix *V; /* n x k, orthonormal columns; A V = U diag(S) */
} nb_svd_t;

void nb__free_svd(nb_svd_t s);

/* The thin singular value decomposition A = U diag(S) V'.
 *
 * Shapes   A: m x n, any; k = min(m, n); U: m x k; S: k; V: n x k.
 * Owns     the caller owns the three parts.
 * Errors   DomainError if A holds NaN or infinity, or if the iteration does
 *          not settle.
 * Method   dgesdd; the largest |component| of each column of V is positive.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 8.6.
 *
 * Example
 *     nb_svd_t s = nb_svd(nb_mat((3, 0), (4, 5)));
 *     nb_show(s.S);                            // vector(2) [6.7082, 2.23607]
 */
nb_svd_t nb_svd(const gsl_matrix *A);

/* A = Q R: orthonormal columns and an upper triangle. */
typedef struct nb_qr_t {
    gsl_matrix *Q; /* m x k, k = min(m, n) */
    gsl_matrix *R; /* k x n, its diagonal is not negative */
} nb_qr_t;

void nb__free_qr(nb_qr_t f);

/* The thin QR factorisation A = Q R.
 *
 * Shapes   A: m x n, any; k = min(m, n); Q: m x k; R: k x n.
 * Owns     the caller owns both parts.
 * Errors   DomainError if A holds NaN or infinity.
 * Method   Householder (dgeqrf, dorgqr), rows signed so that R's diagonal is
 *          not negative.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 5.2.
 *
 * Example
 *     nb_qr_t f = nb_qr(nb_mat((3, 0), (4, 5)));
 *     nb_show(f.R);                                  // matrix(2 x 2) 5 4 0 3
 */
nb_qr_t nb_qr(const gsl_matrix *A);

/* P A = L U: rows in another order as two triangles. */
typedef struct nb_lu_t {
    gsl_matrix *L;      /* n x n, 1 on its diagonal, 0 above */
    gsl_matrix *U;      /* n x n, 0 below its diagonal */
    gsl_permutation *p; /* row i of P A is row p[i] of A */
    double det;         /* det A */
    size_t n;
} nb_lu_t;

void nb__free_lu(nb_lu_t f);

/* The LU factorisation with partial pivoting: Gaussian elimination, kept. A
 * singular matrix has one too; a zero is on U's diagonal then.
 *
 * Shapes   A: n x n; L, U: n x n; p: n.
 * Owns     the caller owns all parts, or all by nb_free().
 * Errors   ShapeError if A is not square; DomainError if A holds NaN or
 *          infinity.
 * Method   dgetrf, (2/3) n^3 flops.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 3.4.
 *
 * Example
 *     nb_lu_t f = nb_lu(nb_mat((1, 2), (4, 4)));
 *     nb_show(f.L, f.U, f.det);
 *     // matrix(2 x 2) 1.00 0.00 0.25 1.00 matrix(2 x 2) 4 4 0 1 -4
 */
nb_lu_t nb_lu(const gsl_matrix *A);

/* The Cholesky factor: the lower triangle L with A = L L'.
 *
 * Shapes   A: n x n, symmetric, positive definite; result: n x n.
 * Owns     the caller owns the result.
 * Errors   ShapeError if A is not square; DomainError if it is not symmetric,
 *          not positive definite, or holds NaN or infinity.
 * Source   Golub & Van Loan, Matrix Computations, 4th ed., section 4.2.
 *
 * Example
 *     nb_show(nb_chol(nb_mat((4, 2), (2, 5))));      // matrix(2 x 2) 2 0 1 2
 */
gsl_matrix *nb_chol(const gsl_matrix *A);

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
