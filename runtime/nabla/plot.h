/* plot.h - figures: a plot is made of marks, a figure of plots.
 *
 *     nb_plot(nb_line(t, sin, .label = "sin"), nb_rule(.y = 0),
 *             .title = "One wave", .xlabel = "t")
 *
 * Marks come first, back to front, then options by name. A mark copies its
 * numbers when it is made. Colours are "C0" to "C7" (the palette), "#d55e00",
 * or black, grey, white, red, green, blue, orange, purple; without a colour
 * each series takes the next of the palette. */
#ifndef NB_PLOT_H
#define NB_PLOT_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_mark_object *nb_mark;
typedef struct nb_plot_object *nb_plot_t;
typedef struct nb_fig_object *nb_fig_t;

/* ---- Marks. ---- */

typedef struct nb_line_opts {
    const char *label;  /* in the legend */
    const char *color;
    const char *dash;   /* "-", "--", ":" or "-."; NULL: by series in text */
    const char *marker; /* "o": a dot on each point */
    double width;       /* px; 0: 1.75 */
    double opacity;     /* 0: 1 */
} nb_line_opts;

typedef struct nb_dots_opts {
    const char *label;
    const char *color;
    double r;       /* px; 0: 3 */
    double opacity; /* 0: 0.85 */
    nb_seq c;       /* class numbers from 0, or values for the colour scale */
    const char *const *names; /* the classes' names, then NULL */
} nb_dots_opts;

typedef struct nb_bars_opts {
    const char *label;
    const char *color;
    double width;             /* share of the space; 0: 0.8 */
    double opacity;           /* 0: 0.85 */
    const char *const *names; /* under the bars instead of numbers, or NULL */
    nb_seq base;              /* where each bar begins; not given: at 0 */
} nb_bars_opts;

typedef struct nb_hist_opts {
    const char *label;
    const char *color;
    long bins;      /* 0: by the Freedman-Diaconis rule */
    double opacity; /* 0: 0.85 */
    bool density;   /* area 1 instead of counts */
} nb_hist_opts;

typedef struct nb_heat_opts {
    const char *cmap; /* "viridis" (also NULL), "rdbu" or "greys" */
    double vmin;      /* values of the scale's ends; both 0: by the data */
    double vmax;
    bool annotate;               /* write the numbers into the cells */
    const char *const *rows;     /* names, then NULL; or NULL: numbers */
    const char *const *columns;
} nb_heat_opts;

typedef struct nb_rule_opts {
    double x; /* an upright line here */
    double y; /* a level line here */
    const char *label;
    const char *color;
    const char *dash;
} nb_rule_opts;

typedef struct nb_text_opts {
    const char *color;
    const char *anchor; /* "start", "middle" or "end"; NULL: "start" */
    double dx;          /* px to the right */
    double dy;          /* px down */
    bool arrow;         /* from the text to (x, y) */
} nb_text_opts;

typedef struct nb_arrow_opts {
    const char *label; /* written at the tip */
    const char *color;
    double width; /* px; 0: 1.5 */
} nb_arrow_opts;

nb_mark nb__line(nb_seq x, nb_seq y, nb_line_opts opts);
nb_mark nb__dots(nb_seq x, nb_seq y, nb_dots_opts opts);
nb_mark nb__bars(nb_seq x, nb_seq y, nb_bars_opts opts);
nb_mark nb__hist(nb_seq x, nb_hist_opts opts);
nb_mark nb__band(nb_seq x, const nb_seq *edges, nb_line_opts opts);
nb_mark nb__heat(const gsl_matrix *A, nb_heat_opts opts);
nb_mark nb__rule(const nb_rule_opts *opts, const char *given);
nb_mark nb__text(double x, double y, const char *text, nb_text_opts opts);
nb_mark nb__arrow(double x0, double y0, double x1, double y1,
                  nb_arrow_opts opts);
nb_seq nb__none(void);

void nb__free_mark(nb_mark mark);
void nb__free_plot(nb_plot_t plot);
void nb__free_figure(nb_fig_t figure);

/* A line through the points (x[i], y[i]); NaN leaves a gap. y may be a
 * function double -> double.
 * Options: .label, .color, .dash, .marker, .width, .opacity.
 *
 * Shapes   x, y: anything that NB_SEQ() takes, of one length.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError, naming both lengths; DomainError for an unknown
 *          colour, dash or marker.
 *
 * Example
 *     gsl_vector *t = nb_linspace(0, 6.3, 100);
 *     nb_show(nb_plot(nb_line(t, sin, .label = "sin", .dash = "--")));
 */
#define nb_line(x, y, ...)                                                     \
    nb__line(NB_SEQ(x), NB_SEQ(y), (nb_line_opts){__VA_ARGS__})

/* A line through the points (0, y[0]), (1, y[1]), ...
 * Options: as nb_line().
 *
 * Shapes   y: anything that NB_SEQ() takes but a function.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for a function, an unknown colour, dash or marker.
 *
 * Example
 *     nb_show(nb_plot(nb_line_y(nb_vec(3, 1, 2))));
 */
