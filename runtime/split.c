/* split.c - data sets divided: train and test, folds, batches. */
#include "split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>

#include "fail.h"
#include "pool.h"

/* ---- Data sets. ---- */

enum {
    MOST_CLASSES = 1000
};

/* How many classes there are if y holds whole numbers from 0, none of them
 * left out; else 0: those are values that happen to be whole. */
static size_t count_classes(const gsl_vector *y) {
    char seen[MOST_CLASSES] = {0};
    size_t classes = 0;
    for (size_t i = 0; i < y->size; i++) {
        double k = y->data[i * y->stride];
        if (!(k >= 0 && k < MOST_CLASSES && k == floor(k))) return 0;
        seen[(size_t)k] = 1;
        if ((size_t)k >= classes) classes = (size_t)k + 1;
    }
    for (size_t k = 0; k < classes; k++)
        if (!seen[k]) return 0;
    return classes;
}

nb_data nb_dataset(const gsl_matrix *X, const gsl_vector *y) {
    nb__need_matrix("nb_dataset", X);
    nb__need_vector("nb_dataset", y);
    if (X->size1 != y->size)
        nb__fail("ShapeError",
                 "nb_dataset: X has %zu rows, but y is vector(%zu).", X->size1,
                 y->size);
    return (nb_data){.X = nb__copy_matrix(X, 0), .y = nb__copy_vector(y, 0),
                     .n = X->size1, .p = X->size2,
                     .class_count = count_classes(y), .name = "data set",
                     .credit = ""};
}

/* These rows of it, in this order. */
nb_data nb__rows_of_data(const nb_data *d, const size_t *order, size_t count) {
    nb_data part = *d;
    part.n = count;
    part.X = nb__new_matrix(count, d->p);
    part.y = nb__new_vector(count);
    for (size_t i = 0; i < count; i++) {
        memcpy(part.X->data + i * d->p, d->X->data + order[i] * d->X->tda,
               d->p * sizeof(double));
        part.y->data[i] = d->y->data[order[i] * d->y->stride];
    }
    (void)nb__own_matrix(part.X);
    (void)nb__own_vector(part.y);
    return part;
}

void nb__need_data(const char *who, const nb_data *d) {
    if (!d->X || !d->y)
        nb__fail("NullError", "%s: the data set is empty.", who);
    if (d->X->size1 != d->n || d->y->size != d->n || d->X->size2 != d->p)
        nb__fail("ShapeError",
                 "%s: X is %zu x %zu and y has %zu, but the data set says %zu "
                 "rows and %zu columns.",
                 who, d->X->size1, d->X->size2, d->y->size, d->n, d->p);
}

/* ---- Orders. ---- */

static size_t *shuffled(size_t n, unsigned long seed, int stays) {
    size_t *order = nb__alloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++) order[i] = i;
    if (stays) return order;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    gsl_ran_shuffle(rng, order, n, sizeof *order);
    gsl_rng_free(rng);
    return order;
}

/* The same order, but class by class; ends[k] is where class k ends. */
static size_t *by_class(const char *who, const nb_data *d, size_t *order,
                        size_t *ends) {
    size_t classes = count_classes(d->y), at = 0;
    if (classes == 0) {
        free(order);
        free(ends);
        nb__fail("DomainError",
                 "%s: .stratify needs class numbers in y, whole and from 0.",
                 who);
    }
    size_t *sorted = nb__alloc(d->n, sizeof *sorted);
    for (size_t k = 0; k < classes; k++) {
        for (size_t i = 0; i < d->n; i++)
            if (d->y->data[order[i] * d->y->stride] == (double)k)
                sorted[at++] = order[i];
        ends[k] = at;
    }
    free(order);
    return sorted;
}

/* ---- Train and test. ---- */

static size_t test_size(size_t n, double test) {
    double wanted = test == 0 ? 0.25 : test;
    double rows = wanted < 1 ? ceil(wanted * (double)n - 1e-9) : wanted;
    if (!(rows >= 1 && rows < (double)n) || rows != floor(rows))
        nb__fail("DomainError",
                 "nb_split: .test = %g of %zu rows leaves nothing for one of "
                 "the parts; it must be a share below 1, or a number of rows.",
                 test, n);
    return (size_t)rows;
}

/* Of each class its share of the test rows goes to the end. */
static size_t *stratified(const nb_data *d, size_t *order, size_t *tests) {
    size_t *ends = nb__alloc(MOST_CLASSES, sizeof *ends);
    size_t *sorted = by_class("nb_split", d, order, ends);
    size_t *result = nb__alloc(d->n, sizeof *result);
    double share = (double)*tests / (double)d->n;
    size_t train = 0, test = d->n, start = 0;
    for (size_t k = 0; start < d->n; start = ends[k++]) {
        size_t count = ends[k] - start;
        size_t tested = (size_t)lround(share * (double)count);
        for (size_t i = 0; i < count; i++)
            if (i < count - tested)
                result[train++] = sorted[start + i];
            else
                result[--test] = sorted[start + i];
    }
    *tests = d->n - train;
    free(ends);
    free(sorted);
    return result;
}

