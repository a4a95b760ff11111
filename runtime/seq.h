/* seq.h - reading an nb_seq. */
#ifndef NB_SEQ_H
#define NB_SEQ_H

#include "nabla.h"

/* What an nb_seq's data point to. */
enum {
    NB__KIND_NONE,
    NB__KIND_DOUBLE,
    NB__KIND_FLOAT,
    NB__KIND_INT,
    NB__KIND_LONG,
    NB__KIND_WORDS /* const char *; only columns of tables take them */
};

double nb__seq_get(const nb_seq *s, size_t i); /* not for functions */
/* Fresh doubles, s->length of them; a function is an error in who's name. */
double *nb__seq_doubles(const char *who, const nb_seq *s);

#endif
