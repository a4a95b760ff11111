/* display.h - showing things: by type, as text and as mathematics. */
#ifndef NB_DISPLAY_H
#define NB_DISPLAY_H

#include "base.h"
#include "cluster.h"
#include "data.h"
#include "diff.h"
#include "infer.h"
#include "learn.h"
#include "linalg.h"
#include "lowrank.h"
#include "plot.h"
#include "stats.h"
#include "table.h"
#include "validate.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* ---- By type. ---- */

#define NB__SHOWER(name, type)                                                 \
    void nb__show_##name(const char *text, size_t size, type x)
struct address_of_the_gsl_complex {
    double unused[4];
};
NB__SHOWER(bool, bool);
NB__SHOWER(char, char);
NB__SHOWER(long, long long);
NB__SHOWER(ulong, unsigned long long);
NB__SHOWER(float, float);
NB__SHOWER(double, double);
NB__SHOWER(ldouble, long double);
NB__SHOWER(string, const char *);
NB__SHOWER(chars, const char *);
NB__SHOWER(pointer, const void *);
NB__SHOWER(doubles, const double *);
NB__SHOWER(floats, const float *);
NB__SHOWER(ints, const int *);
NB__SHOWER(longs, const long *);
NB__SHOWER(doubles1, const void *);
NB__SHOWER(doubles2, const void *);
NB__SHOWER(doubles3, const void *);
NB__SHOWER(doubles4, const void *);
NB__SHOWER(doubles5, const void *);
NB__SHOWER(doubles6, const void *);
NB__SHOWER(doubles7, const void *);
NB__SHOWER(doubles8, const void *);
NB__SHOWER(ints1, const void *);
NB__SHOWER(ints2, const void *);
NB__SHOWER(ints3, const void *);
NB__SHOWER(ints4, const void *);
NB__SHOWER(ints5, const void *);
NB__SHOWER(ints6, const void *);
NB__SHOWER(ints7, const void *);
NB__SHOWER(ints8, const void *);
NB__SHOWER(vector, const gsl_vector *);
NB__SHOWER(matrix, const gsl_matrix *);
NB__SHOWER(vector_view, gsl_vector_view);
NB__SHOWER(vector_const_view, gsl_vector_const_view);
NB__SHOWER(matrix_view, gsl_matrix_view);
NB__SHOWER(matrix_const_view, gsl_matrix_const_view);
NB__SHOWER(vector_int, const gsl_vector_int *);
NB__SHOWER(vector_complex, const gsl_vector_complex *);
NB__SHOWER(matrix_complex, const gsl_matrix_complex *);
NB__SHOWER(permutation, const gsl_permutation *);
NB__SHOWER(complex, const gsl_complex *);
NB__SHOWER(complex_value, struct address_of_the_gsl_complex);
NB__SHOWER(plot, nb_plot_t);
NB__SHOWER(figure, nb_fig_t);
NB__SHOWER(table, nb_table_t);
NB__SHOWER(eigh, nb_eigh_t);
NB__SHOWER(eig, nb_eig_t);
NB__SHOWER(svd, nb_svd_t);
NB__SHOWER(qr, nb_qr_t);
NB__SHOWER(pca, nb_pca_t);
NB__SHOWER(factors, nb_factors_t);
NB__SHOWER(kmeans, nb_kmeans_t);
NB__SHOWER(power, nb_power_t);
NB__SHOWER(data, nb_data);
NB__SHOWER(dual, nb_dual);
NB__SHOWER(hyper, nb_hyper);
NB__SHOWER(complex_number, nb_complex);
NB__SHOWER(var, nb_var);
NB__SHOWER(net, nb_net);
NB__SHOWER(opt, nb_opt);
/* X(name, type): what models, tests and derivatives give. A row here, and an
 * nb__describe_name(), is all that a new one needs. */
/* clang-format off */
#define NB__RESULTS(X)                                                         \
    X(lu, nb_lu_t)                                                             \
    X(vg, nb_vg_t) X(fd, nb_fd_t) X(gradcheck, nb_gradcheck_t)                 \
    X(min, nb_min_t) X(fit, nb_fit_t) X(split, nb_split_t)                     \
    X(linreg, nb_linreg_t) X(logreg, nb_logreg_t) X(scores, nb_scores_t)       \
    X(roc, nb_roc_t) X(interval, nb_interval_t) X(mle, nb_mle_t)               \
    X(profile, nb_profile_t) X(lrtest, nb_lrtest_t)                            \
    X(bootstrap, nb_bootstrap_t) X(bayes, nb_bayes_t) X(cv, nb_cv_t)           \
    X(curve, nb_curve_t) X(calibration, nb_calibration_t)
