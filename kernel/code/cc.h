/* cc.h - C text to an ELF object, by the C compiler of the machine: for what
 * TinyCC has not (cell/beyond.h).
 *
 * It is the one that the environment's CC names, else gcc, clang or cc. A
 * unit takes it some 30 ms. The object must fit what TinyCC makes of other
 * cells, and must be as safe to stop and to trace:
 *
 *     -fPIC -fsemantic-interposition   functions are called through slots
 *     -ffp-contract=off, -fno-builtin  the same numbers as TinyCC's code:
 *                                      no fused operations, libm's results
 *     -fwrapv -fno-strict-aliasing     an int that overflows wraps, memory may
 *       -fno-delete-null-pointer-...   be seen as another type, NULL crashes:
 *                                      what TinyCC does, without surprises
 *     -fno-omit-frame-pointer          tracebacks walk the frames; gcc gives
 *       -fstack-protector-all          a small function one only so
 *     -ftls-model=global-dynamic       see tls.h
 *     -march=native                    intrinsics; the code stays here */
#ifndef CODE_CC_H
#define CODE_CC_H

#include "code/compile.h"

/* The compiler's path, looked for once; NULL: there is none. */
const char *cc_path(void);

/* As compile_unit. The messages are in TinyCC's words where it has any for
 * them, so that one place (session/complain) words them for the reader. */
int cc_compile(Str unit, Arena *arena, CompileResult *ret, Err *err) MUST_USE;

/* How functions are made fast. Numbers stay those of TinyCC's code: nothing is
 * fused or taken in another order, and libm computes what the reader calls it
 * for; only what it computes exactly is done in place (sqrt, fabs, floor). */
typedef struct CcWish {
    bool may_wrap;  /* an int may overflow, and is seen to (-fwrapv) */
    bool has_gaps;  /* local variables begin as zero, gaps included */
    bool may_alias; /* memory may be seen as another type */
    bool is_awaited; /* a reader waits: it need not step back for others */
    const Str *own; /* functions of the reader's, whatever libc has of that */
    uint32_t own_count; /* name */
} CcWish;

/* Is there a compiler for it? To be asked before, in the executor's thread. */
bool cc_can_optimise(void);

/* Functions at -O3, in steps, one at a time. The middle one waits for the
 * compiler and may be in a thread of its own; a fork, which has no such
 * thread, frees what was begun. Nothing is said of what fails: an object (own)
 * and 0, or -1. */
typedef struct CcWork CcWork;
CcWork *cc_work_new(Str unit, const CcWish *wish); /* NULL: it cannot be */
void cc_work_run(CcWork *work);
int cc_work_take(const CcWork *work, Buf *ret_object) MUST_USE;
void cc_work_free(CcWork *work); /* NULL: nothing */

/* Its messages, from what it wrote to stderr. */
void cc_read_messages(Str text, Arena *arena, CompileResult *ret);

#endif
