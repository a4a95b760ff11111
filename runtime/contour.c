/* contour.c - level lines of values on a grid.
 *
 * Marching squares: a level crosses the sides of some cells; inside a cell
 * the crossings are joined in pairs. A crossing belongs to the two cells that
 * share the side, so the pieces chain into lines by themselves.
 *
 *     side 2k: from grid point k to the next of its row
 *     side 2k + 1: from grid point k to the one above it */
#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "field.h"
#include "seq.h"
#include "ticks.h"

enum {
    MAX_LEVELS = 64,
    DEFAULT_LEVELS = 12
};

/* The lines of one level while they are found. */
typedef struct Trace {
    const nb__grid_values *grid;
    double level;
    long (*joined)[2]; /* for each side the sides it is joined to, or -1 */
    double *x, *y;     /* the lines, NaN between them; own */
    size_t n, cap;
} Trace;

static double value(const Trace *t, size_t i, size_t j) {
    return t->grid->values[i * t->grid->cols + j];
}

static int is_above(const Trace *t, size_t i, size_t j) {
    return value(t, i, j) >= t->level;
}

static void join(Trace *t, long a, long b) {
    t->joined[a][t->joined[a][0] >= 0] = b;
    t->joined[b][t->joined[b][0] >= 0] = a;
}

/* The sides of cell (i, j): below, right, above, left. */
static void find_sides(const Trace *t, size_t i, size_t j, long *side) {
    long k = (long)(i * t->grid->cols + j), above = k + (long)t->grid->cols;
    side[0] = 2 * k;
    side[1] = 2 * (k + 1) + 1;
    side[2] = 2 * above;
    side[3] = 2 * k + 1;
}

/* With all four sides crossed the middle decides which corners hang
 * together. */
static void join_saddle(Trace *t, size_t i, size_t j, const long *side) {
    double middle = (value(t, i, j) + value(t, i, j + 1) +
                     value(t, i + 1, j) + value(t, i + 1, j + 1)) /
                    4;
    int cuts_off_this_corner = (middle >= t->level) != is_above(t, i, j);
    join(t, side[0], side[cuts_off_this_corner ? 3 : 1]);
    join(t, side[2], side[cuts_off_this_corner ? 1 : 3]);
}

static void join_cell(Trace *t, size_t i, size_t j) {
    long side[4], crossed[4];
    int corner[] = {is_above(t, i, j), is_above(t, i, j + 1),
                    is_above(t, i + 1, j + 1), is_above(t, i + 1, j)};
    int count = 0;
    if (!isfinite(value(t, i, j) + value(t, i, j + 1) + value(t, i + 1, j) +
                  value(t, i + 1, j + 1)))
        return;
    find_sides(t, i, j, side);
    for (int k = 0; k < 4; k++)
        if (corner[k] != corner[(k + 1) % 4]) crossed[count++] = side[k];
    if (count == 2)
        join(t, crossed[0], crossed[1]);
    else if (count == 4)
        join_saddle(t, i, j, side);
}

/* Where the level crosses a side, in values of x and y. */
static void crossing(const Trace *t, long side, double *x, double *y) {
    const nb__grid_values *g = t->grid;
    size_t k = (size_t)side / 2, i = k / g->cols, j = k % g->cols;
    int is_up = (int)(side % 2);
    double a = g->values[k], b = g->values[is_up ? k + g->cols : k + 1];
    double part = (t->level - a) / (b - a);
    double at_j = (double)j + (is_up ? 0 : part);
    double at_i = (double)i + (is_up ? part : 0);
    *x = g->x[0] + at_j / (double)(g->cols - 1) * (g->x[1] - g->x[0]);
    *y = g->y[0] + at_i / (double)(g->rows - 1) * (g->y[1] - g->y[0]);
}

/* Is the last point so near the way from the one before to (x, y) that no eye
 * would miss it? */
