/* check.c - self-checks: one line that says right, or what is wrong. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "display.h"
#include "fail.h"
#include "nabla.h"
#include "number.h"
#include "seq.h"

/* ---- Answers. ---- */

nb__answer nb__answer_number(double x, size_t size) {
    (void)size;
    return (nb__answer){NULL, 1, 0, 1, NB__KIND_NONE, x};
}

nb__answer nb__answer_word(const char *word, size_t size) {
    (void)size;
    return (nb__answer){word, 1, 0, 1, NB__KIND_WORDS, 0};
}

static nb__answer answer_of(const void *data, size_t count, size_t kind) {
    return (nb__answer){data, count, 0, 1, kind, 0};
}

nb__answer nb__answer_doubles(const double *x, size_t size) {
    return answer_of(x, size / sizeof *x, NB__KIND_DOUBLE);
}

nb__answer nb__answer_ints(const int *x, size_t size) {
    return answer_of(x, size / sizeof *x, NB__KIND_INT);
}

nb__answer nb__answer_longs(const long *x, size_t size) {
    return answer_of(x, size / sizeof *x, NB__KIND_LONG);
}

/* A vector or matrix that is NULL has no rows. */
nb__answer nb__answer_vector(const gsl_vector *v, size_t size) {
    (void)size;
    if (!v) return answer_of(NULL, 0, NB__KIND_DOUBLE);
    return (nb__answer){v->data, v->size, 0, v->stride, NB__KIND_DOUBLE, 0};
}

nb__answer nb__answer_matrix(const gsl_matrix *A, size_t size) {
    (void)size;
    if (!A) return answer_of(NULL, 0, NB__KIND_DOUBLE);
    return (nb__answer){A->data, A->size1, A->size2, A->tda, NB__KIND_DOUBLE,
                        0};
}

nb__answer nb__answer_vector_view(gsl_vector_view v, size_t size) {
    return nb__answer_vector(&v.vector, size);
}

nb__answer nb__answer_matrix_view(gsl_matrix_view A, size_t size) {
    return nb__answer_matrix(&A.matrix, size);
}

static size_t columns_of(const nb__answer *a) { return a->cols ? a->cols : 1; }

static double element(const nb__answer *a, size_t i, size_t j) {
    if (a->kind == NB__KIND_NONE) return a->number;
    nb_seq row = {a->data, a->rows * a->step, 1, a->kind, NULL};
    return nb__seq_get(&row, i * a->step + j);
}

static int is_null(const nb__answer *a) {
    return a->kind != NB__KIND_NONE && !a->data;
}

/* NAN is what a notebook puts where the reader's answer is to stand. */
static int is_open(const nb__answer *a) {
    if (is_null(a)) return 1;
    if (a->kind == NB__KIND_WORDS) return *(const char *)a->data == '\0';
    for (size_t i = 0; i < a->rows; i++)
        for (size_t j = 0; j < columns_of(a); j++)
            if (isnan(element(a, i, j))) return 1;
    return 0;
}

/* ---- What is wrong. ---- */

static void add_shape(const nb__answer *a, nb__buf *buf) {
    if (a->kind == NB__KIND_WORDS)
        nb__buf_puts(buf, "a text");
    else if (a->cols)
        nb__buf_printf(buf, "a %zu x %zu matrix", a->rows, a->cols);
    else if (a->kind == NB__KIND_NONE)
        nb__buf_puts(buf, "a number");
    else
        nb__buf_printf(buf, "%zu number%s", a->rows, a->rows == 1 ? "" : "s");
}

static int has_shape_of(const nb__answer *a, const nb__answer *b) {
    int a_is_text = a->kind == NB__KIND_WORDS;
    int b_is_text = b->kind == NB__KIND_WORDS;
    int a_is_number = a->kind == NB__KIND_NONE;
    int b_is_number = b->kind == NB__KIND_NONE;
    return a->rows == b->rows && a->cols == b->cols &&
           a_is_text == b_is_text && a_is_number == b_is_number;
}

static void add_place(const nb__answer *a, size_t i, size_t j, nb__buf *buf) {
    if (a->kind == NB__KIND_NONE)
        nb__buf_puts(buf, "it");
    else if (a->cols)
        nb__buf_printf(buf, "element (%zu, %zu)", i, j);
    else
        nb__buf_printf(buf, "element %zu", i);
}

static int is_near(double a, double b, double tol) {
    return a == b || fabs(a - b) <= tol * (1 + fabs(b));
}

/* Says where the first difference is; 0 if there is none. A reader who gets
 * only the sign wrong should be told so: it is the commonest slip. */
static int add_difference(const nb__answer *a, const nb__answer *b, double tol,
                          nb__buf *buf) {
    for (size_t i = 0; i < a->rows; i++)
        for (size_t j = 0; j < columns_of(a); j++) {
            double x = element(a, i, j), y = element(b, i, j);
            if (is_near(x, y, tol)) continue;
            char number[NB_NUMBER_SIZE];
            nb_number(x, number);
            add_place(a, i, j, buf);
            nb__buf_printf(buf, " is %s, which %s.", number,
                           is_near(-x, y, tol) ? "has the wrong sign"
                           : x > y             ? "is too large"
                                               : "is too small");
            return 1;
        }
    return 0;
}

static int add_fault(const nb__answer *value, const nb__answer *expected,
                     double tol, nb__buf *buf) {
    if (!has_shape_of(value, expected)) {
        nb__buf_puts(buf, "it is ");
        add_shape(value, buf);
        nb__buf_puts(buf, ", and ");
        add_shape(expected, buf);
        int is_plural = expected->kind != NB__KIND_WORDS &&
                        !expected->cols && expected->rows > 1;
        nb__buf_puts(buf, is_plural ? " are wanted." : " is wanted.");
        return 1;
    }
    if (expected->kind != NB__KIND_WORDS)
        return add_difference(value, expected, tol, buf);
    if (strcmp(value->data, expected->data) == 0) return 0;
    nb__buf_printf(buf, "\"%s\" is another text.", (const char *)value->data);
    return 1;
}

/* A page shows what is wrong and goes on; a grader sees only errors. */
static void tell(nb__buf *line, int is_right) {
    const char *wish = getenv("NABLA_CHECKS");
    if (!is_right && wish && strcmp(wish, "errors") == 0) {
        char text[512];
        (void)snprintf(text, sizeof text, "%s", line->data);
        nb__buf_done(line);
        nb__fail("CheckFailed", "%s", text);
    }
    nb__display_text(nb__buf_take(line), NULL, 0);
}

void nb__check(const char *text, nb__answer value, nb__answer expected,
               const nb_check_opts *opts) {
    nb__buf fault = {0}, line = {0};
    if (is_null(&expected))
        nb__fail("NullError", "nb_check: there is nothing to compare with.");
    double tol = opts->tol > 0 ? opts->tol : 1e-6;
    int is_right = 0;
    if (is_open(&value) && !is_open(&expected)) {
        nb__buf_printf(&line, "○ Nothing to check yet: %s has no value.", text);
    } else if (add_fault(&value, &expected, tol, &fault)) {
        nb__buf_printf(&line, "✗ Not yet: %s%s%s", fault.data,
                       opts->hint ? " " : "", opts->hint ? opts->hint : "");
    } else {
        is_right = 1;
        nb__buf_printf(&line, "✓ Right.%s%s", opts->right ? " " : "",
                       opts->right ? opts->right : "");
    }
    nb__buf_done(&fault);
    tell(&line, is_right);
}
