/* difficult.c - figures of data that plots tend to go wrong with: difficult
 * DIR. labels.py looks at the labels of each. */
#include <nabla.h>

static const char *directory;

static void save_as(nb_fig_t figure, nb_plot_t plot, const char *name) {
    const char *const ends[] = {"svg", "txt"};
    for (int i = 0; i < 2; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s.%s", directory, name, ends[i]);
        if (figure)
            nb_save(figure, path);
        else
            nb_save(plot, path);
    }
}

static void save(const char *name, nb_plot_t plot) {
    save_as(NULL, plot, name);
}

/* ---- One line through numbers of a certain size. ---- */

static void line(const char *name, double low, double high) {
    double y[] = {low, low + 0.3 * (high - low), low + 0.2 * (high - low),
                  high};
    save(name, nb_plot(nb_line_y(y, .marker = "o", .label = "series"),
                       .title = name, .xlabel = "step", .ylabel = "value"));
}

static void across(const char *name, double low, double high) {
    double x[] = {low, low / 2 + high / 2, high}, y[] = {1, 3, 2};
    save(name, nb_plot(nb_line(x, y), .title = name, .xlabel = "where",
                       .ylabel = "value"));
}

static void ranges(void) {
    static const struct {
        const char *name;
        double low, high;
    } rows[] = {
        {"unit", 0, 1},
        {"tiny", 1e-300, 5e-300},
        {"small", 3e-12, 8e-12},
        {"huge", 1e300, 5e300},
        {"widest", -1.7e308, 1.7e308},
        {"large", 1.2e9, 9.7e9},
        {"negative", -7, -3},
        {"around zero", -1e-9, 1e-9},
        {"both signs", -1234.5, 987.6},
        {"all equal", 5, 5},
        {"equal fraction", 0.1, 0.1},
        {"equal huge", 1e20, 1e20},
        {"equal negative", -2.5, -2.5},
        {"all zero", 0, 0},
        {"offset", 1e6 + 0.1, 1e6 + 0.4},
        {"offset nine digits", 123456789.0, 123456791.0},
        {"near hundred", 99.5, 100.5},
        {"dates", 20240101, 20241231},
        {"seconds since 1970", 1.70e9, 1.71e9},
        {"years", 1990, 2024},
        {"thousands", 1000, 9000},
        {"millions", 1e6, 7e6},
        {"one ulp", 1, 1 + 2.3e-16},
        {"seventh", 1 / 7.0, 1 / 3.0},
        {"ten to the seventh", 9999999, 10000001},
        {"small offset", 0.00012345, 0.00012355},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "y %s", rows[i].name);
        line(name, rows[i].low, rows[i].high);
        (void)snprintf(name, sizeof name, "x %s", rows[i].name);
        across(name, rows[i].low, rows[i].high);
    }
}

/* ---- Log scales. ---- */

