#include "cell/expr.h"

#include "cell/advice.h"
#include "cell/arith.h"
#include "cell/beyond.h"
#include "cell/decl.h"
#include "cell/dubious.h"
#include "cell/flow.h"
#include "cell/heat.h"
#include "cell/initializer.h"
#include "cell/lexer.h"
#include "cell/literal.h"
#include "cell/mend.h"
#include "cell/primary.h"
#include "cell/specifier.h"
#include "cell/suspect.h"

static bool expr_unary(Parser *parser, Expr *ret);

const Type *expr_decay(const Type *type, Arena *arena) {
    const Type *bare = type_strip(type);
    if (bare->kind == TYPE_FUNCTION) return type_pointer(type, arena);
    if (bare->kind != TYPE_ARRAY) return type;
    const Type *element = bare->target;
    if (type != bare && type_is_const(type))
        element = type_qualify(element, TYPE_CONST, arena);
    return type_pointer(element, arena);
}

static Expr expr_of_kind(TypeKind kind) {
    return primary_value(type_basic(kind));
}

/* The value that an expression has when it is used: no array, no qualifiers.
 * A pointer to what stands at a known address is known as well. */
static void expr_use(Parser *parser, Expr *expr) {
    TypeKind kind = type_kind(expr->type);
    bool was_array = kind == TYPE_ARRAY || kind == TYPE_FUNCTION;
    if (expr->is_lvalue && !was_array) {
        expr->has_address = false;
        expr->within = NULL; /* the value of a pointer is no place in it */
    }
    expr->type =
        type_unqualify(expr_decay(expr->type, parser->arena), parser->arena);
    expr->is_lvalue = false;
    expr->is_output_call = false;
}

static bool expr_is_null(const Expr *expr) {
    const Type *type = type_strip(expr->type);
    if (expr->is_constant && expr->value == 0) return true;
    return type->kind == TYPE_POINTER && expr->has_address &&
           expr->value == 0 && type_strip(type->target)->kind == TYPE_VOID;
}

/* Constants are kept in 64 bits. */
static bool expr_can_fold(const Type *type) {
    return type_is_integer(type) && type_kind(type) <= TYPE_ULLONG;
}

/* --- unary --------------------------------------------------------------- */

static bool expr_of_vector(Parser *parser, Expr *ret) {
    *ret = primary_value(type_unqualify(ret->type, parser->arena));
    return true;
}

static bool expr_operand(Parser *parser, Expr *ret) {
    parser->at++;
    return expr_unary(parser, ret);
}

static bool expr_sign(Parser *parser, Expr *ret) {
    TokenId op = (TokenId)parse_peek(parser, 0)->id;
    if (!expr_operand(parser, ret)) return false;
    TypeKind kind = arith_promote(ret);
    bool is_conjugate = kind >= TYPE_CFLOAT; /* ~z */
    if (op == PUNCT_TILDE && kind >= TYPE_FLOAT && !is_conjugate)
        kind = TYPE_UNKNOWN;
    if (type_kind(ret->type) == TYPE_VECTOR) return expr_of_vector(parser, ret);
    uint64_t value = (uint64_t)ret->value;
    if (op == PUNCT_MINUS) value = 0 - value;
    if (op == PUNCT_TILDE) value = ~value;
    bool is_constant = ret->is_constant;
    *ret = expr_of_kind(kind);
    ret->is_constant = is_constant && expr_can_fold(ret->type);
    ret->value = ret->is_constant ? arith_convert(kind, (int64_t)value) : 0;
    return true;
}

static bool expr_not(Parser *parser, Expr *ret) {
    if (!expr_operand(parser, ret)) return false;
    bool is_constant = ret->is_constant;
    int64_t value = !ret->value;
    *ret = expr_of_kind(TYPE_INT);
    ret->is_constant = is_constant;
    ret->value = is_constant ? value : 0;
    return true;
}

