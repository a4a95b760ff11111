/* Closed forms and the figures of the second lesson. */
#include <nabla.h>

#include "support/runtime_host.h"

/* Rounding of a few operations on numbers of size 1. */
static const double EXACT = 1e-13;

static double distance(const gsl_matrix *A, const gsl_matrix *B) {
    return nb_maxabs(nb_sub(A, B));
}

TEST(products_of_matrices_and_vectors_chain) {
    gsl_matrix *A = nb_mat((1.5, -2), (0.25, 3)), *B = nb_mat((2), (7));
    gsl_vector *x = nb_vec(2, 7), *y = nb_vec(-1, 0.5);
    NEAR(nb_at(nb_matmul(A, x), 0), -11, EXACT);
    NEAR(nb_at(nb_matmul(A, x), 1), 21.5, EXACT);
    NEAR(nb_at(nb_matmul(A, B), 1, 0), 21.5, EXACT);
    NEAR(nb_at(nb_matmul(A, A, x), 0), 1.5 * -11 - 2 * 21.5, EXACT);
    NEAR(nb_matmul(y, A, x), 11 + 10.75, EXACT);
    NEAR(nb_matmul(x, y), 1.5, EXACT);
    NEAR(nb_at(nb_matmul(y, A), 0), -1.375, EXACT);
    NEAR(nb_at(nb_matmul(nb_t(A), A, A, A, B), 0, 0),
         nb_at(nb_matmul(nb_t(A), nb_matmul(A, nb_matmul(A, nb_matmul(A, B)))),
               0, 0),
         EXACT);
}

TEST(large_products_agree_with_small_ones) {
    nb_seed(3);
    gsl_matrix *A = nb_randn(70, 40), *B = nb_randn(40, 50);
    gsl_matrix *C = nb_matmul(A, B);
    for (long i = 0; i < 70; i += 23)
        for (long j = 0; j < 50; j += 7)
            NEAR(nb_at(C, i, j), nb_dot(nb_row(A, i), nb_col(B, j)), 1e-12);
    NEAR(nb_at(nb_matmul(nb_col(A, 3), A), 5),
         nb_dot(nb_col(A, 3), nb_col(A, 5)), 1e-12);
}

TEST(shapes_that_do_not_fit_are_named) {
    gsl_matrix *A = nb_zeros(3, 4), *B = nb_zeros(5, 2);
    gsl_vector *x = nb_zeros(3);
    FAILS("ShapeError",
          "nb_matmul: (3 x 4)\u00b7(5 x 2): inner sizes 4 and 5 differ.",
          nb_matmul(A, B));
    FAILS("ShapeError", "(3 x 4)\u00b7vector(3)", nb_matmul(A, x));
    FAILS("ShapeError", "factor 2 is a vector", nb_matmul(A, x, A));
    FAILS("ShapeError", "(3 x 4) and (5 x 2)", nb_add(A, B));
    FAILS("ShapeError", "vector(3) and vector(2)", nb_sub(x, nb_vec(1, 2)));
    FAILS("ShapeError", "vector(3) and vector(2)", nb_dot(x, nb_vec(1, 2)));
    FAILS("ShapeError", "3 x 4; it must be square", nb_inv(A));
    FAILS("ShapeError", "3 x 4; it must be square", nb_det(A));
    FAILS("ShapeError", "square", nb_trace(A));
    FAILS("ShapeError", "square", nb_eigh(A));
    FAILS("ShapeError", "square", nb_eig(A));
    FAILS("ShapeError", "square", nb_chol(A));
    FAILS("ShapeError", "the matrix has 3 rows, the right side 2",
          nb_solve(nb_eye(3), nb_vec(1, 2)));
    FAILS("ShapeError", "(3 x 3) and (5 x 2)", nb_solve(nb_eye(3), B));
    FAILS("ShapeError", "(3 x 4) and vector(2)", nb_lstsq(A, nb_vec(1, 2)));
    FAILS("NullError", "NULL", nb_t(NULL));
}

