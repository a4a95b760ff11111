#include "scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "field.h"
#include "number.h"

/* ---- Domains. ---- */

typedef struct Domain {
    double lo, hi;
    int is_log;
    int has_zero;  /* bars stand on it */
    int is_padded; /* heat maps fill the frame */
    int is_whole;  /* no value has a fraction, so no tick should have one */
} Domain;

/* Doubles go further than a difference of two doubles can. */
static const double FARTHEST = 8e307;
static void include(Domain *d, double value) {
    if (!isfinite(value) || (d->is_log && value < NB__LEAST_LOG)) return;
    if (!d->is_log && fabs(value) < NB__SMALLEST) value = 0;
    if (value != floor(value)) d->is_whole = 0;
    value = fmin(fmax(value, -FARTHEST), FARTHEST);
    d->lo = fmin(d->lo, value);
    d->hi = fmax(d->hi, value);
}

static void include_all(Domain *d, const nb__extent *extent) {
    int is_whole = d->is_whole && extent->is_whole;
    if (!(extent->low <= extent->high)) return;
    include(d, d->is_log ? extent->least : extent->low);
    include(d, extent->high);
    d->is_whole = is_whole;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double bar_space(const struct nb_mark_object *mark) {
    double *x = nb__alloc(mark->n, sizeof *x), space = HUGE_VAL;
    size_t n = 0;
    for (size_t i = 0; i < mark->n; i++)
        if (isfinite(mark->x[i])) x[n++] = mark->x[i];
    qsort(x, n, sizeof *x, by_size);
    for (size_t i = 0; i + 1 < n; i++)
        if (x[i + 1] > x[i]) space = fmin(space, x[i + 1] - x[i]);
    free(x);
    return isfinite(space) ? space : 1;
}

nb__bar_room nb__bar_room_of(const struct nb_mark_object *mark,
                             const nb__style *style) {
    if (mark->x2) return (nb__bar_room){0, 0};
    double width = bar_space(mark) * mark->width;
    double slots = style->slots > 1 ? style->slots : 1;
    double from = width * (style->slot / slots - 0.5);
    return (nb__bar_room){from, from + width / slots};
}

void nb__bar_edges(const struct nb_mark_object *mark,
                   const nb__bar_room *room, size_t i, double *ret) {
    ret[0] = mark->x[i] + room->from;
    ret[1] = mark->x2 ? mark->x2[i] : mark->x[i] + room->to;
}

static void include_bars_x(Domain *d, const struct nb_mark_object *mark) {
    double half = mark->kind == NB__BARS ? bar_space(mark) / 2 : 0;
    int is_whole = d->is_whole;
    for (size_t i = 0; i < mark->n; i++)
        is_whole &= floor(mark->x[i]) == mark->x[i];
    for (size_t i = 0; i < mark->n; i++) {
        include(d, mark->x[i] - half);
        include(d, mark->x2 ? mark->x2[i] : mark->x[i] + half);
    }
    d->is_whole = is_whole;
}

static int is_over_plane(const struct nb_mark_object *mark) {
    return mark->kind == NB__FIELD || mark->kind == NB__SURFACE;
}

static void include_x(Domain *d, const struct nb_mark_object *mark) {
    if (is_over_plane(mark)) {
        include(d, mark->x_range[0]);
        include(d, mark->x_range[1]);
        d->is_padded = 0;
        return;
    }
    if (mark->kind == NB__HEAT) {
        include(d, -0.5);
        include(d, (double)mark->cols - 0.5);
        d->is_padded = 0;
    } else if (mark->kind == NB__BARS || mark->kind == NB__HIST) {
        include_bars_x(d, mark);
    } else {
        include_all(d, &mark->of_x);
        include_all(d, &mark->of_x2);
    }
}

static void include_y(Domain *d, const struct nb_mark_object *mark) {
    if (is_over_plane(mark)) {
        include(d, mark->y_range[0]);
        include(d, mark->y_range[1]);
        d->is_padded = 0;
        return;
    }
    if (mark->kind == NB__HEAT) {
        include(d, -0.5);
        include(d, (double)mark->rows - 0.5);
        d->is_padded = 0;
        return;
    }
    if (mark->kind == NB__BARS || mark->kind == NB__HIST) d->has_zero = 1;
    include_all(d, &mark->of_y);
    include_all(d, &mark->of_y2);
}

/* A domain that is one point, or that rounding cannot tell from one. */
static void widen(double *lo, double *hi) {
    double size = fmax(fabs(*lo), fabs(*hi));
    if (*hi - *lo > 1e-12 * size) return;
    double half = size > 0 ? 0.1 * size : 1;
    *lo = fmax(*lo - half, -FARTHEST);
    *hi = fmin(*hi + half, FARTHEST);
}

static nb__scale scale_of(Domain d, double padding) {
    if (!(d.lo <= d.hi)) {
        d.lo = d.is_log ? 1 : 0;
        d.hi = d.is_log ? 10 : 1;
    }
    if (d.is_log) {
        d.lo = log10(d.lo);
        d.hi = log10(d.hi);
        if (d.hi - d.lo < 1e-9) {
            d.lo -= 0.5;
            d.hi += 0.5;
        }
    } else {
        if (d.has_zero) include(&d, 0);
        widen(&d.lo, &d.hi);
    }
    double more = d.is_padded ? padding * (d.hi - d.lo) : 0;
    double below = d.has_zero && !d.is_log && d.lo == 0 ? 0 : more;
    double above = d.has_zero && !d.is_log && d.hi == 0 ? 0 : more;
    return (nb__scale){d.is_log, d.is_whole, d.lo - below, d.hi + above};
}

static nb__scale fixed_scale(const double *limits, int is_log) {
    if (!is_log) return (nb__scale){0, 0, limits[0], limits[1]};
    return (nb__scale){1, 0, log10(limits[0]), log10(limits[1])};
}

static nb__scale find_scale(const struct nb_plot_object *plot, int is_y) {
    const double *limits = is_y ? plot->ylim : plot->xlim;
    int is_log = is_y ? plot->y_is_log : plot->x_is_log;
    if (limits[0] < limits[1]) return fixed_scale(limits, is_log);
    Domain d = {HUGE_VAL, -HUGE_VAL, is_log, 0, 1, 1};
    for (size_t i = 0; i < plot->count; i++) {
        if (is_y)
            include_y(&d, plot->marks[i]);
        else
            include_x(&d, plot->marks[i]);
    }
    return scale_of(d, is_y ? 0.05 : 0.03);
}

double nb__scale_at(const nb__scale *scale, double value) {
    if (!isfinite(value) || (scale->is_log && value <= 0)) return nan("");
    value = fmin(fmax(value, -FARTHEST), FARTHEST);
    if (scale->is_log) value = log10(value);
    double at = (value - scale->lo) / (scale->hi - scale->lo);
    return fmin(fmax(at, -1e4), 1e4);
}

static void stretch(nb__scale *scale, double span) {
    double middle = scale->lo / 2 + scale->hi / 2;
    scale->lo = middle - span / 2;
    scale->hi = middle + span / 2;
}

int nb__scene_is_equal(const nb__scene *scene) {
    return (scene->plot->is_equal || scene->has_images) && !scene->x.is_log &&
           !scene->y.is_log;
}

void nb__scene_shape(nb__scene *scene, double width, double height) {
    if (!nb__scene_is_equal(scene) || scene->y_names) return;
    double x_unit = width / (scene->x.hi - scene->x.lo);
    double y_unit = height / (scene->y.hi - scene->y.lo);
    if (x_unit > y_unit)
        stretch(&scene->x, width / y_unit);
    else
        stretch(&scene->y, height / x_unit);
}

const struct nb_mark_object *nb__scene_gallery(const nb__scene *scene) {
    const struct nb_plot_object *plot = scene->plot;
    return plot->count == 1 && plot->marks[0]->tiles ? plot->marks[0] : NULL;
}

/* ---- Styles and legend. ---- */

static int is_series(const struct nb_mark_object *mark) {
    return mark->kind <= NB__BAND && !mark->follows;
}

/* Bars at the same places, none of them with a base of its own. */
static int stand_together(const struct nb_mark_object *a,
                          const struct nb_mark_object *b) {
    return a->kind == NB__BARS && b->kind == NB__BARS && !a->y2 && !b->y2 &&
           a->n == b->n && memcmp(a->x, b->x, a->n * sizeof *a->x) == 0;
}

static void find_slot(const struct nb_plot_object *plot, size_t i,
                      nb__style *style) {
    for (size_t k = 0; k < plot->count; k++) {
        if (!stand_together(plot->marks[i], plot->marks[k])) continue;
        style->slots++;
        style->slot += k < i;
    }
}

static size_t count_kind(const struct nb_plot_object *plot, size_t end,
                         nb__kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < end; i++) count += plot->marks[i]->kind == kind;
    return count;
}

