/* dual.c - arithmetic of dual, hyper-dual and complex numbers. */
#include <complex.h>
#include <math.h>

#include "nabla.h"
#include "unary.h"

nb_dual nb_d(double x) { return (nb_dual){x, 1}; }
nb_hyper nb_h(double x) { return (nb_hyper){x, 1, 1, 0}; }
nb_complex nb_z(double re, double im) { return (nb_complex){re, im}; }

/* ---- Functions of one number: the chain rule. ---- */

static nb_dual dual_chain(const double f[3], nb_dual x) {
    return (nb_dual){f[0], f[1] * x.d};
}

static nb_hyper hyper_chain(const double f[3], nb_hyper x) {
    return (nb_hyper){f[0], f[1] * x.d1, f[1] * x.d2,
                      f[2] * x.d1 * x.d2 + f[1] * x.d12};
}

static nb_dual dual_unary(nb__unary_kind kind, double number, nb_dual x) {
    double f[3];
    nb__unary(kind, number, x.v, f);
    return dual_chain(f, x);
}

static nb_hyper hyper_unary(nb__unary_kind kind, double number, nb_hyper x) {
    double f[3];
    nb__unary(kind, number, x.v, f);
    return hyper_chain(f, x);
}

static double number_unary(nb__unary_kind kind, double x) {
    double f[3];
    nb__unary(kind, 0, x, f);
    return f[0];
}

/* C11's CMPLX, which not every compiler's headers have. */
static double complex rect(double re, double im) {
    return ((union { double part[2]; double complex z; }){{re, im}}).z;
}

static double complex wide(nb_complex z) { return rect(z.re, z.im); }

static nb_complex narrow(double complex z) {
    return (nb_complex){creal(z), cimag(z)};
}

/* log1p and expm1 keep what a tiny imaginary part says about the slope. */
static double complex complex_log1p(double complex z) {
    double x = creal(z), y = cimag(z);
    return rect(log1p(x * (2 + x) + y * y) / 2, atan2(y, 1 + x));
}

static double complex complex_expm1(double complex z) {
    double x = creal(z), y = cimag(z), s = sin(y / 2);
    return rect(expm1(x) * cos(y) - 2 * s * s, exp(x) * sin(y));
}

/* Functions that have no complex form are continued by their first
 * derivative, which is all that a complex step looks at. */
static nb_complex first_order(nb__unary_kind kind, nb_complex z) {
    double f[3];
    nb__unary(kind, 0, z.re, f);
    return (nb_complex){f[0], f[1] * z.im};
}

static nb_complex complex_unary(nb__unary_kind kind, nb_complex x) {
    double complex z = wide(x);
    switch (kind) {
    case NB__UNARY_sin: return narrow(csin(z));
    case NB__UNARY_cos: return narrow(ccos(z));
    case NB__UNARY_tan: return narrow(ctan(z));
    case NB__UNARY_asin: return narrow(casin(z));
    case NB__UNARY_acos: return narrow(cacos(z));
    case NB__UNARY_atan: return narrow(catan(z));
    case NB__UNARY_sinh: return narrow(csinh(z));
    case NB__UNARY_cosh: return narrow(ccosh(z));
    case NB__UNARY_tanh: return narrow(ctanh(z));
    case NB__UNARY_exp: return narrow(cexp(z));
    case NB__UNARY_expm1: return narrow(complex_expm1(z));
    case NB__UNARY_log: return narrow(clog(z));
    case NB__UNARY_log1p: return narrow(complex_log1p(z));
    case NB__UNARY_sqrt: return narrow(csqrt(z));
    case NB__UNARY_sq: return narrow(z * z);
    case NB__UNARY_neg: return (nb_complex){-x.re, -x.im};
    case NB__UNARY_sigmoid:
        if (x.re < 0) return narrow(cexp(z) / (1 + cexp(z)));
        return narrow(1 / (1 + cexp(-z)));
    default: return first_order(kind, x);
    }
}

#define UNARY(op)                                                              \
    nb_dual nb__##op##_d(nb_dual x) {                                          \
        return dual_unary(NB__UNARY_##op, 0, x);                               \
    }                                                                          \
    nb_hyper nb__##op##_h(nb_hyper x) {                                        \
        return hyper_unary(NB__UNARY_##op, 0, x);                              \
    }                                                                          \
    nb_complex nb__##op##_c(nb_complex x) {                                    \
        return complex_unary(NB__UNARY_##op, x);                               \
    }                                                                          \
    double nb__##op##_n(double x) { return number_unary(NB__UNARY_##op, x); }
NB__UNARIES(UNARY)

/* ---- Dual numbers. ---- */

nb_dual nb__add_dd(nb_dual a, nb_dual b) {
    return (nb_dual){a.v + b.v, a.d + b.d};
}

nb_dual nb__sub_dd(nb_dual a, nb_dual b) {
    return (nb_dual){a.v - b.v, a.d - b.d};
}

nb_dual nb__mul_dd(nb_dual a, nb_dual b) {
    return (nb_dual){a.v * b.v, a.d * b.v + a.v * b.d};
}

