#include "cell/statement.h"

#include "cell/advice.h"
#include "cell/attribute.h"
#include "cell/beyond.h"
#include "cell/decl.h"
#include "cell/dubious.h"
#include "cell/flow.h"
#include "cell/lexer.h"
#include "cell/loop.h"
#include "cell/slip.h"
#include "cell/split.h"
#include "cell/suspect.h"

/* --- pieces that also stand outside of functions ------------------------- */

bool statement_is_pack(Str pragma) {
    return str_starts_with(pragma, STR("#pragma pack"));
}

/* #pragma pack(n), pack(push, n), pack() and pack(pop): only one level is
 * remembered, which is what headers and readers use. */
static void statement_heed_pack(Parser *parser, Str text) {
    const char *end = text.text + text.len;
    if (!statement_is_pack(text)) return;
    parser->pack = 0;
    for (const char *at = text.text; at < end; at++) {
        if (*at < '0' || *at > '9') continue;
        parser->pack = (uint8_t)(parser->pack * 10 + (*at - '0'));
        if (parser->pack > 16) parser->pack = 0;
    }
}

/* Copies of the session are made by fork(), behind which OpenMP's threads are
 * gone for good; so what it would share out is left to one. Told once. */
static void statement_heed_threads(Parser *parser, Str text) {
    uint32_t told = parser->advice_count;
    bool is_shared = str_starts_with(text, STR("#pragma omp parallel")) ||
                     str_starts_with(text, STR("#pragma omp target"));
    if (!is_shared || parser->is_told_of_threads) return;
    advice_warn(parser, parser->at, parser->at + 1,
                "OpenMP has no threads in a notebook: one does all of this; "
                "%%export FILE.c writes a program for cc -fopenmp, where "
                "several do");
    parser->is_told_of_threads = parser->advice_count > told;
}

bool statement_skip_pragma(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    if (token->kind != TOK_PRAGMA) return false;
    statement_heed_pack(parser, token->text);
    statement_heed_threads(parser, token->text);
    parser->at++;
    return true;
}

bool statement_static_assert(Parser *parser) {
    Expr condition;
    uint32_t open = ++parser->at;
    if (!parse_expect(parser, PUNCT_LPAREN)) return false;
    if (!expr_parse_conditional(parser, &condition)) return false;
    if (parse_accept(parser, PUNCT_COMMA)) {
        if (parse_peek(parser, 0)->kind != TOK_STRING)
            return parse_unexpected(parser, "the text of the message");
        while (parse_peek(parser, 0)->kind == TOK_STRING) parser->at++;
    }
    return parse_close(parser, PUNCT_RPAREN, open) &&
           parse_expect(parser, PUNCT_SEMICOLON);
}

bool statement_asm(Parser *parser, bool *ret_is_file_level) {
    *ret_is_file_level = true;
    parser->flow.is_unsure = true;
    parser->at++;
    while (token_is(parse_peek(parser, 0), KW_VOLATILE) ||
           token_is(parse_peek(parser, 0), KW_INLINE) ||
           token_is(parse_peek(parser, 0), KW_GOTO)) {
        *ret_is_file_level = false;
        if (token_is(parse_peek(parser, 0), KW_GOTO))
            beyond_note(parser, parse_peek(parser, 0), BEYOND_ASM_GOTO);
        parser->at++;
    }
    uint32_t open = parser->at;
    if (!token_is(parse_peek(parser, 0), PUNCT_LPAREN))
        return parse_expect(parser, PUNCT_LPAREN);
    if (!parse_skip_brackets(parser)) return false;
    for (uint32_t at = open; at < parser->at; at++) {
        if (token_is(&parser->tokens[at], PUNCT_COLON))
            *ret_is_file_level = false;
    }
    return parse_expect(parser, PUNCT_SEMICOLON);
}

/* --- jumps --------------------------------------------------------------- */

static bool statement_break(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    bool is_break = token_is(token, KW_BREAK);
    if (is_break && !parser->loop_depth && !parser->switch_depth)
        return parse_problem(parser, token,
                             "'break' stands outside of any loop or switch: "
                             "there is nothing that it could leave");
    if (!is_break && !parser->loop_depth)
        return parse_problem(parser, token,
                             "'continue' stands outside of any loop: there "
                             "is nothing that it could go on with");
    parser->at++;
    if (is_break && !parser->flow.is_dead) parser->flow.has_break = true;
    parser->flow.has_jump = parser->flow.stops = true;
    return parse_expect(parser, PUNCT_SEMICOLON);
}

