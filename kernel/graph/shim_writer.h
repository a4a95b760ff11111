/* shim_writer.h - bridges for structs that TinyCC passes its own way.
 *
 * The System V ABI classes each eight bytes of a small struct by itself;
 * TinyCC gives the whole struct one class, and takes any array for integers.
 * So struct {double dat[2];}, which is gsl_complex, travels in integer
 * registers when TinyCC calls, and in SSE registers everywhere else. For every
 * preloaded function with such an argument or result, a function compiled by
 * the C compiler takes the values the way TinyCC passes them:
 *
 *     Two shim_gsl_complex_add(Two p0, Two p1)     two integer registers each
 *         -> gsl_complex_add(gsl_complex, gsl_complex)
 *
 * Part of the indexer: runs at build time only. */
#ifndef GRAPH_SHIM_WRITER_H
#define GRAPH_SHIM_WRITER_H

#include "base/buf.h"
#include "cell/type.h"

typedef struct ShimWriter {
    Buf functions; /* own */
    Buf rows;      /* own; of the table */
} ShimWriter;

/* Is this a struct or union that TinyCC passes against the ABI? */
bool shim_is_needed_for(const Type *type);
/* Write the bridge of a function, if it needs one. */
void shim_add(ShimWriter *writer, Str name, const Type *type);
/* The C file: what it includes, the bridges, the table of code/shims.h. */
void shim_finish(ShimWriter *writer, char **headers, int count, Buf *ret);

#endif
