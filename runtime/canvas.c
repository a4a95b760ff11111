#include "canvas.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "utf8.h"

nb__canvas nb__canvas_of(size_t columns, size_t rows) {
    return (nb__canvas){columns, rows,
                        nb__alloc(columns * rows, sizeof(nb__cell))};
}

void nb__canvas_done(nb__canvas *canvas) { free(canvas->cells); }

nb__cell *nb__canvas_cell(nb__canvas *canvas, long column, long row) {
    if (column < 0 || row < 0 || column >= (long)canvas->columns ||
        row >= (long)canvas->rows)
        return NULL;
    return &canvas->cells[(size_t)row * canvas->columns + (size_t)column];
}

void nb__canvas_dot(nb__canvas *canvas, long x, long y) {
    static const uint8_t bits[4][2] = {
        {0x01, 0x08},
        {0x02, 0x10},
        {0x04, 0x20},
        {0x40, 0x80}
    };
    if (x < 0 || y < 0) return;
    nb__cell *cell = nb__canvas_cell(canvas, x / 2, y / 4);
    if (cell) cell->dots |= bits[y % 4][x % 2];
}

/* Cut the segment to a little around the canvas, so that the walk is short. */
static int clip(const nb__canvas *canvas, double *from, double *to) {
    const double limits[2] = {2 * (double)canvas->columns,
                              4 * (double)canvas->rows};
    double t0 = 0, t1 = 1;
    for (int axis = 0; axis < 2; axis++) {
        double d = to[axis] - from[axis];
        double low = (-1 - from[axis]) / d,
               high = (limits[axis] - from[axis]) / d;
        if (d == 0) {
            if (from[axis] < -1 || from[axis] > limits[axis]) return 0;
            continue;
        }
        t0 = fmax(t0, fmin(low, high));
        t1 = fmin(t1, fmax(low, high));
    }
    if (t0 > t1) return 0;
    for (int axis = 0; axis < 2; axis++) {
        double start = from[axis], d = to[axis] - from[axis];
        from[axis] = start + t0 * d;
        to[axis] = start + t1 * d;
    }
    return 1;
}

void nb__canvas_line(nb__canvas *canvas, const double *from, const double *to,
                     unsigned pattern, unsigned length, unsigned *phase) {
    double a[] = {from[0], from[1]}, b[] = {to[0], to[1]};
    if (!clip(canvas, a, b)) return;
    long steps = lround(ceil(fmax(fabs(b[0] - a[0]), fabs(b[1] - a[1]))));
    long last_x = -1, last_y = -1;
    for (long i = 0; i <= steps; i++) {
        double t = steps > 0 ? (double)i / (double)steps : 0;
        long x = (long)floor(a[0] + t * (b[0] - a[0]));
        long y = (long)floor(a[1] + t * (b[1] - a[1]));
        if (x == last_x && y == last_y) continue;
        last_x = x;
        last_y = y;
        if (pattern >> (length - 1 - *phase % length) & 1)
            nb__canvas_dot(canvas, x, y);
        (*phase)++;
    }
}

/* Before this cell is written: the other half of a wide glyph goes. */
static void break_wide(nb__canvas *canvas, long column, long row) {
    nb__cell *cell = nb__canvas_cell(canvas, column, row);
    nb__cell *before = nb__canvas_cell(canvas, column - 1, row);
    nb__cell *after = nb__canvas_cell(canvas, column + 1, row);
    if (cell->glyph == NB__TAIL && before) before->glyph = ' ';
    if (after && after->glyph == NB__TAIL) after->glyph = ' ';
}

static void put_glyph(nb__canvas *canvas, long column, long row, uint32_t c) {
    nb__cell *cell = nb__canvas_cell(canvas, column, row);
    if (!cell) return;
    break_wide(canvas, column, row);
    cell->glyph = c;
}

static void put_tail(nb__canvas *canvas, long column, long row) {
    nb__cell *cell = nb__canvas_cell(canvas, column, row);
    nb__cell *after = nb__canvas_cell(canvas, column + 1, row);
    if (after && after->glyph == NB__TAIL) after->glyph = ' ';
    if (cell) cell->glyph = NB__TAIL;
}

void nb__canvas_text(nb__canvas *canvas, long column, long row,
                     const char *text) {
    while (*text) {
        uint32_t c = nb__utf8_next(&text);
        int width = nb__utf8_width(c);
        int is_cut = width == 2 && (column < 0 ||
                                    column + 1 >= (long)canvas->columns);
        if (width > 0) put_glyph(canvas, column, row, is_cut ? ' ' : c);
        if (width == 2 && !is_cut) put_tail(canvas, column + 1, row);
        column += width;
    }
}

static int is_blank(const nb__cell *cell) {
    if (cell->glyph) return cell->glyph == ' ';
    return !cell->dots && (!cell->shade || cell->shade == ' ');
}

void nb__canvas_write(const nb__canvas *canvas, size_t row, nb__buf *buf) {
    const nb__cell *cells = canvas->cells + row * canvas->columns;
    size_t end = canvas->columns;
    while (end > 0 && is_blank(&cells[end - 1])) end--;
    for (size_t i = 0; i < end; i++) {
        const nb__cell *cell = &cells[i];
        if (cell->glyph == NB__TAIL) continue;
        uint32_t c = cell->glyph   ? cell->glyph
                     : cell->dots  ? 0x2800u + cell->dots
                     : cell->shade ? cell->shade
                                   : ' ';
        char bytes[4];
        nb__buf_add(buf, bytes, nb__utf8_put(c, bytes));
    }
}
