#include "cell/substitute.h"

#include "cell/lexer.h"

enum {
    SUBSTITUTE_DEEPEST = 400
};

/* An operand of ## that is nothing: it is taken out in the end. */
static const Token placemarker = {
    .kind = TOK_END, .text = {"", 0}
};

typedef struct Substitution {
    Expander *expander;
    const Macro *macro;
    const Token *use;
    Argument *args;
    bool in_optional; /* inside a __VA_OPT__( ) */
} Substitution;

bool substitute_is_needed(const Macro *macro) {
    for (uint32_t i = 0; i < macro->body_count; i++)
        if (token_is(&macro->body[i], PUNCT_HASHHASH)) return true;
    return false;
}

static const Token *substitute_body(const Substitution *sub, uint32_t at) {
    static const Token nothing = {
        .kind = TOK_END, .text = {"", 0}
    };
    if (at >= sub->macro->body_count) return &nothing;
    return &sub->macro->body[at];
}

static void substitute_add(Substitution *sub, const Token *token) {
    expand_append(&sub->expander->scratch, token);
}

/* A token of the macro itself, seen at its use. */
static void substitute_add_own(Substitution *sub, const Token *token) {
    Token placed = *token;
    /* The macro's text dies when the macro is defined again. */
    placed.text = arena_dup(sub->expander->arena, token->text);
    placed.source = sub->use->source;
    placed.span = sub->use->span;
    placed.flags =
        (uint8_t)((token->flags & TOKEN_SPACE_BEFORE) | TOKEN_FROM_MACRO);
    substitute_add(sub, &placed);
}

/* --- arguments ----------------------------------------------------------- */

static const Argument *substitute_argument(const Substitution *sub,
                                           const Token *param) {
    return &sub->args[param->span.begin];
}

/* The argument with its macros expanded, as if it were a text of its own. */
static bool substitute_expand(Substitution *sub, Argument *arg) {
    Expander *expander = sub->expander;
    if (arg->full) return true;
    if (expander->depth >= SUBSTITUTE_DEEPEST)
        return expand_problem(expander, sub->use,
                              "macro calls are nested too deeply here");
    expander->depth++;
    uint32_t from = expander->scratch.count;
    expand_push(expander, arg->raw, arg->raw_count);
    for (;;) {
        Token token = expand_next(expander);
        if (token.kind == TOK_END) break;
        if (!expand_charge(expander, sub->use, 1)) break;
        expand_append(&expander->scratch, &token);
    }
    expander->depth--;
    if (expander->problem.source) return false;
    expand_pop(expander);
    arg->full = expand_take(expander, from, &arg->full_count);
    return true;
}

/* Copy an argument; its first token stands where the parameter stood. */
static void substitute_add_tokens(Substitution *sub, const Token *tokens,
                                  uint32_t count, const Token *param) {
    for (uint32_t i = 0; i < count; i++) {
        Token token = tokens[i];
        if (i == 0) {
            token.flags &= (uint8_t) ~(TOKEN_SPACE_BEFORE | TOKEN_LINE_START);
            token.flags |= param->flags & TOKEN_SPACE_BEFORE;
        }
        substitute_add(sub, &token);
    }
}

static bool substitute_add_argument(Substitution *sub, const Token *param,
                                    bool is_pasted) {
    Argument *arg = &sub->args[param->span.begin];
    if (is_pasted) {
        substitute_add_tokens(sub, arg->raw, arg->raw_count, param);
        if (!arg->raw_count) substitute_add(sub, &placemarker);
        return true;
    }
    if (!substitute_expand(sub, arg)) return false;
    substitute_add_tokens(sub, arg->full, arg->full_count, param);
    return true;
}

/* --- # ------------------------------------------------------------------- */

static size_t substitute_spell(char *ret, const Token *token, bool is_first) {
    size_t len = 0;
    bool is_literal = token->kind == TOK_STRING || token->kind == TOK_CHAR;
    if (!is_first && token->flags & TOKEN_SPACE_BEFORE) ret[len++] = ' ';
    for (size_t i = 0; i < token->text.len; i++) {
        char c = token->text.text[i];
        if (c == '"' || (c == '\\' && is_literal)) ret[len++] = '\\';
        ret[len++] = c;
    }
    return len;
}

/* A backslash that would swallow the closing quote is dropped. */
static size_t substitute_trim(const char *text, size_t len) {
    size_t slashes = 0;
    while (slashes < len && text[len - 1 - slashes] == '\\') slashes++;
    return len - slashes % 2;
}

