/* gemv.c - GSL's product of a matrix and a vector, as gemm.c has that of two
 * matrices: faster, and the same to the last bit.
 *
 * A x is a sum along each row, in the order of the columns; sixteen rows are
 * summed side by side. A^T x adds a multiple of one row after the other to the
 * result, of which four numbers at a time stay in a register for four rows.
 * The order is that of GSL 2.7, cblas/source_gemv.h. */
#include <stdint.h>
#include <string.h>

#include "plain.h"

/* Elsewhere compilers may have fused GSL's own operations. */
#if defined __x86_64__
#    include <immintrin.h>

enum {
    SIDE = 4,
    GROUPS = 4, /* of SIDE rows */
    LEAST = 64  /* products; below, it is not worth it */
};

/* y += alpha A x, or A^T x. */
typedef struct Task {
    size_t rows, columns, lda;
    double alpha;
    const double *A, *x;
    double *y;
} Task;

/* --- A x --- */

/* Four rows become four columns. */
AVX2 INLINE void turn(__m256d a[SIDE]) {
    enum {
        LEFT = 0x20,
        RIGHT = 0x31
    };
    const __m256d even = _mm256_unpacklo_pd(a[0], a[1]);
    const __m256d odd = _mm256_unpackhi_pd(a[0], a[1]);
    const __m256d even2 = _mm256_unpacklo_pd(a[2], a[3]);
    const __m256d odd2 = _mm256_unpackhi_pd(a[2], a[3]);
    a[0] = _mm256_permute2f128_pd(even, even2, LEFT);
    a[1] = _mm256_permute2f128_pd(odd, odd2, LEFT);
    a[2] = _mm256_permute2f128_pd(even, even2, RIGHT);
    a[3] = _mm256_permute2f128_pd(odd, odd2, RIGHT);
}

/* The sums of four rows, from column `from` on, four columns further. */
AVX2 INLINE void add_square(const Task *task, size_t row, size_t from,
                            Four *sum) {
    __m256d a[SIDE];
#    pragma GCC unroll 4
    for (size_t r = 0; r < SIDE; r++)
        a[r] = _mm256_loadu_pd(task->A + (row + r) * task->lda + from);
    turn(a);
#    pragma GCC unroll 4
    for (size_t k = 0; k < SIDE; k++) *sum += task->x[from + k] * a[k];
}

AVX2 INLINE void add_column(const Task *task, size_t row, size_t column,
                            Four *sum) {
    const double *a = task->A + row * task->lda + column;
    const Four numbers = {a[0], a[task->lda], a[2 * task->lda],
                          a[3 * task->lda]};
    *sum += task->x[column] * numbers;
}

AVX2 INLINE void do_rows(const Task *task, size_t row, size_t groups) {
    Four sum[GROUPS] = {0};
    size_t k = 0;
    for (; k + SIDE <= task->columns; k += SIDE)
#    pragma GCC unroll 4
        for (size_t g = 0; g < groups; g++)
            add_square(task, row + g * SIDE, k, &sum[g]);
    for (; k < task->columns; k++)
#    pragma GCC unroll 4
        for (size_t g = 0; g < groups; g++)
            add_column(task, row + g * SIDE, k, &sum[g]);
#    pragma GCC unroll 4
    for (size_t g = 0; g < groups; g++)
        *(Four *)(task->y + row + g * SIDE) += task->alpha * sum[g];
}

static void do_row(const Task *task, size_t row) {
    const double *a = task->A + row * task->lda;
    double sum = 0;
    for (size_t k = 0; k < task->columns; k++) sum += task->x[k] * a[k];
    task->y[row] += task->alpha * sum;
}

AVX2 static void multiply(const Task *task) {
    enum {
        MANY = GROUPS * SIDE
    };
    size_t row = 0;
    for (; row + MANY <= task->rows; row += MANY) do_rows(task, row, GROUPS);
    for (; row + SIDE <= task->rows; row += SIDE) do_rows(task, row, 1);
    for (; row < task->rows; row++) do_row(task, row);
}

/* --- A^T x --- */

