/* primary.h - names, literals, and what is written behind them: f(x)[i].m */
#ifndef CELL_PRIMARY_H
#define CELL_PRIMARY_H

#include "cell/expr.h"

/* A primary expression with all its suffixes. */
bool primary_parse(Parser *parser, Expr *ret);

/* The suffixes of something that was parsed already. */
bool primary_suffixes(Parser *parser, Expr *ret);

/* An expression of that type about which nothing more is known. */
Expr primary_value(const Type *type);

/* A constant of a basic integer type. */
Expr primary_constant(TypeKind kind, int64_t value);

/* What `*pointer` is. */
Expr primary_target(const Expr *pointer, Arena *arena);

/* A problem at the operator ++ or -- unless this can take a step: TinyCC does
 * not survive that of a struct. */
bool primary_check_step(Parser *parser, const Token *operator,
                        const Expr *value);

/* lvalue.name */
Expr primary_member(Parser *parser, const Expr *object, Str name);

#endif
