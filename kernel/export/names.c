#include "export/names.h"

#include <dlfcn.h>
#include <stdlib.h>

#include "cell/lexer.h"

/* Is the name taken in every program that includes our headers and links our
 * libraries? */
static bool names_is_taken(NameSpace space, Str name) {
    char text[256];
    if (preload_find(space, name) != PRELOAD_NONE) return true;
    if (space == SPACE_ORDINARY &&
        preload_find(SPACE_MACRO, name) != PRELOAD_NONE)
        return true;
    if (space != SPACE_ORDINARY || name.len >= sizeof text) return false;
    memcpy(text, name.text, name.len);
    text[name.len] = '\0';
    return strcmp(text, "main") == 0 || dlsym(RTLD_DEFAULT, text) != NULL;
}

static bool names_has_type(NodeKind kind) {
    return kind == NODE_VARIABLE || kind == NODE_FUNCTION ||
           kind == NODE_TYPEDEF;
}

/* Does the node say again what the name means already? */
static bool names_is_same(const Meaning *older, const Node *node) {
    if (older->kind != node->kind) return false;
    if (node->kind == NODE_MACRO) return true;
    if (!names_has_type(node->kind)) return false;
    return type_is_compatible(older->type, node->symbol.type);
}

static Str names_call(Names *names, const Node *node, const Meaning *older) {
    uint32_t number = 1;
    for (const Meaning *at = older; at; at = at->before) number++;
    bool is_taken = node->kind != NODE_MACRO &&
                    names_is_taken(node->space, node->name);
    if (number > 1)
        return arena_printf(&names->arena, "%.*s_%u", STR_ARG(node->name),
                            number);
    return arena_printf(&names->arena, "%.*s%s", STR_ARG(node->name),
                        is_taken ? "_" : "");
}

bool names_add(Names *names, const Node *node, uint32_t cell) {
    Map *map = &names->meanings[node->space];
    Meaning *older = map_get(map, node->name);
    if (older && names_is_same(older, node)) {
        older->bodies += node->is_defined || node->kind == NODE_MACRO;
        return false;
    }
    Meaning *meaning = ARENA_NEW(&names->arena, Meaning);
    meaning->kind = node->kind;
    meaning->type = names_has_type(node->kind) ? node->symbol.type : NULL;
    meaning->cell = cell;
    meaning->called = names_call(names, node, older);
    meaning->bodies = node->is_defined || node->kind == NODE_MACRO;
    meaning->before = older;
    map_set(map, arena_dup(&names->arena, node->name), meaning);
    return older != NULL;
}

Meaning *names_find(const Names *names, NameSpace space, Str name,
                    uint32_t cell) {
    Meaning *meaning = map_get(&names->meanings[space], name);
    while (meaning && meaning->cell > cell) meaning = meaning->before;
    return meaning;
}

bool names_is_changing(const Names *names, Str macro) {
    const Meaning *meaning = map_get(&names->meanings[SPACE_MACRO], macro);
    return meaning && meaning->bodies > 1;
}

#define NAMES_MANY ((void *)UINTPTR_MAX)

void names_add_label(Names *names, Str name, uint32_t cell) {
    void *row = (void *)((uintptr_t)cell + 1);
    const void *known = map_get(&names->labels, name);
    if (known == row) return;
    map_set(&names->labels, arena_dup(&names->arena, name),
            known ? NAMES_MANY : row);
}

/* A member's name is nobody's: `p.index`, `.index = 1`. */
static bool names_is_member(const Token *before) {
    return token_is(before, PUNCT_DOT) || token_is(before, PUNCT_ARROW);
}

static bool names_is_tag(const Token *before) {
    return token_is(before, KW_STRUCT) || token_is(before, KW_UNION) ||
           token_is(before, KW_ENUM);
}

/* A walk over typed text: the two words before, and how deep in the bodies of
 * structs it is. */
typedef struct NamesWalk {
    const Names *names;
    uint32_t cell;
    Token before[2];
    uint32_t body;
} NamesWalk;

