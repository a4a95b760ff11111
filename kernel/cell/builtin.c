#include "cell/builtin.h"

#include "cell/arith.h"
#include "cell/beyond.h"
#include "cell/decl.h"
#include "cell/intrinsic.h"
#include "cell/mend.h"
#include "cell/passing.h"
#include "cell/primary.h"
#include "cell/specifier.h"

typedef bool (*Builtin)(Parser *parser, Expr *ret);

/* --- with types among their arguments ------------------------------------ */

static bool builtin_compatible(Parser *parser, Expr *ret) {
    const Type *a = decl_type_name(parser);
    if (!a || !parse_expect(parser, PUNCT_COMMA)) return false;
    const Type *b = decl_type_name(parser);
    if (!b) return false;
    *ret = primary_constant(TYPE_INT, type_is_compatible(a, b));
    ret->is_constant = type_strip(a)->kind != TYPE_UNKNOWN &&
                       type_strip(b)->kind != TYPE_UNKNOWN;
    return true;
}

static bool builtin_va_arg(Parser *parser, Expr *ret) {
    Expr list;
    uint32_t open = parser->at - 1;
    if (!expr_parse_assignment(parser, &list)) return false;
    if (!parse_expect(parser, PUNCT_COMMA)) return false;
    const Type *type = decl_type_name(parser);
    if (!type) return false;
    if (passing_is_overaligned(type))
        beyond_note(parser, &parser->tokens[parser->at - 1], BEYOND_BY_VALUE);
    mend_va_arg(parser, open, type);
    *ret = primary_value(type_unqualify(type, parser->arena));
    return true;
}

static bool builtin_va_arg_types(Parser *parser, Expr *ret) {
    if (!decl_type_name(parser)) return false;
    *ret = primary_value(type_basic(TYPE_INT));
    return true;
}

/* offsetof(T, a.b[2]): as &((T *)0)->a.b[2]. */
static bool builtin_offsetof(Parser *parser, Expr *ret) {
    const Type *type = decl_type_name(parser);
    if (!type || !parse_expect(parser, PUNCT_COMMA)) return false;
    const Token *token = parse_peek(parser, 0);
    if (!parse_is_name(token))
        return parse_unexpected(parser, "the name of a member");
    parser->at++;
    Expr object = primary_value(type);
    object.is_lvalue = object.has_address = true;
    Expr member = primary_member(parser, &object, token->text);
    if (!primary_suffixes(parser, &member)) return false;
    *ret = primary_constant(TYPE_ULONG, member.value);
    ret->is_constant = member.has_address;
    return true;
}

/* --- with expressions only ----------------------------------------------- */

static bool builtin_choose(Parser *parser, Expr *ret) {
    Expr condition, yes, no;
    if (!expr_parse_assignment(parser, &condition)) return false;
    if (!parse_expect(parser, PUNCT_COMMA)) return false;
    if (!expr_parse_assignment(parser, &yes)) return false;
    if (!parse_expect(parser, PUNCT_COMMA)) return false;
    if (!expr_parse_assignment(parser, &no)) return false;
    *ret = condition.value ? yes : no;
    if (!condition.is_constant) *ret = primary_value(type_basic(TYPE_UNKNOWN));
    return true;
}

/* What the compiler takes for a constant beyond ours is not known here. */
static bool builtin_constant_p(Parser *parser, Expr *ret) {
    Expr value;
    if (!expr_parse(parser, &value)) return false;
    *ret = primary_constant(TYPE_INT, 1);
    ret->is_constant = value.is_constant;
    return true;
}

static bool builtin_expect(Parser *parser, Expr *ret) {
    Expr value, expected;
    if (!expr_parse_assignment(parser, &value)) return false;
    if (!parse_expect(parser, PUNCT_COMMA)) return false;
    if (!expr_parse_assignment(parser, &expected)) return false;
    *ret = primary_constant(TYPE_LONG, value.value);
    ret->is_constant = value.is_constant;
    return true;
}

static bool builtin_arguments(Parser *parser) {
    if (token_is(parse_peek(parser, 0), PUNCT_RPAREN)) return true;
    do {
        Expr argument;
        if (!expr_parse_assignment(parser, &argument)) return false;
    } while (parse_accept(parser, PUNCT_COMMA));
    return true;
}

