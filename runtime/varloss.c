/* varloss.c - functions of whole rows on the tape, and losses. */
#include <math.h>
#include <string.h>

#include "fail.h"
#include "var.h"

/* A column is one group of numbers, a matrix has a group in each row. Both
 * lie without gaps. */
static size_t group_size(nb_var x) { return x->cols == 1 ? x->rows : x->cols; }
static size_t group_count(nb_var x) { return nb__var_size(x) / group_size(x); }

/* p = softmax(x) of n numbers; returns log of the sum of exp. */
static double softmax(const double *x, size_t n, double *p) {
    double largest = x[0], total = 0;
    for (size_t j = 1; j < n; j++)
        if (x[j] > largest) largest = x[j];
    if (isinf(largest)) largest = 0; /* inf - inf would be NaN */
    for (size_t j = 0; j < n; j++) total += p[j] = exp(x[j] - largest);
    for (size_t j = 0; j < n; j++) p[j] /= total;
    return largest + log(total);
}

static double dot(const double *a, const double *b, size_t n) {
    double total = 0;
    for (size_t j = 0; j < n; j++) total += a[j] * b[j];
    return total;
}

/* The derivative of softmax along t: to += factor p (t - p.t). Its Jacobian is
 * symmetric, so this serves both directions. */
static void along(const double *p, const double *t, size_t n, double factor,
                  double *to) {
    double mean = dot(p, t, n);
    for (size_t j = 0; j < n; j++) to[j] += factor * p[j] * (t[j] - mean);
}

/* ---- Softmax. ---- */

static void softmax_map(nb_var v, const double *from, double *to) {
    size_t n = group_size(v);
    for (size_t g = 0; g < group_count(v); g++)
        along(v->slots[NB__VALUE] + g * n, from + g * n, n, 1, to + g * n);
}

static void softmax_tangent(nb_var v) {
    nb__walk one = {&v, 1};
    nb__walk_clear(&one, NB__TANGENT);
    softmax_map(v, nb__var_slot(v->in[0], NB__TANGENT),
                v->slots[NB__TANGENT]);
}

static void softmax_backward(nb_var v) {
    softmax_map(v, v->slots[NB__GRAD], nb__var_slot(v->in[0], NB__GRAD));
}

/* p (g - p.g), derived: p' (g - p.g) - p (p'.g), and p (g' - p.g') */
static void softmax_backward2(nb_var v) {
    size_t n = group_size(v);
    double *to = nb__var_slot(v->in[0], NB__GRAD2);
    softmax_map(v, nb__var_slot(v, NB__GRAD2), to);
    for (size_t i = 0; i < nb__var_size(v); i += n) {
        const double *p = v->slots[NB__VALUE] + i, *g = v->slots[NB__GRAD] + i;
        const double *pt = v->slots[NB__TANGENT] + i;
        double pg = dot(p, g, n), ptg = dot(pt, g, n);
        for (size_t j = 0; j < n; j++)
            to[i + j] += pt[j] * (g[j] - pg) - p[j] * ptg;
    }
}

static const nb__op softmax_op = {"softmax", softmax_tangent,
                                  softmax_backward, softmax_backward2};

nb_var nb_softmax(nb_var x) {
    nb__need_var("nb_softmax", x);
    nb_var v = nb__var_new(&softmax_op, x->rows, x->cols);
    nb__var_take(v, x);
    size_t n = group_size(x);
    for (size_t i = 0; i < nb__var_size(x); i += n)
        (void)softmax(x->slots[NB__VALUE] + i, n, v->slots[NB__VALUE] + i);
    return nb__var_done(v);
}

/* ---- The logarithm of the sum of exp; extra holds the softmax. ---- */

static void logsumexp_tangent(nb_var v) {
    nb_var x = v->in[0];
    size_t n = group_size(x);
    const double *t = nb__var_slot(x, NB__TANGENT);
    double *to = nb__var_slot(v, NB__TANGENT);
    for (size_t g = 0; g < group_count(x); g++)
        to[g] = dot(v->extra + g * n, t + g * n, n);
}

