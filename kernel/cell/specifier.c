#include "cell/specifier.h"

#include "cell/beyond.h"
#include "cell/decl.h"
#include "cell/expr.h"
#include "cell/tag.h"

/* The words of a basic type may come in any order: count them. */
typedef struct Words {
    uint8_t longs;
    bool is_short, is_signed, is_unsigned, is_int, is_char;
    bool is_float, is_double, is_void, is_bool, is_va_list;
    bool is_complex, is_int128, is_float128;
} Words;

static bool specifier_is_typedef(const Parser *parser, const Token *token) {
    if (!parse_is_name(token)) return false;
    const Symbol *symbol = parse_find(parser, token->text);
    return symbol && symbol->kind == SYMBOL_TYPEDEF;
}

bool specifier_starts(const Parser *parser, uint32_t ahead) {
    const Token *token = parse_peek(parser, ahead);
    while (token_is(token, KW_EXTENSION)) token++;
    switch ((TokenId)token->id) {
    case KW_AUTO:
    case KW_CHAR:
    case KW_CONST:
    case KW_DOUBLE:
    case KW_ENUM:
    case KW_EXTERN:
    case KW_FLOAT:
    case KW_INLINE:
    case KW_INT:
    case KW_LONG:
    case KW_REGISTER:
    case KW_RESTRICT:
    case KW_SHORT:
    case KW_SIGNED:
    case KW_STATIC:
    case KW_STRUCT:
    case KW_TYPEDEF:
    case KW_UNION:
    case KW_UNSIGNED:
    case KW_VOID:
    case KW_VOLATILE:
    case KW_BOOL:
    case KW_COMPLEX:
    case KW_ALIGNAS:
    case KW_ATOMIC:
    case KW_NORETURN:
    case KW_THREAD_LOCAL:
    case KW_TYPEOF:
    case KW_ATTRIBUTE:
    case KW_INT128:
    case KW_UINT128:
    case KW_FLOAT128:
    case KW_AUTO_TYPE:
    case KW_VA_LIST: return true;
    default: return specifier_is_typedef(parser, token);
    }
}

static unsigned specifier_flag(TokenId id) {
    switch (id) {
    case KW_TYPEDEF: return DECL_TYPEDEF;
    case KW_EXTERN: return DECL_EXTERN;
    case KW_STATIC: return DECL_STATIC;
    case KW_INLINE: return DECL_INLINE;
    case KW_REGISTER: return DECL_REGISTER;
    case KW_AUTO: return DECL_AUTO;
    case KW_AUTO_TYPE: return DECL_AUTO | DECL_AUTO_TYPE;
    case KW_THREAD_LOCAL: return DECL_THREAD_LOCAL;
    case KW_NORETURN: return DECL_NORETURN;
    default: return 0;
    }
}

static unsigned specifier_qualifier(TokenId id) {
    switch (id) {
    case KW_CONST: return TYPE_CONST;
    case KW_VOLATILE: return TYPE_VOLATILE;
    case KW_RESTRICT: return TYPE_RESTRICT;
    case KW_ATOMIC: return TYPE_ATOMIC;
    default: return 0;
    }
}

/* What this word says is beyond TinyCC. */
static Beyond specifier_beyond(TokenId id) {
    switch (id) {
    case KW_COMPLEX: return BEYOND_COMPLEX;
    case KW_INT128:
    case KW_UINT128: return BEYOND_INT128;
    case KW_FLOAT128: return BEYOND_FLOAT128;
    case KW_ATOMIC: return BEYOND_ATOMIC;
    case KW_THREAD_LOCAL: return BEYOND_THREAD_LOCAL;
    default: return BEYOND_NOTHING;
    }
}

static bool specifier_word(TokenId id, Words *words) {
    switch (id) {
    case KW_LONG: words->longs++; return true;
    case KW_SHORT: words->is_short = true; return true;
    case KW_SIGNED: words->is_signed = true; return true;
    case KW_UNSIGNED: words->is_unsigned = true; return true;
    case KW_INT: words->is_int = true; return true;
    case KW_CHAR: words->is_char = true; return true;
    case KW_FLOAT: words->is_float = true; return true;
    case KW_DOUBLE: words->is_double = true; return true;
    case KW_VOID: words->is_void = true; return true;
    case KW_BOOL: words->is_bool = true; return true;
    case KW_VA_LIST: words->is_va_list = true; return true;
    case KW_COMPLEX: words->is_complex = true; return true;
    case KW_INT128: words->is_int128 = true; return true;
    case KW_UINT128: words->is_int128 = words->is_unsigned = true; return true;
    case KW_FLOAT128: words->is_float128 = true; return true;
    default: return false;
    }
}

