#include "cell/heat.h"

#include "cell/flow.h"
#include "cell/loop.h"

enum { HEAT_MOST_NAMES = 24 };

typedef struct Names {
    Str rows[HEAT_MOST_NAMES];
    uint32_t count;
} Names;

typedef struct Reading {
    const Token *tokens;
    uint32_t begin, end;
    Str name;
    const Cell *cell;
    const Local *declared;
    Heat *heat;
    Names signs; /* integers that are compared with 0 */
    Names grown; /* integers that something is added to or multiplied with */
} Reading;

static bool heat_is_one_of(Str text, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_is(text, names[i])) return true;
    return false;
}

#define HEAT_IN(text, names)                                                  \
    heat_is_one_of(text, names, sizeof(names) / sizeof *(names))

static bool heat_is_name(const Token *token) {
    return token->kind == TOK_IDENT && token->id == ID_NONE;
}

/* The token that closes the bracket at `at`; end: none. */
static uint32_t heat_close(const Reading *in, uint32_t at) {
    uint32_t depth = 0;
    for (; at < in->end; at++) {
        const Token *token = &in->tokens[at];
        bool opens = token_is(token, PUNCT_LPAREN) ||
                     token_is(token, PUNCT_LBRACKET) ||
                     token_is(token, PUNCT_LBRACE);
        bool closes = token_is(token, PUNCT_RPAREN) ||
                      token_is(token, PUNCT_RBRACKET) ||
                      token_is(token, PUNCT_RBRACE);
        if (opens) depth++;
        if (closes && --depth == 0) return at;
    }
    return in->end;
}

uint32_t heat_next_call(const Token *tokens, uint32_t at, uint32_t end) {
    for (; at + 1 < end; at++)
        if (heat_is_name(&tokens[at]) &&
            token_is(&tokens[at + 1], PUNCT_LPAREN))
            return at;
    return end;
}

/* --- what only TinyCC may compile --- */

static bool heat_is_assignment(const Token *token) {
    return token->kind == TOK_PUNCT &&
           (token_is(token, PUNCT_ASSIGN) ||
            token_is(token, PUNCT_INCREMENT) ||
            token_is(token, PUNCT_DECREMENT) ||
            (token->id >= PUNCT_ADD_ASSIGN && token->id <= PUNCT_SHR_ASSIGN));
}

/* Functions whose result depends on their arguments alone. */
static bool heat_is_pure(Str name) {
    static const char *const pure[] = {
        "abs", "labs", "fabs", "fabsf", "sqrt", "sqrtf", "sin", "cos", "tan",
        "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
        "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "cbrt",
        "hypot", "floor", "ceil", "round", "trunc", "fmin", "fmax", "fmod",
        "strlen", "gsl_vector_get", "gsl_matrix_get"};
    return HEAT_IN(name, pure);
}

static bool heat_is_local(const Reading *in, Str name) {
    for (const Local *at = in->declared; at; at = at->earlier)
        if (at->is_inner && at->symbol && str_equals(at->symbol->name, name))
            return true;
    return false;
}

typedef struct Argument {
    bool acts;  /* it changes something, or may */
    bool steps; /* it is seen to: i++ */
    bool names; /* some variable */
    bool looks; /* it reads what another argument might change */
} Argument;

static Argument heat_argument(const Reading *in, uint32_t begin,
                              uint32_t end) {
    Argument ret = {0};
    for (uint32_t i = begin; i < end; i++) {
        const Token *token = &in->tokens[i];
        bool is_call = i + 1 < end && token_is(&in->tokens[i + 1], PUNCT_LPAREN);
        bool is_member = i > begin && (token_is(token - 1, PUNCT_DOT) ||
                                       token_is(token - 1, PUNCT_ARROW));
        if (heat_is_assignment(token)) ret.acts = ret.steps = true;
        if (heat_is_name(token) && !is_call && !is_member) ret.names = true;
        if (heat_is_name(token) && is_call && !heat_is_pure(token->text))
            ret.acts = true;
        if (token_is(token, PUNCT_RPAREN) && is_call) ret.acts = true;
        if (heat_is_name(token) && !is_call && !is_member &&
            !heat_is_local(in, token->text))
            ret.looks = true;
        if (token_is(token, PUNCT_LBRACKET) || token_is(token, PUNCT_ARROW) ||
            (token_is(token, PUNCT_STAR) && i == begin))
            ret.looks = true;
    }
    return ret;
}

