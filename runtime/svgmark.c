/* svgmark.c - each kind of mark as SVG. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "font.h"
#include "number.h"
#include "easel.h"
#include "thin.h"

double nb__px_x(const nb__easel *e, double value) {
    return e->frame.left + e->frame.width * nb__scale_at(&e->scene->x, value);
}

double nb__px_y(const nb__easel *e, double value) {
    return e->frame.top +
           e->frame.height * (1 - nb__scale_at(&e->scene->y, value));
}

int nb__is_inside(const nb__easel *e, double x, double y) {
    const nb__frame *f = &e->frame;
    return x >= f->left - 0.5 && x <= f->left + f->width + 0.5 &&
           y >= f->top - 0.5 && y <= f->top + f->height + 0.5;
}

/* ---- Lines. ---- */

static void begin_stroke(const nb__easel *e, double width) {
    nb__buf_puts(e->buf, "<path fill=\"none\"");
    nb__svg_color(e->buf, "stroke", e->style.color);
    nb__buf_puts(e->buf, " stroke-width=\"");
    nb__buf_printf(e->buf, "%.4g\"", width);
}

/* A stroke that begins at or below 0 comes from the end of a log scale. */
static double line_y(const nb__easel *e, size_t i) {
    double y = e->mark->y[i];
    int is_below = e->mark->is_strokes && e->scene->y.is_log && y <= 0;
    return nb__px_y(e, is_below ? NB__LEAST_LOG : y);
}

/* To save room, only some of many strokes. */
static int is_left_out(const nb__easel *e, size_t i) {
    return e->mark->is_strokes && i / 3 % (size_t)e->scene->thrift != 0;
}

static int is_gap(const nb__easel *e, size_t i) {
    return isnan(nb__px_x(e, e->mark->x[i]) + line_y(e, i));
}

/* A point between two gaps has no line to it, and would not be seen. */
static void draw_lonely(const nb__easel *e, const size_t *points,
                        size_t count) {
    struct nb_mark_object lonely = *e->mark;
    nb__easel dots = *e;
    dots.mark = &lonely;
    lonely.n = 0;
    lonely.x = nb__alloc(count, sizeof(double));
    lonely.y = nb__alloc(count, sizeof(double));
    for (size_t k = 0; k < count; k++) {
        size_t i = points[k];
        if (is_gap(e, i) || (k > 0 && !is_gap(e, points[k - 1])) ||
            (k + 1 < count && !is_gap(e, points[k + 1])))
            continue;
        lonely.x[lonely.n] = e->mark->x[i];
        lonely.y[lonely.n++] = e->mark->y[i];
    }
    if (lonely.n) nb__svg_markers(&dots);
    free(lonely.x);
    free(lonely.y);
}

