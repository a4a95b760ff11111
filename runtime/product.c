/* product.c - products of matrices and vectors, and what is made of them. */
#include "nabla.h"

#include <math.h>
#include <stdio.h>

#include "blas.h"
#include "buffer.h"
#include "fail.h"
#include "pool.h"
#include "var.h"

/* Below this many multiplications a plain loop is as fast, and OpenBLAS need
 * not even be loaded. */
static const double SMALL_PRODUCT = 32768;

static gsl_matrix *plain_product(const gsl_matrix *A, const gsl_matrix *B) {
    gsl_matrix *C = nb__new_matrix(A->size1, B->size2);
    for (size_t i = 0; i < A->size1; i++)
        for (size_t k = 0; k < A->size2; k++) {
            double a = A->data[i * A->tda + k];
            const double *from = B->data + k * B->tda;
            double *to = C->data + i * C->tda;
            for (size_t j = 0; j < B->size2; j++) to[j] += a * from[j];
        }
    return C;
}

/* Not noted in the pool: the caller decides whether it is a result. */
static gsl_matrix *multiply(const gsl_matrix *A, const gsl_matrix *B) {
    double work = (double)A->size1 * (double)A->size2 * (double)B->size2;
    if (work <= SMALL_PRODUCT) return plain_product(A, B);
    const nb__blas *blas = nb__blas_for(2 * work);
    gsl_matrix *C = nb__raw_matrix(A->size1, B->size2);
    /* Columns are rows of the transpose: C' = B' A'. */
    int m = (int)B->size2, n = (int)A->size1, k = (int)A->size2;
    int lda = (int)B->tda, ldb = (int)A->tda, ldc = (int)C->tda;
    double one = 1, zero = 0;
    blas->dgemm("N", "N", &m, &n, &k, &one, B->data, &lda, A->data, &ldb, &zero,
                C->data, &ldc, 1, 1);
    return C;
}

/* ---- Chains. ---- */

nb_factor nb__factor_matrix(const gsl_matrix *A) {
    nb__need_matrix("nb_matmul", A);
    return (nb_factor){A, NULL, NULL};
}

nb_factor nb__factor_vector(const gsl_vector *v) {
    nb__need_vector("nb_matmul", v);
    return (nb_factor){NULL, v, NULL};
}

static void add_shape(nb__buf *buf, const nb_factor *f) {
    if (f->matrix)
        nb__buf_printf(buf, "(%zu x %zu)", f->matrix->size1, f->matrix->size2);
    else
        nb__buf_printf(buf, "vector(%zu)", f->vector->size);
}

static size_t inner_size(const nb_factor *f, int is_left) {
    if (f->vector) return f->vector->size;
    return is_left ? f->matrix->size2 : f->matrix->size1;
}

static void check_pair(const nb_factor *left, const nb_factor *right) {
    size_t a = inner_size(left, 1), b = inner_size(right, 0);
    if (a == b) return;
    nb__buf shapes = {0};
    add_shape(&shapes, left);
    nb__buf_puts(&shapes, "\u00b7");
    add_shape(&shapes, right);
    char text[128];
    (void)nb__format(text, sizeof text, "%s", shapes.data);
    nb__buf_done(&shapes);
    nb__fail("ShapeError", "nb_matmul: %s: inner sizes %zu and %zu differ.",
             text, a, b);
}

static void check_chain(size_t count, const nb_factor *factors) {
    for (size_t i = 1; i + 1 < count; i++)
        if (factors[i].vector)
            nb__fail("ShapeError",
                     "nb_matmul: factor %zu is a vector; only the first and "
                     "the last may be one.",
                     i + 1);
    for (size_t i = 0; i + 1 < count; i++)
        check_pair(&factors[i], &factors[i + 1]);
}

