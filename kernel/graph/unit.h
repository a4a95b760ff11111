/* unit.h - the C text that the compiler is given for one cell:
 *
 *     declarations of all that the cell reaches     (ours, one item a line)
 *     its own types, externs, prototypes
 *     its functions                                 (one token a line)
 *     void __nb_cell(void) { its statements }       (one token a line)
 *
 * The same text serves TinyCC and, where it has a construct of cell/beyond.h,
 * the C compiler of the machine.
 *
 * One token a line makes a line number name a token, so that a message can
 * underline it and an address can be traced to it. */
#ifndef GRAPH_UNIT_H
#define GRAPH_UNIT_H

#include "cell/loop.h"
#include "graph/invalidate.h"

/* What the statements of a cell call; the session binds these names. Every
 * callback's first argument says which of the unit's rows is meant. */
#define UNIT_FUNCTION "__nb_cell"
#define UNIT_VALUE "__nb_value"   /* (row of values, address) */
#define UNIT_MAGIC "__nb_magic"   /* (item) */
#define UNIT_EXTENT "__nb_extent" /* (number, value) */
#define UNIT_COPY "__nb_copy"     /* (to, from, size) */
#define UNIT_ZERO "__nb_zero"     /* (to, size) */
#define UNIT_KEEP "__nb_keep"     /* (address, size): a copy that stays */
#define UNIT_THREAD "__nb_thread" /* (thread-local variable, size) */
#define UNIT_MAIN "__nb_main"     /* (result of main) */

/* A value that a statement hands over. */
typedef struct UnitValue {
    const Type *type;
} UnitValue;

typedef struct Unit {
    const Token *tokens; /* borrow: of the cell */
    const struct Mend *mends; /* borrow: what is put around them */
    uint32_t mend_count;
    Buf text; /* ends in NUL */
    const Token **origins; /* own; [line - 1]: a token of the cell, or NULL */
    uint32_t lines;
    uint32_t size;
    UnitValue *values; /* own */
    uint32_t value_count;
    bool has_processor; /* <immintrin.h> is included */
    const Item *item; /* while it is written: the one that is being written */
    Beyond beyond; /* its first construct that TinyCC has not */
    const Token *beyond_token; /* where; NULL: within the next */
    const Node *beyond_node;   /* what the cell uses that has it, or NULL */
    bool has_statements; /* there is a UNIT_FUNCTION to call */
    bool has_main;       /* which it calls */
    Node **nodes; /* own: unit_emit_fast: of the session, that it may name */
    uint32_t node_count;
} Unit;

/* A function of an earlier cell, read again. */
typedef struct UnitGuest {
    const Node *node;
    const Token *tokens;
    const Cell *cell; /* it is its only item */
} UnitGuest;

/* Which of the cell's own items are wanted, and whose bodies beside them. */
typedef struct UnitFast {
    const bool *items;       /* [item of the cell]: a function to emit */
    const UnitGuest *guests; /* emitted, too */
    uint32_t guest_count;
    uint32_t inline_from; /* from this guest on: only for calls in here */
    bool has_statements;
} UnitFast;

/* What TinyCC's code calls, once it is there, to do the rest of a loop that
 * has a number; see cell/loop.h. */
#define UNIT_LOOP "__nb_loop_" /* a pointer; the number */
/* What it calls then is f.loop7, of the function f or of UNIT_FUNCTION. */
Str unit_loop_name(const Item *item, const Loop *loop, Arena *arena);

/* Emit the draft's cell; a `main` that it defines is run at its end. hidden:
 * variables that are about to be dropped. for_cc: the C compiler will read it,
 * which needs no words of cell/mend.h. */
void unit_emit(const Draft *draft, const Stale *hidden, bool for_cc,
               Unit *ret);
/* Functions for a compiler that optimises them together. */
void unit_emit_fast(const Draft *draft, const Stale *hidden,
                    const UnitFast *fast, Unit *ret);
void unit_done(Unit *unit);

/* The token that a unit line stands for, or the nearest before it. */
const Token *unit_token_at(const Unit *unit, uint32_t line);

#endif