static bool expr_address(Parser *parser, Expr *ret) {
    if (!expr_operand(parser, ret)) return false;
    Expr object = *ret;
    if (type_strip(object.type)->kind == TYPE_UNKNOWN) {
        *ret = expr_of_kind(TYPE_UNKNOWN);
        return true;
    }
    *ret = primary_value(type_pointer(object.type, parser->arena));
    if (type_kind(object.type) == TYPE_ARRAY)
        beyond_note(parser, parse_peek(parser, 0), beyond_of_type(ret->type));
    ret->has_address = object.is_lvalue && object.has_address;
    ret->value = object.value;
    ret->within = object.within;
    if (object.symbol && object.symbol->local)
        object.symbol->local->is_literal = false;
    return true;
}

static bool expr_dereference(Parser *parser, Expr *ret) {
    uint32_t star = parser->at;
    if (!expr_operand(parser, ret)) return false;
    const Type *type = type_strip(ret->type);
    suspect_target(parser, ret, star);
    flow_on_access(parser, ret, ret->begin);
    if (type->kind == TYPE_FUNCTION) return true;
    const Symbol *base = ret->symbol;
    if (type->kind != TYPE_ARRAY) expr_use(parser, ret);
    *ret = primary_target(ret, parser->arena);
    ret->base = base;
    return true;
}

/* ++x has the type of x. */
static bool expr_step(Parser *parser, Expr *ret) {
    uint32_t op_at = parser->at;
    if (!expr_operand(parser, ret) ||
        !primary_check_step(parser, &parser->tokens[op_at], ret))
        return false;
    suspect_step(parser, ret, op_at);
    const Symbol *symbol = ret->symbol;
    expr_use(parser, ret);
    *ret = primary_value(ret->type);
    ret->stepped = symbol;
    if (symbol == parser->flow.counter) parser->flow.counter = NULL;
    return true;
}

/* &&label */
static bool expr_label(Parser *parser, Expr *ret) {
    parser->at++;
    if (!parse_is_name(parse_peek(parser, 0)))
        return parse_unexpected(parser, "the name of a label");
    parser->at++;
    *ret = primary_value(type_pointer(type_basic(TYPE_VOID), parser->arena));
    return true;
}

/* ( type name ) */
static const Type *expr_type_name(Parser *parser) {
    uint32_t open = parser->at++;
    const Type *type = decl_type_name(parser);
    return type && parse_close(parser, PUNCT_RPAREN, open) ? type : NULL;
}

/* (T){ ... }, from the brace on. */
static bool expr_compound(Parser *parser, uint32_t begin, const Type *type,
                          Expr *ret) {
    if (!initializer_parse(parser, type, &type)) return false;
    *ret = primary_value(type);
    ret->is_lvalue = true;
    ret->begin = begin;
    return primary_suffixes(parser, ret);
}

/* Constants survive casts among integers and pointers; so does a written
 * floating number on its way to an integer. */
static void expr_convert(Parser *parser, const Type *type, Expr *ret) {
    Expr from = *ret;
    expr_use(parser, &from);
    TypeKind kind = type_kind(type);
    *ret = primary_value(type_unqualify(type, parser->arena));
    ret->is_allocation = from.is_allocation;
    ret->sized = from.sized;
    ret->within = kind == TYPE_POINTER ? from.within : NULL;
    bool is_known = from.is_constant || from.has_address;
    if (!is_known) return;
    ret->has_address = kind == TYPE_POINTER;
    ret->is_constant = expr_can_fold(type);
    if (ret->has_address) ret->value = from.value;
    if (ret->is_constant) ret->value = arith_convert(kind, from.value);
}

static bool expr_check_kinds(Parser *parser, const Token *at, const Type *to,
                             const Expr *value) {
    const Type *from = expr_decay(value->type, parser->arena);
    bool to_points = type_kind(to) == TYPE_POINTER;
    bool from_points = type_kind(from) == TYPE_POINTER;
    if (parser->unchecked) return true;
    if ((from_points && type_is_floating(to)) ||
        (to_points && type_is_floating(from)))
        return suspect_kinds(parser, at, to, value);
    return true;
}

