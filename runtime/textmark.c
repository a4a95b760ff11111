/* textmark.c - each kind of mark as characters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "field.h"
#include "number.h"
#include "sheet.h"
#include "thin.h"
#include "utf8.h"

/* Where the current mark stands on the sheet. */
typedef struct Easel {
    nb__sheet *sheet;
    const struct nb_mark_object *mark;
    nb__style style;
} Easel;

double nb__sheet_x(const nb__sheet *sheet, double value) {
    double width = 2 * (double)sheet->canvas.columns;
    return nb__scale_at(&sheet->scene.x, value) * (width - 1) + 0.5;
}

double nb__sheet_y(const nb__sheet *sheet, double value) {
    double height = 4 * (double)sheet->canvas.rows;
    return (1 - nb__scale_at(&sheet->scene.y, value)) * (height - 1) + 0.5;
}

long nb__column_of_dot(double dot) { return (long)floor(dot / 2); }
long nb__row_of_dot(double dot) { return (long)floor(dot / 4); }

static double dot_x(const Easel *e, double value) {
    return nb__sheet_x(e->sheet, value);
}

static double dot_y(const Easel *e, double value) {
    return nb__sheet_y(e->sheet, value);
}


/* ---- Marks. ---- */

/* Of 0 a raised dot, so that it differs from no region at all. */
uint32_t nb__sheet_shade(size_t k) {
    static const uint32_t shades[] = {0xb7,   0x2591, 0x2592, 0x2593, 0x2588,
                                      0x2571, 0x2572, 0x2502, 0x2500, 0x2573};
    return shades[k % (sizeof shades / sizeof *shades)];
}

/* Rhythms of dashes, 12 dots long, by nb__dash. */
static unsigned pattern_of(nb__dash dash) {
    static const unsigned patterns[] = {0xfff, 0xfff, 0xf3c, 0x888, 0xfd8};
    return patterns[dash];
}

/* A stroke that begins at or below 0 comes from the end of a log scale. */
static double line_y(const Easel *e, size_t i) {
    double y = e->mark->y[i];
    int is_below = e->mark->is_strokes && e->sheet->scene.y.is_log && y <= 0;
    return dot_y(e, is_below ? NB__LEAST_LOG : y);
}

/* Text has room for some of the level lines only: six, evenly. */
static int is_line_left_out(const struct nb_mark_object *mark) {
    int step = (mark->level_count + 5) / 6;
    return mark->level_count && mark->level_index % step != step / 2;
}

static void draw_line(const Easel *e) {
    if (is_line_left_out(e->mark)) return;
    unsigned phase = 0;
    double last[2] = {nan(""), nan("")};
    double columns = 8 * (double)e->sheet->canvas.columns;
    size_t count = 0;
    size_t *points = nb__thin(&e->sheet->scene, e->mark, columns, &count);
    for (size_t k = 0; k < count; k++) {
        size_t i = points[k];
        double now[2] = {dot_x(e, e->mark->x[i]), line_y(e, i)};
        if (!isnan(now[0] + now[1]) && !isnan(last[0] + last[1]))
            nb__canvas_line(&e->sheet->canvas, last, now,
                            pattern_of(e->style.dash), 12, &phase);
        else if (!isnan(now[0] + now[1]))
            nb__canvas_dot(&e->sheet->canvas, (long)floor(now[0]),
                           (long)floor(now[1]));
        last[0] = now[0];
        last[1] = now[1];
    }
    free(points);
}

static uint32_t code_point(const char *text) { return nb__utf8_next(&text); }

/* One cloud alone is finest in dots; beside others it needs a glyph. */
static int is_alone(const nb__sheet *sheet) {
    for (size_t i = 0, others = 0; i < sheet->plot->count; i++) {
        const struct nb_mark_object *mark = sheet->plot->marks[i];
        if (mark->kind <= NB__BAND && ++others > 1) return 0;
        if (mark->kind == NB__DOTS && (mark->c || mark->n < 40)) return 0;
    }
    return 1;
}

/* Have the cells that hold dots most of theirs set? Then the figure is
 * a solid blob, and only shades can tell how many dots each one holds. */
