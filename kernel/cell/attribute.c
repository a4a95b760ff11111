#include "cell/attribute.h"

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
    return 0;
}

/* One word of the list, with its arguments. */
static bool attribute_one(Parser *parser, Attributes *ret) {
    Str name = parse_peek(parser, 0)->text;
    if (parse_peek(parser, 0)->kind != TOK_IDENT)
        return parse_unexpected(parser, "the name of an attribute");
    parser->at++;
    bool has_arguments = token_is(parse_peek(parser, 0), PUNCT_LPAREN);
    if (attribute_is(name, "packed")) ret->is_packed = true;
    if (attribute_is(name, "noreturn")) ret->is_noreturn = true;
    if (attribute_is(name, "aligned")) {
        if (has_arguments) return attribute_alignment(parser, ret);
        if (ret->align < LARGEST_ALIGN) ret->align = LARGEST_ALIGN;
    }
    if (!has_arguments) return true;
    if (attribute_is(name, "mode"))
        ret->mode = attribute_mode(parse_peek(parser, 1)->text);
    return parse_skip_brackets(parser);
}

bool attribute_parse(Parser *parser, Attributes *ret) {
    while (parse_accept(parser, KW_ATTRIBUTE)) {
        uint32_t open = parser->at;
        if (!parse_expect(parser, PUNCT_LPAREN)) return false;
        if (!parse_expect(parser, PUNCT_LPAREN)) return false;
        while (!token_is(parse_peek(parser, 0), PUNCT_RPAREN)) {
            if (parse_accept(parser, PUNCT_COMMA)) continue;
            if (!attribute_one(parser, ret)) return false;
        }
        if (!parse_close(parser, PUNCT_RPAREN, open)) return false;
        if (!parse_close(parser, PUNCT_RPAREN, open)) return false;
    }
    return true;
}

static const Type *attribute_mode_type(const Type *type, uint8_t bytes) {
    static const TypeKind kinds[9][2] = {
        [1] = {TYPE_SCHAR, TYPE_UCHAR },
        [2] = {TYPE_SHORT, TYPE_USHORT},
        [4] = {TYPE_INT,   TYPE_UINT  },
        [8] = {TYPE_LONG,  TYPE_ULONG },
    };
    TypeKind kind = type_kind(type);
    bool is_unsigned = kind == TYPE_UINT || kind == TYPE_ULONG ||
                       kind == TYPE_UCHAR || kind == TYPE_USHORT ||
                       kind == TYPE_ULLONG;
    return type_basic(kinds[bytes][is_unsigned]);
}

const Type *attribute_apply(const Type *type, const Attributes *attributes,
                            Arena *arena) {
    if (attributes->mode && type_is_integer(type))
        type = attribute_mode_type(type, attributes->mode);
    if (!attributes->align || type_strip(type)->kind == TYPE_FUNCTION)
        return type;
    Type *copy = ARENA_NEW(arena, Type);
    *copy = *type;
    copy->align = attributes->align;
    return copy;
}
