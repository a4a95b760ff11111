/* data.h - data sets that come with the library. */
#ifndef NB_DATA_H
#define NB_DATA_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* A data set: rows of X are observations, y tells the class or the target. */
typedef struct nb_data {
    gsl_matrix *X;              /* n x p */
    gsl_vector *y;              /* n; class numbers from 0, or values */
    size_t n;                   /* observations */
    size_t p;                   /* features */
    size_t class_count;         /* 0 if y holds values */
    const char *name;           /* "iris" */
    const char *const *columns; /* p names with units, then NULL */
    const char *const *classes; /* class_count names, then NULL */
    const char *credit;         /* whom to thank */
} nb_data;

/* A data set by name. There is "iris": 150 flowers of three species, four
 * lengths in centimetres each.
 *
 * Shapes   X: n x p; y: n.
 * Owns     the caller owns X and y; the names live for ever.
 * Errors   DataError if there is no such set; it lists those that there are.
 * Source   Fisher, Annals of Eugenics 7 (1936), 179-188 (iris).
 *
 * Example
 *     nb_data iris = nb_load("iris");
 *     nb_show(iris.n, iris.columns[0]);       // 150 "sepal length (cm)"
 */
nb_data nb_load(const char *name);

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