/* f(next(), next()), f(i++, i): TinyCC goes from left to right, gcc the other way. */
static bool heat_has_order(const Reading *in, uint32_t open) {
    uint32_t close = heat_close(in, open), begin = open + 1, depth = 0;
    uint32_t acting = 0, looking = 0, stepping = 0, naming = 0;
    for (uint32_t i = open; i <= close && i < in->end; i++) {
        const Token *token = &in->tokens[i];
        bool closes = token_is(token, PUNCT_RPAREN) ||
                      token_is(token, PUNCT_RBRACKET) ||
                      token_is(token, PUNCT_RBRACE);
        if (closes) depth--;
        bool ends = i == close || (depth == 1 && token_is(token, PUNCT_COMMA));
        if (ends && begin < i) {
            Argument argument = heat_argument(in, begin, i);
            acting += argument.acts;
            looking += argument.looks && !argument.acts;
            stepping += argument.steps;
            naming += argument.names;
        }
        if (ends) begin = i + 1;
        if (token_is(token, PUNCT_LPAREN) || token_is(token, PUNCT_LBRACKET) ||
            token_is(token, PUNCT_LBRACE))
            depth++;
    }
    return acting > 1 || (acting == 1 && looking > 0) ||
           (stepping > 0 && naming > 1);
}

/* while (!ready) ; - for another thread or a handler, which an optimising
 * compiler does not expect. */
static bool heat_waits(const Reading *in, uint32_t at) {
    uint32_t open = at + 1, close = heat_close(in, open);
    if (close + 1 >= in->end || !token_is(&in->tokens[open], PUNCT_LPAREN))
        return false;
    const Token *next = &in->tokens[close + 1];
    bool is_empty = token_is(next, PUNCT_SEMICOLON) ||
                    (token_is(next, PUNCT_LBRACE) && close + 2 < in->end &&
                     token_is(next + 1, PUNCT_RBRACE));
    bool is_end_of_do = at > in->begin &&
                        token_is(&in->tokens[at - 1], PUNCT_RBRACE);
    if (!is_empty || is_end_of_do) return false;
    for (uint32_t i = open; i < close; i++)
        if (heat_is_assignment(&in->tokens[i]) ||
            (i > open && token_is(&in->tokens[i], PUNCT_LPAREN)))
            return false;
    return true;
}

/* TinyCC's literals can be written to, and one is the same at each call. Only
 * where neither can be seen another one will do. */
static bool heat_keeps_literal(const Reading *in, uint32_t at) {
    static const char *const readers[] = {
        "printf", "fprintf", "sprintf", "snprintf", "puts", "fputs", "perror",
        "strcmp", "strncmp", "strcasecmp", "strlen", "strspn", "strcspn",
        "strcpy", "strcat", "strncpy", "fopen", "getenv", "atoi", "atof",
        "__assert_fail", "system"};
    uint32_t depth = 0;
    if (at > in->begin + 1 && token_is(&in->tokens[at - 1], PUNCT_ASSIGN) &&
        token_is(&in->tokens[at - 2], PUNCT_RBRACKET))
        return false; /* char s[] = "..." */
    for (uint32_t i = at; i > in->begin; i--) {
        const Token *token = &in->tokens[i];
        if (token_is(token, PUNCT_RPAREN)) depth++;
        if (token_is(token, PUNCT_SEMICOLON) || token_is(token, PUNCT_LBRACE))
            return true;
        if (!token_is(token, PUNCT_LPAREN) || depth-- > 0) continue;
        Str callee = token[-1].text;
        return !HEAT_IN(callee, readers) &&
               !str_starts_with(callee, STR("nb_"));
    }
    return true;
}

