#include "cell/whole.h"

#include <stdlib.h>

#include "cell/lexer.h"
#include "cell/magic.h"

enum {
    WHOLE_INDENT = 4
};

/* A bracket that is open. */
typedef struct Bracket {
    uint16_t closer;    /* TokenId */
    bool is_head;       /* if ( for ( while ( switch ( : a statement follows */
    bool is_unfinished; /* do { , struct { , = { : more follows its end */
} Bracket;

/* The text read so far. Brackets are counted as typed: macros that hide some
 * are not known here, so what seems wrong is excused where one could be. */
typedef struct Whole {
    Lexer lexer;
    Bracket *brackets; /* own */
    uint32_t depth;
    uint32_t bracket_size;
    uint32_t *groups; /* own; the depth at each #if that is open */
    uint32_t group_count;
    uint32_t group_size;
    Token last; /* TOK_END: none yet */
    TokenId before_last;
    TokenId first;     /* keyword that the statement begins with, or none */
    bool in_statement; /* its end was not seen */
    bool is_excused;   /* a macro, #if or %% explains odd brackets */
    bool is_wrong;
    bool has_open_text; /* ends inside a string or comment */
    bool ends_head;     /* the last token is the `)` of if (...) */
    bool is_unfinished; /* the last token is the `}` of = {...} */
    bool after_line;    /* a directive stood before the next token */
    bool saw_while;     /* in this statement */
} Whole;

static bool whole_is(const Whole *whole, TokenId id) {
    return token_is(&whole->last, id);
}

static void *whole_room(void *items, uint32_t count, uint32_t *size,
                        size_t item) {
    if (count < *size) return items;
    *size = *size ? *size * 2 : 16;
    return mem_grow(items, *size * item);
}

/* --- brackets ------------------------------------------------------------ */

/* Is the brace that follows one of `struct {`, `struct s {`, `= {`, `do {`? */
static bool whole_opens_unfinished(const Whole *whole) {
    static const TokenId tags[] = {KW_STRUCT, KW_UNION, KW_ENUM};
    if (whole_is(whole, PUNCT_ASSIGN) || whole_is(whole, KW_DO)) return true;
    TokenId keyword = (TokenId)whole->last.id;
    if (whole->last.kind == TOK_IDENT && !keyword) keyword = whole->before_last;
    return keyword == tags[0] || keyword == tags[1] || keyword == tags[2];
}

static bool whole_opens_head(const Whole *whole) {
    return whole_is(whole, KW_IF) || whole_is(whole, KW_FOR) ||
           whole_is(whole, KW_WHILE) || whole_is(whole, KW_SWITCH);
}

static void whole_open(Whole *whole, TokenId id) {
    Bracket bracket = {.closer = PUNCT_RBRACE};
    if (id == PUNCT_LBRACE)
        bracket.is_unfinished = whole_opens_unfinished(whole);
    else
        bracket.is_head = id == PUNCT_LPAREN && whole_opens_head(whole);
    if (id == PUNCT_LPAREN) bracket.closer = PUNCT_RPAREN;
    if (id == PUNCT_LBRACKET) bracket.closer = PUNCT_RBRACKET;
    whole->brackets = whole_room(whole->brackets, whole->depth,
                                 &whole->bracket_size, sizeof bracket);
    whole->brackets[whole->depth++] = bracket;
}

static void whole_close(Whole *whole, TokenId id) {
    bool fits = whole->depth > 0 &&
                whole->brackets[whole->depth - 1].closer == (uint16_t)id;
    if (!fits) {
        whole->is_wrong = true;
        return;
    }
    const Bracket *bracket = &whole->brackets[--whole->depth];
    whole->ends_head = bracket->is_head;
    whole->is_unfinished = bracket->is_unfinished;
    if (whole->depth == 0 && id == PUNCT_RBRACE && !bracket->is_unfinished)
        whole->in_statement = false;
}

/* --- tokens -------------------------------------------------------------- */

