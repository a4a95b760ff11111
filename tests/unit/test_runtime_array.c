/* Literals, elements, sums, scopes, random numbers, data. */
#include <nabla.h>

#include <unistd.h>

#include "support/runtime_host.h"

TEST(literals_hold_what_they_say) {
    double third = 2.385;
    gsl_vector *v = nb_vec(1, 2.5f, third, 'A');
    assert_int_equal(v->size, 4);
    assert_true(nb_at(v, 2) == 2.385 && nb_at(v, 3) == 65);
    gsl_matrix *A = nb_mat((1, 2, 3), (4, 5, 6));
    assert_int_equal(A->size1, 2);
    assert_int_equal(A->size2, 3);
    assert_true(nb_at(A, 1, 2) == 6);
    FAILS("ShapeError", "row 1 has 2 numbers, row 0 has 3",
          nb_mat((1, 2, 3), (4, 5)));
}

TEST(elements_are_lvalues_within_their_range) {
    gsl_matrix *A = nb_zeros(2, 3);
    gsl_vector *v = nb_ones(3);
    nb_at(A, 1, 2) += 7.25;
    nb_at(v, 0)++;
    assert_true(nb_at(A, 1, 2) == 7.25 && nb_at(v, 0) == 2);
    FAILS("IndexError", "no element 3 in vector(3); the indices are 0 to 2",
          nb_at(v, 3));
    FAILS("IndexError", "no element -1", nb_at(v, -1));
    FAILS("IndexError", "(2, 0) in matrix(2 x 3)", nb_at(A, 2, 0));
    FAILS("IndexError", "no row 2", nb_row(A, 2));
    FAILS("IndexError", "no column -1", nb_col(A, -1));
    FAILS("IndexError", "no 3 columns from 1 on", nb_cols(A, 1, 3));
    FAILS("IndexError", "no 1 rows from 2 on", nb_rows(A, 2, 1));
    FAILS("NullError", "NULL", nb_at((gsl_vector *)NULL, 0));
}

TEST(rows_and_columns_share_the_matrix) {
    gsl_matrix *A = nb_mat((1, 2), (3, 4));
    nb_at(nb_col(A, 1), 0) = 9;
    gsl_vector_scale(nb_row(A, 1), 10);
    assert_true(nb_at(A, 0, 1) == 9 && nb_at(A, 1, 0) == 30);
    gsl_vector *copy = nb_copy(nb_col(A, 0));
    nb_at(copy, 0) = -1;
    assert_true(nb_at(A, 0, 0) == 1);
}

TEST(sizes_that_no_memory_holds_are_refused) {
    FAILS("ShapeError", "1 or more, not 0", nb_zeros(0));
    FAILS("ShapeError", "1 or more, not -4", nb_ones(3, -4));
    FAILS("ShapeError", "too many", nb_eye(10000000));
    FAILS("ShapeError", "too many", nb_arange(0, 1e15, 1));
    FAILS("DomainError", "goes nowhere", nb_arange(0, 1, 0));
    FAILS("DomainError", "away", nb_arange(0, 1, -1));
    FAILS("DomainError", "finite", nb_linspace(0, INFINITY, 3));
    assert_int_equal(nb_arange(0, 0.3, 0.1)->size, 3);
    assert_true(nb_at(nb_linspace(0.1, 0.7, 7), 6) == 0.7);
    assert_int_equal(nb_linspace(1, 2, 1)->size, 1);
}

TEST(sums_keep_small_numbers) {
    assert_true(nb_sum(nb_vec(1e16, 1, -1e16)) == 1);
    assert_true(nb_sum(nb_mat((1, 2), (3, 4))) == 10);
    assert_true(nb_sum(k, 1, 11, k * k) == 385);
    assert_true(nb_max(nb_vec(-3, -1.5, -2)) == -1.5);
    assert_true(nb_min(nb_mat((4, 2), (8, 3))) == 2);
    assert_true(isnan(nb_max(nb_vec(1, NAN, 3))));
    assert_true(isinf(nb_maxabs(nb_vec(1, -INFINITY))));
    float f[] = {1, 2, 4};
    long l[] = {5, 7};
    assert_true(nb_mean(l) == 6);
    NEAR(nb_std(f), sqrt(7.0 / 3), 1e-15);
    NEAR(nb_std(nb_vec(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16)), sqrt(30), 1e-9);
    FAILS("ShapeError", "at least 2 numbers, not 1", nb_std(nb_vec(1)));
    FAILS("DomainError", "a function", nb_mean(sin));
}

TEST(every_row_of_numbers_is_a_sequence) {
    gsl_matrix *A = nb_mat((1, 2), (3, 5));
    gsl_vector_view column = gsl_matrix_column(A, 1);
    const int i[] = {4, 5};
    assert_true(nb_mean(column) == 3.5);
    assert_true(nb_mean(nb_col(A, 1)) == 3.5);
    assert_true(nb_mean(i) == 4.5);
    assert_true(nb_mean(NB_SEQ(i)) == 4.5);
    assert_true(nb_mean(nb_n(A->data, 3)) == 2);
    assert_true(nb_at(nb_copy(i), 1) == 5);
    FAILS("ShapeError", "cannot be -1", nb_n(A->data, -1));
    FAILS("NullError", "NULL", nb_n(NULL, 2));
}

