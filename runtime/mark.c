/* mark.c - making marks: checked, copied, with their styles. */
#include "mark.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "number.h"
#include "pool.h"
#include "seq.h"
#include "utf8.h"

/* ---- Life. ---- */

static void free_names(char **names, size_t count) {
    for (size_t i = 0; i < count; i++) free(names[i]);
    free(names);
}

void nb__mark_release(nb_mark mark) {
    if (!mark || --mark->references > 0) return;
    free(mark->x);
    free(mark->y);
    free(mark->x2);
    free(mark->y2);
    free(mark->c);
    free(mark->label);
    free(mark->text);
    free_names(mark->names, mark->name_count);
    free_names(mark->row_names, mark->row_name_count);
    for (size_t i = 0; i < mark->part_count; i++)
        nb__mark_release(mark->parts[i]);
    free(mark->parts);
    free(mark);
}

/* The first plot takes over the maker's reference, unless a scope has it. */
void nb__mark_take(nb_mark mark) {
    if (mark->is_taken || nb__is_owned(mark)) mark->references++;
    mark->is_taken = 1;
}

static void release(void *mark) { nb__mark_release(mark); }

nb_mark nb__mark_new(nb__kind kind, size_t n) {
    nb_mark mark = nb__alloc(1, sizeof *mark);
    mark->references = 1;
    mark->kind = kind;
    mark->n = n;
    (void)nb__own(mark, release);
    return mark;
}

void nb__free_mark(nb_mark mark) {
    (void)nb__disown(mark);
    nb__mark_release(mark);
}

/* ---- Options. ---- */

void nb__mark_label(nb_mark mark, const char *who, const char *label) {
    if (label && !nb__utf8_is_valid(label))
        nb__fail("DomainError", "%s: the label is not UTF-8.", who);
    mark->label = nb__strdup(label);
}

void nb__mark_color(nb_mark mark, const char *who, const char *color) {
    if (!color) return;
    mark->color = nb__parse_color(who, color);
    mark->has_color = 1;
}

nb__dash nb__parse_dash(const char *who, const char *dash) {
    static const char *const names[] = {"-", "--", ":", "-."};
    if (!dash) return NB__DASH_AUTO;
    for (int i = 0; i < 4; i++)
        if (strcmp(dash, names[i]) == 0) return (nb__dash)(NB__SOLID + i);
    nb__fail("DomainError",
             "%s: there is no dash \"%s\"; there are \"-\", \"--\", \":\" and "
             "\"-.\".",
             who, dash);
}

double nb__or_default(double value, double otherwise) {
    return value > 0 && isfinite(value) ? value : otherwise;
}

char **nb__mark_names(const char *const *names, size_t *ret_count) {
    size_t count = 0;
    while (names && names[count]) count++;
    *ret_count = count;
    if (!count) return NULL;
    char **copy = nb__alloc(count, sizeof *copy);
    for (size_t i = 0; i < count; i++) copy[i] = nb__strdup(names[i]);
    return copy;
}

static void need_same_length(const char *who, const nb_seq *a,
                             const nb_seq *b) {
    if (a->length != b->length)
        nb__fail("ShapeError",
                 "%s: x has %zu numbers, y has %zu; they must be as many.", who,
                 a->length, b->length);
}

static double *evaluate(double (*f)(double), const double *x, size_t n) {
    double *y = nb__alloc(n, sizeof *y);
    for (size_t i = 0; i < n; i++) y[i] = f(x[i]);
    return y;
}

/* x and y of a mark, y possibly a function of x. */
static void set_points(nb_mark mark, const char *who, const nb_seq *x,
                       const nb_seq *y) {
    mark->x = nb__seq_doubles(who, x);
    mark->y = y->function ? evaluate(y->function, mark->x, x->length)
                          : nb__seq_doubles(who, y);
    mark->n = x->length;
}

/* ---- Groups. ---- */

nb_mark nb__mark_group(const nb_mark *parts) {
    size_t count = 0;
    while (parts[count]) count++;
    nb_mark group = nb__mark_new(NB__GROUP, 0);
    group->parts = nb__alloc(count, sizeof *group->parts);
    group->part_count = count;
    for (size_t i = 0; i < count; i++) {
        group->parts[i] = parts[i];
        parts[i]->follows = i > 0;
        (void)nb__disown(parts[i]);
    }
    return group;
}

/* ---- Marks along points. ---- */