static bool heat_is_unfit_name(Str name) {
    static const char *const names[] = {
        "setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp", "longjmp",
        "siglongjmp", "fork", "vfork", "alloca", "va_start", "va_arg",
        "fesetround", "fegetround", "feenableexcept", "feclearexcept",
        "fetestexcept", "feraiseexcept", "fesetenv", "feholdexcept",
        "getcontext", "makecontext", "swapcontext",
        /* What waits for others calls anew what they define anew. */
        "sleep", "usleep", "nanosleep", "pause", "sched_yield", "thrd_yield",
        "thrd_sleep", "sigwait", "sem_wait"};
    return HEAT_IN(name, names) || str_starts_with(name, STR("pthread_")) || str_starts_with(name, STR("__builtin_")) ||
           str_starts_with(name, STR("__va_"));
}

static bool heat_is_unfit(const Reading *in, uint32_t at) {
    const Token *token = &in->tokens[at];
    const Token *next = at + 1 < in->end ? token + 1 : token;
    if (token->kind == TOK_STRING) return heat_keeps_literal(in, at);
    switch (token->id) {
    case KW_ASM:
    case KW_THREAD_LOCAL:
    case KW_VA_LIST:
    case PUNCT_ELLIPSIS: return true;
    case KW_STATIC:
        return !loop_static(in->cell->statics, in->cell->static_count, at);
    case KW_GOTO: return token_is(next, PUNCT_STAR);
    case KW_FOR:
    case KW_WHILE: return heat_waits(in, at);
    default: break;
    }
    if (!heat_is_name(token)) return false;
    return heat_is_unfit_name(token->text) ||
           (token_is(next, PUNCT_LPAREN) && heat_has_order(in, at + 1));
}

/* --- memory that is seen as another type --- */

/* (int *)&x, but not (double *)malloc(n), (char *)p, sizeof(int *). */
static bool heat_is_cast(const Reading *in, uint32_t star) {
    static const char *const makers[] = {"malloc", "calloc", "realloc"};
    uint32_t open = star;
    if (star + 2 >= in->end || !token_is(&in->tokens[star + 1], PUNCT_RPAREN))
        return false;
    const Token *next = &in->tokens[star + 2];
    bool is_operand = next->kind == TOK_IDENT || next->kind == TOK_STRING ||
                      token_is(next, PUNCT_AMP) ||
                      token_is(next, PUNCT_LPAREN);
    if (!is_operand || HEAT_IN(next->text, makers)) return false;
    while (open > in->begin && !token_is(&in->tokens[open], PUNCT_LPAREN)) {
        if (token_is(&in->tokens[open], KW_CHAR) ||
            token_is(&in->tokens[open], KW_VOID))
            return false;
        open--;
    }
    return open + 1 < star; /* (*) is of a function's address */
}

/* --- integers that overflow --- */

/* One more than there is room for: there were too many. */
static void heat_add_name(Names *names, Str name) {
    if (names->count > HEAT_MOST_NAMES) return;
    for (uint32_t i = 0; i < names->count; i++)
        if (str_equals(names->rows[i], name)) return;
    if (names->count < HEAT_MOST_NAMES) names->rows[names->count] = name;
    names->count++;
}

static bool heat_is_wrapping_type(const Type *type) {
    type = type_strip(type);
    while (type->kind == TYPE_ARRAY || type->kind == TYPE_POINTER)
        type = type_strip(type->target);
    if (type->kind == TYPE_FUNCTION) type = type_strip(type->target);
    switch (type_kind(type)) {
    case TYPE_FLOAT:
    case TYPE_DOUBLE:
    case TYPE_LDOUBLE:
    case TYPE_UINT:
    case TYPE_ULONG:
    case TYPE_ULLONG: return false;
    default: return true;
    }
}

/* A name that is not known is taken for that of an int. */
static bool heat_may_be_int(const Reading *in, Str name) {
    bool is_known = false;
    for (const Local *at = in->declared; at; at = at->earlier) {
        if (!at->symbol || !str_equals(at->symbol->name, name)) continue;
        if (heat_is_wrapping_type(at->symbol->type)) return true;
        is_known = true;
    }
    return !is_known;
}

