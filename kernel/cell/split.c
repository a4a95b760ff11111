#include "cell/split.h"

#include "cell/advice.h"
#include "cell/dubious.h"
#include "cell/flow.h"
#include "cell/mend.h"
#include "cell/slip.h"
#include "cell/statement.h"

/* --- old functions without a type: main() { ... } ------------------------ */

/* Behind the parentheses that begin at this token; NULL when a brace or a
 * semicolon stands in them, or when they do not end. */
static const Token *split_behind_parentheses(const Token *token) {
    int64_t depth = 0;
    for (; token->kind != TOK_END; token++) {
        depth += token_is(token, PUNCT_LPAREN);
        depth -= token_is(token, PUNCT_RPAREN);
        if (depth == 0) return token + 1;
        if (token_is(token, PUNCT_LBRACE) || token_is(token, PUNCT_SEMICOLON))
            return NULL;
    }
    return NULL;
}

/* main(argc, argv) int argc; char **argv; { : the declarations behind the
 * parentheses name the first parameter, and a body follows them. */
static bool split_has_old_params(const Token *first, const Token *token) {
    bool is_named = false;
    if (!parse_is_name(first) || token->kind != TOK_IDENT) return false;
    for (; token->kind == TOK_IDENT || token_is(token, PUNCT_STAR) ||
           token_is(token, PUNCT_COMMA) || token_is(token, PUNCT_SEMICOLON) ||
           token_is(token, PUNCT_LBRACKET) || token_is(token, PUNCT_RBRACKET);
         token++)
        is_named |= str_equals(token->text, first->text);
    return is_named && token_is(token, PUNCT_LBRACE) &&
           token_is(token - 1, PUNCT_SEMICOLON);
}

/* `whlie (n) {` is more likely a mistake than a function: only main and what
 * has empty parentheses or old-style parameters is taken for one. */
static bool split_is_untyped_function(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    if (!parse_is_name(token) || !token_is(token + 1, PUNCT_LPAREN))
        return false;
    const Token *behind = split_behind_parentheses(token + 1);
    if (!behind) return false;
    bool is_plain = str_is(token->text, "main") || behind == token + 3;
    return (is_plain && token_is(behind, PUNCT_LBRACE)) ||
           split_has_old_params(token + 2, behind);
}

/* --- one item ------------------------------------------------------------ */

/* main(int argc, char argv) would be called with something else. */
static bool split_check_main(Parser *parser, const Declarator *name) {
    const Type *type = type_strip(name->type);
    if (!str_is(name->name, "main") || type->is_unprototyped) return true;
    bool is_fine = type->param_count == 0 ||
                   type_is_integer(type->params[0].type);
    for (uint32_t i = 1; is_fine && i < type->param_count; i++) {
        const Type *texts = type_strip(type->params[i].type);
        is_fine = texts->kind == TYPE_POINTER &&
                  type_kind(texts->target) == TYPE_POINTER;
    }
    return is_fine || parse_problem(parser, &parser->tokens[name->name_token],
                                    "main takes nothing, main(void), or the "
                                    "words of a command line, main(int argc, "
                                    "char **argv)");
}

static bool split_declaration(Parser *parser, Item *item) {
    bool is_function;
    item->kind = ITEM_DECLARATION;
    item->declaration = decl_parse(parser, &is_function);
    if (!item->declaration) return false;
    if (!is_function) return true;
    item->kind = ITEM_FUNCTION;
    item->body = parser->at;
    const Declarator *name = &item->declaration->declarators[0];
    parser->result = type_strip(name->type)->target;
    if (!split_check_main(parser, name)) return false;
    if (!statement_body(parser, item->declaration->params)) return false;
    flow_check_locals(parser);
    const Declaration *whole = item->declaration;
    bool is_untyped = whole->specifiers_begin == whole->specifiers_end;
    flow_check_end(parser, name->name, parser->result, is_untyped);
    return true;
}

/* Only magics and pragmas may stand behind the value of the cell. */
static bool split_is_last(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    while (token->kind == TOK_MAGIC || token->kind == TOK_PRAGMA) token++;
    return token->kind == TOK_END;
}

static bool split_expression(Parser *parser, Item *item) {
    item->kind = ITEM_STATEMENT;
    if (!expr_parse(parser, &item->expr)) return false;
    if (token_is(parse_peek(parser, 0), PUNCT_SEMICOLON))
        dubious_statement(parser, &item->expr);
    if (parse_accept(parser, PUNCT_SEMICOLON)) return true;
    if (!split_is_last(parser)) return parse_expect(parser, PUNCT_SEMICOLON);
    item->kind = ITEM_EXPRESSION;
    return true;
}

