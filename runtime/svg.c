/* svg.c - one plot: margins, frame, axes, legend, words. */
#include "svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "figure.h"
#include "font.h"
#include "number.h"
#include "utf8.h"

/* Sizes in px; one place to change the look. */
enum {
    TITLE_SIZE = 14,
    AXIS_SIZE = 12,
    TICK_SIZE = 11,
    TICK_LENGTH = 5,
    MINOR_LENGTH = 3,
    LEGEND_ROW = 17,
    EDGE = 16,
    SWATCH = 18,
    SLANTED_GAP = 26, /* between names at 35 degrees */
    UPRIGHT_GAP = 13
};

/* ---- Pieces of text. ---- */

void nb__svg_escape(nb__buf *buf, const char *text) {
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '&')
            nb__buf_puts(buf, "&amp;");
        else if (c == '<')
            nb__buf_puts(buf, "&lt;");
        else if (c == '>')
            nb__buf_puts(buf, "&gt;");
        else if (c == '"')
            nb__buf_puts(buf, "&quot;");
        else if (c < 0x20)
            nb__buf_putc(buf, ' ', 1);
        else
            nb__buf_add(buf, text, 1);
    }
}

void nb__svg_color(nb__buf *buf, const char *attribute, nb__color color) {
    nb__buf_printf(buf, " %s=\"#%02x%02x%02x\"", attribute, color.r, color.g,
                   color.b);
}

void nb__svg_dash(nb__buf *buf, nb__dash dash) {
    static const char *const patterns[] = {NULL, NULL, "6 4", "1.5 4",
                                           "8 4 1.5 4"};
    if (patterns[dash])
        nb__buf_printf(buf, " stroke-dasharray=\"%s\"", patterns[dash]);
}

void nb__svg_opacity(nb__buf *buf, double opacity) {
    if (opacity < 1) nb__buf_printf(buf, " opacity=\"%.2g\"", opacity);
}

void nb__svg_text(nb__buf *buf, double x, double y, const char *attributes,
                     const char *text) {
    nb__buf_puts(buf, "<text x=\"");
    nb__buf_px(buf, x);
    nb__buf_puts(buf, "\" y=\"");
    nb__buf_px(buf, y);
    nb__buf_printf(buf, "\"%s>", attributes);
    nb__svg_escape(buf, text);
    nb__buf_puts(buf, "</text>\n");
}

void nb__svg_words(nb__buf *buf, const nb__words *words) {
    static const char *const anchors[] = {"", " text-anchor=\"middle\"",
                                          " text-anchor=\"end\""};
    const char *where = anchors[words->anchor + 1];
    char halo[160], plain[120];
    (void)nb__format(halo, sizeof halo,
                     " font-size=\"11\"%s fill=\"#ffffff\" stroke=\"#ffffff\" "
                     "stroke-width=\"3\" stroke-linejoin=\"round\"",
                     where);
    (void)nb__format(plain, sizeof plain,
                     " font-size=\"11\"%s fill=\"#%02x%02x%02x\"", where,
                     words->color.r, words->color.g, words->color.b);
    nb__svg_text(buf, words->x, words->y, halo, words->text);
    nb__svg_text(buf, words->x, words->y, plain, words->text);
}

char *nb__svg_fitted(const char *text, double size, double room) {
    if (nb__text_room(text, size) <= room) return nb__strdup(text);
    nb__buf buf = {0};
    nb__buf_puts(&buf, "");
    const char *at = text;
    while (*at) {
        const char *next = at;
        (void)nb__utf8_next(&next);
        nb__buf_add(&buf, at, (size_t)(next - at));
        if (nb__text_room(buf.data, size) > room - size) break;
        at = next;
    }
    buf.data[buf.len = (size_t)(at - text)] = '\0';
    nb__buf_puts(&buf, "\u2026");
    return nb__buf_take(&buf);
}

/* ---- Layout. ---- */

typedef struct Page {
    const struct nb_plot_object *plot;
    nb__scene scene;
    double width, height; /* of the whole */
    nb__frame frame;
    nb__ticks x, y;
    int slant; /* degrees, of names under the axis that would touch */
    nb__buf *buf;
} Page;

