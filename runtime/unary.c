#include "unary.h"

#include <math.h>
#include <string.h>

static double sigmoid(double x) {
    if (x >= 0) return 1 / (1 + exp(-x));
    double e = exp(x);
    return e / (1 + e);
}

static double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }

static double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

static void set(double f[3], double f0, double f1, double f2) {
    f[0] = f0;
    f[1] = f1;
    f[2] = f2;
}

/* x^n; the exponents 0 and 1 would make 0 times infinity at x = 0. */
static void power(double x, double n, double f[3]) {
    double first = n == 0 ? 0 : n * pow(x, n - 1);
    double second = n == 0 || n == 1 ? 0 : n * (n - 1) * pow(x, n - 2);
    set(f, pow(x, n), first, second);
}

static void trigonometric(nb__unary_kind kind, double x, double f[3]) {
    double s = sin(x), c = cos(x), t, r;
    switch (kind) {
    case NB__UNARY_sin: set(f, s, c, -s); break;
    case NB__UNARY_cos: set(f, c, -s, -c); break;
    case NB__UNARY_tan:
        t = tan(x);
        set(f, t, 1 + t * t, 2 * t * (1 + t * t));
        break;
    case NB__UNARY_asin:
        r = 1 - x * x;
        set(f, asin(x), 1 / sqrt(r), x / (r * sqrt(r)));
        break;
    case NB__UNARY_acos:
        r = 1 - x * x;
        set(f, acos(x), -1 / sqrt(r), -x / (r * sqrt(r)));
        break;
    default:
        r = 1 + x * x;
        set(f, atan(x), 1 / r, -2 * x / (r * r));
    }
}

static void exponential(nb__unary_kind kind, double x, double f[3]) {
    double e, t;
    switch (kind) {
    case NB__UNARY_sinh: set(f, sinh(x), cosh(x), sinh(x)); break;
    case NB__UNARY_cosh: set(f, cosh(x), sinh(x), cosh(x)); break;
    case NB__UNARY_tanh:
        t = tanh(x);
        set(f, t, 1 - t * t, -2 * t * (1 - t * t));
        break;
    case NB__UNARY_exp:
        e = exp(x);
        set(f, e, e, e);
        break;
    case NB__UNARY_expm1:
        e = exp(x);
        set(f, expm1(x), e, e);
        break;
    case NB__UNARY_sigmoid:
        e = sigmoid(x);
        t = e * sigmoid(-x);
        set(f, e, t, t * (1 - 2 * e));
        break;
    case NB__UNARY_softplus:
        e = sigmoid(x);
        set(f, softplus(x), e, e * sigmoid(-x));
        break;
    default: /* erf */
        e = M_2_SQRTPI * exp(-x * x);
        set(f, erf(x), e, -2 * x * e);
    }
}

static void with_number(nb__unary_kind kind, double number, double x,
                        double f[3]) {
    double b;
    switch (kind) {
    case NB__UNARY_pow: power(x, number, f); break;
    case NB__UNARY_base:
        b = pow(number, x);
        set(f, b, b * log(number), b * log(number) * log(number));
        break;
    case NB__UNARY_shift: set(f, x + number, 1, 0); break;
    case NB__UNARY_scale: set(f, number * x, number, 0); break;
    case NB__UNARY_leaky:
        set(f, x < 0 ? number * x : x, x < 0 ? number : 1, 0);
        break;
    case NB__UNARY_copysign:
        b = copysign(1, x) * copysign(1, number);
        set(f, copysign(x, number), b, 0);
        break;
    default: /* huber */
        if (fabs(x) <= number)
            set(f, x * x / 2, x, 1);
        else
            set(f, number * (fabs(x) - number / 2), number * sign(x), 0);
    }
}

void nb__unary(nb__unary_kind kind, double number, double x, double f[3]) {
    double r;
    switch (kind) {
    case NB__UNARY_sin:
    case NB__UNARY_cos:
    case NB__UNARY_tan:
    case NB__UNARY_asin:
    case NB__UNARY_acos:
    case NB__UNARY_atan: trigonometric(kind, x, f); break;
    case NB__UNARY_log: set(f, log(x), 1 / x, -1 / (x * x)); break;
    case NB__UNARY_log1p:
        r = 1 / (1 + x);
        set(f, log1p(x), r, -r * r);
        break;
    case NB__UNARY_sqrt:
        r = sqrt(x);
        set(f, r, 0.5 / r, -0.25 / (r * x));
        break;
    case NB__UNARY_recip:
        r = 1 / x;
        set(f, r, -r * r, 2 * r * r * r);
        break;
    case NB__UNARY_abs: set(f, fabs(x), sign(x), 0); break;
    case NB__UNARY_sq: set(f, x * x, 2 * x, 2); break;
    case NB__UNARY_neg: set(f, -x, -1, 0); break;
    case NB__UNARY_relu: set(f, x > 0 ? x : 0 * x, x > 0, 0); break;
    case NB__UNARY_floor: set(f, floor(x), 0, 0); break;
    case NB__UNARY_ceil: set(f, ceil(x), 0, 0); break;
    case NB__UNARY_pow:
    case NB__UNARY_base:
    case NB__UNARY_shift:
    case NB__UNARY_scale:
    case NB__UNARY_leaky:
    case NB__UNARY_copysign:
    case NB__UNARY_huber: with_number(kind, number, x, f); break;
    default: exponential(kind, x, f);
    }
}

static const char *const names[] = {
#define NAME(name) #name,
    NB__UNARIES(NAME)
#undef NAME
    "1/x", "pow", "base", "+ number", "* number", "leaky", "huber",
    "copysign", "floor", "ceil"
};

const char *nb__unary_name(nb__unary_kind kind) { return names[kind]; }

static int is(const char *name, size_t length, const char *known) {
    return strlen(known) == length && strncmp(name, known, length) == 0;
}

nb__unary_kind nb__unary_find(const char *name, size_t length) {
    if (is(name, length, "fabs")) return NB__UNARY_abs;
    /* "nb_sin" is what the header calls it, "sin" what C does. */
    if (length > 3 && strncmp(name, "nb_", 3) == 0) {
        name += 3;
        length -= 3;
    }
    for (size_t i = 0; i < NB__UNARY_recip; i++)
        if (is(name, length, names[i])) return (nb__unary_kind)i;
    if (is(name, length, "floor")) return NB__UNARY_floor;
    if (is(name, length, "ceil")) return NB__UNARY_ceil;
    return NB__UNARY_COUNT;
}
