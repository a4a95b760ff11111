/* figure.c - the picture of the benchmark in the README.
 *
 *     figure FILE.svg
 *
 * reads lines of three columns, with tabs between them: the plot (cell or
 * loop), how high the bar is, what stands under it. */
#include <gsl/gsl_statistics.h>
#include <nabla.h>

#include <stdio.h>
#include <string.h>

enum { BARS = 12, NAME = 40 };

typedef struct Plot {
    int count;
    double heights[BARS];
    char names[BARS][NAME];
} Plot;

static void read_plots(Plot *cell, Plot *loop) {
    char line[256], plot[8], name[NAME];
    double height;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "%7[a-z]\t%lf\t%39[^\n]", plot, &height, name) != 3)
            continue;
        Plot *to = strcmp(plot, "cell") == 0 ? cell : loop;
        if (to->count == BARS) continue;
        to->heights[to->count] = height;
        memcpy(to->names[to->count++], name, sizeof name);
    }
}

/* Bars with a base share their place: so one mark has ours, in a colour of its
 * own, and another the rest. */
static nb_mark bars_of(const Plot *data, bool is_ours, double low,
                       const char *color) {
    double at[BARS], base[BARS], more[BARS];
    const char *names[BARS + 1] = {NULL};
    for (int i = 0; i < data->count; i++) {
        bool is_nabla = strcmp(data->names[i], "nabla") == 0;
        names[i] = data->names[i];
        at[i] = i;
        base[i] = low;
        more[i] = is_nabla == is_ours ? data->heights[i] - low : NAN;
    }
    size_t n = (size_t)data->count;
    return nb_bars(gsl_vector_view_array(at, n),
                   gsl_vector_view_array(more, n), .names = names,
                   .base = NB_SEQ(gsl_vector_view_array(base, n)),
                   .color = color, .opacity = 1);
}

/* Some room above the highest bar, for its number. */
static nb_plot_t draw(const Plot *data, const char *title, const char *ylabel,
                      double low) {
    double high = gsl_stats_max(data->heights, 1, (size_t)data->count);
    nb_plot_t plot = nb_plot(
        bars_of(data, false, low, "#9aa5b1"), bars_of(data, true, low, "C0"),
        .title = title, .ylabel = ylabel, .yscale = "log",
        .ylim = {low, 4 * high});
    for (int i = 0; i < data->count; i++) {
        char text[32];
        double height = data->heights[i];
        (void)snprintf(text, sizeof text, height < 10 ? "%.2f" : "%.0f",
                       height);
        nb_plot_add(plot, nb_text(i, height, text, .dy = -7,
                                  .anchor = "middle"));
    }
    return plot;
}

int main(int argc, char **argv) {
    Plot cell = {0}, loop = {0};
    if (argc == 2) read_plots(&cell, &loop);
    if (!cell.count || !loop.count) {
        (void)fprintf(stderr, "usage: figure FILE.svg < NUMBERS\n");
        return 2;
    }
    nb_fig_t figure = nb_figure(
        draw(&cell, "A cell that defines a function and calls it",
             "milliseconds", 0.1),
        draw(&loop, "A loop (Mandelbrot's set), once it is warm",
             "times gcc -O3", 0.2),
        .cols = 1, .height = 560);
    nb_save(figure, argv[1]);
    nb_free(figure);
    return 0;
}
