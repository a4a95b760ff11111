/* func.h - a function of any form, called and differentiated.
 *
 * What nb_grad() and nb_minimize() stand on: x and results are plain rows of
 * numbers, and each form of function does what it does best. */
#ifndef NB_FUNC_H
#define NB_FUNC_H

#include "nabla.h"

typedef enum nb__func_kind {
#define NB__MEMBER(name, result, parameters) NB__FUNC_##name,
    NB__FUNCS(NB__MEMBER)
#undef NB__MEMBER
    NB__FUNC_formula,
    NB__FUNC_own /* data points to an nb__own_func */
} nb__func_kind;

/* An objective of the library's own: value, and the gradient unless NULL; its
 * Hessian, row by row, or NULL for differences of the gradient. */
typedef struct nb__own_func {
    double (*value_and_grad)(void *self, const double *x, double *grad);
    void (*hessian)(void *self, const double *x, double *H);
} nb__own_func;

nb_func nb__func_of_own(nb__own_func *own);

/* Find out whether NB_FN() made f: call it once at x. Every public function
 * that was given f begins with this. */
void nb__func_ask(nb_func *f, const double *x, size_t n);

double nb__func_value(const nb_func *f, const double *x, size_t n);
/* Returns the value. */
double nb__func_grad(const nb_func *f, const double *x, size_t n, double *g);
void nb__func_hvp(const nb_func *f, const double *x, size_t n, const double *v,
                  double *out);
/* n x n, row by row */
void nb__func_hessian(const nb_func *f, const double *x, size_t n, double *H);
/* The Jacobian, *m x n row by row; own: free(). *m is how many results f has,
 * where f does not tell. */
double *nb__func_jacobian(const nb_func *f, const double *x, size_t n,
                          int is_reverse, size_t *m);
/* Whether gradients are exact, and whether f is of one number only. */
int nb__func_is_exact(const nb_func *f);
int nb__func_is_single(const nb_func *f);

/* A plain call of the C function behind it; only for those with one double
 * as result. */
double nb__func_call(const nb_func *f, const double *x, size_t n);

/* differ.c: central differences, with a step for each x[i]. */
void nb__differ_grad(const nb_func *f, const double *x, size_t n, double *g);
void nb__differ_hessian(const nb_func *f, const double *x, size_t n,
                        double *H);
/* The step for the derivative of f along direction i. */
double nb__differ_step(const nb_func *f, double *x, size_t n, size_t i);

/* x without gaps; own: free(). NullError in who's name. */
double *nb__numbers_of(const char *who, const gsl_vector *x);

#endif
