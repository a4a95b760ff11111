/* svgpage.c - the whole of a picture: a plot, a grid of them, an animation.
 *
 * A page should load at once and a notebook stay small, so a picture of more
 * than LIMIT bytes is drawn again, with less detail than the eye may miss. */
#include <math.h>
#include <stdlib.h>

#include "figure.h"
#include "number.h"
#include "svg.h"

enum {
    LIMIT = 100 * 1000, /* bytes */
    MOST_THRIFT = 16,
    LEAST_CELL = 220 /* px, the height of a plot in a grid */
};

static const char FONT[] = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/* What goes before the plots: the same for all kinds of pictures. */
typedef struct Cover {
    double width, height;
    const char *title;
    nb__buf words; /* own: for those who cannot see the picture */
} Cover;

static void begin(Cover *cover, int thrift, nb__buf *buf) {
    double width = cover->width, height = cover->height;
    nb__buf_printf(buf,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                   "width=\"%.0f\" height=\"%.0f\" "
                   "viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"",
                   width, height, width, height);
    nb__svg_escape(buf, cover->title);
    nb__buf_printf(buf, "\" font-family=\"%s\">\n<title>", FONT);
    nb__svg_escape(buf, cover->title);
    nb__buf_puts(buf, "</title>\n<desc>");
    nb__svg_escape(buf, cover->words.data ? cover->words.data : "");
    if (thrift > 1) nb__buf_puts(buf, " Drawn with less detail, to be small.");
    nb__buf_printf(buf,
                   "</desc>\n<rect width=\"%.0f\" height=\"%.0f\" "
                   "fill=\"#ffffff\"/>\n",
                   width, height);
    nb__buf_done(&cover->words);
}

void nb__svg_words_of(const struct nb_plot_object *plot, nb__buf *words) {
    nb__scene scene = nb__scene_of(plot);
    nb__scene_describe(&scene, words);
    nb__scene_done(&scene);
}

void nb__svg_words_of_figure(const struct nb_fig_object *figure,
                             nb__buf *words) {
    if (figure->seconds > 0) {
        nb__buf_printf(words, "Animation of %zu frames, the last: ",
                       figure->count);
        nb__svg_words_of(figure->plots[figure->count - 1], words);
        return;
    }
    for (size_t i = 0; i < figure->count; i++) {
        const char *name = figure->plots[i]->title;
        nb__buf_printf(words, "%s%s%s", i ? " " : "", name ? name : "",
                       name ? ": " : "");
        nb__svg_words_of(figure->plots[i], words);
    }
}

/* ---- One plot. ---- */

static void draw_one(const struct nb_plot_object *plot, int thrift,
                     nb__buf *buf) {
    Cover cover = {plot->width, plot->height,
                   plot->title ? plot->title : "Plot", {0}};
    nb__svg_size size = {plot->width, plot->height, thrift};
    nb__svg_words_of(plot, &cover.words);
    begin(&cover, thrift, buf);
    nb__svg_draw(plot, &size, buf);
    nb__buf_puts(buf, "</svg>\n");
}

/* ---- Animations. ---- */

/* Frame k of `count`, shown for its share of the round. Without a page that
 * animates, the last frame is what is not hidden. */
static void begin_frame(nb__buf *buf, size_t k, size_t count, double seconds) {
    int is_last = k + 1 == count;
    nb__buf_printf(buf, "<g%s>\n", is_last ? "" : " display=\"none\"");
    if (count == 1) return;
    nb__buf_printf(buf, "<animate attributeName=\"display\" dur=\"%.4gs\" "
                        "repeatCount=\"indefinite\" calcMode=\"discrete\"",
                   seconds);
    double from = (double)k / (double)count;
    double to = (double)(k + 1) / (double)count;
    if (k == 0)
        nb__buf_printf(buf, " keyTimes=\"0;%.4f\" values=\"inline;none\"/>\n",
                       to);
    else if (is_last)
        nb__buf_printf(buf, " keyTimes=\"0;%.4f\" values=\"none;inline\"/>\n",
                       from);
    else
        nb__buf_printf(buf, " keyTimes=\"0;%.4f;%.4f\" "
                            "values=\"none;inline;none\"/>\n",
                       from, to);
}

/* With thrift some frames are left out, never the last. */
static void draw_animation(const struct nb_fig_object *figure, int thrift,
                           nb__buf *buf) {
    const struct nb_plot_object *last = figure->plots[figure->count - 1];
    size_t step = (size_t)thrift, count = (figure->count + step - 1) / step;
    Cover cover = {figure->width, figure->height,
                   last->title ? last->title : "Animation", {0}};
    nb__svg_size size = {figure->width, figure->height, thrift};
    nb__svg_words_of_figure(figure, &cover.words);
    begin(&cover, thrift, buf);
    for (size_t k = 0; k < count; k++) {
        size_t i = figure->count - 1 - (count - 1 - k) * step;
        begin_frame(buf, k, count, figure->seconds);
        nb__svg_draw(figure->plots[i], &size, buf);
        nb__buf_puts(buf, "</g>\n");
    }
    nb__buf_puts(buf, "</svg>\n");
}

/* ---- Grids. ---- */

static void draw_title(const struct nb_fig_object *figure, nb__buf *buf) {
    if (!figure->title) return;
    char *cut = nb__svg_fitted(figure->title, 16, figure->width - 40);
    nb__svg_text(buf, 16, 24,
                 " font-size=\"15\" font-weight=\"600\" fill=\"#1a1a1a\"", cut);
    free(cut);
}

static void draw_grid(const struct nb_fig_object *figure, int thrift,
                      nb__buf *buf) {
    size_t rows = (figure->count + figure->cols - 1) / figure->cols;
    double top = figure->title ? 34 : 0;
    nb__svg_size cell = {floor(figure->width / (double)figure->cols), 0,
                         thrift};
    cell.height = figure->height > 0
                      ? floor((figure->height - top) / (double)rows)
                      : fmax(floor(0.72 * cell.width), LEAST_CELL);
    Cover cover = {figure->width, top + (double)rows * cell.height,
                   figure->title ? figure->title : "Figure", {0}};
    nb__svg_words_of_figure(figure, &cover.words);
    begin(&cover, thrift, buf);
    draw_title(figure, buf);
    for (size_t i = 0; i < figure->count; i++) {
        nb__buf_printf(buf, "<g transform=\"translate(%.0f %.0f)\">\n",
                       cell.width * (double)(i % figure->cols),
                       top + cell.height * (double)(i / figure->cols));
        nb__svg_draw(figure->plots[i], &cell, buf);
        nb__buf_puts(buf, "</g>\n");
    }
    nb__buf_puts(buf, "</svg>\n");
}

/* ---- Small enough. ---- */

/* Take back what was drawn if it is too much and can be less. */
static int is_done(nb__buf *buf, size_t before, int thrift) {
    if (buf->len - before <= LIMIT || thrift >= MOST_THRIFT) return 1;
    buf->data[buf->len = before] = '\0';
    return 0;
}

void nb__svg_plot(const struct nb_plot_object *plot, nb__buf *buf) {
    size_t before = buf->len;
    for (int thrift = 1;; thrift *= 2) {
        draw_one(plot, thrift, buf);
        if (is_done(buf, before, thrift)) return;
    }
}

void nb__svg_figure(const struct nb_fig_object *figure, nb__buf *buf) {
    size_t before = buf->len;
    for (int thrift = 1;; thrift *= 2) {
        if (figure->seconds > 0)
            draw_animation(figure, thrift, buf);
        else
            draw_grid(figure, thrift, buf);
        if (is_done(buf, before, thrift)) return;
    }
}
