/* png.h - a small picture as a PNG in base64, for <image> in a figure. */
#ifndef NB_PNG_H
#define NB_PNG_H

#include "buffer.h"
#include "color.h"

/* One byte a pixel, rows from the top: an index into 256 colours, of which
 * number 0 is transparent. */
typedef struct nb__pixels {
    unsigned char *numbers; /* width * height */
    size_t width, height;
    nb__color colors[256];
} nb__pixels;

/* Appends the base64 to buf. */
void nb__png_base64(const nb__pixels *pixels, nb__buf *buf);

#endif
