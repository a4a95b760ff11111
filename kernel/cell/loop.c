#include "cell/loop.h"

#include "cell/decl.h"
#include "cell/flow.h"
#include "cell/mend.h"

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

/* --- static variables --- */

static bool loop_has_static_name(const Declaration *declaration) {
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Declarator *one = &declaration->declarators[i];
        uint64_t size;
        uint32_t align;
        if (one->asm_name.len || type_kind(one->type) == TYPE_FUNCTION ||
            !type_layout(one->type, &size, &align))
            return false;
    }
    return declaration->count > 0;
}

static void loop_note_static(Parser *parser, const Declaration *declaration,
                             const Declarator *one) {
    Buf declared = {0};
    Static row = {.begin = declaration->specifiers_begin,
                  .name_token = one->name_token,
                  .name = one->name};
    for (uint32_t i = 0; i < parser->static_count; i++)
        row.number += str_equals(parser->statics[i].name, one->name);
    row.fast_name = arena_printf(parser->arena, LOOP_STATIC,
                                 STR_ARG(one->name), row.number);
    type_print(one->type, row.fast_name, &declared);
    row.declaration =
        arena_printf(parser->arena, "extern %s; ", declared.text);
    buf_done(&declared);
    parser->statics = parse_grow(parser->arena, parser->statics,
                                 parser->static_count, sizeof row);
    parser->statics[parser->static_count++] = row;
}

void loop_note_statics(Parser *parser, const Declaration *declaration) {
    const unsigned others = DECL_TYPEDEF | DECL_EXTERN | DECL_THREAD_LOCAL |
                            DECL_AUTO | DECL_AUTO_TYPE;
    if (!(declaration->flags & DECL_STATIC) || !parser->in_function) return;
    Buf text = {0};
    bool is_known = !(declaration->flags & others) &&
                    declaration->tag_count == 0 &&
                    loop_has_static_name(declaration);
    /* One that is not known counts all the same. */
    for (uint32_t i = 0; i < declaration->count; i++) {
        loop_note_static(parser, declaration, &declaration->declarators[i]);
        Static *row = &parser->statics[parser->static_count - 1];
        const Symbol *symbol = parse_find(parser, row->name);
        if (!is_known) row->declaration = (Str){0};
        else if (symbol && symbol->local)
            symbol->local->fast_name = row->fast_name;
        buf_add_str(&text, row->declaration);
    }
    if (is_known)
        mend_replace_fast(parser, declaration->specifiers_begin, parser->at,
                          arena_dup(parser->arena, buf_view(&text)));
    buf_done(&text);
}

const Static *loop_static(const Static *rows, uint32_t count,
                          uint32_t token) {
    for (uint32_t i = 0; i < count; i++)
        if ((rows[i].name_token == token || rows[i].begin == token) &&
            rows[i].declaration.len)
            return &rows[i];
    return NULL;
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

bool loop_is_passed(const Symbol *symbol) {
    return symbol->local->is_automatic;
}

static bool loop_takes(const Token *tokens, const Loop *loop,
                       const Symbol *symbol, uint32_t begin, uint32_t end) {
    bool is_array = type_strip(symbol->type)->kind == TYPE_ARRAY;
    return loop_is_plain_type(symbol->type) &&
           !(is_array && loop_measures(tokens, loop)) &&
           !loop_is_reached(tokens, begin, end, symbol->name);
}

bool loop_is_fit(const Token *tokens, const Loop *loop, uint32_t begin,
                 uint32_t end, const Static *statics, uint32_t static_count) {
    enum { MOST_OUTER = 24 };
    if (loop->outer_count > MOST_OUTER ||
        loop_condition_acts(tokens, loop))
        return false;
    for (uint32_t i = loop->rest; i < loop->end; i++)
        if (loop_leaves(&tokens[i]) || loop_is_label(tokens, i)) return false;
    for (uint32_t i = 0; i < loop->outer_count; i++) {
        const Symbol *symbol = loop->outer[i];
        bool is_fit =
            loop_is_passed(symbol)
                ? loop_takes(tokens, loop, symbol, begin, end)
                : loop_static(statics, static_count, symbol->local->token) !=
                      NULL;
        if (!is_fit) return false;
    }
    return true;
}
