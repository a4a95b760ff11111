/* blas.h - OpenBLAS and its LAPACK, loaded when the first cell needs them.
 *
 * Loading costs 2 ms and 3 MB and, done the obvious way, a thread for each
 * processor; a session that only prints and plots should not pay for that.
 * So the functions are looked up at first use, one thread is the rule, and
 * only work that is worth it gets all processors.
 *
 * LAPACK thinks in columns, GSL in rows: nb__columns() and nb__from_columns()
 * turn one into the other. All of LAPACK's arguments are pointers; each
 * character argument has its length, a size_t, at the end of the list. */
#ifndef NB_BLAS_H
#define NB_BLAS_H

#include <gsl/gsl_matrix.h>

/* X(name, parameters) */
/* clang-format off */
#define NB__LAPACK(X)                                                          \
    X(dgemm, (const char *trans_a, const char *trans_b, const int *m,          \
              const int *n, const int *k, const double *alpha,                 \
              const double *a, const int *lda, const double *b,                \
              const int *ldb, const double *beta, double *c, const int *ldc,   \
              size_t, size_t))                                                 \
    X(dgesdd, (const char *job, const int *m, const int *n, double *a,         \
               const int *lda, double *s, double *u, const int *ldu,           \
               double *vt, const int *ldvt, double *work, const int *lwork,    \
               int *iwork, int *info, size_t))                                 \
    X(dsyevd, (const char *job, const char *uplo, const int *n, double *a,     \
               const int *lda, double *w, double *work, const int *lwork,      \
               int *iwork, const int *liwork, int *info, size_t, size_t))      \
    X(dsytrd, (const char *uplo, const int *n, double *a, const int *lda,      \
               double *d, double *e, double *tau, double *work,                \
               const int *lwork, int *info, size_t))                           \
    X(dstedc, (const char *compz, const int *n, double *d, double *e,          \
               double *z, const int *ldz, double *work, const int *lwork,      \
               int *iwork, const int *liwork, int *info, size_t))              \
    X(dlarft, (const char *direct, const char *storev, const int *n,           \
               const int *k, const double *v, const int *ldv,                  \
               const double *tau, double *t, const int *ldt, size_t, size_t))  \
    X(dlarfb, (const char *side, const char *trans, const char *direct,        \
               const char *storev, const int *m, const int *n, const int *k,   \
               const double *v, const int *ldv, const double *t,               \
               const int *ldt, double *c, const int *ldc, double *work,        \
               const int *ldwork, size_t, size_t, size_t, size_t))             \
    X(dgeev, (const char *jobvl, const char *jobvr, const int *n, double *a,   \
              const int *lda, double *wr, double *wi, double *vl,              \
              const int *ldvl, double *vr, const int *ldvr, double *work,      \
              const int *lwork, int *info, size_t, size_t))                    \
    X(dgetrf, (const int *m, const int *n, double *a, const int *lda,          \
               int *pivots, int *info))                                        \
    X(dgetrs, (const char *trans, const int *n, const int *nrhs,               \
               const double *a, const int *lda, const int *pivots, double *b,  \
               const int *ldb, int *info, size_t))                             \
    X(dgecon, (const char *norm, const int *n, const double *a,                \
               const int *lda, const double *anorm, double *rcond,             \
               double *work, int *iwork, int *info, size_t))                   \
    X(dgelsd, (const int *m, const int *n, const int *nrhs, double *a,         \
               const int *lda, double *b, const int *ldb, double *s,           \
               const double *rcond, int *rank, double *work, const int *lwork, \
               int *iwork, int *info))                                         \
    X(dgeqrf, (const int *m, const int *n, double *a, const int *lda,          \
               double *tau, double *work, const int *lwork, int *info))        \
    X(dorgqr, (const int *m, const int *n, const int *k, double *a,            \
               const int *lda, const double *tau, double *work,                \
               const int *lwork, int *info))                                   \
    X(dpotrf, (const char *uplo, const int *n, double *a, const int *lda,      \
               int *info, size_t))
/* clang-format on */

typedef struct nb__blas {
/* A declaration. NOLINTNEXTLINE(bugprone-macro-parentheses) */
#define NB__MEMBER(name, parameters) void(*name) parameters;
    NB__LAPACK(NB__MEMBER)
#undef NB__MEMBER
} nb__blas;

/* flops: how much work is ahead; it decides about threads. Fails with
 * LibraryError if OpenBLAS is not installed. */
const nb__blas *nb__blas_for(double flops);

/* C = alpha op(A) op(B) + beta C for numbers row by row, lda, ldb and ldc
 * apart; op is the transpose where a flag says so, op(A) is m x k. */
typedef struct nb__product {
    int is_a_turned, is_b_turned;
    size_t m, n, k, lda, ldb, ldc;
    double alpha, beta;
} nb__product;
void nb__gemm(const nb__product *p, const double *A, const double *B,
              double *C);

/* A's numbers column by column, without gaps; own: free(). */
double *nb__columns(const gsl_matrix *A);
/* A fresh matrix from numbers column by column, ld apart, which may be
 * negative; not noted yet. */
gsl_matrix *nb__from_columns(const double *columns, size_t rows, size_t cols,
                             long ld);

#endif
