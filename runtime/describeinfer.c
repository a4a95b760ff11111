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
    nb__buf_printf(&text, "%s maximum likelihood, %ld step%s: %s\n",
                   m->ok ? "\u2713" : "\u2717", m->nit,
                   m->nit == 1 ? "" : "s",
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
    add_named(&text, t->df == 1 ? " degree of freedom, p = "
                                : " degrees of freedom, p = ",
              t->p);
    return nb__face_plain(faces, &text);
}

static void add_row_names(nb__buf *text, const char *first,
                          const char *const *names) {
    nb__buf_printf(text, "%10s", first);
    for (size_t i = 0; names[i]; i++) nb__buf_printf(text, "%13s", names[i]);
    nb__buf_puts(text, "\n");
}

/* Rows of numbers under their names, at most 20. */
static void add_rows(nb__buf *text, const gsl_vector *const *columns,
                     size_t count) {
    size_t rows = columns[0]->size;
    for (size_t i = 0; i < rows && i < 20; i++) {
        for (size_t j = 0; j < count; j++) {
            char number[NB_NUMBER_SIZE];
            nb_number(gsl_vector_get(columns[j], i), number);
            nb__buf_printf(text, j ? "%13s" : "%10s", number);
        }
        nb__buf_puts(text, "\n");
    }
    if (rows > 20) nb__buf_printf(text, "       ... %zu rows\n", rows);
}

size_t nb__describe_bayes(const void *value, nb_mime *faces) {
    const nb_bayes_t *m = value;
    nb__buf text = {0};
    nb__buf_printf(&text, "Bayesian linear regression: %zu rows, %zu weights\n",
                   m->n, m->p);
    for (size_t i = 0; m->mean && i < m->p && i < 20; i++) {
        nb__buf_printf(&text, "w%zu = ", i);
        add_named(&text, "", m->mean->data[i]);
        add_named(&text, " \u00b1 ", sqrt(gsl_matrix_get(m->cov, i, i)));
        nb__buf_puts(&text, "\n");
    }
    add_named(&text, "prior_sd: ", m->prior_sd);
    add_named(&text, ", noise_sd: ", m->noise_sd);
    add_named(&text, ", evidence: ", m->evidence);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_cv(const void *value, nb_mime *faces) {
    const nb_cv_t *c = value;
    nb__buf text = {0};
    add_named(&text, "", c->mean);
    add_named(&text, " \u00b1 ", c->se);
    add_named(&text, " (sd ", c->sd);
    nb__buf_printf(&text, " over %zu folds)", c->scores ? c->scores->size : 0);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_curve(const void *value, nb_mime *faces) {
    static const char *const names[] = {"train", "test", "se", NULL};
    const nb_curve_t *c = value;
    nb__buf text = {0};
    if (c->x) {
        const gsl_vector *columns[] = {c->x, c->train, c->test, c->test_se};
        add_row_names(&text, "x", names);
        add_rows(&text, columns, 4);
    }
    add_named(&text, "best: x = ", c->best_x);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_calibration(const void *value, nb_mime *faces) {
    static const char *const names[] = {"observed", "rows", NULL};
    const nb_calibration_t *c = value;
    nb__buf text = {0};
    if (c->predicted) {
        const gsl_vector *columns[] = {c->predicted, c->observed, c->count};
        add_row_names(&text, "predicted", names);
        add_rows(&text, columns, 3);
    }
    add_named(&text, "ece: ", c->ece);
    add_named(&text, ", brier: ", c->brier);
    return nb__face_plain(faces, &text);
}
