#include "graph/own_headers.h"

typedef struct OwnHeader {
    const char *name;
    const char *text;
    const char *include;
} OwnHeader;

/* One line for the three widths of each function, as C11 7.3 lists them. */
static const char complex_text[] =
    "#ifndef _COMPLEX_H\n"
    "#define _COMPLEX_H 1\n"
    "#define complex _Complex\n"
    "#define _Complex_I (__extension__ 1.0iF)\n"
    "#undef I\n"
    "#define I _Complex_I\n"
    "#define CMPLX(x, y) __builtin_complex((double)(x), (double)(y))\n"
    "#define CMPLXF(x, y) __builtin_complex((float)(x), (float)(y))\n"
    "#define CMPLXL(x, y) "
    "__builtin_complex((long double)(x), (long double)(y))\n"
    "#define __NB_C(name) double _Complex name(double _Complex z); "
    "float _Complex name##f(float _Complex z); "
    "long double _Complex name##l(long double _Complex z);\n"
    "#define __NB_R(name) double name(double _Complex z); "
    "float name##f(float _Complex z); "
    "long double name##l(long double _Complex z);\n"
    "__NB_C(cacos) __NB_C(casin) __NB_C(catan) __NB_C(ccos) __NB_C(csin)\n"
    "__NB_C(ctan) __NB_C(cacosh) __NB_C(casinh) __NB_C(catanh)\n"
    "__NB_C(ccosh) __NB_C(csinh) __NB_C(ctanh) __NB_C(cexp) __NB_C(clog)\n"
    "__NB_C(csqrt) __NB_C(conj) __NB_C(cproj)\n"
    "__NB_R(cabs) __NB_R(carg) __NB_R(creal) __NB_R(cimag)\n"
    "double _Complex cpow(double _Complex z, double _Complex w);\n"
    "float _Complex cpowf(float _Complex z, float _Complex w);\n"
    "long double _Complex cpowl(long double _Complex z, "
    "long double _Complex w);\n"
    "#undef __NB_C\n"
    "#undef __NB_R\n"
    "#endif\n";

/* The type of the arguments decides; integers count as double. Functions that
 * have no complex form name no complex type, so that TinyCC can take them. */
static const char tgmath_text[] =
    "#ifndef _TGMATH_H\n"
    "#define _TGMATH_H 1\n"
    "#include <complex.h>\n"
    "#include <__nb_tgmath_real.h>\n"
    "#define __nb_tg_real(x) _Generic((x), float: 0.f, long double: 0.L, "
    "default: 0.)\n"
    "#define __nb_tg(x) _Generic((x), float: 0.f, long double: 0.L, "
    "float _Complex: (float _Complex)0, double _Complex: (double _Complex)0, "
    "long double _Complex: (long double _Complex)0, default: 0.)\n"
    "#define __nb_tg_r(t, fn) _Generic((t), float: fn##f, "
    "long double: fn##l, default: fn)\n"
    "#define __nb_tg_c(t, fn, c) _Generic((t), float: fn##f, "
    "long double: fn##l, float _Complex: c##f, double _Complex: c, "
    "long double _Complex: c##l, default: fn)\n"
    "#define __nb_tg_z(t, fn) _Generic((t), float: fn##f, "
    "float _Complex: fn##f, long double: fn##l, "
    "long double _Complex: fn##l, default: fn)\n"
    "#define acos(x) __nb_tg_c(__nb_tg(x), acos, cacos)(x)\n"
    "#define asin(x) __nb_tg_c(__nb_tg(x), asin, casin)(x)\n"
    "#define atan(x) __nb_tg_c(__nb_tg(x), atan, catan)(x)\n"
    "#define acosh(x) __nb_tg_c(__nb_tg(x), acosh, cacosh)(x)\n"
    "#define asinh(x) __nb_tg_c(__nb_tg(x), asinh, casinh)(x)\n"
    "#define atanh(x) __nb_tg_c(__nb_tg(x), atanh, catanh)(x)\n"
    "#define cos(x) __nb_tg_c(__nb_tg(x), cos, ccos)(x)\n"
    "#define sin(x) __nb_tg_c(__nb_tg(x), sin, csin)(x)\n"
    "#define tan(x) __nb_tg_c(__nb_tg(x), tan, ctan)(x)\n"
    "#define cosh(x) __nb_tg_c(__nb_tg(x), cosh, ccosh)(x)\n"
    "#define sinh(x) __nb_tg_c(__nb_tg(x), sinh, csinh)(x)\n"
    "#define tanh(x) __nb_tg_c(__nb_tg(x), tanh, ctanh)(x)\n"
    "#define exp(x) __nb_tg_c(__nb_tg(x), exp, cexp)(x)\n"
    "#define log(x) __nb_tg_c(__nb_tg(x), log, clog)(x)\n"
    "#define sqrt(x) __nb_tg_c(__nb_tg(x), sqrt, csqrt)(x)\n"
    "#define fabs(x) __nb_tg_c(__nb_tg(x), fabs, cabs)(x)\n"
    "#define pow(x, y) "
    "__nb_tg_c(__nb_tg(x) + __nb_tg(y), pow, cpow)(x, y)\n"
    "#define carg(x) __nb_tg_z(__nb_tg(x), carg)(x)\n"
    "#define cimag(x) __nb_tg_z(__nb_tg(x), cimag)(x)\n"
    "#define creal(x) __nb_tg_z(__nb_tg(x), creal)(x)\n"
    "#define conj(x) __nb_tg_z(__nb_tg(x), conj)(x)\n"
    "#define cproj(x) __nb_tg_z(__nb_tg(x), cproj)(x)\n"
    "#endif\n";