nb_dual nb__div_dd(nb_dual a, nb_dual b) {
    double q = a.v / b.v;
    return (nb_dual){q, (a.d - q * b.d) / b.v};
}

/* The logarithm is only needed where the exponent varies. */
nb_dual nb__pow_dd(nb_dual a, nb_dual b) {
    nb_dual c = dual_unary(NB__UNARY_pow, b.v, a);
    if (b.d != 0) c.d += c.v * log(a.v) * b.d;
    return c;
}

nb_dual nb__pow_dn(nb_dual a, double b) {
    return dual_unary(NB__UNARY_pow, b, a);
}

nb_dual nb__pow_nd(double a, nb_dual b) {
    return dual_unary(NB__UNARY_base, a, b);
}

/* ---- Hyper-dual numbers. ---- */

nb_hyper nb__add_hh(nb_hyper a, nb_hyper b) {
    return (nb_hyper){a.v + b.v, a.d1 + b.d1, a.d2 + b.d2, a.d12 + b.d12};
}

nb_hyper nb__sub_hh(nb_hyper a, nb_hyper b) {
    return (nb_hyper){a.v - b.v, a.d1 - b.d1, a.d2 - b.d2, a.d12 - b.d12};
}

nb_hyper nb__mul_hh(nb_hyper a, nb_hyper b) {
    return (nb_hyper){a.v * b.v, a.d1 * b.v + a.v * b.d1,
                      a.d2 * b.v + a.v * b.d2,
                      a.d12 * b.v + a.d1 * b.d2 + a.d2 * b.d1 + a.v * b.d12};
}

nb_hyper nb__div_hh(nb_hyper a, nb_hyper b) {
    return nb__mul_hh(a, hyper_unary(NB__UNARY_recip, 0, b));
}

static int is_constant(nb_hyper x) {
    return x.d1 == 0 && x.d2 == 0 && x.d12 == 0;
}

nb_hyper nb__pow_hn(nb_hyper a, double b) {
    return hyper_unary(NB__UNARY_pow, b, a);
}

nb_hyper nb__pow_nh(double a, nb_hyper b) {
    return hyper_unary(NB__UNARY_base, a, b);
}

nb_hyper nb__pow_hh(nb_hyper a, nb_hyper b) {
    if (is_constant(b)) return nb__pow_hn(a, b.v);
    return nb__exp_h(nb__mul_hh(b, nb__log_h(a)));
}

/* ---- Complex numbers. ---- */

nb_complex nb__add_cc(nb_complex a, nb_complex b) {
    return (nb_complex){a.re + b.re, a.im + b.im};
}

nb_complex nb__sub_cc(nb_complex a, nb_complex b) {
    return (nb_complex){a.re - b.re, a.im - b.im};
}

nb_complex nb__mul_cc(nb_complex a, nb_complex b) {
    return narrow(wide(a) * wide(b));
}

nb_complex nb__div_cc(nb_complex a, nb_complex b) {
    return narrow(wide(a) / wide(b));
}

/* cpow() loses digits that an integer power by squaring keeps. */
static nb_complex whole_power(nb_complex a, double n) {
    nb_complex result = {1, 0}, square = a;
    for (long k = labs((long)n); k > 0; k >>= 1) {
        if (k & 1) result = nb__mul_cc(result, square);
        square = nb__mul_cc(square, square);
    }
    if (n >= 0) return result;
    return nb__div_cc((nb_complex){1, 0}, result);
}

nb_complex nb__pow_cc(nb_complex a, nb_complex b) {
    if (b.im == 0 && b.re == rint(b.re) && fabs(b.re) <= 64)
        return whole_power(a, b.re);
    return narrow(cexp(wide(b) * clog(wide(a))));
}

nb_complex nb__pow_cn(nb_complex a, double b) {
    return nb__pow_cc(a, (nb_complex){b, 0});
}

nb_complex nb__pow_nc(double a, nb_complex b) {
    return nb__pow_cc((nb_complex){a, 0}, b);
}

/* ---- With plain numbers. ---- */

static nb_dual constant_d(double x) { return (nb_dual){x, 0}; }
static nb_hyper constant_h(double x) { return (nb_hyper){x, 0, 0, 0}; }
static nb_complex constant_c(double x) { return (nb_complex){x, 0}; }

#define MIXED(op, type, s)                                                     \
    type nb__##op##_##s##n(type a, double b) {                                 \
        return nb__##op##_##s##s(a, constant_##s(b));                          \
    }                                                                          \
    type nb__##op##_n##s(double a, type b) {                                   \
        return nb__##op##_##s##s(constant_##s(a), b);                          \
    }
#define MIXED_ALL(op)                                                          \
    MIXED(op, nb_dual, d) MIXED(op, nb_hyper, h) MIXED(op, nb_complex, c)
MIXED_ALL(add)
MIXED_ALL(sub)
MIXED_ALL(mul)
MIXED_ALL(div)

double nb__add_nn(double a, double b) { return a + b; }
double nb__sub_nn(double a, double b) { return a - b; }
double nb__mul_nn(double a, double b) { return a * b; }
double nb__div_nn(double a, double b) { return a / b; }
double nb__pow_nn(double a, double b) { return pow(a, b); }
