/* plot.c - plots and figures: made of parts, shown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "figure.h"
#include "mark.h"
#include "pool.h"
#include "scene.h"
#include "utf8.h"

/* ---- Plots. ---- */

void nb__plot_release(nb_plot_t plot) {
    if (!plot || --plot->references > 0) return;
    for (size_t i = 0; i < plot->count; i++) nb__mark_release(plot->marks[i]);
    for (size_t i = 0; i < plot->group_count; i++)
        nb__mark_release(plot->groups[i]);
    free(plot->marks);
    free(plot->groups);
    free(plot->title);
    free(plot->xlabel);
    free(plot->ylabel);
    free(plot->alt);
    free(plot);
}

void nb__plot_take(nb_plot_t plot) {
    if (plot->is_taken || nb__is_owned(plot)) plot->references++;
    plot->is_taken = 1;
}

static void release_plot(void *plot) { nb__plot_release(plot); }

void nb__free_plot(nb_plot_t plot) {
    (void)nb__disown(plot);
    nb__plot_release(plot);
}

static int parse_scale(const char *option, const char *scale) {
    if (!scale || strcmp(scale, "linear") == 0) return 0;
    if (strcmp(scale, "log") == 0) return 1;
    nb__fail("DomainError",
             "nb_plot: there is no %s \"%s\"; there are \"linear\" and "
             "\"log\".",
             option, scale);
}

static void check_limits(const char *option, const double *limits, int is_log) {
    if (limits[0] == 0 && limits[1] == 0) return;
    if (!isfinite(limits[0]) || !isfinite(limits[1]) || limits[0] >= limits[1])
        nb__fail("DomainError",
                 "nb_plot: %s = {%g, %g} must be finite and go upwards.",
                 option, limits[0], limits[1]);
    if (is_log && limits[0] <= 0)
        nb__fail("DomainError",
                 "nb_plot: %s = {%g, %g} is on a log scale; it must be "
                 "positive.",
                 option, limits[0], limits[1]);
}

static char *copy_text(const char *option, const char *text) {
    if (text && !nb__utf8_is_valid(text))
        nb__fail("DomainError", "nb_plot: %s is not UTF-8.", option);
    return nb__strdup(text);
}

static double clamp_size(double size, double otherwise) {
    if (!(size > 0)) return otherwise;
    return fmin(fmax(size, 120), 2000);
}

static void add_marks(nb_plot_t plot, const nb_plot_opts *o) {
    const nb_mark marks[] = {o->m0,  o->m1,  o->m2,  o->m3,  o->m4,  o->m5,
                             o->m6,  o->m7,  o->m8,  o->m9,  o->m10, o->m11,
                             o->m12, o->m13, o->m14, o->m15, o->m16, o->m17,
                             o->m18, o->m19, o->m20, o->m21, o->m22, o->m23};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i]) nb_plot_add(plot, marks[i]);
}

static void append(nb_plot_t plot, nb_mark mark) {
    nb__mark_measure(mark);
    if (plot->count == plot->cap) {
        plot->cap = plot->cap ? 2 * plot->cap : 8;
        plot->marks = nb__realloc(plot->marks, plot->cap, sizeof *plot->marks);
    }
    plot->marks[plot->count++] = mark;
}

/* A plot of images is as high as they are, not as all plots are. */
static void fit_images(nb_plot_t plot) {
    for (size_t i = 0; i < plot->count; i++) {
        const struct nb_mark_object *mark = plot->marks[i];
        if (!mark->is_image) continue;
        double shape = (double)mark->rows / (double)mark->cols;
        plot->height =
            clamp_size(round(shape * (plot->width - 32)) +
                           (plot->title ? 50 : 30),
                       plot->height);
    }
}

