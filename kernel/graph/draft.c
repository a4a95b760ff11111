#include "graph/draft.h"

#include <stdlib.h>

#include "base/scratch.h"
#include "cell/lexer.h"
#include "graph/needs.h"
#include "graph/same.h"

/* What draft_make carries along. */
typedef struct Drafting {
    Draft *draft;
    const Preprocessed *pre;
    Arena *arena;
    uint32_t use; /* row of pre->uses that the items have come to */
    Problem *problem;
} Drafting;

/* It is the graph's, if all goes well. */
static Node *draft_new_node(void) {
    bool was_scratch = scratch_use(false);
    Node *node = mem_alloc(sizeof *node);
    (void)scratch_use(was_scratch);
    return node;
}

static Node *draft_add(Draft *draft, NodeKind kind, Str name,
                       const Source *source, Span span) {
    Node *node = draft_new_node();
    node->kind = kind;
    node->space = node_space(kind);
    node->name = name;
    node->text = draft->text;
    node->text->references++;
    node->source = source;
    node->span = span;
    if (draft->count == draft->size) {
        draft->size = draft->size ? draft->size * 2 : 8;
        draft->nodes =
            mem_grow(draft->nodes, draft->size * sizeof *draft->nodes);
    }
    draft->nodes[draft->count++] = node;
    map_set(&draft->names[node->space], name, node);
    return node;
}

static int draft_problem(Drafting *drafting, const Token *at, Str text) {
    *drafting->problem = (Problem){at->source, at->span, text};
    return -1;
}

/* What a macro made stands at the macro's name or at its argument: on to the
 * bracket that closes the call. */
static uint32_t draft_call_end(const Source *source, Span span, Arena *arena) {
    Lexer lexer;
    uint32_t depth = 0;
    lexer_init(&lexer, source, arena);
    lexer.at = span.begin;
    for (;;) {
        Token token = lexer_next(&lexer);
        if (token.kind == TOK_END) return span.end;
        if (token_is(&token, PUNCT_LPAREN)) depth++;
        if (token_is(&token, PUNCT_RPAREN) && depth) depth--;
        if (lexer.at >= span.end && !depth) return lexer.at;
    }
}

Span draft_span(const Token *tokens, uint32_t begin, uint32_t end,
                Arena *arena) {
    Span span = tokens[begin].span;
    bool is_made = false;
    for (uint32_t i = begin; i < end; i++) {
        if (tokens[i].source != tokens[begin].source) continue;
        is_made = is_made || tokens[i].flags & TOKEN_FROM_MACRO;
        if (tokens[i].span.begin < span.begin)
            span.begin = tokens[i].span.begin;
        if (tokens[i].span.end > span.end) span.end = tokens[i].span.end;
    }
    if (is_made)
        span.end = draft_call_end(tokens[begin].source, span, arena);
    return span;
}

static Str draft_keep(Drafting *drafting, Buf *text) {
    Str kept = arena_dup(drafting->arena, buf_view(text));
    buf_done(text);
    return kept;
}

/* "extern double lr;" and the like, and the names that it mentions. */
static void draft_declare(Drafting *drafting, Node *node, const char *before,
                          const Declarator *declarator) {
    Buf text = {0};
    buf_printf(&text, "%s", before);
    type_print(declarator->type, declarator->name, &text);
    if (declarator->type->align)
        buf_printf(&text, " __attribute__((aligned(%u)))",
                   declarator->type->align);
    if (declarator->asm_name.len)
        buf_printf(&text, " __asm__(\"%.*s\")", STR_ARG(declarator->asm_name));
    buf_add_char(&text, ';');
    node->declaration = draft_keep(drafting, &text);
}

static bool draft_is_in_file(const Source *source) {
    Str name = source->name;
    return !source->is_cell && name.len > 2 &&
           str_is((Str){name.text + name.len - 2, 2}, ".c");
}

/* --- tags: struct, union, enum --- */

Str draft_made_up_name(const Declaration *declaration, uint32_t brace) {
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        const Tag *tag = declaration->tags[i];
        if (tag->body_begin == brace && tag->is_anonymous) return tag->name;
    }
    return (Str){0};
}

