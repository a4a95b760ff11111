/* symmetric.c - eigenvalues and Cholesky's factor of symmetric matrices. */
#include "nabla.h"

#include <math.h>
#include <string.h>

#include "blas.h"
#include "factor.h"
#include "fail.h"
#include "pool.h"

/* ---- Symmetry. ---- */

/* What a look at a matrix beside its transpose finds. */
typedef struct Look {
    double largest, skew; /* the largest |a|, the largest |a - a'| */
} Look;

/* Writes, unless `half` is NULL, the mean of A and its transpose where LAPACK
 * looks for it: the lower triangle, column by column. Where the two agree, that
 * is A to the last bit. In squares, or half of the numbers would be far from
 * each other. */
static Look look_at(const gsl_matrix *A, double *half) {
    static const size_t square = 16;
    Look look = {0, 0};
    size_t n = A->size1;
    for (size_t i0 = 0; i0 < n; i0 += square)
        for (size_t j0 = i0; j0 < n; j0 += square)
            for (size_t i = i0; i < i0 + square && i < n; i++)
                for (size_t j = j0 > i ? j0 : i; j < j0 + square && j < n; j++) {
                    double a = A->data[i * A->tda + j];
                    double b = A->data[j * A->tda + i], skew = fabs(a - b);
                    if (skew > look.skew) look.skew = skew;
                    if (fabs(a) > look.largest) look.largest = fabs(a);
                    if (fabs(b) > look.largest) look.largest = fabs(b);
                    if (half) half[i * n + j] = a == b ? a : a + (b - a) / 2;
                }
    return look;
}

/* Which the look has found: the first pair that differs so much. */
static void find_skew(const gsl_matrix *A, double skew, size_t *ret_i,
                      size_t *ret_j) {
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < i; j++) {
            double a = A->data[i * A->tda + j], b = A->data[j * A->tda + i];
            if (fabs(a - b) < skew) continue;
            *ret_i = i;
            *ret_j = j;
            return;
        }
}

/* Rounding may differ; more than `noted` of the largest element is told, more
 * than `allowed` is an error. Then `room`, or NULL, is freed. */
static void need_symmetric(const char *who, const gsl_matrix *A,
                           const Look *look, double allowed, double *room) {
    static const double noted = 1e-10;
    if (look->skew <= noted * look->largest) return;
    size_t i = 0, j = 0;
    find_skew(A, look->skew, &i, &j);
    double a = gsl_matrix_get(A, i, j), b = gsl_matrix_get(A, j, i);
    if (look->skew > allowed * look->largest) {
        free(room);
        nb__fail("DomainError",
                 "%s: the matrix is not symmetric: (%zu, %zu) is %g, "
                 "(%zu, %zu) is %g.",
                 who, i, j, a, j, i, b);
    }
    nb__note("%s: the matrix is not quite symmetric, (%zu, %zu) is %.10g but "
             "(%zu, %zu) is %.10g: took (A + A') / 2.",
             who, i, j, a, j, i, b);
}

/* ---- Eigenvalues. ---- */

/* Divide and conquer: as fast as the newer MRRR, and its vectors are
 * orthogonal to the last digits, which the lessons measure. */
typedef struct Symmetric {
    double *A;      /* column by column; only the lower triangle is read */
    double *values; /* ascending */
    int n, info;
} Symmetric;

/* LAPACK's vectors, which ascend, as columns that descend. */
static gsl_matrix *descending(const double *columns, size_t n) {
    return nb__from_columns(columns + (n - 1) * n, n, n, -(long)n);
}

static gsl_matrix *small_vectors(Symmetric *p) {
    int lwork = -1, liwork = -1, isize = 0;
    double size = 0;
    const nb__blas *blas = nb__blas_for(5 * nb__cube((size_t)p->n));
    blas->dsyevd("V", "L", &p->n, p->A, &p->n, p->values, &size, &lwork, &isize,
                 &liwork, &p->info, 1, 1);
    lwork = (int)size;
    liwork = isize;
    double *work = nb__alloc((size_t)lwork, sizeof *work);
    int *iwork = nb__alloc((size_t)liwork, sizeof *iwork);
    blas->dsyevd("V", "L", &p->n, p->A, &p->n, p->values, work, &lwork, iwork,
                 &liwork, &p->info, 1, 1);
    free(work);
    free(iwork);
    return descending(p->A, (size_t)p->n);
}

/* ---- Eigenvalues of large ones: dsyevd in its three steps, T = Q' A Q is
 * tridiagonal, T = Z S Z', V = Q Z; but the last one on rows, which need not
 * be turned any more, and in wider blocks, which keep two threads busy.
 *
 * All room is one piece, behind A: the allocator keeps such a piece at hand
 * for the next call, where several go back to the system and come again page
 * by page, which costs a twentieth of the work. ---- */

enum {
    BLOCK = 96
};

