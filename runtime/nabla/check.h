/* check.h - self-checks: is the reader's answer right? */
#ifndef NB_CHECK_H
#define NB_CHECK_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* An answer: numbers in rows and columns, or words. */
typedef struct nb__answer {
    const void *data;
    size_t rows, cols; /* a number: 1 x 0; a vector: n x 0 */
    size_t step;       /* from one row to the next */
    size_t kind;       /* as in nb_seq */
    double number;
} nb__answer;

typedef struct nb_check_opts {
    double tol;        /* |value - expected| <= tol (1 + |expected|); 0: 1e-6 */
    const char *hint;  /* for a wrong answer */
    const char *right; /* what a right answer shows */
} nb_check_opts;

nb__answer nb__answer_number(double x, size_t size);
nb__answer nb__answer_word(const char *word, size_t size);
nb__answer nb__answer_doubles(const double *x, size_t size);
nb__answer nb__answer_ints(const int *x, size_t size);
nb__answer nb__answer_longs(const long *x, size_t size);
nb__answer nb__answer_vector(const gsl_vector *v, size_t size);
nb__answer nb__answer_matrix(const gsl_matrix *A, size_t size);
nb__answer nb__answer_vector_view(gsl_vector_view v, size_t size);
nb__answer nb__answer_matrix_view(gsl_matrix_view A, size_t size);
void nb__check(const char *text, nb__answer value, nb__answer expected,
               const nb_check_opts *opts);

#define NB__ANSWER(x)                                                          \
    _Generic((__typeof__(x) *)0, char (*)[]: nb__answer_word,                  \
        const char (*)[]: nb__answer_word, double (*)[]: nb__answer_doubles,   \
        const double (*)[]: nb__answer_doubles, int (*)[]: nb__answer_ints,    \
        const int (*)[]: nb__answer_ints, long (*)[]: nb__answer_longs,        \
        const long (*)[]: nb__answer_longs,                                    \
        default: _Generic((x),                                                 \
            char *: nb__answer_word, const char *: nb__answer_word,            \
            gsl_vector *: nb__answer_vector,                                   \
            const gsl_vector *: nb__answer_vector,                             \
            gsl_matrix *: nb__answer_matrix,                                   \
            const gsl_matrix *: nb__answer_matrix,                             \
            gsl_vector_view: nb__answer_vector_view,                           \
            gsl_matrix_view: nb__answer_matrix_view,                           \
            default: nb__answer_number))(x, sizeof(x))

/* Is value what is expected? Shows one line: a tick if so; a cross, where
 * they differ (not how the right answer goes) and the hint if not; a circle
 * while the answer is still NAN or NULL.
 * Options: .tol, .hint, .right (words for a right answer). The first may also
 * stand without its name: nb_check(x, 2, 1e-9, "...").
 *
 * Shapes   a number, string, array of double, int or long, vector or matrix;
 *          value and expected of the same shape.
 * Owns     nothing.
 * Errors   NullError if expected is NULL; CheckFailed, with the same line, for
 *          a wrong or missing answer where NABLA_CHECKS=errors is set in the
 *          environment, as a grader wants it.
 *
 * Example
 *     nb_check(0.1 + 0.2, 0.3);                      // ✓ Right.
 *     nb_check(nb_vec(1, 3), nb_vec(1, 2), .hint = "Count again.");
 *     // ✗ Not yet: element 1 is 3, which is too large. Count again.
 */
#define nb_check(value, expected, ...)                                         \
    nb__check(#value, NB__ANSWER(value), NB__ANSWER(expected),                 \
              &(nb_check_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif
#endif
