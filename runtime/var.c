/* var.c - nodes of the tape: their life, their matrices, walks over them. */
#include "var.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "number.h"
#include "pool.h"

static unsigned long serials, walks;

/* ---- Life. ---- */

static nb_var new_node(const nb__op *op, size_t rows, size_t cols) {
    nb_var v = nb__alloc(1, sizeof *v);
    v->op = op;
    v->references = 1;
    v->serial = ++serials;
    v->rows = rows;
    v->cols = cols;
    return v;
}

static double *new_numbers(nb_var v) {
    size_t size = nb__var_size(v);
    double *numbers = malloc((size ? size : 1) * sizeof *numbers);
    if (!numbers)
        nb__fail("MemoryError", "There is no memory for matrix(%zu x %zu).",
                 v->rows, v->cols);
    return numbers;
}

nb_var nb__var_new(const nb__op *op, size_t rows, size_t cols) {
    nb_var v = new_node(op, rows, cols);
    v->slots[NB__VALUE] = new_numbers(v);
    return v;
}

nb_var nb__var_leaf(size_t rows, size_t cols, double *value, double *grad) {
    nb_var v = new_node(NULL, rows, cols);
    v->slots[NB__VALUE] = value;
    v->is_borrowed[NB__VALUE] = 1;
    v->slots[NB__GRAD] = grad;
    v->is_borrowed[NB__GRAD] = grad != NULL;
    return v;
}

/* A result takes over the maker's reference of its first operand's node, if
 * no scope has it: so nb_free() of the last result frees all of them. A leaf
 * stays with its maker, who wants to read its derivative. */
void nb__var_take(nb_var v, nb_var operand) {
    if (v->count < 2 && !v->more)
        v->in[v->count] = operand;
    else
        v->more[v->count] = operand;
    v->count++;
    v->wants |= operand->wants;
    if (operand->is_taken || operand->is_pooled || !operand->op)
        operand->references++;
    else
        operand->is_taken = 1;
}

static void free_node(nb_var v) {
    for (int slot = 0; slot < NB__SLOTS; slot++)
        if (!v->is_borrowed[slot]) free(v->slots[slot]);
    free(v->more);
    free(v->extra);
    free(v);
}

/* A chain of a hundred thousand nodes must not become as many calls inside
 * of each other: what has to go waits in a list. */
static void release(void *value) {
    nb_var todo = value;
    if (!todo || --todo->references > 0) return;
    todo->next = NULL;
    while (todo) {
        nb_var v = todo;
        todo = v->next;
        for (size_t i = 0; i < v->count; i++) {
            nb_var operand = nb__var_in(v, i);
            if (--operand->references > 0) continue;
            operand->next = todo;
            todo = operand;
        }
        free_node(v);
    }
}

void nb__var_drop(nb_var v) { release(v); }

/* What a result has taken is freed with that result. */
void nb__free_var(nb_var v) {
    if (v && v->is_taken) return;
    (void)nb__disown(v);
    release(v);
}

nb_var nb__var_done(nb_var v) {
    v->is_pooled = nb__scope_is_open();
    return nb__own(v, release);
}

void nb__need_var(const char *who, nb_var v) {
    if (!v) nb__fail("NullError", "%s: the nb_var is NULL.", who);
}

/* ---- Matrices. ---- */

double *nb__var_slot(nb_var v, nb__slot slot) {
    if (!v->slots[slot]) {
        v->slots[slot] = new_numbers(v);
        nb__var_clear(v, slot);
    }
    return v->slots[slot];
}

void nb__var_clear(nb_var v, nb__slot slot) {
    memset(v->slots[slot], 0, nb__var_size(v) * sizeof(double));
}

static gsl_matrix *view(nb_var v, gsl_matrix *header, nb__slot slot) {
    *header = (gsl_matrix){
        v->rows, v->cols, v->cols, nb__var_slot(v, slot), NULL, 0};
    return header;
}

gsl_matrix *nb_value(nb_var v) {
    nb__need_var("nb_value", v);
    return view(v, &v->value_view, NB__VALUE);
}

gsl_matrix *nb_gradof(nb_var v) {
    nb__need_var("nb_gradof", v);
    return view(v, &v->grad_view, NB__GRAD);
}

double nb_item(nb_var v) {
    nb__need_var("nb_item", v);
    if (nb__var_size(v) != 1)
        nb__fail("ShapeError",
                 "nb_item: the value is %zu x %zu; it must be one number.",
                 v->rows, v->cols);
    return v->slots[NB__VALUE][0];
}

void nb_zero_grad(nb_var v) {
    nb__need_var("nb_zero_grad", v);
    if (v->slots[NB__GRAD]) nb__var_clear(v, NB__GRAD);
}

/* ---- Leaves. ---- */

static nb_var leaf(size_t rows, size_t cols, int wants, nb_param_opts opts) {
    nb_var v = nb__var_new(NULL, rows, cols);
    v->wants = wants;
    if (opts.name)
        (void)nb__format(v->name, sizeof v->name, "%s", opts.name);
    return v;
}

