#include "cell/primary.h"

#include "cell/arith.h"
#include "cell/beyond.h"
#include "cell/builtin.h"
#include "cell/call.h"
#include "cell/dubious.h"
#include "cell/flow.h"
#include "cell/literal.h"
#include "cell/mend.h"
#include "cell/passing.h"
#include "cell/specifier.h"
#include "cell/statement.h"
#include "cell/suspect.h"

Expr primary_value(const Type *type) { return (Expr){.type = type}; }

Expr primary_constant(TypeKind kind, int64_t value) {
    return (Expr){.type = type_basic(kind),
                  .is_constant = true,
                  .value = arith_convert(kind, value)};
}

static Expr primary_unknown(void) {
    return primary_value(type_basic(TYPE_UNKNOWN));
}

/* --- literals and names -------------------------------------------------- */

static void primary_number(Parser *parser, const Token *token, Expr *ret) {
    int64_t value;
    TypeKind kind = literal_number(token->text, &value);
    *ret = primary_value(type_basic(kind));
    ret->is_constant = type_is_integer(ret->type);
    ret->value = value;
    beyond_note(parser, token, beyond_of_type(ret->type));
}

static void primary_char(Parser *parser, const Token *token, Expr *ret) {
    int64_t value;
    TypeKind kind = literal_char(token->text, &value);
    if (kind == TYPE_USHORT || kind == TYPE_UINT)
        beyond_note(parser, token, BEYOND_TEXT);
    *ret = primary_value(type_basic(kind));
    ret->is_constant = kind != TYPE_UNKNOWN;
    ret->value = value;
}

/* Neighbouring texts are one; a prefix of any holds for all. */
static void primary_text(Parser *parser, Expr *ret) {
    TypeKind kind = TYPE_CHAR;
    uint64_t total = 1;
    while (parse_peek(parser, 0)->kind == TOK_STRING) {
        uint64_t length;
        TypeKind one = literal_string(parse_peek(parser, 0)->text, &length);
        if (one != TYPE_CHAR) kind = one;
        if (one == TYPE_USHORT || one == TYPE_UINT)
            beyond_note(parser, parse_peek(parser, 0), BEYOND_TEXT);
        total += length;
        parser->at++;
    }
    *ret = primary_value(type_array(type_basic(kind), total, parser->arena));
    ret->is_lvalue = true;
    ret->is_text = kind == TYPE_CHAR;
}

/* __func__ is a text whose length nobody needs. */
static const Type *primary_function_name(Parser *parser, Str name) {
    if (!str_is(name, "__func__") && !str_is(name, "__FUNCTION__") &&
        !str_is(name, "__PRETTY_FUNCTION__"))
        return NULL;
    const Type *element =
        type_qualify(type_basic(TYPE_CHAR), TYPE_CONST, parser->arena);
    Type *type = ARENA_NEW(parser->arena, Type);
    *type =
        (Type){.kind = TYPE_ARRAY, .extent = EXTENT_OPEN, .target = element};
    return type;
}

static bool primary_name(Parser *parser, Expr *ret) {
    const Token *token = parse_peek(parser, 0);
    const Symbol *symbol = parse_find(parser, token->text);
    if (symbol && symbol->kind == SYMBOL_TYPEDEF)
        return parse_problem(parser, token,
                             "'%.*s' is a type, but a value is needed here",
                             STR_ARG(token->text));
    uint32_t begin = parser->at++;
    *ret = primary_unknown();
    if (!symbol) {
        const Type *type = primary_function_name(parser, token->text);
        if (type) ret->type = type;
        ret->is_lvalue = type != NULL;
        return true;
    }
    /* As a value of its own it may be called from anywhere. */
    if (symbol->kind == SYMBOL_FUNCTION && !token_is(token + 1, PUNCT_LPAREN))
        beyond_note(parser, token, beyond_of_type(symbol->type));
    if (symbol->local) {
        if (symbol->local->is_unset) flow_on_mention(parser, symbol, begin);
        if (symbol->local->is_null) flow_on_null(parser, symbol, begin);
        if (symbol->local->fast_name.len)
            mend_replace_fast(parser, begin, begin + 1,
                              symbol->local->fast_name);
        ret->within = symbol;
    }
    ret->symbol = symbol;
    ret->type = symbol->type;
    ret->is_lvalue = symbol->kind == SYMBOL_VARIABLE;
    ret->is_constant = symbol->kind == SYMBOL_CONSTANT;
    ret->value = ret->is_constant ? symbol->value : 0;
    return true;
}