/* TinyCC tells of the same value twice only at the end of the switch. */
static bool statement_note_case(Parser *parser, const Expr *value) {
    enum { MOST = 1000 }; /* each is compared with all before it */
    uint32_t number = parser->cases ? parser->cases->number : 0;
    if (!value->is_constant || number == MOST) return true;
    for (const Case *one = parser->cases; one; one = one->before) {
        if (one->value != value->value) continue;
        const Token *first = &parser->tokens[one->token];
        uint32_t line =
            first->source ? source_place(first->source, first->span.begin).line
                          : 0;
        return parse_problem(parser, &parser->tokens[value->begin],
                             "this value has a case already, in line %u: "
                             "which of the two is to run?",
                             line);
    }
    Case *one = ARENA_NEW(parser->arena, Case);
    *one = (Case){parser->cases, value->value, value->begin, number + 1};
    parser->cases = one;
    return true;
}

static bool statement_case(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    Expr value;
    parser->at++;
    if (!parser->switch_depth)
        return parse_problem(parser, token,
                             "'%.*s' stands outside of any switch",
                             STR_ARG(token->text));
    if (token_is(token, KW_CASE)) {
        if (!expr_parse_conditional(parser, &value)) return false;
        suspect_case(parser, &value);
        if (!statement_note_case(parser, &value)) return false;
        if (parse_accept(parser, PUNCT_ELLIPSIS) &&
            !expr_parse_conditional(parser, &value))
            return false;
    }
    return parse_expect(parser, PUNCT_COLON);
}

static void statement_note_return(Parser *parser, Return one) {
    if (parser->in_function) return;
    parser->returns = parse_grow(parser->arena, parser->returns,
                                 parser->return_count, sizeof(Return));
    parser->returns[parser->return_count++] = one;
}

static bool statement_return(Parser *parser) {
    Return one = {.token = parser->at++};
    one.begin = parser->at;
    if (!token_is(parse_peek(parser, 0), PUNCT_SEMICOLON) &&
        !expr_parse(parser, &one.expr))
        return false;
    if (parser->in_function && parser->result && one.begin < parser->at &&
        !expr_check_becomes(parser, &parser->tokens[one.begin], parser->result,
                            &one.expr))
        return false;
    if (one.begin < parser->at && parser->in_function)
        flow_on_return(parser, &one.expr, one.begin);
    parser->flow.has_jump = parser->flow.stops = true;
    one.end = parser->at;
    statement_note_return(parser, one);
    return parse_expect(parser, PUNCT_SEMICOLON);
}

static bool statement_goto(Parser *parser) {
    Expr target;
    parser->at++;
    if (parse_accept(parser, PUNCT_STAR)) {
        if (!expr_parse(parser, &target)) return false;
    } else if (parse_is_name(parse_peek(parser, 0))) {
        parser->at++;
    } else {
        return parse_unexpected(parser, "the name of a label");
    }
    parser->flow.has_jump = parser->flow.stops = true;
    return parse_expect(parser, PUNCT_SEMICOLON);
}

/* --- control ------------------------------------------------------------- */

/* ( expression ). *ret_always: it is a constant other than 0. */
static bool statement_condition(Parser *parser, bool is_loop,
                                bool *ret_always) {
    Expr condition;
    uint32_t open = parser->at;
    if (!parse_expect(parser, PUNCT_LPAREN)) return false;
    if (!expr_parse(parser, &condition)) return false;
    dubious_condition(parser, &condition, is_loop);
    *ret_always = condition.is_constant && condition.value;
    return parse_close(parser, PUNCT_RPAREN, open);
}

static bool statement_loop_body(Parser *parser) {
    parser->loop_depth++;
    bool is_fine = statement_parse(parser);
    parser->loop_depth--;
    return is_fine;
}

/* What runs only under a condition. */
static bool statement_branch(Parser *parser, uint32_t keyword) {
    uint32_t body = parser->at;
    parser->flow.conditions++;
    bool is_fine = statement_parse(parser);
    parser->flow.conditions--;
    if (is_fine) dubious_body(parser, keyword, body);
    if (parser->flow.freed_at > keyword) parser->flow.freed = NULL;
    return is_fine;
}

/* A chain of else-ifs is a loop here: it may be long. The whole stops if
 * there is an else and all its branches do. */
