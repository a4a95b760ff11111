#include "seq.h"

#include <string.h>

#include "fail.h"
#include "var.h"

static nb_seq seq_of(const void *data, size_t length, size_t kind) {
    return (nb_seq){data, length, 1, kind, NULL};
}

nb_seq nb__seq_double(const double *data, size_t size) {
    return seq_of(data, size / sizeof *data, NB__KIND_DOUBLE);
}

nb_seq nb__seq_float(const float *data, size_t size) {
    return seq_of(data, size / sizeof *data, NB__KIND_FLOAT);
}

nb_seq nb__seq_int(const int *data, size_t size) {
    return seq_of(data, size / sizeof *data, NB__KIND_INT);
}

nb_seq nb__seq_long(const long *data, size_t size) {
    return seq_of(data, size / sizeof *data, NB__KIND_LONG);
}

nb_seq nb__seq_vector(const gsl_vector *v, size_t size) {
    (void)size;
    nb__need_vector("NB_SEQ", v);
    return (nb_seq){v->data, v->size, v->stride, NB__KIND_DOUBLE, NULL};
}

nb_seq nb__seq_view(gsl_vector_view v, size_t size) {
    return nb__seq_vector(&v.vector, size);
}

nb_seq nb__seq_const_view(gsl_vector_const_view v, size_t size) {
    return nb__seq_vector(&v.vector, size);
}

nb_seq nb__seq_var(nb_var v, size_t size) {
    (void)size;
    nb__need_var("NB_SEQ", v);
    return (nb_seq){v->slots[NB__VALUE], nb__var_size(v), 1, 1, NULL};
}

nb_seq nb__seq_function(double (*f)(double), size_t size) {
    (void)size;
    return (nb_seq){NULL, 0, 0, NB__KIND_NONE, f};
}

nb_seq nb__seq_self(nb_seq s, size_t size) {
    (void)size;
    return s;
}

nb_seq nb__none(void) { return (nb_seq){NULL, 0, 0, NB__KIND_NONE, NULL}; }

nb_seq nb_n(const double *pointer, long length) {
    if (length < 0)
        nb__fail("ShapeError", "nb_n: a length cannot be %ld.", length);
    if (!pointer && length > 0)
        nb__fail("NullError", "nb_n: the pointer is NULL.");
    return seq_of(pointer, (size_t)length, NB__KIND_DOUBLE);
}

double nb__seq_get(const nb_seq *s, size_t i) {
    size_t at = i * s->stride;
    switch (s->kind) {
    case NB__KIND_DOUBLE: return ((const double *)s->data)[at];
    case NB__KIND_FLOAT: return (double)((const float *)s->data)[at];
    case NB__KIND_INT: return ((const int *)s->data)[at];
    case NB__KIND_LONG: return (double)((const long *)s->data)[at];
    default: return 0;
    }
}

double *nb__seq_doubles(const char *who, const nb_seq *s) {
    if (s->function)
        nb__fail("DomainError",
                 "%s: a function has no numbers of its own; give it points.",
                 who);
    double *numbers = nb__realloc(NULL, s->length, sizeof *numbers);
    if (s->kind == NB__KIND_DOUBLE && s->stride == 1 && s->length)
        return memcpy(numbers, s->data, s->length * sizeof *numbers);
    for (size_t i = 0; i < s->length; i++) numbers[i] = nb__seq_get(s, i);
    return numbers;
}
