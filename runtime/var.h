/* var.h - a node of the tape, and what an operation must know.
 *
 * A node has up to four matrices of its shape: its value; its tangent, the
 * derivative along a direction of the leaves; its grad, the derivative of the
 * tape's end with respect to it; and the tangent of that grad. Forward mode
 * fills the second, reverse mode the third, and both together the fourth,
 * which gives a Hessian times a vector (Pearlmutter, Neural Computation 6
 * (1994), 147-160). */
#ifndef NB_VAR_H
#define NB_VAR_H

#include "nabla.h"
#include "unary.h"

typedef enum nb__slot {
    NB__VALUE,
    NB__TANGENT,
    NB__GRAD,
    NB__GRAD2,
    NB__SLOTS
} nb__slot;

/* What each operation can do with a node v of its own. */
typedef struct nb__op {
    const char *name;
    void (*tangent)(nb_var v);  /* v's tangent from its operands' */
    void (*backward)(nb_var v); /* adds to its operands' grads */
    void (*backward2)(nb_var v); /* the tangent of that: to their grad2s */
} nb__op;

struct nb_var_object {
    const nb__op *op; /* NULL: a leaf */
    int references;
    int is_taken;  /* the maker's reference is a result's by now */
    int is_pooled; /* the maker's reference is an nb_scope's */
    int wants;     /* a derivative: it depends on a parameter */
    unsigned long serial; /* operands were made before: theirs is smaller */
    unsigned long visit;  /* the last walk that came by */
    size_t rows, cols;
    double *slots[NB__SLOTS];
    int is_borrowed[NB__SLOTS];
    nb_var in[2];
    nb_var *more; /* operands beyond two; own */
    size_t count;
    nb__unary_kind kind;
    double number; /* of the operation, as in nb__unary() */
    size_t at[2];  /* a slice's corner */
    double *extra; /* of the operation; own */
    nb_var next;   /* while it is being freed */
    gsl_matrix value_view, grad_view;
    char name[24];
};

static inline size_t nb__var_size(nb_var v) { return v->rows * v->cols; }
static inline nb_var nb__var_in(nb_var v, size_t i) {
    return v->more ? v->more[i] : v->in[i];
}

/* A node of this shape: value uninitialised, not noted in any scope. */
nb_var nb__var_new(const nb__op *op, size_t rows, size_t cols);
/* A leaf that borrows its numbers (and its grad, unless that is NULL). */
nb_var nb__var_leaf(size_t rows, size_t cols, double *value, double *grad);
/* Make a an operand of v. */
void nb__var_take(nb_var v, nb_var operand);
/* Note it in the open scope; every function that makes a node ends in it. */
nb_var nb__var_done(nb_var v);
/* One owner fewer; for leaves that only a result was to have. */
void nb__var_drop(nb_var v);
void nb__need_var(const char *who, nb_var v);
/* One of v's matrices; made of zeros when it is first asked for. */
double *nb__var_slot(nb_var v, nb__slot slot);
void nb__var_clear(nb_var v, nb__slot slot);

/* ---- Walks. ---- */

/* The nodes that L depends on and that want a derivative, leaves first. */
typedef struct nb__walk {
    nb_var *nodes; /* own */
    size_t count;
} nb__walk;

/* everything: constants too */
nb__walk nb__walk_to(nb_var L, int everything);
void nb__walk_done(nb__walk *walk);
/* Zero the slot of all nodes that are no leaves. */
void nb__walk_clear(const nb__walk *walk, nb__slot slot);
void nb__walk_forward(const nb__walk *walk);
void nb__walk_backward(const nb__walk *walk);
void nb__walk_backward2(const nb__walk *walk);

/* ---- Building blocks. ---- */

/* v of a function with a number: pow, shift, scale, leaky, huber ... */
nb_var nb__var_unary(nb__unary_kind kind, double number, nb_var v);
nb_var nb__var_slice(const char *who, nb_var v, long row, long col, long rows,
                     long cols);
nb_var nb__var_product(nb_var a, nb_var b);

#endif