nb_plot_t nb__plot(const nb_plot_opts *opts) {
    int x_is_log = parse_scale("xscale", opts->xscale);
    int y_is_log = parse_scale("yscale", opts->yscale);
    check_limits("xlim", opts->xlim, x_is_log);
    check_limits("ylim", opts->ylim, y_is_log);
    nb_plot_t plot = nb__alloc(1, sizeof *plot);
    *plot = (struct nb_plot_object){
        .references = 1,
        .title = copy_text("title", opts->title),
        .xlabel = copy_text("xlabel", opts->xlabel),
        .ylabel = copy_text("ylabel", opts->ylabel),
        .alt = copy_text("alt", opts->alt),
        .x_is_log = x_is_log,
        .y_is_log = y_is_log,
        .is_equal = opts->equal,
        .has_no_grid = opts->nogrid,
        .xlim = {opts->xlim[0], opts->xlim[1]},
        .ylim = {opts->ylim[0], opts->ylim[1]},
        .width = clamp_size(opts->width, 640),
        .height = clamp_size(opts->height, 400)
    };
    add_marks(plot, opts);
    if (!(opts->height > 0)) fit_images(plot);
    return nb__own(plot, release_plot);
}

void nb_plot_add(nb_plot_t plot, nb_mark mark) {
    if (!plot || !mark)
        nb__fail("NullError", "nb_plot_add: the %s is NULL.",
                 plot ? "mark" : "plot");
    if (mark->kind != NB__GROUP) {
        nb__mark_take(mark);
        append(plot, mark);
        return;
    }
    for (size_t i = 0; i < mark->part_count; i++) {
        mark->parts[i]->references++;
        mark->parts[i]->is_taken = 1;
        append(plot, mark->parts[i]);
    }
    nb__mark_take(mark);
    plot->groups = nb__realloc(plot->groups, plot->group_count + 1,
                               sizeof *plot->groups);
    plot->groups[plot->group_count++] = mark;
}

/* ---- Figures. ---- */

static void release_figure(void *value) {
    nb_fig_t figure = value;
    if (!figure) return;
    for (size_t i = 0; i < figure->count; i++)
        nb__plot_release(figure->plots[i]);
    free(figure->plots);
    free(figure->title);
    free(figure);
}

void nb__free_figure(nb_fig_t figure) {
    (void)nb__disown(figure);
    release_figure(figure);
}

static void need_one_kind(const nb_plot_t *plots, size_t count, int is_y) {
    const struct nb_plot_object *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!plots[i]) continue;
        if (!first) first = plots[i];
        if (is_y ? plots[i]->y_is_log != first->y_is_log
                 : plots[i]->x_is_log != first->x_is_log)
            nb__fail("DomainError",
                     "nb_figure: .share%c needs plots that are all "
                     "logarithmic, or none.",
                     is_y ? 'y' : 'x');
    }
}

/* One scale for all plots: the union of theirs. */
static void share_scale(nb_fig_t figure, int is_y) {
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < figure->count; i++) {
        nb__scene scene = nb__scene_of(figure->plots[i]);
        const nb__scale *scale = is_y ? &scene.y : &scene.x;
        low = fmin(low, scale->is_log ? pow(10, scale->lo) : scale->lo);
        high = fmax(high, scale->is_log ? pow(10, scale->hi) : scale->hi);
        nb__scene_done(&scene);
    }
    for (size_t i = 0; i < figure->count; i++) {
        double *limits =
            is_y ? figure->plots[i]->ylim : figure->plots[i]->xlim;
        limits[0] = low;
        limits[1] = high;
    }
}

static nb_fig_t figure_of(const nb_plot_t *plots, size_t count) {
    nb_fig_t figure = nb__alloc(1, sizeof *figure);
    figure->plots = nb__alloc(count, sizeof *figure->plots);
    for (size_t i = 0; i < count; i++) {
        if (!plots[i]) continue;
        nb__plot_take(plots[i]);
        figure->plots[figure->count++] = plots[i];
    }
    return figure;
}

