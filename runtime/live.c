/* live.c - plots that change while a cell runs.
 *
 * Drawing takes a millisecond or two, so a plot that comes too soon after the
 * one before waits; the next one takes its place, and the cell's end (or the
 * program's) shows the last. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "display.h"
#include "fail.h"
#include "host.h"
#include "nabla.h"
#include "pool.h"
#include "value.h"

enum {
    MAX_LIVE = 16
};

static const double SECONDS_BETWEEN = 0.1;

typedef struct Live {
    char *id;
    char page_id[32]; /* of the display: another for each cell */
    int is_shown;
    double next;
    nb_plot_t plot; /* waits; own */
    nb_fig_t figure;
} Live;

static Live lives[MAX_LIVE];
static size_t live_count;
static long serial;

static void drop_waiting(Live *live) {
    nb__free_plot(live->plot);
    nb__free_figure(live->figure);
    live->plot = NULL;
    live->figure = NULL;
}

static void draw(Live *live) {
    nb_mime faces[NB_MAX_FACES];
    size_t count = live->plot
                       ? nb_describe("nb_plot_t", live->plot, faces)
                       : nb_describe("nb_fig_t", live->figure, faces);
    nb_host_get()->display(faces, count, live->page_id, live->is_shown);
    nb_faces_free(faces, count);
    live->is_shown = 1;
    drop_waiting(live);
}

void nb_cell_end(void) {
    for (size_t i = 0; i < live_count; i++) {
        if (lives[i].plot || lives[i].figure) draw(&lives[i]);
        free(lives[i].id);
    }
    live_count = 0;
}

static Live *find(const char *id) {
    for (size_t i = 0; i < live_count; i++)
        if (strcmp(lives[i].id, id) == 0) return &lives[i];
    return NULL;
}

static Live *add(const char *id) {
    static int is_registered;
    if (!is_registered && nb__host_is_plain()) (void)atexit(nb_cell_end);
    is_registered = 1;
    if (live_count == MAX_LIVE)
        nb__fail("LimitError",
                 "nb_live: a cell can have %d live plots; \"%s\" is one more.",
                 (int)MAX_LIVE, id);
    Live *live = &lives[live_count++];
    *live = (Live){.id = nb__strdup(id)};
    (void)nb__format(live->page_id, sizeof live->page_id, "nabla-live-%ld",
                     ++serial);
    return live;
}

static void put(const char *id, nb_plot_t plot, nb_fig_t figure) {
    if (!id) nb__fail("NullError", "nb_live: the name is NULL.");
    if (!plot && !figure) nb__fail("NullError", "nb_live: there is no plot.");
    Live *live = find(id);
    if (!live) live = add(id);
    drop_waiting(live);
    /* A scope around the loop must not free what waits here. */
    (void)nb__disown(plot);
    (void)nb__disown(figure);
    live->plot = plot;
    live->figure = figure;
    double now = nb__seconds();
    if (nb__host_is_plain() || (live->is_shown && now < live->next)) return;
    draw(live);
    live->next = now + SECONDS_BETWEEN;
}

void nb__live_plot(const char *id, nb_plot_t plot) { put(id, plot, NULL); }

void nb__live_figure(const char *id, nb_fig_t figure) {
    put(id, NULL, figure);
}
