#include "graph/unit.h"

#include <stdlib.h>

#include "cell/intrinsic.h"
#include "cell/mend.h"
#include "graph/closure.h"
#include "graph/own_headers.h"
#include "graph/unit_lines.h"
#include "graph/unit_parts.h"

enum { UNIT_STACK_LIMIT = 1 << 20 }; /* larger initialisers are static */

/* --- values that live on --- */

/* Behind the bracket that closes the one at `at`. */
static uint32_t unit_close(const Token *tokens, uint32_t at, uint32_t end) {
    uint32_t depth = 0;
    for (; at < end; at++) {
        bool opens = token_is(&tokens[at], PUNCT_LPAREN) ||
                     token_is(&tokens[at], PUNCT_LBRACKET) ||
                     token_is(&tokens[at], PUNCT_LBRACE);
        bool closes = token_is(&tokens[at], PUNCT_RPAREN) ||
                      token_is(&tokens[at], PUNCT_RBRACKET) ||
                      token_is(&tokens[at], PUNCT_RBRACE);
        if (opens) depth++;
        if (closes && --depth == 0) return at + 1;
    }
    return end;
}

/* Behind the compound literal, (T){...}, that begins at `at`; 0: none does. */
static uint32_t unit_literal(const Token *tokens, uint32_t at, uint32_t end,
                             uint32_t *ret_brace) {
    if (!token_is(&tokens[at], PUNCT_LPAREN)) return 0;
    if (at > 0 && (token_is(&tokens[at - 1], KW_SIZEOF) ||
                   token_is(&tokens[at - 1], KW_ALIGNOF)))
        return 0;
    uint32_t brace = unit_close(tokens, at, end);
    if (brace >= end || !token_is(&tokens[brace], PUNCT_LBRACE)) return 0;
    *ret_brace = brace;
    return unit_close(tokens, brace, end);
}

/* A literal of an initialiser at the top level stands outside of all functions
 * in the reader's eyes, so it lives as long as the session; in the function
 * that a cell is, it would end with the cell. */
static void unit_kept_tokens(Unit *unit, const Token *tokens, uint32_t begin,
                             uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        uint32_t brace = 0, behind = unit_literal(tokens, i, end, &brace);
        bool is_block = i + 1 < end && token_is(&tokens[i], PUNCT_LPAREN) &&
                        token_is(&tokens[i + 1], PUNCT_LBRACE);
        if (is_block) { /* ({ ... }): its braces are those of statements */
            behind = unit_close(tokens, i, end);
            unit_tokens(unit, tokens, i, behind);
            i = behind - 1;
        }
        if (is_block || !behind) {
            if (!is_block) unit_token(unit, &tokens[i]);
            continue;
        }
        unit_line(unit, "(*(__typeof__(");
        unit_tokens(unit, tokens, i, behind);
        unit_line(unit, ") *)" UNIT_KEEP "((const void *)&");
        unit_tokens(unit, tokens, i, brace);
        unit_kept_tokens(unit, tokens, brace, behind);
        unit_line(unit, ", sizeof(");
        unit_tokens(unit, tokens, i, behind);
        unit_line(unit, ")))");
        i = behind - 1;
    }
}

/* A value that is one literal as a whole is copied anyway. */
static void unit_value_tokens(Unit *unit, const Token *tokens, uint32_t begin,
                              uint32_t end, const Type *type) {
    uint32_t brace = 0;
    bool is_copied = type_strip(type)->kind != TYPE_POINTER &&
                     unit_literal(tokens, begin, end, &brace) == end;
    if (is_copied) {
        unit_tokens(unit, tokens, begin, brace);
        begin = brace;
    }
    unit_kept_tokens(unit, tokens, begin, end);
}

/* --- declarations --- */

/* A tag of the cell itself, token by token, with the made-up names of
 * nameless ones before their braces, as in its declaration. */