static bool expr_cast(Parser *parser, Expr *ret) {
    uint32_t open = parser->at;
    const Type *type = expr_type_name(parser);
    if (!type) return false;
    if (token_is(parse_peek(parser, 0), PUNCT_LBRACE))
        return expr_compound(parser, open, type, ret);
    uint32_t begin = parser->at;
    if (!expr_unary(parser, ret) ||
        !expr_check_kinds(parser, &parser->tokens[begin], type, ret))
        return false;
    mend_becomes(parser, type, ret, begin, parser->at);
    expr_convert(parser, type, ret);
    return true;
}

/* What sizeof is asked about. */
static bool expr_size_operand(Parser *parser, Expr *ret) {
    uint32_t open = parser->at;
    bool has_type = token_is(parse_peek(parser, 0), PUNCT_LPAREN) &&
                    specifier_starts(parser, 1);
    if (!has_type) return expr_unary(parser, ret);
    const Type *type = expr_type_name(parser);
    if (!type) return false;
    *ret = primary_value(type);
    if (!token_is(parse_peek(parser, 0), PUNCT_LBRACE)) return true;
    return expr_compound(parser, open, type, ret);
}

/* sizeof and _Alignof, of a type or of an expression that does not run. */
static bool expr_size(Parser *parser, Expr *ret) {
    bool is_align = token_is(parse_peek(parser, 0), KW_ALIGNOF);
    uint64_t size;
    uint32_t align;
    parser->at++;
    parser->flow.unevaluated++;
    bool is_fine = expr_size_operand(parser, ret);
    parser->flow.unevaluated--;
    if (!is_fine) return false;
    if (!is_align) dubious_size(parser, ret);
    Expr operand = *ret;
    bool is_known = !ret->is_bit_field && type_layout(ret->type, &size, &align);
    *ret = expr_of_kind(TYPE_ULONG);
    ret->is_constant = is_known;
    ret->sized = is_align ? NULL : operand.type;
    ret->within = operand.symbol;
    if (is_known) ret->value = (int64_t)(is_align ? align : size);
    return true;
}

/* __real__ z and __imag__ z: the parts of a complex number. */
static bool expr_part(Parser *parser, Expr *ret) {
    beyond_note(parser, parse_peek(parser, 0), BEYOND_COMPLEX);
    if (!expr_operand(parser, ret)) return false;
    TypeKind kind = arith_promote(ret);
    bool is_lvalue = ret->is_lvalue;
    if (type_is_complex(ret->type)) kind -= TYPE_CFLOAT - TYPE_FLOAT;
    *ret = expr_of_kind(kind);
    ret->is_lvalue = is_lvalue;
    return true;
}

static bool expr_unary_step(Parser *parser, Expr *ret) {
    switch ((TokenId)parse_peek(parser, 0)->id) {
    case PUNCT_PLUS:
    case PUNCT_MINUS:
    case PUNCT_TILDE: return expr_sign(parser, ret);
    case PUNCT_NOT: return expr_not(parser, ret);
    case PUNCT_AMP: return expr_address(parser, ret);
    case PUNCT_STAR: return expr_dereference(parser, ret);
    case PUNCT_INCREMENT:
    case PUNCT_DECREMENT: return expr_step(parser, ret);
    case PUNCT_AND: return expr_label(parser, ret);
    case KW_SIZEOF:
    case KW_ALIGNOF: return expr_size(parser, ret);
    case KW_REAL:
    case KW_IMAG: return expr_part(parser, ret);
    case KW_EXTENSION: return expr_operand(parser, ret);
    case PUNCT_LPAREN:
        if (specifier_starts(parser, 1)) return expr_cast(parser, ret);
        break;
    default: break;
    }
    return primary_parse(parser, ret);
}

static bool expr_unary(Parser *parser, Expr *ret) {
    uint32_t begin = parser->at;
    if (!parse_enter(parser)) return false;
    bool is_fine = expr_unary_step(parser, ret);
    parse_leave(parser);
    if (!is_fine || ret->begin == begin) return is_fine;
    ret->begin = ret->op_at = begin;
    ret->op = parser->tokens[begin].id;
    ret->is_unary = true;
    return true;
}

/* --- binary -------------------------------------------------------------- */