static int is_solid(const nb__canvas *canvas) {
    size_t cells = 0, dots = 0;
    for (size_t i = 0; i < canvas->columns * canvas->rows; i++) {
        cells += canvas->cells[i].dots != 0;
        dots += (size_t)__builtin_popcount(canvas->cells[i].dots);
    }
    return dots * 10 > cells * 8 * 6;
}

static void draw_cloud(const Easel *e) {
    static const uint32_t shades[] = {0x2591, 0x2592, 0x2593, 0x2588};
    nb__canvas *canvas = &e->sheet->canvas;
    size_t count = canvas->columns * canvas->rows, most = 1;
    size_t *held = nb__alloc(count, sizeof *held);
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = dot_x(e, e->mark->x[i]), y = dot_y(e, e->mark->y[i]);
        if (isnan(x + y)) continue;
        nb__cell *cell = nb__canvas_cell(canvas, nb__column_of_dot(x), nb__row_of_dot(y));
        if (cell) held[cell - canvas->cells]++;
    }
    for (size_t i = 0; i < count; i++) most = held[i] > most ? held[i] : most;
    for (size_t i = 0; i < count; i++) {
        double share = sqrt((double)held[i] / (double)most);
        if (held[i]) canvas->cells[i].shade = shades[(int)fmin(share * 4, 3)];
    }
    free(held);
}

/* A class has its shape, a value its digit: 0 is the least, 9 the most. */
static uint32_t dot_glyph(const Easel *e, size_t i) {
    const struct nb_mark_object *mark = e->mark;
    if (!mark->c || mark->class_count) {
        int class = mark->c ? (int)mark->c[i] : 0;
        return code_point(nb__glyph((e->style.glyph + class) % NB__GLYPHS));
    }
    double share = (mark->c[i] - mark->low) / (mark->high - mark->low);
    if (isnan(share)) return '?';
    return '0' + (uint32_t)fmin(fmax(share, 0) * 10, 9);
}

enum {
    CROWD = 2000 /* dots, beside other marks, that glyphs would only cover */
};

static void draw_glyphs(const Easel *e) {
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = dot_x(e, e->mark->x[i]), y = dot_y(e, e->mark->y[i]);
        if (isnan(x + y)) continue;
        nb__cell *cell = nb__canvas_cell(
            &e->sheet->canvas, nb__column_of_dot(x), nb__row_of_dot(y));
        if (cell) cell->glyph = dot_glyph(e, i);
    }
}

static void draw_fine(const Easel *e) {
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = dot_x(e, e->mark->x[i]), y = dot_y(e, e->mark->y[i]);
        if (isnan(x + y)) continue;
        nb__canvas_dot(&e->sheet->canvas, (long)floor(x), (long)floor(y));
    }
}

static void draw_dots(const Easel *e) {
    nb__canvas *canvas = &e->sheet->canvas;
    if (!is_alone(e->sheet)) {
        if (e->mark->n > CROWD && !e->mark->c)
            draw_cloud(e);
        else
            draw_glyphs(e);
        return;
    }
    draw_fine(e);
    if (!is_solid(canvas)) return;
    for (size_t i = 0; i < canvas->columns * canvas->rows; i++)
        canvas->cells[i].dots = 0;
    draw_cloud(e);
}

/* Eighths of a cell from its lower edge. */
static uint32_t block(double part) {
    int eighths = (int)lround(part * 8);
    return eighths <= 0 ? 0 : 0x2580u + (uint32_t)(eighths > 8 ? 8 : eighths);
}

/* A bar between two heights in dots; bottom > top on paper. */
typedef struct Bar {
    double bottom, top;
    int shade; /* 4: solid, in eighths of a cell */
} Bar;

/* Where two histograms lie on each other it is darkest. */
static uint32_t shaded(const Bar *bar, const nb__cell *cell) {
    return nb__sheet_shade(cell->shade ? 4 : (size_t)bar->shade);
}