static void unit_tag(const Draft *draft, const Node *node, Unit *ret) {
    const Tag *tag = node->outer;
    if (tag->pack) unit_line(ret, "#pragma pack(push, %u)", tag->pack);
    for (uint32_t i = tag->keyword; i < tag->body_end; i++) {
        Str name = draft_made_up_name(node->made_by, i);
        if (name.len) unit_line(ret, "%.*s", STR_ARG(name));
        unit_token(ret, &draft->tokens[i]);
    }
    draft_tag_attributes(tag, &ret->text);
    unit_line(ret, ";");
    if (tag->pack) unit_line(ret, "#pragma pack(pop)");
}

/* A struct that is first mentioned among parameters would be known only
 * there, says C; TinyCC is not so strict. */
static void unit_opaque(const Type *type, Unit *ret, int depth) {
    for (; type && type->kind != TYPE_TYPEDEF; type = type->target) {
        const Tag *tag = type->tag ? type_tag(type) : NULL;
        bool is_opaque = tag && !tag->is_complete && tag->name.len &&
                         tag->kind != TYPE_ENUM;
        if (is_opaque)
            unit_line(ret, "%s %.*s;",
                      tag->kind == TYPE_UNION ? "union" : "struct",
                      STR_ARG(tag->name));
        for (uint32_t i = 0; i < type->param_count && depth > 0; i++)
            unit_opaque(type->params[i].type, ret, depth - 1);
    }
}

/* Structs that a typedef or a struct names may come behind it: closure.c. */
static void unit_forward(const Draft *draft, const Node *node, Unit *ret) {
    for (uint32_t i = 0; i < node->declaration_needs; i++) {
        const Need *need = &node->needs[i];
        const Node *other = draft_lookup(draft, need->space, need->name);
        if (closure_is_record(other))
            unit_line(ret, "%s %.*s;",
                      other->tag->kind == TYPE_UNION ? "union" : "struct",
                      STR_ARG(other->name));
    }
}

/* A constant whose name another definition has taken keeps its value in the
 * text of its enum, under a name that nobody knows. */
static void unit_rename_taken(const Draft *draft, const Tag *tag, bool is_over,
                              Unit *ret) {
    for (uint32_t i = 0; tag && i < tag->enumerator_count; i++) {
        Str name = tag->enumerators[i].name;
        const Node *now = draft_lookup(draft, SPACE_ORDINARY, name);
        if (now && now->kind == NODE_CONSTANT && now->tag == tag) continue;
        if (is_over) unit_line(ret, "#undef %.*s", STR_ARG(name));
        else unit_line(ret, "#define %.*s __nb_%.*s_%.*s", STR_ARG(name),
                       STR_ARG(tag->name), STR_ARG(name));
    }
}

static void unit_node(const Draft *draft, const Node *node, Unit *ret) {
    enum { DEEPEST = 4 };
    if (node->kind == NODE_FUNCTION)
        unit_opaque(node->symbol.type, ret, DEEPEST);
    if (node->kind == NODE_TYPEDEF || node->kind == NODE_TAG)
        unit_forward(draft, node, ret);
    bool is_own = draft_find(draft, node->space, node->name) == node;
    if (is_own && node->tag) {
        unit_tag(draft, node, ret);
        return;
    }
    unit_rename_taken(draft, node->tag, /* is_over= */ false, ret);
    unit_str_line(ret, node->declaration);
    unit_rename_taken(draft, node->tag, /* is_over= */ true, ret);
}

/* --- what TinyCC has not --- */

static void unit_note(Unit *unit, Beyond beyond, const Token *token,
                      const Node *node) {
    if (!beyond || unit->beyond) return;
    unit->beyond = beyond;
    unit->beyond_token = token;
    unit->beyond_node = node;
}

/* What a header only declares is no business of a cell that does not use it,
 * least of all when it is beyond TinyCC. */
static bool unit_is_aside(const Node *node) {
    return node->beyond && !node->source->is_cell &&
           (node->kind != NODE_VARIABLE || !node->is_defined);
}

