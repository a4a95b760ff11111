#include "cell/condition.h"

#include "cell/lexer.h"

enum {
    CONDITION_DEEPEST = 200
};

/* Integers have 64 bits; arithmetic is done without sign, and wraps. */
typedef struct Value {
    uint64_t bits;
    bool is_unsigned;
} Value;

typedef struct Condition {
    Expander *expander;
    ConditionHas has;
    Token token; /* the one to be looked at next */
    Token at;    /* where the end of the line is complained about */
    uint32_t depth;
} Condition;

static const Value zero = {0, false};

static Value condition_value(bool truth) { return (Value){truth, false}; }

static void condition_advance(Condition *cond) {
    cond->token = expand_next(cond->expander);
}

static const Token *condition_place(const Condition *cond) {
    return cond->token.kind == TOK_END ? &cond->at : &cond->token;
}

#define FAIL(cond, ...)                                                        \
    expand_problem((cond)->expander, condition_place(cond), __VA_ARGS__)

static bool condition_accept(Condition *cond, TokenId id) {
    if (!token_is(&cond->token, id)) return false;
    condition_advance(cond);
    return true;
}

static bool condition_expect(Condition *cond, TokenId id) {
    if (condition_accept(cond, id)) return true;
    return FAIL(cond, "expected '%.*s' in this condition",
                STR_ARG(lexer_spelling(id)));
}

/* --- numbers and characters ---------------------------------------------- */

static int condition_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

static bool condition_suffix(Str text, bool *ret_unsigned) {
    unsigned longs = 0, unsigneds = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i];
        if (c == 'u' || c == 'U')
            unsigneds++;
        else if (c == 'l' || c == 'L')
            longs++;
        else
            return false;
    }
    *ret_unsigned = unsigneds > 0;
    return unsigneds <= 1 && longs <= 2;
}

/* 0x 0b 0: the base, and how many characters say so. */
static unsigned condition_base(Str text, size_t *ret_len) {
    *ret_len = 2;
    bool has_letter = text.len > 2 && text.text[0] == '0';
    if (has_letter && (text.text[1] | 32) == 'x') return 16;
    if (has_letter && (text.text[1] | 32) == 'b') return 2;
    *ret_len = 0;
    return text.text[0] == '0' ? 8 : 10;
}

static bool condition_number(Condition *cond, Str text, Value *ret) {
    size_t at;
    unsigned base = condition_base(text, &at);
    uint64_t bits = 0;
    bool fits = true;
    for (; at < text.len; at++) {
        unsigned digit = (unsigned)condition_digit(text.text[at]);
        if (digit >= base) break;
        fits = fits && bits <= (UINT64_MAX - digit) / base;
        bits = bits * base + digit;
    }
    Str suffix = {text.text + at, text.len - at};
    if (!condition_suffix(suffix, &ret->is_unsigned))
        return FAIL(cond,
                    "'%.*s' is not an integer: a condition of #if can "
                    "only have integers",
                    STR_ARG(text));
    if (!fits)
        return FAIL(cond, "'%.*s' is too large for an integer", STR_ARG(text));
    ret->bits = bits;
    if (bits > INT64_MAX) ret->is_unsigned = true;
    return true;
}

static uint64_t condition_digits(Str text, size_t *at, unsigned base,
                                 size_t most) {
    uint64_t bits = 0;
    for (size_t n = 0; n < most && *at < text.len; n++, (*at)++) {
        unsigned digit = (unsigned)condition_digit(text.text[*at]);
        if (digit >= base) break;
        bits = bits * base + digit;
    }
    return bits;
}

/* One character of a literal, its escape undone. */
static uint64_t condition_character(Str text, size_t *at) {
    static const char letters[] = "abefnrtv", codes[] = "\a\b\033\f\n\r\t\v";
    unsigned char c = (unsigned char)text.text[(*at)++];
    if (c != '\\' || *at >= text.len) return c;
    c = (unsigned char)text.text[*at];
    if (c >= '0' && c <= '7') return condition_digits(text, at, 8, 3);
    (*at)++;
    if (c == 'x') return condition_digits(text, at, 16, 16);
    const char *letter = c ? strchr(letters, c) : NULL;
    return letter ? (unsigned char)codes[letter - letters] : c;
}