static void draw_line(const nb__easel *e) {
    const struct nb_mark_object *mark = e->mark;
    double thrift = e->scene->thrift;
    begin_stroke(e, mark->width);
    nb__buf_puts(e->buf, " stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    nb__svg_dash(e->buf, e->style.dash);
    nb__svg_opacity(e->buf, mark->opacity);
    nb__buf_puts(e->buf, " d=\"");
    nb__pen pen =
        nb__pen_of(e->buf, &e->frame,
                   (double)mark->n > 2 * e->frame.width / thrift);
    pen.grain = e->scene->thrift;
    size_t count = 0;
    size_t *points =
        nb__thin(e->scene, mark, 4 * e->frame.width / thrift, &count);
    for (size_t k = 0; k < count; k++) {
        size_t i = points[k];
        double x = nb__px_x(e, mark->x[i]), y = line_y(e, i);
        if (isnan(x) || isnan(y) || is_left_out(e, i))
            nb__pen_lift(&pen);
        else
            nb__pen_to(&pen, x, y);
    }
    nb__pen_lift(&pen);
    nb__buf_puts(e->buf, "\"/>\n");
    if (mark->has_marker)
        nb__svg_markers(e);
    else if (!mark->follows)
        draw_lonely(e, points, count);
    free(points);
}

/* ---- Areas. ---- */

double nb__clamp(double x, double low, double high) {
    return fmin(fmax(x, low), high);
}

void nb__svg_box(const nb__easel *e, nb__path *path, const double *x,
                    const double *y) {
    const nb__frame *f = &e->frame;
    double x0 = nb__clamp(fmin(x[0], x[1]), f->left, f->left + f->width);
    double x1 = nb__clamp(fmax(x[0], x[1]), f->left, f->left + f->width);
    double y0 = nb__clamp(fmin(y[0], y[1]), f->top, f->top + f->height);
    double y1 = nb__clamp(fmax(y[0], y[1]), f->top, f->top + f->height);
    if (!(x1 > x0) || !(y1 > y0)) return;
    nb__path_move(path, x0, y0);
    nb__path_line(path, x1, y0);
    nb__path_line(path, x1, y1);
    nb__path_line(path, x0, y1);
    nb__path_close(path);
}

void nb__svg_fill(const nb__easel *e, nb__color color) {
    nb__buf_puts(e->buf, "<path");
    nb__svg_color(e->buf, "fill", color);
    nb__svg_opacity(e->buf, e->style.opacity);
}

/* Where bar i begins: at its base, or 0; on a log scale at the lower edge. */
static double ground(const nb__easel *e, size_t i) {
    double y = nb__px_y(e, e->mark->y2 ? e->mark->y2[i] : 0);
    return e->scene->y.is_log && isnan(y) ? e->frame.top + e->frame.height : y;
}

/* Bars thinner than a pixel become one a pixel, as high as the highest. */
typedef struct Column {
    nb__path *path;
    int is_used, is_open;
    double left, top, bottom;
} Column;

static void end_column(const nb__easel *e, Column *c) {
    const double x[] = {c->left, c->left + e->scene->thrift};
    const double y[] = {c->top, c->bottom};
    if (c->is_open) nb__svg_box(e, c->path, x, y);
    c->is_open = 0;
}

static void add_bar(const nb__easel *e, Column *c, const double *x,
                    const double *y) {
    if (!c->is_used) {
        nb__svg_box(e, c->path, x, y);
        return;
    }
    double left = floor(x[0] / e->scene->thrift) * e->scene->thrift;
    if (left != c->left) end_column(e, c);
    c->top = c->is_open ? fmin(c->top, fmin(y[0], y[1])) : fmin(y[0], y[1]);
    c->bottom =
        c->is_open ? fmax(c->bottom, fmax(y[0], y[1])) : fmax(y[0], y[1]);
    c->left = left;
    c->is_open = 1;
}

static void draw_bars(const nb__easel *e) {
    const struct nb_mark_object *mark = e->mark;
    nb__bar_room room = nb__bar_room_of(mark, &e->style);
    nb__path path = {.buf = e->buf};
    nb__svg_fill(e, e->style.color);
    if (mark->kind == NB__HIST)
        nb__buf_puts(e->buf, " stroke=\"#ffffff\" stroke-width=\".7\"");
    nb__buf_puts(e->buf, " d=\"");
    Column column = {.path = &path,
                     .is_used = (double)mark->n > e->frame.width};
    for (size_t i = 0; i < mark->n; i++) {
        double edges[2];
        nb__bar_edges(mark, &room, i, edges);
        const double x[] = {nb__px_x(e, edges[0]), nb__px_x(e, edges[1])};
        const double y[] = {ground(e, i), nb__px_y(e, mark->y[i])};
        if (!isnan(x[0] + x[1] + y[0] + y[1])) add_bar(e, &column, x, y);
    }
    end_column(e, &column);
    nb__buf_puts(e->buf, "\"/>\n");
}

static int has_point(const nb__easel *e, size_t i) {
    const struct nb_mark_object *mark = e->mark;
    return !isnan(nb__px_x(e, mark->x[i]) + nb__px_y(e, mark->y[i]) +
                  nb__px_y(e, mark->y2[i]));
}

static void band_point(const nb__easel *e, nb__path *path, size_t i,
                       const double *edge, int is_first) {
    const nb__frame *f = &e->frame;
    double x = nb__clamp(nb__px_x(e, e->mark->x[i]), f->left, f->left + f->width);
    double y = nb__clamp(nb__px_y(e, edge[i]), f->top, f->top + f->height);
    if (is_first)
        nb__path_move(path, x, y);
    else
        nb__path_line(path, x, y);
}

/* Points first ... last - 1, forth along one edge and back along the other;
 * where there are more than pixels, only some. */
static void band_piece(const nb__easel *e, nb__path *path, size_t first,
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

static void draw_band(const nb__easel *e) {
    nb__path path = {.buf = e->buf};
    nb__svg_fill(e, e->style.color);
    nb__buf_puts(e->buf, " d=\"");
    for (size_t i = 0; i < e->mark->n;) {
        size_t first = i;
        while (i < e->mark->n && has_point(e, i)) i++;
        band_piece(e, &path, first, i);
        if (i == first) i++;
    }
    nb__buf_puts(e->buf, "\"/>\n");
}

/* ---- Rules, words, arrows. ---- */

static void draw_rule(const nb__easel *e) {
    const nb__frame *f = &e->frame;
    double x = nb__px_x(e, e->mark->x[0]), y = nb__px_y(e, e->mark->y[0]);
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

static void stroke_arrow(const nb__easel *e, double width, const double *from,
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
static void draw_text_arrow(const nb__easel *e, const double *text,
                            const double *point) {
    double width = nb__text_width(e->mark->text, 11);
    double left = left_edge(text[0], e->mark->anchor, width);
    double from[2] = {nb__clamp(point[0], left, left + width), text[1] - 4};
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

static void draw_text(const nb__easel *e) {
    const struct nb_mark_object *mark = e->mark;
    const double point[] = {nb__px_x(e, mark->x[0]), nb__px_y(e, mark->y[0])};
    if (!nb__is_inside(e, point[0], point[1])) return;
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
static void draw_tip_words(const nb__easel *e, const double *from,
                           const double *to) {
    double length = hypot(to[0] - from[0], to[1] - from[1]);
    if (!e->mark->text || !(length > 0)) return;
    double c = (to[0] - from[0]) / length, s = (to[1] - from[1]) / length;
    int anchor = c > 0.4 ? -1 : c < -0.4 ? 1 : 0;
    double x = to[0] + 7 * c, y = to[1] + 4 + 11 * s;
    double free_y =
        nb__clamp(y, e->frame.top + 9, e->frame.top + e->frame.height - 5);
    if (free_y != y && anchor == 0) {
        anchor = -1;
        x += 8;
    }
    nb__words words = {x, free_y, anchor, e->style.color, e->mark->text};
    nb__svg_words(e->buf, &words);
}

static void draw_arrows(const nb__easel *e) {
    const struct nb_mark_object *mark = e->mark;
    nb__path path = {.buf = e->buf};
    double from[2] = {0, 0}, to[2] = {0, 0};
    size_t before = e->buf->len;
    begin_stroke(e, mark->width);
    nb__buf_puts(e->buf, " stroke-linejoin=\"round\" d=\"");
    for (size_t i = 0; i < mark->n; i += (size_t)e->scene->thrift) {
        from[0] = nb__px_x(e, mark->x[i]);
        from[1] = nb__px_y(e, mark->y[i]);
        to[0] = nb__px_x(e, mark->x2[i]);
        to[1] = nb__px_y(e, mark->y2[i]);
        if (nb__is_inside(e, from[0], from[1]) && nb__is_inside(e, to[0], to[1]))
            add_arrow(&path, from[0], from[1], to[0], to[1]);
    }
    nb__buf_puts(e->buf, "\"/>\n");
    if (!path.has_begun)
        e->buf->data[e->buf->len = before] = '\0';
    else if (mark->n == 1)
        draw_tip_words(e, from, to);
}

static void draw_nothing(const nb__easel *e) { (void)e; }

void nb__svg_marks(const nb__scene *scene, const nb__frame *frame,
                   nb__buf *buf) {
    static void (*const draw[])(const nb__easel *) = {
        draw_line,  nb__svg_dots,    draw_bars, draw_bars, draw_band, nb__svg_heat,
        nb__svg_field, nb__svg_field,   draw_nothing, draw_rule, draw_text,
        draw_arrows};
    for (int is_late = 0; is_late < 2; is_late++)
        for (size_t i = 0; i < scene->plot->count; i++) {
            const struct nb_mark_object *mark = scene->plot->marks[i];
            /* Words and single arrows are on top of everything. */
            if (nb__mark_is_late(mark) != is_late) continue;
            nb__easel e = {scene, mark, scene->styles[i], *frame, buf};
            draw[mark->kind](&e);
        }
    nb__easel all = {scene, NULL, {.slot = 0}, *frame, buf};
    nb__svg_level_labels(&all);
}
