#include "graph/invalidate.h"

#include <stdlib.h>

#include "graph/aside.h"
#include "graph/needs.h"

typedef struct Spread {
    const Draft *draft;
    Needs changed; /* names; those that a file has for itself as "a.c:name" */
    Arena *arena;
} Spread;

static Str invalidate_own(const Spread *spread, const Source *file, Str name) {
    return arena_printf(spread->arena, "%.*s:%.*s", STR_ARG(file->name),
                        STR_ARG(name));
}

static void invalidate_add(Spread *spread, const Node *node) {
    bool is_seen = graph_find(spread->draft->graph, node->space, node->name) ==
                   node;
    if (is_seen || !node->is_private)
        needs_add(&spread->changed, node->space, node->name);
    if (node->is_private)
        needs_add(&spread->changed, node->space,
                  invalidate_own(spread, node->source, node->name));
}

/* The files' own macros of this name make way for that of a cell. */
static void invalidate_seed_macros(Spread *spread, Str name) {
    const Graph *graph = spread->draft->graph;
    for (uint32_t i = 0; i < graph->aside_count; i++) {
        const Aside *row = &graph->aside[i];
        if (row->space == SPACE_MACRO && str_equals(row->name, name))
            invalidate_add(spread, row->node);
    }
}

/* The names whose meaning changes, straight from the draft. A macro counts
 * even when it is new: an #ifdef may have asked for it in vain. */
static void invalidate_seed(Spread *spread) {
    const Draft *draft = spread->draft;
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        const Node *older = graph_older(draft->graph, node);
        if (older && node_differs(node, older)) invalidate_add(spread, older);
        if (!older && node->kind == NODE_MACRO) invalidate_add(spread, node);
        if (node->kind == NODE_MACRO && !node->is_private)
            invalidate_seed_macros(spread, node->name);
    }
}

/* Has the file a static thing of that name for itself? */
static bool invalidate_has_own(const Graph *graph, const Source *file,
                               const Need *need) {
    if (file->is_cell) return false;
    const Node *seen = graph_find(graph, need->space, need->name);
    if (seen && seen->is_private && str_equals(seen->source->name, file->name))
        return true;
    return aside_find(graph, file, need->space, need->name) != NULL;
}

static bool invalidate_meets(const Spread *spread, const Node *node,
                             uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const Need *need = &node->needs[i];
        Str name = need->name;
        if (invalidate_has_own(spread->draft->graph, node->source, need))
            name = invalidate_own(spread, node->source, name);
        if (needs_has(&spread->changed, need->space, name)) return true;
    }
    return false;
}

/* A function that no longer compiles may do so again when a name that it
 * mentions comes into being. */
static bool invalidate_heals(const Draft *draft, const Node *node) {
    if (!node->complaint.len) return false;
    for (uint32_t i = 0; i < node->need_count; i++)
        if (draft_find(draft, node->needs[i].space, node->needs[i].name))
            return true;
    return false;
}

static bool invalidate_is_replaced(const Draft *draft, const Node *node) {
    const Node *newer = draft_find(draft, node->space, node->name);
    return newer && graph_replaces(draft->graph, newer, node);
}

/* The next node of a name space, those that are set aside last; NULL: it was
 * the last. */
static Node *invalidate_next(const Graph *graph, NameSpace space, size_t *at,
                             uint32_t *aside) {
    const MapEntry *entry = map_next(&graph->nodes[space], at);
    if (entry) return entry->value;
    while (*aside < graph->aside_count) {
        const Aside *row = &graph->aside[(*aside)++];
        if (row->space == space) return row->node;
    }
    return NULL;
}

/* One pass over the session; true if it found a further changed name. */
static bool invalidate_spread(Spread *spread, NameSpace space) {
    uint32_t before = spread->changed.count, aside = 0;
    size_t at = 0;
    const Node *node;
    while ((node = invalidate_next(spread->draft->graph, space, &at, &aside)))
        if (!invalidate_is_replaced(spread->draft, node) &&
            invalidate_meets(spread, node, node->declaration_needs))
            invalidate_add(spread, node);
    return spread->changed.count > before;
}