static void logs(void) {
    static const struct {
        const char *name;
        double y[5];
    } rows[] = {
        {"log decades", {1, 10, 100, 1e4, 1e5}},
        {"log zeros", {0, 1, 0, 10, 3}},
        {"log negative", {-1, -2, -3, -4, -5}},
        {"log half decade", {2, 3, 4, 5, 6}},
        {"log narrow", {1.001, 1.002, 1.003, 1.004, 1.005}},
        {"log wide", {1e-300, 1e-100, 1, 1e100, 1e300}},
        {"log small", {1e-17, 1e-15, 1e-12, 1e-8, 1e-7}},
        {"log one value", {42, 42, 42, 42, 42}},
        {"log nan", {NAN, 1, NAN, 1000, INFINITY}},
        {"log fractions", {0.002, 0.02, 0.3, 0.5, 0.9}},
        {"log 1.5 decades", {3, 10, 30, 60, 100}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[64];
        save(rows[i].name,
             nb_plot(nb_line_y(rows[i].y, .marker = "o"), .yscale = "log",
                     .title = rows[i].name, .ylabel = "loss"));
        (void)snprintf(name, sizeof name, "x %s", rows[i].name);
        save(name, nb_plot(nb_dots(rows[i].y, nb_vec(1, 2, 3, 4, 5)),
                           .xscale = "log", .title = name));
    }
}

/* ---- What is not there. ---- */

static void gaps(void) {
    double none[] = {NAN, NAN, NAN}, ends[] = {INFINITY, 1, -INFINITY};
    double some[] = {NAN, 2, NAN, 3, 2.5}, one[] = {7.25};
    save("nothing", nb_plot(.title = "nothing"));
    save("empty", nb_plot(nb_line_y(nb_n(one, 0)), .title = "empty"));
    save("only nan", nb_plot(nb_line_y(none), .title = "only nan"));
    save("infinite", nb_plot(nb_line_y(ends, .marker = "o"),
                             .title = "infinite"));
    save("some nan", nb_plot(nb_line_y(some), .title = "some nan"));
    save("one point", nb_plot(nb_dots(one, one), .title = "one point"));
    save("two equal points",
         nb_plot(nb_dots(nb_vec(2, 2), nb_vec(3, 3)), .title = "two equal"));
    save("upright", nb_plot(nb_line(nb_vec(2, 2, 2), nb_vec(1, 2, 3)),
                            .title = "upright"));
    save("hist of one", nb_plot(nb_hist(one), .title = "hist of one"));
    save("hist of equal", nb_plot(nb_hist(nb_ones(50)), .title = "equal"));
    save("hist of nan", nb_plot(nb_hist(none), .title = "hist of nan"));
    save("bars of nan", nb_plot(nb_bars(nb_vec(1, 2, 3), none),
                                .title = "bars of nan"));
    save("heat of nan",
         nb_plot(nb_heat(nb_mat((NAN, 1, INFINITY), (2, NAN, -INFINITY)),
                         .annotate = true),
                 .title = "heat of nan"));
    save("flat heat", nb_plot(nb_heat(nb_ones(2, 2)), .title = "flat heat"));
    save("rule alone", nb_plot(nb_rule(.y = 3), .title = "rule alone"));
}

/* ---- Names. ---- */

static const char *const many[] = {
    "mean radius", "mean texture", "mean perimeter", "mean area",
    "mean smoothness", "mean compactness", "mean concavity",
    "mean concave points", "mean symmetry", "mean fractal dimension",
    "radius error", "texture error", "perimeter error", "area error",
    "smoothness error", "compactness error", "concavity error",
    "concave points error", "symmetry error", "fractal dimension error",
    "worst radius", "worst texture", "worst perimeter", "worst area",
    "worst smoothness", "worst compactness", "worst concavity",
    "worst concave points", "worst symmetry", "worst fractal dimension", NULL};

static void categories(void) {
    static const char *const few[] = {"a", "bb", "ccc", NULL};
    static const char *const lengthy[] = {
        "od280/od315_of_diluted_wines", "total_phenols",
        "nonflavanoid_phenols", "a name that is much longer than a plot",
        NULL};
    static const char *const foreign[] = {"数据", "données", "Übermaß",
                                          "данные", "🙂", NULL};
    gsl_vector *x3 = nb_arange(0, 3, 1), *x4 = nb_arange(0, 4, 1);
    gsl_vector *x5 = nb_arange(0, 5, 1), *x30 = nb_arange(0, 30, 1);
    save("few names", nb_plot(nb_bars(x3, nb_vec(3, 1, 2), .names = few),
                              .title = "few names"));
    save("long names",
         nb_plot(nb_bars(x4, nb_vec(3, 1, 2, 4), .names = lengthy),
                 .title = "long names", .xlabel = "column"));
    save("foreign names",
         nb_plot(nb_bars(x5, nb_vec(3, 1, 2, 4, 5), .names = foreign),
                 .title = "数据 and 🙂", .ylabel = "größe"));
    save("thirty names", nb_plot(nb_bars(x30, x30, .names = many),
                                 .title = "thirty names"));
    save("many bars", nb_plot(nb_bars(nb_arange(0, 500, 1),
                                      nb_arange(0, 500, 1)),
                              .title = "many bars"));
    gsl_matrix *A = nb_zeros(30, 30);
    for (int i = 0; i < 30; i++)
        for (int j = 0; j < 30; j++) nb_at(A, i, j) = cos(i - j);
    save("large heat",
         nb_plot(nb_heat(A, .cmap = "rdbu", .rows = many, .columns = many,
                         .annotate = true),
                 .title = "large heat"));
    save("wide heat", nb_plot(nb_heat(nb_mat((1e-5, 123456.789, -1e300)),
                                      .annotate = true, .columns = few),
                              .title = "wide heat"));
    nb_data d = nb_load("wine");
    save("boxes", nb_plot(nb_boxes(d.X, .names = d.columns),
                          .title = "boxes", .yscale = "log"));
    save("two kinds of bars",
         nb_plot(nb_bars(x3, nb_vec(3, 1, 2), .names = few, .label = "before"),
                 nb_bars(x3, nb_vec(2, 2, -1), .label = "after"),
                 .title = "two kinds of bars"));
}

/* ---- Legends, titles. ---- */

static void legends(void) {
    nb_plot_t p = nb_plot(.title = "twelve series", .xlabel = "t");
    for (int k = 0; k < 12; k++) {
        char label[64];
        (void)snprintf(label, sizeof label, "series number %d of 12", k + 1);
        nb_plot_add(p, nb_line_y(nb_vec(k, 2 * k, k * k), .label = label));
    }
    save("twelve series", p);
    p = nb_plot(.title = "ten classes");
    gsl_vector *c = nb_arange(0, 10, 1);
    nb_plot_add(p, nb_dots(c, c, .c = NB_SEQ(c)));
    save("ten classes", p);
    const char *const endless =
        "A title that goes on and on, since somebody wanted to say in it all "
        "that the figure shows, the data, the method, and the result as well";
    save("endless", nb_plot(nb_line_y(nb_vec(1, 2), .label = endless),
                            .title = endless, .xlabel = endless,
                            .ylabel = endless));
    save("small", nb_plot(nb_line_y(nb_vec(1000, -2000), .label = "line"),
                          .title = "A small plot", .width = 160,
                          .height = 120, .xlabel = "x", .ylabel = "y"));
    save("narrow", nb_plot(nb_line_y(nb_vec(1e-7, 2e-7), .label = "line"),
                           nb_line_y(nb_vec(2e-7, 1e-7), .label = "other"),
                           .width = 240, .height = 500, .title = "narrow"));
    save("markup", nb_plot(nb_line_y(nb_vec(1, 2), .label = "<a & \"b\">"),
                           .title = "x < y && y > \"z\"\n", .xlabel = "a\tb"));
    save("noise", nb_plot(nb_line_y(nb_randn(20000), .label = "noise"),
                          .title = "noise"));
    save("cloud", nb_plot(nb_dots(nb_randn(100000), nb_randn(100000)),
                          .title = "cloud"));
    save("values", nb_plot(nb_dots(nb_randn(2000), nb_randn(2000),
                                   .c = NB_SEQ(nb_randn(2000))),
                           .title = "by value"));
}

static double peaks(double x, double y) { return x * exp(-x * x - y * y); }

/* ---- Many plots in one figure. ---- */

static void grids(void) {
    nb_plot_t p[4];
    for (int k = 0; k < 4; k++)
        p[k] = nb_plot(nb_line_y(nb_vec(1e6, -1e6, 12345.678), .label = "one"),
                       nb_line_y(nb_vec(1, 2, 3), .label = "another one"),
                       .title = "A rather long title for a small plot",
                       .xlabel = "iteration", .ylabel = "loss");
    save_as(nb_figure(p[0], p[1], p[2], p[3], .cols = 4, .title = "Four",
                      .sharey = true),
            NULL, "four in a row");
    nb_fig_t fields = nb_figure(
        nb_plot(nb_contour(peaks, .x = {-2, 2}, .y = {-2, 2}), .equal = true,
                .title = "contour", .xlabel = "x", .ylabel = "y"),
        nb_plot(nb_field(peaks, .x = {-2, 2}, .y = {-2, 2}), .title = "field"),
        nb_plot(nb_surface(peaks, .x = {-2, 2}, .y = {-2, 2}),
                .title = "surface"),
        nb_plot(nb_heat(nb_eye(3), .annotate = true), .equal = true,
                .title = "heat"),
        .cols = 3);
    save_as(fields, NULL, "fields");
}

/* ---- What would be large files. ---- */

static void heavy_marks(void) {
    nb_plot_t p = nb_plot(.title = "24 noises");
    for (int k = 0; k < 24; k++) nb_plot_add(p, nb_line_y(nb_randn(20000)));
    save("24 noises", p);
    p = nb_plot(.title = "10 clouds");
    for (int k = 0; k < 10; k++)
        nb_plot_add(p, nb_dots(nb_randn(7000), nb_randn(7000)));
    save("10 clouds", p);
    save("heat of noise", nb_plot(nb_heat(nb_randn(200, 300)),
                                  .title = "heat of noise"));
    save("small heat of noise", nb_plot(nb_heat(nb_randn(32, 32)),
                                        .title = "small heat of noise"));
    save("contour of noise", nb_plot(nb_contour(nb_randn(150, 150),
                                                .levels = 64),
                                     .title = "contour of noise"));
    save("field of noise", nb_plot(nb_field(nb_randn(400, 600)),
                                   .title = "field of noise"));
    save("surface of noise", nb_plot(nb_surface(nb_randn(200, 200)),
                                     .title = "surface of noise"));
    save("quiver of noise", nb_plot(nb_quiver(nb_randn(4000), nb_randn(4000),
                                              nb_randn(4000), nb_randn(4000)),
                                    .title = "quiver of noise"));
    save("bars of noise", nb_plot(nb_bars(nb_arange(0, 20000, 1),
                                          nb_randn(20000)),
                                  .title = "bars of noise"));
    save("band of noise", nb_plot(nb_band(nb_arange(0, 9000, 1),
                                          nb_randn(9000), nb_randn(9000)),
                                  .title = "band of noise"));
    save("error bars of noise",
         nb_plot(nb_errbars(nb_arange(0, 9000, 1), nb_randn(9000),
                            nb_ones(9000)),
                 .title = "error bars of noise"));
    save("images of noise", nb_plot(nb_images(nb_randn(100, 784), 28, 28, 100),
                                    .title = "images of noise"));
    save("heat of noise", nb_plot(nb_heat(nb_randn(1000, 1000)),
                                  .title = "heat of noise"));
    save("image of noise", nb_plot(nb_image(nb_randu(600, 600)),
                                   .title = "image of noise"));
    nb_data d = nb_load("digits");
    save("digits", nb_plot(nb_images(d.X, 8, 8, 100), .title = "digits"));
}

static void heavy_figures(void) {
    nb_plot_t p[100];
    for (int k = 0; k < 100; k++)
        p[k] = nb_plot(nb_line_y(nb_randn(500), .label = "noise"),
                       .title = "moving noise");
    save_as(nb_animate(p, 100), NULL, "animation of noise");
    for (int k = 0; k < 12; k++)
        p[k] = nb_plot(nb_dots(nb_randn(3000), nb_randn(3000)),
                       .title = "cloud");
    save_as(nb_figure(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8],
                      p[9], p[10], p[11], .cols = 4, .title = "12 clouds"),
            NULL, "12 clouds");
}

int main(int argc, char **argv) {
    directory = argc > 1 ? argv[1] : ".";
    nb_scope {
        ranges();
        logs();
        gaps();
        categories();
        legends();
        grids();
        heavy_marks();
        heavy_figures();
    }
    return 0;
}
