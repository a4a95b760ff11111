/* decl.h - the declaration parser: specifiers, declarators, initialisers. */
#ifndef CELL_DECL_H
#define CELL_DECL_H

#include "cell/parse.h"

enum DeclFlag {
    DECL_TYPEDEF = 1,
    DECL_EXTERN = 2,
    DECL_STATIC = 4,
    DECL_INLINE = 8,
    DECL_REGISTER = 16,
    DECL_AUTO = 32, /* `auto` with no type: it is that of the initialiser */
    DECL_THREAD_LOCAL = 64,
    DECL_NORETURN = 128,
    DECL_AUTO_TYPE = 256 /* it was spelled __auto_type */
};

typedef struct Declarator {
    Str name;
    const Type *type;    /* with `auto` and [] already told where they can be */
    uint32_t name_token;
    uint32_t begin;      /* tokens of the declarator, without initialiser */
    uint32_t end;
    uint32_t init_begin; /* tokens of the initialiser, without '='; */
    uint32_t init_end;   /* init_begin == init_end: none */
    bool is_weak;        /* by an attribute */
    Str asm_name;        /* from __asm__("name"), or empty */
} Declarator;

typedef struct Declaration {
    unsigned flags;           /* DeclFlag */
    const Type *base;         /* what the specifiers say */
    uint32_t specifiers_begin; /* tokens of the specifiers */
    uint32_t specifiers_end;
    Tag **tags; /* struct, union and enum types completed in here, in order;
                   also those nested in others, in parameters, casts are not */
    uint32_t tag_count;
    Tag **forward_tags; /* `struct s;` and first mentions */
    uint32_t forward_count;
    Declarator *declarators;
    uint32_t count;
    Block *params; /* of a function: open it again for the body */
} Declaration;

/* Can a declaration begin at this token (a type name, a storage class ...)?
 * An unknown identifier followed by an identifier or by `*` identifier and
 * `;`, `=`, `,` or `(` is none: see decl_looks_like_unknown_type. */
bool decl_starts(const Parser *parser);
bool decl_looks_like_unknown_type(const Parser *parser);

/* A declaration up to and including its `;`, or, when a function body
 * follows, up to the `{` (ret_is_function, one declarator). Names are declared
 * in the innermost block as they come. K&R parameter declarations are taken
 * in. NULL when there is a problem. */
Declaration *decl_parse(Parser *parser, bool *ret_is_function);

/* A type name as in a cast or sizeof: specifiers and abstract declarator. */
const Type *decl_type_name(Parser *parser);

#endif
