#include "cell/dubious.h"

#include <stdlib.h>

#include "cell/advice.h"
#include "cell/arith.h"
#include "cell/flow.h"
#include "cell/lexer.h"

static bool is_comparison(const Expr *value) {
    int precedence = lexer_precedence((TokenId)value->op);
    return !value->is_unary && (precedence == 6 || precedence == 7);
}

static bool is_literal(const Parser *parser, const Expr *value) {
    const Token *token = &parser->tokens[value->begin];
    return !value->op && !value->in_parens &&
           (token->kind == TOK_NUMBER || token->kind == TOK_CHAR) &&
           !(token->flags & TOKEN_FROM_MACRO);
}

/* A decimal number, as in 2^10; masks are written in hexadecimal. */
static bool is_decimal(const Parser *parser, const Expr *value) {
    Str text = parser->tokens[value->begin].text;
    return is_literal(parser, value) && value->is_constant &&
           (text.len == 1 || text.text[0] != '0');
}

/* --- conditions --- */

static const Token *condition_source(const Parser *parser,
                                     const Expr *condition) {
    return &parser->tokens[condition->op_at + 1];
}

/* if (x = 3), if (x = y): while (p = next(p)) is a way to write loops. */
static void condition_assigns(Parser *parser, const Expr *condition) {
    const Token *from = condition_source(parser, condition);
    bool is_plain = from->kind == TOK_NUMBER || from->kind == TOK_CHAR ||
                    (parse_is_name(from) &&
                     token_is(from + 1, PUNCT_RPAREN));
    bool is_choice = condition->from_op == PUNCT_AND ||
                     condition->from_op == PUNCT_OR;
    if (!is_choice && (!is_plain || parser->at != condition->op_at + 2)) return;
    advice_warn(parser, condition->op_at, condition->op_at + 1,
                "= stores a value, it does not compare: write == here, or "
                "another pair of parentheses if storing is meant");
}

/* An unsigned number never gets below 0, so the loop does not end. */
static void condition_never_ends(Parser *parser, const Expr *condition) {
    const Token *op = &parser->tokens[condition->op_at];
    if (!token_is(op, PUNCT_GE) || !condition->is_always) return;
    advice_warn(parser, condition->begin, parser->at,
                "this is always true, since an unsigned number never gets "
                "below 0, so the loop has no end: make it an int or a long");
}

void dubious_condition(Parser *parser, const Expr *condition, bool is_loop) {
    if (!advice_is_wanted(parser) || condition->in_parens) return;
    if (condition->op == PUNCT_ASSIGN) condition_assigns(parser, condition);
    if (is_loop && is_comparison(condition))
        condition_never_ends(parser, condition);
}

/* --- statements --- */

static const char *statement_waste(const Expr *value) {
    int precedence = lexer_precedence((TokenId)value->op);
    if (value->is_unary) return NULL;
    if (value->op == PUNCT_EQ)
        return "== only compares, and nobody uses the answer: write = to "
               "store a value";
    if (precedence == 0 || value->op == PUNCT_AND || value->op == PUNCT_OR ||
        value->op == PUNCT_SHL || value->op == PUNCT_SHR)
        return NULL;
    return "this computes a value that nobody uses: store it with =, print "
           "it, or return it";
}

/* At the top level `6 * 7;` is how a cell keeps silent. */
void dubious_statement(Parser *parser, const Expr *value) {
    if (!advice_is_wanted(parser) || value->in_parens) return;
    const Token *first = &parser->tokens[value->begin];
    if ((token_is(first, PUNCT_PLUS) || token_is(first, PUNCT_MINUS)) &&
        advice_is_macro_end(parser, value->begin, false))
        return;
    bool is_top = !parse_block_is_inner(parser);
    bool is_result = token_is(parse_peek(parser, 1), PUNCT_RBRACE) &&
                     token_is(parse_peek(parser, 2), PUNCT_RPAREN);
    if (is_result || (is_top && value->op != PUNCT_EQ)) return;
    if (parser->tokens[value->op_at].flags & TOKEN_FROM_MACRO) return;
    bool is_called = !value->symbol || value->symbol->kind != SYMBOL_FUNCTION;
    const char *waste = statement_waste(value);
    const Token *last = parse_peek(parser, 0) - 1;
    bool is_step = value->is_unary && value->op == PUNCT_STAR &&
                   (token_is(last, PUNCT_INCREMENT) ||
                    token_is(last, PUNCT_DECREMENT));
    if (is_step)
        waste = "this moves the pointer, and * does nothing: write (*p)++ to "
                "change what it points to";
    if (waste) advice_warn(parser, value->begin, parser->at, "%s", waste);
    if (!is_called)
        advice_warn(parser, value->begin, parser->at,
                    "this names the function '%.*s' but does not call it: "
                    "write %.*s()",
                    STR_ARG(value->symbol->name), STR_ARG(value->symbol->name));
}