#define nb_line_y(y, ...)                                                      \
    nb__line(nb__none(), NB_SEQ(y), (nb_line_opts){__VA_ARGS__})

/* A dot at each point (x[i], y[i]); NaN leaves it out.
 * Options: .label, .color, .r, .opacity, .c, .names. With .c = NB_SEQ(y) the
 * dots are coloured: by class if y holds the whole numbers 0 to 9, named by
 * .names, else by value.
 *
 * Shapes   x, y, c: anything that NB_SEQ() takes, of one length.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError, naming the lengths; DomainError for an unknown colour.
 *
 * Example
 *     nb_data d = nb_load("iris");
 *     nb_show(nb_plot(nb_dots(nb_col(d.X, 2), nb_col(d.X, 3),
 *                             .c = NB_SEQ(d.y), .names = d.classes)));
 */
#define nb_dots(x, y, ...)                                                     \
    nb__dots(NB_SEQ(x), NB_SEQ(y), (nb_dots_opts){__VA_ARGS__})

/* Bars at x[i], y[i] high. Several marks of bars at the same x stand side by
 * side; with .base = NB_SEQ(b), bar i goes from b[i] to b[i] + y[i], so that
 * bars stand on bars.
 * Options: .label, .color, .width, .opacity, .names (under the bars), .base.
 *
 * Shapes   x, y, base: anything that NB_SEQ() takes, of one length.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError, naming the lengths; DomainError for an unknown colour.
 *
 * Example
 *     nb_show(nb_plot(nb_bars(nb_arange(1, 4, 1), nb_vec(5, 2, 1))));
 */
#define nb_bars(x, y, ...)                                                     \
    nb__bars(NB_SEQ(x), NB_SEQ(y), (nb_bars_opts){__VA_ARGS__})

/* A histogram of the numbers.
 * Options: .bins, .density, .label, .color, .opacity.
 *
 * Shapes   x: anything that NB_SEQ() takes but a function; NaN is left out.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for a function, infinity, or an unknown colour.
 * Source   Freedman & Diaconis, Z. Wahrsch. 57 (1981), 453-476 (bins).
 *
 * Example
 *     nb_show(nb_plot(nb_hist(nb_randn(500), .bins = 20)));
 */
#define nb_hist(x, ...) nb__hist(NB_SEQ(x), (nb_hist_opts){__VA_ARGS__})

/* The area between (x[i], low[i]) and (x[i], high[i]).
 * Options: .label, .color, .opacity.
 *
 * Shapes   x, low, high: anything that NB_SEQ() takes, of one length.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   ShapeError, naming the lengths; DomainError for an unknown colour.
 *
 * Example
 *     gsl_vector *x = nb_vec(0, 1, 2);
 *     nb_show(nb_plot(nb_band(x, nb_vec(1, 1, 0), nb_vec(2, 3, 4))));
 */
#define nb_band(x, low, high, ...)                                             \
    nb__band(NB_SEQ(x), (nb_seq[2]){NB_SEQ(low), NB_SEQ(high)},                 \
             (nb_line_opts){__VA_ARGS__})

/* A matrix as coloured cells, row 0 on top.
 * Options: .cmap, .vmin, .vmax, .annotate, .rows, .columns (names).
 *
 * Shapes   A: m x n.
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for an unknown colour map; LimitError if A has more
 *          than 4 million elements.
 *
 * Example
 *     nb_show(nb_plot(nb_heat(nb_mat((1, .5), (.5, 1)), .annotate = true)));
 */
#define nb_heat(A, ...) nb__heat(A, (nb_heat_opts){__VA_ARGS__})

/* A straight line across the plot: nb_rule(.y = 0), nb_rule(.x = 2).
 * Options: .x, .y, .label, .color, .dash.
 *
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError if neither .x nor .y is given, or for an unknown
 *          colour or dash.
 *
 * Example
 *     nb_show(nb_plot(nb_line_y(nb_vec(3, 1, 2)), nb_rule(.y = 2)));
 */
