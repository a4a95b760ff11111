/* specifier.h - what stands before the first declarator: "static const int".
 */
#ifndef CELL_SPECIFIER_H
#define CELL_SPECIFIER_H

#include "cell/attribute.h"
#include "cell/parse.h"

typedef struct Specifiers {
    unsigned flags; /* DeclFlag */
    const Type *type;
    bool has_type; /* false: int, because C once had it so, or `auto` */
    bool has_tag;  /* a struct, union or enum is named or defined */
    Attributes attributes;
} Specifiers;

/* Does a type name or a storage class stand so many tokens ahead? */
bool specifier_starts(const Parser *parser, uint32_t ahead);

/* is_member: inside a struct, whose nameless members stay nameless. */
bool specifier_parse(Parser *parser, bool is_member, Specifiers *ret);

#endif
