/* What is shown beside values: tables, progress, live plots, self-checks. */
#include <locale.h>
#include <nabla.h>

#include "support/runtime_host.h"

/* ---- Tables. ---- */

static const char *const people[] = {"Ada", "Grace & Co", NULL};

TEST(a_table_aligns_numbers_right_and_words_left) {
    nb_host_set(&test_host);
    int born[] = {1815, -6};
    nb_table_t t = nb_table(nb_column("who", (const char *const *)people),
                            nb_column("born", born),
                            nb_column("x²", nb_vec(.5, 2), .fmt = "%+.2f"),
                            .caption = "People < 3");
    nb_show(t);
    assert_string_equal(shown("text/plain"),
                        "People < 3\n"
                        "who         born     x²\n"
                        "──────────  ────  ─────\n"
                        "Ada         1815  +0.50\n"
                        "Grace & Co    -6  +2.00");
    assert_string_equal(
        shown("text/html"),
        "<table>\n<caption>People &lt; 3</caption>\n<thead>\n"
        "<tr><th style=\"text-align: left\">who</th><th>born</th>"
        "<th>x²</th></tr>\n</thead>\n<tbody>\n"
        "<tr><td style=\"text-align: left\">Ada</td><td>1815</td>"
        "<td>+0.50</td></tr>\n"
        "<tr><td style=\"text-align: left\">Grace &amp; Co</td><td>-6</td>"
        "<td>+2.00</td></tr>\n</tbody>\n</table>\n");
    nb_free(t);
}

TEST(a_long_table_shows_head_and_tail) {
    nb_host_set(&test_host);
    nb_show(nb_table(nb_column("i", nb_arange(0, 1000, 1))));
    const char *text = shown("text/plain");
    assert_non_null(strstr(text, "\n 11\n  …\n994\n"));
    assert_non_null(strstr(text, "\n999\n(1000 rows)"));
}

TEST(a_table_marks_what_is_no_number) {
    nb_host_set(&test_host);
    nb_show(nb_table(nb_column("x", nb_vec(NAN, -INFINITY, 1), .fmt = "%.1f")));
    assert_string_equal(shown("text/plain"), "   x\n────\n nan\n-inf\n 1.0");
}

