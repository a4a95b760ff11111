#include "cell/declarator.h"

#include "cell/attribute.h"
#include "cell/beyond.h"
#include "cell/expr.h"
#include "cell/flow.h"
#include "cell/slip.h"
#include "cell/specifier.h"
#include "cell/split.h"

typedef struct Chain {
    Type *first; /* next to the name */
    Type *last;
    uint32_t length;
} Chain;

static void chain_link(Type *near, const Type *far) { near->target = far; }

static void chain_add(Chain *chain, Type *type) {
    if (chain->last)
        chain_link(chain->last, type);
    else
        chain->first = type;
    chain->last = type;
    chain->length++;
}

static Type *chain_new_type(Parser *parser, TypeKind kind) {
    Type *type = ARENA_NEW(parser->arena, Type);
    type->kind = (uint8_t)kind;
    return type;
}

/* --- stars and extents --------------------------------------------------- */

static unsigned declarator_qualifiers(Parser *parser) {
    unsigned qualifiers = 0;
    for (;; parser->at++) {
        switch ((TokenId)parse_peek(parser, 0)->id) {
        case KW_CONST: qualifiers |= TYPE_CONST; break;
        case KW_VOLATILE: qualifiers |= TYPE_VOLATILE; break;
        case KW_RESTRICT: qualifiers |= TYPE_RESTRICT; break;
        case KW_ATOMIC: qualifiers |= TYPE_ATOMIC; break;
        case KW_STATIC:
        case KW_EXTENSION: break;
        default: return qualifiers;
        }
    }
}

/* The last star is nearest to the name: the chain grows at its front. */
static bool declarator_stars(Parser *parser, Chain *ret) {
    Attributes unused = {0};
    for (;;) {
        if (!attribute_parse(parser, &unused)) return false;
        if (!parse_accept(parser, PUNCT_STAR)) return true;
        if (++ret->length > PARSE_DEPTH)
            return parse_problem(parser, parse_peek(parser, 0),
                                 "this is nested too deeply: more than %d "
                                 "stars",
                                 PARSE_DEPTH);
        Type *type = chain_new_type(parser, TYPE_POINTER);
        if (ret->first)
            chain_link(type, ret->first);
        else
            ret->last = type;
        ret->first = type;
        if (!attribute_parse(parser, &unused)) return false;
        type->qualifiers = (uint8_t)declarator_qualifiers(parser);
    }
}

static bool declarator_array(Parser *parser, Chain *chain) {
    uint32_t open = parser->at++;
    Type *type = chain_new_type(parser, TYPE_ARRAY);
    type->extent = EXTENT_OPEN;
    (void)declarator_qualifiers(parser);
    bool is_star = token_is(parse_peek(parser, 0), PUNCT_STAR) &&
                   token_is(parse_peek(parser, 1), PUNCT_RBRACKET);
    if (is_star) {
        parser->at++;
    } else if (!token_is(parse_peek(parser, 0), PUNCT_RBRACKET)) {
        Expr length;
        type->extent_begin = parser->at;
        if (!expr_parse_assignment(parser, &length)) return false;
        type->extent_end = parser->at;
        if (type_is_floating(length.type))
            return parse_problem(parser, &parser->tokens[type->extent_begin],
                                 "the number of elements is a whole number, "
                                 "not one with a fraction: make it an int");
        bool is_known = length.is_constant && length.value >= 0;
        type->extent = is_known ? EXTENT_KNOWN : EXTENT_RUNTIME;
        if (is_known) type->length = (uint64_t)length.value;
    }
    chain_add(chain, type);
    return parse_close(parser, PUNCT_RBRACKET, open);
}

/* --- parameters ---------------------------------------------------------- */

const Type *declarator_param_type(const Type *type, Arena *arena) {
    const Type *bare = type_strip(type);
    if (bare->kind == TYPE_ARRAY) return type_pointer(bare->target, arena);
    if (bare->kind == TYPE_FUNCTION) return type_pointer(type, arena);
    return type;
}

/* written: its type before an array became a pointer */
static void declarator_declare(Parser *parser, const Param *param,
                               uint32_t token, const Type *written) {
    Symbol symbol = {
        .kind = SYMBOL_VARIABLE, .name = param->name, .type = param->type};
    if (!param->name.len) return;
    if (parser->is_advised)
        symbol.local = flow_new_parameter(parser, token, written);
    parse_declare(parser, &symbol);
}