#define nb_rule(...)                                                           \
    nb__rule(&(nb_rule_opts){__VA_ARGS__}, #__VA_ARGS__)

/* Words at the point (x, y).
 * Options: .dx, .dy (move by px), .anchor, .arrow (draw one to the point),
 * .color.
 *
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for an unknown colour or anchor, or no UTF-8.
 *
 * Example
 *     nb_show(nb_plot(nb_line_y(nb_vec(0, 1, 0)),
 *                     nb_text(1, 1, "peak", .dx = 40, .arrow = true)));
 */
#define nb_text(x, y, text, ...)                                               \
    nb__text(x, y, text, (nb_text_opts){__VA_ARGS__})

/* An arrow from (x0, y0) to (x1, y1).
 * Options: .label (at the tip), .color, .width.
 *
 * Owns     the plot that gets the mark; nb_free() one that is in no plot.
 * Errors   DomainError for an unknown colour.
 *
 * Example
 *     nb_show(nb_plot(nb_arrow(0, 0, 1, 2, .label = "v"), .equal = true));
 */
#define nb_arrow(x0, y0, x1, y1, ...)                                          \
    nb__arrow(x0, y0, x1, y1, (nb_arrow_opts){__VA_ARGS__})

/* ---- Plots and figures. ---- */

typedef struct nb_plot_opts {
    nb_mark m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
        m15, m16, m17, m18, m19, m20, m21, m22, m23;
    const char *title;
    const char *xlabel;
    const char *ylabel;
    const char *xscale; /* "linear" (also NULL) or "log" */
    const char *yscale;
    double xlim[2]; /* both 0: by the data */
    double ylim[2];
    double width;  /* px; 0: 640 */
    double height; /* px; 0: 400 */
    bool equal;    /* one unit is as long in x as in y */
    bool nogrid;
    const char *alt; /* says what the picture shows; NULL: made from parts */
} nb_plot_opts;

nb_plot_t nb__plot(const nb_plot_opts *opts);

/* A plot of up to 24 marks. As the last value of a cell it is shown.
 * Options: .title, .xlabel, .ylabel, .xscale and .yscale ("log"), .xlim and
 * .ylim ({low, high}), .equal, .nogrid, .width, .height, .alt.
 *
 * Owns     the caller owns the plot: nb_free(); the plot takes the marks.
 * Errors   DomainError for an unknown scale, limits that are equal or, on a
 *          log scale, not positive.
 *
 * Example
 *     nb_plot_t p = nb_plot(nb_line_y(nb_vec(100, 10, 1)), .yscale = "log",
 *                           .title = "Going down", .xlabel = "step");
 *     nb_show(p);
 */
#define nb_plot(...) nb__plot(&(nb_plot_opts){__VA_ARGS__})

/* Add one more mark in front of the others, for plots made in a loop.
 *
 * Owns     the plot takes the mark.
 * Errors   NullError if the plot or the mark is NULL.
 *
 * Example
 *     nb_plot_t p = nb_plot(nb_rule(.y = 0), .title = "Powers");
 *     for (int k = 1; k < 4; k++)
 *         nb_plot_add(p, nb_line_y(nb_vec(1, k, k * k)));
 *     nb_show(p);
 */
void nb_plot_add(nb_plot_t plot, nb_mark mark);

typedef struct nb_fig_opts {
    nb_plot_t p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11;
    const char *title;
    long cols;     /* 0: 2, or 1 for one plot */
    double width;  /* px; 0: 820 */
    double height; /* px; 0: each plot 0.72 as high as wide */
    bool sharex;   /* one scale along x for all plots */
    bool sharey;
} nb_fig_opts;

nb_fig_t nb__figure(const nb_fig_opts *opts);

/* Up to 12 plots in a grid, row by row.
 * Options: .cols, .title, .width, .height, .sharex and .sharey (one scale for
 * all).
 *
 * Owns     the caller owns the figure: nb_free(); it takes the plots.
 * Errors   DomainError if there is no plot, .cols is not 1 to 6, or a shared
 *          scale would be logarithmic in some plots only.
 *
 * Example
 *     nb_show(nb_figure(nb_plot(nb_line_y(nb_vec(1, 2))),
 *                       nb_plot(nb_line_y(nb_vec(2, 1))), .cols = 2));
 */
#define nb_figure(...) nb__figure(&(nb_fig_opts){__VA_ARGS__})

typedef struct nb_animate_opts {
    double seconds; /* for one round; 0: a fifth of a second a frame */
} nb_animate_opts;

nb_fig_t nb__animate(const nb_plot_t *plots, long count, nb_animate_opts opts);

/* Plots shown one after the other, again and again. Where a page does not
 * move, in print and as text, it is the last one.
 * Options: .seconds (for one round).
 *
 * Shapes   plots: an array of at least `count` plots, 1 to 100.
 * Owns     the caller owns the figure: nb_free(); it takes the plots.
 * Errors   DomainError for another count; NullError if a plot is NULL.
 *
 * Example
 *     nb_plot_t frames[3];
 *     for (int i = 0; i < 3; i++)
 *         frames[i] = nb_plot(nb_line_y(nb_vec(0, i, 2)), .ylim = {0, 2});
 *     nb_show(nb_animate(frames, 3));
 */
#define nb_animate(plots, count, ...)                                          \
    nb__animate(plots, count, (nb_animate_opts){__VA_ARGS__})

void nb__save_plot(nb_plot_t plot, const char *path);
void nb__save_figure(nb_fig_t figure, const char *path);

/* Write a plot or figure to a file, as what the end of its name says: .svg,
 * .txt, or, by librsvg's program rsvg-convert if it is installed, .png (two
 * pixels for one) and .pdf.
 *
 * Owns     nothing.
 * Errors   FileError, with the system's reason, or if a program is missing;
 *          DomainError for another end.
 *
 * Example
 *     nb_save(nb_plot(nb_line_y(nb_vec(3, 1, 2))), "lines.svg");
 */
#define nb_save(figure, path)                                                  \
    _Generic((figure), nb_fig_t: nb__save_figure,                              \
        default: nb__save_plot)(figure, path)

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