/* Is the text one token, and which? */
static bool substitute_lex(Substitution *sub, Str text, Token *ret) {
    Source source = {.text = text};
    Lexer lexer;
    lexer_init(&lexer, &source, sub->expander->arena);
    *ret = lexer_next(&lexer);
    return ret->kind != TOK_OTHER && ret->span.begin == 0 &&
           lexer.at == text.len;
}

static bool substitute_add_string(Substitution *sub, const Token *hash,
                                  const Token *tokens, uint32_t count) {
    size_t size = 3, len = 1;
    for (uint32_t i = 0; i < count; i++) size += 2 * tokens[i].text.len + 1;
    if (!expand_charge(sub->expander, sub->use, size / 16)) return false;
    char *text = arena_alloc(sub->expander->arena, size);
    text[0] = '"';
    for (uint32_t i = 0; i < count; i++)
        len += substitute_spell(text + len, &tokens[i], i == 0);
    len = 1 + substitute_trim(text + 1, len - 1);
    text[len++] = '"';
    Token string;
    /* A lone backslash before a quote ends the string too early. */
    if (!substitute_lex(sub, (Str){text, len}, &string))
        return expand_problem(sub->expander, sub->use,
                              "macro '%.*s' makes a string of its argument "
                              "with #, but a backslash in it stands before a "
                              "quote",
                              STR_ARG(sub->macro->name));
    string.flags = hash->flags & TOKEN_SPACE_BEFORE;
    substitute_add_own(sub, &string);
    return true;
}

/* --- ## ------------------------------------------------------------------ */

static Str substitute_join(Arena *arena, Str left, Str right) {
    char *text = arena_alloc(arena, left.len + right.len + 1);
    memcpy(text, left.text, left.len);
    memcpy(text + left.len, right.text, right.len);
    return (Str){text, left.len + right.len};
}

/* Make one token of two; placemarkers give way. */
static bool substitute_paste(Substitution *sub, const Token *left,
                             const Token *right, Token *ret) {
    Arena *arena = sub->expander->arena;
    *ret = left->kind == TOK_END ? *right : *left;
    ret->flags &= (uint8_t)~TOKEN_SPACE_BEFORE;
    ret->flags |= left->flags & TOKEN_SPACE_BEFORE;
    if (left->kind == TOK_END || right->kind == TOK_END) return true;
    Str text = substitute_join(arena, left->text, right->text);
    if (!expand_charge(sub->expander, sub->use, 1 + text.len / 16))
        return false;
    Token made;
    if (!substitute_lex(sub, text, &made))
        return expand_problem(sub->expander, sub->use,
                              "macro '%.*s' joins '%.*s' and '%.*s' with ##, "
                              "which does not give one word",
                              STR_ARG(sub->macro->name), STR_ARG(left->text),
                              STR_ARG(right->text));
    made.source = sub->use->source;
    made.span = sub->use->span;
    made.flags = (left->flags & TOKEN_SPACE_BEFORE) | TOKEN_FROM_MACRO;
    *ret = made;
    return true;
}

/* --- the body ------------------------------------------------------------ */

static bool substitute_range(Substitution *sub, uint32_t begin, uint32_t end);

static bool substitute_is_variadic(const Substitution *sub,
                                   const Token *token) {
    return token->flags & TOKEN_PARAM &&
           token->span.begin == sub->macro->param_count;
}

/* Behind the `)` of the __VA_OPT__ at `at`; 0 when it is not closed. */
static uint32_t substitute_optional_end(const Substitution *sub, uint32_t at) {
    uint32_t depth = 0;
    for (at++; at < sub->macro->body_count; at++) {
        const Token *token = substitute_body(sub, at);
        if (token_is(token, PUNCT_LPAREN)) depth++;
        if (token_is(token, PUNCT_RPAREN) && --depth == 0) return at + 1;
        if (depth == 0) return 0;
    }
    return 0;
}

static bool substitute_is_optional(const Substitution *sub, uint32_t at) {
    return sub->macro->is_variadic &&
           str_is(substitute_body(sub, at)->text, "__VA_OPT__");
}

/* __VA_OPT__(x): x if the variable arguments are anything. */
static bool substitute_add_optional(Substitution *sub, uint32_t *at) {
    TokenList *scratch = &sub->expander->scratch;
    Argument *rest = &sub->args[sub->macro->param_count];
    uint32_t end = substitute_optional_end(sub, *at), from = scratch->count;
    if (!end || sub->in_optional)
        return expand_problem(
            sub->expander, sub->use, "macro '%.*s' has a __VA_OPT__ %s",
            STR_ARG(sub->macro->name),
            end ? "inside another" : "without its parentheses");
    if (!substitute_expand(sub, rest)) return false;
    sub->in_optional = true;
    if (rest->full_count && !substitute_range(sub, *at + 2, end - 1))
        return false;
    sub->in_optional = false;
    if (scratch->count == from) substitute_add(sub, &placemarker);
    *at = end;
    return true;
}

