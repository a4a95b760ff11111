/* suspect_operator.c - operators whose operands the compiler will refuse. */
#include "cell/advice.h"
#include "cell/hint.h"
#include "cell/lexer.h"
#include "cell/suspect.h"

static bool is_record(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind == TYPE_STRUCT || kind == TYPE_UNION;
}

static bool is_pointer(const Type *type) {
    return type_kind(type) == TYPE_POINTER;
}

static const char suspect_gsl_operator[] =
    "C's operators do not work on vectors and matrices: use functions, such "
    "as nb_add(v, w), nb_scale(2, v) and nb_matmul(A, v)";
static const char suspect_text_sum[] =
    "+ does not join texts: print them one after the other, or join them with "
    "snprintf in an array";

/* The condition that this token stands in, if it does. */
static bool suspect_is_condition(const Parser *parser, uint32_t at) {
    int depth = 0;
    for (; at > 0; at--) {
        const Token *token = &parser->tokens[at - 1];
        if (token_is(token, PUNCT_SEMICOLON)) return false;
        depth += token_is(token, PUNCT_RPAREN);
        if (token_is(token, PUNCT_LPAREN) && depth-- == 0)
            return at > 1 && (token_is(token - 1, KW_IF) ||
                              token_is(token - 1, KW_WHILE));
    }
    return false;
}

static const char *suspect_of_numbers(TokenId op) {
    switch (op) {
    case PUNCT_PERCENT:
        return "% is the remainder of whole numbers: for numbers with a "
               "fraction write fmod(x, y)";
    case PUNCT_CARET:
        return "^ is no power in C (it works on the bits of whole numbers): "
               "write pow(x, 2), or x * x";
    case PUNCT_AMP:
    case PUNCT_PIPE:
        return "& and | work on the bits of whole numbers: for 'and' and 'or' "
               "write && and ||";
    case PUNCT_SHL:
    case PUNCT_SHR:
        return "<< and >> shift the bits of whole numbers; output is written "
               "with printf";
    default: return NULL;
    }
}

/* The operator of +=, and so on; those of numbers with a fraction are left. */
static TokenId suspect_operation(TokenId assignment) {
    switch (assignment) {
    case PUNCT_MOD_ASSIGN: return PUNCT_PERCENT;
    case PUNCT_XOR_ASSIGN: return PUNCT_CARET;
    case PUNCT_AND_ASSIGN: return PUNCT_AMP;
    case PUNCT_OR_ASSIGN: return PUNCT_PIPE;
    case PUNCT_SHL_ASSIGN: return PUNCT_SHL;
    case PUNCT_SHR_ASSIGN: return PUNCT_SHR;
    default: return assignment;
    }
}

/* What stands on the left of = is no place in memory. */
static void suspect_no_place(Parser *parser, const Expr *target,
                             uint32_t op_at) {
    Str text = advice_text(parser, target->begin, op_at);
    const Symbol *symbol = target->symbol;
    if (symbol && symbol->kind == SYMBOL_FUNCTION) {
        advice_suspect(parser, target->begin, op_at,
                       "%.*s is a function, not a variable: declare a variable "
                       "to use the name for it, as in 'double %.*s = ...;'",
                       STR_ARG(text), STR_ARG(symbol->name));
        return;
    }
    bool is_condition = token_is(&parser->tokens[op_at], PUNCT_ASSIGN) &&
                        suspect_is_condition(parser, op_at);
    advice_suspect(parser, target->begin, op_at,
                   "nothing can be stored in %.*s: %s %.*s stands a variable, "
                   "an element or a member",
                   STR_ARG(text),
                   is_condition ? "== compares, while on the left of"
                                : "on the left of",
                   STR_ARG(parser->tokens[op_at].text));
}

/* d <<= 1; d %= 2; */
static void suspect_changed(Parser *parser, const Expr *target, uint32_t op_at,
                            const Expr *value) {
    TokenId op = suspect_operation((TokenId)parser->tokens[op_at].id);
    bool has_fraction =
        type_is_floating(target->type) || type_is_floating(value->type);
    const char *about = has_fraction ? suspect_of_numbers(op) : NULL;
    if (about) advice_suspect(parser, op_at, op_at + 1, "%s", about);
}

bool suspect_assignment(Parser *parser, const Expr *target, uint32_t op_at,
                        const Expr *value) {
    if (!advice_is_wanted(parser)) return true;
    if (type_is_scalar(value->type) && suspect_element(parser, target))
        return false;
    Str text = advice_text(parser, target->begin, op_at);
    const Type *type = type_strip(target->type);
    if (type->kind == TYPE_UNKNOWN) return true;
    if (type->kind == TYPE_ARRAY) {
        TypeKind element = type_kind(type->target);
        advice_suspect(parser, target->begin, op_at,
                       "%.*s is an array, which = cannot fill: %s",
                       STR_ARG(text),
                       element == TYPE_CHAR
                           ? "copy the text into it with strcpy or snprintf"
                           : "assign its elements one by one");
    } else if (target->is_lvalue && type_is_const(target->type)) {
        advice_suspect(parser, target->begin, op_at,
                       "%.*s is const: it keeps the value that it was declared "
                       "with; leave out the const there to change it",
                       STR_ARG(text));
    } else if (!target->is_lvalue) {
        suspect_no_place(parser, target, op_at);
    } else if (hint_is_gsl_array(type) &&
               !token_is(&parser->tokens[op_at], PUNCT_ASSIGN)) {
        advice_suspect(parser, op_at, op_at + 1, "%s", suspect_gsl_operator);
    } else if (value->is_text && is_pointer(type) &&
               token_is(&parser->tokens[op_at], PUNCT_ADD_ASSIGN)) {
        advice_suspect(parser, op_at, op_at + 1, "%s", suspect_text_sum);
    } else {
        suspect_changed(parser, target, op_at, value);
    }
    return true;
}

