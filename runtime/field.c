/* field.c - marks made of values over the plane. */
#include "field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "seq.h"

/* ---- Functions of the plane. ---- */

nb__plane nb__plane_two(double (*f)(double, double)) {
    return (nb__plane){.of_two = f};
}

nb__plane nb__plane_array(double (*f)(const double *)) {
    return (nb__plane){.of_array = f};
}

nb__plane nb__plane_vector(double (*f)(const gsl_vector *)) {
    return (nb__plane){.of_vector = f};
}

/* What takes double * is called the same way as what takes const double *. */
nb__plane nb__plane_open_array(double (*f)(double *)) {
    union {
        double (*in)(double *);
        double (*out)(const double *);
    } same = {f};
    return nb__plane_array(same.out);
}

nb__plane nb__plane_open_vector(double (*f)(gsl_vector *)) {
    union {
        double (*in)(gsl_vector *);
        double (*out)(const gsl_vector *);
    } same = {f};
    return nb__plane_vector(same.out);
}

nb__plane nb__plane_grid(const gsl_matrix *A) {
    return (nb__plane){.grid = A};
}

static double ask(const nb__plane *f, double x, double y) {
    double point[2] = {x, y};
    if (f->of_two) return f->of_two(x, y);
    if (f->of_array) return f->of_array(point);
    gsl_vector_view view = gsl_vector_view_array(point, 2);
    /* One of the three is there.
     * NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
    return f->of_vector(&view.vector);
}

/* ---- The grid. ---- */

enum {
    MAX_POINTS = 1000 /* along one side */
};

static void set_limits(const char *who, char axis, const double *given,
                       double low, double high, double *ret) {
    ret[0] = given[0] == 0 && given[1] == 0 ? low : given[0];
    ret[1] = given[0] == 0 && given[1] == 0 ? high : given[1];
    if (!(ret[0] < ret[1]) || !isfinite(ret[1] - ret[0]))
        nb__fail("DomainError",
                 "%s: .%c = {%g, %g} is no range; the first must be smaller.",
                 who, axis, ret[0], ret[1]);
}

static nb__grid_values copy_matrix(const char *who, const gsl_matrix *A,
                                   const nb_field_opts *opts) {
    nb__grid_values grid = {NULL, A->size1, A->size2, {0, 0}, {0, 0}};
    if (grid.rows < 2 || grid.cols < 2)
        nb__fail("ShapeError", "%s: a matrix of %zu x %zu is no grid; it needs "
                               "2 rows and 2 columns.",
                 who, grid.rows, grid.cols);
    set_limits(who, 'x', opts->x, 0, (double)grid.cols - 1, grid.x);
    set_limits(who, 'y', opts->y, 0, (double)grid.rows - 1, grid.y);
    grid.values = nb__alloc(grid.rows * grid.cols, sizeof(double));
    for (size_t i = 0; i < grid.rows; i++)
        memcpy(grid.values + i * grid.cols, A->data + i * A->tda,
               grid.cols * sizeof(double));
    return grid;
}

nb__grid_values nb__grid_values_of(const char *who, const nb__plane *f,
                                   const nb_field_opts *opts, size_t n) {
    if (!f->of_two && !f->of_array && !f->of_vector)
        nb__need_matrix(who, f->grid);
    if (f->grid) return copy_matrix(who, f->grid, opts);
    if (opts->n < 0 || opts->n == 1 || opts->n > MAX_POINTS)
        nb__fail("DomainError", "%s: .n must be 2 to %d, not %ld.", who,
                 (int)MAX_POINTS, opts->n);
    if (opts->n) n = (size_t)opts->n;
    nb__grid_values grid = {NULL, n, n, {0, 0}, {0, 0}};
    set_limits(who, 'x', opts->x, -1, 1, grid.x);
    set_limits(who, 'y', opts->y, -1, 1, grid.y);
    grid.values = nb__alloc(n * n, sizeof(double));
    double last = (double)(n - 1);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            grid.values[i * n + j] =
                ask(f, grid.x[0] + (double)j / last * (grid.x[1] - grid.x[0]),
                    grid.y[0] + (double)i / last * (grid.y[1] - grid.y[0]));
    return grid;
}

/* ---- Reading a field. ---- */

static double value_at(const struct nb_mark_object *mark, size_t i, size_t j) {
    return mark->c[i * mark->cols + j];
}

/* Pixels and classes have no values between them. */
static double nearest(const struct nb_mark_object *mark, double u, double v) {
    double rows = (double)mark->rows, cols = (double)mark->cols;
    double i = mark->is_image ? floor(v * rows) : round(v * (rows - 1));
    double j = mark->is_image ? floor(u * cols) : round(u * (cols - 1));
    return value_at(mark, (size_t)fmin(fmax(i, 0), rows - 1),
                    (size_t)fmin(fmax(j, 0), cols - 1));
}

double nb__field_at(const struct nb_mark_object *mark, double u, double v) {
    if (mark->is_image || mark->class_count) return nearest(mark, u, v);
    double y = fmin(fmax(v, 0), 1) * (double)(mark->rows - 1);
    double x = fmin(fmax(u, 0), 1) * (double)(mark->cols - 1);
    size_t i = (size_t)fmin(floor(y), (double)(mark->rows - 2));
    size_t j = (size_t)fmin(floor(x), (double)(mark->cols - 2));
    double t = y - (double)i, s = x - (double)j;
    return (1 - t) * ((1 - s) * value_at(mark, i, j) +
                      s * value_at(mark, i, j + 1)) +
           t * ((1 - s) * value_at(mark, i + 1, j) +
                s * value_at(mark, i + 1, j + 1));
}

double nb__field_share(const struct nb_mark_object *mark, double value) {
    if (mark->is_log_map)
        return (log(value) - log(mark->low)) /
               (log(mark->high) - log(mark->low));
    return (value - mark->low) / (mark->high - mark->low);
}

/* Dots of the same colour stand out from it; and the classes differ without
 * colour, too. */
static nb__color pale(nb__color color, long class) {
    static const double parts[] = {0.42, 0.16, 0.29};
    double part = parts[class % 3];
    return (nb__color){(unsigned char)(255 - (255 - color.r) * part),
                       (unsigned char)(255 - (255 - color.g) * part),
                       (unsigned char)(255 - (255 - color.b) * part)};
}

nb__color nb__field_color(const struct nb_mark_object *mark, double share) {
    share = fmin(fmax(share, 0), 1);
    if (mark->class_count) {
        long class = lround(share * (mark->high - mark->low));
        return pale(nb__palette(class), class);
    }
    if (mark->levels > 1) {
        double step = fmin(floor(share * mark->levels), mark->levels - 1);
        share = step / (mark->levels - 1);
    }
    return nb__map_color(mark->map, share);
}

/* ---- Making. ---- */

static void set_scale(nb_mark mark, const char *who,
                      const nb_field_opts *opts) {
    nb__find_range(mark->c, mark->n, &mark->low, &mark->high);
    if (opts->vmin != 0 || opts->vmax != 0) {
        mark->low = opts->vmin;
        mark->high = opts->vmax;
    }
    mark->is_log_map = opts->log;
    if (!opts->log) return;
    if (mark->low > 0) return;
    double least = HUGE_VAL;
    for (size_t i = 0; i < mark->n; i++)
        if (mark->c[i] > 0) least = fmin(least, mark->c[i]);
    if (!(least < mark->high))
        nb__fail("DomainError",
                 "%s: .log needs positive values, and there are none.", who);
    mark->low = least;
}

static nb_mark mark_of(nb__kind kind, nb__grid_values grid) {
    nb_mark mark = nb__mark_new(kind, grid.rows * grid.cols);
    mark->rows = grid.rows;
    mark->cols = grid.cols;
    mark->c = grid.values;
    memcpy(mark->x_range, grid.x, sizeof grid.x);
    memcpy(mark->y_range, grid.y, sizeof grid.y);
    mark->opacity = 1;
    return mark;
}

enum {
    MAX_LEVELS = 64
};

nb_mark nb__field(nb__plane f, const nb_field_opts *opts) {
    nb__map map = nb__parse_map("nb_field", opts->cmap);
    if (opts->levels < 0 || opts->levels > MAX_LEVELS)
        nb__fail("DomainError", "nb_field: .levels must be 0 to %d, not %ld.",
                 (int)MAX_LEVELS, opts->levels);
    nb_mark mark =
        mark_of(NB__FIELD, nb__grid_values_of("nb_field", &f, opts, 97));
    mark->map = map;
    mark->levels = (int)opts->levels;
    set_scale(mark, "nb_field", opts);
    return mark;
}

enum {
    MAX_CLASS = 9
};

nb_mark nb__region(nb__plane f, const nb_field_opts *opts) {
    nb_mark mark =
        mark_of(NB__FIELD, nb__grid_values_of("nb_region", &f, opts, 201));
    for (size_t i = 0; i < mark->n; i++)
        mark->c[i] = fmin(fmax(round(mark->c[i]), 0), MAX_CLASS);
    nb__find_range(mark->c, mark->n, &mark->low, &mark->high);
    mark->low = 0;
    mark->high = fmax(floor(mark->high), 1);
    mark->class_count = (size_t)mark->high + 1;
    mark->names = nb__mark_names(opts->names, &mark->name_count);
    return mark;
}

nb_mark nb__surface(nb__plane f, const nb_field_opts *opts) {
    nb__map map = nb__parse_map("nb_surface", opts->cmap);
    nb_mark mark =
        mark_of(NB__SURFACE, nb__grid_values_of("nb_surface", &f, opts, 29));
    mark->map = map;
    set_scale(mark, "nb_surface", opts);
    return mark;
}

/* ---- Images. ---- */

static void need_images(const gsl_matrix *X, const long *sizes) {
    nb__need_matrix("nb_images", X);
    long rows = sizes[0], cols = sizes[1], count = sizes[2];
    if (rows < 1 || cols < 1 || (size_t)rows > X->size2 ||
        (size_t)(rows * cols) != X->size2)
        nb__fail("ShapeError",
                 "nb_images: a row of X has %zu numbers, which is not %ld x "
                 "%ld pixels.",
                 X->size2, rows, cols);
    if (count < 1 || (size_t)count > X->size1)
        nb__fail("ShapeError", "nb_images: X has %zu rows, not %ld images.",
                 X->size1, count);
}

/* Image k into the big grid, whose row 0 is the lowest. */
static void place_image(nb_mark mark, const gsl_matrix *X, const long *sizes,
                        size_t k, size_t across) {
    size_t rows = (size_t)sizes[0], cols = (size_t)sizes[1];
    size_t top = k / across * (rows + 1), left = k % across * (cols + 1);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            mark->c[(mark->rows - 1 - top - i) * mark->cols + left + j] =
                gsl_matrix_get(X, k, i * cols + j);
}

nb_mark nb__images(const gsl_matrix *X, const long *sizes,
                   nb_images_opts opts) {
    need_images(X, sizes);
    nb__map map = nb__parse_map("nb_images", opts.cmap ? opts.cmap : "greys");
    size_t count = (size_t)sizes[2];
    size_t across = opts.columns > 0 ? (size_t)opts.columns : 10;
    if (across > count) across = count;
    size_t down = (count + across - 1) / across;
    nb__grid_values grid = {NULL,
                            down * ((size_t)sizes[0] + 1) - 1,
                            across * ((size_t)sizes[1] + 1) - 1,
                            {0, 0},
                            {0, 0}};
    grid.x[1] = (double)grid.cols;
    grid.y[1] = (double)grid.rows;
    grid.values = nb__alloc(grid.rows * grid.cols, sizeof(double));
    for (size_t i = 0; i < grid.rows * grid.cols; i++)
        grid.values[i] = nan("");
    nb_mark mark = mark_of(NB__FIELD, grid);
    for (size_t k = 0; k < count; k++) place_image(mark, X, sizes, k, across);
    mark->is_image = mark->has_no_ramp = 1;
    mark->tile_rows = (size_t)sizes[0];
    mark->tile_cols = (size_t)sizes[1];
    mark->tiles = count;
    mark->map = map;
    set_scale(mark, "nb_images",
              &(nb_field_opts){.vmin = opts.vmin, .vmax = opts.vmax});
    return mark;
}

nb_mark nb__image(const gsl_matrix *A, nb_images_opts opts) {
    nb__need_matrix("nb_image", A);
    (void)nb__parse_map("nb_image", opts.cmap ? opts.cmap : "greys");
    size_t n = A->size1 * A->size2;
    double *pixels = nb__alloc(n, sizeof *pixels);
    for (size_t i = 0; i < A->size1; i++)
        memcpy(pixels + i * A->size2, A->data + i * A->tda,
               A->size2 * sizeof *pixels);
    gsl_matrix_view row = gsl_matrix_view_array(pixels, 1, n);
    const long sizes[] = {(long)A->size1, (long)A->size2, 1};
    nb_mark mark = nb__images(&row.matrix, sizes, opts);
    free(pixels);
    return mark;
}

/* ---- Arrows. ---- */

/* The longest arrow is as long as two neighbours are apart, if the points
 * were spread evenly. */
static double fitted_scale(nb_mark mark, const double *u,
                           const double *v) {
    double longest = 0, x[2], y[2];
    nb__find_range(mark->x, mark->n, &x[0], &x[1]);
    nb__find_range(mark->y, mark->n, &y[0], &y[1]);
    for (size_t i = 0; i < mark->n; i++)
        if (isfinite(u[i] + v[i])) longest = fmax(longest, hypot(u[i], v[i]));
    double apart = fmax(x[1] - x[0], y[1] - y[0]) / sqrt((double)mark->n);
    return longest > 0 ? apart / longest : 1;
}

nb_mark nb__quiver(const nb_seq *parts, nb_quiver_opts opts) {
    for (int i = 0; i < 4; i++)
        if (parts[i].function)
            nb__fail("DomainError",
                     "nb_quiver: %c is a function; it takes numbers, one an "
                     "arrow.",
                     "xyuv"[i]);
    for (int i = 1; i < 4; i++)
        if (parts[i].length != parts[0].length)
            nb__fail("ShapeError",
                     "nb_quiver: x has %zu numbers and %c has %zu; they must "
                     "be as many.",
                     parts[0].length, "xyuv"[i], parts[i].length);
    double *x = nb__seq_doubles("nb_quiver", &parts[0]);
    double *y = nb__seq_doubles("nb_quiver", &parts[1]);
    double *u = nb__seq_doubles("nb_quiver", &parts[2]);
    double *v = nb__seq_doubles("nb_quiver", &parts[3]);
    nb_mark mark = nb__mark_new(NB__ARROW, parts[0].length);
    mark->x = x;
    mark->y = y;
    mark->x2 = u;
    mark->y2 = v;
    double scale = opts.scale > 0 ? opts.scale : fitted_scale(mark, u, v);
    for (size_t i = 0; i < mark->n; i++) {
        u[i] = x[i] + scale * u[i];
        v[i] = y[i] + scale * v[i];
    }
    nb__mark_color(mark, "nb_quiver", opts.color ? opts.color : "#555555");
    nb__mark_label(mark, "nb_quiver", opts.label);
    mark->width = 1.2;
    mark->opacity = 1;
    return mark;
}