static bool unit_item_is_aside(const Draft *draft, const Item *item) {
    return item->kind == ITEM_DECLARATION && item->beyond &&
           !draft->tokens[item->begin].source->is_cell;
}

static void unit_find_beyond(const Draft *draft, const Closure *closure,
                             Unit *ret) {
    for (uint32_t i = 0; i < draft->cell->count; i++) {
        const Item *item = &draft->cell->items[i];
        if (item->beyond && !unit_item_is_aside(draft, item))
            unit_note(ret, item->beyond, item->beyond_token, NULL);
    }
    for (uint32_t i = 0; i < closure->count; i++)
        unit_note(ret, closure->nodes[i]->beyond, NULL, closure->nodes[i]);
}

static void unit_include(Unit *unit, Str header, Str *done) {
    Str include = own_headers_include(header);
    for (size_t i = 0; i < 2; i++) {
        if (!include.len || done[i].text == include.text) return;
        if (done[i].len) continue;
        done[i] = include;
        unit->has_processor |= str_is(header, "immintrin.h");
        unit_str_line(unit, include);
        return;
    }
}

/* The headers of the C compiler that the names of this unit come from. */
static void unit_includes(const Draft *draft, const Closure *closure,
                          Unit *ret) {
    Str done[2] = {{0}};
    if (!ret->beyond) return;
    for (uint32_t i = 0; i < closure->count; i++)
        if (!closure->nodes[i]->source->is_cell)
            unit_include(ret, closure->nodes[i]->source->name, done);
    for (uint32_t i = 0; i < draft->cell->count; i++) {
        const Item *item = &draft->cell->items[i];
        for (uint32_t k = item->begin; k < item->end; k++) {
            const Token *token = &draft->tokens[k];
            if (token->kind != TOK_IDENT) continue;
            if (intrinsic_is_of_processor(token->text))
                unit_include(ret, own_headers_of(BEYOND_INTRINSIC), done);
            if (intrinsic_is_atomic(token->text))
                unit_include(ret, own_headers_of(BEYOND_ATOMIC), done);
        }
    }
}

/* --- all that the cell reaches --- */

/* All that the cell's tokens and types mention. */
static void unit_needs(const Draft *draft, Needs *ret) {
    const Cell *cell = draft->cell;
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        if (unit_is_aside(node)) continue;
        for (uint32_t k = 0; k < node->declaration_needs; k++)
            needs_add(ret, node->needs[k].space, node->needs[k].name);
        if (node->space != SPACE_MACRO)
            needs_add(ret, node->space, node->name);
    }
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        if (item->kind == ITEM_MAGIC || unit_item_is_aside(draft, item))
            continue;
        for (uint32_t k = item->begin; k < item->end; k++)
            needs_add_token(ret, draft->tokens, item->begin, k);
        if (item->kind == ITEM_EXPRESSION)
            needs_add_type(ret, item->expr.type);
        for (uint32_t k = 0; k < item->return_count; k++)
            needs_add_type(ret, item->returns[k].expr.type);
    }
}

static bool unit_is_included(const Node *node) {
    return !node->source->is_cell &&
           own_headers_include(node->source->name).len;
}

void unit_declarations(const Draft *draft, const Stale *hidden, Needs *needs,
                       Unit *ret) {
    unit_needs(draft, needs);
    Closure closure;
    closure_find(draft, hidden, needs, &closure);
    unit_find_beyond(draft, &closure, ret);
    unit_includes(draft, &closure, ret);
    uint32_t lines = closure_write_items(&closure, &ret->text);
    for (uint32_t i = 0; i < lines; i++) unit_add_origin(ret, NULL);
    for (uint32_t i = 0; i < closure.count; i++)
        if (!unit_is_included(closure.nodes[i]))
            unit_node(draft, closure.nodes[i], ret);
    ret->nodes = closure.nodes;
    ret->node_count = closure.count;
    closure.nodes = NULL;
    closure_done(&closure);
    needs_done(needs);
}

/* --- functions --- */

/* --- float parameters of the old style --- */

