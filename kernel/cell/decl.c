#include "cell/decl.h"

#include "cell/beyond.h"
#include "cell/declarator.h"
#include "cell/expr.h"
#include "cell/flow.h"
#include "cell/initializer.h"
#include "cell/slip.h"
#include "cell/specifier.h"
#include "cell/suspect.h"

/* --- does a declaration begin here? -------------------------------------- */

/* How many tokens the attributes at the parser take. */
static uint32_t decl_attributes_ahead(const Parser *parser) {
    const Token *first = parse_peek(parser, 0), *token = first;
    while (token_is(token, KW_ATTRIBUTE)) {
        int depth = 0;
        do {
            token++;
            if (token->kind == TOK_END) break;
            depth += token_is(token, PUNCT_LPAREN);
            depth -= token_is(token, PUNCT_RPAREN);
        } while (depth > 0);
        if (token->kind != TOK_END) token++;
    }
    return (uint32_t)(token - first);
}

bool decl_starts(const Parser *parser) {
    uint32_t ahead = decl_attributes_ahead(parser);
    if (!specifier_starts(parser, ahead)) return false;
    const Token *token = &parser->tokens[parser->at + ahead];
    return !(parse_is_name(token) && token_is(token + 1, PUNCT_COLON));
}

/* `x * y;` or `x *y = ...` where x is nothing that is known. */
static bool decl_looks_like_pointer(const Parser *parser, const Token *token) {
    const Token *after = token + 1;
    if (parse_find(parser, token->text)) return false;
    while (token_is(after, PUNCT_STAR)) after++;
    if (after == token + 1 || !parse_is_name(after)) return false;
    switch ((TokenId)after[1].id) {
    case PUNCT_SEMICOLON:
    case PUNCT_ASSIGN:
    case PUNCT_COMMA: return true;
    case PUNCT_LPAREN: return !parse_find(parser, after->text);
    default: return false;
    }
}

bool decl_looks_like_unknown_type(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    if (!parse_is_name(token)) return false;
    if (parse_is_name(token + 1)) return true;
    return decl_looks_like_pointer(parser, token);
}

/* --- one name ------------------------------------------------------------ */

/* A second declaration of a name may know less than the first: `int a[];`
 * after `int a[3];`, `int f();` after `int f(int);`. */
static bool decl_says_less(const Type *type, const Type *before) {
    if (type->kind != before->kind) return false;
    if (type->kind == TYPE_ARRAY)
        return type->extent == EXTENT_OPEN && before->extent == EXTENT_KNOWN &&
               type_equals(type->target, before->target);
    return type->kind == TYPE_FUNCTION && type->is_unprototyped &&
           !before->is_unprototyped &&
           type_equals(type->target, before->target);
}

/* A name is declared before its value is parsed, and again behind it, when
 * the value has told an array's length: both are one variable. */
static Local *decl_local(Parser *parser, unsigned flags,
                         const Declarator *declarator, const Symbol *before) {
    const Symbol *here = parse_find_here(parser, declarator->name);
    Local *older = here ? before->local : NULL;
    if (older && older->token == declarator->name_token) {
        older->is_unset = older->is_null = false;
        older->is_literal = parser->is_literal;
        return older;
    }
    if (here && !(flags & DECL_EXTERN) && here->kind == SYMBOL_VARIABLE &&
        parse_block_is_inner(parser))
        suspect_twice(parser, here, declarator->name_token);
    return flow_new_local(parser, flags, declarator);
}

static void decl_declare(Parser *parser, unsigned flags,
                         const Declarator *declarator) {
    const Type *bare = type_strip(declarator->type);
    bool is_function = bare->kind == TYPE_FUNCTION;
    Symbol symbol = {.kind = flags & DECL_TYPEDEF ? SYMBOL_TYPEDEF
                             : is_function        ? SYMBOL_FUNCTION
                                                  : SYMBOL_VARIABLE,
                     .name = declarator->name,
                     .type = declarator->type};
    const Symbol *before = parse_find(parser, symbol.name);
    if (before && before->kind == symbol.kind &&
        decl_says_less(bare, type_strip(before->type)))
        symbol.type = before->type;
    /* One declaration that says so is enough. */
    symbol.is_noreturn = (flags & DECL_NORETURN) ||
                         (before && before->kind == symbol.kind &&
                          before->is_noreturn);
    symbol.is_unterminated = parser->is_unterminated;
    if (parser->is_advised && symbol.kind == SYMBOL_VARIABLE)
        symbol.local = decl_local(parser, flags, declarator, before);
    parse_declare(parser, &symbol);
}

