/* describe.c - what a value of a known type looks like. */
#include "describe.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "figure.h"
#include "grid.h"
#include "nabla.h"
#include "number.h"
#include "table.h"
#include "utf8.h"

enum {
    MAX_LATEX = 10 /* rows and columns; more says less than text */
};

/* The only place that casts const away: faces are ours to free. */
static void free_text(const char *text) {
    union {
        const char *in;
        void *out;
    } same = {text};
    free(same.out);
}

void nb_faces_free(nb_mime *faces, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free_text(faces[i].data);
        faces[i] = (nb_mime){NULL, NULL};
    }
}

/* It takes the text.
 * NOLINTBEGIN(readability-non-const-parameter) */
size_t nb__face_add(nb_mime *faces, size_t count, const char *type,
                    char *text) {
    /* NOLINTEND(readability-non-const-parameter) */
    faces[count] = (nb_mime){type, text};
    return count + 1;
}

size_t nb__face_plain(nb_mime *faces, nb__buf *text) {
    while (text->len && text->data[text->len - 1] == '\n')
        text->data[--text->len] = '\0';
    return nb__face_add(faces, 0, "text/plain", nb__buf_take(text));
}

/* ---- Vectors and matrices of GSL. ---- */

static double get_double(const nb__source *s, size_t i, size_t j) {
    return ((const double *)s->data)[i * s->step + j];
}

static void text_complex(const nb__source *s, size_t i, size_t j, char *cell) {
    const double *z = (const double *)s->data + 2 * (i * s->step + j);
    char re[NB_NUMBER_SIZE], im[NB_NUMBER_SIZE];
    nb_number(z[0], re);
    nb_number(fabs(z[1]), im);
    (void)nb__format(cell, NB__CELL_SIZE, "%s %c %si", re, z[1] < 0 ? '-' : '+',
                     im);
}

static void text_int(const nb__source *s, size_t i, size_t j, char *cell) {
    (void)nb__format(cell, NB__CELL_SIZE, "%d",
                     ((const int *)s->data)[i * s->step + j]);
}

static void text_size(const nb__source *s, size_t i, size_t j, char *cell) {
    (void)nb__format(cell, NB__CELL_SIZE, "%zu",
                     ((const size_t *)s->data)[i * s->step + j]);
}

/* A header that was freed or never set often has sizes that no memory has. */
static int is_absurd(size_t rows, size_t cols, size_t step, const void *data) {
    double numbers = (double)rows * (double)(cols > step ? cols : step);
    return numbers > 1e13 || (rows > 0 && cols > 0 && !data);
}

static size_t describe_absurd(const char *what, nb_mime *faces) {
    nb__buf text = {0};
    nb__buf_printf(&text,
                   "%s with impossible sizes: was it freed, or never "
                   "set?",
                   what);
    return nb__face_plain(faces, &text);
}

static size_t describe_list(const char *name, const nb__source *source,
                            nb_mime *faces) {
    if (is_absurd(source->rows, 1, source->step, source->data))
        return describe_absurd(name, faces);
    nb__buf text = {0};
    nb__buf_printf(&text, "%s(%zu) ", name, source->rows);
    nb__grid_list(source, "[", "]", &text);
    return nb__face_plain(faces, &text);
}

static size_t describe_grid(const char *name, const nb__source *source,
                            nb_mime *faces) {
    if (is_absurd(source->rows, source->cols, source->step, source->data))
        return describe_absurd(name, faces);
    nb__buf text = {0};
    nb__buf_printf(&text, "%s(%zu x %zu)\n", name, source->rows, source->cols);
    nb__grid_text(source, &text);
    return nb__face_plain(faces, &text);
}

static size_t add_latex(const nb__source *source, size_t count,
                        nb_mime *faces) {
    if (count != 1 || source->rows == 0 || source->cols == 0 ||
        source->rows > MAX_LATEX || source->cols > MAX_LATEX ||
        is_absurd(source->rows, source->cols, source->step, source->data))
        return count;
    nb__buf latex = {0};
    nb__buf_puts(&latex, "$$");
    nb__grid_latex(source, &latex);
    nb__buf_puts(&latex, "$$");
    return nb__face_add(faces, count, "text/latex", nb__buf_take(&latex));
}

static nb__source vector_source(const gsl_vector *v) {
    return (nb__source){v->data, v->size, 1, v->stride, get_double, NULL, NULL};
}

