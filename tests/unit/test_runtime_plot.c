/* Marks, plots and figures: what is refused, and what must be in both faces. */
#include <nabla.h>
#include <unistd.h>

#include "support/runtime_host.h"

static char *face_of(nb_plot_t plot, size_t index) {
    nb_mime faces[NB_MAX_FACES];
    size_t count = nb_describe("nb_plot_t", plot, faces);
    assert_int_equal(count, 3);
    assert_string_equal(faces[0].type, "text/plain");
    assert_string_equal(faces[1].type, "image/svg+xml");
    assert_string_equal(faces[2].type, "alt");
    char *text = strdup(faces[index].data);
    nb_faces_free(faces, count);
    return text;
}

static int says(nb_plot_t plot, size_t face, const char *words) {
    char *text = face_of(plot, face);
    int found = strstr(text, words) != NULL;
    free(text);
    return found;
}

TEST(both_faces_carry_title_labels_and_ticks) {
    nb_plot_t p =
        nb_plot(nb_line(nb_vec(-2, 0, 2), nb_vec(1, 3, 2), .label = "a < b"),
                .title = "T & U", .xlabel = "time (s)", .ylabel = "height");
    const char *const text[] = {"T & U", "a < b", "time (s)", "height",
                                "\u22122"};
    const char *const svg[] = {"<title>T &amp; U</title>",
                               "a &lt; b",
                               "time (s)",
                               ">height<",
                               ">\u22122<",
                               "viewBox=\"0 0 640 400\"",
                               "fill=\"#ffffff\"",
                               "x: time (s) from"};
    for (int i = 0; i < 5; i++) assert_true(says(p, 0, text[i]));
    for (int i = 0; i < 8; i++) assert_true(says(p, 1, svg[i]));
    assert_true(says(p, 2, "T & U. Plot. x: time (s) from"));
    assert_true(says(p, 2, "Line \u201ca < b\u201d (3 points)."));
    nb_free(p);
}

TEST(the_same_plot_gives_the_same_bytes) {
    char *before = NULL;
    for (int turn = 0; turn < 3; turn++) {
        nb_seed(9);
        nb_plot_t p = nb_plot(nb_dots(nb_randn(300), nb_randn(300)),
                              nb_line_y(nb_randn(2000)));
        char *svg = face_of(p, 1);
        if (before) assert_string_equal(svg, before);
        free(before);
        before = svg;
        nb_free(p);
    }
    free(before);
}

TEST(a_million_points_make_a_small_picture) {
    nb_seed(4);
    gsl_vector *y = nb_randn(1000000);
    nb_plot_t line = nb_plot(nb_line_y(y)), dots = nb_plot(nb_dots(y, y));
    char *svg = face_of(line, 1), *cloud = face_of(dots, 1);
    assert_true(strlen(svg) < 60000);
    assert_true(strlen(cloud) < 100000);
    free(svg);
    free(cloud);
    nb_free(line);
    nb_free(dots);
    nb_free(y);
}

/* Between these the pixels of a plain drawing and of a thinned one agree. */
TEST(thinning_keeps_the_extremes_of_each_column) {
    gsl_vector *y = nb_zeros(100000);
    nb_at(y, 54321) = 7;
    nb_at(y, 12345) = -3;
    nb_plot_t p = nb_plot(nb_line_y(y), .ylim = {-5, 10});
    /* 7 and -3 are 3/15 and 13/15 of the way down: both heights are drawn. */
    char *svg = face_of(p, 1);
    const char *path = strstr(svg, "stroke-linejoin");
    int verticals = 0;
    for (const char *c = path; *c != '/'; c++)
        verticals += *c == 'v' || *c == 'l';
    assert_true(verticals >= 4);
    free(svg);
    nb_free(p);
    nb_free(y);
}

TEST(series_differ_without_colour) {
    gsl_vector *x = nb_vec(0, 1, 2);
    nb_plot_t p =
        nb_plot(nb_line(x, x, .label = "one"), nb_line(x, sqrt, .label = "two"),
                nb_dots(x, exp, .label = "three"));
    assert_true(says(p, 0, "\u2824\u2824\u2824 one"));
    assert_true(says(p, 0, "\u2824\u2804\u2824 two"));
    assert_true(says(p, 0, "\u25cf three"));
    assert_true(says(p, 1, "stroke-dasharray"));
    nb_free(p);
}

TEST(classes_have_names_and_shapes) {
    double c[] = {0, 1, 2};
    const char *const names[] = {"ant", "bee", NULL};
    nb_plot_t p = nb_plot(nb_dots(nb_vec(1, 2, 3), nb_vec(1, 2, 3),
                                  .c = NB_SEQ(c), .names = names));
    assert_true(says(p, 0, "\u25cf ant"));
    assert_true(says(p, 0, "\u25b2 bee"));
    assert_true(says(p, 0, "\u25a0 class 2"));
    assert_true(says(p, 1, ">bee<"));
    nb_free(p);
}

