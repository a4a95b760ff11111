/* Marks over the plane, and marks made of others: what they draw is where it
 * must be. How they look is in tests/runtime/golden. */
#include <nabla.h>

#include "mark.h"
#include "support/runtime_host.h"

static double circle(double x, double y) { return x * x + y * y; }
static double of_array(const double *x) { return circle(x[0], x[1]); }
static double of_open(double *x) { return circle(x[0], x[1]); }
static double of_vector(const gsl_vector *v) {
    return circle(gsl_vector_get(v, 0), gsl_vector_get(v, 1));
}

static char *face_of(nb_plot_t p, size_t which) {
    nb_mime faces[NB_MAX_FACES];
    size_t count = nb_describe("nb_plot_t", p, faces);
    char *text = strdup(faces[which].data);
    nb_faces_free(faces, count);
    return text;
}

/* A level line of x^2 + y^2 is a circle: every point of it has the radius, and
 * it is closed. */
TEST(a_contour_lies_on_its_level) {
    double levels[] = {0.25, 0.64};
    nb_plot_t p = nb_plot(nb_contour(circle, .at = NB_SEQ(levels)));
    assert_int_equal(p->count, 3);
    for (size_t k = 1; k < 3; k++) {
        const struct nb_mark_object *line = p->marks[k];
        assert_true(line->n > 30);
        for (size_t i = 0; i < line->n; i++)
            NEAR(hypot(line->x[i], line->y[i]), sqrt(levels[k - 1]), 2e-3);
        NEAR(line->x[0], line->x[line->n - 1], 0);
        NEAR(line->y[0], line->y[line->n - 1], 0);
    }
    nb_free(p);
}

/* The level 0 of x y crosses in the middle: two lines, or four ends. */
static double product(double x, double y) { return x * y; }

TEST(a_contour_that_meets_itself_loses_nothing) {
    double zero[] = {0.1};
    nb_plot_t p = nb_plot(nb_contour(product, .at = NB_SEQ(zero)));
    const struct nb_mark_object *line = p->marks[1];
    int gaps = 0;
    for (size_t i = 0; i < line->n; i++) gaps += isnan(line->x[i]);
    assert_int_equal(gaps, 1);
    nb_free(p);
}

TEST(all_forms_of_a_function_draw_the_same) {
    nb_plot_t plots[] = {nb_plot(nb_contour(circle)),
                         nb_plot(nb_contour(of_array)),
                         nb_plot(nb_contour(of_open)),
                         nb_plot(nb_contour(of_vector))};
    char *first = face_of(plots[0], 1);
    for (int i = 1; i < 4; i++) {
        char *other = face_of(plots[i], 1);
        assert_string_equal(first, other);
        free(other);
    }
    free(first);
    for (int i = 0; i < 4; i++) nb_free(plots[i]);
}

TEST(a_matrix_has_its_first_row_at_the_lowest_y) {
    nb_plot_t p = nb_plot(nb_field(nb_mat((0, 0), (1, 1))));
    char *text = face_of(p, 0);
    const char *full = strstr(strchr(text, '\n'), "\u2588"),
               *pale = strstr(strchr(text, '\n'), "\u2591");
    assert_true(full && pale && full < pale);
    free(text);
    nb_free(p);
}

TEST(what_has_no_value_is_left_out) {
    gsl_matrix *A = nb_mat((NAN, 1, 2), (1, 2, 3), (2, 3, INFINITY));
    nb_plot_t plots[] = {nb_plot(nb_contour(A)), nb_plot(nb_field(A)),
                         nb_plot(nb_surface(A)),
                         nb_plot(nb_contour(A, .filled = true))};
    for (int i = 0; i < 4; i++) {
        char *svg = face_of(plots[i], 1), *text = face_of(plots[i], 0);
        assert_null(strstr(svg, "nan"));
        assert_null(strstr(text, "nan"));
        free(svg);
        free(text);
        nb_free(plots[i]);
    }
}

/* Quartiles as NumPy's default gives them. */
TEST(boxes_stand_at_the_quartiles) {
    gsl_matrix *X = nb_t(nb_mat((1, 2, 3, 4, 5, 6, 7, 40)));
    nb_plot_t p = nb_plot(nb_boxes(X));
    NEAR(p->marks[0]->y[0], 2.75, 1e-15);
    NEAR(p->marks[0]->y2[0], 6.25, 1e-15);
    NEAR(p->marks[2]->y[0], 4.5, 1e-15);
    NEAR(p->marks[1]->y[4], 7, 0);
    assert_int_equal(p->marks[3]->n, 1);
    NEAR(p->marks[3]->y[0], 40, 0);
    nb_free(p);
}

/* (z - mean)' inv(cov) (z - mean) = sds^2 all along. */
TEST(an_ellipse_of_a_covariance_has_one_distance) {
    nb_mark ring =
        nb_cov_ellipse(nb_vec(1, 2), nb_mat((2, 0.6), (0.6, 1)), 1.5);
    double det = 2 - 0.36;
    for (size_t i = 0; i < ring->n; i++) {
        double x = ring->x[i] - 1, y = ring->y[i] - 2;
        NEAR((x * x - 1.2 * x * y + 2 * y * y) / det, 2.25, 1e-12);
    }
    nb_free(ring);
}

TEST(error_bars_and_stems_are_where_the_numbers_are) {
    nb_plot_t p = nb_plot(nb_errbars(nb_vec(1, 2), nb_vec(5, 6), nb_vec(1, 2),
                                     .high = NB_SEQ(nb_vec(3, 4))));
    NEAR(p->marks[1]->y[3], 4, 0);
    NEAR(p->marks[1]->y[4], 10, 0);
    nb_free(p);
    p = nb_plot(nb_stem(nb_vec(1, 2), nb_vec(5, -6)));
    NEAR(p->marks[1]->y[0], 0, 0);
    NEAR(p->marks[1]->y[4], -6, 0);
    nb_free(p);
}

