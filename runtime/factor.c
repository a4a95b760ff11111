/* factor.c - eigenvalues, singular values and QR; symmetric.c has the rest.
 *
 * Signs and order are free in these factorisations; here they are fixed, so
 * that a notebook shows the same on every machine. */
#include "nabla.h"

#include <math.h>
#include <string.h>

#include "blas.h"
#include "factor.h"
#include "fail.h"
#include "pool.h"

static void scale_column(double *column, size_t n, double factor) {
    for (size_t i = 0; i < n; i++) column[i] *= factor;
}

/* The sign of a column is that of its number of greatest size. Sizes that
 * agree to rounding count as equal; the first of them decides. */
double *nb__fix_signs(gsl_matrix *A) {
    size_t n = A->size2;
    double *first = nb__alloc(n, sizeof *first);
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < n; j++) {
            double x = A->data[i * A->tda + j];
            if (fabs(x) > fabs(first[j]) * (1 + 1e-9)) first[j] = x;
        }
    for (size_t j = 0; j < n; j++) first[j] = first[j] < 0 ? -1 : 1;
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < n; j++) A->data[i * A->tda + j] *= first[j];
    return first;
}

/* ---- General eigenproblem. ---- */

typedef struct General {
    double *A, *re, *im, *vectors; /* pairs: columns are re and im parts */
    int n, info;
} General;

static void run_dgeev(General *p) {
    int one = 1, lwork = -1;
    double size = 0, none = 0;
    const nb__blas *blas = nb__blas_for(25 * nb__cube((size_t)p->n));
    blas->dgeev("N", "V", &p->n, p->A, &p->n, p->re, p->im, &none, &one,
                p->vectors, &p->n, &size, &lwork, &p->info, 1, 1);
    lwork = (int)size;
    double *work = nb__alloc((size_t)lwork, sizeof *work);
    blas->dgeev("N", "V", &p->n, p->A, &p->n, p->re, p->im, &none, &one,
                p->vectors, &p->n, work, &lwork, &p->info, 1, 1);
    free(work);
}

static void general_done(General *p) {
    free(p->A);
    free(p->re);
    free(p->im);
    free(p->vectors);
}

/* Does eigenvalue a come before b? Moduli equal to rounding are a tie. */
static int comes_first(const General *p, size_t a, size_t b) {
    double size_a = hypot(p->re[a], p->im[a]);
    double size_b = hypot(p->re[b], p->im[b]);
    double close = 1e-12 * fmax(size_a, size_b);
    if (fabs(size_a - size_b) > close) return size_a > size_b;
    if (fabs(p->re[a] - p->re[b]) > close) return p->re[a] > p->re[b];
    return p->im[a] > p->im[b];
}

