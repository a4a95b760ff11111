#include "graph/graph.h"

#include <stdlib.h>

#include "base/scratch.h"
#include "cell/decl.h"
#include "cell/lexer.h"
#include "cell/nearest.h"
#include "graph/aside.h"

CellText *celltext_new(Str name, Str code) {
    CellText *text = mem_alloc(sizeof *text);
    text->references = 1;
    text->source =
        source_new(arena_dup(&text->arena, name), arena_dup(&text->arena, code),
                   true, &text->arena);
    return text;
}

void celltext_drop(CellText *text) {
    if (!text || --text->references > 0) return;
    arena_clear(&text->arena);
    free(text);
}

void node_free(Node *node) {
    if (!node) return;
    celltext_drop(node->text);
    free(node);
}

NameSpace node_space(NodeKind kind) {
    if (kind == NODE_TAG) return SPACE_TAG;
    return kind == NODE_MACRO ? SPACE_MACRO : SPACE_ORDINARY;
}

int node_order(const void *a, const void *b) {
    const Node *x = *(const Node *const *)a, *y = *(const Node *const *)b;
    return (x->serial > y->serial) - (x->serial < y->serial);
}


bool node_differs(const Node *node, const Node *older) {
    if (older->kind != node->kind) return true;
    switch (node->kind) {
    case NODE_MACRO: return !str_equals(older->declaration, node->declaration);
    case NODE_TAG: return true; /* an equal one would not be in the draft */
    case NODE_CONSTANT: return older->symbol.value != node->symbol.value;
    default:
        return older->is_thread_local != node->is_thread_local ||
               !type_equals(older->symbol.type, node->symbol.type);
    }
}

Str node_origin(const Node *node) { return node->source->name; }

void graph_init(Graph *graph) {
    *graph = (Graph){0};
    graph->parsed = mem_alloc(preload_header()->item_count);
}

void graph_done(Graph *graph) {
    for (int space = 0; space < SPACE_KINDS; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&graph->nodes[space], &at)))
            node_free(entry->value);
        map_done(&graph->nodes[space]);
    }
    map_done(&graph->gone);
    for (uint32_t i = 0; i < graph->aside_count; i++)
        node_free(graph->aside[i].node);
    free(graph->aside);
    map_done(&graph->symbols);
    map_done(&graph->tags);
    map_done(&graph->macros);
    free(graph->parsed);
    arena_clear(&graph->arena);
    *graph = (Graph){0};
}

Node *graph_find(const Graph *graph, NameSpace space, Str name) {
    return map_get(&graph->nodes[space], name);
}

/* What a type is made of is public if the type is. */
static void graph_mark_public(const Graph *graph, const Node *node,
                              Map *public) {
    for (uint32_t i = 0; i < node->declaration_needs; i++) {
        Node *need = graph_find(graph, node->needs[i].space,
                                node->needs[i].name);
        if (!need || !need->is_private || need->space == SPACE_MACRO) continue;
        Str key = {(const char *)&need->serial, sizeof need->serial};
        if (map_get(public, key)) continue;
        map_set(public, key, need);
        graph_mark_public(graph, need, public);
    }
}

/* No declaration that others can see mentions the type of a file. */
static bool graph_is_internal(const Graph *graph, const Node *type) {
    Map public = {0};
    for (int space = SPACE_ORDINARY; space <= SPACE_TAG; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&graph->nodes[space], &at))) {
            const Node *node = entry->value;
            if (!node->is_private) graph_mark_public(graph, node, &public);
        }
    }
    Str key = {(const char *)&type->serial, sizeof type->serial};
    bool is_internal = map_get(&public, key) == NULL;
    map_done(&public);
    return is_internal;
}

bool graph_replaces(const Graph *graph, const Node *node, const Node *older) {
    if (!node->is_private && !older->is_private) return true;
    if (str_equals(node->source->name, older->source->name)) return true;
    switch (older->kind) {
    case NODE_MACRO: return !node->is_private || !older->is_private;
    case NODE_CONSTANT: return !older->is_private;
    case NODE_TAG:
    case NODE_TYPEDEF:
        return !older->is_private || !graph_is_internal(graph, older);
    default: return false;
    }
}

Node *graph_find_in(const Graph *graph, const Source *file, NameSpace space,
                    Str name) {
    Node *own = file->is_cell ? NULL : aside_find(graph, file, space, name);
    return own ? own : graph_find(graph, space, name);
}

Node *graph_older(const Graph *graph, const Node *node) {
    Node *older = graph_find(graph, node->space, node->name);
    if (older && graph_replaces(graph, node, older)) return older;
    return node->is_private
               ? aside_find(graph, node->source, node->space, node->name)
               : NULL;
}

