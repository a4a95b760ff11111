/* formula.h - the text of NB_FN(), understood.
 *
 *     text -> tree (formula.c) -> record of one evaluation (formularun.c)
 *
 * The record is a tape of numbers: every step with its partial derivatives of
 * first and second order, so that gradients, tangents and products with the
 * Hessian are sweeps over it. Loops and branches are unrolled by then. */
#ifndef NB_FORMULA_H
#define NB_FORMULA_H

#include "nabla.h"
#include "unary.h"

typedef enum nb__expr_kind {
    NB__EXPR_NUMBER,
    NB__EXPR_PARAM,    /* x */
    NB__EXPR_ELEMENT,  /* x[a] */
    NB__EXPR_VARIABLE, /* a capture that is one number */
    NB__EXPR_ARRAY,    /* capture[a] or nb_at(capture, a, b) */
    NB__EXPR_LOOP,     /* the variable of an nb_sum */
    NB__EXPR_BINARY,   /* a op b; op is one of + - * / % < > l g = n & | */
    NB__EXPR_NOT,
    NB__EXPR_CHOICE, /* a ? b : c */
    NB__EXPR_UNARY,  /* function(a) */
    NB__EXPR_PAIR,   /* pow(a, b) and its kin; op: p m M h t */
    NB__EXPR_CAST,   /* (double)a or (int)a; is_int tells */
    NB__EXPR_SUM     /* over loop variable `slot` from a to b of c */
} nb__expr_kind;

typedef struct nb__expr {
    nb__expr_kind kind;
    char op;
    int is_int; /* C divides whole numbers without a rest */
    nb__unary_kind function;
    double number;
    const nb_capture *capture;
    size_t slot; /* which loop variable */
    size_t a, b, c;
    const char *text; /* where it stands in the formula */
    size_t length;    /* of a name */
} nb__expr;

enum {
    NB__MAX_LOOPS = 8
};

typedef struct nb__program {
    nb__expr *nodes;
    size_t count, cap, root;
    char param[48];
    int is_array; /* the parameter is an array, not a number */
} nb__program;

/* The function's tree, parsed when it is first asked for. FormulaError. */
const nb__program *nb__program_of(nb_fn *fn);
_Noreturn void nb__formula_fail(const nb_fn *fn, const char *at,
                                const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- One evaluation. ---- */

typedef struct nb__step {
    size_t a, b; /* earlier steps; the inputs come first */
    double da, db, daa, dab, dbb;
} nb__step;

typedef struct nb__record {
    nb__step *steps;
    size_t inputs, count, cap;
    double value;
    size_t last; /* the step that is the value, or NB__CONSTANT */
} nb__record;

#define NB__CONSTANT ((size_t)-1)

/* f at x with all its steps. */
nb__record nb__record_of(nb_fn *fn, const double *x, size_t n);
void nb__record_done(nb__record *record);
/* The gradient into g. */
void nb__record_grad(const nb__record *record, double *g);
/* The Hessian times v into out. */
void nb__record_hvp(const nb__record *record, const double *v, double *out);

#endif
