#include "support/session.h"

#include <stdlib.h>

#include "cell/lexer.h"

static const Symbol *session_find(void *context, Str name) {
    return map_get(&((Session *)context)->symbols, name);
}

static Tag *session_find_tag(void *context, Str name) {
    return map_get(&((Session *)context)->tags, name);
}

void session_init(Session *session) {
    *session = (Session){0};
    session->scope = (Scope){session, session_find, session_find_tag};
}

void session_done(Session *session) {
    map_done(&session->symbols);
    map_done(&session->tags);
    arena_clear(&session->arena);
}

const Token *session_lex(Session *session, Str name, Str text,
                         uint32_t *ret_count) {
    Lexer lexer;
    Source *source =
        source_new(arena_dup(&session->arena, name),
                   arena_dup(&session->arena, text), true, &session->arena);
    Token *tokens = NULL;
    uint32_t count = 0, size = 0;
    lexer_init(&lexer, source, &session->arena);
    do {
        if (count == size) {
            size = size ? 2 * size : 64;
            tokens = mem_grow(tokens, size * sizeof *tokens);
        }
        tokens[count] = lexer_next(&lexer);
    } while (tokens[count++].kind != TOK_END);
    Token *copy = arena_alloc(&session->arena, count * sizeof *copy);
    memcpy(copy, tokens, count * sizeof *copy);
    free(tokens);
    *ret_count = count - 1;
    return copy;
}

static void session_add(Session *session, SymbolKind kind, Str name,
                        const Type *type, int64_t value) {
    Symbol *symbol = ARENA_NEW(&session->arena, Symbol);
    *symbol = (Symbol){kind, name, type, value};
    map_set(&session->symbols, name, symbol);
}

static void session_add_tags(Session *session, Tag **tags, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        Tag *tag = tags[i];
        if (tag->name.len) map_set(&session->tags, tag->name, tag);
        for (uint32_t j = 0; j < tag->enumerator_count; j++)
            session_add(session, SYMBOL_CONSTANT, tag->enumerators[j].name,
                        type_basic(TYPE_INT), tag->enumerators[j].value);
    }
}

static void session_keep(Session *session, const Declaration *declaration) {
    session_add_tags(session, declaration->forward_tags,
                     declaration->forward_count);
    session_add_tags(session, declaration->tags, declaration->tag_count);
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Declarator *one = &declaration->declarators[i];
        bool is_function = type_strip(one->type)->kind == TYPE_FUNCTION;
        SymbolKind kind = declaration->flags & DECL_TYPEDEF ? SYMBOL_TYPEDEF
                          : is_function                     ? SYMBOL_FUNCTION
                                                            : SYMBOL_VARIABLE;
        session_add(session, kind, one->name, one->type, 0);
    }
}

Cell session_cell(Session *session, Str text) {
    Cell cell;
    uint32_t number = ++session->count;
    Arena *arena = &session->arena;
    session->tokens =
        session_lex(session, arena_printf(arena, "In[%u]", number), text,
                    &session->token_count);
    split_cell(session->tokens, &session->scope,
               arena_printf(arena, "nb_%u_", number), arena, &cell);
    for (uint32_t i = 0; i < cell.count && !cell.problem.source; i++) {
        if (cell.items[i].declaration)
            session_keep(session, cell.items[i].declaration);
    }
    return cell;
}