typedef struct Params {
    Param *list;
    uint32_t count;
} Params;

static void params_add(Parser *parser, Params *params, Param param,
                       uint32_t token, const Type *written) {
    params->list = parse_grow(parser->arena, params->list, params->count,
                              sizeof *params->list);
    params->list[params->count++] = param;
    declarator_declare(parser, &param, token, written);
}

/* Does nothing happen when these tokens run? */
static bool declarator_is_calm(const Parser *parser, const Type *array) {
    for (uint32_t i = array->extent_begin; i < array->extent_end; i++) {
        const Token *token = &parser->tokens[i];
        bool may_call = i > array->extent_begin && parse_is_name(token - 1) &&
                        token_is(token, PUNCT_LPAREN);
        bool assigns = token_is(token, PUNCT_ASSIGN) ||
                       (token->id >= PUNCT_ADD_ASSIGN &&
                        token->id <= PUNCT_SHR_ASSIGN);
        if (may_call || assigns || token_is(token, PUNCT_INCREMENT) ||
            token_is(token, PUNCT_DECREMENT))
            return false;
    }
    return true;
}

/* A parameter is a pointer, whatever its first extent says: TinyCC gets none
 * to read, since it knows no parameter yet when it comes to one. */
void declarator_erase_extent(Parser *parser, const Type *type) {
    if (type->kind != TYPE_ARRAY || type->extent != EXTENT_RUNTIME) return;
    if (!declarator_is_calm(parser, type)) {
        beyond_note(parser, &parser->tokens[type->extent_begin],
                    BEYOND_VLA_POINTER);
        return;
    }
    Erased one = {type->extent_begin, type->extent_end};
    while (!token_is(&parser->tokens[one.begin - 1], PUNCT_LBRACKET))
        one.begin--;
    parser->erased = parse_grow(parser->arena, parser->erased,
                                parser->erased_count, sizeof one);
    parser->erased[parser->erased_count++] = one;
}

static bool declarator_param(Parser *parser, Params *params) {
    Specifiers specifiers;
    Declared declared;
    const Token *token = parse_peek(parser, 0);
    if (!specifier_starts(parser, 0)) {
        if (!parse_is_name(token))
            return parse_unexpected(parser, "the type of a parameter or ')'");
        return slip_unknown_type(parser, token);
    }
    if (!specifier_parse(parser, false, &specifiers)) return false;
    if (!declarator_parse(parser, specifiers.type, DECLARATOR_EITHER,
                          &declared))
        return false;
    if (!attribute_parse(parser, &specifiers.attributes)) return false;
    const Type *type =
        attribute_apply(declared.type, &specifiers.attributes, parser->arena);
    Param param = {declared.name, declarator_param_type(type, parser->arena)};
    beyond_note(parser, declared.name.len
                            ? &parser->tokens[declared.name_token]
                            : token,
                beyond_of_type(param.type));
    declarator_erase_extent(parser, declared.type);
    params_add(parser, params, param, declared.name_token, declared.type);
    return true;
}

/* f(a, b): names without types, as C once had it. */
static bool declarator_is_old_style(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    return parse_is_name(token) && !specifier_starts(parser, 0) &&
           (token_is(token + 1, PUNCT_COMMA) ||
            token_is(token + 1, PUNCT_RPAREN));
}

static bool declarator_old_params(Parser *parser, Params *params) {
    do {
        const Token *token = parse_peek(parser, 0);
        if (!parse_is_name(token))
            return parse_unexpected(parser, "the name of a parameter");
        Param param = {token->text, type_basic(TYPE_INT)};
        params_add(parser, params, param, parser->at, param.type);
        parser->at++;
    } while (parse_accept(parser, PUNCT_COMMA));
    return true;
}

static bool declarator_param_list(Parser *parser, Type *type, Params *params) {
    bool is_void = token_is(parse_peek(parser, 0), KW_VOID) &&
                   token_is(parse_peek(parser, 1), PUNCT_RPAREN);
    if (is_void) {
        parser->at++;
        return true;
    }
    do {
        if (parse_accept(parser, PUNCT_ELLIPSIS)) {
            type->is_variadic = true;
            break;
        }
        if (!declarator_param(parser, params)) return false;
    } while (parse_accept(parser, PUNCT_COMMA));
    return true;
}

