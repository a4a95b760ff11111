/* svgdots.c - dots as SVG: one by one, or as a density when they are too many. */
#include <math.h>
#include <stdlib.h>

#include "easel.h"
#include "fail.h"
#include "font.h"
#include "number.h"
#include "png.h"

/* Which places are taken: one bit for each square of `grain` px. */
typedef struct Taken {
    unsigned char *bits;
    size_t cols, rows;
    double grain;
} Taken;

static Taken taken_of(const nb__frame *frame, double grain) {
    size_t cols = (size_t)((frame->width + 2) / grain) + 2;
    size_t rows = (size_t)((frame->height + 2) / grain) + 2;
    return (Taken){nb__alloc(cols * rows / 8 + 1, 1), cols, rows, grain};
}

static int take(Taken *taken, const nb__frame *frame, double x, double y) {
    size_t col = (size_t)((x - frame->left + 1) / taken->grain);
    size_t row = (size_t)((y - frame->top + 1) / taken->grain);
    size_t bit = row * taken->cols + col;
    unsigned char mask = (unsigned char)(1u << bit % 8);
    if (taken->bits[bit / 8] & mask) return 0;
    taken->bits[bit / 8] |= mask;
    return 1;
}

enum {
    MAX_DOTS = 8000 /* drawn; more would only lie on each other */
};

static size_t most_dots(const nb__easel *e) {
    return (size_t)(MAX_DOTS / e->scene->thrift / e->scene->thrift);
}

static size_t count_places(const nb__easel *e, double grain) {
    Taken taken = taken_of(&e->frame, grain);
    size_t count = 0;
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = nb__px_x(e, e->mark->x[i]), y = nb__px_y(e, e->mark->y[i]);
        if (nb__is_inside(e, x, y)) count += (size_t)take(&taken, &e->frame, x, y);
    }
    free(taken.bits);
    return count;
}

static double grain_of(const nb__easel *e) {
    double grain = 0.5;
    if (e->mark->n <= most_dots(e)) return grain;
    while (grain < 100 && count_places(e, grain) > most_dots(e)) grain *= 1.5;
    return grain;
}

/* The dots whose group (class, or level of colour) is this one. */
static int group_of(const struct nb_mark_object *mark, size_t i, int levels) {
    if (!mark->c) return 0;
    if (mark->class_count) return (int)mark->c[i];
    if (isnan(mark->c[i])) return -1;
    double t = (mark->c[i] - mark->low) / (mark->high - mark->low);
    return (int)fmin(fmax(t, 0) * levels, levels - 1);
}

typedef struct Group {
    int index, glyph, levels;
    nb__color color;
    double radius, grain;
} Group;

static void draw_group(const nb__easel *e, const Group *group) {
    nb__path path = {.buf = e->buf};
    Taken taken = taken_of(&e->frame, group->grain);
    size_t before = e->buf->len, drawn = 0;
    nb__buf_puts(e->buf, "<path");
    nb__svg_shape_paint(e->buf, group->glyph, group->radius, group->color);
    nb__svg_opacity(e->buf, e->mark->opacity);
    nb__buf_puts(e->buf, " d=\"");
    for (size_t i = 0; i < e->mark->n; i++) {
        if (group_of(e->mark, i, group->levels) != group->index) continue;
        double x = nb__px_x(e, e->mark->x[i]), y = nb__px_y(e, e->mark->y[i]);
        if (!nb__is_inside(e, x, y) || !take(&taken, &e->frame, x, y)) continue;
        nb__svg_shape(&path, group->glyph, x, y, group->radius);
        drawn++;
    }
    nb__buf_puts(e->buf, "\"/>\n");
    if (!drawn) e->buf->data[e->buf->len = before] = '\0';
    free(taken.bits);
}

void nb__svg_markers(const nb__easel *e) {
    Group all = {0, 0, 1, e->style.color, 1.6 * e->mark->width, 0.5};
    nb__easel plain = *e;
    struct nb_mark_object mark = *e->mark;
    mark.c = NULL;
    plain.mark = &mark;
    draw_group(&plain, &all);
}

