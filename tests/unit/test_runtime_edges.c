/* Where numerical code usually breaks: NaN, one by one, low rank, wide, huge
 * and tiny, views with gaps, constant columns and labels. Each gives either
 * the right number or an error that says what is wrong. */
#include <nabla.h>

#include "support/runtime_host.h"

#define SAME(a, b) NEAR(nb_maxabs(nb_sub(a, b)), 0, 1e-12)

TEST(no_number_is_made_up_of_nan) {
    gsl_matrix *A = nb_mat((1, NAN), (2, 3));
    gsl_vector *y = nb_vec(1, NAN), *good = nb_vec(0, 1);
    FAILS("DomainError", "(0, 1) of the 2 x 2", nb_solve(A, good));
    FAILS("DomainError", "element 1", nb_solve(nb_eye(2), y));
    FAILS("DomainError", "(0, 1)", nb_svd(A));
    FAILS("DomainError", "(0, 1)", nb_eigh(A));
    FAILS("DomainError", "(0, 1)", nb_eig(A));
    FAILS("DomainError", "(0, 1)", nb_qr(A));
    FAILS("DomainError", "(0, 1)", nb_lu(A));
    FAILS("DomainError", "(0, 1)", nb_chol(A));
    FAILS("DomainError", "(0, 1)", nb_pca(A));
    FAILS("DomainError", "(0, 1)", nb_kmeans(A, .k = 1));
    FAILS("DomainError", "(0, 1)", nb_whiten(nb_mat((1, NAN), (2, 3), (3, 4))));
    FAILS("DomainError", "(0, 1)", nb_linreg(A, good));
    FAILS("DomainError", "element 1", nb_linreg(nb_eye(2), y));
    FAILS("DomainError", "(0, 1)", nb_logreg(A, good));
    FAILS("DomainError", "label 1", nb_logreg(nb_eye(2), y));
    FAILS("DomainError", "(0, 1)", nb_nmf(A, .k = 1));
    FAILS("DomainError", "(0, 1)", nb_rsvd(A, .k = 1));
    FAILS("DomainError", "(0, 1)", nb_power(A));
    assert_true(isnan(nb_mean(y)));
    assert_true(isnan(nb_norm(y)));
    assert_true(isnan(nb_at(nb_matmul(A, good), 0)));
}

TEST(null_is_told_by_name) {
    gsl_matrix *none = NULL;
    gsl_vector *nothing = NULL;
    FAILS("NullError", "nb_solve", nb_solve(none, nb_vec(1)));
    FAILS("NullError", "nb_matmul", nb_matmul(none, nb_eye(2)));
    FAILS("NullError", "nb_pca", nb_pca(none));
    FAILS("NullError", "nb_linreg", nb_linreg(none, nb_vec(1)));
    FAILS("NullError", "nb_linreg", nb_linreg(nb_eye(2), nothing));
    FAILS("NullError", "nb_logreg", nb_logreg(nb_eye(2), nothing));
    FAILS("NullError", "nb_kmeans", nb_kmeans(none));
    FAILS("NullError", "nb_roc", nb_roc(nothing, nothing));
    FAILS("NullError", "nb_lu", nb_lu(none));
}

TEST(one_by_one) {
    gsl_matrix *A = nb_mat((-2.5));
    NEAR(nb_det(A), -2.5, 0);
    NEAR(nb_at(nb_inv(A), 0, 0), -.4, 1e-16);
    NEAR(nb_cond(A), 1, 1e-15);
    NEAR(nb_at(nb_svd(A).S, 0), 2.5, 1e-15);
    NEAR(nb_at(nb_eigh(A).values, 0), -2.5, 0);
    NEAR(nb_lu(A).det, -2.5, 0);
    NEAR(nb_at(nb_power(A).v, 0), 1, 0);
    FAILS("SingularMatrix", "1 x 1", nb_inv(nb_zeros(1, 1)));
    FAILS("ShapeError", "2 rows", nb_pca(A));
    FAILS("ShapeError", "2 rows", nb_cov(A));
}

