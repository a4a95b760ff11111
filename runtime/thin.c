#include "thin.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"

/* The points that share a column, while they are read. */
typedef struct Run {
    long column;
    size_t first, low, high, last;
} Run;

typedef struct Kept {
    size_t *list; /* own */
    size_t count, cap;
} Kept;

enum {
    GAP = -1000000 /* no column: the point cannot be drawn */
};

static void keep(Kept *kept, size_t i) {
    if (kept->count && kept->list[kept->count - 1] == i) return;
    if (kept->count == kept->cap) {
        kept->cap = kept->cap ? 2 * kept->cap : 1024;
        kept->list = nb__realloc(kept->list, kept->cap, sizeof *kept->list);
    }
    kept->list[kept->count++] = i;
}

static void keep_run(Kept *kept, const Run *run) {
    size_t early = run->low < run->high ? run->low : run->high;
    size_t late = run->low < run->high ? run->high : run->low;
    keep(kept, run->first);
    if (run->column == GAP) return;
    keep(kept, early);
    keep(kept, late);
    keep(kept, run->last);
}

/* A million points are asked, so the usual case is one multiplication. */
typedef struct Ruler {
    const nb__scale *x;
    double lo, per_unit, columns;
    int needs_positive; /* y is on a log scale */
} Ruler;

static long column_of(const Ruler *r, double x, double y) {
    if (!(fabs(y) < HUGE_VAL) || (r->needs_positive && y <= 0)) return GAP;
    if (r->x->is_log) {
        double at = nb__scale_at(r->x, x);
        return isnan(at) ? GAP : (long)(at * r->columns);
    }
    double at = (x - r->lo) * r->per_unit;
    /* Shifted, so that to cut off is to round down. */
    if (fabs(at) < 999999) return (long)(at + 1e6) - 1000000;
    return !isfinite(x) ? GAP : at < 0 ? -999999 : 999999;
}

size_t *nb__thin(const nb__scene *scene, const struct nb_mark_object *mark,
                 double columns, size_t *ret_count) {
    Kept kept = {NULL, 0, 0};
    if ((double)mark->n <= 4 * columns) {
        for (size_t i = 0; i < mark->n; i++) keep(&kept, i);
        *ret_count = kept.count;
        return kept.list;
    }
    Ruler ruler = {&scene->x, scene->x.lo,
                   columns / (scene->x.hi - scene->x.lo), columns,
                   scene->y.is_log};
    Run run = {GAP - 1, 0, 0, 0, 0};
    for (size_t i = 0; i < mark->n; i++) {
        double y = mark->y[i];
        long column = column_of(&ruler, mark->x[i], y);
        if (column != run.column) {
            if (i) keep_run(&kept, &run);
            run = (Run){column, i, i, i, i};
            continue;
        }
        if (y < mark->y[run.low]) run.low = i;
        if (y > mark->y[run.high]) run.high = i;
        run.last = i;
    }
    if (mark->n) keep_run(&kept, &run);
    *ret_count = kept.count;
    return kept.list;
}
