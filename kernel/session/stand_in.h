/* stand_in.h - functions of the C library that cells get another one for. */
#ifndef SESSION_STAND_IN_H
#define SESSION_STAND_IN_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct StandIn {
    const char *name;
    void (*function)(void); /* cast to what the linker knows */
} StandIn;

/* The one of that name; NULL: it is none of them. */
static inline void *stand_in_find(const StandIn *rows, size_t count,
                                  Str name) {
    for (size_t i = 0; i < count; i++)
        if (str_is(name, rows[i].name))
            return (void *)(uintptr_t)rows[i].function;
    return NULL;
}

#endif
