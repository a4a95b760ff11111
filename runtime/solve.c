/* solve.c - linear systems: LU, least squares, rank and condition. */
#include "nabla.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "blas.h"
#include "fail.h"
#include "pool.h"

/* A factored square matrix: P A = L U, column by column. */
typedef struct Lu {
    double *numbers;
    int *pivots;
    int n;
    int info; /* > 0: a pivot is exactly 0 */
} Lu;

static Lu lu_of(const gsl_matrix *A) {
    Lu lu = {nb__columns(A), nb__alloc(A->size1, sizeof(int)), (int)A->size1,
             0};
    double n = lu.n;
    nb__blas_for(2 * n * n * n / 3)
        ->dgetrf(&lu.n, &lu.n, lu.numbers, &lu.n, lu.pivots, &lu.info);
    return lu;
}

static void lu_done(Lu *lu) {
    free(lu->numbers);
    free(lu->pivots);
}

nb_lu_t nb_lu(const gsl_matrix *A) {
    nb__need_square("nb_lu", A);
    nb__need_finite_matrix("nb_lu", A);
    size_t n = A->size1;
    Lu lu = lu_of(A);
    nb_lu_t f = {nb__new_matrix(n, n), nb__new_matrix(n, n),
                 gsl_permutation_calloc(n), 1, n};
    for (size_t i = 0; i < n; i++) {
        size_t with = (size_t)lu.pivots[i] - 1;
        if (with != i) gsl_permutation_swap(f.p, i, with);
        f.det *= lu.numbers[i * n + i] * (with != i ? -1 : 1);
        for (size_t j = 0; j < n; j++) {
            double number = lu.numbers[j * n + i];
            gsl_matrix_set(i > j ? f.L : f.U, i, j, number);
        }
        gsl_matrix_set(f.L, i, i, 1);
    }
    lu_done(&lu);
    (void)nb__own_matrix(f.L);
    (void)nb__own_matrix(f.U);
    (void)nb__own_permutation(f.p);
    return f;
}

void nb__free_lu(nb_lu_t f) {
    nb__free_matrix(f.L);
    nb__free_matrix(f.U);
    nb__free_permutation(f.p);
}

static double largest_column_sum(const gsl_matrix *A) {
    double *sums = nb__alloc(A->size2, sizeof *sums), largest = 0;
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++)
            sums[j] += fabs(A->data[i * A->tda + j]);
    for (size_t j = 0; j < A->size2; j++) largest = fmax(largest, sums[j]);
    free(sums);
    return largest;
}

/* An estimate of 1 / condition number, in the 1-norm. */
static double reciprocal_condition(const Lu *lu, double norm) {
    double *work = nb__alloc(4 * (size_t)lu->n, sizeof *work);
    int *iwork = nb__alloc((size_t)lu->n, sizeof *iwork);
    double rcond = 0;
    int info = 0;
    nb__blas_for(0)->dgecon("1", &lu->n, lu->numbers, &lu->n, &norm, &rcond,
                            work, iwork, &info, 1);
    free(work);
    free(iwork);
    return rcond;
}

/* The estimate costs as much as the rest once the matrix outgrows the cache.
 * Among hundreds of pivots a singular matrix has a small one, but for examples
 * that were made so; where all are alike, it is not asked. */
static int has_even_pivots(const Lu *lu) {
    size_t n = (size_t)lu->n;
    double least = HUGE_VAL, most = 0;
    for (size_t i = 0; i < n; i++) {
        double pivot = fabs(lu->numbers[i * n + i]);
        least = fmin(least, pivot);
        most = fmax(most, pivot);
    }
    return n >= 300 && least > 1e-7 * most;
}

/* B column by column, n x count, is replaced by the solution of A X = B. */
static void solve_columns(const char *who, const gsl_matrix *A, double *B,
                          int count) {
    Lu lu = lu_of(A);
    double rcond = lu.info                ? 0
                   : has_even_pivots(&lu) ? 1
                                          : reciprocal_condition(
                                                &lu, largest_column_sum(A));
    if (!(rcond > DBL_EPSILON / 2)) {
        int is_singular = lu.info > 0;
        lu_done(&lu);
        free(B);
        nb__fail("SingularMatrix",
                 "%s: the %zu x %zu matrix %s, so there is no single solution "
                 "to find.",
                 who, A->size1, A->size2,
                 is_singular ? "has no inverse"
                             : "is too close to one that has no inverse");
    }
    int info = 0;
    nb__blas_for(2.0 * lu.n * lu.n * count)
        ->dgetrs("N", &lu.n, &count, lu.numbers, &lu.n, lu.pivots, B, &lu.n,
                 &info, 1);
    lu_done(&lu);
}

static void need_right_side(const char *function, const gsl_matrix *A,
                            const gsl_vector *b) {
    if (A->size1 == b->size) return;
    nb__fail("ShapeError",
             "%s: (%zu x %zu) and vector(%zu): the matrix has %zu rows, the "
             "right side %zu.",
             function, A->size1, A->size2, b->size, A->size1, b->size);
}

gsl_vector *nb__solve_vector(const gsl_matrix *A, const gsl_vector *b) {
    nb__need_square("nb_solve", A);
    nb__need_vector("nb_solve", b);
    need_right_side("nb_solve", A, b);
    nb__need_finite_matrix("nb_solve", A);
    nb__need_finite_vector("nb_solve", b);
    double *x = nb__alloc(b->size, sizeof *x);
    for (size_t i = 0; i < b->size; i++) x[i] = b->data[i * b->stride];
    solve_columns("nb_solve", A, x, 1);
    gsl_vector *result = nb__vec(b->size, x);
    free(x);
    return result;
}