/* What is static in a file hides nothing that others can see. */
void graph_put(Graph *graph, Node *node) {
    Node *older = graph_find(graph, node->space, node->name);
    bool is_replaced = !older || graph_replaces(graph, node, older);
    node->serial = ++graph->serial;
    if (!is_replaced && !older->is_private && node->space != SPACE_MACRO) {
        aside_put(graph, node);
        return;
    }
    map_set(&graph->nodes[node->space], node->name, node);
    if (!is_replaced) aside_put(graph, older);
    else if (older != node) node_free(older);
    aside_drop(graph, node);
    if (node->kind == NODE_MACRO && !node->is_private)
        aside_drop_macros(graph, node->name);
}

void graph_remove(Graph *graph, Node *node) {
    map_set(&graph->nodes[node->space], node->name, NULL);
    node_free(node);
}

void graph_note_gone(Graph *graph, const Node *node) {
    Str *origin = map_get(&graph->gone, node->name);
    if (!origin) {
        origin = ARENA_NEW(&graph->arena, Str);
        map_set(&graph->gone, arena_dup(&graph->arena, node->name), origin);
    }
    if (!str_equals(*origin, node_origin(node)))
        *origin = arena_dup(&graph->arena, node_origin(node));
}

Str graph_gone(const Graph *graph, Str name) {
    const Str *origin = map_get(&graph->gone, name);
    return origin ? *origin : (Str){0};
}

/* --- the preloaded part, parsed item by item when it is asked for --- */

static const Symbol *graph_preloaded_symbol(void *context, Str name);
static Tag *graph_preloaded_tag(void *context, Str name);

/* The tokens of a preloaded text, which has no directives and no macros. */
static Token *graph_lex(Graph *graph, Str text) {
    const Source *source = source_new(STR(""), text, false, &graph->arena);
    uint32_t count = 0, size = 64;
    Token *tokens = mem_alloc(size * sizeof *tokens);
    Lexer lexer;
    lexer_init(&lexer, source, &graph->arena);
    do {
        if (count == size) tokens = mem_grow(tokens, (size *= 2) * sizeof *tokens);
        tokens[count] = lexer_next(&lexer);
    } while (tokens[count++].kind != TOK_END);
    return tokens;
}

/* For the whole session, whichever step of a cell has asked. */
static void graph_remember(Map *map, Str name, void *what) {
    bool was_scratch = scratch_use(false);
    map_set(map, name, what);
    (void)scratch_use(was_scratch);
}

/* A tag that an item only mentioned while its own item was being parsed was
 * given out as a placeholder: now that it is complete, fill it in. */
static void graph_keep_tag(Graph *graph, Tag *tag) {
    Tag *known = map_get(&graph->tags, tag->name);
    if (!known) {
        graph_remember(&graph->tags, tag->name, tag);
    } else if (known != tag && !known->is_complete) {
        *known = *tag;
        tag->same_as = known;
    }
}

static void graph_keep_symbols(Graph *graph, const Declaration *declaration,
                               const Parser *parser) {
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        Tag *tag = declaration->tags[i];
        graph_keep_tag(graph, tag);
        for (uint32_t k = 0; k < tag->enumerator_count; k++) {
            Symbol *symbol = ARENA_NEW(&graph->arena, Symbol);
            *symbol = *parse_find(parser, tag->enumerators[k].name);
            graph_remember(&graph->symbols, symbol->name, symbol);
        }
    }
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Symbol *found =
            parse_find(parser, declaration->declarators[i].name);
        if (!found || map_get(&graph->symbols, found->name)) continue;
        Symbol *symbol = ARENA_NEW(&graph->arena, Symbol);
        *symbol = *found;
        graph_remember(&graph->symbols, symbol->name, symbol);
    }
}

static void graph_parse_item(Graph *graph, uint32_t item) {
    if (graph->parsed[item]) return;
    graph->parsed[item] = true;
    Token *tokens = graph_lex(graph, preload_item_text(preload_item(item)));
    Scope scope = {graph, graph_preloaded_symbol, graph_preloaded_tag};
    Parser parser;
    parse_init(&parser, tokens, &scope, &graph->arena);
    parser.anonymous_prefix = arena_printf(&graph->arena, "nb_item_%u_", item);
    bool is_function = false;
    Declaration *declaration = decl_parse(&parser, &is_function);
    /* It may have asked for an item whose own parsing is under way further
     * up: next time that one is there. */
    if (declaration) graph_keep_symbols(graph, declaration, &parser);
    else graph->parsed[item] = false;
    parse_pop_block(&parser);
    free(tokens);
}