static bool builtin_of_kind(Parser *parser, TypeKind kind, Expr *ret) {
    *ret = primary_value(type_basic(kind));
    return builtin_arguments(parser);
}

static bool builtin_void(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_VOID, ret);
}

static bool builtin_double(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_DOUBLE, ret);
}

static bool builtin_float(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_FLOAT, ret);
}

static bool builtin_int(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_INT, ret);
}

static bool builtin_truth(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_BOOL, ret);
}

static bool builtin_ushort(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_USHORT, ret);
}

static bool builtin_uint(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_UINT, ret);
}

static bool builtin_ulong(Parser *parser, Expr *ret) {
    return builtin_of_kind(parser, TYPE_ULONG, ret);
}

/* __builtin_complex(x, y): as wide as its parts. */
static bool builtin_complex(Parser *parser, Expr *ret) {
    Expr real, imaginary;
    if (!expr_parse_assignment(parser, &real)) return false;
    if (!parse_expect(parser, PUNCT_COMMA)) return false;
    if (!expr_parse_assignment(parser, &imaginary)) return false;
    TypeKind kind = type_kind(real.type);
    if (!type_is_floating(real.type)) kind = TYPE_DOUBLE;
    *ret = primary_value(type_basic(kind + (TYPE_CFLOAT - TYPE_FLOAT)));
    return true;
}

static bool builtin_address(Parser *parser, Expr *ret) {
    *ret = primary_value(type_pointer(type_basic(TYPE_VOID), parser->arena));
    return builtin_arguments(parser);
}

typedef struct BuiltinRow {
    const char *name; /* behind "__builtin_" */
    Builtin parse;
} BuiltinRow;

static const BuiltinRow rows[] = {
    {"types_compatible_p",  builtin_compatible  },
    {"choose_expr",         builtin_choose      },
    {"constant_p",          builtin_constant_p  },
    {"expect",              builtin_expect      },
    {"va_arg",              builtin_va_arg      },
    {"va_arg_types",        builtin_va_arg_types},
    {"va_start",            builtin_void        },
    {"va_end",              builtin_void        },
    {"va_copy",             builtin_void        },
    {"offsetof",            builtin_offsetof    },
    {"frame_address",       builtin_address     },
    {"return_address",      builtin_address     },
    {"extract_return_addr", builtin_address     },
    {"alloca",              builtin_address     },
    {"trap",                builtin_void        },
    {"unreachable",         builtin_void        },
    {"huge_val",            builtin_double      },
    {"inf",                 builtin_double      },
    {"nan",                 builtin_double      },
    {"huge_valf",           builtin_float       },
    {"inff",                builtin_float       },
    {"nanf",                builtin_float       },
    {"add_overflow",        builtin_truth       },
    {"sub_overflow",        builtin_truth       },
    {"mul_overflow",        builtin_truth       },
    {"bswap16",             builtin_ushort      },
    {"bswap32",             builtin_uint        },
    {"bswap64",             builtin_ulong       },
    {"isnan",               builtin_int         },
    {"isinf",               builtin_int         },
    {"isfinite",            builtin_int         },
    {"isnormal",            builtin_int         },
    {"signbit",             builtin_int         },
    {"complex",             builtin_complex     },
};

/* int __builtin_clz(unsigned), ...clzl(unsigned long), ...clzll: these too. */
static bool builtin_counts_bits(Str name) {
    static const char *const stems[] = {"clz",    "ctz",     "ffs",
                                        "parity", "popcount", "clrsb"};
    while (name.len && name.text[name.len - 1] == 'l') name.len--;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (str_is(name, stems[i])) return true;
    return false;
}

/* What TinyCC has of them: a few of its own, and libc's functions for memory
 * and texts. */
