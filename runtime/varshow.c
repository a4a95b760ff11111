/* varshow.c - the tape for the eye: a table of its steps, and its graph. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "fail.h"
#include "host.h"
#include "svg.h"
#include "utf8.h"
#include "var.h"

enum {
    MAX_TABLE = 200,
    MAX_GRAPH = 60,
    CELL = 64
};

/* ---- Words. ---- */

typedef char Cell[CELL];

/* The nodes in order, each with a name that the others use. */
typedef struct Story {
    nb__walk walk;
    Cell *names;
    int has_grads;
} Story;

static size_t index_of(const Story *story, nb_var v) {
    size_t i = 0;
    while (story->walk.nodes[i] != v) i++;
    return i;
}

/* Operands from left to right, then what is made of them: compilers evaluate
 * arguments in different orders, but the table should be the same. */
static void put(nb_var *nodes, size_t *count, nb_var v) {
    for (size_t i = 0; i < *count; i++)
        if (nodes[i] == v) return;
    for (size_t k = 0; k < v->count; k++) put(nodes, count, nb__var_in(v, k));
    nodes[(*count)++] = v;
}

static void put_in_order(nb__walk *walk) {
    nb_var *nodes = nb__alloc(walk->count, sizeof *nodes);
    size_t count = 0;
    put(nodes, &count, walk->nodes[walk->count - 1]);
    free(walk->nodes);
    walk->nodes = nodes;
}

static Story story_of(const char *who, nb_var L, size_t limit) {
    nb__need_var(who, L);
    Story story = {nb__walk_to(L, 1), NULL, L->slots[NB__GRAD] != NULL};
    size_t count = story.walk.count, steps = 0, params = 0, constants = 0;
    if (count > limit) {
        nb__walk_done(&story.walk);
        nb__fail("LimitError",
                 "%s: %zu nodes are more than can be read; %zu is the limit.",
                 who, count, limit);
    }
    put_in_order(&story.walk);
    story.names = nb__alloc(count, sizeof *story.names);
    for (size_t i = 0; i < count; i++) {
        nb_var v = story.walk.nodes[i];
        if (v->name[0])
            (void)nb__format(story.names[i], CELL, "%s", v->name);
        else if (v->op)
            (void)nb__format(story.names[i], CELL, "v%zu", ++steps);
        else if (v->wants)
            (void)nb__format(story.names[i], CELL, "p%zu", ++params);
        else
            (void)nb__format(story.names[i], CELL, "c%zu", ++constants);
    }
    return story;
}

static void story_done(Story *story) {
    nb__walk_done(&story->walk);
    free(story->names);
}

/* "sin(x)", "x + 2", "2 * x" */
static void say_unary(nb_var v, const char *x, char *cell) {
    char number[NB_NUMBER_SIZE];
    nb_number(v->number, number);
    switch (v->kind) {
    case NB__UNARY_neg: (void)nb__format(cell, CELL, "-%s", x); break;
    case NB__UNARY_recip: (void)nb__format(cell, CELL, "1 / %s", x); break;
    case NB__UNARY_scale:
        (void)nb__format(cell, CELL, "%s * %s", number, x);
        break;
    case NB__UNARY_shift:
        if (v->number < 0)
            (void)nb__format(cell, CELL, "%s - %s", x, number + 1);
        else
            (void)nb__format(cell, CELL, "%s + %s", x, number);
        break;
    case NB__UNARY_pow:
        (void)nb__format(cell, CELL, "%s ^ %s", x, number);
        break;
    case NB__UNARY_base:
        (void)nb__format(cell, CELL, "%s ^ %s", number, x);
        break;
    default: (void)nb__format(cell, CELL, "%s(%s)", nb__unary_name(v->kind), x);
    }
}

static void say_operation(const Story *story, nb_var v, char *cell) {
    if (!v->op) {
        (void)nb__format(cell, CELL, "%s", v->wants ? "parameter" : "constant");
        return;
    }
    const char *a = story->names[index_of(story, nb__var_in(v, 0))];
    if (!v->op->name[0]) {
        say_unary(v, a, cell);
    } else if (strchr("+-*", v->op->name[0])) {
        (void)nb__format(cell, CELL, "%s %s %s", a, v->op->name,
                         story->names[index_of(story, v->in[1])]);
    } else {
        nb__buf text = {0};
        nb__buf_printf(&text, "%s(%s", v->op->name, a);
        for (size_t k = 1; k < v->count; k++)
            nb__buf_printf(&text, ", %s",
                           story->names[index_of(story, nb__var_in(v, k))]);
        nb__buf_puts(&text, ")");
        (void)nb__format(cell, CELL, "%s", text.data);
        nb__buf_done(&text);
    }
}

