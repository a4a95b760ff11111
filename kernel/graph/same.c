#include "graph/same.h"

/* Equal but for the names that were made up for nameless types. */
static bool same_text(Str a, Str b) {
    while (a.len && b.len) {
        size_t in_a = draft_made_up_length(a), in_b = draft_made_up_length(b);
        if (!in_a != !in_b || (!in_a && *a.text != *b.text)) return false;
        a = (Str){a.text + (in_a ? in_a : 1), a.len - (in_a ? in_a : 1)};
        b = (Str){b.text + (in_b ? in_b : 1), b.len - (in_b ? in_b : 1)};
    }
    return a.len == b.len;
}

/* The session's tag that a nameless one would repeat: the one behind the
 * same typedef or variable. */
static Node *same_older_anonymous(const Draft *draft,
                                   const Declaration *declaration,
                                   const Tag *tag) {
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Node *named = graph_find(draft->graph, SPACE_ORDINARY,
                                       declaration->declarators[i].name);
        if (!named) continue;
        const Type *type = type_strip(named->symbol.type);
        while (type->target && !type->tag) type = type_strip(type->target);
        if (type->tag && type_tag(type)->is_anonymous &&
            type_tag(type)->kind == tag->kind)
            return graph_find(draft->graph, SPACE_TAG, type_tag(type)->name);
    }
    return NULL;
}

/* A constant that another enum has taken comes back. */
static bool same_has_constants(const Draft *draft, const Tag *tag) {
    for (uint32_t i = 0; i < tag->enumerator_count; i++) {
        const Node *now =
            graph_find(draft->graph, SPACE_ORDINARY, tag->enumerators[i].name);
        if (!now || now->kind != NODE_CONSTANT || now->tag != tag) return false;
    }
    return true;
}

/* The session's definition that says the same, word for word; or NULL. */
static const Node *same_older(const Draft *draft,
                               const Declaration *declaration, const Tag *tag) {
    const Node *older = tag->is_anonymous
                            ? same_older_anonymous(draft, declaration, tag)
                            : graph_find(draft->graph, SPACE_TAG, tag->name);
    if (!older || older->tag == tag || !same_has_constants(draft, older->tag))
        return NULL;
    Str text = draft_tag_text(draft, declaration, tag);
    return same_text(older->declaration, text) ? older : NULL;
}

static uint32_t same_row(const Declaration *declaration, const Tag *tag) {
    uint32_t row = 0;
    while (row < declaration->tag_count && declaration->tags[row] != tag) row++;
    return row;
}

/* The tag inside of an older definition that stands where `tag` stands inside
 * of `outer`, which says the same; NULL: it has another meaning by now. */
static Tag *same_inside(const Draft *draft,
                              const Declaration *declaration, const Tag *outer,
                              const Tag *tag) {
    Str name = outer->same_as->name;
    const Node *older = graph_find(draft->graph, SPACE_TAG, name);
    if (!older || !older->made_by) return NULL;
    const Declaration *before = older->made_by;
    uint32_t row = same_row(before, older->tag) +
                   same_row(declaration, tag) -
                   same_row(declaration, outer);
    Tag *inside = row < before->tag_count ? before->tags[row] : NULL;
    if (!inside || !inside->name.len) return inside;
    const Node *node = graph_find(draft->graph, SPACE_TAG, inside->name);
    return node && node->tag == inside ? inside : NULL;
}

/* All that is defined inside of `outer`, too; false: not all of it is what it
 * was. */
static bool same_join_inner(const Draft *draft, const Declaration *declaration,
                            const Tag *outer) {
    bool is_same = true;
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        Tag *tag = declaration->tags[i];
        if (tag == outer || draft_outer_tag(declaration, tag) != outer)
            continue;
        tag->same_as = same_inside(draft, declaration, outer, tag);
        is_same = is_same && tag->same_as;
    }
    return is_same;
}

static void same_part(const Declaration *declaration, Tag *outer) {
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        Tag *tag = declaration->tags[i];
        if (draft_outer_tag(declaration, tag) == outer) tag->same_as = NULL;
    }
}

static void same_assume_in(const Draft *draft, const Declaration *declaration) {
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        Tag *tag = declaration->tags[i];
        if (draft_outer_tag(declaration, tag) != tag) continue;
        const Node *older = same_older(draft, declaration, tag);
        if (!older) continue;
        tag->same_as = older->tag;
        if (!same_join_inner(draft, declaration, tag))
            same_part(declaration, tag);
    }
}

void same_assume(const Draft *draft) {
    for (uint32_t i = 0; i < draft->cell->count; i++)
        if (draft->cell->items[i].declaration)
            same_assume_in(draft, draft->cell->items[i].declaration);
}

/* parted: names of tags that have turned out to be others. */
static bool same_is_kept(const Draft *draft, const Map *parted,
                         const Tag *tag) {
    const Node *older = graph_find(draft->graph, SPACE_TAG, tag->same_as->name);
    for (uint32_t i = 0; older && i < older->need_count; i++) {
        const Need *need = &older->needs[i];
        const Node *now = draft_find(draft, need->space, need->name);
        const Node *then = graph_find(draft->graph, need->space, need->name);
        if (now && (!then || node_differs(now, then))) return false;
        if (need->space == SPACE_TAG && map_get(parted, need->name))
            return false;
    }
    return older != NULL;
}

static bool same_check(const Draft *draft, const Declaration *declaration,
                       Map *parted) {
    bool is_kept = true;
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        Tag *tag = declaration->tags[i];
        if (!tag->same_as || draft_outer_tag(declaration, tag) != tag ||
            same_is_kept(draft, parted, tag))
            continue;
        map_set(parted, tag->name, tag);
        same_part(declaration, tag);
        is_kept = false;
    }
    return is_kept;
}

bool same_holds(const Draft *draft) {
    Map parted = {0};
    bool is_kept = false;
    while (!is_kept) {
        is_kept = true;
        for (uint32_t i = 0; i < draft->cell->count; i++) {
            const Declaration *at = draft->cell->items[i].declaration;
            if (at && !same_check(draft, at, &parted)) is_kept = false;
        }
    }
    bool is_all = parted.count == 0;
    map_done(&parted);
    return is_all;
}
