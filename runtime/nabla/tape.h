/* tape.h - matrices that remember how they were made.
 *
 * Functions of nb_var compute as usual and note each step on a tape;
 * nb_backward() reads the tape from its end and finds the derivative of one
 * number with respect to every parameter (reverse mode, backpropagation):
 *
 *     nb_var w = nb_param(nb_vec(1, 2));
 *     nb_var L = nb_sum(nb_sq(w));
 *     nb_backward(L);
 *     nb_gradof(w)                        // 2 w
 *
 * nb_add(), nb_sub(), nb_mul(), nb_div(), nb_pow(), nb_sin() and their kin,
 * nb_matmul(), nb_t(), nb_sum(), nb_mean(), nb_rows() and nb_cols() take
 * nb_var too. A result holds on to what it was made from: inside an nb_scope
 * { } the whole tape goes when the scope ends, outside nb_free() of the last
 * result frees what only it needs. */
#ifndef NB_TAPE_H
#define NB_TAPE_H

#include "dual.h"
#include "linalg.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

void nb__free_var(nb_var v);

/* ---- Leaves. ---- */

typedef struct nb_param_opts {
    const char *name; /* in nb_tape() and nb_graph() */
} nb_param_opts;

nb_var nb__param_matrix(const gsl_matrix *x, nb_param_opts opts);
nb_var nb__param_vector(const gsl_vector *x, nb_param_opts opts);
nb_var nb__param_number(double x, nb_param_opts opts);
nb_var nb__const_matrix(const gsl_matrix *x, nb_param_opts opts);
nb_var nb__const_vector(const gsl_vector *x, nb_param_opts opts);
nb_var nb__const_number(double x, nb_param_opts opts);
#define NB__LEAF(kind, x, ...)                                                 \
    _Generic((x), gsl_matrix *: nb__##kind##_matrix,                           \
        const gsl_matrix *: nb__##kind##_matrix,                               \
        gsl_vector *: nb__##kind##_vector,                                     \
        const gsl_vector *: nb__##kind##_vector,                               \
        default: nb__##kind##_number)(x, (nb_param_opts){__VA_ARGS__})

/* A parameter: a leaf of the tape that derivatives are taken for. Its numbers
 * are a copy of x; nb_value() lets one change them.
 * Options: .name (shown by nb_tape() and nb_graph()).
 *
 * Shapes   x: a gsl_matrix *, a gsl_vector * (a column), or a number (1 x 1).
 * Owns     the caller owns the result: nb_free().
 * Errors   NullError if x is NULL; ShapeError if a matrix is empty.
 *
 * Example
 *     nb_var x = nb_param(3, .name = "x");
 *     nb_backward(nb_mul(x, x));
 *     nb_show(nb_gradof(x));                         // matrix(1 x 1) 6
 */
#define nb_param(x, ...) NB__LEAF(param, x, ##__VA_ARGS__)

/* A constant: a leaf of the tape that no derivative is taken for.
 * Options: .name.
 *
 * Shapes   x: a gsl_matrix *, a gsl_vector * (a column), or a number (1 x 1).
 * Owns     the caller owns the result; the numbers are copied.
 * Errors   NullError if x is NULL; ShapeError if a matrix is empty.
 *
 * Example
 *     nb_show(nb_item(nb_sum(nb_const(nb_vec(1, 2))))); // 3
 */
#define nb_const(x, ...) NB__LEAF(const, x, ##__VA_ARGS__)

/* The value of v as a constant: derivatives stop here.
 *
 * Shapes   v: m x n; result: m x n.
 * Owns     the caller owns the result.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_var x = nb_param(3);
 *     nb_backward(nb_mul(x, nb_detach(x)));
 *     nb_show(nb_gradof(x));                         // matrix(1 x 1) 3
 */
nb_var nb_detach(nb_var v);

/* ---- Reading. ---- */

/* The numbers of v. They may be changed in a leaf, by an optimiser of one's
 * own; what was computed from them before does not follow.
 *
 * Shapes   v: m x n; result: m x n.
 * Owns     v owns the result: do not free it.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_show(nb_value(nb_param(nb_vec(1, 2))));     // matrix(2 x 1) 1 2
 */
gsl_matrix *nb_value(nb_var v);

/* The derivative of the last nb_backward() with respect to v: zeros before
 * the first, the sum of all since nb_zero_grad() for a parameter.
 *
 * Shapes   v: m x n; result: m x n.
 * Owns     v owns the result: do not free it.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_var x = nb_param(nb_vec(1, 2));
 *     nb_backward(nb_sum(nb_exp(x)));
 *     nb_show(nb_gradof(x));             // matrix(2 x 1) 2.71828 7.38906
 */
gsl_matrix *nb_gradof(nb_var v);

/* The only number of a 1 x 1 value, a loss for example.
 *
 * Owns     a plain number.
 * Errors   ShapeError, naming the shape, if v is not 1 x 1.
 *
 * Example
 *     nb_show(nb_item(nb_mul(nb_param(3), 2)));      // 6
 */
double nb_item(nb_var v);

/* Find the derivative of L with respect to everything that it was made from
 * (reverse mode). Parameters add it to what they have; call nb_zero_grad(),
 * or let nb_step() do it, before the next time.
 *
 * Owns     nothing.
 * Errors   ShapeError, naming the shape, if L is not 1 x 1; DomainError if L
 *          depends on no parameter.
 * Source   Rumelhart, Hinton & Williams, Nature 323 (1986), 533-536.
 *
 * Example
 *     nb_var x = nb_param(2), y = nb_param(5);
 *     nb_backward(nb_add(nb_log(x), nb_mul(x, y)));
 *     nb_show(nb_gradof(x), nb_gradof(y));
 *     // matrix(1 x 1) 5.5 matrix(1 x 1) 2
 */
void nb_backward(nb_var L);

/* Set the derivative that v has collected to zero.
 *
 * Owns     nothing.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_var x = nb_param(3);
 *     nb_backward(nb_mul(x, x));
 *     nb_zero_grad(x);
 *     nb_show(nb_gradof(x));                         // matrix(1 x 1) 0
 */
void nb_zero_grad(nb_var v);

/* Show how L was made, step by step, as a table: each node with its operation
 * and operands, its value, and, after nb_backward(), its derivative.
 *
 * Owns     nothing.
 * Errors   NullError if L is NULL; LimitError for more than 200 nodes.
 *
 * Example
 *     nb_var x = nb_param(2, .name = "x");
 *     nb_var L = nb_mul(x, nb_log(x));
 *     nb_backward(L);
 *     nb_tape(L);
 *     // node operation value derivative
 *     // x parameter 2 1.69315
 *     // v1 log(x) 0.693147 2
 *     // v2 x * v1 1.38629 1
 */
void nb_tape(nb_var L);

typedef struct nb_graph_opts {
    const char *title; /* above the graph; NULL: none */
} nb_graph_opts;

void nb__graph(nb_var L, nb_graph_opts opts);

/* Draw how L was made: leaves on the left, L on the right, each node with its
 * value and, after nb_backward(), its derivative. As text it is the table of
 * nb_tape().
 * Options: .title.
 *
 * Shapes   L: m x n.
 * Owns     nothing.
 * Errors   NullError if L is NULL; LimitError for more than 60 nodes.
 *
 * Example
 *     nb_graph(nb_sq(nb_param(3, .name = "x")), .title = "A square");
 *     // A square node operation value x parameter 3 v1 sq(x) 9
 */
#define nb_graph(L, ...) nb__graph(L, (nb_graph_opts){__VA_ARGS__})

/* ---- Shapes. ---- */

#define NB__GET2(v, i)    nb__get(v, i, 0)
#define NB__GET3(v, i, j) nb__get(v, i, j)
nb_var nb__get(nb_var v, long i, long j);

/* One element of v as a 1 x 1 nb_var: nb_get(v, i) of a column, nb_get(v, i,
 * j) of any.
 *
 * Shapes   v: m x n; result: 1 x 1.
 * Owns     the caller owns the result.
 * Errors   IndexError, naming index and shape.
 *
 * Example
 *     nb_var x = nb_param(nb_vec(3, 4));
 *     nb_show(nb_item(nb_mul(nb_get(x, 0), nb_get(x, 1))));    // 12
 */
#define nb_get(...) NB__CAT(NB__GET, NB__NARG(__VA_ARGS__))(__VA_ARGS__)

nb_var nb__stack(size_t count, const nb_var *parts);

/* Up to 32 nb_var, one under the other.
 *
 * Shapes   parts: m1 x n, m2 x n, ...; result: (m1 + m2 + ...) x n.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both shapes, if the widths differ.
 *
 * Example
 *     nb_var x = nb_param(2);
 *     nb_show(nb_value(nb_stack(x, nb_sq(x))));      // matrix(2 x 1) 2 4
 */
#define nb_stack(...)                                                          \
    nb__stack(NB__NARG(__VA_ARGS__), (nb_var[]){__VA_ARGS__})

/* The same numbers, row by row, in another shape.
 *
 * Shapes   v: m x n with m n = rows cols; result: rows x cols.
 * Owns     the caller owns the result.
 * Errors   ShapeError, naming both shapes, if the numbers do not fit.
 *
 * Example
 *     nb_var x = nb_param(nb_vec(1, 2, 3, 4));
 *     nb_show(nb_value(nb_reshape(x, 2, 2)));        // matrix(2 x 2) 1 2 3 4
 */
nb_var nb_reshape(nb_var v, long rows, long cols);

/* The sum of each row, as a column.
 *
 * Shapes   v: m x n; result: m x 1.
 * Owns     the caller owns the result.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_show(nb_value(nb_rowsum(nb_const(nb_mat((1, 2), (3, 4))))));
 *     // matrix(2 x 1) 3 7
 */
nb_var nb_rowsum(nb_var v);

/* The sum of each column, as a row.
 *
 * Shapes   v: m x n; result: 1 x n.
 * Owns     the caller owns the result.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_show(nb_value(nb_colsum(nb_const(nb_mat((1, 2), (3, 4))))));
 *     // matrix(1 x 2) 4 6
 */
nb_var nb_colsum(nb_var v);

/* ---- Functions of whole rows. ---- */

/* exp of each element divided by the sum of its row; of a column, by the sum
 * of all. No overflow, whatever the numbers.
 *
 * Shapes   v: m x n; result: m x n.
 * Owns     the caller owns the result.
 * Errors   NullError if v is NULL.
 * Source   Bridle, Neurocomputing NATO ASI F68 (1990), 227-236.
 *
 * Example
 *     nb_show(nb_value(nb_softmax(nb_const(nb_mat((2, 1, -1))))));
 *     // matrix(1 x 3) 0.705385 0.259496 0.035119
 */
nb_var nb_softmax(nb_var v);

/* The logarithm of the sum of exp over each row; of a column, over all. No
 * overflow.
 *
 * Shapes   v: m x n; result: m x 1; of a column: 1 x 1.
 * Owns     the caller owns the result.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_show(nb_item(nb_logsumexp(nb_const(nb_vec(1000, 1000))))); // 1000.69
 */
nb_var nb_logsumexp(nb_var v);

/* The logarithm of nb_softmax(), exact where the softmax itself would be 0.
 *
 * Shapes   v: m x n; result: m x n.
 * Owns     the caller owns the result.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_show(nb_value(nb_logsoftmax(nb_const(nb_mat((0, -1000))))));
 *     // matrix(1 x 2) 0 -1000
 */
nb_var nb_logsoftmax(nb_var v);

/* x where it is positive, slope times x where it is not.
 *
 * Shapes   v: m x n; result: m x n.
 * Owns     the caller owns the result.
 * Errors   NullError if v is NULL.
 *
 * Example
 *     nb_show(nb_item(nb_leaky(nb_param(-3), 0.1))); // -0.3
 */
nb_var nb_leaky(nb_var v, double slope);

/* Each element set to 0 with probability p, the others divided by 1 - p, so
 * that the mean stays.
 *
 * Shapes   v: m x n; result: m x n.
 * Owns     the caller owns the result.
 * Errors   DomainError unless 0 <= p < 1.
 * Random   one gsl_rng_uniform(nb_rng()) an element.
 * Source   Srivastava et al., JMLR 15 (2014), 1929-1958.
 *
 * Example
 *     nb_show(nb_item(nb_dropout(nb_param(3), 0)));  // 3
 */
nb_var nb_dropout(nb_var v, double p);

/* ---- Losses. ---- */

/* The mean cross-entropy of softmax(logits) and the true classes, computed
 * from the logits, so that nothing overflows.
 *
 * Shapes   logits: n x k; y: n class numbers 0 ... k - 1; result: 1 x 1.
 * Units    nats.
 * Owns     the caller owns the result; y is copied.
 * Errors   ShapeError, naming both sizes; DomainError if y holds something
 *          else than class numbers, naming it.
 * Source   Goodfellow, Bengio & Courville, Deep Learning, section 6.2.2.
 *
 * Example
 *     nb_var z = nb_param(nb_mat((0, 0), (0, 0)));
 *     nb_show(nb_item(nb_xent(z, nb_vec(0, 1))));    // 0.693147
 */
nb_var nb_xent(nb_var logits, const gsl_vector *y);

nb_factor nb__factor_var(nb_var v);
nb_var nb__bce(nb_var logits, nb_factor y);
nb_var nb__mse(nb_var prediction, nb_factor y);
nb_var nb__mae(nb_var prediction, nb_factor y);
nb_var nb__huber(nb_var prediction, nb_factor y, double delta);

/* The mean binary cross-entropy of sigmoid(logits) and y, computed from the
 * logits, so that nothing overflows.
 *
 * Shapes   logits: n x 1 with a gsl_vector *, n; or m x n with a
 *          gsl_matrix *, m x n; y between 0 and 1; result: 1 x 1.
 * Units    nats.
 * Owns     the caller owns the result; y is copied.
 * Errors   ShapeError, naming both shapes.
 * Source   Goodfellow, Bengio & Courville, Deep Learning, section 6.2.2.
 *
 * Example
 *     nb_show(nb_item(nb_bce(nb_param(-800), nb_vec(1)))); // 800
 */
#define nb_bce(logits, y) nb__bce(logits, NB__FACTOR_OF(y))

/* The mean of the squares of prediction - y.
 *
 * Shapes   prediction: n x 1 with a gsl_vector *, n; or m x n with a
 *          gsl_matrix * or an nb_var, m x n; result: 1 x 1.
 * Units    square of y's units.
 * Owns     the caller owns the result; y is copied.
 * Errors   ShapeError, naming both shapes.
 *
 * Example
 *     nb_var p = nb_param(nb_vec(1, 2));
 *     nb_show(nb_item(nb_mse(p, nb_vec(1, 4))));     // 2
 */
#define nb_mse(prediction, y) nb__mse(prediction, NB__FACTOR_OF(y))

/* The mean of the absolute values of prediction - y.
 *
 * Shapes   as in nb_mse().
 * Units    y's units.
 * Owns     the caller owns the result; y is copied.
 * Errors   ShapeError, naming both shapes.
 *
 * Example
 *     nb_var p = nb_param(nb_vec(1, 2));
 *     nb_show(nb_item(nb_mae(p, nb_vec(1, 4))));     // 1
 */
#define nb_mae(prediction, y) nb__mae(prediction, NB__FACTOR_OF(y))

/* The mean of Huber's loss of e = prediction - y: e^2 / 2 where |e| <= delta,
 * delta (|e| - delta / 2) beyond.
 *
 * Shapes   as in nb_mse().
 * Units    square of y's units.
 * Owns     the caller owns the result; y is copied.
 * Errors   ShapeError, naming both shapes; DomainError unless delta > 0.
 * Source   Huber, Annals of Mathematical Statistics 35 (1964), 73-101.
 *
 * Example
 *     nb_show(nb_item(nb_huber(nb_param(5), nb_vec(0), 1)));  // 4.5
 */
#define nb_huber(prediction, y, delta)                                         \
    nb__huber(prediction, NB__FACTOR_OF(y), delta)

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