/* One column of it. */
static void fill_column(nb__sheet *sheet, long column, const Bar *bar) {
    double bottom = bar->bottom, top = bar->top;
    for (long row = 0; row < (long)sheet->canvas.rows; row++) {
        double cell_top = 4.0 * (double)row, cell_bottom = cell_top + 4;
        double from = fmax(top, cell_top), to = fmin(bottom, cell_bottom);
        nb__cell *cell = nb__canvas_cell(&sheet->canvas, column, row);
        if (!cell || to <= from) continue;
        int hangs = from <= cell_top && to < cell_bottom;
        uint32_t full = hangs && to - from < 3 ? 0x2580u : 0x2588u;
        uint32_t c = hangs ? (to - from >= 1 ? full : 0)
                           : block((cell_bottom - from) / 4);
        if (bar->shade != 4 && c) c = to - from >= 2 ? shaded(bar, cell) : 0;
        if (c) cell->shade = c;
    }
}

static void draw_bar(const Easel *e, const double *x, double ground,
                     double top) {
    Bar bar = {fmax(ground, top), fmin(ground, top), e->style.shade};
    long first = lround(dot_x(e, x[0]) / 2), last = lround(dot_x(e, x[1]) / 2);
    if (last <= first) last = first + 1;
    for (long column = first; column < last; column++)
        fill_column(e->sheet, column, &bar);
}

static void draw_bars(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    nb__bar_room room = nb__bar_room_of(mark, &e->style);
    double floor_dot = 4.0 * (double)e->sheet->canvas.rows;
    for (size_t i = 0; i < mark->n; i++) {
        double x[2], top = dot_y(e, mark->y[i]);
        double ground = dot_y(e, mark->y2 ? mark->y2[i] : 0) + 0.5;
        nb__bar_edges(mark, &room, i, x);
        if (e->sheet->scene.y.is_log && isnan(ground)) ground = floor_dot;
        if (!isnan(dot_x(e, x[0]) + dot_x(e, x[1]) + top + ground))
            draw_bar(e, x, ground, top);
    }
}

static void shade_column(const Easel *e, long column, double high, double low) {
    long top = nb__row_of_dot(fmax(high, 0)), bottom = nb__row_of_dot(low);
    for (long row = top; row <= bottom; row++) {
        nb__cell *cell = nb__canvas_cell(&e->sheet->canvas, column, row);
        if (!cell) return;
        if (!cell->shade) cell->shade = 0x2591;
    }
}

/* The piece of a band between points i and i + 1. */
static void shade_piece(const Easel *e, size_t i) {
    const struct nb_mark_object *mark = e->mark;
    double x0 = dot_x(e, mark->x[i]), x1 = dot_x(e, mark->x[i + 1]);
    double low = dot_y(e, mark->y[i]), high = dot_y(e, mark->y2[i]);
    double low_step = dot_y(e, mark->y[i + 1]) - low;
    double high_step = dot_y(e, mark->y2[i + 1]) - high;
    double width = 2 * (double)e->sheet->canvas.columns;
    if (isnan(x0 + x1 + low + high + low_step + high_step)) return;
    long first = nb__column_of_dot(fmax(fmin(x0, x1), -4));
    long last = nb__column_of_dot(fmin(fmax(x0, x1), width));
    for (long c = first; c <= last; c++) {
        double t = x1 != x0 ? (2 * (double)c + 1 - x0) / (x1 - x0) : 0;
        t = fmin(fmax(t, 0), 1);
        shade_column(e, c, high + t * high_step, low + t * low_step);
    }
}

static void draw_band(const Easel *e) {
    for (size_t i = 0; i + 1 < e->mark->n; i++) shade_piece(e, i);
}

/* Five shades from the middle of the cell's square of the matrix. */
static void draw_heat(const Easel *e) {
    static const uint32_t shades[] = {0, 0x2591, 0x2592, 0x2593, 0x2588};
    const struct nb_mark_object *mark = e->mark;
    nb__sheet *sheet = e->sheet;
    const nb__scale *sx = &sheet->scene.x, *sy = &sheet->scene.y;
    for (size_t r = 0; r < sheet->canvas.rows; r++)
        for (size_t c = 0; c < sheet->canvas.columns; c++) {
            double u = ((double)c + 0.5) / (double)sheet->canvas.columns;
            double v = 1 - ((double)r + 0.5) / (double)sheet->canvas.rows;
            double j = round(sx->lo + u * (sx->hi - sx->lo));
            double i =
                (double)mark->rows - 1 - round(sy->lo + v * (sy->hi - sy->lo));
            if (!(i >= 0 && j >= 0 && i < (double)mark->rows &&
                  j < (double)mark->cols))
                continue;
            double value = mark->c[(size_t)i * mark->cols + (size_t)j];
            double t = (value - mark->low) / (mark->high - mark->low);
            nb__cell *cell = nb__canvas_cell(&sheet->canvas, (long)c, (long)r);
            if (isnan(t))
                cell->shade = '?';
            else
                cell->shade = shades[(int)fmin(fmax(t, 0) * 5, 4)];
        }
}

