/* func.c - functions of all forms behind one door. */
#include "func.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "formula.h"
#include "pool.h"
#include "var.h"

/* ---- What was given. ---- */

/* Each form as itself again: a function pointer must be called as what it
 * is. */
typedef union Call {
    void (*any)(void);
#define NB__MEMBER(name, result, parameters) result(*name) parameters;
    NB__FUNCS(NB__MEMBER)
#undef NB__MEMBER
} Call;

#define MAKE(form, result, parameters)                                         \
    nb_func nb__func_##form(result(*f) parameters) {                           \
        Call call = {.form = f};                                               \
        if (!f) nb__fail("NullError", "The function is NULL.");                \
        return (nb_func){NB__FUNC_##form, call.any, NULL, NULL};               \
    }
NB__FUNCS(MAKE)

nb_func nb__func_self(nb_func f) { return f; }

nb_func nb__func_of_own(nb__own_func *own) {
    return (nb_func){NB__FUNC_own, NULL, NULL, own};
}

/* A function that NB_FN() made tells who it is when it is called. Others may
 * call such a function inside: the address tells whether it is the one. */
static void (*asked)(void);
static nb_fn *answer;

void nb__fn_here(nb_fn *fn) {
    if (asked && fn->call == asked) answer = fn;
}

void nb__func_ask(nb_func *f, const double *x, size_t n) {
    if (f->kind != NB__FUNC_array && f->kind != NB__FUNC_const_array &&
        f->kind != NB__FUNC_number)
        return;
    answer = NULL;
    asked = f->call;
    (void)nb__func_call(f, x, n);
    asked = NULL;
    if (!answer) return;
    f->fn = answer;
    f->kind = NB__FUNC_formula;
}

int nb__func_is_exact(const nb_func *f) {
    return f->kind != NB__FUNC_number && f->kind != NB__FUNC_array &&
           f->kind != NB__FUNC_const_array && f->kind != NB__FUNC_vector &&
           f->kind != NB__FUNC_const_vector;
}

int nb__func_is_single(const nb_func *f) {
    return f->kind == NB__FUNC_number || f->kind == NB__FUNC_dual ||
           f->kind == NB__FUNC_hyper || f->kind == NB__FUNC_complex;
}

double *nb__numbers_of(const char *who, const gsl_vector *x) {
    nb__need_vector(who, x);
    double *numbers = nb__alloc(x->size, sizeof *numbers);
    for (size_t i = 0; i < x->size; i++) numbers[i] = x->data[i * x->stride];
    return numbers;
}

/* ---- Calls. ---- */

/* A copy, so that a function that writes into its argument does no harm. */
static double call_array(const nb_func *f, const double *x, size_t n) {
    Call call = {.any = f->call};
    double few[16], *copy = n <= 16 ? few : nb__alloc(n, sizeof *copy);
    /* Who calls has seen that x is there.
     * NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker) */
    memcpy(copy, x, n * sizeof *x);
    double v = call.array(copy);
    if (copy != few) free(copy);
    return v;
}

static double call_vector(const nb_func *f, const double *x, size_t n) {
    Call call = {.any = f->call};
    double few[16], *copy = n <= 16 ? few : nb__alloc(n, sizeof *copy);
    /* Who calls has seen that x is there.
     * NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker) */
    memcpy(copy, x, n * sizeof *x);
    gsl_vector v = {n, 1, copy, NULL, 0};
    double value = call.vector(&v);
    if (copy != few) free(copy);
    return value;
}

double nb__func_call(const nb_func *f, const double *x, size_t n) {
    Call call = {.any = f->call};
    switch (f->kind) {
    case NB__FUNC_number: return call.number(x[0]);
    case NB__FUNC_vector:
    case NB__FUNC_const_vector: return call_vector(f, x, n);
    default: return call_array(f, x, n);
    }
}

/* A function of one number stands for one of an array with one element. */
static void need_one_number(const nb_func *f, size_t n) {
    if (!nb__func_is_single(f) || n == 1) return;
    nb__fail("ShapeError",
             "The function takes one number, but the point has %zu.", n);
}

static nb_dual call_duals(const nb_func *f, const nb_dual *x) {
    Call call = {.any = f->call};
    if (f->kind == NB__FUNC_dual) return call.dual(x[0]);
    return call.const_duals(x);
}

static nb_hyper call_hypers(const nb_func *f, const nb_hyper *x) {
    Call call = {.any = f->call};
    if (f->kind == NB__FUNC_hyper) return call.hyper(x[0]);
    return call.const_hypers(x);
}