static int is_needless(const Trace *t, double x, double y) {
    if (t->n < 2 || isnan(t->x[t->n - 1]) || isnan(t->x[t->n - 2])) return 0;
    double width = t->grid->x[1] - t->grid->x[0];
    double height = t->grid->y[1] - t->grid->y[0];
    double ux = (t->x[t->n - 1] - t->x[t->n - 2]) / width;
    double uy = (t->y[t->n - 1] - t->y[t->n - 2]) / height;
    double vx = (x - t->x[t->n - 2]) / width;
    double vy = (y - t->y[t->n - 2]) / height;
    return fabs(ux * vy - uy * vx) < 3e-4 * hypot(vx, vy) &&
           hypot(vx, vy) < 0.1;
}

static void add_point(Trace *t, double x, double y) {
    if (is_needless(t, x, y)) t->n--;
    if (t->n == t->cap) {
        t->cap = t->cap ? 2 * t->cap : 64;
        t->x = nb__realloc(t->x, t->cap, sizeof *t->x);
        t->y = nb__realloc(t->y, t->cap, sizeof *t->y);
    }
    t->x[t->n] = x;
    t->y[t->n++] = y;
}

static void add_crossing(Trace *t, long side) {
    double x = 0, y = 0;
    crossing(t, side, &x, &y);
    add_point(t, x, y);
}

/* Take the joint between two sides away; returns 0 if there is none. */
static int unjoin(Trace *t, long a, long b) {
    for (int k = 0; k < 2; k++)
        if (t->joined[a][k] == b) {
            t->joined[a][k] = -1;
            return 1;
        }
    return 0;
}

static long next_side(const Trace *t, long side) {
    return t->joined[side][0] >= 0 ? t->joined[side][0] : t->joined[side][1];
}

static void walk(Trace *t, long side) {
    if (t->n) add_point(t, nan(""), nan(""));
    add_crossing(t, side);
    for (long next; (next = next_side(t, side)) >= 0; side = next) {
        (void)unjoin(t, side, next);
        (void)unjoin(t, next, side);
        add_crossing(t, next);
    }
}

static int has_one_joint(const Trace *t, long side) {
    return (t->joined[side][0] >= 0) != (t->joined[side][1] >= 0);
}

/* Lines that end at the edge first; what is left are rings. */
static void trace_level(Trace *t) {
    const nb__grid_values *g = t->grid;
    long sides = 2 * (long)(g->rows * g->cols);
    for (long side = 0; side < sides; side++)
        t->joined[side][0] = t->joined[side][1] = -1;
    for (size_t i = 0; i + 1 < g->rows; i++)
        for (size_t j = 0; j + 1 < g->cols; j++) join_cell(t, i, j);
    for (long side = 0; side < sides; side++)
        if (has_one_joint(t, side)) walk(t, side);
    for (long side = 0; side < sides; side++)
        if (next_side(t, side) >= 0) walk(t, side);
}

/* ---- Levels. ---- */

typedef struct Levels {
    double at[MAX_LEVELS];
    size_t count;
} Levels;

/* Round numbers; the scale is widened to a whole number of steps, so that the
 * colours between the lines change exactly at the lines. */
