/* bridge.h - calls between TinyCC's code and the rest of the world, where the
 * two pass a struct in different registers (see cell/passing.h).
 *
 *     outward   TinyCC's code calls; the target keeps to the ABI
 *     inward    code that keeps to the ABI calls; the target is TinyCC's
 *
 * A bridge is an address that may be called: it brings the arguments from the
 * places of one side to those of the other, calls, and brings the result
 * back. The address of every function is one that keeps to the ABI. */
#ifndef CODE_BRIDGE_H
#define CODE_BRIDGE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* The bridge to this target; the same one for the same question. It stays for
 * as long as the process. NULL when there is no memory for it. */
void *bridge_to(void *target, Str signature, bool is_inward, Err *err);

#endif