static int takes_duals(const nb_func *f) {
    return f->kind == NB__FUNC_dual || f->kind == NB__FUNC_duals ||
           f->kind == NB__FUNC_const_duals;
}

static int takes_hypers(const nb_func *f) {
    return f->kind == NB__FUNC_hyper || f->kind == NB__FUNC_hypers ||
           f->kind == NB__FUNC_const_hypers;
}

/* ---- By duals, hyper-duals and the complex step. ---- */

static double dual_grad(const nb_func *f, const double *x, size_t n,
                        double *g) {
    nb_dual *z = nb__alloc(n, sizeof *z);
    double value = 0;
    for (size_t i = 0; i < n; i++) z[i] = (nb_dual){x[i], 0};
    for (size_t i = 0; i < n; i++) {
        z[i].d = 1;
        nb_dual y = call_duals(f, z);
        z[i].d = 0;
        value = y.v;
        if (g) g[i] = y.d;
        if (!g) break;
    }
    free(z);
    return value;
}

/* H may be NULL; else it gets all second derivatives. */
static double hyper_grad(const nb_func *f, const double *x, size_t n,
                         double *g, double *H) {
    nb_hyper *z = nb__alloc(n, sizeof *z);
    double value = 0;
    for (size_t i = 0; i < n; i++) z[i] = (nb_hyper){x[i], 0, 0, 0};
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < (H ? n : i + 1); j++) {
            z[i].d1 = 1;
            z[j].d2 = 1;
            nb_hyper y = call_hypers(f, z);
            z[i].d1 = z[j].d2 = 0;
            value = y.v;
            if (g) g[i] = y.d1;
            if (H) H[i * n + j] = H[j * n + i] = y.d12;
        }
    free(z);
    return value;
}

static double complex_grad(const nb_func *f, double x, double *g) {
    static const double STEP = 1e-100; /* its square vanishes */
    Call call = {.any = f->call};
    nb_complex y = call.complex((nb_complex){x, STEP});
    if (g) *g = y.im / STEP;
    return y.re;
}

/* ---- By the tape. ---- */

/* The point as a column, and f of it. */
typedef struct Taped {
    nb_var x, y;
    long scope;
} Taped;

static Taped taped(const nb_func *f, const double *x, size_t n) {
    Call call = {.any = f->call};
    Taped t = {.scope = nb__scope_open()};
    gsl_vector_const_view v = gsl_vector_const_view_array(x, n);
    t.x = nb__param_vector(&v.vector, (nb_param_opts){"x"});
    t.y = call.var(t.x);
    nb__need_var("The function's result", t.y);
    return t;
}

static void taped_done(Taped *t) { nb__scope_close(&t->scope); }

static void need_one_result(const Taped *t) {
    if (nb__var_size(t->y) != 1)
        nb__fail("ShapeError",
                 "The function's result is %zu x %zu; for a gradient it must "
                 "be one number, so sum it up, or ask nb_jacrev() for the "
                 "Jacobian.",
                 t->y->rows, t->y->cols);
}

static double var_grad(const nb_func *f, const double *x, size_t n,
                       double *g) {
    Taped t = taped(f, x, n);
    need_one_result(&t);
    double value = nb_item(t.y);
    if (g) memset(g, 0, n * sizeof *g);
    if (g && t.y->wants) {
        nb_backward(t.y);
        memcpy(g, nb__var_slot(t.x, NB__GRAD), n * sizeof *g);
    }
    taped_done(&t);
    return value;
}

/* Products with the Hessian for `count` directions v, one below the other. */
static void var_hvp(const nb_func *f, const double *x, size_t n, size_t count,
                    const double *v, double *out) {
    Taped t = taped(f, x, n);
    need_one_result(&t);
    memset(out, 0, count * n * sizeof *out);
    if (t.y->wants) {
        nb_backward(t.y);
        nb__walk walk = nb__walk_to(t.y, 0);
        for (size_t k = 0; k < count; k++) {
            memcpy(nb__var_slot(t.x, NB__TANGENT), v + k * n, n * sizeof *v);
            (void)nb__var_slot(t.x, NB__GRAD2);
            nb__var_clear(t.x, NB__GRAD2);
            nb__walk_clear(&walk, NB__GRAD2);
            nb__walk_forward(&walk);
            nb__walk_backward2(&walk);
            memcpy(out + k * n, nb__var_slot(t.x, NB__GRAD2), n * sizeof *out);
        }
        nb__walk_done(&walk);
    }
    taped_done(&t);
}

/* ---- Whatever it is. ---- */

static double formula_grad(const nb_func *f, const double *x, size_t n,
                           double *g) {
    nb__record record = nb__record_of(f->fn, x, n);
    if (g) nb__record_grad(&record, g);
    double value = record.value;
    nb__record_done(&record);
    return value;
}

