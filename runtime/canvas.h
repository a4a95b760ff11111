/* canvas.h - a grid of characters with 2 x 4 braille dots in each.
 *
 *     dot (x, y), y downwards         bit
 *     (0,0) (1,0)                     0x01 0x08
 *     (0,1) (1,1)                     0x02 0x10
 *     (0,2) (1,2)                     0x04 0x20
 *     (0,3) (1,3)                     0x40 0x80
 *
 * A glyph stands above the dots of its cell, a shade below them. A wide glyph
 * (CJK, emoji) takes two cells: the second holds NB__TAIL. */
#ifndef NB_CANVAS_H
#define NB_CANVAS_H

#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

enum {
    NB__TAIL = 0x110000 /* one more than the last code point */
};

typedef struct nb__cell {
    uint32_t glyph; /* 0: none */
    uint32_t shade; /* 0: none */
    uint8_t dots;
} nb__cell;

typedef struct nb__canvas {
    size_t columns, rows;
    nb__cell *cells; /* own */
} nb__canvas;

nb__canvas nb__canvas_of(size_t columns, size_t rows);
void nb__canvas_done(nb__canvas *canvas);

/* Outside of the canvas nothing happens. */
void nb__canvas_dot(nb__canvas *canvas, long x, long y);
nb__cell *nb__canvas_cell(nb__canvas *canvas, long column, long row);
/* From dot to dot; the pattern is of `length` bits, first dot highest, and
 * *phase goes round it, so that a bent line keeps its rhythm. */
void nb__canvas_line(nb__canvas *canvas, const double *from, const double *to,
                     unsigned pattern, unsigned length, unsigned *phase);
/* Glyphs of a text, one a cell (two for wide ones), from this cell on. What
 * was there before is overwritten; half a wide glyph becomes a blank. */
void nb__canvas_text(nb__canvas *canvas, long column, long row,
                     const char *text);
/* One row, without blanks at its end. */
void nb__canvas_write(const nb__canvas *canvas, size_t row, nb__buf *buf);

#endif
