/* textplot.c - a plot as text: for terminals, diffs, screen readers, and
 * pages that do not trust pictures. Colour is not needed to read it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "fail.h"
#include "field.h"
#include "figure.h"
#include "number.h"
#include "scene.h"
#include "thin.h"
#include "utf8.h"

typedef struct Sheet {
    const struct nb_plot_object *plot;
    nb__scene scene;
    nb__canvas canvas;
    nb__ticks x, y;
    size_t margin; /* columns left of the axis */
    nb__buf *buf;
} Sheet;

/* Where the current mark stands on the sheet. */
typedef struct Easel {
    Sheet *sheet;
    const struct nb_mark_object *mark;
    nb__style style;
} Easel;

/* In dots, fractional; (0, 0) is the upper left corner. */
static double dot_x(const Easel *e, double value) {
    double width = 2 * (double)e->sheet->canvas.columns;
    return nb__scale_at(&e->sheet->scene.x, value) * (width - 1) + 0.5;
}

static double dot_y(const Easel *e, double value) {
    double height = 4 * (double)e->sheet->canvas.rows;
    return (1 - nb__scale_at(&e->sheet->scene.y, value)) * (height - 1) + 0.5;
}

static long column_of(double dot) { return (long)floor(dot / 2); }
static long row_of(double dot) { return (long)floor(dot / 4); }

/* ---- Marks. ---- */

/* Rhythms of dashes, 12 dots long, by nb__dash. */
static unsigned pattern_of(nb__dash dash) {
    static const unsigned patterns[] = {0xfff, 0xfff, 0xf3c, 0x888, 0xfd8};
    return patterns[dash];
}