void dubious_step(Parser *parser, const Expr *step) {
    int precedence = lexer_precedence((TokenId)step->op);
    bool is_sum = !step->is_unary && precedence >= 6;
    bool is_name = step->symbol && step->symbol->kind == SYMBOL_VARIABLE;
    if (!advice_is_wanted(parser) || step->in_parens) return;
    if (!is_sum && !is_name) return;
    advice_warn(parser, step->begin, parser->at,
                "this step changes nothing, so the loop may have no end: write "
                "i++, or i += 2");
}

static uint32_t column_of(const Token *token) {
    return source_place(token->source, token->span.begin).column;
}

static uint32_t line_of(const Token *token) {
    return source_place(token->source, token->span.begin).line;
}

void dubious_body(Parser *parser, uint32_t keyword, uint32_t body) {
    const Token *semicolon = &parser->tokens[parser->at - 1];
    const Token *word = &parser->tokens[keyword], *next = semicolon + 1;
    if (parser->at != body + 1 || !advice_is_wanted(parser)) return;
    if (!token_is(semicolon, PUNCT_SEMICOLON) ||
        !token_is(semicolon - 1, PUNCT_RPAREN) || next->kind == TOK_END ||
        next->source != word->source || !word->source)
        return;
    bool is_if = token_is(word, KW_IF);
    bool is_indented = line_of(next) > line_of(semicolon) &&
                       column_of(next) > column_of(word) &&
                       line_of(semicolon) == line_of(semicolon - 1);
    bool is_else = token_is(next, KW_ELSE);
    if (is_else || (!is_if && !is_indented && !token_is(next, PUNCT_LBRACE)))
        return;
    advice_warn(parser, parser->at - 1, parser->at,
                "this ; ends the '%.*s' already: what follows runs in any "
                "case%s; remove it",
                STR_ARG(word->text), is_if ? "" : ", once");
}

/* --- binary operators --- */

/* == != < > <= >= */
static void binary_compares_text(Parser *parser, uint32_t op_at,
                                 const Expr *left, const Expr *right) {
    if (!left->is_text && !right->is_text) return;
    if (type_is_arithmetic(left->type) || type_is_arithmetic(right->type))
        return;
    Str sign = parser->tokens[op_at].text;
    advice_warn(parser, left->begin, parser->at,
                "%.*s compares where the texts are kept, not their letters: "
                "write strcmp(a, b) %.*s 0",
                STR_ARG(sign), STR_ARG(sign));
}

/* printf("x is " + x) */
static void binary_joins_text(Parser *parser, uint32_t op_at,
                              const Expr *left, const Expr *right) {
    bool is_sum = token_is(&parser->tokens[op_at], PUNCT_PLUS);
    if (!is_sum || !left->is_text || !type_is_integer(right->type)) return;
    /* "\n" + is_first, "---- %d ----" + 5 are a way to skip characters. */
    Str text = parser->tokens[left->begin].text;
    bool is_words = text.len > 2 && !str_has(text, '%') &&
                    ((text.text[1] | 32) >= 'a' && (text.text[1] | 32) <= 'z');
    if (!right->symbol || right->is_constant || !is_words) return;
    advice_warn(parser, op_at, op_at + 1,
                "+ does not join a text and a number, it leaves out that many "
                "characters: write printf(\"... %%d\", x)");
}

