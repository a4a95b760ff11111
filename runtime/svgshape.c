/* svgshape.c - the shapes of dots, one for each class. */
#include <math.h>

#include "svg.h"

/* Outlines around (0, 0) for r = 1, as corners; the circle has none. */
typedef struct Shape {
    size_t count;
    double corners[4][2];
} Shape;

static const Shape shapes[] = {
    {0, {{0}}                                       },
    {3, {{-1.15, .85}, {1.15, .85}, {0, -1.15}}     },
    {4, {{-.9, -.9}, {.9, -.9}, {.9, .9}, {-.9, .9}}},
    {4, {{-1.2, 0}, {0, -1.2}, {1.2, 0}, {0, 1.2}}  }
};

static void cross(nb__path *path, double x, double y, double a, double b) {
    nb__path_move(path, x - a, y - b);
    nb__path_line(path, x + a, y + b);
    nb__path_move(path, x - b, y + a);
    nb__path_line(path, x + b, y - a);
}

/* A circle of two arcs, for the hollow one. */
static void ring(nb__path *path, double x, double y, double r) {
    nb__path_move(path, x - r, y);
    for (int half = 0; half < 2; half++) {
        nb__buf_puts(path->buf, "a");
        nb__buf_px(path->buf, r);
        nb__buf_puts(path->buf, " ");
        nb__buf_px(path->buf, r);
        nb__buf_puts(path->buf, half ? " 0 1 0-" : " 0 1 0 ");
        nb__buf_px(path->buf, 2 * r);
        nb__buf_puts(path->buf, " 0");
    }
    path->command = 0;
}

void nb__svg_shape(nb__path *path, int glyph, double x, double y, double r) {
    if (glyph == 0) {
        nb__path_move(path, x, y);
        nb__path_line(path, x, y);
        path->command = 0;
    } else if (glyph == 4) {
        ring(path, x, y, r);
    } else if (glyph >= 8) {
        cross(path, x, y, r, glyph == 8 ? 0 : r);
    } else {
        const Shape *shape = &shapes[glyph % 4];
        for (size_t i = 0; i < shape->count; i++) {
            double to_x = x + r * shape->corners[i][0];
            double to_y = y + r * shape->corners[i][1];
            if (i)
                nb__path_line(path, to_x, to_y);
            else
                nb__path_move(path, to_x, to_y);
        }
        nb__path_close(path);
    }
}

void nb__svg_shape_paint(nb__buf *buf, int glyph, double r, nb__color color) {
    if (glyph >= 1 && glyph <= 3) {
        nb__svg_color(buf, "fill", color);
        return;
    }
    nb__buf_puts(buf, " fill=\"none\"");
    nb__svg_color(buf, "stroke", color);
    if (glyph == 0)
        nb__buf_printf(buf, " stroke-width=\"%.4g\" stroke-linecap=\"round\"",
                       2 * r);
    else
        nb__buf_puts(buf, " stroke-width=\"1.3\"");
}