/* The longest arrow is as long as neighbours are apart. */
TEST(arrows_fit_between_their_points) {
    double x[] = {0, 1, 0, 1}, y[] = {0, 0, 1, 1};
    double u[] = {30, 0, 0, 0}, v[] = {40, 0, 0, 0};
    nb_mark q = nb_quiver(x, y, u, v);
    NEAR(hypot(q->x2[0], q->y2[0]), 0.5, 1e-15);
    nb_free(q);
    q = nb_quiver(x, y, u, v, .scale = 0.1);
    NEAR(q->y2[0], 4, 1e-15);
    nb_free(q);
}

TEST(plots_of_a_figure_can_share_their_scales) {
    nb_plot_t a = nb_plot(nb_line_y(nb_vec(1, 2))),
              b = nb_plot(nb_line_y(nb_vec(10, 20, 30)));
    nb_fig_t f = nb_figure(a, b, .sharey = true);
    NEAR(a->ylim[0], b->ylim[0], 0);
    NEAR(a->ylim[1], b->ylim[1], 0);
    assert_true(a->ylim[0] <= 1 && a->ylim[1] >= 30);
    NEAR(a->xlim[1], 0, 0);
    nb_free(f);
}

TEST(a_group_belongs_to_the_plots_that_took_it) {
    nb_host_set(&test_host);
    nb_scope {
        nb_mark m = nb_stem(nb_vec(1, 2), nb_vec(3, 4));
        nb_plot_t p = nb_plot(m), q = nb_plot(m);
        nb_free(p);
        nb_show(q);
    }
    nb_mark m = nb_stem(nb_vec(1, 2), nb_vec(3, 4));
    nb_plot_t p = nb_plot(m), q = nb_plot(m);
    nb_free(p);
    char *text = face_of(q, 0);
    free(text);
    nb_free(q);
    nb_free(nb_contour(circle));
    forget_all();
}

static void refused_planes(void) {
    gsl_matrix *A = nb_mat((1, 2), (3, 4));
    FAILS("ShapeError", "1 x 2 is no grid", nb_contour(nb_mat((1, 2))));
    FAILS("NullError", "", nb_field((gsl_matrix *)NULL));
    FAILS("DomainError", ".x = {2, 1} is no range",
          nb_contour(circle, .x = {2, 1}));
    FAILS("DomainError", "no cmap", nb_surface(circle, .cmap = "pink"));
    FAILS("DomainError", "no color", nb_contour(circle, .color = "pinkish"));
    FAILS("DomainError", "1 to 64 levels", nb_contour(circle, .levels = 65));
    FAILS("DomainError", ".levels must be", nb_field(A, .levels = -1));
    FAILS("DomainError", ".n must be 2 to 1000", nb_field(circle, .n = 1));
    FAILS("DomainError", ".log needs positive",
          nb_contour(nb_scale(-1, A), .log = true));
}

static void refused_marks(void) {
    gsl_vector *two = nb_vec(1, 2), *three = nb_vec(1, 2, 3);
    FAILS("ShapeError", "x has 2 numbers and u has 3",
          nb_quiver(two, two, three, two));
    FAILS("ShapeError", "4 numbers, which is not 2 x 3 pixels",
          nb_images(nb_ones(2, 4), 2, 3, 1));
    FAILS("ShapeError", "2 rows, not 3 images",
          nb_images(nb_ones(2, 4), 2, 2, 3));
    FAILS("DomainError", "nb_image: there is no cmap",
          nb_image(nb_eye(2), .cmap = "pink"));
    FAILS("NullError", "nb_image", nb_image((gsl_matrix *)NULL));
    FAILS("ShapeError", "e has 3", nb_errbars(two, two, three));
    FAILS("DomainError", "function", nb_stem(two, sin));
    FAILS("ShapeError", "y has 3", nb_stem(two, three));
    FAILS("DomainError", "(0, 1) is infinite",
          nb_boxes(nb_mat((1, INFINITY))));
    FAILS("DomainError", "must be positive", nb_ellipse(0, 0, 1, 0));
    FAILS("DomainError", "not positive definite",
          nb_cov_ellipse(two, nb_mat((1, 2), (2, 1)), 1));
    FAILS("ShapeError", "a mean of 2", nb_cov_ellipse(three, nb_eye(3), 1));
    nb_plot_t none[] = {NULL};
    FAILS("DomainError", "1 to 100 frames", nb_animate(none, 0));
    FAILS("NullError", "frame 0 is NULL", nb_animate(none, 1));
    FAILS("DomainError", ".sharey needs plots",
          nb_figure(nb_plot(nb_line_y(two)),
                    nb_plot(nb_line_y(two), .yscale = "log"), .sharey = true));
}

TEST(what_makes_no_sense_is_refused) {
    refused_planes();
    refused_marks();
}

SUITE(CASE(a_contour_lies_on_its_level),
      CASE(a_contour_that_meets_itself_loses_nothing),
      CASE(all_forms_of_a_function_draw_the_same),
      CASE(a_matrix_has_its_first_row_at_the_lowest_y),
      CASE(what_has_no_value_is_left_out),
      CASE(boxes_stand_at_the_quartiles),
      CASE(an_ellipse_of_a_covariance_has_one_distance),
      CASE(error_bars_and_stems_are_where_the_numbers_are),
      CASE(arrows_fit_between_their_points),
      CASE(plots_of_a_figure_can_share_their_scales),
      CASE(a_group_belongs_to_the_plots_that_took_it),
      CASE(what_makes_no_sense_is_refused))
