#include "export/writer.h"

static bool writer_is_constant_name(const Writer *writer, const Token *token,
                                    const Token *next) {
    const Symbol *symbol = graph_symbol(&writer->script->graph, token->text);
    if (str_starts_with(token->text, STR("__builtin_"))) return true;
    if (!symbol) return false;
    if (symbol->kind == SYMBOL_FUNCTION) {
        const Meaning *meaning = writer_find(writer, token->text);
        bool is_value = token_is(next, PUNCT_COMMA) ||
                        token_is(next, PUNCT_RBRACE) ||
                        token_is(next, PUNCT_SEMICOLON);
        return is_value && (!meaning || meaning->bodies < 2);
    }
    return symbol->kind == SYMBOL_CONSTANT || symbol->kind == SYMBOL_TYPEDEF;
}

/* May the value stand at the definition, as C has it? */
static bool writer_is_constant(const Writer *writer,
                               const Declarator *declarator) {
    const Token *tokens = writer->row->pre.tokens;
    for (uint32_t i = declarator->init_begin; i < declarator->init_end; i++) {
        const Token *token = &tokens[i];
        if (token_is(token, PUNCT_LPAREN) &&
            token_is(&token[1], PUNCT_LBRACE))
            return false;
        if (token->kind != TOK_IDENT || token->id) continue;
        bool is_member = i > declarator->init_begin &&
                         token_is(&tokens[i - 1], PUNCT_DOT);
        if (!is_member && !writer_is_constant_name(writer, token, &token[1]))
            return false;
    }
    return true;
}

static bool writer_has_value(const Declarator *declarator) {
    return declarator->init_begin < declarator->init_end;
}

/* How a declarator is written where it is defined: `double a[3]`. */
static void writer_declarator(Writer *writer, const Declarator *declarator,
                              Buf *ret) {
    const Type *type = type_strip(declarator->type);
    Buf text = {0};
    writer_tokens(writer, declarator->begin, declarator->end, &text);
    const char *open = text.len ? strstr(text.text, "[]") : NULL;
    if (open && type->kind == TYPE_ARRAY && type->extent == EXTENT_KNOWN) {
        buf_add(ret, text.text, (size_t)(open - text.text));
        buf_printf(ret, "[%lu]%s", (unsigned long)type->length, open + 2);
    } else {
        buf_add_str(ret, buf_view(&text));
    }
    buf_done(&text);
}

/* Values that are computed come in main, even those of constants. */
static void writer_specifiers(Writer *writer, const Declaration *declaration,
                              bool drops_const, Buf *ret) {
    const Token *tokens = writer->row->pre.tokens;
    uint32_t begin = declaration->specifiers_begin;
    for (uint32_t i = begin; i <= declaration->specifiers_end; i++) {
        bool is_end = i == declaration->specifiers_end;
        bool is_left_out = !is_end && (writer_is_storage(&tokens[i]) ||
                                       (drops_const &&
                                        token_is(&tokens[i], KW_CONST)));
        if (!is_end && !is_left_out) continue;
        if (begin < i) {
            writer_tokens(writer, begin, i, ret);
            buf_add_char(ret, ' ');
        }
        begin = i + 1;
    }
}

static const Type *writer_innermost(const Type *type) {
    type = type_strip(type);
    while (type->kind == TYPE_ARRAY) type = type_strip(type->target);
    return type;
}

static bool writer_is_const(const Declarator *declarator) {
    const Type *type = declarator->type;
    while (type_strip(type)->kind == TYPE_ARRAY)
        type = type_strip(type)->target;
    return type_is_const(type) && writer_innermost(type)->kind != TYPE_POINTER;
}

/* `name = value;` in main. */
static void writer_assign(Writer *writer, const Declarator *declarator,
                          const Meaning *meaning) {
    const Token *tokens = writer->row->pre.tokens;
    Buf *ret = &writer->inside;
    bool has_braces = token_is(&tokens[declarator->init_begin], PUNCT_LBRACE);
    bool is_array = type_strip(declarator->type)->kind == TYPE_ARRAY;
    Str called = meaning->called;
    if (is_array && has_braces)
        buf_printf(ret, "memcpy((void *)%.*s, &(__typeof__(%.*s))",
                   STR_ARG(called), STR_ARG(called));
    else if (is_array)
        buf_printf(ret, "strcpy((char *)%.*s, ", STR_ARG(called));
    else if (has_braces)
        buf_printf(ret, "%.*s = (__typeof__(%.*s))", STR_ARG(called),
                   STR_ARG(called));
    else
        buf_printf(ret, "%.*s = ", STR_ARG(called));
    writer_tokens(writer, declarator->init_begin, declarator->init_end, ret);
    if (is_array && has_braces)
        buf_printf(ret, ", sizeof %.*s)", STR_ARG(called));
    else if (is_array) buf_add_char(ret, ')');
    buf_add_char(ret, ';');
}

static void writer_zero(const Meaning *meaning, Buf *ret) {
    buf_printf(ret, "memset((void *)&%.*s, 0, sizeof %.*s);",
               STR_ARG(meaning->called), STR_ARG(meaning->called));
}