static nb__source matrix_source(const gsl_matrix *A) {
    return (nb__source){A->data,    A->size1, A->size2, A->tda,
                        get_double, NULL,     NULL};
}

static size_t describe_vector(const void *value, nb_mime *faces) {
    nb__source source = vector_source(value);
    return add_latex(&source, describe_list("vector", &source, faces), faces);
}

static size_t describe_matrix(const void *value, nb_mime *faces) {
    nb__source source = matrix_source(value);
    return add_latex(&source, describe_grid("matrix", &source, faces), faces);
}

static size_t describe_vector_int(const void *value, nb_mime *faces) {
    const gsl_vector_int *v = value;
    nb__source s = {v->data, v->size, 1, v->stride, NULL, text_int, NULL};
    return describe_list("vector_int", &s, faces);
}

static size_t describe_vector_complex(const void *value, nb_mime *faces) {
    const gsl_vector_complex *v = value;
    nb__source s = {v->data, v->size, 1, v->stride, NULL, text_complex, NULL};
    return describe_list("vector_complex", &s, faces);
}

static size_t describe_matrix_complex(const void *value, nb_mime *faces) {
    const gsl_matrix_complex *A = value;
    nb__source s = {A->data, A->size1,     A->size2, A->tda,
                    NULL,    text_complex, NULL};
    return describe_grid("matrix_complex", &s, faces);
}

static size_t describe_permutation(const void *value, nb_mime *faces) {
    const gsl_permutation *p = value;
    nb__source s = {p->data, p->size, 1, 1, NULL, text_size, NULL};
    return describe_list("permutation", &s, faces);
}

static size_t describe_complex(const void *value, nb_mime *faces) {
    nb__source s = {value, 1, 1, 1, NULL, text_complex, NULL};
    char cell[NB__CELL_SIZE];
    text_complex(&s, 0, 0, cell);
    nb__buf text = {0};
    nb__buf_puts(&text, cell);
    return nb__face_plain(faces, &text);
}

/* "1 + 2i" of parts that are written already. */
static size_t describe_parts(const char *re, const char *im, nb_mime *faces) {
    int is_negative = *im == '-';
    nb__buf text = {0};
    nb__buf_printf(&text, "%s %c %si", re, is_negative ? '-' : '+',
                   im + is_negative);
    return nb__face_plain(faces, &text);
}

static size_t describe_complex_float(const void *value, nb_mime *faces) {
    const float *z = value;
    char re[NB_NUMBER_SIZE], im[NB_NUMBER_SIZE];
    nb_number_float(z[0], re);
    nb_number_float(z[1], im);
    return describe_parts(re, im, faces);
}

static size_t describe_complex_long_double(const void *value,
                                           nb_mime *faces) {
    const long double *z = value;
    char re[NB_NUMBER_SIZE], im[NB_NUMBER_SIZE];
    nb_number_long_double(z[0], re);
    nb_number_long_double(z[1], im);
    return describe_parts(re, im, faces);
}

/* ---- Results of nb_ functions. ---- */

void nb__text_vector(nb__buf *text, const char *name, const gsl_vector *v) {
    nb__source s = vector_source(v);
    nb__buf_printf(text, "%s: vector(%zu) ", name, v->size);
    nb__grid_list(&s, "[", "]", text);
    nb__buf_putc(text, '\n', 1);
}

void nb__text_matrix(nb__buf *text, const char *name, const gsl_matrix *A) {
    nb__source s = matrix_source(A);
    nb__buf_printf(text, "%s: matrix(%zu x %zu)\n", name, A->size1, A->size2);
    nb__grid_text(&s, text);
}

static const char EMPTY[] = "an empty result: it was never computed";

static size_t describe_empty(nb_mime *faces) {
    nb__buf text = {0};
    nb__buf_puts(&text, EMPTY);
    return nb__face_plain(faces, &text);
}

static size_t describe_eigh(const void *value, nb_mime *faces) {
    const nb_eigh_t *e = value;
    if (!e->values || !e->vectors) return describe_empty(faces);
    nb__buf text = {0};
    nb__text_vector(&text, "values", e->values);
    nb__text_matrix(&text, "vectors", e->vectors);
    return nb__face_plain(faces, &text);
}

