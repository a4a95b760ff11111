/* aside.h - what is a file's own, while its name means something else.
 *
 *     a.c   static int count;  int next(void) { return ++count; }
 *     In[2] int count = 5;
 *
 * Both exist. Cells see their own, or what another file has made public; the
 * functions of a.c, when they are made again, see what is set aside here. */
#ifndef GRAPH_ASIDE_H
#define GRAPH_ASIDE_H

#include "graph/graph.h"

struct Aside {
    NameSpace space;
    Str name;
    Node *node;  /* own; while is_out: what the name means to all others */
    bool is_out; /* see aside_enter */
};

/* Set the node aside (own); one of that name and file is freed. */
void aside_put(Graph *graph, Node *node);
/* The node that is set aside for this file, or NULL. */
Node *aside_find(const Graph *graph, const Source *file, NameSpace space,
                 Str name);
/* Free that of the node's name and file, if there is one. */
void aside_drop(Graph *graph, const Node *node);
/* Free those of all files: a macro that a cell defines counts everywhere. */
void aside_drop_macros(Graph *graph, Str name);
/* The file's own names are what their names mean, until aside_leave. */
void aside_enter(Graph *graph, const Source *file);
void aside_leave(Graph *graph);

#endif
