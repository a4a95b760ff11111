#include "nabla.h"

#include <math.h>
#include <string.h>

#include "fail.h"
#include "pool.h"
#include "seq.h"

/* ---- Making them. ---- */

gsl_vector *nb__vec(size_t n, const double *numbers) {
    gsl_vector *v = nb__new_vector(n);
    memcpy(v->data, numbers, n * sizeof *numbers);
    return nb__own_vector(v);
}

gsl_matrix *nb__mat(size_t rows, const size_t *lengths, const double *numbers) {
    for (size_t i = 1; i < rows; i++)
        if (lengths[i] != lengths[0])
            nb__fail("ShapeError",
                     "nb_mat: row %zu has %zu number%s, row 0 has %zu.", i,
                     lengths[i], lengths[i] == 1 ? "" : "s", lengths[0]);
    gsl_matrix *A = nb__new_matrix(rows, lengths[0]);
    memcpy(A->data, numbers, rows * lengths[0] * sizeof *numbers);
    return nb__own_matrix(A);
}

gsl_vector *nb__zeros1(long n) {
    nb__need_size("nb_zeros", n, 1);
    return nb__own_vector(nb__new_vector((size_t)n));
}

gsl_matrix *nb__zeros2(long rows, long cols) {
    nb__need_size("nb_zeros", rows, cols);
    return nb__own_matrix(nb__new_matrix((size_t)rows, (size_t)cols));
}

gsl_vector *nb__ones1(long n) {
    nb__need_size("nb_ones", n, 1);
    gsl_vector *v = nb__new_vector((size_t)n);
    gsl_vector_set_all(v, 1);
    return nb__own_vector(v);
}

gsl_matrix *nb__ones2(long rows, long cols) {
    nb__need_size("nb_ones", rows, cols);
    gsl_matrix *A = nb__new_matrix((size_t)rows, (size_t)cols);
    gsl_matrix_set_all(A, 1);
    return nb__own_matrix(A);
}

gsl_matrix *nb_eye(long n) {
    nb__need_size("nb_eye", n, n);
    gsl_matrix *A = nb__new_matrix((size_t)n, (size_t)n);
    gsl_matrix_set_identity(A);
    return nb__own_matrix(A);
}

gsl_vector *nb_linspace(double a, double b, long n) {
    nb__need_size("nb_linspace", n, 1);
    if (!isfinite(a) || !isfinite(b))
        nb__fail("DomainError", "nb_linspace: the ends must be finite.");
    gsl_vector *v = nb__new_vector((size_t)n);
    for (long i = 0; i < n; i++) {
        double t = n > 1 ? (double)i / (double)(n - 1) : 0;
        v->data[i] = a * (1 - t) + b * t;
    }
    return nb__own_vector(v);
}

gsl_vector *nb_arange(double a, double b, double step) {
    if (!isfinite(a) || !isfinite(b) || !isfinite(step) || step == 0)
        nb__fail("DomainError",
                 "nb_arange: from %g to %g in steps of %g goes nowhere.", a, b,
                 step);
    if ((b - a) / step < 0)
        nb__fail("DomainError",
                 "nb_arange: steps of %g lead from %g away from %g.", step, a,
                 b);
    /* (0.3 - 0) / 0.1 is 2.9999999999999996: count what is meant. */
    double exact = (b - a) / step;
    double count = fabs(exact - round(exact)) < 1e-9 * fabs(exact)
                       ? round(exact)
                       : ceil(exact);
    nb__need_size("nb_arange", count < 1e13 ? (long)count : 10000000000000L, 1);
    gsl_vector *v = nb__new_vector((size_t)count);
    for (size_t i = 0; i < v->size; i++) v->data[i] = a + (double)i * step;
    return nb__own_vector(v);
}

gsl_matrix *nb_diag(const gsl_vector *v) {
    nb__need_vector("nb_diag", v);
    gsl_matrix *A = nb__new_matrix(v->size, v->size);
    for (size_t i = 0; i < v->size; i++)
        A->data[i * A->tda + i] = v->data[i * v->stride];
    return nb__own_matrix(A);
}

/* ---- Copies. ---- */

gsl_vector *nb__copy_seq(nb_seq x, size_t size) {
    (void)size;
    if (x.length == 0) nb__fail("ShapeError", "nb_copy: there are no numbers.");
    double *numbers = nb__seq_doubles("nb_copy", &x);
    gsl_vector *v = nb__vec(x.length, numbers);
    free(numbers);
    return v;
}

gsl_vector *nb__copy_vector(const gsl_vector *v, size_t size) {
    nb__need_vector("nb_copy", v);
    return nb__copy_seq(nb__seq_vector(v, size), size);
}

