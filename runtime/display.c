/* display.c - nb_show() and its kin: from C types to faces to the host. */
#include "nabla.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "describe.h"
#include "display.h"
#include "fail.h"
#include "grid.h"
#include "host.h"
#include "number.h"
#include "utf8.h"

/* What nb_display() and nb_update() say about the next display. */
static char *next_id;
static int next_update;

void nb__display_as(const char *id, int update) {
    free(next_id);
    next_id = nb__strdup(id);
    next_update = update;
}

/* Hand faces to the host; they are freed. */
static void emit(nb_mime *faces, size_t count) {
    char *id = next_id;
    int update = next_update;
    next_id = NULL;
    next_update = 0;
    nb_host_get()->display(faces, count, id, update);
    free(id);
    nb_faces_free(faces, count);
}

static void emit_plain(char *text) {
    nb_mime faces[NB_MAX_FACES];
    emit(faces, nb__face_add(faces, 0, "text/plain", text));
}

void nb__display_text(char *text, const char *id, int update) {
    nb__display_as(id, update);
    emit_plain(text);
}

static void emit_value(const char *type, const void *value) {
    nb_mime faces[NB_MAX_FACES];
    emit(faces, nb_describe(type, value, faces));
}

/* ---- By type. ---- */

#define SHOW(name, type)                                                       \
    void nb__show_##name(const char *text, size_t size, type x)
#define UNUSED (void)text, (void)size

SHOW(bool, bool) {
    UNUSED;
    emit_plain(nb__strdup(x ? "true" : "false"));
}

SHOW(char, char) {
    UNUSED;
    nb__buf buf = {0};
    unsigned char c = (unsigned char)x;
    if (c >= 0x20 && c < 0x7f)
        nb__buf_printf(&buf, "'%c' (%d)", x, x);
    else
        nb__buf_printf(&buf, "'\\x%02x' (%d)", c, x);
    emit_plain(nb__buf_take(&buf));
}

SHOW(long, long long) {
    UNUSED;
    nb__buf buf = {0};
    nb__buf_printf(&buf, "%lld", x);
    emit_plain(nb__buf_take(&buf));
}

SHOW(ulong, unsigned long long) {
    UNUSED;
    nb__buf buf = {0};
    nb__buf_printf(&buf, "%llu", x);
    emit_plain(nb__buf_take(&buf));
}

SHOW(float, float) {
    UNUSED;
    char number[NB_NUMBER_SIZE];
    nb_number_float(x, number);
    emit_plain(nb__strdup(number));
}

SHOW(double, double) {
    UNUSED;
    char number[NB_NUMBER_SIZE];
    nb_number(x, number);
    emit_plain(nb__strdup(number));
}

SHOW(ldouble, long double) {
    UNUSED;
    char number[NB_NUMBER_SIZE];
    nb_number_long_double(x, number);
    emit_plain(nb__strdup(number));
}

enum {
    MAX_QUOTED = 2000
};

SHOW(string, const char *) {
    UNUSED;
    emit_plain(x ? nb_quote(x, strlen(x), MAX_QUOTED) : nb__strdup("NULL"));
}

SHOW(chars, const char *) {
    (void)text;
    emit_plain(nb_quote(x, strnlen(x, size), MAX_QUOTED));
}

SHOW(pointer, const void *) {
    UNUSED;
    nb__buf buf = {0};
    if (x)
        nb__buf_printf(&buf, "%p", x);
    else
        nb__buf_puts(&buf, "NULL");
    emit_plain(nb__buf_take(&buf));
}

static void show_array(const char *element, const void *x, size_t count,
                       size_t cols) {
    size_t dims[] = {cols ? count / cols : count, cols};
    emit_plain(nb_describe_array(element, x, dims, cols ? 2 : 1));
}

SHOW(doubles, const double *) {
    (void)text;
    show_array("double", x, size / sizeof *x, 0);
}

SHOW(floats, const float *) {
    (void)text;
    show_array("float", x, size / sizeof *x, 0);
}

SHOW(ints, const int *) {
    (void)text;
    show_array("int", x, size / sizeof *x, 0);
}

SHOW(longs, const long *) {
    (void)text;
    show_array("long", x, size / sizeof *x, 0);
}

#define SHOW_2D(cols)                                                          \
    SHOW(doubles##cols, const void *) {                                        \
        (void)text;                                                            \
        show_array("double", x, size / sizeof(double), cols);                  \
    }                                                                          \
    SHOW(ints##cols, const void *) {                                           \
        (void)text;                                                            \
        show_array("int", x, size / sizeof(int), cols);                        \
    }
SHOW_2D(1)
SHOW_2D(2)
SHOW_2D(3)
SHOW_2D(4)
SHOW_2D(5)
SHOW_2D(6)
SHOW_2D(7)
SHOW_2D(8)

