#include "blas.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "pool.h"

static nb__blas loaded;
static void (*set_threads)(int);
static int (*processors)(void);
static int threads;
static int is_readers_choice; /* of threads, by OPENBLAS_NUM_THREADS */

/* POSIX gives functions as object pointers; C has no cast for that. */
static void look_up(void *library, const char *name, void *ret_function) {
    void *found = dlsym(library, name);
    if (!found)
        nb__fail("LibraryError", "OpenBLAS has no %s: install libopenblas0.",
                 name);
    memcpy(ret_function, &found, sizeof found);
}

/* OpenBLAS knows processors by name. One that is newer than the library gets
 * code from twenty years ago, five times slower; what this one can do says
 * more. NULL: leave the choice to OpenBLAS. */
static const char *core(void) {
#if defined __x86_64__
    if (__builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl"))
        return "SKYLAKEX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return "HASWELL";
#endif
    return NULL;
}

/* Set while the library is loaded, unless the reader has set it; 1 if so. */
static int set_for_now(const char *name, const char *value) {
    return value && !getenv(name) && setenv(name, value, 0) == 0;
}

/* OpenBLAS starts its threads while it is loaded, as many as the environment
 * says. */
static void *open_library(void) {
    int is_ours = set_for_now("OPENBLAS_NUM_THREADS", "1");
    int is_our_core = set_for_now("OPENBLAS_CORETYPE", core());
    void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    if (is_our_core) (void)unsetenv("OPENBLAS_CORETYPE");
    if (!library)
        nb__fail("LibraryError",
                 "Linear algebra needs OpenBLAS: install libopenblas0.");
    if (is_ours) (void)unsetenv("OPENBLAS_NUM_THREADS");
    is_readers_choice = !is_ours;
    return library;
}

static void load(void) {
    void *library = open_library();
    nb__blas functions;
#define LOOK_UP(name, parameters)                                              \
    look_up(library, #name "_", (void *)&functions.name);
    NB__LAPACK(LOOK_UP)
#undef LOOK_UP
    look_up(library, "openblas_set_num_threads", (void *)&set_threads);
    look_up(library, "openblas_get_num_procs", (void *)&processors);
    loaded = functions;
}

/* Below this, waking the threads costs more than they bring. */
static const double WORTH_THREADS = 2e8;

const nb__blas *nb__blas_for(double flops) {
    if (!loaded.dgemm) load();
    if (is_readers_choice) return &loaded;
    int wanted = flops >= WORTH_THREADS ? processors() : 1;
    if (wanted != threads) set_threads(wanted);
    threads = wanted;
    return &loaded;
}

/* Below this many multiplications a plain loop is as fast, and OpenBLAS need
 * not even be loaded. */
static const size_t SMALL_PRODUCT = 512;

static void plain_gemm(const nb__product *p, const double *A, const double *B,
                       double *C) {
    size_t a_row = p->is_a_turned ? 1 : p->lda, b_col = p->is_b_turned ? p->ldb : 1;
    size_t a_col = p->is_a_turned ? p->lda : 1, b_row = p->is_b_turned ? 1 : p->ldb;
    for (size_t i = 0; i < p->m; i++)
        for (size_t j = 0; j < p->n; j++) {
            double total = 0;
            for (size_t l = 0; l < p->k; l++)
                total += A[i * a_row + l * a_col] * B[l * b_row + j * b_col];
            double *c = &C[i * p->ldc + j];
            *c = p->alpha * total + (p->beta != 0 ? p->beta * *c : 0);
        }
}

void nb__gemm(const nb__product *p, const double *A, const double *B,
              double *C) {
    if (p->m * p->n * p->k <= SMALL_PRODUCT) {
        plain_gemm(p, A, B, C);
        return;
    }
    const nb__blas *blas =
        nb__blas_for(2.0 * (double)p->m * (double)p->n * (double)p->k);
    /* Rows are columns of the transpose: C' = op(B)' op(A)'. */
    int m = (int)p->n, n = (int)p->m, k = (int)p->k;
    int lda = (int)p->ldb, ldb = (int)p->lda, ldc = (int)p->ldc;
    blas->dgemm(p->is_b_turned ? "T" : "N", p->is_a_turned ? "T" : "N", &m, &n,
                &k, &p->alpha, B, &lda, A, &ldb, &p->beta, C, &ldc, 1, 1);
}

/* Turned in squares that stay in the cache: out[j * ld_out + i] is
 * in[i * ld_in + j]. */
static void turn(const double *in, size_t rows, size_t cols, long ld_in,
                 double *out, size_t ld_out) {
    enum {
        SQUARE = 16
    };
    for (size_t i0 = 0; i0 < rows; i0 += SQUARE)
        for (size_t j0 = 0; j0 < cols; j0 += SQUARE) {
            size_t i1 = i0 + SQUARE < rows ? i0 + SQUARE : rows;
            size_t j1 = j0 + SQUARE < cols ? j0 + SQUARE : cols;
            for (size_t j = j0; j < j1; j++)
                for (size_t i = i0; i < i1; i++)
                    out[j * ld_out + i] = in[(long)i * ld_in + (long)j];
        }
}

double *nb__columns(const gsl_matrix *A) {
    double *columns = nb__scratch(A->size1 * A->size2);
    turn(A->data, A->size1, A->size2, (long)A->tda, columns, A->size1);
    return columns;
}

gsl_matrix *nb__from_columns(const double *columns, size_t rows, size_t cols,
                             long ld) {
    gsl_matrix *A = nb__raw_matrix(rows, cols);
    turn(columns, cols, rows, ld, A->data, A->tda);
    return A;
}