static void write_centred(nb__sheet *sheet, double x, double y, const char *text) {
    long width = (long)nb__utf8_columns(text);
    nb__canvas_text(&sheet->canvas, nb__column_of_dot(x) - width / 2, nb__row_of_dot(y), text);
}

/* With a blank on both sides, where a column of the matrix is wide enough. */
static void annotate_heat(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    double room = (dot_x(e, 1) - dot_x(e, 0)) / 2;
    for (size_t k = 0; k < mark->n; k++) {
        char number[NB_NUMBER_SIZE];
        nb__buf text = {0};
        (void)nb__format(number, sizeof number, "%.3g",
                         mark->c[k] == 0 ? 0.0 : mark->c[k]);
        nb__buf_puts(&text, " ");
        nb__buf_minus(&text, isnan(mark->c[k]) ? "nan" : number);
        nb__buf_puts(&text, " ");
        if ((double)nb__utf8_columns(text.data) <= room)
            write_centred(e->sheet, dot_x(e, (double)(k % mark->cols)),
                          dot_y(e, (double)(mark->rows - 1 - k / mark->cols)),
                          text.data);
        nb__buf_done(&text);
    }
}

/* Every fourth dot: a rule is fainter than any line. */
static void draw_rule(const Easel *e) {
    nb__canvas *canvas = &e->sheet->canvas;
    double x = dot_x(e, e->mark->x[0]), y = dot_y(e, e->mark->y[0]);
    if (!isnan(x))
        for (long i = 0; i < 4 * (long)canvas->rows; i += 2)
            nb__canvas_dot(canvas, (long)floor(x), i);
    if (!isnan(y))
        for (long i = 0; i < 2 * (long)canvas->columns; i += 4)
            nb__canvas_dot(canvas, i, (long)floor(y));
}

static void write_words(const Easel *e, double x, double y, int anchor,
                        const char *text) {
    long width = (long)nb__utf8_columns(text),
         columns = (long)e->sheet->canvas.columns;
    long column = nb__column_of_dot(x) - (anchor < 0   ? 0
                                  : anchor > 0 ? width - 1
                                               : width / 2);
    if (column + width > columns) column = columns - width;
    nb__canvas_text(&e->sheet->canvas, column < 0 ? 0 : column, nb__row_of_dot(y),
                    text);
}

/* The offset in px is rounded to cells of 9 x 18. */
static void draw_text(const Easel *e) {
    double x = dot_x(e, e->mark->x[0]), y = dot_y(e, e->mark->y[0]);
    if (isnan(x + y)) return;
    double rows = 4 * (double)e->sheet->canvas.rows - 1;
    write_words(e, x + e->mark->dx / 4.5,
                fmin(fmax(y + e->mark->dy / 4.5, 0), rows), e->mark->anchor,
                e->mark->text);
}

static const char *arrow_head(const double *from, const double *to) {
    static const char *const heads[] = {"\u2192", "\u2197", "\u2191", "\u2196",
                                        "\u2190", "\u2199", "\u2193", "\u2198"};
    double turn = atan2(from[1] - to[1], to[0] - from[0]) / (M_PI / 4);
    return heads[((int)lround(turn) + 8) % 8];
}

