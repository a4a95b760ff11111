/* values.h - statements that print a value as the notebook shows it. */
#ifndef EXPORT_VALUES_H
#define EXPORT_VALUES_H

#include "export/names.h"

typedef struct Values {
    const Names *names;
    uint32_t cell;
    bool has_array;  /* nb_describe_array() is called, ... */
    bool has_number; /* ... nb_number(), ... */
    bool has_quote;  /* ... nb_quote() */
} Values;

/* code: the expression, in the words of the program. */
void values_show(Values *values, const Expr *expr, bool is_character,
                 Str code, Buf *ret);

#endif