typedef struct Steps {
    double *Z, *work, *beside, *tau, *T;
    int lwork;
} Steps;

static size_t room_for(size_t n) {
    return 3 * n * n + 7 * n + 1 + (size_t)BLOCK * BLOCK;
}

static Steps steps_in(const Symmetric *p) {
    size_t n = (size_t)p->n, lwork = n * n + 4 * n + 1; /* dstedc's wish */
    double *Z = p->A + n * n, *work = Z + n * n, *beside = work + lwork;
    return (Steps){Z, work, beside, beside + n, beside + 2 * n, (int)lwork};
}

/* A becomes Q's reflectors, `values` the diagonal of T. */
static void reduce(Symmetric *p, Steps *s) {
    nb__blas_for(nb__cube((size_t)p->n))
        ->dsytrd("L", &p->n, p->A, &p->n, p->values, s->beside, s->tau, s->work,
                 &s->lwork, &p->info, 1);
}

static void conquer(Symmetric *p, Steps *s) {
    int liwork = 3 + 5 * p->n;
    int *iwork = nb__alloc((size_t)liwork, sizeof *iwork);
    nb__blas_for(nb__cube((size_t)p->n))
        ->dstedc("I", &p->n, p->values, s->beside, s->Z, &p->n, s->work,
                 &s->lwork, iwork, &liwork, &p->info, 1);
    free(iwork);
}

/* V := Q V. Row by row V is V' to LAPACK: V' := V' Q', block by block. */
static void turn_back(const Symmetric *p, Steps *s, gsl_matrix *V) {
    const nb__blas *blas = nb__blas_for(2 * nb__cube((size_t)p->n));
    int count = p->n - 1, ldt = BLOCK;
    for (int i = (count - 1) / BLOCK * BLOCK; i >= 0; i -= BLOCK) {
        int width = count - i < BLOCK ? count - i : BLOCK, rows = count - i;
        const double *Q = p->A + (size_t)i * (size_t)p->n + i + 1;
        blas->dlarft("F", "C", &rows, &width, Q, &p->n, s->tau + i, s->T, &ldt,
                     1, 1);
        blas->dlarfb("R", "T", "F", "C", &p->n, &rows, &width, Q, &p->n, s->T,
                     &ldt, V->data + ((size_t)i + 1) * V->tda, &p->n, s->work,
                     &p->n, 1, 1, 1, 1);
    }
}

static gsl_matrix *large_vectors(Symmetric *p) {
    Steps s = steps_in(p);
    reduce(p, &s);
    conquer(p, &s);
    gsl_matrix *V = descending(s.Z, (size_t)p->n);
    turn_back(p, &s, V);
    return V;
}

nb_eigh_t nb_eigh(const gsl_matrix *A) {
    nb__need_square("nb_eigh", A);
    nb__need_finite_matrix("nb_eigh", A);
    size_t n = A->size1;
    int is_large = n >= 256;
    double *room = nb__scratch(is_large ? room_for(n) : n * n);
    Look look = look_at(A, room);
    need_symmetric("nb_eigh", A, &look, 1e-2, room);
    Symmetric p = {room, nb__alloc(n, sizeof(double)), (int)n, 0};
    /* dsyevd brings numbers near 1 whose squares would be none. */
    if (!(look.largest > 1e-100 && look.largest < 1e100)) is_large = 0;
    gsl_matrix *V = is_large ? large_vectors(&p) : small_vectors(&p);
    free(room);
    if (p.info > 0) {
        free(p.values);
        (gsl_matrix_free)(V);
        nb__fail("DomainError", "nb_eigh: the iteration did not settle.");
    }
    free(nb__fix_signs(V));
    gsl_vector *values = nb__vec(n, p.values);
    gsl_vector_reverse(values);
    free(p.values);
    return (nb_eigh_t){values, nb__own_matrix(V), n};
}

void nb__free_eigh(nb_eigh_t e) {
    nb__free_vector(e.values);
    nb__free_matrix(e.vectors);
}

/* ---- Cholesky. ---- */

/* In LAPACK's view of our rows the lower triangle is the upper one. */
gsl_matrix *nb_chol(const gsl_matrix *A) {
    nb__need_square("nb_chol", A);
    nb__need_finite_matrix("nb_chol", A);
    Look look = look_at(A, NULL);
    need_symmetric("nb_chol", A, &look, 0, NULL);
    size_t n = A->size1;
    gsl_matrix *L = nb__new_matrix(n, n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            L->data[i * n + j] = A->data[i * A->tda + j];
    int order = (int)n, info = 0;
    nb__blas_for(nb__cube(n) / 3)->dpotrf("U", &order, L->data, &order, &info, 1);
    if (info > 0) {
        (gsl_matrix_free)(L);
        nb__fail("DomainError",
                 "nb_chol: the matrix is not positive definite: its leading "
                 "%d x %d part is not.",
                 info, info);
    }
    return nb__own_matrix(L);
}