static void draw_line(const Easel *e) {
    unsigned phase = 0;
    double last[2] = {nan(""), nan("")};
    double columns = 8 * (double)e->sheet->canvas.columns;
    size_t count = 0;
    size_t *points = nb__thin(&e->sheet->scene, e->mark, columns, &count);
    for (size_t k = 0; k < count; k++) {
        size_t i = points[k];
        double now[2] = {dot_x(e, e->mark->x[i]), dot_y(e, e->mark->y[i])};
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
static int is_alone(const Sheet *sheet) {
    for (size_t i = 0, others = 0; i < sheet->plot->count; i++) {
        const struct nb_mark_object *mark = sheet->plot->marks[i];
        if (mark->kind <= NB__BAND && ++others > 1) return 0;
        if (mark->kind == NB__DOTS && (mark->class_count || mark->n < 40))
            return 0;
    }
    return 1;
}

/* Have the cells that hold dots nearly all of theirs set? Then the figure is
 * a solid blob, and only shades can tell how many dots each one holds. */
static int is_solid(const nb__canvas *canvas) {
    size_t cells = 0, dots = 0;
    for (size_t i = 0; i < canvas->columns * canvas->rows; i++) {
        cells += canvas->cells[i].dots != 0;
        dots += (size_t)__builtin_popcount(canvas->cells[i].dots);
    }
    return dots * 10 > cells * 8 * 7;
}

static void draw_cloud(const Easel *e) {
    static const uint32_t shades[] = {0x2591, 0x2592, 0x2593, 0x2588};
    nb__canvas *canvas = &e->sheet->canvas;
    size_t count = canvas->columns * canvas->rows, most = 1;
    size_t *held = nb__alloc(count, sizeof *held);
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = dot_x(e, e->mark->x[i]), y = dot_y(e, e->mark->y[i]);
        if (isnan(x + y)) continue;
        nb__cell *cell = nb__canvas_cell(canvas, column_of(x), row_of(y));
        if (cell) held[cell - canvas->cells]++;
    }
    for (size_t i = 0; i < count; i++) most = held[i] > most ? held[i] : most;
    for (size_t i = 0; i < count; i++) {
        double share = sqrt((double)held[i] / (double)most);
        canvas->cells[i].dots = 0;
        if (held[i]) canvas->cells[i].shade = shades[(int)fmin(share * 4, 3)];
    }
    free(held);
}

static void draw_dots(const Easel *e) {
    Sheet *sheet = e->sheet;
    int is_fine = is_alone(sheet);
    for (size_t i = 0; i < e->mark->n; i++) {
        double x = dot_x(e, e->mark->x[i]), y = dot_y(e, e->mark->y[i]);
        if (isnan(x + y)) continue;
        if (is_fine) {
            nb__canvas_dot(&sheet->canvas, (long)floor(x), (long)floor(y));
            continue;
        }
        nb__cell *cell =
            nb__canvas_cell(&sheet->canvas, column_of(x), row_of(y));
        int class = e->mark->class_count ? (int)e->mark->c[i] : 0;
        if (cell)
            cell->glyph =
                code_point(nb__glyph((e->style.glyph + class) % NB__GLYPHS));
    }
    if (is_fine && is_solid(&sheet->canvas)) draw_cloud(e);
}

/* Eighths of a cell from its lower edge. */
static uint32_t block(double part) {
    int eighths = (int)lround(part * 8);
    return eighths <= 0 ? 0 : 0x2580u + (uint32_t)(eighths > 8 ? 8 : eighths);
}

/* One column of a bar between two heights in dots, low > high on paper. */
static void fill_column(Sheet *sheet, long column, double bottom, double top) {
    for (long row = 0; row < (long)sheet->canvas.rows; row++) {
        double cell_top = 4.0 * (double)row, cell_bottom = cell_top + 4;
        double from = fmax(top, cell_top), to = fmin(bottom, cell_bottom);
        nb__cell *cell = nb__canvas_cell(&sheet->canvas, column, row);
        if (!cell || to <= from) continue;
        int hangs = from <= cell_top && to < cell_bottom;
        uint32_t full = hangs && to - from < 3 ? 0x2580u : 0x2588u;
        uint32_t c = hangs ? (to - from >= 1 ? full : 0)
                           : block((cell_bottom - from) / 4);
        if (c) cell->shade = c;
    }
}

static void draw_bars(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    double half = nb__bar_space(mark) * mark->width / 2;
    double ground = e->sheet->scene.y.is_log
                        ? 4.0 * (double)e->sheet->canvas.rows
                        : dot_y(e, 0) + 0.5;
    for (size_t i = 0; i < mark->n; i++) {
        double low = mark->x2 ? mark->x[i] : mark->x[i] - half;
        double high = mark->x2 ? mark->x2[i] : mark->x[i] + half;
        double top = dot_y(e, mark->y[i]);
        if (isnan(low + high + top)) continue;
        long first = (long)lround(dot_x(e, low) / 2);
        long last = (long)lround(dot_x(e, high) / 2);
        if (last <= first) last = first + 1;
        for (long column = first; column < last; column++)
            fill_column(e->sheet, column, fmax(ground, top), fmin(ground, top));
    }
}

static void shade_column(const Easel *e, long column, double high, double low) {
    long top = row_of(fmax(high, 0)), bottom = row_of(low);
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
    long first = column_of(fmax(fmin(x0, x1), -4));
    long last = column_of(fmin(fmax(x0, x1), width));
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
    static const uint32_t shades[] = {' ', 0x2591, 0x2592, 0x2593, 0x2588};
    const struct nb_mark_object *mark = e->mark;
    Sheet *sheet = e->sheet;
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

static void write_centred(Sheet *sheet, double x, double y, const char *text) {
    long width = (long)nb__utf8_columns(text);
    nb__canvas_text(&sheet->canvas, column_of(x) - width / 2, row_of(y), text);
}

static void annotate_heat(const Easel *e) {
    const struct nb_mark_object *mark = e->mark;
    for (size_t k = 0; k < mark->n; k++) {
        char number[NB_NUMBER_SIZE];
        (void)nb__format(number, sizeof number, "%.3g", mark->c[k]);
        write_centred(e->sheet, dot_x(e, (double)(k % mark->cols)),
                      dot_y(e, (double)(mark->rows - 1 - k / mark->cols)),
                      number);
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
    long column = column_of(x) - (anchor < 0   ? 0
                                  : anchor > 0 ? width - 1
                                               : width / 2);
    if (column + width > columns) column = columns - width;
    nb__canvas_text(&e->sheet->canvas, column < 0 ? 0 : column, row_of(y),
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
        nb__canvas_text(canvas, column_of(from[0]), row_of(from[1]), text);
        return;
    }
    nb__canvas_line(canvas, from, to, 1, 1, &phase);
    nb__canvas_text(canvas, column_of(to[0]), row_of(to[1]),
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

/* Five shades; of classes, blank for 0 and a shade for each other. */
static void draw_field(const Easel *e) {
    static const uint32_t shades[] = {0, 0x2591, 0x2592, 0x2593, 0x2588};
    nb__canvas *canvas = &e->sheet->canvas;
    if (e->mark->opacity <= 0) return;
    for (size_t row = 0; row < canvas->rows; row++)
        for (size_t column = 0; column < canvas->columns; column++) {
            double t = field_share(e, column, row);
            nb__cell *cell =
                nb__canvas_cell(canvas, (long)column, (long)row);
            if (isnan(t)) continue;
            int step = (int)fmin(fmax(t, 0) * 5, 4);
            if (e->mark->class_count)
                step = (int)lround(t * e->mark->high) % 5;
            cell->shade = shades[step];
        }
}

static void draw_nothing(const Easel *e) { (void)e; }

static void draw_marks(Sheet *sheet) {
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
}

/* ---- Axes and words. ---- */

static size_t widest(const nb__ticks *ticks) {
    size_t most = 1;
    for (size_t i = 0; i < ticks->count; i++) {
        size_t width = nb__utf8_columns(ticks->labels[i]);
        if (width > most) most = width;
    }
    return most;
}

/* Row of the canvas at a value of y, or -1 beyond the canvas. */
static long tick_row(const Sheet *sheet, double value) {
    Easel e = {.sheet = NULL};
    union {
        const Sheet *in;
        Sheet *out;
    } same = {sheet};
    e.sheet = same.out;
    double y = dot_y(&e, value);
    long row = isnan(y) ? -1 : row_of(y);
    return row < (long)sheet->canvas.rows ? row : -1;
}

static void write_rows(Sheet *sheet) {
    for (size_t row = 0; row < sheet->canvas.rows; row++) {
        const char *label = NULL;
        for (size_t i = 0; i < sheet->y.count; i++)
            if (tick_row(sheet, sheet->y.values[i]) == (long)row)
                label = sheet->y.labels[i];
        size_t width = label ? nb__utf8_columns(label) : 0;
        nb__buf_putc(sheet->buf, ' ', sheet->margin - width);
        if (label) nb__buf_puts(sheet->buf, label);
        nb__buf_puts(sheet->buf, label ? " \u2524" : " \u2502");
        nb__canvas_write(&sheet->canvas, row, sheet->buf);
        nb__buf_puts(sheet->buf, "\n");
    }
}

/* Of images: no axis says anything. */
static void write_bare_rows(Sheet *sheet) {
    for (size_t row = 0; row < sheet->canvas.rows; row++) {
        nb__buf line = {0};
        nb__canvas_write(&sheet->canvas, row, &line);
        if (line.len) {
            nb__buf_putc(sheet->buf, ' ', sheet->margin + 2);
            nb__buf_add(sheet->buf, line.data, line.len);
        }
        nb__buf_puts(sheet->buf, "\n");
        nb__buf_done(&line);
    }
}

static long tick_column(Sheet *sheet, double value) {
    Easel e = {.sheet = sheet};
    double x = dot_x(&e, value);
    long column = isnan(x) ? -1 : column_of(x);
    return column < (long)sheet->canvas.columns ? column : -1;
}

/* The axis itself, and under it the labels, none of them touching. */
static void write_x_axis(Sheet *sheet) {
    nb__canvas axis = nb__canvas_of(sheet->canvas.columns + 1, 1);
    nb__canvas labels =
        nb__canvas_of(sheet->canvas.columns + sheet->margin + 12, 1);
    long free_from = 0;
    for (size_t i = 0; i < axis.columns; i++) axis.cells[i].glyph = 0x2500;
    for (size_t i = 0; i < sheet->x.count; i++) {
        long column = tick_column(sheet, sheet->x.values[i]);
        if (column < 0) continue;
        long width = (long)nb__utf8_columns(sheet->x.labels[i]);
        long start = column + (long)sheet->margin + 2 - width / 2;
        if (start < free_from) continue;
        axis.cells[column].glyph = 0x252c;
        nb__canvas_text(&labels, start, 0, sheet->x.labels[i]);
        free_from = start + width + 1;
    }
    nb__buf_putc(sheet->buf, ' ', sheet->margin + 1);
    nb__buf_puts(sheet->buf, "\u2514");
    nb__canvas_write(&axis, 0, sheet->buf);
    nb__buf_puts(sheet->buf, "\n");
    nb__canvas_write(&labels, 0, sheet->buf);
    nb__buf_puts(sheet->buf, "\n");
    nb__canvas_done(&axis);
    nb__canvas_done(&labels);
}

static const char *swatch(const nb__entry *entry) {
    static const char *const dashes[] = {
        "\u2824\u2824\u2824", "\u2824\u2824\u2824", "\u2824\u2804\u2824",
        "\u2804\u2804\u2804", "\u2824\u2824\u2804"};
    if (entry->kind == NB__DOTS) return nb__glyph(entry->style.glyph);
    if (entry->kind == NB__BAND) return "\u2591\u2591\u2591";
    if (entry->kind == NB__RULE) return "\u2804 \u2804";
    if (entry->kind == NB__LINE) return dashes[entry->style.dash];
    return "\u2588\u2588";
}

static void write_ramp(nb__buf *buf, const struct nb_mark_object *mark) {
    char low[NB_NUMBER_SIZE], high[NB_NUMBER_SIZE];
    nb__ramp_number(mark->low, low);
    nb__ramp_number(mark->high, high);
    nb__buf_minus(buf, low);
    int has_shades = mark->kind != NB__DOTS && mark->opacity > 0;
    nb__buf_puts(buf, has_shades ? " \u2591\u2592\u2593\u2588 "
                                 : " by colour to ");
    nb__buf_minus(buf, high);
}

static void write_legend(Sheet *sheet) {
    size_t most = sheet->margin + 2 + sheet->canvas.columns, at = 0;
    for (size_t i = 0; i < sheet->scene.entry_count; i++) {
        const nb__entry *entry = &sheet->scene.entries[i];
        nb__buf item = {0};
        if (entry->ramp)
            write_ramp(&item, entry->ramp);
        else
            nb__buf_printf(&item, "%s %s", swatch(entry),
                           nb__entry_label(entry));
        size_t width = nb__utf8_columns(item.data);
        if (at && at + 3 + width > most) {
            nb__buf_puts(sheet->buf, "\n");
            at = 0;
        }
        nb__buf_putc(sheet->buf, ' ', at ? 3 : sheet->margin + 2);
        at += width + (at ? 3 : sheet->margin + 2);
        nb__buf_puts(sheet->buf, item.data);
        nb__buf_done(&item);
    }
    if (sheet->scene.entry_count) nb__buf_puts(sheet->buf, "\n");
}

static void write_indented(Sheet *sheet, size_t columns, const char *text) {
    if (!text) return;
    nb__buf_putc(sheet->buf, ' ', columns);
    for (; *text; text++)
        nb__buf_add(sheet->buf, (unsigned char)*text < 0x20 ? " " : text, 1);
    nb__buf_puts(sheet->buf, "\n");
}

static void find_ticks(Sheet *sheet) {
    double columns = (double)sheet->canvas.columns;
    double rows = (double)sheet->canvas.rows;
    nb__scene_ticks(&sheet->scene, 0, columns / (sheet->scene.x_names ? 6 : 9),
                    &sheet->x);
    nb__scene_ticks(&sheet->scene, 1,
                    sheet->scene.y_names ? rows : rows * 18 / 50, &sheet->y);
    sheet->margin = widest(&sheet->y);
    if (sheet->margin < 4) sheet->margin = 4;
}

/* Square cells of a heat map: a character is twice as high as wide. */
static void shape_canvas(const nb__scene *scene, size_t *columns,
                         size_t *rows) {
    if (!scene->y_names || !nb__scene_is_equal(scene)) return;
    double x_range = scene->x.hi - scene->x.lo;
    double y_range = scene->y.hi - scene->y.lo;
    double unit =
        fmin((double)*columns / (2 * x_range), (double)*rows / y_range);
    *columns = (size_t)fmax(round(2 * unit * x_range), 2);
    *rows = (size_t)fmax(round(unit * y_range), 1);
}

void nb__text_plot(const struct nb_plot_object *plot, size_t columns,
                   size_t rows, nb__buf *buf) {
    nb__scene scene = nb__scene_of(plot);
    shape_canvas(&scene, &columns, &rows);
    Sheet sheet = {.plot = plot,
                   .scene = scene,
                   .canvas = nb__canvas_of(columns, rows),
                   .buf = buf};
    nb__scene_shape(&sheet.scene, (double)columns, 2 * (double)rows);
    find_ticks(&sheet);
    draw_marks(&sheet);
    write_indented(&sheet, sheet.margin + 2, plot->title);
    write_legend(&sheet);
    write_indented(&sheet, plot->ylabel ? sheet.margin + 1 : 0, plot->ylabel);
    if (sheet.scene.has_images) {
        write_bare_rows(&sheet);
    } else {
        write_rows(&sheet);
        write_x_axis(&sheet);
    }
    if (plot->xlabel) {
        size_t width = nb__utf8_columns(plot->xlabel);
        size_t middle = sheet.margin + 2 + columns / 2;
        write_indented(&sheet, middle > width / 2 ? middle - width / 2 : 0,
                       plot->xlabel);
    }
    nb__scene_done(&sheet.scene);
    nb__canvas_done(&sheet.canvas);
}
