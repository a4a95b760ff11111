/* easel.h - where a mark stands while it is drawn as SVG. */
#ifndef NB_EASEL_H
#define NB_EASEL_H

#include "svg.h"

/* Everything that a drawing function needs. */
typedef struct nb__easel {
    const nb__scene *scene;
    const struct nb_mark_object *mark;
    nb__style style;
    nb__frame frame;
    nb__buf *buf;
} nb__easel;

/* Values in px; NaN if they cannot be drawn. */
double nb__px_x(const nb__easel *e, double value);
double nb__px_y(const nb__easel *e, double value);
int nb__is_inside(const nb__easel *e, double x, double y);
double nb__clamp(double x, double low, double high);

/* A box given by two corners, cut to the frame; nothing if it is empty. */
void nb__svg_box(const nb__easel *e, nb__path *path, const double *x,
                 const double *y);
/* <path fill= opacity=, and no more. */
void nb__svg_fill(const nb__easel *e, nb__color color);

/* The middle of the cells that pixel (i, j) covers, i as the mark's rows run;
 * of NaN alone, NaN. */
double nb__svg_mean(const struct nb_mark_object *mark, size_t i, size_t j,
                    const nb__pixels *p);

void nb__svg_dots(const nb__easel *e);
/* The dots on a line. */
void nb__svg_markers(const nb__easel *e);
void nb__svg_heat(const nb__easel *e);
/* The values of the plot's level lines, on those that are to have them. */
void nb__svg_level_labels(const nb__easel *e);
/* A field or a surface, which fill their part of the frame. */
void nb__svg_field(const nb__easel *e);

#endif
