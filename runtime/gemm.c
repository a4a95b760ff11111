/* gemm.c - GSL's matrix product, some times faster and the same to the last
 * bit.
 *
 * GSL comes with a plain BLAS: three loops, and every product of two matrices
 * in a cell or in a program waits for them. OpenBLAS is faster yet, but rounds
 * otherwise, and not alike on two machines. Here each element is the sum that
 * GSL's loops form, in their order and without fused operations, but eight
 * columns of four rows are formed side by side. The order is that of GSL 2.7,
 * cblas/source_gemm_r.h. */
#include <stdlib.h>
#include <string.h>

#include "plain.h"

/* Elsewhere compilers may have fused GSL's own operations. */
#if defined __x86_64__

enum {
    COLUMNS = 8,
    ROWS = 4,
    LEAST = 512 /* products; below, it is not worth it */
};

/* F G, of F's rows: how far it is to the next row, and to the next column. */
typedef struct Factor {
    const double *at;
    size_t row, column;
} Factor;

/* F times a panel, K rows of eight numbers, is added to C. */
typedef struct Task {
    Factor F;
    const double *panel;
    double *C;
    size_t ldc, K, columns; /* of C: up to eight */
    double alpha;
    int is_dot; /* alpha times each sum; else each product is added at once */
} Task;

AVX2 static inline void read_row(const Task *task, size_t row, Four ret[2]) {
    double numbers[COLUMNS] = {0};
    memcpy(numbers, task->C + row * task->ldc, task->columns * sizeof *numbers);
    ret[0] = *(const Four *)numbers;
    ret[1] = *(const Four *)(numbers + 4);
}

AVX2 static inline void write_row(const Task *task, size_t row,
                                  const Four sum[2]) {
    memcpy(task->C + row * task->ldc, sum, task->columns * sizeof(double));
}

/* GSL skips a factor of zero, whatever it would be multiplied with. */
AVX2 INLINE void add_products(
    const Task *task, size_t row, size_t rows, Four sum[][2]) {
    const double *f = task->F.at + row * task->F.row;
    for (size_t k = 0; k < task->K; k++, f += task->F.column) {
        const Four *g = (const Four *)(task->panel + k * COLUMNS);
#    pragma GCC unroll 4
        for (size_t r = 0; r < rows; r++) {
            double factor = task->alpha * f[r * task->F.row];
            if (factor == 0.0) continue;
            sum[r][0] += factor * g[0];
            sum[r][1] += factor * g[1];
        }
    }
}

AVX2 INLINE void add_dots(
    const Task *task, size_t row, size_t rows, Four sum[][2]) {
    const double *f = task->F.at + row * task->F.row;
    Four dot[ROWS][2] = {0};
    for (size_t k = 0; k < task->K; k++, f += task->F.column) {
        const Four *g = (const Four *)(task->panel + k * COLUMNS);
#    pragma GCC unroll 4
        for (size_t r = 0; r < rows; r++) {
            dot[r][0] += f[r * task->F.row] * g[0];
            dot[r][1] += f[r * task->F.row] * g[1];
        }
    }
#    pragma GCC unroll 4
    for (size_t r = 0; r < rows; r++) {
        sum[r][0] += task->alpha * dot[r][0];
        sum[r][1] += task->alpha * dot[r][1];
    }
}

AVX2 INLINE void do_rows(const Task *task,
                                                               size_t row,
                                                               size_t rows) {
    Four sum[ROWS][2];
#    pragma GCC unroll 4
    for (size_t r = 0; r < rows; r++) read_row(task, row + r, sum[r]);
    if (task->is_dot)
        add_dots(task, row, rows, sum);
    else
        add_products(task, row, rows, sum);
#    pragma GCC unroll 4
    for (size_t r = 0; r < rows; r++) write_row(task, row + r, sum[r]);
}

AVX2 static void do_panel(const Task *task, size_t rows) {
    size_t row = 0;
    for (; row + ROWS <= rows; row += ROWS) do_rows(task, row, ROWS);
    for (; row < rows; row++) do_rows(task, row, 1);
}

static void pack(const Factor *G, size_t K, size_t columns, double *panel) {
    for (size_t k = 0; k < K; k++)
        for (size_t j = 0; j < COLUMNS; j++)
            panel[k * COLUMNS + j] =
                j < columns ? G->at[k * G->row + j * G->column] : 0;
}

static void scale(size_t M, size_t N, double beta, double *C, size_t ldc) {
    for (size_t i = 0; i < M; i++)
        for (size_t j = 0; j < N; j++)
            C[i * ldc + j] = beta == 0.0 ? 0.0 : beta * C[i * ldc + j];
}

/* 0: there is no memory for it, and nothing was done. */
static int multiply(size_t M, size_t N, size_t K, double alpha, const Factor *F,
                    const Factor *G, double beta, double *C, size_t ldc,
                    int is_dot) {
    double *panel = malloc(K * COLUMNS * sizeof *panel);
    if (!panel) return 0;
    if (beta != 1.0) scale(M, N, beta, C, ldc);
    for (size_t j = 0; j < N && alpha != 0.0; j += COLUMNS) {
        size_t columns = N - j < COLUMNS ? N - j : COLUMNS;
        const Factor some = {G->at + j * G->column, G->row, G->column};
        const Task task = {*F, panel, C + j, ldc, K, columns, alpha, is_dot};
        pack(&some, K, columns, panel);
        do_panel(&task, M);
    }
    free(panel);
    return 1;
}

typedef void Gemm(enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, enum CBLAS_TRANSPOSE,
                  int, int, int, double, const double *, int, const double *,
                  int, double, double *, int);

static Gemm *plain(void) {
    static Gemm *found;
    void *symbol = found ? NULL : plain_symbol("cblas_dgemm");
    if (symbol) memcpy(&found, &symbol, sizeof found);
    return found;
}

static int is_right(enum CBLAS_TRANSPOSE TransA, enum CBLAS_TRANSPOSE TransB,
                    int M, int N, int K, int lda, int ldb, int ldc) {
    return is_transpose(TransA) && is_transpose(TransB) && M > 0 && N > 0 &&
           K > 0 && ldc >= N && lda >= (TransA == CblasNoTrans ? K : M) &&
           ldb >= (TransB == CblasNoTrans ? N : K);
}

/* The name that libgsl looks for. */
__attribute__((visibility("default"))) void cblas_dgemm(
    const enum CBLAS_ORDER Order, const enum CBLAS_TRANSPOSE TransA,
    const enum CBLAS_TRANSPOSE TransB, const int M, const int N, const int K,
    const double alpha, const double *A, const int lda, const double *B,
    const int ldb, const double beta, double *C, const int ldc) {
    int is_ours = Order == CblasRowMajor && __builtin_cpu_supports("avx2") &&
                  is_right(TransA, TransB, M, N, K, lda, ldb, ldc) &&
                  M >= ROWS && (double)M * N * K >= LEAST;
    if (is_ours) {
        size_t a = (size_t)lda, b = (size_t)ldb;
        int is_dot = TransB != CblasNoTrans;
        const Factor F = {A, TransA == CblasNoTrans ? a : 1,
                          TransA == CblasNoTrans ? 1 : a};
        const Factor G = {B, is_dot ? 1 : b, is_dot ? b : 1};
        if (multiply((size_t)M, (size_t)N, (size_t)K, alpha, &F, &G, beta, C,
                     (size_t)ldc, is_dot))
            return;
    }
    plain()(Order, TransA, TransB, M, N, K, alpha, A, lda, B, ldb, beta, C,
            ldc);
}

#endif