/* `float a, b;` among the declarations of an old-style head: is each name
 * plain, neither pointer nor array? */
static bool unit_is_plain_float(const Token *tokens, uint32_t begin,
                                uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        bool is_plain = tokens[i].kind == TOK_IDENT ||
                        token_is(&tokens[i], PUNCT_COMMA);
        if (!is_plain) return false;
    }
    return token_is(&tokens[begin], KW_FLOAT);
}

static uint32_t unit_semicolon(const Token *tokens, uint32_t at, uint32_t end) {
    while (at < end && !token_is(&tokens[at], PUNCT_SEMICOLON)) at++;
    return at;
}

/* Callers hand a double over for such a parameter, and TinyCC reads it as a
 * float: so it is declared as a double here, and the body, a block within two
 * others, sees a float of that name with its value. */
static void unit_old_parameters(const Token *tokens, uint32_t begin,
                                uint32_t body, uint32_t end, Unit *ret) {
    uint32_t next;
    for (uint32_t at = begin; at < body; at = next + 1) {
        next = unit_semicolon(tokens, at, body);
        bool is_float = unit_is_plain_float(tokens, at, next);
        if (is_float) unit_line(ret, "double");
        unit_tokens(ret, tokens, is_float ? at + 1 : at,
                    next < body ? next + 1 : body);
    }
    for (int pass = 0; pass < 2; pass++) {
        unit_line(ret, "{");
        for (uint32_t at = begin; at < body; at = next + 1) {
            next = unit_semicolon(tokens, at, body);
            bool is_float = unit_is_plain_float(tokens, at, next);
            for (uint32_t i = at + 1; is_float && i < next; i += 2)
                unit_line(ret, pass ? "float %.*s = __nb_p_%.*s;"
                                    : "float __nb_p_%.*s = %.*s;",
                          STR_ARG(tokens[i].text), STR_ARG(tokens[i].text));
        }
    }
    unit_tokens(ret, tokens, body, end);
    unit_line(ret, "}}");
}

/* One whose result is a struct defined right there is written from its type,
 * since the struct stands above already. */
void unit_function(const Draft *draft, const Item *item, Unit *ret) {
    const Declaration *declaration = item->declaration;
    const Declarator *declarator = &declaration->declarators[0];
    const Token *tokens = draft->tokens;
    if (declaration->tag_count) {
        Buf head = {0};
        type_print(declarator->type, declarator->name, &head);
        unit_str_line(ret, buf_view(&head));
        buf_done(&head);
        unit_tokens(ret, tokens, item->body, item->end);
        return;
    }
    bool is_old = declarator->end < item->body;
    for (uint32_t i = item->begin; i < declaration->specifiers_end; i++)
        if (!token_is(&tokens[i], KW_STATIC) &&
            !token_is(&tokens[i], KW_INLINE) &&
            !token_is(&tokens[i], KW_EXTERN))
            unit_token(ret, &tokens[i]);
    unit_tokens(ret, tokens, declaration->specifiers_end,
                is_old ? declarator->end : item->end);
    if (is_old)
        unit_old_parameters(tokens, declarator->end, item->body, item->end,
                            ret);
}

/* --- statements --- */

static int unit_value_row(Unit *unit, const Type *type) {
    unit->values = mem_grow(unit->values,
                            (unit->value_count + 1) * sizeof *unit->values);
    unit->values[unit->value_count] = (UnitValue){type};
    return (int)unit->value_count++;
}