/* --- parentheses --------------------------------------------------------- */

/* ({ int t = 1; t + 1; }) has the value of its last statement. */
static bool primary_statements(Parser *parser, Expr *ret) {
    uint32_t open = parser->at++;
    Expr last = primary_value(type_basic(TYPE_VOID));
    if (!statement_block(parser, &last)) return false;
    if (parser->flow.stops) parser->flow.has_ended = true;
    const Type *type = expr_decay(last.type, parser->arena);
    *ret = primary_value(type_unqualify(type, parser->arena));
    return parse_close(parser, PUNCT_RPAREN, open);
}

static bool primary_parentheses(Parser *parser, Expr *ret) {
    uint32_t open = parser->at;
    if (token_is(parse_peek(parser, 1), PUNCT_LBRACE))
        return primary_statements(parser, ret);
    parser->at++;
    if (!expr_parse(parser, ret)) return false;
    ret->is_output_call = false;
    ret->in_parens = true;
    return parse_close(parser, PUNCT_RPAREN, open);
}

/* --- suffixes ------------------------------------------------------------ */

Expr primary_target(const Expr *pointer, Arena *arena) {
    const Type *type = type_strip(expr_decay(pointer->type, arena));
    if (type->kind != TYPE_POINTER && type->kind != TYPE_VECTOR)
        return primary_unknown();
    Expr target = primary_value(type->target);
    if (type_strip(pointer->type)->kind == TYPE_ARRAY)
        target.within = pointer->within;
    target.is_lvalue = type_strip(type->target)->kind != TYPE_FUNCTION;
    bool is_stored =
        pointer->is_lvalue && type_kind(pointer->type) == TYPE_POINTER;
    target.has_address = pointer->has_address && !is_stored;
    target.value = pointer->value;
    return target;
}

/* A struct may have been completed after the type was made. */
static const Type *primary_record(Parser *parser, const Type *type) {
    type = type_strip(type);
    if (type->kind != TYPE_STRUCT && type->kind != TYPE_UNION) return NULL;
    if (type_tag(type)->is_complete) return type;
    Tag *tag = parse_find_tag(parser, type_tag(type)->name, false);
    if (!tag || tag->kind != type->kind || !tag->is_complete) return NULL;
    return type_of_tag(tag, parser->arena);
}

static unsigned chain_qualifiers(const Type *type) {
    unsigned qualifiers = type->qualifiers;
    for (; type->kind == TYPE_TYPEDEF; type = type->target)
        qualifiers |= type->target->qualifiers;
    return qualifiers;
}

Expr primary_member(Parser *parser, const Expr *object, Str name) {
    uint64_t offset = 0;
    const Type *record = primary_record(parser, object->type);
    const Member *member = record ? type_member(record, name, &offset) : NULL;
    if (!member) return primary_unknown();
    unsigned qualifiers = chain_qualifiers(object->type);
    Expr ret = primary_value(
        qualifiers ? type_qualify(member->type, qualifiers, parser->arena)
                   : member->type);
    ret.is_lvalue = object->is_lvalue;
    ret.is_bit_field = member->is_bit_field;
    ret.bit_width = member->bit_width;
    ret.has_address = object->has_address && type_tag(record)->align;
    ret.value = (int64_t)((uint64_t)object->value + offset);
    ret.within = object->within;
    return ret;
}

