/* thin.h - the points of a long line that can be told apart.
 *
 * Of the points that fall in one column of the frame, in one go, only the
 * first, lowest, highest and last are kept (M4: Jugel et al., VLDB 2014): the
 * line through them covers the same pixels. */
#ifndef NB_THIN_H
#define NB_THIN_H

#include "scene.h"

/* Indices of the mark's points, in order, for a frame of so many columns;
 * their number goes to ret_count. Own. A gap (NaN) is kept as one point. */
size_t *nb__thin(const nb__scene *scene, const struct nb_mark_object *mark,
                 double columns, size_t *ret_count);

#endif
