/* heat.h - is a piece of code worth an optimising compiler, and what may that
 * one take for granted?
 *
 * What C leaves open (the order of arguments, an int that overflows, memory
 * that is seen as two types) TinyCC's code does in one way, and readers rely
 * on what they saw. So where the tokens leave a doubt, the piece stays with
 * TinyCC (is_unfit), or the compiler is told to do as TinyCC does. */
#ifndef CELL_HEAT_H
#define CELL_HEAT_H

#include "cell/parse.h"

typedef struct Heat {
    bool has_loop;
    bool is_unfit;  /* static variables, asm, setjmp, arguments in an order */
    bool may_wrap;  /* some int may overflow in a way that is seen */
    bool may_alias; /* a pointer is cast to another type */
} Heat;

/* Add what tokens [begin, end) say: a function with its head, or a statement.
 * name: the function's; declared: the variables of the cell. */
void heat_add(const Token *tokens, uint32_t begin, uint32_t end, Str name,
              const Local *declared, Heat *heat);

/* The next name that is called at or behind token `at`; `end`: none. */
uint32_t heat_next_call(const Token *tokens, uint32_t at, uint32_t end);

#endif