/* One series of bars is solid; more need shades, in print without colour, too.
 * Histograms that lie on each other must let each other be seen. */
static void find_bar_style(const struct nb_plot_object *plot, size_t i,
                           nb__style *style) {
    static const int shades[] = {4, 2, 1, 3};
    static const double of_bars[] = {0.95, 0.5, 0.8, 0.35};
    static const double of_hists[] = {0.7, 0.4, 0.55, 0.25};
    const struct nb_mark_object *mark = plot->marks[i];
    int is_hist = mark->kind == NB__HIST;
    size_t before = count_kind(plot, i, mark->kind);
    int is_alone = count_kind(plot, plot->count, mark->kind) < 2;
    style->shade = is_hist && !is_alone ? 1 + (int)before % 3
                                        : shades[before % 4];
    if (!is_alone && !mark->has_opacity)
        style->opacity = is_hist ? of_hists[before % 4] : of_bars[before % 4];
    find_slot(plot, i, style);
}

/* A band and the line on it are one series to the eye: a band takes a colour
 * of its own only if it has a label. */
static void find_styles(nb__scene *scene) {
    long color = 0;
    int lines = 0, dots = 0;
    for (size_t i = 0; i < scene->plot->count; i++) {
        const struct nb_mark_object *mark = scene->plot->marks[i];
        nb__style *style = &scene->styles[i];
        style->color = mark->has_color ? mark->color : nb__palette(color);
        style->opacity = mark->opacity;
        if (!mark->has_color && is_series(mark) &&
            !(mark->kind == NB__BAND && !mark->label && !mark->takes_color))
            color++;
        if (mark->follows && !mark->has_color && i > 0)
            style->color = scene->styles[i - 1].color;
        style->dash = mark->dash;
        if (mark->kind == NB__LINE && mark->dash == NB__DASH_AUTO)
            style->dash = (nb__dash)(NB__SOLID + (lines + lines / 8) % 4);
        lines += mark->kind == NB__LINE && !mark->follows;
        style->glyph = dots % NB__GLYPHS;
        if (mark->kind == NB__DOTS)
            dots += mark->class_count ? (int)mark->class_count : 1;
        if (mark->kind == NB__BARS || mark->kind == NB__HIST)
            find_bar_style(scene->plot, i, style);
    }
}