TEST(marks_that_make_no_sense_are_refused) {
    gsl_vector *x = nb_vec(1, 2, 3);
    FAILS("ShapeError", "x has 3 numbers, y has 2", nb_line(x, nb_vec(1, 2)));
    FAILS("ShapeError", "3 points, but .c has 2",
          nb_dots(x, x, .c = NB_SEQ(((double[]){1, 2}))));
    FAILS("DomainError", "write nb_line(x, f)", nb_line_y(sin));
    FAILS("DomainError", "no color \"C9x\"", nb_line_y(x, .color = "C9x"));
    FAILS("DomainError", "no color \"#12345\"",
          nb_dots(x, x, .color = "#12345"));
    FAILS("DomainError", "no dash \"..\"", nb_line_y(x, .dash = ".."));
    FAILS("DomainError", "no marker", nb_line_y(x, .marker = "x"));
    FAILS("DomainError", "say where", nb_rule(.color = "red"));
    FAILS("DomainError", "no anchor", nb_text(0, 0, "a", .anchor = "left"));
    FAILS("DomainError", "NULL", nb_text(0, 0, NULL));
    FAILS("DomainError", "not UTF-8", nb_line_y(x, .label = "\xc0"));
    FAILS("DomainError", "no cmap", nb_heat(nb_eye(2), .cmap = "jet"));
    FAILS("ShapeError", "3 bars, but .base has 2",
          nb_bars(nb_vec(1, 2, 3), nb_vec(1, 2, 3),
                  .base = NB_SEQ(nb_vec(1, 2))));
    FAILS("LimitError", "4001 x 1000", nb_heat(nb_zeros(4001, 1000)));
    FAILS("DomainError", "infinity", nb_hist(nb_vec(1, INFINITY)));
    FAILS("DomainError", "no yscale \"cubic\"", nb_plot(.yscale = "cubic"));
    FAILS("DomainError", "go upwards", nb_plot(.xlim = {2, 1}));
    FAILS("DomainError", "positive", nb_plot(.xscale = "log", .xlim = {-1, 1}));
    FAILS("DomainError", "no plot", nb_figure(.title = "none"));
    FAILS("NullError", "the mark is NULL",
          (nb_plot_add(nb_plot(.title = "x"), NULL), 0));
    FAILS("DomainError", ".txt, .png or .pdf",
          (nb_save(nb_plot(nb_line_y(x)), "plot.gif"), 0));
    FAILS("FileError", "No such file",
          (nb_save(nb_plot(nb_line_y(x)), "/nowhere/plot.svg"), 0));
}

/* The first bytes of what nb_save() makes under this name. */
static void saves_as(const char *name, const char *magic) {
    char path[] = "/tmp/nabla-save-XXXXXX", file[64], start[16] = "";
    assert_non_null(mkdtemp(path));
    (void)snprintf(file, sizeof file, "%s/%s", path, name);
    nb_plot_t p = nb_plot(nb_line_y(nb_vec(3, 1, 2)));
    nb_save(p, file);
    nb_free(p);
    FILE *stream = fopen(file, "r");
    assert_non_null(stream);
    assert_true(fread(start, 1, strlen(magic), stream) > 0);
    assert_memory_equal(start, magic, strlen(magic));
    fclose(stream);
    unlink(file);
    rmdir(path);
}

TEST(files_are_what_their_names_say) {
    saves_as("plot.svg", "<svg xmlns=");
    saves_as("plot.txt", "   ");
    saves_as("a plot.png", "\x89PNG");
    saves_as("plot.pdf", "%PDF-");
}

TEST(a_missing_program_is_named) {
    nb_plot_t p = nb_plot(nb_line_y(nb_vec(3, 1, 2)));
    char *path = strdup(getenv("PATH"));
    setenv("PATH", "/nowhere", 1);
    FAILS("FileError", "needs the program rsvg-convert",
          (nb_save(p, "plot.png"), 0));
    setenv("PATH", path, 1);
    FAILS("FileError", "/nowhere/plot.pdf", (nb_save(p, "/nowhere/plot.pdf"), 0));
    free(path);
    nb_free(p);
}

