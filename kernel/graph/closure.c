#include "graph/closure.h"

#include <stdlib.h>

typedef struct Walk {
    const Draft *draft;
    const Stale *hidden;
    Closure *closure;
    uint32_t *todo; /* own: preloaded items to follow */
    uint32_t todo_count;
    Map visited; /* declaration text -> itself */
} Walk;

static void closure_mark_item(Walk *walk, uint32_t item) {
    uint64_t bit = (uint64_t)1 << (item % 64);
    if (walk->closure->items[item / 64] & bit) return;
    walk->closure->items[item / 64] |= bit;
    walk->todo[walk->todo_count++] = item;
}

static void closure_preloaded(Walk *walk, NameSpace space, Str name) {
    uint32_t row = preload_find(space, name);
    if (row == PRELOAD_NONE) return;
    closure_mark_item(walk, preload_name(row)->item);
    while (walk->todo_count) {
        const PreloadItem *item = preload_item(walk->todo[--walk->todo_count]);
        const uint32_t *depends = preload_depends(item);
        for (uint32_t i = 0; i < item->depend_count; i++)
            closure_mark_item(walk, depends[i]);
    }
}

static void closure_add(Closure *closure, Node *node) {
    if (closure->count == closure->size) {
        closure->size = closure->size ? closure->size * 2 : 16;
        closure->nodes =
            mem_grow(closure->nodes, closure->size * sizeof *closure->nodes);
    }
    closure->nodes[closure->count++] = node;
}

/* A declaration comes after those that it needs. Two structs that point to
 * each other form a ring: the visit that is under way breaks it. */
static void closure_visit(Walk *walk, NameSpace space, Str name, int depth) {
    enum { DEEPEST = 2000 };
    if (space == SPACE_MACRO || depth > DEEPEST) return;
    Node *node = draft_lookup(walk->draft, space, name);
    if (!node) {
        closure_preloaded(walk, space, name);
        return;
    }
    bool is_hidden = walk->hidden && node->kind == NODE_VARIABLE &&
                     !draft_find(walk->draft, space, name) &&
                     stale_has_variable(walk->hidden, name);
    if (is_hidden || !node->declaration.len ||
        map_get(&walk->visited, node->declaration))
        return;
    map_set(&walk->visited, node->declaration, node);
    for (uint32_t i = 0; i < node->declaration_needs; i++)
        closure_visit(walk, node->needs[i].space, node->needs[i].name,
                      depth + 1);
    closure_add(walk->closure, node);
}

void closure_find(const Draft *draft, const Stale *hidden, const Needs *needs,
                  Closure *ret) {
    uint32_t count = preload_header()->item_count;
    *ret = (Closure){0};
    ret->items = mem_alloc((count / 64 + 1) * sizeof *ret->items);
    Walk walk = {.draft = draft, .hidden = hidden, .closure = ret};
    walk.todo = mem_alloc((count + 1) * sizeof *walk.todo);
    for (uint32_t i = 0; i < needs->count; i++)
        closure_visit(&walk, needs->rows[i].space, needs->rows[i].name, 0);
    free(walk.todo);
    map_done(&walk.visited);
}

uint32_t closure_write_items(const Closure *closure, Buf *ret) {
    uint32_t words = preload_header()->item_count / 64 + 1, lines = 0;
    for (uint32_t w = 0; w < words; w++) {
        for (uint64_t bits = closure->items[w]; bits; bits &= bits - 1) {
            uint32_t item = w * 64 + (uint32_t)__builtin_ctzll(bits);
            buf_add_str(ret, preload_item_text(preload_item(item)));
            buf_add_char(ret, '\n');
            lines++;
        }
    }
    return lines;
}

void closure_done(Closure *closure) {
    free(closure->items);
    free(closure->nodes);
    *closure = (Closure){0};
}