/* A typedef may say void: f(V) has no parameter. */
static bool params_are_none(const Params *params) {
    return params->count == 1 && params->list[0].name.len == 0 &&
           type_strip(params->list[0].type)->kind == TYPE_VOID;
}

static bool declarator_function(Parser *parser, Chain *chain, Declared *ret) {
    uint32_t open = parser->at++;
    Type *type = chain_new_type(parser, TYPE_FUNCTION);
    Params params = {0};
    bool is_old = declarator_is_old_style(parser), is_fine = true;
    type->is_unprototyped =
        is_old || token_is(parse_peek(parser, 0), PUNCT_RPAREN);
    parse_push_params(parser);
    if (is_old)
        is_fine = declarator_old_params(parser, &params);
    else if (!type->is_unprototyped)
        is_fine = declarator_param_list(parser, type, &params);
    if (!ret->params) {
        ret->params = parser->block;
        ret->old_params = is_old ? params.list : NULL;
        ret->old_count = is_old ? params.count : 0;
    }
    parse_pop_block(parser);
    if (!is_fine) return false;
    if (params_are_none(&params)) params.count = 0;
    type->params = params.list;
    type->param_count = params.count;
    chain_add(chain, type);
    return parse_close(parser, PUNCT_RPAREN, open);
}

/* --- the whole ----------------------------------------------------------- */

static bool declarator_inner(Parser *parser, DeclaratorForm form, Chain *chain,
                             Declared *ret);

/* Does the `(` here hold a declarator, or parameters? */
static bool declarator_is_nested(const Parser *parser, DeclaratorForm form) {
    const Token *next = parse_peek(parser, 1);
    switch ((TokenId)next->id) {
    case PUNCT_STAR:
    case PUNCT_LPAREN:
    case PUNCT_LBRACKET:
    case PUNCT_CARET: return true;
    default: break;
    }
    if (form == DECLARATOR_NAMED) return true;
    if (form == DECLARATOR_NAMELESS) return false;
    return parse_is_name(next) && !specifier_starts(parser, 1);
}

static bool declarator_suffixes(Parser *parser, Chain *chain, Declared *ret) {
    for (;;) {
        const Token *token = parse_peek(parser, 0);
        if (chain->length > PARSE_DEPTH)
            return parse_problem(parser, token, "this is nested too deeply");
        if (token_is(token, PUNCT_LBRACKET)) {
            if (!declarator_array(parser, chain)) return false;
        } else if (token_is(token, PUNCT_LPAREN)) {
            if (!declarator_function(parser, chain, ret)) return false;
        } else {
            return true;
        }
    }
}

/* The name, or what stands in parentheses around it. */
static bool declarator_core(Parser *parser, DeclaratorForm form, Chain *chain,
                            Declared *ret) {
    const Token *token = parse_peek(parser, 0);
    if (token_is(token, PUNCT_LPAREN) && declarator_is_nested(parser, form)) {
        uint32_t open = parser->at++;
        return declarator_inner(parser, form, chain, ret) &&
               parse_close(parser, PUNCT_RPAREN, open);
    }
    if (form != DECLARATOR_NAMELESS && parse_is_name(token)) {
        ret->name = token->text;
        ret->name_token = parser->at++;
        return true;
    }
    if (form == DECLARATOR_NAMED)
        return parse_unexpected(parser, "a name to declare");
    return true;
}

static bool declarator_inner(Parser *parser, DeclaratorForm form, Chain *chain,
                             Declared *ret) {
    Chain stars = {0};
    if (!parse_enter(parser)) return false;
    bool is_fine = declarator_stars(parser, &stars) &&
                   declarator_core(parser, form, chain, ret) &&
                   declarator_suffixes(parser, chain, ret);
    parse_leave(parser);
    if (!is_fine) return false;
    if (!stars.first) return true;
    if (chain->last)
        chain_link(chain->last, stars.first);
    else
        chain->first = stars.first;
    chain->last = stars.last;
    chain->length += stars.length;
    return true;
}

bool declarator_parse(Parser *parser, const Type *base, DeclaratorForm form,
                      Declared *ret) {
    Chain chain = {0};
    *ret = (Declared){0};
    if (!parse_enter(parser)) return false;
    bool is_fine = declarator_inner(parser, form, &chain, ret);
    parse_leave(parser);
    if (!is_fine) return false;
    if (chain.last) chain_link(chain.last, base);
    ret->type = chain.first ? chain.first : base;
    return true;
}