static Levels round_levels(nb_mark field, size_t wanted) {
    Levels levels = {{0}, 0};
    nb__ticks ticks;
    nb__ticks_linear(field->low, field->high, (double)wanted, 0, &ticks);
    for (size_t i = 0; i < ticks.count; i++)
        if (ticks.values[i] > field->low && ticks.values[i] < field->high)
            levels.at[levels.count++] = ticks.values[i];
    if (levels.count < 2) return levels;
    double step = levels.at[1] - levels.at[0];
    field->low = levels.at[0] - step;
    field->high = levels.at[levels.count - 1] + step;
    field->levels = (int)levels.count + 1;
    return levels;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value that one in 200 is below: near a minimum the logarithm has no
 * end, and most levels would crowd around that point. */
static double low_end(const struct nb_mark_object *field) {
    double *sorted = nb__alloc(field->n, sizeof *sorted);
    size_t n = 0;
    for (size_t i = 0; i < field->n; i++)
        if (field->c[i] > 0) sorted[n++] = field->c[i];
    qsort(sorted, n, sizeof *sorted, by_size);
    double low = sorted[n / 200];
    free(sorted);
    return low;
}

static Levels log_levels(nb_mark field, size_t wanted) {
    Levels levels = {{0}, wanted};
    field->low = fmax(field->low, low_end(field));
    double low = log(field->low), high = log(field->high);
    for (size_t k = 0; k < wanted; k++)
        levels.at[k] = exp(low + (double)(k + 1) / (double)(wanted + 1) *
                                     (high - low));
    field->levels = (int)wanted + 1;
    return levels;
}

static Levels given_levels(const nb_seq *at) {
    Levels levels = {{0}, at->length};
    for (size_t i = 0; i < at->length; i++)
        levels.at[i] = nb__seq_get(at, i);
    return levels;
}

static Levels find_levels(nb_mark field, const nb_field_opts *opts) {
    size_t wanted = opts->levels ? (size_t)opts->levels : DEFAULT_LEVELS;
    if (opts->at.length) return given_levels(&opts->at);
    if (opts->log) return log_levels(field, wanted);
    return round_levels(field, wanted);
}

static void need_levels(const nb_field_opts *opts) {
    if (opts->at.function)
        nb__fail("DomainError", "nb_contour: .at takes numbers, no function.");
    if (opts->levels < 0 || opts->levels > MAX_LEVELS ||
        opts->at.length > MAX_LEVELS)
        nb__fail("DomainError",
                 "nb_contour: there can be 1 to %d levels, not %ld.",
                 (int)MAX_LEVELS,
                 opts->at.length ? (long)opts->at.length : opts->levels);
}

/* ---- The mark. ---- */

/* The brightest end of a map cannot be seen as a line on white. */
static const double LINE_TOP = 0.88;

static nb_mark line_of(Trace *t, nb_mark field,
                       const nb_field_opts *opts) {
    nb_mark line = nb__mark_new(NB__LINE, t->n);
    line->x = t->x;
    line->y = t->y;
    line->level = t->level;
    line->has_level_label = opts->labels || opts->color;
    line->dash = NB__SOLID;
    line->width = opts->filled ? 0.8 : 1.25;
    line->opacity = opts->filled ? 0.7 : 1;
    line->has_color = 1;
    double share = fmin(fmax(nb__field_share(field, t->level), 0), 1);
    line->color = nb__map_color(field->map, LINE_TOP * share);
    if (opts->filled) line->color = (nb__color){255, 255, 255};
    if (opts->color) nb__mark_color(line, "nb_contour", opts->color);
    return line;
}

nb_mark nb__contour(nb__plane f, const nb_field_opts *opts) {
    need_levels(opts);
    if (opts->color) (void)nb__parse_color("nb_contour", opts->color);
    nb_field_opts of_field = *opts;
    of_field.levels = 0;
    /* Narrow valleys need a fine grid; an odd one has a point in the middle. */
    if (!of_field.n) of_field.n = 193;
    nb_mark field = nb__field(f, &of_field);
    Levels levels = find_levels(field, opts);
    nb__grid_values grid = {field->c, field->rows, field->cols, {0}, {0}};
    for (int k = 0; k < 2; k++) {
        grid.x[k] = field->x_range[k];
        grid.y[k] = field->y_range[k];
    }
    if (!opts->filled) {
        field->opacity = 0;
        field->ramp_top = LINE_TOP;
        field->has_no_ramp = opts->color != NULL;
    }
    nb_mark parts[MAX_LEVELS + 2] = {field};
    size_t count = 1;
    long(*joined)[2] =
        nb__alloc(2 * grid.rows * grid.cols, sizeof *joined);
    for (size_t k = 0; k < levels.count; k++) {
        Trace t = {.grid = &grid, .level = levels.at[k], .joined = joined};
        trace_level(&t);
        if (!t.n) continue;
        parts[count] = line_of(&t, field, opts);
        parts[count]->level_count = (int)levels.count;
        parts[count++]->level_index = (int)k;
    }
    free(joined);
    return nb__mark_group(parts);
}
