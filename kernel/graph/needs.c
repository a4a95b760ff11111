#include "graph/needs.h"

#include <stdlib.h>

void needs_add(Needs *needs, NameSpace space, Str name) {
    if (!name.len || map_get(&needs->seen[space], name)) return;
    if (needs->count == needs->size) {
        needs->size = needs->size ? needs->size * 2 : 16;
        needs->rows = mem_grow(needs->rows, needs->size * sizeof(Need));
    }
    needs->rows[needs->count++] = (Need){space, name};
    map_set(&needs->seen[space], name, (void *)(uintptr_t)name.text);
}

void needs_add_token(Needs *needs, const Token *tokens, uint32_t begin,
                     uint32_t i) {
    const Token *token = &tokens[i];
    if (token->kind != TOK_IDENT || token->id != ID_NONE) return;
    const Token *before = i > begin ? token - 1 : NULL;
    if (before && (token_is(before, PUNCT_DOT) || token_is(before, PUNCT_ARROW)))
        return;
    bool is_tag = before && (token_is(before, KW_STRUCT) ||
                             token_is(before, KW_UNION) ||
                             token_is(before, KW_ENUM));
    needs_add(needs, is_tag ? SPACE_TAG : SPACE_ORDINARY, token->text);
}

/* A typedef's name stands for all that is behind it, so the walk ends there
 * and at tags; only pointers, arrays and functions have parts to visit. */
void needs_add_type(Needs *needs, const Type *type) {
    while (type) {
        if (type->kind == TYPE_TYPEDEF) {
            needs_add(needs, SPACE_ORDINARY, type->name);
            return;
        }
        if (type->tag) {
            needs_add(needs, SPACE_TAG, type_tag(type)->name);
            return;
        }
        for (uint32_t i = 0; i < type->param_count; i++)
            needs_add_type(needs, type->params[i].type);
        type = type->target;
    }
}

bool needs_has(const Needs *needs, NameSpace space, Str name) {
    return map_get(&needs->seen[space], name) != NULL;
}

const Need *needs_keep(Needs *needs, Arena *arena, uint32_t *ret_count) {
    Need *kept = arena_alloc(arena, needs->count * sizeof *kept);
    if (needs->count) memcpy(kept, needs->rows, needs->count * sizeof *kept);
    *ret_count = needs->count;
    needs_done(needs);
    return kept;
}

void needs_done(Needs *needs) {
    free(needs->rows);
    for (int space = 0; space < SPACE_KINDS; space++)
        map_done(&needs->seen[space]);
    *needs = (Needs){0};
}

uint32_t needs_hash(const Token *tokens, uint32_t begin, uint32_t end) {
    uint32_t hash = 0;
    for (uint32_t i = begin; i < end; i++)
        hash = hash * 31 + map_hash(tokens[i].text);
    return hash;
}