TEST(systems_are_solved_and_inputs_are_unharmed) {
    gsl_matrix *A = nb_mat((4, 1), (1, 3)), *before = nb_copy(A);
    gsl_vector *x = nb_solve(A, nb_vec(1, 2));
    NEAR(nb_at(x, 0), 1.0 / 11, EXACT);
    NEAR(nb_at(x, 1), 7.0 / 11, EXACT);
    gsl_matrix *X
    = nb_solve(A, nb_eye(2));
    NEAR(distance(X, nb_inv(A)), 0, EXACT);
    NEAR(distance(nb_matmul(A, X), nb_eye(2)), 0, EXACT);
    NEAR(nb_det(A), 11, EXACT);
    (void)nb_eigh(A);
    (void)nb_eig(A);
    (void)nb_svd(A);
    (void)nb_qr(A);
    (void)nb_chol(A);
    (void)nb_lstsq(A, nb_vec(1, 2));
    assert_true(gsl_matrix_equal(A, before));
    FAILS("SingularMatrix", "has no inverse",
          nb_solve(nb_mat((1, 2), (2, 4)), nb_vec(1, 2)));
    FAILS("SingularMatrix", "too close",
          nb_inv(nb_mat((1, 1), (1, 1 + 2e-16))));
    NEAR(nb_det(nb_mat((1, 2), (2, 4))), 0, EXACT);
    assert_true(isinf(nb_det(nb_scale(1e300, nb_eye(3)))));
    NEAR(nb_det(nb_mat((0, 1), (1, 0))), -1, EXACT);
}

TEST(a_view_with_gaps_is_no_obstacle) {
    gsl_matrix *big = nb_mat((9, 9, 9, 9), (9, 4, 1, 9), (9, 1, 3, 9));
    gsl_matrix_view view = gsl_matrix_submatrix(big, 1, 1, 2, 2);
    gsl_matrix *A = nb_mat((4, 1), (1, 3));
    NEAR(distance(nb_inv(&view.matrix), nb_inv(A)), 0, EXACT);
    NEAR(nb_at(nb_eigh(&view.matrix).values, 0), nb_at(nb_eigh(A).values, 0),
         EXACT);
    NEAR(distance(nb_matmul(&view.matrix, A), nb_matmul(A, A)), 0, EXACT);
    NEAR(nb_at(nb_matmul(A, nb_col(&view.matrix, 1)), 1), 10, EXACT);
}

TEST(least_squares_takes_any_shape) {
    gsl_matrix *X
    = nb_mat((1, 0), (1, 1), (1, 2));
    gsl_vector *w = nb_lstsq(X, nb_vec(1, 3, 5));
    NEAR(nb_at(w, 0), 1, EXACT);
    NEAR(nb_at(w, 1), 2, EXACT);
    gsl_vector *shortest = nb_lstsq(nb_mat((3, 4)), nb_vec(25));
    NEAR(nb_at(shortest, 0), 3, EXACT);
    NEAR(nb_at(shortest, 1), 4, EXACT);
    gsl_vector *dependent = nb_lstsq(nb_mat((1, 1), (1, 1)), nb_vec(1, 3));
    NEAR(nb_at(dependent, 0), 1, EXACT);
    NEAR(
        distance(nb_pinv(X), nb_matmul(nb_inv(nb_matmul(nb_t(X), X)), nb_t(X))),
        0, EXACT);
}

