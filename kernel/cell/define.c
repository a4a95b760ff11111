#include "cell/define.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    DEFINE_MOST_PARAMS = 4096
};

/* The tokens of the directive behind `define`, and what was made of them. */
typedef struct Definition {
    Arena *arena;
    Problem *problem;
    Macro *macro;
    Token *tokens; /* ends in TOK_END */
    uint32_t count;
    uint32_t at;
    uint32_t body; /* the first token of the body */
    Map params;    /* name -> its number + 1; own */
} Definition;

bool define_problem(Problem *problem, Arena *arena, const Token *at,
                    const char *format, ...) {
    if (problem->source) return false;
    va_list args;
    char text[600];
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    *problem = (Problem){at->source, at->span,
                         arena_dup(arena, str_printed(text, sizeof text, len))};
    return false;
}

#define FAIL(def, at, ...)                                                     \
    define_problem((def)->problem, (def)->arena, (at), __VA_ARGS__)

static const Token *define_now(const Definition *def) {
    return &def->tokens[def->at];
}

static bool define_accept(Definition *def, TokenId id) {
    if (!token_is(define_now(def), id)) return false;
    def->at++;
    return true;
}

static bool define_name(Definition *def) {
    const Token *name = define_now(def);
    if (name->kind == TOK_END)
        return FAIL(def, name, "#define needs the name of a macro");
    if (name->kind != TOK_IDENT)
        return FAIL(def, name, "a macro's name must be a word, not '%.*s'",
                    STR_ARG(name->text));
    if (str_is(name->text, "defined") || str_is(name->text, "__VA_ARGS__") ||
        str_is(name->text, "__VA_OPT__"))
        return FAIL(def, name, "'%.*s' cannot be the name of a macro",
                    STR_ARG(name->text));
    def->macro->name = name->text;
    def->at++;
    return true;
}

/* --- parameters ---------------------------------------------------------- */

static bool define_add_param(Definition *def, Str *params, const Token *name) {
    Macro *macro = def->macro;
    if (map_get(&def->params, name->text))
        return FAIL(def, name, "the macro has two parameters named '%.*s'",
                    STR_ARG(name->text));
    if (macro->param_count == DEFINE_MOST_PARAMS)
        return FAIL(def, name, "a macro can have at most %d parameters",
                    DEFINE_MOST_PARAMS);
    params[macro->param_count] = name->text;
    map_set(&def->params, name->text, &params[macro->param_count++]);
    return true;
}

/* The last parameter: `...`, or GNU's `name...` with the name taken back out
 * of the list. */
static void define_set_variadic(Definition *def, Str *params, bool is_named) {
    Macro *macro = def->macro;
    macro->is_variadic = true;
    macro->variadic_name = STR("__VA_ARGS__");
    if (is_named) macro->variadic_name = params[--macro->param_count];
    map_set(&def->params, macro->variadic_name, &params[macro->param_count]);
}

static bool define_param(Definition *def, Str *params) {
    if (define_accept(def, PUNCT_ELLIPSIS)) {
        define_set_variadic(def, params, false);
        return true;
    }
    const Token *name = define_now(def);
    if (name->kind != TOK_IDENT || str_is(name->text, "__VA_ARGS__"))
        return FAIL(def, name,
                    "the parameters of a macro must be names, as in "
                    "#define F(a, b)");
    def->at++;
    if (!define_add_param(def, params, name)) return false;
    if (define_accept(def, PUNCT_ELLIPSIS))
        define_set_variadic(def, params, true);
    return true;
}

/* Behind the `(`, up to behind the `)`. */
static bool define_params(Definition *def) {
    uint32_t most = def->count - def->at + 2;
    if (most > DEFINE_MOST_PARAMS + 2) most = DEFINE_MOST_PARAMS + 2;
    Str *params = arena_alloc(def->arena, most * sizeof *params);
    def->macro->params = params;
    def->macro->is_function = true;
    if (define_accept(def, PUNCT_RPAREN)) return true;
    for (;;) {
        if (!define_param(def, params)) return false;
        if (define_accept(def, PUNCT_RPAREN)) return true;
        if (def->macro->is_variadic || !define_accept(def, PUNCT_COMMA))
            return FAIL(def, define_now(def),
                        "expected ')' after the parameters of macro '%.*s'",
                        STR_ARG(def->macro->name));
    }
}