static void add_entry(nb__scene *scene, nb__entry entry) {
    if (scene->entry_count < NB__MAX_ENTRIES)
        scene->entries[scene->entry_count++] = entry;
}

static void add_classes(nb__scene *scene, const struct nb_mark_object *mark,
                        nb__style style) {
    for (size_t k = 0; k < mark->class_count; k++) {
        nb__style of_class = {nb__palette((long)k), style.dash,
                              (style.glyph + (int)k) % NB__GLYPHS,
                              style.opacity, 0, 0, 0};
        nb__entry entry = {
            .kind = NB__DOTS, .style = of_class, .opacity = mark->opacity};
        if (k < mark->name_count) entry.label = mark->names[k];
        (void)nb__format(entry.made_up, sizeof entry.made_up, "class %zu", k);
        add_entry(scene, entry);
    }
}

/* Regions without names are those of the dots on them. */
static void add_regions(nb__scene *scene, const struct nb_mark_object *mark) {
    for (size_t k = 0; k < mark->name_count; k++) {
        double share = mark->high > 0 ? (double)k / mark->high : 0;
        nb__entry entry = {.kind = NB__FIELD, .label = mark->names[k]};
        entry.style.color = nb__field_color(mark, share);
        entry.style.shade = (int)k;
        entry.opacity = 1;
        add_entry(scene, entry);
    }
}

static int has_ramp(const struct nb_mark_object *mark) {
    if (is_over_plane(mark)) return !mark->has_no_ramp;
    return mark->kind == NB__HEAT || (mark->kind == NB__DOTS && mark->c);
}

/* Points that cannot be drawn where they are: not NaN, which says itself that
 * there is nothing. */
static size_t count_lost(const struct nb_mark_object *mark, int is_log_x,
                         int is_log_y, int is_infinite) {
    size_t count = 0;
    if ((mark->kind != NB__LINE && mark->kind != NB__DOTS) || mark->follows)
        return 0;
    if (is_infinite ? mark->of_x.is_clean && mark->of_y.is_clean
                    : mark->of_x.is_positive && mark->of_y.is_positive)
        return 0;
    for (size_t i = 0; i < mark->n; i++) {
        double x = mark->x[i], y = mark->y[i];
        if (isnan(x) || isnan(y)) continue;
        int is_far = isinf(x) || isinf(y);
        int is_low = (is_log_x && x <= 0) || (is_log_y && y <= 0);
        count += is_infinite ? is_far : is_low && !is_far;
    }
    return count;
}

