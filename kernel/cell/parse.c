#include "cell/parse.h"

#include <stdarg.h>
#include <stdio.h>

#include "cell/flow.h"
#include "cell/lexer.h"
#include "cell/slip.h"

enum {
    FIRST_BUCKETS = 8
};

/* One name of a block: struct tags have a name space of their own. */
typedef struct Entry Entry;
struct Entry {
    Entry *next;
    Symbol symbol; /* a tag: only its name */
    Tag *tag;      /* NULL: an ordinary name */
    uint32_t hash;
};

/* A hash table in the arena, so that nobody has to free it. */
struct Block {
    Block *outer;
    Entry **buckets; /* a power of two; NULL while the block has no name */
    uint32_t size;
    uint32_t count;
    bool is_params;
};

void parse_init(Parser *parser, const Token *tokens, const Scope *scope,
                Arena *arena) {
    *parser = (Parser){.tokens = tokens, .scope = scope, .arena = arena};
    parse_push_block(parser);
}

/* --- tokens -------------------------------------------------------------- */

const Token *parse_peek(const Parser *parser, uint32_t ahead) {
    const Token *token = &parser->tokens[parser->at];
    while (ahead-- > 0 && token->kind != TOK_END) token++;
    return token;
}

bool parse_is_name(const Token *token) {
    return token->kind == TOK_IDENT && token->id == ID_NONE;
}

bool parse_accept(Parser *parser, TokenId id) {
    if (!token_is(&parser->tokens[parser->at], id)) return false;
    parser->at++;
    return true;
}

bool parse_problem(Parser *parser, const Token *at, const char *format, ...) {
    if (parser->problem.source) return false;
    char text[400];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    parser->problem.source = at->source;
    parser->problem.span = at->span;
    parser->problem.text =
        arena_dup(parser->arena, str_printed(text, sizeof text, len));
    return false;
}

/* How a message names a token: "'while'", "this text", "the end". */
static Str token_words(const Token *token, Arena *arena) {
    enum {
        LONGEST = 40
    };
    if (token->kind == TOK_END) return STR("the end of the cell");
    if (token->kind == TOK_STRING && token->text.len > LONGEST)
        return STR("the text");
    if (token->text.len > LONGEST)
        return arena_printf(arena, "'%.*s...'",
                            STR_ARG(str_cut(token->text, LONGEST)));
    return arena_printf(arena, "'%.*s'", STR_ARG(token->text));
}

/* Pieces of text that are no C, said in words. */
static bool parse_bad_token(Parser *parser, const Token *token) {
    if (token->kind != TOK_OTHER) return false;
    char first = '\0';
    if (token->text.len) first = token->text.text[0];
    if (first == '"')
        parse_problem(parser, token,
                      "this text is never closed: "
                      "its last '\"' is missing on this line");
    else if (first == '\'')
        parse_problem(parser, token,
                      "this character is never closed: "
                      "its last ' is missing on this line");
    else if (first == '/')
        parse_problem(parser, token,
                      "this comment is never closed: "
                      "write */ where it ends");
    else if (first >= ' ' && first <= '~')
        parse_problem(parser, token, "'%.*s' has no meaning in C here",
                      STR_ARG(token->text));
    else
        parse_problem(parser, token, "%s",
                      slip_character(token->text)
                          ? slip_character(token->text)
                          : "this character is no part of C; perhaps it was "
                            "pasted from a document");
    return true;
}

bool parse_unexpected(Parser *parser, const char *wanted) {
    const Token *token = &parser->tokens[parser->at];
    if (parse_bad_token(parser, token)) return false;
    if (slip_explain(parser, ID_NONE)) return false;
    Str words = token_words(token, parser->arena);
    return parse_problem(parser, token, "expected %s, but found %.*s", wanted,
                         STR_ARG(words));
}

/* Where the reader sees the end of this token: behind the whole call, if a
 * macro made it. */
static Token parse_seen_end(const Parser *parser, const Token *token) {
    Token end = *token;
    if (!(token->flags & TOKEN_FROM_MACRO) || !token->source) return end;
    end.text = source_text(token->source, token->span);
    Lexer lexer;
    lexer_init(&lexer, token->source, parser->arena);
    lexer.at = token->span.end;
    Token next = lexer_next(&lexer);
    if (!token_is(&next, PUNCT_LPAREN)) return end;
    for (int depth = 1; depth > 0 && next.kind != TOK_END;) {
        next = lexer_next(&lexer);
        depth += parse_bracket_step(&next);
    }
    return next.kind == TOK_END ? end : next;
}