TEST(a_scope_frees_what_was_made_inside) {
    gsl_vector *kept = NULL;
    int turns = 0;
    for (int i = 0; i < 5; i++) nb_scope {
            gsl_vector *v = nb_vec(i, i);
            if (i == 2) kept = nb_keep(v);
            if (i == 3) gsl_vector_free(v);
            if (i == 4) break;
            turns++;
        }
    assert_int_equal(turns, 4);
    assert_true(nb_at(kept, 0) == 2);
    nb_free(kept);
    nb_scope {
        nb_scope { kept = nb_keep(nb_vec(3)); }
        assert_true(nb_at(kept, 0) == 3);
    }
}

static double sum_with_early_return(void) {
    nb_scope {
        gsl_vector *v = nb_vec(1, 2);
        return nb_sum(v);
    }
    return 0;
}

/* 64 MB a turn: nothing is told while each is freed, or in a scope; then, when
 * half a gigabyte is held, once. */
TEST(a_loop_without_a_scope_is_told) {
    FILE *told = tmpfile();
    int before = dup(STDERR_FILENO);
    assert_true(told && dup2(fileno(told), STDERR_FILENO) >= 0);
    gsl_matrix *held[10];
    for (int i = 0; i < 10; i++) nb_free(nb_zeros(8192, 1024));
    for (int i = 0; i < 10; i++) nb_scope { (void)nb_zeros(8192, 1024); }
    off_t unasked = lseek(fileno(told), 0, SEEK_END);
    for (int i = 0; i < 10; i++) held[i] = nb_zeros(8192, 1024);
    for (int i = 0; i < 10; i++) nb_free(held[i]);
    (void)dup2(before, STDERR_FILENO);
    char text[512] = "";
    rewind(told);
    (void)!fread(text, 1, sizeof text - 1, told);
    assert_true(unasked == 0);
    assert_ptr_equal(strstr(text, "The session holds 512 MB"), text);
    assert_non_null(strstr(text, "nb_scope { }"));
    assert_null(strstr(text + 1, "The session"));
    (void)fclose(told);
    (void)close(before);
}

TEST(a_scope_may_be_left_by_return_or_failure) {
    assert_true(sum_with_early_return() == 3);
    nb_host_set(&test_host);
    if (setjmp(seen.jump) == 0) nb_scope {
            gsl_vector *v = nb_vec(1, 2);
            nb_at(v, 9) = 1;
        }
    nb_scopes_close();
    gsl_vector *outside = nb_vec(4);
    nb_scopes_close();
    assert_true(nb_at(outside, 0) == 4);
    nb_free(outside);
}

TEST(a_seed_gives_the_same_numbers_again) {
    nb_seed(7);
    gsl_matrix *a = nb_randn(3, 2);
    double u = nb_at(nb_randu(1), 0);
    nb_seed(7);
    assert_true(gsl_matrix_equal(a, nb_randn(3, 2)));
    assert_true(nb_at(nb_randu(1), 0) == u);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 7);
    nb_seed(7);
    assert_true(gsl_rng_uniform(rng) == gsl_rng_uniform(nb_rng()));
    gsl_rng_free(rng);
}

TEST(iris_is_complete_and_credited) {
    nb_data d = nb_load("iris");
    assert_int_equal(d.n, 150);
    assert_int_equal(d.p, 4);
    assert_int_equal(d.class_count, 3);
    assert_string_equal(d.columns[3], "petal width (cm)");
    assert_string_equal(d.classes[2], "virginica");
    assert_null(d.classes[3]);
    assert_non_null(strstr(d.credit, "Fisher"));
    assert_true(nb_sum(d.y) == 150);
    NEAR(nb_mean(nb_col(d.X, 0)), 5.843333333333333, 1e-12);
    /* The two flowers that the UCI copy has wrong. */
    NEAR(nb_at(d.X, 34, 3), 0.2, 0);
    NEAR(nb_at(d.X, 37, 1), 3.6, 0);
    nb_free(d);
    FAILS("DataError", "no data set \"irises\"; there are \"",
          nb_load("irises"));
    FAILS("DataError", "(NULL)", nb_load(NULL));
}

TEST(an_error_of_gsl_is_a_failure_with_its_reason) {
    gsl_matrix *A = nb_mat((1, 2), (3, 4));
    FAILS("GslError", "index out of range", gsl_matrix_get(A, 5, 0));
}

SUITE(CASE(literals_hold_what_they_say),
      CASE(elements_are_lvalues_within_their_range),
      CASE(rows_and_columns_share_the_matrix),
      CASE(sizes_that_no_memory_holds_are_refused),
      CASE(sums_keep_small_numbers), CASE(every_row_of_numbers_is_a_sequence),
      CASE(a_scope_frees_what_was_made_inside),
      CASE(a_loop_without_a_scope_is_told),
      CASE(a_scope_may_be_left_by_return_or_failure),
      CASE(a_seed_gives_the_same_numbers_again),
      CASE(iris_is_complete_and_credited),
      CASE(an_error_of_gsl_is_a_failure_with_its_reason))
