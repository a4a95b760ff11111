/* optgsl.c - the minimisers of gsl_multimin behind the same door. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>

#include "fail.h"
#include "opt.h"

typedef struct Own {
    gsl_multimin_fdfminimizer *slope; /* one of these two */
    gsl_multimin_fminimizer *simplex;
    gsl_multimin_function_fdf fdf;
    gsl_multimin_function f;
    double *point; /* x without gaps */
} Own;

static const double *gapless(nb_opt opt, const gsl_vector *x) {
    Own *own = opt->own;
    for (size_t i = 0; i < opt->n; i++)
        own->point[i] = gsl_vector_get(x, i);
    return own->point;
}

static double value(const gsl_vector *x, void *opt) {
    return nb__opt_eval(opt, gapless(opt, x), NULL);
}

static void both(const gsl_vector *x, void *opt, double *f, gsl_vector *g) {
    nb_opt o = opt;
    double *numbers = nb__alloc(o->n, sizeof *numbers);
    *f = nb__opt_eval(o, gapless(o, x), numbers);
    for (size_t i = 0; i < o->n; i++) gsl_vector_set(g, i, numbers[i]);
    free(numbers);
}

static void slope(const gsl_vector *x, void *opt, gsl_vector *g) {
    double f;
    both(x, opt, &f, g);
}

static const gsl_multimin_fdfminimizer_type *type_of(const char *name) {
    if (strcmp(name, "gsl_steepest") == 0)
        return gsl_multimin_fdfminimizer_steepest_descent;
    if (strcmp(name, "gsl_conjugate_fr") == 0)
        return gsl_multimin_fdfminimizer_conjugate_fr;
    if (strcmp(name, "gsl_conjugate_pr") == 0)
        return gsl_multimin_fdfminimizer_conjugate_pr;
    if (strcmp(name, "gsl_bfgs") == 0)
        return gsl_multimin_fdfminimizer_vector_bfgs;
    return gsl_multimin_fdfminimizer_vector_bfgs2;
}

/* GSL allocates; what it made is kept in opt->own until the end. */
static void begin(nb_opt opt) {
    Own *own = nb__alloc(1, sizeof *own);
    size_t n = opt->n;
    opt->nfev = opt->ngev = 0; /* GSL computes the start itself */
    own->point = nb__alloc(n, sizeof *own->point);
    opt->own = own;
    gsl_vector_view x = gsl_vector_view_array(opt->x, n);
    if (strcmp(opt->method->name, "gsl_nmsimplex2") == 0) {
        own->f = (gsl_multimin_function){value, n, opt};
        own->simplex = gsl_multimin_fminimizer_alloc(
            gsl_multimin_fminimizer_nmsimplex2, n);
        double *sizes = nb__alloc(n, sizeof *sizes);
        for (size_t i = 0; i < n; i++) sizes[i] = opt->opts.lr;
        gsl_vector_view steps = gsl_vector_view_array(sizes, n);
        (void)gsl_multimin_fminimizer_set(own->simplex, &own->f, &x.vector,
                                          &steps.vector);
        free(sizes);
        return;
    }
    own->fdf = (gsl_multimin_function_fdf){value, slope, both, n, opt};
    own->slope =
        gsl_multimin_fdfminimizer_alloc(type_of(opt->method->name), n);
    (void)gsl_multimin_fdfminimizer_set(own->slope, &own->fdf, &x.vector,
                                        opt->opts.lr, 0.1);
}

static void end(nb_opt opt) {
    Own *own = opt->own;
    if (!own) return;
    if (own->slope) gsl_multimin_fdfminimizer_free(own->slope);
    if (own->simplex) gsl_multimin_fminimizer_free(own->simplex);
    free(own->point);
    free(own);
}

static void take(nb_opt opt, const gsl_vector *x, double f) {
    memcpy(opt->x, gapless(opt, x), opt->n * sizeof *opt->x);
    opt->fun = f;
}

/* GSL says that it is stuck through its error handler too, which would end
 * the cell: being stuck is an end like others here. */
static int quietly(int (*iterate)(Own *own), Own *own) {
    gsl_error_handler_t *before = gsl_set_error_handler_off();
    int status = iterate(own);
    (void)gsl_set_error_handler(before);
    return status;
}

static int iterate_slope(Own *own) {
    return gsl_multimin_fdfminimizer_iterate(own->slope);
}

static int iterate_simplex(Own *own) {
    return gsl_multimin_fminimizer_iterate(own->simplex);
}

static void step_slope(nb_opt opt) {
    Own *own = opt->own;
    int status = quietly(iterate_slope, own);
    take(opt, own->slope->x, own->slope->f);
    for (size_t i = 0; i < opt->n; i++)
        opt->g[i] = gsl_vector_get(own->slope->gradient, i);
    if (status == GSL_SUCCESS) return;
    nb__opt_stop(opt, status == GSL_ENOPROG,
                 status == GSL_ENOPROG
                     ? "converged: no step makes f smaller, to rounding"
                     : gsl_strerror(status));
}

/* The simplex has no gradient: its size tells when it is over. */
static void step_simplex(nb_opt opt) {
    Own *own = opt->own;
    int status = quietly(iterate_simplex, own);
    take(opt, own->simplex->x, own->simplex->fval);
    double size = gsl_multimin_fminimizer_size(own->simplex);
    if (status != GSL_SUCCESS || size < opt->opts.tol)
        nb__opt_stop(opt, 1, "converged: the simplex is as small as .tol");
    for (size_t i = 0; i < opt->n; i++) opt->g[i] = size;
}

const nb__method nb__gsl_methods[] = {
    {"gsl_steepest", 0.01, 0, 1, begin, step_slope, end},
    {"gsl_conjugate_fr", 0.01, 0, 1, begin, step_slope, end},
    {"gsl_conjugate_pr", 0.01, 0, 1, begin, step_slope, end},
    {"gsl_bfgs", 0.01, 0, 1, begin, step_slope, end},
    {"gsl_bfgs2", 0.01, 0, 1, begin, step_slope, end},
    {"gsl_nmsimplex2", 1, 0, 1, begin, step_simplex, end},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};
