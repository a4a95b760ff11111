#include "cell/flow.h"

#include "cell/advice.h"

/* --- declarations --- */

static bool flow_has_simple_type(const Type *type) {
    const Type *bare = type_strip(type);
    return type_is_scalar(bare) && !(type->qualifiers & TYPE_VOLATILE);
}

/* A variable of an earlier cell: functions that set it may be about. */
static bool flow_is_known(const Parser *parser, Str name) {
    const Scope *scope = parser->scope;
    const Symbol *symbol =
        scope && scope->find ? scope->find(scope->context, name) : NULL;
    return symbol && symbol->kind == SYMBOL_VARIABLE;
}

Local *flow_new_local(Parser *parser, unsigned flags,
                      const Declarator *declarator) {
    bool is_static = flags & (DECL_STATIC | DECL_EXTERN | DECL_TYPEDEF |
                              DECL_THREAD_LOCAL);
    bool has_value = declarator->init_begin != declarator->init_end;
    Local *local = ARENA_NEW(parser->arena, Local);
    *local = (Local){.token = declarator->name_token,
                     .is_automatic = !is_static,
                     .earlier = parser->declared,
                     .loops = parser->flow.loops,
                     .labels = parser->flow.labels};
    bool is_top = !parse_block_is_inner(parser);
    parser->declared = local;
    local->is_inner = !is_top;
    local->is_automatic = !is_static && !is_top;
    local->is_unset = !is_static && !is_top && !has_value &&
                      flow_has_simple_type(declarator->type);
    local->is_null = !is_static && is_top && !has_value &&
                     type_kind(declarator->type) == TYPE_POINTER &&
                     !flow_is_known(parser, declarator->name);
    if (local->is_unset) {
        local->before = parser->flow.locals;
        parser->flow.locals = local;
    }
    return local;
}

Local *flow_new_parameter(Parser *parser, uint32_t token,
                          const Type *written) {
    Local *local = ARENA_NEW(parser->arena, Local);
    *local = (Local){.token = token,
                     .is_parameter = true,
                     .is_inner = true,
                     .earlier = parser->declared,
                     .is_automatic = true};
    parser->declared = local;
    if (type_strip(written)->kind == TYPE_ARRAY) local->written = written;
    return local;
}

/* --- used before it is set ---
 *
 * A variable with a Local is declared further up in the same cell: before each
 * mention of it stand the words of its declaration at least. */

/* (void)x says that nobody minds. */
static bool flow_is_void(const Parser *parser, uint32_t token) {
    const Token *before = &parser->tokens[token];
    while (token_is(before - 1, PUNCT_LPAREN)) before--;
    return token_is(before - 1, PUNCT_RPAREN) && token_is(before - 2, KW_VOID);
}

/* &x and x = ... give it a value; all may stand in parentheses. */
static bool flow_is_read(const Parser *parser, uint32_t token) {
    const Token *before = &parser->tokens[token];
    const Token *behind = &parser->tokens[token + 1];
    while (token_is(before - 1, PUNCT_LPAREN)) before--;
    while (token_is(behind, PUNCT_RPAREN)) behind++;
    bool is_address = token_is(before - 1, PUNCT_AMP);
    bool is_target = token_is(before - 1, PUNCT_STAR);
    return !is_address && !flow_is_void(parser, token) &&
           (is_target || !token_is(behind, PUNCT_ASSIGN));
}

/* x = ..., but not *p = ... */
static bool flow_is_assigned(const Parser *parser, uint32_t token) {
    const Token *name = &parser->tokens[token];
    return token_is(name + 1, PUNCT_ASSIGN) &&
           !token_is(name - 1, PUNCT_STAR);
}

/* Does every way to here from the declaration come by no other mention? A
 * loop may come a second time, behind what assigns further down: then this
 * must be a part of it that runs each time. */
static bool flow_is_certain(const Parser *parser, const Local *local) {
    const Flow *flow = &parser->flow;
    if (flow->is_unsure || flow->labels != local->labels) return false;
    if (flow->loops == local->loops) return true;
    return flow->loops <= FLOW_LOOPS &&
           flow->entries[local->loops] == flow->conditions;
}

