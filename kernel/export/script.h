/* script.h - the cells of a notebook, read as the kernel reads them. */
#ifndef EXPORT_SCRIPT_H
#define EXPORT_SCRIPT_H

#include "export/chunk.h"
#include "export/names.h"
#include "export/notebook.h"
#include "graph/headers.h"
#include "graph/invalidate.h"

/* A function that means something else since a cell, although its text is the
 * same: it is written again there. */
typedef struct Again {
    Str name;
    const Source *source;
    Span span;
} Again;

typedef struct ScriptCell {
    const NotebookCell *cell;
    CellText *text; /* own; NULL: it is not read */
    Str first_line; /* "%%time", taken off; or empty */
    Preprocessed pre; /* own */
    Cell items;
    Chunks chunks;
    Again *again; /* in the arena */
    uint32_t again_count;
    Again *macros; /* likewise: of earlier cells; names in their bodies have
                      become others */
    uint32_t macro_count;
} ScriptCell;

typedef struct Script {
    ScriptCell *rows; /* in the arena; those of the notebook's cells */
    uint32_t count;
    Graph graph;
    Headers headers;
    Names names;
    Arena arena;
    uint64_t tags;
} Script;

/* On a cell that cannot be read -1, and err says which and why. */
int script_read(const Notebook *notebook, Script *ret, Err *err) MUST_USE;
void script_done(Script *script);

#endif
