/* progress.c - a loop's bar, as one display that is replaced.
 *
 * What a page holds in the end must not depend on the clock: rate and time
 * left are only in the bars between, never in the last. */
#include "buffer.h"
#include "display.h"
#include "fail.h"
#include "host.h"
#include "nabla.h"
#include "pool.h"
#include "utf8.h"

enum {
    WIDTH = 20, /* of the bar, in characters */
    EIGHTHS = 8
};

static const double SECONDS_BETWEEN = 0.1;

/* ---- The bar. ---- */

static void add_bar(const nb__progress *p, nb__buf *buf) {
    static const char *const parts[EIGHTHS] = {"", "▏", "▎", "▍",
                                               "▌", "▋", "▊", "▉"};
    double share = p->turns ? (double)p->turn / (double)p->turns : 1;
    int eighths = (int)(share * WIDTH * EIGHTHS);
    int blanks = WIDTH - (eighths + EIGHTHS - 1) / EIGHTHS;
    for (int i = 0; i < eighths / EIGHTHS; i++) nb__buf_puts(buf, "█");
    nb__buf_puts(buf, parts[eighths % EIGHTHS]);
    for (int i = 0; i < blanks; i++) nb__buf_puts(buf, "░");
}

static void add_seconds(double seconds, nb__buf *buf) {
    if (seconds < 90)
        nb__buf_printf(buf, "%.0f s", seconds);
    else if (seconds < 90 * 60)
        nb__buf_printf(buf, "%.0f min", seconds / 60);
    else
        nb__buf_printf(buf, "%.1f h", seconds / 3600);
}

static void add_rate(const nb__progress *p, double seconds, nb__buf *buf) {
    double rate = (double)p->turn / seconds;
    nb__buf_printf(buf, rate < 10 ? "  %.1f/s, " : "  %.0f/s, ", rate);
    add_seconds((double)(p->turns - p->turn) / rate, buf);
    nb__buf_puts(buf, " left");
}

/* seconds: since the start, or 0 to tell no time. */
static char *bar_text(const nb__progress *p, double seconds, const char *end) {
    nb__buf buf = {0};
    if (p->label && *p->label) nb__buf_printf(&buf, "%s ", p->label);
    add_bar(p, &buf);
    nb__buf_printf(&buf, " %ld/%ld", p->turn, p->turns);
    if (seconds > 0 && p->turn > 0) add_rate(p, seconds, &buf);
    nb__buf_puts(&buf, end);
    return nb__buf_take(&buf);
}

static void show(const nb__progress *p, char *text, int update) {
    nb__buf id = {0};
    nb__buf_printf(&id, "nabla-progress-%ld", p->serial);
    nb__display_text(text, id.data, update);
    nb__buf_done(&id);
}

/* ---- The loop. ---- */

nb__progress nb__progress_begin(long turns, const char *const *label) {
    static long serial;
    if (turns < 0)
        nb__fail("DomainError", "nb_progress: there cannot be %ld turns.",
                 turns);
    if (label[0] && !nb__utf8_is_valid(label[0]))
        nb__fail("DomainError", "nb_progress: the label is not UTF-8.");
    nb__progress p = {.turn = -1,
                      .turns = turns,
                      .is_whole = 1,
                      .scope = -1,
                      .serial = ++serial,
                      .start = nb__seconds(),
                      .label = label[0]};
    p.next = p.start + SECONDS_BETWEEN;
    /* The bar's place on the page is before all that the loop prints, however
     * fast the loop is. */
    nb__progress zero = p;
    zero.turn = 0;
    if (!nb__host_is_plain()) show(&zero, bar_text(&zero, 0, ""), 0);
    return p;
}

static void end_turn(nb__progress *p) {
    if (p->scope >= 0) nb__scope_close(&p->scope);
    p->scope = -1;
}

static void show_now_and_then(nb__progress *p) {
    double now = nb__seconds();
    if (now < p->next || nb__host_is_plain()) return;
    p->next = now + SECONDS_BETWEEN;
    show(p, bar_text(p, now - p->start, ""), 1);
}

/* A turn that was left by break is not whole, and ends the loop. */
int nb__progress_next(nb__progress *p) {
    end_turn(p);
    if (!p->is_whole) return 0;
    p->turn++;
    if (p->turn >= p->turns || nb_host_get()->is_interrupted()) return 0;
    show_now_and_then(p);
    p->is_whole = 0;
    p->scope = nb__scope_open();
    return 1;
}

void nb__progress_end(nb__progress *p) {
    end_turn(p);
    const char *end = p->turn < p->turns ? " (stopped)" : "";
    show(p, bar_text(p, 0, end), !nb__host_is_plain());
}
