/* svgmark.c - each kind of mark as SVG. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "font.h"
#include "number.h"
#include "svg.h"
#include "thin.h"

/* Where the mark stands: everything a drawing function needs. */
typedef struct Easel {
    const nb__scene *scene;
    const struct nb_mark_object *mark;
    nb__style style;
    nb__frame frame;
    nb__buf *buf;
} Easel;

static double px_x(const Easel *e, double value) {
    return e->frame.left + e->frame.width * nb__scale_at(&e->scene->x, value);
}

static double px_y(const Easel *e, double value) {
    return e->frame.top +
           e->frame.height * (1 - nb__scale_at(&e->scene->y, value));
}

static int is_inside(const Easel *e, double x, double y) {
    const nb__frame *f = &e->frame;
    return x >= f->left - 0.5 && x <= f->left + f->width + 0.5 &&
           y >= f->top - 0.5 && y <= f->top + f->height + 0.5;
}

/* ---- Lines and dots. ---- */

static void begin_stroke(const Easel *e, double width) {
    nb__buf_puts(e->buf, "<path fill=\"none\"");
    nb__svg_color(e->buf, "stroke", e->style.color);
    nb__buf_puts(e->buf, " stroke-width=\"");
    nb__buf_printf(e->buf, "%.4g\"", width);
}

static void draw_markers(const Easel *e);

static void draw_line(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    begin_stroke(e, mark->width);
    nb__buf_puts(e->buf, " stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    nb__svg_dash(e->buf, e->style.dash);
    nb__svg_opacity(e->buf, mark->opacity);
    nb__buf_puts(e->buf, " d=\"");
    nb__pen pen =
        nb__pen_of(e->buf, &e->frame, (double)mark->n > 2 * e->frame.width);
    size_t count = 0;
    size_t *points = nb__thin(e->scene, mark, 4 * e->frame.width, &count);
    for (size_t k = 0; k < count; k++) {
        size_t i = points[k];
        double x = px_x(e, mark->x[i]), y = px_y(e, mark->y[i]);
        if (isnan(x) || isnan(y))
            nb__pen_lift(&pen);
        else
            nb__pen_to(&pen, x, y);
    }
    nb__pen_lift(&pen);
    free(points);
    nb__buf_puts(e->buf, "\"/>\n");
    if (mark->has_marker) draw_markers(e);
}

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

static size_t count_places(const Easel *e, double grain) {
    Taken taken = taken_of(&e->frame, grain);
    size_t count = 0;
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = px_x(e, e->mark->x[i]), y = px_y(e, e->mark->y[i]);
        if (is_inside(e, x, y)) count += (size_t)take(&taken, &e->frame, x, y);
    }
    free(taken.bits);
    return count;
}

