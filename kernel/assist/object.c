#include "assist/object.h"

#include "cell/lexer.h"
#include "cell/primary.h"

enum { OBJECT_DEPTH = 8 }; /* of braces in braces, of macros in macros */

static const Token *object_at(const Outline *outline, uint32_t at) {
    return &outline->raw[at];
}

static bool object_is(const Outline *outline, uint32_t at, TokenId id) {
    return token_is(object_at(outline, at), id);
}

/* --- expressions, read backwards ----------------------------------------- */

/* `)` ends a call or a group, `}` a compound literal. Where that begins;
 * *ret_more: what is called or indexed stands before it. */
static uint32_t object_bracket_begin(const Outline *outline, uint32_t close,
                                     bool *ret_more) {
    uint32_t open = outline_open(outline, close);
    *ret_more = false;
    if (open == close) return close + 1;
    if (object_is(outline, close, PUNCT_RBRACE)) {
        bool is_literal = open > 0 && object_is(outline, open - 1, PUNCT_RPAREN);
        uint32_t type = is_literal ? outline_open(outline, open - 1) : open;
        return is_literal && type < open - 1 ? type : close + 1;
    }
    bool has_operand =
        open > 0 && (parse_is_name(object_at(outline, open - 1)) ||
                     object_is(outline, open - 1, PUNCT_RPAREN) ||
                     object_is(outline, open - 1, PUNCT_RBRACKET));
    *ret_more = has_operand || object_is(outline, close, PUNCT_RBRACKET);
    return open;
}

/* The first token of the postfix expression that ends before `end`; `end`
 * itself: there is none. */
static uint32_t object_begin(const Outline *outline, uint32_t end) {
    uint32_t at = end;
    while (at > 0) {
        const Token *token = object_at(outline, at - 1);
        bool is_close = parse_bracket_step(token) < 0;
        bool is_value = parse_is_name(token) || token->kind == TOK_STRING;
        if (!is_close && !is_value) return end;
        bool more = false;
        uint32_t begin =
            is_close ? object_bracket_begin(outline, at - 1, &more) : at - 1;
        if (begin >= at) return end;
        at = begin;
        if (more) continue;
        if (at == 0 || !parse_is_name(object_at(outline, at))) return at;
        if (!object_is(outline, at - 1, PUNCT_DOT) &&
            !object_is(outline, at - 1, PUNCT_ARROW))
            return at;
        at--;
    }
    return end;
}

static bool object_is_record(const Type *type) {
    TypeKind kind = (TypeKind)type_strip(type)->kind;
    return kind == TYPE_STRUCT || kind == TYPE_UNION;
}

/* A struct may have been completed after the type was made. */
static const Type *object_record(Outline *outline, const Type *type) {
    if (!type || !object_is_record(type)) return NULL;
    Tag *tag = type_tag(type_strip(type));
    if (!tag->is_complete && tag->name.len)
        tag = parse_find_tag(&outline->parser, tag->name, false);
    return tag && tag->is_complete ? type_of_tag(tag, &outline->arena) : NULL;
}

static const Type *object_target(Outline *outline, const Type *type) {
    type = type ? type_strip(type) : NULL;
    (void)outline;
    bool is_pointer =
        type && (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY);
    return is_pointer ? type->target : NULL;
}

/* Behind a pointer a dot is a slip; its members are meant all the same. */
const Type *object_before(Outline *outline, uint32_t op) {
    uint32_t begin = object_begin(outline, op);
    const Type *type = begin < op ? outline_type(outline, begin, op) : NULL;
    if (!type) return NULL;
    bool is_record = object_is_record(type);
    if (object_is(outline, op, PUNCT_ARROW) || !is_record)
        type = object_target(outline, type);
    return object_record(outline, type);
}

/* --- braces and designators ---------------------------------------------- */

static const Type *object_of_brace(Outline *outline, uint32_t open,
                                   uint32_t depth);

/* The n-th part of an array or struct. */
static const Type *object_part(Outline *outline, const Type *type, uint32_t n) {
    if (!type) return NULL;
    const Type *bare = type_strip(type);
    if (bare->kind == TYPE_ARRAY) return bare->target;
    const Type *record = object_record(outline, type);
    const Tag *tag = record ? type_tag(record) : NULL;
    return tag && n < tag->member_count ? tag->members[n].type : NULL;
}

static const Type *object_member(Outline *outline, const Type *type, Str name) {
    const Type *record = object_record(outline, type);
    const Member *member = record ? type_member(record, name, NULL) : NULL;
    return member ? member->type : NULL;
}

