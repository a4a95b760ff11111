#include "graph/aside.h"

#include <stdlib.h>

static bool aside_is_of(const Node *node, const Source *file) {
    return node && str_equals(node->source->name, file->name);
}

static Aside *aside_row(const Graph *graph, const Source *file,
                        NameSpace space, Str name) {
    for (uint32_t i = 0; i < graph->aside_count; i++) {
        Aside *row = &graph->aside[i];
        if (row->space == space && str_equals(row->name, name) &&
            aside_is_of(row->node, file))
            return row;
    }
    return NULL;
}

Node *aside_find(const Graph *graph, const Source *file, NameSpace space,
                 Str name) {
    const Aside *row = aside_row(graph, file, space, name);
    return row ? row->node : NULL;
}

static void aside_remove_row(Graph *graph, uint32_t i) {
    for (graph->aside_count--; i < graph->aside_count; i++)
        graph->aside[i] = graph->aside[i + 1];
}

void aside_drop(Graph *graph, const Node *node) {
    const Aside *row = aside_row(graph, node->source, node->space, node->name);
    if (!row || row->is_out) return;
    node_free(row->node);
    aside_remove_row(graph, (uint32_t)(row - graph->aside));
}

void aside_drop_macros(Graph *graph, Str name) {
    for (uint32_t i = graph->aside_count; i > 0; i--) {
        const Aside *row = &graph->aside[i - 1];
        if (row->space != SPACE_MACRO || !str_equals(row->name, name)) continue;
        node_free(row->node);
        aside_remove_row(graph, i - 1);
    }
}

void aside_put(Graph *graph, Node *node) {
    enum { FIRST = 16 };
    aside_drop(graph, node);
    if (graph->aside_count == graph->aside_size) {
        graph->aside_size = graph->aside_size ? 2 * graph->aside_size : FIRST;
        graph->aside = mem_grow(graph->aside,
                                graph->aside_size * sizeof *graph->aside);
    }
    graph->aside[graph->aside_count++] = (Aside){node->space, node->name, node,
                                                  false};
}

static void aside_swap(Graph *graph, Aside *row) {
    Map *names = &graph->nodes[row->space];
    Node *other = map_get(names, row->name);
    map_set(names, row->node ? row->node->name : row->name, row->node);
    row->node = other;
    row->is_out = !row->is_out;
}

void aside_enter(Graph *graph, const Source *file) {
    for (uint32_t i = 0; i < graph->aside_count; i++)
        if (aside_is_of(graph->aside[i].node, file))
            aside_swap(graph, &graph->aside[i]);
}

void aside_leave(Graph *graph) {
    for (uint32_t i = graph->aside_count; i > 0; i--) {
        Aside *row = &graph->aside[i - 1];
        if (!row->is_out) continue;
        aside_swap(graph, row);
        if (row->node) row->name = row->node->name;
        else aside_remove_row(graph, i - 1);
    }
}
