/* value.h - how a host asks what a value looks like.
 *
 * A notebook's kernel knows the type and address of a cell's last value; the
 * faces of the types that the runtime knows are made here, so that Out[n] and
 * nb_show() agree. Cells do not include this header. */
#ifndef NB_VALUE_H
#define NB_VALUE_H

#include <stddef.h>

#include "host.h"

#ifdef __cplusplus
extern "C" {
#endif
#if defined __GNUC__ && !defined __TINYC__
#    pragma GCC visibility push(default)
#endif

enum {
    NB_MAX_FACES = 4,
    NB_NUMBER_SIZE = 32 /* bytes that hold any number as text, NUL included */
};

/* The faces of a value whose C type has this name: "gsl_vector",
 * "gsl_matrix_view", "gsl_complex", "nb_pca_t", "nb_data" ... value points to
 * it; for nb_plot_t and nb_fig_t, which are pointers themselves, value is
 * that pointer. A "const" before and a "*" behind the name change nothing, so
 * a variable gsl_vector *v is nb_describe("gsl_vector *", v, faces).
 *
 * Returns how many faces there are, text/plain first, or 0 if the runtime
 * does not know the type. A NULL value has the face "NULL". The faces are
 * owned: nb_faces_free(). */
size_t nb_describe(const char *type, const void *value,
                   nb_mime faces[NB_MAX_FACES]);
void nb_faces_free(nb_mime *faces, size_t count);

/* A C array of numbers as text: element is "double", "float", "int",
 * "unsigned char", "size_t" ...; dims holds ndims extents, outermost first.
 * "double[2][2]" and the elements; large ones are shortened. NULL if the
 * element type is unknown. Owned: free(). */
char *nb_describe_array(const char *element, const void *data,
                        const size_t *dims, size_t ndims);

/* One number as nb_show() writes it; text has NB_NUMBER_SIZE bytes. */
void nb_number(double x, char *text);
void nb_number_float(float x, char *text);
void nb_number_long_double(long double x, char *text);
/* The number of significant digits that nb_digits() set. */
int nb_digits_now(void);

/* Text in C's double quotes with escapes, cut with "..." after limit bytes
 * on a character boundary. Owned: free(). */
char *nb_quote(const char *text, size_t length, size_t limit);

/* Forget the scopes that a stopped cell left open, and free what was made
 * inside. A host calls this when a cell ended by another way than its end. */
void nb_scopes_close(void);

/* Show what waits to be shown (the last picture of each live plot). A host
 * calls this when a cell has ended, whatever way. */
void nb_cell_end(void);

#if defined __GNUC__ && !defined __TINYC__
#    pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