static bool primary_dot_or_arrow(Parser *parser, Expr *ret) {
    bool is_arrow = token_is(parse_peek(parser, 0), PUNCT_ARROW);
    uint32_t op_at = parser->at++;
    const Token *token = parse_peek(parser, 0);
    if (!parse_is_name(token))
        return parse_unexpected(parser, "the name of a member");
    suspect_member(parser, ret, op_at);
    if (is_arrow) flow_on_access(parser, ret, ret->begin);
    parser->at++;
    Expr object = is_arrow ? primary_target(ret, parser->arena) : *ret;
    *ret = primary_member(parser, &object, token->text);
    return true;
}

static bool primary_index(Parser *parser, Expr *ret) {
    uint32_t open = parser->at++;
    Expr index, base = *ret;
    uint64_t size;
    uint32_t align;
    if (!expr_parse(parser, &index)) return false;
    if (type_kind(expr_decay(index.type, parser->arena)) == TYPE_POINTER) {
        Expr swapped = base;
        base = index;
        index = swapped;
    }
    suspect_index(parser, &base, open);
    dubious_index(parser, &base, &index);
    flow_on_access(parser, &base, base.begin);
    *ret = primary_target(&base, parser->arena);
    ret->base = base.symbol;
    ret->has_address = base.has_address && index.is_constant &&
                       type_layout(ret->type, &size, &align);
    if (ret->has_address)
        ret->value =
            (int64_t)((uint64_t)base.value + (uint64_t)index.value * size);
    return parse_close(parser, PUNCT_RBRACKET, open);
}

static bool primary_call(Parser *parser, Expr *ret) {
    uint32_t open = parser->at++, count = 0;
    const Type *type = type_strip(ret->type);
    Expr *arguments = NULL, callee = *ret;
    Call call = call_begin(parser, &callee);
    if (type->kind == TYPE_POINTER) type = type_strip(type->target);
    bool is_known = type->kind == TYPE_FUNCTION;
    if (!token_is(parse_peek(parser, 0), PUNCT_RPAREN)) {
        do {
            Expr argument;
            const Token *at = parse_peek(parser, 0);
            uint32_t begin = parser->at;
            if (!expr_parse_assignment(parser, &argument)) return false;
            const Type *becomes = is_known && count < type->param_count
                                      ? type->params[count].type
                                      : argument.type;
            if (passing_is_overaligned(argument.type))
                beyond_note(parser, at, BEYOND_BY_VALUE);
            mend_long_double(parser, becomes, &argument, begin, parser->at);
            if (is_known && count < type->param_count &&
                !expr_check_becomes(parser, at, type->params[count].type,
                                    &argument))
                return suspect_argument(parser, &callee, open);
            if (is_known && count >= type->param_count &&
                !suspect_extra(parser, &argument))
                return false;
            if (call.kind) call_add(parser, &call, &argument);
            arguments = parse_grow(parser->arena, arguments, count,
                                   sizeof *arguments);
            arguments[count++] = argument;
        } while (parse_accept(parser, PUNCT_COMMA));
    }
    mend_call(parser, callee.begin, open, callee.type, arguments, count);
    *ret = is_known ? primary_value(type_unqualify(type->target, parser->arena))
                    : primary_unknown();
    if (!parse_close(parser, PUNCT_RPAREN, open)) return false;
    suspect_call(parser, &callee, open, count);
    if (call.kind) call_end(parser, &call, callee.begin, ret);
    return true;
}

bool primary_check_step(Parser *parser, const Token *operator,
                        const Expr *value) {
    TypeKind kind = type_strip(value->type)->kind;
    if (kind != TYPE_STRUCT && kind != TYPE_UNION) return true;
    return parse_problem(parser, operator,
                         "'%.*s' needs a number or a pointer, not a struct "
                         "or union",
                         STR_ARG(operator->text));
}