static Expr expr_arithmetic(TokenId op, const Expr *a, const Expr *b) {
    TypeKind kind = arith_common(arith_promote(a), arith_promote(b));
    bool is_integers = op == PUNCT_PERCENT || op == PUNCT_AMP ||
                       op == PUNCT_PIPE || op == PUNCT_CARET;
    if (is_integers && kind >= TYPE_FLOAT) kind = TYPE_UNKNOWN;
    Expr ret = expr_of_kind(kind);
    if (a->is_constant && b->is_constant)
        ret.is_constant = arith_fold(op, kind, arith_convert(kind, a->value),
                                     arith_convert(kind, b->value), &ret.value);
    return ret;
}

/* Element by element; a single number stands for as many as are needed. */
static Expr expr_vectors(Parser *parser, TokenId op, const Expr *a,
                         const Expr *b) {
    const Type *vector = type_strip(
        type_kind(a->type) == TYPE_VECTOR ? a->type : b->type);
    uint64_t size = 0;
    uint32_t align;
    bool is_comparison = op == PUNCT_EQ || op == PUNCT_NE || op == PUNCT_LESS ||
                         op == PUNCT_GREATER || op == PUNCT_LE ||
                         op == PUNCT_GE;
    if (!is_comparison) return primary_value(vector);
    static const TypeKind masks[9] = {[1] = TYPE_SCHAR, [2] = TYPE_SHORT,
                                      [4] = TYPE_INT,   [8] = TYPE_LONG};
    (void)type_layout(vector->target, &size, &align);
    TypeKind kind = size <= 8 ? masks[size] : TYPE_UNKNOWN;
    return primary_value(
        type_vector(type_basic(kind), vector->length, parser->arena));
}

static Expr expr_shift(TokenId op, const Expr *a, const Expr *b) {
    TypeKind kind = arith_promote(a);
    if (!type_is_integer(b->type) || kind >= TYPE_FLOAT) kind = TYPE_UNKNOWN;
    Expr ret = expr_of_kind(kind);
    if (a->is_constant && b->is_constant)
        ret.is_constant = arith_fold(op, kind, a->value, b->value, &ret.value);
    return ret;
}

static Expr expr_compare(TokenId op, const Expr *a, const Expr *b) {
    TypeKind kind = arith_common(arith_promote(a), arith_promote(b));
    Expr ret = expr_of_kind(TYPE_INT);
    if (a->is_constant && b->is_constant && kind <= TYPE_ULLONG)
        ret.is_constant = arith_fold(op, kind, arith_convert(kind, a->value),
                                     arith_convert(kind, b->value), &ret.value);
    return ret;
}

/* 0 && x is no constant expression of C unless x is one, too. */
static Expr expr_logical(TokenId op, const Expr *a, const Expr *b) {
    Expr ret = expr_of_kind(TYPE_INT);
    ret.is_constant = a->is_constant && b->is_constant;
    if (ret.is_constant)
        ret.value =
            op == PUNCT_AND ? a->value && b->value : a->value || b->value;
    return ret;
}

/* pointer + n, with addresses that are known. */
static Expr expr_pointer_step(TokenId op, const Expr *pointer,
                              const Expr *index) {
    uint64_t size;
    uint32_t align;
    Expr ret = primary_value(pointer->type);
    const Type *target = type_strip(pointer->type)->target;
    if (!pointer->has_address || !index->is_constant) return ret;
    if (!type_layout(target, &size, &align)) return ret;
    uint64_t step = (uint64_t)index->value * size;
    if (op == PUNCT_MINUS) step = 0 - step;
    ret.has_address = true;
    ret.value = (int64_t)((uint64_t)pointer->value + step);
    return ret;
}

static Expr expr_add(TokenId op, const Expr *a, const Expr *b) {
    bool a_points = type_kind(a->type) == TYPE_POINTER;
    bool b_points = type_kind(b->type) == TYPE_POINTER;
    if (a_points && b_points)
        return expr_of_kind(op == PUNCT_MINUS ? TYPE_LONG : TYPE_UNKNOWN);
    if (a_points && type_is_integer(b->type))
        return expr_pointer_step(op, a, b);
    if (b_points && type_is_integer(a->type) && op == PUNCT_PLUS)
        return expr_pointer_step(op, b, a);
    return expr_arithmetic(op, a, b);
}

