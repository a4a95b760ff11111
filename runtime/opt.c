/* opt.c - optimisers: begun, stepped, asked, ended. */
#include "opt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "fail.h"
#include "host.h"
#include "pool.h"
#include "var.h"

/* ---- Options. ---- */

static const nb__method *const tables[] = {nb__first_order, nb__line_methods,
                                           nb__gsl_methods};
enum {
    TABLES = sizeof tables / sizeof *tables
};

static const nb__method *find_method(const char *who, const char *name) {
    nb__buf names = {0};
    for (size_t t = 0; t < TABLES; t++)
        for (const nb__method *m = tables[t]; m->name; m++) {
            if (strcmp(m->name, name) == 0) {
                nb__buf_done(&names);
                return m;
            }
            nb__buf_printf(&names, "%s%s", names.len ? ", " : "", m->name);
        }
    char list[256];
    (void)nb__format(list, sizeof list, "%s", names.data);
    nb__buf_done(&names);
    nb__fail("DomainError", "%s: there is no method \"%s\"; there are %s.",
             who, name, list);
}

static void check_option(const char *who, const char *name, double value) {
    if (!(value >= 0) || isinf(value))
        nb__fail("DomainError",
                 "%s: .%s = %g; it must be a number and not negative.", who,
                 name, value);
}

static void check_below_one(const char *who, const char *name, double value) {
    check_option(who, name, value);
    if (value >= 1)
        nb__fail("DomainError", "%s: .%s = %g; it must be below 1.", who, name,
                 value);
}

static void check_options(const char *who, const nb_min_opts *o) {
    check_option(who, "lr", o->lr);
    check_below_one(who, "momentum", o->momentum);
    check_below_one(who, "rho", o->rho);
    check_below_one(who, "beta1", o->beta1);
    check_below_one(who, "beta2", o->beta2);
    check_option(who, "eps", o->eps);
    check_option(who, "decay", o->decay);
    check_option(who, "clip", o->clip);
    check_option(who, "tol", o->tol);
    check_option(who, "drop", o->drop);
    check_option(who, "maxit", (double)o->maxit);
    check_option(who, "memory", (double)o->memory);
    check_option(who, "steps", (double)o->steps);
    check_option(who, "warmup", (double)o->warmup);
}

static void set(double *option, double usual) {
    if (*option == 0) *option = usual;
}

static nb_min_opts with_defaults(const char *who, const nb_min_opts *given,
                                 const nb__method *method) {
    nb_min_opts o = *given;
    check_options(who, &o);
    set(&o.lr, method->lr);
    set(&o.momentum, 0.9);
    set(&o.rho, 0.9);
    set(&o.beta1, 0.9);
    set(&o.beta2, 0.999);
    set(&o.eps, 1e-8);
    set(&o.tol, 1e-8);
    set(&o.drop, 0.1);
    if (strcmp(method->name, "adamw") == 0) set(&o.decay, 0.01);
    if (o.maxit == 0) o.maxit = method->needs_objective ? 1000 : 10000;
    if (o.memory == 0) o.memory = 10;
    if (o.steps == 0) o.steps = o.maxit;
    /* An unknown schedule is told now, not at the first step. */
    (void)nb__schedule(0, (nb_schedule_opts){o.schedule, o.lr, o.steps,
                                             o.warmup, o.drop});
    return o;
}

double nb__opt_lr(nb_opt opt) {
    const nb_min_opts *o = &opt->opts;
    return nb__schedule(opt->t, (nb_schedule_opts){o->schedule, o->lr,
                                                   o->steps, o->warmup,
                                                   o->drop});
}

/* ---- Life. ---- */

static void release(void *value) {
    nb_opt opt = value;
    if (!opt) return;
    if (opt->method->end) opt->method->end(opt);
    for (size_t i = 0; i < opt->segment_count; i++)
        if (opt->segments[i].var) nb__var_drop(opt->segments[i].var);
    free(opt->segments);
    free(opt->state);
    free(opt->x);
    free(opt->g);
    free(opt->best_x);
    free(opt->path);
    free(opt->trace);
    free(opt);
}

void nb__free_opt(nb_opt opt) {
    (void)nb__disown(opt);
    release(opt);
}

static void need(const char *who, nb_opt opt) {
    if (!opt) nb__fail("NullError", "%s: the optimiser is NULL.", who);
}

void nb__opt_stop(nb_opt opt, int is_ok, const char *message) {
    opt->is_done = 1;
    opt->is_ok = is_ok;
    opt->message = message;
}

double nb__opt_eval(nb_opt opt, const double *x, double *g) {
    opt->nfev++;
    if (!g) return nb__func_value(&opt->f, x, opt->n);
    opt->ngev++;
    return nb__func_grad(&opt->f, x, opt->n, g);
}

/* ---- The record. ---- */

enum {
    MOST_RECORDED = 20000000 /* numbers: 160 MB */
};