static void flow_say_unset(Parser *parser, const Symbol *symbol,
                           uint32_t token) {
    Str name = symbol->name;
    if (type_kind(symbol->type) == TYPE_POINTER) {
        advice_warn(parser, token, token + 1,
                    "'%.*s' does not point to anything yet: let it point to "
                    "an array, to a variable (&x) or to memory from malloc "
                    "before it is used",
                    STR_ARG(name));
        return;
    }
    advice_warn(parser, token, token + 1,
                "'%.*s' has no value yet, so this is whatever the memory "
                "held: give it one where it is declared, as in '%.*s = 0'",
                STR_ARG(name), STR_ARG(name));
}

void flow_on_mention(Parser *parser, const Symbol *symbol, uint32_t token) {
    Local *local = symbol->local;
    if (parser->flow.unevaluated || !local->is_unset) return;
    if (token == local->token || flow_is_assigned(parser, token)) return;
    local->symbol = symbol;
    if (!flow_is_read(parser, token)) {
        local->is_unset = flow_is_void(parser, token);
    } else if (flow_is_certain(parser, local)) {
        flow_say_unset(parser, symbol, token);
        local->is_unset = false;
    } else if (!local->read_at) {
        local->read_at = token;
    }
}

/* Functions that write where their first argument points. */
static bool flow_is_filled(const Parser *parser, uint32_t token) {
    static const char *const names[] = {"strcpy", "strcat", "sprintf", "fgets",
                                        "scanf"};
    const Token *at = &parser->tokens[token];
    if (!token_is(at - 1, PUNCT_LPAREN)) {
        /* scanf("%s", s) */
        return token_is(at - 1, PUNCT_COMMA) &&
               at[-2].kind == TOK_STRING && token_is(at - 3, PUNCT_LPAREN) &&
               str_is(at[-4].text, "scanf");
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(at[-2].text, names[i])) return true;
    return false;
}

void flow_on_null(Parser *parser, const Symbol *symbol, uint32_t token) {
    Local *local = symbol->local;
    const Token *at = &parser->tokens[token];
    if (token == local->token || parser->flow.unevaluated) return;
    local->is_null = false;
    bool is_used = token_is(at + 1, PUNCT_LBRACKET) ||
                   token_is(at + 1, PUNCT_ARROW) ||
                   token_is(at - 1, PUNCT_STAR) ||
                   flow_is_filled(parser, token);
    bool is_address = token_is(at - 1, PUNCT_AMP);
    if (is_used && !is_address && !parser->in_function &&
        flow_is_certain(parser, local))
        flow_say_unset(parser, symbol, token);
}

void flow_check_locals(Parser *parser) {
    Local *local = parser->flow.locals;
    parser->flow.locals = NULL;
    for (; local; local = local->before)
        if (local->is_unset && local->read_at && !parser->flow.is_unsure)
            flow_say_unset(parser, local->symbol, local->read_at);
}

void flow_on_assignment(Parser *parser, const Expr *target, TokenId op) {
    if (!target->symbol) return;
    Local *local = target->symbol->local;
    if (local && op == PUNCT_ASSIGN)
        local->is_unset = local->is_literal = false;
    if (target->symbol == parser->flow.counter) parser->flow.counter = NULL;
    if (target->symbol == parser->flow.freed) parser->flow.freed = NULL;
}

/* Straight on from the declaration, it still points to the literal. */
void flow_on_write(Parser *parser, const Expr *target) {
    const Flow *flow = &parser->flow;
    const Symbol *symbol = target->base;
    bool is_literal = symbol && symbol->local && symbol->local->is_literal;
    if (!is_literal || flow->loops || flow->conditions || flow->labels) return;
    advice_warn(parser, target->begin, parser->at,
                "'%.*s' points to a text that must not be changed: declare it "
                "as an array, 'char %.*s[] = ...', to have a copy",
                STR_ARG(symbol->name), STR_ARG(symbol->name));
}

/* --- memory that is gone --- */

static bool flow_was_freed(const Parser *parser, const Expr *pointer) {
    const Flow *flow = &parser->flow;
    return pointer->symbol && pointer->symbol == flow->freed &&
           flow->freed_labels == flow->labels && !flow->unevaluated;
}

static uint32_t flow_freed_line(const Parser *parser) {
    const Token *token = &parser->tokens[parser->flow.freed_at];
    return source_place(token->source, token->span.begin).line;
}