bool parse_expect(Parser *parser, TokenId id) {
    if (parse_accept(parser, id)) return true;
    const Token *token = &parser->tokens[parser->at];
    if (parse_bad_token(parser, token)) return false;
    if (slip_explain(parser, id)) return false;
    Str spelling = lexer_spelling(id);
    if (parser->at == 0)
        return parse_problem(parser, token, "expected '%.*s'",
                             STR_ARG(spelling));
    Token before = parse_seen_end(parser, token - 1);
    Str words = token_words(&before, parser->arena);
    return parse_problem(parser, &before, "expected '%.*s' after %.*s",
                         STR_ARG(spelling), STR_ARG(words));
}

bool parse_close(Parser *parser, TokenId id, uint32_t open) {
    if (parse_accept(parser, id)) return true;
    if (parser->problem.source) return false;
    bool is_bad = parse_peek(parser, 0)->kind == TOK_OTHER;
    if (!is_bad && slip_explain_bracket(parser, id, open)) return false;
    if (parse_peek(parser, 0)->kind != TOK_END) return parse_expect(parser, id);
    const Token *opening = &parser->tokens[open];
    Str spelling = lexer_spelling(id);
    return parse_problem(parser, opening,
                         "this '%.*s' is never closed: its '%.*s' is missing",
                         STR_ARG(opening->text), STR_ARG(spelling));
}

int parse_bracket_step(const Token *token) {
    switch ((TokenId)token->id) {
    case PUNCT_LPAREN:
    case PUNCT_LBRACE:
    case PUNCT_LBRACKET: return 1;
    case PUNCT_RPAREN:
    case PUNCT_RBRACE:
    case PUNCT_RBRACKET: return -1;
    default: return 0;
    }
}

bool parse_skip_brackets(Parser *parser) {
    uint32_t open = parser->at;
    int64_t depth = 0;
    do {
        const Token *token = &parser->tokens[parser->at];
        if (token->kind == TOK_END)
            return parse_problem(parser, &parser->tokens[open],
                                 "this '%.*s' is never closed",
                                 STR_ARG(parser->tokens[open].text));
        if (parse_bad_token(parser, token)) return false;
        depth += parse_bracket_step(token);
        parser->at++;
    } while (depth > 0);
    return true;
}

bool parse_enter(Parser *parser) {
    if (parser->depth < PARSE_DEPTH) {
        parser->depth++;
        return true;
    }
    return parse_problem(parser, &parser->tokens[parser->at],
                         "this is nested too deeply: more than %d levels",
                         PARSE_DEPTH);
}

void parse_leave(Parser *parser) { parser->depth--; }

/* The room doubles whenever the count is a power of two, so it need not be
 * stored. */
void *parse_grow(Arena *arena, void *list, uint32_t count, size_t size) {
    enum {
        FIRST = 4
    };
    if (count && (count < FIRST || (count & (count - 1)))) return list;
    size_t room = count ? 2 * (size_t)count : FIRST;
    void *copy = arena_alloc(arena, room * size);
    if (count) memcpy(copy, list, count * size);
    return copy;
}

/* --- names --------------------------------------------------------------- */

static void parse_push(Parser *parser, bool is_params) {
    Block *block = ARENA_NEW(parser->arena, Block);
    block->outer = parser->block;
    block->is_params = is_params;
    parser->block = block;
}

void parse_push_block(Parser *parser) { parse_push(parser, false); }

void parse_push_params(Parser *parser) { parse_push(parser, true); }

void parse_pop_block(Parser *parser) { parser->block = parser->block->outer; }

static Entry *block_find(const Block *block, Str name, uint32_t hash,
                         bool is_tag) {
    if (!block->buckets) return NULL;
    Entry *entry = block->buckets[hash & (block->size - 1)];
    for (; entry; entry = entry->next) {
        if (entry->hash == hash && (entry->tag != NULL) == is_tag &&
            str_equals(entry->symbol.name, name))
            return entry;
    }
    return NULL;
}

