#include "cell/expand.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cell/define.h"
#include "cell/lexer.h"
#include "cell/substitute.h"

enum {
    /* Arguments within arguments: each costs a few stack frames. */
    EXPAND_DEEPEST = 400,
    EXPAND_VOLUME = 2000000
};

void *expand_room(void *items, uint32_t count, uint32_t *size, size_t item) {
    if (count < *size) return items;
    *size = *size ? *size * 2 : 16;
    return mem_grow(items, *size * item);
}

void expand_append(TokenList *list, const Token *token) {
    list->items =
        expand_room(list->items, list->count, &list->size, sizeof *list->items);
    list->items[list->count++] = *token;
}

Token *expand_take(Expander *expander, uint32_t from, uint32_t *ret_count) {
    TokenList *list = &expander->scratch;
    uint32_t count = list->count - from;
    Token *tokens = arena_alloc(expander->arena, (count + 1) * sizeof *tokens);
    if (count) memcpy(tokens, list->items + from, count * sizeof *tokens);
    list->count = from;
    *ret_count = count;
    return tokens;
}

void expand_init(Expander *expander, const Macros *macros, size_t text_len,
                 Arena *arena) {
    *expander = (Expander){.arena = arena, .macros = macros};
    /* A large cell may use many macros; what must not be is that a small one
     * explodes. */
    expander->volume_limit = EXPAND_VOLUME + text_len / 2;
}

void expand_done(Expander *expander) {
    map_done(&expander->names);
    free(expander->levels);
    free(expander->scratch.items);
    free(expander->uses);
}

bool expand_problem(Expander *expander, const Token *at, const char *format,
                    ...) {
    if (expander->problem.source) return false;
    va_list args;
    char text[600];
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return define_problem(&expander->problem, expander->arena, at, "%s", text);
}

bool expand_charge(Expander *expander, const Token *at, uint64_t tokens) {
    expander->volume += tokens;
    if (expander->volume <= expander->volume_limit) return true;
    return expand_problem(expander, at,
                          "the macros here expand to too much text (more than "
                          "%llu words)",
                          (unsigned long long)expander->volume_limit);
}

/* --- names --------------------------------------------------------------- */

static Dynamic expand_dynamic(Str text) {
    static const struct {
        Str text;
        Dynamic dynamic;
    } rows[] = {
        {{"__FILE__", 8},           DYNAMIC_FILE         },
        {{"__LINE__", 8},           DYNAMIC_LINE         },
        {{"__COUNTER__", 11},       DYNAMIC_COUNTER      },
        {{"__DATE__", 8},           DYNAMIC_DATE         },
        {{"__TIME__", 8},           DYNAMIC_TIME         },
        {{"__INCLUDE_LEVEL__", 17}, DYNAMIC_INCLUDE_LEVEL},
    };
    if (!str_starts_with(text, STR("__"))) return DYNAMIC_NONE;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_equals(rows[i].text, text)) return rows[i].dynamic;
    return DYNAMIC_NONE;
}

Name *expand_name(Expander *expander, Str text) {
    Name *name = map_get(&expander->names, text);
    if (name) return name;
    name = ARENA_NEW(expander->arena, Name);
    name->text = arena_dup(expander->arena, text);
    name->dynamic = (uint8_t)expand_dynamic(text);
    const Macros *macros = expander->macros;
    if (macros && macros->find)
        name->macro = macros->find(macros->context, text);
    map_set(&expander->names, name->text, name);
    return name;
}

static void expand_add_use(Expander *expander, Str name) {
    expander->uses = expand_room(expander->uses, expander->use_count,
                                 &expander->use_size, sizeof *expander->uses);
    expander->uses[expander->use_count++] = (MacroUse){name, expander->token};
}

void expand_note_use(Expander *expander, Name *name) {
    if (name->noted == expander->token + 1) return;
    name->noted = expander->token + 1;
    expand_add_use(expander, name->text);
}