/* clang-format on */
#define NB__DECLARE_SHOWER(name, type) NB__SHOWER(name, type);
NB__RESULTS(NB__DECLARE_SHOWER)
#define NB__SHOW_RESULT(name, type)                                            \
    type:                                                                      \
    nb__show_##name,
void nb__show_other(const char *text, size_t size, ...);

#define NB__SHOW_ARRAYS(type, name)                                            \
    type(*)[]: nb__show_##name##s, const type(*)[]: nb__show_##name##s,        \
    type(*)[][1]: nb__show_##name##s1, type(*)[][2]: nb__show_##name##s2,      \
    type(*)[][3]: nb__show_##name##s3, type(*)[][4]: nb__show_##name##s4,      \
    type(*)[][5]: nb__show_##name##s5, type(*)[][6]: nb__show_##name##s6,      \
    type(*)[][7]: nb__show_##name##s7, type(*)[][8]: nb__show_##name##s8
#define NB__SHOW_POINTERS(type, name)                                          \
    type *: nb__show_##name, const type *: nb__show_##name

/* Arrays are seen before they decay to pointers, everything else after it
 * has lost its qualifiers. */
#define NB__SHOW(x)                                                            \
    _Generic((__typeof__(x) *)0, NB__SHOW_ARRAYS(double, double),              \
        NB__SHOW_ARRAYS(int, int), float (*)[]: nb__show_floats,               \
        long (*)[]: nb__show_longs, char (*)[]: nb__show_chars,                \
        const char (*)[]: nb__show_chars,                                      \
        default: _Generic((x), bool: nb__show_bool, char: nb__show_char,       \
            signed char: nb__show_long, unsigned char: nb__show_ulong,         \
            short: nb__show_long, unsigned short: nb__show_ulong,              \
            int: nb__show_long, unsigned: nb__show_ulong,                      \
            long: nb__show_long, unsigned long: nb__show_ulong,                \
            long long: nb__show_long, unsigned long long: nb__show_ulong,      \
            float: nb__show_float, double: nb__show_double,                    \
            long double: nb__show_ldouble,                                     \
            NB__SHOW_POINTERS(char, string), NB__SHOW_POINTERS(void, pointer), \
            NB__SHOW_POINTERS(gsl_vector, vector),                             \
            NB__SHOW_POINTERS(gsl_matrix, matrix),                             \
            gsl_vector_view: nb__show_vector_view,                             \
            _gsl_vector_const_view: nb__show_vector_const_view,                \
            gsl_matrix_view: nb__show_matrix_view,                             \
            _gsl_matrix_const_view: nb__show_matrix_const_view,                \
            NB__SHOW_POINTERS(gsl_vector_int, vector_int),                     \
            NB__SHOW_POINTERS(gsl_vector_complex, vector_complex),             \
            NB__SHOW_POINTERS(gsl_matrix_complex, matrix_complex),             \
            NB__SHOW_POINTERS(gsl_permutation, permutation),                   \
            NB__SHOW_POINTERS(gsl_complex, complex),                           \
            gsl_complex: nb__show_complex_value, nb_plot_t: nb__show_plot,     \
            nb_fig_t: nb__show_figure, nb_table_t: nb__show_table,             \
            nb_eigh_t: nb__show_eigh,                                          \
            nb_eig_t: nb__show_eig, nb_svd_t: nb__show_svd,                    \
            nb_qr_t: nb__show_qr, nb_pca_t: nb__show_pca,                      \
            nb_factors_t: nb__show_factors, nb_kmeans_t: nb__show_kmeans,      \
            nb_power_t: nb__show_power,                                        \
            nb_data: nb__show_data, nb_dual: nb__show_dual,                    \
            nb_hyper: nb__show_hyper, nb_complex: nb__show_complex_number,     \
            nb_var: nb__show_var, nb_net: nb__show_net, nb_opt: nb__show_opt,  \
            NB__RESULTS(NB__SHOW_RESULT)                                       \
            default: nb__show_other))(#x, sizeof(x), x)
#define NB__SHOW_STATEMENT(x) NB__SHOW(x);

/* Show up to 32 values, one display each: numbers, strings, arrays (of two
 * dimensions with at most 8 columns), GSL's vectors, matrices, views and
 * permutations, plots, tables, results of nb_ functions. A gsl_complex by address.
 *
 * Owns     nothing.
 * Errors   none; a value of another type is shown by its size.
 *
 * Example
 *     int a[] = {1, 2, 3};
 *     nb_show(0.1 + 0.2, "text", a);     // 0.3 "text" int[3] {1, 2, 3}
 */
#define nb_show(...)                                                           \
    do {                                                                       \
        NB__EACH(NB__SHOW_STATEMENT, __VA_ARGS__)                              \
    } while (0)

void nb__display_as(const char *id, int update);

/* Show x as a display with a name, so that nb_update() can replace it.
 *
 * Owns     nothing: id is copied.
 * Errors   none.
 *
 * Example
 *     nb_display("step", 1);                         // 1
 */
#define nb_display(id, x) (nb__display_as(id, 0), NB__SHOW(x))

/* Replace, wherever it is on the page, what nb_display(id, ...) shows.
 *
 * Owns     nothing: id is copied.
 * Errors   none; nothing happens if there is no such display. A plain
 *          program prints x again.
 *
 * Example
 *     nb_display("step", 1);
 *     nb_update("step", 2);                          // 1 2
 */
#define nb_update(id, x) (nb__display_as(id, 1), NB__SHOW(x))

/* ---- As it is. ---- */

/* Show HTML; as plain text its words without the tags.
 *
 * Owns     nothing.
 * Errors   DomainError if html is NULL or no UTF-8.
 *
 * Example
 *     nb_html("<b>bold</b> &amp; free");             // bold & free
 */
void nb_html(const char *html);

/* Show an SVG picture; as plain text its <title>.
 *
 * Owns     nothing.
 * Errors   DomainError if svg is NULL or no UTF-8.
 *
 * Example
 *     nb_svg("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
 *            "<title>dot</title><circle r='4' cx='4' cy='4'/></svg>");
 *     // dot
 */
void nb_svg(const char *svg);

/* Show LaTeX, dollars included; as plain text its source.
 *
 * Owns     nothing.
 * Errors   DomainError if latex is NULL or no UTF-8.
 *
 * Example
 *     nb_latex("$e^{i\\pi} = -1$");                  // $e^{i\pi} = -1$
 */
void nb_latex(const char *latex);

/* Show Markdown; as plain text its source.
 *
 * Owns     nothing.
 * Errors   DomainError if markdown is NULL or no UTF-8.
 *
 * Example
 *     nb_markdown("**done**");                       // **done**
 */
void nb_markdown(const char *markdown);

/* Show a PNG picture that is given in base64.
 *
 * Owns     nothing.
 * Errors   DomainError if base64 is NULL or has other characters.
 *
 * Example
 *     nb_png("iVBORw0KGgo=");                        // <PNG picture, 8 bytes>
 */
void nb_png(const char *base64);

/* Show a formula with computed values: LaTeX in which %M stands for a
 * gsl_matrix *, %V for a gsl_vector * (as a column), %g for a double, %d for
 * an int, %s for a string, %% for a percent sign.
 *
 * Owns     nothing.
 * Errors   DomainError on any other %; the values must fit the letters.
 *
 * Example
 *     nb_tex("\\lambda = %g", 0.5);                  // $$\lambda = 0.5$$
 */
void nb_tex(const char *format, ...);

/* Show Markdown with computed values: a text in which %M stands for a
 * gsl_matrix * and %V for a gsl_vector * (both as formulas), %g for a double,
 * %d for an int, %s for a string, %% for a percent sign.
 *
 * Owns     nothing.
 * Errors   DomainError on any other %; the values must fit the letters.
 *
 * Example
 *     nb_md("**%d steps**, loss %g", 40, 0.25);  // **40 steps**, loss 0.25
 */
void nb_md(const char *format, ...);

/* Remove the output of the running cell; with wait only when the next output
 * comes, so that nothing flickers.
 *
 * Owns     nothing.
 * Errors   none; a plain program goes on.
 *
 * Example
 *     nb_clear(true);
 */
void nb_clear(bool wait);

/* ---- Numbers. ---- */

/* Show numbers with n significant digits from now on; the start is 6, and 17
 * tells every double from its neighbours.
 *
 * Owns     nothing.
 * Errors   DomainError unless 1 <= n <= 17.
 *
 * Example
 *     nb_digits(17);
 *     nb_show(0.1);                                  // 0.10000000000000001
 *     nb_digits(6);
 */
void nb_digits(int n);

/* Write x the way nb_show() does into text, at most size bytes with the NUL;
 * 32 are always enough. Returns text.
 *
 * Owns     nothing: text is the caller's.
 * Errors   none.
 *
 * Example
 *     char text[32];
 *     puts(nb_format(2.50, text, sizeof text));      // 2.5
 */
char *nb_format(double x, char *text, size_t size);

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