/* Is this sum, product, ... of two whole numbers beyond an int? */
static bool binary_overflows(TokenId op, const Expr *left, const Expr *right,
                             int64_t *ret) {
    int64_t a = left->value, b = right->value;
    if (!left->is_constant || !right->is_constant) return false;
    if (type_kind(left->type) != TYPE_INT || type_kind(right->type) != TYPE_INT)
        return false;
    if (op == PUNCT_STAR) *ret = a * b;
    else if (op == PUNCT_PLUS) *ret = a + b;
    else if (op == PUNCT_MINUS) *ret = a - b;
    else return false;
    return *ret != (int32_t)*ret;
}

static void binary_of_constants(Parser *parser, uint32_t op_at,
                                const Expr *left, const Expr *right) {
    TokenId op = (TokenId)parser->tokens[op_at].id;
    int64_t exact;
    if (binary_overflows(op, left, right, &exact))
        advice_warn(parser, left->begin, parser->at,
                    "this is %lld, but an int holds at most 2147483647: write "
                    "one of the numbers with an L (1000L), or as a double "
                    "(1000.0)",
                    (long long)exact);
    bool is_division = op == PUNCT_SLASH || op == PUNCT_PERCENT;
    if (is_division && right->is_constant && right->value == 0 &&
        type_is_integer(left->type))
        advice_warn(parser, op_at, parser->at,
                    "whole numbers cannot be divided by zero: the cell will "
                    "end here");
    bool is_power = op == PUNCT_CARET && is_decimal(parser, left) &&
                    (left->value == 2 || left->value == 10) &&
                    (is_decimal(parser, right) || right->symbol) &&
                    !right->in_parens;
    if (is_power)
        advice_warn(parser, left->begin, parser->at,
                    "^ is no power in C (it works on bits): write %s",
                    left->value == 2 ? "1 << n for a power of 2, or pow(2, n)"
                                     : "pow(10, n), or 1e6 for a million");
}

/* a < b < c; x & 1 == 0; !x == 3; x == 1 || 2 */
static void binary_precedence(Parser *parser, uint32_t op_at,
                              const Expr *left, const Expr *right) {
    TokenId op = (TokenId)parser->tokens[op_at].id;
    int precedence = lexer_precedence(op);
    int inner = is_comparison(left) && !left->in_parens
                    ? lexer_precedence((TokenId)left->op)
                    : 0;
    if (precedence == 7 && inner == 7)
        advice_warn(parser, left->begin, parser->at,
                    "this compares the answer of the first comparison (0 or "
                    "1) with the last number: write a < b && b < c");
    bool is_bits = op == PUNCT_AMP || op == PUNCT_PIPE || op == PUNCT_CARET;
    if (is_bits && is_comparison(right) && !right->in_parens &&
        !is_comparison(left) && left->op != PUNCT_NOT &&
        type_kind(left->type) != TYPE_BOOL &&
        lexer_precedence((TokenId)left->op) != precedence)
        advice_warn(parser, right->begin, parser->at,
                    "%.*s comes after the comparison %.*s here: put the bits "
                    "in parentheses, (x %.*s y) %.*s z",
                    STR_ARG(parser->tokens[op_at].text),
                    STR_ARG(parser->tokens[right->op_at].text),
                    STR_ARG(parser->tokens[op_at].text),
                    STR_ARG(parser->tokens[right->op_at].text));
    bool is_not = left->op == PUNCT_NOT && left->is_unary && !left->in_parens;
    if ((precedence == 6 || precedence == 7) && is_not &&
        is_literal(parser, right) && (right->value < 0 || right->value > 1))
        advice_warn(parser, left->begin, parser->at,
                    "! comes before the comparison, so this compares 0 or 1: "
                    "write !(a %.*s b)",
                    STR_ARG(parser->tokens[op_at].text));
    bool is_choice = op == PUNCT_OR && is_decimal(parser, right) &&
                     right->value > 1;
    const Token *word = &parser->tokens[right->begin];
    if ((is_choice || (op == PUNCT_OR && is_literal(parser, right) &&
                       word->kind == TOK_CHAR)) &&
        left->op == PUNCT_EQ && !left->is_unary)
        advice_warn(parser, right->begin, parser->at,
                    "%.*s alone is always true: write the comparison again, "
                    "x == a || x == %.*s",
                    STR_ARG(word->text), STR_ARG(word->text));
}