/* __asm__("name") and attributes behind the declarator, in any order. */
static bool decl_asm_and_attributes(Parser *parser, Declarator *declarator,
                                    Attributes *attributes) {
    for (;;) {
        if (!attribute_parse(parser, attributes)) return false;
        if (!parse_accept(parser, KW_ASM)) return true;
        const Token *text = parse_peek(parser, 1);
        if (text->kind == TOK_STRING && text->text.len >= 2)
            declarator->asm_name =
                (Str){text->text.text + 1, text->text.len - 2};
        if (!token_is(parse_peek(parser, 0), PUNCT_LPAREN))
            return parse_expect(parser, PUNCT_LPAREN);
        if (!parse_skip_brackets(parser)) return false;
    }
}

/* Inside blocks the compiler would take `auto x = e` for an int, silently. */
static bool decl_refuse_auto(Parser *parser, const Declarator *declarator) {
    const Token *name = &parser->tokens[declarator->name_token];
    if (type_strip(declarator->type)->kind == TYPE_UNKNOWN)
        return parse_problem(parser, name,
                             "'auto' tells the type only outside of braces: "
                             "write the type of '%.*s' here",
                             STR_ARG(declarator->name));
    Buf text = {0};
    type_print(declarator->type, declarator->name, &text);
    parse_problem(parser, name,
                  "'auto' tells the type only outside of braces: write '%s' "
                  "here",
                  text.text);
    buf_done(&text);
    return false;
}

/* auto x = e: the type of the value. */
static bool decl_auto(Parser *parser, const Specifiers *specifiers,
                      Declarator *declarator) {
    Expr value;
    if (!expr_parse_assignment(parser, &value)) return false;
    if (declarator->type != specifiers->type)
        return parse_problem(parser, &parser->tokens[declarator->name_token],
                             "'auto' stands for the whole type: write "
                             "'auto %.*s = ...'",
                             STR_ARG(declarator->name));
    const Type *type = type_copy(value.type, parser->arena);
    type = expr_decay(type, parser->arena);
    type = type_unqualify(type, parser->arena);
    declarator->type =
        type_qualify(type, specifiers->type->qualifiers, parser->arena);
    if (!parse_block_is_inner(parser)) return true;
    if (!(specifiers->flags & DECL_AUTO_TYPE))
        return decl_refuse_auto(parser, declarator);
    beyond_note(parser, &parser->tokens[declarator->begin - 1],
                BEYOND_AUTO_TYPE);
    return true;
}

static bool decl_initializer(Parser *parser, const Specifiers *specifiers,
                             Declarator *declarator) {
    bool is_auto = specifiers->flags & DECL_AUTO;
    if (!token_is(parse_peek(parser, 0), PUNCT_ASSIGN)) {
        if (!is_auto) return true;
        if (token_is(parse_peek(parser, 0), PUNCT_COLON))
            return parse_unexpected(parser, "a value");
        return parse_problem(parser, &parser->tokens[declarator->name_token],
                             "'auto %.*s' needs a value that tells its type",
                             STR_ARG(declarator->name));
    }
    if (!is_auto && declarator->type->kind == TYPE_FUNCTION)
        return parse_problem(parser, parse_peek(parser, 0),
                             "'%.*s' is declared as a function here, which has "
                             "a body and no value: a pointer to a function is "
                             "written (*%.*s)(...)",
                             STR_ARG(declarator->name),
                             STR_ARG(declarator->name));
    parser->at++;
    declarator->init_begin = parser->at;
    bool is_constant =
        (specifiers->flags & DECL_STATIC) && parse_block_is_inner(parser);
    parser->constant_depth += is_constant;
    bool is_fine = is_auto ? decl_auto(parser, specifiers, declarator)
                           : initializer_parse(parser, declarator->type,
                                               &declarator->type);
    parser->constant_depth -= is_constant;
    declarator->init_end = parser->at;
    return is_fine;
}