static double grad(const nb_func *f, const double *x, size_t n, double *g) {
    need_one_number(f, n);
    if (takes_duals(f)) return dual_grad(f, x, n, g);
    if (takes_hypers(f)) return hyper_grad(f, x, n, g, NULL);
    nb__own_func *own = f->data;
    switch (f->kind) {
    case NB__FUNC_complex: return complex_grad(f, x[0], g);
    case NB__FUNC_var: return var_grad(f, x, n, g);
    case NB__FUNC_formula: return formula_grad(f, x, n, g);
    case NB__FUNC_own: return own->value_and_grad(own, x, g);
    case NB__FUNC_map:
    case NB__FUNC_const_map:
    case NB__FUNC_dual_map:
    case NB__FUNC_array_map:
        nb__fail("ShapeError",
                 "The function has several results; for a gradient it must "
                 "have one. nb_jacfwd() gives the Jacobian.");
    default: break;
    }
    if (g) nb__differ_grad(f, x, n, g);
    return nb__func_call(f, x, n);
}

double nb__func_value(const nb_func *f, const double *x, size_t n) {
    /* A formula's C function is compiled, and faster than its record. */
    if (f->kind == NB__FUNC_formula && f->call) {
        Call call = {.any = f->call};
        const nb__program *program = nb__program_of(f->fn);
        if (!program->is_array) return call.number(x[0]);
        return call_array(f, x, n);
    }
    return grad(f, x, n, NULL);
}

double nb__func_grad(const nb_func *f, const double *x, size_t n, double *g) {
    return grad(f, x, n, g);
}

/* The change of an exact gradient along v, by central differences. */
static void differ_hvp(const nb_func *f, const double *x, size_t n,
                       const double *v, double *out) {
    double length = 0, size = 0;
    for (size_t i = 0; i < n; i++) {
        length += v[i] * v[i];
        size += x[i] * x[i];
    }
    memset(out, 0, n * sizeof *out);
    if (length == 0) return;
    double h = cbrt(2.2e-16) * fmax(1, sqrt(size)) / sqrt(length);
    double *moved = nb__alloc(2 * n, sizeof *moved), *g = moved + n;
    for (int side = -1; side <= 1; side += 2) {
        for (size_t i = 0; i < n; i++) moved[i] = x[i] + side * h * v[i];
        (void)grad(f, moved, n, g);
        for (size_t i = 0; i < n; i++) out[i] += side * g[i] / (2 * h);
    }
    free(moved);
}

static void by_hessian(const nb_func *f, const double *x, size_t n,
                       const double *v, double *out) {
    double *H = nb__alloc(n * n, sizeof *H);
    nb__func_hessian(f, x, n, H);
    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < n; j++) out[i] += H[i * n + j] * v[j];
    }
    free(H);
}

void nb__func_hvp(const nb_func *f, const double *x, size_t n, const double *v,
                  double *out) {
    if (f->kind == NB__FUNC_var) {
        var_hvp(f, x, n, 1, v, out);
    } else if (f->kind == NB__FUNC_formula) {
        nb__record record = nb__record_of(f->fn, x, n);
        nb__record_hvp(&record, v, out);
        nb__record_done(&record);
    } else if (takes_hypers(f) || !nb__func_is_exact(f)) {
        by_hessian(f, x, n, v, out);
    } else {
        differ_hvp(f, x, n, v, out);
    }
}

/* Rounding leaves the two halves different in the last digit. */
static void make_symmetric(double *H, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            H[i * n + j] = H[j * n + i] = (H[i * n + j] + H[j * n + i]) / 2;
}

void nb__func_hessian(const nb_func *f, const double *x, size_t n, double *H) {
    need_one_number(f, n);
    if (takes_hypers(f)) {
        (void)hyper_grad(f, x, n, NULL, H);
        return;
    }
    if (!nb__func_is_exact(f)) {
        nb__differ_hessian(f, x, n, H);
        return;
    }
    nb__own_func *own = f->kind == NB__FUNC_own ? f->data : NULL;
    if (own && own->hessian) {
        own->hessian(own, x, H);
        return;
    }
    double *v = nb__alloc(n * n, sizeof *v);
    for (size_t i = 0; i < n; i++) v[i * n + i] = 1;
    if (f->kind == NB__FUNC_var) {
        var_hvp(f, x, n, n, v, H);
    } else if (f->kind == NB__FUNC_formula) {
        nb__record record = nb__record_of(f->fn, x, n);
        for (size_t i = 0; i < n; i++)
            nb__record_hvp(&record, v + i * n, H + i * n);
        nb__record_done(&record);
    } else {
        for (size_t i = 0; i < n; i++)
            differ_hvp(f, x, n, v + i * n, H + i * n);
    }
    free(v);
    make_symmetric(H, n);
}

