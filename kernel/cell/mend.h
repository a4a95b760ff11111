/* mend.h - words put around an expression for TinyCC, which would otherwise
 * compile it to something else than what C says:
 *
 *     x - y / z      x double, y / z long double: TinyCC subtracts the wrong
 *                    way round
 *     x - (*(long double [1]){ y / z })
 *
 * The parser knows the types, so it notes what to put where; the unit emitter
 * writes it, on the line of the token, so that messages still find it. */
#ifndef CELL_MEND_H
#define CELL_MEND_H

#include "cell/expr.h"

typedef enum MendPlace {
    MEND_BEFORE, /* the token */
    MEND_INSTEAD, /* of it */
    MEND_BEHIND
} MendPlace;

typedef struct Mend {
    uint32_t token;
    MendPlace place;
    Str text;
} Mend;

/* What the words may use; the unit declares it when there are any. */
#define MEND_DECLARATIONS                                                     \
    "long __nb_whole(long double);\n"                                         \
    "void *__nb_bridge(void *, const char *);\n"                              \
    "void *__nb_va(void *, const char *, unsigned long, unsigned long);\n"    \
    "#define __nb_va_arg(words, list, type) "                                 \
    "(*(type *)__nb_va(list, words, sizeof(type), __alignof__(type)))\n"
/* A function's name as what TinyCC's code calls; see mend_call. */
#define MEND_CALLED "__nb_to_"

/* Put words around the tokens [begin, end). Where an expression must stay a
 * constant (see Parser) nothing is noted. */
void mend_around(Parser *parser, uint32_t begin, uint32_t end, Str before,
                 Str behind);

/* Put words before a token. */
void mend_before(Parser *parser, uint32_t token, Str text);

/* TinyCC believes that one long double at a time is on the x87 stack, but it
 * pushes a float or a double that it makes a long double without a look: then
 * there are two, and it takes one for the other. Every value of tokens [begin,
 * end) that waits as an operand or an argument, and is (or becomes) a long
 * double, therefore waits in memory; then nothing else is ever there. */
void mend_long_double(Parser *parser, const Type *becomes, const Expr *value,
                      uint32_t begin, uint32_t end);

/* The value of tokens [begin, end) becomes of type `to`. TinyCC rounds a long
 * double to a double on its way to an integer: 2^53 + 1 would become 2^53. And
 * an int that && or || gives stays an int although it becomes unsigned. */
void mend_becomes(Parser *parser, const Type *to, const Expr *value,
                  uint32_t begin, uint32_t end);
/* Likewise for `n += x`: tokens from `begin` to where the parser stands, with
 * this operator. What is on the left must not do anything, or it is left to
 * the C compiler. */
void mend_compound(Parser *parser, const Token *operator, const Expr *left,
                   const Expr *right, uint32_t begin);

/* A call whose result or arguments travel in other registers in TinyCC's code
 * (see passing.h) goes over a bridge (see code/bridge.h). A function that is
 * called by its name f is called as __nb_to_f, which the session binds; any
 * other by asking for the bridge when the program runs. The callee is what
 * stands from token `begin` up to the one of the `(`. */
void mend_call(Parser *parser, uint32_t begin, uint32_t open,
               const Type *callee, const Expr *arguments, uint32_t count);
/* va_arg(list, type): the tokens from `open`, the `(`. */
void mend_va_arg(Parser *parser, uint32_t open, const Type *type);

/* x / n of whole numbers: where n is 0 the processor stops TinyCC's code. An
 * optimising compiler may find that the result is 0 whatever n is, or that
 * nobody needs it; so for that one n is looked at first. Nor must it know that
 * n is -1: the smallest number divided by that stops the processor, too. */
void mend_divisor(Parser *parser, const Token *operator, const Expr *left,
                  const Expr *right, uint32_t begin);
/* For that compiler, other words instead of the tokens [begin, end). */
void mend_replace_fast(Parser *parser, uint32_t begin, uint32_t end, Str text);
#define MEND_FAST_DECLARATIONS                                                \
    "#define __nb_divisor(x) ({ __typeof__((x) + 0) __nb_d = (x);"            \
    " if (!__nb_d) __asm__ volatile(\"divl %0\" : : \"r\"(0) :"               \
    " \"eax\", \"edx\");"                                                    \
    " if (__nb_d + 1 == 0) __asm__(\"\" : \"+r\"(__nb_d)); __nb_d; })\n"

/* Bring them into the order in which the unit is written. */
void mend_sort(Mend *mends, uint32_t count);
/* The first row for this token or a later one. */
uint32_t mend_find(const Mend *mends, uint32_t count, uint32_t token);

#endif
