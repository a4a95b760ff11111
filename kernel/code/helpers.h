/* helpers.h - functions that TinyCC's code calls and libc does not have.
 *
 * The same as in TinyCC's libtcc1.a, written anew: compiled by the kernel's
 * own compiler they convert numbers to the same bits as its code does, in
 * and out of range, and the archive need not be found at run time (its
 * objects would also make our stack executable). */
#ifndef CODE_HELPERS_H
#define CODE_HELPERS_H

#include "base/str.h"

/* Address of a helper, or NULL. */
void *helpers_find(Str name);

#endif
