#include "svgpath.h"

#include <math.h>
#include <stdlib.h>

void nb__buf_tenths(nb__buf *buf, long tenths) {
    if (tenths < 0) nb__buf_putc(buf, '-', 1);
    long whole = labs(tenths) / 10, part = labs(tenths) % 10;
    if (whole || !part) nb__buf_printf(buf, "%ld", whole);
    if (part) nb__buf_printf(buf, ".%ld", part);
}

void nb__buf_px(nb__buf *buf, double px) {
    nb__buf_tenths(buf, lround(px * 10));
}

/* ---- Paths. ---- */

/* The letter is left out where the last one goes on to hold. */
static void put_command(nb__path *path, char command, long a) {
    if (path->command != command)
        nb__buf_putc(path->buf, command, 1);
    else if (a >= 0)
        nb__buf_putc(path->buf, ' ', 1);
    nb__buf_tenths(path->buf, a);
    path->command = command;
}

static void put_pair(nb__path *path, char command, long a, long b) {
    put_command(path, command, a);
    if (b >= 0) nb__buf_putc(path->buf, ' ', 1);
    nb__buf_tenths(path->buf, b);
}

void nb__path_move(nb__path *path, double x, double y) {
    long to_x = lround(x * 10), to_y = lround(y * 10);
    path->command = 0;
    if (path->has_begun)
        put_pair(path, 'm', to_x - path->x, to_y - path->y);
    else
        put_pair(path, 'M', to_x, to_y);
    path->command = path->has_begun ? 'l' : 'L';
    path->has_begun = 1;
    path->x = path->start_x = to_x;
    path->y = path->start_y = to_y;
}

void nb__path_line(nb__path *path, double x, double y) {
    long to_x = lround(x * 10), to_y = lround(y * 10);
    long dx = to_x - path->x, dy = to_y - path->y;
    if (dy == 0)
        put_command(path, 'h', dx);
    else if (dx == 0)
        put_command(path, 'v', dy);
    else
        put_pair(path, 'l', dx, dy);
    path->x = to_x;
    path->y = to_y;
}

void nb__path_close(nb__path *path) {
    nb__buf_putc(path->buf, 'z', 1);
    path->command = 0;
    path->x = path->start_x;
    path->y = path->start_y;
}

/* ---- The pen. ---- */

nb__pen nb__pen_of(nb__buf *buf, const nb__frame *frame, int is_thinned) {
    return (nb__pen){
        .path = {.buf = buf}, .frame = *frame, .is_thinned = is_thinned,
        .grain = 1};
}

/* Liang and Barsky: cut [t0, t1] by one edge; 0 when nothing is left. */
static int cut(double direction, double distance, double *t0, double *t1) {
    if (direction == 0) return distance >= 0;
    double t = distance / direction;
    if (direction < 0) {
        if (t > *t1) return 0;
        if (t > *t0) *t0 = t;
    } else {
        if (t < *t0) return 0;
        if (t < *t1) *t1 = t;
    }
    return 1;
}

static void draw_segment(nb__pen *pen, double x, double y) {
    const nb__frame *f = &pen->frame;
    double dx = x - pen->x, dy = y - pen->y, t0 = 0, t1 = 1;
    if (!cut(-dx, pen->x - f->left, &t0, &t1) ||
        !cut(dx, f->left + f->width - pen->x, &t0, &t1) ||
        !cut(-dy, pen->y - f->top, &t0, &t1) ||
        !cut(dy, f->top + f->height - pen->y, &t0, &t1))
        return;
    double from_x = pen->x + t0 * dx, from_y = pen->y + t0 * dy;
    int goes_on = pen->path.has_begun && lround(from_x * 10) == pen->path.x &&
                  lround(from_y * 10) == pen->path.y;
    if (!goes_on) nb__path_move(&pen->path, from_x, from_y);
    double to_x = pen->x + t1 * dx, to_y = pen->y + t1 * dy;
    if (lround(to_x * 10) != pen->path.x || lround(to_y * 10) != pen->path.y)
        nb__path_line(&pen->path, to_x, to_y);
}

/* With a coarse grain, points near the last one are left out. */
static int skip(nb__pen *pen, const double *point) {
    double dx = point[0] - pen->x, dy = point[1] - pen->y;
    if (pen->grain < 2 || !pen->is_down) return 0;
    pen->has_skipped = hypot(dx, dy) < pen->grain;
    pen->skipped[0] = point[0];
    pen->skipped[1] = point[1];
    return pen->has_skipped;
}

static void visit(nb__pen *pen, const double *point) {
    if (skip(pen, point)) return;
    if (pen->is_down) draw_segment(pen, point[0], point[1]);
    pen->has_drawn |= pen->is_down;
    pen->x = point[0];
    pen->y = point[1];
    pen->is_down = 1;
}

static void flush(nb__pen *pen) {
    nb__column4 *c = &pen->pending;
    if (c->count == 0) return;
    visit(pen, c->first);
    if (c->count > 2) {
        visit(pen, c->low_is_first ? c->low : c->high);
        visit(pen, c->low_is_first ? c->high : c->low);
    }
    if (c->count > 1) visit(pen, c->last);
    c->count = 0;
}

static void set(double *point, double x, double y) {
    point[0] = x;
    point[1] = y;
}

static void begin_column(nb__column4 *c, long column, double x, double y) {
    c->column = column;
    c->count = 1;
    set(c->first, x, y);
    set(c->low, x, y);
    set(c->high, x, y);
    set(c->last, x, y);
}

static void add_to_column(nb__column4 *c, double x, double y) {
    if (y < c->low[1]) {
        set(c->low, x, y);
        c->low_is_first = 0;
    }
    if (y > c->high[1]) {
        set(c->high, x, y);
        c->low_is_first = 1;
    }
    set(c->last, x, y);
    c->count++;
}

void nb__pen_to(nb__pen *pen, double x, double y) {
    const double point[] = {x, y};
    if (!pen->is_thinned) {
        visit(pen, point);
        return;
    }
    long column = (long)floor(x / pen->grain);
    if (pen->pending.count && column == pen->pending.column) {
        add_to_column(&pen->pending, x, y);
        return;
    }
    flush(pen);
    begin_column(&pen->pending, column, x, y);
}

void nb__pen_lift(nb__pen *pen) {
    flush(pen);
    /* A piece that is smaller than the grain as a whole is not drawn. */
    if (pen->has_skipped && pen->has_drawn)
        draw_segment(pen, pen->skipped[0], pen->skipped[1]);
    pen->is_down = pen->has_skipped = pen->has_drawn = 0;
}