/* Follow .a[1].b from token `at` up to `end`. */
static const Type *object_follow(Outline *outline, const Type *type,
                                 uint32_t at, uint32_t end) {
    while (type && at < end) {
        if (object_is(outline, at, PUNCT_DOT)) {
            type = object_member(outline, type, object_at(outline, at + 1)->text);
            at += 2;
            continue;
        }
        type = object_part(outline, type, 0);
        int depth = 0;
        do depth += parse_bracket_step(object_at(outline, at++));
        while (depth > 0 && at < end);
    }
    return type;
}

/* Where the designators begin that end before `end`, behind a `{`, `,` or
 * `(`; `end` when there are none, *ret_is_one tells. */
static uint32_t object_chain(const Outline *outline, uint32_t end,
                             bool *ret_is_one) {
    uint32_t at = end;
    *ret_is_one = false;
    while (at > 0) {
        const Token *token = object_at(outline, at - 1);
        if (token_is(token, PUNCT_LBRACE) || token_is(token, PUNCT_COMMA) ||
            token_is(token, PUNCT_LPAREN)) {
            *ret_is_one = true;
            return at;
        }
        if (parse_is_name(token) && at > 1 &&
            object_is(outline, at - 2, PUNCT_DOT)) {
            at -= 2;
        } else if (token_is(token, PUNCT_RBRACKET)) {
            uint32_t open = outline_open(outline, at - 1);
            if (open == at - 1) return end;
            at = open;
        } else {
            return end;
        }
    }
    return end;
}

/* What is designated from around the place before `at`. */
static const Type *object_around(Outline *outline, uint32_t at,
                                 uint32_t depth) {
    uint32_t commas, open = outline_around(outline, at, &commas);
    if (open == at) return NULL;
    if (object_is(outline, open, PUNCT_LBRACE))
        return object_of_brace(outline, open, depth);
    if (!object_is(outline, open, PUNCT_LPAREN) || open == 0) return NULL;
    const Macro *macro =
        outline_macro(outline, object_at(outline, open - 1)->text);
    return macro ? object_options(outline, macro) : NULL;
}

static const Type *object_of_chain(Outline *outline, uint32_t end,
                                   uint32_t depth) {
    bool is_one;
    uint32_t begin = object_chain(outline, end, &is_one);
    if (!is_one) return NULL;
    return object_follow(outline, object_around(outline, begin, depth), begin,
                         end);
}

const Type *object_designated(Outline *outline, uint32_t op) {
    return object_record(outline, object_of_chain(outline, op, 0));
}

/* What stands left of a `=`: a designator, a variable that is declared, or
 * something that is assigned to. */
static const Type *object_left_of(Outline *outline, uint32_t assign,
                                  uint32_t depth) {
    bool is_chain;
    uint32_t begin = object_chain(outline, assign, &is_chain);
    if (is_chain && begin < assign)
        return object_of_chain(outline, assign, depth);
    begin = object_begin(outline, assign);
    if (begin == assign) return NULL;
    bool is_declared = begin > 0 && (parse_is_name(object_at(outline, begin - 1)) ||
                                     object_at(outline, begin - 1)->id >= KW_AUTO);
    /* In `pt v[3] = {` the brackets belong to the declaration. */
    const Token *name = object_at(outline, begin);
    const Symbol *symbol = parse_is_name(name) && object_is(outline, assign - 1,
                                                            PUNCT_RBRACKET)
                               ? parse_find(&outline->parser, name->text)
                               : NULL;
    if (is_declared && symbol) return symbol->type;
    return outline_type(outline, begin, assign);
}

static const Type *object_of_brace(Outline *outline, uint32_t open,
                                   uint32_t depth) {
    if (open == 0 || depth == OBJECT_DEPTH) return NULL;
    const Token *before = object_at(outline, open - 1);
    if (token_is(before, PUNCT_ASSIGN))
        return object_left_of(outline, open - 1, depth + 1);
    if (token_is(before, PUNCT_RPAREN)) {
        uint32_t type = outline_open(outline, open - 1);
        bool is_body = type > 0 && parse_is_name(object_at(outline, type - 1));
        return is_body ? NULL : outline_type_name(outline, type + 1, open - 1);
    }
    if (!token_is(before, PUNCT_LBRACE) && !token_is(before, PUNCT_COMMA))
        return NULL;
    uint32_t commas, outer = outline_around(outline, open, &commas);
    if (outer == open || !object_is(outline, outer, PUNCT_LBRACE)) return NULL;
    return object_part(outline, object_of_brace(outline, outer, depth + 1),
                       commas);
}

/* --- keyword arguments of macros ----------------------------------------- */

static bool object_is_rest(const Macro *macro, const Token *token) {
    return macro->is_variadic && str_equals(token->text, macro->variadic_name);
}

