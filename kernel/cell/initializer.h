/* initializer.h - "= { ... }": how many elements does it give an array?
 *
 * A list walks through the parts of what it initialises in their order.
 * Designators jump, and where inner braces are left out the walk goes down
 * into arrays and structs by itself:
 *
 *     struct { int a, b[2]; } v[] = {1, 2, 3, [4].b[1] = 9, 7};
 *     v[0].a, v[0].b[0], v[0].b[1], v[4].b[1], v[5].a  ->  v[6] */
#ifndef CELL_INITIALIZER_H
#define CELL_INITIALIZER_H

#include "cell/parse.h"

/* Parse what follows `=`, or the braces of a compound literal. ret_type gets
 * the type with its length told where it was left open and can be told. */
bool initializer_parse(Parser *parser, const Type *type, const Type **ret_type);

#endif