/* The name that a value ends in: x, x[i], x->m; NULL: there is none. */
static const Token *heat_value_name(const Reading *in, uint32_t last) {
    uint32_t depth = 0;
    for (uint32_t i = last + 1; i-- > in->begin;) {
        const Token *token = &in->tokens[i];
        if (token_is(token, PUNCT_RBRACKET)) depth++;
        else if (token_is(token, PUNCT_LBRACKET)) depth--;
        else if (depth == 0) return heat_is_name(token) ? token : NULL;
    }
    return NULL;
}

static bool heat_is_unsigned(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind == TYPE_UINT || kind == TYPE_ULONG || kind == TYPE_ULLONG;
}

void heat_note(Parser *parser, uint32_t operator, const Type *left,
               const Type *right) {
    bool is_unknown = type_kind(left) == TYPE_UNKNOWN ||
                      type_kind(right) == TYPE_UNKNOWN;
    bool is_signed = type_is_integer(left) && type_is_integer(right) &&
                     !heat_is_unsigned(left) && !heat_is_unsigned(right);
    if (!is_unknown && !is_signed) return;
    parser->int_ops = parse_grow(parser->arena, parser->int_ops,
                                 parser->int_op_count, sizeof(uint32_t));
    parser->int_ops[parser->int_op_count++] = operator;
}

static bool heat_is_noted(const Reading *in, uint32_t at) {
    for (uint32_t i = in->cell->int_op_count; i-- > 0;)
        if (in->cell->int_ops[i] == at) return true;
    return false;
}

static bool heat_mentions(const Reading *in, uint32_t at, Str name) {
    for (; at < in->end && !token_is(&in->tokens[at], PUNCT_SEMICOLON); at++)
        if (heat_is_name(&in->tokens[at]) &&
            str_equals(in->tokens[at].text, name))
            return true;
    return false;
}

static bool heat_computes(const Reading *in, uint32_t at) {
    for (; at < in->end && !token_is(&in->tokens[at], PUNCT_SEMICOLON); at++)
        if (token_is(&in->tokens[at], PUNCT_STAR) ||
            token_is(&in->tokens[at], PUNCT_PLUS) ||
            token_is(&in->tokens[at], PUNCT_MINUS) ||
            token_is(&in->tokens[at], PUNCT_SHL))
            return true;
    return false;
}

static bool heat_is_narrow(const Reading *in, Str name) {
    for (const Local *at = in->declared; at; at = at->earlier) {
        if (!at->symbol || !str_equals(at->symbol->name, name)) continue;
        TypeKind kind = type_kind(type_strip(at->symbol->type));
        if (kind >= TYPE_CHAR && kind <= TYPE_USHORT) return true;
    }
    return false;
}

/* c += 28.9 with a char c: what a compiler makes of a constant that is too
 * large is not what the processor makes of it. */
static bool heat_is_cut(const Reading *in, const Token *target, uint32_t at) {
    if (!target || !heat_is_narrow(in, target->text)) return false;
    for (; at < in->end && !token_is(&in->tokens[at], PUNCT_SEMICOLON); at++)
        if (in->tokens[at].kind == TOK_NUMBER &&
            str_has(in->tokens[at].text, '.'))
            return true;
    return false;
}

/* x += n, x = x * 31 + c: an int that grows from round to round. */
static void heat_read_assignment(Reading *in, uint32_t at) {
    const Token *token = &in->tokens[at];
    const Token *target = at > in->begin ? heat_value_name(in, at - 1) : NULL;
    if (heat_is_cut(in, target, at)) in->heat->is_unfit = true;
    bool is_step = token_is(token, PUNCT_INCREMENT) ||
                   token_is(token, PUNCT_DECREMENT);
    if (is_step || !heat_is_noted(in, at)) return;
    bool is_small = at + 2 < in->end &&
                    in->tokens[at + 1].kind == TOK_NUMBER &&
                    token_is(&in->tokens[at + 2], PUNCT_SEMICOLON);
    bool grows = token_is(token, PUNCT_MUL_ASSIGN) ||
                 token_is(token, PUNCT_SHL_ASSIGN);
    bool adds = token_is(token, PUNCT_ADD_ASSIGN) ||
                token_is(token, PUNCT_SUB_ASSIGN);
    bool sets = token_is(token, PUNCT_ASSIGN);
    if (grows || (adds && !is_small)) in->heat->may_wrap = true;
    if (sets && target && heat_mentions(in, at + 1, target->text))
        in->heat->may_wrap = true;
    if (target && (adds || (sets && heat_computes(in, at + 1))))
        heat_add_name(&in->grown, target->text);
}