void expand_repeat_uses(Expander *expander) {
    uint32_t first = expander->first_use, end = expander->use_count;
    if (first == end) return;
    /* Those of the first statement are enough: they were made before any
     * token of it came out. */
    uint32_t token = expander->uses[first].token;
    if (token == expander->token) return;
    expander->volume += 1;
    for (uint32_t i = first; i < end; i++) {
        if (expander->uses[i].token != token) break;
        expand_add_use(expander, expander->uses[i].name);
        expander->volume++;
    }
}

/* --- levels -------------------------------------------------------------- */

static Level *expand_top(const Expander *expander) {
    if (!expander->level_count) return NULL;
    return &expander->levels[expander->level_count - 1];
}

static void expand_push_level(Expander *expander, const Level *level) {
    expander->levels =
        expand_room(expander->levels, expander->level_count,
                    &expander->level_size, sizeof *expander->levels);
    expander->levels[expander->level_count++] = *level;
}

void expand_push(Expander *expander, const Token *tokens, uint32_t count) {
    /* No argument at all is no tokens at NULL. */
    const Token *end = count ? tokens + count : tokens;
    Level level = {.at = tokens, .end = end, .is_barrier = true};
    expander->pending = 0;
    expand_push_level(expander, &level);
}

static void expand_drop(Expander *expander) {
    Level *level = expand_top(expander);
    if (level->name) level->name->is_off = false;
    /* A macro of nothing leaves its white space to what follows. */
    if (level->is_first) expander->pending |= level->use.flags;
    expander->level_count--;
}

void expand_pop(Expander *expander) {
    while (!expand_top(expander)->is_barrier) expand_drop(expander);
    expand_drop(expander);
    expander->pending = 0;
}

/* Drop finished levels; the level to read from, NULL for the text itself. */
static Level *expand_settle(Expander *expander) {
    Level *level;
    while ((level = expand_top(expander))) {
        if (level->at < level->end || level->is_barrier) return level;
        expand_drop(expander);
    }
    return NULL;
}

static uint8_t expand_edge(uint8_t flags) {
    return flags & (TOKEN_SPACE_BEFORE | TOKEN_LINE_START);
}

/* Say where a macro's own token is seen: at the use of the macro. */
static void expand_place(Token *token, const Token *use) {
    token->source = use->source;
    token->span = use->span;
    token->flags =
        (uint8_t)((token->flags & ~TOKEN_LINE_START) | TOKEN_FROM_MACRO);
}

static Token expand_end(const Expander *expander) {
    return (Token){
        .kind = TOK_END,
        .text = {"", 0},
        .source = expander->problem.source,
        .span = expander->problem.span
    };
}

static Token expand_read_level(Expander *expander, Level *level) {
    if (level->at == level->end) return expand_end(expander);
    Token token = *level->at++;
    if (level->is_body) {
        /* The macro's own text dies when the macro is defined again. */
        expand_place(&token, &level->use);
        token.text = arena_dup(expander->arena, token.text);
    }
    if (level->is_first) {
        token.flags &= (uint8_t)~expand_edge(token.flags);
        token.flags |= expand_edge(level->use.flags);
        level->is_first = false;
    }
    token.flags |= expand_edge(expander->pending);
    expander->pending = 0;
    return token;
}

static Token expand_read(Expander *expander, FetchMode mode) {
    if (expander->problem.source) return expand_end(expander);
    Level *level = expand_settle(expander);
    if (level) return expand_read_level(expander, level);
    Token token;
    bool good = expander->fetch(expander->context, mode, &token);
    if (mode == FETCH_ANY) expander->first_use = expander->use_count;
    if (!good || expander->problem.source) return expand_end(expander);
    token.flags |= expand_edge(expander->pending);
    expander->pending = 0;
    return token;
}

Token expand_raw(Expander *expander) {
    return expand_read(expander, FETCH_ANY);
}

/* Take the `(` behind the name of a function macro, if there is one. */
static bool expand_accept_paren(Expander *expander) {
    Level *level = expand_settle(expander);
    Token token;
    if (!level) return expander->fetch(expander->context, FETCH_PAREN, &token);
    if (level->at == level->end || !token_is(level->at, PUNCT_LPAREN))
        return false;
    level->at++;
    level->is_first = false;
    return true;
}

