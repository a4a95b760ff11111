/* diff.c - nb_grad() and its kin. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "func.h"
#include "pool.h"

/* Numbers become a vector that the caller owns; they are freed. */
static gsl_vector *as_vector(double *numbers, size_t n) {
    gsl_vector *v = nb__vec(n, numbers);
    free(numbers);
    return v;
}

static void need_same(const char *who, const gsl_vector *x,
                      const gsl_vector *v) {
    nb__need_vector(who, v);
    if (x->size != v->size)
        nb__fail("ShapeError",
                 "%s: the point is vector(%zu), the direction vector(%zu).",
                 who, x->size, v->size);
}

/* Everything begins with the point as a row of numbers, and the question who
 * f is. */
static double *begin(const char *who, nb_func *f, const gsl_vector *x) {
    double *point = nb__numbers_of(who, x);
    nb__func_ask(f, point, x->size);
    return point;
}

gsl_vector *nb__grad(nb_func f, const gsl_vector *x) {
    double *point = begin("nb_grad", &f, x);
    double *g = nb__alloc(x->size, sizeof *g);
    (void)nb__func_grad(&f, point, x->size, g);
    free(point);
    return as_vector(g, x->size);
}

nb_vg_t nb__value_and_grad(nb_func f, const gsl_vector *x) {
    double *point = begin("nb_value_and_grad", &f, x);
    double *g = nb__alloc(x->size, sizeof *g);
    double value = nb__func_grad(&f, point, x->size, g);
    free(point);
    return (nb_vg_t){value, as_vector(g, x->size), x->size};
}

void nb__free_vg(nb_vg_t vg) { nb__free_vector(vg.grad); }

gsl_vector *nb__hvp(nb_func f, const gsl_vector *x, const gsl_vector *v) {
    nb__need_vector("nb_hvp", x);
    need_same("nb_hvp", x, v);
    double *point = begin("nb_hvp", &f, x);
    double *along = nb__numbers_of("nb_hvp", v);
    double *out = nb__alloc(x->size, sizeof *out);
    nb__func_hvp(&f, point, x->size, along, out);
    free(point);
    free(along);
    return as_vector(out, x->size);
}

static gsl_matrix *as_matrix(double *numbers, size_t rows, size_t cols) {
    gsl_matrix *A = nb__new_matrix(rows, cols);
    memcpy(A->data, numbers, rows * cols * sizeof *numbers);
    free(numbers);
    return nb__own_matrix(A);
}

gsl_matrix *nb__hessian(nb_func f, const gsl_vector *x) {
    double *point = begin("nb_hessian", &f, x);
    size_t n = x->size;
    double *H = nb__alloc(n * n, sizeof *H);
    nb__func_hessian(&f, point, n, H);
    free(point);
    return as_matrix(H, n, n);
}

/* ---- Jacobians. ---- */

static double *jacobian(const char *who, nb_func f, const gsl_vector *x,
                        int is_reverse, size_t *m) {
    double *point = begin(who, &f, x);
    double *J = nb__func_jacobian(&f, point, x->size, is_reverse, m);
    free(point);
    return J;
}

static size_t given_results(const char *who, nb_jac_opts opts) {
    if (opts.m < 0)
        nb__fail("DomainError", "%s: .m = %ld; it must be positive.", who,
                 opts.m);
    return (size_t)opts.m;
}

gsl_matrix *nb__jacfwd(nb_func f, const gsl_vector *x, nb_jac_opts opts) {
    size_t m = given_results("nb_jacfwd", opts);
    double *J = jacobian("nb_jacfwd", f, x, 0, &m);
    return as_matrix(J, m, x->size);
}

static void need_reverse(const char *who, const nb_func *f) {
    if (f->kind == NB__FUNC_dual_map || f->kind == NB__FUNC_array_map ||
        f->kind == NB__FUNC_map || f->kind == NB__FUNC_const_map)
        nb__fail("DomainError",
                 "%s: this function has no reverse mode; write it as nb_var "
                 "f(nb_var x), or use nb_jacfwd().",
                 who);
}

