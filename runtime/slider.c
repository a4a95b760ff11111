/* slider.c - a number on its range. */
#include "nabla.h"

#include <math.h>
#include <stdlib.h>

#include "buffer.h"
#include "fail.h"
#include "host.h"
#include "number.h"

enum {
    CELLS = 21
};

/* 0 at the left end, 1 at the right one. */
static double share_of(double x, double from, double to, int is_log) {
    if (is_log) return log(x / from) / log(to / from);
    return (x - from) / (to - from);
}

static double value_at(double share, double from, double to, int is_log) {
    if (is_log) return from * pow(to / from, share);
    return from + share * (to - from);
}

static void show(const char *label, double from, double to, double x,
                 int is_log) {
    char left[NB_NUMBER_SIZE], right[NB_NUMBER_SIZE], now[NB_NUMBER_SIZE];
    nb_number(from, left);
    nb_number(to, right);
    nb_number(x, now);
    int knob = (int)lround(share_of(x, from, to, is_log) * (CELLS - 1));
    nb__buf text = {0};
    nb__buf_printf(&text, "%s  %s \u251c", label ? label : "", left);
    for (int i = 0; i < CELLS; i++)
        nb__buf_puts(&text, i == knob ? "\u25cf" : "\u2500");
    nb__buf_printf(&text, "\u2524 %s  = %s", right, now);
    char *plain = nb__buf_take(&text);
    nb_mime face = {"text/plain", plain};
    nb_host_get()->display(&face, 1, NULL, 0);
    free(plain);
}

double nb__slider(const char *label, double from, double to,
                  nb_slider_opts o) {
    if (!(from < to) || !isfinite(from) || !isfinite(to))
        nb__fail("DomainError",
                 "nb_slider: the range from %g to %g is empty; it goes upwards.",
                 from, to);
    if (o.log && !(from > 0))
        nb__fail("DomainError",
                 "nb_slider: with .log the range must be positive, but it "
                 "begins at %g.",
                 from);
    if (!(o.step >= 0))
        nb__fail("DomainError", "nb_slider: .step is %g.", o.step);
    double x = isnan(o.init) ? value_at(0.5, from, to, o.log) : o.init;
    if (!(x >= from && x <= to))
        nb__fail("DomainError",
                 "nb_slider: .init is %g, outside of the range from %g to %g.",
                 x, from, to);
    if (o.step > 0)
        x = fmin(from + o.step * round((x - from) / o.step), to);
    show(label, from, to, x, o.log);
    return x;
}
