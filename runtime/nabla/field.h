/* field.h - marks over the plane: contours, fields of colour, arrows, hills.
 *
 *     nb_plot(nb_contour(f, .x = {-2, 2}, .y = {-1, 1}, .levels = 12))
 *
 * What is drawn is a function of the point, or a matrix of values on a grid:
 * row 0 at the lowest y, column 0 at the lowest x. */
#ifndef NB_FIELD_H
#define NB_FIELD_H

#include "plot.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* A function of the plane in one of its forms, or a matrix. Made by
 * NB__PLANE(). */
typedef struct nb__plane {
    double (*of_two)(double, double);
    double (*of_array)(const double *);
    double (*of_vector)(const gsl_vector *);
    const gsl_matrix *grid;
} nb__plane;

struct a_function_of_the_plane_or_a_matrix {
    double unused[4];
};
nb__plane nb__plane_two(double (*f)(double, double));
nb__plane nb__plane_array(double (*f)(const double *));
nb__plane nb__plane_open_array(double (*f)(double *));
nb__plane nb__plane_vector(double (*f)(const gsl_vector *));
nb__plane nb__plane_open_vector(double (*f)(gsl_vector *));
nb__plane nb__plane_grid(const gsl_matrix *A);
nb__plane nb__plane_bad(struct a_function_of_the_plane_or_a_matrix x);

#define NB__PLANE(f)                                                           \
    _Generic((f), double (*)(double, double): nb__plane_two,                   \
        double (*)(const double *): nb__plane_array,                           \
        double (*)(double *): nb__plane_open_array,                            \
        double (*)(const gsl_vector *): nb__plane_vector,                      \
        double (*)(gsl_vector *): nb__plane_open_vector,                       \
        gsl_matrix *: nb__plane_grid, const gsl_matrix *: nb__plane_grid,      \
        default: nb__plane_bad)(f)

typedef struct nb_field_opts {
    double x[2];      /* from, to; both 0: -1 and 1, or a matrix's columns */
    double y[2];
    long levels;      /* how many; 0: 12 for contours, smooth for fields */
    bool log;         /* levels and colours by the logarithm */
    bool filled;      /* contours: colour between the lines as well */
    bool labels;      /* contours: the lines' values on them */
    long n;           /* points along each side where f is asked; 0: enough */
    nb_seq at;        /* contours: exactly these levels */
    const char *cmap; /* "viridis" (also NULL), "rdbu" or "greys" */
    const char *color; /* contours: all lines in this one */
    const char *const *names; /* regions: the classes' names, then NULL */
    double vmin;      /* values of the scale's ends; both 0: by the data */
    double vmax;
} nb_field_opts;

nb_mark nb__contour(nb__plane f, const nb_field_opts *opts);
nb_mark nb__field(nb__plane f, const nb_field_opts *opts);
nb_mark nb__region(nb__plane f, const nb_field_opts *opts);
nb_mark nb__surface(nb__plane f, const nb_field_opts *opts);

/* Lines along which f has one value, in colours by value.
 * Options: .x and .y ({from, to}), .levels, .at (which), .log, .filled, .n,
 * .cmap, .color (one for all lines, which then bear their values), .labels
 * (values on the lines in any case), .vmin, .vmax.
 *
 * Shapes   f: a function of (double x, double y), of double[2] or of a vector
 *          with two elements; or a matrix of values, row 0 at the lowest y.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for equal limits, an unknown cmap or colour, more than
 *          64 levels, or .log without positive values; ShapeError for a matrix
 *          smaller than 2 x 2. What f does where it has no value: return NAN.
 * Source   Lorensen & Cline, SIGGRAPH 21 (1987), 163-169, in two dimensions.
 *
 * Example
 *     nb_show(nb_plot(nb_contour(hypot, .x = {-2, 2}, .y = {-2, 2}),
 *                     .equal = true));
 */
#define nb_contour(f, ...)                                                     \
    nb__contour(NB__PLANE(f), &(nb_field_opts){__VA_ARGS__})

/* The values of f as colours.
 * Options: .x and .y ({from, to}), .levels (steps of colour), .log, .n, .cmap,
 * .vmin, .vmax.
 *
 * Shapes   f: as for nb_contour().
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   as nb_contour().
 *
 * Example
 *     nb_show(nb_plot(nb_field(atan2, .x = {-3, 3}, .y = {-2, 2})));
 */