/* --- arguments ----------------------------------------------------------- */

/* A string or character that does not end: no stray character begins so. */
static bool expand_is_open_literal(const Token *token) {
    return token->kind == TOK_OTHER && token->text.len > 0 &&
           str_has(STR("\"'LuU"), token->text.text[0]);
}

/* One token of an argument; false at the end, which is a problem. */
static bool expand_read_argument(Expander *expander, const Token *use,
                                 Token *ret) {
    *ret = expand_read(expander, FETCH_ARGUMENT);
    if (ret->kind == TOK_END)
        return expand_problem(expander, use,
                              "the call of macro '%.*s' is not closed: ')' is "
                              "missing",
                              STR_ARG(use->text));
    if (expand_is_open_literal(ret))
        return expand_problem(expander, ret,
                              "this text is not closed before the end of its "
                              "line");
    if (ret->kind != TOK_IDENT) return true;
    /* A name met while its macro is off stays off, wherever it travels. */
    const Name *name = map_get(&expander->names, ret->text);
    if (name && name->is_off) ret->flags |= TOKEN_NO_EXPAND;
    return true;
}

/* The arguments of a call, from behind its `(` to behind its `)`. */
typedef struct Call {
    Expander *expander;
    const Macro *macro;
    const Token *use;
    Argument *args;
    uint32_t most;  /* arguments that the macro can take */
    uint32_t count; /* arguments found, may be more than most */
    uint32_t begin; /* of the current one, in the scratch list */
} Call;

static void call_end_argument(Call *call) {
    TokenList *scratch = &call->expander->scratch;
    if (call->count < call->most || call->count == 0) {
        Argument *arg = &call->args[call->count];
        arg->raw = expand_take(call->expander, call->begin, &arg->raw_count);
    }
    scratch->count = call->begin;
    call->count++;
}

static bool call_splits(const Call *call, const Token *token, uint32_t depth) {
    if (depth > 0 || !token_is(token, PUNCT_COMMA)) return false;
    return !call->macro->is_variadic || call->count < call->macro->param_count;
}

static bool call_collect(Call *call) {
    Expander *expander = call->expander;
    uint32_t depth = 0;
    for (;;) {
        Token token;
        if (!expand_read_argument(expander, call->use, &token)) return false;
        if (!expand_charge(expander, call->use, 1)) return false;
        if (token_is(&token, PUNCT_RPAREN) && depth-- == 0) break;
        if (token_is(&token, PUNCT_LPAREN)) depth++;
        if (call_splits(call, &token, depth))
            call_end_argument(call);
        else
            expand_append(&expander->scratch, &token);
    }
    call_end_argument(call);
    return true;
}

static bool call_check_count(Call *call) {
    const Macro *macro = call->macro;
    uint32_t least = macro->param_count;
    /* F() of a macro without parameters has one argument of nothing. */
    bool is_blank = call->count == 1 && call->args[0].raw_count == 0;
    if (least == 0 && !macro->is_variadic && is_blank) return true;
    if (call->count >= least && call->count <= call->most) return true;
    return expand_problem(
        call->expander, call->use,
        "macro '%.*s' takes %s%u argument%s, but it is given "
        "%u",
        STR_ARG(macro->name), macro->is_variadic ? "at least " : "", least,
        least == 1 ? "" : "s", is_blank && least != 1 ? 0 : call->count);
}

/* --- expanding ----------------------------------------------------------- */

static Level expand_level(Name *name, const Token *use) {
    return (Level){.name = name, .use = *use, .is_first = true};
}

/* Read the result of a substitution, which lies on the scratch list. */
static void expand_push_result(Expander *expander, Name *name, const Token *use,
                               uint32_t from) {
    uint32_t count;
    Level level = expand_level(name, use);
    level.at = expand_take(expander, from, &count);
    level.end = level.at + count;
    name->is_off = true;
    expand_push_level(expander, &level);
}