static double entry_room(const nb__entry *entry) {
    if (entry->ramp) return 190;
    if (entry->kind == NB__TEXT)
        return nb__text_room(nb__entry_label(entry), TICK_SIZE) + 14;
    return SWATCH + 5 + nb__text_room(nb__entry_label(entry), TICK_SIZE) + 14;
}

static double legend_width(const Page *page) { return page->width - 84; }

static int legend_rows(const Page *page) {
    int rows = page->scene.entry_count > 0;
    double at = 0;
    for (size_t i = 0; i < page->scene.entry_count; i++) {
        double room = entry_room(&page->scene.entries[i]);
        if (at > 0 && at + room > legend_width(page)) {
            rows++;
            at = 0;
        }
        at += room;
    }
    return rows;
}

static double widest_label(const nb__ticks *ticks) {
    double widest = 0;
    for (size_t i = 0; i < ticks->count; i++)
        widest = fmax(widest, nb__text_room(ticks->labels[i], TICK_SIZE));
    return widest;
}

/* Long names along the axis are cut to what a plot can spare. */
static void cut_labels(nb__ticks *ticks, double room) {
    for (size_t i = 0; i < ticks->count; i++) {
        char *label = nb__svg_fitted(ticks->labels[i], TICK_SIZE, room);
        (void)nb__format(ticks->labels[i], NB__TICK_LABEL, "%s", label);
        free(label);
    }
}

static double at_x(const Page *page, double value) {
    return page->frame.left +
           page->frame.width * nb__scale_at(&page->scene.x, value);
}

static double at_y(const Page *page, double value) {
    return page->frame.top +
           page->frame.height * (1 - nb__scale_at(&page->scene.y, value));
}

static int labels_collide(const Page *page) {
    for (size_t i = 0; i + 1 < page->x.count; i++) {
        double gap =
            at_x(page, page->x.values[i + 1]) - at_x(page, page->x.values[i]);
        double room = (nb__text_room(page->x.labels[i], TICK_SIZE) +
                       nb__text_room(page->x.labels[i + 1], TICK_SIZE)) /
                      2;
        double least = page->slant == 90  ? UPRIGHT_GAP
                       : page->slant ? SLANTED_GAP
                                     : room + 6;
        if (fabs(gap) < least) return 1;
    }
    return 0;
}

/* Labels are made fewer until they do not touch; names are slanted first. */
static void find_x_ticks(Page *page) {
    double per_tick = page->scene.x_names ? UPRIGHT_GAP : 80;
    double wanted = page->frame.width / per_tick;
    do {
        nb__scene_ticks(&page->scene, 0, wanted, &page->x);
        cut_labels(&page->x, 110);
        wanted -= 1;
    } while (wanted >= 2 && labels_collide(page));
}

/* Level if all names fit under their bars, else slanted, else upright. */
static void find_slant(Page *page) {
    const struct nb_mark_object *names = page->scene.x_names;
    if (!names || !names->name_count) return;
    nb__scene_ticks(&page->scene, 0, page->frame.width / UPRIGHT_GAP, &page->x);
    cut_labels(&page->x, 110);
    if (labels_collide(page)) page->slant = 35;
    if (labels_collide(page)) page->slant = 90;
}

/* Height of the tick labels under the axis. */
static double label_height(const Page *page) {
    if (page->slant == 90) return widest_label(&page->x);
    return page->slant ? 0.6 * widest_label(&page->x) + 8 : TICK_SIZE;
}

/* Room for half of the last label beyond the frame. */
static double overhang(const Page *page) {
    double most = 0;
    for (size_t i = 0; i < page->x.count; i++) {
        double end = at_x(page, page->x.values[i]) +
                     nb__text_room(page->x.labels[i], TICK_SIZE) / 2;
        most = fmax(most, end - (page->width - 3));
    }
    return most;
}

static void find_y_ticks(Page *page) {
    double per_tick = page->scene.y_names ? 16 : 38;
    nb__scene_shape(&page->scene, page->frame.width, page->frame.height);
    nb__scene_ticks(&page->scene, 1, page->frame.height / per_tick, &page->y);
    cut_labels(&page->y, 0.3 * page->width);
}

static void set_height(Page *page) {
    nb__frame *f = &page->frame;
    f->height = page->height - f->top - 21 - label_height(page) -
                (page->plot->xlabel ? 22 : 0);
    if (page->scene.has_images) f->height = page->height - f->top - EDGE;
    if (f->height < 20) f->height = 20;
}

