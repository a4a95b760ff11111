/* dump.h - what the pure parts make of a cell's text, for nabla's developers.
 *
 *     tokens   after the preprocessor, one a line, with the reader's place
 *     items    what the cell consists of: cell/split.h
 *     unit     the C text that the compiler gets: graph/unit.h
 *
 * While something is dumped, cells are compiled and linked but do not run. */
#ifndef SESSION_DUMP_H
#define SESSION_DUMP_H

#include "session/build.h"
#include "session/run.h"

typedef enum DumpStage {
    DUMP_NOTHING,
    DUMP_TOKENS,
    DUMP_ITEMS,
    DUMP_UNIT
} DumpStage;

extern DumpStage dump_stage; /* what is wanted */

/* DUMP_NOTHING: there is no such stage. */
DumpStage dump_stage_of(const char *name);
/* A build has come to this stage: print it, if that is wanted. */
void dump_build(const Build *build, DumpStage stage);
/* What a part of a cell that does not run leaves for the next one: every
 * extent is 1. */
void dump_pretend(Run *run);

#endif
