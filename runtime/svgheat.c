/* svgheat.c - heat maps as SVG: boxes, or pixels when they are too many. */
#include <math.h>
#include <stdlib.h>

#include "easel.h"
#include "fail.h"
#include "font.h"
#include "number.h"
#include "png.h"

enum {
    HEAT_LEVELS = 64
};

static int level_of(const struct nb_mark_object *mark, size_t cell) {
    double t = (mark->c[cell] - mark->low) / (mark->high - mark->low);
    if (isnan(t)) return -1;
    return (int)lround(nb__clamp(t, 0, 1) * (HEAT_LEVELS - 1));
}

/* All cells of one level, neighbours in a row as one box. */
static void draw_level(const nb__easel *e, int level) {
    const struct nb_mark_object *mark = e->mark;
    nb__path path = {.buf = e->buf};
    size_t before = e->buf->len;
    nb__svg_fill(e, nb__map_color(mark->map, (double)level / (HEAT_LEVELS - 1)));
    nb__buf_puts(e->buf, " d=\"");
    for (size_t i = 0; i < mark->rows; i++)
        for (size_t j = 0; j < mark->cols; j++) {
            size_t first = j;
            while (j < mark->cols &&
                   level_of(mark, i * mark->cols + j) == level)
                j++;
            if (j == first) continue;
            double row = (double)(mark->rows - 1 - i);
            const double x[] = {round(nb__px_x(e, (double)first - 0.5)),
                                round(nb__px_x(e, (double)j - 0.5))};
            const double y[] = {round(nb__px_y(e, row - 0.5)),
                                round(nb__px_y(e, row + 0.5))};
            nb__svg_box(e, &path, x, y);
        }
    nb__buf_puts(e->buf, "\"/>\n");
    if (!path.has_begun) e->buf->data[e->buf->len = before] = '\0';
}

/* The numbers of a cell: as many digits as its width has room for. */
static int annotation_digits(const nb__easel *e, double width) {
    for (int digits = 3; digits > 0; digits--) {
        double widest = 0;
        for (size_t k = 0; k < e->mark->n; k++) {
            char number[NB_NUMBER_SIZE];
            (void)nb__format(number, sizeof number, "%.*g", digits,
                             e->mark->c[k]);
            widest = fmax(widest, nb__text_room(number, 11));
        }
        if (widest + 4 <= width) return digits;
    }
    return 0;
}

static void put_annotation(const nb__easel *e, size_t k, int digits) {
    const struct nb_mark_object *mark = e->mark;
    double row = (double)(mark->rows - 1 - k / mark->cols), x = mark->c[k];
    int level = level_of(mark, k);
    nb__color color = nb__map_color(mark->map,
                                    (double)level / (HEAT_LEVELS - 1));
    char number[NB_NUMBER_SIZE];
    (void)nb__format(number, sizeof number, "%.*g", digits, x == 0 ? 0.0 : x);
    nb__buf_puts(e->buf, "<text x=\"");
    nb__buf_px(e->buf, nb__px_x(e, (double)(k % mark->cols)));
    nb__buf_puts(e->buf, "\" y=\"");
    nb__buf_px(e->buf, nb__px_y(e, row) + 4);
    nb__buf_printf(e->buf, "\" fill=\"%s\">",
                   level >= 0 && nb__is_dark(color) ? "#ffffff" : "#1a1a1a");
    nb__buf_minus(e->buf, isnan(x) ? "nan" : number);
    nb__buf_puts(e->buf, "</text>");
}

static void annotate(const nb__easel *e) {
    double width = nb__px_x(e, 1) - nb__px_x(e, 0), height = nb__px_y(e, 0) - nb__px_y(e, 1);
    int digits = height < 14 ? 0 : annotation_digits(e, width);
    if (!digits) return;
    nb__buf_puts(e->buf, "<g font-size=\"11\" text-anchor=\"middle\">");
    for (size_t k = 0; k < e->mark->n; k++) put_annotation(e, k, digits);
    nb__buf_puts(e->buf, "</g>\n");
}

