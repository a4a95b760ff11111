/* suspect.h - why the compiler will stop here, told from the types.
 *
 * All of these are suspicions (see advice.h): the compiler decides. Only where
 * it is known to take what makes no sense they are problems at once. */
#ifndef CELL_SUSPECT_H
#define CELL_SUSPECT_H

#include "cell/expr.h"

/* The value behind `begin` becomes a `to`. false: it cannot, which TinyCC
 * would not notice. */
bool suspect_value(Parser *parser, uint32_t begin, const Type *to,
                   const Expr *value);
/* .name or ->name, from the operator at this token on. */
void suspect_member(Parser *parser, const Expr *object, uint32_t op_at);
/* A call with so many arguments; the parser stands behind it. */
void suspect_call(Parser *parser, const Expr *callee, uint32_t open,
                  uint32_t count);
/* *pointer and pointer[i] */
void suspect_target(Parser *parser, const Expr *pointer, uint32_t op_at);
/* base[index], behind the index; whole: what it gives */
void suspect_index(Parser *parser, const Expr *base, uint32_t open);
/* A value that goes to `...`. */
bool suspect_extra(Parser *parser, const Expr *value);
/* false: an element of a GSL vector, which is set otherwise */
bool suspect_assignment(Parser *parser, const Expr *target, uint32_t op_at,
                        const Expr *value);
/* x++ and --x */
void suspect_step(Parser *parser, const Expr *target, uint32_t op_at);
void suspect_binary(Parser *parser, uint32_t op_at, const Expr *left,
                    const Expr *right);
/* A second declaration of a name in one block. */
void suspect_twice(Parser *parser, const Symbol *earlier, uint32_t token);
void suspect_case(Parser *parser, const Expr *value);
/* A number or character that is malformed. */
void suspect_literal(Parser *parser, uint32_t token);
void suspect_designator(Parser *parser, const Type *type, uint32_t token);

#endif
