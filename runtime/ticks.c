#include "ticks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "number.h"

/* ---- The search. ---- */

static const double Q[] = {1, 5, 2, 2.5, 4, 3};
enum {
    Q_COUNT = sizeof Q / sizeof *Q,
    MAX_SKIP = 12
};

typedef struct Search {
    double lo, hi, wanted;
    int is_whole;
    double best; /* score so far */
    double start, step;
    size_t count;
} Search;

static double total(double simplicity, double coverage, double density) {
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05;
}

static double simplicity(int q, int skip, int has_zero) {
    return 1 - (double)q / (Q_COUNT - 1) - skip + has_zero;
}

static double coverage(const Search *s, double lo, double hi) {
    double range = 0.1 * (s->hi - s->lo);
    double high = (s->hi - hi) / range, low = (s->lo - lo) / range;
    return 1 - 0.5 * (high * high + low * low);
}

static double coverage_at_most(const Search *s, double span) {
    double range = s->hi - s->lo;
    if (span <= range) return 1;
    double half = (span - range) / 2 / (0.1 * range);
    return 1 - half * half;
}

static double density(const Search *s, int k, double lo, double hi) {
    double have = (k - 1) / (hi - lo);
    double want = (s->wanted - 1) / (s->hi - s->lo);
    return 2 - fmax(have / want, want / have);
}

static double density_at_most(const Search *s, int k) {
    return k >= s->wanted ? 2 - (k - 1) / (s->wanted - 1) : 1;
}

/* All positions of k labels, step apart, that lie inside the domain. */
static void try_starts(Search *s, int q, int skip, int k, double step) {
    double slack = 1e-10 * (s->hi - s->lo), unit = step / skip;
    /* Domains are never narrower than 1e-12 of their values: these fit. */
    long first = lround(ceil((s->lo - slack) / unit));
    long last = lround(floor((s->hi + slack) / unit)) - (k - 1) * (long)skip;
    if (last - first > 200) return;
    for (long start = first; start <= last; start++) {
        double lo = (double)start * unit, hi = lo + step * (k - 1);
        if (s->is_whole && lo != round(lo)) continue;
        double into = fmod(lo, step);
        int has_zero = lo <= slack && hi >= -slack &&
                       (fabs(into) < slack || step - fabs(into) < slack);
        double score = total(simplicity(q, skip, has_zero), coverage(s, lo, hi),
                             density(s, k, lo, hi));
        if (score <= s->best) continue;
        s->best = score;
        s->start = lo;
        s->step = step;
        s->count = (size_t)k;
    }
}

static void try_steps(Search *s, int q, int skip, int k) {
    double delta = (s->hi - s->lo) / (k + 1) / skip / Q[q];
    double power = ceil(log10(delta));
    for (int more = 0; more < 3; more++) {
        double step = skip * Q[q] * pow(10, power + more);
        double most =
            total(simplicity(q, skip, 1), coverage_at_most(s, step * (k - 1)),
                  density_at_most(s, k));
        if (most < s->best || !isfinite(step)) return;
        if (s->is_whole && (step < 1 || step != round(step))) continue;
        try_starts(s, q, skip, k, step);
    }
}

static void try_counts(Search *s, int q, int skip) {
    for (int k = 2; k < NB__MAX_TICKS; k++) {
        double most = total(simplicity(q, skip, 1), 1, density_at_most(s, k));
        if (most < s->best) return;
        try_steps(s, q, skip, k);
    }
}

static Search search(double lo, double hi, double wanted, int is_whole) {
    Search s = {lo, hi, wanted < 2 ? 2 : wanted, is_whole, -10, lo, 0, 0};
    for (int skip = 1; skip < MAX_SKIP; skip++)
        for (int q = 0; q < Q_COUNT; q++) {
            if (total(simplicity(q, skip, 1), 1, 1) < s.best) return s;
            try_counts(&s, q, skip);
        }
    return s;
}

/* ---- Labels. ---- */

static void add_power(nb__buf *buf, int exponent) {
    static const char *const digits[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3",
                                         "\u2074", "\u2075", "\u2076", "\u2077",
                                         "\u2078", "\u2079"};
    char number[16];
    (void)nb__format(number, sizeof number, "%d", abs(exponent));
    nb__buf_puts(buf, exponent < 0 ? "10\u207b" : "10");
    for (const char *c = number; *c; c++) nb__buf_puts(buf, digits[*c - '0']);
}

static void put_label(nb__ticks *ticks, size_t i, nb__buf *buf) {
    (void)nb__format(ticks->labels[i], NB__TICK_LABEL, "%s", buf->data);
    nb__buf_done(buf);
}

/* Decimals that show every value exactly, in units of 10^exponent. */
static int shared_decimals(const nb__ticks *ticks, int exponent, double slack) {
    int decimals = 0;
    double power = 1, unit = pow(10, -exponent);
    for (size_t i = 0; i < ticks->count; i++) {
        double x = ticks->values[i] * unit;
        while (decimals < 17 &&
               fabs(round(x * power) / power - x) > slack * unit) {
            decimals++;
            power *= 10;
        }
    }
    return decimals;
}