TEST(lesson_2_3_eigenvalues_of_any_matrix) {
    nb_eig_t e = nb_eig(nb_mat((4, 1), (2, 3)));
    NEAR(nb_at(e.re, 0), 5, EXACT);
    NEAR(nb_at(e.re, 1), 2, EXACT);
    NEAR(nb_at(e.vectors_re, 0, 0), sqrt(0.5), EXACT);
    NEAR(nb_at(e.vectors_re, 1, 0), sqrt(0.5), EXACT);
    NEAR(nb_at(e.vectors_re, 0, 1) / nb_at(e.vectors_re, 1, 1), -0.5, EXACT);
    gsl_matrix *V = e.vectors_re, *L = nb_diag(nb_map(exp, nb_map(log, e.re)));
    gsl_matrix *A5 = nb_matmul(V, L, L, L, L, L, nb_inv(V));
    NEAR(nb_at(A5, 0, 0), 2094, 1e-9);
    NEAR(nb_at(A5, 1, 0), 2062, 1e-9);

    nb_eig_t turn = nb_eig(nb_mat((0.6, -0.8), (0.8, 0.6)));
    NEAR(nb_at(turn.re, 0), 0.6, EXACT);
    NEAR(nb_at(turn.im, 0), 0.8, EXACT);
    NEAR(nb_at(turn.im, 1), -0.8, EXACT);
    NEAR(nb_at(turn.vectors_re, 0, 0), sqrt(0.5), EXACT);
    NEAR(nb_at(turn.vectors_im, 1, 0), -sqrt(0.5), EXACT);
    NEAR(nb_at(turn.vectors_im, 1, 1), sqrt(0.5), EXACT);

    nb_eig_t defective = nb_eig(nb_mat((1, 1), (0, 1)));
    NEAR(nb_at(defective.re, 0), 1, EXACT);
    NEAR(fabs(nb_at(defective.vectors_re, 0, 1)), 1, 1e-12);

    nb_eig_t markov = nb_eig(nb_mat((.9, .5), (.1, .5)));
    double a = nb_at(markov.vectors_re, 0, 0),
           b = nb_at(markov.vectors_re, 1, 0);
    NEAR(nb_at(markov.re, 0), 1, EXACT);
    NEAR(a / (a + b), 5.0 / 6, EXACT);
}

TEST(lesson_2_4_power_iteration_has_these_limits) {
    double phi = (1 + sqrt(5)) / 2;
    nb_eigh_t e = nb_eigh(nb_mat((2, 1), (1, 3)));
    NEAR(nb_at(e.values, 0), phi * phi + 1, EXACT);
    NEAR(nb_at(e.values, 1), 1.381966011250105, EXACT);
    NEAR(nb_at(e.vectors, 0, 0), 0.52573111211913, 1e-13);
    NEAR(nb_at(e.vectors, 1, 0), 0.85065080835204, 1e-13);
}

TEST(lesson_2_5_symmetric_matrices) {
    nb_seed(1);
    gsl_matrix *R = nb_randn(64, 64), *A = nb_add(R, nb_t(R));
    nb_eigh_t e = nb_eigh(A);
    gsl_matrix *Q = e.vectors;
    /* A few dozen roundings of numbers of the size of the eigenvalues. */
    NEAR(distance(nb_matmul(nb_t(Q), Q), nb_eye(64)), 0, 2e-14);
    NEAR(distance(A, nb_matmul(Q, nb_diag(e.values), nb_t(Q))), 0, 1e-12);
    NEAR(nb_trace(A), nb_sum(e.values), 1e-11);
    for (long j = 0; j < 64; j++) {
        assert_true(j == 0 || nb_at(e.values, j - 1) >= nb_at(e.values, j));
        double largest = nb_maxabs(nb_col(Q, j));
        assert_true(nb_max(nb_col(Q, j)) >= largest * (1 - 1e-8));
    }
    FAILS("DomainError", "not symmetric: (1, 0) is 3, (0, 1) is 2",
          nb_eigh(nb_mat((1, 2), (3, 4))));
}

/* From 256 rows on the three steps are taken apart, except for numbers whose
 * squares are none; both must say the same. */