/* The token behind the bracket that this one opens. */
static uint32_t object_behind(const Macro *macro, uint32_t open) {
    int depth = 0;
    uint32_t at = open;
    do depth += parse_bracket_step(&macro->body[at++]);
    while (depth > 0 && at < macro->body_count);
    return at;
}

/* (type){__VA_ARGS__ at body token i */
static const Type *object_literal_of(Outline *outline, const Macro *macro,
                                     uint32_t i) {
    if (!token_is(&macro->body[i], PUNCT_LPAREN)) return NULL;
    uint32_t brace = object_behind(macro, i);
    bool is_literal = brace + 1 < macro->body_count &&
                      token_is(&macro->body[brace], PUNCT_LBRACE) &&
                      object_is_rest(macro, &macro->body[brace + 1]);
    if (!is_literal) return NULL;
    const Type *type = outline_type_named(outline, &macro->body[i + 1],
                                          brace - i - 2);
    return object_record(outline, type);
}

/* Another macro that the rest is handed to. */
static const Macro *object_handed_to(Outline *outline, const Macro *macro,
                                     uint32_t i) {
    if (!parse_is_name(&macro->body[i]) || i + 1 >= macro->body_count ||
        !token_is(&macro->body[i + 1], PUNCT_LPAREN))
        return NULL;
    for (uint32_t end = object_behind(macro, i + 1), at = i + 2; at < end; at++)
        if (object_is_rest(macro, &macro->body[at]))
            return outline_macro(outline, macro->body[i].text);
    return NULL;
}

static const Type *object_options_in(Outline *outline, const Macro *macro,
                                     uint32_t depth) {
    for (uint32_t i = 0; i < macro->body_count; i++) {
        const Type *type = object_literal_of(outline, macro, i);
        if (type) return type;
    }
    for (uint32_t i = 0; i < macro->body_count && depth < OBJECT_DEPTH; i++) {
        const Macro *next = object_handed_to(outline, macro, i);
        const Type *type =
            next && next != macro
                ? object_options_in(outline, next, depth + 1)
                : NULL;
        if (type) return type;
    }
    return NULL;
}

const Type *object_options(Outline *outline, const Macro *macro) {
    return object_options_in(outline, macro, 0);
}

/* --- what a value is for ------------------------------------------------- */

uint32_t object_callee(const Outline *outline, uint32_t open) {
    if (open == 0 || !object_is(outline, open, PUNCT_LPAREN)) return open;
    return object_begin(outline, open);
}

static const Type *object_parameter(Outline *outline, uint32_t open,
                                    uint32_t number) {
    uint32_t callee = object_callee(outline, open);
    if (callee == open) return NULL;
    const Type *type = outline_type(outline, callee, open);
    if (!type) return NULL;
    type = type_strip(type);
    if (type->kind == TYPE_POINTER) type = type_strip(type->target);
    bool is_one = type->kind == TYPE_FUNCTION && number < type->param_count;
    return is_one ? type->params[number].type : NULL;
}

static const Type *object_listed(Outline *outline, uint32_t end) {
    uint32_t commas, open = outline_around(outline, end, &commas);
    if (open == end) return NULL;
    if (object_is(outline, open, PUNCT_LPAREN))
        return object_parameter(outline, open, commas);
    if (!object_is(outline, open, PUNCT_LBRACE)) return NULL;
    return object_part(outline, object_of_brace(outline, open, 0), commas);
}

static const Type *object_wanted_at(Outline *outline, uint32_t end) {
    if (end == 0) return NULL;
    uint32_t at = end - 1;
    switch ((TokenId)object_at(outline, at)->id) {
    case PUNCT_ASSIGN:
    case PUNCT_ADD_ASSIGN:
    case PUNCT_SUB_ASSIGN:
    case PUNCT_MUL_ASSIGN:
    case PUNCT_DIV_ASSIGN: return object_left_of(outline, at, 0);
    case PUNCT_LPAREN:
    case PUNCT_COMMA:
    case PUNCT_LBRACE: return object_listed(outline, end);
    case KW_RETURN: return outline->result;
    case PUNCT_AMP: return object_target(outline, object_wanted_at(outline, at));
    case PUNCT_EQ:
    case PUNCT_NE:
    case PUNCT_LESS:
    case PUNCT_GREATER:
    case PUNCT_LE:
    case PUNCT_GE:
    case PUNCT_PLUS:
    case PUNCT_MINUS:
    case PUNCT_STAR:
    case PUNCT_SLASH: {
        uint32_t begin = object_begin(outline, at);
        return begin < at ? outline_type(outline, begin, at) : NULL;
    }
    default: return NULL;
    }
}

const Type *object_wanted(Outline *outline) {
    return object_wanted_at(outline, outline->raw_count);
}