gsl_matrix *nb__solve_matrix(const gsl_matrix *A, const gsl_matrix *B) {
    nb__need_square("nb_solve", A);
    nb__need_matrix("nb_solve", B);
    if (A->size1 != B->size1)
        nb__fail("ShapeError",
                 "nb_solve: (%zu x %zu) and (%zu x %zu): the matrix has %zu "
                 "rows, the right side %zu.",
                 A->size1, A->size2, B->size1, B->size2, A->size1, B->size1);
    nb__need_finite_matrix("nb_solve", A);
    nb__need_finite_matrix("nb_solve", B);
    double *x = nb__columns(B);
    solve_columns("nb_solve", A, x, (int)B->size2);
    gsl_matrix *result = nb__from_columns(x, B->size1, B->size2, (long)B->size1);
    free(x);
    return nb__own_matrix(result);
}

gsl_matrix *nb_inv(const gsl_matrix *A) {
    nb__need_square("nb_inv", A);
    nb__need_finite_matrix("nb_inv", A);
    size_t n = A->size1;
    double *x = nb__alloc(n * n, sizeof *x);
    for (size_t i = 0; i < n; i++) x[i * n + i] = 1;
    solve_columns("nb_inv", A, x, (int)n);
    gsl_matrix *result = nb__from_columns(x, n, n, (long)n);
    free(x);
    return nb__own_matrix(result);
}

/* Mantissas and exponents apart, so that no partial product overflows. */
double nb_det(const gsl_matrix *A) {
    nb__need_square("nb_det", A);
    nb__need_finite_matrix("nb_det", A);
    Lu lu = lu_of(A);
    double mantissa = 1;
    long exponent = 0;
    for (int i = 0; i < lu.n; i++) {
        int e = 0;
        mantissa = frexp(mantissa * lu.numbers[i * lu.n + i], &e);
        exponent += e;
        if (lu.pivots[i] != i + 1) mantissa = -mantissa;
    }
    lu_done(&lu);
    if (exponent > 2000) return mantissa * HUGE_VAL;
    return mantissa == 0
               ? 0
               : ldexp(mantissa, exponent < -2000 ? -2000 : (int)exponent);
}

/* ---- By singular values. ---- */

static double tolerance(const gsl_matrix *A) {
    return (double)(A->size1 > A->size2 ? A->size1 : A->size2) * DBL_EPSILON;
}

typedef struct LeastSquares {
    double *A, *b, *s;
    int m, n, ld; /* b has room for the longer of data and solution */
    double rcond;
} LeastSquares;

static void run_dgelsd(LeastSquares *p) {
    int one = 1, info = 0, rank = 0, lwork = -1, iwork_size = 0;
    double size = 0;
    double flops = 4.0 * p->m * p->n * (p->m < p->n ? p->m : p->n);
    const nb__blas *blas = nb__blas_for(flops);
    blas->dgelsd(&p->m, &p->n, &one, p->A, &p->m, p->b, &p->ld, p->s, &p->rcond,
                 &rank, &size, &lwork, &iwork_size, &info);
    lwork = (int)size;
    double *work = nb__alloc((size_t)lwork, sizeof *work);
    int *iwork = nb__alloc((size_t)iwork_size + 1, sizeof *iwork);
    blas->dgelsd(&p->m, &p->n, &one, p->A, &p->m, p->b, &p->ld, p->s, &p->rcond,
                 &rank, work, &lwork, iwork, &info);
    free(work);
    free(iwork);
}

gsl_vector *nb_lstsq(const gsl_matrix *A, const gsl_vector *b) {
    nb__need_finite_matrix("nb_lstsq", A);
    nb__need_vector("nb_lstsq", b);
    need_right_side("nb_lstsq", A, b);
    nb__need_finite_vector("nb_lstsq", b);
    size_t ld = A->size1 > A->size2 ? A->size1 : A->size2;
    LeastSquares p = {nb__columns(A),
                      nb__alloc(ld, sizeof(double)),
                      nb__alloc(ld, sizeof(double)),
                      (int)A->size1,
                      (int)A->size2,
                      (int)ld,
                      tolerance(A)};
    for (size_t i = 0; i < b->size; i++) p.b[i] = b->data[i * b->stride];
    run_dgelsd(&p);
    gsl_vector *x = nb__vec(A->size2, p.b);
    free(p.A);
    free(p.b);
    free(p.s);
    return x;
}

long nb_rank(const gsl_matrix *A) {
    nb__need_finite_matrix("nb_rank", A);
    nb_svd_t svd = nb_svd(A);
    double least = tolerance(A) * svd.S->data[0];
    long rank = 0;
    for (size_t i = 0; i < svd.S->size; i++) rank += svd.S->data[i] > least;
    nb__free_svd(svd);
    return rank;
}

double nb_cond(const gsl_matrix *A) {
    nb__need_finite_matrix("nb_cond", A);
    nb_svd_t svd = nb_svd(A);
    double first = svd.S->data[0], last = svd.S->data[svd.S->size - 1];
    nb__free_svd(svd);
    return last > 0 ? first / last : HUGE_VAL;
}

gsl_matrix *nb_pinv(const gsl_matrix *A) {
    nb__need_finite_matrix("nb_pinv", A);
    nb_svd_t svd = nb_svd(A);
    double least = tolerance(A) * svd.S->data[0];
    for (size_t j = 0; j < svd.S->size; j++) {
        double s = svd.S->data[j];
        for (size_t i = 0; i < svd.V->size1; i++)
            svd.V->data[i * svd.V->tda + j] *= s > least ? 1 / s : 0;
    }
    gsl_matrix *Ut = nb_t(svd.U);
    gsl_matrix *result = nb_matmul(svd.V, Ut);
    nb__free_matrix(Ut);
    nb__free_svd(svd);
    return result;
}
