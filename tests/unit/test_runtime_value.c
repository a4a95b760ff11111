/* What values look like: nb_show, nb_describe, numbers. */
#include <locale.h>
#include <nabla.h>

#include "support/runtime_host.h"

static const char *number(double x) {
    static char text[NB_NUMBER_SIZE];
    nb_number(x, text);
    return text;
}

TEST(numbers_look_as_a_person_would_write_them) {
    const struct {
        double x;
        const char *text;
    } rows[] = {
        {0.1 + 0.2,     "0.3"             },
        {1e300 * 10,    "1e+301"          },
        {1e-6,          "1e-06"           },
        {2.0 / 3,       "0.666667"        },
        {-0.0,          "0"               },
        {NAN,           "nan"             },
        {-NAN,          "nan"             },
        {INFINITY,      "inf"             },
        {-INFINITY,     "-inf"            },
        {42,            "42"              },
        {12586269025.0, "12586269025"     },
        {-1e14,         "-100000000000000"},
        {1e15,          "1e+15"           },
        {1234567.5,     "1.23457e+06"     },
        {5e-324,        "4.94066e-324"    }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(number(rows[i].x), rows[i].text);
    nb_digits(17);
    assert_string_equal(number(0.1 + 0.2), "0.30000000000000004");
    assert_string_equal(number(-0.0), "-0");
    char single[NB_NUMBER_SIZE];
    nb_number_float(0.1f, single);
    assert_string_equal(single, "0.100000001");
    nb_digits(3);
    assert_string_equal(number(2.0 / 3), "0.667");
    nb_digits(6);
    FAILS("DomainError", "take 1 to 17", nb_digits(18));
    char small[4];
    assert_string_equal(nb_format(3.14159, small, sizeof small), "3.1");
}

TEST(no_locale_changes_a_number) {
    const char *const commas[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8"};
    for (int i = 0; i < 3; i++) (void)setlocale(LC_ALL, commas[i]);
    assert_string_equal(number(2.5), "2.5");
    NEAR(nb_at(nb_load("iris").X, 0, 0), 5.1, 0);
    (void)setlocale(LC_ALL, "C");
}

/* What nb_show() shows as plain text. */
#define SHOWS(text, ...)                                                       \
    do {                                                                       \
        nb_host_set(&test_host);                                               \
        nb_show(__VA_ARGS__);                                                  \
        assert_string_equal(shown("text/plain"), text);                        \
    } while (0)

TEST(scalars_and_strings_are_shown_by_type) {
    SHOWS("42", 6 * 7);
    SHOWS("18446744073709551615", (size_t)-1);
    SHOWS("-9223372036854775808", (long long)(-9223372036854775807LL - 1));
    SHOWS("'q' (113)", (char)'q');
    SHOWS("true", (bool)1);
    SHOWS("1.5", 1.5f);
    SHOWS("0.1", 0.1f);
    SHOWS("0.25", 0.25L);
    SHOWS("\"a\\n\\\"b\\\"\"", "a\n\"b\"");
    SHOWS("\"caf\u00e9\"", "caf\u00e9");
    SHOWS("\"\\xff\"", "\xff");
    SHOWS("NULL", (const char *)NULL);
    SHOWS("NULL", (void *)NULL);
    struct {
        double a[3];
    } other = {
        {1, 2, 3}
    };
    SHOWS("<other: a value of 24 bytes>", other);
}

TEST(arrays_are_shown_with_their_extent) {
    int a[] = {1, -22, 3};
    double d[2][3] = {
        {1,  2.5, 3   },
        {-4, 5,   1000}
    };
    const double c[] = {0.1, 1e-17};
    char name[8] = "Ada";
    SHOWS("int[3] {1, -22, 3}", a);
    SHOWS("double[2][3]\n   1  2.5     3\n  -4  5.0  1000", d);
    SHOWS("double[2] {0.1, 1e-17}", c);
    SHOWS("\"Ada\"", name);
}

TEST(vectors_and_matrices_have_text_and_latex) {
    SHOWS("vector(3) [1, 2.5, 4]", nb_vec(1, 2.5, 4));
    assert_string_equal(shown("text/latex"),
                        "$$\\begin{bmatrix} 1.0 \\\\ 2.5 \\\\ 4.0 "
                        "\\end{bmatrix}$$");
    SHOWS("matrix(2 x 2)\n  1.5  -10.0\n  0.0    3.0",
          nb_mat((1.5, -10), (0, 3)));
    SHOWS("matrix(1 x 3)\n  nan  inf  -inf",
          nb_mat((NAN, INFINITY, -INFINITY)));
    assert_non_null(
        strstr(shown("text/latex"), "\\mathrm{nan} & \\infty & -\\infty"));
    SHOWS("matrix(2 x 1)\n        1\n  2.2e-16", nb_mat((1), (2.2e-16)));
    assert_non_null(strstr(shown("text/latex"), "2.2\\times 10^{-16}"));
    SHOWS("NULL", (gsl_vector *)NULL);
    gsl_vector_view view = gsl_vector_subvector(nb_vec(1, 2, 3), 1, 2);
    SHOWS("vector(2) [2, 3]", view);
    gsl_permutation *p = gsl_permutation_calloc(3);
    SHOWS("permutation(3) [0, 1, 2]", p);
    gsl_permutation_free(p);
}

/* The number that stands in two places of a symmetric matrix is written the
 * same in both; what was measured keeps the decimals that it has. */
TEST(columns_of_one_kind_look_alike) {
    double c = -0.0424340043;
    SHOWS("matrix(2 x 2)\n   1.27432  -0.04243\n  -0.04243   0.18998",
          nb_mat((1.274315436, c), (c, 0.1899794183)));
    SHOWS("matrix(2 x 3)\n  14.23  15.6  127\n  13.20  11.2  100",
          nb_mat((14.23, 15.6, 127), (13.2, 11.2, 100)));
    SHOWS("matrix(1 x 2)\n  0.33333  3.33333",
          nb_mat((1 / 3.0, 10 / 3.0)));
    SHOWS("matrix(2 x 2)\n  0.333333    1235\n  0.142857  123457",
          nb_mat((1 / 3.0, 1234.567), (1 / 7.0, 123456.789)));
}

TEST(large_ones_are_shortened) {
    nb_host_set(&test_host);
    nb_show(nb_arange(0, 1000, 1));
    assert_string_equal(shown("text/plain"),
                        "vector(1000) [0, 1, 2, 3, 4, 5, 6, 7, ..., 996, 997, "
                        "998, 999]");
    nb_show(nb_ones(500, 300));
    const char *text = shown("text/plain");
    assert_non_null(strstr(text, "matrix(500 x 300)\n"));
    assert_non_null(strstr(text, "1  ...  1"));
    assert_non_null(strstr(text, "\n  ...\n"));
    assert_true(strlen(text) < 1000);
    assert_int_equal(seen.count, 1);
    nb_show(nb_scale(1.0 / 3, nb_ones(3, 40)));
    for (const char *line = shown("text/plain"); line;) {
        const char *end = strchr(line, '\n');
        assert_true((end ? (size_t)(end - line) : strlen(line)) <= 79);
        line = end ? end + 1 : NULL;
    }
}

static const char *described(const char *type, const void *value) {
    static char text[2048];
    nb_mime faces[NB_MAX_FACES];
    size_t count = nb_describe(type, value, faces);
    if (count == 0) return NULL;
    assert_string_equal(faces[0].type, "text/plain");
    (void)snprintf(text, sizeof text, "%s", faces[0].data);
    nb_faces_free(faces, count);
    return text;
}

TEST(a_host_asks_by_the_name_of_the_type) {
    gsl_vector *v = nb_vec(1, 2);
    gsl_complex z;
    GSL_SET_COMPLEX(&z, 1, -2.5);
    assert_string_equal(described("gsl_vector", v), "vector(2) [1, 2]");
    assert_string_equal(described("const gsl_vector *", v), "vector(2) [1, 2]");
    gsl_vector_view view = gsl_vector_subvector(v, 1, 1);
    assert_string_equal(described("_gsl_vector_view", &view), "vector(1) [2]");
    assert_string_equal(described("gsl_complex", &z), "1 - 2.5i");
    assert_string_equal(described("gsl_matrix", NULL), "NULL");
    assert_null(described("gsl_vectors", v));
    assert_null(described("struct list", v));
    nb_data d = nb_load("iris");
    assert_non_null(strstr(described("nb_data", &d), "iris: 150 rows x 4"));
    nb_plot_t p = nb_plot(nb_line_y(v), .title = "two");
    assert_non_null(strstr(described("nb_plot_t", p), "two"));
    assert_non_null(strstr(described("struct nb_plot_object *", p), "two"));
    nb_svd_t empty = {NULL, NULL, NULL};
    assert_non_null(strstr(described("nb_svd_t", &empty), "empty"));
}

TEST(impossible_sizes_are_said_not_followed) {
    double x = 1;
    gsl_vector v = {(size_t)1 << 60, 1, &x, NULL, 0};
    gsl_matrix A = {3, 3, 3, NULL, NULL, 0};
    assert_non_null(strstr(described("gsl_vector", &v), "impossible"));
    assert_non_null(strstr(described("gsl_matrix", &A), "impossible"));
    gsl_vector none = {0, 1, NULL, NULL, 0};
    assert_string_equal(described("gsl_vector", &none), "vector(0) []");
}

TEST(complex_ones_of_gsl_are_known) {
    gsl_vector_complex *v = gsl_vector_complex_calloc(2);
    v->data[0] = 1.5;
    v->data[3] = -1;
    assert_string_equal(described("gsl_vector_complex", v),
                        "vector_complex(2) [1.5 + 0i, 0 - 1i]");
    gsl_vector_complex_free(v);
    gsl_matrix_complex *A = gsl_matrix_complex_calloc(1, 2);
    A->data[2] = 10;
    assert_string_equal(described("gsl_matrix_complex", A),
                        "matrix_complex(1 x 2)\n  0 + 0i  10 + 0i");
    gsl_matrix_complex_free(A);
}

static const char *array(const char *element, const void *data, size_t ndims,
                         size_t a, size_t b, size_t c) {
    static char text[2048];
    const size_t dims[] = {a, b, c};
    char *made = nb_describe_array(element, data, dims, ndims);
    if (!made) return NULL;
    (void)snprintf(text, sizeof text, "%s", made);
    free(made);
    return text;
}

TEST(c_arrays_of_any_element_are_text) {
    double m[2][2] = {
        {1, 2},
        {3, 4}
    };
    assert_string_equal(array("double", m, 2, 2, 2, 0),
                        "double[2][2]\n  1  2\n  3  4");
    int8_t bytes[] = {-128, 127};
    assert_string_equal(array("int8_t", bytes, 1, 2, 0, 0),
                        "int8_t[2] {-128, 127}");
    assert_string_equal(array("unsigned char", bytes, 1, 2, 0, 0),
                        "unsigned char[2] {128, 127}");
    uint64_t large[] = {UINT64_MAX};
    assert_string_equal(array("uint64_t", large, 1, 1, 0, 0),
                        "uint64_t[1] {18446744073709551615}");
    long double l[] = {0.5L};
    assert_string_equal(array("long double", l, 1, 1, 0, 0),
                        "long double[1] {0.5}");
    short cube[2][1][2] = {{{1, 2}}, {{3, 4}}};
    assert_string_equal(array("short", cube, 3, 2, 1, 2),
                        "short[2][1][2]\n [0]\n  1  2\n [1]\n  3  4");
    assert_string_equal(array("int", cube, 1, 0, 0, 0), "int[0] {}");
    assert_null(array("struct s", cube, 1, 1, 0, 0));
}

TEST(text_is_quoted_and_cut) {
    char *all = nb_quote("a\0b", 3, 100), *cut = nb_quote("abcdef", 6, 3);
    assert_string_equal(all, "\"a\\0b\"");
    assert_string_equal(cut, "\"abc\"...");
    free(all);
    free(cut);
}

TEST(other_faces_are_passed_on) {
    nb_host_set(&test_host);
    nb_html("<p>a &lt; b</p>");
    assert_string_equal(shown("text/html"), "<p>a &lt; b</p>");
    assert_string_equal(shown("text/plain"), "a < b");
    nb_svg("<svg><title>x &amp; y</title></svg>");
    assert_string_equal(shown("text/plain"), "x & y");
    nb_markdown("**b**");
    assert_string_equal(shown("text/markdown"), "**b**");
    nb_png("aGVsbG8=");
    assert_string_equal(shown("image/png"), "aGVsbG8=");
    nb_tex("A = %M, v = %V, %d %s %g%%", nb_mat((1, 2)), nb_vec(3), 4, "x", .5);
    assert_string_equal(shown("text/latex"),
                        "$$A = \\begin{bmatrix} 1 & 2 \\end{bmatrix}, v = "
                        "\\begin{bmatrix} 3 \\end{bmatrix}, 4 x 0.5%$$");
    nb_md("**%d** of %g: %M %% %s", 4, -2.5, nb_mat((1, 2)), "done");
    assert_string_equal(shown("text/markdown"),
                        "**4** of \u22122.5: $\\begin{bmatrix} 1 & 2 "
                        "\\end{bmatrix}$ % done");
    nb_display("loss", 1.5);
    assert_string_equal(seen.id, "loss");
    assert_int_equal(seen.update, 0);
    nb_update("loss", nb_vec(1));
    assert_int_equal(seen.update, 1);
    nb_show(1);
    assert_string_equal(seen.id, "");
    nb_clear(true);
    nb_clear(false);
    assert_int_equal(seen.clears, 101);
    FAILS("DomainError", "not UTF-8", nb_html("\xff"));
    FAILS("DomainError", "NULL", nb_latex(NULL));
    FAILS("DomainError", "no base64", nb_png("<svg>"));
    FAILS("DomainError", "nb_tex: %q means nothing", nb_tex("%q"));
    FAILS("DomainError", "nb_md: %  means nothing", nb_md("50%"));
    FAILS("DomainError", "NULL", nb_md(NULL));
    forget_all();
}

SUITE(CASE(numbers_look_as_a_person_would_write_them),
      CASE(no_locale_changes_a_number),
      CASE(scalars_and_strings_are_shown_by_type),
      CASE(arrays_are_shown_with_their_extent),
      CASE(vectors_and_matrices_have_text_and_latex),
      CASE(columns_of_one_kind_look_alike), CASE(large_ones_are_shortened), CASE(a_host_asks_by_the_name_of_the_type),
      CASE(impossible_sizes_are_said_not_followed),
      CASE(complex_ones_of_gsl_are_known),
      CASE(c_arrays_of_any_element_are_text), CASE(text_is_quoted_and_cut),
      CASE(other_faces_are_passed_on))
