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

/* A typedef of a struct that is only named so far, or of a pointer to one, may
 * come before the struct, whose members may be of that very typedef. */
static bool closure_may_come_first(const Node *node) {
    if (node->kind != NODE_TYPEDEF) return false;
    const Type *type = node->symbol.type;
    bool is_array = false;
    for (; type->kind == TYPE_ARRAY; type = type->target) is_array = true;
    if (type->kind == TYPE_POINTER || type->kind == TYPE_FUNCTION) return true;
    return !is_array && (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION);
}

bool closure_is_forward(const Draft *draft, const Node *node,
                        const Need *need) {
    if (need->space != SPACE_TAG || !closure_may_come_first(node)) return false;
    const Node *tag = draft_lookup(draft, SPACE_TAG, need->name);
    return tag && tag->tag && tag->tag->kind != TYPE_ENUM;
}

static void closure_visit(Walk *walk, NameSpace space, Str name, int depth);

static void closure_visit_needs(Walk *walk, const Node *node, bool is_forward,
                                int depth) {
    for (uint32_t i = 0; i < node->declaration_needs; i++)
        if (closure_is_forward(walk->draft, node, &node->needs[i]) ==
            is_forward)
            closure_visit(walk, node->needs[i].space, node->needs[i].name,
                          depth + 1);
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
    closure_visit_needs(walk, node, false, depth);
    closure_add(walk->closure, node);
    closure_visit_needs(walk, node, true, depth);
}

static bool closure_has_item(const Closure *closure, uint32_t item) {
    return closure->items[item / 64] >> (item % 64) & 1;
}

/* The reader's own `struct stat` and libc's cannot both stand in a unit: the
 * preloaded one goes, with whatever is declared by it. */
static void closure_drop_item(Closure *closure, uint32_t first) {
    uint32_t count = preload_header()->item_count;
    closure->items[first / 64] &= ~((uint64_t)1 << (first % 64));
    for (uint32_t i = first + 1; i < count; i++) {
        if (!closure_has_item(closure, i)) continue;
        const PreloadItem *item = preload_item(i);
        const uint32_t *depends = preload_depends(item);
        for (uint32_t k = 0; k < item->depend_count; k++)
            if (!closure_has_item(closure, depends[k]))
                closure->items[i / 64] &= ~((uint64_t)1 << (i % 64));
    }
}

static void closure_drop_hidden_tags(Closure *closure) {
    for (uint32_t i = 0; i < closure->count; i++) {
        const Node *node = closure->nodes[i];
        if (node->kind != NODE_TAG) continue;
        uint32_t row = preload_find(SPACE_TAG, node->name);
        if (row == PRELOAD_NONE) continue;
        uint32_t item = preload_name(row)->item;
        if (closure_has_item(closure, item)) closure_drop_item(closure, item);
    }
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
    closure_drop_hidden_tags(ret);
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