/* A name in capitals may be a macro that stands for any text. */
static bool whole_may_be_macro(Str name) {
    bool has_letter = false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.text[i];
        bool capital = c >= 'A' && c <= 'Z';
        has_letter = has_letter || capital;
        if (!capital && c != '_' && !(c >= '0' && c <= '9')) return false;
    }
    return has_letter && name.len > 1;
}

/* Does only white space follow, on this line and at most an empty one? */
static bool whole_is_last_line(const Whole *whole, uint32_t at) {
    Str text = whole->lexer.source->text;
    uint32_t newlines = 0;
    for (; at < text.len; at++) {
        if (text.text[at] == '\n')
            newlines++;
        else if (text.text[at] != ' ' && text.text[at] != '\t' &&
                 text.text[at] != '\r')
            return false;
    }
    return newlines <= 1;
}

static bool whole_is_open_comment(const Token *token) {
    return token->kind == TOK_OTHER && str_starts_with(token->text, STR("/*"));
}

/* A comment, string or character that does not end. */
static void whole_take_other(Whole *whole, const Token *token) {
    bool is_comment = whole_is_open_comment(token);
    bool is_literal =
        !is_comment && str_has(STR("\"'LuU"), token->text.text[0]);
    if (is_comment ||
        (is_literal && whole_is_last_line(whole, token->span.end)))
        whole->has_open_text = true;
    /* Where lines may not count, an apostrophe is no mistake. */
    else if (is_literal && !whole->group_count)
        whole->is_wrong = true;
}

static void whole_begin_statement(Whole *whole, const Token *token) {
    whole->in_statement = true;
    whole->saw_while = false;
    whole->first = (TokenId)token->id;
}

/* `do x++; while (y);` ends with its second semicolon. */
static void whole_end_statement(Whole *whole) {
    if (whole->depth > 0) return;
    if (whole->first == KW_DO && !whole->saw_while) return;
    whole->in_statement = false;
}

static void whole_take(Whole *whole, const Token *token) {
    whole->ends_head = whole->is_unfinished = false;
    if (!whole->in_statement) whole_begin_statement(whole, token);
    switch ((int)token->id) {
    case PUNCT_LBRACE:
    case PUNCT_LPAREN:
    case PUNCT_LBRACKET: whole_open(whole, (TokenId)token->id); break;
    case PUNCT_RBRACE:
    case PUNCT_RPAREN:
    case PUNCT_RBRACKET: whole_close(whole, (TokenId)token->id); break;
    case PUNCT_SEMICOLON: whole_end_statement(whole); break;
    case KW_WHILE: whole->saw_while |= whole->depth == 0; break;
    default: break;
    }
    if (token->kind == TOK_OTHER) whole_take_other(whole, token);
    if (token->kind == TOK_IDENT && whole_may_be_macro(token->text))
        whole->is_excused = true;
    whole->before_last = (TokenId)whole->last.id;
    whole->last = *token;
}

/* --- lines of their own -------------------------------------------------- */

static void whole_open_group(Whole *whole) {
    whole->groups = whole_room(whole->groups, whole->group_count,
                               &whole->group_size, sizeof *whole->groups);
    whole->groups[whole->group_count++] = whole->depth;
}

/* Each branch begins with the brackets that were open at the #if; those of
 * the last one stay. */
static void whole_take_group(Whole *whole, Str name) {
    whole->is_excused = true;
    if (str_starts_with(name, STR("if"))) {
        whole_open_group(whole);
        return;
    }
    if (!whole->group_count) {
        whole->is_excused = false;
        whole->is_wrong = true;
        return;
    }
    if (str_is(name, "endif"))
        whole->group_count--;
    else
        whole->depth = whole->groups[whole->group_count - 1];
}

static void whole_take_directive(Whole *whole) {
    static const char *const groups[] = {"if",   "ifdef",   "ifndef",
                                         "elif", "elifdef", "elifndef",
                                         "else", "endif"};
    whole->lexer.keep_newlines = true;
    Token token = lexer_next(&whole->lexer);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (str_is(token.text, groups[i])) whole_take_group(whole, token.text);
    if (str_is(token.text, "define") || str_is(token.text, "include"))
        whole->is_excused = true;
    while (token.kind != TOK_END) {
        if (whole_is_open_comment(&token)) whole->has_open_text = true;
        token = lexer_next(&whole->lexer);
    }
    whole->lexer.keep_newlines = false;
    whole->after_line = true;
}