nb_mark nb__line(nb_seq x, nb_seq y, nb_line_opts opts) {
    int has_x = x.kind || x.function;
    if (!has_x && y.function)
        nb__fail("DomainError",
                 "nb_line_y: a function needs points; write nb_line(x, f).");
    if (has_x && !y.function) need_same_length("nb_line", &x, &y);
    nb__dash dash = nb__parse_dash("nb_line", opts.dash);
    if (opts.marker && strcmp(opts.marker, "o") != 0)
        nb__fail("DomainError",
                 "nb_line: there is no marker \"%s\"; there is \"o\".",
                 opts.marker);
    nb_mark mark = nb__mark_new(NB__LINE, y.length);
    nb__mark_color(mark, "nb_line", opts.color);
    nb__mark_label(mark, "nb_line", opts.label);
    if (has_x) {
        set_points(mark, "nb_line", &x, &y);
    } else {
        mark->y = nb__seq_doubles("nb_line_y", &y);
        mark->x = nb__alloc(y.length, sizeof *mark->x);
        for (size_t i = 0; i < y.length; i++) mark->x[i] = (double)i;
    }
    mark->dash = dash;
    mark->has_marker = opts.marker != NULL;
    mark->width = nb__or_default(opts.width, 1.75);
    mark->opacity = nb__or_default(opts.opacity, 1);
    return mark;
}

/* Class numbers are whole, 0 to 9; returns how many classes, or 0. */
static size_t count_classes(const double *c, size_t n) {
    double largest = -1;
    for (size_t i = 0; i < n; i++) {
        if (!(c[i] >= 0 && c[i] <= 9 && c[i] == floor(c[i]))) return 0;
        if (c[i] > largest) largest = c[i];
    }
    return (size_t)(largest + 1);
}

void nb__find_range(const double *c, size_t n, double *low, double *high) {
    *low = HUGE_VAL;
    *high = -HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(c[i])) continue;
        *low = fmin(*low, c[i]);
        *high = fmax(*high, c[i]);
    }
    if (!(*low <= *high)) *low = *high = 0;
    if (*low < *high) return;
    double half = *low != 0 ? 0.1 * fabs(*low) : 1;
    *low -= half;
    *high += half;
}

nb_mark nb__dots(nb_seq x, nb_seq y, nb_dots_opts opts) {
    if (!y.function) need_same_length("nb_dots", &x, &y);
    int has_c = opts.c.kind != 0;
    if (has_c && opts.c.length != x.length)
        nb__fail("ShapeError",
                 "nb_dots: there are %zu points, but .c has %zu numbers.",
                 x.length, opts.c.length);
    nb_mark mark = nb__mark_new(NB__DOTS, x.length);
    nb__mark_color(mark, "nb_dots", opts.color);
    nb__mark_label(mark, "nb_dots", opts.label);
    set_points(mark, "nb_dots", &x, &y);
    if (has_c) {
        mark->c = nb__seq_doubles("nb_dots", &opts.c);
        mark->class_count = count_classes(mark->c, mark->n);
        nb__find_range(mark->c, mark->n, &mark->low, &mark->high);
    }
    mark->names = nb__mark_names(opts.names, &mark->name_count);
    mark->radius = nb__or_default(opts.r, 3);
    mark->opacity = nb__or_default(opts.opacity, 0.85);
    return mark;
}

/* Bars on their base: y becomes where they end. */
static double *stack(nb_mark mark, const nb_seq *base) {
    double *from = nb__seq_doubles("nb_bars", base);
    for (size_t i = 0; i < mark->n; i++) mark->y[i] += from[i];
    return from;
}

nb_mark nb__bars(nb_seq x, nb_seq y, nb_bars_opts opts) {
    if (!y.function) need_same_length("nb_bars", &x, &y);
    if (opts.base.kind && opts.base.length != x.length)
        nb__fail("ShapeError",
                 "nb_bars: there are %zu bars, but .base has %zu numbers.",
                 x.length, opts.base.length);
    nb_mark mark = nb__mark_new(NB__BARS, x.length);
    nb__mark_color(mark, "nb_bars", opts.color);
    nb__mark_label(mark, "nb_bars", opts.label);
    set_points(mark, "nb_bars", &x, &y);
    mark->names = nb__mark_names(opts.names, &mark->name_count);
    mark->has_opacity = opts.opacity > 0;
    mark->y2 = opts.base.kind ? stack(mark, &opts.base) : NULL;
    mark->width = fmin(nb__or_default(opts.width, 0.8), 1);
    mark->opacity = nb__or_default(opts.opacity, 0.85);
    return mark;
}

