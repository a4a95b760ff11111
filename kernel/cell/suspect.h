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
/* A pointer where a fraction is needed, or the other way round: always a
 * problem, since TinyCC takes some of these and makes numbers up. */
bool suspect_kinds(Parser *parser, const Token *at, const Type *to,
                   const Expr *value);
/* An element of a GSL vector that is read like that of an array: true after
 * telling it as a problem. */
bool suspect_element(Parser *parser, const Expr *value);
/* .name or ->name, from the operator at this token on. */
void suspect_member(Parser *parser, const Expr *object, uint32_t op_at);
/* An argument is a problem: but are there as many as there should be? That is
 * told instead. Returns false. */
bool suspect_argument(Parser *parser, const Expr *callee, uint32_t open);
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
/* A whole struct beside an operator is an error at once: the compiler does not
 * always refuse it, but crashes where a call stands next to it. */
bool suspect_records(Parser *parser, uint32_t op_at, const Expr *left,
                     const Expr *right);
/* A second declaration of a name in one block. */
void suspect_twice(Parser *parser, const Symbol *earlier, uint32_t token);
void suspect_case(Parser *parser, const Expr *value);
/* A number or character that is malformed. */
void suspect_literal(Parser *parser, uint32_t token);
/* One more value in braces than `type` has room for. */
void suspect_excess(Parser *parser, const Type *type);
void suspect_designator(Parser *parser, const Type *type, uint32_t token);

#endif
