/* optim.h - minimising functions, one step at a time or all at once.
 *
 *     nb_min_t m = nb_minimize(f, x0, .method = "adam", .lr = 0.1);
 *
 * or, to look at every step,
 *
 *     nb_opt o = nb_optimizer(f, x0, .method = "lbfgs");
 *     while (!nb_done(o)) nb_step(o);
 *     nb_min_t m = nb_result(o);
 *
 * f has any of the forms of diff.h. nb_trainer() is the same for the
 * parameters of a net or of one's own, whose derivatives nb_backward() finds.
 *
 * Methods, g being the gradient and t counting from 1:
 *
 *     "gd"        x -= lr g
 *     "momentum"  v = momentum v + g; x -= lr v
 *     "nesterov"  v = momentum v + g; x -= lr (g + momentum v)
 *     "adagrad"   s += g^2; x -= lr g / (sqrt(s) + eps)
 *     "rmsprop"   s = rho s + (1 - rho) g^2; x -= lr g / (sqrt(s) + eps)
 *     "adam"      m, s: running means of g and g^2 with beta1, beta2, divided
 *                 by 1 - beta^t; x -= lr m / (sqrt(s) + eps)
 *     "adamw"     adam, and x -= lr decay x
 *     "lbfgs"     curvature from the last `memory` steps, Wolfe line search
 *     "newton"    the Hessian, made positive definite, and the same search
 *     "gsl_steepest", "gsl_conjugate_fr", "gsl_conjugate_pr", "gsl_bfgs",
 *     "gsl_bfgs2", "gsl_nmsimplex2"   those of gsl_multimin */
#ifndef NB_OPTIM_H
#define NB_OPTIM_H

#include "diff.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_opt_object *nb_opt;
typedef struct nb_net_object *nb_net;

typedef struct nb_min_opts {
    const char *method; /* NULL: "lbfgs"; of nb_trainer(): "adam" */
    double lr;          /* first step size; 0: the method's own */
    double momentum;    /* 0: 0.9 */
    double rho;         /* 0: 0.9 */
    double beta1;       /* 0: 0.9 */
    double beta2;       /* 0: 0.999 */
    double eps;         /* 0: 1e-8 */
    double decay;       /* adds decay x to g; adamw: 0 means 0.01 */
    double clip;        /* longest gradient; 0: any */
    double tol;         /* largest |g[i]| to stop at, times |f| if that is
                           above 1; 0: 1e-8 */
    double target;      /* stop when f is below; 0: never */
    long maxit;         /* steps at most; 0: 10000, with a line search 1000 */
    long memory;        /* of lbfgs; 0: 10 */
    const char *schedule; /* of lr, see nb_schedule(); NULL: "constant" */
    long steps;           /* the schedule's length; 0: maxit */
    long warmup;          /* steps to grow to lr in */
    double drop;          /* the schedule's factor; 0: 0.1 */
    bool (*callback)(nb_opt opt); /* after each step; false stops */
    bool nopath;                  /* do not record .path */
} nb_min_opts;

/* How a minimisation went. */
typedef struct nb_min_t {
    gsl_vector *x;     /* the best point found */
    double fun;        /* f there */
    gsl_vector *grad;  /* the gradient there */
    gsl_matrix *path;  /* all points, a row each, x0 first; NULL: not kept */
    gsl_vector *trace; /* f at them */
    size_t n;
    long nit;  /* steps */
    long nfev; /* values of f that were computed */
    long ngev; /* gradients */
    bool ok;   /* it converged */
    const char *method;
    const char *message; /* why it stopped */
} nb_min_t;

void nb__free_opt(nb_opt opt);
void nb__free_min(nb_min_t m);
nb_min_t nb__minimize(nb_func f, const gsl_vector *x0, const nb_min_opts *opts);
nb_opt nb__optimizer(nb_func f, const gsl_vector *x0, const nb_min_opts *opts);

