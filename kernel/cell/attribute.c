#include "cell/attribute.h"

#include "cell/beyond.h"
#include "cell/decl.h"
#include "cell/expr.h"
#include "cell/specifier.h"

enum {
    LARGEST_ALIGN = 16,
    ALIGN_LIMIT = 1 << 28
};

/* `packed` and `__packed__` are the same word. */
static bool attribute_is(Str text, const char *name) {
    Str inner = text;
    if (text.len > 4 && str_starts_with(text, STR("__")))
        inner = (Str){text.text + 2, text.len - 4};
    return str_is(inner, name);
}

bool attribute_alignment(Parser *parser, Attributes *ret) {
    uint32_t open = parser->at;
    uint64_t size, align = 0;
    uint32_t of_type = 0;
    if (!parse_expect(parser, PUNCT_LPAREN)) return false;
    if (specifier_starts(parser, 0)) {
        const Type *type = decl_type_name(parser);
        if (!type) return false;
        if (type_layout(type, &size, &of_type)) align = of_type;
    } else {
        Expr expr;
        if (!expr_parse_conditional(parser, &expr)) return false;
        if (expr.is_constant && expr.value > 0) align = (uint64_t)expr.value;
    }
    if (align <= ALIGN_LIMIT && align > ret->align &&
        (align & (align - 1)) == 0)
        ret->align = (uint32_t)align;
    return parse_close(parser, PUNCT_RPAREN, open);
}

static uint8_t attribute_mode(Str text) {
    if (attribute_is(text, "QI") || attribute_is(text, "byte")) return 1;
    if (attribute_is(text, "HI")) return 2;
    if (attribute_is(text, "SI")) return 4;
    if (attribute_is(text, "DI") || attribute_is(text, "word") ||
        attribute_is(text, "pointer"))
        return 8;
    return attribute_is(text, "TI") ? 16 : 0;
}

/* vector_size(16) */
static bool attribute_vector(Parser *parser, Attributes *ret) {
    Expr size;
    uint32_t open = parser->at;
    if (!parse_expect(parser, PUNCT_LPAREN)) return false;
    if (!expr_parse_conditional(parser, &size)) return false;
    bool is_power = size.is_constant && size.value > 0 &&
                    (size.value & (size.value - 1)) == 0;
    if (is_power && size.value <= ALIGN_LIMIT)
        ret->vector = (uint32_t)size.value;
    return parse_close(parser, PUNCT_RPAREN, open);
}

/* TinyCC takes these words and does nothing. */
static bool attribute_is_beyond(Str name) {
    static const char *const names[] = {
        "naked", "target", "optimize", "mode", "tls_model",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute_is(name, names[i])) return true;
    return false;
}

/* A second name of a function's body: each function of a session is reached
 * through a place of its own, which this would leave empty. */
static bool attribute_is_alias(Str name) {
    return attribute_is(name, "alias") || attribute_is(name, "ifunc") ||
           attribute_is(name, "weakref");
}

/* These change what a type is, which other cells would not see. */
static bool attribute_is_of_type(Str name) {
    return attribute_is(name, "ms_abi") || attribute_is(name, "regparm") ||
           attribute_is(name, "scalar_storage_order") ||
           attribute_is(name, "transparent_union");
}

static bool attribute_refuse(Parser *parser, const Token *token) {
    return parse_problem(parser, token, "'%.*s' does not work in a cell: %s",
                         STR_ARG(token->text),
                         attribute_is_alias(token->text)
                             ? "define a function that calls the other one"
                             : "leave it out");
}

