/* dubious.h - what compiles but is surely not meant: `if (x = 3)`, `1 / 2`
 * for a double, `a < b < c`.
 *
 * A warning that is wrong does more harm than one that is missing: each of
 * these has a form that is silent when it is meant, mostly parentheses. */
#ifndef CELL_DUBIOUS_H
#define CELL_DUBIOUS_H

#include "cell/expr.h"

/* In the parentheses of if, while, for. */
void dubious_condition(Parser *parser, const Expr *condition, bool is_loop);
/* An expression whose value nobody uses; the parser stands at its `;`. */
void dubious_statement(Parser *parser, const Expr *value);
/* The third part of a for. */
void dubious_step(Parser *parser, const Expr *step);
/* From the token `body` to the parser stands what `keyword` governs: only a
 * `;`? */
void dubious_body(Parser *parser, uint32_t keyword, uint32_t body);
/* The operator has been applied; the parser stands behind the right side. */
void dubious_binary(Parser *parser, uint32_t op_at, const Expr *left,
                    const Expr *right);
void dubious_value(Parser *parser, uint32_t begin, const Type *to,
                   const Expr *value);
void dubious_assignment(Parser *parser, const Expr *target, uint32_t op_at,
                        const Expr *value);
void dubious_index(Parser *parser, const Expr *base, const Expr *index);
void dubious_size(Parser *parser, const Expr *operand);
void dubious_text_array(Parser *parser, uint32_t begin, const Type *to,
                        const Expr *value);

#endif
