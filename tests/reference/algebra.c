/* algebra.c - linear algebra on matrices of every shape and condition. */
#include "put.h"

#include <math.h>

static const char *matrix; /* the name of the one at hand */

static const char *named(const char *what) {
    static char name[64];
    (void)snprintf(name, sizeof name, "%s.%s", matrix, what);
    return name;
}

static void any(const gsl_matrix *A) {
    nb_svd_t s = nb_svd(A);
    put_vector(named("singular"), s.S);
    put_matrix(named("usv"), nb_matmul(s.U, nb_diag(s.S), nb_t(s.V)));
    put_matrix(named("utu"), nb_matmul(nb_t(s.U), s.U));
    nb_qr_t f = nb_qr(A);
    put_matrix(named("r"), f.R);
    put_matrix(named("qr"), nb_matmul(f.Q, f.R));
    put_number(named("rank"), (double)nb_rank(A));
    put_number(named("norm"), nb_norm(A));
    put_matrix(named("gram"), nb_matmul(nb_t(A), A));
    put_matrix(named("pinv"), nb_pinv(A));
    put_vector(named("means"), nb_colmeans(A));
    if (A->size1 > 1) put_matrix(named("cov"), nb_cov(A));
}

static void square(const gsl_matrix *A) {
    size_t n = A->size1;
    put_number(named("det"), nb_det(A));
    put_number(named("trace"), nb_trace(A));
    put_number(named("cond"), nb_cond(A));
    put_matrix(named("inv"), nb_inv(A));
    put_vector(named("solve"), nb_solve(A, nb_linspace(-1, 2, (long)n)));
    put_matrix(named("solves"), nb_solve(A, made(n, 3, 5)));
    nb_lu_t lu = nb_lu(A);
    put_matrix(named("l"), lu.L);
    put_matrix(named("u"), lu.U);
    nb_eig_t e = nb_eig(A);
    put_vector(named("eig.re"), e.re);
    put_vector(named("eig.im"), e.im);
}

static void symmetric(const gsl_matrix *A) {
    nb_eigh_t e = nb_eigh(A);
    put_vector(named("eigh"), e.values);
    put_matrix(named("qlq"), nb_matmul(e.vectors, nb_diag(e.values),
                                       nb_t(e.vectors)));
    put_matrix(named("chol"), nb_chol(A));
}

static gsl_matrix *hilbert(size_t n) {
    gsl_matrix *H = nb_zeros((long)n, (long)n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) nb_at(H, i, j) = 1. / (double)(i + j + 1);
    return H;
}

static void shapes(void) {
    matrix = "square";
    any(made(6, 6, 1));
    square(made(6, 6, 1));
    matrix = "tall";
    any(made(9, 4, 2));
    put_vector("tall.lstsq", nb_lstsq(made(9, 4, 2), nb_linspace(0, 1, 9)));
    matrix = "wide";
    any(made(4, 9, 3));
    matrix = "one";
    any(nb_mat((-2.5)));
    square(nb_mat((-2.5)));
    matrix = "low"; /* 7 x 5 of rank 2 */
    any(nb_matmul(made(7, 2, 4), made(2, 5, 6)));
    matrix = "large";
    any(made(40, 30, 7));
    matrix = "definite";
    gsl_matrix *B = made(12, 7, 8), *S = nb_matmul(nb_t(B), B);
    any(S);
    square(S);
    symmetric(S);
    matrix = "hilbert";
    square(hilbert(6));
    symmetric(hilbert(6));
    matrix = "tiny";
    square(nb_scale(1e-60, made(4, 4, 9)));
    matrix = "huge";
    square(nb_scale(1e60, made(4, 4, 9)));
    matrix = "view"; /* rows and columns from the middle: tda is not size2 */
    gsl_matrix *whole = made(10, 10, 11);
    gsl_matrix_view part = gsl_matrix_submatrix(whole, 2, 3, 5, 5);
    any(&part.matrix);
    square(&part.matrix);
}

static gsl_matrix *absolute(const gsl_matrix *A) {
    gsl_matrix *B = nb_copy(A);
    for (size_t i = 0; i < B->size1 * B->size2; i++)
        B->data[i] = fabs(B->data[i]);
    return B;
}

static void components(void) {
    static const char *const sets[] = {"iris", "wine", "digits", "diabetes"};
    for (int i = 0; i < 4; i++) {
        matrix = sets[i];
        gsl_matrix *X = nb_load(sets[i]).X;
        nb_pca_t p = nb_pca(X, .k = 4);
        put_vector(named("pca.values"), p.values);
        put_vector(named("pca.explained"), p.explained);
        put_matrix(named("pca.components"), absolute(nb_t(p.components)));
        nb_pca_t s = nb_pca(X, .k = 3, .scale = true);
        put_vector(named("pca.scaled"), s.explained);
        nb_svd_t r = nb_rsvd(nb_center(X), .k = 3, .seed = 1, .power = 8);
        put_vector(named("rsvd"), r.S);
    }
    gsl_matrix *X = nb_load("faithful").X;
    put_matrix("faithful.whiten", nb_cov(nb_whiten(X)));
    put_matrix("faithful.zca", nb_whiten(X, .zca = true));
    matrix = "images"; /* fewer rows than columns */
    nb_pca_t wide = nb_pca(nb_rows(nb_load("digits").X, 0, 40), .k = 10);
    put_vector(named("pca.values"), wide.values);
    put_matrix(named("pca.scores"), absolute(wide.Z));
}

static void iterations(void) {
    nb_power_t p = nb_power(nb_mat((2, 1), (1, 3)), .start = nb_vec(1, 0));
    for (int i = 0; i < 12; i++) nb_power_step(&p);
    put_number("power.value", p.value);
    put_vector("power.vector", p.v);
    put_number("power.residual", p.residual);
    gsl_matrix *X = nb_standardize(nb_load("wine").X);
    nb_kmeans_t k = nb_kmeans(X, .k = 3, .seed = 1);
    put_matrix("kmeans.centers", k.centers);
    put_vector("kmeans.labels", k.labels);
    put_number("kmeans.inertia", k.inertia);
    gsl_matrix *V = nb_load("volcano").X;
    nb_factors_t als = nb_als(V, .k = 3, .l2 = 1e-9, .maxit = 3000,
                              .tol = 1e-12, .seed = 2);
    put_number("volcano.als", als.error);
}

int main(void) {
    shapes();
    components();
    iterations();
    return 0;
}