/* A number, a few numbers, or how many there are. */
static void say_numbers(nb_var v, nb__slot slot, char *cell) {
    cell[0] = '\0';
    if (!v->slots[slot]) return;
    if (nb__var_size(v) == 1) {
        nb_number(v->slots[slot][0], cell);
        return;
    }
    (void)nb__format(cell, CELL, "%zu x %zu", v->rows, v->cols);
    if (nb__var_size(v) > 4) return;
    nb__buf text = {0};
    char number[NB_NUMBER_SIZE];
    for (size_t i = 0; i < nb__var_size(v); i++) {
        nb_number(v->slots[slot][i], number);
        nb__buf_printf(&text, "%s%s",
                       i == 0        ? "["
                       : i % v->cols ? ", "
                                     : "; ",
                       number);
    }
    if (text.len < CELL - 1) (void)nb__format(cell, CELL, "%s]", text.data);
    nb__buf_done(&text);
}

/* ---- The table. ---- */

static void say_row(const Story *story, size_t i, Cell row[4]) {
    nb_var v = story->walk.nodes[i];
    memcpy(row[0], story->names[i], CELL);
    say_operation(story, v, row[1]);
    say_numbers(v, NB__VALUE, row[2]);
    row[3][0] = '\0';
    if (story->has_grads && v->wants) say_numbers(v, NB__GRAD, row[3]);
}

static char *table_text(const Story *story, const char *title) {
    size_t count = story->walk.count, widths[4] = {0};
    Cell(*rows)[4] = nb__alloc(count + 1, sizeof *rows);
    static const Cell head[4] = {"node", "operation", "value", "derivative"};
    memcpy(rows[0], head, sizeof head);
    if (!story->has_grads) rows[0][3][0] = '\0';
    for (size_t i = 0; i < count; i++) say_row(story, i, rows[i + 1]);
    for (size_t i = 0; i <= count; i++)
        for (size_t c = 0; c < 4; c++) {
            size_t width = nb__utf8_columns(rows[i][c]);
            if (width > widths[c]) widths[c] = width;
        }
    nb__buf text = {0};
    if (title) nb__buf_printf(&text, "%s\n", title);
    for (size_t i = 0; i <= count; i++) {
        for (size_t c = 0; c < 4; c++) {
            nb__buf_puts(&text, rows[i][c]);
            nb__buf_putc(&text, ' ',
                         widths[c] - nb__utf8_columns(rows[i][c]) + 2);
        }
        while (text.data[text.len - 1] == ' ') text.data[--text.len] = '\0';
        if (i < count) nb__buf_puts(&text, "\n");
    }
    free(rows);
    return nb__buf_take(&text);
}

static void show(char *text, char *svg) {
    nb_mime faces[NB_MAX_FACES];
    size_t count = nb__face_add(faces, 0, "text/plain", text);
    if (svg) count = nb__face_add(faces, count, "image/svg+xml", svg);
    nb_host_get()->display(faces, count, NULL, 0);
    nb_faces_free(faces, count);
}

void nb_tape(nb_var L) {
    Story story = story_of("nb_tape", L, MAX_TABLE);
    show(table_text(&story, NULL), NULL);
    story_done(&story);
}

/* ---- The graph. ---- */

static const double BOX_WIDTH = 128, BOX_HEIGHT = 54, GAP_X = 44, GAP_Y = 16,
                    MARGIN = 14;

/* Where an arrow crosses a column between those of its ends. */
typedef struct Lane {
    size_t column, from;
    double y;
} Lane;

/* Where each node stands: a column by depth, a place in the column. */
typedef struct Layout {
    size_t *depth;
    double *y; /* of the box's middle */
    size_t columns;
    double top, height; /* above the top there is the title */
    Lane *lanes;
    size_t lane_count;
} Layout;

/* A step stands right of all its operands, a leaf just left of its first
 * user. */
static void find_depths(const Story *story, Layout *layout) {
    size_t count = story->walk.count;
    for (size_t i = 0; i < count; i++) {
        nb_var v = story->walk.nodes[i];
        for (size_t k = 0; k < v->count; k++) {
            size_t d = layout->depth[index_of(story, nb__var_in(v, k))] + 1;
            if (d > layout->depth[i]) layout->depth[i] = d;
        }
        if (layout->depth[i] + 1 > layout->columns)
            layout->columns = layout->depth[i] + 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (story->walk.nodes[i]->op) continue;
        size_t nearest = layout->columns;
        for (size_t k = i + 1; k < count; k++) {
            nb_var user = story->walk.nodes[k];
            for (size_t m = 0; m < user->count; m++)
                if (nb__var_in(user, m) == story->walk.nodes[i] &&
                    layout->depth[k] < nearest)
                    nearest = layout->depth[k];
        }
        if (nearest < layout->columns) layout->depth[i] = nearest - 1;
    }
}