/* Square cells: the frame of a heat map gives up what is too much. */
static void shape_frame(Page *page) {
    nb__frame *f = &page->frame;
    if (!page->scene.y_names || !nb__scene_is_equal(&page->scene)) return;
    double x_range = page->scene.x.hi - page->scene.x.lo;
    double y_range = page->scene.y.hi - page->scene.y.lo;
    double unit = fmin(f->width / x_range, f->height / y_range);
    f->width = unit * x_range;
    f->height = unit * y_range;
}

/* Each measure needs the ones before it, and the labels need them all. */
static void lay_out(Page *page) {
    const struct nb_plot_object *plot = page->plot;
    nb__frame *f = &page->frame;
    f->top = 14 + (plot->title ? 20 : 0) + LEGEND_ROW * legend_rows(page) +
             (page->scene.entry_count ? 4 : 0);
    f->left = 48;
    f->width = page->width - f->left - EDGE;
    find_slant(page);
    set_height(page);
    find_y_ticks(page);
    f->left =
        10 + widest_label(&page->y) + TICK_LENGTH + (plot->ylabel ? 20 : 4);
    f->width = page->width - f->left - EDGE;
    shape_frame(page);
    find_y_ticks(page);
    find_x_ticks(page);
    if (page->scene.has_images) {
        f->left = EDGE;
        f->width = page->width - 2 * EDGE;
        find_y_ticks(page);
    }
    if (page->slant || page->scene.has_images) return;
    f->width -= overhang(page);
    find_x_ticks(page);
}

/* ---- Axes. ---- */

static double crisp(double px) { return floor(px) + 0.5; }

static int is_on(double at, double low, double length) {
    return at >= low - 0.5 && at <= low + length + 0.5;
}

static void draw_grid(const Page *page) {
    const nb__frame *f = &page->frame;
    nb__path path = {.buf = page->buf};
    if (page->plot->has_no_grid || page->scene.y_names) return;
    nb__buf_puts(page->buf, "<path fill=\"none\" stroke=\"#e8e8e8\" d=\"");
    for (size_t i = 0; i < page->x.count && !page->scene.x_names; i++) {
        double x = at_x(page, page->x.values[i]);
        if (!is_on(x, f->left, f->width)) continue;
        nb__path_move(&path, crisp(x), f->top);
        nb__path_line(&path, crisp(x), f->top + f->height);
    }
    for (size_t i = 0; i < page->y.count; i++) {
        double y = at_y(page, page->y.values[i]);
        if (!is_on(y, f->top, f->height)) continue;
        nb__path_move(&path, f->left, crisp(y));
        nb__path_line(&path, f->left + f->width, crisp(y));
    }
    nb__buf_puts(page->buf, "\"/>\n");
}

static void add_x_tick(const Page *page, nb__path *path, double value,
                       int length) {
    const nb__frame *f = &page->frame;
    double x = at_x(page, value);
    if (!is_on(x, f->left, f->width)) return;
    nb__path_move(path, crisp(x), f->top + f->height + 0.5);
    nb__path_line(path, crisp(x), f->top + f->height + 0.5 + length);
}

static void add_y_tick(const Page *page, nb__path *path, double value,
                       int length) {
    const nb__frame *f = &page->frame;
    double y = at_y(page, value);
    if (!is_on(y, f->top, f->height)) return;
    nb__path_move(path, f->left, crisp(y));
    nb__path_line(path, f->left - length, crisp(y));
}

static void draw_axes(const Page *page) {
    const nb__frame *f = &page->frame;
    nb__path path = {.buf = page->buf};
    nb__buf_puts(page->buf, "<path fill=\"none\" stroke=\"#444444\" d=\"");
    nb__path_move(&path, f->left, f->top);
    nb__path_line(&path, f->left, f->top + f->height + 0.5);
    nb__path_line(&path, f->left + f->width, f->top + f->height + 0.5);
    for (size_t i = 0; i < page->x.count; i++)
        add_x_tick(page, &path, page->x.values[i], TICK_LENGTH);
    for (size_t i = 0; i < page->y.count; i++)
        add_y_tick(page, &path, page->y.values[i], TICK_LENGTH);
    for (size_t i = 0; i < page->x.minor_count; i++)
        add_x_tick(page, &path, page->x.minor[i], MINOR_LENGTH);
    for (size_t i = 0; i < page->y.minor_count; i++)
        add_y_tick(page, &path, page->y.minor[i], MINOR_LENGTH);
    nb__buf_puts(page->buf, "\"/>\n");
}