/* What is left out of a picture is told in both faces. */
TEST(points_that_cannot_be_drawn_are_counted) {
    double y[] = {0, 1, -2, 10, INFINITY, NAN}, none[] = {NAN, INFINITY};
    nb_plot_t log = nb_plot(nb_line_y(y), .yscale = "log");
    nb_plot_t nothing = nb_plot(nb_line_y(none));
    for (size_t face = 0; face < 2; face++) {
        assert_true(says(log, face, "2 points \u2264 0 not drawn"));
        assert_true(says(log, face, "1 point at infinity not drawn"));
        assert_true(says(nothing, face, "so nothing is drawn"));
    }
    nb_free(log);
    nb_free(nothing);
}

/* Bars of one place share it: 3 series, a third of 0.8 each. */
TEST(bars_side_by_side_or_on_each_other) {
    gsl_vector *x = nb_vec(0, 1), *y = nb_vec(2, 4);
    nb_plot_t p = nb_plot(nb_bars(x, y), nb_bars(x, y), nb_bars(x, y),
                          .xlim = {-0.5, 1.5});
    char *svg = face_of(p, 1);
    double left[3] = {0};
    int count = 0;
    for (char *at = svg; (at = strstr(at, "<path fill=\"#")); count++) {
        at = strstr(at, " d=\"M") + strlen(" d=\"M");
        if (count < 3) left[count] = strtod(at, NULL);
    }
    assert_int_equal(count, 3);
    assert_true(fabs(left[2] - 2 * left[1] + left[0]) < 0.2);
    assert_true(left[1] - left[0] > 40);
    free(svg);
    nb_free(p);
    nb_plot_t stacked = nb_plot(nb_bars(x, y, .base = NB_SEQ(nb_vec(1, 10))));
    assert_true(says(stacked, 1, "y from 0 to 14.7")); /* 14 and 5 % */
    nb_free(stacked);
}

TEST(a_rule_knows_which_of_its_places_was_given) {
    struct {
        double x;
    } s = {5};
    gsl_vector *x = nb_vec(-1, 1);
    nb_plot_t level = nb_plot(nb_line(x, x), nb_rule(.y = 0)),
              upright = nb_plot(nb_line(x, x),
                                nb_rule(.label = ".y = 1", .x = 0 * s.x));
    char *a = face_of(level, 0), *b = face_of(upright, 0);
    assert_string_not_equal(a, b);
    free(a);
    free(b);
    nb_free(level);
    nb_free(upright);
}

TEST(marks_and_plots_belong_to_what_took_them) {
    gsl_vector *x = nb_vec(1, 2, 3);
    nb_scope {
        nb_mark m = nb_line_y(x);
        nb_plot_t p = nb_plot(m), q = nb_plot(m);
        nb_fig_t f = nb_figure(p, q, p);
        nb_free(p);
        nb_show(f);
    }
    nb_mark m = nb_line_y(x);
    nb_plot_t p = nb_plot(m), q = nb_plot(m);
    nb_free(p);
    nb_fig_t f = nb_figure(q, q);
    nb_free(f);
    nb_free(nb_line_y(x));
    nb_free(x);
    forget_all();
}

/* Two hundred axes of every kind: labels inside, increasing, and distinct. */
TEST(ticks_of_any_domain_are_few_and_distinct) {
    nb_seed(11);
    for (int i = 0; i < 200; i++) nb_scope {
            double middle = gsl_rng_uniform(nb_rng()) - 0.5;
            double scale = pow(10, 40 * gsl_rng_uniform(nb_rng()) - 20);
            double span = pow(10, -8 * gsl_rng_uniform(nb_rng()));
            double a = middle * scale, b = a + span * fabs(scale);
            nb_plot_t p = nb_plot(nb_line(nb_vec(a, b), nb_vec(a, b)));
            char *text = face_of(p, 0), *svg = face_of(p, 1);
            int ticks = 0;
            for (char *at = text; (at = strstr(at, "\u2524")); at++) ticks++;
            if (ticks < 2 || ticks > 9)
                fail_msg("%d ticks from %g to %g", ticks, a, b);
            assert_null(strstr(svg, "nan"));
            assert_null(strstr(svg, "inf"));
            free(text);
            free(svg);
        }
}

SUITE(CASE(both_faces_carry_title_labels_and_ticks),
      CASE(the_same_plot_gives_the_same_bytes),
      CASE(a_million_points_make_a_small_picture),
      CASE(thinning_keeps_the_extremes_of_each_column),
      CASE(series_differ_without_colour), CASE(classes_have_names_and_shapes),
      CASE(marks_that_make_no_sense_are_refused),
      CASE(files_are_what_their_names_say), CASE(a_missing_program_is_named),
      CASE(points_that_cannot_be_drawn_are_counted),
      CASE(bars_side_by_side_or_on_each_other),
      CASE(a_rule_knows_which_of_its_places_was_given),
      CASE(marks_and_plots_belong_to_what_took_them),
      CASE(ticks_of_any_domain_are_few_and_distinct))
