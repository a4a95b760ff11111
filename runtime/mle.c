/* mle.c - maximum likelihood, and the likelihood along one parameter. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "fail.h"
#include "infer.h"
#include "opt.h"
#include "pool.h"

/* ---- The likelihood turned over, with some parameters held. ---- */

typedef struct Negative {
    nb__own_func base;
    const nb_func *f;
    double *theta, *g, *H; /* k, k, k x k: of the whole f */
    size_t k;
    size_t held; /* which parameter stays; k: none */
} Negative;

static void put(const Negative *m, const double *x) {
    for (size_t i = 0; i < m->k; i++)
        if (i != m->held) m->theta[i] = *x++;
}

static double negative_value(void *self, const double *x, double *grad) {
    const Negative *m = self;
    put(m, x);
    if (!grad) return -nb__func_value(m->f, m->theta, m->k);
    double value = nb__func_grad(m->f, m->theta, m->k, m->g);
    for (size_t i = 0; i < m->k; i++)
        if (i != m->held) *grad++ = -m->g[i];
    return -value;
}

static void negative_hessian(void *self, const double *x, double *H) {
    const Negative *m = self;
    put(m, x);
    nb__func_hessian(m->f, m->theta, m->k, m->H);
    for (size_t i = 0; i < m->k; i++)
        for (size_t j = 0; j < m->k; j++)
            if (i != m->held && j != m->held) *H++ = -m->H[i * m->k + j];
}

static Negative negative_of(const nb_func *f, size_t k, size_t held) {
    Negative m = {{negative_value, negative_hessian}, f, NULL, NULL, NULL, k,
                  held};
    m.theta = nb__alloc(2 * k + k * k, sizeof(double));
    m.g = m.theta + k;
    m.H = m.g + k;
    return m;
}

static void negative_done(Negative *m) { free(m->theta); }

/* ---- The maximum. ---- */

/* Information, covariance and standard errors at the maximum. */
static void look_around(nb_mle_t *fit) {
    size_t k = fit->k;
    fit->fisher = nb__new_matrix(k, k);
    fit->cov = nb__new_matrix(k, k);
    fit->se = nb__new_vector(k);
    nb__func_hessian(&fit->f, fit->theta->data, k, fit->fisher->data);
    for (size_t i = 0; i < k * k; i++)
        fit->fisher->data[i] = -fit->fisher->data[i];
    gsl_matrix_memcpy(fit->cov, fit->fisher);
    if (!nb__invert(fit->cov->data, k)) {
        gsl_matrix_set_all(fit->cov, (double)NAN);
        fit->ok = false;
        fit->message = "no maximum: the likelihood is flat, or has a saddle, "
                       "in some direction";
    }
    for (size_t i = 0; i < k; i++)
        fit->se->data[i] = sqrt(fit->cov->data[i * k + i]);
    (void)nb__own_matrix(fit->fisher);
    (void)nb__own_matrix(fit->cov);
    (void)nb__own_vector(fit->se);
}

nb_mle_t nb__mle(nb_func f, const gsl_vector *start, nb_mle_opts opts) {
    double *x0 = nb__numbers_of("nb_mle", start);
    size_t k = start->size;
    nb__func_ask(&f, x0, k);
    Negative m = negative_of(&f, k, k);
    nb_min_opts how = {.method = opts.method ? opts.method : "newton",
                       .tol = opts.tol != 0 ? opts.tol : 1e-10,
                       .maxit = opts.maxit, .nopath = true};
    nb_opt opt = nb__opt_new(nb__func_of_own(&m.base), x0, k, &how, "nb_mle");
    while (!opt->is_done) nb_step(opt);
    nb_min_t found = nb_result(opt);
    nb_mle_t fit = {.theta = found.x, .loglik = -found.fun, .k = k,
                    .aic = 2 * (double)k + 2 * found.fun, .nit = found.nit,
                    .ok = found.ok, .message = found.message, .f = f};
    nb__free_vector(found.grad);
    nb__free_vector(found.trace);
    nb__free_opt(opt);
    negative_done(&m);
    free(x0);
    look_around(&fit);
    return fit;
}

void nb__free_mle(nb_mle_t m) {
    nb__free_vector(m.theta);
    nb__free_vector(m.se);
    nb__free_matrix(m.fisher);
    nb__free_matrix(m.cov);
}

/* ---- Profiles. ---- */

/* The others' best is looked for from where it was for a value nearby. */
typedef struct Along {
    Negative m;
    const nb_mle_t *fit;
    double *others; /* k - 1 */
    double allowed; /* sqrt(chi squared) */
} Along;

/* The largest log-likelihood with the parameter at t; -inf where there is
 * none. */