/* What the operands tell besides the type. */
static void expr_remember(const Parser *parser, uint32_t op_at,
                          const Expr *left, const Expr *right, Expr *ret) {
    const Token *token = &parser->tokens[op_at];
    bool is_unsigned = arith_is_unsigned(arith_promote(left)) &&
                       type_is_arithmetic(right->type);
    ret->begin = left->begin;
    ret->op_at = op_at;
    ret->op = token->id;
    if (token_is(token, PUNCT_STAR))
        ret->sized = left->sized ? left->sized : right->sized;
    if (type_kind(ret->type) == TYPE_POINTER)
        ret->within = left->within ? left->within : right->within;
    ret->is_always = token_is(token, PUNCT_GE) && is_unsigned &&
                     right->is_constant && right->value == 0;
    bool is_whole =
        type_is_integer(left->type) && type_is_integer(right->type);
    bool goes_up = left->is_constant && right->is_constant && right->value &&
                   left->value % right->value == 0;
    bool is_limit = token_is(token, PUNCT_LESS) || token_is(token, PUNCT_LE);
    if (is_limit && right->is_constant) {
        ret->counted = left->symbol;
        ret->limit = right->value - token_is(token, PUNCT_LESS);
    }
    ret->divides_constant = left->is_constant;
    ret->divides_product = left->op == PUNCT_STAR && right->is_constant;
    ret->loses_fraction = is_whole && !goes_up && token_is(token, PUNCT_SLASH);
}

static Expr expr_combine(Parser *parser, TokenId op, const Expr *a,
                         const Expr *b) {
    if (type_kind(a->type) == TYPE_VECTOR || type_kind(b->type) == TYPE_VECTOR)
        return expr_vectors(parser, op, a, b);
    switch (op) {
    case PUNCT_OR:
    case PUNCT_AND: return expr_logical(op, a, b);
    case PUNCT_SHL:
    case PUNCT_SHR: return expr_shift(op, a, b);
    case PUNCT_PLUS:
    case PUNCT_MINUS: return expr_add(op, a, b);
    case PUNCT_EQ:
    case PUNCT_NE:
    case PUNCT_LESS:
    case PUNCT_GREATER:
    case PUNCT_LE:
    case PUNCT_GE: return expr_compare(op, a, b);
    default: return expr_arithmetic(op, a, b);
    }
}

/* Only a whole number moves a pointer; TinyCC takes any. */
static bool expr_check_sum(Parser *parser, const Token *token, const Expr *a,
                           const Expr *b) {
    bool is_sum = token_is(token, PUNCT_PLUS) || token_is(token, PUNCT_MINUS);
    bool a_points = type_kind(a->type) == TYPE_POINTER;
    bool b_points = type_kind(b->type) == TYPE_POINTER;
    bool is_wrong = (a_points && type_is_floating(b->type)) ||
                    (b_points && type_is_floating(a->type));
    if (!is_sum || !is_wrong || parser->unchecked) return true;
    return parse_problem(parser, token,
                         "a pointer (or text) and a number with a fraction "
                         "cannot be added");
}

/* && and || are done with one side before they come to the other; and while
 * a long double is fetched from memory, the other one may wait anywhere. */
static void expr_mend(Parser *parser, const Token *operator, const Expr *left,
                      uint32_t begin, const Expr *right) {
    uint32_t end = (uint32_t)(operator - parser->tokens);
    if (token_is(operator, PUNCT_AND) || token_is(operator, PUNCT_OR)) return;
    if (right->is_lvalue && type_kind(right->type) == TYPE_LDOUBLE) return;
    mend_long_double(parser, left->type, left, begin, end);
    mend_long_double(parser, right->type, right, end + 1, parser->at);
}

/* Operators of at least this precedence; those of the same are taken in a
 * loop, so that a sum may be as long as it likes. */