static bool split_asm(Parser *parser, Item *item) {
    bool is_file_level;
    bool is_fine = statement_asm(parser, &is_file_level);
    item->kind = is_file_level ? ITEM_ASM : ITEM_STATEMENT;
    return is_fine;
}

static bool split_closing(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    return parse_problem(parser, token,
                         "this '%.*s' closes nothing: no bracket that it "
                         "could close is open",
                         STR_ARG(token->text));
}

static bool split_starts_statement(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    switch ((TokenId)token->id) {
    case PUNCT_LBRACE:
    case KW_BREAK:
    case KW_CASE:
    case KW_CONTINUE:
    case KW_DEFAULT:
    case KW_DO:
    case KW_ELSE:
    case KW_FOR:
    case KW_GOTO:
    case KW_IF:
    case KW_RETURN:
    case KW_SWITCH:
    case KW_WHILE:
    case KW_ATTRIBUTE: return true;
    default: return statement_is_label(parser);
    }
}

static bool split_statement(Parser *parser, Item *item) {
    item->kind = ITEM_STATEMENT;
    return statement_parse(parser);
}

static bool split_other(Parser *parser, Item *item) {
    const Token *token = parse_peek(parser, 0);
    if (split_is_untyped_function(parser))
        return split_declaration(parser, item);
    if (decl_looks_like_unknown_type(parser))
        return slip_unknown_type(parser, token);
    return split_expression(parser, item);
}

static bool split_item(Parser *parser, Item *item) {
    const Token *token = parse_peek(parser, 0);
    switch ((TokenId)token->id) {
    case PUNCT_SEMICOLON:
        item->kind = ITEM_EMPTY;
        parser->at++;
        return true;
    case PUNCT_RBRACE:
    case PUNCT_RPAREN:
    case PUNCT_RBRACKET: return split_closing(parser);
    case KW_STATIC_ASSERT:
        item->kind = ITEM_ASSERT;
        return statement_static_assert(parser);
    case KW_ASM: return split_asm(parser, item);
    default: break;
    }
    if (token->kind == TOK_MAGIC) {
        item->kind = ITEM_MAGIC;
        parser->at++;
        return true;
    }
    item->kind = ITEM_PRAGMA;
    if (statement_skip_pragma(parser)) return true;
    if (decl_starts(parser)) return split_declaration(parser, item);
    if (split_starts_statement(parser)) return split_statement(parser, item);
    return split_other(parser, item);
}

/* --- the cell ------------------------------------------------------------ */

static void split_take_notes(Parser *parser, Item *item) {
    item->returns = parser->returns;
    item->return_count = parser->return_count;
    parser->returns = NULL;
    parser->return_count = 0;
    item->beyond = (Beyond)parser->beyond;
    item->beyond_token = parser->beyond_token;
    parser->beyond = BEYOND_NOTHING;
    parser->beyond_token = NULL;
    item->erased = parser->erased;
    item->erased_count = parser->erased_count;
    parser->erased = NULL;
    parser->erased_count = 0;
}

void split_cell(const Token *tokens, const Scope *scope, Str anonymous_prefix,
                Arena *arena, Cell *ret) {
    Parser parser;
    parse_init(&parser, tokens, scope, arena);
    parser.anonymous_prefix = anonymous_prefix;
    parser.is_advised = true;
    *ret = (Cell){0};
    while (parse_peek(&parser, 0)->kind != TOK_END) {
        Item item = {.begin = parser.at};
        parser.depth = 0;
        if (!split_item(&parser, &item)) break;
        item.end = parser.at;
        if (parser.flow.locals) flow_check_locals(&parser);
        parser.flow.labels = 0;
        split_take_notes(&parser, &item);
        ret->items =
            parse_grow(arena, ret->items, ret->count, sizeof *ret->items);
        ret->items[ret->count++] = item;
    }
    mend_sort(parser.mends, parser.mend_count);
    ret->mends = parser.mends;
    ret->mend_count = parser.mend_count;
    mend_sort(parser.fast_mends, parser.fast_mend_count);
    ret->fast_mends = parser.fast_mends;
    ret->fast_mend_count = parser.fast_mend_count;
    ret->loops = parser.loops;
    ret->loop_count = parser.loop_count;
    ret->int_ops = parser.int_ops;
    ret->int_op_count = parser.int_op_count;
    ret->statics = parser.statics;
    ret->static_count = parser.static_count;
    ret->called = parser.called;
    ret->called_count = parser.called_count;
    ret->problem = parser.problem;
    ret->advice = parser.advice;
    ret->advice_count = parser.advice_count;
    ret->declared = parser.declared;
}