TEST(low_rank_and_wide) {
    gsl_matrix *low = nb_mat((1, 2), (2, 4), (3, 6));
    gsl_vector *y = nb_vec(1, 2, 3);
    /* The solution of least length, as the pseudo-inverse has it. */
    gsl_vector *w = nb_lstsq(low, y);
    NEAR(nb_at(w, 0), .2, 1e-14);
    NEAR(nb_at(w, 1), .4, 1e-14);
    SAME(w, nb_matmul(nb_pinv(low), y));
    gsl_matrix *wide = nb_mat((1, 2, 3), (4, 5, 7));
    SAME(nb_matmul(wide, nb_lstsq(wide, nb_vec(1, 2))), nb_vec(1, 2));
    assert_int_equal(nb_rank(low), 1);
    assert_true(nb_cond(low) > 1e15);
    assert_true(isinf(nb_cond(nb_zeros(2, 2))));
    assert_int_equal(nb_rank(nb_zeros(3, 2)), 0);
    NEAR(nb_maxabs(nb_pinv(nb_zeros(3, 2))), 0, 0);
    /* A wide matrix has at most n - 1 directions of variance. */
    nb_pca_t p = nb_pca(nb_mat((1, 2, 3), (4, 5, 7), (0, 1, 0)));
    NEAR(nb_at(p.values, 2), 0, 1e-30);
    NEAR(nb_at(p.explained, 0) + nb_at(p.explained, 1), 1, 1e-14);
    FAILS("ShapeError", "2 x 3 matrix has at most 2", nb_pca(wide, .k = 3));
    FAILS("ShapeError", "2 x 3", nb_rsvd(wide, .k = 3));
    FAILS("ShapeError", "3 x 2", nb_nmf(low, .k = 3));
    FAILS("ShapeError", "4 points do not make 5",
          nb_kmeans(nb_ones(4, 1), .k = 5));
    FAILS("SingularMatrix", "2 x 2 matrix has no inverse",
          nb_solve(nb_mat((1, 2), (2, 4)), nb_vec(1, 2)));
}

TEST(huge_and_tiny) {
    NEAR(nb_norm(nb_vec(3e200, 4e200)) / 5e200, 1, 1e-15);
    NEAR(nb_norm(nb_vec(3e-200, 4e-200)) / 5e-200, 1, 1e-15);
    NEAR(nb_at(nb_solve(nb_mat((1e-200)), nb_vec(1)), 0) / 1e200, 1, 1e-15);
    FAILS("SingularMatrix", "too close",
          nb_solve(nb_mat((1e-300, 0), (0, 1e300)), nb_vec(1, 1)));
    gsl_matrix *x = nb_mat((1), (2), (3), (5));
    gsl_vector *y = nb_vec(1, 2, 4, 3);
    double slope = nb_at(nb_linreg(x, y).coef, 0);
    for (double s = 1e-150; s < 1e160; s *= 1e50) {
        nb_linreg_t m = nb_linreg(nb_scale(s, x), y);
        NEAR(nb_at(m.coef, 0) * s, slope, 1e-13);
        NEAR(m.r2, nb_linreg(x, y).r2, 1e-13);
    }
    for (double s = 1e-100; s < 1e110; s *= 1e50)
        NEAR(nb_at(nb_pca(nb_scale(s, nb_mat((1, 2), (3, 4), (4, 9)))).explained,
                   0),
             nb_at(nb_pca(nb_mat((1, 2), (3, 4), (4, 9))).explained, 0), 1e-12);
    gsl_matrix *p =
        nb_value(nb_softmax(nb_const(nb_mat((1e300, -1e300)))));
    NEAR(nb_at(p, 0, 0), 1, 0);
    NEAR(nb_item(nb_bce(nb_param(-1e300), nb_vec(1))) / 1e300, 1, 1e-15);
}