/* --- body ---------------------------------------------------------------- */

static void define_mark_param(const Definition *def, Token *token) {
    if (token->kind != TOK_IDENT) return;
    const Str *param = map_get(&def->params, token->text);
    if (!param) return;
    token->flags |= TOKEN_PARAM;
    token->span.begin = (uint32_t)(param - def->macro->params);
}

/* Can `#` stand before this token? */
static bool define_can_quote(const Macro *macro, const Token *token) {
    return token->flags & TOKEN_PARAM ||
           (macro->is_variadic && str_is(token->text, "__VA_OPT__"));
}

static bool define_check_body(const Definition *def) {
    const Macro *macro = def->macro;
    uint32_t last = macro->body_count - 1;
    for (uint32_t i = 0; i < macro->body_count; i++) {
        const Token *token = &macro->body[i];
        if (token_is(token, PUNCT_HASHHASH) && (i == 0 || i == last))
            return FAIL(def, token,
                        "'##' joins two words: it cannot be at the %s of a "
                        "macro",
                        i == 0 ? "beginning" : "end");
        if (!macro->is_function || !token_is(token, PUNCT_HASH)) continue;
        if (i == last || !define_can_quote(macro, &macro->body[i + 1]))
            return FAIL(def, token,
                        "'#' must stand before a parameter of the macro");
    }
    return true;
}

static bool define_body(Definition *def) {
    Macro *macro = def->macro;
    Token *body = &def->tokens[def->at];
    def->body = def->at;
    macro->body = body;
    macro->body_count = def->count - def->at;
    for (uint32_t i = 0; i < macro->body_count; i++) {
        if (str_starts_with(body[i].text, STR("/*")))
            return FAIL(def, &body[i],
                        "this comment is never closed: '*/' is missing");
        body[i].flags &= TOKEN_SPACE_BEFORE;
        if (i == 0) body[i].flags = 0;
        define_mark_param(def, &body[i]);
    }
    return macro->body_count == 0 || define_check_body(def);
}

/* --- the whole ----------------------------------------------------------- */

/* The definition as typed, but on one line, without comments and with single
 * spaces. */
static void define_set_text(Definition *def) {
    Buf text = {0};
    buf_add_str(&text, STR("#define "));
    preprocess_print(def->tokens, def->body, &text);
    if (def->body < def->count) buf_add_char(&text, ' ');
    preprocess_print(def->tokens + def->body, def->count - def->body, &text);
    def->macro->text = arena_dup(def->arena, buf_view(&text));
    buf_done(&text);
}

static void define_read_tokens(Definition *def, Lexer *lexer) {
    Token *tokens = NULL;
    uint32_t size = 0;
    for (;;) {
        if (def->count == size) {
            size = size ? size * 2 : 16;
            tokens = mem_grow(tokens, size * sizeof *tokens);
        }
        /* cppcheck-suppress nullPointer ; the first turn has made room */
        tokens[def->count] = lexer_next(lexer);
        /* cppcheck-suppress nullPointer ; as above */
        if (tokens[def->count].kind == TOK_END) break;
        def->count++;
    }
    size_t bytes = (def->count + 1) * sizeof *tokens;
    def->tokens = memcpy(arena_alloc(def->arena, bytes), tokens, bytes);
    free(tokens);
}

static bool define_make(Definition *def) {
    if (!define_name(def)) return false;
    bool apart = define_now(def)->flags & TOKEN_SPACE_BEFORE;
    if (!apart && define_accept(def, PUNCT_LPAREN) && !define_params(def))
        return false;
    return define_body(def);
}

const Macro *define_parse(Lexer *lexer, const Token *hash, Problem *problem) {
    Definition def = {.arena = lexer->arena, .problem = problem};
    def.macro = ARENA_NEW(def.arena, Macro);
    define_read_tokens(&def, lexer);
    const Token *last = &def.tokens[def.count ? def.count - 1 : 0];
    def.macro->source = hash->source;
    def.macro->span = (Span){hash->span.begin, last->span.end};
    bool made = define_make(&def);
    if (made) define_set_text(&def);
    map_done(&def.params);
    return made ? def.macro : NULL;
}
