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
AVX2 INLINE void add_products(const Task *task, size_t row, size_t rows,
                              Four sum[][2]) {
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

AVX2 INLINE void add_dots(const Task *task, size_t row, size_t rows,
                          Four sum[][2]) {
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

AVX2 INLINE void do_rows(const Task *task, size_t row, size_t rows) {
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

/* alpha F G + beta C, to be C. */
typedef struct Product {
    size_t M, N, K;
    double alpha, beta;
    Factor F, G;
    double *C;
    size_t ldc;
    int is_dot;
} Product;

static void scale(const Product *p) {
    for (size_t i = 0; i < p->M; i++)
        for (size_t j = 0; j < p->N; j++) {
            double *c = &p->C[i * p->ldc + j];
            *c = p->beta == 0.0 ? 0.0 : p->beta * *c;
        }
}

/* 0: there is no memory for it, and nothing was done. */
static int multiply(const Product *p) {
    double *panel = malloc(p->K * COLUMNS * sizeof *panel);
    if (!panel) return 0;
    if (p->beta != 1.0) scale(p);
    for (size_t j = 0; j < p->N && p->alpha != 0.0; j += COLUMNS) {
        size_t columns = p->N - j < COLUMNS ? p->N - j : COLUMNS;
        const Factor some = {p->G.at + j * p->G.column, p->G.row, p->G.column};
        const Task task = {p->F, panel,   p->C + j, p->ldc,
                           p->K, columns, p->alpha, p->is_dot};
        pack(&some, p->K, columns, panel);
        do_panel(&task, p->M);
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

/* Is it rows x columns once turned, with room for its lines? */
static int is_right(enum CBLAS_TRANSPOSE t, int rows, int columns, int ld) {
    return is_transpose(t) && rows > 0 && columns > 0 &&
           ld >= (t == CblasNoTrans ? columns : rows);
}

static Factor factor(const double *at, int ld, int is_turned) {
    size_t line = (size_t)ld;
    return is_turned ? (Factor){at, 1, line} : (Factor){at, line, 1};
}

/* The name that libgsl looks for, and BLAS's parameters.
 * NOLINTNEXTLINE(readability-function-size) */
__attribute__((visibility("default"))) void cblas_dgemm(
    const enum CBLAS_ORDER Order, const enum CBLAS_TRANSPOSE TransA,
    const enum CBLAS_TRANSPOSE TransB, const int M, const int N, const int K,
    const double alpha, const double *A, const int lda, const double *B,
    const int ldb, const double beta, double *C, const int ldc) {
    int is_ours = Order == CblasRowMajor && __builtin_cpu_supports("avx2") &&
                  is_right(TransA, M, K, lda) && is_right(TransB, K, N, ldb) &&
                  ldc >= N && M >= ROWS && (double)M * N * K >= LEAST;
    if (is_ours) {
        int is_dot = TransB != CblasNoTrans;
        const Product p = {
            .M = (size_t)M, .N = (size_t)N, .K = (size_t)K,
            .alpha = alpha, .beta = beta,
            .F = factor(A, lda, TransA != CblasNoTrans),
            .G = factor(B, ldb, is_dot),
            .C = C, .ldc = (size_t)ldc, .is_dot = is_dot,
        };
        if (multiply(&p)) return;
    }
    plain()(Order, TransA, TransB, M, N, K, alpha, A, lda, B, ldb, beta, C,
            ldc);
}

#endif