enum {
    COLOR_LEVELS = 24
};

/* ---- So many that only their density can be seen. ---- */

enum {
    DENSITY_GRAIN = 2 /* px of a pixel */
};

static nb__color between(nb__color a, nb__color b, double share) {
    return (nb__color){(unsigned char)lround(a.r + share * (b.r - a.r)),
                       (unsigned char)lround(a.g + share * (b.g - a.g)),
                       (unsigned char)lround(a.b + share * (b.b - a.b))};
}

/* From pale to the mark's colour, and on to dark. */
static nb__color density_color(nb__color color, double share) {
    const nb__color white = {255, 255, 255}, black = {0, 0, 0};
    if (share < 0.6) return between(white, color, 0.3 + 0.7 * share / 0.6);
    return between(color, black, (share - 0.6) / 0.4 * 0.75);
}

/* How many dots each pixel has; a dot is a small cross of five. */
static size_t *count_dots(const nb__easel *e, const nb__pixels *p,
                          double grain) {
    static const int cross[5][2] = {{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    size_t *counts = nb__alloc(p->width * p->height, sizeof *counts);
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = nb__px_x(e, e->mark->x[i]), y = nb__px_y(e, e->mark->y[i]);
        if (!nb__is_inside(e, x, y)) continue;
        long column = lround(floor((x - e->frame.left) / grain));
        long row = lround(floor((y - e->frame.top) / grain));
        for (int k = 0; k < 5; k++) {
            long c = column + cross[k][0], r = row + cross[k][1];
            if (c >= 0 && r >= 0 && c < (long)p->width && r < (long)p->height)
                counts[(size_t)r * p->width + (size_t)c]++;
        }
    }
    return counts;
}

static void draw_density(const nb__easel *e) {
    double grain = DENSITY_GRAIN * e->scene->thrift;
    nb__pixels p = {NULL, (size_t)ceil(e->frame.width / grain),
                    (size_t)ceil(e->frame.height / grain), {{0}}};
    size_t *counts = count_dots(e, &p, grain), most = 1;
    size_t n = p.width * p.height;
    for (size_t k = 0; k < n; k++) most = counts[k] > most ? counts[k] : most;
    p.numbers = nb__alloc(n, 1);
    for (size_t k = 0; k < n; k++)
        if (counts[k])
            p.numbers[k] = (unsigned char)(1 + lround(
                254 * sqrt((double)counts[k] / (double)most)));
    for (int i = 1; i < 256; i++)
        p.colors[i] = density_color(e->style.color, (i - 1) / 254.0);
    nb__frame place = {e->frame.left, e->frame.top,
                       (double)p.width * grain, (double)p.height * grain};
    nb__svg_image(e->buf, &place, &p);
    free(p.numbers);
    free(counts);
}

static int is_crowd(const nb__easel *e) {
    return !e->mark->c && e->mark->n > MAX_DOTS &&
           count_places(e, 0.5) > MAX_DOTS;
}

void nb__svg_dots(const nb__easel *e) {
    const struct nb_mark_object *mark = e->mark;
    if (is_crowd(e)) {
        draw_density(e);
        return;
    }
    Group group = {0,          e->style.glyph, 1, e->style.color, mark->radius,
                   grain_of(e)};
    int groups = !mark->c            ? 1
                 : mark->class_count ? (int)mark->class_count
                                     : COLOR_LEVELS;
    for (int g = 0; g < groups; g++) {
        group.index = g;
        group.levels = groups;
        if (mark->class_count) {
            group.glyph = (e->style.glyph + g) % NB__GLYPHS;
            group.color = nb__palette(g);
        } else if (mark->c) {
            group.color =
                nb__map_color(NB__VIRIDIS, (double)g / (COLOR_LEVELS - 1));
        }
        draw_group(e, &group);
    }
}