/* A plot that leaves points out says so. */
static void add_lost(nb__scene *scene, int is_infinite) {
    size_t lost = 0;
    for (size_t i = 0; i < scene->plot->count; i++)
        lost += count_lost(scene->plot->marks[i], scene->plot->x_is_log,
                           scene->plot->y_is_log, is_infinite);
    if (!lost) return;
    nb__entry entry = {.kind = NB__TEXT, .opacity = 1};
    (void)nb__format(entry.made_up, sizeof entry.made_up,
                     "%zu %s %s not drawn", lost,
                     lost == 1 ? "point" : "points",
                     is_infinite ? "at infinity" : "\u2264 0");
    add_entry(scene, entry);
}

/* An empty frame alone would look like a mistake of ours. */
static void add_nothing(nb__scene *scene) {
    nb__entry entry = {.kind = NB__TEXT, .opacity = 1,
                       .label = "no finite numbers, so nothing is drawn"};
    for (size_t i = 0; i < scene->plot->count; i++) {
        const struct nb_mark_object *mark = scene->plot->marks[i];
        int is_empty = mark->kind <= NB__BAND &&
                       (!(mark->of_x.low <= mark->of_x.high) ||
                        !(mark->of_y.low <= mark->of_y.high));
        if (!is_empty) return;
    }
    if (scene->plot->count) add_entry(scene, entry);
}

static void find_entries(nb__scene *scene) {
    for (size_t i = 0; i < scene->plot->count; i++) {
        const struct nb_mark_object *mark = scene->plot->marks[i];
        nb__style style = scene->styles[i];
        nb__entry entry = {.kind = mark->kind,
                           .label = mark->label,
                           .style = style,
                           .opacity = style.opacity};
        if (mark->kind == NB__DOTS && mark->class_count) {
            add_classes(scene, mark, style);
        } else if (mark->kind == NB__FIELD && mark->class_count) {
            add_regions(scene, mark);
        } else if (has_ramp(mark)) {
            entry.ramp = mark;
            add_entry(scene, entry);
        } else if (mark->label) {
            add_entry(scene, entry);
        }
    }
    if (scene->plot->x_is_log || scene->plot->y_is_log) add_lost(scene, 0);
    add_lost(scene, 1);
    add_nothing(scene);
}

void nb__ramp_number(double value, char *text) {
    int is_thousands = fabs(value) >= 1000 && fabs(value) < 1e5;
    (void)nb__format(text, NB_NUMBER_SIZE, is_thousands ? "%.0f" : "%.3g",
                     value);
}

const char *nb__entry_label(const nb__entry *entry) {
    return entry->label ? entry->label : entry->made_up;
}

const char *nb__glyph(int glyph) {
    static const char *const glyphs[NB__GLYPHS] = {
        "\u25cf", "\u25b2", "\u25a0", "\u25c6", "\u25cb",
        "\u25b3", "\u25a1", "\u25c7", "+",      "\u00d7"};
    return glyphs[glyph];
}

static void find_names(nb__scene *scene) {
    for (size_t i = 0; i < scene->plot->count; i++) {
        const struct nb_mark_object *mark = scene->plot->marks[i];
        if (mark->kind == NB__HEAT || mark->names_x ||
            (mark->kind == NB__BARS && mark->name_count))
            scene->x_names = mark;
        if (mark->kind == NB__HEAT) scene->y_names = mark;
        if (mark->kind == NB__SURFACE) scene->has_hills = 1;
        if (mark->is_image) scene->has_images = 1;
    }
}

nb__scene nb__scene_of(const struct nb_plot_object *plot) {
    nb__scene scene = {
        .plot = plot, .x = find_scale(plot, 0), .y = find_scale(plot, 1),
        .thrift = 1};
    scene.styles = nb__alloc(plot->count, sizeof *scene.styles);
    scene.entries = nb__alloc(NB__MAX_ENTRIES, sizeof *scene.entries);
    find_styles(&scene);
    find_entries(&scene);
    find_names(&scene);
    return scene;
}

void nb__scene_done(nb__scene *scene) {
    free(scene->styles);
    free(scene->entries);
}

/* ---- Ticks. ---- */

static void add_named_tick(nb__ticks *ticks, double at, const char *name,
                           size_t index) {
    size_t i = ticks->count++;
    ticks->values[i] = at;
    ticks->indices[i] = index;
    if (name)
        (void)nb__format(ticks->labels[i], NB__TICK_LABEL, "%s", name);
    else
        (void)nb__format(ticks->labels[i], NB__TICK_LABEL, "%zu", index);
}

