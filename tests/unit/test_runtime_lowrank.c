/* Factors of low rank, groups, whitening: against the full decompositions and
 * against what was put in. */
#include <nabla.h>

#include "support/runtime_host.h"

/* A matrix with singular values 1, 1/2, 1/4, ... */
static gsl_matrix *decaying(long m, long n) {
    nb_seed(3);
    nb_qr_t left = nb_qr(nb_randn(m, n)), right = nb_qr(nb_randn(n, n));
    for (long j = 0; j < n; j++) {
        gsl_vector_view column = gsl_matrix_column(left.Q, (size_t)j);
        gsl_vector_scale(&column.vector, pow(0.5, (double)j));
    }
    return nb_matmul(left.Q, nb_t(right.Q));
}

TEST(power_iteration_goes_to_the_largest_eigenvalue) {
    gsl_matrix *A = nb_mat((4, 1, 0), (1, 3, 1), (0, 1, 2));
    nb_eigh_t full = nb_eigh(A);
    nb_power_t p = nb_power(A);
    double before = HUGE_VAL;
    while (p.residual > 1e-10) {
        nb_power_step(&p);
        /* The error of the vector falls by the ratio of the values. */
        assert_true(p.steps < 3 || p.residual < before);
        before = p.residual;
    }
    NEAR(p.value, gsl_vector_get(full.values, 0), 1e-12);
    NEAR(fabs(nb_dot(p.v, nb_col(full.vectors, 0))), 1, 1e-12);
    nb_free(p);
    nb_power_t zero = nb_power(nb_zeros(2, 2));
    FAILS("DomainError", "A v is zero", (nb_power_step(&zero), 0));
    FAILS("ShapeError", "square", nb_power(nb_zeros(2, 3)));
}

TEST(the_randomised_svd_agrees_with_the_full_one) {
    gsl_matrix *A = decaying(80, 30);
    nb_svd_t full = nb_svd(A), few = nb_rsvd(A, .k = 5, .seed = 1);
    assert_int_equal(few.S->size, 5);
    assert_int_equal(few.U->size2, 5);
    assert_int_equal(few.V->size1, 30);
    for (size_t j = 0; j < 5; j++) {
        NEAR(gsl_vector_get(few.S, j), gsl_vector_get(full.S, j), 1e-9);
        NEAR(nb_dot(nb_col(few.V, (long)j), nb_col(full.V, (long)j)), 1, 1e-6);
        NEAR(nb_dot(nb_col(few.U, (long)j), nb_col(full.U, (long)j)), 1, 1e-6);
    }
    nb_svd_t wide = nb_rsvd(nb_t(A), .k = 3);
    NEAR(gsl_vector_get(wide.S, 2), 0.25, 1e-9);
    nb_free(few);
    nb_free(full);
    nb_free(wide);
    FAILS("ShapeError", ".k = 31 does not fit a matrix of 80 x 30",
          nb_rsvd(A, .k = 31));
    gsl_matrix_set(A, 0, 0, NAN);
    FAILS("DomainError", "", nb_rsvd(A));
}

TEST(nonnegative_factors_find_what_was_put_in) {
    gsl_matrix *A = nb_matmul(nb_mat((1, 0), (2, 1), (0, 3), (1, 1)),
                              nb_mat((1, 2, 0, 1), (0, 1, 3, 2)));
    nb_factors_t f = nb_nmf(A, .k = 2, .maxit = 5000, .tol = 1e-9, .seed = 2);
    assert_true(f.error < 1e-3);
    assert_int_equal(f.trace->size, f.iterations);
    for (size_t i = 0; i + 1 < f.trace->size; i++)
        assert_true(gsl_vector_get(f.trace, i + 1) <=
                    gsl_vector_get(f.trace, i) * (1 + 1e-12));
    assert_true(gsl_matrix_isnonneg(f.W) && gsl_matrix_isnonneg(f.H));
    nb_free(f);
    FAILS("DomainError", "element (0, 1) is -2", nb_nmf(nb_mat((1, -2))));
    FAILS("ShapeError", ".k = 3", nb_nmf(nb_ones(2, 2), .k = 3));
}

