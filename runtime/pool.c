#include "pool.h"

#include <string.h>

#include "fail.h"
#include "nabla.h"
#include "value.h"

typedef struct Entry {
    void *value;
    void (*release)(void *);
    long depth; /* of the scope that frees it */
} Entry;

/* The pool is one of the few statics: scopes are a property of the program's
 * only thread of cells. Entries are in the order of making. */
static Entry *entries;
static size_t entry_count, entry_cap;
static long depth;

static void release_vector(void *v) { (gsl_vector_free)(v); }
static void release_matrix(void *A) { (gsl_matrix_free)(A); }
static void release_permutation(void *p) { (gsl_permutation_free)(p); }

void *nb__own(void *value, void (*release)(void *)) {
    if (depth == 0 || !value) return value;
    if (entry_count == entry_cap) {
        entry_cap = entry_cap ? 2 * entry_cap : 64;
        entries = nb__realloc(entries, entry_cap, sizeof *entries);
    }
    entries[entry_count++] = (Entry){value, release, depth};
    return value;
}

/* ---- What no scope frees: told when it is so much that it must be a loop. */

static const size_t LOOSE_LIMIT = 512u << 20;
static size_t loose; /* bytes, about: what is freed inside counts as well */
static int is_loose_told;

static void count_loose(size_t numbers) {
    if (depth > 0) return;
    loose += numbers * sizeof(double);
    if (loose < LOOSE_LIMIT || is_loose_told) return;
    is_loose_told = 1;
    nb__note("The session holds %zu MB of vectors and matrices. What a loop "
             "makes is freed at the end of each turn if nb_scope { } is around "
             "it; nb_free(A) frees one.",
             loose >> 20);
}

static void count_freed(size_t numbers) {
    size_t bytes = numbers * sizeof(double);
    loose -= bytes < loose ? bytes : loose;
}

gsl_vector *nb__own_vector(gsl_vector *v) {
    if (v && v->owner) count_loose(v->size);
    return nb__own(v, release_vector);
}

gsl_matrix *nb__own_matrix(gsl_matrix *A) {
    if (A && A->owner) count_loose(A->size1 * A->size2);
    return nb__own(A, release_matrix);
}

gsl_permutation *nb__own_permutation(gsl_permutation *p) {
    return nb__own(p, release_permutation);
}

/* Looked for from the end: what is freed by name was mostly made just now. */
static Entry *find(const void *value) {
    for (size_t i = entry_count; i > 0; i--)
        if (entries[i - 1].value == value) return &entries[i - 1];
    return NULL;
}

int nb__disown(const void *value) {
    Entry *entry = value && entry_count ? find(value) : NULL;
    if (!entry) return 0;
    size_t behind = entry_count - (size_t)(entry - entries) - 1;
    for (size_t i = 0; i < behind; i++) entry[i] = entry[i + 1];
    entry_count--;
    return 1;
}

int nb__is_owned(const void *value) {
    return value && entry_count && find(value) != NULL;
}

int nb__scope_is_open(void) { return depth > 0; }

long nb__scope_open(void) { return depth++; }

static void close_down_to(long new_depth) {
    size_t kept = 0;
    size_t count = entry_count;
    depth = new_depth;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].depth <= new_depth)
            entries[kept++] = entries[i];
        else
            entries[i].release(entries[i].value);
    }
    entry_count = kept;
}

/* As `cleanup` calls it. NOLINTNEXTLINE(readability-non-const-parameter) */
void nb__scope_close(long *mark) {
    if (*mark < depth) close_down_to(*mark);
}

void nb_scopes_close(void) { close_down_to(0); }

/* It moves to the enclosing scope; what leaves the outermost is free. */
void *nb__keep(const void *value) {
    Entry *entry = entry_count ? find(value) : NULL;
    if (entry) {
        entry->depth--;
        if (entry->depth == 0) (void)nb__disown(value);
    }
    union {
        const void *in;
        void *out;
    } same = {value};
    return same.out;
}

void nb__free_vector(gsl_vector *v) {
    if (!nb__disown(v) && v && v->owner) count_freed(v->size);
    (gsl_vector_free)(v);
}

void nb__free_matrix(gsl_matrix *A) {
    if (!nb__disown(A) && A && A->owner) count_freed(A->size1 * A->size2);
    (gsl_matrix_free)(A);
}

void nb__free_permutation(gsl_permutation *p) {
    (void)nb__disown(p);
    (gsl_permutation_free)(p);
}

gsl_vector *nb__new_vector(size_t n) {
    gsl_vector *v = gsl_vector_calloc(n);
    if (!v) nb__fail("MemoryError", "There is no memory for vector(%zu).", n);
    return v;
}

gsl_matrix *nb__raw_matrix(size_t rows, size_t cols) {
    gsl_matrix *A = gsl_matrix_alloc(rows, cols);
    if (!A)
        nb__fail("MemoryError", "There is no memory for matrix(%zu x %zu).",
                 rows, cols);
    return A;
}

gsl_matrix *nb__new_matrix(size_t rows, size_t cols) {
    gsl_matrix *A = nb__raw_matrix(rows, cols);
    memset(A->data, 0, rows * cols * sizeof *A->data);
    return A;
}