TEST(constant_columns) {
    gsl_matrix *X = nb_mat((1, 5), (2, 5), (3, 5), (4, 5));
    gsl_vector *y = nb_vec(1, 2, 4, 3);
    gsl_matrix *only = nb_cols(X, 0, 1);
    nb_linreg_t m = nb_linreg(X, y), one = nb_linreg(only, y);
    NEAR(nb_at(m.coef, 0), nb_at(one.coef, 0), 1e-13);
    NEAR(nb_at(m.coef, 1), 0, 0);
    NEAR(m.sigma, one.sigma, 1e-13);
    NEAR(m.df, 2, 0);
    NEAR(nb_at(nb_linreg(X, y, .l1 = .01).coef, 1), 0, 0);
    NEAR(nb_at(nb_standardize(X), 2, 1), 0, 0);
    NEAR(nb_at(nb_pca(X).components, 1, 0), 0, 0);
    nb_logreg_t l = nb_logreg(X, nb_vec(0, 1, 0, 1));
    assert_false(l.ok);
    assert_non_null(strstr(l.message, "depend"));
    assert_true(nb_logreg(X, nb_vec(0, 1, 0, 1), .l2 = 1).ok);
    FAILS("DomainError", "depend", nb_whiten(X));
    FAILS("DomainError", ".eps", nb_whiten(X, .eps = -1));
    assert_true(nb_maxabs(nb_whiten(X, .eps = 1e-3)) < 2);
    assert_true(isnan(nb_linreg(only, nb_vec(2, 2, 2, 2)).r2));
    nb_kmeans_t k = nb_kmeans(nb_ones(4, 2), .k = 2, .seed = 1);
    NEAR(k.inertia, 0, 0);
}

TEST(labels) {
    gsl_matrix *X = nb_mat((1), (2), (3), (4));
    FAILS("DomainError", "only one class", nb_logreg(X, nb_vec(1, 1, 1, 1)));
    FAILS("DomainError", "no row of class 1", nb_logreg(X, nb_vec(0, 2, 2, 0)));
    FAILS("DomainError", "label 2 is 0.5", nb_logreg(X, nb_vec(0, 1, .5, 0)));
    FAILS("DomainError", "only one class", nb_roc(nb_vec(1, 1), nb_vec(1, 2)));
    NEAR(nb_roc(nb_vec(0, 1), nb_vec(.5, .5)).auc, .5, 0);
    nb_logreg_t apart = nb_logreg(X, nb_vec(0, 0, 1, 1));
    assert_false(apart.ok);
    assert_non_null(strstr(apart.message, "separated"));
    FAILS("DomainError", "leaves nothing",
          nb_split(nb_dataset(X, nb_vec(0, 1, 0, 1)), .test = 4));
}