/* A value whose type only the C compiler knows: it chooses the row. */
static void unit_show_any(const Draft *draft, uint32_t begin, uint32_t end,
                          Unit *ret) {
    static const char *const vectors[] = {
        "__m128",  "__m128d", "__m128i", "__m256", "__m256d",
        "__m256i", "__m512",  "__m512d", "__m512i"};
    unit_line(ret, "{ __auto_type __nb_v = (");
    unit_own_line(ret, &draft->tokens[begin]);
    unit_tokens(ret, draft->tokens, begin, end);
    unit_line(ret, "); " UNIT_VALUE "(_Generic(__nb_v,");
    for (TypeKind kind = TYPE_BOOL; kind <= TYPE_CLDOUBLE; kind++) {
        Buf name = {0};
        if (kind == TYPE_FLOAT128) continue;
        type_print(type_basic(kind), (Str){0}, &name);
        int row = unit_value_row(ret, type_basic(kind));
        unit_line(ret, "%.*s: %d,", STR_ARG(buf_view(&name)), row);
        buf_done(&name);
    }
    for (size_t i = 0; i < 9 && ret->has_processor; i++) {
        Str vector = str_of(vectors[i]);
        const Node *own = draft_find(draft, SPACE_ORDINARY, vector);
        const Symbol *symbol =
            own ? &own->symbol : graph_symbol(draft->graph, vector);
        if (!symbol || symbol->kind != SYMBOL_TYPEDEF) break;
        int row = unit_value_row(ret, symbol->type);
        unit_line(ret, "%s: %d,", vectors[i], row);
    }
    unit_line(ret, "default: -1), &__nb_v); }");
}

/* Hand the value of tokens [begin, end) over, by its type. */
static void unit_show(const Draft *draft, const Expr *expr, uint32_t begin,
                      uint32_t end, Unit *ret) {
    const Token *tokens = draft->tokens;
    const Type *shown = expr->type;
    /* C says that 'q' is an int; a reader who types it wants to see a q. */
    if (end - begin == 1 && tokens[begin].kind == TOK_CHAR &&
        tokens[begin].text.text[0] == '\'')
        shown = type_basic(TYPE_CHAR);
    const Type *type = type_strip(shown);
    if (type->kind == TYPE_UNKNOWN && ret->beyond) {
        unit_show_any(draft, begin, end, ret);
        return;
    }
    if (type->kind == TYPE_VOID || type->kind == TYPE_UNKNOWN ||
        expr->is_output_call) {
        unit_tokens(ret, tokens, begin, end);
        unit_line(ret, ";");
        return;
    }
    int row = unit_value_row(ret, shown);
    if (type->kind == TYPE_ARRAY || type->kind == TYPE_FUNCTION) {
        unit_line(ret, UNIT_VALUE "(%d, (const void *)(", row);
        unit_tokens(ret, tokens, begin, end);
        unit_line(ret, "));");
        return;
    }
    Buf declared = {0};
    type_print(shown, STR("__nb_v"), &declared);
    unit_line(ret, "{ %.*s = (", STR_ARG(buf_view(&declared)));
    unit_own_line(ret, &tokens[begin]);
    buf_done(&declared);
    unit_tokens(ret, tokens, begin, end);
    unit_line(ret, "); " UNIT_VALUE "(%d, &__nb_v); }", row);
}

/* `return e;` of the top level shows e and ends the cell. */
static void unit_return(const Draft *draft, const Return *row, Unit *ret) {
    unit_line(ret, "{");
    if (row->begin < row->end)
        unit_show(draft, &row->expr, row->begin, row->end, ret);
    unit_token(ret, &draft->tokens[row->token]);
    unit_line(ret, "; }");
}

static void unit_statement(const Draft *draft, const Item *item, Unit *ret) {
    uint32_t at = item->begin;
    for (uint32_t i = 0; i < item->return_count; i++) {
        const Return *row = &item->returns[i];
        unit_tokens(ret, draft->tokens, at, row->token);
        unit_return(draft, row, ret);
        at = row->end + 1;
    }
    unit_tokens(ret, draft->tokens, at, item->end);
    unit_line(ret, ";");
}

/* Plain assignment serves where C allows it; arrays, braces and const go
 * through a local of the same type that is copied over the variable. */
static bool unit_can_assign(const Draft *draft, const Declarator *declarator) {
    const Type *type = type_strip(declarator->type);
    return type->kind != TYPE_ARRAY && !type_is_const(declarator->type) &&
           !token_is(&draft->tokens[declarator->init_begin], PUNCT_LBRACE);
}