nb_mark nb__band(nb_seq x, const nb_seq *edges, nb_line_opts opts) {
    if (!edges[0].function) need_same_length("nb_band", &x, &edges[0]);
    if (!edges[1].function) need_same_length("nb_band", &x, &edges[1]);
    nb_mark mark = nb__mark_new(NB__BAND, x.length);
    nb__mark_color(mark, "nb_band", opts.color);
    nb__mark_label(mark, "nb_band", opts.label);
    set_points(mark, "nb_band", &x, &edges[0]);
    mark->y2 = edges[1].function ? evaluate(edges[1].function, mark->x, mark->n)
                                 : nb__seq_doubles("nb_band", &edges[1]);
    mark->opacity = nb__or_default(opts.opacity, 0.2);
    return mark;
}

/* ---- Histograms. ---- */

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The numbers sorted, NaN left out; their count goes to ret_n. */
static double *sorted(const nb_seq *x, size_t *ret_n) {
    double *numbers = nb__seq_doubles("nb_hist", x);
    size_t n = 0;
    for (size_t i = 0; i < x->length; i++)
        if (!isnan(numbers[i])) numbers[n++] = numbers[i];
    qsort(numbers, n, sizeof *numbers, by_size);
    if (n && (isinf(numbers[0]) || isinf(numbers[n - 1]))) {
        free(numbers);
        nb__fail("DomainError", "nb_hist: infinity fits into no bin.");
    }
    *ret_n = n;
    return numbers;
}

enum {
    MAX_BINS = 1000
};

/* Freedman and Diaconis: bins of 2 IQR / n^(1/3). */
static size_t bin_count(const double *x, size_t n, long wanted) {
    if (wanted > 0) return wanted > MAX_BINS ? MAX_BINS : (size_t)wanted;
    if (n < 2 || x[0] == x[n - 1]) return 1;
    double iqr = x[(3 * n) / 4] - x[n / 4], width = 2 * iqr / cbrt((double)n);
    double bins =
        width > 0 ? ceil((x[n - 1] - x[0]) / width) : ceil(log2((double)n) + 1);
    return (size_t)fmin(fmax(bins, 1), 100);
}

static void fill_bins(nb_mark mark, const double *x, size_t n, int is_density) {
    double low = n ? x[0] : 0, high = n ? x[n - 1] : 1;
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    double width = (high - low) / (double)mark->n;
    for (size_t b = 0; b < mark->n; b++) {
        mark->x[b] = low + (double)b * width;
        mark->x2[b] = b + 1 < mark->n ? low + (double)(b + 1) * width : high;
    }
    for (size_t i = 0, b = 0; i < n; i++) {
        while (b + 1 < mark->n && x[i] >= mark->x2[b]) b++;
        mark->y[b] += is_density ? 1 / ((double)n * width) : 1;
    }
}

nb_mark nb__hist(nb_seq x, nb_hist_opts opts) {
    size_t n = 0;
    double *numbers = sorted(&x, &n);
    size_t bins = bin_count(numbers, n, opts.bins);
    nb_mark mark = nb__mark_new(NB__HIST, bins);
    mark->x = nb__alloc(bins, sizeof(double));
    mark->x2 = nb__alloc(bins, sizeof(double));
    mark->y = nb__alloc(bins, sizeof(double));
    fill_bins(mark, numbers, n, opts.density);
    free(numbers);
    mark->has_opacity = opts.opacity > 0;
    nb__mark_color(mark, "nb_hist", opts.color);
    nb__mark_label(mark, "nb_hist", opts.label);
    mark->opacity = nb__or_default(opts.opacity, 0.85);
    return mark;
}

/* ---- Heat maps. ---- */

enum {
    MAX_CELLS = 4000000
};

nb_mark nb__heat(const gsl_matrix *A, nb_heat_opts opts) {
    nb__need_matrix("nb_heat", A);
    if (A->size1 > MAX_CELLS || A->size1 * A->size2 > MAX_CELLS)
        nb__fail("LimitError",
                 "nb_heat: %zu x %zu cells are too many to draw; at most %d.",
                 A->size1, A->size2, MAX_CELLS);
    nb__map map = nb__parse_map("nb_heat", opts.cmap);
    nb_mark mark = nb__mark_new(NB__HEAT, A->size1 * A->size2);
    mark->rows = A->size1;
    mark->cols = A->size2;
    mark->c = nb__alloc(mark->n, sizeof *mark->c);
    for (size_t i = 0; i < mark->rows; i++)
        memcpy(mark->c + i * mark->cols, A->data + i * A->tda,
               mark->cols * sizeof(double));
    nb__find_range(mark->c, mark->n, &mark->low, &mark->high);
    if (opts.vmin != 0 || opts.vmax != 0) {
        mark->low = opts.vmin;
        mark->high = opts.vmax;
    }
    mark->map = map;
    mark->is_annotated = opts.annotate;
    mark->names = nb__mark_names(opts.columns, &mark->name_count);
    mark->row_names = nb__mark_names(opts.rows, &mark->row_name_count);
    mark->opacity = 1;
    return mark;
}

