/* describeinfer.c - what estimates and their intervals look like. */
#include "describe.h"

#include <math.h>

#include "number.h"

static void add_named(nb__buf *text, const char *name, double x) {
    char number[NB_NUMBER_SIZE];
    nb_number(x, number);
    nb__buf_printf(text, "%s%s", name, number);
}

static void add_bounds(nb__buf *text, double level, double lower,
                       double upper) {
    add_named(text, "", level * 100);
    add_named(text, "% CI [", lower);
    add_named(text, ", ", upper);
    nb__buf_puts(text, "]");
}

size_t nb__describe_interval(const void *value, nb_mime *faces) {
    const nb_interval_t *i = value;
    nb__buf text = {0};
    add_named(&text, "", i->estimate);
    nb__buf_puts(&text, " (");
    add_bounds(&text, i->level, i->lower, i->upper);
    nb__buf_puts(&text, ")");
    return nb__face_plain(faces, &text);
}

size_t nb__describe_mle(const void *value, nb_mime *faces) {
    const nb_mle_t *m = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "%s maximum likelihood, %ld steps: %s\n",
                   m->ok ? "\u2713" : "\u2717", m->nit,
                   m->message ? m->message : "nothing was fitted");
    if (!m->theta) return nb__face_plain(faces, &text);
    for (size_t i = 0; i < m->k; i++) {
        nb__buf_printf(&text, "\u03b8%zu = ", i);
        add_named(&text, "", m->theta->data[i]);
        add_named(&text, " \u00b1 ", m->se->data[i]);
        nb__buf_puts(&text, "\n");
    }
    add_named(&text, "loglik: ", m->loglik);
    add_named(&text, ", aic: ", m->aic);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_profile(const void *value, nb_mime *faces) {
    const nb_profile_t *p = value;
    nb__buf text = {0};
    add_named(&text, "profile likelihood: ", p->estimate);
    nb__buf_puts(&text, " (");
    add_bounds(&text, p->level, p->lower, p->upper);
    nb__buf_puts(&text, ")");
    return nb__face_plain(faces, &text);
}

size_t nb__describe_bootstrap(const void *value, nb_mime *faces) {
    const nb_bootstrap_t *b = value;
    nb__buf text = {0};
    add_named(&text, "", b->estimate);
    add_named(&text, " (se ", b->se);
    nb__buf_puts(&text, ", ");
    add_bounds(&text, b->level, b->lower, b->upper);
    nb__buf_printf(&text, ", %zu samples", b->samples ? b->samples->size : 0);
    if (b->dropped) nb__buf_printf(&text, ", %zu dropped", b->dropped);
    nb__buf_puts(&text, ")");
    return nb__face_plain(faces, &text);
}

size_t nb__describe_lrtest(const void *value, nb_mime *faces) {
    const nb_lrtest_t *t = value;
    nb__buf text = {0};
    add_named(&text, "likelihood ratio test: ", t->statistic);
    add_named(&text, " with ", t->df);
    add_named(&text, " degrees of freedom, p = ", t->p);
    return nb__face_plain(faces, &text);
}