gsl_matrix *nb__jacrev(nb_func f, const gsl_vector *x, nb_jac_opts opts) {
    need_reverse("nb_jacrev", &f);
    size_t m = given_results("nb_jacrev", opts);
    double *J = jacobian("nb_jacrev", f, x, 1, &m);
    return as_matrix(J, m, x->size);
}

gsl_vector *nb__jvp(nb_func f, const gsl_vector *x, const gsl_vector *v) {
    nb__need_vector("nb_jvp", x);
    need_same("nb_jvp", x, v);
    size_t m = 0, n = x->size;
    double *J = jacobian("nb_jvp", f, x, 0, &m);
    double *out = nb__alloc(m, sizeof *out);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            out[i] += J[i * n + j] * v->data[j * v->stride];
    free(J);
    return as_vector(out, m);
}

gsl_vector *nb__vjp(nb_func f, const gsl_vector *x, const gsl_vector *u) {
    nb__need_vector("nb_vjp", x);
    nb__need_vector("nb_vjp", u);
    need_reverse("nb_vjp", &f);
    size_t m = 0, n = x->size;
    double *J = jacobian("nb_vjp", f, x, 1, &m);
    if (u->size != m) {
        free(J);
        nb__fail("ShapeError",
                 "nb_vjp: the function has %zu results, but u is vector(%zu).",
                 m, u->size);
    }
    double *out = nb__alloc(n, sizeof *out);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            out[j] += J[i * n + j] * u->data[i * u->stride];
    free(J);
    return as_vector(out, n);
}

/* ---- One number. ---- */

double nb__deriv(nb_func f, double x) {
    if (!nb__func_is_single(&f) && f.kind != NB__FUNC_var)
        nb__fail("DomainError",
                 "nb_deriv: the function must take one number; for an array "
                 "there is nb_grad().");
    nb__func_ask(&f, &x, 1);
    double g;
    (void)nb__func_grad(&f, &x, 1, &g);
    return g;
}

/* ---- Checks. ---- */

/* The gradient of f's values alone, whatever else f can do. */
static double value_of(const nb_func *f, const double *x, size_t n) {
    return nb__func_value(f, x, n);
}

static void numeric_grad(const nb_func *f, double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++) {
        double here = x[i], h = cbrt(2.2e-16) * fmax(1, fabs(here));
        x[i] = here + h;
        double right = value_of(f, x, n), reach = x[i];
        x[i] = here - h;
        double left = value_of(f, x, n);
        g[i] = (right - left) / (reach - x[i]);
        x[i] = here;
    }
}

static nb_gradcheck_t compare(const double *g, const double *numeric, size_t n,
                              double tol) {
    nb_gradcheck_t result = {0};
    double size = 0, worst = -1;
    for (size_t i = 0; i < n; i++)
        size = fmax(size, fmax(fabs(g[i]), fabs(numeric[i])));
    for (size_t i = 0; i < n; i++) {
        double error = fabs(g[i] - numeric[i]);
        if (!(error <= worst)) {
            worst = error;
            result.index = i;
        }
        if (isnan(error)) break;
    }
    result.analytic = g[result.index];
    result.numeric = numeric[result.index];
    result.error = worst / (size > 0 ? size : 1);
    result.ok = result.error <= (tol > 0 ? tol : 1e-6);
    return result;
}

nb_gradcheck_t nb__gradcheck_vector(nb_func f, const gsl_vector *x,
                                    nb_gradcheck_opts opts) {
    double *point = begin("nb_gradcheck", &f, x);
    size_t n = x->size;
    if (opts.grad) need_same("nb_gradcheck", x, opts.grad);
    double *g = nb__alloc(2 * n, sizeof *g), *numeric = g + n;
    if (opts.grad)
        for (size_t i = 0; i < n; i++)
            g[i] = opts.grad->data[i * opts.grad->stride];
    else
        (void)nb__func_grad(&f, point, n, g);
    numeric_grad(&f, point, n, numeric);
    nb_gradcheck_t result = compare(g, numeric, n, opts.tol);
    free(point);
    free(g);
    return result;
}

nb_gradcheck_t nb__gradcheck_number(nb_func f, double x,
                                    nb_gradcheck_opts opts) {
    gsl_vector_view v = gsl_vector_view_array(&x, 1);
    return nb__gradcheck_vector(f, &v.vector, opts);
}
