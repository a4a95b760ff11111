/* describe.h - the faces of values, for nb_show() inside the runtime. */
#ifndef NB_DESCRIBE_H
#define NB_DESCRIBE_H

#include "buffer.h"
#include "nabla.h"
#include "value.h"

/* Add a face; text is taken. Returns the new count. */
size_t nb__face_add(nb_mime *faces, size_t count, const char *type, char *text);

/* Only text/plain; takes the text, without newlines at its end. */
size_t nb__face_plain(nb_mime *faces, nb__buf *text);
/* "name: vector(2) [1, 2]" and a newline; a matrix on lines of its own. */
void nb__text_vector(nb__buf *text, const char *name, const gsl_vector *v);
void nb__text_matrix(nb__buf *text, const char *name, const gsl_matrix *A);

/* describediff.c */
size_t nb__describe_dual(const void *value, nb_mime *faces);
size_t nb__describe_hyper(const void *value, nb_mime *faces);
size_t nb__describe_complex(const void *value, nb_mime *faces);
size_t nb__describe_var(const void *value, nb_mime *faces);

/* describelearn.c, describeinfer.c and others: see NB__RESULTS. */
size_t nb__describe_net(const void *value, nb_mime *faces);
size_t nb__describe_opt(const void *value, nb_mime *faces);
#define NB__MEMBER(name, type)                                                 \
    size_t nb__describe_##name(const void *value, nb_mime *faces);
NB__RESULTS(NB__MEMBER)
#undef NB__MEMBER

#endif
