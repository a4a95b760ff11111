/* varshape.c - products of matrices on the tape, sums, slices, stacks. */
#include <string.h>

#include <gsl/gsl_rng.h>

#include "blas.h"
#include "fail.h"
#include "pool.h"
#include "var.h"

/* ---- The matrix product: C = A B. ---- */

/* C(m x n) = A(m x k) B(k x n), or one of the two transposed products that
 * give A's and B's part of a derivative; beta 1 adds to what is there.
 * The parameters are BLAS's. NOLINTNEXTLINE(readability-function-size) */
static void gemm(nb_var v, int a_turned, int b_turned, size_t m, size_t n,
                 size_t k, const double *A, const double *B, double beta,
                 double *C) {
    (void)v;
    nb__product p = {a_turned, b_turned, m, n, k, a_turned ? m : k,
                     b_turned ? k : n, n, 1, beta};
    nb__gemm(&p, A, B, C);
}

static void product_forward(nb_var v, nb__slot a, nb__slot b, nb__slot to,
                            double beta) {
    nb_var A = v->in[0], B = v->in[1];
    gemm(v, 0, 0, v->rows, v->cols, A->cols, nb__var_slot(A, a),
         nb__var_slot(B, b), beta, nb__var_slot(v, to));
}

static void product_tangent(nb_var v) {
    nb__walk one = {&v, 1};
    nb__walk_clear(&one, NB__TANGENT);
    if (v->in[0]->wants)
        product_forward(v, NB__TANGENT, NB__VALUE, NB__TANGENT, 1);
    if (v->in[1]->wants)
        product_forward(v, NB__VALUE, NB__TANGENT, NB__TANGENT, 1);
}

/* A's `to` += grad B', B's `to` += A' grad, with `other` of the other one. */
static void product_back_left(nb_var v, nb__slot grad, nb__slot other,
                              nb__slot to) {
    nb_var A = v->in[0], B = v->in[1];
    if (A->wants)
        gemm(v, 0, 1, A->rows, A->cols, v->cols, nb__var_slot(v, grad),
             nb__var_slot(B, other), 1, nb__var_slot(A, to));
}

static void product_back_right(nb_var v, nb__slot grad, nb__slot other,
                               nb__slot to) {
    nb_var A = v->in[0], B = v->in[1];
    if (B->wants)
        gemm(v, 1, 0, B->rows, B->cols, v->rows, nb__var_slot(A, other),
             nb__var_slot(v, grad), 1, nb__var_slot(B, to));
}

static void product_backward(nb_var v) {
    product_back_left(v, NB__GRAD, NB__VALUE, NB__GRAD);
    product_back_right(v, NB__GRAD, NB__VALUE, NB__GRAD);
}

static void product_backward2(nb_var v) {
    product_back_left(v, NB__GRAD2, NB__VALUE, NB__GRAD2);
    product_back_right(v, NB__GRAD2, NB__VALUE, NB__GRAD2);
    if (v->in[1]->wants)
        product_back_left(v, NB__GRAD, NB__TANGENT, NB__GRAD2);
    if (v->in[0]->wants)
        product_back_right(v, NB__GRAD, NB__TANGENT, NB__GRAD2);
}

static const nb__op product_op = {"matmul", product_tangent, product_backward,
                                  product_backward2};

nb_var nb__var_product(nb_var a, nb_var b) {
    nb__need_var("nb_matmul", a);
    nb__need_var("nb_matmul", b);
    if (a->cols != b->rows)
        nb__fail("ShapeError",
                 "nb_matmul: (%zu x %zu)\u00b7(%zu x %zu): inner sizes %zu and "
                 "%zu differ.",
                 a->rows, a->cols, b->rows, b->cols, a->cols, b->rows);
    nb_var v = nb__var_new(&product_op, a->rows, b->cols);
    nb__var_take(v, a);
    nb__var_take(v, b);
    product_forward(v, NB__VALUE, NB__VALUE, NB__VALUE, 0);
    return nb__var_done(v);
}

/* ---- Linear maps of one operand. ---- */

/* Each of these is told by its map from the operand's numbers to v's, and by
 * the transposed map, which adds; values and tangents go one way, grads and
 * their tangents the other. */
#define LINEAR(name, sign, map, transposed)                                    \
    static void name##_tangent(nb_var v) {                                     \
        map(v, nb__var_slot(v->in[0], NB__TANGENT),                            \
            nb__var_slot(v, NB__TANGENT));                                     \
    }                                                                          \
    static void name##_backward(nb_var v) {                                    \
        transposed(v, nb__var_slot(v, NB__GRAD),                               \
                   nb__var_slot(v->in[0], NB__GRAD));                          \
    }                                                                          \
    static void name##_backward2(nb_var v) {                                   \
        transposed(v, nb__var_slot(v, NB__GRAD2),                              \
                   nb__var_slot(v->in[0], NB__GRAD2));                         \
    }                                                                          \
    static const nb__op name##_op = {sign, name##_tangent, name##_backward,    \
                                     name##_backward2};