static void invalidate_note(const Spread *spread, Node *node, Stale *ret) {
    if (invalidate_is_replaced(spread->draft, node)) return;
    if (!invalidate_meets(spread, node, node->need_count) &&
        !invalidate_heals(spread->draft, node))
        return;
    if (node->kind == NODE_FUNCTION)
        ret->functions[ret->function_count++] = node;
    else if (node->kind == NODE_VARIABLE)
        ret->variables[ret->variable_count++] = node;
    else if (node->kind == NODE_TAG || node->kind == NODE_TYPEDEF)
        ret->types[ret->type_count++] = node;
}

/* Types in an order in which each comes after those that it needs: which
 * cell has defined one last says nothing about that. Structs that point to
 * each other form a ring, which begins anywhere. */
static void invalidate_visit(const Graph *graph, Stale *stale, Map *waiting,
                             Node *node) {
    map_set(waiting, (Str){(const char *)&node->serial, sizeof node->serial},
            NULL);
    for (uint32_t i = 0; i < node->declaration_needs; i++) {
        Node *need = graph_find(graph, node->needs[i].space,
                                node->needs[i].name);
        Str key = {need ? (const char *)&need->serial : "",
                   need ? sizeof need->serial : 0};
        if (need && map_get(waiting, key))
            invalidate_visit(graph, stale, waiting, need);
    }
    stale->types[stale->type_count++] = node;
}

static void invalidate_order_types(const Graph *graph, Stale *stale) {
    Map waiting = {0};
    uint32_t count = stale->type_count;
    Node **nodes = arena_alloc(&stale->arena, (count + 1) * sizeof *nodes);
    for (uint32_t i = 0; i < count; i++) {
        Node *node = nodes[i] = stale->types[i];
        map_set(&waiting,
                (Str){(const char *)&node->serial, sizeof node->serial}, node);
    }
    stale->type_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Node *node = nodes[i];
        Str key = {(const char *)&node->serial, sizeof node->serial};
        if (map_get(&waiting, key))
            invalidate_visit(graph, stale, &waiting, nodes[i]);
    }
    map_done(&waiting);
}

static void invalidate_note_all(const Spread *spread, Stale *ret) {
    const Graph *graph = spread->draft->graph;
    size_t size = graph->nodes[SPACE_ORDINARY].count +
                  graph->nodes[SPACE_TAG].count + graph->aside_count;
    ret->types = arena_alloc(&ret->arena, size * sizeof(Node *));
    ret->functions = arena_alloc(&ret->arena, size * sizeof(Node *));
    ret->variables = arena_alloc(&ret->arena, size * sizeof(Node *));
    for (int space = SPACE_ORDINARY; space <= SPACE_TAG; space++) {
        size_t at = 0;
        uint32_t aside = 0;
        Node *node;
        while ((node = invalidate_next(graph, (NameSpace)space, &at, &aside)))
            invalidate_note(spread, node, ret);
    }
    qsort(ret->types, ret->type_count, sizeof(Node *), node_order);
    invalidate_order_types(graph, ret);
    qsort(ret->functions, ret->function_count, sizeof(Node *), node_order);
    qsort(ret->variables, ret->variable_count, sizeof(Node *), node_order);
}

void invalidate_find(const Draft *draft, Stale *ret) {
    *ret = (Stale){0};
    Spread spread = {draft, {0}, &ret->arena};
    invalidate_seed(&spread);
    bool may_heal = draft->count && draft->graph->has_complaints;
    if (spread.changed.count || may_heal) {
        while (invalidate_spread(&spread, SPACE_ORDINARY) ||
               invalidate_spread(&spread, SPACE_TAG)) continue;
        invalidate_note_all(&spread, ret);
    }
    needs_done(&spread.changed);
}

bool stale_has_variable(const Stale *stale, Str name) {
    for (uint32_t i = 0; i < stale->variable_count; i++)
        if (str_equals(stale->variables[i]->name, name)) return true;
    return false;
}

void stale_done(Stale *stale) {
    arena_clear(&stale->arena);
    *stale = (Stale){0};
}
