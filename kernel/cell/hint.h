/* hint.h - what a reader probably wanted where a value of the wrong type
 * stands: ": write &v to pass its address". Empty when nothing is sure. */
#ifndef CELL_HINT_H
#define CELL_HINT_H

#include "cell/expr.h"

/* A pointer `to` is needed; the value is a struct, or another pointer. The
 * parser stands behind the value. */
Str hint_for_pointer(const Parser *parser, const Type *to, const Expr *value);
/* A number `to` is needed; the value is a struct. */
Str hint_for_number(const Parser *parser, const Type *to, const Expr *value);
/* A struct `to` is needed; the value is something else. */
Str hint_for_record(const Parser *parser, const Type *to, const Expr *value);
/* An operator stands before or behind a struct of this type. */
Str hint_for_operator(const Parser *parser, TokenId op, const Type *record);

/* Is it a pointer to a gsl_vector or gsl_matrix, of any element? */
bool hint_is_gsl_array(const Type *type);
bool hint_is_gsl_matrix(const Type *type); /* given that it is one of them */
/* "numbers become a vector by ...", given the same. */
const char *hint_of_numbers(const Type *type);
/* The name of the vector in `v[0]`, or empty. */
Str hint_gsl_element(const Parser *parser, const Expr *value);

/* Does this pointer lead to something of a library that must be what it is, a
 * gsl_vector or FILE? Any other pointer there ends in a crash. Nor are the
 * numbers of a vector where the vector is. */
bool hint_is_strict(const Type *to, const Type *from);

#endif
