#include "cell/preprocess.h"

#include <stdlib.h>

#include "cell/define.h"
#include "cell/reader.h"
#include "cell/slip.h"
#include "cell/spell.h"

/* What has come out so far. */
typedef struct Output {
    Reader reader;
    TokenList tokens; /* own */
    uint32_t depth;   /* open brackets */
    TokenId last;     /* id of the last token */
} Output;

/* --- what comes out ------------------------------------------------------ */

/* What is wrong with a token that does not end, or is a NUL; NULL: it is
 * another character. */
static const char *preprocess_complaint(const Token *token) {
    if (str_starts_with(token->text, STR("/*")))
        return "this comment is never closed: '*/' is missing";
    for (size_t i = 0; i < token->text.len && token->kind == TOK_OTHER; i++) {
        if (token->text.text[i] == '\'')
            return "this character is not closed: \"'\" is missing before the "
                   "end of the line";
        if (token->text.text[i] == '"')
            return "this string is not closed: '\"' is missing before the end "
                   "of the line";
    }
    if (str_has(token->text, '\0')) return "there is a NUL byte in the text";
    return NULL;
}

/* No part of C, or a NUL inside a literal, where the compiler would think that
 * the text ends. */
static bool preprocess_is_bad(const Token *token) {
    bool is_text = token->kind == TOK_STRING || token->kind == TOK_CHAR ||
                   token->kind == TOK_PRAGMA;
    return token->kind == TOK_OTHER || (is_text && str_has(token->text, '\0'));
}

/* Say what is wrong with a bad token. */
static void preprocess_refuse(Output *output, const Token *token) {
    Expander *expander = &output->reader.expander;
    const char *complaint = preprocess_complaint(token);
    if (complaint)
        (void)expand_problem(expander, token, "%s", complaint);
    else if (token->text.len == 1 && (unsigned char)token->text.text[0] >= 0x80)
        (void)expand_problem(expander, token,
                             "the text is not UTF-8 here (byte 0x%02X)",
                             (unsigned char)token->text.text[0]);
    else if (slip_character(token->text))
        (void)expand_problem(expander, token, "%s",
                             slip_character(token->text));
    else
        (void)expand_problem(expander, token, "'%.*s' is no part of C",
                             STR_ARG(token->text));
}

static void preprocess_track(Output *output, const Token *token) {
    switch ((int)token->id) {
    case PUNCT_LBRACE:
    case PUNCT_LPAREN:
    case PUNCT_LBRACKET: output->depth++; break;
    case PUNCT_RBRACE:
    case PUNCT_RPAREN:
    case PUNCT_RBRACKET: output->depth -= output->depth > 0; break;
    default: break;
    }
    bool is_end = token_is(token, PUNCT_SEMICOLON) ||
                  token_is(token, PUNCT_RBRACE) || token->kind == TOK_MAGIC ||
                  token->kind == TOK_PRAGMA;
    output->last = (TokenId)token->id;
    output->reader.at_top = output->depth == 0;
    output->reader.may_start = is_end;
}

static void preprocess_emit(Output *output, Token *token) {
    Expander *expander = &output->reader.expander;
    bool is_boundary =
        output->last == PUNCT_SEMICOLON || output->last == PUNCT_RBRACE;
    if (is_boundary && expander->level_count) expand_repeat_uses(expander);
    bool is_text = token->kind == TOK_STRING;
    if (is_text || token->kind == TOK_CHAR)
        token->text = spell_plain(token->text, expander->arena);
    expand_append(&output->tokens, token);
    if (is_text)
        spell_row(output->tokens.items, output->tokens.count, expander->arena);
    expander->token = output->tokens.count;
    preprocess_track(output, token);
}

/* --- _Pragma ------------------------------------------------------------- */

/* The text of a string without quotes and escapes. */
static Str preprocess_unquote(Str prefix, Str text, Arena *arena) {
    char *plain = arena_alloc(arena, prefix.len + text.len + 1);
    size_t len = prefix.len;
    memcpy(plain, prefix.text, prefix.len);
    const char *at = memchr(text.text, '"', text.len);
    const char *end = text.text + text.len - 1;
    for (at++; at < end; at++) {
        if (*at == '\\' && at + 1 < end && (at[1] == '"' || at[1] == '\\'))
            at++;
        plain[len++] = *at;
    }
    return (Str){plain, len};
}

