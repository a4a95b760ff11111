/* figure.h - the two faces of plots and figures. */
#ifndef NB_FIGURE_H
#define NB_FIGURE_H

#include "buffer.h"
#include "nabla.h"
#include "value.h"

/* Of the plot, or if it is NULL of the figure: text, SVG and what is on it in
 * words, in that order. */
size_t nb__figure_faces(const struct nb_plot_object *plot,
                        const struct nb_fig_object *figure, nb_mime *faces);

void nb__figure_text(const struct nb_plot_object *plot,
                     const struct nb_fig_object *figure, nb__buf *buf);
void nb__figure_svg(const struct nb_plot_object *plot,
                    const struct nb_fig_object *figure, nb__buf *buf);
/* svgpage.c */
void nb__svg_words_of(const struct nb_plot_object *plot, nb__buf *words);
void nb__svg_words_of_figure(const struct nb_fig_object *figure,
                             nb__buf *words);
void nb__svg_plot(const struct nb_plot_object *plot, nb__buf *buf);
void nb__svg_figure(const struct nb_fig_object *figure, nb__buf *buf);
/* textplot.c */
void nb__text_plot(const struct nb_plot_object *plot, size_t columns,
                   size_t rows, nb__buf *buf);

#endif
