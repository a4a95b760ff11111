/* svgpath.h - the data of a <path>, small: tenths of a pixel, relative.
 *
 * A Pen clips lines to a rectangle and thins them: of the points that fall in
 * one column of pixels only the first, lowest, highest and last are drawn
 * (M4: Jugel et al., VLDB 2014), which lights the same pixels. */
#ifndef NB_SVGPATH_H
#define NB_SVGPATH_H

#include "buffer.h"

typedef struct nb__frame {
    double left, top, width, height;
} nb__frame;

typedef struct nb__path {
    nb__buf *buf;
    long x, y;             /* where the path is, in tenths */
    long start_x, start_y; /* of this piece: to close is to go back there */
    int has_begun;
    char command;
} nb__path;

void nb__path_move(nb__path *path, double x, double y);
void nb__path_line(nb__path *path, double x, double y);
void nb__path_close(nb__path *path);
/* A number with at most one decimal: 12.5, -.5, 0. */
void nb__buf_tenths(nb__buf *buf, long tenths);
void nb__buf_px(nb__buf *buf, double px);

typedef struct nb__column4 {
    long column;
    size_t count;
    double first[2], low[2], high[2], last[2];
    int low_is_first; /* the lowest came before the highest */
} nb__column4;

typedef struct nb__pen {
    nb__path path;
    nb__frame frame;
    int is_down, is_thinned;
    int grain; /* px of a column; shorter steps are left out beyond 1 */
    int has_skipped, has_drawn;
    double skipped[2]; /* the last point that was left out */
    double x, y;
    nb__column4 pending;
} nb__pen;

nb__pen nb__pen_of(nb__buf *buf, const nb__frame *frame, int is_thinned);
void nb__pen_to(nb__pen *pen, double x, double y);
void nb__pen_lift(nb__pen *pen); /* at a gap, and at the end */

#endif