/* x + 1 < x, x * y / y */
static bool heat_has_both_sides(const Reading *in, uint32_t at) {
    enum { NEAR = 5 };
    uint32_t first = at > in->begin + NEAR ? at - NEAR : in->begin;
    for (uint32_t i = first; i < at; i++) {
        if (!heat_is_name(&in->tokens[i]) ||
            !heat_may_be_int(in, in->tokens[i].text))
            continue;
        for (uint32_t k = at + 1; k < in->end && k <= at + NEAR; k++) {
            if (token_is(&in->tokens[k], PUNCT_SEMICOLON)) break;
            if (heat_is_name(&in->tokens[k]) &&
                str_equals(in->tokens[k].text, in->tokens[i].text))
                return true;
        }
        if (token_is(&in->tokens[i], PUNCT_SEMICOLON)) return false;
    }
    return false;
}

/* In [...], a product that overflows is no element anyway, and nobody asks
 * malloc for so much; an int that takes it is seen to by the rules above, and
 * where it is a loop's bound it is no more than that. */
static bool heat_is_product(const Reading *in, uint32_t at) {
    static const char *const makers[] = {"malloc", "calloc", "realloc"};
    uint32_t depth = 0, parens = 0;
    if (!heat_is_noted(in, at)) return false;
    for (uint32_t i = at; i > in->begin; i--) {
        const Token *token = &in->tokens[i];
        if (token_is(token, PUNCT_RBRACKET)) depth++;
        if (token_is(token, PUNCT_LBRACKET) && depth-- == 0) return false;
        if (token_is(token, PUNCT_RPAREN)) parens++;
        if (token_is(token, PUNCT_LPAREN) && parens-- == 0) {
            if (HEAT_IN(token[-1].text, makers)) return false;
            parens = 0;
        }
        if (token_is(token, PUNCT_LESS) || token_is(token, PUNCT_LE))
            return false;
        if (token_is(token, PUNCT_SEMICOLON) || token_is(token, PUNCT_LBRACE))
            return true;
        if (token_is(token, PUNCT_ASSIGN) && i > in->begin + 1)
            return !(heat_is_name(token - 1) &&
                     token_is(token - 2, KW_INT));
    }
    return true;
}

static bool heat_is_zero(const Token *token) {
    return token->kind == TOK_NUMBER && str_is(token->text, "0");
}

static void heat_read_comparison(Reading *in, uint32_t at) {
    if (heat_has_both_sides(in, at)) in->heat->may_wrap = true;
    if (at == in->begin || at + 1 >= in->end) return;
    const Token *name = &in->tokens[at - 1];
    if (heat_is_zero(name)) name = &in->tokens[at + 1];
    else if (!heat_is_zero(&in->tokens[at + 1])) return;
    if (!heat_is_name(name)) in->heat->may_wrap = true;
    else if (heat_may_be_int(in, name->text))
        heat_add_name(&in->signs, name->text);
}

static bool heat_is_large(Str number) {
    static const char *const large[] = {"2147483647", "0x7fffffff",
                                        "0x7FFFFFFF", "2147483648"};
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        if (str_starts_with(number, str_of(large[i]))) return true;
    return false;
}

static void heat_read_increment(Reading *in, uint32_t at) {
    const Token *before = at > in->begin ? &in->tokens[at - 1] : NULL;
    const Token *behind = at + 1 < in->end ? &in->tokens[at + 1] : NULL;
    if (before && heat_is_name(before)) heat_add_name(&in->grown, before->text);
    if (behind && heat_is_name(behind)) heat_add_name(&in->grown, behind->text);
}

