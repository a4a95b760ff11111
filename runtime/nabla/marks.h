/* marks.h - marks made of simpler ones: error bars, stems, boxes, ellipses. */
#ifndef NB_MARKS_H
#define NB_MARKS_H

#include "plot.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_errbars_opts {
    const char *label;
    const char *color;
    nb_seq high; /* lengths upwards, if they differ from those downwards */
    double r;    /* px, of the dots; 0: 3 */
} nb_errbars_opts;

nb_mark nb__errbars(const nb_seq *parts, nb_errbars_opts opts);

/* A dot at each (x[i], y[i]) with an upright line from y[i] - e[i] to
 * y[i] + e[i].
 * Options: .high (lengths upwards, NB_SEQ()), .label, .color, .r.
 *
 * Shapes   x, y, e: anything that NB_SEQ() takes but a function, of one
 *          length.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError, naming the lengths; DomainError for an unknown colour.
 *
 * Example
 *     nb_show(nb_plot(nb_errbars(nb_vec(1, 2, 3), nb_vec(2, 3, 5),
 *                                nb_vec(.5, .4, 1), .label = "95 %")));
 */
#define nb_errbars(x, y, e, ...)                                               \
    nb__errbars((nb_seq[3]){NB_SEQ(x), NB_SEQ(y), NB_SEQ(e)},                  \
                (nb_errbars_opts){__VA_ARGS__})

typedef struct nb_stem_opts {
    const char *label;
    const char *color;
    double r; /* px, of the dots; 0: 3 */
} nb_stem_opts;

nb_mark nb__stem(nb_seq x, nb_seq y, nb_stem_opts opts);

/* A dot at each (x[i], y[i]) on a stem from 0.
 * Options: .label, .color, .r.
 *
 * Shapes   x, y: anything that NB_SEQ() takes but a function, of one length.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError, naming both lengths; DomainError for an unknown colour.
 *
 * Example
 *     nb_show(nb_plot(nb_stem(nb_arange(0, 4, 1), nb_vec(1, -.5, .25, 0))));
 */
#define nb_stem(x, y, ...)                                                     \
    nb__stem(NB_SEQ(x), NB_SEQ(y), (nb_stem_opts){__VA_ARGS__})

typedef struct nb_boxes_opts {
    const char *label;
    const char *color;
    const char *const *names; /* of the columns, then NULL; or NULL: numbers */
} nb_boxes_opts;

nb_mark nb__boxes(const gsl_matrix *X, nb_boxes_opts opts);

/* A box plot of each column of X: the box from quarter to three quarters of
 * the numbers, a line at the median, whiskers to the last number within 1.5
 * boxes, dots beyond. NaN is left out.
 * Options: .names (under the boxes), .label, .color.
 *
 * Shapes   X: n x p.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for an unknown colour, or infinity among the numbers.
 * Source   Tukey, Exploratory Data Analysis (1977), ch. 2.
 *
 * Example
 *     nb_data d = nb_load("iris");
 *     nb_show(nb_plot(nb_boxes(d.X, .names = d.columns)));
 */
#define nb_boxes(X, ...) nb__boxes(X, (nb_boxes_opts){__VA_ARGS__})

typedef struct nb_ellipse_opts {
    double angle; /* radians, of the first half axis */
    const char *label;
    const char *color;
    const char *dash;
} nb_ellipse_opts;

nb_mark nb__ellipse(const double *sizes, nb_ellipse_opts opts);
nb_mark nb__cov_ellipse(const gsl_vector *mean, const gsl_matrix *cov,
                        double sds, nb_ellipse_opts opts);

/* The ellipse around (x, y) with half axes a and b.
 * Options: .angle (radians), .label, .color, .dash.
 *
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError if a or b is not positive, or for an unknown colour.
 *
 * Example
 *     nb_show(nb_plot(nb_ellipse(0, 0, 2, 1, .angle = 0.5), .equal = true));
 */
#define nb_ellipse(x, y, a, b, ...)                                            \
    nb__ellipse((const double[4]){x, y, a, b}, (nb_ellipse_opts){__VA_ARGS__})

/* The ellipse of the points that are `sds` standard deviations from the mean
 * of a normal distribution in the plane.
 * Options: .label, .color, .dash.
 *
 * Shapes   mean: 2; cov: 2 x 2, symmetric, positive definite.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError for other shapes; DomainError if cov is not positive
 *          definite.
 *
 * Example
 *     nb_show(nb_plot(nb_cov_ellipse(nb_vec(0, 0), nb_mat((2, 1), (1, 1)), 2),
 *                     .equal = true));
 */
#define nb_cov_ellipse(mean, cov, sds, ...)                                    \
    nb__cov_ellipse(mean, cov, sds, (nb_ellipse_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif
#endif