static void unit_initialise(const Draft *draft, const Declarator *declarator,
                            Unit *ret) {
    const Token *tokens = draft->tokens;
    Str name = declarator->name;
    if (declarator->init_begin == declarator->init_end) {
        unit_line(ret, UNIT_ZERO "((void *)&%.*s, sizeof %.*s);",
                  STR_ARG(name), STR_ARG(name));
        return;
    }
    if (unit_can_assign(draft, declarator)) {
        unit_token(ret, &tokens[declarator->name_token]);
        unit_line(ret, "=");
        unit_value_tokens(ret, tokens, declarator->init_begin,
                          declarator->init_end, declarator->type);
        unit_line(ret, ";");
        return;
    }
    uint64_t size = 0;
    uint32_t align;
    (void)type_layout(declarator->type, &size, &align);
    Buf declared = {0};
    type_print(declarator->type, STR("__nb_i"), &declared);
    unit_line(ret, "{ %s %.*s =", size > UNIT_STACK_LIMIT ? "static" : "",
              STR_ARG(buf_view(&declared)));
    unit_own_line(ret, &tokens[declarator->name_token]);
    buf_done(&declared);
    unit_value_tokens(ret, tokens, declarator->init_begin,
                      declarator->init_end, declarator->type);
    unit_line(ret, "; " UNIT_COPY "((void *)&%.*s, &__nb_i, sizeof __nb_i); }",
              STR_ARG(name));
}

static void unit_declaration(const Draft *draft, const Item *item, Unit *ret) {
    const Declaration *declaration = item->declaration;
    if (declaration->flags & DECL_TYPEDEF) return;
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Declarator *declarator = &declaration->declarators[i];
        bool is_function =
            type_strip(declarator->type)->kind == TYPE_FUNCTION;
        bool is_reference = (declaration->flags & DECL_EXTERN) &&
                            declarator->init_begin == declarator->init_end;
        if (is_function || is_reference ||
            draft_is_tentative(draft, declaration, declarator))
            continue;
        unit_initialise(draft, declarator, ret);
        if (declaration->flags & DECL_THREAD_LOCAL)
            unit_line(ret, UNIT_THREAD "((void *)&%.*s, sizeof %.*s);",
                      STR_ARG(declarator->name), STR_ARG(declarator->name));
    }
}

static void unit_item(const Draft *draft, uint32_t index, Unit *ret) {
    const Item *item = &draft->cell->items[index];
    ret->item = item;
    switch (item->kind) {
    case ITEM_DECLARATION: unit_declaration(draft, item, ret); break;
    case ITEM_STATEMENT: unit_statement(draft, item, ret); break;
    case ITEM_ASSERT:
        unit_tokens(ret, draft->tokens, item->begin, item->end);
        break;
    case ITEM_EXPRESSION:
        unit_show(draft, &item->expr, item->begin, item->end, ret);
        break;
    case ITEM_MAGIC: unit_line(ret, UNIT_MAGIC "(%u);", index); break;
    default: break;
    }
}

static bool unit_runs(const Item *item) {
    switch (item->kind) {
    case ITEM_STATEMENT:
    case ITEM_EXPRESSION:
    case ITEM_ASSERT:
    case ITEM_MAGIC: return true;
    case ITEM_DECLARATION:
        return item->declaration->count &&
               !(item->declaration->flags & DECL_TYPEDEF);
    default: return false;
    }
}

/* A cell that defines main runs it, at its end. */
static const Node *unit_main(const Draft *draft) {
    const Node *node = draft_find(draft, SPACE_ORDINARY, STR("main"));
    return node && node->kind == NODE_FUNCTION && node->is_defined ? node
                                                                  : NULL;
}

