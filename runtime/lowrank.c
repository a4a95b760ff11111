/* lowrank.c - factors of low rank, by iteration. */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_randist.h>

#include "fail.h"
#include "nabla.h"
#include "pool.h"

/* The session's stream, or one of its own. */
static gsl_rng *stream_of(unsigned long seed) {
    if (!seed) return nb_rng();
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    return rng;
}

static void done_with(gsl_rng *rng, unsigned long seed) {
    if (seed) gsl_rng_free(rng);
}

static size_t need_rank(const char *who, const gsl_matrix *A, long k,
                        long otherwise) {
    size_t most = A->size1 < A->size2 ? A->size1 : A->size2;
    if (k < 0 || (size_t)k > most)
        nb__fail("ShapeError",
                 "%s: .k = %ld does not fit a matrix of %zu x %zu.", who, k,
                 A->size1, A->size2);
    if (k > 0) return (size_t)k;
    return (size_t)otherwise < most ? (size_t)otherwise : most;
}

/* ---- Power iteration. ---- */

/* value and residual of the vector as it is. */
static void measure(nb_power_t *p) {
    gsl_vector *Av = nb__new_vector(p->v->size);
    gsl_blas_dgemv(CblasNoTrans, 1, p->A, p->v, 0, Av);
    gsl_blas_ddot(p->v, Av, &p->value);
    gsl_blas_daxpy(-p->value, p->v, Av);
    p->residual = gsl_blas_dnrm2(Av);
    gsl_vector_free(Av);
}

static void need_start(const gsl_vector *start, size_t n) {
    nb__need_finite_vector("nb_power", start);
    if (start->size != n)
        nb__fail("ShapeError",
                 "nb_power: the matrix is %zu x %zu, but .start is "
                 "vector(%zu).",
                 n, n, start->size);
    if (nb__maxabs_vector(start) == 0)
        nb__fail("DomainError", "nb_power: .start is zero.");
}

nb_power_t nb__power(const gsl_matrix *A, nb_power_opts opts) {
    nb__need_square("nb_power", A);
    nb__need_finite_matrix("nb_power", A);
    size_t n = A->size1;
    if (opts.start) need_start(opts.start, n);
    nb_power_t p = {A, nb__new_vector(n), 0, 0, 0};
    for (size_t i = 0; i < n; i++)
        p.v->data[i] = opts.start ? gsl_vector_get(opts.start, i) : 1;
    gsl_vector_scale(p.v, 1 / gsl_blas_dnrm2(p.v));
    measure(&p);
    (void)nb__own_vector(p.v);
    return p;
}

void nb_power_step(nb_power_t *p) {
    gsl_vector *Av = nb__new_vector(p->v->size);
    gsl_blas_dgemv(CblasNoTrans, 1, p->A, p->v, 0, Av);
    double length = gsl_blas_dnrm2(Av);
    if (length > 0) {
        gsl_vector_scale(Av, 1 / length);
        gsl_vector_memcpy(p->v, Av);
    }
    gsl_vector_free(Av);
    if (!(length > 0))
        nb__fail("DomainError",
                 "nb_power_step: A v is zero; begin with another vector.");
    p->steps++;
    measure(p);
}

void nb__free_power(nb_power_t p) { nb__free_vector(p.v); }

/* ---- Randomised SVD. ---- */

static gsl_matrix *gaussian(size_t rows, size_t cols, gsl_rng *rng) {
    gsl_matrix *G = nb__new_matrix(rows, cols);
    for (size_t i = 0; i < rows * cols; i++)
        G->data[i] = gsl_ran_gaussian(rng, 1);
    return nb__own_matrix(G);
}

/* An orthonormal basis of the range of A, nearly: A's large directions grow
 * with each pass, and QR keeps them apart. */
static gsl_matrix *range_of(const gsl_matrix *A, const gsl_matrix *start,
                            long passes) {
    gsl_matrix *At = nb_t(A), *Q = nb_qr(nb_matmul(A, start)).Q;
    for (long i = 0; i < passes; i++) {
        Q = nb_qr(nb_matmul(At, Q)).Q;
        Q = nb_qr(nb_matmul(A, Q)).Q;
    }
    return Q;
}

static gsl_matrix *first_columns(const gsl_matrix *A, size_t k) {
    gsl_matrix *first = nb__new_matrix(A->size1, k);
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < k; j++)
            gsl_matrix_set(first, i, j, gsl_matrix_get(A, i, j));
    return nb__own_matrix(first);
}

