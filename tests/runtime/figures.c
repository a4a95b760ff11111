/* figures.c - the figures that are compared with golden/: figures DIR */
#include <locale.h>
#include <nabla.h>

static const char *directory;

static void save(nb_plot_t plot, const char *name) {
    const char *const ends[] = {"svg", "txt"};
    for (int i = 0; i < 2; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s.%s", directory, name, ends[i]);
        nb_save(plot, path);
    }
}

static double envelope(double t) { return exp(-t * t / 8); }
static double wave(double t) { return envelope(t) * cos(3 * t); }

static void lines(void) {
    gsl_vector *t = nb_linspace(-6, 6, 400);
    save(nb_plot(nb_line(t, wave, .label = "wave packet"),
                 nb_line(t, envelope, .label = "envelope", .dash = "--"),
                 nb_rule(.y = 0),
                 nb_text(0, 1, "peak", .dx = 60, .dy = -4, .arrow = true),
                 .title = "A wave packet", .xlabel = "t",
                 .ylabel = "amplitude"),
         "wave");
    gsl_vector *k = nb_arange(0, 11, 1), *error = nb_zeros(11);
    for (int i = 0; i <= 10; i++) nb_at(error, i) = 2 * pow(0.146, i);
    save(nb_plot(nb_line(k, error, .marker = "o", .label = "error"),
                 nb_line(k, nb_scale(0.5, error), .label = "slope"),
                 .yscale = "log", .title = "Power iteration", .xlabel = "sweep",
                 .ylabel = "error"),
         "log");
}

static void dots(void) {
    nb_data d = nb_load("iris");
    save(nb_plot(nb_dots(nb_col(d.X, 2), nb_col(d.X, 3), .c = NB_SEQ(d.y),
                         .names = d.classes),
                 .title = "Iris", .xlabel = d.columns[2],
                 .ylabel = d.columns[3]),
         "classes");
    save(nb_plot(nb_dots(nb_col(d.X, 0), nb_col(d.X, 1),
                         .c = NB_SEQ(nb_col(d.X, 2)), .r = 4),
                 .title = "By value", .xlabel = d.columns[0],
                 .ylabel = d.columns[1]),
         "values");
}

static void areas(void) {
    static const char *const names[] = {"PC1", "PC2", "PC3", "PC4", NULL};
    save(nb_plot(nb_bars(nb_arange(1, 5, 1), nb_vec(.92, .05, .02, -.3),
                         .names = names),
                 .title = "Shares"),
         "bars");
    nb_data d = nb_load("iris");
    save(nb_plot(nb_hist(nb_col(d.X, 0), .bins = 12), .title = "Histogram",
                 .xlabel = d.columns[0]),
         "hist");
    gsl_vector *x = nb_linspace(0, 2, 30);
    save(nb_plot(nb_band(x, sqrt, exp, .label = "between"),
                 nb_line(x, log1p, .label = "log(1 + x)"),
                 nb_rule(.x = 1, .label = "x = 1"), .title = "A band"),
         "band");
    save(nb_plot(nb_heat(nb_mat((1, .8, .1), (.8, 1, -.3), (.1, -.3, NAN)),
                         .cmap = "rdbu", .vmin = -1, .vmax = 1,
                         .annotate = true, .rows = names, .columns = names),
                 .title = "Correlation", .equal = true),
         "heat");
}

static void directions(void) {
    gsl_vector *turn = nb_linspace(0, 2 * M_PI, 200);
    save(nb_plot(nb_line(nb_map(cos, turn), nb_map(sin, turn)),
                 nb_arrow(0, 0, 3, 1, .label = "v1", .color = "C1"),
                 nb_arrow(0, 0, -1, 2, .label = "v2", .color = "C2"),
                 .equal = true, .title = "Directions"),
         "arrows");
}

static double rosenbrock(const double *x) {
    return pow(1 - x[0], 2) + 100 * pow(x[1] - x[0] * x[0], 2);
}

static double himmelblau(double x, double y) {
    return pow(x * x + y - 11, 2) + pow(x + y * y - 7, 2);
}

static double ripples(double x, double y) { return sin(3 * x) * cos(2 * y); }
static double saddle(double x, double y) { return x * x - y * y; }
static double dome(double x, double y) { return sqrt(1 - x * x - y * y); }
static double side(double x, double y) {
    return y > sin(2 * x) ? 1 : x > 1 ? 2 : 0;
}