/* One word of the list, with its arguments. */
static bool attribute_one(Parser *parser, Attributes *ret) {
    const Token *token = parse_peek(parser, 0);
    Str name = token->text;
    if (parse_peek(parser, 0)->kind != TOK_IDENT)
        return parse_unexpected(parser, "the name of an attribute");
    parser->at++;
    bool has_arguments = token_is(parse_peek(parser, 0), PUNCT_LPAREN);
    if (attribute_is(name, "vector_size") && has_arguments) {
        beyond_note(parser, token, BEYOND_VECTOR);
        return attribute_vector(parser, ret);
    }
    bool is_refused = attribute_is_alias(name) || attribute_is_of_type(name);
    if (is_refused && token->source->is_cell)
        return attribute_refuse(parser, token);
    if (attribute_is(name, "packed")) ret->is_packed = true;
    if (attribute_is(name, "weak")) ret->is_weak = true;
    if (attribute_is(name, "noreturn")) ret->is_noreturn = true;
    if (attribute_is(name, "aligned")) {
        if (has_arguments) return attribute_alignment(parser, ret);
        if (ret->align < LARGEST_ALIGN) ret->align = LARGEST_ALIGN;
    }
    bool is_mode = attribute_is(name, "mode") && has_arguments;
    if (is_mode) ret->mode = attribute_mode(parse_peek(parser, 1)->text);
    if (attribute_is_beyond(name) && !(is_mode && ret->mode <= 8))
        beyond_note(parser, token, BEYOND_ATTRIBUTE);
    if (!has_arguments) return true;
    return parse_skip_brackets(parser);
}

/* The second of the two. */
static bool attribute_second(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    if (token->kind == TOK_IDENT)
        return parse_problem(parser, token,
                             "__attribute__ takes two pairs of parentheses: "
                             "write __attribute__((%.*s))",
                             STR_ARG(token->text));
    return parse_expect(parser, PUNCT_LPAREN);
}

bool attribute_parse(Parser *parser, Attributes *ret) {
    while (parse_accept(parser, KW_ATTRIBUTE)) {
        uint32_t open = parser->at;
        if (!parse_expect(parser, PUNCT_LPAREN)) return false;
        if (!attribute_second(parser)) return false;
        do {
            const Token *token = parse_peek(parser, 0);
            bool is_none = token_is(token, PUNCT_COMMA) ||
                           token_is(token, PUNCT_RPAREN);
            if (!is_none && !attribute_one(parser, ret)) return false;
        } while (parse_accept(parser, PUNCT_COMMA));
        if (!parse_close(parser, PUNCT_RPAREN, open)) return false;
        if (!parse_close(parser, PUNCT_RPAREN, open)) return false;
    }
    return true;
}

static const Type *attribute_mode_type(const Type *type, uint8_t bytes) {
    static const TypeKind kinds[17][2] = {
        [1] = {TYPE_SCHAR, TYPE_UCHAR },
        [2] = {TYPE_SHORT, TYPE_USHORT},
        [4] = {TYPE_INT,   TYPE_UINT  },
        [8] = {TYPE_LONG,  TYPE_ULONG },
        [16] = {TYPE_INT128, TYPE_UINT128},
    };
    TypeKind kind = type_kind(type);
    bool is_unsigned = kind == TYPE_UINT || kind == TYPE_ULONG ||
                       kind == TYPE_UCHAR || kind == TYPE_USHORT ||
                       kind == TYPE_ULLONG;
    return type_basic(kinds[bytes][is_unsigned]);
}

const Type *attribute_apply_vector(const Type *type, Attributes *attributes,
                                   Arena *arena) {
    uint64_t size = 0;
    uint32_t align;
    if (!attributes->vector || !type_is_arithmetic(type) ||
        !type_layout(type, &size, &align) || attributes->vector < size)
        return type;
    type = type_vector(type, attributes->vector / size, arena);
    attributes->vector = 0;
    return type;
}

const Type *attribute_apply(const Type *type, const Attributes *attributes,
                            Arena *arena) {
    Attributes copy_of = *attributes;
    type = attribute_apply_vector(type, &copy_of, arena);
    if (attributes->mode && type_is_integer(type))
        type = attribute_mode_type(type, attributes->mode);
    if (!attributes->align || type_strip(type)->kind == TYPE_FUNCTION)
        return type;
    Type *copy = ARENA_NEW(arena, Type);
    *copy = *type;
    copy->align = attributes->align;
    return copy;
}