static nb_var linear(const nb__op *op, nb_var x, size_t rows, size_t cols) {
    nb_var v = nb__var_new(op, rows, cols);
    nb__var_take(v, x);
    return v;
}

static nb_var mapped(nb_var v, void (*map)(nb_var, const double *, double *)) {
    map(v, v->in[0]->slots[NB__VALUE], v->slots[NB__VALUE]);
    return nb__var_done(v);
}

/* v = number times the sum over all, over each row, or over each column: the
 * element (i, j) goes where v's shape has room for it. */
static void sum_map(nb_var v, const double *from, double *to) {
    nb_var x = v->in[0];
    size_t row = v->rows == 1 ? 0 : v->cols, col = v->cols == 1 ? 0 : 1;
    memset(to, 0, nb__var_size(v) * sizeof *to);
    for (size_t i = 0; i < x->rows; i++)
        for (size_t j = 0; j < x->cols; j++)
            to[i * row + j * col] += from[i * x->cols + j];
    for (size_t i = 0; i < nb__var_size(v); i++) to[i] *= v->number;
}

static void sum_transposed(nb_var v, const double *from, double *to) {
    nb_var x = v->in[0];
    size_t row = v->rows == 1 ? 0 : v->cols, col = v->cols == 1 ? 0 : 1;
    for (size_t i = 0; i < x->rows; i++)
        for (size_t j = 0; j < x->cols; j++)
            to[i * x->cols + j] += v->number * from[i * row + j * col];
}

LINEAR(sum, "sum", sum_map, sum_transposed)

static const nb__op mean_op = {"mean", sum_tangent, sum_backward,
                               sum_backward2};
static const nb__op rowsum_op = {"rowsum", sum_tangent, sum_backward,
                                 sum_backward2};
static const nb__op colsum_op = {"colsum", sum_tangent, sum_backward,
                                 sum_backward2};

static nb_var sum_to(const nb__op *op, nb_var x, double number, size_t rows,
                     size_t cols) {
    nb_var v = linear(op, x, rows, cols);
    v->number = number;
    return mapped(v, sum_map);
}

nb_var nb__sum_v(nb_var v) {
    nb__need_var("nb_sum", v);
    return sum_to(&sum_op, v, 1, 1, 1);
}

nb_var nb__mean_v(nb_var v) {
    nb__need_var("nb_mean", v);
    return sum_to(&mean_op, v, 1 / (double)nb__var_size(v), 1, 1);
}

nb_var nb_rowsum(nb_var v) {
    nb__need_var("nb_rowsum", v);
    return sum_to(&rowsum_op, v, 1, v->rows, 1);
}

nb_var nb_colsum(nb_var v) {
    nb__need_var("nb_colsum", v);
    return sum_to(&colsum_op, v, 1, 1, v->cols);
}

/* The transpose. */
static void turn_map(nb_var v, const double *from, double *to) {
    for (size_t i = 0; i < v->rows; i++)
        for (size_t j = 0; j < v->cols; j++)
            to[i * v->cols + j] = from[j * v->rows + i];
}

static void turn_transposed(nb_var v, const double *from, double *to) {
    for (size_t i = 0; i < v->rows; i++)
        for (size_t j = 0; j < v->cols; j++)
            to[j * v->rows + i] += from[i * v->cols + j];
}

LINEAR(turn, "transpose", turn_map, turn_transposed)

nb_var nb__t_v(nb_var v) {
    nb__need_var("nb_t", v);
    return mapped(linear(&turn_op, v, v->cols, v->rows), turn_map);
}

/* The same numbers in another shape. */
static void same_map(nb_var v, const double *from, double *to) {
    memcpy(to, from, nb__var_size(v) * sizeof *to);
}

static void same_transposed(nb_var v, const double *from, double *to) {
    for (size_t i = 0; i < nb__var_size(v); i++) to[i] += from[i];
}

LINEAR(same, "reshape", same_map, same_transposed)

nb_var nb_reshape(nb_var v, long rows, long cols) {
    nb__need_var("nb_reshape", v);
    nb__need_size("nb_reshape", rows, cols);
    if ((size_t)rows * (size_t)cols != nb__var_size(v))
        nb__fail("ShapeError",
                 "nb_reshape: the numbers of (%zu x %zu) do not fill "
                 "(%ld x %ld).",
                 v->rows, v->cols, rows, cols);
    return mapped(linear(&same_op, v, (size_t)rows, (size_t)cols), same_map);
}

/* A rectangle of the operand, from the corner v->at on. */
static void slice_map(nb_var v, const double *from, double *to) {
    size_t step = v->in[0]->cols;
    for (size_t i = 0; i < v->rows; i++)
        memcpy(to + i * v->cols, from + (v->at[0] + i) * step + v->at[1],
               v->cols * sizeof *to);
}

