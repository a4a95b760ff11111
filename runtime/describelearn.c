/* describelearn.c - what optimisers, nets and models look like. */
#include "describe.h"

#include <math.h>

#include "net.h"
#include "number.h"
#include "opt.h"

static void add_number(nb__buf *text, const char *name, double x) {
    char number[NB_NUMBER_SIZE];
    nb_number(x, number);
    nb__buf_printf(text, "%s: %s\n", name, number);
}

size_t nb__describe_min(const void *value, nb_mime *faces) {
    const nb_min_t *m = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "%s %s: %s\n", m->ok ? "\u2713" : "\u2717",
                   m->method ? m->method : "nothing was minimised",
                   m->message ? m->message : "");
    if (!m->x) return nb__face_plain(faces, &text);
    nb__text_vector(&text, "x", m->x);
    add_number(&text, "fun", m->fun);
    nb__buf_printf(&text, "%ld steps, %ld values, %ld gradients", m->nit,
                   m->nfev, m->ngev);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_opt(const void *value, nb_mime *faces) {
    const struct nb_opt_object *o = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "%s after %ld steps, %zu numbers", o->method->name,
                   o->t, o->n);
    if (o->has_objective) {
        char number[NB_NUMBER_SIZE];
        nb_number(o->fun, number);
        nb__buf_printf(&text, ", f = %s", number);
    }
    if (o->message) nb__buf_printf(&text, "; %s", o->message);
    return nb__face_plain(faces, &text);
}

static void add_layer(nb__buf *text, nb_layer l) {
    if (l->kind == 1)
        nb__buf_printf(text, "\n  dense %zu x %zu (%s), %zu parameters", l->in,
                       l->out, l->name,
                       l->in * l->out + (l->nobias ? 0 : l->out));
    else if (l->kind == 2)
        nb__buf_printf(text, "\n  %s", l->name);
    else
        nb__buf_printf(text, "\n  dropout %g", l->number);
}

size_t nb__describe_net(const void *value, nb_mime *faces) {
    union {
        const void *in;
        nb_net out;
    } same = {value};
    nb_net net = same.out;
    nb__buf text = {0};
    if (!net->layers) {
        nb__buf_printf(&text, "%zu parameters, %ld numbers", net->param_count,
                       nb_param_count(net));
        return nb__face_plain(faces, &text);
    }
    nb__buf_printf(&text, "net: %zu", nb__net_inputs(net));
    for (size_t i = 0; i < net->layer_count; i++)
        if (net->layers[i].kind == 1)
            nb__buf_printf(&text, " - %zu", net->layers[i].out);
    nb__buf_printf(&text, ", %ld parameters", nb_param_count(net));
    for (size_t i = 0; i < net->layer_count; i++)
        add_layer(&text, &net->layers[i]);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_fit(const void *value, nb_mime *faces) {
    const nb_fit_t *f = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "%ld epochs: %s\n", f->epochs,
                   f->message ? f->message : "");
    if (f->loss && f->loss->size)
        add_number(&text, "loss", f->loss->data[f->loss->size - 1]);
    if (f->val_loss && f->best_epoch > 0) {
        char number[NB_NUMBER_SIZE];
        nb_number(f->val_loss->data[f->best_epoch - 1], number);
        nb__buf_printf(&text, "best validation loss: %s after epoch %ld",
                       number, f->best_epoch);
    }
    return nb__face_plain(faces, &text);
}

size_t nb__describe_split(const void *value, nb_mime *faces) {
    const nb_split_t *s = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "%s: %zu rows to train, %zu to test, %zu columns",
                   s->train.name ? s->train.name : "data set", s->train.n,
                   s->test.n, s->train.p);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_linreg(const void *value, nb_mime *faces) {
    const nb_linreg_t *m = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "linear regression: %zu rows, %zu columns\n", m->n,
                   m->p);
    add_number(&text, "intercept", m->intercept);
    if (m->coef) nb__text_vector(&text, "coef", m->coef);
    if (m->se) nb__text_vector(&text, "se", m->se);
    add_number(&text, "sigma", m->sigma);
    add_number(&text, "r2", m->r2);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_logreg(const void *value, nb_mime *faces) {
    const nb_logreg_t *m = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "%s %s regression: %s (%ld steps)\n",
                   m->ok ? "\u2713" : "\u2717",
                   m->classes > 2 ? "softmax" : "logistic",
                   m->message ? m->message : "", m->nit);
    if (m->intercept) nb__text_vector(&text, "intercept", m->intercept);
    if (m->coef) nb__text_matrix(&text, "coef", m->coef);
    if (m->se) nb__text_vector(&text, "se", m->se);
    add_number(&text, "loglik", m->loglik);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_scores(const void *value, nb_mime *faces) {
    const nb_scores_t *s = value;
    nb__buf text = {0};
    add_number(&text, "precision", s->precision);
    add_number(&text, "recall", s->recall);
    add_number(&text, "f1", s->f1);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_roc(const void *value, nb_mime *faces) {
    const nb_roc_t *r = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "ROC curve of %zu points\n", r->n);
    add_number(&text, "auc", r->auc);
    return nb__face_plain(faces, &text);
}
