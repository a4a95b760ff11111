/* sheet.h - between the page of a text figure and the marks on it. */
#ifndef NB_SHEET_H
#define NB_SHEET_H

#include "canvas.h"
#include "scene.h"

typedef struct nb__sheet {
    const struct nb_plot_object *plot;
    nb__scene scene;
    nb__canvas canvas;
    nb__ticks x, y;
    size_t margin; /* columns left of the axis */
    int has_key;   /* names along x are numbers, listed below */
    nb__buf *buf;
} nb__sheet;

/* Where a value is on the canvas, in dots, fractional; (0, 0) is the upper
 * left corner. NaN if it cannot be drawn. */
double nb__sheet_x(const nb__sheet *sheet, double value);
double nb__sheet_y(const nb__sheet *sheet, double value);
/* The cell that a dot is in. */
long nb__column_of_dot(double dot);
long nb__row_of_dot(double dot);

/* All marks of the scene onto the canvas. */
void nb__sheet_marks(nb__sheet *sheet);
/* Class k of a region or a bar series as a shade: blank is none of them. */
uint32_t nb__sheet_shade(size_t k);

#endif