size_t draft_made_up_length(Str text) {
    size_t i = 3;
    if (!str_starts_with(text, STR("nb_"))) return 0;
    while (i < text.len && text.text[i] >= '0' && text.text[i] <= '9') i++;
    if (i == 3 || i >= text.len || text.text[i] != '_') return 0;
    size_t digits = ++i;
    while (i < text.len && text.text[i] >= '0' && text.text[i] <= '9') i++;
    return i > digits ? i : 0;
}

bool draft_is_made_up(Str name) {
    return name.len && draft_made_up_length(name) == name.len;
}

/* Attributes may stand before or behind the members; here they are told from
 * what they led to. */
void draft_tag_attributes(const Tag *tag, Buf *ret) {
    uint32_t natural = 1;
    for (uint32_t i = 0; i < tag->member_count; i++) {
        uint64_t size;
        uint32_t align = 1;
        if (type_layout(tag->members[i].type, &size, &align) &&
            align > natural)
            natural = align;
    }
    if (tag->is_packed) buf_printf(ret, " __attribute__((packed))");
    if (tag->kind != TYPE_ENUM && tag->align > (tag->is_packed ? 1 : natural))
        buf_printf(ret, " __attribute__((aligned(%u)))", tag->align);
}

Tag *draft_outer_tag(const Declaration *declaration, Tag *tag) {
    Tag *outer = tag;
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        Tag *other = declaration->tags[i];
        if (other->body_begin < outer->keyword &&
            outer->body_end <= other->body_end)
            outer = other;
    }
    return outer;
}

Str draft_tag_text(const Draft *draft, const Declaration *declaration,
                   const Tag *tag) {
    const Token *tokens = draft->tokens;
    Buf text = {0};
    if (tag->pack) buf_printf(&text, "#pragma pack(push, %u)\n", tag->pack);
    uint32_t at = tag->keyword;
    for (uint32_t i = at; i < tag->body_end; i++) {
        Str name = draft_made_up_name(declaration, i);
        if (!name.len) continue;
        preprocess_print(tokens + at, i - at, &text);
        buf_printf(&text, " %.*s ", STR_ARG(name));
        at = i;
    }
    preprocess_print(tokens + at, tag->body_end - at, &text);
    draft_tag_attributes(tag, &text);
    buf_add_char(&text, ';');
    if (tag->pack) buf_printf(&text, "\n#pragma pack(pop)");
    Str kept = arena_dup(&draft->text->arena, buf_view(&text));
    buf_done(&text);
    return kept;
}

/* Its own constants are what it makes, not what it needs. */
static bool draft_is_own_constant(const Tag *tag, Str name) {
    for (uint32_t i = 0; i < tag->enumerator_count; i++)
        if (str_equals(tag->enumerators[i].name, name)) return true;
    return false;
}

/* Members' names are nobody's, so of the plain identifiers only types and
 * constants count. */
static bool draft_is_type_or_constant(const Draft *draft, Str name) {
    const Node *node = draft_find(draft, SPACE_ORDINARY, name);
    const Symbol *symbol =
        node ? &node->symbol : graph_symbol(draft->graph, name);
    return symbol && (symbol->kind == SYMBOL_TYPEDEF ||
                      symbol->kind == SYMBOL_CONSTANT);
}

static void draft_tag_needs(Drafting *drafting, Node *node, const Tag *tag,
                            Needs *macros) {
    Needs found = {0}, needs = {0};
    for (uint32_t i = tag->body_begin; i < tag->body_end; i++)
        needs_add_token(&found, drafting->draft->tokens, tag->body_begin, i);
    for (uint32_t i = 0; i < found.count; i++) {
        const Need *need = &found.rows[i];
        bool counts =
            need->space == SPACE_TAG
                ? !str_equals(need->name, tag->name)
                : draft_is_type_or_constant(drafting->draft, need->name) &&
                      !draft_is_own_constant(tag, need->name);
        if (counts) needs_add(&needs, need->space, need->name);
    }
    for (uint32_t i = 0; i < macros->count; i++)
        needs_add(&needs, SPACE_MACRO, macros->rows[i].name);
    needs_done(&found);
    node->needs = needs_keep(&needs, drafting->arena, &node->need_count);
    node->declaration_needs = node->need_count;
}