TEST(large_symmetric_matrices) {
    nb_seed(3);
    const long n = 301;
    gsl_matrix *R = nb_randn(n, n), *A = nb_add(R, nb_t(R));
    nb_eigh_t e = nb_eigh(A);
    gsl_matrix *Q = e.vectors;
    NEAR(distance(nb_matmul(nb_t(Q), Q), nb_eye(n)), 0, 1e-13);
    NEAR(distance(A, nb_matmul(Q, nb_diag(e.values), nb_t(Q))), 0, 1e-11);
    for (long j = 0; j < n; j++) {
        assert_true(j == 0 || nb_at(e.values, j - 1) >= nb_at(e.values, j));
        double largest = nb_maxabs(nb_col(Q, j));
        assert_true(nb_max(nb_col(Q, j)) >= largest * (1 - 1e-8));
    }
    nb_eigh_t tiny = nb_eigh(nb_scale(0x1p-500, A));
    NEAR(nb_maxabs(nb_sub(nb_scale(0x1p500, tiny.values), e.values)), 0, 1e-11);
    NEAR(distance(tiny.vectors, Q), 0, 1e-9);
    nb_at(A, 300, 7) += 1;
    FAILS("DomainError", "not symmetric: (300, 7) is", nb_eigh(A));
    /* One that falls apart: every vector is deflated. */
    gsl_vector *d = nb_linspace(1, n, n);
    nb_eigh_t apart = nb_eigh(nb_diag(d));
    NEAR(nb_at(apart.values, 0), n, 1e-12);
    NEAR(nb_at(apart.vectors, n - 1, 0), 1, 0);
    NEAR(nb_at(apart.vectors, 0, n - 1), 1, 0);
}

TEST(lesson_2_6_singular_values) {
    nb_svd_t s = nb_svd(nb_mat((3, 0), (4, 5)));
    NEAR(nb_at(s.S, 0), sqrt(45), EXACT);
    NEAR(nb_at(s.S, 1), sqrt(5), EXACT);
    NEAR(nb_at(s.V, 0, 0), sqrt(0.5), EXACT);
    NEAR(nb_at(s.V, 1, 0), sqrt(0.5), EXACT);
    NEAR(nb_at(s.U, 0, 0), 1 / sqrt(10), EXACT);
    NEAR(nb_at(s.U, 1, 0), 3 / sqrt(10), EXACT);
    NEAR(nb_cond(nb_mat((3, 0), (4, 5))), 3, EXACT);
    nb_seed(2);
    gsl_matrix *shapes[] = {nb_randn(9, 4), nb_randn(4, 9), nb_randn(1, 5),
                            nb_randn(5, 1), nb_zeros(3, 2)};
    for (int i = 0; i < 5; i++) {
        nb_svd_t t = nb_svd(shapes[i]);
        gsl_matrix *again = nb_matmul(t.U, nb_diag(t.S), nb_t(t.V));
        NEAR(distance(again, shapes[i]), 0, EXACT);
        NEAR(distance(nb_matmul(nb_t(t.U), t.U), nb_eye((long)t.S->size)), 0,
             EXACT);
    }
    gsl_matrix *A = shapes[0];
    NEAR(nb_cond(nb_matmul(nb_t(A), A)) / pow(nb_cond(A), 2), 1, 1e-12);
    assert_int_equal(nb_rank(nb_outer(nb_vec(1, 2, 3), nb_vec(4, 5))), 1);
    assert_int_equal(nb_rank(nb_zeros(2, 2)), 0);
    assert_true(isinf(nb_cond(nb_zeros(2, 2))));
}

TEST(lesson_2_9_principal_components_of_iris) {
    nb_data iris = nb_load("iris");
    nb_pca_t p = nb_pca(iris.X);
    const double values[] = {4.2282, .2427, .0782, .0238};
    const double shares[] = {.9246, .0531, .0171, .0052};
    const double first[] = {.3614, -.0845, .8567, .3583};
    for (int j = 0; j < 4; j++) {
        NEAR(nb_at(p.values, j), values[j], 5e-5);
        NEAR(nb_at(p.explained, j), shares[j], 5e-5);
        NEAR(nb_at(p.components, j, 0), first[j], 5e-5);
    }
    nb_eigh_t e = nb_eigh(nb_cov(iris.X));
    NEAR(nb_maxabs(nb_sub(e.values, p.values)), 0, 1e-13);
    NEAR(distance(e.vectors, p.components), 0, 1e-11);
    NEAR(distance(nb_matmul(nb_center(iris.X), p.components), p.Z), 0, 1e-12);
    nb_pca_t scaled = nb_pca(iris.X, .k = 2, .scale = true);
    NEAR(nb_at(scaled.explained, 0), .7296, 5e-5);
    NEAR(nb_at(scaled.explained, 1), .2285, 5e-5);
    assert_int_equal(scaled.Z->size2, 2);
    FAILS("ShapeError", "at most 4 components, not 5", nb_pca(iris.X, .k = 5));
    FAILS("ShapeError", "at least 2 rows", nb_pca(nb_mat((1, 2))));
}

