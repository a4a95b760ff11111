/* reduce.c - whole arrays: maps, sums, extremes, element by element. */
#include "nabla.h"

#include <math.h>

#include "fail.h"
#include "pool.h"

/* A vector is a matrix with one column here: rows a step apart. */
static gsl_matrix as_column(const gsl_vector *v) {
    return (gsl_matrix){v->size, 1, v->stride, v->data, v->block, 0};
}

/* ---- Element by element. ---- */

gsl_vector *nb__map_vector(double (*f)(double), const gsl_vector *x) {
    nb__need_vector("nb_map", x);
    gsl_vector *y = nb__new_vector(x->size);
    for (size_t i = 0; i < x->size; i++) y->data[i] = f(x->data[i * x->stride]);
    return nb__own_vector(y);
}

gsl_matrix *nb__map_matrix(double (*f)(double), const gsl_matrix *A) {
    nb__need_matrix("nb_map", A);
    gsl_matrix *B = nb__new_matrix(A->size1, A->size2);
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++)
            B->data[i * B->tda + j] = f(A->data[i * A->tda + j]);
    return nb__own_matrix(B);
}

static gsl_vector *combine_vectors(const char *who, const gsl_vector *a,
                                   double factor, const gsl_vector *b) {
    nb__need_vector(who, a);
    nb__need_vector(who, b);
    if (a->size != b->size)
        nb__fail("ShapeError",
                 "%s: vector(%zu) and vector(%zu) differ in "
                 "length.",
                 who, a->size, b->size);
    gsl_vector *c = nb__new_vector(a->size);
    for (size_t i = 0; i < a->size; i++)
        c->data[i] = a->data[i * a->stride] + factor * b->data[i * b->stride];
    return nb__own_vector(c);
}

static gsl_matrix *combine_matrices(const char *who, const gsl_matrix *A,
                                    double factor, const gsl_matrix *B) {
    nb__need_matrix(who, A);
    nb__need_matrix(who, B);
    if (A->size1 != B->size1 || A->size2 != B->size2)
        nb__fail("ShapeError",
                 "%s: (%zu x %zu) and (%zu x %zu) differ in "
                 "shape.",
                 who, A->size1, A->size2, B->size1, B->size2);
    gsl_matrix *C = nb__new_matrix(A->size1, A->size2);
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++)
            C->data[i * C->tda + j] =
                A->data[i * A->tda + j] + factor * B->data[i * B->tda + j];
    return nb__own_matrix(C);
}

gsl_vector *nb__add_vector(const gsl_vector *a, const gsl_vector *b) {
    return combine_vectors("nb_add", a, 1, b);
}

gsl_matrix *nb__add_matrix(const gsl_matrix *A, const gsl_matrix *B) {
    return combine_matrices("nb_add", A, 1, B);
}

gsl_vector *nb__sub_vector(const gsl_vector *a, const gsl_vector *b) {
    return combine_vectors("nb_sub", a, -1, b);
}

gsl_matrix *nb__sub_matrix(const gsl_matrix *A, const gsl_matrix *B) {
    return combine_matrices("nb_sub", A, -1, B);
}

gsl_vector *nb__scale_vector(double factor, const gsl_vector *x) {
    nb__need_vector("nb_scale", x);
    gsl_vector *y = nb__new_vector(x->size);
    for (size_t i = 0; i < x->size; i++)
        y->data[i] = factor * x->data[i * x->stride];
    return nb__own_vector(y);
}

gsl_matrix *nb__scale_matrix(double factor, const gsl_matrix *A) {
    nb__need_matrix("nb_scale", A);
    gsl_matrix *B = nb__new_matrix(A->size1, A->size2);
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++)
            B->data[i * B->tda + j] = factor * A->data[i * A->tda + j];
    return nb__own_matrix(B);
}

/* ---- To one number. ---- */

/* Neumaier's sum: the rounding errors are summed beside it. */
double nb__sum_matrix(const gsl_matrix *A) {
    nb__need_matrix("nb_sum", A);
    double total = 0, lost = 0;
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++) {
            double x = A->data[i * A->tda + j], next = total + x;
            if (fabs(total) >= fabs(x))
                lost += (total - next) + x;
            else
                lost += (x - next) + total;
            total = next;
        }
    return isfinite(lost) ? total + lost : total;
}

double nb__sum_vector(const gsl_vector *x) {
    nb__need_vector("nb_sum", x);
    if (x->size == 0) return 0;
    gsl_matrix column = as_column(x);
    return nb__sum_matrix(&column);
}

static double largest(const gsl_matrix *A, double sign) {
    double best = sign * A->data[0];
    for (size_t i = 0; i < A->size1; i++)
        for (size_t j = 0; j < A->size2; j++) {
            double x = sign * A->data[i * A->tda + j];
            if (isnan(x)) return x;
            if (x > best) best = x;
        }
    return sign * best;
}

double nb__max_matrix(const gsl_matrix *A) {
    nb__need_matrix("nb_max", A);
    return largest(A, 1);
}

double nb__min_matrix(const gsl_matrix *A) {
    nb__need_matrix("nb_min", A);
    return largest(A, -1);
}

static gsl_matrix full_column(const char *who, const gsl_vector *x) {
    nb__need_vector(who, x);
    if (x->size == 0) nb__fail("ShapeError", "%s: the vector is empty.", who);
    return as_column(x);
}

double nb__max_vector(const gsl_vector *x) {
    gsl_matrix column = full_column("nb_max", x);
    return largest(&column, 1);
}

double nb__min_vector(const gsl_vector *x) {
    gsl_matrix column = full_column("nb_min", x);
    return largest(&column, -1);
}

double nb__maxabs_matrix(const gsl_matrix *A) {
    nb__need_matrix("nb_maxabs", A);
    double high = largest(A, 1), low = largest(A, -1);
    return isnan(high) ? high : fmax(fabs(high), fabs(low));
}

double nb__maxabs_vector(const gsl_vector *x) {
    gsl_matrix column = full_column("nb_maxabs", x);
    return nb__maxabs_matrix(&column);
}