static void logsumexp_back(nb_var v, nb__slot slot) {
    nb_var x = v->in[0];
    size_t n = group_size(x);
    const double *grad = nb__var_slot(v, slot);
    double *to = nb__var_slot(x, slot);
    for (size_t i = 0; i < nb__var_size(x); i++)
        to[i] += grad[i / n] * v->extra[i];
}

static void logsumexp_backward(nb_var v) { logsumexp_back(v, NB__GRAD); }

static void logsumexp_backward2(nb_var v) {
    nb_var x = v->in[0];
    size_t n = group_size(x);
    const double *t = nb__var_slot(x, NB__TANGENT);
    double *to = nb__var_slot(x, NB__GRAD2);
    logsumexp_back(v, NB__GRAD2);
    for (size_t g = 0; g < group_count(x); g++)
        along(v->extra + g * n, t + g * n, n, v->slots[NB__GRAD][g],
              to + g * n);
}

static const nb__op logsumexp_op = {"logsumexp", logsumexp_tangent,
                                    logsumexp_backward, logsumexp_backward2};

nb_var nb_logsumexp(nb_var x) {
    nb__need_var("nb_logsumexp", x);
    size_t n = group_size(x);
    nb_var v = nb__var_new(&logsumexp_op, group_count(x), 1);
    nb__var_take(v, x);
    v->extra = nb__alloc(nb__var_size(x), sizeof *v->extra);
    for (size_t g = 0; g < group_count(x); g++)
        v->slots[NB__VALUE][g] =
            softmax(x->slots[NB__VALUE] + g * n, n, v->extra + g * n);
    return nb__var_done(v);
}

nb_var nb_logsoftmax(nb_var v) {
    nb__need_var("nb_logsoftmax", v);
    return nb__sub_vv(v, nb_logsumexp(v));
}

/* ---- Cross-entropy of logits; extra holds softmax minus the truth. ---- */

static void xent_tangent(nb_var v) {
    nb_var x = v->in[0];
    double total = dot(v->extra, nb__var_slot(x, NB__TANGENT),
                       nb__var_size(x));
    nb__var_slot(v, NB__TANGENT)[0] = total / (double)x->rows;
}

static void xent_back(nb_var v, nb__slot slot) {
    nb_var x = v->in[0];
    double factor = nb__var_slot(v, slot)[0] / (double)x->rows;
    double *to = nb__var_slot(x, slot);
    for (size_t i = 0; i < nb__var_size(x); i++) to[i] += factor * v->extra[i];
}

static void xent_backward(nb_var v) { xent_back(v, NB__GRAD); }

/* Between the two derivatives lies the softmax's Jacobian. */
static void xent_backward2(nb_var v) {
    nb_var x = v->in[0];
    double factor = v->slots[NB__GRAD][0] / (double)x->rows;
    const double *t = nb__var_slot(x, NB__TANGENT);
    double *to = nb__var_slot(x, NB__GRAD2);
    double *p = nb__alloc(x->cols, sizeof *p);
    xent_back(v, NB__GRAD2);
    for (size_t i = 0; i < nb__var_size(x); i += x->cols) {
        (void)softmax(x->slots[NB__VALUE] + i, x->cols, p);
        along(p, t + i, x->cols, factor, to + i);
    }
    free(p);
}

static const nb__op xent_op = {"xent", xent_tangent, xent_backward,
                               xent_backward2};

static size_t class_at(nb_var logits, const gsl_vector *y, size_t i) {
    double k = y->data[i * y->stride];
    if (!(k >= 0 && k < (double)logits->cols && k == floor(k)))
        nb__fail("DomainError",
                 "nb_xent: label %zu is %g; with %zu columns of logits the "
                 "labels are the whole numbers 0 to %zu.",
                 i, k, logits->cols, logits->cols - 1);
    return (size_t)k;
}