/* ---- Several results. ---- */

/* J row by row, own; *m rows. */
static double *var_jacobian(const nb_func *f, const double *x, size_t n,
                            int is_reverse, size_t *m) {
    Taped t = taped(f, x, n);
    *m = nb__var_size(t.y);
    double *J = nb__alloc(*m * n, sizeof *J);
    nb__walk walk = nb__walk_to(t.y, 0);
    for (size_t i = 0; t.y->wants && i < (is_reverse ? *m : n); i++) {
        nb__slot slot = is_reverse ? NB__GRAD : NB__TANGENT;
        nb_var seed = is_reverse ? t.y : t.x, out = is_reverse ? t.x : t.y;
        nb__walk_clear(&walk, slot);
        (void)nb__var_slot(t.x, slot);
        nb__var_clear(t.x, slot);
        nb__var_slot(seed, slot)[i] = 1;
        if (is_reverse)
            nb__walk_backward(&walk);
        else
            nb__walk_forward(&walk);
        for (size_t j = 0; j < nb__var_size(out); j++)
            J[is_reverse ? i * n + j : j * n + i] = nb__var_slot(out, slot)[j];
    }
    nb__walk_done(&walk);
    taped_done(&t);
    return J;
}

static double *dual_jacobian(const nb_func *f, const double *x, size_t n,
                             size_t m) {
    Call call = {.any = f->call};
    double *J = nb__alloc(m * n, sizeof *J);
    nb_dual *z = nb__alloc(n + m, sizeof *z), *y = z + n;
    for (size_t i = 0; i < n; i++) z[i] = (nb_dual){x[i], 0};
    for (size_t j = 0; j < n; j++) {
        z[j].d = 1;
        call.dual_map(z, y);
        z[j].d = 0;
        for (size_t i = 0; i < m; i++) J[i * n + j] = y[i].d;
    }
    free(z);
    return J;
}

/* The results of a plain function into y, own; *m of them. */
static double *call_map(const nb_func *f, const double *x, size_t n,
                        size_t *m) {
    Call call = {.any = f->call};
    if (f->kind == NB__FUNC_array_map) {
        double *y = nb__alloc(*m, sizeof *y);
        call.array_map(x, y);
        return y;
    }
    long scope = nb__scope_open();
    gsl_vector_const_view v = gsl_vector_const_view_array(x, n);
    gsl_vector *result = call.const_map(&v.vector);
    double *y = nb__numbers_of("The function's result", result);
    *m = result->size;
    /* What nb_ functions made belongs to the scope, what GSL made does not. */
    if (!nb__is_owned(result)) (gsl_vector_free)(result);
    nb__scope_close(&scope);
    return y;
}

static double *plain_jacobian(const nb_func *f, const double *x, size_t n,
                              size_t *m) {
    double *moved = nb__alloc(n, sizeof *moved), *J = NULL;
    memcpy(moved, x, n * sizeof *x);
    for (size_t j = 0; j < n; j++) {
        double h = cbrt(2.2e-16) * fmax(1, fabs(x[j]));
        moved[j] = x[j] + h;
        double *right = call_map(f, moved, n, m);
        moved[j] = x[j] - h;
        double *left = call_map(f, moved, n, m);
        moved[j] = x[j];
        if (!J) J = nb__alloc(*m * n, sizeof *J);
        for (size_t i = 0; i < *m; i++)
            J[i * n + j] = (right[i] - left[i]) / ((x[j] + h) - (x[j] - h));
        free(right);
        free(left);
    }
    free(moved);
    return J;
}

double *nb__func_jacobian(const nb_func *f, const double *x, size_t n,
                          int is_reverse, size_t *m) {
    switch (f->kind) {
    case NB__FUNC_var: return var_jacobian(f, x, n, is_reverse, m);
    case NB__FUNC_dual_map:
    case NB__FUNC_array_map:
        if (*m < 1)
            nb__fail("DomainError",
                     "How many results the function has must be said: add "
                     ".m = 2, for example.");
        if (f->kind == NB__FUNC_dual_map) return dual_jacobian(f, x, n, *m);
        return plain_jacobian(f, x, n, m);
    case NB__FUNC_map:
    case NB__FUNC_const_map: return plain_jacobian(f, x, n, m);
    default: break;
    }
    *m = 1;
    double *J = nb__alloc(n, sizeof *J);
    (void)grad(f, x, n, J);
    return J;
}
