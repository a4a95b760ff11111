/* font.h - how wide text will be in a picture, before anybody draws it. */
#ifndef NB_FONT_H
#define NB_FONT_H

/* Width in px at this size, for Helvetica and the fonts made to its measure
 * (Arial, Liberation Sans); others can be wider by a fifth. */
double nb__text_width(const char *text, double size);
/* The same with room for such a wider font. */
double nb__text_room(const char *text, double size);

#endif
