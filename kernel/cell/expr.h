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