static double best_at(Along *a, double t) {
    size_t k = a->m.k;
    a->m.theta[a->m.held] = t;
    double value = negative_value(&a->m, a->others, NULL);
    if (!isfinite(value)) return -HUGE_VAL;
    if (k == 1) return -value;
    nb_min_opts how = {.method = "newton", .nopath = true};
    nb_opt opt = nb__opt_new(nb__func_of_own(&a->m.base), a->others, k - 1,
                             &how, "nb_profile");
    while (!opt->is_done) nb_step(opt);
    double best = -opt->best_fun;
    memcpy(a->others, opt->best_x, (k - 1) * sizeof(double));
    nb__free_opt(opt);
    return best;
}

/* The root of the deviance is nearly a straight line in t, so it is what is
 * followed. */
static double excess(void *self, double t) {
    Along *a = self;
    double deviance = 2 * (a->fit->loglik - best_at(a, t));
    return sqrt(fmax(deviance, 0)) - a->allowed;
}

static void start_again(Along *a) {
    double *to = a->others;
    for (size_t i = 0; i < a->m.k; i++)
        if (i != a->m.held) *to++ = a->fit->theta->data[i];
}

/* Where the deviance is reached on one side; infinite if it never is. */
static double bound(Along *a, int side) {
    double from = a->fit->theta->data[a->m.held];
    double step = side * a->allowed * a->fit->se->data[a->m.held];
    double inside = from;
    start_again(a);
    for (int i = 0; i < 60; i++) {
        double t = from + step;
        if (!isfinite(t)) break;
        if (!(excess(a, t) < 0)) {
            start_again(a);
            return nb__crossing(excess, a, inside, t);
        }
        inside = t;
        step *= 2;
    }
    return side * HUGE_VAL;
}

static void check_profile(const nb_mle_t *fit, long i,
                          const nb_profile_opts *o) {
    nb__need_vector("nb_profile", fit->theta);
    if (i < 0 || (size_t)i >= fit->k)
        nb__fail("IndexError",
                 "nb_profile: there is no parameter %ld; there are %zu, "
                 "counted from 0.",
                 i, fit->k);
    if (!isfinite(fit->se->data[i]))
        nb__fail("DomainError",
                 "nb_profile: the fit found no maximum to start from.");
    if (o->points > 0 && o->points < 3)
        nb__fail("ShapeError", "nb_profile: %ld points; it takes at least 3.",
                 o->points);
}

/* The curve goes a fifth beyond the bounds, so that they can be seen. */
static void draw(Along *a, nb_profile_t *p, size_t points) {
    double reach = 3 * a->fit->se->data[a->m.held];
    double left = isfinite(p->lower) ? p->lower : p->estimate - reach;
    double right = isfinite(p->upper) ? p->upper : p->estimate + reach;
    double from = left - 0.2 * (p->estimate - left);
    double to = right + 0.2 * (right - p->estimate);
    p->x = nb__new_vector(points);
    p->loglik = nb__new_vector(points);
    for (size_t i = 0; i < points; i++)
        p->x->data[i] =
            from + (to - from) * (double)i / (double)(points - 1);
    /* From the middle outwards, each from its neighbour. */
    size_t middle = 0;
    while (middle + 1 < points && p->x->data[middle] < p->estimate) middle++;
    start_again(a);
    for (size_t i = middle; i < points; i++)
        p->loglik->data[i] = best_at(a, p->x->data[i]);
    start_again(a);
    for (size_t i = middle; i-- > 0;)
        p->loglik->data[i] = best_at(a, p->x->data[i]);
    (void)nb__own_vector(p->x);
    (void)nb__own_vector(p->loglik);
}

nb_profile_t nb__profile(nb_mle_t fit, long i, nb_profile_opts opts) {
    double level = nb__level("nb_profile", opts.level);
    check_profile(&fit, i, &opts);
    double chi = gsl_cdf_chisq_Pinv(level, 1);
    Along a = {negative_of(&fit.f, fit.k, (size_t)i), &fit,
               nb__alloc(fit.k, sizeof(double)), sqrt(chi)};
    nb_profile_t p = {.estimate = fit.theta->data[i], .level = level,
                      .lower = bound(&a, -1), .upper = bound(&a, 1),
                      .cut = fit.loglik - chi / 2};
    /* Fewer than none: only the bounds are wanted. */
    if (opts.points >= 0)
        draw(&a, &p, opts.points ? (size_t)opts.points : 41);
    negative_done(&a.m);
    free(a.others);
    return p;
}

void nb__free_profile(nb_profile_t p) {
    nb__free_vector(p.x);
    nb__free_vector(p.loglik);
}