static void draft_constants(Drafting *drafting, const Node *node, Span span) {
    const Tag *tag = node->tag;
    for (uint32_t i = 0; i < tag->enumerator_count; i++) {
        const Enumerator *row = &tag->enumerators[i];
        Node *constant = draft_add(drafting->draft, NODE_CONSTANT, row->name,
                                   node->source, span);
        constant->symbol = (Symbol){SYMBOL_CONSTANT, row->name,
                                    type_basic(TYPE_INT), row->value};
        constant->tag = node->tag;
        constant->is_private = node->is_private;
        constant->is_defined = true;
        constant->declaration = node->declaration;
        constant->outer = node->outer;
        constant->beyond = node->beyond;
        constant->made_by = node->made_by;
        constant->needs = node->needs;
        constant->need_count = node->need_count;
        constant->declaration_needs = node->declaration_needs;
    }
}

static void draft_tag(Drafting *drafting, const Declaration *declaration,
                      Tag *tag, Needs *macros, Span span) {
    Tag *outer = draft_outer_tag(declaration, tag);
    const Source *source = drafting->draft->tokens[tag->keyword].source;
    if (tag->same_as) return;
    Node *node =
        draft_add(drafting->draft, NODE_TAG, tag->name, source, span);
    node->tag = tag;
    node->is_private = draft_is_in_file(source);
    node->is_defined = true;
    node->declaration = draft_tag_text(drafting->draft, declaration, outer);
    node->outer = outer;
    node->made_by = declaration;
    node->beyond = beyond_of_tag(outer);
    draft_tag_needs(drafting, node, outer, macros);
    draft_constants(drafting, node, span);
}

/* --- typedefs, variables, functions --- */

static NodeKind draft_kind(const Declaration *declaration,
                           const Declarator *declarator) {
    if (declaration->flags & DECL_TYPEDEF) return NODE_TYPEDEF;
    return type_strip(declarator->type)->kind == TYPE_FUNCTION ? NODE_FUNCTION
                                                               : NODE_VARIABLE;
}

static SymbolKind draft_symbol_kind(NodeKind kind) {
    if (kind == NODE_TYPEDEF) return SYMBOL_TYPEDEF;
    return kind == NODE_FUNCTION ? SYMBOL_FUNCTION : SYMBOL_VARIABLE;
}

/* Two files of a cell, or a file and the cell, each have one for itself. */
static int draft_check_private(Drafting *drafting, const Node *earlier,
                               const Declarator *declarator,
                               bool is_private) {
    const Token *at = &drafting->draft->tokens[declarator->name_token];
    const Source *here = at->source, *there = earlier->source;
    if ((!is_private && !earlier->is_private) ||
        str_equals(here->name, there->name))
        return 0;
    return draft_problem(
        drafting, at,
        arena_printf(drafting->arena,
                     "'%.*s' is in %.*s, too, and is static: what is static in "
                     "a file is its own in a cell of its own, so include %.*s "
                     "in another cell",
                     STR_ARG(declarator->name), STR_ARG(there->name),
                     STR_ARG(here->is_cell ? there->name : here->name)));
}

/* A second mention of a name in one cell: `int f(int);` before `int f(int x)
 * {...}` is one function; two bodies, or two types, are a mistake. */
static int draft_check_twice(Drafting *drafting, const Node *earlier,
                             NodeKind kind, const Declarator *declarator,
                             bool is_defined) {
    const Token *at = &drafting->draft->tokens[declarator->name_token];
    if (earlier->kind != kind ||
        !type_is_compatible(earlier->symbol.type, declarator->type))
        return draft_problem(
            drafting, at,
            arena_printf(drafting->arena,
                         "'%.*s' is declared twice in this cell, with "
                         "different types",
                         STR_ARG(declarator->name)));
    if (kind == NODE_FUNCTION && earlier->is_defined && is_defined)
        return draft_problem(
            drafting, at,
            arena_printf(drafting->arena,
                         "the function '%.*s' is defined twice in this cell",
                         STR_ARG(declarator->name)));
    return 0;
}

/* Variables share one range of memory, which 32-bit offsets must span. */
#define DRAFT_LARGEST ((uint64_t)1 << 30)