/* One of many is only its direction, where it begins. */
static void draw_arrow(const Easel *e, size_t i) {
    nb__canvas *canvas = &e->sheet->canvas;
    double from[2] = {dot_x(e, e->mark->x[i]), dot_y(e, e->mark->y[i])};
    double to[2] = {dot_x(e, e->mark->x2[i]), dot_y(e, e->mark->y2[i])};
    unsigned phase = 0;
    if (isnan(from[0] + from[1] + to[0] + to[1])) return;
    if (e->mark->n > 1) {
        const char *text =
            hypot(to[0] - from[0], to[1] - from[1]) < 0.5
                ? "\u00b7"
                : arrow_head(from, to);
        nb__canvas_text(canvas, nb__column_of_dot(from[0]), nb__row_of_dot(from[1]), text);
        return;
    }
    nb__canvas_line(canvas, from, to, 1, 1, &phase);
    nb__canvas_text(canvas, nb__column_of_dot(to[0]), nb__row_of_dot(to[1]),
                    arrow_head(from, to));
    if (!e->mark->text) return;
    int anchor = to[0] >= from[0] ? -1 : 1;
    write_words(e, to[0] - 4 * anchor, to[1], anchor, e->mark->text);
}

static void draw_arrows(const Easel *e) {
    for (size_t i = 0; i < e->mark->n; i++) draw_arrow(e, i);
}

/* What a field is at the middle of a cell, 0 to 1; NaN beyond it. */
static double field_share(const Easel *e, size_t column, size_t row) {
    const struct nb_mark_object *mark = e->mark;
    const nb__scale *sx = &e->sheet->scene.x, *sy = &e->sheet->scene.y;
    double at_x = ((double)column + 0.5) / (double)e->sheet->canvas.columns;
    double at_y = 1 - ((double)row + 0.5) / (double)e->sheet->canvas.rows;
    double x = sx->lo + at_x * (sx->hi - sx->lo);
    double y = sy->lo + at_y * (sy->hi - sy->lo);
    if (sx->is_log) x = pow(10, x);
    if (sy->is_log) y = pow(10, y);
    double u = (x - mark->x_range[0]) / (mark->x_range[1] - mark->x_range[0]);
    double v = (y - mark->y_range[0]) / (mark->y_range[1] - mark->y_range[0]);
    if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return nan("");
    return nb__field_share(mark, nb__field_at(mark, u, v));
}

/* Five shades, from 0 to 1. */
static uint32_t shade_of(double share) {
    static const uint32_t shades[] = {0, 0x2591, 0x2592, 0x2593, 0x2588};
    return shades[(int)fmin(fmax(share, 0) * 5, 4)];
}

/* One of several images, and how many cells it has. */
typedef struct Tile {
    const struct nb_mark_object *mark;
    size_t top, left; /* its first pixel, counted from above */
    size_t rows, columns;
} Tile;

/* How much of pixel k lies between the two. */
static double overlap(double from, double to, size_t k) {
    return fmax(fmin(to, (double)k + 1) - fmax(from, (double)k), 0);
}

/* The mean of the pixels below a cell, 0 to 1; NaN if there are none. */
static double tile_share(const Tile *tile, size_t row, size_t column) {
    const struct nb_mark_object *mark = tile->mark;
    double high = (double)mark->tile_rows / (double)tile->rows;
    double wide = (double)mark->tile_cols / (double)tile->columns;
    double from_i = (double)row * high, from_j = (double)column * wide;
    double sum = 0, weight = 0;
    for (size_t i = (size_t)from_i; i < mark->tile_rows; i++) {
        double part_i = overlap(from_i, from_i + high, i);
        if (part_i <= 0) break;
        size_t line = mark->rows - 1 - tile->top - i;
        const double *pixels = mark->c + line * mark->cols + tile->left;
        for (size_t j = (size_t)from_j; j < mark->tile_cols; j++) {
            double part = part_i * overlap(from_j, from_j + wide, j);
            if (part <= 0) break;
            if (!isfinite(pixels[j])) continue;
            sum += part * pixels[j];
            weight += part;
        }
    }
    return weight > 0 ? nb__field_share(mark, sum / weight) : nan("");
}

static void draw_tile(const Easel *e, const Tile *tile, size_t at_row,
                      size_t at_column) {
    nb__canvas *canvas = &e->sheet->canvas;
    for (size_t row = 0; row < tile->rows; row++)
        for (size_t column = 0; column < tile->columns; column++) {
            double share = tile_share(tile, row, column);
            nb__cell *cell = nb__canvas_cell(canvas, (long)(at_column + column),
                                             (long)(at_row + row));
            if (!isnan(share)) cell->shade = shade_of(share);
        }
}

