/* short.h - the names of arithmetic without nb_, for formulas that should
 * look like formulas. Include it after <nabla.h>, in a cell of its own or the
 * first one that wants it.
 *
 * The functions of <math.h> keep their meaning for plain numbers and as
 * pointers; called with a dual, hyper-dual or complex number or an nb_var,
 * they carry derivatives along. */
#ifndef NB_SHORT_H
#define NB_SHORT_H

#ifndef __TINYC__
#pragma GCC system_header
#endif

#define add(a, b)    nb_add(a, b)
#define sub(a, b)    nb_sub(a, b)
#define mul(a, b)    nb_mul(a, b)
#define div(a, b)    nb_div(a, b)
#define sq(x)        nb_sq(x)
#define neg(x)       nb_neg(x)
#define relu(x)      nb_relu(x)
#define sigmoid(x)   nb_sigmoid(x)
#define softplus(x)  nb_softplus(x)
#define matmul(...)  nb_matmul(__VA_ARGS__)
#define show(...)    nb_show(__VA_ARGS__)

#define pow(a, b)    nb_pow(a, b)
#define sin(x)       nb_sin(x)
#define cos(x)       nb_cos(x)
#define tan(x)       nb_tan(x)
#define asin(x)      nb_asin(x)
#define acos(x)      nb_acos(x)
#define atan(x)      nb_atan(x)
#define sinh(x)      nb_sinh(x)
#define cosh(x)      nb_cosh(x)
#define tanh(x)      nb_tanh(x)
#define exp(x)       nb_exp(x)
#define expm1(x)     nb_expm1(x)
#define log(x)       nb_log(x)
#define log1p(x)     nb_log1p(x)
#define sqrt(x)      nb_sqrt(x)
#define erf(x)       nb_erf(x)

#endif
