/* GSL's products through libnabla are, bit for bit, those of GSL's own BLAS,
 * whatever is in the matrices. */
#include <dlfcn.h>
#include <gsl/gsl_blas.h>
#include <nabla.h>

#include "support/runtime_host.h"

enum {
    SHAPES = 4000,
    LARGEST = 40
};

typedef void Gemm(enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, enum CBLAS_TRANSPOSE,
                  int, int, int, double, const double *, int, const double *,
                  int, double, double *, int);

typedef void Gemv(enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, int, int, double,
                  const double *, int, const double *, int, double, double *,
                  int);

/* Of that library, whoever else has the name. */
static void *plain(const char *name) {
    void *library = dlopen("libgslcblas.so.0", RTLD_NOW | RTLD_LOCAL);
    assert_non_null(library);
    void *symbol = dlsym(library, name);
    assert_non_null(symbol);
    return symbol;
}

static uint32_t state = 1;

static int below(int n) {
    state = state * 1664525 + 1013904223;
    return (int)(state >> 8) % n;
}

/* Now and then a zero of either sign, an infinity, a NaN. */
static double number(void) {
    static const double rare[] = {INFINITY, -INFINITY, NAN, 1e-320};
    int kind = below(40);
    if (kind < 2) return kind ? 0.0 : -0.0;
    if (kind == 2 && below(10) == 0) return rare[below(4)];
    return (below(1 << 20) - (1 << 19)) / 12345.0;
}

static double *numbers(int count) {
    double *ret = malloc((size_t)count * sizeof *ret);
    assert_non_null(ret);
    for (int i = 0; i < count; i++) ret[i] = number();
    return ret;
}

static int is_same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void check_one(Gemm *gsl) {
    static const double alphas[] = {1, 0, -1, 0.3}, betas[] = {0, 1, 0.7, -1};
    static const enum CBLAS_TRANSPOSE ways[] = {CblasNoTrans, CblasTrans,
                                                CblasConjTrans};
    int M = 1 + below(LARGEST), N = 1 + below(LARGEST), K = 1 + below(LARGEST);
    enum CBLAS_TRANSPOSE a = ways[below(3)], b = ways[below(3)];
    enum CBLAS_ORDER order = below(8) ? CblasRowMajor : CblasColMajor;
    int most = LARGEST + 2, lda = most, ldb = most, ldc = N + below(3);
    if (order == CblasColMajor) ldc = most;
    double *A = numbers(most * most), *B = numbers(most * most);
    double *ours = numbers(most * most),
           *theirs = malloc(sizeof *ours * (size_t)(most * most));
    assert_non_null(theirs);
    memcpy(theirs, ours, sizeof *ours * (size_t)(most * most));
    double alpha = alphas[below(4)], beta = betas[below(4)];
    cblas_dgemm(order, a, b, M, N, K, alpha, A, lda, B, ldb, beta, ours, ldc);
    gsl(order, a, b, M, N, K, alpha, A, lda, B, ldb, beta, theirs, ldc);
    for (int i = 0; i < most * most; i++)
        assert_true(is_same(ours[i], theirs[i]));
    free(A);
    free(B);
    free(ours);
    free(theirs);
}

static void test_same_bits(void **unused) {
    (void)unused;
    void *symbol = plain("cblas_dgemm");
    Gemm *gsl;
    memcpy(&gsl, &symbol, sizeof gsl);
    for (int i = 0; i < SHAPES; i++) check_one(gsl);
}

/* Steps, and a result that lies in what it is made of, are left to GSL. */
static void check_one_vector(Gemv *gsl) {
    static const double alphas[] = {1, 0, -1, 0.3}, betas[] = {0, 1, 0.7, -1};
    static const enum CBLAS_TRANSPOSE ways[] = {CblasNoTrans, CblasTrans,
                                                CblasConjTrans};
    int M = 1 + below(LARGEST), N = 1 + below(LARGEST);
    int most = LARGEST + 2, lda = N + below(3), size = 2 * most + most * most;
    enum CBLAS_ORDER order = below(8) ? CblasRowMajor : CblasColMajor;
    if (order == CblasColMajor) lda = most;
    double *ours = numbers(size), *theirs = malloc(sizeof *ours * (size_t)size);
    assert_non_null(theirs);
    memcpy(theirs, ours, sizeof *ours * (size_t)size);
    enum CBLAS_TRANSPOSE way = ways[below(3)];
    double alpha = alphas[below(4)], beta = betas[below(4)];
    int x_step = below(8) ? 1 : 2, y_step = below(8) ? 1 : -1;
    int x = below(10) ? most * most : most * most + most - 3;
    int y = below(10) ? most * most + most : 5;
    if (x_step == 2) M = (M + 1) / 2, N = (N + 1) / 2;
    cblas_dgemv(order, way, M, N, alpha, ours, lda, ours + x, x_step, beta,
                ours + y, y_step);
    gsl(order, way, M, N, alpha, theirs, lda, theirs + x, x_step, beta,
        theirs + y, y_step);
    for (int i = 0; i < size; i++) assert_true(is_same(ours[i], theirs[i]));
    free(ours);
    free(theirs);
}

static void test_same_bits_of_vectors(void **unused) {
    (void)unused;
    void *symbol = plain("cblas_dgemv");
    Gemv *gsl;
    memcpy(&gsl, &symbol, sizeof gsl);
    for (int i = 0; i < 4 * SHAPES; i++) check_one_vector(gsl);
}

/* What libgsl itself calls is ours: its product shows it. */
static void test_of_gsl(void **unused) {
    (void)unused;
    Dl_info info;
    Gemm *ours = cblas_dgemm;
    void *address;
    memcpy(&address, &ours, sizeof address);
    assert_true(dladdr(address, &info) && strstr(info.dli_fname, "libnabla"));
    gsl_matrix *A = nb_zeros(30, 20), *B = nb_zeros(20, 10),
               *C = nb_zeros(30, 10);
    for (size_t i = 0; i < 600; i++) A->data[i] = (double)i;
    for (size_t i = 0; i < 200; i++) B->data[i] = 1;
    assert_int_equal(gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, A, B, 0, C),
                     0);
    for (size_t i = 0; i < 30; i++)
        assert_true(gsl_matrix_get(C, i, 9) == 20.0 * (20.0 * (double)i) + 190);
    nb_free(A);
    nb_free(B);
    nb_free(C);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_bits),
                                       cmocka_unit_test(
                                           test_same_bits_of_vectors),
                                       cmocka_unit_test(test_of_gsl)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