/* GSL skips a factor of zero, whatever it would be multiplied with. */
AVX2 static void add_row(const Task *task, size_t row) {
    const double *a = task->A + row * task->lda;
    const double factor = task->alpha * task->x[row];
    if (factor == 0.0) return;
    size_t i = 0;
    for (; i + SIDE <= task->columns; i += SIDE)
        *(Four *)(task->y + i) += factor * *(const Four *)(a + i);
    for (; i < task->columns; i++) task->y[i] += factor * a[i];
}

AVX2 static void add_rows(const Task *task, size_t row) {
    const double *a = task->A + row * task->lda;
    double factor[SIDE];
    for (size_t r = 0; r < SIDE; r++)
        factor[r] = task->alpha * task->x[row + r];
    size_t i = 0;
    for (; i + SIDE <= task->columns; i += SIDE) {
        Four sum = *(const Four *)(task->y + i);
#    pragma GCC unroll 4
        for (size_t r = 0; r < SIDE; r++)
            sum += factor[r] * *(const Four *)(a + r * task->lda + i);
        *(Four *)(task->y + i) = sum;
    }
    for (; i < task->columns; i++)
        for (size_t r = 0; r < SIDE; r++)
            task->y[i] += factor[r] * a[r * task->lda + i];
}

static int has_zero(const Task *task, size_t row) {
    for (size_t r = 0; r < SIDE; r++)
        if (task->alpha * task->x[row + r] == 0.0) return 1;
    return 0;
}

static void multiply_transposed(const Task *task) {
    size_t row = 0;
    while (row < task->rows) {
        int is_one = task->rows - row < SIDE || has_zero(task, row);
        if (is_one) add_row(task, row);
        else add_rows(task, row);
        row += is_one ? 1 : SIDE;
    }
}

/* --- the door --- */

typedef void Gemv(enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, int, int, double,
                  const double *, int, const double *, int, double, double *,
                  int);

static Gemv *plain(void) {
    static Gemv *found;
    void *symbol = found ? NULL : plain_symbol("cblas_dgemv");
    if (symbol) memcpy(&found, &symbol, sizeof found);
    return found;
}

/* Against the rules of BLAS, but then the order of the writes counts. */
static int overlaps(const double *a, size_t a_count, const double *b,
                    size_t b_count) {
    return (uintptr_t)a < (uintptr_t)(b + b_count) &&
           (uintptr_t)b < (uintptr_t)(a + a_count);
}

static int is_sound(const Task *task, size_t x_count, size_t y_count) {
    size_t count = (task->rows - 1) * task->lda + task->columns;
    return !overlaps(task->y, y_count, task->x, x_count) &&
           !overlaps(task->y, y_count, task->A, count);
}

static void scale(size_t count, double beta, double *y) {
    for (size_t i = 0; i < count && beta != 1.0; i++)
        y[i] = beta == 0.0 ? 0.0 : beta * y[i];
}

/* The name that libgsl looks for, and BLAS's parameters.
 * NOLINTNEXTLINE(readability-function-size) */
__attribute__((visibility("default"))) void cblas_dgemv(
    const enum CBLAS_ORDER order, const enum CBLAS_TRANSPOSE TransA,
    const int M, const int N, const double alpha, const double *A,
    const int lda, const double *X, const int incX, const double beta,
    double *Y, const int incY) {
    const Task task = {(size_t)M, (size_t)N, (size_t)lda, alpha, A, X, Y};
    int is_turned = TransA != CblasNoTrans;
    size_t y_count = is_turned ? task.columns : task.rows;
    size_t x_count = is_turned ? task.rows : task.columns;
    int is_ours = order == CblasRowMajor && __builtin_cpu_supports("avx2") &&
                  is_transpose(TransA) && M > 0 && N > 0 && lda >= N &&
                  incX == 1 && incY == 1 && (double)M * N >= LEAST &&
                  is_sound(&task, x_count, y_count);
    if (!is_ours) {
        plain()(order, TransA, M, N, alpha, A, lda, X, incX, beta, Y, incY);
        return;
    }
    scale(y_count, beta, Y);
    if (alpha == 0.0) return;
    if (is_turned) multiply_transposed(&task);
    else multiply(&task);
}

#endif
