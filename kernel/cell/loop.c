#include "cell/loop.h"

#include "cell/flow.h"

static bool loop_is_member(const Token *tokens, uint32_t at) {
    return at > 0 && (token_is(&tokens[at - 1], PUNCT_DOT) ||
                      token_is(&tokens[at - 1], PUNCT_ARROW));
}

static void loop_note_name(Parser *parser, Loop *loop, Str name) {
    const Symbol *symbol = parse_find(parser, name);
    if (!symbol || symbol->kind != SYMBOL_VARIABLE || !symbol->local ||
        !symbol->local->is_inner)
        return;
    for (uint32_t i = 0; i < loop->outer_count; i++)
        if (loop->outer[i] == symbol) return;
    loop->outer = parse_grow(parser->arena, loop->outer, loop->outer_count,
                             sizeof *loop->outer);
    loop->outer[loop->outer_count++] = symbol;
}

void loop_note(Parser *parser, uint32_t keyword, uint32_t rest, uint32_t body,
               uint32_t behind) {
    if (parser->loop_depth >= LOOP_DEEPEST || !parser->is_advised) return;
    Loop loop = {.keyword = keyword,
                 .rest = rest,
                 .body = body,
                 .last = behind - 1,
                 .end = parser->at};
    for (uint32_t i = rest; i < parser->at; i++)
        if (parse_is_name(&parser->tokens[i]) &&
            !loop_is_member(parser->tokens, i))
            loop_note_name(parser, &loop, parser->tokens[i].text);
    parser->loops = parse_grow(parser->arena, parser->loops,
                               parser->loop_count, sizeof loop);
    parser->loops[parser->loop_count++] = loop;
}

/* --- is it fit? --- */

static bool loop_leaves(const Token *token) {
    switch (token->id) {
    case KW_RETURN:
    case KW_GOTO:
    case KW_ASM:
    case KW_STATIC:
    case KW_EXTERN: return true;
    default: return token->kind == TOK_PRAGMA || token->kind == TOK_MAGIC;
    }
}

/* `name :` that is no part of `a ? name : b` nor of `case name :`. */
static bool loop_is_label(const Token *tokens, uint32_t at) {
    return parse_is_name(&tokens[at]) &&
           token_is(&tokens[at + 1], PUNCT_COLON) &&
           (token_is(&tokens[at - 1], PUNCT_SEMICOLON) ||
            token_is(&tokens[at - 1], PUNCT_LBRACE) ||
            token_is(&tokens[at - 1], PUNCT_RBRACE) ||
            token_is(&tokens[at - 1], PUNCT_COLON));
}

/* The condition: of `do`, what is behind the body is asked in its turn. */
static bool loop_condition_acts(const Token *tokens, const Loop *loop) {
    if (token_is(&tokens[loop->keyword], KW_DO)) return false;
    for (uint32_t i = loop->rest; i < loop->body; i++) {
        const Token *token = &tokens[i];
        if (token_is(token, PUNCT_SEMICOLON)) return false;
        bool assigns = token_is(token, PUNCT_ASSIGN) ||
                       token_is(token, PUNCT_INCREMENT) ||
                       token_is(token, PUNCT_DECREMENT) ||
                       (token->id >= PUNCT_ADD_ASSIGN &&
                        token->id <= PUNCT_SHR_ASSIGN);
        bool calls = i > loop->rest && token_is(token, PUNCT_LPAREN) &&
                     (parse_is_name(&tokens[i - 1]) ||
                      token_is(&tokens[i - 1], PUNCT_RPAREN));
        if (assigns || calls) return true;
    }
    return false;
}

static bool loop_is_plain_type(const Type *type) {
    for (; type; type = type->target) {
        if (type->qualifiers & (TYPE_VOLATILE | TYPE_ATOMIC)) return false;
        switch (type->kind) {
        case TYPE_UNKNOWN:
        case TYPE_FUNCTION:
        case TYPE_VA_LIST:
        case TYPE_STRUCT:
        case TYPE_UNION:
        case TYPE_ENUM: return false;
        case TYPE_ARRAY:
            if (type->extent != EXTENT_KNOWN) return false;
            break;
        case TYPE_TYPEDEF:
        case TYPE_POINTER: break;
        default: return type->kind < TYPE_INT128 ||
                        type->kind == TYPE_FLOAT || type->kind == TYPE_DOUBLE;
        }
    }
    return true;
}

/* A local variable whose address is known elsewhere cannot be a copy for a
 * while; that of an array is no copy, but its size would be another. */
static bool loop_is_reached(const Token *tokens, uint32_t begin, uint32_t end,
                            Str name) {
    for (uint32_t i = begin + 1; i < end; i++) {
        bool is_named = parse_is_name(&tokens[i]) &&
                        str_equals(tokens[i].text, name);
        if (is_named && token_is(&tokens[i - 1], PUNCT_AMP) &&
            !parse_is_name(&tokens[i - 2]) &&
            tokens[i - 2].kind != TOK_NUMBER &&
            !token_is(&tokens[i - 2], PUNCT_RPAREN) &&
            !token_is(&tokens[i - 2], PUNCT_RBRACKET))
            return true;
    }
    return false;
}

static bool loop_measures(const Token *tokens, const Loop *loop) {
    for (uint32_t i = loop->rest; i < loop->end; i++)
        if (token_is(&tokens[i], KW_SIZEOF) || token_is(&tokens[i], KW_TYPEOF))
            return true;
    return false;
}

static bool loop_takes(const Token *tokens, const Loop *loop,
                       const Symbol *symbol, uint32_t begin, uint32_t end) {
    bool is_array = type_strip(symbol->type)->kind == TYPE_ARRAY;
    return symbol->local->is_automatic && loop_is_plain_type(symbol->type) &&
           !(is_array && loop_measures(tokens, loop)) &&
           !loop_is_reached(tokens, begin, end, symbol->name);
}

bool loop_is_fit(const Token *tokens, const Loop *loop, uint32_t begin,
                 uint32_t end) {
    enum { MOST_OUTER = 24 };
    if (loop->outer_count > MOST_OUTER ||
        loop_condition_acts(tokens, loop))
        return false;
    for (uint32_t i = loop->rest; i < loop->end; i++)
        if (loop_leaves(&tokens[i]) || loop_is_label(tokens, i)) return false;
    for (uint32_t i = 0; i < loop->outer_count; i++)
        if (!loop_takes(tokens, loop, loop->outer[i], begin, end))
            return false;
    return true;
}
