/* color.h - the palette, names of colours, and colour maps. */
#ifndef NB_COLOR_H
#define NB_COLOR_H

typedef struct nb__color {
    unsigned char r, g, b;
} nb__color;

/* Okabe and Ito's colours without the yellow, strongest on white first. */
nb__color nb__palette(long i);
/* "C3", "#d55e00", "red" ...; fails in who's name for anything else. */
nb__color nb__parse_color(const char *who, const char *name);

typedef enum nb__map {
    NB__VIRIDIS,
    NB__RDBU,
    NB__GREYS
} nb__map;

nb__map nb__parse_map(const char *who, const char *name);
nb__color nb__map_color(nb__map map, double t); /* t in [0, 1] */
/* Is white or black text easier to read on it? 1: white. */
int nb__is_dark(nb__color color);

#endif