/* Minimise f from x0. The stop button ends it after the current step, with
 * what it has.
 * Options: .method (above), .lr, .momentum, .rho, .beta1, .beta2, .eps,
 * .decay, .clip, .tol, .target, .maxit, .memory, .schedule, .steps, .warmup,
 * .drop, .callback, .nopath.
 *
 * Shapes   f: one of the forms of diff.h with one result; x0: n.
 * Owns     the caller owns the parts of the result, or all by nb_free().
 * Errors   NullError if x0 is NULL; DomainError for an unknown method or
 *          schedule (it lists those that there are), a negative option, or if
 *          f is not finite at x0; LimitError for newton with n above 2000.
 * Source   Nocedal & Wright, Numerical Optimization, 2nd ed., chapters 3, 6,
 *          7; Kingma & Ba, arXiv:1412.6980 (adam).
 *
 * Example
 *     NB_FN(valley, (double *x), sq(1 - x[0]) + 100 * sq(x[1] - sq(x[0])))
 *     nb_min_t m = nb_minimize(valley, nb_vec(-1.2, 1));
 *     nb_show(m.ok, fabs(nb_at(m.x, 0) - 1) < 1e-6, m.path->size2);  // true 1 2
 */
#define nb_minimize(f, x0, ...)                                                \
    nb__minimize(NB__FUNC(f), x0, &(nb_min_opts){__VA_ARGS__})

/* Begin to minimise f from x0, without a step yet.
 * Options: as in nb_minimize().
 *
 * Shapes   f: one of the forms of diff.h with one result; x0: n.
 * Owns     the caller owns the result: nb_free().
 * Errors   as in nb_minimize().
 * See      nb_minimize(), which does it all.
 *
 * Example
 *     NB_FN(bowl2, (double *x), sq(x[0] - 3))
 *     nb_opt o = nb_optimizer(bowl2, nb_vec(0), .method = "gd", .lr = 0.5);
 *     while (!nb_done(o)) nb_step(o);
 *     nb_show(nb_result(o).x);                       // vector(1) [3]
 */
#define nb_optimizer(f, x0, ...)                                               \
    nb__optimizer(NB__FUNC(f), x0, &(nb_min_opts){__VA_ARGS__})

/* One step. Of an nb_trainer(), with the derivatives that nb_backward() left
 * in the parameters, which are set to zero afterwards.
 *
 * Owns     nothing.
 * Errors   NullError if opt is NULL; DomainError if a derivative is not
 *          finite, in an nb_trainer().
 *
 * Example
 *     nb_var x = nb_param(3);
 *     nb_opt o = nb_trainer(x, .method = "gd", .lr = 0.5);
 *     nb_backward(nb_mul(x, x));
 *     nb_step(o);
 *     nb_show(nb_value(x));                          // matrix(1 x 1) 0
 */
void nb_step(nb_opt opt);

/* Whether the minimisation is over: converged, out of steps, or stopped. An
 * nb_trainer() is never done.
 *
 * Owns     nothing.
 * Errors   NullError if opt is NULL.
 *
 * Example
 *     NB_FN(bowl2, (double *x), sq(x[0] - 3))
 *     nb_show(nb_done(nb_optimizer(bowl2, nb_vec(3))));  // true
 */
bool nb_done(nb_opt opt);

/* What an nb_optimizer() has reached by now.
 *
 * Owns     the caller owns the parts of the result, or all by nb_free().
 * Errors   NullError if opt is NULL; DomainError for an nb_trainer().
 *
 * Example
 *     NB_FN(bowl2, (double *x), sq(x[0] - 3))
 *     nb_opt o = nb_optimizer(bowl2, nb_vec(1));
 *     nb_show(nb_result(o).fun);                     // 4
 */
nb_min_t nb_result(nb_opt opt);

/* The step size that the next step will use.
 *
 * Owns     a plain number.
 * Errors   NullError if opt is NULL.
 *
 * Example
 *     nb_show(nb_lr(nb_trainer(nb_param(3), .lr = 0.5)));   // 0.5
 */
double nb_lr(nb_opt opt);