/* _Pragma("text") is #pragma text, wherever it stands. */
static bool preprocess_take_pragma(Output *output, Token *token) {
    Expander *expander = &output->reader.expander;
    Token open = expand_next(expander);
    Token string = expand_next(expander);
    Token close = expand_next(expander);
    if (!token_is(&open, PUNCT_LPAREN) || string.kind != TOK_STRING ||
        !token_is(&close, PUNCT_RPAREN))
        return expand_problem(expander, token,
                              "_Pragma needs one string: _Pragma(\"...\")");
    token->kind = TOK_PRAGMA;
    token->text =
        preprocess_unquote(STR("#pragma "), string.text, expander->arena);
    if (!(token->flags & TOKEN_FROM_MACRO)) token->span.end = close.span.end;
    return true;
}

/* --- all of it ----------------------------------------------------------- */

static void preprocess_run(Output *output) {
    Expander *expander = &output->reader.expander;
    for (;;) {
        Token token = expand_next(expander);
        if (token.kind == TOK_END) break;
        if (preprocess_is_bad(&token)) preprocess_refuse(output, &token);
        if (token.kind == TOK_IDENT && str_is(token.text, "_Pragma"))
            (void)preprocess_take_pragma(output, &token);
        if (expander->problem.source) break;
        preprocess_emit(output, &token);
    }
}

static void *preprocess_keep(const void *items, uint32_t count, size_t size,
                             Arena *arena) {
    void *kept = arena_alloc(arena, count * size);
    if (count) memcpy(kept, items, count * size);
    return kept;
}

static void preprocess_finish(Output *output, const Source *source,
                              Arena *arena, Preprocessed *ret) {
    const Reader *reader = &output->reader;
    const Expander *expander = &reader->expander;
    uint32_t len = (uint32_t)source->text.len;
    Token end = {
        .kind = TOK_END,
        .flags = TOKEN_LINE_START | TOKEN_SPACE_BEFORE,
        .text = STR(""),
        .source = source,
        .span = {len, len}
    };
    ret->count = output->tokens.count;
    expand_append(&output->tokens, &end);
    ret->tokens = output->tokens.items;
    ret->event_count = reader->event_count;
    ret->events = preprocess_keep(reader->events, reader->event_count,
                                  sizeof *ret->events, arena);
    ret->use_count = expander->use_count;
    ret->uses = preprocess_keep(expander->uses, expander->use_count,
                                sizeof *ret->uses, arena);
    ret->problem = expander->problem;
}

void preprocess(const Source *source, const Macros *macros,
                const Includes *includes, Arena *arena, Preprocessed *ret) {
    Output output = {0};
    reader_init(&output.reader, source, macros, includes, arena);
    preprocess_run(&output);
    preprocess_finish(&output, source, arena, ret);
    reader_done(&output.reader);
}

void preprocess_done(Preprocessed *pre) {
    free(pre->tokens);
    pre->tokens = NULL;
    pre->count = 0;
}

/* The copy ends where the span ends, and its lexer starts where it begins:
 * so every place is what it was in the whole text. */
void preprocess_span(const Source *source, Span span, const Macros *macros,
                     const Includes *includes, Arena *arena,
                     Preprocessed *ret) {
    Str head = arena_dup(arena, (Str){source->text.text, span.end});
    const Source *part = source_new(source->name, head, source->is_cell, arena);
    Output output = {0};
    reader_init(&output.reader, part, macros, includes, arena);
    output.reader.file->lexer.at = span.begin;
    preprocess_run(&output);
    preprocess_finish(&output, part, arena, ret);
    reader_done(&output.reader);
}

const Macro *preprocess_define(Str text, Arena *arena, Problem *problem) {
    const Source *source = source_new(STR(""), text, false, arena);
    Lexer lexer;
    *problem = (Problem){0};
    lexer_init(&lexer, source, arena);
    lexer.keep_newlines = true;
    Token hash = lexer_next(&lexer), word = lexer_next(&lexer);
    if (!token_is(&hash, PUNCT_HASH) || !str_is(word.text, "define")) {
        (void)define_problem(problem, arena, &hash,
                             "a macro's text begins with #define");
        return NULL;
    }
    return define_parse(&lexer, &hash, problem);
}