/* 1, 2, 5, 10, 20, 50, ...: as people count. */
static size_t next_thin(size_t thin) {
    size_t power = 1;
    while (10 * power <= thin) power *= 10;
    return thin < 2 * power ? 2 * power : thin < 5 * power ? 5 * power
                                                           : 10 * power;
}

/* A tick for each bar, row or column, thinned when there are too many. Rows
 * of a heat map go downwards: row i is at height rows - 1 - i. */
static void name_ticks(const struct nb_mark_object *mark, int is_y,
                       double wanted, nb__ticks *ret) {
    int is_heat = mark->kind == NB__HEAT;
    size_t count = !is_heat ? mark->n : is_y ? mark->rows : mark->cols;
    char **names = is_y ? mark->row_names : mark->names;
    size_t name_count = is_y ? mark->row_name_count : mark->name_count;
    size_t thin = 1, most = wanted < 2 ? 2 : (size_t)wanted;
    if (most > NB__MAX_TICKS - 1) most = NB__MAX_TICKS - 1;
    while ((count + thin - 1) / thin > most)
        thin = name_count ? thin + 1 : next_thin(thin);
    *ret = (nb__ticks){0};
    for (size_t i = 0; i < count; i += thin) {
        double at = !is_heat ? mark->x[i]
                    : is_y   ? (double)(count - 1 - i)
                             : (double)i;
        add_named_tick(ret, at, i < name_count ? names[i] : NULL, i);
    }
}

void nb__scene_ticks(const nb__scene *scene, int is_y, double wanted,
                     nb__ticks *ret) {
    const nb__scale *scale = is_y ? &scene->y : &scene->x;
    const struct nb_mark_object *names = is_y ? scene->y_names : scene->x_names;
    if (names)
        name_ticks(names, is_y, wanted, ret);
    else if (scale->is_log)
        nb__ticks_log(fmax(pow(10, scale->lo), NB__LEAST_LOG),
                      fmin(pow(10, scale->hi), FARTHEST), wanted, ret);
    else
        nb__ticks_linear(scale->lo, scale->hi, wanted, scale->is_whole, ret);
}

/* ---- In words. ---- */

static void describe_axis(nb__buf *buf, const char *name, const char *label,
                          const nb__scale *scale) {
    char lo[NB_NUMBER_SIZE], hi[NB_NUMBER_SIZE];
    (void)nb__format(lo, sizeof lo, "%.3g",
                     scale->is_log ? pow(10, scale->lo) : scale->lo);
    (void)nb__format(hi, sizeof hi, "%.3g",
                     scale->is_log ? pow(10, scale->hi) : scale->hi);
    nb__buf_printf(buf, " %s%s%s from %s to %s%s.", name, label ? ": " : "",
                   label ? label : "", lo, hi,
                   scale->is_log ? ", logarithmic" : "");
}

static void describe_mark(nb__buf *buf, const struct nb_mark_object *mark) {
    static const char *const words[] = {"Line",      "Dots", "Bars",
                                        "Histogram", "Band", "Heat map",
                                        "Field",     "Surface", "Group",
                                        "Rule",      "Text", "Arrow"};
    nb__buf_printf(buf, " %s", words[mark->kind]);
    if (mark->label) nb__buf_printf(buf, " \u201c%s\u201d", mark->label);
    if (mark->text) nb__buf_printf(buf, " \u201c%s\u201d", mark->text);
    if (mark->kind == NB__HEAT || is_over_plane(mark))
        nb__buf_printf(buf, " (%zu x %zu)", mark->rows, mark->cols);
    else if (mark->n > 1)
        nb__buf_printf(buf, " (%zu points)", mark->n);
    nb__buf_puts(buf, ".");
}

enum {
    MAX_DESCRIBED = 12
};

void nb__scene_describe(const nb__scene *scene, nb__buf *buf) {
    const struct nb_plot_object *plot = scene->plot;
    if (plot->alt) {
        nb__buf_puts(buf, plot->alt);
        return;
    }
    nb__buf_puts(buf, "Plot.");
    describe_axis(buf, "x", plot->xlabel, &scene->x);
    describe_axis(buf, "y", plot->ylabel, &scene->y);
    for (size_t i = 0; i < plot->count && i < MAX_DESCRIBED; i++)
        describe_mark(buf, plot->marks[i]);
    if (plot->count > MAX_DESCRIBED) nb__buf_puts(buf, " And more.");
}
