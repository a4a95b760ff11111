/* marks.c - marks made of simpler ones. */
#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "mark.h"
#include "seq.h"

/* A line of separate upright strokes: two points and a gap each. */
static nb_mark strokes_of(size_t count, double width) {
    nb_mark line = nb__mark_new(NB__LINE, 3 * count);
    line->x = nb__alloc(3 * count, sizeof(double));
    line->y = nb__alloc(3 * count, sizeof(double));
    line->is_strokes = 1;
    line->dash = NB__SOLID;
    line->width = width;
    line->opacity = 1;
    return line;
}

static void set_stroke(nb_mark line, size_t i, const double *from,
                       const double *to) {
    line->x[3 * i] = from[0];
    line->y[3 * i] = from[1];
    line->x[3 * i + 1] = to[0];
    line->y[3 * i + 1] = to[1];
    line->x[3 * i + 2] = line->y[3 * i + 2] = nan("");
}

/* Takes x and y. */
static nb_mark dots_of(double *x, double *y, size_t n, double r) {
    nb_mark dots = nb__mark_new(NB__DOTS, n);
    dots->x = x;
    dots->y = y;
    dots->radius = nb__or_default(r, 3);
    dots->opacity = 1;
    return dots;
}

static void need_as_many(const char *who, const char *name, const nb_seq *x,
                         const nb_seq *other) {
    if (other->function || x->function)
        nb__fail("DomainError",
                 "%s: a function has no numbers of its own; give it points.",
                 who);
    if (x->length != other->length)
        nb__fail("ShapeError",
                 "%s: x has %zu numbers and %s has %zu; they must be as many.",
                 who, x->length, name, other->length);
}

/* ---- Error bars and stems. ---- */

nb_mark nb__errbars(const nb_seq *parts, nb_errbars_opts opts) {
    const nb_seq *high = opts.high.kind ? &opts.high : &parts[2];
    need_as_many("nb_errbars", "y", &parts[0], &parts[1]);
    need_as_many("nb_errbars", "e", &parts[0], &parts[2]);
    need_as_many("nb_errbars", ".high", &parts[0], high);
    double *x = nb__seq_doubles("nb_errbars", &parts[0]);
    double *y = nb__seq_doubles("nb_errbars", &parts[1]);
    size_t n = parts[0].length;
    nb_mark dots = dots_of(x, y, n, opts.r);
    nb_mark bars = strokes_of(n, 1.5);
    for (size_t i = 0; i < n; i++)
        set_stroke(bars, i,
                   (double[]){x[i], y[i] - nb__seq_get(&parts[2], i)},
                   (double[]){x[i], y[i] + nb__seq_get(high, i)});
    nb__mark_color(dots, "nb_errbars", opts.color);
    nb__mark_label(dots, "nb_errbars", opts.label);
    return nb__mark_group((nb_mark[]){dots, bars, NULL});
}

nb_mark nb__stem(nb_seq x_seq, nb_seq y_seq, nb_stem_opts opts) {
    need_as_many("nb_stem", "y", &x_seq, &y_seq);
    double *x = nb__seq_doubles("nb_stem", &x_seq);
    double *y = nb__seq_doubles("nb_stem", &y_seq);
    nb_mark dots = dots_of(x, y, x_seq.length, opts.r);
    nb_mark stems = strokes_of(x_seq.length, 1.25);
    for (size_t i = 0; i < x_seq.length; i++)
        set_stroke(stems, i, (double[]){x[i], 0}, (double[]){x[i], y[i]});
    nb__mark_color(dots, "nb_stem", opts.color);
    nb__mark_label(dots, "nb_stem", opts.label);
    return nb__mark_group((nb_mark[]){dots, stems, NULL});
}

/* ---- Box plots. ---- */

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Column j sorted, NaN left out; returns how many. */
static size_t sorted_column(const gsl_matrix *X, size_t j, double *ret) {
    size_t n = 0;
    for (size_t i = 0; i < X->size1; i++)
        if (!isnan(gsl_matrix_get(X, i, j))) ret[n++] = gsl_matrix_get(X, i, j);
    qsort(ret, n, sizeof *ret, by_size);
    return n;
}

