/* svg.h - between the page of a picture and the marks on it.
 *
 * The subset: svg title desc g rect path text; presentation attributes only,
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

/* All marks of the scene into the frame. */
void nb__svg_marks(const nb__scene *scene, const nb__frame *frame,
                   nb__buf *buf);
/* Words with a white edge, so that they can be read on anything. */
void nb__svg_halo_text(nb__buf *buf, double x, double y, int anchor,
                       nb__color color, const char *text);

#endif