static const char tgmath_real_text[] =
#define ONE(f) "#define " f "(x) __nb_tg_r(__nb_tg_real(x), " f ")(x)\n"
#define TWO(f)                                                                 \
    "#define " f "(x, y) __nb_tg_r(__nb_tg_real(x) + __nb_tg_real(y), " f     \
    ")(x, y)\n"
#define WITH(f) "#define " f "(x, n) __nb_tg_r(__nb_tg_real(x), " f ")(x, n)\n"
    ONE("cbrt") ONE("ceil") ONE("erf") ONE("erfc") ONE("exp2") ONE("expm1")
    ONE("floor") ONE("ilogb") ONE("lgamma") ONE("llrint") ONE("llround")
    ONE("log10") ONE("log1p") ONE("log2") ONE("logb") ONE("lrint")
    ONE("lround") ONE("nearbyint") ONE("rint") ONE("round") ONE("tgamma")
    ONE("trunc") TWO("atan2") TWO("copysign") TWO("fdim") TWO("fmax")
    TWO("fmin") TWO("fmod") TWO("hypot") TWO("nextafter") TWO("remainder")
    WITH("frexp") WITH("ldexp") WITH("nexttoward") WITH("scalbln")
    WITH("scalbn")
    "#define fma(x, y, z) __nb_tg_r(__nb_tg_real(x) + __nb_tg_real(y) + "
    "__nb_tg_real(z), fma)(x, y, z)\n"
    "#define remquo(x, y, p) __nb_tg_r(__nb_tg_real(x) + __nb_tg_real(y), "
    "remquo)(x, y, p)\n";
#undef ONE
#undef TWO
#undef WITH