static bool primary_step(Parser *parser, Expr *ret) {
    if (!primary_check_step(parser, parse_peek(parser, 0), ret)) return false;
    const Type *type = expr_decay(ret->type, parser->arena);
    const Symbol *symbol = ret->symbol;
    suspect_step(parser, ret, parser->at);
    *ret = primary_value(type_unqualify(type, parser->arena));
    ret->stepped = symbol;
    ret->is_unary = true;
    if (symbol == parser->flow.counter) parser->flow.counter = NULL;
    parser->at++;
    return true;
}

bool primary_suffixes(Parser *parser, Expr *ret) {
    uint32_t begin = ret->begin;
    for (;;) {
        bool is_fine;
        uint32_t op_at = parser->at;
        switch ((TokenId)parse_peek(parser, 0)->id) {
        case PUNCT_DOT:
        case PUNCT_ARROW: is_fine = primary_dot_or_arrow(parser, ret); break;
        case PUNCT_LBRACKET: is_fine = primary_index(parser, ret); break;
        case PUNCT_LPAREN: is_fine = primary_call(parser, ret); break;
        case PUNCT_INCREMENT:
        case PUNCT_DECREMENT: is_fine = primary_step(parser, ret); break;
        default: return true;
        }
        if (!is_fine) return false;
        ret->begin = begin;
        ret->op_at = op_at;
        ret->op = parser->tokens[op_at].id;
    }
}

/* --- the whole ----------------------------------------------------------- */

/* Functions whose value is only how much they wrote. */
static bool primary_is_output(Str name) {
    static const char *const names[] = {
        "printf",
        "fprintf",
        "puts",
        "putchar",
        "fputs",
        "fputc",
        "putc",
        "vprintf",
        "vfprintf",
        "fflush",
        "fwrite",
        "perror",
        "dprintf",
        "write",
        "gsl_vector_fprintf",
        "gsl_matrix_fprintf",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_is(name, names[i])) return true;
    }
    return false;
}

/* A name and, if it is called, the call: it may be a builtin or the call of
 * an output function. */
static bool primary_named(Parser *parser, Expr *ret) {
    const Token *name = parse_peek(parser, 0);
    if (!token_is(name + 1, PUNCT_LPAREN)) return primary_name(parser, ret);
    if (str_is(name->text, "__builtin_unreachable") ||
        str_is(name->text, "__builtin_trap"))
        parser->flow.has_ended = true;
    int built = builtin_parse(parser, ret);
    if (built) return built > 0;
    uint32_t at = parser->at;
    if (!primary_name(parser, ret)) return false;
    ret->begin = at;
    if (!primary_call(parser, ret)) return false;
    ret->op = PUNCT_LPAREN;
    ret->op_at = at + 1;
    ret->is_output_call = primary_is_output(name->text);
    return true;
}

static bool primary_start(Parser *parser, Expr *ret) {
    const Token *token = parse_peek(parser, 0);
    *ret = primary_unknown();
    if (parse_is_name(token)) return primary_named(parser, ret);
    if (token_is(token, PUNCT_LPAREN)) return primary_parentheses(parser, ret);
    if (token_is(token, KW_GENERIC)) return builtin_generic(parser, ret);
    switch ((TokenKind)token->kind) {
    case TOK_NUMBER: primary_number(parser, token, ret); break;
    case TOK_CHAR: primary_char(parser, token, ret); break;
    case TOK_STRING: primary_text(parser, ret); return true;
    default: return parse_unexpected(parser, "a value");
    }
    suspect_literal(parser, parser->at++);
    return true;
}

bool primary_parse(Parser *parser, Expr *ret) {
    uint32_t begin = parser->at;
    if (!primary_start(parser, ret)) return false;
    bool is_output_call = ret->is_output_call;
    uint32_t at = parser->at;
    ret->begin = begin;
    if (!primary_suffixes(parser, ret)) return false;
    ret->is_output_call = is_output_call && parser->at == at;
    return true;
}