static void slice_transposed(nb_var v, const double *from, double *to) {
    size_t step = v->in[0]->cols;
    for (size_t i = 0; i < v->rows; i++)
        for (size_t j = 0; j < v->cols; j++)
            to[(v->at[0] + i) * step + v->at[1] + j] += from[i * v->cols + j];
}

LINEAR(slice, "part", slice_map, slice_transposed)

nb_var nb__var_slice(const char *who, nb_var x, long row, long col, long rows,
                     long cols) {
    nb__need_var(who, x);
    if (row < 0 || rows < 1 || row > (long)x->rows - rows || col < 0 ||
        cols < 1 || col > (long)x->cols - cols)
        nb__fail("IndexError",
                 "%s: (%zu x %zu) has no %ld x %ld elements from (%ld, %ld) "
                 "on; the indices begin at 0.",
                 who, x->rows, x->cols, rows, cols, row, col);
    nb_var v = linear(&slice_op, x, (size_t)rows, (size_t)cols);
    v->at[0] = (size_t)row;
    v->at[1] = (size_t)col;
    return mapped(v, slice_map);
}

nb_var nb__get(nb_var v, long i, long j) {
    return nb__var_slice("nb_get", v, i, j, 1, 1);
}

nb_var nb__rows_v(nb_var v, long first, long count) {
    nb__need_var("nb_rows", v);
    return nb__var_slice("nb_rows", v, first, 0, count, (long)v->cols);
}

nb_var nb__cols_v(nb_var v, long first, long count) {
    nb__need_var("nb_cols", v);
    return nb__var_slice("nb_cols", v, 0, first, (long)v->rows, count);
}

/* ---- Stacks. ---- */

static void stack_forward(nb_var v, nb__slot slot) {
    double *to = nb__var_slot(v, slot);
    for (size_t k = 0; k < v->count; k++) {
        nb_var part = nb__var_in(v, k);
        memcpy(to, nb__var_slot(part, slot),
               nb__var_size(part) * sizeof *to);
        to += nb__var_size(part);
    }
}

static void stack_back(nb_var v, nb__slot slot) {
    const double *from = nb__var_slot(v, slot);
    for (size_t k = 0; k < v->count; k++) {
        nb_var part = nb__var_in(v, k);
        double *to = part->wants ? nb__var_slot(part, slot) : NULL;
        for (size_t i = 0; to && i < nb__var_size(part); i++) to[i] += from[i];
        from += nb__var_size(part);
    }
}

static void stack_tangent(nb_var v) { stack_forward(v, NB__TANGENT); }
static void stack_backward(nb_var v) { stack_back(v, NB__GRAD); }
static void stack_backward2(nb_var v) { stack_back(v, NB__GRAD2); }

static const nb__op stack_op = {"stack", stack_tangent, stack_backward,
                                stack_backward2};

nb_var nb__stack(size_t count, const nb_var *parts) {
    size_t rows = 0;
    for (size_t k = 0; k < count; k++) {
        nb__need_var("nb_stack", parts[k]);
        if (parts[k]->cols != parts[0]->cols)
            nb__fail("ShapeError",
                     "nb_stack: (%zu x %zu) and (%zu x %zu) differ in width.",
                     parts[0]->rows, parts[0]->cols, parts[k]->rows,
                     parts[k]->cols);
        rows += parts[k]->rows;
    }
    nb_var v = nb__var_new(&stack_op, rows, parts[0]->cols);
    v->more = nb__alloc(count, sizeof *v->more);
    for (size_t k = 0; k < count; k++) nb__var_take(v, parts[k]);
    stack_forward(v, NB__VALUE);
    return nb__var_done(v);
}

/* ---- Random zeros. ---- */

static void mask_map(nb_var v, const double *from, double *to) {
    for (size_t i = 0; i < nb__var_size(v); i++) to[i] = v->extra[i] * from[i];
}

static void mask_transposed(nb_var v, const double *from, double *to) {
    for (size_t i = 0; i < nb__var_size(v); i++) to[i] += v->extra[i] * from[i];
}

LINEAR(mask, "dropout", mask_map, mask_transposed)

nb_var nb_dropout(nb_var x, double p) {
    nb__need_var("nb_dropout", x);
    if (!(p >= 0 && p < 1))
        nb__fail("DomainError",
                 "nb_dropout: the probability is %g; it must be at least 0 "
                 "and below 1.",
                 p);
    nb_var v = linear(&mask_op, x, x->rows, x->cols);
    v->extra = nb__alloc(nb__var_size(v), sizeof *v->extra);
    for (size_t i = 0; i < nb__var_size(v); i++)
        v->extra[i] = gsl_rng_uniform(nb_rng()) < p ? 0 : 1 / (1 - p);
    return mapped(v, mask_map);
}