nb_var nb_xent(nb_var logits, const gsl_vector *y) {
    nb__need_var("nb_xent", logits);
    nb__need_vector("nb_xent", y);
    if (y->size != logits->rows)
        nb__fail("ShapeError",
                 "nb_xent: the logits have %zu rows, but there are %zu labels.",
                 logits->rows, y->size);
    for (size_t i = 0; i < y->size; i++) (void)class_at(logits, y, i);
    nb_var v = nb__var_new(&xent_op, 1, 1);
    nb__var_take(v, logits);
    size_t n = logits->cols;
    const double *z = logits->slots[NB__VALUE];
    v->extra = nb__alloc(nb__var_size(logits), sizeof *v->extra);
    double total = 0;
    for (size_t i = 0; i < logits->rows; i++) {
        size_t k = class_at(logits, y, i);
        total += softmax(z + i * n, n, v->extra + i * n) - z[i * n + k];
        v->extra[i * n + k] -= 1;
    }
    v->slots[NB__VALUE][0] = total / (double)logits->rows;
    return nb__var_done(v);
}

/* ---- Losses that are made of other operations. ---- */

nb_factor nb__factor_var(nb_var v) {
    nb__need_var("nb_matmul", v);
    return (nb_factor){NULL, NULL, v};
}

/* The truth as a node; *ret_is_ours: it has to be dropped when taken. */
static nb_var truth(const char *who, nb_var prediction, nb_factor y,
                    int *ret_is_ours) {
    nb__need_var(who, prediction);
    size_t rows = y.var ? y.var->rows : y.matrix ? y.matrix->size1
                                                 : y.vector->size;
    size_t cols = y.var ? y.var->cols : y.matrix ? y.matrix->size2 : 1;
    if (rows != prediction->rows || cols != prediction->cols)
        nb__fail("ShapeError",
                 "%s: the prediction is (%zu x %zu), the truth (%zu x %zu).",
                 who, prediction->rows, prediction->cols, rows, cols);
    *ret_is_ours = !y.var;
    if (y.var) return y.var;
    nb_var v = nb__var_new(NULL, rows, cols);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            v->slots[NB__VALUE][i * cols + j] =
                y.matrix ? y.matrix->data[i * y.matrix->tda + j]
                         : y.vector->data[i * y.vector->stride];
    return v;
}

static nb_var error_of(const char *who, nb_var prediction, nb_factor y) {
    int is_ours;
    nb_var target = truth(who, prediction, y, &is_ours);
    nb_var error = nb__sub_vv(prediction, target);
    if (is_ours) nb__var_drop(target);
    return error;
}

nb_var nb__mse(nb_var prediction, nb_factor y) {
    return nb__mean_v(nb__sq_v(error_of("nb_mse", prediction, y)));
}

nb_var nb__mae(nb_var prediction, nb_factor y) {
    return nb__mean_v(nb__abs_v(error_of("nb_mae", prediction, y)));
}

nb_var nb__huber(nb_var prediction, nb_factor y, double delta) {
    if (!(delta > 0))
        nb__fail("DomainError", "nb_huber: delta is %g; it must be positive.",
                 delta);
    nb_var error = error_of("nb_huber", prediction, y);
    return nb__mean_v(nb__var_unary(NB__UNARY_huber, delta, error));
}

/* -y log p - (1 - y) log(1 - p) = softplus(z) - y z, where nothing cancels. */
nb_var nb__bce(nb_var logits, nb_factor y) {
    int is_ours;
    nb_var target = truth("nb_bce", logits, y, &is_ours);
    nb_var linear = nb__mul_vv(logits, target);
    if (is_ours) nb__var_drop(target);
    return nb__mean_v(nb__sub_vv(nb__softplus_v(logits), linear));
}