/* Whatever takes a matrix takes one with gaps between its rows. */
TEST(views_with_gaps) {
    nb_data d = nb_load("iris");
    gsl_matrix *whole = nb_zeros(110, 9);
    gsl_matrix_view part = gsl_matrix_submatrix(whole, 3, 2, 100, 4);
    gsl_matrix_const_view rows =
        gsl_matrix_const_submatrix(d.X, 50, 0, 100, 4);
    gsl_matrix_memcpy(&part.matrix, &rows.matrix);
    gsl_vector *wide = nb_zeros(300);
    gsl_vector_view y = gsl_vector_subvector_with_stride(wide, 1, 3, 100);
    for (size_t i = 50; i < 100; i++) gsl_vector_set(&y.vector, i, 1);
    gsl_matrix *X = nb_copy(&part.matrix);
    gsl_vector *plain = nb_copy(&y.vector);
    const gsl_matrix *V = &part.matrix;
    SAME(nb_svd(V).S, nb_svd(X).S);
    SAME(nb_qr(V).R, nb_qr(X).R);
    SAME(nb_pca(V).Z, nb_pca(X).Z);
    SAME(nb_cov(V), nb_cov(X));
    SAME(nb_matmul(nb_t(V), V), nb_matmul(nb_t(X), X));
    SAME(nb_lstsq(V, &y.vector), nb_lstsq(X, plain));
    SAME(nb_pinv(V), nb_pinv(X));
    SAME(nb_standardize(V), nb_standardize(X));
    SAME(nb_linreg(V, &y.vector).coef, nb_linreg(X, plain).coef);
    SAME(nb_linreg(V, &y.vector, .l1 = .01).coef,
         nb_linreg(X, plain, .l1 = .01).coef);
    SAME(nb_logreg(V, &y.vector).coef, nb_logreg(X, plain).coef);
    SAME(nb_logreg(V, &y.vector).cov, nb_logreg(X, plain).cov);
    SAME(nb_bayes(V, &y.vector).cov, nb_bayes(X, plain).cov);
    SAME(nb_kmeans(V, .k = 2, .seed = 1).labels,
         nb_kmeans(X, .k = 2, .seed = 1).labels);
    SAME(nb_nmf(V, .k = 2, .seed = 1).W, nb_nmf(X, .k = 2, .seed = 1).W);
    SAME(nb_whiten(V), nb_whiten(X));
    SAME(nb_rsvd(V, .k = 2, .seed = 1).S, nb_rsvd(X, .k = 2, .seed = 1).S);
    SAME(nb_predict(nb_logreg(X, plain), V), nb_predict(nb_logreg(X, plain), X));
    nb_data g = nb_dataset(V, &y.vector);
    SAME(g.X, X);
    nb_net net = nb_sequential(nb_dense(4, 3), nb_act("tanh"), nb_dense(3, 2));
    SAME(nb_outputs(net, V), nb_outputs(net, X));
    nb_seed(1);
    double a = nb_at(nb_fit(net, V, &y.vector, .epochs = 1).loss, 0);
    assert_true(a > 0 && a < 10);
}

/* Inputs are as they were. */
TEST(inputs_are_unharmed) {
    gsl_matrix *A = nb_mat((4, 1, .5), (1, 3, .2), (.5, .2, 2));
    gsl_matrix *before = nb_copy(A);
    gsl_vector *b = nb_vec(1, 2, 3), *b0 = nb_copy(b);
    (void)nb_eigh(A);
    (void)nb_eig(A);
    (void)nb_svd(A);
    (void)nb_qr(A);
    (void)nb_lu(A);
    (void)nb_chol(A);
    (void)nb_solve(A, b);
    (void)nb_lstsq(A, b);
    (void)nb_inv(A);
    (void)nb_pca(A);
    (void)nb_linreg(A, b);
    (void)nb_kmeans(A, .k = 2);
    (void)nb_nmf(A, .k = 2);
    nb_power_t p = nb_power(A, .start = b);
    nb_power_step(&p);
    SAME(A, before);
    SAME(b, b0);
    /* And the same matrix may be both arguments. */
    SAME(nb_matmul(A, A), nb_matmul(before, nb_copy(A)));
    SAME(nb_solve(A, A), nb_eye(3));
    FAILS("ShapeError", "3 x 3, but .start is vector(2)",
          nb_power(A, .start = nb_vec(1, 2)));
    FAILS("DomainError", ".start is zero", nb_power(A, .start = nb_zeros(3)));
}

TEST(nearly_symmetric_is_told) {
    gsl_matrix *A = nb_mat((4, 1.001), (1, 3));
    nb_eigh_t e = nb_eigh(A);
    gsl_matrix *S = nb_mat((4, 1.0005), (1.0005, 3));
    SAME(e.values, nb_eigh(S).values);
    FAILS("DomainError", "(1, 0) is 1, (0, 1) is 1.5",
          nb_eigh(nb_mat((4, 1.5), (1, 3))));
    FAILS("DomainError", "not symmetric", nb_chol(A));
}

SUITE(CASE(no_number_is_made_up_of_nan), CASE(null_is_told_by_name),
      CASE(one_by_one), CASE(low_rank_and_wide), CASE(huge_and_tiny),
      CASE(constant_columns), CASE(labels), CASE(views_with_gaps),
      CASE(inputs_are_unharmed), CASE(nearly_symmetric_is_told))
