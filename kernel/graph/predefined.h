/* predefined.h - the macros that TinyCC defines before it reads a line, as
 * its `tcc -E -dM` lists them on Linux x86-64. The plain words unix and linux
 * are left out: C11 leaves them to the reader. Then some that programs ask
 * other compilers for, and what C11 has in <float.h> and TinyCC's lacks. */
#ifndef GRAPH_PREDEFINED_H
#define GRAPH_PREDEFINED_H

/* clang-format off */
#define PREDEFINED_MACROS                                                      \
    "#define __TINYC__ 927\n"                                                  \
    "#define __STDC__ 1\n"                                                     \
    "#define __STDC_VERSION__ 201112L\n"                                       \
    "#define __STDC_HOSTED__ 1\n"                                              \
    "#define __STDC_NO_ATOMICS__ 1\n"                                          \
    "#define __STDC_NO_COMPLEX__ 1\n"                                          \
    "#define __STDC_NO_THREADS__ 1\n"                                          \
    "#define __x86_64__ 1\n"                                                   \
    "#define __unix__ 1\n"                                                     \
    "#define __unix 1\n"                                                       \
    "#define __linux__ 1\n"                                                    \
    "#define __linux 1\n"                                                      \
    "#define __LP64__ 1\n"                                                     \
    "#define __SIZE_TYPE__ unsigned long\n"                                    \
    "#define __PTRDIFF_TYPE__ long\n"                                          \
    "#define __WCHAR_TYPE__ int\n"                                             \
    "#define __WINT_TYPE__ unsigned int\n"                                     \
    "#define __SIZEOF_POINTER__ 8\n"                                           \
    "#define __SIZEOF_INT__ 4\n"                                               \
    "#define __SIZEOF_LONG__ 8\n"                                              \
    "#define __SIZEOF_LONG_LONG__ 8\n"                                         \
    "#define __CHAR_BIT__ 8\n"                                                 \
    "#define __INT_MAX__ 0x7fffffff\n"                                         \
    "#define __LONG_MAX__ 0x7fffffffffffffffL\n"                               \
    "#define __LONG_LONG_MAX__ 0x7fffffffffffffffLL\n"                         \
    "#define __SCHAR_MAX__ 0x7f\n"                                             \
    "#define __SHRT_MAX__ 0x7fff\n"                                            \
    "#define __SIZE_MAX__ 0xffffffffffffffffUL\n"                              \
    "#define __INTMAX_TYPE__ long\n"                                           \
    "#define __UINTMAX_TYPE__ unsigned long\n"                                 \
    "#define __INTPTR_TYPE__ long\n"                                           \
    "#define __UINTPTR_TYPE__ unsigned long\n"                                 \
    "#define __SIZEOF_SHORT__ 2\n"                                             \
    "#define __SIZEOF_SIZE_T__ 8\n"                                            \
    "#define __SIZEOF_FLOAT__ 4\n"                                             \
    "#define __SIZEOF_DOUBLE__ 8\n"                                            \
    "#define __SIZEOF_LONG_DOUBLE__ 16\n"                                      \
    "#define FLT_DECIMAL_DIG 9\n"                                              \
    "#define DBL_DECIMAL_DIG 17\n"                                             \
    "#define LDBL_DECIMAL_DIG 21\n"                                            \
    "#define FLT_TRUE_MIN 0x1p-149F\n"                                         \
    "#define DBL_TRUE_MIN 0x1p-1074\n"                                         \
    "#define LDBL_TRUE_MIN 0x1p-16445L\n"                                      \
    "#define DECIMAL_DIG 21\n"                                                 \
    "#define FLT_EVAL_METHOD 0\n"                                              \
    "#define FLT_HAS_SUBNORM 1\n"                                              \
    "#define DBL_HAS_SUBNORM 1\n"                                              \
    "#define LDBL_HAS_SUBNORM 1\n"                                             \
    "#define __ORDER_LITTLE_ENDIAN__ 1234\n"                                   \
    "#define __ORDER_BIG_ENDIAN__ 4321\n"                                      \
    "#define __BYTE_ORDER__ __ORDER_LITTLE_ENDIAN__\n"                         \
    "#define __REDIRECT(name,proto,alias) name proto __asm__ (#alias)\n"       \
    "#define __REDIRECT_NTH(name,proto,alias) name proto __asm__ (#alias) __THROW\n" \
    "#define __builtin_extract_return_addr(x) x\n"                             \
    "#define __builtin_offsetof(type,field) ((__SIZE_TYPE__) &((type *)0)->field)\n" \
    "#define __NABLA__ 1\n"                                                    \
    "#define _GNU_SOURCE 1\n"
/* clang-format on */

#endif