static void block_grow(Block *block, Arena *arena) {
    uint32_t size = block->size ? block->size * 4 : FIRST_BUCKETS;
    Entry **buckets = arena_alloc(arena, size * sizeof(Entry *));
    for (uint32_t i = 0; i < block->size; i++) {
        Entry *next;
        for (Entry *entry = block->buckets[i]; entry; entry = next) {
            next = entry->next;
            entry->next = buckets[entry->hash & (size - 1)];
            buckets[entry->hash & (size - 1)] = entry;
        }
    }
    block->buckets = buckets;
    block->size = size;
}

/* The entry of that name, a new one if there is none. */
static Entry *block_entry(Block *block, Str name, bool is_tag, Arena *arena) {
    uint32_t hash = map_hash(name);
    Entry *entry = block_find(block, name, hash, is_tag);
    if (entry) return entry;
    if (block->count >= block->size) block_grow(block, arena);
    entry = ARENA_NEW(arena, Entry);
    entry->hash = hash;
    entry->symbol.name = name;
    entry->next = block->buckets[hash & (block->size - 1)];
    block->buckets[hash & (block->size - 1)] = entry;
    block->count++;
    return entry;
}

void parse_declare(Parser *parser, const Symbol *symbol) {
    Entry *entry =
        block_entry(parser->block, symbol->name, false, parser->arena);
    entry->symbol = *symbol;
    if (symbol->local && !symbol->local->symbol)
        symbol->local->symbol = &entry->symbol;
}

/* The block that tags belong to. */
static Block *parse_tag_block(const Parser *parser) {
    Block *block = parser->block;
    while (block->is_params && block->outer) block = block->outer;
    return block;
}

bool parse_block_is_inner(const Parser *parser) {
    return parse_tag_block(parser)->outer != NULL;
}

void parse_declare_tag(Parser *parser, Tag *tag) {
    Block *block = parse_tag_block(parser);
    block_entry(block, tag->name, true, parser->arena)->tag = tag;
}

bool parse_block_is_open(const Parser *parser, const Block *block) {
    const Block *open = parser->block;
    while (open && open != block) open = open->outer;
    return open != NULL;
}

const Symbol *parse_find_here(const Parser *parser, Str name) {
    const Block *block = parser->block;
    uint32_t hash = map_hash(name);
    const Entry *entry = block_find(block, name, hash, false);
    if (!entry && block->outer && block->outer->is_params)
        entry = block_find(block->outer, name, hash, false);
    return entry ? &entry->symbol : NULL;
}

const Symbol *parse_find(const Parser *parser, Str name) {
    uint32_t hash = map_hash(name);
    for (const Block *block = parser->block; block; block = block->outer) {
        const Entry *entry = block_find(block, name, hash, false);
        if (entry) return &entry->symbol;
    }
    if (!parser->scope || !parser->scope->find) return NULL;
    return parser->scope->find(parser->scope->context, name);
}

bool parse_is_local(const Parser *parser, Str name) {
    uint32_t hash = map_hash(name);
    const Block *block = parser->block;
    for (; block && block->outer; block = block->outer)
        if (block_find(block, name, hash, false)) return true;
    return false;
}

Tag *parse_find_tag(const Parser *parser, Str name, bool innermost_only) {
    uint32_t hash = map_hash(name);
    const Block *innermost = parse_tag_block(parser);
    for (const Block *block = innermost; block; block = block->outer) {
        const Entry *entry = block_find(block, name, hash, true);
        if (entry) return entry->tag;
        if (innermost_only) return NULL;
    }
    if (!parser->scope || !parser->scope->find_tag) return NULL;
    return parser->scope->find_tag(parser->scope->context, name);
}

void parse_each_name(const Parser *parser, ParseVisit *visit, void *context) {
    uint32_t level = 0;
    const Block *block;
    for (block = parser->block; block->outer; block = block->outer) level++;
    for (block = parser->block; block; block = block->outer, level--) {
        for (uint32_t i = 0; i < block->size; i++) {
            const Entry *entry = block->buckets[i];
            for (; entry; entry = entry->next)
                visit(context, &entry->symbol, entry->tag, level);
        }
    }
}