static bool whole_take_magic(Whole *whole, const Token *token) {
    Span span;
    bool starts = !whole->in_statement || whole->after_line;
    if (whole->depth > 0 || !starts || !magic_is_line(token, NULL, &span))
        return false;
    whole->lexer.at = span.end;
    whole->last = *token;
    whole->last.kind = TOK_MAGIC;
    whole->last.id = ID_NONE;
    whole->in_statement = false;
    /* What follows %%name need not be C. */
    if (str_starts_with(source_text(token->source, span), STR("%%")))
        whole->is_excused = true;
    return true;
}

static void whole_read(Whole *whole) {
    for (;;) {
        Token token = lexer_next(&whole->lexer);
        if (token.kind == TOK_END) return;
        bool is_directive =
            token_is(&token, PUNCT_HASH) && token.flags & TOKEN_LINE_START;
        if (is_directive) {
            whole_take_directive(whole);
            continue;
        }
        if (!whole_take_magic(whole, &token)) whole_take(whole, &token);
        whole->after_line = false;
    }
}

/* --- the answer ---------------------------------------------------------- */

/* The last line ends in a backslash: it is joined with one to come. */
static bool whole_is_joined(const Whole *whole) {
    Str text = whole->lexer.source->text;
    size_t end = text.len;
    if (end && text.text[end - 1] == '\n') end--;
    while (end && (text.text[end - 1] == ' ' || text.text[end - 1] == '\t' ||
                   text.text[end - 1] == '\r'))
        end--;
    return end && text.text[end - 1] == '\\' && whole->last.kind != TOK_MAGIC;
}

/* Can an expression or statement not end with this token? */
static bool whole_expects_more(const Token *last) {
    static const TokenId ends[] = {PUNCT_RPAREN,    PUNCT_RBRACKET,
                                   PUNCT_RBRACE,    PUNCT_SEMICOLON,
                                   PUNCT_INCREMENT, PUNCT_DECREMENT};
    if (last->kind != TOK_PUNCT) return last->id != ID_NONE;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (token_is(last, ends[i])) return false;
    return true;
}

/* Only an expression may end without a semicolon, and few keywords begin
 * one. */
static bool whole_needs_semicolon(const Whole *whole) {
    if (!whole->in_statement) return false;
    switch ((int)whole->first) {
    case KW_SIZEOF:
    case KW_ALIGNOF:
    case KW_GENERIC:
    case KW_EXTENSION: return false;
    default: return lexer_keyword(lexer_spelling(whole->first)) != ID_NONE;
    }
}

static bool whole_is_open(const Whole *whole) {
    return whole->has_open_text || whole->depth > 0 || whole->group_count > 0 ||
           whole_is_joined(whole) || whole->ends_head || whole->is_unfinished ||
           whole_expects_more(&whole->last) || whole_needs_semicolon(whole);
}

static uint32_t whole_indent(const Whole *whole) {
    bool is_head =
        whole->ends_head || whole_is(whole, KW_ELSE) || whole_is(whole, KW_DO);
    return (whole->depth + (is_head ? 1 : 0)) * WHOLE_INDENT;
}

Wholeness whole_check(Str text, uint32_t *ret_indent) {
    Arena arena = {0};
    Whole whole = {0};
    Wholeness answer = WHOLE_COMPLETE;
    *ret_indent = 0;
    lexer_init(&whole.lexer, source_new(STR(""), text, true, &arena), &arena);
    whole_read(&whole);
    if (whole.is_wrong && !whole.is_excused) {
        answer = WHOLE_INVALID;
    } else if (!whole.is_wrong && whole_is_open(&whole)) {
        answer = WHOLE_INCOMPLETE;
        *ret_indent = whole_indent(&whole);
    }
    free(whole.brackets);
    free(whole.groups);
    arena_clear(&arena);
    return answer;
}