static int draft_check_size(Drafting *drafting, const Declarator *declarator) {
    uint64_t size = 0;
    uint32_t align;
    const Type *type = type_strip(declarator->type);
    const Token *at = &drafting->draft->tokens[declarator->name_token];
    if (type->kind == TYPE_UNKNOWN) return 0;
    if (type_layout(type, &size, &align) && size <= DRAFT_LARGEST) return 0;
    if (size > DRAFT_LARGEST)
        return draft_problem(
            drafting, at,
            arena_printf(drafting->arena,
                         "'%.*s' would take %.1f GB; a variable may take up "
                         "to 1 GB, and malloc gives more",
                         STR_ARG(declarator->name), (double)size / 1e9));
    bool is_record = type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
    if (is_record && type_tag(type)->is_complete)
        return draft_problem(
            drafting, at,
            STR("its type has a member that is not complete: a struct cannot "
                "contain itself, but it can have a pointer to one of its kind "
                "(with *)"));
    if (is_record)
        return draft_problem(
            drafting, at,
            arena_printf(drafting->arena,
                         "'%s %.*s' is not defined: write its members in "
                         "braces before '%.*s' is made of it",
                         type->kind == TYPE_STRUCT ? "struct" : "union",
                         STR_ARG(type->tag->name),
                         STR_ARG(declarator->name)));
    const char *why = "its type is not complete";
    if (type->kind == TYPE_VOID) why = "nothing can be of type void";
    if (type->kind == TYPE_ARRAY && type->extent == EXTENT_OPEN)
        why = "give the number of elements, or an initialiser";
    return draft_problem(drafting, at,
                         arena_printf(drafting->arena,
                                      "the size of '%.*s' is not known: %s",
                                      STR_ARG(declarator->name), why));
}

static const char *draft_prefix(NodeKind kind, unsigned flags) {
    if (kind == NODE_TYPEDEF) return "typedef ";
    if (kind != NODE_VARIABLE) return "";
    return flags & DECL_THREAD_LOCAL ? "extern __thread " : "extern ";
}

static bool draft_says_more(const Declaration *declaration,
                            const Declarator *tentative) {
    bool is_open = !type_is_complete(tentative->type);
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Declarator *other = &declaration->declarators[i];
        if (other == tentative || !str_equals(other->name, tentative->name))
            continue;
        if (other->init_begin != other->init_end ||
            (is_open && type_is_complete(other->type)))
            return true;
    }
    return false;
}

bool draft_is_tentative(const Draft *draft, const Declaration *declaration,
                        const Declarator *declarator) {
    if (declaration->flags & (DECL_TYPEDEF | DECL_EXTERN) ||
        declarator->init_begin != declarator->init_end)
        return false;
    for (uint32_t i = 0; i < draft->cell->count; i++) {
        const Declaration *other = draft->cell->items[i].declaration;
        if (other && draft_says_more(other, declarator)) return true;
    }
    return false;
}

static bool draft_is_definition(const Draft *draft, NodeKind kind,
                                const Declaration *declaration,
                                const Declarator *declarator) {
    if (kind == NODE_FUNCTION) return false;
    if (kind == NODE_VARIABLE &&
        draft_is_tentative(draft, declaration, declarator))
        return false;
    return kind == NODE_TYPEDEF || !(declaration->flags & DECL_EXTERN) ||
           declarator->init_begin != declarator->init_end;
}

/* `int f();`, or `extern int a[];`: agrees with a type that says more. */
static bool draft_is_vague(const Type *type) {
    const Type *plain = type_strip(type);
    return plain->kind == TYPE_FUNCTION ? plain->is_unprototyped
                                        : !type_is_complete(plain);
}

/* A prototype or `extern` of what the session has already, with the same
 * type, says nothing new: the definition keeps its node and its text. */
static bool draft_says_nothing_new(const Draft *draft, NodeKind kind,
                                   bool is_thread_local,
                                   const Declarator *declarator) {
    const Node *older =
        graph_find(draft->graph, SPACE_ORDINARY, declarator->name);
    const Source *source = draft->tokens[declarator->name_token].source;
    if (older && older->is_private && !source->is_cell &&
        !str_equals(older->source->name, source->name))
        return false;
    return older && older->kind == kind &&
           older->is_thread_local == is_thread_local &&
           (type_equals(older->symbol.type, declarator->type) ||
            (draft_is_vague(declarator->type) &&
             type_is_compatible(older->symbol.type, declarator->type)));
}

