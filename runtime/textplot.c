/* textplot.c - a plot as text: for terminals, diffs, screen readers, and
 * pages that do not trust pictures. Colour is not needed to read it.
 *
 *     title
 *     legend                    wraps
 *     y label
 *     1.0 | marks               as many rows as asked for
 *         +--+--+--
 *            0  1  2            names that do not fit: numbers, and a key
 *           x label */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "figure.h"
#include "number.h"
#include "sheet.h"
#include "utf8.h"

enum {
    PAGE = 79,    /* columns that every terminal has */
    LONGEST = 24, /* rows of images */
    MARGIN = 17,  /* most columns that labels along y take */
    APART = 2     /* blanks between two labels along x */
};

/* As much of a text as fits into so many columns, on one line; own. */
static char *fitted(const char *text, size_t columns) {
    int is_whole = nb__utf8_columns(text) <= columns;
    size_t room = is_whole ? columns : columns - 1, used = 0;
    nb__buf buf = {0};
    nb__buf_puts(&buf, "");
    for (const char *at = text, *next = at; *at; at = next) {
        size_t width = (size_t)nb__utf8_width(nb__utf8_next(&next));
        if (used + width > room) break;
        if ((unsigned char)*at < 0x20)
            nb__buf_putc(&buf, ' ', 1);
        else
            nb__buf_add(&buf, at, (size_t)(next - at));
        used += width;
    }
    while (buf.len && buf.data[buf.len - 1] == ' ')
        buf.data[--buf.len] = '\0';
    if (!is_whole) nb__buf_puts(&buf, "\u2026");
    return nb__buf_take(&buf);
}

static void write_indented(nb__sheet *sheet, size_t columns,
                           const char *text) {
    if (!text) return;
    char *line = fitted(text, PAGE - columns);
    if (*line) nb__buf_putc(sheet->buf, ' ', columns);
    nb__buf_printf(sheet->buf, "%s\n", line);
    free(line);
}

/* ---- Labels. ---- */

static void cut_labels(nb__ticks *ticks, size_t columns) {
    for (size_t i = 0; i < ticks->count; i++) {
        char *label = fitted(ticks->labels[i], columns);
        (void)nb__format(ticks->labels[i], NB__TICK_LABEL, "%s", label);
        free(label);
    }
}

static size_t widest(const nb__ticks *ticks) {
    size_t most = 1;
    for (size_t i = 0; i < ticks->count; i++) {
        size_t width = nb__utf8_columns(ticks->labels[i]);
        if (width > most) most = width;
    }
    return most;
}

/* Row of the canvas at a value of y, or -1 beyond the canvas. */
static long tick_row(const nb__sheet *sheet, double value) {
    double y = nb__sheet_y(sheet, value);
    long row = isnan(y) ? -1 : nb__row_of_dot(y);
    return row < (long)sheet->canvas.rows ? row : -1;
}

static long tick_column(const nb__sheet *sheet, double value) {
    double x = nb__sheet_x(sheet, value);
    long column = isnan(x) ? -1 : nb__column_of_dot(x);
    return column < (long)sheet->canvas.columns ? column : -1;
}

/* Where on the page the label of tick i begins; -1 if it has no place. */
static long label_start(const nb__sheet *sheet, size_t i) {
    long column = tick_column(sheet, sheet->x.values[i]);
    long width = (long)nb__utf8_columns(sheet->x.labels[i]);
    long start = column + (long)sheet->margin + 2 - width / 2;
    return column < 0 || start < 0 || start + width > PAGE ? -1 : start;
}

/* Are all labels apart? */
static int labels_fit(const nb__sheet *sheet) {
    long free_from = 0;
    for (size_t i = 0; i < sheet->x.count; i++) {
        long start = label_start(sheet, i);
        if (start < free_from) return 0;
        free_from =
            start + (long)nb__utf8_columns(sheet->x.labels[i]) + APART;
    }
    return 1;
}

/* Names that do not fit are numbered on the axis, and listed below it. */
static void number_names(nb__sheet *sheet) {
    sheet->has_key = 1;
    for (size_t i = 0; i < sheet->x.count; i++)
        (void)nb__format(sheet->x.labels[i], NB__TICK_LABEL, "%zu",
                         sheet->x.indices[i] + 1);
}

