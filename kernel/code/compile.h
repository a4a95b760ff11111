/* compile.h - C text to an ELF object, by libtcc: its only includer.
 *
 * A unit has one token of the cell a line (the unit emitter sees to that), so
 * a message's line is a token. TinyCC reports the line of the token it has
 * just read, which is the one after the culprit; who maps messages to cells
 * (session/complain) searches backwards for the quoted name. */
#ifndef CODE_COMPILE_H
#define CODE_COMPILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

typedef struct CompileMessage {
    uint32_t line; /* of the unit, from 1; 0 when it names none */
    bool is_warning;
    Str text; /* borrow from the arena: "'x' undeclared" */
} CompileMessage;

typedef struct CompileResult {
    bool ok;
    Buf object;               /* own: the ELF file; buf_done it */
    CompileMessage *messages; /* borrow from the arena */
    size_t count;
} CompileResult;

/* unit ends in NUL. Messages go to the arena. Never prints. -1 only when the
 * compiler itself could not be started; a unit that does not compile is a
 * result with ok = false. */
int compile_unit(Str unit, Arena *arena, CompileResult *ret, Err *err) MUST_USE;
/* The same, and every use of a pointer calls __bound_...: see
 * session/check/bounds.h. */
int compile_unit_checked(Str unit, Arena *arena, CompileResult *ret,
                         Err *err) MUST_USE;

#endif
