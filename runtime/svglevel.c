/* svglevel.c - the values of level lines, written on them. */
#include <math.h>
#include <stdlib.h>

#include "easel.h"
#include "fail.h"
#include "font.h"
#include "number.h"

enum {
    SIZE = 11,        /* px of the letters */
    LEAST_LENGTH = 50 /* px of a line that gets a label */
};

/* The labels of a plot so far, as rectangles. */
typedef struct Labels {
    const nb__easel *easel;
    nb__frame *places; /* own */
    size_t count;
} Labels;

static int is_free(const Labels *labels, const nb__frame *a) {
    const nb__frame *f = &labels->easel->frame;
    if (a->left < f->left + 2 || a->top < f->top + 2 ||
        a->left + a->width > f->left + f->width - 2 ||
        a->top + a->height > f->top + f->height - 2)
        return 0;
    for (size_t i = 0; i < labels->count; i++) {
        const nb__frame *b = &labels->places[i];
        if (a->left < b->left + b->width && b->left < a->left + a->width &&
            a->top < b->top + b->height && b->top < a->top + a->height)
            return 0;
    }
    return 1;
}

static int put_label(Labels *labels, double x, double y, const char *text) {
    double room = nb__text_room(text, SIZE) + 6;
    nb__frame place = {x - room / 2, y - 9, room, 18};
    if (!is_free(labels, &place)) return 0;
    labels->places[labels->count++] = place;
    nb__words words = {x, y + 4, 0, {51, 51, 51}, text};
    nb__svg_words(labels->easel->buf, &words);
    return 1;
}

/* A piece of the line: points first ... last, none of them NaN. */
typedef struct Piece {
    size_t first, last;
    double length; /* px */
} Piece;

static double step_length(const nb__easel *e, size_t i) {
    const struct nb_mark_object *mark = e->mark;
    return hypot(nb__px_x(e, mark->x[i + 1]) - nb__px_x(e, mark->x[i]),
                 nb__px_y(e, mark->y[i + 1]) - nb__px_y(e, mark->y[i]));
}

static Piece longest_piece(const nb__easel *e) {
    Piece longest = {0, 0, 0}, now = {0, 0, 0};
    for (size_t i = 0; i + 1 < e->mark->n; i++) {
        double step = step_length(e, i);
        if (isnan(step)) {
            now = (Piece){i + 1, i + 1, 0};
            continue;
        }
        now.last = i + 1;
        now.length += step;
        if (now.length > longest.length) longest = now;
    }
    return longest;
}

/* The point after a share of the piece's length. */
static size_t point_at(const nb__easel *e, const Piece *piece, double share) {
    double at = 0;
    size_t i = piece->first;
    while (i < piece->last && at < share * piece->length)
        at += step_length(e, i++);
    return i;
}

static void label_line(Labels *labels) {
    static const double shares[] = {0.5, 0.25, 0.75, 0.1, 0.9};
    const nb__easel *e = labels->easel;
    Piece piece = longest_piece(e);
    char number[NB_NUMBER_SIZE];
    nb__buf text = {0};
    if (piece.length < LEAST_LENGTH) return;
    nb__ramp_number(e->mark->level, number);
    nb__buf_minus(&text, number);
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
        size_t i = point_at(e, &piece, shares[k]);
        if (put_label(labels, nb__px_x(e, e->mark->x[i]),
                      nb__px_y(e, e->mark->y[i]), text.data))
            break;
    }
    nb__buf_done(&text);
}

void nb__svg_level_labels(const nb__easel *easel) {
    const struct nb_plot_object *plot = easel->scene->plot;
    nb__easel e = *easel;
    Labels labels = {&e, NULL, 0};
    labels.places = nb__alloc(plot->count, sizeof *labels.places);
    for (size_t i = 0; i < plot->count; i++) {
        e.mark = plot->marks[i];
        if (e.mark->level_count && e.mark->has_level_label)
            label_line(&labels);
    }
    free(labels.places);
}
