#include "graph/closure.h"

#include <stdlib.h>
#include <string.h>

typedef struct Walk {
    const Draft *draft;
    const Stale *hidden;
    Closure *closure;
    uint32_t *todo; /* own: preloaded items to follow */
    uint32_t todo_count, todo_size;
    Map visited;  /* declaration text -> itself */
    Map declared; /* likewise: typedefs that are in the closure */
} Walk;

static void closure_mark_item(Walk *walk, uint32_t item) {
    uint64_t bit = (uint64_t)1 << (item % 64);
    if (walk->closure->items[item / 64] & bit) return;
    walk->closure->items[item / 64] |= bit;
    if (walk->todo_count == walk->todo_size) {
        walk->todo_size = walk->todo_size ? 2 * walk->todo_size : 64;
        walk->todo =
            mem_grow(walk->todo, walk->todo_size * sizeof *walk->todo);
    }
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

static void closure_visit(Walk *walk, NameSpace space, Str name, int depth);

static bool closure_is_hidden(const Walk *walk, const Node *node) {
    return !node->declaration.len ||
           (walk->hidden && node->kind == NODE_VARIABLE &&
            !draft_find(walk->draft, node->space, node->name) &&
            stale_has_variable(walk->hidden, node->name));
}

bool closure_is_record(const Node *node) {
    return node && node->kind == NODE_TAG && node->tag->kind != TYPE_ENUM;
}

/* A typedef does without the structs that it names, which may need it in turn:
 *
 *     typedef struct node node;  struct node { node *next; };
 *
 * unit.c writes "struct node;" in front. An array needs its struct. */
static void closure_declare(Walk *walk, Node *node, int depth) {
    bool is_array = type_strip(node->symbol.type)->kind == TYPE_ARRAY;
    if (map_get(&walk->declared, node->declaration)) return;
    map_set(&walk->declared, node->declaration, node);
    for (uint32_t i = 0; i < node->declaration_needs; i++) {
        const Need *need = &node->needs[i];
        Node *other = draft_lookup(walk->draft, need->space, need->name);
        if (other && other->kind == NODE_TYPEDEF && !is_array)
            closure_declare(walk, other, depth + 1);
        else if (is_array || !closure_is_record(other))
            closure_visit(walk, need->space, need->name, depth + 1);
    }
    closure_add(walk->closure, node);
}

/* Of a struct's members it needs those structs that lie in it. */
static void closure_members(Walk *walk, const Node *node, const Tag *tag,
                            int depth) {
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Type *type = type_strip(tag->members[i].type);
        while (type->kind == TYPE_ARRAY) type = type_strip(type->target);
        if (!type->tag) continue;
        const Tag *inner = type_tag(type);
        const Node *other = draft_lookup(walk->draft, SPACE_TAG, inner->name);
        bool is_part =
            !inner->name.len ||
            (other && str_equals(other->declaration, node->declaration));
        if (is_part && inner != tag)
            closure_members(walk, node, inner, depth + 1);
        if (!is_part) closure_visit(walk, SPACE_TAG, inner->name, depth + 1);
    }
}

/* An extent may measure a struct that is no member. */
static bool closure_measures(const Node *node) {
    static const char *const words[] = {"sizeof", "lignof", "typeof",
                                        "offsetof", "->"};
    Str text = node->declaration;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memmem(text.text, text.len, words[i], strlen(words[i])))
            return true;
    return false;
}

static void closure_tag(Walk *walk, Node *node, int depth) {
    bool measures = closure_measures(node);
    for (uint32_t i = 0; i < node->declaration_needs; i++) {
        const Need *need = &node->needs[i];
        Node *other = draft_lookup(walk->draft, need->space, need->name);
        if (other && other->kind == NODE_TYPEDEF)
            closure_declare(walk, other, depth + 1);
        if (measures || (!closure_is_record(other) &&
                         (!other || other->kind != NODE_TYPEDEF)))
            closure_visit(walk, need->space, need->name, depth + 1);
    }
    closure_members(walk, node, node->outer, depth);
    closure_add(walk->closure, node);
}

/* A declaration comes after those that it needs, except for structs that are
 * only pointed to: these follow. */
static void closure_visit(Walk *walk, NameSpace space, Str name, int depth) {
    enum { DEEPEST = 2000 };
    if (space == SPACE_MACRO || depth > DEEPEST) return;
    Node *node = draft_lookup(walk->draft, space, name);
    if (!node) {
        closure_preloaded(walk, space, name);
        return;
    }
    if (closure_is_hidden(walk, node) ||
        map_get(&walk->visited, node->declaration))
        return;
    map_set(&walk->visited, node->declaration, node);
    bool is_tag = node->outer && node->outer->kind != TYPE_ENUM;
    if (is_tag) closure_tag(walk, node, depth);
    if (node->kind == NODE_TYPEDEF) closure_declare(walk, node, depth);
    for (uint32_t i = 0; i < node->declaration_needs; i++)
        closure_visit(walk, node->needs[i].space, node->needs[i].name,
                      depth + 1);
    if (!is_tag && node->kind != NODE_TYPEDEF)
        closure_add(walk->closure, node);
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
    for (uint32_t i = 0; i < needs->count; i++)
        closure_visit(&walk, needs->rows[i].space, needs->rows[i].name, 0);
    free(walk.todo);
    map_done(&walk.visited);
    map_done(&walk.declared);
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
