/* opt.h - an optimiser at work, and what a method must know. */
#ifndef NB_OPT_H
#define NB_OPT_H

#include "func.h"
#include "nabla.h"

/* A method changes x by one step. */
typedef struct nb__method {
    const char *name;
    double lr;            /* its usual one */
    size_t rows;          /* of state, n numbers each */
    int needs_objective;  /* it calls f itself */
    void (*begin)(nb_opt opt); /* may be NULL, as may end */
    void (*step)(nb_opt opt);
    void (*end)(nb_opt opt);
} nb__method;

/* Parameters in a row. */
typedef struct nb__segment {
    double *x, *g;
    size_t n;
    int decays;
    nb_var var; /* whose they are, held; or NULL */
} nb__segment;

struct nb_opt_object {
    const nb__method *method;
    nb_min_opts opts; /* with all defaults set */
    nb__segment *segments;
    size_t segment_count, n;
    double *state; /* method->rows rows of n numbers */
    void *own;     /* the method's */
    /* An nb_optimizer's; an nb_trainer has no objective. */
    int has_objective;
    nb_func f;
    double *x, *g, fun;
    double *best_x, best_fun;
    double *path, *trace;
    size_t path_count, path_cap;
    int is_recording;
    long t, nfev, ngev; /* t: steps that were made */
    int is_done, is_ok;
    const char *message;
};

/* The tables of methods; ends in one without a name. */
extern const nb__method nb__first_order[], nb__line_methods[],
    nb__gsl_methods[];

/* f at x, and its gradient into g unless it is NULL; counted. */
double nb__opt_eval(nb_opt opt, const double *x, double *g);
/* End it, with a reason. */
void nb__opt_stop(nb_opt opt, int is_ok, const char *message);
/* lr at the coming step, by the schedule. */
double nb__opt_lr(nb_opt opt);

/* For nb_fit(): an objective of the library's own over n numbers. */
nb_opt nb__opt_new(nb_func f, const double *x0, size_t n,
                   const nb_min_opts *opts, const char *who);
nb_opt nb__trainer_of(const nb__segment *segments, size_t count,
                      const nb_min_opts *opts);

#endif
