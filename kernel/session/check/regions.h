/* regions.h - which object of the reader's program lies at an address.
 *
 *     variables, static ones, string literals   one sorted table
 *     local variables, arrays on the stack      the checked functions' frames
 *     blocks of the heap                        heap.h
 *
 * No two objects touch: between any two lies at least a byte, so that the
 * address right behind one is never the start of another. */
#ifndef SESSION_REGIONS_H
#define SESSION_REGIONS_H

#include "session/session.h"

typedef enum RegionKind {
    REGION_NONE,
    REGION_VARIABLE, /* of the session; node */
    REGION_STATIC,   /* a static variable of a function; name */
    REGION_LITERAL,
    REGION_LOCAL, /* name, function; length elements if it is an array */
    REGION_HEAP
} RegionKind;

typedef struct Region {
    RegionKind kind;
    bool is_gone; /* freed, or its function has returned */
    uintptr_t start;
    size_t size;
    size_t length; /* elements; 0: not known, or no array */
    const Node *node;
    Str name;     /* empty: it has none */
    Str function; /* of a local variable */
    unsigned made, freed;  /* sites of the heap */
    const uint8_t *mirror; /* of a literal: the same where it is read-only */
} Region;

/* Where the stack of the main thread begins. */
void regions_init(const void *stack_top);
/* Before checked code runs: read the graph and the images. */
void regions_collect(Session *session);
void regions_clear(void);

/* The object that holds the address or ends there. sp: the stack pointer of
 * the code that asks; what lies below it has returned. */
bool regions_find(uintptr_t address, uintptr_t sp, Region *ret);

/* The literal whose mirror holds this address. */
bool regions_find_mirror(uintptr_t address, Region *ret, size_t *ret_offset);

/* A checked function begins: its list of { offset, size } ends with 0. */
void regions_enter(uintptr_t frame, const int64_t *list, const void *pc);
void regions_leave(uintptr_t frame);
/* alloca, or an array whose length is a value. */
void regions_add_alloca(uintptr_t start, size_t size);

#endif
