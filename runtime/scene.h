/* scene.h - a plot made definite: scales, styles, legend.
 *
 * Both back ends start here. The scene knows which values fit the frame and
 * what everything looks like, but no pixels: each back end maps the unit
 * square to its own frame.
 *
 *     value --scale--> 0 ... 1 --frame--> px or cells */
#ifndef NB_SCENE_H
#define NB_SCENE_H

#include "buffer.h"
#include "mark.h"
#include "ticks.h"

typedef struct nb__scale {
    int is_log;
    int is_whole;  /* ticks are whole numbers if that is possible */
    double lo, hi; /* values; of a log scale: exponents to base 10 */
} nb__scale;

/* How one series is told from the others. */
typedef struct nb__style {
    nb__color color;
    nb__dash dash; /* lines; never NB__DASH_AUTO */
    int glyph;     /* dots: the first class's */
    double opacity;
    int shade;     /* bars, regions: of the text face */
    int slot, slots; /* bars that stand side by side: which, of how many */
} nb__style;

typedef struct nb__entry {
    nb__kind kind;
    const char *label; /* borrow from the mark */
    char made_up[48];  /* used if label is NULL: "class 3" */
    nb__style style;
    double opacity;
    const struct nb_mark_object *ramp; /* a colour scale, if not NULL */
} nb__entry;

enum {
    NB__MAX_ENTRIES = 32,
    NB__GLYPHS = 10
};

typedef struct nb__scene {
    const struct nb_plot_object *plot;
    nb__scale x, y;
    nb__style *styles;  /* one a mark; own */
    nb__entry *entries; /* of the legend; own */
    size_t entry_count;
    /* Names instead of numbers along the axes, borrowed, or NULL. */
    const struct nb_mark_object *x_names, *y_names;
    int has_images; /* pixels: no axes, and as wide as high */
    int has_hills;  /* a surface: it draws axes of its own */
    int thrift;     /* 1: all detail; 2, 4, ...: coarser, for smaller files */
} nb__scene;

nb__scene nb__scene_of(const struct nb_plot_object *plot);
/* With .equal the scales are widened to the frame's shape; width and height
 * have any unit that is the same in both directions. A heat map's scales stay:
 * there the back end shapes the frame. */
int nb__scene_is_equal(const nb__scene *scene);
void nb__scene_shape(nb__scene *scene, double width, double height);
void nb__scene_done(nb__scene *scene);
/* The images that the plot consists of, and nothing else; or NULL. */
const struct nb_mark_object *nb__scene_gallery(const nb__scene *scene);

/* Bar or bin i of a mark reaches from ret[0] to ret[1] along x. Several marks
 * of bars at the same places share the room there. */
typedef struct nb__bar_room {
    double from, to; /* relative to x; of bars only */
} nb__bar_room;

nb__bar_room nb__bar_room_of(const struct nb_mark_object *mark,
                             const nb__style *style);
void nb__bar_edges(const struct nb_mark_object *mark,
                   const nb__bar_room *room, size_t i, double *ret);

/* 0 at lo, 1 at hi, clamped to what can be drawn; NaN if it cannot be. */
double nb__scale_at(const nb__scale *scale, double value);
/* wanted: how many ticks would look good. */
void nb__scene_ticks(const nb__scene *scene, int is_y, double wanted,
                     nb__ticks *ret);

/* The ends of a colour scale, three digits, no exponent below 100 000. */
void nb__ramp_number(double value, char *text);
const char *nb__entry_label(const nb__entry *entry);
/* Classes of dots: UTF-8 and an index into the same list of shapes. */
const char *nb__glyph(int glyph);

/* "Line chart ..." for those who cannot see it. */
void nb__scene_describe(const nb__scene *scene, nb__buf *buf);

#endif