static void put_x_label(const Page *page, double x, double y,
                        const char *label) {
    char turn[64] = "";
    if (page->slant) {
        x += 4;
        y += page->slant == 90 ? 9 : 14;
        (void)nb__format(turn, sizeof turn,
                         " transform=\"rotate(-%d %.1f %.1f)\"", page->slant,
                         x, y);
        nb__svg_text(page->buf, x, y, turn, label);
        return;
    }
    nb__svg_text(page->buf, x, y + 19, turn, label);
}

static void draw_tick_labels(const Page *page) {
    const nb__frame *f = &page->frame;
    nb__buf_printf(page->buf,
                   "<g font-size=\"11\" fill=\"#333333\" "
                   "text-anchor=\"%s\">\n",
                   page->slant ? "end" : "middle");
    for (size_t i = 0; i < page->x.count; i++) {
        double x = at_x(page, page->x.values[i]);
        if (is_on(x, f->left, f->width))
            put_x_label(page, x, f->top + f->height, page->x.labels[i]);
    }
    nb__buf_puts(page->buf, "</g>\n<g font-size=\"11\" fill=\"#333333\" "
                            "text-anchor=\"end\">\n");
    for (size_t i = 0; i < page->y.count; i++) {
        double y = at_y(page, page->y.values[i]);
        if (is_on(y, f->top, f->height))
            nb__svg_text(page->buf, f->left - 9, y + 4, "", page->y.labels[i]);
    }
    nb__buf_puts(page->buf, "</g>\n");
}

static void draw_axis_titles(const Page *page) {
    const nb__frame *f = &page->frame;
    if (page->plot->xlabel) {
        char *label = nb__svg_fitted(page->plot->xlabel, AXIS_SIZE, page->width - 20);
        nb__svg_text(page->buf, f->left + f->width / 2, page->height - 12,
                 " text-anchor=\"middle\" font-size=\"12\" fill=\"#1a1a1a\"",
                 label);
        free(label);
    }
    if (page->plot->ylabel) {
        char *label = nb__svg_fitted(page->plot->ylabel, AXIS_SIZE, page->height - 20);
        char attributes[160];
        double y = f->top + f->height / 2;
        (void)nb__format(attributes, sizeof attributes,
                         " transform=\"rotate(-90 18 %.1f)\" "
                         "text-anchor=\"middle\" font-size=\"12\" "
                         "fill=\"#1a1a1a\"",
                         round(y * 10) / 10);
        nb__svg_text(page->buf, 18, y, attributes, label);
        free(label);
    }
}

/* ---- Legend and title. ---- */

static void put_number(nb__buf *buf, double x, double y, const char *number) {
    nb__buf text = {0};
    nb__buf_minus(&text, number);
    nb__svg_text(buf, x, y, " font-size=\"11\" fill=\"#333333\"", text.data);
    nb__buf_done(&text);
}

static void draw_ramp(const Page *page, const nb__entry *entry, double x,
                      double y) {
    const struct nb_mark_object *mark = entry->ramp;
    enum {
        STEPS = 24,
        STEP = 4
    };
    char low[NB_NUMBER_SIZE], high[NB_NUMBER_SIZE];
    nb__ramp_number(mark->low, low);
    nb__ramp_number(mark->high, high);
    double width = nb__text_room(low, TICK_SIZE) + (*low == '-' ? 4 : 0);
    put_number(page->buf, x, y, low);
    nb__buf_puts(page->buf, "<g shape-rendering=\"crispEdges\">");
    for (int i = 0; i < STEPS; i++) {
        nb__buf_puts(page->buf, "<rect x=\"");
        nb__buf_px(page->buf, round(x + width + 4) + STEP * i);
        nb__buf_puts(page->buf, "\" y=\"");
        nb__buf_px(page->buf, round(y - 9));
        nb__buf_printf(page->buf, "\" width=\"%d\" height=\"10\"", STEP);
        nb__svg_color(page->buf, "fill",
                      nb__map_color(mark->map, (mark->ramp_top > 0 ? mark->ramp_top : 1) *
                                               i / (STEPS - 1)));
        nb__buf_puts(page->buf, "/>");
    }
    nb__buf_puts(page->buf, "</g>\n");
    put_number(page->buf, round(x + width + 4) + STEP * STEPS + 5, y, high);
}