/* A float is not what is written: 0.1f == 0.1 is false. */
static void binary_compares_float(Parser *parser, const Expr *left,
                                  const Expr *right) {
    bool is_turned = is_literal(parser, left); /* 0.1 == x */
    const Expr *number = is_turned ? left : right;
    const Expr *other = is_turned ? right : left;
    if (type_kind(other->type) != TYPE_FLOAT || is_literal(parser, other) ||
        type_kind(number->type) != TYPE_DOUBLE || !is_literal(parser, number))
        return;
    char text[64];
    Str spelling = parser->tokens[number->begin].text;
    if (spelling.len >= sizeof text) return;
    memcpy(text, spelling.text, spelling.len);
    text[spelling.len] = '\0';
    double value = strtod(text, NULL);
    if ((double)(float)value == value) return;
    advice_warn(parser, left->begin, parser->at,
                "a float has only 7 digits, so it never equals the double "
                "%.*s: write %.*sf, or better use double",
                STR_ARG(spelling), STR_ARG(spelling));
}

/* 1/2 * x: the fraction is lost before x comes. */
static bool loses_fraction(const Expr *value) {
    return value->op == PUNCT_SLASH && !value->is_unary &&
           value->loses_fraction;
}

static void say_lost_fraction(Parser *parser, const Expr *value,
                              uint32_t end) {
    const Token *dividend = &parser->tokens[value->begin];
    if (value->is_constant)
        advice_warn(parser, value->begin, end,
                    "the fraction is lost: whole numbers divided give a whole "
                    "number, here %lld; write %.*s.0 for the first one",
                    (long long)value->value, STR_ARG(dividend->text));
    else
        advice_warn(parser, value->begin, end,
                    "the fraction is lost: whole numbers divided give a whole "
                    "number; write (double) before the first one to keep it");
}

/* 1 / 3, and no names or macros in it */
static bool is_literal_quotient(const Parser *parser, const Expr *value) {
    const Token *first = &parser->tokens[value->begin];
    const Token *last = &parser->tokens[value->op_at + 1];
    return first->kind == TOK_NUMBER && last->kind == TOK_NUMBER &&
           first + 1 == last - 1 && !(first->flags & TOKEN_FROM_MACRO);
}

static void binary_mixes(Parser *parser, uint32_t op_at, const Expr *left,
                         const Expr *right) {
    TokenId op = (TokenId)parser->tokens[op_at].id;
    bool is_sum = op == PUNCT_PLUS || op == PUNCT_MINUS || op == PUNCT_STAR ||
                  op == PUNCT_SLASH;
    if (!is_sum) return;
    bool is_nothing = op == PUNCT_STAR && left->value == 0 &&
                      is_literal_quotient(parser, left) &&
                      type_is_integer(right->type);
    if (loses_fraction(left) && left->is_constant &&
        (is_nothing || type_is_floating(right->type)))
        say_lost_fraction(parser, left, op_at);
    if (loses_fraction(right) && right->is_constant &&
        type_is_floating(left->type))
        say_lost_fraction(parser, right, parser->at);
}

void dubious_binary(Parser *parser, uint32_t op_at, const Expr *left,
                    const Expr *right) {
    TokenId op = (TokenId)parser->tokens[op_at].id;
    if (!advice_is_wanted(parser)) return;
    if (parser->tokens[op_at].flags & TOKEN_FROM_MACRO) return;
    int precedence = lexer_precedence(op);
    if (precedence == 6 || precedence == 7)
        binary_compares_text(parser, op_at, left, right);
    if (precedence == 6) binary_compares_float(parser, left, right);
    binary_joins_text(parser, op_at, left, right);
    binary_of_constants(parser, op_at, left, right);
    binary_precedence(parser, op_at, left, right);
    binary_mixes(parser, op_at, left, right);
}

/* --- values --- */