/* The value of 'a', or of 'ab' as others give it: a byte after the other. */
static bool condition_char(Condition *cond, Str text, Value *ret) {
    size_t at = 1;
    bool is_plain = text.text[0] == '\'';
    while (text.text[at - 1] != '\'') at++;
    Str inside = {text.text, text.len - 1};
    uint64_t bits = 0;
    uint32_t count = 0;
    for (; at < inside.len; count++)
        bits = bits << 8 | (condition_character(inside, &at) & 0xFF);
    if (!count) return FAIL(cond, "there is no character between these quotes");
    /* A plain char has a sign, as everywhere on this machine. */
    if (is_plain && count == 1) bits = (uint64_t)(int64_t)(int8_t)bits;
    *ret = (Value){is_plain ? (uint64_t)(int64_t)(int32_t)bits : bits, false};
    return true;
}

/* --- names --------------------------------------------------------------- */

/* defined X, defined(X): read as they are, not expanded. */
static bool condition_defined(Condition *cond, Value *ret) {
    cond->token = expand_raw(cond->expander);
    bool parens = token_is(&cond->token, PUNCT_LPAREN);
    if (parens) cond->token = expand_raw(cond->expander);
    if (cond->token.kind != TOK_IDENT)
        return FAIL(cond, "'defined' needs the name of a macro");
    Name *name = expand_name(cond->expander, cond->token.text);
    expand_note_use(cond->expander, name);
    *ret = condition_value(expand_is_defined(name));
    condition_advance(cond);
    return !parens || condition_expect(cond, PUNCT_RPAREN);
}

bool condition_header(Expander *expander, const Token *first, Str *ret_name,
                      bool *ret_quoted) {
    *ret_quoted = first->kind == TOK_STRING;
    if (*ret_quoted) {
        *ret_name = (Str){first->text.text + 1, first->text.len - 2};
        return first->text.text[0] == '"';
    }
    if (!token_is(first, PUNCT_LESS)) return false;
    uint32_t from = expander->scratch.count, count;
    size_t len = 0;
    for (;;) {
        Token token = expand_next(expander);
        if (token.kind == TOK_END) return false;
        if (token_is(&token, PUNCT_GREATER)) break;
        expand_append(&expander->scratch, &token);
        len += token.text.len + 1;
    }
    const Token *tokens = expand_take(expander, from, &count);
    char *name = arena_alloc(expander->arena, len + 1), *at = name;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && tokens[i].flags & TOKEN_SPACE_BEFORE) *at++ = ' ';
        memcpy(at, tokens[i].text.text, tokens[i].text.len);
        at += tokens[i].text.len;
    }
    *ret_name = (Str){name, (size_t)(at - name)};
    return true;
}

static bool condition_has_include(Condition *cond, bool is_next, Value *ret) {
    condition_advance(cond);
    if (!condition_expect(cond, PUNCT_LPAREN)) return false;
    Str name;
    bool is_quoted;
    if (!condition_header(cond->expander, &cond->token, &name, &is_quoted))
        return FAIL(cond, "__has_include needs a name as #include has it: "
                          "\"x.h\" or <x.h>");
    void *context = cond->expander->context;
    *ret = condition_value(cond->has(context, name, is_quoted, is_next));
    condition_advance(cond);
    return condition_expect(cond, PUNCT_RPAREN);
}

/* __has_attribute(x) and its kin, of which we know none. */
static bool condition_skip_call(Condition *cond) {
    uint32_t depth = 0;
    do {
        if (token_is(&cond->token, PUNCT_LPAREN)) depth++;
        if (token_is(&cond->token, PUNCT_RPAREN)) depth--;
        if (cond->token.kind == TOK_END)
            return FAIL(cond, "expected ')' in this condition");
        condition_advance(cond);
    } while (depth > 0);
    return true;
}