static bool substitute_add_hash(Substitution *sub, uint32_t *at) {
    const Token *hash = substitute_body(sub, *at);
    const Token *operand = substitute_body(sub, *at + 1);
    if (operand->flags & TOKEN_PARAM) {
        const Argument *arg = substitute_argument(sub, operand);
        *at += 2;
        return substitute_add_string(sub, hash, arg->raw, arg->raw_count);
    }
    TokenList *scratch = &sub->expander->scratch;
    uint32_t from = scratch->count, count;
    *at += 1;
    if (!substitute_add_optional(sub, at)) return false;
    const Token *made = expand_take(sub->expander, from, &count);
    return substitute_add_string(sub, hash, made, count);
}

/* One operand: what stands at *at, which is moved behind it. */
static bool substitute_add_operand(Substitution *sub, uint32_t *at,
                                   bool is_pasted) {
    const Token *token = substitute_body(sub, *at);
    if (sub->macro->is_function && token_is(token, PUNCT_HASH))
        return substitute_add_hash(sub, at);
    if (substitute_is_optional(sub, *at))
        return substitute_add_optional(sub, at);
    *at += 1;
    if (token->flags & TOKEN_PARAM) {
        bool before = token_is(substitute_body(sub, *at), PUNCT_HASHHASH);
        return substitute_add_argument(sub, token, is_pasted || before);
    }
    substitute_add_own(sub, token);
    return true;
}

/* `, ## __VA_ARGS__`: GNU's comma that goes when the arguments do. */
static bool substitute_is_gnu_comma(const Substitution *sub, uint32_t at) {
    return sub->macro->is_variadic &&
           token_is(substitute_body(sub, at), PUNCT_COMMA) &&
           token_is(substitute_body(sub, at + 1), PUNCT_HASHHASH) &&
           substitute_is_variadic(sub, substitute_body(sub, at + 2));
}

static void substitute_add_gnu_comma(Substitution *sub, uint32_t at) {
    const Argument *rest = &sub->args[sub->macro->param_count];
    if (!rest->raw_count) {
        substitute_add(sub, &placemarker);
        return;
    }
    substitute_add_own(sub, substitute_body(sub, at));
    substitute_add_tokens(sub, rest->raw, rest->raw_count,
                          substitute_body(sub, at + 2));
}

/* Join the last token that was put out with the operand at *at. */
static bool substitute_add_pasted(Substitution *sub, uint32_t *at) {
    TokenList *scratch = &sub->expander->scratch;
    Token left = scratch->items[--scratch->count], made;
    uint32_t from = scratch->count;
    if (!substitute_add_operand(sub, at, true)) return false;
    Token right = scratch->items[from];
    if (!substitute_paste(sub, &left, &right, &made)) return false;
    scratch->items[from] = made;
    return true;
}

static bool substitute_range(Substitution *sub, uint32_t begin, uint32_t end) {
    TokenList *scratch = &sub->expander->scratch;
    uint32_t from = scratch->count;
    for (uint32_t at = begin; at < end;) {
        bool good = true;
        if (token_is(substitute_body(sub, at), PUNCT_HASHHASH)) {
            at++;
            if (scratch->count > from && at < end)
                good = substitute_add_pasted(sub, &at);
        } else if (substitute_is_gnu_comma(sub, at) && at + 2 < end) {
            substitute_add_gnu_comma(sub, at);
            at += 3;
        } else {
            good = substitute_add_operand(sub, &at, /* is_pasted= */ false);
        }
        if (!good) return false;
    }
    return true;
}

bool substitute(Expander *expander, const Macro *macro, const Token *use,
                Argument *args) {
    Substitution sub = {expander, macro, use, args, false};
    TokenList *scratch = &expander->scratch;
    uint32_t from = scratch->count, kept = scratch->count;
    if (!substitute_range(&sub, 0, macro->body_count)) return false;
    for (uint32_t i = from; i < scratch->count; i++)
        if (scratch->items[i].kind != TOK_END)
            scratch->items[kept++] = scratch->items[i];
    scratch->count = kept;
    return expand_charge(expander, use, kept - from);
}