static bool expr_binary(Parser *parser, int least, Expr *ret) {
    uint32_t begin = parser->at;
    if (!expr_unary(parser, ret)) return false;
    for (;;) {
        const Token *token = parse_peek(parser, 0);
        int precedence = lexer_precedence((TokenId)token->id);
        if (precedence == 0 || precedence < least) return true;
        Expr right, left;
        uint32_t op_at = parser->at++;
        bool is_branch = precedence <= 2; /* && and || */
        if (!parse_enter(parser)) return false;
        parser->flow.conditions += is_branch;
        bool is_fine = expr_binary(parser, precedence + 1, &right);
        parser->flow.conditions -= is_branch;
        parse_leave(parser);
        if (!is_fine) return false;
        expr_mend(parser, token, ret, begin, &right);
        mend_divisor(parser, token, ret, &right, op_at + 1);
        if (token_is(token, PUNCT_STAR))
            heat_note(parser, op_at, ret->type, right.type);
        dubious_binary(parser, op_at, ret, &right);
        expr_use(parser, ret);
        expr_use(parser, &right);
        suspect_binary(parser, op_at, ret, &right);
        if (!suspect_records(parser, op_at, ret, &right) ||
            !expr_check_sum(parser, token, ret, &right))
            return false;
        left = *ret;
        *ret = expr_combine(parser, (TokenId)token->id, &left, &right);
        expr_remember(parser, op_at, &left, &right, ret);
    }
}

/* --- conditional --------------------------------------------------------- */

/* Two pointers: what one of them can point to, the other's qualifiers added;
 * a null pointer gives way, and void * takes all. */
static const Type *expr_pointers(Parser *parser, const Expr *a, const Expr *b) {
    if (expr_is_null(a)) return b->type;
    if (expr_is_null(b)) return a->type;
    const Type *at = type_strip(a->type), *bt = type_strip(b->type);
    if (at->kind != TYPE_POINTER || bt->kind != TYPE_POINTER)
        return type_basic(TYPE_UNKNOWN);
    const Type *target = at->target, *other = bt->target;
    if (type_strip(other)->kind == TYPE_VOID) {
        target = bt->target;
        other = at->target;
    }
    unsigned missing = type_is_const(other) && !type_is_const(target);
    if (!missing) return target == at->target ? a->type : b->type;
    return type_pointer(type_qualify(target, TYPE_CONST, parser->arena),
                        parser->arena);
}

static const Type *expr_common_type(Parser *parser, const Expr *a,
                                    const Expr *b) {
    TypeKind ka = type_kind(a->type), kb = type_kind(b->type);
    if (ka == TYPE_UNKNOWN || kb == TYPE_UNKNOWN)
        return type_basic(TYPE_UNKNOWN);
    if (ka == TYPE_VOID || kb == TYPE_VOID) return type_basic(TYPE_VOID);
    if (ka == TYPE_POINTER || kb == TYPE_POINTER)
        return expr_pointers(parser, a, b);
    if (type_is_arithmetic(a->type) && type_is_arithmetic(b->type))
        return type_basic(arith_common(arith_promote(a), arith_promote(b)));
    return type_equals(a->type, b->type) ? a->type : type_basic(TYPE_UNKNOWN);
}

static void expr_choose(Parser *parser, const Expr *condition, Expr *yes,
                        Expr *no, Expr *ret) {
    Expr test = *condition;
    expr_use(parser, yes);
    expr_use(parser, no);
    const Expr *chosen = test.value ? yes : no;
    *ret = primary_value(expr_common_type(parser, yes, no));
    if (!test.is_constant) return;
    bool is_integer = type_is_integer(ret->type);
    ret->is_constant = is_integer && chosen->is_constant;
    ret->has_address =
        chosen->has_address && type_kind(ret->type) == TYPE_POINTER;
    if (ret->is_constant)
        ret->value = arith_convert(type_kind(ret->type), chosen->value);
    if (ret->has_address) ret->value = chosen->value;
}

