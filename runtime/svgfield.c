/* svgfield.c - values over the plane as SVG: colours, and hills. */
#include <math.h>
#include <stdlib.h>

#include "easel.h"
#include "fail.h"
#include "field.h"
#include "number.h"

/* ---- A picture of colours. ---- */

/* The part of the frame that the field covers, in px. */
static nb__frame part_of(const nb__scene *scene,
                         const struct nb_mark_object *mark,
                         const nb__frame *f) {
    double x[2], y[2];
    for (int k = 0; k < 2; k++) {
        double sx = nb__scale_at(&scene->x, mark->x_range[k]);
        double sy = nb__scale_at(&scene->y, mark->y_range[k]);
        /* On a log scale what is not positive is beyond the lower end. */
        x[k] = f->left + f->width * fmin(fmax(isnan(sx) ? 0 : sx, 0), 1);
        y[k] = f->top + f->height * (1 - fmin(fmax(isnan(sy) ? 0 : sy, 0), 1));
    }
    return (nb__frame){x[0], y[1], x[1] - x[0], y[0] - y[1]};
}

/* The share of a mark's range at a px of the frame. */
static double share_at(const nb__scale *scale, double at, const double *range) {
    double value = scale->lo + at * (scale->hi - scale->lo);
    if (scale->is_log) value = pow(10, value);
    return (value - range[0]) / (range[1] - range[0]);
}

enum {
    MOST_PIXELS = 700 /* along one side */
};

static unsigned char number_of(double share) {
    if (isnan(share)) return 0;
    return (unsigned char)(1 + lround(fmin(fmax(share, 0), 1) * 254));
}

/* Every pixel of an image becomes a block, since not every viewer keeps the
 * edges of pixels sharp; or a pixel covers some, to be small. */
static void shape_blocks(const struct nb_mark_object *mark, double width,
                         size_t most, nb__pixels *ret) {
    size_t block = (size_t)fmax(width / (double)mark->cols, 1);
    while (block > 1 &&
           (block * mark->cols > most || block * mark->rows > most))
        block--;
    ret->width = block * mark->cols;
    ret->height = block * mark->rows;
    if (ret->width > most) ret->width = most;
    if (ret->height > most) ret->height = most;
}

/* Smooth colours are as good at half the resolution. */
static nb__pixels shape_pixels(const nb__scene *scene,
                               const struct nb_mark_object *mark,
                               const nb__frame *part) {
    double grain = mark->class_count || mark->levels ? 1 : 2;
    grain *= scene->thrift;
    nb__pixels p = {NULL, (size_t)fmax(part->width / grain, 1),
                    (size_t)fmax(part->height / grain, 1), {{255, 255, 255}}};
    if (mark->is_image)
        shape_blocks(mark, part->width / scene->thrift,
                     MOST_PIXELS / (size_t)scene->thrift, &p);
    if (p.width > MOST_PIXELS) p.width = MOST_PIXELS;
    if (p.height > MOST_PIXELS) p.height = MOST_PIXELS;
    p.numbers = nb__alloc(p.width * p.height, 1);
    for (int i = 1; i < 256; i++)
        p.colors[i] = nb__field_color(mark, (double)(i - 1) / 254);
    return p;
}

double nb__svg_mean(const struct nb_mark_object *mark, size_t i, size_t j,
                    const nb__pixels *p) {
    size_t top = i * mark->rows / p->height, left = j * mark->cols / p->width;
    size_t bottom = (i + 1) * mark->rows / p->height;
    size_t right = (j + 1) * mark->cols / p->width, count = 0;
    double sum = 0;
    for (size_t r = top; r == top || r < bottom; r++)
        for (size_t c = left; c == left || c < right; c++) {
            double value = mark->c[r * mark->cols + c];
            if (isnan(value)) continue;
            sum += nb__clamp(value, mark->low, mark->high);
            count++;
        }
    return sum / (double)count; /* 0 / 0 */
}

/* The colour number of the middle of pixel (i, j). */
static unsigned char number_at(const nb__easel *e, const nb__frame *part,
                               const nb__pixels *p, size_t i, size_t j) {
    if (e->mark->is_image)
        return number_of(nb__field_share(
            e->mark, nb__svg_mean(e->mark, p->height - 1 - i, j, p)));
    const nb__frame *f = &e->frame;
    double px = part->left + part->width * ((double)j + 0.5) / (double)p->width;
    double py =
        part->top + part->height * ((double)i + 0.5) / (double)p->height;
    double u = share_at(&e->scene->x, (px - f->left) / f->width,
                        e->mark->x_range);
    double v = share_at(&e->scene->y, 1 - (py - f->top) / f->height,
                        e->mark->y_range);
    return number_of(nb__field_share(e->mark, nb__field_at(e->mark, u, v)));
}