/* Change the step size from the next step on; a schedule goes on from it.
 *
 * Owns     nothing.
 * Errors   NullError if opt is NULL; DomainError unless lr > 0.
 *
 * Example
 *     nb_opt o = nb_trainer(nb_param(3), .lr = 0.5);
 *     nb_set_lr(o, 0.1);
 *     nb_show(nb_lr(o));                             // 0.1
 */
void nb_set_lr(nb_opt opt, double lr);

nb_opt nb__trainer_var(nb_var v, const nb_min_opts *opts);
nb_opt nb__trainer_net(nb_net net, const nb_min_opts *opts);
#define NB__TRAINER(params)                                                    \
    _Generic((params), nb_var: nb__trainer_var, default: nb__trainer_net)

/* An optimiser for parameters: of a net, of nb_params(), or one nb_param().
 * Methods that need no line search: gd, momentum, nesterov, adagrad, rmsprop,
 * adam (the default), adamw. Biases do not decay.
 * Options: as in nb_minimize().
 *
 * Owns     the caller owns the result; the parameters must live as long.
 * Errors   DomainError for another method, a constant instead of a parameter,
 *          or a negative option.
 * See      nb_fit(), which does it all; also with lbfgs.
 *
 * Example
 *     nb_var x = nb_param(3);
 *     nb_opt o = nb_trainer(x, .method = "momentum", .lr = 0.1);
 *     for (int i = 0; i < 300; i++) nb_scope {
 *         nb_backward(nb_mul(x, x));
 *         nb_step(o);
 *     }
 *     nb_show(nb_maxabs(nb_value(x)) < 1e-6);        // 1
 */
#define nb_trainer(params, ...)                                                \
    NB__TRAINER(params)(params, &(nb_min_opts){__VA_ARGS__})

/* nb_trainer() with .method = "adam"; the usual lr is 0.001.
 * Options: as in nb_minimize().
 *
 * Owns     the caller owns the result; the parameters must live as long.
 * Errors   as in nb_trainer().
 * Source   Kingma & Ba, arXiv:1412.6980.
 *
 * Example
 *     nb_show(nb_lr(nb_adam(nb_param(3))));          // 0.001
 */
#define nb_adam(params, ...)                                                   \
    NB__TRAINER(params)(params, &(nb_min_opts){.method = "adam", ##__VA_ARGS__})

/* nb_trainer() with .method = "momentum", stochastic gradient descent as it
 * is mostly meant; .method = "gd" for the one without memory.
 * Options: as in nb_minimize().
 *
 * Owns     the caller owns the result; the parameters must live as long.
 * Errors   as in nb_trainer().
 * Source   Sutskever et al., ICML 2013, 1139-1147.
 *
 * Example
 *     nb_show(nb_lr(nb_sgd(nb_param(3), .lr = 0.1)));     // 0.1
 */
#define nb_sgd(params, ...)                                                    \
    NB__TRAINER(params)(                                                       \
        params, &(nb_min_opts){.method = "momentum", ##__VA_ARGS__})

typedef struct nb_schedule_opts {
    const char *schedule;
    double lr;   /* 0: 1 */
    long steps;  /* its length */
    long warmup; /* steps to grow in, before it */
    double drop; /* 0: 0.1 */
} nb_schedule_opts;

double nb__schedule(long t, nb_schedule_opts opts);

/* The step size at step t = 0, 1, ... of a schedule with s steps: "constant";
 * "inverse": lr / (1 + t / s); "exponential": lr drop^(t / s); "step": lr,
 * times drop from s / 2, times drop^2 from 3 s / 4; "linear": down to 0 at s;
 * "cosine": down to 0 along half a cosine. With a warm-up it grows to lr
 * first, and the schedule follows.
 * Options: .schedule, .lr, .steps, .warmup, .drop.
 *
 * Owns     a plain number.
 * Errors   DomainError for another schedule (it lists those that there are),
 *          a negative t, or no steps where they are needed.
 * Source   Loshchilov & Hutter, arXiv:1608.03983 (cosine).
 *
 * Example
 *     nb_show(nb_schedule(50, .schedule = "cosine", .steps = 100));    // 0.5
 */
#define nb_schedule(t, ...) nb__schedule(t, (nb_schedule_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
