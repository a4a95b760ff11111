/* Data sets, CSV files, made-up data. The sums and means of the sets were
 * computed from the sources with NumPy. */
#include <nabla.h>

#include <gsl/gsl_randist.h>

#include "support/runtime_host.h"

static double mean_of(nb_data d, size_t j) {
    double sum = 0;
    for (size_t i = 0; i < d.n; i++) sum += gsl_matrix_get(d.X, i, j);
    return sum / (double)d.n;
}

static double mean_y(nb_data d) {
    double sum = 0;
    for (size_t i = 0; i < d.n; i++) sum += gsl_vector_get(d.y, i);
    return sum / (double)d.n;
}

TEST(each_set_has_its_shape_and_its_numbers) {
    const struct {
        const char *name;
        size_t n, p, classes;
        double first_mean, y_mean;
    } rows[] = {
        {"iris",          150,  4,  3,  5.843333333333335,  1                },
        {"digits",        1797, 64, 10, 0,                  4.490818030050083},
        {"wine",          178,  13, 3,  13.00061797752809,  0.938202247191011},
        {"breast_cancer", 569,  30, 2,  14.127291739894552, 212.0 / 569      },
        {"diabetes",      442,  10, 0,  48.51809954751131,  152.1334841628959},
        {"mpg",           392,  6,  0,  5.471938775510204,  23.44591836734694},
        {"penguins",      342,  4,  3,  43.92192982456141,  0.918128654970760},
        {"challenger",    23,   1,  2,  1600.0 / 23,        7.0 / 23         },
        {"faithful",      272,  2,  0,  3.487783088235294,  NAN              },
        {"anscombe",      11,   8,  0,  9,                  NAN              },
        {"volcano",       87,   61, 0,  110.58620689655173,  NAN              },
        {"china",         107,  160, 0, 14719.0 / 107,       NAN              }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_data d = nb_load(rows[i].name);
        assert_string_equal(d.name, rows[i].name);
        assert_int_equal(d.n, rows[i].n);
        assert_int_equal(d.p, rows[i].p);
        assert_int_equal(d.class_count, rows[i].classes);
        assert_null(d.columns[d.p]);
        assert_null(d.classes[d.class_count]);
        assert_non_null(strstr(d.credit, "Data: "));
        NEAR(mean_of(d, 0), rows[i].first_mean, 1e-9);
        assert_int_equal(d.y == NULL, isnan(rows[i].y_mean));
        if (d.y) NEAR(mean_y(d), rows[i].y_mean, 1e-9);
        nb_free(d);
    }
    nb_data digits = nb_load("digits");
    NEAR(nb_sum(i, 0, 64, mean_of(digits, i)) * 1797, 561718, 1e-6);
    nb_free(digits);
    FAILS("DataError", "\"volcano\", \"wine\"", nb_load("irises"));
}

/* ---- CSV. ---- */

static const char path[] = "test_data.csv";

static const char *file_with(const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    (void)fclose(file);
    return path;
}

TEST(a_file_is_read_as_the_standard_says) {
    nb_data d = nb_csv(file_with("\xef\xbb\xbf"
                                 "a,\"b, \"\"c\"\"\",kind\r\n"
                                 "1,2.5e1,\"two\nlines\"\r\n"
                                 "\r\n"
                                 "-3, 4 ,x\r\n"),
                       .target = "kind");
    assert_int_equal(d.n, 2);
    assert_int_equal(d.p, 2);
    assert_string_equal(d.columns[0], "a");
    assert_string_equal(d.columns[1], "b, \"c\"");
    assert_string_equal(d.classes[0], "two\nlines");
    NEAR(gsl_matrix_get(d.X, 0, 1), 25, 0);
    NEAR(gsl_matrix_get(d.X, 1, 1), 4, 0);
    NEAR(gsl_vector_get(d.y, 1), 1, 0);
    nb_free(d);
}

TEST(what_is_missing_is_nan_and_can_be_left_out) {
    nb_data d = nb_csv(file_with("x,y\n1,2\nNA,3\n4,\n?,nan\n5,6"));
    assert_int_equal(d.n, 5);
    assert_true(isnan(gsl_matrix_get(d.X, 1, 0)));
    assert_true(isnan(gsl_matrix_get(d.X, 2, 1)));
    nb_data whole = nb_complete(d);
    assert_int_equal(whole.n, 2);
    NEAR(gsl_matrix_get(whole.X, 1, 1), 6, 0);
    nb_free(whole);
    nb_free(d);
    nb_data none = nb_csv(file_with("x,y\n1,\n,2\n"));
    FAILS("DataError", "each of the 2 rows", nb_complete(none));
    nb_free(none);
}