static void label_linear(nb__ticks *ticks, double step) {
    double largest = 0;
    for (size_t i = 0; i < ticks->count; i++)
        largest = fmax(largest, fabs(ticks->values[i]));
    int exponent = largest > 0 ? (int)floor(log10(largest) + 1e-9) : 0;
    int is_far = exponent >= 7 || exponent <= -4;
    int decimals = is_far ? shared_decimals(ticks, exponent, 1e-3 * step) : 0;
    if (decimals > 3 && exponent > 0 && exponent < 15) is_far = 0;
    if (!is_far) decimals = shared_decimals(ticks, 0, 1e-3 * step);
    for (size_t i = 0; i < ticks->count; i++) {
        nb__buf buf = {0};
        char number[64];
        double unit = is_far ? pow(10, -exponent) : 1;
        double x = ticks->values[i] * unit;
        (void)nb__format(number, sizeof number, "%.*f", decimals,
                         x == 0 ? 0.0 : x);
        nb__buf_minus(&buf, x == 0 && is_far ? "0" : number);
        if (is_far && x != 0) {
            nb__buf_puts(&buf, "\u00d7");
            add_power(&buf, exponent);
        }
        put_label(ticks, i, &buf);
    }
}

void nb__ticks_linear(double lo, double hi, double wanted, int is_whole,
                      nb__ticks *ret) {
    Search s = search(lo, hi, wanted, is_whole);
    if (s.count < 2) s = search(lo, hi, wanted, 0);
    *ret = (nb__ticks){.count = s.count};
    for (size_t i = 0; i < s.count; i++) {
        double x = s.start + (double)i * s.step;
        ret->values[i] = fabs(x) < 1e-9 * s.step ? 0 : x;
    }
    label_linear(ret, s.step);
}

/* ---- Log axes. ---- */

static void label_log(nb__ticks *ticks, int is_plain) {
    for (size_t i = 0; i < ticks->count; i++) {
        nb__buf buf = {0};
        int exponent = (int)lround(log10(ticks->values[i]));
        if (is_plain) {
            char number[64];
            (void)nb__format(number, sizeof number, "%.*f",
                             nb__decimals(ticks->values[i], 12),
                             ticks->values[i]);
            nb__buf_puts(&buf, number);
        } else {
            add_power(&buf, exponent);
        }
        put_label(ticks, i, &buf);
    }
}

static void add_minor(nb__ticks *ticks, double value, double lo, double hi) {
    if (value >= lo && value <= hi && ticks->minor_count < NB__MAX_MINOR)
        ticks->minor[ticks->minor_count++] = value;
}

/* Decades first ... last of a domain; every `thin`-th of them is a tick. */
typedef struct Decades {
    double lo, hi;
    int first, last, thin;
} Decades;

/* What is between this decade and the next: 2 ... 9 times it. */
static void fill_between(const Decades *d, double decade, nb__ticks *ret) {
    if (d->thin > 1 || d->last - d->first >= 8) return;
    for (int k = 2; k <= 9; k++) add_minor(ret, k * decade, d->lo, d->hi);
}

static void fill_decades(const Decades *d, nb__ticks *ret) {
    for (int e = d->first - 1; e <= d->last; e++) {
        double decade = pow(10, e);
        int is_tick = ((e % d->thin) + d->thin) % d->thin == 0;
        if (e >= d->first && is_tick && ret->count < NB__MAX_TICKS)
            ret->values[ret->count++] = decade;
        else if (e >= d->first && d->last - d->first < 40)
            add_minor(ret, decade, d->lo, d->hi);
        fill_between(d, decade, ret);
    }
}

static void fill_one_two_five(double lo, double hi, nb__ticks *ret) {
    for (int e = (int)floor(log10(lo)) - 1; e <= (int)ceil(log10(hi)); e++)
        for (int k = 1; k <= 9; k++) {
            double value = k * pow(10, e);
            int is_tick = k == 1 || k == 2 || k == 5;
            if (value < lo || value > hi) continue;
            if (!is_tick)
                add_minor(ret, value, lo, hi);
            else if (ret->count < NB__MAX_TICKS)
                ret->values[ret->count++] = value;
        }
}

/* Decades from one tick to the next. */
static const int steps[] = {1,  2,  3,  4,  5,   10,  20, 25,
                            30, 40, 50, 100, 150, 200, 300};

void nb__ticks_log(double lo, double hi, double wanted, nb__ticks *ret) {
    int first = (int)ceil(log10(lo) - 1e-9);
    int last = (int)floor(log10(hi) + 1e-9);
    *ret = (nb__ticks){0};
    if (last - first < 3) {
        fill_one_two_five(lo, hi, ret);
        int is_good = ret->count >= 3 && (double)ret->count <= wanted + 1;
        if (is_good && lo >= 1e-4 && hi <= 1e6) {
            label_log(ret, 1);
            return;
        }
    }
    *ret = (nb__ticks){0};
    if (last - first < 1) {
        nb__ticks_linear(lo, hi, wanted, 0, ret);
        return;
    }
    Decades d = {lo, hi, first, last, 1};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        d.thin = steps[k];
        int count = (last - first) / d.thin + 1;
        if ((double)count <= fmax(wanted, 2)) break;
    }
    fill_decades(&d, ret);
    label_log(ret, first >= -3 && last <= 4);
}
