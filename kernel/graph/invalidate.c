#include "graph/invalidate.h"

#include <stdlib.h>

#include "graph/needs.h"

/* The names whose meaning changes, straight from the draft. A macro counts
 * even when it is new: an #ifdef may have asked for it in vain. */
static void invalidate_seed(const Draft *draft, Needs *changed) {
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        const Node *older = graph_find(draft->graph, node->space, node->name);
        if (older && !node_replaces(node, older)) continue;
        if (older ? node_differs(node, older) : node->kind == NODE_MACRO)
            needs_add(changed, node->space, node->name);
    }
}

static bool invalidate_meets(const Needs *changed, const Need *needs,
                             uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (needs_has(changed, needs[i].space, needs[i].name)) return true;
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

/* One pass over the session; true if it found a further changed name. */
static bool invalidate_spread(const Draft *draft, Needs *changed,
                              NameSpace space) {
    uint32_t before = changed->count;
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&draft->graph->nodes[space], &at))) {
        const Node *node = entry->value;
        if (draft_find(draft, space, node->name)) continue;
        if (invalidate_meets(changed, node->needs, node->declaration_needs))
            needs_add(changed, space, node->name);
    }
    return changed->count > before;
}

static void invalidate_note(const Draft *draft, const Needs *changed,
                            Node *node, Stale *ret) {
    if (draft_find(draft, node->space, node->name)) return;
    if (!invalidate_meets(changed, node->needs, node->need_count) &&
        !invalidate_heals(draft, node))
        return;
    if (node->kind == NODE_FUNCTION)
        ret->functions[ret->function_count++] = node;
    else if (node->kind == NODE_VARIABLE)
        ret->variables[ret->variable_count++] = node;
    else if (node->kind == NODE_TAG || node->kind == NODE_TYPEDEF)
        ret->types[ret->type_count++] = node;
}

void invalidate_find(const Draft *draft, Stale *ret) {
    *ret = (Stale){0};
    Needs changed = {0};
    invalidate_seed(draft, &changed);
    bool may_heal = draft->count && draft->graph->has_complaints;
    if (changed.count || may_heal) {
        while (invalidate_spread(draft, &changed, SPACE_ORDINARY) ||
               invalidate_spread(draft, &changed, SPACE_TAG)) continue;
        const Map *nodes = draft->graph->nodes;
        size_t size = nodes[SPACE_ORDINARY].count + nodes[SPACE_TAG].count;
        ret->types = arena_alloc(&ret->arena, size * sizeof(Node *));
        ret->functions = arena_alloc(&ret->arena, size * sizeof(Node *));
        ret->variables = arena_alloc(&ret->arena, size * sizeof(Node *));
        for (int space = SPACE_ORDINARY; space <= SPACE_TAG; space++) {
            size_t at = 0;
            const MapEntry *entry;
            while ((entry = map_next(&nodes[space], &at)))
                invalidate_note(draft, &changed, entry->value, ret);
        }
        qsort(ret->types, ret->type_count, sizeof(Node *), node_order);
        qsort(ret->functions, ret->function_count, sizeof(Node *),
              node_order);
        qsort(ret->variables, ret->variable_count, sizeof(Node *),
              node_order);
    }
    needs_done(&changed);
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
