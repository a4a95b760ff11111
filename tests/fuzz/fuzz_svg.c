/* Any points are a path of a picture: read as a browser reads it, the path
 * leads to those points, rounded to tenths of a pixel; and what a pen draws
 * stays in its frame. Numbers are short: no exponent, no zero too many.
 *
 * The first byte says what is drawn; then come pairs of 16-bit numbers, which
 * the second byte scales. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "svgpath.h"

typedef struct Reader {
    const char *at;
    char command;
    double x, y, start_x, start_y;
} Reader;

static double read_number(Reader *r) {
    const char *from;
    char *end;
    while (*r->at == ' ') r->at++;
    from = r->at;
    double number = strtod(r->at, &end);
    LAW(end > from);
    LAW(strspn(from, "-.0123456789") >= (size_t)(end - from));
    LAW(!memchr(from, '.', (size_t)(end - from)) || end[-1] != '0');
    /* "0.5" is written ".5", and "5.5.5" is two numbers. */
    const char *digit = from + (*from == '-');
    LAW(digit[0] != '0' || digit + 1 == end);
    r->at = end;
    return number;
}

/* One command; false at the end of the path. */
static bool read_command(Reader *r) {
    if (!*r->at) return false;
    if (strchr("MLmlhvz", *r->at)) r->command = *r->at++;
    else LAW(strchr(" -.0123456789", *r->at) != NULL);
    double x = 0, y = 0;
    bool is_absolute = r->command == 'M' || r->command == 'L';
    if (r->command == 'z') {
        r->x = r->start_x;
        r->y = r->start_y;
        return true;
    }
    if (r->command != 'v') x = read_number(r);
    if (r->command != 'h') y = read_number(r);
    r->x = is_absolute ? x : r->x + x;
    r->y = is_absolute ? y : r->y + y;
    if (r->command == 'M' || r->command == 'm') {
        r->start_x = r->x;
        r->start_y = r->y;
        r->command = r->command == 'M' ? 'L' : 'l';
    }
    return true;
}

static double number_at(const uint8_t *bytes, int scale) {
    int16_t number;
    memcpy(&number, bytes, sizeof number);
    return ldexp((double)number, scale);
}

static bool is_at(const Reader *r, double x, double y) {
    return fabs(r->x - (double)lround(x * 10) / 10) < 1e-6 &&
           fabs(r->y - (double)lround(y * 10) / 10) < 1e-6;
}

/* Each point begins a piece, goes on with it, or closes it, by its low bits. */
static void draw_path(const uint8_t *points, size_t count, int scale,
                      nb__buf *buf) {
    nb__path path = {.buf = buf};
    for (size_t i = 0; i < count; i++) {
        double x = number_at(points + 4 * i, scale);
        double y = number_at(points + 4 * i + 2, scale);
        if (!path.has_begun || points[4 * i] % 8 == 1)
            nb__path_move(&path, x, y);
        else if (points[4 * i] % 8 == 2)
            nb__path_close(&path);
        else
            nb__path_line(&path, x, y);
    }
}

static void check_path(const uint8_t *points, size_t count, int scale,
                       const nb__buf *buf) {
    Reader r = {.at = buf->data ? buf->data : ""};
    bool has_begun = false;
    for (size_t i = 0; i < count; i++) {
        bool is_close = has_begun && points[4 * i] % 8 == 2;
        LAW(read_command(&r));
        if (is_close) LAW(r.command == 'z');
        else
            LAW(is_at(&r, number_at(points + 4 * i, scale),
                      number_at(points + 4 * i + 2, scale)));
        has_begun = true;
    }
    LAW(!read_command(&r));
}

static void draw_by_pen(const uint8_t *points, size_t count, int scale,
                        int how, nb__buf *buf) {
    const nb__frame frame = {10.5, 20, 300, 200.25};
    nb__pen pen = nb__pen_of(buf, &frame, how & 1);
    pen.grain = how & 2 ? 3 : 1;
    for (size_t i = 0; i < count; i++) {
        if (points[4 * i] % 16 == 1) nb__pen_lift(&pen);
        nb__pen_to(&pen, number_at(points + 4 * i, scale),
                   number_at(points + 4 * i + 2, scale));
    }
    nb__pen_lift(&pen);
    Reader r = {.at = buf->data ? buf->data : ""};
    while (read_command(&r)) {
        LAW(r.x > frame.left - 0.06 && r.x < frame.left + frame.width + 0.06);
        LAW(r.y > frame.top - 0.06 && r.y < frame.top + frame.height + 0.06);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    nb__buf buf = {0};
    size_t count = (size - 2) / 4;
    if (data[0] & 4) {
        /* Points as far away as the scale of a picture lets them be. */
        draw_by_pen(data + 2, count, data[1] % 24 - 16, data[0], &buf);
    } else {
        int scale = data[1] % 16 - 8;
        draw_path(data + 2, count, scale, &buf);
        check_path(data + 2, count, scale, &buf);
    }
    nb__buf_done(&buf);
    return 0;
}
