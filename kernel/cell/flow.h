/* flow.h - the way through a function, as far as it can be seen in one pass:
 * is a variable set before it is used, does the end return a value, does an
 * address outlive what it points to?
 *
 * Nothing is said where a label, asm or a branch leaves a doubt. */
#ifndef CELL_FLOW_H
#define CELL_FLOW_H

#include "cell/decl.h"
#include "cell/expr.h"

/* More about a variable that the cell declares. */
struct Local {
    Local *before;       /* the one of the function that was declared last */
    const Local *earlier; /* of all that the cell declares, the one before */
    const Symbol *symbol;
    uint32_t token;      /* where it is declared */
    bool is_parameter;
    bool is_inner;       /* it belongs to braces, or to a function */
    bool is_automatic;   /* its memory is gone behind its block */
    bool is_unset;       /* nothing so far has given it a value */
    bool is_null;        /* a new one of the top level, not mentioned yet */
    bool is_literal;     /* it points to a string literal */
    uint32_t read_at;    /* token that uses it while it is unset, or 0 */
    uint32_t loops;      /* those of Flow, where it is declared */
    uint32_t labels;
    Str fast_name; /* static: what another compiler calls it; see loop.h */
    const Type *written; /* parameter: the array that it seems to be */
};

/* A declaration in a block, after its initialiser. */
Local *flow_new_local(Parser *parser, unsigned flags,
                      const Declarator *declarator);
Local *flow_new_parameter(Parser *parser, uint32_t token, const Type *written);

/* A variable of the block is mentioned at this token. */
void flow_on_mention(Parser *parser, const Symbol *symbol, uint32_t token);
/* The same of one that is_null: is it used as if it pointed somewhere? */
void flow_on_null(Parser *parser, const Symbol *symbol, uint32_t token);
/* It is assigned to, after the value was parsed. */
void flow_on_assignment(Parser *parser, const Expr *target, TokenId op);
/* *p = ..., p[i] = ...: may it be written to? */
void flow_on_write(Parser *parser, const Expr *target);
/* A call of free. */
void flow_on_free(Parser *parser, const Expr *argument, uint32_t token);
/* Use of *p, p[i], p->m: was it freed before? */
void flow_on_access(Parser *parser, const Expr *pointer, uint32_t token);
void flow_on_return(Parser *parser, const Expr *value, uint32_t begin);

void flow_begin_loop(Parser *parser, Flow *ret_saved);
/* is_endless: its condition is always true */
void flow_end_loop(Parser *parser, const Flow *saved, bool is_endless);
void flow_label(Parser *parser);

/* for (...; i < 10; i++): the loop's body runs with i from now on. */
void flow_count(Parser *parser, const Expr *condition, const Expr *step);
/* The function, or a statement of the top level, is over: was a variable used
 * that nothing in it has set? */
void flow_check_locals(Parser *parser);

/* The function whose body was parsed: does its end return a value? */
void flow_check_end(Parser *parser, Str name, const Type *result,
                    bool is_untyped);

#endif