static void planes(void) {
    static const char *const names[] = {"left", "above", "right", NULL};
    save(nb_plot(nb_contour(rosenbrock, .x = {-1.6, 1.6}, .y = {-0.6, 1.8},
                            .log = true, .levels = 16),
                 .title = "Rosenbrock's valley", .xlabel = "x₀",
                 .ylabel = "x₁"),
         "contour");
    save(nb_plot(nb_contour(himmelblau, .x = {-5, 5}, .y = {-5, 5},
                            .filled = true),
                 nb_dots(nb_vec(3, -2.8, -3.78, 3.58),
                         nb_vec(2, 3.13, -3.28, -1.85), .color = "red"),
                 .title = "Himmelblau's function"),
         "filled");
    save(nb_plot(nb_contour(himmelblau, .x = {-5, 5}, .y = {-5, 5},
                            .filled = true, .labels = true),
                 .title = "With its values"),
         "labelled");
    save(nb_plot(nb_field(ripples, .x = {-3, 3}, .y = {-2, 2}, .cmap = "rdbu"),
                 .title = "Ripples"),
         "field");
    save(nb_plot(nb_region(side, .x = {-3, 3}, .y = {-2, 2}, .names = names),
                 nb_dots(nb_vec(-2, 0, 2, 2), nb_vec(-1.5, 1, -1, 1),
                         .c = NB_SEQ(nb_vec(0, 1, 2, 1)), .names = names),
                 .title = "Regions"),
         "region");
    save(nb_plot(nb_surface(saddle), .title = "A saddle"), "surface");
    save(nb_plot(nb_surface(dome, .n = 21), .title = "A dome"), "dome");
    save(nb_plot(nb_field(nb_mat((1, 10), (100, 1000)), .log = true, .x = {1, 9},
                          .y = {1, 9}),
                 .xscale = "log", .title = "On a log scale"),
         "logfield");
}

static void vectors(void) {
    enum {
        N = 9
    };
    double x[N * N], y[N * N], u[N * N], v[N * N];
    for (int k = 0; k < N * N; k++) {
        x[k] = k % N / 4.0 - 1;
        y[k] = k / N / 4.0 - 1;
        u[k] = 2 * x[k];
        v[k] = -2 * y[k];
    }
    save(nb_plot(nb_contour(saddle, .color = "grey"), nb_quiver(x, y, u, v),
                 .equal = true, .title = "Steepest ascent"),
         "quiver");
    gsl_matrix *X = nb_zeros(7, 16);
    for (int i = 0; i < 7; i++)
        for (int j = 0; j < 16; j++) nb_at(X, i, j) = (i + 2) * j % 7;
    save(nb_plot(nb_images(X, 4, 4, 7, .columns = 4), .title = "Images"),
         "images");
    gsl_matrix *A = nb_zeros(40, 60);
    for (int i = 0; i < 40; i++)
        for (int j = 0; j < 60; j++)
            nb_at(A, i, j) = cos(hypot(i - 10, j - 20) / 3);
    save(nb_plot(nb_image(A), .title = "One image", .width = 300), "image");
}

/* Marks that share a place: side by side, on each other, through each other. */
static void together(void) {
    static const char *const names[] = {"hand", "tape", "forward", NULL};
    gsl_vector *x = nb_arange(0, 3, 1);
    save(nb_plot(nb_bars(x, nb_vec(3, 2, 1.5), .names = names, .label = "time"),
                 nb_bars(x, nb_vec(2, 2.5, -1), .label = "change"),
                 nb_bars(x, nb_vec(1, 0.5, 2), .label = "error"),
                 .title = "Side by side"),
         "grouped");
    gsl_vector *bias = nb_vec(.52, .16, .01, 0), *noise = nb_vec(.1, .1, .1, .1);
    gsl_vector *k = nb_vec(1, 2, 4, 12), *low = nb_add(bias, noise);
    save(nb_plot(nb_bars(k, bias, .label = "bias²"),
                 nb_bars(k, noise, .base = NB_SEQ(bias), .label = "noise"),
                 nb_bars(k, nb_vec(.01, .05, .1, .2), .base = NB_SEQ(low),
                         .label = "variance"),
                 .title = "On each other", .xlabel = "degree"),
         "stacked");
    nb_data d = nb_load("iris");
    save(nb_plot(nb_hist(nb_col(nb_rows(d.X, 0, 50), 2), .label = "setosa"),
                 nb_hist(nb_col(nb_rows(d.X, 50, 50), 2),
                         .label = "versicolor"),
                 nb_hist(nb_col(nb_rows(d.X, 100, 50), 2),
                         .label = "virginica"),
                 .title = "Petals", .xlabel = d.columns[2]),
         "hists");
    gsl_vector *a = nb_randn(30000), *b = nb_randn(30000);
    save(nb_plot(nb_dots(a, nb_add(b, nb_scale(0.5, a)), .label = "drawn"),
                 .title = "A crowd"),
         "crowd");
    gsl_matrix *A = nb_zeros(60, 90);
    for (int i = 0; i < 60; i++)
        for (int j = 0; j < 90; j++)
            nb_at(A, i, j) = sin(i * j / 300.0) + (i == j ? NAN : 0);
    save(nb_plot(nb_heat(A), .title = "Many cells"), "pixels");
}

