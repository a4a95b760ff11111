/* table.h - tables: columns of numbers or of words.
 *
 *     nb_table(nb_column("epoch", epoch), nb_column("loss", loss,
 *              .fmt = "%.3f"), .caption = "Training")
 *
 * A column copies its values when it is made. */
#ifndef NB_TABLE_H
#define NB_TABLE_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_column_object *nb_column_t;
typedef struct nb_table_object *nb_table_t;

typedef struct nb_column_opts {
    const char *fmt; /* as in printf, for one double; NULL: chosen */
} nb_column_opts;

nb_seq nb__words_array(const void *words, size_t size);
nb_seq nb__words_list(const void *words, size_t size);
nb_column_t nb__column_new(const char *name, nb_seq values,
                           nb_column_opts opts);
void nb__free_column(nb_column_t column);
void nb__free_table(nb_table_t table);

/* What a column takes: words as well as NB_SEQ()'s numbers. */
#define NB__CELLS(x)                                                           \
    _Generic((__typeof__(x) *)0,                                               \
        char *(*)[]: nb__words_array, const char *(*)[]: nb__words_array,      \
        char *const (*)[]: nb__words_array,                                    \
        const char *const (*)[]: nb__words_array,                              \
        double (*)[]: nb__seq_double, const double (*)[]: nb__seq_double,      \
        float (*)[]: nb__seq_float, const float (*)[]: nb__seq_float,          \
        int (*)[]: nb__seq_int, const int (*)[]: nb__seq_int,                  \
        long (*)[]: nb__seq_long, const long (*)[]: nb__seq_long,              \
        default: _Generic((x),                                                 \
            char **: nb__words_list, const char **: nb__words_list,            \
            char *const *: nb__words_list,                                     \
            const char *const *: nb__words_list,                               \
            gsl_vector *: nb__seq_vector, const gsl_vector *: nb__seq_vector,  \
            gsl_vector_view: nb__seq_view,                                     \
            _gsl_vector_const_view: nb__seq_const_view,                        \
            nb_seq: nb__seq_self, default: nb__seq_bad))(x, sizeof(x))

/* A column of a table: its name and its values.
 * Options: .fmt, as in printf and for one double ("%.3f", "%+.1e", "%.0f");
 * without it the numbers share as many decimals as they need.
 *
 * Shapes   values: what NB_SEQ() takes but a function; or words: an array of
 *          strings, or a pointer to strings with NULL behind the last.
 * Owns     the table that gets the column; nb_free() one that is in no table.
 * Errors   DomainError if .fmt is no format for one double, name is NULL, or
 *          text is not UTF-8.
 *
 * Example
 *     nb_show(nb_table(nb_column("x", nb_vec(1, 2)),
 *                      nb_column("x²", nb_vec(1, 4), .fmt = "%.1f")));
 *     // x x² ─ ─── 1 1.0 2 4.0
 */
#define nb_column(name, values, ...)                                           \
    nb__column_new(name, NB__CELLS(values), (nb_column_opts){__VA_ARGS__})

typedef struct nb_table_opts {
    nb_column_t c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13,
        c14, c15, c16, c17, c18, c19, c20, c21, c22, c23;
    const char *caption;
} nb_table_opts;

nb_table_t nb__table(const nb_table_opts *opts);

/* A table of up to 24 columns. As the last value of a cell it is shown; of
 * more than 30 rows the first and the last.
 * Options: .caption.
 *
 * Shapes   columns of one length.
 * Owns     the caller owns the table: nb_free(); it takes the columns.
 * Errors   ShapeError if one column is longer than another, naming both;
 *          DomainError if there is none, or one is in a table already.
 *
 * Example
 *     static const char *const who[] = {"Ada", "Grace"};
 *     int born[] = {1815, 1906};
 *     nb_show(nb_table(nb_column("name", who), nb_column("born", born)));
 *     // name born ───── ──── Ada 1815 Grace 1906
 */
#define nb_table(...) nb__table(&(nb_table_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif
#endif