static double grain_of(const Easel *e) {
    double grain = 0.5;
    if (e->mark->n <= MAX_DOTS) return grain;
    while (grain < 8 && count_places(e, grain) > MAX_DOTS) grain *= 1.5;
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

static void draw_group(const Easel *e, const Group *group) {
    nb__path path = {.buf = e->buf};
    Taken taken = taken_of(&e->frame, group->grain);
    size_t before = e->buf->len, drawn = 0;
    nb__buf_puts(e->buf, "<path");
    nb__svg_shape_paint(e->buf, group->glyph, group->radius, group->color);
    nb__svg_opacity(e->buf, e->mark->opacity);
    nb__buf_puts(e->buf, " d=\"");
    for (size_t i = 0; i < e->mark->n; i++) {
        if (group_of(e->mark, i, group->levels) != group->index) continue;
        double x = px_x(e, e->mark->x[i]), y = px_y(e, e->mark->y[i]);
        if (!is_inside(e, x, y) || !take(&taken, &e->frame, x, y)) continue;
        nb__svg_shape(&path, group->glyph, x, y, group->radius);
        drawn++;
    }
    nb__buf_puts(e->buf, "\"/>\n");
    if (!drawn) e->buf->data[e->buf->len = before] = '\0';
    free(taken.bits);
}

static void draw_markers(const Easel *e) {
    Group all = {0, 0, 1, e->style.color, 1.6 * e->mark->width, 0.5};
    Easel plain = *e;
    struct nb_mark_object mark = *e->mark;
    mark.c = NULL;
    plain.mark = &mark;
    draw_group(&plain, &all);
}

enum {
    COLOR_LEVELS = 24
};

static void draw_dots(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
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

/* ---- Areas. ---- */

static double clamp(double x, double low, double high) {
    return fmin(fmax(x, low), high);
}

/* A box given by two corners, cut to the frame; nothing if it is empty. */
static void add_box(const Easel *e, nb__path *path, const double *x,
                    const double *y) {
    const nb__frame *f = &e->frame;
    double x0 = clamp(fmin(x[0], x[1]), f->left, f->left + f->width);
    double x1 = clamp(fmax(x[0], x[1]), f->left, f->left + f->width);
    double y0 = clamp(fmin(y[0], y[1]), f->top, f->top + f->height);
    double y1 = clamp(fmax(y[0], y[1]), f->top, f->top + f->height);
    if (!(x1 > x0) || !(y1 > y0)) return;
    nb__path_move(path, x0, y0);
    nb__path_line(path, x1, y0);
    nb__path_line(path, x1, y1);
    nb__path_line(path, x0, y1);
    nb__path_close(path);
}

static void begin_fill(const Easel *e, nb__color color) {
    nb__buf_puts(e->buf, "<path");
    nb__svg_color(e->buf, "fill", color);
    nb__svg_opacity(e->buf, e->mark->opacity);
}

/* On a log scale the bars stand on the lower edge. */
static double ground(const Easel *e) {
    return e->scene->y.is_log ? e->frame.top + e->frame.height : px_y(e, 0);
}

static void draw_bars(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    double half = nb__bar_space(mark) * mark->width / 2;
    nb__path path = {.buf = e->buf};
    begin_fill(e, e->style.color);
    if (mark->kind == NB__HIST)
        nb__buf_puts(e->buf, " stroke=\"#ffffff\" stroke-width=\".7\"");
    nb__buf_puts(e->buf, " d=\"");
    for (size_t i = 0; i < mark->n; i++) {
        double low = mark->x2 ? mark->x[i] : mark->x[i] - half;
        double high = mark->x2 ? mark->x2[i] : mark->x[i] + half;
        const double x[] = {px_x(e, low), px_x(e, high)};
        const double y[] = {ground(e), px_y(e, mark->y[i])};
        if (!isnan(x[0] + x[1] + y[1])) add_box(e, &path, x, y);
    }
    nb__buf_puts(e->buf, "\"/>\n");
}

static int has_point(const Easel *e, size_t i) {
    const struct nb_mark_object *mark = e->mark;
    return !isnan(px_x(e, mark->x[i]) + px_y(e, mark->y[i]) +
                  px_y(e, mark->y2[i]));
}

static void band_point(const Easel *e, nb__path *path, size_t i,
                       const double *edge, int is_first) {
    const nb__frame *f = &e->frame;
    double x = clamp(px_x(e, e->mark->x[i]), f->left, f->left + f->width);
    double y = clamp(px_y(e, edge[i]), f->top, f->top + f->height);
    if (is_first)
        nb__path_move(path, x, y);
    else
        nb__path_line(path, x, y);
}

/* Points first ... last - 1, forth along one edge and back along the other;
 * where there are more than pixels, only some. */
static void band_piece(const Easel *e, nb__path *path, size_t first,
                       size_t last) {
    size_t count = last - first;
    size_t step = 1 + (size_t)((double)count / (2 * e->frame.width));
    if (count < 2) return;
    for (size_t i = first; i < last; i += step)
        band_point(e, path, i, e->mark->y, i == first);
    for (size_t i = first; i < last; i += step)
        band_point(e, path,
                   first + (last - 1 - first) / step * step - (i - first),
                   e->mark->y2, 0);
    nb__path_close(path);
}

static void draw_band(const Easel *e) {
    nb__path path = {.buf = e->buf};
    begin_fill(e, e->style.color);
    nb__buf_puts(e->buf, " d=\"");
    for (size_t i = 0; i < e->mark->n;) {
        size_t first = i;
        while (i < e->mark->n && has_point(e, i)) i++;
        band_piece(e, &path, first, i);
        if (i == first) i++;
    }
    nb__buf_puts(e->buf, "\"/>\n");
}

enum {
    HEAT_LEVELS = 64
};

static int level_of(const struct nb_mark_object *mark, size_t cell) {
    double t = (mark->c[cell] - mark->low) / (mark->high - mark->low);
    if (isnan(t)) return -1;
    return (int)lround(clamp(t, 0, 1) * (HEAT_LEVELS - 1));
}

/* All cells of one level, neighbours in a row as one box. */
static void draw_level(const Easel *e, int level) {
    const struct nb_mark_object *mark = e->mark;
    nb__path path = {.buf = e->buf};
    size_t before = e->buf->len;
    begin_fill(e, nb__map_color(mark->map, (double)level / (HEAT_LEVELS - 1)));
    nb__buf_puts(e->buf, " d=\"");
    for (size_t i = 0; i < mark->rows; i++)
        for (size_t j = 0; j < mark->cols; j++) {
            size_t first = j;
            while (j < mark->cols &&
                   level_of(mark, i * mark->cols + j) == level)
                j++;
            if (j == first) continue;
            double row = (double)(mark->rows - 1 - i);
            const double x[] = {round(px_x(e, (double)first - 0.5)),
                                round(px_x(e, (double)j - 0.5))};
            const double y[] = {round(px_y(e, row - 0.5)),
                                round(px_y(e, row + 0.5))};
            add_box(e, &path, x, y);
        }
    nb__buf_puts(e->buf, "\"/>\n");
    if (!path.has_begun) e->buf->data[e->buf->len = before] = '\0';
}

static void annotate(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    double width = px_x(e, 1) - px_x(e, 0), height = px_y(e, 0) - px_y(e, 1);
    if (width < 26 || height < 14) return;
    nb__buf_puts(e->buf, "<g font-size=\"11\" text-anchor=\"middle\">");
    for (size_t k = 0; k < mark->n; k++) {
        int level = level_of(mark, k);
        if (level < 0) continue;
        nb__color color =
            nb__map_color(mark->map, (double)level / (HEAT_LEVELS - 1));
        char number[NB_NUMBER_SIZE];
        (void)nb__format(number, sizeof number, "%.3g",
                         mark->c[k] == 0 ? 0.0 : mark->c[k]);
        nb__buf_puts(e->buf, "<text x=\"");
        nb__buf_px(e->buf, px_x(e, (double)(k % mark->cols)));
        nb__buf_puts(e->buf, "\" y=\"");
        nb__buf_px(e->buf,
                   px_y(e, (double)(mark->rows - 1 - k / mark->cols)) + 4);
        nb__buf_printf(e->buf, "\" fill=\"%s\">",
                       nb__is_dark(color) ? "#ffffff" : "#1a1a1a");
        nb__buf_minus(e->buf, number);
        nb__buf_puts(e->buf, "</text>");
    }
    nb__buf_puts(e->buf, "</g>\n");
}

static void draw_heat(const Easel *e) {
    nb__buf_puts(e->buf, "<g shape-rendering=\"crispEdges\">\n");
    for (int level = 0; level < HEAT_LEVELS; level++) draw_level(e, level);
    nb__buf_puts(e->buf, "</g>\n");
    if (e->mark->is_annotated) annotate(e);
}

/* ---- Rules, words, arrows. ---- */

static void draw_rule(const Easel *e) {
    const nb__frame *f = &e->frame;
    double x = px_x(e, e->mark->x[0]), y = px_y(e, e->mark->y[0]);
    nb__path path = {.buf = e->buf};
    begin_stroke(e, 1);
    nb__svg_dash(e->buf, e->style.dash);
    nb__buf_puts(e->buf, " d=\"");
    if (x >= f->left && x <= f->left + f->width) {
        nb__path_move(&path, floor(x) + 0.5, f->top);
        nb__path_line(&path, floor(x) + 0.5, f->top + f->height);
    }
    if (y >= f->top && y <= f->top + f->height) {
        nb__path_move(&path, f->left, floor(y) + 0.5);
        nb__path_line(&path, f->left + f->width, floor(y) + 0.5);
    }
    nb__buf_puts(e->buf, "\"/>\n");
}

/* A shaft and two barbs; ends in (x1, y1). */
static void add_arrow(nb__path *path, double x0, double y0, double x1,
                      double y1) {
    double length = hypot(x1 - x0, y1 - y0);
    if (!(length > 0.5)) return;
    double c = (x1 - x0) / length, s = (y1 - y0) / length;
    double barb = fmin(7, length / 2);
    nb__path_move(path, x0, y0);
    nb__path_line(path, x1, y1);
    nb__path_move(path, x1 - barb * (c - 0.45 * s), y1 - barb * (s + 0.45 * c));
    nb__path_line(path, x1, y1);
    nb__path_line(path, x1 - barb * (c + 0.45 * s), y1 - barb * (s - 0.45 * c));
}

static void stroke_arrow(const Easel *e, double width, const double *from,
                         const double *to) {
    nb__path path = {.buf = e->buf};
    begin_stroke(e, width);
    nb__buf_puts(e->buf, " stroke-linejoin=\"round\" d=\"");
    add_arrow(&path, from[0], from[1], to[0], to[1]);
    nb__buf_puts(e->buf, "\"/>\n");
}

static double left_edge(double x, int anchor, double width) {
    return anchor < 0 ? x : anchor > 0 ? x - width : x - width / 2;
}

/* From the side of the words that looks at the point, to just before it. */
static void draw_text_arrow(const Easel *e, const double *text,
                            const double *point) {
    double width = nb__text_width(e->mark->text, 11);
    double left = left_edge(text[0], e->mark->anchor, width);
    double from[2] = {clamp(point[0], left, left + width), text[1] - 4};
    if (point[1] > text[1] + 4)
        from[1] = text[1] + 4;
    else if (point[1] < text[1] - 12)
        from[1] = text[1] - 12;
    else if (point[0] < left)
        from[0] = left - 4;
    else
        from[0] = left + width + 4;
    double dx = point[0] - from[0], dy = point[1] - from[1];
    double length = hypot(dx, dy);
    if (length < 10) return;
    const double to[] = {point[0] - 4 * dx / length,
                         point[1] - 4 * dy / length};
    stroke_arrow(e, 1, from, to);
}

static void draw_text(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    const double point[] = {px_x(e, mark->x[0]), px_y(e, mark->y[0])};
    if (!is_inside(e, point[0], point[1])) return;
    double room = nb__text_room(mark->text, 11);
    double text[] = {point[0] + mark->dx, point[1] + mark->dy};
    double left = left_edge(text[0], mark->anchor, room);
    double beyond = left + room - (e->frame.left + e->frame.width + 12);
    if (beyond > 0) text[0] -= beyond;
    if (mark->has_arrow) draw_text_arrow(e, text, point);
    nb__words words = {text[0], text[1], mark->anchor, e->style.color,
                       mark->text};
    nb__svg_words(e->buf, &words);
}

/* Words at the tip, on the side that the arrow points to. */
static void draw_tip_words(const Easel *e, const double *from,
                           const double *to) {
    double length = hypot(to[0] - from[0], to[1] - from[1]);
    if (!e->mark->text || !(length > 0)) return;
    double c = (to[0] - from[0]) / length, s = (to[1] - from[1]) / length;
    int anchor = c > 0.4 ? -1 : c < -0.4 ? 1 : 0;
    double x = to[0] + 7 * c, y = to[1] + 4 + 11 * s;
    double free_y =
        clamp(y, e->frame.top + 9, e->frame.top + e->frame.height - 5);
    if (free_y != y && anchor == 0) {
        anchor = -1;
        x += 8;
    }
    nb__words words = {x, free_y, anchor, e->style.color, e->mark->text};
    nb__svg_words(e->buf, &words);
}

static void draw_arrows(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    nb__path path = {.buf = e->buf};
    double from[2] = {0, 0}, to[2] = {0, 0};
    size_t before = e->buf->len;
    begin_stroke(e, mark->width);
    nb__buf_puts(e->buf, " stroke-linejoin=\"round\" d=\"");
    for (size_t i = 0; i < mark->n; i++) {
        from[0] = px_x(e, mark->x[i]);
        from[1] = px_y(e, mark->y[i]);
        to[0] = px_x(e, mark->x2[i]);
        to[1] = px_y(e, mark->y2[i]);
        if (is_inside(e, from[0], from[1]) && is_inside(e, to[0], to[1]))
            add_arrow(&path, from[0], from[1], to[0], to[1]);
    }
    nb__buf_puts(e->buf, "\"/>\n");
    if (!path.has_begun)
        e->buf->data[e->buf->len = before] = '\0';
    else if (mark->n == 1)
        draw_tip_words(e, from, to);
}

static void draw_field(const Easel *e) {
    nb__svg_field(e->scene, e->mark, &e->frame, e->buf);
}

static void draw_nothing(const Easel *e) { (void)e; }

void nb__svg_marks(const nb__scene *scene, const nb__frame *frame,
                   nb__buf *buf) {
    static void (*const draw[])(const Easel *) = {
        draw_line,  draw_dots,    draw_bars, draw_bars, draw_band, draw_heat,
        draw_field, draw_field,   draw_nothing, draw_rule, draw_text,
        draw_arrows};
    for (int is_late = 0; is_late < 2; is_late++)
        for (size_t i = 0; i < scene->plot->count; i++) {
            const struct nb_mark_object *mark = scene->plot->marks[i];
            /* Words and single arrows are on top of everything. */
            if (nb__mark_is_late(mark) != is_late) continue;
            Easel e = {scene, mark, scene->styles[i], *frame, buf};
            draw[mark->kind](&e);
        }
}