/* Cells have no private parts, and headers are shared. */
static bool draft_is_private(const Declaration *declaration,
                             const Source *source) {
    return (declaration->flags & (DECL_STATIC | DECL_TYPEDEF)) &&
           draft_is_in_file(source);
}

/* In C its address is NULL where nobody defines it; in a session somebody may
 * do so at any time. */
static int draft_refuse_weak(Drafting *drafting,
                             const Declarator *declarator) {
    const Token *at = &drafting->draft->tokens[declarator->name_token];
    if (!at->source->is_cell) return 0;
    return draft_problem(
        drafting, at,
        arena_printf(drafting->arena,
                     "'weak' does not work in a cell without a body: whether "
                     "'%.*s' is there tells dlsym(RTLD_DEFAULT, \"%.*s\") of "
                     "<dlfcn.h>",
                     STR_ARG(declarator->name), STR_ARG(declarator->name)));
}

static int draft_declarator(Drafting *drafting, const Declaration *declaration,
                            const Declarator *declarator, Span span,
                            Node **ret) {
    Draft *draft = drafting->draft;
    NodeKind kind = draft_kind(declaration, declarator);
    bool is_defined = draft_is_definition(draft, kind, declaration, declarator) ||
                      (kind == NODE_FUNCTION && ret);
    bool may_be_open = !is_defined && !type_is_complete(declarator->type);
    if (kind == NODE_VARIABLE && !may_be_open &&
        draft_check_size(drafting, declarator) < 0)
        return -1;
    Node *node = draft_find(draft, SPACE_ORDINARY, declarator->name);
    bool is_thread_local =
        kind == NODE_VARIABLE && (declaration->flags & DECL_THREAD_LOCAL);
    if (!node && !is_defined &&
        draft_says_nothing_new(draft, kind, is_thread_local, declarator))
        return 0;
    if (declarator->is_weak && !is_defined &&
        draft_refuse_weak(drafting, declarator) < 0)
        return -1;
    bool is_private = draft_is_private(
        declaration, draft->tokens[declarator->name_token].source);
    bool may_clash = kind == NODE_VARIABLE
                         ? !(declaration->flags & DECL_EXTERN)
                         : kind == NODE_FUNCTION && is_defined;
    if (node && may_clash && (kind == NODE_VARIABLE || node->is_defined) &&
        draft_check_private(drafting, node, declarator, is_private) < 0)
        return -1;
    if (node && draft_check_twice(drafting, node, kind, declarator,
                                  is_defined) < 0)
        return -1;
    if (!node)
        node = draft_add(draft, kind, declarator->name,
                         draft->tokens[declarator->name_token].source, span);
    if (!node->is_defined || is_defined) {
        node->source = draft->tokens[declarator->name_token].source;
        node->span = span;
        node->symbol = (Symbol){
            .kind = draft_symbol_kind(kind),
            .name = declarator->name,
            .type = declarator->type,
            .is_noreturn = node->symbol.is_noreturn ||
                           (declaration->flags & DECL_NORETURN) != 0};
        draft_declare(drafting, node, draft_prefix(kind, declaration->flags),
                      declarator);
        node->is_thread_local = is_thread_local;
        node->beyond = node->is_thread_local
                           ? BEYOND_THREAD_LOCAL
                           : beyond_of_type(declarator->type);
    }
    node->is_defined = node->is_defined || is_defined;
    node->is_private = node->is_private || is_private;
    Needs needs = {0};
    needs_add_type(&needs, declarator->type);
    node->needs = needs_keep(&needs, drafting->arena, &node->need_count);
    node->declaration_needs = node->need_count;
    if (ret) *ret = node;
    return 0;
}

static void draft_function_needs(Drafting *drafting, Node *node,
                                 const Item *item, const Needs *macros) {
    Needs needs = {0};
    needs_add_type(&needs, node->symbol.type);
    node->declaration_needs = needs.count;
    for (uint32_t i = item->begin; i < item->end; i++)
        needs_add_token(&needs, drafting->draft->tokens, item->begin, i);
    for (uint32_t i = 0; i < macros->count; i++)
        needs_add(&needs, SPACE_MACRO, macros->rows[i].name);
    node->needs = needs_keep(&needs, drafting->arena, &node->need_count);
    node->words = needs_hash(drafting->draft->tokens, item->begin, item->end);
}

/* --- items and macros --- */