/* As the canvas was made for them: so many cells each, and one between. */
static void draw_images(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    const nb__canvas *canvas = &e->sheet->canvas;
    size_t across = (mark->cols + 1) / (mark->tile_cols + 1);
    size_t down = (mark->rows + 1) / (mark->tile_rows + 1);
    Tile tile = {.mark = mark,
                 .rows = (canvas->rows + 1) / down - 1,
                 .columns = (canvas->columns + 1) / across - 1};
    for (size_t k = 0; k < mark->tiles; k++) {
        size_t row = k / across, column = k % across;
        tile.top = row * (mark->tile_rows + 1);
        tile.left = column * (mark->tile_cols + 1);
        draw_tile(e, &tile, row * (tile.rows + 1), column * (tile.columns + 1));
    }
}

/* Shades; of classes, one for each. */
static void draw_field(const Easel *e) {
    nb__canvas *canvas = &e->sheet->canvas;
    if (e->mark->opacity <= 0) return;
    if (nb__scene_gallery(&e->sheet->scene)) {
        draw_images(e);
        return;
    }
    for (size_t row = 0; row < canvas->rows; row++)
        for (size_t column = 0; column < canvas->columns; column++) {
            double t = field_share(e, column, row);
            nb__cell *cell =
                nb__canvas_cell(canvas, (long)column, (long)row);
            if (isnan(t)) continue;
            cell->shade = e->mark->class_count
                              ? nb__sheet_shade((size_t)lround(t * e->mark->high))
                              : shade_of(t);
        }
}

/* Nothing but the line is in the cells where a text would stand. */
static int is_room(const nb__canvas *canvas, long column, long row,
                   long width) {
    for (long c = column - 1; c <= column + width; c++) {
        long at = row * (long)canvas->columns + c;
        if (c < 0 || c >= (long)canvas->columns || canvas->cells[at].glyph)
            return 0;
    }
    return 1;
}

/* The line's value, on it, as near to its middle as there is room. */
static void label_level(const Easel *e) {
    nb__canvas *canvas = &e->sheet->canvas;
    size_t n = e->mark->n;
    char number[NB_NUMBER_SIZE];
    nb__buf text = {0};
    nb__ramp_number(e->mark->level, number);
    nb__buf_minus(&text, number);
    long width = (long)nb__utf8_columns(text.data);
    for (size_t k = 0; k < n; k++) {
        size_t i = (n / 2 + k) % n;
        double x = dot_x(e, e->mark->x[i]), y = dot_y(e, e->mark->y[i]);
        if (isnan(x + y)) continue;
        long column = nb__column_of_dot(x) - width / 2;
        long row = nb__row_of_dot(y);
        if (row < 1 || row + 1 >= (long)canvas->rows ||
            !is_room(canvas, column, row, width))
            continue;
        nb__canvas_text(canvas, column, row, text.data);
        break;
    }
    nb__buf_done(&text);
}

static void label_levels(nb__sheet *sheet) {
    for (size_t i = 0; i < sheet->plot->count; i++) {
        const struct nb_mark_object *mark = sheet->plot->marks[i];
        Easel e = {sheet, mark, sheet->scene.styles[i]};
        if (mark->level_count && !is_line_left_out(mark)) label_level(&e);
    }
}

static void draw_nothing(const Easel *e) { (void)e; }

void nb__sheet_marks(nb__sheet *sheet) {
    static void (*const draw[])(const Easel *) = {
        draw_line,  draw_dots,  draw_bars,    draw_bars, draw_band, draw_heat,
        draw_field, draw_field, draw_nothing, draw_rule, draw_text,
        draw_arrows};
    for (int is_late = 0; is_late < 2; is_late++)
        for (size_t i = 0; i < sheet->plot->count; i++) {
            const struct nb_mark_object *mark = sheet->plot->marks[i];
            if (nb__mark_is_late(mark) != is_late) continue;
            Easel e = {sheet, mark, sheet->scene.styles[i]};
            draw[mark->kind](&e);
            if (mark->kind == NB__HEAT && mark->is_annotated) annotate_heat(&e);
        }
    label_levels(sheet);
}