#define A(type, name) "typedef _Atomic(" type ") atomic_" name ";\n"
#define L(name) "#define ATOMIC_" name "_LOCK_FREE 2\n"
static const char stdatomic_text[] =
    "#ifndef __NB_STDATOMIC_H\n"
    "#define __NB_STDATOMIC_H 1\n"
    "typedef enum memory_order { memory_order_relaxed, memory_order_consume, "
    "memory_order_acquire, memory_order_release, memory_order_acq_rel, "
    "memory_order_seq_cst } memory_order;\n"
    A("_Bool", "bool") A("char", "char") A("signed char", "schar")
    A("unsigned char", "uchar") A("short", "short")
    A("unsigned short", "ushort") A("int", "int") A("unsigned int", "uint")
    A("long", "long") A("unsigned long", "ulong") A("long long", "llong")
    A("unsigned long long", "ullong") A("unsigned short", "char16_t")
    A("unsigned int", "char32_t") A("int", "wchar_t")
    A("signed char", "int_least8_t") A("unsigned char", "uint_least8_t")
    A("short", "int_least16_t") A("unsigned short", "uint_least16_t")
    A("int", "int_least32_t") A("unsigned int", "uint_least32_t")
    A("long", "int_least64_t") A("unsigned long", "uint_least64_t")
    A("signed char", "int_fast8_t") A("unsigned char", "uint_fast8_t")
    A("long", "int_fast16_t") A("unsigned long", "uint_fast16_t")
    A("long", "int_fast32_t") A("unsigned long", "uint_fast32_t")
    A("long", "int_fast64_t") A("unsigned long", "uint_fast64_t")
    A("long", "intptr_t") A("unsigned long", "uintptr_t")
    A("unsigned long", "size_t") A("long", "ptrdiff_t")
    A("long", "intmax_t") A("unsigned long", "uintmax_t")
    "typedef struct { _Atomic(_Bool) __held; } atomic_flag;\n"
    "#define ATOMIC_FLAG_INIT { 0 }\n"
    "#define ATOMIC_VAR_INIT(value) (value)\n"
    L("BOOL") L("CHAR") L("CHAR16_T") L("CHAR32_T") L("WCHAR_T") L("SHORT")
    L("INT") L("LONG") L("LLONG") L("POINTER")
    "#endif\n";
#undef A
#undef L

static const char immintrin_text[] =
    "#ifndef __NB_IMMINTRIN_H\n"
    "#define __NB_IMMINTRIN_H 1\n"
    "typedef float __m128 __attribute__((vector_size(16)));\n"
    "typedef double __m128d __attribute__((vector_size(16)));\n"
    "typedef long long __m128i __attribute__((vector_size(16)));\n"
    "typedef float __m256 __attribute__((vector_size(32)));\n"
    "typedef double __m256d __attribute__((vector_size(32)));\n"
    "typedef long long __m256i __attribute__((vector_size(32)));\n"
    "typedef float __m512 __attribute__((vector_size(64)));\n"
    "typedef double __m512d __attribute__((vector_size(64)));\n"
    "typedef long long __m512i __attribute__((vector_size(64)));\n"
    "typedef unsigned char __mmask8;\n"
    "typedef unsigned short __mmask16;\n"
    "typedef unsigned int __mmask32;\n"
    "typedef unsigned long long __mmask64;\n"
    "#define _MM_SHUFFLE(z, y, x, w) "
    "(((z) << 6) | ((y) << 4) | ((x) << 2) | (w))\n"
    "#define _MM_SHUFFLE2(x, y) (((x) << 1) | (y))\n"
    "#endif\n";

/* The compiler's header would bring <stdlib.h> along, for two functions that
 * are as short as this, and collide with what the unit declares itself. */
static const char immintrin_include[] =
    "#define _MM_MALLOC_H_INCLUDED 1\n"
    "#define __MM_MALLOC_H 1\n"
    "#include <immintrin.h>\n"
    "extern int posix_memalign(void **, unsigned long, unsigned long);\n"
    "extern void free(void *);\n"
    "static inline void *_mm_malloc(unsigned long n, unsigned long a) "
    "{ void *p; return posix_memalign(&p, a < 8 ? 8 : a, n) ? 0 : p; }\n"
    "static inline void _mm_free(void *p) { free(p); }\n";

static const char iso646_text[] =
    "#define and &&\n#define and_eq &=\n#define bitand &\n#define bitor |\n"
    "#define compl ~\n#define not !\n#define not_eq !=\n#define or ||\n"
    "#define or_eq |=\n#define xor ^\n#define xor_eq ^=\n";

/* What OpenMP's functions say where there is one thread, as its specification
 * lists them for compilers without it. */
