/* declarator.h - one declared name: "*(*fp[3])(int n)".
 *
 * What surrounds the name is collected from the name outwards as a chain of
 * types; the specifiers' type is hung on its end:
 *
 *     int *(*fp[3])(int n)   fp: [3] -> * -> (int) -> * -> int
 */
#ifndef CELL_DECLARATOR_H
#define CELL_DECLARATOR_H

#include "cell/parse.h"

typedef enum DeclaratorForm {
    DECLARATOR_NAMED,    /* a declaration */
    DECLARATOR_NAMELESS, /* a type name */
    DECLARATOR_EITHER    /* a parameter */
} DeclaratorForm;

typedef struct Declared {
    Str name; /* empty: none */
    uint32_t name_token;
    const Type *type;
    Block *params;     /* names of the parameters, for a function's body */
    Param *old_params; /* of f(a, b), whose types are still to come */
    uint32_t old_count;
} Declared;

bool declarator_parse(Parser *parser, const Type *base, DeclaratorForm form,
                      Declared *ret);

/* Leave the first extent of such a parameter out of what is compiled. */
void declarator_erase_extent(Parser *parser, const Type *type);

/* What a parameter of that type really is: arrays are pointers. */
const Type *declarator_param_type(const Type *type, Arena *arena);

#endif