/* NaN has no colour: its cell is crossed out, which no value looks like. */
static void cross_out(const nb__easel *e) {
    const struct nb_mark_object *mark = e->mark;
    nb__path path = {.buf = e->buf};
    size_t before = e->buf->len;
    nb__buf_puts(e->buf, "<path fill=\"none\" stroke=\"#c4c4c4\" d=\"");
    for (size_t k = 0; k < mark->n; k++) {
        if (!isnan(mark->c[k])) continue;
        double i = (double)(mark->rows - 1 - k / mark->cols);
        double j = (double)(k % mark->cols);
        double x0 = nb__px_x(e, j - 0.5) + 1, x1 = nb__px_x(e, j + 0.5) - 1;
        double y0 = nb__px_y(e, i + 0.5) + 1, y1 = nb__px_y(e, i - 0.5) - 1;
        nb__path_move(&path, x0, y0);
        nb__path_line(&path, x1, y1);
        nb__path_move(&path, x0, y1);
        nb__path_line(&path, x1, y0);
    }
    nb__buf_puts(e->buf, "\"/>\n");
    if (!path.has_begun) e->buf->data[e->buf->len = before] = '\0';
}

enum {
    MAX_BOXES = 1024,  /* cells that are drawn one by one */
    MOST_PIXELS = 700, /* along one side */
    STEPS = 200        /* colours */
};

static unsigned char number_at(const nb__easel *e, size_t i, size_t j,
                               const nb__pixels *p) {
    const struct nb_mark_object *mark = e->mark;
    double share = (nb__svg_mean(mark, i, j, p) - mark->low) /
                   (mark->high - mark->low);
    if (isnan(share)) return 0;
    return (unsigned char)(1 + lround(nb__clamp(share, 0, 1) * (STEPS - 1)));
}

/* Each cell is a block of pixels, so that its edges stay sharp; or a pixel
 * covers some cells, to be small. */
static size_t pixels_of(size_t cells, double px, int thrift) {
    size_t most = MOST_PIXELS / (size_t)thrift;
    if (cells >= most) return most;
    size_t block = (size_t)nb__clamp(px / thrift / (double)cells, 1, 1e4);
    while (block > 1 && block * cells > most) block--;
    return block * cells;
}

static void draw_pixels(const nb__easel *e) {
    const struct nb_mark_object *mark = e->mark;
    nb__frame place = {nb__px_x(e, -0.5),
                       nb__px_y(e, (double)mark->rows - 0.5), 0, 0};
    place.width = nb__px_x(e, (double)mark->cols - 0.5) - place.left;
    place.height = nb__px_y(e, -0.5) - place.top;
    nb__pixels p = {NULL,
                    pixels_of(mark->cols, place.width, e->scene->thrift),
                    pixels_of(mark->rows, place.height, e->scene->thrift),
                    {{0}}};
    p.numbers = nb__alloc(p.width * p.height, 1);
    for (size_t i = 0; i < p.height; i++)
        for (size_t j = 0; j < p.width; j++)
            p.numbers[i * p.width + j] = number_at(e, i, j, &p);
    for (int k = 0; k < STEPS; k++)
        p.colors[k + 1] = nb__map_color(mark->map, (double)k / (STEPS - 1));
    nb__svg_image(e->buf, &place, &p);
    free(p.numbers);
}

void nb__svg_heat(const nb__easel *e) {
    if (e->mark->n > MAX_BOXES) {
        draw_pixels(e);
        return;
    }
    nb__buf_puts(e->buf, "<g shape-rendering=\"crispEdges\">\n");
    for (int level = 0; level < HEAT_LEVELS; level++) draw_level(e, level);
    nb__buf_puts(e->buf, "</g>\n");
    cross_out(e);
    if (e->mark->is_annotated) annotate(e);
}
