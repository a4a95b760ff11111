/* attribute.h - __attribute__((...)): those that change what a type is. */
#ifndef CELL_ATTRIBUTE_H
#define CELL_ATTRIBUTE_H

#include "cell/parse.h"

typedef struct Attributes {
    uint32_t align; /* bytes, the largest asked for; 0: none */
    uint8_t mode;   /* bytes of mode(QI) ... mode(DI); 0: none */
    uint32_t vector; /* bytes of vector_size(...); 0: none */
    bool is_packed;
    bool is_noreturn;
    bool is_weak;
} Attributes;

/* Any number of __attribute__((...)) that stand here, added to ret. */
bool attribute_parse(Parser *parser, Attributes *ret);

/* An alignment in parentheses that an _Alignas or aligned asks for. */
bool attribute_alignment(Parser *parser, Attributes *ret);

/* A vector of that type, if vector_size asks for one, and then no more. */
const Type *attribute_apply_vector(const Type *type, Attributes *attributes,
                                   Arena *arena);
/* The type that a name declared with these attributes has. */
const Type *attribute_apply(const Type *type, const Attributes *attributes,
                            Arena *arena);

#endif
