/* field.h - values on a grid over a rectangle of the plane. */
#ifndef NB_FIELDS_H
#define NB_FIELDS_H

#include "mark.h"

/* Value (i, j) belongs to the point (x[0] + j / (cols - 1) * (x[1] - x[0]),
 * ...): the outer points lie on the rectangle's edge. */
typedef struct nb__grid_values {
    double *values; /* rows * cols; own */
    size_t rows, cols;
    double x[2], y[2];
} nb__grid_values;

/* f asked at n points along x, and as many along y as make it square; a
 * matrix as it is. who names the function in errors. */
nb__grid_values nb__grid_values_of(const char *who, const nb__plane *f,
                                   const nb_field_opts *opts, size_t n);

/* The value at a share (0 to 1) of the way along x and y of a mark with rows,
 * cols and c, between its neighbours; of classes, that of the nearest. */
double nb__field_at(const struct nb_mark_object *mark, double u, double v);
/* 0 to 1 on the mark's scale of colours; NaN where there is no value. */
double nb__field_share(const struct nb_mark_object *mark, double value);
/* The colour of a share, in steps if the mark has levels. */
nb__color nb__field_color(const struct nb_mark_object *mark, double share);

#endif
