#include "font.h"

#include "utf8.h"

/* Helvetica's advance widths for ' ' to '~', in thousandths of the size, from
 * the font's metrics file. */
static const short widths[] = {
    278, 278, 355, 556, 556,  889, 667, 191, 333, 333, 389, 584, 278, 333,
    278, 278, 556, 556, 556,  556, 556, 556, 556, 556, 556, 556, 278, 278,
    584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722,  778, 667, 778, 722, 667, 611, 722, 667, 944,
    667, 667, 611, 278, 278,  278, 469, 556, 333, 556, 556, 500, 556, 556,
    278, 556, 556, 222, 222,  500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500,  500, 500, 334, 260, 334, 584};

static int width_of(uint32_t c) {
    if (c >= ' ' && c <= '~') return widths[c - ' '];
    if (c == 0xb9 || c == 0xb2 || c == 0xb3) return 333;
    if (c >= 0x2070 && c <= 0x209f) return 333;
    if (c == 0x2212 || c == 0xd7) return 584;
    int columns = nb__utf8_width(c);
    return columns == 2 ? 1000 : columns == 1 ? 600 : 0;
}

double nb__text_width(const char *text, double size) {
    double thousandths = 0;
    while (*text) thousandths += width_of(nb__utf8_next(&text));
    return thousandths * size / 1000;
}

double nb__text_room(const char *text, double size) {
    return 1.2 * nb__text_width(text, size);
}