/* A factor as a matrix header that borrows: a row in front, else a column. */
static gsl_matrix as_matrix(const nb_factor *f, int is_first) {
    if (f->matrix) return *f->matrix;
    const gsl_vector *v = f->vector;
    /* It is there if the matrix is not.
     * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    if (is_first && v->stride == 1)
        return (gsl_matrix){1, v->size, v->size, v->data, v->block, 0};
    return (gsl_matrix){v->size, 1, v->stride, v->data, v->block, 0};
}

/* The product of all; each intermediate result is freed when used. */
static gsl_matrix *chain(size_t count, const nb_factor *factors) {
    check_chain(count, factors);
    int from_right = factors[count - 1].vector != NULL;
    gsl_vector *row = NULL;
    nb_factor first = factors[0];
    if (first.vector && first.vector->stride != 1) {
        row = nb__new_vector(first.vector->size);
        gsl_vector_memcpy(row, first.vector);
        first.vector = row;
    }
    gsl_matrix *product = NULL;
    for (size_t step = 1; step < count; step++) {
        size_t l = from_right ? count - 1 - step : step - 1, r = l + 1;
        gsl_matrix left = as_matrix(l ? &factors[l] : &first, l == 0);
        gsl_matrix right = as_matrix(&factors[r], 0);
        gsl_matrix *next = multiply(product && !from_right ? product : &left,
                                    product && from_right ? product : &right);
        (gsl_matrix_free)(product);
        product = next;
    }
    (gsl_vector_free)(row);
    return product;
}

gsl_matrix *nb__product_matrix(size_t count, const nb_factor *factors) {
    return nb__own_matrix(chain(count, factors));
}

gsl_vector *nb__product_vector(size_t count, const nb_factor *factors) {
    gsl_matrix *product = chain(count, factors);
    gsl_vector *v = nb__vec(product->size1 * product->size2, product->data);
    (gsl_matrix_free)(product);
    return v;
}

double nb__product_number(size_t count, const nb_factor *factors) {
    gsl_matrix *product = chain(count, factors);
    double number = product->data[0];
    (gsl_matrix_free)(product);
    return number;
}

/* On the tape: what is no nb_var yet becomes a constant, vectors a column. */
static nb_var as_var(const nb_factor *f, int *ret_is_ours) {
    *ret_is_ours = !f->var;
    if (f->var) return f->var;
    size_t rows = f->matrix ? f->matrix->size1 : f->vector->size;
    size_t cols = f->matrix ? f->matrix->size2 : 1;
    nb_var v = nb__var_new(NULL, rows, cols);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            nb__var_slot(v, NB__VALUE)[i * cols + j] =
                f->matrix ? f->matrix->data[i * f->matrix->tda + j]
                          : f->vector->data[i * f->vector->stride];
    return v;
}

nb_var nb__product_var(size_t count, const nb_factor *factors) {
    int is_ours, is_next_ours;
    nb_var product = as_var(&factors[0], &is_ours);
    for (size_t i = 1; i < count; i++) {
        nb_var next = as_var(&factors[i], &is_next_ours);
        nb_var whole = nb__var_product(product, next);
        if (is_ours) nb__var_drop(product);
        if (is_next_ours) nb__var_drop(next);
        product = whole;
        is_ours = 0;
    }
    return product;
}

/* ---- The rest. ---- */

gsl_matrix *nb__t(const gsl_matrix *A) {
    nb__need_matrix("nb_t", A);
    gsl_matrix *T = nb__raw_matrix(A->size2, A->size1);
    gsl_matrix_transpose_memcpy(T, A);
    return nb__own_matrix(T);
}

double nb_dot(const gsl_vector *x, const gsl_vector *y) {
    nb__need_vector("nb_dot", x);
    nb__need_vector("nb_dot", y);
    if (x->size != y->size)
        nb__fail("ShapeError",
                 "nb_dot: vector(%zu) and vector(%zu) differ in "
                 "length.",
                 x->size, y->size);
    double total = 0;
    for (size_t i = 0; i < x->size; i++)
        total += x->data[i * x->stride] * y->data[i * y->stride];
    return total;
}

gsl_matrix *nb_outer(const gsl_vector *x, const gsl_vector *y) {
    nb__need_vector("nb_outer", x);
    nb__need_vector("nb_outer", y);
    gsl_matrix *A = nb__new_matrix(x->size, y->size);
    for (size_t i = 0; i < x->size; i++)
        for (size_t j = 0; j < y->size; j++)
            A->data[i * A->tda + j] =
                x->data[i * x->stride] * y->data[j * y->stride];
    return nb__own_matrix(A);
}

/* The sum of squares of x / scale, for a scale that keeps it in range. */
static double norm_of(const double *x, size_t rows, size_t cols, size_t tda) {
    double scale = 0, total = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++) {
            double size = fabs(x[i * tda + j]);
            if (isnan(size)) return size;
            if (size > scale) scale = size;
        }
    if (scale == 0 || isinf(scale)) return scale;
    /* A power of two divides without rounding. */
    scale = exp2(ilogb(scale));
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++) {
            double part = x[i * tda + j] / scale;
            total += part * part;
        }
    return scale * sqrt(total);
}

double nb__norm_vector(const gsl_vector *x) {
    nb__need_vector("nb_norm", x);
    return norm_of(x->data, x->size, 1, x->stride);
}

double nb__norm_matrix(const gsl_matrix *A) {
    nb__need_matrix("nb_norm", A);
    return norm_of(A->data, A->size1, A->size2, A->tda);
}

double nb_trace(const gsl_matrix *A) {
    nb__need_square("nb_trace", A);
    double total = 0;
    for (size_t i = 0; i < A->size1; i++) total += A->data[i * A->tda + i];
    return total;
}
