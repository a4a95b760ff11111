/* split.h - parts of data sets, for what draws or divides them. */
#ifndef NB_SPLIT_H
#define NB_SPLIT_H

#include "nabla.h"

/* A NullError or ShapeError unless X and y are there and fit. */
void nb__need_data(const char *who, const nb_data *d);
/* Copies of these rows, in this order, noted in the scope. */
nb_data nb__rows_of_data(const nb_data *d, const size_t *order, size_t count);

#endif
