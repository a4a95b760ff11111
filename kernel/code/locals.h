/* locals.h - the names and types of local variables in checked functions, out
 * of the object's debug section. */
#ifndef CODE_LOCALS_H
#define CODE_LOCALS_H

#include "code/image.h"

typedef struct Local {
    const char *name; /* NUL behind it */
    int32_t offset;   /* from the frame pointer */
    bool is_pointer;
    bool is_param;
    uint32_t length; /* of an array, in elements; else 0 */
} Local;

typedef struct LocalFunction {
    uintptr_t start;
    uintptr_t end;
    const char *name;
    Local *locals; /* own */
    uint32_t count;
} LocalFunction;

/* Remember the functions of an image that was linked from this object. */
void locals_add(const Image *image, Str object);
/* The function that holds this address; NULL: not a checked one. */
const LocalFunction *locals_function(const void *pc);
/* The variable at this distance from the frame pointer, or NULL. */
const Local *locals_at(const LocalFunction *function, int64_t offset);
void locals_clear(void);

#endif