static void unit_call_main(const Node *node, Unit *ret) {
    const Type *type = type_strip(node->symbol.type);
    bool is_void = type_strip(type->target)->kind == TYPE_VOID;
    const char *arguments = type->param_count ? "__nb_argc, __nb_argv" : "";
    if (type->param_count > 2) arguments = "__nb_argc, __nb_argv, environ";
    if (type->param_count == 1) arguments = "__nb_argc";
    unit_line(ret, "extern int __nb_argc; extern char **__nb_argv, **environ;");
    if (is_void) unit_line(ret, "main(%s); " UNIT_MAIN "(0);", arguments);
    else unit_line(ret, UNIT_MAIN "(main(%s));", arguments);
}

/* Words around expressions, and the names that they call. */
static void unit_mending(const Cell *cell, Unit *ret) {
    for (uint32_t i = 0; i < cell->loop_count; i++)
        if (cell->loops[i].number)
            unit_line(ret, "extern void (*" UNIT_LOOP "%u)();",
                      cell->loops[i].number);
    if (!cell->mend_count) return;
    ret->mends = cell->mends;
    ret->mend_count = cell->mend_count;
    unit_str_line(ret, STR(MEND_DECLARATIONS));
    for (uint32_t i = 0; i < cell->called_count; i++)
        unit_line(ret, "extern __typeof__(%.*s) " MEND_CALLED "%.*s;",
                  STR_ARG(cell->called[i]), STR_ARG(cell->called[i]));
}

void unit_statements(const Draft *draft, Unit *ret) {
    const Cell *cell = draft->cell;
    const Node *entry = unit_main(draft);
    for (uint32_t i = 0; i < cell->count; i++)
        ret->has_statements = ret->has_statements || unit_runs(&cell->items[i]);
    ret->has_main = entry != NULL;
    ret->has_statements = ret->has_statements || entry;
    if (!ret->has_statements) return;
    unit_line(ret, "void " UNIT_VALUE "(int, const void *);"
                   "void " UNIT_MAGIC "(int); void " UNIT_MAIN "(int);"
                   "void " UNIT_EXTENT "(int, long);"
                   "void " UNIT_COPY "(void *, const void *, unsigned long);"
                   "void " UNIT_THREAD "(void *, unsigned long);"
                   "void " UNIT_ZERO "(void *, unsigned long);"
                   "void *" UNIT_KEEP "(const void *, unsigned long);");
    unit_line(ret, "void " UNIT_FUNCTION "(void) {");
    for (uint32_t i = 0; i < cell->count; i++) unit_item(draft, i, ret);
    if (entry) unit_call_main(entry, ret);
    unit_line(ret, ";}");
}

/* It moves the stack under its caller. Where library functions are nothing
 * special, gcc still knows it by its name, and clang does not. */
static void unit_alloca(const Draft *draft, Unit *ret) {
    if (draft_find(draft, SPACE_ORDINARY, STR("alloca"))) return;
    for (const Token *at = draft->tokens; at->kind != TOK_END; at++)
        if (at->kind == TOK_IDENT && str_is(at->text, "alloca")) {
            unit_line(ret, "#define alloca(size) __builtin_alloca(size)");
            return;
        }
}

void unit_emit(const Draft *draft, const Stale *hidden, bool for_cc,
               Unit *ret) {
    const Cell *cell = draft->cell;
    Needs needs = {0};
    unit_begin(ret, draft->tokens);
    unit_declarations(draft, hidden, &needs, ret);
    if (for_cc) unit_alloca(draft, ret);
    else unit_mending(cell, ret);
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = ret->item = &cell->items[i];
        if (item->kind == ITEM_FUNCTION) unit_function(draft, item, ret);
        if (item->kind == ITEM_ASM)
            unit_tokens(ret, draft->tokens, item->begin, item->end);
    }
    unit_statements(draft, ret);
}

void unit_done(Unit *unit) {
    buf_done(&unit->text);
    free(unit->origins);
    free(unit->values);
    free(unit->nodes);
    *unit = (Unit){0};
}

const Token *unit_token_at(const Unit *unit, uint32_t line) {
    if (line > unit->lines) line = unit->lines;
    for (; line > 0; line--)
        if (unit->origins[line - 1]) return unit->origins[line - 1];
    return NULL;
}
