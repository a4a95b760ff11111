/* split.h - a cell as a list of items: declarations, functions, statements,
 * and perhaps, at the end, an expression whose value is shown.
 *
 * The items tile the tokens of the cell. Statements are parsed with their
 * block scopes, so that `T * x;` is told apart from a product everywhere. */
#ifndef CELL_SPLIT_H
#define CELL_SPLIT_H

#include "cell/beyond.h"
#include "cell/decl.h"
#include "cell/expr.h"
#include "cell/parse.h"

typedef enum ItemKind {
    ITEM_EMPTY, /* ; */
    ITEM_DECLARATION,
    ITEM_FUNCTION,
    ITEM_STATEMENT,
    ITEM_EXPRESSION, /* the last item, without `;` */
    ITEM_ASSERT,     /* _Static_assert(...); */
    ITEM_ASM,        /* asm(...) at the top level */
    ITEM_PRAGMA,
    ITEM_MAGIC
} ItemKind;

/* A `return e;` of a statement at the top level ends the cell and shows e. */
struct Return {
    uint32_t token; /* of `return` */
    uint32_t begin; /* of the expression; begin == end: none */
    uint32_t end;   /* the token of `;` */
    Expr expr;
};

/* Tokens that mean nothing where they stand, and that TinyCC does not take:
 * the n of a parameter `double a[n]`. */
typedef struct Erased {
    uint32_t begin, end;
} Erased;

typedef struct Item {
    ItemKind kind;
    uint32_t begin; /* tokens, end is behind the last */
    uint32_t end;
    Declaration *declaration; /* ITEM_DECLARATION, ITEM_FUNCTION */
    uint32_t body; /* ITEM_FUNCTION: token of `{` */
    Expr expr;     /* ITEM_EXPRESSION */
    Return *returns; /* ITEM_STATEMENT */
    uint32_t return_count;
    Beyond beyond; /* its first construct that TinyCC has not */
    const Token *beyond_token;
    Erased *erased; /* in order */
    uint32_t erased_count;
} Item;

typedef struct Cell {
    Item *items;
    uint32_t count;
    const struct Mend *mends; /* see mend.h; in order */
    uint32_t mend_count;
    const struct Mend *fast_mends; /* likewise, for an optimising compiler */
    uint32_t fast_mend_count;
    struct Loop *loops; /* see loop.h; an inner one before the outer one */
    uint32_t loop_count;
    const uint32_t *int_ops; /* tokens: see heat.h */
    uint32_t int_op_count;
    const struct Static *statics; /* likewise: of its functions */
    uint32_t static_count;
    const Str *called; /* functions that are called over bridges */
    uint32_t called_count;
    Problem problem; /* source NULL: none */
    Advice *advice;  /* in the order in which it was found: see advice.h */
    uint32_t advice_count;
    const Local *declared; /* variables and parameters, the last one first */
} Cell;

/* anonymous_prefix makes the tags of nameless structs unique in the session.
 * Everything in ret lives in the arena. */
void split_cell(const Token *tokens, const Scope *scope, Str anonymous_prefix,
                Arena *arena, Cell *ret);

/* One line an item, for golden tests and --dump items:
 * "declaration  In[1]:1-1  int n = 4, *p = & n ;   n: int, p: int *" */
void split_print(const Token *tokens, const Cell *cell, Buf *ret);

#endif
