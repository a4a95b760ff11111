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
    NB__FIELD,   /* values over a rectangle of the plane */
    NB__SURFACE, /* the same, as hills seen from the side */
    NB__GROUP,   /* parts; a plot takes those, never this */
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

/* What a scale has to know of the numbers of a mark. */
typedef struct nb__extent {
    double low, high; /* of the finite ones; low > high: there are none */
    double least;     /* of those that a log scale can show */
    int is_whole;     /* no finite one has a fraction */
    int is_clean;     /* none is infinite */
    int is_positive;  /* no finite one is 0 or less */
} nb__extent;

struct nb_mark_object {
    int references;
    int is_taken; /* the maker's reference is a plot's by now */
    nb__kind kind;
    size_t n;          /* points, bars, or cells */
    double *x, *y;     /* own; rule: NaN where it is not */
    double *x2;        /* hist: right edges; arrows: the tips */
    double *y2;        /* band: upper edge; bars: where they begin, or NULL;
                        * arrows: the tips */
    nb__extent of_x, of_y, of_x2, of_y2; /* known once a plot has the mark */
    double *c;         /* classes or values of dots, values of a heat map */
    size_t rows, cols; /* heat, field, surface */
    double x_range[2], y_range[2]; /* field, surface: the rectangle */
    int levels;        /* field: steps of colour; 0: smooth */
    int is_image;      /* field: pixels, and no axes */
    size_t tile_rows, tile_cols, tiles; /* the images in it, row by row */
    int is_log_map;    /* colours by the logarithm of values */
    double ramp_top;   /* field: share of the map that is used; 0: all */
    int has_no_ramp;   /* field: no scale explains its colours */
    int follows;       /* has the colour of the mark before it */
    int is_strokes;    /* a line of strokes, three points each, the last NaN */
    int level_count;   /* a level line: one of so many, and which */
    int level_index;
    double level;
    int has_level_label; /* in the picture, too */
    int takes_color;   /* the next of the palette, also without a label */
    int names_x;       /* its names stand along the x axis */
    nb_mark *parts;    /* group; own */
    size_t part_count;
    double low, high;  /* of the colour scale */
    nb__map map;
    size_t class_count; /* dots by class; 0: not */
    char *label;        /* own, or NULL */
    char *text;
    char **names; /* of classes, bars or columns; own */
    size_t name_count;
    char **row_names; /* heat */
    size_t row_name_count;
    int has_opacity; /* the reader has chosen one */
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
    nb_mark *marks; /* of a group its parts */
    size_t count, cap;
    nb_mark *groups; /* only kept */
    size_t group_count;
    char *title, *xlabel, *ylabel, *alt;
    int x_is_log, y_is_log, is_equal, has_no_grid;
    double xlim[2], ylim[2];
    double width, height;
};

struct nb_fig_object {
    nb_plot_t *plots; /* own */
    size_t count, cols;
    double seconds; /* one round of an animation; 0: a grid */
    char *title;
    double width, height;
};

/* How all kinds are made: a fresh mark, which an open scope owns, and its
 * options; who is "nb_line". */
nb_mark nb__mark_new(nb__kind kind, size_t n);
void nb__mark_label(nb_mark mark, const char *who, const char *label);
void nb__mark_color(nb_mark mark, const char *who, const char *color);
nb__dash nb__parse_dash(const char *who, const char *dash);
char **nb__mark_names(const char *const *names, size_t *ret_count);
double nb__or_default(double value, double otherwise);
/* The ends of the finite numbers; two that differ. */
void nb__find_range(const double *c, size_t n, double *low, double *high);

/* A group of marks, which it takes; ended by NULL. The first one's label and
 * colour are the group's. */
nb_mark nb__mark_group(const nb_mark *parts);

/* Less than SMALLEST is drawn as 0: its labels would need denormal numbers. On
 * a log scale nothing is near 0, and only denormal numbers are left out. */
static const double NB__SMALLEST = 1e-290, NB__LEAST_LOG = 1e-307;

void nb__mark_measure(nb_mark mark);

/* Is it drawn over all others, wherever it stands in the list? */
int nb__mark_is_late(const struct nb_mark_object *mark);

/* One more, or one fewer, owner. */
void nb__mark_take(nb_mark mark);
void nb__mark_release(nb_mark mark);
void nb__plot_take(nb_plot_t plot);
void nb__plot_release(nb_plot_t plot);

#endif
