/* varelem.c - operations on the tape that work element by element. */
#include <math.h>
#include <string.h>

#include "fail.h"
#include "var.h"

/* ---- Functions of one number. ---- */

/* The two that every network uses have loops of their own. */
static void map_values(nb_var v) {
    const double *x = v->in[0]->slots[NB__VALUE];
    double *y = v->slots[NB__VALUE], f[3];
    size_t n = nb__var_size(v);
    if (v->kind == NB__UNARY_relu) {
        for (size_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : 0 * x[i];
        return;
    }
    if (v->kind == NB__UNARY_tanh) {
        for (size_t i = 0; i < n; i++) y[i] = tanh(x[i]);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        nb__unary(v->kind, v->number, x[i], f);
        y[i] = f[0];
    }
}

/* to += f'(x) from: the chain rule, forwards and backwards alike. */
static void times_slope(nb_var v, const double *from, double *to) {
    const double *x = v->in[0]->slots[NB__VALUE], *y = v->slots[NB__VALUE];
    size_t n = nb__var_size(v);
    if (v->kind == NB__UNARY_relu) {
        for (size_t i = 0; i < n; i++) to[i] += x[i] > 0 ? from[i] : 0;
        return;
    }
    if (v->kind == NB__UNARY_tanh) {
        for (size_t i = 0; i < n; i++) to[i] += (1 - y[i] * y[i]) * from[i];
        return;
    }
    double f[3];
    for (size_t i = 0; i < n; i++) {
        nb__unary(v->kind, v->number, x[i], f);
        to[i] += f[1] * from[i];
    }
}

static void unary_tangent(nb_var v) {
    nb__walk one = {&v, 1};
    nb__walk_clear(&one, NB__TANGENT);
    times_slope(v, nb__var_slot(v->in[0], NB__TANGENT),
                v->slots[NB__TANGENT]);
}

static void unary_backward(nb_var v) {
    times_slope(v, v->slots[NB__GRAD], nb__var_slot(v->in[0], NB__GRAD));
}

static void unary_backward2(nb_var v) {
    nb_var in = v->in[0];
    double *to = nb__var_slot(in, NB__GRAD2), f[3];
    const double *grad = v->slots[NB__GRAD];
    const double *tangent = nb__var_slot(in, NB__TANGENT);
    times_slope(v, nb__var_slot(v, NB__GRAD2), to);
    for (size_t i = 0; i < nb__var_size(v); i++) {
        nb__unary(v->kind, v->number, in->slots[NB__VALUE][i], f);
        to[i] += grad[i] * f[2] * tangent[i];
    }
}

static const nb__op unary_op = {"", unary_tangent, unary_backward,
                                unary_backward2};

nb_var nb__var_unary(nb__unary_kind kind, double number, nb_var x) {
    nb__need_var("nb_var", x);
    nb_var v = nb__var_new(&unary_op, x->rows, x->cols);
    v->kind = kind;
    v->number = number;
    nb__var_take(v, x);
    map_values(v);
    return nb__var_done(v);
}

#define UNARY(op)                                                              \
    nb_var nb__##op##_v(nb_var x) {                                            \
        nb__need_var("nb_" #op, x);                                            \
        return nb__var_unary(NB__UNARY_##op, 0, x);                            \
    }
NB__UNARIES(UNARY)

nb_var nb_leaky(nb_var v, double slope) {
    nb__need_var("nb_leaky", v);
    return nb__var_unary(NB__UNARY_leaky, slope, v);
}

/* ---- Two operands; rows, columns and numbers are repeated. ---- */

/* Where element (i, j) of the result is in an operand. */
typedef struct Steps {
    size_t row, col;
} Steps;

static Steps steps_of(nb_var operand) {
    return (Steps){operand->rows == 1 ? 0 : operand->cols,
                   operand->cols == 1 ? 0 : 1};
}

static size_t common(const char *who, nb_var a, nb_var b, size_t m, size_t n) {
    if (m == n || n == 1) return m;
    if (m == 1) return n;
    nb__fail("ShapeError",
             "%s: (%zu x %zu) and (%zu x %zu) do not fit: sizes must be "
             "equal, or 1.",
             who, a->rows, a->cols, b->rows, b->cols);
}

static nb_var new_pair(const char *who, const nb__op *op, nb_var a, nb_var b) {
    nb__need_var(who, a);
    nb__need_var(who, b);
    size_t rows = common(who, a, b, a->rows, b->rows);
    size_t cols = common(who, a, b, a->cols, b->cols);
    nb_var v = nb__var_new(op, rows, cols);
    nb__var_take(v, a);
    nb__var_take(v, b);
    return v;
}

/* to (v's shape) += factor from (the operand's shape, repeated) */
static void spread(nb_var v, double factor, const double *from, Steps s,
                   double *to) {
    for (size_t i = 0; i < v->rows; i++)
        for (size_t j = 0; j < v->cols; j++)
            to[i * v->cols + j] += factor * from[i * s.row + j * s.col];
}

/* to (the operand's shape) += factor from (v's shape), summed where the
 * operand was repeated */
static void gather(nb_var v, double factor, const double *from, Steps s,
                   double *to) {
    for (size_t i = 0; i < v->rows; i++)
        for (size_t j = 0; j < v->cols; j++)
            to[i * s.row + j * s.col] += factor * from[i * v->cols + j];
}

/* v = a + number b, where number is 1 or -1. */
static void sum_forward(nb_var v, nb__slot slot) {
    memset(v->slots[slot], 0, nb__var_size(v) * sizeof(double));
    for (size_t k = 0; k < 2; k++)
        if (slot == NB__VALUE || v->in[k]->wants)
            spread(v, k ? v->number : 1, nb__var_slot(v->in[k], slot),
                   steps_of(v->in[k]), v->slots[slot]);
}

static void sum_tangent(nb_var v) {
    (void)nb__var_slot(v, NB__TANGENT);
    sum_forward(v, NB__TANGENT);
}

static void sum_back(nb_var v, nb__slot slot) {
    for (size_t k = 0; k < 2; k++)
        if (v->in[k]->wants)
            gather(v, k ? v->number : 1, nb__var_slot(v, slot),
                   steps_of(v->in[k]), nb__var_slot(v->in[k], slot));
}

static void sum_backward(nb_var v) { sum_back(v, NB__GRAD); }
static void sum_backward2(nb_var v) { sum_back(v, NB__GRAD2); }

static const nb__op add_op = {"+", sum_tangent, sum_backward, sum_backward2};
static const nb__op sub_op = {"-", sum_tangent, sum_backward, sum_backward2};

static nb_var sum_of(const char *who, nb_var a, nb_var b, double sign) {
    nb_var v = new_pair(who, sign > 0 ? &add_op : &sub_op, a, b);
    v->number = sign;
    sum_forward(v, NB__VALUE);
    return nb__var_done(v);
}

nb_var nb__add_vv(nb_var a, nb_var b) { return sum_of("nb_add", a, b, 1); }
nb_var nb__sub_vv(nb_var a, nb_var b) { return sum_of("nb_sub", a, b, -1); }

/* to += a b, each repeated as its steps say */
static void multiply(nb_var v, const double *a, Steps s, const double *b,
                     Steps t, double *to) {
    for (size_t i = 0; i < v->rows; i++)
        for (size_t j = 0; j < v->cols; j++)
            to[i * v->cols + j] +=
                a[i * s.row + j * s.col] * b[i * t.row + j * t.col];
}

static void mul_tangent(nb_var v) {
    nb__walk one = {&v, 1};
    nb__walk_clear(&one, NB__TANGENT);
    for (size_t k = 0; k < 2; k++) {
        nb_var a = v->in[k], b = v->in[1 - k];
        if (a->wants)
            multiply(v, nb__var_slot(a, NB__TANGENT), steps_of(a),
                     b->slots[NB__VALUE], steps_of(b), v->slots[NB__TANGENT]);
    }
}

/* operand k's `to` += grad times the other operand's `other` */
static void mul_back(nb_var v, size_t k, nb__slot grad, nb__slot other,
                     nb__slot to) {
    nb_var a = v->in[k], b = v->in[1 - k];
    if (!a->wants) return;
    Steps s = steps_of(a), t = steps_of(b);
    const double *c = nb__var_slot(v, grad), *x = nb__var_slot(b, other);
    double *out = nb__var_slot(a, to);
    for (size_t i = 0; i < v->rows; i++)
        for (size_t j = 0; j < v->cols; j++)
            out[i * s.row + j * s.col] +=
                c[i * v->cols + j] * x[i * t.row + j * t.col];
}

static void mul_backward(nb_var v) {
    mul_back(v, 0, NB__GRAD, NB__VALUE, NB__GRAD);
    mul_back(v, 1, NB__GRAD, NB__VALUE, NB__GRAD);
}

static void mul_backward2(nb_var v) {
    for (size_t k = 0; k < 2; k++) {
        mul_back(v, k, NB__GRAD2, NB__VALUE, NB__GRAD2);
        if (v->in[1 - k]->wants)
            mul_back(v, k, NB__GRAD, NB__TANGENT, NB__GRAD2);
    }
}

static const nb__op mul_op = {"*", mul_tangent, mul_backward, mul_backward2};

nb_var nb__mul_vv(nb_var a, nb_var b) {
    nb_var v = new_pair("nb_mul", &mul_op, a, b);
    memset(v->slots[NB__VALUE], 0, nb__var_size(v) * sizeof(double));
    multiply(v, a->slots[NB__VALUE], steps_of(a), b->slots[NB__VALUE],
             steps_of(b), v->slots[NB__VALUE]);
    return nb__var_done(v);
}

nb_var nb__div_vv(nb_var a, nb_var b) {
    nb__need_var("nb_div", a);
    nb__need_var("nb_div", b);
    return nb__mul_vv(a, nb__var_unary(NB__UNARY_recip, 0, b));
}

/* A constant exponent may meet a base that has no logarithm. */
nb_var nb__pow_vv(nb_var a, nb_var b) {
    nb__need_var("nb_pow", a);
    nb__need_var("nb_pow", b);
    if (!b->wants && nb__var_size(b) == 1)
        return nb__pow_vn(a, b->slots[NB__VALUE][0]);
    return nb__exp_v(nb__mul_vv(b, nb__log_v(a)));
}

/* ---- With plain numbers. ---- */

#define WITH_NUMBER(op, kind, number)                                          \
    nb_var nb__##op##_vn(nb_var a, double b) {                                 \
        nb__need_var("nb_" #op, a);                                            \
        return nb__var_unary(NB__UNARY_##kind, number, a);                     \
    }
WITH_NUMBER(add, shift, b)
WITH_NUMBER(sub, shift, -b)
WITH_NUMBER(mul, scale, b)
WITH_NUMBER(div, scale, 1 / b)
WITH_NUMBER(pow, pow, b)

nb_var nb__add_nv(double a, nb_var b) { return nb__add_vn(b, a); }
nb_var nb__mul_nv(double a, nb_var b) { return nb__mul_vn(b, a); }

nb_var nb__sub_nv(double a, nb_var b) {
    nb__need_var("nb_sub", b);
    return nb__add_vn(nb__var_unary(NB__UNARY_neg, 0, b), a);
}

nb_var nb__div_nv(double a, nb_var b) {
    nb__need_var("nb_div", b);
    return nb__mul_vn(nb__var_unary(NB__UNARY_recip, 0, b), a);
}

nb_var nb__pow_nv(double a, nb_var b) {
    nb__need_var("nb_pow", b);
    return nb__var_unary(NB__UNARY_base, a, b);
}