gsl_vector *nb__copy_double(const double *x, size_t size) {
    return nb__copy_seq(nb__seq_double(x, size), size);
}

gsl_vector *nb__copy_float(const float *x, size_t size) {
    return nb__copy_seq(nb__seq_float(x, size), size);
}

gsl_vector *nb__copy_int(const int *x, size_t size) {
    return nb__copy_seq(nb__seq_int(x, size), size);
}

gsl_vector *nb__copy_long(const long *x, size_t size) {
    return nb__copy_seq(nb__seq_long(x, size), size);
}

gsl_matrix *nb__copy_matrix(const gsl_matrix *A, size_t size) {
    (void)size;
    nb__need_matrix("nb_copy", A);
    gsl_matrix *copy = nb__new_matrix(A->size1, A->size2);
    gsl_matrix_memcpy(copy, A);
    return nb__own_matrix(copy);
}

/* ---- Elements. ---- */

double *nb__at1(const gsl_vector *v, long i) {
    nb__need_vector("nb_at", v);
    if (i < 0 || (size_t)i >= v->size)
        nb__fail("IndexError",
                 "nb_at: there is no element %ld in vector(%zu); the indices "
                 "are 0 to %ld.",
                 i, v->size, (long)v->size - 1);
    return v->data + (size_t)i * v->stride;
}

double *nb__at2(const gsl_matrix *A, long i, long j) {
    nb__need_matrix("nb_at", A);
    if (i < 0 || (size_t)i >= A->size1 || j < 0 || (size_t)j >= A->size2)
        nb__fail("IndexError",
                 "nb_at: there is no element (%ld, %ld) in matrix(%zu x %zu); "
                 "the indices begin at 0.",
                 i, j, A->size1, A->size2);
    return A->data + (size_t)i * A->tda + (size_t)j;
}

/* A vector on the heap that borrows a matrix's numbers: GSL's free function
 * sees that it does not own the block. Who gets it may write.
 * NOLINTNEXTLINE(readability-non-const-parameter) */
static gsl_vector *borrow(const gsl_matrix *A, double *data, size_t n,
                          size_t stride) {
    gsl_vector *v = nb__alloc(1, sizeof *v);
    *v = (gsl_vector){n, stride, data, A->block, 0};
    return nb__own_vector(v);
}

gsl_vector *nb_row(const gsl_matrix *A, long i) {
    nb__need_matrix("nb_row", A);
    if (i < 0 || (size_t)i >= A->size1)
        nb__fail("IndexError",
                 "nb_row: there is no row %ld in matrix(%zu x "
                 "%zu); the rows are 0 to %ld.",
                 i, A->size1, A->size2, (long)A->size1 - 1);
    return borrow(A, A->data + (size_t)i * A->tda, A->size2, 1);
}

gsl_vector *nb_col(const gsl_matrix *A, long j) {
    nb__need_matrix("nb_col", A);
    if (j < 0 || (size_t)j >= A->size2)
        nb__fail("IndexError",
                 "nb_col: there is no column %ld in matrix(%zu "
                 "x %zu); the columns are 0 to %ld.",
                 j, A->size1, A->size2, (long)A->size2 - 1);
    return borrow(A, A->data + j, A->size1, A->tda);
}

static gsl_matrix *copy_part(const gsl_matrix *A, size_t row, size_t col,
                             size_t rows, size_t cols) {
    gsl_matrix *part = nb__new_matrix(rows, cols);
    for (size_t i = 0; i < rows; i++)
        memcpy(part->data + i * part->tda, A->data + (row + i) * A->tda + col,
               cols * sizeof(double));
    return nb__own_matrix(part);
}

gsl_matrix *nb__cols(const gsl_matrix *A, long first, long count) {
    nb__need_matrix("nb_cols", A);
    if (first < 0 || count < 1 || first > (long)A->size2 - count)
        nb__fail("IndexError",
                 "nb_cols: matrix(%zu x %zu) has no %ld columns "
                 "from %ld on.",
                 A->size1, A->size2, count, first);
    return copy_part(A, 0, (size_t)first, A->size1, (size_t)count);
}

gsl_matrix *nb__rows(const gsl_matrix *A, long first, long count) {
    nb__need_matrix("nb_rows", A);
    if (first < 0 || count < 1 || first > (long)A->size1 - count)
        nb__fail("IndexError",
                 "nb_rows: matrix(%zu x %zu) has no %ld rows "
                 "from %ld on.",
                 A->size1, A->size2, count, first);
    return copy_part(A, (size_t)first, 0, (size_t)count, A->size2);
}