void suspect_step(Parser *parser, const Expr *target, uint32_t op_at) {
    if (!advice_is_wanted(parser) || type_kind(target->type) == TYPE_UNKNOWN)
        return;
    Str text = parser->tokens[op_at].text;
    if (!target->is_lvalue || type_kind(target->type) == TYPE_ARRAY)
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s changes a variable, an element or a member, but "
                       "this is none",
                       STR_ARG(text));
    else if (type_is_const(target->type))
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s would change what is const: it keeps the value "
                       "that it was declared with",
                       STR_ARG(text));
}

static const char *suspect_of_complex(TokenId op) {
    if (lexer_precedence(op) == 7)
        return "complex numbers have no order: compare parts of them, "
               "creal(z), or their sizes, cabs(z)";
    return suspect_of_numbers(op);
}

/* s == 'a' */
static bool suspect_of_text(const Parser *parser, TokenId op, const Expr *left,
                            const Expr *right) {
    bool is_comparison = op == PUNCT_EQ || op == PUNCT_NE;
    bool left_is_char = parser->tokens[left->begin].kind == TOK_CHAR;
    bool right_is_char = parser->tokens[right->begin].kind == TOK_CHAR;
    return is_comparison && ((is_pointer(left->type) && right_is_char) ||
                             (is_pointer(right->type) && left_is_char));
}

void suspect_binary(Parser *parser, uint32_t op_at, const Expr *left,
                    const Expr *right) {
    if (!advice_is_wanted(parser)) return;
    TokenId op = (TokenId)parser->tokens[op_at].id;
    const char *about = NULL;
    bool has_fraction =
        type_is_floating(left->type) || type_is_floating(right->type);
    if (has_fraction) about = suspect_of_numbers(op);
    if (type_is_complex(left->type) || type_is_complex(right->type))
        about = suspect_of_complex(op);
    bool a_points = is_pointer(left->type), b_points = is_pointer(right->type);
    bool is_vector = (a_points && hint_is_gsl_array(left->type)) ||
                     (b_points && hint_is_gsl_array(right->type));
    if (is_vector && op != PUNCT_EQ && op != PUNCT_NE &&
        lexer_precedence(op) >= 9)
        about = suspect_gsl_operator;
    else if (a_points && b_points && op == PUNCT_PLUS)
        about = left->is_text || right->is_text
                    ? suspect_text_sum
                    : "two pointers cannot be added: is a * before them "
                      "missing?";
    else if ((a_points || b_points) && op == PUNCT_STAR)
        about = "a pointer cannot be multiplied: is a * before it missing, or "
                "an index [i] behind it?";
    else if ((op == PUNCT_EQ || op == PUNCT_NE) &&
             ((left->is_text && type_is_integer(right->type)) ||
              (right->is_text && type_is_integer(left->type))))
        about = "one character is compared with a text here: a character "
                "stands in single quotes, 'a'";
    else if (suspect_of_text(parser, op, left, right))
        about = "text is compared with one character here: compare one letter "
                "of it, s[0] == 'a', or all of it, strcmp(s, \"a\") == 0";
    bool is_void = type_strip(left->type)->kind == TYPE_VOID ||
                   type_strip(right->type)->kind == TYPE_VOID;
    if (is_void && left->op == PUNCT_STAR && left->is_unary) return;
    if (is_void && right->op == PUNCT_STAR && right->is_unary) return;
    if (is_void)
        about = "one side of this gives no value: its type is void";
    bool is_element = hint_gsl_element(parser, left).len ||
                      hint_gsl_element(parser, right).len;
    if (is_element) return; /* said already, at the index */
    if (about) advice_suspect(parser, op_at, op_at + 1, "%s", about);
}

bool suspect_records(Parser *parser, uint32_t op_at, const Expr *left,
                     const Expr *right) {
    const Token *token = &parser->tokens[op_at];
    const Expr *record = is_record(left->type)    ? left
                         : is_record(right->type) ? right
                                                  : NULL;
    if (!record || parser->unchecked) return true;
    if (hint_gsl_element(parser, left).len ||
        hint_gsl_element(parser, right).len)
        return true; /* said already, at the index */
    Str hint = hint_for_operator(parser, (TokenId)token->id, record->type);
    return parse_problem(parser, token,
                         "%.*s does not work on a whole %.*s: %.*s",
                         STR_ARG(token->text),
                         STR_ARG(advice_type(parser, record->type)),
                         STR_ARG(hint));
}
