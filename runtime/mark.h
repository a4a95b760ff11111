/* mark.h - marks, plots and figures as they are stored.
 *
 *     figure -> plots -> marks
 *
 * Everything is counted: a mark that a plot takes, and a plot that a figure
 * takes, belongs to it from then on; taken twice, it lives until both are
 * gone. */
#ifndef NB_MARK_H
#define NB_MARK_H

#include "color.h"
#include "nabla.h"

typedef enum nb__kind {
    NB__LINE,
    NB__DOTS,
    NB__BARS,
    NB__HIST,
    NB__BAND,
    NB__HEAT,
    NB__RULE,
    NB__TEXT,
    NB__ARROW
} nb__kind;

typedef enum nb__dash {
    NB__DASH_AUTO,
    NB__SOLID,
    NB__DASHED,
    NB__DOTTED,
    NB__DASHDOT
} nb__dash;

struct nb_mark_object {
    int references;
    int is_taken; /* the maker's reference is a plot's by now */
    nb__kind kind;
    size_t n;          /* points, bars, or cells */
    double *x, *y;     /* own; rule: NaN where it is not */
    double *x2;        /* hist: right edges; arrow: the tip */
    double *y2;        /* band: upper edge; arrow: the tip */
    double *c;         /* classes or values of dots, values of a heat map */
    size_t rows, cols; /* heat */
    double low, high;  /* of the colour scale */
    nb__map map;
    size_t class_count; /* dots by class; 0: not */
    char *label;        /* own, or NULL */
    char *text;
    char **names; /* of classes, bars or columns; own */
    size_t name_count;
    char **row_names; /* heat */
    size_t row_name_count;
    int has_color, has_marker, is_annotated, has_arrow;
    nb__color color;
    nb__dash dash;
    double width, opacity, radius; /* px */
    double dx, dy;
    int anchor; /* -1 start, 0 middle, 1 end */
};

enum {
    NB__MAX_PLOTS = 12
};

struct nb_plot_object {
    int references;
    int is_taken;
    nb_mark *marks;
    size_t count, cap;
    char *title, *xlabel, *ylabel, *alt;
    int x_is_log, y_is_log, is_equal, has_no_grid;
    double xlim[2], ylim[2];
    double width, height;
};

struct nb_fig_object {
    nb_plot_t plots[NB__MAX_PLOTS];
    size_t count, cols;
    char *title;
    double width, height;
};

/* One more, or one fewer, owner. */
void nb__mark_take(nb_mark mark);
void nb__mark_release(nb_mark mark);
void nb__plot_take(nb_plot_t plot);
void nb__plot_release(nb_plot_t plot);

#endif
