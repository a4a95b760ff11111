/* svg.h - between the page of a picture and the marks on it.
 *
 * The subset: svg title desc g rect path text image; presentation attributes
 * only,
 * no style, class, id, script or reference, because sanitisers of web pages
 * take those out. */
#ifndef NB_SVG_H
#define NB_SVG_H

#include "scene.h"
#include "svgpath.h"

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

/* A field or a surface, which fill their part of the frame. */
void nb__svg_field(const nb__scene *scene, const struct nb_mark_object *mark,
                   const nb__frame *frame, nb__buf *buf);
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