static void value_to_integer(Parser *parser, uint32_t begin, const Type *to,
                             const Expr *value) {
    const Token *token = &parser->tokens[begin];
    uint32_t number = begin + token_is(token, PUNCT_MINUS);
    bool is_one = parser->at == number + 1 &&
                  parser->tokens[number].kind == TOK_NUMBER;
    Str text = parser->tokens[number].text;
    if (!is_one || type_kind(to) == TYPE_BOOL) return;
    if (type_kind(value->type) == TYPE_DOUBLE && text.len < 30) {
        char copy[32];
        memcpy(copy, text.text, text.len);
        copy[text.len] = '\0';
        double exact = strtod(copy, NULL);
        if (exact > 2147483647.0 && type_kind(to) == TYPE_INT)
            advice_warn(parser, begin, parser->at,
                        "this is too large for an int, which holds at most "
                        "2147483647: declare a long or a double");
        else if (exact < 1e18 && (double)(int64_t)exact != exact)
            advice_warn(parser, begin, parser->at,
                        "%.*s holds whole numbers only, so this becomes "
                        "%s%lld: declare a double to keep the fraction",
                        STR_ARG(advice_a_type(parser, to)),
                        number > begin ? "-" : "", (long long)exact);
        return;
    }
    bool is_decimal_number = text.len && text.text[0] != '0' &&
                             !str_has(text, 'u') && !str_has(text, 'U');
    if (!value->is_constant || !is_decimal_number) return;
    TypeKind kind = type_kind(to);
    bool is_small = kind == TYPE_INT || kind == TYPE_SHORT;
    int64_t kept = arith_convert(kind, value->value);
    if (is_small && kept != value->value)
        advice_warn(parser, begin, parser->at,
                    "this is too large for %.*s and becomes %lld: declare %s",
                    STR_ARG(advice_a_type(parser, to)), (long long)kept,
                    kind == TYPE_INT ? "a long" : "an int or a long");
}

/* p = malloc(n * sizeof(other)) */
static void value_is_allocated(Parser *parser, uint32_t begin, const Type *to,
                               const Expr *value) {
    uint64_t given, needed;
    uint32_t align;
    const Type *target = type_strip(to)->target;
    if (!value->sized || !type_layout(target, &needed, &align) ||
        !type_layout(value->sized, &given, &align))
        return;
    if (needed <= 1 || given >= needed || given <= 1) return;
    advice_warn(parser, begin, parser->at,
                "this counts in %.*s (%llu bytes), but one %.*s takes %llu: "
                "write sizeof(%.*s)",
                STR_ARG(advice_type(parser, value->sized)),
                (unsigned long long)given,
                STR_ARG(advice_type(parser, target)),
                (unsigned long long)needed,
                STR_ARG(advice_type(parser, target)));
}

/* Is this surely no number of boxes, as in n * (n + 1) / 2 or floor(i / 10)?
 * What is stored in a variable and was not a product before is a mean. */
static bool value_is_quotient(const Parser *parser, uint32_t begin,
                              const Expr *value) {
    if (value->is_constant || value->divides_constant) return true;
    const Token *before = &parser->tokens[begin > 0 ? begin - 1 : 0];
    bool is_stored = token_is(before, PUNCT_ASSIGN) ||
                     token_is(before, KW_RETURN);
    return is_stored && !value->divides_product;
}

void dubious_value(Parser *parser, uint32_t begin, const Type *to,
                   const Expr *value) {
    if (!advice_is_wanted(parser) || parser->at <= begin) return;
    if (type_is_floating(to) && loses_fraction(value) && !value->in_parens &&
        value_is_quotient(parser, begin, value))
        say_lost_fraction(parser, value, parser->at);
    if (type_is_integer(to)) value_to_integer(parser, begin, to, value);
    if (type_kind(to) == TYPE_POINTER && value->is_allocation)
        value_is_allocated(parser, begin, to, value);
}

void dubious_assignment(Parser *parser, const Expr *target, uint32_t op_at,
                        const Expr *value) {
    if (!advice_is_wanted(parser)) return;
    const Token *token = &parser->tokens[op_at];
    bool is_step = value->op == PUNCT_INCREMENT || value->op == PUNCT_DECREMENT;
    bool is_same = token_is(token, PUNCT_ASSIGN) && target->symbol && is_step &&
                   value->stepped == target->symbol;
    if (is_same)
        advice_warn(parser, target->begin, parser->at,
                    "%.*s is changed twice here, in no certain order: "
                    "'%.*s++;' alone adds 1",
                    STR_ARG(target->symbol->name),
                    STR_ARG(target->symbol->name));
    /* x =+ 3, but not x = +3 */
    const Token *sign = token + 1;
    bool is_joined = !(sign->flags & TOKEN_SPACE_BEFORE) &&
                     (sign[1].flags & TOKEN_SPACE_BEFORE) &&
                     (token->flags & TOKEN_SPACE_BEFORE);
    if (token_is(token, PUNCT_ASSIGN) && is_joined &&
        (token_is(sign, PUNCT_PLUS) || token_is(sign, PUNCT_MINUS)))
        advice_warn(parser, op_at, op_at + 2,
                    "=%.*s stores %.*s3, it does not change what is there: "
                    "write %.*s=",
                    STR_ARG(sign->text), STR_ARG(sign->text),
                    STR_ARG(sign->text));
    bool is_byte = type_kind(target->type) == TYPE_CHAR;
    if (is_byte && value->reads_char && target->symbol)
        advice_warn(parser, target->begin, parser->at,
                    "'%.*s' is a char, which cannot hold EOF beside all "
                    "characters: declare it as int",
                    STR_ARG(target->symbol->name));
}