/* Columns from left to right; each is sorted by where its operands stand, so
 * that few arrows cross, and centred. */
static void place_column(const Story *story, Layout *layout, size_t column) {
    size_t count = story->walk.count, members = 0;
    size_t order[MAX_GRAPH];
    double wish[MAX_GRAPH];
    for (size_t i = 0; i < count; i++) {
        if (layout->depth[i] != column) continue;
        nb_var v = story->walk.nodes[i];
        double total = 0;
        for (size_t k = 0; k < v->count; k++)
            total += layout->y[index_of(story, nb__var_in(v, k))];
        double here = v->count ? total / (double)v->count : 1e6 + (double)i;
        size_t at = members++;
        for (; at > 0 && wish[at - 1] > here; at--) {
            wish[at] = wish[at - 1];
            order[at] = order[at - 1];
        }
        wish[at] = here;
        order[at] = i;
    }
    double step = BOX_HEIGHT + GAP_Y;
    double top = (layout->height - (double)members * step) / 2 + step / 2;
    for (size_t m = 0; m < members; m++)
        layout->y[order[m]] = top + (double)m * step;
}

static Layout layout_of(const Story *story, double top) {
    size_t count = story->walk.count;
    Layout layout = {nb__alloc(count, sizeof(size_t)),
                     nb__alloc(count, sizeof(double)),
                     0,
                     0,
                     0,
                     NULL,
                     0};
    find_depths(story, &layout);
    size_t most = 0;
    for (size_t c = 0; c < layout.columns; c++) {
        size_t members = 0;
        for (size_t i = 0; i < count; i++) members += layout.depth[i] == c;
        if (members > most) most = members;
    }
    layout.height = (double)most * (BOX_HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN;
    for (size_t c = 0; c < layout.columns; c++) place_column(story, &layout, c);
    for (size_t i = 0; i < count; i++) layout.y[i] += top;
    layout.height += top;
    layout.top = top;
    return layout;
}

static double left_of(const Layout *layout, size_t i) {
    return MARGIN + (double)layout->depth[i] * (BOX_WIDTH + GAP_X);
}

/* No box of the column is there, and no arrow from elsewhere. */
static int is_free(const Story *story, const Layout *layout, Lane lane) {
    const double clear = BOX_HEIGHT / 2 + 5, apart = 4;
    for (size_t i = 0; i < story->walk.count; i++)
        if (layout->depth[i] == lane.column &&
            fabs(lane.y - layout->y[i]) < clear)
            return 0;
    for (size_t i = 0; i < layout->lane_count; i++)
        if (layout->lanes[i].column == lane.column &&
            fabs(lane.y - layout->lanes[i].y) < apart)
            return 0;
    return 1;
}

/* Where an arrow passes a column that it only crosses: with another one from
 * the same box, or as near as can be to the straight line. */
static double take_lane(const Story *story, Layout *layout, Lane lane) {
    enum {
        STEPS = 400,
        EDGE = 4
    };
    double straight = lane.y;
    for (size_t i = 0; i < layout->lane_count; i++)
        if (layout->lanes[i].column == lane.column &&
            layout->lanes[i].from == lane.from &&
            fabs(straight - layout->lanes[i].y) < GAP_Y)
            return layout->lanes[i].y;
    for (int k = 0; k < STEPS; k++) {
        lane.y = straight + (k % 2 ? -1 : 1) * ((k + 1) / 2);
        if (lane.y > layout->top + EDGE && lane.y < layout->height - EDGE &&
            is_free(story, layout, lane))
            break;
    }
    layout->lanes = nb__realloc(layout->lanes, layout->lane_count + 1,
                                sizeof *layout->lanes);
    layout->lanes[layout->lane_count++] = lane;
    return lane.y;
}

static void bend_to(double *x, double *y, double x1, double y1, nb__buf *svg) {
    double bend = fmin((x1 - *x) / 2, 40);
    nb__buf_printf(svg, "C%.1f %.1f %.1f %.1f %.1f %.1f", *x + bend, *y,
                   x1 - bend, y1, x1, y1);
    *x = x1;
    *y = y1;
}

static void draw_arrow(const Story *story, Layout *layout, size_t from,
                       size_t to, double shift, nb__buf *svg) {
    double x = left_of(layout, from) + BOX_WIDTH, y = layout->y[from];
    double x1 = left_of(layout, to), y1 = layout->y[to] + shift;
    double slope = (y1 - y) / (x1 - x), x0 = x, y0 = y;
    nb__buf_printf(svg, "<path d=\"M%.1f %.1f", x, y);
    for (size_t c = layout->depth[from] + 1; c < layout->depth[to]; c++) {
        double left = MARGIN + (double)c * (BOX_WIDTH + GAP_X);
        double straight = y0 + slope * (left + BOX_WIDTH / 2 - x0);
        double passing = take_lane(story, layout, (Lane){c, from, straight});
        bend_to(&x, &y, left, passing, svg);
        x = left + BOX_WIDTH;
        nb__buf_printf(svg, "H%.1f", x);
    }
    bend_to(&x, &y, x1 - 5, y1, svg);
    nb__buf_printf(svg,
                   "\" fill=\"none\" stroke=\"#777777\" stroke-width=\"1.2\"/>"
                   "<path d=\"M%.1f %.1fl-7 -3.5v7z\" fill=\"#777777\"/>\n",
                   x1, y1);
}

static void draw_words(double x, double y, const char *color, int is_bold,
                       const char *words, nb__buf *svg) {
    nb__buf_printf(svg,
                   "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" "
                   "font-size=\"12\" fill=\"%s\"%s>",
                   x, y, color, is_bold ? " font-weight=\"600\"" : "");
    nb__svg_escape(svg, words);
    nb__buf_puts(svg, "</text>\n");
}

static void draw_box(const Story *story, const Layout *layout, size_t i,
                     nb__buf *svg) {
    nb_var v = story->walk.nodes[i];
    Cell row[4], head;
    say_row(story, i, row);
    double x = left_of(layout, i), y = layout->y[i] - BOX_HEIGHT / 2;
    nb__buf_printf(svg,
                   "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" "
                   "rx=\"6\" fill=\"%s\" stroke=\"%s\"/>\n",
                   x, y, BOX_WIDTH, BOX_HEIGHT,
                   v->op      ? "#ffffff"
                   : v->wants ? "#e6f1f8"
                              : "#f2f2f2",
                   v->op || !v->wants ? "#777777" : "#0072b2");
    if (v->op)
        (void)nb__format(head, CELL, "%s = %s", row[0], row[1]);
    else
        (void)nb__format(head, CELL, "%s", row[0]);
    double middle = x + BOX_WIDTH / 2;
    int has_grad = row[3][0] != '\0';
    draw_words(middle, y + (has_grad ? 16 : 23), "#222222", 1, head, svg);
    draw_words(middle, y + (has_grad ? 31 : 40), "#222222", 0, row[2], svg);
    if (!has_grad) return;
    char words[CELL + 8];
    (void)nb__format(words, sizeof words, "\u2202 %s", row[3]);
    draw_words(middle, y + 46, "#d55e00", 0, words, svg);
}

/* The page, and the title on it if there is one. */
static void begin_graph(double width, double height, size_t nodes,
                        const char *title, nb__buf *svg) {
    const char *name = title ? title : "Computation graph";
    nb__buf_printf(svg,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" "
                   "height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
                   "aria-label=\"",
                   width, height, width, height);
    nb__svg_escape(svg, name);
    nb__buf_puts(svg, "\">\n<title>");
    nb__svg_escape(svg, name);
    nb__buf_printf(svg,
                   "</title>\n<desc>A graph of %zu nodes.</desc>\n"
                   "<rect width=\"%.0f\" height=\"%.0f\" fill=\"#ffffff\"/>\n"
                   "<g font-family=\"Helvetica, Arial, 'Liberation Sans', "
                   "sans-serif\">\n",
                   nodes, width, height);
    if (!title) return;
    char *cut = nb__svg_fitted(title, 15, width - 2 * MARGIN);
    nb__svg_text(svg, MARGIN, 24,
                 " font-size=\"15\" font-weight=\"600\" fill=\"#1a1a1a\"", cut);
    free(cut);
}

static char *graph_svg(const Story *story, const char *title) {
    Layout layout = layout_of(story, title ? 24 : 0);
    double width =
        (double)layout.columns * (BOX_WIDTH + GAP_X) - GAP_X + 2 * MARGIN;
    nb__buf svg = {0};
    begin_graph(width, layout.height, story->walk.count, title, &svg);
    for (size_t i = 0; i < story->walk.count; i++) {
        nb_var v = story->walk.nodes[i];
        for (size_t k = 0; k < v->count; k++)
            draw_arrow(story, &layout, index_of(story, nb__var_in(v, k)), i,
                       ((double)k - ((double)v->count - 1) / 2) * 14, &svg);
    }
    for (size_t i = 0; i < story->walk.count; i++)
        draw_box(story, &layout, i, &svg);
    nb__buf_puts(&svg, "</g>\n</svg>\n");
    free(layout.depth);
    free(layout.y);
    free(layout.lanes);
    return nb__buf_take(&svg);
}

void nb__graph(nb_var L, nb_graph_opts opts) {
    Story story = story_of("nb_graph", L, MAX_GRAPH);
    show(table_text(&story, opts.title), graph_svg(&story, opts.title));
    story_done(&story);
}
