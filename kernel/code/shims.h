/* shims.h - bridges that were compiled with nabla: for functions of libraries
 * that TinyCC's code must not call directly, since it passes some small structs
 * (gsl_complex) its own way. See graph/shim_writer.h; code/bridge.h makes
 * those that are missing. */
#ifndef CODE_SHIMS_H
#define CODE_SHIMS_H

#include "base/str.h"

typedef struct Shim {
    const char *name;
    void *address;
} Shim;

/* Ends with a row without a name; generated when nabla is built. */
extern const Shim shims_table[];

/* What a call of this name leads to; NULL: the function itself. */
void *shims_find(Str name);

#endif
