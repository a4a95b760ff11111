/* pointers.h - what the reader calls a pointer: the expression on the line of
 * a wrong use whose value it is. */
#ifndef SESSION_POINTERS_H
#define SESSION_POINTERS_H

#include "session/check/bounds.h"

enum { POINTER_NAME_SIZE = 64 };

typedef struct PointerName {
    char text[POINTER_NAME_SIZE]; /* "p", "v->data"; empty: not found */
    uintptr_t value;
    size_t element; /* bytes of what it points to; 0: unknown */
    size_t extent;  /* bytes of the array that it is; 0: it is none */
    bool is_member; /* of a struct or union */
    bool is_exact;  /* its value is the one that was asked for, or the start
                       of the region */
} PointerName;

/* The value, or else one in the region (which may be NULL). */
void pointers_name(uintptr_t value, const Region *region, Spot spot,
                   PointerName *ret);


/* The value of an argument that is a name, `&` a name, or such with members
 * behind it; false if it is more than that. */
bool pointers_read(Str text, Spot spot, uintptr_t *ret);

#endif