static void draw_swatch(const Page *page, const nb__entry *entry, double x,
                        double y) {
    nb__path path = {.buf = page->buf};
    nb__buf_puts(page->buf, "<path");
    if (entry->kind == NB__DOTS) {
        nb__svg_shape_paint(page->buf, entry->style.glyph, 3.5,
                            entry->style.color);
    } else if (entry->kind == NB__LINE || entry->kind == NB__RULE) {
        nb__svg_color(page->buf, "stroke", entry->style.color);
        nb__buf_puts(page->buf, entry->kind == NB__LINE
                                    ? " stroke-width=\"2.25\" fill=\"none\""
                                    : " fill=\"none\"");
        nb__svg_dash(page->buf, entry->style.dash);
    } else {
        nb__svg_color(page->buf, "fill", entry->style.color);
        nb__svg_opacity(page->buf, fmax(entry->opacity, 0.3));
    }
    nb__buf_puts(page->buf, " d=\"");
    if (entry->kind == NB__DOTS) {
        nb__svg_shape(&path, entry->style.glyph, x + 9, y - 4, 3.5);
    } else if (entry->kind == NB__LINE || entry->kind == NB__RULE) {
        nb__path_move(&path, x, y - 3.5);
        nb__path_line(&path, x + SWATCH, y - 3.5);
    } else {
        nb__path_move(&path, x, y - 8);
        nb__path_line(&path, x + SWATCH, y - 8);
        nb__path_line(&path, x + SWATCH, y + 1);
        nb__path_line(&path, x, y + 1);
        nb__path_close(&path);
    }
    nb__buf_puts(page->buf, "\"/>\n");
}

static void draw_legend(const Page *page) {
    double at = 0, y = 14 + (page->plot->title ? 20 : 0) + 11;
    for (size_t i = 0; i < page->scene.entry_count; i++) {
        const nb__entry *entry = &page->scene.entries[i];
        double room = entry_room(entry);
        if (at > 0 && at + room > legend_width(page)) {
            y += LEGEND_ROW;
            at = 0;
        }
        double x = fmin(page->frame.left, 72) + at;
        at += room;
        if (entry->kind == NB__TEXT) {
            nb__svg_text(page->buf, x, y, " font-size=\"11\" fill=\"#777777\"",
                     nb__entry_label(entry));
            continue;
        }
        if (entry->ramp) {
            draw_ramp(page, entry, x, y);
            continue;
        }
        draw_swatch(page, entry, x, y);
        char *label = nb__svg_fitted(nb__entry_label(entry), TICK_SIZE,
                             legend_width(page) - SWATCH);
        nb__svg_text(page->buf, x + SWATCH + 5, y,
                 " font-size=\"11\" fill=\"#333333\"", label);
        free(label);
    }
}

static void draw_title(const Page *page) {
    if (!page->plot->title) return;
    double room = page->width - fmin(page->frame.left, 72) - 4;
    char *title = nb__svg_fitted(page->plot->title, 1.06 * TITLE_SIZE, room);
    nb__svg_text(page->buf, fmin(page->frame.left, 72), 24,
             " font-size=\"14\" font-weight=\"600\" fill=\"#1a1a1a\"", title);
    free(title);
}

/* ---- The plot. ---- */

void nb__svg_draw(const struct nb_plot_object *plot, const nb__svg_size *size,
                  nb__buf *buf) {
    Page page = {.plot = plot,
                 .scene = nb__scene_of(plot),
                 .width = size->width,
                 .height = size->height,
                 .buf = buf};
    page.scene.thrift = size->thrift;
    lay_out(&page);
    draw_title(&page);
    draw_legend(&page);
    if (page.scene.has_images || page.scene.has_hills) {
        nb__svg_marks(&page.scene, &page.frame, buf);
    } else {
        draw_grid(&page);
        nb__svg_marks(&page.scene, &page.frame, buf);
        draw_axes(&page);
        draw_tick_labels(&page);
        draw_axis_titles(&page);
    }
    nb__scene_done(&page.scene);
}