static const char omp_text[] =
    "#ifndef _OMP_H\n"
    "#define _OMP_H 1\n"
    "#include <time.h>\n"
    "typedef enum omp_sched_t { omp_sched_static = 1, omp_sched_dynamic, "
    "omp_sched_guided, omp_sched_auto } omp_sched_t;\n"
    "typedef struct { int __held; } omp_lock_t;\n"
    "typedef struct { int __held; } omp_nest_lock_t;\n"
    "#define __NB_OMP(name, value) static inline int omp_##name(void) "
    "{ return value; }\n"
    "__NB_OMP(get_thread_num, 0) __NB_OMP(get_num_threads, 1)\n"
    "__NB_OMP(get_max_threads, 1) __NB_OMP(get_num_procs, 1)\n"
    "__NB_OMP(get_thread_limit, 1) __NB_OMP(in_parallel, 0)\n"
    "__NB_OMP(get_dynamic, 0) __NB_OMP(get_nested, 0)\n"
    "__NB_OMP(get_level, 0) __NB_OMP(get_active_level, 0)\n"
    "__NB_OMP(get_max_active_levels, 0) __NB_OMP(in_final, 1)\n"
    "__NB_OMP(get_num_teams, 1) __NB_OMP(get_team_num, 0)\n"
    "#undef __NB_OMP\n"
    "#define __NB_OMP(name) static inline void omp_##name(int __value) "
    "{ (void)__value; }\n"
    "__NB_OMP(set_num_threads) __NB_OMP(set_dynamic) __NB_OMP(set_nested)\n"
    "__NB_OMP(set_max_active_levels)\n"
    "#undef __NB_OMP\n"
    "static inline void omp_set_schedule(omp_sched_t __kind, int __chunk) "
    "{ (void)__kind; (void)__chunk; }\n"
    "static inline double omp_get_wtick(void) { return 1e-9; }\n"
    "static inline double omp_get_wtime(void) { struct timespec __now; "
    "clock_gettime(CLOCK_MONOTONIC, &__now); "
    "return __now.tv_sec + 1e-9 * __now.tv_nsec; }\n"
    "#define __NB_OMP(kind, more) "
    "static inline void omp_init_##kind(omp_##kind##_t *__lock) "
    "{ __lock->__held = 0; } "
    "static inline void omp_destroy_##kind(omp_##kind##_t *__lock) "
    "{ __lock->__held = 0; } "
    "static inline void omp_set_##kind(omp_##kind##_t *__lock) "
    "{ __lock->__held++; } "
    "static inline void omp_unset_##kind(omp_##kind##_t *__lock) "
    "{ __lock->__held--; } "
    "static inline int omp_test_##kind(omp_##kind##_t *__lock) "
    "{ return more || !__lock->__held ? ++__lock->__held : 0; }\n"
    "__NB_OMP(lock, 0) __NB_OMP(nest_lock, 1)\n"
    "#undef __NB_OMP\n"
    "#endif\n";

static const OwnHeader own_headers[] = {
    {"complex.h",   complex_text,   ""                        },
    {"tgmath.h",    tgmath_text,    ""                        },
    {"__nb_tgmath_real.h", tgmath_real_text, ""},
    {"iso646.h",    iso646_text,    ""                        },
    {"omp.h",       omp_text,       ""                        },
    {"stdatomic.h", stdatomic_text, "#include <stdatomic.h>\n"},
    {"immintrin.h", immintrin_text, immintrin_include         },
    {"x86intrin.h", immintrin_text, immintrin_include         },
    {"xmmintrin.h", immintrin_text, immintrin_include         },
    {"emmintrin.h", immintrin_text, immintrin_include         },
    {"pmmintrin.h", immintrin_text, immintrin_include         },
    {"tmmintrin.h", immintrin_text, immintrin_include         },
    {"smmintrin.h", immintrin_text, immintrin_include         },
    {"nmmintrin.h", immintrin_text, immintrin_include         },
};

static const OwnHeader *own_headers_find(Str name) {
    for (size_t i = 0; i < sizeof own_headers / sizeof *own_headers; i++)
        if (str_is(name, own_headers[i].name)) return &own_headers[i];
    return NULL;
}

Str own_headers_text(Str name) {
    const OwnHeader *header = own_headers_find(name);
    return header ? str_of(header->text) : (Str){0};
}

Str own_headers_include(Str name) {
    const OwnHeader *header = own_headers_find(name);
    return header ? str_of(header->include) : (Str){0};
}

Str own_headers_of(Beyond beyond) {
    if (beyond == BEYOND_INTRINSIC) return STR("immintrin.h");
    return beyond == BEYOND_ATOMIC ? STR("stdatomic.h") : (Str){0};
}