static void composed(void) {
    nb_data d = nb_load("iris");
    save(nb_plot(nb_errbars(nb_vec(1, 2, 3), nb_vec(2, 3, 5), nb_vec(.5, .4, 1),
                            .label = "95 %"),
                 nb_stem(nb_vec(1.5, 2.5), nb_vec(1, -.5), .label = "stems"),
                 .title = "Error bars"),
         "errbars");
    save(nb_plot(nb_boxes(d.X, .names = d.columns), .title = "Iris"), "boxes");
    save(nb_plot(nb_errbars(nb_vec(1, 2, 3), nb_vec(1, .1, .01),
                            nb_vec(.5, .2, .001)),
                 .yscale = "log", .title = "Beyond the end of a log scale"),
         "logbars");
    save(nb_plot(nb_dots(nb_col(d.X, 0), nb_col(d.X, 1)),
                 nb_cov_ellipse(nb_vec(5.84, 3.05),
                                nb_mat((.68, -.04), (-.04, .19)), 2,
                                .label = "2 sd"),
                 nb_ellipse(5, 3, .5, .2, .angle = .5, .dash = "--"),
                 .title = "Ellipses"),
         "ellipses");
}

static void save_figure(nb_fig_t figure, const char *name) {
    const char *const ends[] = {"svg", "txt"};
    for (int i = 0; i < 2; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s.%s", directory, name, ends[i]);
        nb_save(figure, path);
    }
}

static void several(void) {
    save_figure(nb_figure(nb_plot(nb_line_y(nb_vec(1, 3, 2)), .title = "Left"),
                          nb_plot(nb_line_y(nb_vec(30, 10, 20, 5)),
                                  .title = "Right"),
                          .sharex = true, .sharey = true),
                "shared");
    nb_plot_t frames[4];
    for (int i = 0; i < 4; i++)
        frames[i] = nb_plot(nb_line_y(nb_vec(0, i, 3 - i, 3)), .ylim = {0, 3},
                            .title = "Moving");
    save_figure(nb_animate(frames, 4, .seconds = 2), "moving");
}

static void difficult(void) {
    double gaps[] = {1, NAN, 3, 2, INFINITY, 2.5, 0}, one[] = {3};
    save(nb_plot(nb_line_y(gaps, .marker = "o"), .title = "Gaps"), "gaps");
    save(nb_plot(nb_line_y(gaps, .marker = "o"), .yscale = "log",
                 .title = "Log with zero"),
         "logzero");
    save(nb_plot(nb_dots(one, one), .title = "One point"), "one");
    save(nb_plot(.title = "Nothing"), "nothing");
    save(nb_plot(nb_line_y(nb_vec(1e300, 5e300)), .title = "Huge"), "huge");
    save(nb_plot(nb_line_y(nb_vec(1e-300, 5e-300)), .title = "Tiny"), "tiny");
    save(nb_plot(nb_line_y(nb_vec(5, 5, 5)), .title = "All equal"), "equal");
    save(nb_plot(nb_line_y(nb_vec(-99.5, -100.5)), .title = "Near -100"),
         "near");
    save_figure(
        nb_figure(nb_plot(nb_line_y(nb_vec(1, 3, 2)), .title = "Left & <up>"),
                  nb_plot(nb_line_y(nb_vec(3, 1, 2)), .title = "Right"),
                  nb_plot(nb_line_y(nb_vec(2, 2, 1)), .title = "Below"),
                  .title = "Three", .cols = 2),
        "figure");
}

int main(int argc, char **argv) {
    (void)setlocale(LC_ALL, "");
    directory = argc > 1 ? argv[1] : ".";
    nb_scope {
        lines();
        dots();
        areas();
        directions();
        planes();
        vectors();
        together();
        composed();
        several();
        difficult();
    }
    return 0;
}
