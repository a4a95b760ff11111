/* condition.h - the value of the expression behind #if. */
#ifndef CELL_CONDITION_H
#define CELL_CONDITION_H

#include "cell/expand.h"

/* `__has_include(x)`: can it be found? */
typedef bool (*ConditionHas)(void *context, Str name, bool is_quoted,
                             bool is_next);

/* Is the expression of these tokens (with macros, `defined` and so on) not
 * zero? False on a problem; at is where one is told when there is no
 * expression at all. */
bool condition_holds(Expander *expander, const Token *tokens, uint32_t count,
                     const Token *at, ConditionHas has);

/* The name of an #include behind the directive's macros are expanded: tokens
 * that begin with a string or `<`. False when they do not. */
bool condition_header(Expander *expander, const Token *first, Str *ret_name,
                      bool *ret_quoted);

#endif