static TypeKind words_complex(const Words *w) {
    if (w->is_float) return w->longs ? TYPE_UNKNOWN : TYPE_CFLOAT;
    bool is_long = w->longs == 1 && w->is_double;
    if (w->longs && !is_long) return TYPE_UNKNOWN;
    return is_long ? TYPE_CLDOUBLE : TYPE_CDOUBLE;
}

/* A combination that is none is unknown: the compiler will say so. */
static TypeKind words_kind(const Words *w) {
    bool has_sign = w->is_signed || w->is_unsigned;
    int others = w->is_char + w->is_float + w->is_double + w->is_void +
                 w->is_bool + w->is_va_list + w->is_int128 + w->is_float128;
    bool is_long_double = w->is_double && w->longs == 1;
    if (others > 1 || w->longs > 2) return TYPE_UNKNOWN;
    if (others && (w->is_int || w->is_short)) return TYPE_UNKNOWN;
    if (others && w->longs && !is_long_double) return TYPE_UNKNOWN;
    if (others && has_sign && !w->is_char && !w->is_int128)
        return TYPE_UNKNOWN;
    bool can_be_complex = w->is_float || w->is_double || !others;
    if (w->is_complex)
        return can_be_complex && !has_sign ? words_complex(w) : TYPE_UNKNOWN;
    if (w->is_int128) return w->is_unsigned ? TYPE_UINT128 : TYPE_INT128;
    if (w->is_float128) return TYPE_FLOAT128;
    if (w->is_char)
        return w->is_unsigned ? TYPE_UCHAR
               : w->is_signed ? TYPE_SCHAR
                              : TYPE_CHAR;
    if (w->is_double) return is_long_double ? TYPE_LDOUBLE : TYPE_DOUBLE;
    if (w->is_float) return TYPE_FLOAT;
    if (w->is_void) return TYPE_VOID;
    if (w->is_bool) return TYPE_BOOL;
    if (w->is_va_list) return TYPE_VA_LIST;
    if (w->is_short) return w->is_unsigned ? TYPE_USHORT : TYPE_SHORT;
    static const TypeKind ranks[3][2] = {
        {TYPE_INT,   TYPE_UINT  },
        {TYPE_LONG,  TYPE_ULONG },
        {TYPE_LLONG, TYPE_ULLONG},
    };
    return ranks[w->longs][w->is_unsigned];
}

/* typeof(type) and typeof(expression), _Atomic(type). */
static const Type *specifier_in_parentheses(Parser *parser) {
    uint32_t open = parser->at;
    const Type *type = NULL;
    if (!parse_expect(parser, PUNCT_LPAREN)) return NULL;
    if (specifier_starts(parser, 0)) {
        type = decl_type_name(parser);
    } else {
        Expr expr;
        parser->flow.unevaluated++;
        if (expr_parse(parser, &expr))
            type = type_copy(expr.type, parser->arena);
        parser->flow.unevaluated--;
    }
    if (!type || !parse_close(parser, PUNCT_RPAREN, open)) return NULL;
    return type;
}

/* `typedef struct node node;` in one cell, the struct in a later one. */
static const Type *specifier_completed(Parser *parser, const Type *type) {
    const Type *bare = type_strip(type);
    bool is_record = bare->kind == TYPE_STRUCT || bare->kind == TYPE_UNION;
    if (!is_record || type_tag(bare)->is_complete) return NULL;
    Tag *tag = parse_find_tag(parser, type_tag(bare)->name, false);
    if (!tag || tag->kind != bare->kind || !tag->is_complete) return NULL;
    return type_qualify(type_of_tag(tag, parser->arena), bare->qualifiers,
                        parser->arena);
}