TEST(qr_and_cholesky_multiply_back) {
    nb_seed(5);
    gsl_matrix *shapes[] = {nb_randn(7, 3), nb_randn(3, 7), nb_randn(4, 4)};
    for (int i = 0; i < 3; i++) {
        nb_qr_t f = nb_qr(shapes[i]);
        NEAR(distance(nb_matmul(f.Q, f.R), shapes[i]), 0, EXACT);
        NEAR(distance(nb_matmul(nb_t(f.Q), f.Q), nb_eye((long)f.Q->size2)), 0,
             EXACT);
        for (long k = 0; k < (long)f.R->size1; k++)
            assert_true(nb_at(f.R, k, k) >= 0);
    }
    gsl_matrix *L = nb_chol(nb_mat((4, 2), (2, 5)));
    NEAR(distance(L, nb_mat((2, 0), (1, 2))), 0, EXACT);
    FAILS("DomainError", "not positive definite",
          nb_chol(nb_mat((1, 2), (2, 1))));
}

TEST(numbers_that_are_none_are_refused) {
    gsl_matrix *A = nb_mat((1, NAN), (NAN, 1)),
               *B = nb_mat((1, 0), (0, INFINITY));
    FAILS("DomainError", "element (0, 1) of the 2 x 2 matrix is nan",
          nb_svd(A));
    FAILS("DomainError", "(1, 1) of the 2 x 2 matrix is inf", nb_eigh(B));
    FAILS("DomainError", "nan", nb_eig(A));
    FAILS("DomainError", "nan", nb_qr(A));
    FAILS("DomainError", "nan", nb_chol(A));
    FAILS("DomainError", "nan", nb_solve(A, nb_vec(1, 2)));
    FAILS("DomainError", "element 1 of the vector is -inf",
          nb_solve(nb_eye(2), nb_vec(1, -INFINITY)));
    FAILS("DomainError", "nan", nb_lstsq(A, nb_vec(1, 2)));
    FAILS("DomainError", "nan", nb_pca(A));
    FAILS("DomainError", "nan", nb_rank(A));
    FAILS("DomainError", "nan", nb_det(A));
}

TEST(norms_neither_overflow_nor_vanish) {
    NEAR(nb_norm(nb_vec(3e200, 4e200)) / 5e200, 1, EXACT);
    NEAR(nb_norm(nb_vec(3e-200, 4e-200)) / 5e-200, 1, EXACT);
    NEAR(nb_norm(nb_mat((1, 2), (3, 4))), sqrt(30), EXACT);
    assert_true(isnan(nb_norm(nb_vec(1, NAN))));
    assert_true(isinf(nb_norm(nb_vec(1, INFINITY))));
}

SUITE(CASE(products_of_matrices_and_vectors_chain),
      CASE(large_products_agree_with_small_ones),
      CASE(shapes_that_do_not_fit_are_named),
      CASE(systems_are_solved_and_inputs_are_unharmed),
      CASE(a_view_with_gaps_is_no_obstacle),
      CASE(least_squares_takes_any_shape),
      CASE(lesson_2_3_eigenvalues_of_any_matrix),
      CASE(lesson_2_4_power_iteration_has_these_limits),
      CASE(lesson_2_5_symmetric_matrices), CASE(large_symmetric_matrices),
      CASE(lesson_2_6_singular_values),
      CASE(lesson_2_9_principal_components_of_iris),
      CASE(qr_and_cholesky_multiply_back),
      CASE(numbers_that_are_none_are_refused),
      CASE(norms_neither_overflow_nor_vanish))
