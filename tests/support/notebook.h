/* notebook.h - cells that have run, as far as the definition graph goes: what
 * they define is there, and no code was made of it. For tests. */
#ifndef SUPPORT_NOTEBOOK_H
#define SUPPORT_NOTEBOOK_H

#include "assist/assist.h"

struct Draft;

typedef struct Notebook {
    Graph graph;
    Headers headers;
    Assist assist;
    uint32_t count; /* of cells */
    /* Called with each cell that is sound, before it joins the graph; NULL. */
    void (*on_draft)(const struct Draft *draft);
} Notebook;

void notebook_init(Notebook *notebook);
void notebook_done(Notebook *notebook);
/* false: there is something wrong with the cell, ret_problem says what. */
bool notebook_run(Notebook *notebook, Str code, Str *ret_problem);
/* Runs all that end in this byte, whatever is wrong with them. Returns what is
 * behind the last one. */
Str notebook_run_all(Notebook *notebook, Str cells, char separator);

#endif