nb_svd_t nb__rsvd(const gsl_matrix *A, nb_rsvd_opts opts) {
    nb__need_matrix("nb_rsvd", A);
    nb__need_finite_matrix("nb_rsvd", A);
    size_t k = need_rank("nb_rsvd", A, opts.k, 10);
    size_t most = A->size1 < A->size2 ? A->size1 : A->size2;
    size_t wide = k + (size_t)(opts.oversample > 0 ? opts.oversample : 10);
    if (wide > most) wide = most;
    nb_svd_t result = {NULL, NULL, NULL};
    gsl_rng *rng = stream_of(opts.seed);
    nb_scope {
        gsl_matrix *start = gaussian(A->size2, wide, rng);
        gsl_matrix *Q = range_of(A, start, opts.power > 0 ? opts.power : 2);
        nb_svd_t small = nb_svd(nb_matmul(nb_t(Q), A));
        gsl_matrix *U = nb_matmul(Q, small.U);
        result.U = nb_keep(first_columns(U, k));
        result.V = nb_keep(first_columns(small.V, k));
        gsl_vector_view S = gsl_vector_subvector(small.S, 0, k);
        result.S = nb_keep(nb_copy(&S.vector));
    }
    done_with(rng, opts.seed);
    return result;
}

/* ---- What both factorisations share. ---- */

typedef struct Search {
    const gsl_matrix *A;
    gsl_matrix *W, *H;
    double *trace; /* own */
    long count, maxit;
    double tol;
} Search;

static double error_of(const Search *s) {
    double sum = 0;
    size_t known = 0;
    gsl_matrix *WH = nb__new_matrix(s->A->size1, s->A->size2);
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, s->W, s->H, 0, WH);
    for (size_t i = 0; i < s->A->size1; i++)
        for (size_t j = 0; j < s->A->size2; j++) {
            double a = gsl_matrix_get(s->A, i, j);
            if (isnan(a)) continue;
            double d = a - gsl_matrix_get(WH, i, j);
            sum += d * d;
            known++;
        }
    gsl_matrix_free(WH);
    return sqrt(sum / (double)known);
}

/* Notes the error; 1 when the last step was worth too little. */
static int is_settled(Search *s) {
    double error = error_of(s);
    s->trace[s->count++] = error;
    if (s->count == s->maxit) return 1;
    if (s->count < 2) return 0;
    double before = s->trace[s->count - 2];
    return before - error < s->tol * before;
}

static Search search_of(const gsl_matrix *A, size_t k,
                        const nb_factors_opts *opts) {
    Search s = {.A = A,
                .W = nb__own_matrix(nb__new_matrix(A->size1, k)),
                .H = nb__own_matrix(nb__new_matrix(k, A->size2)),
                .maxit = opts->maxit > 0 ? opts->maxit : 200,
                .tol = opts->tol > 0 ? opts->tol : 1e-5};
    s.trace = nb__alloc((size_t)s.maxit, sizeof *s.trace);
    return s;
}

static nb_factors_t found(Search *s) {
    gsl_vector *trace = nb__new_vector((size_t)s->count);
    for (long i = 0; i < s->count; i++)
        gsl_vector_set(trace, (size_t)i, s->trace[i]);
    double error = s->trace[s->count - 1];
    free(s->trace);
    return (nb_factors_t){s->W, s->H, nb__own_vector(trace), error, s->count};
}

void nb__free_factors(nb_factors_t f) {
    nb__free_matrix(f.W);
    nb__free_matrix(f.H);
    nb__free_vector(f.trace);
}

/* ---- Nonnegative factors. ---- */

static double need_not_negative(const gsl_matrix *A) {
    double sum = 0;
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++) {
            double a = gsl_matrix_get(A, i, j);
            if (a < 0)
                nb__fail("DomainError",
                         "nb_nmf: element (%zu, %zu) is %g; nothing may be "
                         "negative.",
                         i, j, a);
            sum += a;
        }
    return sum / (double)(A->size1 * A->size2);
}

static void fill_uniform(gsl_matrix *M, double scale, gsl_rng *rng) {
    for (size_t i = 0; i < M->size1 * M->size2; i++)
        M->data[i] = scale * (0.1 + gsl_rng_uniform(rng));
}

/* M := M * top / bottom, element by element. */
static void update(gsl_matrix *M, const gsl_matrix *top,
                   const gsl_matrix *bottom) {
    for (size_t i = 0; i < M->size1 * M->size2; i++)
        M->data[i] *= top->data[i] / (bottom->data[i] + 1e-300);
}