void nb__svg_image(nb__buf *buf, const nb__frame *place,
                   const nb__pixels *pixels) {
    nb__buf_puts(buf, "<image x=\"");
    nb__buf_px(buf, place->left);
    nb__buf_puts(buf, "\" y=\"");
    nb__buf_px(buf, place->top);
    nb__buf_puts(buf, "\" width=\"");
    nb__buf_px(buf, place->width);
    nb__buf_puts(buf, "\" height=\"");
    nb__buf_px(buf, place->height);
    nb__buf_puts(buf, "\" preserveAspectRatio=\"none\" href=\""
                      "data:image/png;base64,");
    nb__png_base64(pixels, buf);
    nb__buf_puts(buf, "\"/>\n");
}

/* A thin edge around each image: its background may be as white as the page. */
static void draw_edges(const nb__easel *e, const nb__frame *part) {
    const struct nb_mark_object *mark = e->mark;
    double unit_x = part->width / (double)mark->cols;
    double unit_y = part->height / (double)mark->rows;
    size_t across = (mark->cols + 1) / (mark->tile_cols + 1);
    nb__path path = {.buf = e->buf};
    nb__buf_puts(e->buf, "<path fill=\"none\" stroke=\"#d0d0d0\" d=\"");
    for (size_t k = 0; k < mark->tiles; k++) {
        size_t column = k % across * (mark->tile_cols + 1);
        size_t row = k / across * (mark->tile_rows + 1);
        double left = part->left + unit_x * (double)column;
        double top = part->top + unit_y * (double)row;
        double right = left + unit_x * (double)mark->tile_cols;
        double bottom = top + unit_y * (double)mark->tile_rows;
        nb__path_move(&path, left, top);
        nb__path_line(&path, right, top);
        nb__path_line(&path, right, bottom);
        nb__path_line(&path, left, bottom);
        nb__path_close(&path);
    }
    nb__buf_puts(e->buf, "\"/>\n");
}

static void draw_colors(const nb__easel *e) {
    nb__frame part = part_of(e->scene, e->mark, &e->frame);
    if (!(part.width > 0) || !(part.height > 0)) return;
    nb__pixels p = shape_pixels(e->scene, e->mark, &part);
    for (size_t i = 0; i < p.height; i++)
        for (size_t j = 0; j < p.width; j++)
            p.numbers[i * p.width + j] = number_at(e, &part, &p, i, j);
    nb__svg_image(e->buf, &part, &p);
    if (e->mark->is_image) draw_edges(e, &part);
    free(p.numbers);
}

/* ---- Hills. ---- */

/* Seen from the front left and from above: turned by 35 degrees, raised by
 * 30. */
typedef struct View {
    const struct nb_mark_object *mark;
    double unit, middle, ground; /* px */
} View;

static const double TURN = 35 * M_PI / 180, RISE = 30 * M_PI / 180;
static const double TALL = 1.1; /* of the hills, where the base is 2 wide */

static void project(const View *view, double u, double v, double share,
                    double *ret) {
    double x = 2 * u - 1, y = 2 * v - 1;
    double z = isnan(share) ? 0 : TALL * fmin(fmax(share, 0), 1);
    double across = x * cos(TURN) - y * sin(TURN);
    double away = x * sin(TURN) + y * cos(TURN);
    ret[0] = view->middle + view->unit * across;
    ret[1] = view->ground - view->unit * (away * sin(RISE) + z * cos(RISE));
}

static View view_of(const struct nb_mark_object *mark, const nb__frame *f) {
    double half = cos(TURN) + sin(TURN);
    double tall = 2 * half * sin(RISE) + TALL * cos(RISE);
    double room = f->height - 30;
    View view = {mark, fmin(f->width / (2 * half), room / tall),
                 f->left + f->width / 2, 0};
    view.ground = f->top + f->height - 24 - view.unit * half * sin(RISE);
    return view;
}

static double share_of(const View *view, size_t i, size_t j) {
    const struct nb_mark_object *mark = view->mark;
    return nb__field_share(mark, mark->c[i * mark->cols + j]);
}

