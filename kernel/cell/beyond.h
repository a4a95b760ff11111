/* beyond.h - C that TinyCC refuses, or takes and gets wrong.
 *
 * The parsers note the first such construct of every item of a cell, and the
 * definition graph that of every declaration. A unit with one of them is
 * compiled by the C compiler of the machine, if there is one; else the reader
 * is told which construct it was and how to do without. */
#ifndef CELL_BEYOND_H
#define CELL_BEYOND_H

#include "cell/parse.h"

/* What the construct is called, and what a reader without a C compiler can
 * write instead. */
/* clang-format off */
#define BEYONDS(X)                                                             \
    X(COMPLEX, "complex numbers (_Complex)",                                   \
      "gsl_complex and nb_c(1, 2) work without one")                           \
    X(INT128, "__int128", "long has 64 bits and works without one")            \
    X(FLOAT128, "__float128", "long double works without one")                 \
    X(ATOMIC, "_Atomic", "a pthread_mutex_t works without one")                \
    X(THREAD_LOCAL, "_Thread_local",                                           \
      "pthread_getspecific works without one")                                 \
    X(VECTOR, "a vector type (vector_size)",                                   \
      "an array and a loop work without one")                                  \
    X(INTRINSIC, "an intrinsic of the processor",                              \
      "an array and a loop work without one")                                  \
    X(VLA_POINTER, "a pointer to an array whose extent is computed",           \
      "a plain pointer and a[i * m + j] work without one")                     \
    X(BUILTIN, "this function of the compiler",                                \
      "write out what it does")                                                \
    X(ASM_GOTO, "asm goto", "write the jump in C")                             \
    X(ATTRIBUTE, "this attribute", "leave it out")                             \
    X(ALIGNMENT, "a local variable that is aligned to more than 16 bytes",     \
      "make it static, or use aligned_alloc")                                  \
    X(BIT_FIELD, "a bit-field across the boundary of its type",                \
      "leave out the packing, or use masks and shifts")                        \
    X(AUTO_TYPE, "__auto_type", "write the type")                              \
    X(TEXT, "u or U before a text or a character",                             \
      "L\"...\" works without one")                                            \
    X(DESIGNATOR, "values that go on behind a place of two steps "             \
      "(.a[1] = 1, 2)",                                                        \
      "name the place of each value")                                          \
    X(BIT_FIELD_VALUES, "values of a struct with bit-fields that stand "       \
      "without braces of their own",                                           \
      "put braces around them")                                                \
    X(LONG_DOUBLE, "a whole number that a long double changes where it is "    \
      "not just a name (a[i++] += x)",                                         \
      "do what stands before the operator on a line of its own")               \
    X(BY_VALUE, "a function of such arguments (a struct by value that is "     \
      "aligned to more than 16 bytes, or one like gsl_complex beside ...)",    \
      "pass its address")
/* clang-format on */

typedef enum Beyond {
    BEYOND_NOTHING,
#define X(name, what, instead) BEYOND_##name,
    BEYONDS(X)
#undef X
} Beyond;

const char *beyond_what(Beyond beyond);
const char *beyond_instead(Beyond beyond);

/* The parser has met one at this token. The first one counts. */
void beyond_note(Parser *parser, const Token *at, Beyond beyond);
/* What there is in a type, apart from what its typedefs and tags stand for:
 * these are definitions with a note of their own. */
Beyond beyond_of_type(const Type *type);
/* What there is in the members of a struct or union. */
Beyond beyond_of_tag(const Tag *tag);

#endif
