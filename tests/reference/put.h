/* put.h - results by name, one a line, with all digits, and the data that
 * Python makes by the same formula. */
#ifndef REFERENCE_PUT_H
#define REFERENCE_PUT_H

#include <nabla.h>

__attribute__((unused)) static void put(const char *name, const double *x, size_t n) {
    printf("%s", name);
    for (size_t i = 0; i < n; i++) printf(" %.17g", x[i]);
    puts("");
}

__attribute__((unused)) static void put_vector(const char *name, const gsl_vector *v) {
    gsl_vector *copy = nb_copy(v);
    put(name, copy->data, copy->size);
}

__attribute__((unused)) static void put_matrix(const char *name, const gsl_matrix *A) {
    gsl_matrix *copy = nb_copy(A);
    put(name, copy->data, copy->size1 * copy->size2);
}

__attribute__((unused)) static void put_number(const char *name, double x) { put(name, &x, 1); }

/* Numbers without a pattern, the same in Python: frac(sin(k) * 1e4) - 1/2. */
__attribute__((unused)) static gsl_matrix *made(size_t rows, size_t cols, double seed) {
    gsl_matrix *A = nb_zeros((long)rows, (long)cols);
    for (size_t i = 0; i < rows * cols; i++) {
        double s = sin(seed + (double)i * 1.37) * 1e4;
        A->data[i] = s - floor(s) - 0.5;
    }
    return A;
}

#endif
