/* slider.h - numbers that a reader is invited to change. */
#ifndef NB_SLIDER_H
#define NB_SLIDER_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

typedef struct nb_slider_opts {
    double init; /* the value; unless given, the middle of the range */
    double step; /* values are from + a multiple of it; 0: any */
    bool log;    /* equal distances are equal factors */
} nb_slider_opts;

double nb__slider(const char *label, double from, double to,
                  nb_slider_opts opts);

/* A number with its range: shows where it is between from and to, and returns
 * it. In a notebook whose pages have widgets (JupyterLab with its widgets
 * extension) the reader moves it, and the cell runs again with the new value;
 * anywhere else change .init and run the cell again.
 * Options: .init, .step, .log (a logarithmic scale, as for step sizes).
 *
 * Units    the label's.
 * Owns     a plain number.
 * Errors   DomainError unless from < to and .init is between them, for a
 *          negative .step, or a range with .log that is not positive.
 *
 * Example
 *     double lr = nb_slider("rate", 0.01, 1, .log = true, .init = 0.1);
 *     nb_show(lr);
 *     // rate 0.01 ├──────────●──────────┤ 1 = 0.1 0.1
 */
#define nb_slider(label, from, to, ...)                                        \
    nb__slider(label, from, to,                                                \
               (nb_slider_opts){.init = (double)NAN, ##__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