static bool decl_is_body(const Parser *parser, const Declarator *declarator) {
    return declarator->type->kind == TYPE_FUNCTION &&
           token_is(parse_peek(parser, 0), PUNCT_LBRACE);
}

/* The declarations between f(a, b) and its body tell the types of a and b. */
static bool decl_old_params(Parser *parser, Declared *declared) {
    bool ignored;
    Block *outer = parser->block;
    parser->block = declared->params;
    while (decl_starts(parser)) {
        Declaration *one = decl_parse(parser, &ignored);
        if (!one) return false;
        for (uint32_t i = 0; i < one->count; i++)
            declarator_erase_extent(parser, one->declarators[i].type);
        for (uint32_t i = 0; i < one->count * declared->old_count; i++) {
            Declarator *from = &one->declarators[i / declared->old_count];
            Param *to = &declared->old_params[i % declared->old_count];
            if (!str_equals(from->name, to->name)) continue;
            to->type = declarator_param_type(from->type, parser->arena);
            Symbol symbol = {SYMBOL_VARIABLE, to->name, to->type, 0};
            parse_declare(parser, &symbol);
        }
    }
    parser->block = outer;
    return true;
}

static bool decl_old_style(Parser *parser, Declarator *declarator,
                           Declared *declared) {
    if (!declared->old_count || declarator->type->kind != TYPE_FUNCTION)
        return true;
    if (decl_starts(parser) && !decl_old_params(parser, declared)) return false;
    if (token_is(parse_peek(parser, 0), PUNCT_LBRACE)) return true;
    Str name = declared->old_params[0].name;
    for (uint32_t at = declarator->name_token;; at++) {
        const Token *token = &parser->tokens[at];
        if (at == parser->at || str_equals(token->text, name))
            return slip_unknown_type(parser, token);
    }
}

/* TinyCC does not align the stack further than the ABI does. */
static bool decl_is_aligned_local(const Parser *parser, unsigned flags,
                                  const Type *type) {
    enum { OF_THE_STACK = 16 };
    uint64_t size;
    uint32_t align;
    return parse_block_is_inner(parser) &&
           !(flags & (DECL_STATIC | DECL_EXTERN | DECL_TYPEDEF)) &&
           type_layout(type, &size, &align) && align > OF_THE_STACK;
}

/* A declarator, what belongs to it, and its value. */
static bool decl_one(Parser *parser, const Specifiers *specifiers,
                     Declarator *ret, Block **ret_params) {
    Attributes attributes = specifiers->attributes;
    Declared declared;
    ret->begin = parser->at;
    if (!declarator_parse(parser, specifiers->type, DECLARATOR_NAMED,
                          &declared))
        return false;
    ret->name = declared.name;
    ret->name_token = declared.name_token;
    ret->type = declared.type;
    *ret_params = declared.params;
    if (!decl_asm_and_attributes(parser, ret, &attributes)) return false;
    ret->type = attribute_apply(ret->type, &attributes, parser->arena);
    ret->is_weak = attributes.is_weak;
    ret->end = parser->at;
    bool is_auto = specifiers->flags & DECL_AUTO;
    beyond_note(parser, &parser->tokens[ret->name_token],
                beyond_of_type(ret->type));
    if (decl_is_aligned_local(parser, specifiers->flags, ret->type))
        beyond_note(parser, &parser->tokens[ret->name_token],
                    BEYOND_ALIGNMENT);
    if (!is_auto) decl_declare(parser, specifiers->flags, ret);
    if (!decl_old_style(parser, ret, &declared)) return false;
    if (decl_is_body(parser, ret)) return true;
    if (!decl_initializer(parser, specifiers, ret)) return false;
    if (is_auto || ret->init_end > ret->init_begin)
        decl_declare(parser, specifiers->flags, ret);
    parser->is_unterminated = parser->is_literal = false;
    return true;
}