static void add_corner(const View *view, nb__path *path, size_t i, size_t j) {
    const struct nb_mark_object *mark = view->mark;
    double at[2];
    project(view, (double)j / (double)(mark->cols - 1),
            (double)i / (double)(mark->rows - 1), share_of(view, i, j), at);
    if (path->has_begun)
        nb__path_line(path, at[0], at[1]);
    else
        nb__path_move(path, at[0], at[1]);
}

static void draw_facet(const View *view, size_t i, size_t j, size_t step,
                       nb__buf *buf) {
    const struct nb_mark_object *mark = view->mark;
    size_t i1 = i + step < mark->rows ? i + step : mark->rows - 1;
    size_t j1 = j + step < mark->cols ? j + step : mark->cols - 1;
    double share = (share_of(view, i, j) + share_of(view, i, j1) +
                    share_of(view, i1, j) + share_of(view, i1, j1)) /
                   4;
    if (isnan(share)) return;
    nb__path path = {.buf = buf};
    nb__buf_puts(buf, "<path");
    nb__svg_color(buf, "fill", nb__field_color(mark, share));
    nb__buf_puts(buf, " d=\"");
    add_corner(view, &path, i, j);
    add_corner(view, &path, i, j1);
    add_corner(view, &path, i1, j1);
    add_corner(view, &path, i1, j);
    nb__path_close(&path);
    nb__buf_puts(buf, "\"/>\n");
}

/* The base, and under its two front edges what runs along them. */
static void draw_base(const View *view, nb__buf *buf) {
    static const double corners[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    nb__path path = {.buf = buf};
    nb__buf_puts(buf, "<path fill=\"#f6f6f6\" stroke=\"#888888\" d=\"");
    for (int k = 0; k < 4; k++) {
        double at[2];
        project(view, corners[k][0], corners[k][1], 0, at);
        if (k)
            nb__path_line(&path, at[0], at[1]);
        else
            nb__path_move(&path, at[0], at[1]);
    }
    nb__path_close(&path);
    nb__buf_puts(buf, "\"/>\n");
}

static void write_range(const char *name, const double *range, nb__buf *ret) {
    char low[NB_NUMBER_SIZE], high[NB_NUMBER_SIZE];
    (void)nb__format(low, sizeof low, "%.3g", range[0]);
    (void)nb__format(high, sizeof high, "%.3g", range[1]);
    nb__buf_printf(ret, "%s: ", name);
    nb__buf_minus(ret, low);
    nb__buf_puts(ret, " … ");
    nb__buf_minus(ret, high);
}

static void write_axis(const View *view, const char *name, const double *range,
                       double u, double v, int anchor, nb__buf *buf) {
    nb__buf text = {0};
    double at[2];
    write_range(name, range, &text);
    project(view, u, v, 0, at);
    nb__words words = {at[0] + 8 * anchor * -1, at[1] + 16, anchor,
                       (nb__color){51, 51, 51}, text.data};
    nb__svg_words(buf, &words);
    nb__buf_done(&text);
}

enum {
    MOST_FACETS = 40 /* along one side */
};

static size_t step_of(const struct nb_mark_object *mark, int thrift) {
    size_t most = mark->rows > mark->cols ? mark->rows : mark->cols;
    return (size_t)thrift * (1 + (most - 1) / (MOST_FACETS + 1));
}

/* What is far is drawn first. */
static void draw_hills(const nb__scene *scene,
                       const struct nb_mark_object *mark, const nb__frame *f,
                       nb__buf *buf) {
    View view = view_of(mark, f);
    size_t step = step_of(mark, scene->thrift);
    const char *x_name = scene->plot->xlabel ? scene->plot->xlabel : "x";
    const char *y_name = scene->plot->ylabel ? scene->plot->ylabel : "y";
    draw_base(&view, buf);
    nb__buf_puts(buf, "<g stroke=\"#ffffff\" stroke-width=\".5\" "
                      "stroke-linejoin=\"round\">\n");
    for (size_t i = (mark->rows - 2) / step + 1; i-- > 0;)
        for (size_t j = (mark->cols - 2) / step + 1; j-- > 0;)
            draw_facet(&view, i * step, j * step, step, buf);
    nb__buf_puts(buf, "</g>\n");
    write_axis(&view, x_name, mark->x_range, 0.55, 0, -1, buf);
    write_axis(&view, y_name, mark->y_range, 0, 0.5, 1, buf);
}

void nb__svg_field(const nb__easel *e) {
    if (e->mark->opacity <= 0) return;
    if (e->mark->kind == NB__SURFACE)
        draw_hills(e->scene, e->mark, &e->frame, e->buf);
    else
        draw_colors(e);
}
