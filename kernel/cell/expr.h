/* expr.h - the expression parser: what type does it have, is it constant?
 *
 * It walks over an expression and tells its type; it does not check what the
 * compiler will check anyway. TYPE_UNKNOWN comes out where a name is unknown
 * or a construct is beyond it; never a wrong type. */
#ifndef CELL_EXPR_H
#define CELL_EXPR_H

#include "cell/parse.h"

typedef struct Expr {
    const Type *type;   /* arrays and functions are not decayed */
    bool is_lvalue;
    bool is_constant;   /* integer constant expression, value is known */
    bool is_bit_field;
    uint8_t bit_width;  /* of a bit-field */
    bool has_address;   /* an lvalue at, or a pointer to, the known address
                           `value`: how offsetof and null pointers are made */
    int64_t value;
    /* What advice is given about: see advice.h. */
    uint32_t begin; /* its first token */
    uint32_t op_at; /* token of the operator that is applied last, ... */
    uint16_t op;    /* ... its TokenId: PUNCT_LPAREN is a call or a cast */
    bool is_unary;  /* that operator has one operand (a cast, &x, i++) */
    bool in_parens;
    bool is_text;         /* a string literal */
    bool is_allocation;   /* a call of malloc, calloc or realloc, ... */
    const Type *sized;    /* sizeof this type, a multiple of that, or ... an
                             allocation of so much; NULL: unknown */
    bool is_always;       /* a comparison that types decide: u >= 0 */
    bool loses_fraction;  /* a division of whole numbers that may not go up */
    bool divides_constant; /* ... of a constant */
    bool divides_product;  /* ... of a product by a constant */
    bool is_length;       /* a call of strlen */
    bool reads_char;      /* a call of getchar or its like */
    uint16_t from_op;      /* of an assignment: what gave the value */
    const Symbol *base;    /* of p[i] and *p: p, if it is a name */
    const Symbol *counted; /* of i < 10 and i <= 9: i, if it is a name, ... */
    int64_t limit;         /* ... and the largest value for which it is true */
    const Symbol *stepped; /* of x++ and --x: x, if it is a name */
    const Symbol *symbol; /* the name, if it is one; or NULL */
    const Symbol *within; /* it lies in, or points into, this variable */
    bool is_output_call; /* a bare call of printf, puts, putchar, ... : its
                            value is not shown. Not when in parentheses */
} Expr;

/* Parse a full expression (commas included) or an assignment-expression; the
 * parser stands behind it. false on a problem. */
bool expr_parse(Parser *parser, Expr *ret);
bool expr_parse_assignment(Parser *parser, Expr *ret);
/* A conditional-expression, as case labels and array extents take it. */
bool expr_parse_conditional(Parser *parser, Expr *ret);

/* A problem at this token if the value becomes `to` by an assignment, argument
 * or return although one of the two is a pointer and the other has a
 * fraction: TinyCC takes some of these and makes numbers up. */
bool expr_check_becomes(Parser *parser, const Token *at, const Type *to,
                        const Expr *value);

/* Type after arrays and functions have decayed to pointers. */
const Type *expr_decay(const Type *type, Arena *arena);

#endif
