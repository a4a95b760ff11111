/* svg.h - between the page of a picture and the marks on it.
 *
 * The subset: svg title desc g rect path text image; presentation attributes
 * only,
 * no style, class, id, script or reference, because sanitisers of web pages
 * take those out. */
#ifndef NB_SVG_H
#define NB_SVG_H

#include "png.h"
#include "scene.h"
#include "svgpath.h"

/* The room of a plot, in px, and how coarsely it is drawn (1: not). */
typedef struct nb__svg_size {
    double width, height;
    int thrift;
} nb__svg_size;

void nb__svg_draw(const struct nb_plot_object *plot, const nb__svg_size *size,
                  nb__buf *buf);

/* attributes: as they stand in the tag, with a blank before each. */
void nb__svg_text(nb__buf *buf, double x, double y, const char *attributes,
                  const char *text);
/* As much of the text as has room, with an ellipsis; own. */
char *nb__svg_fitted(const char *text, double size, double room);
void nb__svg_escape(nb__buf *buf, const char *text);
void nb__svg_color(nb__buf *buf, const char *attribute, nb__color color);
/* stroke-dasharray for lines of this dash, nothing for solid ones. */
void nb__svg_dash(nb__buf *buf, nb__dash dash);
/* opacity="..." unless it is 1 */
void nb__svg_opacity(nb__buf *buf, double opacity);
/* One dot of class `glyph` around (x, y), as part of a path. */
void nb__svg_shape(nb__path *path, int glyph, double x, double y, double r);
/* How shapes are painted: by the stroke's round cap, filled, or outlined. */
void nb__svg_shape_paint(nb__buf *buf, int glyph, double r, nb__color color);

/* Pixels (colour numbers, 0: nothing there) as an <image> in this place. */
void nb__svg_image(nb__buf *buf, const nb__frame *place,
                   const nb__pixels *pixels);
/* All marks of the scene into the frame. */
void nb__svg_marks(const nb__scene *scene, const nb__frame *frame,
                   nb__buf *buf);
/* Words with a white edge, so that they can be read on anything. */
typedef struct nb__words {
    double x, y;
    int anchor; /* -1 start, 0 middle, 1 end */
    nb__color color;
    const char *text;
} nb__words;

void nb__svg_words(nb__buf *buf, const nb__words *words);

#endif