nb_fig_t nb__figure(const nb_fig_opts *o) {
    const nb_plot_t plots[NB__MAX_PLOTS] = {o->p0, o->p1, o->p2,  o->p3,
                                            o->p4, o->p5, o->p6,  o->p7,
                                            o->p8, o->p9, o->p10, o->p11};
    size_t count = 0;
    for (size_t i = 0; i < NB__MAX_PLOTS; i++) count += plots[i] != NULL;
    if (count == 0) nb__fail("DomainError", "nb_figure: there is no plot.");
    if (o->cols < 0 || o->cols > 6)
        nb__fail("DomainError", "nb_figure: .cols is %ld; it must be 1 to 6.",
                 o->cols);
    if (o->sharex) need_one_kind(plots, NB__MAX_PLOTS, 0);
    if (o->sharey) need_one_kind(plots, NB__MAX_PLOTS, 1);
    nb_fig_t figure = figure_of(plots, NB__MAX_PLOTS);
    if (o->sharex) share_scale(figure, 0);
    if (o->sharey) share_scale(figure, 1);
    size_t cols = o->cols ? (size_t)o->cols : count > 1 ? 2 : 1;
    figure->cols = cols < count ? cols : count;
    figure->title = copy_text("title", o->title);
    figure->width = clamp_size(o->width, 820);
    figure->height = o->height > 0 ? clamp_size(o->height, 0) : 0;
    return nb__own(figure, release_figure);
}

enum {
    MAX_FRAMES = 100
};

nb_fig_t nb__animate(const nb_plot_t *plots, long count,
                     nb_animate_opts opts) {
    if (count < 1 || count > MAX_FRAMES)
        nb__fail("DomainError",
                 "nb_animate: there can be 1 to %d frames, not %ld.",
                 (int)MAX_FRAMES, count);
    for (long i = 0; i < count; i++)
        if (!plots[i])
            nb__fail("NullError", "nb_animate: frame %ld is NULL.", i);
    nb_fig_t figure = figure_of(plots, (size_t)count);
    figure->cols = 1;
    figure->seconds = opts.seconds > 0 ? opts.seconds : 0.2 * (double)count;
    figure->width = figure->plots[count - 1]->width;
    figure->height = figure->plots[count - 1]->height;
    return nb__own(figure, release_figure);
}

/* ---- Faces. ---- */

void nb__figure_text(const struct nb_plot_object *plot,
                       const struct nb_fig_object *figure, nb__buf *buf) {
    if (!plot && figure->seconds > 0) plot = figure->plots[figure->count - 1];
    if (plot) {
        nb__text_plot(plot, 60, 15, buf);
        return;
    }
    if (figure->title) nb__buf_printf(buf, "%s\n\n", figure->title);
    for (size_t i = 0; i < figure->count; i++) {
        if (i) nb__buf_puts(buf, "\n");
        nb__text_plot(figure->plots[i], figure->count > 1 ? 46 : 60,
                      figure->count > 1 ? 12 : 15, buf);
    }
}

void nb__figure_svg(const struct nb_plot_object *plot,
                      const struct nb_fig_object *figure, nb__buf *buf) {
    if (plot)
        nb__svg_plot(plot, buf);
    else
        nb__svg_figure(figure, buf);
}

/* Title and description, as they are in the picture; own. */
static char *words_of(const struct nb_plot_object *plot,
                      const struct nb_fig_object *figure) {
    nb__buf words = {0};
    const char *title = plot ? plot->title : figure->title;
    if (title) nb__buf_printf(&words, "%s. ", title);
    if (plot)
        nb__svg_words_of(plot, &words);
    else
        nb__svg_words_of_figure(figure, &words);
    return nb__buf_take(&words);
}

size_t nb__figure_faces(const struct nb_plot_object *plot,
                        const struct nb_fig_object *figure, nb_mime *faces) {
    nb__buf text = {0}, svg = {0};
    nb__figure_text(plot, figure, &text);
    while (text.len && text.data[text.len - 1] == '\n')
        text.data[--text.len] = '\0';
    nb__figure_svg(plot, figure, &svg);
    faces[0] = (nb_mime){"text/plain", nb__buf_take(&text)};
    faces[1] = (nb_mime){"image/svg+xml", nb__buf_take(&svg)};
    faces[2] = (nb_mime){"alt", words_of(plot, figure)};
    return 3;
}