TEST(separators_headers_and_targets_are_found) {
    nb_data d = nb_csv(file_with("1;2,5\n3;4\n"));
    assert_int_equal(d.p, 2);
    assert_string_equal(d.columns[1], "column 2");
    NEAR(gsl_matrix_get(d.X, 0, 1), 2.5, 0);
    nb_free(d);
    d = nb_csv(file_with("x\tname\ty\n1\ta\t7\n2\tb\t8\n"), .target = "y");
    assert_int_equal(d.p, 1);
    assert_int_equal(d.class_count, 0);
    NEAR(gsl_vector_get(d.y, 1), 8, 0);
    nb_free(d);
    d = nb_csv(file_with("a|1\nb|2\n"), .sep = "|", .noheader = true);
    assert_int_equal(d.n, 2);
    assert_int_equal(d.p, 1);
    nb_free(d);
}

static void refuses(const char *text, const char *words) {
    FAILS("DataError", words, nb_csv(file_with(text)));
}

TEST(a_bad_file_is_told_with_line_and_column) {
    refuses("a,b\n1,2\n3\n", "line 3 has 1 cells, but the lines before have 2");
    refuses("a,b\n1,2\n3,x\n", "line 3, column 2 (b): \"x\" is no number");
    refuses("a,b\n1,\"2\n3,4\n", "line 2: a quote is opened and never closed");
    refuses("a,b\n\"1\"x,2\n", "line 2: after a closing quote comes \"x\"");
    refuses("a,b\n\"1\"é,2\n", "line 2: after a closing quote comes \"é\"");
    refuses("", "has no rows");
    refuses("a,b\n", "has no rows");
    refuses("a\n\xff\n", "is not UTF-8");
    FAILS("DataError", "has no column \"z\"; it has \"a\", \"b\"",
          nb_csv(file_with("a,b\n1,2\n"), .target = "z"));
    FAILS("FileError", "No such file", nb_csv("nowhere.csv"));
    FAILS("FileError", "directory", nb_csv("."));
    FAILS("NullError", "name is NULL", nb_csv(NULL));
    (void)remove(path);
}

/* ---- Made up. ---- */

TEST(a_seed_gives_the_same_points_and_leaves_the_session_alone) {
    nb_seed(5);
    double expected = gsl_rng_uniform(nb_rng());
    nb_seed(5);
    nb_data a = nb_moons(50, .seed = 7), b = nb_moons(50, .seed = 7);
    NEAR(gsl_rng_uniform(nb_rng()), expected, 0);
    assert_true(gsl_matrix_equal(a.X, b.X));
    nb_free(a);
    nb_free(b);
}

TEST(without_noise_points_are_on_their_curves) {
    nb_data d = nb_circles(40, .exact = true);
    for (size_t i = 0; i < d.n; i++)
        NEAR(hypot(gsl_matrix_get(d.X, i, 0), gsl_matrix_get(d.X, i, 1)),
             gsl_vector_get(d.y, i) == 1 ? 0.5 : 1, 1e-15);
    nb_free(d);
    d = nb_moons(40, .exact = true);
    for (size_t i = 0; i < d.n; i += 2)
        NEAR(hypot(gsl_matrix_get(d.X, i, 0), gsl_matrix_get(d.X, i, 1)), 1,
             1e-15);
    nb_free(d);
    d = nb_xor(200, .exact = true);
    for (size_t i = 0; i < d.n; i++)
        assert_int_equal(
            gsl_matrix_get(d.X, i, 0) * gsl_matrix_get(d.X, i, 1) < 0,
            gsl_vector_get(d.y, i) == 1);
    nb_free(d);
    FAILS("DomainError", ".k must be 2 to 10", nb_blobs(10, .k = 11));
    FAILS("ShapeError", "nb_moons: a size must be 1", nb_moons(0));
}

/* The recipe of the lessons: one number a statement, from mt19937. */
TEST(moons_follow_the_recipe_of_the_lessons) {
    nb_data d = nb_moons(2, .noise = 0.2, .seed = 7);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 7);
    double t = M_PI * gsl_rng_uniform(rng);
    double e0 = gsl_ran_gaussian(rng, 0.2);
    NEAR(gsl_matrix_get(d.X, 0, 0), cos(t) + e0, 0);
    gsl_rng_free(rng);
    nb_free(d);
}

SUITE(CASE(each_set_has_its_shape_and_its_numbers),
      CASE(a_file_is_read_as_the_standard_says),
      CASE(what_is_missing_is_nan_and_can_be_left_out),
      CASE(separators_headers_and_targets_are_found),
      CASE(a_bad_file_is_told_with_line_and_column),
      CASE(a_seed_gives_the_same_points_and_leaves_the_session_alone),
      CASE(without_noise_points_are_on_their_curves),
      CASE(moons_follow_the_recipe_of_the_lessons))
