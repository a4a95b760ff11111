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

static void show(const nb_knob *knob) {
    char left[NB_NUMBER_SIZE], right[NB_NUMBER_SIZE], now[NB_NUMBER_SIZE];
    nb_number(knob->from, left);
    nb_number(knob->to, right);
    nb_number(knob->value, now);
    double share = share_of(knob->value, knob->from, knob->to, knob->is_log);
    int at = (int)lround(share * (CELLS - 1));
    nb__buf text = {0};
    nb__buf_printf(&text, "%s  %s \u251c", knob->label ? knob->label : "",
                   left);
    for (int i = 0; i < CELLS; i++)
        nb__buf_puts(&text, i == at ? "\u25cf" : "\u2500");
    nb__buf_printf(&text, "\u2524 %s  = %s", right, now);
    char *plain = nb__buf_take(&text);
    nb_mime face = {"text/plain", plain};
    if (nb_host_get()->show_knob) nb_host_get()->show_knob(knob, &face, 1);
    else nb_host_get()->display(&face, 1, NULL, 0);
    free(plain);
}

/* Where the reader has moved it; the range may be another one than then. */
static double moved(const nb_knob *knob) {
    if (!nb_host_get()->read_knob) return knob->value;
    double x = nb_host_get()->read_knob(knob);
    return isnan(x) ? knob->value : fmin(fmax(x, knob->from), knob->to);
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
    nb_knob knob = {label, from, to, o.step, o.log, x};
    knob.value = moved(&knob);
    if (o.step > 0)
        knob.value =
            fmin(from + o.step * round((knob.value - from) / o.step), to);
    show(&knob);
    return knob.value;
}