/* A name that is no macro is 0, and is noted: it may be one day. */
static bool condition_name(Condition *cond, Value *ret) {
    Token word = cond->token;
    *ret = zero;
    if (str_is(word.text, "defined")) return condition_defined(cond, ret);
    if (str_is(word.text, "__has_include"))
        return condition_has_include(cond, false, ret);
    if (str_is(word.text, "__has_include_next"))
        return condition_has_include(cond, true, ret);
    expand_note_use(cond->expander, expand_name(cond->expander, word.text));
    condition_advance(cond);
    if (!token_is(&cond->token, PUNCT_LPAREN)) return true;
    if (str_starts_with(word.text, STR("__has_")))
        return condition_skip_call(cond);
    return expand_problem(cond->expander, &word,
                          "'%.*s' is no macro, so it cannot be called in a "
                          "condition",
                          STR_ARG(word.text));
}

/* --- operators ----------------------------------------------------------- */

static bool condition_ternary(Condition *cond, bool live, Value *ret);

static bool condition_primary(Condition *cond, bool live, Value *ret) {
    Token token = cond->token;
    if (token.kind == TOK_NUMBER) {
        if (!condition_number(cond, token.text, ret)) return false;
        condition_advance(cond);
        return true;
    }
    if (token.kind == TOK_CHAR) {
        if (!condition_char(cond, token.text, ret)) return false;
        condition_advance(cond);
        return true;
    }
    if (token.kind == TOK_IDENT) return condition_name(cond, ret);
    if (condition_accept(cond, PUNCT_LPAREN))
        return condition_ternary(cond, live, ret) &&
               condition_expect(cond, PUNCT_RPAREN);
    if (token.kind == TOK_END)
        return FAIL(cond, "the condition ends where a value should follow");
    return FAIL(cond, "'%.*s' cannot stand here in a condition of #if",
                STR_ARG(token.text));
}

static bool condition_unary(Condition *cond, bool live, Value *ret) {
    static const TokenId signs[] = {PUNCT_NOT, PUNCT_TILDE, PUNCT_MINUS,
                                    PUNCT_PLUS};
    TokenId sign = ID_NONE;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (token_is(&cond->token, signs[i])) sign = signs[i];
    if (!sign) return condition_primary(cond, live, ret);
    if (++cond->depth > CONDITION_DEEPEST)
        return FAIL(cond, "this condition is nested too deeply");
    condition_advance(cond);
    if (!condition_unary(cond, live, ret)) return false;
    cond->depth--;
    if (sign == PUNCT_NOT) *ret = condition_value(!ret->bits);
    if (sign == PUNCT_TILDE) ret->bits = ~ret->bits;
    if (sign == PUNCT_MINUS) ret->bits = -ret->bits;
    return true;
}

static uint64_t condition_shift_right(Value left, uint64_t by) {
    bool negative = !left.is_unsigned && (int64_t)left.bits < 0;
    if (by > 63) return negative ? UINT64_MAX : 0;
    uint64_t bits = left.bits >> by;
    if (negative && by > 0) bits |= UINT64_MAX << (64 - by);
    return bits;
}

static uint64_t condition_divide(TokenId id, Value left, Value right,
                                 bool is_unsigned) {
    bool quotient = id == PUNCT_SLASH;
    if (is_unsigned)
        return quotient ? left.bits / right.bits : left.bits % right.bits;
    /* The one signed quotient that does not fit. */
    if (right.bits == UINT64_MAX) return quotient ? -left.bits : 0;
    int64_t a = (int64_t)left.bits, b = (int64_t)right.bits;
    return (uint64_t)(quotient ? a / b : a % b);
}

static bool condition_less(Value left, Value right, bool is_unsigned) {
    if (is_unsigned) return left.bits < right.bits;
    return (int64_t)left.bits < (int64_t)right.bits;
}

