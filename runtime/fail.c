#include "fail.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "host.h"
#include "number.h"

void nb__fail(const char *ename, const char *format, ...) {
    char message[512];
    va_list args;
    va_start(args, format);
    nb__vformat(message, sizeof message, format, args);
    va_end(args);
    nb_host_get()->fail(ename, message);
    abort(); /* A host's fail that returns would run on with bad data. */
}

void nb__note(const char *format, ...) {
    char message[512];
    va_list args;
    va_start(args, format);
    nb__vformat(message, sizeof message, format, args);
    va_end(args);
    fprintf(stderr, "%s\n", message);
}

void nb__need_vector(const char *who, const gsl_vector *v) {
    if (!v) nb__fail("NullError", "%s: the vector is NULL.", who);
}

void nb__need_matrix(const char *who, const gsl_matrix *A) {
    if (!A) nb__fail("NullError", "%s: the matrix is NULL.", who);
    if (A->size1 == 0 || A->size2 == 0)
        nb__fail("ShapeError", "%s: the matrix is empty (%zu x %zu).", who,
                 A->size1, A->size2);
}

void nb__need_square(const char *who, const gsl_matrix *A) {
    nb__need_matrix(who, A);
    if (A->size1 != A->size2)
        nb__fail("ShapeError",
                 "%s: the matrix is %zu x %zu; it must be square.", who,
                 A->size1, A->size2);
}

void nb__need_finite_vector(const char *who, const gsl_vector *v) {
    nb__need_vector(who, v);
    for (size_t i = 0; i < v->size; i++) {
        double x = v->data[i * v->stride];
        if (isfinite(x)) continue;
        nb__fail("DomainError", "%s: element %zu of the vector is %s.", who, i,
                 isnan(x) ? "nan"
                 : x > 0  ? "inf"
                          : "-inf");
    }
}

/* Zero times a number is zero unless the number is none; four sums at a time,
 * as one would wait for itself. */
static int all_finite(const double *x, size_t n) {
    double sums[4] = {0, 0, 0, 0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++) sums[k] += 0 * x[i + k];
    for (; i < n; i++) sums[0] += 0 * x[i];
    return sums[0] + sums[1] + sums[2] + sums[3] == 0;
}

void nb__need_finite_matrix(const char *who, const gsl_matrix *A) {
    nb__need_matrix(who, A);
    for (size_t i = 0; i < A->size1; i++) {
        if (all_finite(A->data + i * A->tda, A->size2)) continue;
        for (size_t j = 0; j < A->size2; j++) {
            double x = A->data[i * A->tda + j];
            if (isfinite(x)) continue;
            nb__fail("DomainError",
                     "%s: element (%zu, %zu) of the %zu x %zu matrix is %s.",
                     who, i, j, A->size1, A->size2,
                     isnan(x) ? "nan"
                     : x > 0  ? "inf"
                              : "-inf");
        }    }
}

void nb__need_size(const char *who, long rows, long cols) {
    if (rows <= 0 || cols <= 0)
        nb__fail("ShapeError", "%s: a size must be 1 or more, not %ld.", who,
                 rows <= 0 ? rows : cols);
    if ((double)rows * (double)cols > 1e12)
        nb__fail("ShapeError", "%s: %ld x %ld numbers are too many to hold.",
                 who, rows, cols);
}

void *nb__alloc(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        nb__fail("MemoryError", "There is no memory for %zu x %zu bytes.",
                 count, size);
    return memory;
}

void *nb__realloc(void *memory, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size)
        nb__fail("MemoryError", "There is no memory for %zu x %zu bytes.",
                 count, size);
    size_t bytes = count * size;
    void *larger = realloc(memory, bytes > 0 ? bytes : 1);
    if (!larger)
        nb__fail("MemoryError", "There is no memory for %zu x %zu bytes.",
                 count, size);
    return larger;
}

double *nb__scratch(size_t count) {
    return nb__realloc(NULL, count, sizeof(double));
}

char *nb__strdup(const char *text) {
    if (!text) return NULL;
    size_t size = strlen(text) + 1;
    return memcpy(nb__alloc(size, 1), text, size);
}