static bool expand_function(Expander *expander, Name *name, const Token *use) {
    const Macro *macro = name->macro;
    uint32_t most = macro->param_count + (macro->is_variadic ? 1 : 0);
    uint32_t from = expander->scratch.count;
    Argument *args =
        arena_alloc(expander->arena, (most ? most : 1) * sizeof *args);
    Call call = {.expander = expander,
                 .macro = macro,
                 .use = use,
                 .args = args,
                 .most = most,
                 .begin = from};
    bool good = call_collect(&call) && call_check_count(&call) &&
                substitute(expander, macro, use, args);
    if (!good) {
        expander->scratch.count = from;
        return false;
    }
    expand_push_result(expander, name, use, from);
    return true;
}

static bool expand_object(Expander *expander, Name *name, const Token *use) {
    const Macro *macro = name->macro;
    if (substitute_is_needed(macro)) {
        uint32_t from = expander->scratch.count;
        if (!substitute(expander, macro, use, NULL)) {
            expander->scratch.count = from;
            return false;
        }
        expand_push_result(expander, name, use, from);
        return true;
    }
    Level level = expand_level(name, use);
    level.at = macro->body;
    level.end = macro->body + macro->body_count;
    level.is_body = true;
    name->is_off = true;
    expand_push_level(expander, &level);
    return expand_charge(expander, use, macro->body_count);
}

static Str expand_quote(Arena *arena, Str text) {
    char *quoted = arena_alloc(arena, 2 * text.len + 3), *at = quoted;
    *at++ = '"';
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] == '"' || text.text[i] == '\\') *at++ = '\\';
        *at++ = text.text[i];
    }
    *at++ = '"';
    return (Str){quoted, (size_t)(at - quoted)};
}

/* Where the reader says that this token stands. */
static uint32_t expand_line(const Expander *expander, const Token *use,
                            Str *ret_file) {
    uint32_t line = source_place(use->source, use->span.begin).line;
    const LineMark *mark = expander->marks;
    while (mark && (mark->source != use->source || mark->line >= line))
        mark = mark->older;
    *ret_file = mark ? mark->file : use->source->name;
    return mark ? mark->number + (line - mark->line - 1) : line;
}

static Token expand_make_dynamic(Expander *expander, const Name *name,
                                 const Token *use) {
    Arena *arena = expander->arena;
    Token token = *use;
    token.flags |= TOKEN_FROM_MACRO;
    token.kind = TOK_STRING;
    token.id = ID_NONE;
    unsigned number = 0;
    Str file;
    switch ((Dynamic)name->dynamic) {
    case DYNAMIC_FILE:
        (void)expand_line(expander, use, &file);
        token.text = expand_quote(arena, file);
        return token;
    case DYNAMIC_DATE: token.text = STR("\"Jan  1 1970\""); return token;
    case DYNAMIC_TIME: token.text = STR("\"00:00:00\""); return token;
    case DYNAMIC_LINE:
        number = expand_line(expander, use, &file);
        break;
    case DYNAMIC_COUNTER: number = expander->counter++; break;
    case DYNAMIC_INCLUDE_LEVEL: number = expander->include_level; break;
    case DYNAMIC_NONE: break;
    }
    token.kind = TOK_NUMBER;
    token.text = arena_printf(arena, "%u", number);
    return token;
}

/* Begin to expand the macro of this name. False: the token stays as it is,
 * or there is a problem. */
static bool expand_enter(Expander *expander, Name *name, Token *token) {
    if (name->is_off) {
        token->flags |= TOKEN_NO_EXPAND;
        return false;
    }
    if (!name->macro->is_function) {
        expand_note_use(expander, name);
        return expand_object(expander, name, token);
    }
    if (!expand_accept_paren(expander)) return false;
    expand_note_use(expander, name);
    return expand_function(expander, name, token);
}

Token expand_next(Expander *expander) {
    for (;;) {
        Token token = expand_raw(expander);
        if (token.kind != TOK_IDENT || token.flags & TOKEN_NO_EXPAND)
            return token;
        Name *name = expand_name(expander, token.text);
        if (!expand_is_defined(name)) return token;
        if (!name->macro) return expand_make_dynamic(expander, name, &token);
        bool entered = expand_enter(expander, name, &token);
        if (expander->problem.source) return expand_end(expander);
        if (!entered) return token;
    }
}
