/* optline.c - L-BFGS and Newton's method, on one line search.
 *
 * The search finds a step with sufficient decrease and a flatter slope (the
 * strong Wolfe conditions): bracket, then zoom by cubic interpolation.
 * Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 3.5, 3.6. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "opt.h"

static double dot(const double *a, const double *b, size_t n) {
    double total = 0;
    for (size_t i = 0; i < n; i++) total += a[i] * b[i];
    return total;
}

/* ---- The line search. ---- */

static const double DECREASE = 1e-4, FLATTER = 0.9;

/* f at x + a d: its value and slope, with the point and gradient kept. */
typedef struct Trial {
    double a, f, slope;
} Trial;

typedef struct Search {
    nb_opt opt;
    const double *d;
    double *x, *g; /* of the last trial */
    double f0, slope0;
} Search;

static Trial try_step(Search *s, double a) {
    size_t n = s->opt->n;
    for (size_t i = 0; i < n; i++) s->x[i] = s->opt->x[i] + a * s->d[i];
    Trial t = {a, nb__opt_eval(s->opt, s->x, s->g), 0};
    t.slope = dot(s->g, s->d, n);
    return t;
}

/* Rounding makes f look flat before the slope is: at that scale the slope
 * alone decides. */
static int goes_down(const Search *s, const Trial *t) {
    double noise = 4 * DBL_EPSILON * fabs(s->f0);
    return t->f <= s->f0 + DECREASE * t->a * s->slope0 + noise;
}

static int is_flat(const Search *s, const Trial *t) {
    return fabs(t->slope) <= -FLATTER * s->slope0;
}

/* The minimum of the cubic through two trials, kept off the ends. */
static double between(const Trial *lo, const Trial *hi) {
    double d1 = lo->slope + hi->slope -
                3 * (lo->f - hi->f) / (lo->a - hi->a);
    double square = d1 * d1 - lo->slope * hi->slope;
    double middle = (lo->a + hi->a) / 2, width = fabs(hi->a - lo->a);
    if (!(square >= 0)) return middle;
    double d2 = copysign(sqrt(square), hi->a - lo->a);
    double a = hi->a - (hi->a - lo->a) * (hi->slope + d2 - d1) /
                           (hi->slope - lo->slope + 2 * d2);
    if (!isfinite(a) || fabs(a - middle) > 0.4 * width) {
        double edge = fmin(lo->a, hi->a) + 0.1 * width;
        if (!isfinite(a)) return middle;
        return a < middle ? edge : edge + 0.8 * width;
    }
    return a;
}

static int zoom(Search *s, Trial lo, Trial hi, Trial *found) {
    for (int i = 0; i < 40; i++) {
        double a = isfinite(hi.f) ? between(&lo, &hi) : (lo.a + hi.a) / 2;
        Trial t = try_step(s, a);
        *found = t;
        if (!goes_down(s, &t) || t.f > lo.f || !isfinite(t.f)) {
            hi = t;
        } else {
            if (is_flat(s, &t)) return 1;
            if (t.slope * (hi.a - lo.a) >= 0) hi = lo;
            lo = t;
        }
        if (fabs(hi.a - lo.a) <= 1e-14 * fmax(1, lo.a)) break;
    }
    if (lo.a == 0) return 0;
    *found = try_step(s, lo.a);
    return 1;
}

static int search(Search *s, double first, Trial *found) {
    Trial before = {0, s->f0, s->slope0};
    double a = first;
    for (int i = 0; i < 30; i++) {
        Trial t = try_step(s, a);
        *found = t;
        if (!isfinite(t.f) || !goes_down(s, &t) || (i > 0 && t.f >= before.f))
            return zoom(s, before, t, found);
        if (is_flat(s, &t)) return 1;
        if (t.slope >= 0) return zoom(s, t, before, found);
        before = t;
        a *= 2;
    }
    return 1;
}

/* ---- A step along d. ---- */

typedef struct Own {
    double *d, *x, *g; /* direction, trial point and gradient */
    double *s, *y, *rho, *alpha; /* L-BFGS: memory rows of n; of memory */
    size_t count, next;          /* pairs that are kept; where the next goes */
    double *H;                   /* Newton */
} Own;

static void begin(nb_opt opt) {
    size_t n = opt->n, m = (size_t)opt->opts.memory;
    Own *own = nb__alloc(1, sizeof *own);
    own->d = nb__alloc(3 * n, sizeof(double));
    own->x = own->d + n;
    own->g = own->x + n;
    opt->own = own;
    if (strcmp(opt->method->name, "newton") == 0) {
        own->H = nb__alloc(2 * n * n, sizeof(double));
        return;
    }
    own->s = nb__alloc(2 * m * n + 2 * m, sizeof(double));
    own->y = own->s + m * n;
    own->rho = own->y + m * n;
    own->alpha = own->rho + m;
}

static void end(nb_opt opt) {
    Own *own = opt->own;
    if (!own) return;
    free(own->d);
    free(own->s);
    free(own->H);
    free(own);
}

