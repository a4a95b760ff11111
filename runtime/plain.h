/* plain.h - what gemm.c and gemv.c share: their way to GSL's own BLAS, and the
 * processor's registers of four numbers.
 *
 * libgsl finds our functions because libnabla is searched before libgslcblas;
 * what is small, or wrong, is left to that one. */
#ifndef NABLA_PLAIN_H
#define NABLA_PLAIN_H

#include <dlfcn.h>
#include <gsl/gsl_cblas.h>

typedef double Four __attribute__((vector_size(32), aligned(8), may_alias));

/* Without FMA, so that nothing can be fused. */
#define AVX2   __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline))

/* The next one of that name, which is GSL's. */
static inline void *plain_symbol(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

static inline int is_transpose(enum CBLAS_TRANSPOSE t) {
    return t == CblasNoTrans || t == CblasTrans || t == CblasConjTrans;
}

#endif