#define nb_field(f, ...)                                                       \
    nb__field(NB__PLANE(f), &(nb_field_opts){__VA_ARGS__})

/* Which class each point of the plane belongs to, in pale colours that dots of
 * the same classes (.c of nb_dots) stand out from.
 * Options: .x and .y ({from, to}), .n, .names.
 *
 * Shapes   f: as for nb_contour(), its values class numbers from 0 to 9;
 *          others are rounded.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   as nb_contour().
 *
 * Example
 *     nb_show(nb_plot(nb_region(hypot, .x = {-3, 3}, .y = {-3, 3})));
 */
#define nb_region(f, ...)                                                      \
    nb__region(NB__PLANE(f), &(nb_field_opts){__VA_ARGS__})

/* The values of f as hills, seen from the side; the plot should have no other
 * marks. Its text form is a map of shades.
 * Options: .x and .y ({from, to}), .n, .log, .cmap.
 *
 * Shapes   f: as for nb_contour().
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   as nb_contour().
 *
 * Example
 *     nb_show(nb_plot(nb_surface(fmax), .title = "Two slopes"));
 */
#define nb_surface(f, ...)                                                     \
    nb__surface(NB__PLANE(f), &(nb_field_opts){__VA_ARGS__})

typedef struct nb_quiver_opts {
    const char *color;
    const char *label;
    double scale; /* length of an arrow for a vector of length 1; 0: fitted */
} nb_quiver_opts;

nb_mark nb__quiver(const nb_seq *parts, nb_quiver_opts opts);

/* An arrow (u[i], v[i]) at each point (x[i], y[i]).
 * Options: .scale, .color, .label. Directions look right with .equal = true.
 *
 * Shapes   x, y, u, v: anything that NB_SEQ() takes but a function, of one
 *          length.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError, naming the lengths; DomainError for a function.
 *
 * Example
 *     gsl_vector *x = nb_vec(0, 1, 2), *y = nb_vec(0, 1, 0);
 *     nb_show(nb_plot(nb_quiver(x, y, nb_vec(1, 0, -1), nb_vec(0, 1, 1))));
 */
#define nb_quiver(x, y, u, v, ...)                                             \
    nb__quiver((nb_seq[4]){NB_SEQ(x), NB_SEQ(y), NB_SEQ(u), NB_SEQ(v)},        \
               (nb_quiver_opts){__VA_ARGS__})

typedef struct nb_images_opts {
    long columns;     /* images in a row; 0: 10 */
    const char *cmap; /* "greys" (also NULL), "viridis" or "rdbu" */
    double vmin;      /* values of the scale's ends; both 0: by the data */
    double vmax;
} nb_images_opts;

nb_mark nb__images(const gsl_matrix *X, const long *sizes,
                   nb_images_opts opts);

/* The first `count` rows of X, each as an image of rows x cols pixels, side by
 * side. The plot has no axes.
 * Options: .columns (images in a row), .cmap, .vmin, .vmax.
 *
 * Shapes   X: n x (rows * cols), an image's rows one after the other.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError if the rows of X have another length, or there are not
 *          so many; DomainError for an unknown cmap.
 *
 * Example
 *     gsl_matrix *faces = nb_mat((0, 1, 1, 0), (1, 0, 0, 1));
 *     nb_show(nb_plot(nb_images(faces, 2, 2, 2)));
 */
#define nb_images(X, rows, cols, count, ...)                                   \
    nb__images(X, (const long[3]){rows, cols, count},                          \
               (nb_images_opts){__VA_ARGS__})

nb_mark nb__image(const gsl_matrix *A, nb_images_opts opts);

/* A matrix as one image: a pixel for each element, row 0 on top, and no axes.
 * Options: .cmap, .vmin, .vmax.
 *
 * Shapes   A: rows x cols.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for an unknown cmap.
 *
 * Example
 *     nb_show(nb_plot(nb_image(nb_outer(nb_vec(1, 2, 3), nb_vec(1, 2)))));
 */
#define nb_image(A, ...) nb__image(A, (nb_images_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif
#endif
