/* heat.h - is a piece of code worth an optimising compiler, and what may that
 * one take for granted?
 *
 * What C leaves open (the order of arguments, an int that overflows, memory
 * that is seen as two types) TinyCC's code does in one way, and readers rely
 * on what they saw. So where the tokens leave a doubt, the piece stays with
 * TinyCC (is_unfit), or the compiler is told to do as TinyCC does. One thing
 * stays open, for programs that go wrong: memory that is read for a value that
 * nobody needs is not read, and an array that nobody reads takes no stack. */
#ifndef CELL_HEAT_H
#define CELL_HEAT_H

#include "cell/split.h"

typedef struct Heat {
    bool has_loop;
    bool is_unfit;  /* asm, setjmp, arguments in an order, literals */
    bool may_wrap;  /* some int may overflow in a way that is seen */
    bool has_gaps;  /* a union or bit-fields: bits that no member has set */
    bool may_alias; /* a pointer is cast to another type */
} Heat;

/* Add what tokens [begin, end) of the cell say: a function with its head, or a
 * statement. name: the function's. */
void heat_add(const Token *tokens, uint32_t begin, uint32_t end, Str name,
              const Cell *cell, Heat *heat);

/* A product, or an assignment, has been parsed: one of signed integers, or of
 * what nobody knows the type of, may overflow. */
void heat_note(Parser *parser, uint32_t operator, const Type *left,
               const Type *right);

/* The next name that is called at or behind token `at`; `end`: none. */
uint32_t heat_next_call(const Token *tokens, uint32_t at, uint32_t end);

#endif