/* Downhill, or it is the gradient's turn. */
static double downhill(nb_opt opt) {
    Own *own = opt->own;
    double slope = dot(own->d, opt->g, opt->n);
    if (slope < 0) return slope;
    for (size_t i = 0; i < opt->n; i++) own->d[i] = -opt->g[i];
    return -dot(opt->g, opt->g, opt->n);
}

/* 1 if a step was made: x, g, f are those of the new point, and the trial
 * arrays those of the old one. */
static int step_along(nb_opt opt, double first) {
    Own *own = opt->own;
    Search s = {opt, own->d, own->x, own->g, opt->fun, 0};
    s.slope0 = downhill(opt);
    Trial found;
    if (!search(&s, first, &found)) {
        nb__opt_stop(opt, 1,
                     "converged: no step makes f smaller, to rounding");
        return 0;
    }
    for (size_t i = 0; i < opt->n; i++) {
        double x = opt->x[i], g = opt->g[i];
        opt->x[i] = own->x[i];
        opt->g[i] = own->g[i];
        own->x[i] = x;
        own->g[i] = g;
    }
    opt->fun = found.f;
    return 1;
}

/* ---- L-BFGS: the two loops over the last steps. ---- */

static void lbfgs_direction(nb_opt opt) {
    Own *own = opt->own;
    size_t n = opt->n, m = (size_t)opt->opts.memory;
    double *d = own->d;
    for (size_t i = 0; i < n; i++) d[i] = -opt->g[i];
    for (size_t k = 0; k < own->count; k++) {
        size_t r = (own->next + m - 1 - k) % m;
        own->alpha[r] = own->rho[r] * dot(own->s + r * n, d, n);
        for (size_t i = 0; i < n; i++)
            d[i] -= own->alpha[r] * own->y[r * n + i];
    }
    if (own->count) {
        size_t r = (own->next + m - 1) % m;
        double *y = own->y + r * n;
        double scale = 1 / (own->rho[r] * dot(y, y, n));
        for (size_t i = 0; i < n; i++) d[i] *= scale;
    }
    for (size_t k = own->count; k > 0; k--) {
        size_t r = (own->next + m - k) % m;
        double beta = own->rho[r] * dot(own->y + r * n, d, n);
        for (size_t i = 0; i < n; i++)
            d[i] += (own->alpha[r] - beta) * own->s[r * n + i];
    }
}

/* Keep how x and g changed, if the curvature was positive. */
static void lbfgs_remember(nb_opt opt) {
    Own *own = opt->own;
    size_t n = opt->n, m = (size_t)opt->opts.memory, r = own->next;
    double *s = own->s + r * n, *y = own->y + r * n;
    for (size_t i = 0; i < n; i++) {
        s[i] = opt->x[i] - own->x[i];
        y[i] = opt->g[i] - own->g[i];
    }
    double sy = dot(s, y, n);
    if (!(sy > DBL_EPSILON * dot(y, y, n))) return;
    own->rho[r] = 1 / sy;
    own->next = (r + 1) % m;
    if (own->count < m) own->count++;
}

static void lbfgs(nb_opt opt) {
    Own *own = opt->own;
    lbfgs_direction(opt);
    double first = opt->opts.lr;
    /* Without any curvature yet, a step of length one at most. */
    if (own->count == 0)
        first = fmin(first, 1 / sqrt(dot(opt->g, opt->g, opt->n)));
    if (step_along(opt, first)) lbfgs_remember(opt);
}

/* ---- Newton: H d = -g with H made positive definite. ---- */

/* L with L L' = H + shift I, in L's lower half; 0 if there is none. */
static int cholesky(const double *H, double shift, size_t n, double *L) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = H[i * n + j] + (i == j ? shift : 0) -
                         dot(L + i * n, L + j * n, j);
            if (i == j && !(sum > 0)) return 0;
            L[i * n + j] = i == j ? sqrt(sum) : sum / L[j * n + j];
        }
    return 1;
}

static void solve(const double *L, size_t n, double *d) {
    for (size_t i = 0; i < n; i++)
        d[i] = (d[i] - dot(L + i * n, d, i)) / L[i * n + i];
    for (size_t i = n; i > 0; i--) {
        double sum = d[i - 1];
        for (size_t j = i; j < n; j++) sum -= L[j * n + i - 1] * d[j];
        d[i - 1] = sum / L[(i - 1) * n + i - 1];
    }
}

static void newton(nb_opt opt) {
    Own *own = opt->own;
    size_t n = opt->n;
    double *H = own->H, *L = H + n * n, size = 0, shift = 0;
    nb__func_hessian(&opt->f, opt->x, n, H);
    for (size_t i = 0; i < n * n; i++) size = fmax(size, fabs(H[i]));
    while (!cholesky(H, shift, n, L)) {
        shift = shift > 0 ? 4 * shift : 1e-6 * fmax(size, 1e-6);
        if (!isfinite(shift)) break;
    }
    for (size_t i = 0; i < n; i++) own->d[i] = -opt->g[i];
    if (isfinite(shift)) solve(L, n, own->d);
    (void)step_along(opt, opt->opts.lr);
}

const nb__method nb__line_methods[] = {
    {"lbfgs", 1, 0, 1, begin, lbfgs, end},
    {"newton", 1, 0, 1, begin, newton, end},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};