static nb_var leaf_matrix(const char *who, const gsl_matrix *x, int wants,
                          nb_param_opts opts) {
    nb__need_matrix(who, x);
    nb_var v = leaf(x->size1, x->size2, wants, opts);
    for (size_t i = 0; i < x->size1; i++)
        memcpy(v->slots[NB__VALUE] + i * x->size2, x->data + i * x->tda,
               x->size2 * sizeof(double));
    return nb__var_done(v);
}

static nb_var leaf_vector(const char *who, const gsl_vector *x, int wants,
                          nb_param_opts opts) {
    nb__need_vector(who, x);
    nb_var v = leaf(x->size, 1, wants, opts);
    for (size_t i = 0; i < x->size; i++)
        v->slots[NB__VALUE][i] = x->data[i * x->stride];
    return nb__var_done(v);
}

static nb_var leaf_number(double x, int wants, nb_param_opts opts) {
    nb_var v = leaf(1, 1, wants, opts);
    v->slots[NB__VALUE][0] = x;
    return nb__var_done(v);
}

nb_var nb__param_matrix(const gsl_matrix *x, nb_param_opts opts) {
    return leaf_matrix("nb_param", x, 1, opts);
}

nb_var nb__param_vector(const gsl_vector *x, nb_param_opts opts) {
    return leaf_vector("nb_param", x, 1, opts);
}

nb_var nb__param_number(double x, nb_param_opts opts) {
    return leaf_number(x, 1, opts);
}

nb_var nb__const_matrix(const gsl_matrix *x, nb_param_opts opts) {
    return leaf_matrix("nb_const", x, 0, opts);
}

nb_var nb__const_vector(const gsl_vector *x, nb_param_opts opts) {
    return leaf_vector("nb_const", x, 0, opts);
}

nb_var nb__const_number(double x, nb_param_opts opts) {
    return leaf_number(x, 0, opts);
}

nb_var nb_detach(nb_var v) {
    nb__need_var("nb_detach", v);
    return leaf_matrix("nb_detach", nb_value(v), 0, (nb_param_opts){0});
}

/* ---- Walks. ---- */

static int by_serial(const void *a, const void *b) {
    const nb_var *left = a, *right = b;
    unsigned long i = (*left)->serial, j = (*right)->serial;
    return (i > j) - (i < j);
}

static void visit(nb__walk *walk, size_t *cap, nb_var v, int everything) {
    if (v->visit == walks || (!v->wants && !everything)) return;
    v->visit = walks;
    if (walk->count == *cap) {
        *cap = *cap ? 2 * *cap : 64;
        walk->nodes = nb__realloc(walk->nodes, *cap, sizeof *walk->nodes);
    }
    walk->nodes[walk->count++] = v;
}

nb__walk nb__walk_to(nb_var L, int everything) {
    nb__walk walk = {0};
    size_t cap = 0;
    walks++;
    visit(&walk, &cap, L, everything);
    for (size_t i = 0; i < walk.count; i++)
        for (size_t k = 0; k < walk.nodes[i]->count; k++)
            visit(&walk, &cap, nb__var_in(walk.nodes[i], k), everything);
    if (walk.count)
        qsort(walk.nodes, walk.count, sizeof *walk.nodes, by_serial);
    return walk;
}

void nb__walk_done(nb__walk *walk) {
    free(walk->nodes);
    *walk = (nb__walk){0};
}

void nb__walk_clear(const nb__walk *walk, nb__slot slot) {
    for (size_t i = 0; i < walk->count; i++)
        if (walk->nodes[i]->op) {
            (void)nb__var_slot(walk->nodes[i], slot);
            nb__var_clear(walk->nodes[i], slot);
        }
}

void nb__walk_forward(const nb__walk *walk) {
    for (size_t i = 0; i < walk->count; i++)
        if (walk->nodes[i]->op) walk->nodes[i]->op->tangent(walk->nodes[i]);
}

void nb__walk_backward(const nb__walk *walk) {
    for (size_t i = walk->count; i > 0; i--)
        if (walk->nodes[i - 1]->op)
            walk->nodes[i - 1]->op->backward(walk->nodes[i - 1]);
}

void nb__walk_backward2(const nb__walk *walk) {
    for (size_t i = walk->count; i > 0; i--)
        if (walk->nodes[i - 1]->op)
            walk->nodes[i - 1]->op->backward2(walk->nodes[i - 1]);
}

void nb_backward(nb_var L) {
    nb__need_var("nb_backward", L);
    if (nb__var_size(L) != 1)
        nb__fail("ShapeError",
                 "nb_backward: the value is %zu x %zu; derivatives are those "
                 "of one number, so sum it up first.",
                 L->rows, L->cols);
    if (!L->wants)
        nb__fail("DomainError",
                 "nb_backward: the value depends on no parameter; make leaves "
                 "with nb_param() instead of nb_const().");
    nb__walk walk = nb__walk_to(L, 0);
    nb__walk_clear(&walk, NB__GRAD);
    /* L is one number, so the slot has a place, and it was cleared.
     * NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign) */
    nb__var_slot(L, NB__GRAD)[0] += 1;
    nb__walk_backward(&walk);
    nb__walk_done(&walk);
}