static const Symbol *graph_preloaded_symbol(void *context, Str name) {
    Graph *graph = context;
    const Symbol *symbol = map_get(&graph->symbols, name);
    if (symbol) return symbol;
    uint32_t row = preload_find(SPACE_ORDINARY, name);
    if (row == PRELOAD_NONE) return NULL;
    graph_parse_item(graph, preload_name(row)->item);
    return map_get(&graph->symbols, name);
}

static Tag *graph_preloaded_tag(void *context, Str name) {
    Graph *graph = context;
    Tag *tag = map_get(&graph->tags, name);
    if (tag && tag->is_complete) return tag;
    uint32_t row = preload_find(SPACE_TAG, name);
    if (row == PRELOAD_NONE) return tag;
    uint32_t item = preload_name(row)->item;
    if (!graph->parsed[item]) graph_parse_item(graph, item);
    tag = map_get(&graph->tags, name);
    if (!tag) {
        tag = ARENA_NEW(&graph->arena, Tag);
        tag->name = preload_name_text(preload_name(row));
        tag->kind = TYPE_STRUCT;
        graph_remember(&graph->tags, tag->name, tag);
    }
    return tag;
}

const Symbol *graph_symbol(Graph *graph, Str name) {
    const Node *node = graph_find(graph, SPACE_ORDINARY, name);
    return node ? &node->symbol : graph_preloaded_symbol(graph, name);
}

Tag *graph_tag(Graph *graph, Str name) {
    Node *node = graph_find(graph, SPACE_TAG, name);
    return node ? node->tag : graph_preloaded_tag(graph, name);
}

const Macro *graph_macro(Graph *graph, Str name) {
    const Node *node = graph_find(graph, SPACE_MACRO, name);
    if (node) return node->macro;
    const Macro *macro = map_get(&graph->macros, name);
    if (macro) return macro;
    uint32_t row = preload_find(SPACE_MACRO, name);
    if (row == PRELOAD_NONE) return NULL;
    const PreloadItem *item = preload_item(preload_name(row)->item);
    Problem problem = {0};
    Macro *parsed = (Macro *)(uintptr_t)preprocess_define(
        preload_item_text(item), &graph->arena, &problem);
    if (parsed) graph_remember(&graph->macros, parsed->name, parsed);
    return parsed;
}

static const Symbol *graph_scope_symbol(void *context, Str name) {
    return graph_symbol(context, name);
}

static Tag *graph_scope_tag(void *context, Str name) {
    return graph_tag(context, name);
}

static const Macro *graph_scope_macro(void *context, Str name) {
    return graph_macro(context, name);
}

Str graph_nearest(const Graph *graph, Str name, NearestOf of) {
    Nearest nearest = nearest_to(name);
    bool is_type = of == NEAREST_TYPE;
    for (int space = 0; space < SPACE_KINDS; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&graph->nodes[space], &at))) {
            const Node *node = entry->value;
            if (!is_type || node->kind == NODE_TYPEDEF)
                nearest_consider(&nearest, entry->key);
        }
    }
    if (of == NEAREST_OWN) return nearest.best;
    for (uint32_t i = 0; i < preload_header()->name_count; i++) {
        const PreloadName *known = preload_name(i);
        bool is_one = is_type ? known->space == SPACE_ORDINARY &&
                                    known->kind == SYMBOL_TYPEDEF
                              : known->space != SPACE_TAG;
        if (is_one) nearest_consider(&nearest, preload_name_text(known));
    }
    return nearest.best;
}

/* gsl_rng_mt19937 ends in the word mt19937, CblasNoTrans in NoTrans. */
static bool graph_ends_with(Str known, Str word) {
    if (known.len <= word.len || known.text[0] == '_') return false;
    size_t at = known.len - word.len;
    char before = known.text[at - 1];
    bool is_start = before == '_' || (word.text[0] >= 'A' &&
                                      word.text[0] <= 'Z' && before >= 'a' &&
                                      before <= 'z');
    return is_start && memcmp(known.text + at, word.text, word.len) == 0;
}

Str graph_ending(const Graph *graph, Str word) {
    Str best = {0};
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&graph->nodes[SPACE_ORDINARY], &at)))
        if (graph_ends_with(entry->key, word) &&
            (!best.len || entry->key.len < best.len))
            best = entry->key;
    for (uint32_t i = 0; i < preload_header()->name_count; i++) {
        Str known = preload_name_text(preload_name(i));
        if (graph_ends_with(known, word) && (!best.len || known.len < best.len))
            best = known;
    }
    return best;
}

static Str graph_scope_near_type(void *context, Str name) {
    return graph_nearest(context, name, NEAREST_TYPE);
}

Scope graph_scope(Graph *graph) {
    return (Scope){graph, graph_scope_symbol, graph_scope_tag,
                   graph_scope_near_type};
}

Macros graph_macros(Graph *graph) {
    return (Macros){graph, graph_scope_macro};
}