static bool statement_if(Parser *parser) {
    bool stops = true, is_always;
    for (;;) {
        uint32_t keyword = parser->at++;
        if (!statement_condition(parser, false, &is_always)) return false;
        if (!statement_branch(parser, keyword)) return false;
        stops = stops && parser->flow.stops;
        if (!token_is(parse_peek(parser, 0), KW_ELSE)) {
            parser->flow.stops = stops && is_always;
            return true;
        }
        keyword = parser->at++;
        if (token_is(parse_peek(parser, 0), KW_IF)) continue;
        if (!statement_branch(parser, keyword)) return false;
        parser->flow.stops = parser->flow.stops && stops;
        return true;
    }
}

static bool statement_while(Parser *parser) {
    Flow saved;
    bool is_always;
    uint32_t keyword = parser->at++;
    flow_begin_loop(parser, &saved);
    if (!statement_condition(parser, true, &is_always)) return false;
    uint32_t body = parser->at;
    if (!statement_loop_body(parser)) return false;
    loop_note(parser, keyword, keyword + 1, body, parser->at);
    dubious_body(parser, keyword, body);
    flow_end_loop(parser, &saved, is_always);
    return true;
}

/* At the end of a cell the `;` may be missing, as behind a call: a macro like
 * nb_show(x) is such a loop in disguise. */
static bool statement_do(Parser *parser) {
    Flow saved;
    bool is_always;
    uint32_t keyword = parser->at++;
    flow_begin_loop(parser, &saved);
    if (!statement_loop_body(parser)) return false;
    uint32_t behind = parser->at;
    bool stops = parser->flow.stops && !parser->flow.has_break;
    if (!parse_expect(parser, KW_WHILE)) return false;
    if (!statement_condition(parser, true, &is_always)) return false;
    loop_note(parser, keyword, keyword + 1, keyword + 1, behind);
    flow_end_loop(parser, &saved, is_always);
    parser->flow.stops = parser->flow.stops || stops;
    return parse_peek(parser, 0)->kind == TOK_END ||
           parse_expect(parser, PUNCT_SEMICOLON);
}

/* Whether its cases are all that can come is hard to know: where the last one
 * stops and none breaks, nothing is said about what runs behind it. */
static bool statement_switch(Parser *parser) {
    bool is_always, had_break = parser->flow.has_break;
    uint32_t keyword = parser->at++;
    if (!statement_condition(parser, false, &is_always)) return false;
    parser->flow.has_break = false;
    parser->switch_depth++;
    const Case *cases = parser->cases;
    parser->cases = NULL;
    bool is_fine = statement_branch(parser, keyword);
    parser->cases = cases;
    parser->switch_depth--;
    parser->flow.stops = parser->flow.stops && !parser->flow.has_break;
    parser->flow.has_break = had_break;
    return is_fine;
}

static bool statement_declaration(Parser *parser);

/* What a step sets is set before it comes a second time. */
static bool statement_for_step(Parser *parser, const Expr *condition) {
    Expr step = {0};
    if (token_is(parse_peek(parser, 0), PUNCT_RPAREN)) return true;
    parser->flow.conditions++;
    bool is_fine = expr_parse(parser, &step);
    parser->flow.conditions--;
    if (is_fine) dubious_step(parser, &step);
    flow_count(parser, condition, &step);
    return is_fine;
}

static bool statement_for_begin(Parser *parser) {
    Expr part;
    if (decl_starts(parser)) return statement_declaration(parser);
    if (parse_accept(parser, PUNCT_SEMICOLON)) return true;
    return expr_parse(parser, &part) && parse_expect(parser, PUNCT_SEMICOLON);
}

/* ret_rest: the condition's first token */
static bool statement_for_head(Parser *parser, Flow *ret_saved,
                               bool *ret_always, uint32_t *ret_rest) {
    Expr part = {0};
    uint32_t open = parser->at;
    if (!parse_expect(parser, PUNCT_LPAREN)) return false;
    if (!statement_for_begin(parser)) return false;
    flow_begin_loop(parser, ret_saved);
    *ret_rest = parser->at;
    *ret_always = token_is(parse_peek(parser, 0), PUNCT_SEMICOLON);
    if (!*ret_always) {
        if (!expr_parse(parser, &part)) return false;
        dubious_condition(parser, &part, true);
        *ret_always = part.is_constant && part.value;
    }
    if (!parse_expect(parser, PUNCT_SEMICOLON)) return false;
    return statement_for_step(parser, &part) &&
           parse_close(parser, PUNCT_RPAREN, open);
}

