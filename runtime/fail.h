/* fail.h - how the runtime stops a cell: one finished sentence. */
#ifndef NB_FAIL_H
#define NB_FAIL_H

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

/* Ends the cell (or the program) with a stable name and a sentence. Nothing
 * after it runs, so call it before memory is taken. */
_Noreturn void nb__fail(const char *ename, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Tells something on stderr that a reader should know; goes on. */
void nb__note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The checks that every function begins with; who is "nb_solve". */
void nb__need_vector(const char *who, const gsl_vector *v);
void nb__need_matrix(const char *who, const gsl_matrix *A);
void nb__need_square(const char *who, const gsl_matrix *A);
void nb__need_finite_vector(const char *who, const gsl_vector *v);
void nb__need_finite_matrix(const char *who, const gsl_matrix *A);
/* A size that a reader chose: positive, and small enough to be held. */
void nb__need_size(const char *who, long rows, long cols);

/* Memory, or a MemoryError. Never NULL, also not for nothing. */
void *nb__alloc(size_t count, size_t size);
double *nb__scratch(size_t count); /* numbers, to be written before read */
void *nb__realloc(void *memory, size_t count, size_t size);
char *nb__strdup(const char *text); /* NULL stays NULL */

#endif