/* ---- Rules, words, arrows. ---- */

int nb__mark_is_late(const struct nb_mark_object *mark) {
    return mark->kind == NB__TEXT || (mark->kind == NB__ARROW && mark->n == 1);
}

/* Was ".x" among the options as they were written? A zero alone cannot tell.
 * Only what stands at the beginning or behind a comma outside of all brackets
 * and strings is a name of ours. */
static int was_given(const char *options, char name) {
    int depth = 0, may_begin = 1;
    char quote = 0;
    for (const char *c = options; *c; c++) {
        if (quote) {
            if (*c == '\\' && c[1])
                c++;
            else if (*c == quote)
                quote = 0;
            continue;
        }
        if (*c == ' ') continue;
        if (may_begin && *c == '.' && depth == 0) {
            const char *word = c + 1 + strspn(c + 1, " ");
            if (*word == name && (word[1] == ' ' || word[1] == '=')) return 1;
        }
        if (*c == '"' || *c == '\'') quote = *c;
        depth += (strchr("([{", *c) != NULL) - (strchr(")]}", *c) != NULL);
        may_begin = *c == ',';
    }
    return 0;
}

static double *one_number(double x) {
    double *number = nb__alloc(1, sizeof *number);
    *number = x;
    return number;
}

nb_mark nb__rule(const nb_rule_opts *opts, const char *given) {
    double x = was_given(given, 'x') ? opts->x : nan("");
    double y = was_given(given, 'y') ? opts->y : nan("");
    if (isnan(x) && isnan(y))
        nb__fail("DomainError", "nb_rule: say where: nb_rule(.y = 0) or "
                                "nb_rule(.x = 2).");
    nb__dash dash = nb__parse_dash("nb_rule", opts->dash);
    nb_mark mark = nb__mark_new(NB__RULE, 1);
    mark->x = one_number(x);
    mark->y = one_number(y);
    nb__mark_color(mark, "nb_rule", opts->color ? opts->color : "grey");
    nb__mark_label(mark, "nb_rule", opts->label);
    mark->dash = dash == NB__DASH_AUTO ? NB__DASHED : dash;
    mark->width = 1;
    mark->opacity = 1;
    return mark;
}

static int parse_anchor(const char *anchor) {
    if (!anchor || strcmp(anchor, "start") == 0) return -1;
    if (strcmp(anchor, "middle") == 0) return 0;
    if (strcmp(anchor, "end") == 0) return 1;
    nb__fail("DomainError",
             "nb_text: there is no anchor \"%s\"; there are \"start\", "
             "\"middle\" and \"end\".",
             anchor);
}

nb_mark nb__text(double x, double y, const char *text, nb_text_opts opts) {
    if (!text || !nb__utf8_is_valid(text))
        nb__fail("DomainError", "nb_text: the text is %s.",
                 text ? "not UTF-8" : "NULL");
    int anchor = parse_anchor(opts.anchor);
    nb_mark mark = nb__mark_new(NB__TEXT, 1);
    mark->x = one_number(x);
    mark->y = one_number(y);
    nb__mark_color(mark, "nb_text", opts.color ? opts.color : "#333333");
    mark->text = nb__strdup(text);
    mark->anchor = anchor;
    mark->dx = isfinite(opts.dx) ? opts.dx : 0;
    mark->dy = isfinite(opts.dy) ? opts.dy : 0;
    mark->has_arrow = opts.arrow;
    mark->opacity = 1;
    return mark;
}

nb_mark nb__arrow(double x0, double y0, double x1, double y1,
                  nb_arrow_opts opts) {
    nb_mark mark = nb__mark_new(NB__ARROW, 1);
    mark->x = one_number(x0);
    mark->y = one_number(y0);
    mark->x2 = one_number(x1);
    mark->y2 = one_number(y1);
    nb__mark_color(mark, "nb_arrow", opts.color ? opts.color : "#333333");
    if (opts.label && !nb__utf8_is_valid(opts.label))
        nb__fail("DomainError", "nb_arrow: the label is not UTF-8.");
    mark->text = nb__strdup(opts.label);
    mark->width = nb__or_default(opts.width, 1.5);
    mark->opacity = 1;
    return mark;
}