static void names_step(NamesWalk *walk, const Token *token) {
    bool opens = token_is(token, PUNCT_LBRACE);
    bool is_struct = names_is_tag(&walk->before[0]) ||
                     names_is_tag(&walk->before[1]);
    if (opens && (walk->body || is_struct)) walk->body++;
    if (token_is(token, PUNCT_RBRACE) && walk->body) walk->body--;
    walk->before[1] = walk->before[0];
    walk->before[0] = *token;
}

static const Meaning *names_of(const NamesWalk *walk, const Token *token) {
    const Token *before = &walk->before[0];
    if (token->kind != TOK_IDENT || token->id || names_is_member(before))
        return NULL;
    NameSpace space = names_is_tag(before) ? SPACE_TAG : SPACE_ORDINARY;
    const Meaning *meaning =
        names_find(walk->names, space, token->text, walk->cell);
    bool is_value = meaning && (meaning->kind == NODE_VARIABLE ||
                                meaning->kind == NODE_FUNCTION);
    return walk->body && is_value ? NULL : meaning;
}

/* `goto again`, `&&again`, or `again:` at the beginning of a statement. */
static bool names_is_label(const NamesWalk *walk, const Token *token,
                           Lexer lexer) {
    const Token *before = &walk->before[0];
    if (token->kind != TOK_IDENT || token->id ||
        map_get(&walk->names->labels, token->text) != NAMES_MANY)
        return false;
    if (token_is(before, KW_GOTO)) return true;
    bool begins = before->kind == TOK_END || token_is(before, PUNCT_COLON) ||
                  token_is(before, PUNCT_SEMICOLON) ||
                  token_is(before, PUNCT_LBRACE) ||
                  token_is(before, PUNCT_RBRACE) ||
                  token_is(before, PUNCT_RPAREN) || token_is(before, KW_ELSE);
    Token behind = lexer_next(&lexer);
    return begins && token_is(&behind, PUNCT_COLON);
}

void names_print(const Names *names, const Source *source, Span span,
                 uint32_t cell, Buf *ret) {
    NamesWalk walk = {.names = names, .cell = cell};
    Arena arena = {0};
    Lexer lexer;
    uint32_t at = span.begin;
    lexer_init(&lexer, source, &arena);
    lexer.at = span.begin;
    for (;;) {
        Token token = lexer_next(&lexer);
        if (token.kind == TOK_END || token.span.begin >= span.end) break;
        bool is_label = names_is_label(&walk, &token, lexer);
        const Meaning *meaning = is_label ? NULL : names_of(&walk, &token);
        if (is_label) {
            buf_add(ret, source->text.text + at, token.span.end - at);
            buf_printf(ret, "_%u", cell + 1);
            at = token.span.end;
        }
        if (meaning) {
            buf_add(ret, source->text.text + at, token.span.begin - at);
            buf_add_str(ret, meaning->called);
            at = token.span.end;
        }
        names_step(&walk, &token);
    }
    if (at < span.end) buf_add(ret, source->text.text + at, span.end - at);
    arena_clear(&arena);
}

void names_print_text(const Names *names, Str text, uint32_t cell, Buf *ret) {
    Arena arena = {0};
    Str kept = arena_dup(&arena, text);
    const Source *source = source_new(STR(""), kept, false, &arena);
    names_print(names, source, (Span){0, (uint32_t)kept.len}, cell, ret);
    arena_clear(&arena);
}

void names_note_computed(Names *names, const Type *array) {
    uint32_t count = names->computed_count + 1;
    names->computed =
        mem_grow(names->computed, count * sizeof *names->computed);
    names->computed[names->computed_count++] = array;
}

bool names_is_computed(const Names *names, const Type *array) {
    for (uint32_t i = 0; i < names->computed_count; i++)
        if (names->computed[i] == array) return true;
    return false;
}

bool names_has_computed(const Names *names, const Type *type) {
    for (; type && type->kind != TYPE_TYPEDEF; type = type->target)
        if (names_is_computed(names, type)) return true;
    return false;
}

void names_done(Names *names) {
    free(names->computed);
    for (int space = 0; space < SPACE_KINDS; space++)
        map_done(&names->meanings[space]);
    map_done(&names->labels);
    arena_clear(&names->arena);
}
