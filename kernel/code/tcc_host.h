/* tcc_host.h - the ground that libtcc stands on.
 *
 * libtcc keeps its state in static variables, leaves them dirty when a
 * compile fails (a later compile then walks freed memory: a label error was
 * seen to crash the next compile), and may end the process. So it is linked
 * from a copy of its archive (see meson.build) in which
 *
 *   - its variables are two sections of their own: put back to what they were
 *     at the start, before every run;
 *   - malloc and free come from one region that is dropped after every run,
 *     so that nothing can leak;
 *   - open() opens nothing but the object that is being written, which goes
 *     to memory; unlink() removes nothing;
 *   - exit() and a failed assertion end the run, not the process. */
#ifndef CODE_TCC_HOST_H
#define CODE_TCC_HOST_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/* The name to give to tcc_output_file. */
#define TCC_HOST_OBJECT "object"

/* Call work with a libtcc as new; what it wrote to TCC_HOST_OBJECT is then
 * ret_object's (own). Without predefined declarations a compile takes half
 * the time: all of them have names that begin with __builtin_ (and libtcc
 * needs them for bounds checking). work may not come to its end: libtcc may
 * have tried to end the process. -1 when there is no memory. Not for two
 * threads at once. */
int tcc_host_run(void (*work)(void *context), void *context,
                 bool has_predefined, Buf *ret_object, Err *err) MUST_USE;

#endif