/* The definition of one variable. true: with its value. */
static bool writer_define(Writer *writer, const Declaration *declaration,
                          const Declarator *declarator, Meaning *meaning) {
    Buf *ret = &writer->before;
    bool has_value = writer_has_value(declarator) &&
                     writer_is_constant(writer, declarator);
    bool is_computed = writer_has_value(declarator) && !has_value;
    bool has_old_tag =
        declaration->tag_count && declaration->tags[0]->same_as;
    if (declaration->flags & (DECL_AUTO | DECL_AUTO_TYPE) || has_old_tag) {
        writer_declare(writer,
                       type_unqualify(declarator->type,
                                      &writer->script->arena),
                       meaning->called, ret);
    } else {
        writer_specifiers(writer, declaration,
                          is_computed && writer_is_const(declarator), ret);
        writer_declarator(writer, declarator, ret);
    }
    if (has_value) {
        buf_printf(ret, " = ");
        writer_tokens(writer, declarator->init_begin, declarator->init_end,
                      ret);
    }
    buf_printf(ret, ";\n");
    meaning->is_declared = true;
    return has_value;
}

/* All of it may stand as it was typed: every name is new, its value constant,
 * and nothing of `auto` or `static`. */
static bool writer_is_plain(Writer *writer, const Item *item) {
    const Declaration *declaration = item->declaration;
    const Token *tokens = writer->row->pre.tokens;
    for (uint32_t i = item->begin; i < declaration->specifiers_end; i++)
        if (writer_is_storage(&tokens[i]) && !token_is(&tokens[i], KW_EXTERN))
            return false;
    if (declaration->flags & (DECL_AUTO | DECL_AUTO_TYPE)) return false;
    if (declaration->tag_count && declaration->tags[0]->same_as) return false;
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Declarator *declarator = &declaration->declarators[i];
        const Meaning *meaning = writer_find(writer, declarator->name);
        const Type *type = type_strip(declarator->type);
        bool is_new = meaning && meaning->cell == writer->cell &&
                      (!meaning->is_declared || type->kind == TYPE_FUNCTION);
        if (!is_new || !writer_is_constant(writer, declarator)) return false;
        if (type->kind == TYPE_FUNCTION && meaning->bodies > 1) return false;
    }
    return true;
}

static void writer_mark(Writer *writer, const Declaration *declaration) {
    for (uint32_t i = 0; i < declaration->count; i++) {
        Meaning *meaning =
            writer_find(writer, declaration->declarators[i].name);
        if (meaning && !(declaration->flags & DECL_EXTERN))
            meaning->is_declared = true;
    }
}

static void writer_variable(Writer *writer, const Declaration *declaration,
                            const Declarator *declarator) {
    Meaning *meaning = writer_find(writer, declarator->name);
    const Type *type = type_strip(declarator->type);
    if (!meaning) return;
    if (type->kind == TYPE_FUNCTION) {
        writer_several(writer, meaning);
        return;
    }
    bool is_new = !meaning->is_declared;
    bool is_done = is_new && writer_define(writer, declaration, declarator,
                                           meaning);
    if (is_done || (is_new && !writer_has_value(declarator))) return;
    if (writer_has_value(declarator))
        writer_assign(writer, declarator, meaning);
    else writer_zero(meaning, &writer->inside);
    buf_add_char(&writer->inside, '\n');
}

/* An array whose extent is computed can only be one of main. */
static bool writer_is_local(const Writer *writer,
                            const Declaration *declaration) {
    for (uint32_t i = 0; i < declaration->count; i++)
        if (names_has_computed(&writer->script->names,
                               declaration->declarators[i].type))
            return true;
    return false;
}

/* Has the notebook said all of it before? */
static bool writer_is_repeated(const Writer *writer,
                               const Declaration *declaration) {
    for (uint32_t i = 0; i < declaration->tag_count; i++)
        if (!declaration->tags[i]->same_as) return false;
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Meaning *meaning =
            writer_find(writer, declaration->declarators[i].name);
        if (!meaning || meaning->cell == writer->cell) return false;
    }
    return declaration->tag_count || declaration->count;
}

/* Types that are defined on the way stand alone when the variables cannot be
 * written as they were typed. */
void writer_on_declaration(Writer *writer, const Chunk *chunk) {
    const Item *item = chunk->item;
    const Declaration *declaration = item->declaration;
    bool is_type = (declaration->flags & DECL_TYPEDEF) || !declaration->count;
    if (writer_is_local(writer, declaration)) {
        writer_print(writer, chunk->span, &writer->inside);
        writer_end(chunk, &writer->inside);
        return;
    }
    if (is_type && writer_is_repeated(writer, declaration)) return;
    if (is_type || writer_is_plain(writer, item)) {
        writer_comment(chunk, &writer->before);
        writer_print(writer, chunk->span, &writer->before);
        writer_end(chunk, &writer->before);
        writer_mark(writer, declaration);
        return;
    }
    Buf kept = writer->inside;
    writer->inside = (Buf){0};
    for (uint32_t i = 0; i < declaration->count; i++)
        writer_variable(writer, declaration, &declaration->declarators[i]);
    Buf made = writer->inside;
    writer->inside = kept;
    if (made.len) {
        writer_comment(chunk, &writer->inside);
        buf_add(&writer->inside, made.text, made.len - 1);
        writer_end(chunk, &writer->inside);
    }
    buf_done(&made);
}
