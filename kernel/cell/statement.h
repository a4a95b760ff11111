/* statement.h - statements with their block scopes. */
#ifndef CELL_STATEMENT_H
#define CELL_STATEMENT_H

#include "cell/expr.h"

/* One statement, with labels before it. */
bool statement_parse(Parser *parser);

/* { ... }. ret_last gets the value of an expression that is the last
 * statement, and is left alone otherwise; it may be NULL. */
bool statement_block(Parser *parser, Expr *ret_last);

/* The body of a function whose parameters were declared in `params`. */
bool statement_body(Parser *parser, Block *params);

/* Does `name :` stand here? */
bool statement_is_label(const Parser *parser);

/* _Static_assert(...); */
bool statement_static_assert(Parser *parser);

/* asm(...) up to its `;`. is_file_level: it may stand outside of functions. */
bool statement_asm(Parser *parser, bool *ret_is_file_level);

/* Is it `#pragma pack`, which is about types? */
bool statement_is_pack(Str pragma);
/* Move over a #pragma line, and heed a `pack` in it; false: there is none. */
bool statement_skip_pragma(Parser *parser);

#endif