static const Type *specifier_typedef_type(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    const Symbol *symbol = parse_find(parser, token->text);
    parser->at++;
    const Type *completed = specifier_completed(parser, symbol->type);
    if (completed) return type_typedef(token->text, completed, parser->arena);
    if (symbol->type->kind == TYPE_TYPEDEF &&
        str_equals(symbol->type->name, token->text))
        return symbol->type;
    return type_typedef(token->text, symbol->type, parser->arena);
}

/* A type that is more than words: a tag, typeof, a typedef's name. NULL
 * without a problem when the token is none of these. */
static const Type *specifier_other_type(Parser *parser, bool is_member,
                                        Specifiers *ret) {
    const Token *token = parse_peek(parser, 0);
    switch ((TokenId)token->id) {
    case KW_STRUCT:
    case KW_UNION:
    case KW_ENUM: ret->has_tag = true; return tag_parse(parser, is_member);
    case KW_TYPEOF: parser->at++; return specifier_in_parentheses(parser);
    case KW_ATOMIC: {
        if (!token_is(token + 1, PUNCT_LPAREN)) return NULL;
        beyond_note(parser, token, BEYOND_ATOMIC);
        parser->at++;
        const Type *type = specifier_in_parentheses(parser);
        return type ? type_qualify(type, TYPE_ATOMIC, parser->arena) : NULL;
    }
    default:
        if (!specifier_is_typedef(parser, token)) return NULL;
        return specifier_typedef_type(parser);
    }
}

/* One token that says nothing about the basic type. */
static bool specifier_minor(Parser *parser, Specifiers *ret,
                            unsigned *qualifiers, bool *ret_taken) {
    TokenId id = (TokenId)parse_peek(parser, 0)->id;
    unsigned flag = specifier_flag(id), qualifier = specifier_qualifier(id);
    /* _Atomic(type) is a type of its own. */
    if (id == KW_ATOMIC && token_is(parse_peek(parser, 1), PUNCT_LPAREN))
        qualifier = 0;
    *ret_taken = true;
    ret->flags |= flag;
    *qualifiers |= qualifier;
    if (flag || qualifier || id == KW_EXTENSION) {
        beyond_note(parser, parse_peek(parser, 0), specifier_beyond(id));
        parser->at++;
        return true;
    }
    if (id == KW_ATTRIBUTE) return attribute_parse(parser, &ret->attributes);
    if (id == KW_ALIGNAS) {
        parser->at++;
        return attribute_alignment(parser, &ret->attributes);
    }
    *ret_taken = false;
    return true;
}

/* `double complex z` without the header that says what complex is. */
static bool specifier_lacks_complex(Parser *parser, const Words *words) {
    const Token *token = parse_peek(parser, 0);
    bool is_it = (words->is_double || words->is_float) &&
                 parse_is_name(token) && str_is(token->text, "complex") &&
                 (parse_is_name(token + 1) || token_is(token + 1, PUNCT_STAR));
    if (is_it)
        (void)parse_problem(parser, token,
                            "'complex' is a word of <complex.h>: begin the "
                            "cell with #include <complex.h>");
    return is_it;
}

bool specifier_parse(Parser *parser, bool is_member, Specifiers *ret) {
    Words words = {0};
    unsigned qualifiers = 0;
    bool has_words = false, taken;
    *ret = (Specifiers){0};
    for (;;) {
        if (!specifier_minor(parser, ret, &qualifiers, &taken)) return false;
        if (taken) continue;
        if (!ret->type &&
            specifier_word((TokenId)parse_peek(parser, 0)->id, &words)) {
            has_words = true;
            beyond_note(parser, parse_peek(parser, 0),
                        specifier_beyond((TokenId)parse_peek(parser, 0)->id));
            parser->at++;
            continue;
        }
        if (has_words || ret->type) break;
        ret->type = specifier_other_type(parser, is_member, ret);
        if (parser->problem.source) return false;
        if (!ret->type) break;
    }
    if (specifier_lacks_complex(parser, &words)) return false;
    ret->has_type = has_words || ret->type;
    if (!ret->type) ret->type = type_basic(words_kind(&words));
    ret->type = attribute_apply_vector(ret->type, &ret->attributes,
                                       parser->arena);
    if (ret->has_type) ret->flags &= ~(unsigned)DECL_AUTO;
    if (ret->attributes.is_noreturn) ret->flags |= DECL_NORETURN;
    if (qualifiers)
        ret->type = type_qualify(ret->type, qualifiers, parser->arena);
    return true;
}
