/* describediff.c - what numbers with derivatives look like. */
#include "describe.h"

#include <math.h>

#include "number.h"
#include "var.h"

/* " + 6ε", " - 0.5ε" */
static void add_part(nb__buf *text, double x, const char *unit) {
    char number[NB_NUMBER_SIZE];
    nb_number(fabs(x), number);
    nb__buf_printf(text, " %c %s%s", signbit(x) && x != 0 ? '-' : '+', number,
                   unit);
}

static nb__buf begin_with(double x) {
    char number[NB_NUMBER_SIZE];
    nb__buf text = {0};
    nb_number(x, number);
    nb__buf_puts(&text, number);
    return text;
}

size_t nb__describe_dual(const void *value, nb_mime *faces) {
    const nb_dual *x = value;
    nb__buf text = begin_with(x->v);
    add_part(&text, x->d, "\u03b5");
    return nb__face_plain(faces, &text);
}

size_t nb__describe_hyper(const void *value, nb_mime *faces) {
    const nb_hyper *x = value;
    nb__buf text = begin_with(x->v);
    add_part(&text, x->d1, "\u03b5\u2081");
    add_part(&text, x->d2, "\u03b5\u2082");
    add_part(&text, x->d12, "\u03b5\u2081\u03b5\u2082");
    return nb__face_plain(faces, &text);
}

size_t nb__describe_complex(const void *value, nb_mime *faces) {
    const nb_complex *z = value;
    nb__buf text = begin_with(z->re);
    add_part(&text, z->im, "i");
    return nb__face_plain(faces, &text);
}

static void add_slot(nb__buf *text, const char *name, nb_var v, nb__slot slot) {
    char number[NB_NUMBER_SIZE];
    if (nb__var_size(v) == 1) {
        nb_number(v->slots[slot][0], number);
        nb__buf_printf(text, "%s: %s\n", name, number);
        return;
    }
    gsl_matrix A = {v->rows, v->cols, v->cols, v->slots[slot], NULL, 0};
    nb__text_matrix(text, name, &A);
}

size_t nb__describe_var(const void *value, nb_mime *faces) {
    union {
        const void *in;
        nb_var out;
    } same = {value};
    nb_var v = same.out;
    nb__buf text = {0};
    add_slot(&text, "value", v, NB__VALUE);
    if (v->wants && v->slots[NB__GRAD])
        add_slot(&text, "derivative", v, NB__GRAD);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_vg(const void *value, nb_mime *faces) {
    const nb_vg_t *vg = value;
    nb__buf text = {0};
    char number[NB_NUMBER_SIZE];
    nb_number(vg->value, number);
    nb__buf_printf(&text, "value: %s\n", number);
    if (vg->grad) nb__text_vector(&text, "grad", vg->grad);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_fd(const void *value, nb_mime *faces) {
    const nb_fd_t *d = value;
    nb__buf text = begin_with(d->value);
    char step[NB_NUMBER_SIZE], error[NB_NUMBER_SIZE];
    nb_number(d->step, step);
    nb_number(d->error, error);
    nb__buf_printf(&text, " (step %s, error about %s)", step, error);
    return nb__face_plain(faces, &text);
}

/* ✓ or ✗, and the place where the two differ most. */
size_t nb__describe_gradcheck(const void *value, nb_mime *faces) {
    const nb_gradcheck_t *c = value;
    nb__buf text = {0};
    char analytic[NB_NUMBER_SIZE], numeric[NB_NUMBER_SIZE];
    nb_number(c->analytic, analytic);
    nb_number(c->numeric, numeric);
    nb__buf_printf(&text,
                   "%s: relative error %.1e (derivative %zu: %s, by "
                   "differences %s)",
                   c->ok ? "\u2713 the gradient is right"
                         : "\u2717 the gradient is wrong",
                   c->error, c->index, analytic, numeric);
    return nb__face_plain(faces, &text);
}