static void nmf_step(Search *s) {
    nb_scope {
        gsl_matrix *Wt = nb_t(s->W);
        update(s->H, nb_matmul(Wt, s->A), nb_matmul(nb_matmul(Wt, s->W), s->H));
        gsl_matrix *Ht = nb_t(s->H);
        update(s->W, nb_matmul(s->A, Ht), nb_matmul(s->W, nb_matmul(s->H, Ht)));
    }
}

nb_factors_t nb__nmf(const gsl_matrix *A, nb_factors_opts opts) {
    nb__need_matrix("nb_nmf", A);
    nb__need_finite_matrix("nb_nmf", A);
    double mean = need_not_negative(A);
    size_t k = need_rank("nb_nmf", A, opts.k, 2);
    Search s = search_of(A, k, &opts);
    gsl_rng *rng = stream_of(opts.seed);
    double scale = sqrt(mean / (double)k);
    fill_uniform(s.W, scale, rng);
    fill_uniform(s.H, scale, rng);
    done_with(rng, opts.seed);
    do nmf_step(&s);
    while (!is_settled(&s));
    return found(&s);
}

/* ---- Alternating least squares. ---- */

static void need_known(const gsl_matrix *A) {
    size_t known = 0;
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++) {
            double a = gsl_matrix_get(A, i, j);
            if (isinf(a))
                nb__fail("DomainError",
                         "nb_als: element (%zu, %zu) is infinite.", i, j);
            known += !isnan(a);
        }
    if (!known)
        nb__fail("DomainError", "nb_als: no element of the matrix is known.");
}

/* Where row i of W meets A: element j, and the factors of column j. */
typedef struct Side {
    const gsl_matrix *A, *other; /* other: k x n, of W's H or of H's W' */
    int is_transposed;
} Side;

static double known_at(const Side *side, size_t i, size_t j) {
    return side->is_transposed ? gsl_matrix_get(side->A, j, i)
                               : gsl_matrix_get(side->A, i, j);
}

/* (F F' + l2 I) w = F a, over the columns that are known. */
static void solve_row(const Side *side, size_t i, double l2, gsl_matrix *G,
                      gsl_vector *w) {
    size_t k = w->size;
    gsl_matrix_set_zero(G);
    gsl_vector_set_zero(w);
    for (size_t j = 0; j < side->other->size2; j++) {
        double a = known_at(side, i, j);
        if (isnan(a)) continue;
        gsl_vector_const_view f = gsl_matrix_const_column(side->other, j);
        gsl_blas_dsyr(CblasLower, 1, &f.vector, G);
        gsl_blas_daxpy(a, &f.vector, w);
    }
    for (size_t r = 0; r < k; r++)
        gsl_matrix_set(G, r, r, gsl_matrix_get(G, r, r) + l2);
    gsl_linalg_cholesky_decomp1(G);
    gsl_linalg_cholesky_svx(G, w);
}

/* Each row of `rows` (m x k) from the other factor. */
static void solve_side(const Side *side, double l2, gsl_matrix *rows) {
    size_t k = rows->size2;
    gsl_matrix *G = nb__new_matrix(k, k);
    gsl_vector *w = nb__new_vector(k);
    for (size_t i = 0; i < rows->size1; i++) {
        solve_row(side, i, l2, G, w);
        gsl_matrix_set_row(rows, i, w);
    }
    gsl_matrix_free(G);
    gsl_vector_free(w);
}

static void als_step(Search *s, double l2) {
    Side of_W = {s->A, s->H, 0};
    solve_side(&of_W, l2, s->W);
    nb_scope {
        gsl_matrix *Ht = nb_t(s->H);
        Side of_H = {s->A, nb_t(s->W), 1};
        solve_side(&of_H, l2, Ht);
        gsl_matrix_transpose_memcpy(s->H, Ht);
    }
}

nb_factors_t nb__als(const gsl_matrix *A, nb_factors_opts opts) {
    nb__need_matrix("nb_als", A);
    need_known(A);
    size_t k = need_rank("nb_als", A, opts.k, 2);
    Search s = search_of(A, k, &opts);
    gsl_rng *rng = stream_of(opts.seed);
    for (size_t i = 0; i < s.H->size1 * s.H->size2; i++)
        s.H->data[i] = gsl_ran_gaussian(rng, 1);
    done_with(rng, opts.seed);
    do als_step(&s, opts.l2 > 0 ? opts.l2 : 0.1);
    while (!is_settled(&s));
    return found(&s);
}