TEST(no_locale_changes_a_table) {
    const char *const commas[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8"};
    for (int i = 0; i < 3; i++) (void)setlocale(LC_ALL, commas[i]);
    nb_host_set(&test_host);
    nb_show(nb_table(nb_column("x", nb_vec(1.5), .fmt = "%.2f")));
    (void)setlocale(LC_ALL, "C");
    assert_string_equal(shown("text/plain"), "   x\n────\n1.50");
}

static void refuses_format(const char *format) {
    FAILS("DomainError", "no format for one double",
          nb_column("a", nb_vec(1), .fmt = format));
}

TEST(what_makes_no_table_is_said) {
    FAILS("ShapeError", "column \"a\" has 2 rows and column \"b\" has 3",
          nb_table(nb_column("a", nb_vec(1, 2)),
                   nb_column("b", nb_vec(1, 2, 3))));
    FAILS("DomainError", "no column", nb_table(.caption = "empty"));
    const char *const bad[] = {"%d", "%s", "%f %f", "%*f", "%lf", "%", "x",
                               "%.*f", "%n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses_format(bad[i]);
    FAILS("DomainError", "is NULL", nb_column(NULL, nb_vec(1)));
    FAILS("DomainError", "not UTF-8", nb_column("\xff", nb_vec(1)));
    const char *const latin[] = {"caf\xe9"};
    FAILS("DomainError", "not UTF-8", nb_column("a", latin));
    FAILS("DomainError", "is a function",
          nb_column("a", nb__seq_function(sin, 0)));
    nb_column_t once = nb_column("a", nb_vec(1));
    nb_table_t only = nb_table(once);
    nb_free(only);
    nb_column_t twice = nb_column("a", nb_vec(1));
    nb_table_t first = nb_table(twice);
    FAILS("DomainError", "in a table already", nb_table(twice));
    nb_free(first);
}

/* ---- Loops. ---- */

TEST(a_loop_tells_how_far_it_is) {
    nb_host_set(&test_host);
    size_t before = seen.displays;
    int turns = 0;
    for nb_progress(i, 8, "work") turns += i;
    assert_int_equal(turns, 28);
    assert_string_equal(shown("text/plain"), "work ████████████████████ 8/8");
    assert_int_equal(seen.update, 1);
    assert_int_equal(seen.displays - before, 2);
    for nb_progress(i, 0) turns += i;
    assert_string_equal(shown("text/plain"), "████████████████████ 0/0");
    assert_int_equal(turns, 28);
    FAILS("DomainError", "-1 turns", nb__progress_begin(-1, &(const char *){0}));
    FAILS("DomainError", "not UTF-8",
          nb__progress_begin(1, &(const char *){"\xff"}));
}

static int returns_from_inside(void) {
    for nb_progress(i, 10) if (i == 5) return i;
    return -1;
}

TEST(a_loop_with_progress_breaks_and_continues_as_any) {
    nb_host_set(&test_host);
    int sum = 0;
    for nb_progress(i, 10) {
        if (i % 2) continue;
        if (i == 6) break;
        sum += i;
    }
    assert_int_equal(sum, 0 + 2 + 4);
    assert_string_equal(shown("text/plain"),
                        "████████████░░░░░░░░ 6/10 (stopped)");
    assert_int_equal(returns_from_inside(), 5);
    assert_string_equal(shown("text/plain"),
                        "██████████░░░░░░░░░░ 5/10 (stopped)");
    int pairs = 0;
    for nb_progress(i, 3) for nb_progress(j, 4) pairs += i != j;
    assert_int_equal(pairs, 9);
}

/* That the others are freed is looked at in tests/runtime/leaks.c. */
TEST(a_result_can_outlive_its_turn) {
    nb_host_set(&test_host);
    gsl_vector *kept = NULL;
    for nb_progress(i, 3) {
        gsl_vector *v = nb_scale(i, nb_ones(4));
        if (i == 1) kept = nb_keep(v);
    }
    NEAR(nb_norm(kept), 2, 0);
    nb_free(kept);
}

TEST(a_live_plot_is_one_display_and_its_last_picture_is_shown) {
    nb_host_set(&test_host);
    size_t before = seen.displays;
    for (int i = 0; i < 50; i++) nb_scope {
        nb_live("curve", nb_plot(nb_line_y(nb_vec(1, 2, 3)),
                                 .title = i < 49 ? "early" : "last"));
    }
    nb_cell_end();
    assert_true(seen.displays - before >= 2 && seen.displays - before < 50);
    assert_int_equal(seen.update, 1);
    assert_non_null(strstr(shown("text/plain"), "last"));
    assert_non_null(strstr(shown("image/svg+xml"), "last"));
    char id[32];
    (void)snprintf(id, sizeof id, "%s", seen.id);
    nb_live("curve", nb_figure(nb_plot(nb_line_y(nb_vec(1, 2)))));
    assert_string_not_equal(id, seen.id);
    assert_int_equal(seen.update, 0);
    nb_cell_end();
    FAILS("NullError", "there is no plot", (nb_live("x", (nb_plot_t)NULL), 0));
    FAILS("NullError", "name is NULL",
          (nb_live(NULL, nb_plot(nb_rule(.y = 1))), 0));
    nb_cell_end();
}

/* ---- Self-checks. ---- */

#define SAYS(text, ...)                                                        \
    do {                                                                       \
        nb_host_set(&test_host);                                               \
        nb_check(__VA_ARGS__);                                                 \
        assert_string_equal(shown("text/plain"), text);                        \
    } while (0)

TEST(a_right_answer_is_right_however_it_is_written) {
    SAYS("✓ Right.", 0.1 + 0.2, 0.3);
    SAYS("✓ Right.", 3, 3.0);
    SAYS("✓ Right. Well done.", 1e9 + 1, 1e9, .right = "Well done.");
    SAYS("✓ Right.", nb_vec(1, 2), nb_vec(1, 2 + 1e-9));
    int ints[] = {1, 2};
    double doubles[] = {1, 2};
    SAYS("✓ Right.", ints, doubles);
    SAYS("✓ Right.", doubles, nb_vec(1, 2));
    SAYS("✓ Right.", nb_eye(2), nb_mat((1, 0), (0, 1)));
    SAYS("✓ Right.", "yes", "yes");
    SAYS("✓ Right.", INFINITY, INFINITY);
    gsl_matrix *A = nb_mat((1, 2, 3), (4, 5, 6));
    SAYS("✓ Right.", gsl_matrix_submatrix(A, 0, 1, 2, 2),
         nb_mat((2, 3), (5, 6)));
}

TEST(a_wrong_answer_is_told_where_not_what) {
    SAYS("✗ Not yet: it is 3.2, which is too large. Mind the units.", 3.2, 3,
         .hint = "Mind the units.");
    SAYS("✗ Not yet: it is -3, which has the wrong sign.", -3, 3);
    SAYS("✗ Not yet: element 1 is 3, which is too small.", nb_vec(1, 3),
         nb_vec(1, 4));
    SAYS("✗ Not yet: element (1, 0) is 2, which is too large.",
         nb_mat((1, 0), (2, 1)), nb_eye(2));
    SAYS("✗ Not yet: it is 3 numbers, and 2 numbers are wanted.",
         nb_vec(1, 2, 3), nb_vec(1, 2));
    SAYS("✗ Not yet: it is a number, and a 2 x 2 matrix is wanted.", 1,
         nb_eye(2));
    SAYS("✗ Not yet: \"no\" is another text.", "no", "yes");
    SAYS("✗ Not yet: it is 3.0001, which is too large.", 3.0001, 3, 1e-5);
    SAYS("✓ Right.", 3.0001, 3, 1e-3);
}

TEST(an_answer_that_is_not_there_is_no_wrong_answer) {
    double answer = NAN;
    gsl_vector *none = NULL;
    SAYS("○ Nothing to check yet: answer has no value.", answer, 2);
    SAYS("○ Nothing to check yet: none has no value.", none, nb_vec(1, 2));
    gsl_vector *half = nb_zeros(2);
    gsl_vector_set(half, 1, NAN);
    SAYS("○ Nothing to check yet: half has no value.", half, nb_vec(1, 2));
    SAYS("○ Nothing to check yet: \"\" has no value.", "", "yes");
    FAILS("NullError", "nothing to compare with", (nb_check(1, none), 0));
    forget_all();
}

SUITE(CASE(a_table_aligns_numbers_right_and_words_left),
      CASE(a_long_table_shows_head_and_tail),
      CASE(a_table_marks_what_is_no_number),
      CASE(no_locale_changes_a_table),
      CASE(what_makes_no_table_is_said),
      CASE(a_loop_tells_how_far_it_is),
      CASE(a_loop_with_progress_breaks_and_continues_as_any),
      CASE(a_result_can_outlive_its_turn),
      CASE(a_live_plot_is_one_display_and_its_last_picture_is_shown),
      CASE(a_right_answer_is_right_however_it_is_written),
      CASE(a_wrong_answer_is_told_where_not_what),
      CASE(an_answer_that_is_not_there_is_no_wrong_answer))