/* The macros that were used while this item's tokens were made. */
static void draft_macro_uses(Drafting *drafting, const Item *item,
                             Needs *ret) {
    const Preprocessed *pre = drafting->pre;
    if (!pre) return;
    while (drafting->use < pre->use_count &&
           pre->uses[drafting->use].token < item->end) {
        const MacroUse *use = &pre->uses[drafting->use++];
        if (use->token >= item->begin) needs_add(ret, SPACE_MACRO, use->name);
    }
}

static int draft_item(Drafting *drafting, const Item *item) {
    Needs macros = {0};
    draft_macro_uses(drafting, item, &macros);
    const Declaration *declaration = item->declaration;
    if (!declaration) {
        needs_done(&macros);
        return 0;
    }
    Span span = draft_span(drafting->draft->tokens, item->begin, item->end,
                           drafting->arena);
    int result = 0;
    uint32_t before = drafting->draft->count;
    for (uint32_t i = 0; i < declaration->tag_count; i++)
        draft_tag(drafting, declaration, declaration->tags[i], &macros, span);
    for (uint32_t i = 0; i < declaration->count && result == 0; i++) {
        bool is_function = item->kind == ITEM_FUNCTION;
        Node *node = NULL;
        result = draft_declarator(drafting, declaration,
                                  &declaration->declarators[i], span,
                                  is_function ? &node : NULL);
        if (node) draft_function_needs(drafting, node, item, &macros);
    }
    /* Set aside as a whole, if a header says it: see unit.c. */
    for (uint32_t i = before; i < drafting->draft->count; i++) {
        Node *node = drafting->draft->nodes[i];
        if (!node->source->is_cell && !node->beyond && item->beyond &&
            item->kind == ITEM_DECLARATION)
            node->beyond = item->beyond;
    }
    needs_done(&macros);
    return result;
}

static void draft_macros(Drafting *drafting) {
    const Preprocessed *pre = drafting->pre;
    for (uint32_t i = 0; pre && i < pre->event_count; i++) {
        const Event *event = &pre->events[i];
        if (event->kind == EVENT_INCLUDE) continue;
        Node *node = draft_find(drafting->draft, SPACE_MACRO, event->name);
        if (!node)
            node = draft_add(drafting->draft, NODE_MACRO, event->name,
                             event->source, event->span);
        node->source = event->source;
        node->is_private = draft_is_in_file(event->source);
        node->span = event->span;
        node->macro = event->kind == EVENT_DEFINE ? event->macro : NULL;
        node->is_defined = node->macro != NULL;
        node->declaration = node->macro ? node->macro->text : (Str){0};
    }
}

static void draft_clear(Draft *draft) {
    for (uint32_t i = 0; i < draft->count; i++) node_free(draft->nodes[i]);
    for (int space = 0; space < SPACE_KINDS; space++)
        map_done(&draft->names[space]);
    draft->count = 0;
}

int draft_make(Graph *graph, CellText *text, const Token *tokens,
               const Preprocessed *pre, const Cell *cell, Draft *ret,
               Problem *ret_problem) {
    *ret = (Draft){.graph = graph, .text = text, .tokens = tokens,
                   .cell = cell};
    same_assume(ret);
    do {
        Drafting drafting = {ret, pre, &text->arena, 0, ret_problem};
        draft_clear(ret);
        draft_macros(&drafting);
        for (uint32_t i = 0; i < cell->count; i++)
            if (draft_item(&drafting, &cell->items[i]) < 0) return -1;
    } while (!same_holds(ret));
    const Node *entry = draft_find(ret, SPACE_ORDINARY, STR("main"));
    if (entry && entry->kind == NODE_FUNCTION && entry->is_defined)
        text->is_program = true;
    return 0;
}

Node *draft_find(const Draft *draft, NameSpace space, Str name) {
    return map_get(&draft->names[space], name);
}

Node *draft_lookup(const Draft *draft, NameSpace space, Str name) {
    Node *node = draft_find(draft, space, name);
    return node ? node : graph_find(draft->graph, space, name);
}

void draft_commit(Draft *draft) {
    for (uint32_t i = 0; i < draft->count; i++)
        graph_put(draft->graph, draft->nodes[i]);
    draft->count = 0;
}

void draft_done(Draft *draft) {
    draft_clear(draft);
    free(draft->nodes);
    *draft = (Draft){0};
}