static size_t describe_eig(const void *value, nb_mime *faces) {
    const nb_eig_t *e = value;
    if (!e->re || !e->im || !e->vectors_re || !e->vectors_im)
        return describe_empty(faces);
    nb__buf text = {0};
    nb__text_vector(&text, "re", e->re);
    nb__text_vector(&text, "im", e->im);
    nb__text_matrix(&text, "vectors_re", e->vectors_re);
    nb__text_matrix(&text, "vectors_im", e->vectors_im);
    return nb__face_plain(faces, &text);
}

static size_t describe_svd(const void *value, nb_mime *faces) {
    const nb_svd_t *s = value;
    if (!s->U || !s->S || !s->V) return describe_empty(faces);
    nb__buf text = {0};
    nb__text_matrix(&text, "U", s->U);
    nb__text_vector(&text, "S", s->S);
    nb__text_matrix(&text, "V", s->V);
    return nb__face_plain(faces, &text);
}

static size_t describe_qr(const void *value, nb_mime *faces) {
    const nb_qr_t *f = value;
    if (!f->Q || !f->R) return describe_empty(faces);
    nb__buf text = {0};
    nb__text_matrix(&text, "Q", f->Q);
    nb__text_matrix(&text, "R", f->R);
    return nb__face_plain(faces, &text);
}

static size_t describe_pca(const void *value, nb_mime *faces) {
    const nb_pca_t *p = value;
    if (!p->Z || !p->components || !p->values) return describe_empty(faces);
    nb__buf text = {0};
    nb__buf_printf(&text, "principal components: %zu of %zu directions\n",
                   p->components->size2, p->components->size1);
    nb__text_vector(&text, "values", p->values);
    nb__text_vector(&text, "explained", p->explained);
    nb__text_matrix(&text, "components", p->components);
    return nb__face_plain(faces, &text);
}

size_t nb__describe_lu(const void *value, nb_mime *faces) {
    const nb_lu_t *f = value;
    if (!f->L || !f->U || !f->p) return describe_empty(faces);
    nb__buf text = {0};
    nb__text_matrix(&text, "L", f->L);
    nb__text_matrix(&text, "U", f->U);
    nb__buf_puts(&text, "p: rows");
    for (size_t i = 0; i < f->n && i < 20; i++)
        nb__buf_printf(&text, " %zu", f->p->data[i]);
    nb__buf_puts(&text, f->n > 20 ? " ..." : "");
    return nb__face_plain(faces, &text);
}

static void add_names(nb__buf *text, const char *const *names) {
    for (size_t i = 0; names && names[i]; i++)
        nb__buf_printf(text, "%s%s", i ? ", " : "", names[i]);
}

static size_t describe_factors(const void *value, nb_mime *faces) {
    const nb_factors_t *f = value;
    if (!f->W || !f->H) return describe_empty(faces);
    nb__buf text = {0};
    char error[NB_NUMBER_SIZE];
    nb_number(f->error, error);
    nb__buf_printf(&text, "error %s after %ld iterations\n", error,
                   f->iterations);
    nb__text_matrix(&text, "W", f->W);
    nb__text_matrix(&text, "H", f->H);
    return nb__face_plain(faces, &text);
}

static size_t describe_kmeans(const void *value, nb_mime *faces) {
    const nb_kmeans_t *m = value;
    if (!m->centers || !m->labels) return describe_empty(faces);
    nb__buf text = {0};
    char inertia[NB_NUMBER_SIZE];
    nb_number(m->inertia, inertia);
    nb__buf_printf(&text, "%zu groups of %zu points, inertia %s\n",
                   m->centers->size1, m->labels->size, inertia);
    nb__text_matrix(&text, "centers", m->centers);
    return nb__face_plain(faces, &text);
}

static size_t describe_power(const void *value, nb_mime *faces) {
    const nb_power_t *p = value;
    if (!p->v) return describe_empty(faces);
    nb__buf text = {0};
    char number[NB_NUMBER_SIZE], residual[NB_NUMBER_SIZE];
    nb_number(p->value, number);
    nb_number(p->residual, residual);
    nb__buf_printf(&text, "step %ld: value %s, residual %s\n", p->steps,
                   number, residual);
    nb__text_vector(&text, "v", p->v);
    return nb__face_plain(faces, &text);
}

