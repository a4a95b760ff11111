#include "graph/unit.h"

#include <stdarg.h>
#include <stdio.h>

#include <stdlib.h>

#include "graph/closure.h"

enum { UNIT_STACK_LIMIT = 1 << 20 }; /* larger initialisers are static */

/* --- lines --- */

static void unit_add_origin(Unit *unit, const Token *origin) {
    if (unit->lines == unit->size) {
        unit->size = unit->size ? unit->size * 2 : 256;
        unit->origins =
            mem_grow(unit->origins, unit->size * sizeof *unit->origins);
    }
    unit->origins[unit->lines++] = origin;
}

static void unit_end_line(Unit *unit, const Token *origin) {
    buf_add_char(&unit->text, '\n');
    unit_add_origin(unit, origin);
}

/* A line of ours. */
__attribute__((format(printf, 2, 3))) static void
unit_line(Unit *unit, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0) text = NULL;
    va_end(args);
    if (text) buf_add(&unit->text, text, strlen(text));
    free(text);
    unit_end_line(unit, NULL);
}

static void unit_str_line(Unit *unit, Str text) {
    const char *at = text.text, *end = text.text + text.len;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((newline ? newline : end) - at);
        buf_add(&unit->text, at, len);
        unit_end_line(unit, NULL);
        at += len + 1;
    }
}

static void unit_token(Unit *unit, const Token *token) {
    buf_add_str(&unit->text, token->text);
    unit_end_line(unit, token);
}

static void unit_tokens(Unit *unit, const Token *tokens, uint32_t begin,
                        uint32_t end) {
    for (uint32_t i = begin; i < end; i++) unit_token(unit, &tokens[i]);
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

static const char *unit_tag_word(const Draft *draft, Str name) {
    const Node *node = draft_lookup(draft, SPACE_TAG, name);
    return node->tag->kind == TYPE_UNION ? "union" : "struct";
}

static void unit_node(const Draft *draft, const Node *node, Unit *ret) {
    bool is_own = draft_find(draft, node->space, node->name) == node;
    for (uint32_t i = 0; i < node->declaration_needs; i++)
        if (closure_is_forward(draft, node, &node->needs[i]))
            unit_line(ret, "%s %.*s;",
                      unit_tag_word(draft, node->needs[i].name),
                      STR_ARG(node->needs[i].name));
    if (is_own && node->tag) unit_tag(draft, node, ret);
    else unit_str_line(ret, node->declaration);
}

/* All that the cell's tokens and types mention. */
static void unit_needs(const Draft *draft, Needs *ret) {
    const Cell *cell = draft->cell;
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        for (uint32_t k = 0; k < node->declaration_needs; k++)
            needs_add(ret, node->needs[k].space, node->needs[k].name);
        if (node->space != SPACE_MACRO)
            needs_add(ret, node->space, node->name);
    }
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        if (item->kind == ITEM_MAGIC) continue;
        for (uint32_t k = item->begin; k < item->end; k++)
            needs_add_token(ret, draft->tokens, item->begin, k);
        if (item->kind == ITEM_EXPRESSION)
            needs_add_type(ret, item->expr.type);
        for (uint32_t k = 0; k < item->return_count; k++)
            needs_add_type(ret, item->returns[k].expr.type);
    }
}

static void unit_declarations(const Draft *draft, const Stale *hidden,
                              Unit *ret) {
    Needs needs = {0};
    unit_needs(draft, &needs);
    Closure closure;
    closure_find(draft, hidden, &needs, &closure);
    uint32_t lines = closure_write_items(&closure, &ret->text);
    for (uint32_t i = 0; i < lines; i++) unit_add_origin(ret, NULL);
    for (uint32_t i = 0; i < closure.count; i++)
        unit_node(draft, closure.nodes[i], ret);
    closure_done(&closure);
    needs_done(&needs);
}

/* --- functions --- */

/* A function's head without `static`, `inline` and `extern`: every function
 * of the session is global. One whose result is a struct defined right there
 * is written from its type, since the struct stands above already. */
static void unit_function(const Draft *draft, const Item *item, Unit *ret) {
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
    for (uint32_t i = item->begin; i < item->end; i++) {
        bool is_dropped = i < declaration->specifiers_end &&
                          (token_is(&tokens[i], KW_STATIC) ||
                           token_is(&tokens[i], KW_INLINE) ||
                           token_is(&tokens[i], KW_EXTERN));
        if (!is_dropped) unit_token(ret, &tokens[i]);
    }
}

/* --- statements --- */

static int unit_value_row(Unit *unit, const Type *type) {
    unit->values = mem_grow(unit->values,
                            (unit->value_count + 1) * sizeof *unit->values);
    unit->values[unit->value_count] = (UnitValue){type};
    return (int)unit->value_count++;
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
        unit_tokens(ret, tokens, declarator->init_begin, declarator->init_end);
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
    buf_done(&declared);
    unit_tokens(ret, tokens, declarator->init_begin, declarator->init_end);
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
        if (!is_function && !is_reference)
            unit_initialise(draft, declarator, ret);
    }
}

static void unit_item(const Draft *draft, uint32_t index, Unit *ret) {
    const Item *item = &draft->cell->items[index];
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

void unit_emit(const Draft *draft, const Stale *hidden, Unit *ret) {
    *ret = (Unit){0};
    const Cell *cell = draft->cell;
    unit_declarations(draft, hidden, ret);
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        if (item->kind == ITEM_FUNCTION) unit_function(draft, item, ret);
        if (item->kind == ITEM_ASM)
            unit_tokens(ret, draft->tokens, item->begin, item->end);
        ret->has_statements = ret->has_statements || unit_runs(item);
    }
    const Node *entry = unit_main(draft);
    ret->has_main = entry != NULL;
    ret->has_statements = ret->has_statements || entry;
    if (!ret->has_statements) return;
    unit_line(ret, "void " UNIT_VALUE "(int, const void *);"
                   "void " UNIT_MAGIC "(int); void " UNIT_MAIN "(int);"
                   "void " UNIT_EXTENT "(int, long);"
                   "void " UNIT_COPY "(void *, const void *, unsigned long);"
                   "void " UNIT_ZERO "(void *, unsigned long);");
    unit_line(ret, "void " UNIT_FUNCTION "(void) {");
    for (uint32_t i = 0; i < cell->count; i++) unit_item(draft, i, ret);
    if (entry) unit_call_main(entry, ret);
    unit_line(ret, ";}");
}

void unit_done(Unit *unit) {
    buf_done(&unit->text);
    free(unit->origins);
    free(unit->values);
    *unit = (Unit){0};
}

const Token *unit_token_at(const Unit *unit, uint32_t line) {
    if (line > unit->lines) line = unit->lines;
    for (; line > 0; line--)
        if (unit->origins[line - 1]) return unit->origins[line - 1];
    return NULL;
}