/* What nb_describe() knows: by pointer, or by value. */
#define SHOW_POINTER(name, type)                                               \
    SHOW(name, const type *) {                                                 \
        UNUSED;                                                                \
        emit_value(#type, x);                                                  \
    }
#define SHOW_VALUE(name, type)                                                 \
    SHOW(name, type) {                                                         \
        UNUSED;                                                                \
        emit_value(#type, &x);                                                 \
    }
SHOW_POINTER(vector, gsl_vector)
SHOW_POINTER(matrix, gsl_matrix)
SHOW_POINTER(vector_int, gsl_vector_int)
SHOW_POINTER(vector_complex, gsl_vector_complex)
SHOW_POINTER(matrix_complex, gsl_matrix_complex)
SHOW_POINTER(permutation, gsl_permutation)
SHOW_POINTER(complex, gsl_complex)
SHOW_VALUE(vector_view, gsl_vector_view)
SHOW_VALUE(vector_const_view, gsl_vector_const_view)
SHOW_VALUE(matrix_view, gsl_matrix_view)
SHOW_VALUE(matrix_const_view, gsl_matrix_const_view)
SHOW_VALUE(eigh, nb_eigh_t)
SHOW_VALUE(eig, nb_eig_t)
SHOW_VALUE(svd, nb_svd_t)
SHOW_VALUE(qr, nb_qr_t)
SHOW_VALUE(pca, nb_pca_t)
SHOW_VALUE(factors, nb_factors_t)
SHOW_VALUE(kmeans, nb_kmeans_t)
SHOW_VALUE(power, nb_power_t)
SHOW_VALUE(data, nb_data)
SHOW_VALUE(dual, nb_dual)
SHOW_VALUE(hyper, nb_hyper)
SHOW_VALUE(complex_number, nb_complex)
NB__RESULTS(SHOW_VALUE)

SHOW(plot, nb_plot_t) {
    UNUSED;
    emit_value("nb_plot_t", x);
}

SHOW(net, nb_net) {
    UNUSED;
    emit_value("nb_net", x);
}

SHOW(opt, nb_opt) {
    UNUSED;
    emit_value("nb_opt", x);
}

SHOW(var, nb_var) {
    UNUSED;
    emit_value("nb_var", x);
}

SHOW(figure, nb_fig_t) {
    UNUSED;
    emit_value("nb_fig_t", x);
}

SHOW(table, nb_table_t) {
    UNUSED;
    emit_value("nb_table_t", x);
}

void nb__show_other(const char *text, size_t size, ...) {
    nb__buf buf = {0};
    nb__buf_printf(&buf, "<%s: a value of %zu bytes>", text, size);
    emit_plain(nb__buf_take(&buf));
}

/* ---- As it is. ---- */

static void need_text(const char *who, const char *text) {
    if (!text) nb__fail("DomainError", "%s: the text is NULL.", who);
    if (!nb__utf8_is_valid(text))
        nb__fail("DomainError", "%s: the text is not UTF-8.", who);
}

/* Takes plain. */
static void emit_two(char *plain, const char *type, const char *data) {
    nb_mime faces[NB_MAX_FACES];
    size_t count = nb__face_add(faces, 0, "text/plain", plain);
    emit(faces, nb__face_add(faces, count, type, nb__strdup(data)));
}

/* One of the five entities that HTML cannot do without; moves *html on. */
static int add_entity(const char **html, nb__buf *buf) {
    static const char *const entities[][2] = {
        {"&amp;",  "&" },
        {"&lt;",   "<" },
        {"&gt;",   ">" },
        {"&quot;", "\""},
        {"&nbsp;", " " }
    };
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        size_t len = strlen(entities[i][0]);
        if (strncmp(*html, entities[i][0], len) != 0) continue;
        nb__buf_puts(buf, entities[i][1]);
        *html += len;
        return 1;
    }
    return 0;
}

static char *without_tags(const char *html) {
    nb__buf buf = {0};
    while (*html) {
        if (*html == '<' && strchr(html, '>')) {
            html = strchr(html, '>') + 1;
        } else if (!add_entity(&html, &buf)) {
            nb__buf_add(&buf, html, 1);
            html++;
        }
    }
    return nb__buf_take(&buf);
}

void nb_html(const char *html) {
    need_text("nb_html", html);
    emit_two(without_tags(html), "text/html", html);
}

static char *title_of(const char *svg) {
    const char *start = strstr(svg, "<title>");
    const char *end = start ? strstr(start, "</title>") : NULL;
    if (!end) return nb__strdup("<SVG picture>");
    nb__buf buf = {0};
    nb__buf_add(&buf, start + 7, (size_t)(end - start - 7));
    char *title = without_tags(buf.data);
    nb__buf_done(&buf);
    return title;
}

void nb_svg(const char *svg) {
    need_text("nb_svg", svg);
    emit_two(title_of(svg), "image/svg+xml", svg);
}

void nb_latex(const char *latex) {
    need_text("nb_latex", latex);
    emit_two(nb__strdup(latex), "text/latex", latex);
}

void nb_markdown(const char *markdown) {
    need_text("nb_markdown", markdown);
    emit_two(nb__strdup(markdown), "text/markdown", markdown);
}

void nb_png(const char *base64) {
    need_text("nb_png", base64);
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                  "qrstuvwxyz0123456789+/\r\n";
    size_t len = strspn(base64, letters), digits = 0;
    size_t padding = strspn(base64 + len, "=\r\n");
    if (base64[len + padding])
        nb__fail("DomainError", "nb_png: byte %zu of the text is no base64.",
                 len + padding);
    for (size_t i = 0; i < len; i++) digits += base64[i] > ' ';
    nb__buf plain = {0};
    nb__buf_printf(&plain, "<PNG picture, %zu bytes>", digits * 3 / 4);
    emit_two(nb__buf_take(&plain), "image/png", base64);
}

void nb_clear(bool wait) { nb_host_get()->clear(wait); }

/* ---- Formulas. ---- */

static double element(const nb__source *s, size_t i, size_t j) {
    return ((const double *)s->data)[i * s->step + j];
}

static nb__source source_of_matrix(const gsl_matrix *A) {
    nb__need_matrix("nb_tex", A);
    return (nb__source){A->data, A->size1, A->size2, A->tda,
                        element, NULL,     NULL};
}

static nb__source source_of_vector(const gsl_vector *v) {
    nb__need_vector("nb_tex", v);
    return (nb__source){v->data, v->size, 1, v->stride, element, NULL, NULL};
}

/* A text with letters after % in it, and their values, which move on by one. */
typedef struct Formula {
    const char *who;
    int is_latex; /* all of it; else it is Markdown, and formulas have dollars */
    va_list values;
} Formula;

static void add_grid(const Formula *f, const nb__source *source,
                     nb__buf *buf) {
    nb__buf_puts(buf, f->is_latex ? "" : "$");
    nb__grid_latex(source, buf);
    nb__buf_puts(buf, f->is_latex ? "" : "$");
}

static void add_number(const Formula *f, double x, nb__buf *buf) {
    char number[NB_NUMBER_SIZE];
    nb_number(x, number);
    if (f->is_latex)
        nb__buf_latex_number(buf, number);
    else
        nb__buf_minus(buf, number);
}

static void add_value(char letter, Formula *f, nb__buf *buf) {
    nb__source source;
    switch (letter) {
    case 'M':
        source = source_of_matrix(va_arg(f->values, const gsl_matrix *));
        add_grid(f, &source, buf);
        break;
    case 'V':
        source = source_of_vector(va_arg(f->values, const gsl_vector *));
        add_grid(f, &source, buf);
        break;
    case 'g': add_number(f, va_arg(f->values, double), buf); break;
    case 'd': nb__buf_printf(buf, "%d", va_arg(f->values, int)); break;
    case 's': nb__buf_puts(buf, va_arg(f->values, const char *)); break;
    case '%': nb__buf_puts(buf, "%"); break;
    default:
        nb__fail("DomainError",
                 "%s: %%%c means nothing; there are %%M, %%V, %%g, %%d, "
                 "%%s and %%%%.",
                 f->who, letter ? letter : ' ');
    }
}

static void add_formula(const char *format, Formula *f, nb__buf *buf) {
    for (const char *c = format; *c; c++) {
        if (*c == '%')
            add_value(*++c, f, buf);
        else
            nb__buf_add(buf, c, 1);
    }
}

void nb_tex(const char *format, ...) {
    need_text("nb_tex", format);
    nb__buf buf = {0};
    Formula formula = {.who = "nb_tex", .is_latex = 1};
    nb__buf_puts(&buf, "$$");
    va_start(formula.values, format);
    add_formula(format, &formula, &buf);
    va_end(formula.values);
    nb__buf_puts(&buf, "$$");
    nb_latex(buf.data);
    nb__buf_done(&buf);
}

void nb_md(const char *format, ...) {
    need_text("nb_md", format);
    nb__buf buf = {0};
    Formula formula = {.who = "nb_md"};
    nb__buf_puts(&buf, "");
    va_start(formula.values, format);
    add_formula(format, &formula, &buf);
    va_end(formula.values);
    nb_markdown(buf.data);
    nb__buf_done(&buf);
}