static void heat_read_number(Reading *in, uint32_t at) {
    const Token *token = &in->tokens[at];
    if (token->kind == TOK_NUMBER && heat_is_large(token->text))
        in->heat->may_wrap = true;
    switch (token->id) {
    case PUNCT_INCREMENT: heat_read_increment(in, at); break;
    case PUNCT_STAR:
        if (heat_is_product(in, at)) in->heat->may_wrap = true;
        break;
    case PUNCT_SLASH:
    case PUNCT_PERCENT:
        if (heat_has_both_sides(in, at)) in->heat->may_wrap = true;
        break;
    case PUNCT_LESS:
    case PUNCT_GREATER:
    case PUNCT_LE:
    case PUNCT_GE:
    case PUNCT_EQ:
    case PUNCT_NE: heat_read_comparison(in, at); break;
    default: break;
    }
    if (heat_is_assignment(token)) heat_read_assignment(in, at);
}

/* `while (x > 0) x *= 2;` ends because x overflows. */
static bool heat_has_sign_of_grown(const Reading *in) {
    if (in->signs.count > HEAT_MOST_NAMES || in->grown.count > HEAT_MOST_NAMES)
        return true;
    for (uint32_t i = 0; i < in->signs.count; i++)
        for (uint32_t k = 0; k < in->grown.count; k++)
            if (str_equals(in->signs.rows[i], in->grown.rows[k])) return true;
    return false;
}

/* --- unions and bit-fields --- */

static bool heat_type_has_gaps(const Type *type) {
    type = type_strip(type);
    while (type->kind == TYPE_ARRAY) type = type_strip(type->target);
    if (type->kind == TYPE_UNION) return true;
    if (type->kind != TYPE_STRUCT) return false;
    const Tag *tag = type_tag(type);
    for (uint32_t i = 0; i < tag->member_count; i++)
        if (tag->members[i].is_bit_field) return true;
    return false;
}

static bool heat_has_gaps(const Reading *in) {
    for (const Local *at = in->declared; at; at = at->earlier)
        if (at->symbol && at->is_inner && at->token >= in->begin &&
            at->token < in->end && heat_type_has_gaps(at->symbol->type))
            return true;
    return false;
}

/* --- all of it --- */

/* `static int f(void)`: in the head of a function it means nothing here. */
static uint32_t heat_body(const Reading *in) {
    uint32_t at = in->begin;
    if (!in->name.len) return at;
    while (at < in->end && !token_is(&in->tokens[at], PUNCT_LBRACE)) {
        if (token_is(&in->tokens[at], PUNCT_ELLIPSIS)) in->heat->is_unfit = true;
        at++;
    }
    return at;
}

void heat_add(const Token *tokens, uint32_t begin, uint32_t end, Str name,
              const Cell *cell, Heat *heat) {
    Reading in = {.tokens = tokens,
                  .begin = begin,
                  .end = end,
                  .name = name,
                  .cell = cell,
                  .declared = cell->declared,
                  .heat = heat};
    for (uint32_t i = heat_body(&in); i < end; i++) {
        const Token *token = &tokens[i];
        bool is_loop = token_is(token, KW_FOR) || token_is(token, KW_WHILE) ||
                       token_is(token, KW_DO) || token_is(token, KW_GOTO);
        bool is_self = name.len && heat_is_name(token) &&
                       str_equals(token->text, name);
        if (is_loop || is_self) heat->has_loop = true;
        if (is_self) heat->may_wrap = true;
        if (heat_is_unfit(&in, i)) heat->is_unfit = true;
        if (token_is(token, PUNCT_STAR) && heat_is_cast(&in, i))
            heat->may_alias = true;
        heat_read_number(&in, i);
    }
    if (heat_has_sign_of_grown(&in)) heat->may_wrap = true;
    if (heat_has_gaps(&in)) heat->has_gaps = true;
}