static bool statement_for(Parser *parser) {
    Flow saved;
    bool is_always;
    uint32_t rest = 0, keyword = parser->at++;
    parse_push_block(parser);
    bool is_fine = statement_for_head(parser, &saved, &is_always, &rest);
    uint32_t body = parser->at;
    is_fine = is_fine && statement_loop_body(parser);
    if (is_fine) loop_note(parser, keyword, rest, body, parser->at);
    parse_pop_block(parser);
    if (!is_fine) return false;
    dubious_body(parser, keyword, body);
    flow_end_loop(parser, &saved, is_always);
    return true;
}

/* --- blocks -------------------------------------------------------------- */

static bool statement_declaration(Parser *parser) {
    bool is_function;
    Declaration *declaration = decl_parse(parser, &is_function);
    if (!declaration) return false;
    if (!is_function) loop_note_statics(parser, declaration);
    if (!is_function) return true;
    if (slip_unclosed(parser)) return false;
    const Declarator *name = &declaration->declarators[0];
    return parse_problem(parser, &parser->tokens[name->name_token],
                         "the function '%.*s' is defined inside of braces: C "
                         "has no functions within functions, move it out",
                         STR_ARG(name->name));
}

static bool statement_unknown_type(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    return slip_unknown_type(parser, token);
}

static bool statement_expression(Parser *parser, Expr *ret) {
    parser->flow.has_ended = false;
    if (!expr_parse(parser, ret)) return false;
    if (token_is(parse_peek(parser, 0), PUNCT_SEMICOLON))
        dubious_statement(parser, ret);
    parser->flow.stops = parser->flow.has_ended;
    return parse_expect(parser, PUNCT_SEMICOLON);
}

/* __label__ a, b; */
static bool statement_local_labels(Parser *parser) {
    while (!token_is(parse_peek(parser, 0), PUNCT_SEMICOLON)) {
        const Token *token = parse_peek(parser, 0);
        if (token->kind == TOK_END) break;
        parser->at++;
    }
    return parse_expect(parser, PUNCT_SEMICOLON);
}

/* In a block they are no part of the statement behind them, whose value may
 * be that of the block. */
static bool statement_item_labels(Parser *parser) {
    Attributes unused = {0};
    while (statement_is_label(parser)) {
        parser->at += 2;
        flow_label(parser);
        if (!attribute_parse(parser, &unused)) return false;
    }
    return true;
}

/* What starts no statement is an expression; *ret_is_value says so. */
static bool statement_item(Parser *parser, Expr *ret, bool *ret_is_value) {
    *ret_is_value = false;
    if (!statement_item_labels(parser)) return false;
    const Token *token = parse_peek(parser, 0);
    if (token_is(token, PUNCT_RBRACE) || token->kind == TOK_END) return true;
    if (str_is(token->text, "__label__")) return statement_local_labels(parser);
    if (token_is(token, KW_STATIC_ASSERT))
        return statement_static_assert(parser);
    if (decl_starts(parser)) return statement_declaration(parser);
    if (decl_looks_like_unknown_type(parser))
        return statement_unknown_type(parser);
    bool is_keyword =
        token->kind == TOK_IDENT && token->id != ID_NONE &&
        !token_is(token, KW_SIZEOF) && !token_is(token, KW_GENERIC) &&
        !token_is(token, KW_ALIGNOF) && !token_is(token, KW_EXTENSION);
    if (is_keyword || token_is(token, PUNCT_LBRACE) ||
        token_is(token, PUNCT_SEMICOLON) || token->kind == TOK_MAGIC)
        return statement_parse(parser);
    *ret_is_value = true;
    return statement_expression(parser, ret);
}

static bool statement_items(Parser *parser, Expr *ret_last) {
    uint32_t open = parser->at++;
    bool was_dead = parser->flow.is_dead, stops = was_dead;
    for (;;) {
        const Token *token = parse_peek(parser, 0);
        if (token_is(token, PUNCT_RBRACE) || token->kind == TOK_END) break;
        if (statement_skip_pragma(parser)) continue;
        Expr value;
        bool is_value;
        uint32_t labels = parser->flow.labels;
        parser->flow.stops = false;
        parser->flow.is_dead = stops;
        if (!statement_item(parser, &value, &is_value)) return false;
        stops = parser->flow.stops || (stops && labels == parser->flow.labels);
        if (!ret_last) continue;
        *ret_last = is_value ? value : (Expr){.type = type_basic(TYPE_VOID)};
    }
    parser->flow.stops = stops;
    parser->flow.is_dead = was_dead;
    return parse_close(parser, PUNCT_RBRACE, open);
}

