/* optfirst.c - methods that look at the gradient only, and schedules. */
#include <math.h>
#include <string.h>

#include "fail.h"
#include "opt.h"

/* ---- The step size. ---- */

static double constant(double t, double drop) {
    (void)t;
    (void)drop;
    return 1;
}

static double inverse(double t, double drop) {
    (void)drop;
    return 1 / (1 + t);
}

static double exponential(double t, double drop) { return pow(drop, t); }

static double in_steps(double t, double drop) {
    return t < 0.5 ? 1 : t < 0.75 ? drop : drop * drop;
}

static double linear(double t, double drop) {
    (void)drop;
    return fmax(1 - t, 0);
}

static double cosine(double t, double drop) {
    (void)drop;
    return (1 + cos(M_PI * fmin(t, 1))) / 2;
}

/* t is the share of the schedule that is over. */
static const struct {
    const char *name;
    double (*factor)(double t, double drop);
} schedules[] = {{"constant", constant}, {"inverse", inverse},
                 {"exponential", exponential}, {"step", in_steps},
                 {"linear", linear}, {"cosine", cosine}};

double nb__schedule(long t, nb_schedule_opts o) {
    size_t i = 0, count = sizeof schedules / sizeof *schedules;
    if (o.schedule)
        while (i < count && strcmp(schedules[i].name, o.schedule) != 0) i++;
    if (i == count)
        nb__fail("DomainError",
                 "nb_schedule: there is no schedule \"%s\"; there are "
                 "constant, inverse, exponential, step, linear and cosine.",
                 o.schedule);
    if (t < 0 || o.warmup < 0)
        nb__fail("DomainError",
                 "nb_schedule: step %ld and a warm-up of %ld must not be "
                 "negative.",
                 t, o.warmup);
    long steps = o.steps - o.warmup;
    if (i > 0 && steps <= 0)
        nb__fail("DomainError",
                 "nb_schedule: \"%s\" needs .steps, more than the warm-up.",
                 o.schedule);
    double lr = o.lr != 0 ? o.lr : 1, drop = o.drop != 0 ? o.drop : 0.1;
    if (t < o.warmup) return lr * (double)(t + 1) / (double)o.warmup;
    double share = i > 0 ? (double)(t - o.warmup) / (double)steps : 0;
    return lr * schedules[i].factor(share, drop);
}

/* ---- The gradient, decayed and clipped. ---- */

/* What all first-order steps share. */
typedef struct Step {
    double lr, scale; /* of the gradient */
    double decay;
} Step;

/* Also tells whether all derivatives are finite: an infinite or NaN length
 * would end in every parameter. */
static double length_of(nb_opt opt) {
    double total = 0;
    for (size_t s = 0; s < opt->segment_count; s++) {
        const nb__segment *p = &opt->segments[s];
        for (size_t i = 0; i < p->n; i++) total += p->g[i] * p->g[i];
    }
    return sqrt(total);
}

static Step step_of(nb_opt opt, int decouples) {
    Step step = {nb__opt_lr(opt), 1, decouples ? 0 : opt->opts.decay};
    double length = length_of(opt), clip = opt->opts.clip;
    if (!isfinite(length) && !opt->has_objective)
        nb__fail("DomainError",
                 "nb_step: a derivative is not finite; a smaller .lr or .clip "
                 "= 1 may help.");
    if (clip > 0 && length > clip) step.scale = clip / length;
    return step;
}

/* The gradient of number i of a segment. */
static inline double slope(const nb__segment *p, const Step *step, size_t i) {
    double g = step->scale * p->g[i];
    return p->decays ? g + step->decay * p->x[i] : g;
}

#define EACH_SEGMENT(opt, p, offset)                                           \
    size_t offset = 0;                                                         \
    for (const nb__segment *p = opt->segments;                                 \
         p < opt->segments + opt->segment_count; offset += p->n, p++)

static void gd(nb_opt opt) {
    Step step = step_of(opt, 0);
    for (size_t s = 0; s < opt->segment_count; s++) {
        const nb__segment *p = &opt->segments[s];
        for (size_t i = 0; i < p->n; i++)
            p->x[i] -= step.lr * slope(p, &step, i);
    }
}

static void momentum(nb_opt opt) {
    Step step = step_of(opt, 0);
    double beta = opt->opts.momentum;
    EACH_SEGMENT(opt, p, at) {
        double *v = opt->state + at;
        for (size_t i = 0; i < p->n; i++) {
            v[i] = beta * v[i] + slope(p, &step, i);
            p->x[i] -= step.lr * v[i];
        }
    }
}

static void nesterov(nb_opt opt) {
    Step step = step_of(opt, 0);
    double beta = opt->opts.momentum;
    EACH_SEGMENT(opt, p, at) {
        double *v = opt->state + at;
        for (size_t i = 0; i < p->n; i++) {
            double g = slope(p, &step, i);
            v[i] = beta * v[i] + g;
            p->x[i] -= step.lr * (g + beta * v[i]);
        }
    }
}

static void adagrad(nb_opt opt) {
    Step step = step_of(opt, 0);
    EACH_SEGMENT(opt, p, at) {
        double *s = opt->state + at;
        for (size_t i = 0; i < p->n; i++) {
            double g = slope(p, &step, i);
            s[i] += g * g;
            p->x[i] -= step.lr * g / (sqrt(s[i]) + opt->opts.eps);
        }
    }
}

static void rmsprop(nb_opt opt) {
    Step step = step_of(opt, 0);
    double rho = opt->opts.rho;
    EACH_SEGMENT(opt, p, at) {
        double *s = opt->state + at;
        for (size_t i = 0; i < p->n; i++) {
            double g = slope(p, &step, i);
            s[i] = rho * s[i] + (1 - rho) * g * g;
            p->x[i] -= step.lr * g / (sqrt(s[i]) + opt->opts.eps);
        }
    }
}

static void adam_step(nb_opt opt, int decouples) {
    Step step = step_of(opt, decouples);
    double b1 = opt->opts.beta1, b2 = opt->opts.beta2;
    double t = (double)opt->t + 1, eps = opt->opts.eps;
    double rate = step.lr / (1 - pow(b1, t)), fix = 1 / (1 - pow(b2, t));
    double keep = decouples ? 1 - step.lr * opt->opts.decay : 1;
    EACH_SEGMENT(opt, p, at) {
        double *m = opt->state + at, *s = opt->state + opt->n + at;
        double *x = p->x;
        for (size_t i = 0; i < p->n; i++) {
            double g = slope(p, &step, i);
            m[i] = b1 * m[i] + (1 - b1) * g;
            s[i] = b2 * s[i] + (1 - b2) * g * g;
            if (p->decays) x[i] *= keep;
            x[i] -= rate * m[i] / (sqrt(s[i] * fix) + eps);
        }
    }
}

static void adam(nb_opt opt) { adam_step(opt, 0); }
static void adamw(nb_opt opt) { adam_step(opt, 1); }

const nb__method nb__first_order[] = {
    {"gd", 0.01, 0, 0, NULL, gd, NULL},
    {"momentum", 0.01, 1, 0, NULL, momentum, NULL},
    {"nesterov", 0.01, 1, 0, NULL, nesterov, NULL},
    {"adagrad", 0.01, 1, 0, NULL, adagrad, NULL},
    {"rmsprop", 0.001, 1, 0, NULL, rmsprop, NULL},
    {"adam", 0.001, 2, 0, NULL, adam, NULL},
    {"adamw", 0.001, 2, 0, NULL, adamw, NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};
