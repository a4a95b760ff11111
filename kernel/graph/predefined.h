/* predefined.h - the macros that TinyCC defines before it reads a line, as
 * its `tcc -E -dM` lists them on Linux x86-64. The plain words unix and linux
 * are left out: C11 leaves them to the reader. */
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
