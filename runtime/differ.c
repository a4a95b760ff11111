/* differ.c - derivatives by differences, with the step that errs least.
 *
 * Central: (f(x + h) - f(x - h)) / 2h errs by h^2 |f'''| / 6 and by rounding
 * e |f| / 2h; the sum is least at h = cbrt(3 e |f| / (2 |f'''|)). Forward: h
 * |f''| / 2 and e |f| / h, least at h = sqrt(2 e |f / f''|). */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "func.h"

static const double EPSILON = DBL_EPSILON;

/* f along direction i, a function of one number. */
typedef struct Line {
    const nb_func *f;
    double *x; /* changed and put back */
    size_t n, i;
} Line;

static double at(const Line *line, double t) {
    double before = line->x[line->i];
    line->x[line->i] = t;
    double value = nb__func_call(line->f, line->x, line->n);
    line->x[line->i] = before;
    return value;
}

/* A step that x + h holds without rounding. */
static double exact_step(double x, double h) {
    volatile double moved = x + h;
    return moved - x;
}

typedef struct Shape {
    double size;   /* |f| nearby */
    double higher; /* |f'''| or |f''| */
    double reach;  /* the step it was found with */
} Shape;

static Shape third(const Line *line, double x) {
    double h = exact_step(x, pow(EPSILON, 0.2) * fmax(1, fabs(x)));
    double a = at(line, x + 2 * h), b = at(line, x + h);
    double c = at(line, x - h), d = at(line, x - 2 * h);
    return (Shape){fmax(fabs(b), fabs(c)),
                   fabs(a - 2 * b + 2 * c - d) / (2 * h * h * h), h};
}

static Shape second(const Line *line, double x) {
    double h = exact_step(x, pow(EPSILON, 0.25) * fmax(1, fabs(x)));
    double a = at(line, x + h), b = at(line, x), c = at(line, x - h);
    return (Shape){fmax(fabs(a), fabs(c)), fabs(a - 2 * b + c) / (h * h), h};
}

/* Where the higher derivative is lost in rounding, or has no value near a
 * kink or an end of the domain, the step that suits most functions. */
static double best_step(const Line *line, double x, int is_central,
                        Shape *shape) {
    *shape = is_central ? third(line, x) : second(line, x);
    double usual = (is_central ? cbrt(EPSILON) : sqrt(EPSILON)) *
                   fmax(1, fabs(x));
    double ratio = EPSILON * shape->size / shape->higher;
    double h = is_central ? cbrt(1.5 * ratio) : sqrt(2 * ratio);
    if (!isfinite(h) || h == 0) h = usual;
    h = fmin(fmax(h, 1e-3 * usual), is_central ? shape->reach : 100 * usual);
    return exact_step(x, h);
}

double nb__differ_step(const nb_func *f, double *x, size_t n, size_t i) {
    Line line = {f, x, n, i};
    Shape shape;
    return best_step(&line, x[i], 1, &shape);
}

void nb__differ_grad(const nb_func *f, const double *x, size_t n, double *g) {
    double *moved = nb__alloc(n, sizeof *moved);
    memcpy(moved, x, n * sizeof *x);
    for (size_t i = 0; i < n; i++) {
        Line line = {f, moved, n, i};
        double h = nb__differ_step(f, moved, n, i);
        g[i] = (at(&line, x[i] + h) - at(&line, x[i] - h)) /
               ((x[i] + h) - (x[i] - h));
    }
    free(moved);
}

/* f at x moved by s h_i and t h_j. */
static double corner(const nb_func *f, double *x, size_t n,
                     const double *moves, size_t i, size_t j) {
    double xi = x[i], xj = x[j];
    x[i] += moves[0];
    x[j] += moves[1];
    double value = nb__func_call(f, x, n);
    x[i] = xi;
    x[j] = xj;
    return value;
}

/* Second differences: rounding is divided by h^2, so h is the fourth root. */
void nb__differ_hessian(const nb_func *f, const double *x, size_t n,
                        double *H) {
    double *moved = nb__alloc(n, sizeof *moved);
    memcpy(moved, x, n * sizeof *x);
    double root = pow(EPSILON, 0.25);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double h = exact_step(x[i], root * fmax(1, fabs(x[i])));
            double k = exact_step(x[j], root * fmax(1, fabs(x[j])));
            double total = 0;
            for (int s = -1; s <= 1; s += 2)
                for (int t = -1; t <= 1; t += 2)
                    total += s * t *
                             corner(f, moved, n,
                                    (double[]){s * h, t * k}, i, j);
            H[i * n + j] = H[j * n + i] = total / (4 * h * k);
        }
    free(moved);
}

/* ---- nb_fd() ---- */

static nb_fd_t difference(const Line *line, double x, int is_central,
                          double h) {
    Shape shape;
    double best = best_step(line, x, is_central, &shape);
    if (h == 0)
        h = best;
    else
        h = exact_step(x, h);
    double right = at(line, x + h), left = at(line, is_central ? x - h : x);
    double value = (right - left) / (is_central ? 2 * h : h);
    double error = is_central ? h * h / 6 * shape.higher +
                                    EPSILON * shape.size / (2 * h)
                              : h / 2 * shape.higher + EPSILON * shape.size / h;
    if (!isfinite(right) || !isfinite(left))
        nb__fail("DomainError",
                 "nb_fd: the function is not finite near %g: it is %g and %g.",
                 x, left, right);
    return (nb_fd_t){value, h, error};
}

nb_fd_t nb__fd(nb_func f, double x, nb_fd_opts opts) {
    int is_forward = opts.scheme && strcmp(opts.scheme, "forward") == 0;
    if (opts.scheme && !is_forward && strcmp(opts.scheme, "central") != 0)
        nb__fail("DomainError",
                 "nb_fd: there is no scheme \"%s\"; there are \"central\" and "
                 "\"forward\".",
                 opts.scheme);
    if (f.kind != NB__FUNC_number)
        nb__fail("DomainError",
                 "nb_fd: the function must be double f(double).");
    if (!isfinite(x) || !isfinite(opts.h) || opts.h < 0)
        nb__fail("DomainError",
                 "nb_fd: x = %g and h = %g must be finite, and h not "
                 "negative.",
                 x, opts.h);
    Line line = {&f, &x, 1, 0};
    double here = x;
    return difference(&line, here, !is_forward, opts.h);
}