bool expr_parse_conditional(Parser *parser, Expr *ret) {
    Expr yes, no;
    if (!expr_binary(parser, 0, ret)) return false;
    if (!parse_accept(parser, PUNCT_QUESTION)) return true;
    yes = *ret;
    uint32_t op_at = parser->at - 1;
    parser->flow.conditions++;
    if (!token_is(parse_peek(parser, 0), PUNCT_COLON) &&
        !expr_parse(parser, &yes))
        return false;
    if (!parse_expect(parser, PUNCT_COLON)) return false;
    if (!parse_enter(parser)) return false;
    bool is_fine = expr_parse_conditional(parser, &no);
    parse_leave(parser);
    parser->flow.conditions--;
    if (!is_fine) return false;
    Expr condition = *ret;
    expr_choose(parser, &condition, &yes, &no, ret);
    ret->begin = condition.begin;
    ret->op_at = op_at;
    ret->op = PUNCT_QUESTION;
    return true;
}

/* --- assignment and comma ------------------------------------------------ */

static bool expr_is_assignment(const Token *token) {
    return token_is(token, PUNCT_ASSIGN) ||
           (token->id >= PUNCT_ADD_ASSIGN && token->id <= PUNCT_SHR_ASSIGN);
}

static bool expr_check_value(Parser *parser, const Token *at, const Type *to,
                             const Expr *value) {
    uint32_t begin = (uint32_t)(at - parser->tokens);
    if (!expr_check_kinds(parser, at, to, value)) return false;
    if (parser->unchecked) return true;
    dubious_value(parser, begin, to, value);
    return suspect_value(parser, begin, to, value);
}

bool expr_check_becomes(Parser *parser, const Token *at, const Type *to,
                        const Expr *value) {
    uint32_t begin = (uint32_t)(at - parser->tokens);
    mend_becomes(parser, to, value, begin, parser->at);
    return expr_check_value(parser, at, to, value);
}

/* p += 3 moves a pointer: the value need not be one. */
static bool expr_check_assigned(Parser *parser, uint32_t op_at,
                                const Token *at, const Type *to,
                                const Expr *value) {
    if (token_is(&parser->tokens[op_at], PUNCT_ASSIGN))
        return expr_check_becomes(parser, at, to, value);
    if (type_kind(to) == TYPE_POINTER && type_is_integer(value->type))
        return true;
    return expr_check_value(parser, at, to, value);
}

bool expr_parse_assignment(Parser *parser, Expr *ret) {
    Expr right;
    uint32_t first = parser->at;
    if (!expr_parse_conditional(parser, ret)) return false;
    if (!expr_is_assignment(parse_peek(parser, 0))) return true;
    uint32_t op_at = parser->at++;
    const Token *at = parse_peek(parser, 0);
    if (!parse_enter(parser)) return false;
    bool is_fine = expr_parse_assignment(parser, &right);
    parse_leave(parser);
    if (!is_fine) return false;
    if (!suspect_assignment(parser, ret, op_at, &right)) return false;
    dubious_assignment(parser, ret, op_at, &right);
    flow_on_assignment(parser, ret, (TokenId)parser->tokens[op_at].id);
    if (ret->base) flow_on_write(parser, ret);
    if (type_strip(ret->type)->kind != TYPE_ARRAY &&
        !expr_check_assigned(parser, op_at, at, ret->type, &right))
        return false;
    mend_compound(parser, &parser->tokens[op_at], ret, &right, first);
    mend_divisor(parser, &parser->tokens[op_at], ret, &right, op_at + 1);
    heat_note(parser, op_at, ret->type, ret->type);
    uint32_t begin = ret->begin;
    bool reads_char = right.reads_char;
    uint16_t from_op = right.in_parens ? ID_NONE : right.op;
    *ret = primary_value(type_unqualify(ret->type, parser->arena));
    ret->begin = begin;
    ret->op_at = op_at;
    ret->op = parser->tokens[op_at].id;
    ret->reads_char = reads_char;
    ret->from_op = from_op;
    return true;
}

bool expr_parse(Parser *parser, Expr *ret) {
    uint32_t begin = parser->at;
    if (!expr_parse_assignment(parser, ret)) return false;
    while (parse_accept(parser, PUNCT_COMMA)) {
        uint32_t op_at = parser->at - 1;
        if (!expr_parse_assignment(parser, ret)) return false;
        expr_use(parser, ret);
        *ret = primary_value(ret->type);
        ret->op_at = op_at;
        ret->op = PUNCT_COMMA;
        ret->begin = begin;
    }
    return true;
}
