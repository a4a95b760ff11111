/* progress.h - loops that tell how far they are. */
#ifndef NB_PROGRESS_H
#define NB_PROGRESS_H

#include "base.h"
#include "plot.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb__progress {
    long turn, turns;
    int is_whole; /* the last turn came to its end */
    long scope;   /* what this turn's results belong to; -1: none open */
    long serial;  /* names the display */
    double start, next;
    const char *label;
} nb__progress;

nb__progress nb__progress_begin(long turns, const char *const *label);
int nb__progress_next(nb__progress *progress);
void nb__progress_end(nb__progress *progress);

/* The head of a loop over i = 0, 1, ..., turns - 1 that shows a bar with the
 * share done, turns a second, and the time left:
 *
 *     for nb_progress(i, 200, "training") { ... }
 *
 * Each turn is an nb_scope: results made in it are freed at its end, nb_keep()
 * takes one out. break and continue work as in any loop. The label may be
 * left out.
 *
 * Owns     results made inside belong to the turn, but for nb_keep() ones.
 * Errors   DomainError if turns is negative; the label must live as long as
 *          the loop.
 *
 * Example
 *     double sum = 0;
 *     for nb_progress(i, 50, "adding") sum += nb_norm(nb_ones(4));
 *     nb_show(sum);           // adding ████████████████████ 50/50 100
 */
#define nb_progress(i, turns, ...)                                             \
    (nb__progress nb__p __attribute__((cleanup(nb__progress_end))) =           \
         nb__progress_begin(turns, (const char *const[2]){__VA_ARGS__});       \
     nb__progress_next(&nb__p);)                                               \
        for (int i = (int)nb__p.turn; !nb__p.is_whole; nb__p.is_whole = 1)

void nb__live_plot(const char *id, nb_plot_t plot);
void nb__live_figure(const char *id, nb_fig_t figure);

/* Show a plot that changes: the first call of a cell with this name shows it,
 * each later one replaces what is there. At most ten pictures a second are
 * drawn, and the last one always.
 *
 * Owns     takes the plot or figure: it is freed when it has been shown.
 * Errors   NullError if there is no plot or no name.
 *
 * Example
 *     gsl_vector *loss = nb_zeros(20);
 *     for (int i = 0; i < 20; i++) {
 *         nb_at(loss, i) = exp(-i / 5.0);
 *         nb_live("loss", nb_plot(nb_line_y(loss), .title = "Loss"));
 *     }
 */
#define nb_live(id, figure)                                                    \
    _Generic((figure), nb_fig_t: nb__live_figure,                              \
        default: nb__live_plot)(id, figure)

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif
#endif