static Value condition_apply(TokenId id, Value left, Value right) {
    bool is_unsigned = left.is_unsigned || right.is_unsigned;
    uint64_t a = left.bits, b = right.bits;
    switch ((int)id) {
    case PUNCT_PIPE: return (Value){a | b, is_unsigned};
    case PUNCT_CARET: return (Value){a ^ b, is_unsigned};
    case PUNCT_AMP: return (Value){a & b, is_unsigned};
    case PUNCT_PLUS: return (Value){a + b, is_unsigned};
    case PUNCT_MINUS: return (Value){a - b, is_unsigned};
    case PUNCT_STAR: return (Value){a * b, is_unsigned};
    case PUNCT_SHL: return (Value){b > 63 ? 0 : a << b, left.is_unsigned};
    case PUNCT_SHR:
        return (Value){condition_shift_right(left, b), left.is_unsigned};
    case PUNCT_EQ: return condition_value(a == b);
    case PUNCT_NE: return condition_value(a != b);
    case PUNCT_LESS:
        return condition_value(condition_less(left, right, is_unsigned));
    case PUNCT_GREATER:
        return condition_value(condition_less(right, left, is_unsigned));
    case PUNCT_LE:
        return condition_value(!condition_less(right, left, is_unsigned));
    case PUNCT_GE:
        return condition_value(!condition_less(left, right, is_unsigned));
    case PUNCT_AND: return condition_value(a && b);
    case PUNCT_OR: return condition_value(a || b);
    default:
        return (Value){condition_divide(id, left, right, is_unsigned),
                       is_unsigned};
    }
}

/* Operators that bind at least this tightly. What && and || need not know is
 * parsed but not computed: live is false. */
static bool condition_binary(Condition *cond, int least, bool live,
                             Value *ret) {
    if (!condition_unary(cond, live, ret)) return false;
    for (;;) {
        Token sign = cond->token;
        TokenId id = (TokenId)sign.id;
        int strength = lexer_precedence(id);
        if (sign.kind != TOK_PUNCT || strength < least || !strength)
            return true;
        bool right_live = live && !(id == PUNCT_AND && !ret->bits) &&
                          !(id == PUNCT_OR && ret->bits);
        Value right = zero;
        condition_advance(cond);
        if (!condition_binary(cond, strength + 1, right_live, &right))
            return false;
        bool divides = id == PUNCT_SLASH || id == PUNCT_PERCENT;
        if (divides && !right.bits) {
            if (live)
                return expand_problem(cond->expander, &sign,
                                      "this condition divides by zero");
            right.bits = 1;
        }
        *ret = condition_apply(id, *ret, right);
    }
}

static bool condition_choice(Condition *cond, bool live, Value *ret) {
    if (!condition_binary(cond, 1, live, ret)) return false;
    if (!condition_accept(cond, PUNCT_QUESTION)) return true;
    bool holds = ret->bits != 0;
    Value yes = zero, no = zero;
    if (!condition_ternary(cond, live && holds, &yes) ||
        !condition_expect(cond, PUNCT_COLON) ||
        !condition_ternary(cond, live && !holds, &no))
        return false;
    *ret =
        (Value){holds ? yes.bits : no.bits, yes.is_unsigned || no.is_unsigned};
    return true;
}

static bool condition_ternary(Condition *cond, bool live, Value *ret) {
    if (++cond->depth > CONDITION_DEEPEST)
        return FAIL(cond, "this condition is nested too deeply");
    bool good = condition_choice(cond, live, ret);
    cond->depth--;
    return good;
}

static bool condition_whole(Condition *cond, Value *ret) {
    if (!condition_ternary(cond, /* live= */ true, ret)) return false;
    if (cond->token.kind == TOK_END) return true;
    if (token_is(&cond->token, PUNCT_ASSIGN))
        return FAIL(cond, "'=' cannot stand in a condition of #if; did you "
                          "mean '=='?");
    return FAIL(cond, "unexpected '%.*s' in this condition",
                STR_ARG(cond->token.text));
}

bool condition_holds(Expander *expander, const Token *tokens, uint32_t count,
                     const Token *at, ConditionHas has) {
    Condition cond = {.expander = expander, .has = has, .at = *at};
    Value value = zero;
    if (count == 0)
        return expand_problem(expander, at, "#%.*s needs a condition",
                              STR_ARG(at->text));
    expand_push(expander, tokens, count);
    condition_advance(&cond);
    bool good = condition_whole(&cond, &value);
    if (good) expand_pop(expander);
    return good && value.bits != 0;
}