void flow_on_free(Parser *parser, const Expr *argument, uint32_t token) {
    Flow *flow = &parser->flow;
    if (flow_was_freed(parser, argument) && flow->freed_in == parser->block)
        advice_warn(parser, token, token + 1,
                    "'%.*s' was freed in line %u already, and a block of "
                    "memory is freed only once: leave one of the two out",
                    STR_ARG(argument->symbol->name), flow_freed_line(parser));
    bool is_noted = argument->symbol && !argument->in_parens;
    flow->freed = is_noted ? argument->symbol : NULL;
    flow->freed_in = parser->block;
    flow->freed_at = token;
    flow->freed_labels = flow->labels;
}

/* The block in which it was freed must still be open: what runs here ran
 * past the free. */
static bool flow_is_behind_free(const Parser *parser) {
    const Flow *flow = &parser->flow;
    return parse_block_is_open(parser, flow->freed_in);
}

void flow_on_access(Parser *parser, const Expr *pointer, uint32_t token) {
    if (!flow_was_freed(parser, pointer) || !flow_is_behind_free(parser))
        return;
    advice_warn(parser, token, token + 1,
                "'%.*s' was freed in line %u: its memory is gone, so use it "
                "before free, not behind it",
                STR_ARG(pointer->symbol->name), flow_freed_line(parser));
    parser->flow.freed = NULL;
}

void flow_on_return(Parser *parser, const Expr *value, uint32_t begin) {
    parser->flow.has_result = true;
    const Symbol *symbol = value->within;
    bool is_pointer = parser->result &&
                      type_kind(parser->result) == TYPE_POINTER;
    bool is_stored = value->is_lvalue &&
                     type_strip(value->type)->kind != TYPE_ARRAY;
    if (!symbol || !symbol->local || !is_pointer || is_stored) return;
    if (!symbol->local->is_automatic) return;
    advice_warn(parser, begin, parser->at,
                "this is the address of '%.*s', which is gone when the "
                "function returns: return the value itself, or memory from "
                "malloc, or let the caller pass an array",
                STR_ARG(symbol->name));
}

/* --- loops, labels, functions --- */

void flow_begin_loop(Parser *parser, Flow *ret_saved) {
    Flow *flow = &parser->flow;
    *ret_saved = *flow;
    flow->counter = NULL;
    if (flow->loops < FLOW_LOOPS) flow->entries[flow->loops] = flow->conditions;
    flow->loops++;
    flow->has_break = flow->has_jump = false;
}

void flow_end_loop(Parser *parser, const Flow *saved, bool is_endless) {
    Flow *flow = &parser->flow;
    flow->stops = is_endless && !flow->has_break;
    flow->has_break = saved->has_break;
    flow->has_jump = flow->has_jump || saved->has_jump;
    flow->loops = saved->loops;
    flow->conditions = saved->conditions;
    flow->counter = NULL; /* the loop may have changed that of an outer one */
}

void flow_count(Parser *parser, const Expr *condition, const Expr *step) {
    Flow *flow = &parser->flow;
    bool is_counted = condition->counted && step->op == PUNCT_INCREMENT &&
                      step->stepped == condition->counted;
    flow->counter = is_counted ? condition->counted : NULL;
    flow->counter_loops = flow->loops;
    flow->counter_last = condition->limit;
}

void flow_label(Parser *parser) {
    parser->flow.labels++;
    parser->flow.stops = parser->flow.is_dead = false;
}

void flow_check_end(Parser *parser, Str name, const Type *result,
                    bool is_untyped) {
    const Flow *flow = &parser->flow;
    if (flow->stops || flow->is_unsure || is_untyped) return;
    if (type_strip(result)->kind == TYPE_VOID || str_is(name, "main")) return;
    uint32_t brace = parser->at - 1;
    Str type = advice_type(parser, result);
    if (flow->has_result)
        advice_warn(parser, brace, brace + 1,
                    "'%.*s' can come to its end here without a return, and "
                    "then its value is anything: return %.*s here, too",
                    STR_ARG(name),
                    STR_ARG(advice_a_type(parser, result)));
    else
        advice_warn(parser, brace, brace + 1,
                    "'%.*s' ends here without a return, so its value is "
                    "anything: write 'return ...;' with the %.*s that it "
                    "computes, or make it void",
                    STR_ARG(name), STR_ARG(type));
}