/* --- arrays --- */

/* for (int i = 0; i <= 5; i++) a[i]: the last round is one too many, if
 * nothing in the body can keep it from running. */
static bool index_gets_beyond(const Parser *parser, const Expr *index,
                              int64_t length) {
    const Flow *flow = &parser->flow;
    return index->symbol && index->symbol == flow->counter &&
           flow->loops == flow->counter_loops && !flow->has_jump &&
           flow->loops <= FLOW_LOOPS &&
           flow->conditions == flow->entries[flow->loops - 1] &&
           flow->counter_last >= length;
}

void dubious_index(Parser *parser, const Expr *base, const Expr *index) {
    const Type *type = type_strip(base->type);
    const Token *opening = &parser->tokens[base->begin];
    if (!advice_is_wanted(parser) || !base->symbol || base->in_parens) return;
    if (parser->flow.unevaluated) return;
    if (type->kind != TYPE_ARRAY || type->extent != EXTENT_KNOWN) return;
    bool is_address = base->begin > 0 && token_is(opening - 1, PUNCT_AMP);
    int64_t length = (int64_t)type->length;
    bool is_end = is_address && parser->flow.counter_last == length;
    if (!is_end && index_gets_beyond(parser, index, length))
        advice_warn(parser, index->begin, parser->at,
                    "'%.*s' gets up to %lld, but '%.*s' has %lld elements, "
                    "from [0] to [%lld]: write %.*s < %lld in the loop",
                    STR_ARG(index->symbol->name),
                    (long long)parser->flow.counter_last,
                    STR_ARG(base->symbol->name), (long long)length,
                    (long long)length - 1, STR_ARG(index->symbol->name),
                    (long long)length);
    if (!index->is_constant) return;
    if (is_address && index->value == length) return;
    if (index->value >= 0 && index->value < length) return;
    advice_warn(parser, index->begin, parser->at,
                "'%.*s' has %lld element%s, from [0] to [%lld]: there is no "
                "[%lld]",
                STR_ARG(base->symbol->name), (long long)length,
                length == 1 ? "" : "s", (long long)length - 1,
                (long long)index->value);
}

void dubious_size(Parser *parser, const Expr *operand) {
    const Local *local = operand->symbol ? operand->symbol->local : NULL;
    if (!advice_is_wanted(parser) || !local || !local->written) return;
    advice_warn(parser, operand->begin, parser->at,
                "'%.*s' is a parameter, so it is a pointer of 8 bytes, not "
                "the array: pass the number of elements as another parameter",
                STR_ARG(operand->symbol->name));
}

/* char s[5] = "hello" has no room for the '\0' that ends a text. */
void dubious_text_array(Parser *parser, uint32_t begin, const Type *to,
                        const Expr *value) {
    const Type *array = type_strip(to), *text = type_strip(value->type);
    if (!advice_is_wanted(parser) || !value->is_text) return;
    if (array->kind != TYPE_ARRAY || array->extent != EXTENT_KNOWN ||
        type_kind(array->target) != TYPE_CHAR || text->kind != TYPE_ARRAY ||
        array->length >= text->length)
        return;
    parser->is_unterminated = true;
    if (array->length + 1 < text->length)
        advice_suspect(parser, begin, parser->at,
                       "this text needs %llu characters with the '\\0' at its "
                       "end, but the array has %llu: write [] or [%llu]",
                       (unsigned long long)text->length,
                       (unsigned long long)array->length,
                       (unsigned long long)text->length);
}