TEST(gaps_are_filled_by_alternating_least_squares) {
    gsl_matrix *A = nb_outer(nb_vec(1, -2, 3, 4), nb_vec(2, 1, -1, 3, 0.5));
    gsl_matrix *holes = nb_copy(A);
    for (size_t i = 0; i < 4; i++) gsl_matrix_set(holes, i, i, NAN);
    nb_factors_t f = nb_als(holes, .k = 1, .l2 = 1e-8, .seed = 4);
    gsl_matrix *filled = nb_matmul(f.W, f.H);
    for (size_t i = 0; i < 4; i++)
        NEAR(gsl_matrix_get(filled, i, i), gsl_matrix_get(A, i, i), 1e-3);
    nb_free(f);
    gsl_matrix *nothing = nb_zeros(2, 2);
    gsl_matrix_set_all(nothing, NAN);
    FAILS("DomainError", "no element of the matrix is known", nb_als(nothing));
    FAILS("DomainError", "(0, 0) is infinite", nb_als(nb_mat((INFINITY))));
}

TEST(clouds_are_groups) {
    nb_data d = nb_blobs(300, .k = 4, .noise = 0.3, .seed = 9);
    nb_kmeans_t m = nb_kmeans(d.X, .k = 4, .seed = 1);
    /* Every cloud is one group: points of a class share a label. */
    for (size_t i = 4; i < d.n; i++)
        NEAR(gsl_vector_get(m.labels, i), gsl_vector_get(m.labels, i % 4), 0);
    double inertia = 0;
    for (size_t i = 0; i < d.n; i++) {
        long g = (long)gsl_vector_get(m.labels, i);
        double dx = nb_at(d.X, i, 0) - nb_at(m.centers, g, 0);
        double dy = nb_at(d.X, i, 1) - nb_at(m.centers, g, 1);
        inertia += dx * dx + dy * dy;
    }
    NEAR(m.inertia, inertia, 1e-9);
    nb_free(m);
    FAILS("ShapeError", "2 points do not make 3 groups",
          nb_kmeans(nb_ones(2, 2), .k = 3));
    nb_kmeans_t same = nb_kmeans(nb_ones(5, 2), .k = 2);
    NEAR(same.inertia, 0, 0);
    nb_free(same);
}

TEST(white_points_have_the_identity_as_covariance) {
    nb_seed(6);
    gsl_matrix *X = nb_matmul(nb_randn(200, 3),
                              nb_mat((2, 0, 0), (1, 1, 0), (0, 3, .1)));
    gsl_matrix *pca = nb_whiten(X), *zca = nb_whiten(X, .zca = true);
    NEAR(nb_norm(nb_sub(nb_cov(pca), nb_eye(3))), 0, 1e-10);
    NEAR(nb_norm(nb_sub(nb_cov(zca), nb_eye(3))), 0, 1e-10);
    FAILS("ShapeError", "too few rows", nb_whiten(nb_ones(2, 2)));
    FAILS("DomainError", "depend on each other",
          nb_whiten(nb_outer(nb_vec(1, 2, 4, 3), nb_vec(1, 2))));
    nb_host_set(&test_host);
    nb_show(nb_kmeans(X, .k = 2), nb_power(nb_eye(2)),
            nb_nmf(nb_ones(2, 2), .k = 1));
    assert_non_null(strstr(shown("text/plain"), "iterations"));
    forget_all();
}

SUITE(CASE(power_iteration_goes_to_the_largest_eigenvalue),
      CASE(the_randomised_svd_agrees_with_the_full_one),
      CASE(nonnegative_factors_find_what_was_put_in),
      CASE(gaps_are_filled_by_alternating_least_squares),
      CASE(clouds_are_groups),
      CASE(white_points_have_the_identity_as_covariance))