static size_t describe_data(const void *value, nb_mime *faces) {
    const nb_data *d = value;
    if (!d->X || !d->name) return describe_empty(faces);
    nb__buf text = {0};
    nb__buf_printf(&text, "%s: %zu rows x %zu columns", d->name, d->n, d->p);
    nb__buf_puts(&text, "\n  X: ");
    add_names(&text, d->columns);
    if (d->class_count) {
        nb__buf_printf(&text, "\n  y: %zu classes: ", d->class_count);
        add_names(&text, d->classes);
    }
    if (*d->credit) nb__buf_printf(&text, "\n  %s", d->credit);
    return nb__face_plain(faces, &text);
}

static size_t describe_plot(const void *value, nb_mime *faces) {
    return nb__figure_faces(value, NULL, faces);
}

static size_t describe_figure(const void *value, nb_mime *faces) {
    return nb__figure_faces(NULL, value, faces);
}

static size_t describe_table(const void *value, nb_mime *faces) {
    nb__buf text = {0}, html = {0};
    nb__table_text(value, &text);
    nb__table_html(value, &html);
    size_t count = nb__face_plain(faces, &text);
    return nb__face_add(faces, count, "text/html", nb__buf_take(&html));
}

/* ---- The table of types. ---- */

typedef struct Known {
    const char *type;
    size_t (*describe)(const void *value, nb_mime *faces);
} Known;

/* A view begins with the vector or matrix that it is. */
static const Known known[] = {
    {"gsl_vector",            describe_vector        },
    {"gsl_vector_view",       describe_vector        },
    {"gsl_vector_const_view", describe_vector        },
    {"gsl_matrix",            describe_matrix        },
    {"gsl_matrix_view",       describe_matrix        },
    {"gsl_matrix_const_view", describe_matrix        },
    {"gsl_vector_int",        describe_vector_int    },
    {"gsl_vector_complex",    describe_vector_complex},
    {"gsl_matrix_complex",    describe_matrix_complex},
    {"gsl_permutation",       describe_permutation   },
    {"gsl_complex",           describe_complex       },
    {"gsl_complex_float",     describe_complex_float },
    {"gsl_complex_long_double", describe_complex_long_double},
    {"nb_plot_t",             describe_plot          },
    {"nb_plot_object",        describe_plot          },
    {"nb_fig_t",              describe_figure        },
    {"nb_fig_object",         describe_figure        },
    {"nb_table_t",            describe_table         },
    {"nb_table_object",       describe_table         },
    {"nb_eigh_t",             describe_eigh          },
    {"nb_eig_t",              describe_eig           },
    {"nb_svd_t",              describe_svd           },
    {"nb_qr_t",               describe_qr            },
    {"nb_pca_t",              describe_pca           },
    {"nb_data",               describe_data          },
    {"nb_dual",               nb__describe_dual      },
    {"nb_hyper",              nb__describe_hyper     },
    {"nb_complex",            nb__describe_complex   },
    {"nb_var",                nb__describe_var       },
    {"nb_var_object",         nb__describe_var       },
    {"nb_net",                nb__describe_net       },
    {"nb_net_object",         nb__describe_net       },
    {"nb_opt",                nb__describe_opt       },
    {"nb_opt_object",         nb__describe_opt       },
    {"nb_factors_t",          describe_factors       },
    {"nb_kmeans_t",           describe_kmeans        },
    {"nb_power_t",            describe_power         },
#define NB__MEMBER(name, type) {#type, nb__describe_##name},
    NB__RESULTS(NB__MEMBER)
#undef NB__MEMBER
};

static const char *skip_word(const char *type, const char *word) {
    size_t len = strlen(word);
    return strncmp(type, word, len) == 0 ? type + len : type;
}

/* "const struct nb_plot_object *" is known as "nb_plot_object", GSL's tags
 * _gsl_vector_view by their typedefs. */
static int names(const char *type, const char *name) {
    type = skip_word(skip_word(type, "const "), "struct ");
    if (strncmp(type, "_gsl", 4) == 0) type++;
    size_t len = strlen(name);
    return strncmp(type, name, len) == 0 &&
           strspn(type + len, " *") == strlen(type + len);
}

size_t nb_describe(const char *type, const void *value,
                   nb_mime faces[NB_MAX_FACES]) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!names(type, known[i].type)) continue;
        if (value) return known[i].describe(value, faces);
        return nb__face_add(faces, 0, "text/plain", nb__strdup("NULL"));
    }
    return 0;
}
