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
    char svg[512];
    nb_fig_t figure =
        nb_figure(nb_plot(nb_line_y(nb_vec(1, 3, 2)), .title = "Left & <up>"),
                  nb_plot(nb_line_y(nb_vec(3, 1, 2)), .title = "Right"),
                  nb_plot(nb_line_y(nb_vec(2, 2, 1)), .title = "Below"),
                  .title = "Three", .cols = 2);
    (void)snprintf(svg, sizeof svg, "%s/figure.svg", directory);
    nb_save(figure, svg);
    memcpy(svg + strlen(svg) - 3, "txt", 3);
    nb_save(figure, svg);
}

int main(int argc, char **argv) {
    (void)setlocale(LC_ALL, "");
    directory = argc > 1 ? argv[1] : ".";
    nb_scope {
        lines();
        dots();
        areas();
        directions();
        difficult();
    }
    return 0;
}