/* The value below which a share of the numbers lies, between neighbours. */
static double quantile(const double *sorted, size_t n, double share) {
    double at = share * (double)(n - 1);
    size_t i = (size_t)at;
    if (i + 1 >= n) return sorted[n - 1];
    return sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

typedef struct Boxes {
    nb_mark boxes, medians, whiskers, outliers;
} Boxes;

static const double HALF_WIDTH = 0.28;

static void add_outlier(nb_mark dots, double x, double y) {
    dots->x = nb__realloc(dots->x, dots->n + 1, sizeof(double));
    dots->y = nb__realloc(dots->y, dots->n + 1, sizeof(double));
    dots->x[dots->n] = x;
    dots->y[dots->n++] = y;
}

static void set_box(nb_mark band, size_t j, double low, double high) {
    for (size_t k = 0; k < 3; k++) {
        double gap = k < 2 ? 0 : nan("");
        band->x[3 * j + k] =
            (double)j + (k == 0 ? -HALF_WIDTH : HALF_WIDTH) + gap;
        band->y[3 * j + k] = low + gap;
        band->y2[3 * j + k] = high + gap;
    }
}

static void add_column(Boxes *b, size_t j, const double *sorted, size_t n) {
    double q1 = quantile(sorted, n, 0.25), q3 = quantile(sorted, n, 0.75);
    double median = quantile(sorted, n, 0.5), reach = 1.5 * (q3 - q1);
    double low = q1, high = q3, at = (double)j;
    for (size_t i = 0; i < n; i++) {
        if (sorted[i] < q1 - reach || sorted[i] > q3 + reach) {
            add_outlier(b->outliers, at, sorted[i]);
            continue;
        }
        low = fmin(low, sorted[i]);
        high = fmax(high, sorted[i]);
    }
    set_box(b->boxes, j, q1, q3);
    set_stroke(b->medians, j, (double[]){at - HALF_WIDTH, median},
               (double[]){at + HALF_WIDTH, median});
    set_stroke(b->whiskers, 2 * j, (double[]){at, low}, (double[]){at, q1});
    set_stroke(b->whiskers, 2 * j + 1, (double[]){at, q3},
               (double[]){at, high});
}

static nb_mark band_of(size_t count) {
    nb_mark band = nb__mark_new(NB__BAND, 3 * count);
    band->x = nb__alloc(3 * count, sizeof(double));
    band->y = nb__alloc(3 * count, sizeof(double));
    band->y2 = nb__alloc(3 * count, sizeof(double));
    for (size_t i = 0; i < 3 * count; i++) band->x[i] = nan("");
    band->opacity = 0.35;
    return band;
}

/* An empty column has no box, but keeps its place. */
static void hide_stroke(nb_mark line, size_t i) {
    double nowhere[] = {nan(""), nan("")};
    set_stroke(line, i, nowhere, nowhere);
}

static void set_names(nb_mark mark, size_t count,
                      const char *const *names) {
    mark->names_x = 1;
    mark->x = nb__alloc(count, sizeof(double));
    mark->y = nb__alloc(count, sizeof(double));
    for (size_t j = 0; j < count; j++) {
        mark->x[j] = (double)j;
        mark->y[j] = nan("");
    }
    mark->names = nb__mark_names(names, &mark->name_count);
}

nb_mark nb__boxes(const gsl_matrix *X, nb_boxes_opts opts) {
    nb__need_matrix("nb_boxes", X);
    for (size_t i = 0; i < X->size1; i++)
        for (size_t j = 0; j < X->size2; j++)
            if (isinf(gsl_matrix_get(X, i, j)))
                nb__fail("DomainError",
                         "nb_boxes: element (%zu, %zu) is infinite.", i, j);
    size_t p = X->size2;
    Boxes b = {band_of(p), strokes_of(p, 2.25), strokes_of(2 * p, 1.25),
               dots_of(NULL, NULL, 0, 2.5)};
    nb_mark names = nb__mark_new(NB__LINE, p);
    names->dash = NB__SOLID;
    set_names(names, p, opts.names);
    double *column = nb__alloc(X->size1, sizeof *column);
    for (size_t j = 0; j < p; j++) {
        size_t n = sorted_column(X, j, column);
        hide_stroke(b.medians, j);
        hide_stroke(b.whiskers, 2 * j);
        hide_stroke(b.whiskers, 2 * j + 1);
        if (n) add_column(&b, j, column, n);
    }
    free(column);
    nb__mark_color(b.boxes, "nb_boxes", opts.color);
    nb__mark_label(b.boxes, "nb_boxes", opts.label);
    b.boxes->takes_color = 1;
    return nb__mark_group(
        (nb_mark[]){b.boxes, b.whiskers, b.medians, b.outliers, names, NULL});
}

/* ---- Ellipses. ---- */

enum {
    POINTS = 121
};

static nb_mark ring_of(const char *who, nb_ellipse_opts opts) {
    nb_mark line = nb__mark_new(NB__LINE, POINTS);
    line->x = nb__alloc(POINTS, sizeof(double));
    line->y = nb__alloc(POINTS, sizeof(double));
    nb__mark_color(line, who, opts.color);
    nb__mark_label(line, who, opts.label);
    line->dash = nb__parse_dash(who, opts.dash);
    line->width = 1.75;
    line->opacity = 1;
    return line;
}

nb_mark nb__ellipse(const double *sizes, nb_ellipse_opts opts) {
    if (!(sizes[2] > 0) || !(sizes[3] > 0))
        nb__fail("DomainError",
                 "nb_ellipse: the half axes %g and %g must be positive.",
                 sizes[2], sizes[3]);
    nb_mark line = ring_of("nb_ellipse", opts);
    double c = cos(opts.angle), s = sin(opts.angle);
    for (int i = 0; i < POINTS; i++) {
        double turn = 2 * M_PI * i / (POINTS - 1);
        double a = sizes[2] * cos(turn), b = sizes[3] * sin(turn);
        line->x[i] = sizes[0] + c * a - s * b;
        line->y[i] = sizes[1] + s * a + c * b;
    }
    return line;
}

/* mean + sds L (cos t, sin t), where L is the Cholesky factor of cov. */
nb_mark nb__cov_ellipse(const gsl_vector *mean, const gsl_matrix *cov,
                        double sds, nb_ellipse_opts opts) {
    nb__need_vector("nb_cov_ellipse", mean);
    nb__need_matrix("nb_cov_ellipse", cov);
    if (mean->size != 2 || cov->size1 != 2 || cov->size2 != 2)
        nb__fail("ShapeError",
                 "nb_cov_ellipse: it takes a mean of 2 and a covariance of "
                 "2 x 2, not %zu and %zu x %zu.",
                 mean->size, cov->size1, cov->size2);
    double l00 = sqrt(gsl_matrix_get(cov, 0, 0));
    double l10 = gsl_matrix_get(cov, 1, 0) / l00;
    double l11 = sqrt(gsl_matrix_get(cov, 1, 1) - l10 * l10);
    if (!(l00 > 0) || !(l11 > 0) || !(sds > 0))
        nb__fail("DomainError",
                 "nb_cov_ellipse: %s.",
                 sds > 0 ? "the covariance is not positive definite"
                         : "the number of standard deviations must be "
                           "positive");
    nb_mark line = ring_of("nb_cov_ellipse", opts);
    for (int i = 0; i < POINTS; i++) {
        double turn = 2 * M_PI * i / (POINTS - 1);
        line->x[i] = gsl_vector_get(mean, 0) + sds * l00 * cos(turn);
        line->y[i] = gsl_vector_get(mean, 1) +
                     sds * (l10 * cos(turn) + l11 * sin(turn));
    }
    return line;
}