bool statement_block(Parser *parser, Expr *ret_last) {
    parse_push_block(parser);
    bool is_fine = statement_items(parser, ret_last);
    parse_pop_block(parser);
    return is_fine;
}

bool statement_body(Parser *parser, Block *params) {
    uint32_t loops = parser->loop_depth, switches = parser->switch_depth;
    Block *outer = parser->block;
    bool in_function = parser->in_function;
    parser->loop_depth = parser->switch_depth = 0;
    parser->in_function = true;
    parser->block = params;
    parser->flow = (Flow){0};
    bool is_fine = statement_block(parser, NULL);
    parser->block = outer;
    parser->in_function = in_function;
    parser->loop_depth = loops;
    parser->switch_depth = switches;
    return is_fine;
}

/* --- the whole ----------------------------------------------------------- */

bool statement_is_label(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    return parse_is_name(token) && token_is(token + 1, PUNCT_COLON);
}

/* Labels in a row. *ret_more is false when they stand before a declaration or
 * at an end: then they are the whole statement. */
static bool statement_labels(Parser *parser, bool *ret_more) {
    Attributes unused = {0};
    uint32_t begin = parser->at;
    for (;;) {
        const Token *token = parse_peek(parser, 0);
        if (statement_is_label(parser)) {
            parser->at += 2;
            flow_label(parser);
            if (!attribute_parse(parser, &unused)) return false;
        } else if (token_is(token, KW_CASE) || token_is(token, KW_DEFAULT)) {
            flow_label(parser);
            if (!statement_case(parser)) return false;
        } else {
            break;
        }
    }
    bool is_end = token_is(parse_peek(parser, 0), PUNCT_RBRACE) ||
                  parse_peek(parser, 0)->kind == TOK_END;
    *ret_more = parser->at == begin || (!is_end && !decl_starts(parser));
    return true;
}

static bool statement_misplaced(Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    if (token_is(token, KW_ELSE))
        return parse_problem(parser, token, "%s", slip_else);
    if (token->kind == TOK_MAGIC)
        return parse_problem(parser, token,
                             "a line like '%.*s' must stand outside of braces",
                             STR_ARG(token->text));
    if (decl_starts(parser))
        return parse_problem(parser, token,
                             "a declaration cannot stand here: put it in "
                             "braces { }");
    return parse_unexpected(parser, "a statement");
}

static bool statement_plain(Parser *parser) {
    Expr value;
    bool unused;
    const Token *token = parse_peek(parser, 0);
    switch ((TokenId)token->id) {
    case PUNCT_SEMICOLON: parser->at++; return true;
    case PUNCT_LBRACE: return statement_block(parser, NULL);
    case KW_IF: return statement_if(parser);
    case KW_WHILE: return statement_while(parser);
    case KW_DO: return statement_do(parser);
    case KW_FOR: return statement_for(parser);
    case KW_SWITCH: return statement_switch(parser);
    case KW_BREAK:
    case KW_CONTINUE: return statement_break(parser);
    case KW_RETURN: return statement_return(parser);
    case KW_GOTO: return statement_goto(parser);
    case KW_ASM: return statement_asm(parser, &unused);
    case KW_ELSE: return statement_misplaced(parser);
    default: break;
    }
    if (token->kind == TOK_MAGIC || decl_starts(parser))
        return statement_misplaced(parser);
    if (decl_looks_like_unknown_type(parser))
        return statement_unknown_type(parser);
    return statement_expression(parser, &value);
}

bool statement_parse(Parser *parser) {
    bool more;
    Attributes unused = {0};
    if (!parse_enter(parser)) return false;
    while (statement_skip_pragma(parser)) continue;
    parser->flow.stops = false;
    bool is_fine = statement_labels(parser, &more);
    if (is_fine && more && !decl_starts(parser))
        is_fine = attribute_parse(parser, &unused);
    if (is_fine && more) is_fine = statement_plain(parser);
    parse_leave(parser);
    return is_fine;
}