static void grow_record(nb_opt opt) {
    opt->path_cap = opt->path_cap ? 2 * opt->path_cap : 64;
    opt->trace = nb__realloc(opt->trace, opt->path_cap, sizeof *opt->trace);
    if (opt->is_recording)
        opt->path = nb__realloc(opt->path, opt->path_cap * opt->n,
                                sizeof *opt->path);
}

static void record(nb_opt opt) {
    if ((opt->path_count + 1) * opt->n > MOST_RECORDED) {
        free(opt->path);
        opt->path = NULL;
        opt->is_recording = 0;
    }
    if (opt->path_count == opt->path_cap) grow_record(opt);
    opt->trace[opt->path_count] = opt->fun;
    if (opt->is_recording)
        memcpy(opt->path + opt->path_count * opt->n, opt->x,
               opt->n * sizeof *opt->x);
    opt->path_count++;
    if (opt->fun < opt->best_fun) {
        opt->best_fun = opt->fun;
        memcpy(opt->best_x, opt->x, opt->n * sizeof *opt->x);
    }
}

/* ---- When to stop. ---- */

static double steepest(nb_opt opt) {
    double most = 0;
    for (size_t i = 0; i < opt->n; i++) most = fmax(most, fabs(opt->g[i]));
    return most;
}

/* Of f near its minimum; what ran away is large, and would excuse any
 * gradient. */
static double scale_of(nb_opt opt) {
    return fmax(1, fmin(fabs(opt->fun), fabs(opt->best_fun)));
}

static int is_finite_point(nb_opt opt) {
    if (!isfinite(opt->fun)) return 0;
    for (size_t i = 0; i < opt->n; i++)
        if (!isfinite(opt->x[i]) || !isfinite(opt->g[i])) return 0;
    return 1;
}

static void judge(nb_opt opt) {
    const nb_min_opts *o = &opt->opts;
    if (opt->is_done) return;
    if (!is_finite_point(opt))
        nb__opt_stop(opt, 0,
                     "it ran away: f or the gradient is not finite; a smaller "
                     ".lr may help");
    else if (o->target != 0 && opt->fun < o->target)
        nb__opt_stop(opt, 1, "f is below the target");
    else if (steepest(opt) <= o->tol * scale_of(opt))
        nb__opt_stop(opt, 1, "converged: the gradient is zero to .tol");
    else if (opt->t >= o->maxit)
        nb__opt_stop(opt, 0, "out of steps: .maxit is reached");
    else if (nb_host_get()->is_interrupted())
        nb__opt_stop(opt, 0, "interrupted");
}

/* ---- Begin. ---- */

static nb_opt new_opt(const nb__method *method, const nb_min_opts *opts,
                      size_t n) {
    nb_opt opt = nb__alloc(1, sizeof *opt);
    opt->method = method;
    opt->opts = *opts;
    opt->n = n;
    if (method->rows) opt->state = nb__alloc(method->rows * n, sizeof(double));
    return opt;
}

nb_opt nb__opt_new(nb_func f, const double *x0, size_t n,
                   const nb_min_opts *opts, const char *who) {
    const nb__method *method =
        find_method(who, opts->method ? opts->method : "lbfgs");
    nb_min_opts all = with_defaults(who, opts, method);
    if (strcmp(method->name, "newton") == 0 && n > 2000)
        nb__fail("LimitError",
                 "%s: the Hessian for %zu numbers is too large for newton; "
                 "use lbfgs.",
                 who, n);
    nb_opt opt = new_opt(method, &all, n);
    opt->has_objective = 1;
    opt->f = f;
    opt->x = nb__alloc(n, sizeof *opt->x);
    opt->g = nb__alloc(n, sizeof *opt->g);
    opt->best_x = nb__alloc(n, sizeof *opt->best_x);
    opt->is_recording = !all.nopath;
    memcpy(opt->x, x0, n * sizeof *x0);
    memcpy(opt->best_x, x0, n * sizeof *x0);
    opt->segments = nb__alloc(1, sizeof *opt->segments);
    opt->segments[0] = (nb__segment){opt->x, opt->g, n, 1, NULL};
    opt->segment_count = 1;
    opt->fun = opt->best_fun = nb__opt_eval(opt, opt->x, opt->g);
    if (!is_finite_point(opt)) {
        release(opt);
        nb__fail("DomainError",
                 "%s: f or its gradient is not finite at the start.", who);
    }
    if (method->begin) method->begin(opt);
    record(opt);
    judge(opt);
    return opt;
}

static nb_opt from_vector(const char *who, nb_func f, const gsl_vector *x0,
                          const nb_min_opts *opts) {
    double *start = nb__numbers_of(who, x0);
    nb__func_ask(&f, start, x0->size);
    nb_opt opt = nb__opt_new(f, start, x0->size, opts, who);
    free(start);
    return opt;
}