nb_split_t nb__split(nb_data d, nb_split_opts opts) {
    nb__need_data("nb_split", &d);
    size_t tests = test_size(d.n, opts.test);
    size_t *order = shuffled(d.n, opts.seed, opts.noshuffle);
    if (opts.stratify) order = stratified(&d, order, &tests);
    if (tests == 0 || tests == d.n) {
        free(order);
        nb__fail("DomainError",
                 "nb_split: with .stratify one of the parts has no rows left.");
    }
    nb_split_t s = {nb__rows_of_data(&d, order, d.n - tests),
                    nb__rows_of_data(&d, order + d.n - tests, tests)};
    free(order);
    return s;
}

void nb__free_split(nb_split_t s) {
    nb__free_data(s.train);
    nb__free_data(s.test);
}

/* ---- Folds. ---- */

/* Row i of the sorted order goes to fold i mod k: each gets its share. */
static size_t *dealt(const nb_data *d, size_t *order, size_t k,
                     size_t *starts) {
    size_t *ends = nb__alloc(MOST_CLASSES, sizeof *ends);
    size_t *sorted = by_class("nb_kfold", d, order, ends);
    size_t *result = nb__alloc(d->n, sizeof *result), at = 0;
    for (size_t fold = 0; fold < k; fold++) {
        starts[fold] = at;
        for (size_t i = fold; i < d->n; i += k) result[at++] = sorted[i];
    }
    starts[k] = at;
    free(ends);
    free(sorted);
    return result;
}

nb_fold nb__kfold_begin(nb_data d, nb_fold_opts opts) {
    nb__need_data("nb_kfold", &d);
    long k = opts.k == 0 ? 5 : opts.k;
    if (k < 2 || (size_t)k > d.n)
        nb__fail("DomainError",
                 "nb_kfold: .k = %ld folds of %zu rows; k must be 2 to %zu.", k,
                 d.n, d.n);
    nb_fold f = {.fold = -1, .folds = k, .data = d, .scope = -1};
    f.starts = nb__alloc((size_t)k + 1, sizeof *f.starts);
    f.order = shuffled(d.n, opts.seed, opts.noshuffle);
    /* The first n mod k folds have one row more. */
    for (size_t i = 0; i <= (size_t)k; i++) {
        size_t extra = d.n % (size_t)k;
        f.starts[i] = i * (d.n / (size_t)k) + (i < extra ? i : extra);
    }
    if (opts.stratify) f.order = dealt(&d, f.order, (size_t)k, f.starts);
    return f;
}

static void close_scope(long *scope) {
    if (*scope >= 0) nb__scope_close(scope);
    *scope = -1;
}

int nb__kfold_next(nb_fold *f) {
    close_scope(&f->scope);
    if (++f->fold >= f->folds) return 0;
    f->scope = nb__scope_open();
    size_t from = f->starts[f->fold], to = f->starts[f->fold + 1];
    size_t n = f->data.n, *rest = nb__alloc(n, sizeof *rest);
    memcpy(rest, f->order, from * sizeof *rest);
    memcpy(rest + from, f->order + to, (n - to) * sizeof *rest);
    f->train = nb__rows_of_data(&f->data, rest, n - (to - from));
    f->test = nb__rows_of_data(&f->data, f->order + from, to - from);
    free(rest);
    return 1;
}

void nb__kfold_end(nb_fold *f) {
    close_scope(&f->scope);
    free(f->order);
    free(f->starts);
    f->order = f->starts = NULL;
}

/* ---- Batches. ---- */

nb_batch nb__batches_begin(const gsl_matrix *X, const gsl_vector *y,
                           nb_batch_opts opts) {
    nb__need_matrix("nb_batches", X);
    nb__need_vector("nb_batches", y);
    if (X->size1 != y->size)
        nb__fail("ShapeError",
                 "nb_batches: X has %zu rows, but y is vector(%zu).", X->size1,
                 y->size);
    if (opts.size < 0)
        nb__fail("DomainError",
                 "nb_batches: .size = %ld; it must be positive.", opts.size);
    nb_batch b = {.number = -1, .allX = X, .ally = y, .scope = -1,
                  .most = opts.size ? (size_t)opts.size : 32};
    b.order = nb__alloc(y->size, sizeof *b.order);
    for (size_t i = 0; i < y->size; i++) b.order[i] = i;
    if (!opts.noshuffle)
        gsl_ran_shuffle(nb_rng(), b.order, y->size, sizeof *b.order);
    return b;
}

int nb__batches_next(nb_batch *b) {
    close_scope(&b->scope);
    size_t left = b->ally->size - b->next;
    if (left == 0) return 0;
    b->scope = nb__scope_open();
    b->number++;
    b->size = left < b->most ? left : b->most;
    size_t p = b->allX->size2;
    b->X = nb__own_matrix(nb__new_matrix(b->size, p));
    b->y = nb__own_vector(nb__new_vector(b->size));
    for (size_t i = 0; i < b->size; i++) {
        size_t row = b->order[b->next + i];
        memcpy(b->X->data + i * p, b->allX->data + row * b->allX->tda,
               p * sizeof(double));
        b->y->data[i] = b->ally->data[row * b->ally->stride];
    }
    b->next += b->size;
    return 1;
}

void nb__batches_end(nb_batch *b) {
    close_scope(&b->scope);
    free(b->order);
    b->order = NULL;
}