/* --- the declaration ----------------------------------------------------- */

static bool decl_check_empty(Parser *parser, const Specifiers *specifiers,
                             uint32_t begin) {
    if (specifiers->has_tag) return true;
    const Token *first = &parser->tokens[begin];
    const Token *last = &parser->tokens[parser->at - 1];
    if (last != first)
        return parse_problem(parser, last,
                             "this declares nothing: a name is "
                             "missing after '%.*s'",
                             STR_ARG(last->text));
    return parse_problem(parser, first,
                         "'%.*s' alone declares nothing: a name is missing",
                         STR_ARG(first->text));
}

static bool decl_ends(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    return token->kind == TOK_END || token_is(token, PUNCT_SEMICOLON);
}

/* All the names of the declaration, up to its `;` or to a body. */
static bool decl_names(Parser *parser, const Specifiers *specifiers,
                       Declaration *ret, bool *ret_is_function) {
    do {
        Declarator one = {0};
        Block *params = NULL;
        if (!decl_one(parser, specifiers, &one, &params)) return false;
        ret->declarators = parse_grow(parser->arena, ret->declarators,
                                      ret->count, sizeof *ret->declarators);
        ret->declarators[ret->count++] = one;
        if (ret->count == 1 && decl_is_body(parser, &one)) {
            *ret_is_function = true;
            ret->params = params;
            return true;
        }
    } while (parse_accept(parser, PUNCT_COMMA));
    return parse_expect(parser, PUNCT_SEMICOLON);
}

/* Tags noted since the marks are this declaration's; those of an enclosing
 * one keep their places. */
static void decl_take_tags(Parser *parser, Declaration *ret, uint32_t tags,
                           uint32_t forwards) {
    ret->tag_count = parser->tag_count - tags;
    ret->forward_count = parser->forward_count - forwards;
    ret->tags = arena_alloc(parser->arena, ret->tag_count * sizeof(Tag *));
    ret->forward_tags =
        arena_alloc(parser->arena, ret->forward_count * sizeof(Tag *));
    if (ret->tag_count)
        memcpy(ret->tags, parser->tags + tags, ret->tag_count * sizeof(Tag *));
    if (ret->forward_count)
        memcpy(ret->forward_tags, parser->forward_tags + forwards,
               ret->forward_count * sizeof(Tag *));
    parser->tag_count = tags;
    parser->forward_count = forwards;
}

Declaration *decl_parse(Parser *parser, bool *ret_is_function) {
    Declaration *ret = ARENA_NEW(parser->arena, Declaration);
    Specifiers specifiers;
    uint32_t tags = parser->tag_count, forwards = parser->forward_count;
    *ret_is_function = false;
    ret->specifiers_begin = parser->at;
    if (!specifier_parse(parser, false, &specifiers)) return NULL;
    ret->specifiers_end = parser->at;
    ret->flags = specifiers.flags;
    ret->base = specifiers.type;
    bool is_fine;
    if (decl_ends(parser))
        is_fine =
            decl_check_empty(parser, &specifiers, ret->specifiers_begin) &&
            parse_expect(parser, PUNCT_SEMICOLON);
    else
        is_fine = decl_names(parser, &specifiers, ret, ret_is_function);
    if (!is_fine) return NULL;
    decl_take_tags(parser, ret, tags, forwards);
    return ret;
}

const Type *decl_type_name(Parser *parser) {
    Specifiers specifiers;
    Declared declared;
    uint32_t tags = parser->tag_count, forwards = parser->forward_count;
    if (!specifier_parse(parser, false, &specifiers)) return NULL;
    if (!declarator_parse(parser, specifiers.type, DECLARATOR_NAMELESS,
                          &declared))
        return NULL;
    parser->tag_count = tags;
    parser->forward_count = forwards;
    beyond_note(parser, &parser->tokens[parser->at - 1],
                beyond_of_type(declared.type));
    return declared.type;
}