nb_opt nb__optimizer(nb_func f, const gsl_vector *x0,
                     const nb_min_opts *opts) {
    return nb__own(from_vector("nb_optimizer", f, x0, opts), release);
}

/* Segments are copied; each var gets one owner more. */
nb_opt nb__trainer_of(const nb__segment *segments, size_t count,
                      const nb_min_opts *opts) {
    const nb__method *method =
        find_method("nb_trainer", opts->method ? opts->method : "adam");
    if (method->needs_objective)
        nb__fail("DomainError",
                 "nb_trainer: %s has to compute the loss itself; use nb_fit() "
                 "or nb_minimize().",
                 method->name);
    nb_min_opts all = with_defaults("nb_trainer", opts, method);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += segments[i].n;
    nb_opt opt = new_opt(method, &all, n);
    opt->segments = nb__alloc(count, sizeof *opt->segments);
    opt->segment_count = count;
    memcpy(opt->segments, segments, count * sizeof *segments);
    for (size_t i = 0; i < count; i++)
        if (segments[i].var) segments[i].var->references++;
    return opt;
}

nb_opt nb__trainer_var(nb_var v, const nb_min_opts *opts) {
    nb__need_var("nb_trainer", v);
    if (v->op || !v->wants)
        nb__fail("DomainError",
                 "nb_trainer: only what nb_param() made can be trained.");
    nb__segment segment = {v->slots[NB__VALUE], nb__var_slot(v, NB__GRAD),
                           nb__var_size(v), 1, v};
    return nb__own(nb__trainer_of(&segment, 1, opts), release);
}

/* ---- Step, ask, end. ---- */

void nb_step(nb_opt opt) {
    need("nb_step", opt);
    if (!opt->has_objective) {
        opt->method->step(opt);
        opt->t++;
        for (size_t i = 0; i < opt->segment_count; i++)
            memset(opt->segments[i].g, 0,
                   opt->segments[i].n * sizeof(double));
        return;
    }
    if (opt->is_done) return;
    opt->method->step(opt);
    if (opt->is_done) return;
    opt->t++;
    if (!opt->method->needs_objective)
        opt->fun = nb__opt_eval(opt, opt->x, opt->g);
    record(opt);
    judge(opt);
    if (!opt->is_done && opt->opts.callback && !opt->opts.callback(opt))
        nb__opt_stop(opt, 0, "stopped by the callback");
}

bool nb_done(nb_opt opt) {
    need("nb_done", opt);
    return opt->is_done;
}

double nb_lr(nb_opt opt) {
    need("nb_lr", opt);
    return nb__opt_lr(opt);
}

void nb_set_lr(nb_opt opt, double lr) {
    need("nb_set_lr", opt);
    if (!(lr > 0) || isinf(lr))
        nb__fail("DomainError", "nb_set_lr: lr is %g; it must be positive.",
                 lr);
    double now = nb__opt_lr(opt);
    opt->opts.lr *= now > 0 ? lr / now : 1;
}

/* The last point; but what ran away, or went up at the end, has a better one
 * behind it. */
nb_min_t nb_result(nb_opt opt) {
    need("nb_result", opt);
    if (!opt->has_objective)
        nb__fail("DomainError",
                 "nb_result: an nb_trainer() has no function of its own; its "
                 "parameters hold what it found.");
    nb_min_t m = {.n = opt->n, .nit = opt->t, .ok = opt->is_ok,
                  .method = opt->method->name};
    const double *x = opt->best_fun < opt->fun || !isfinite(opt->fun)
                          ? opt->best_x
                          : opt->x;
    double *g = nb__alloc(opt->n, sizeof *g);
    if (x == opt->x) {
        memcpy(g, opt->g, opt->n * sizeof *g);
        m.fun = opt->fun;
    } else {
        m.fun = nb__opt_eval(opt, x, g);
    }
    m.nfev = opt->nfev;
    m.ngev = opt->ngev;
    m.x = nb__vec(opt->n, x);
    m.grad = nb__vec(opt->n, g);
    free(g);
    m.trace = nb__vec(opt->path_count, opt->trace);
    if (opt->is_recording) {
        m.path = nb__new_matrix(opt->path_count, opt->n);
        memcpy(m.path->data, opt->path,
               opt->path_count * opt->n * sizeof(double));
        (void)nb__own_matrix(m.path);
    }
    m.message = opt->message ? opt->message : "under way";
    return m;
}

nb_min_t nb__minimize(nb_func f, const gsl_vector *x0,
                      const nb_min_opts *opts) {
    nb_opt opt = from_vector("nb_minimize", f, x0, opts);
    while (!opt->is_done) nb_step(opt);
    nb_min_t m = nb_result(opt);
    release(opt);
    return m;
}

void nb__free_min(nb_min_t m) {
    nb__free_vector(m.x);
    nb__free_vector(m.grad);
    nb__free_vector(m.trace);
    nb__free_matrix(m.path);
}