static bool builtin_is_of_tcc(Str name) {
    static const char *const names[] = {
        "types_compatible_p", "choose_expr", "constant_p", "expect",
        "va_arg",  "va_arg_types", "va_start", "va_end",  "va_copy",
        "offsetof", "frame_address", "return_address", "extract_return_addr",
        "memcpy",  "memmove", "memset", "memcmp", "strlen", "strcpy",
        "strncpy", "strcmp",  "strncmp", "strcat", "strchr", "strdup",
        "malloc",  "free",    "realloc", "calloc", "alloca", "abort",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

/* __builtin_memcpy is memcpy, and so on, where that is known. */
static bool builtin_of_library(Parser *parser, Str name, Expr *ret) {
    const Symbol *symbol = parse_find(parser, name);
    const Type *type = symbol ? type_strip(symbol->type) : NULL;
    bool is_known = type && type->kind == TYPE_FUNCTION;
    *ret = primary_value(is_known ? type->target : type_basic(TYPE_UNKNOWN));
    return builtin_arguments(parser);
}

int builtin_parse(Parser *parser, Expr *ret) {
    const Str prefix = STR("__builtin_");
    Str name = parse_peek(parser, 0)->text;
    uint32_t open = parser->at + 1;
    if (parse_find(parser, name)) return 0;
    if (!str_starts_with(name, prefix)) return intrinsic_parse(parser, ret);
    name = (Str){name.text + prefix.len, name.len - prefix.len};
    if (!builtin_is_of_tcc(name))
        beyond_note(parser, parse_peek(parser, 0), BEYOND_BUILTIN);
    parser->at += 2;
    Builtin parse = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && !parse; i++) {
        if (str_is(name, rows[i].name)) parse = rows[i].parse;
    }
    if (!parse && builtin_counts_bits(name)) parse = builtin_int;
    bool is_fine =
        parse ? parse(parser, ret) : builtin_of_library(parser, name, ret);
    if (!is_fine || !parse_close(parser, PUNCT_RPAREN, open)) return -1;
    return 1;
}

/* --- _Generic ------------------------------------------------------------ */

typedef struct Generic {
    const Type *type; /* of the controlling value; unqualified */
    Expr chosen;
    bool is_matched; /* by a type */
    bool has_default;
} Generic;

/* An enum is compatible with the integer type it behaves as. */
static bool generic_matches(const Type *type, const Type *value) {
    unsigned qualifiers = type->qualifiers | type_strip(type)->qualifiers;
    if (qualifiers || type_is_const(type)) return false;
    if (type_is_compatible(type, value)) return true;
    bool is_mixed = (type_strip(type)->kind == TYPE_ENUM) !=
                    (type_strip(value)->kind == TYPE_ENUM);
    return is_mixed && type_kind(type) == type_kind(value);
}

/* The runtime asks for two types at once by a pointer to a function of them:
 * if one is that of an unknown name, no choice can be made. */
static bool generic_is_known(const Type *type) {
    const Type *bare = type_strip(type);
    if (bare->kind == TYPE_UNKNOWN) return false;
    for (uint32_t i = 0; i < bare->param_count; i++)
        if (!generic_is_known(bare->params[i].type)) return false;
    return !bare->target || generic_is_known(bare->target);
}

static bool generic_one(Parser *parser, Generic *generic) {
    const Type *type = NULL;
    Expr value;
    bool is_default = parse_accept(parser, KW_DEFAULT);
    if (!is_default && !(type = decl_type_name(parser))) return false;
    if (!parse_expect(parser, PUNCT_COLON)) return false;
    parser->unchecked++;
    bool is_fine = expr_parse_assignment(parser, &value);
    parser->unchecked--;
    if (!is_fine) return false;
    bool is_match = type && generic_matches(type, generic->type);
    if (is_match && !generic->is_matched) {
        generic->chosen = value;
        generic->is_matched = true;
    } else if (is_default && !generic->is_matched) {
        generic->chosen = value;
        generic->has_default = true;
    }
    return true;
}

bool builtin_generic(Parser *parser, Expr *ret) {
    Generic generic = {0};
    Expr control;
    uint32_t open = ++parser->at;
    if (!parse_expect(parser, PUNCT_LPAREN)) return false;
    parser->flow.unevaluated++;
    if (!expr_parse_assignment(parser, &control)) return false;
    parser->flow.unevaluated--;
    generic.type =
        type_unqualify(expr_decay(control.type, parser->arena), parser->arena);
    while (parse_accept(parser, PUNCT_COMMA)) {
        if (!generic_one(parser, &generic)) return false;
    }
    bool is_known = generic_is_known(generic.type) &&
                    (generic.is_matched || generic.has_default);
    *ret = is_known ? generic.chosen : primary_value(type_basic(TYPE_UNKNOWN));
    ret->is_output_call = false;
    return parse_close(parser, PUNCT_RPAREN, open);
}