static size_t *order_of(const General *p) {
    size_t n = (size_t)p->n;
    size_t *order = nb__alloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        while (at > 0 && comes_first(p, i, order[at - 1])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    return order;
}

/* Column `from` of LAPACK's packed vectors, turned so that its component of
 * greatest modulus is real and positive, into column `to` of the result. */
static void unpack_vector(const General *p, size_t from, nb_eig_t *e,
                          size_t to) {
    size_t n = (size_t)p->n;
    int is_real = p->im[from] == 0, is_second = p->im[from] < 0;
    const double *re = p->vectors + (from - (size_t)is_second) * n;
    const double *im = is_real ? NULL : re + n;
    double size = 0, c = 1, s = 0;
    for (size_t i = 0; i < n; i++) {
        double y = im ? (is_second ? -im[i] : im[i]) : 0;
        double modulus = hypot(re[i], y);
        if (modulus <= size * (1 + 1e-9)) continue;
        size = modulus;
        c = re[i] / modulus;
        s = y / modulus;
    }
    for (size_t i = 0; i < n; i++) {
        double y = im ? (is_second ? -im[i] : im[i]) : 0;
        e->vectors_re->data[i * e->vectors_re->tda + to] = re[i] * c + y * s;
        e->vectors_im->data[i * e->vectors_im->tda + to] = y * c - re[i] * s;
    }
}

nb_eig_t nb_eig(const gsl_matrix *A) {
    nb__need_square("nb_eig", A);
    nb__need_finite_matrix("nb_eig", A);
    size_t n = A->size1;
    General p = {nb__columns(A),
                 nb__alloc(n, sizeof(double)),
                 nb__alloc(n, sizeof(double)),
                 nb__alloc(n * n, sizeof(double)),
                 (int)n,
                 0};
    run_dgeev(&p);
    if (p.info > 0) {
        general_done(&p);
        nb__fail("DomainError", "nb_eig: the QR iteration did not settle.");
    }
    nb_eig_t e = {nb__new_vector(n), nb__new_vector(n), nb__new_matrix(n, n),
                  nb__new_matrix(n, n), n};
    size_t *order = order_of(&p);
    for (size_t j = 0; j < n; j++) {
        e.re->data[j] = p.re[order[j]];
        e.im->data[j] = p.im[order[j]];
        unpack_vector(&p, order[j], &e, j);
    }
    free(order);
    general_done(&p);
    (void)nb__own_vector(e.re);
    (void)nb__own_vector(e.im);
    (void)nb__own_matrix(e.vectors_re);
    (void)nb__own_matrix(e.vectors_im);
    return e;
}

void nb__free_eig(nb_eig_t e) {
    nb__free_vector(e.re);
    nb__free_vector(e.im);
    nb__free_matrix(e.vectors_re);
    nb__free_matrix(e.vectors_im);
}

/* ---- Singular values. ---- */

typedef struct Singular {
    double *A, *S, *U, *Vt;
    int m, n, k, info;
} Singular;

static void run_dgesdd(Singular *p) {
    int lwork = -1;
    double size = 0;
    int *iwork = nb__alloc(8 * (size_t)p->k, sizeof *iwork);
    const nb__blas *blas = nb__blas_for(8.0 * p->m * p->n * p->k);
    blas->dgesdd("S", &p->m, &p->n, p->A, &p->m, p->S, p->U, &p->m, p->Vt,
                 &p->k, &size, &lwork, iwork, &p->info, 1);
    lwork = (int)size;
    double *work = nb__alloc((size_t)lwork, sizeof *work);
    blas->dgesdd("S", &p->m, &p->n, p->A, &p->m, p->S, p->U, &p->m, p->Vt,
                 &p->k, work, &lwork, iwork, &p->info, 1);
    free(work);
    free(iwork);
}

static void singular_done(Singular *p) {
    free(p->A);
    free(p->S);
    free(p->U);
    free(p->Vt);
}

/* LAPACK's V' column by column is V row by row. */
static nb_svd_t take_singular(const Singular *p) {
    size_t m = (size_t)p->m, n = (size_t)p->n, k = (size_t)p->k;
    gsl_matrix *V = nb__new_matrix(n, k);
    memcpy(V->data, p->Vt, n * k * sizeof(double));
    double *signs = nb__fix_signs(V);
    for (size_t j = 0; j < k; j++)
        if (signs[j] < 0) scale_column(p->U + j * m, m, -1);
    free(signs);
    gsl_matrix *U = nb__from_columns(p->U, m, k, p->m);
    gsl_vector *S = nb__vec(k, p->S);
    return (nb_svd_t){nb__own_matrix(U), S, nb__own_matrix(V)};
}

nb_svd_t nb_svd(const gsl_matrix *A) {
    nb__need_finite_matrix("nb_svd", A);
    size_t m = A->size1, n = A->size2, k = m < n ? m : n;
    Singular p = {nb__columns(A),
                  nb__alloc(k, sizeof(double)),
                  nb__alloc(m * k, sizeof(double)),
                  nb__alloc(k * n, sizeof(double)),
                  (int)m,
                  (int)n,
                  (int)k,
                  0};
    run_dgesdd(&p);
    if (p.info > 0) {
        singular_done(&p);
        nb__fail("DomainError", "nb_svd: the iteration did not settle.");
    }
    nb_svd_t svd = take_singular(&p);
    singular_done(&p);
    return svd;
}

void nb__free_svd(nb_svd_t s) {
    nb__free_matrix(s.U);
    nb__free_vector(s.S);
    nb__free_matrix(s.V);
}

/* ---- QR and Cholesky. ---- */

typedef struct Householder {
    double *A, *tau;
    int m, n, k;
} Householder;

/* A becomes R above the diagonal and the reflectors below it. */
static void run_dgeqrf(Householder *p) {
    int lwork = -1, info = 0;
    double size = 0;
    const nb__blas *blas = nb__blas_for(2.0 * p->m * p->n * p->k);
    blas->dgeqrf(&p->m, &p->n, p->A, &p->m, p->tau, &size, &lwork, &info);
    lwork = (int)size;
    double *work = nb__alloc((size_t)lwork, sizeof *work);
    blas->dgeqrf(&p->m, &p->n, p->A, &p->m, p->tau, work, &lwork, &info);
    free(work);
}

/* The reflectors in A's first k columns become Q. */
static void run_dorgqr(Householder *p) {
    int lwork = -1, info = 0;
    double size = 0;
    const nb__blas *blas = nb__blas_for(2.0 * p->m * p->k * p->k);
    blas->dorgqr(&p->m, &p->k, &p->k, p->A, &p->m, p->tau, &size, &lwork,
                 &info);
    lwork = (int)size;
    double *work = nb__alloc((size_t)lwork, sizeof *work);
    blas->dorgqr(&p->m, &p->k, &p->k, p->A, &p->m, p->tau, work, &lwork, &info);
    free(work);
}

nb_qr_t nb_qr(const gsl_matrix *A) {
    nb__need_finite_matrix("nb_qr", A);
    size_t m = A->size1, n = A->size2, k = m < n ? m : n;
    Householder p = {nb__columns(A), nb__alloc(k, sizeof(double)), (int)m,
                     (int)n, (int)k};
    run_dgeqrf(&p);
    gsl_matrix *R = nb__new_matrix(k, n);
    for (size_t i = 0; i < k; i++) {
        double sign = p.A[i * m + i] < 0 ? -1 : 1;
        for (size_t j = i; j < n; j++)
            R->data[i * R->tda + j] = sign * p.A[j * m + i];
    }
    double *signs = nb__alloc(k, sizeof *signs);
    for (size_t i = 0; i < k; i++) signs[i] = p.A[i * m + i] < 0 ? -1 : 1;
    run_dorgqr(&p);
    for (size_t j = 0; j < k; j++) scale_column(p.A + j * m, m, signs[j]);
    gsl_matrix *Q = nb__from_columns(p.A, m, k, p.m);
    free(signs);
    free(p.A);
    free(p.tau);
    return (nb_qr_t){nb__own_matrix(Q), nb__own_matrix(R)};
}

void nb__free_qr(nb_qr_t f) {
    nb__free_matrix(f.Q);
    nb__free_matrix(f.R);
}