static void find_x_ticks(nb__sheet *sheet) {
    const struct nb_mark_object *names = sheet->scene.x_names;
    double wanted = (double)sheet->canvas.columns / (names ? 2 : 9);
    nb__scene_ticks(&sheet->scene, 0, wanted, &sheet->x);
    if (labels_fit(sheet)) return;
    /* Ones are taken away exactly.
     * NOLINTNEXTLINE(cert-flp30-c,clang-analyzer-security.FloatLoopCounter) */
    for (; wanted >= 2; wanted -= 1) {
        nb__scene_ticks(&sheet->scene, 0, wanted, &sheet->x);
        if (names && names->name_count) number_names(sheet);
        if (labels_fit(sheet)) return;
    }
}

static void find_ticks(nb__sheet *sheet) {
    double rows = (double)sheet->canvas.rows;
    nb__scene_ticks(&sheet->scene, 1,
                    sheet->scene.y_names ? rows : rows * 18 / 50, &sheet->y);
    cut_labels(&sheet->y, MARGIN);
    sheet->margin = widest(&sheet->y);
    if (sheet->margin < 4) sheet->margin = 4;
    find_x_ticks(sheet);
}

/* ---- The rows. ---- */

static void write_rows(nb__sheet *sheet) {
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
static void write_bare_rows(nb__sheet *sheet) {
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

/* The axis itself, and under it the labels. */
static void write_x_axis(nb__sheet *sheet) {
    nb__canvas axis = nb__canvas_of(sheet->canvas.columns + 1, 1);
    nb__canvas labels = nb__canvas_of(PAGE, 1);
    long free_from = 0;
    for (size_t i = 0; i < axis.columns; i++) axis.cells[i].glyph = 0x2500;
    for (size_t i = 0; i < sheet->x.count; i++) {
        long start = label_start(sheet, i);
        if (start < free_from) continue;
        axis.cells[tick_column(sheet, sheet->x.values[i])].glyph = 0x252c;
        nb__canvas_text(&labels, start, 0, sheet->x.labels[i]);
        free_from =
            start + (long)nb__utf8_columns(sheet->x.labels[i]) + APART;
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

/* ---- Legend and key. ---- */

/* Items one behind the other, as many to a line as fit. */
typedef struct Items {
    nb__sheet *sheet;
    size_t used; /* columns of this line */
} Items;

static void write_item(Items *items, const char *text) {
    nb__buf *buf = items->sheet->buf;
    size_t indent = items->sheet->margin + 2;
    char *item = fitted(text, PAGE - indent);
    size_t width = nb__utf8_columns(item);
    if (items->used && items->used + 3 + width > PAGE) {
        nb__buf_puts(buf, "\n");
        items->used = 0;
    }
    size_t blanks = items->used ? 3 : indent;
    nb__buf_putc(buf, ' ', blanks);
    nb__buf_puts(buf, item);
    items->used += blanks + width;
    free(item);
}

static void write_key(nb__sheet *sheet) {
    const struct nb_mark_object *names = sheet->scene.x_names;
    Items items = {sheet, 0};
    if (!sheet->has_key) return;
    for (size_t i = 0; i < names->name_count; i++) {
        nb__buf item = {0};
        nb__buf_printf(&item, "%zu %s", i + 1, names->names[i]);
        write_item(&items, item.data);
        nb__buf_done(&item);
    }
    nb__buf_puts(sheet->buf, "\n");
}

/* Three bytes each: a shade is one of the blocks, or a raised dot. */
static void write_shade(nb__buf *item, uint32_t shade) {
    char bytes[4];
    size_t len = nb__utf8_put(shade, bytes);
    nb__buf_add(item, bytes, len);
    nb__buf_add(item, bytes, len);
}

static void write_swatch(nb__buf *item, const nb__entry *entry) {
    static const char *const dashes[] = {
        "\u2824\u2824\u2824", "\u2824\u2824\u2824", "\u2824\u2804\u2824",
        "\u2804\u2804\u2804", "\u2824\u2824\u2804"};
    if (entry->kind == NB__DOTS)
        nb__buf_puts(item, nb__glyph(entry->style.glyph));
    else if (entry->kind == NB__BAND)
        nb__buf_puts(item, "\u2591\u2591\u2591");
    else if (entry->kind == NB__RULE)
        nb__buf_puts(item, "\u2804 \u2804");
    else if (entry->kind == NB__LINE)
        nb__buf_puts(item, dashes[entry->style.dash]);
    else
        write_shade(item, nb__sheet_shade((size_t)entry->style.shade));
}

static void write_ramp(nb__buf *item, const struct nb_mark_object *mark) {
    char low[NB_NUMBER_SIZE], high[NB_NUMBER_SIZE];
    nb__ramp_number(mark->low, low);
    nb__ramp_number(mark->high, high);
    int is_digits = mark->kind == NB__DOTS, is_lines = mark->opacity <= 0;
    nb__buf_puts(item, is_digits ? "0 is " : is_lines ? "lines from " : "");
    nb__buf_minus(item, low);
    nb__buf_puts(item, is_digits  ? ", 9 is "
                       : is_lines ? " to "
                                  : " \u2591\u2592\u2593\u2588 ");
    nb__buf_minus(item, high);
}

static void write_legend(nb__sheet *sheet) {
    Items items = {sheet, 0};
    for (size_t i = 0; i < sheet->scene.entry_count; i++) {
        const nb__entry *entry = &sheet->scene.entries[i];
        nb__buf item = {0};
        if (entry->ramp) {
            write_ramp(&item, entry->ramp);
        } else {
            if (entry->kind != NB__TEXT) write_swatch(&item, entry);
            nb__buf_printf(&item, "%s%s", entry->kind != NB__TEXT ? " " : "",
                           nb__entry_label(entry));
        }
        write_item(&items, item.data);
        nb__buf_done(&item);
    }
    if (sheet->scene.entry_count) nb__buf_puts(sheet->buf, "\n");
}

/* ---- The page. ---- */

/* So many cells for each image that its pixels stay square, and one between
 * two images. A pixel is one column or several, or else several pixels share
 * a cell; the page grows as long as they need, but for tall images. */
static void shape_gallery(const struct nb_mark_object *mark, size_t *columns,
                          size_t *rows) {
    double across = (double)((mark->cols + 1) / (mark->tile_cols + 1));
    double down = (double)((mark->rows + 1) / (mark->tile_rows + 1));
    double cols = (double)mark->tile_cols;
    double shape = (double)mark->tile_rows / cols / 2;
    double room = fmax(floor(((double)*columns + 1) / across) - 1, 1);
    double height = ((double)*rows + 1) / down - 1;
    double times = floor(fmin(room, height / shape) / cols);
    double wide = times >= 1 ? times * cols : fmin(room, cols);
    double most = fmax((LONGEST + 1) / down - 1, 1);
    wide = fmax(floor(fmin(wide, most / shape)), 1);
    *columns = (size_t)(across * (wide + 1) - 1);
    *rows = (size_t)(down * (fmax(round(wide * shape), 1) + 1) - 1);
}

/* Square cells of a heat map: a character is twice as high as wide. */
static void shape_canvas(const nb__scene *scene, size_t *columns,
                         size_t *rows) {
    if (nb__scene_gallery(scene)) {
        shape_gallery(nb__scene_gallery(scene), columns, rows);
        return;
    }
    if (!scene->y_names || !nb__scene_is_equal(scene)) return;
    double x_range = scene->x.hi - scene->x.lo;
    double y_range = scene->y.hi - scene->y.lo;
    double unit =
        fmin((double)*columns / (2 * x_range), (double)*rows / y_range);
    *columns = (size_t)fmax(round(2 * unit * x_range), 2);
    *rows = (size_t)fmax(round(unit * y_range), 1);
}

static void write_x_title(nb__sheet *sheet) {
    const char *title = sheet->plot->xlabel;
    if (!title) return;
    size_t width = nb__utf8_columns(title);
    size_t middle = sheet->margin + 2 + sheet->canvas.columns / 2;
    write_indented(sheet, middle > width / 2 ? middle - width / 2 : 0, title);
}

void nb__text_plot(const struct nb_plot_object *plot, size_t columns,
                   size_t rows, nb__buf *buf) {
    nb__scene scene = nb__scene_of(plot);
    shape_canvas(&scene, &columns, &rows);
    nb__sheet sheet = {.plot = plot,
                       .scene = scene,
                       .canvas = nb__canvas_of(columns, rows),
                       .buf = buf};
    nb__scene_shape(&sheet.scene, (double)columns, 2 * (double)rows);
    find_ticks(&sheet);
    nb__sheet_marks(&sheet);
    write_indented(&sheet, sheet.margin + 2, plot->title);
    write_legend(&sheet);
    write_indented(&sheet, sheet.margin + 1, plot->ylabel);
    if (sheet.scene.has_images) {
        write_bare_rows(&sheet);
    } else {
        write_rows(&sheet);
        write_x_axis(&sheet);
        write_x_title(&sheet);
        write_key(&sheet);
    }
    nb__scene_done(&sheet.scene);
    nb__canvas_done(&sheet.canvas);
}
