/* lexer.h - text to tokens, one at a time, before any preprocessing. */
#ifndef CELL_LEXER_H
#define CELL_LEXER_H

#include "base/mem.h"
#include "cell/token.h"

typedef struct Lexer {
    const Source *source;
    Arena *arena; /* for spellings broken by backslash-newline */
    uint32_t at;
    bool at_line_start;
    bool keep_newlines; /* inside a directive: stop before the newline */
} Lexer;

void lexer_init(Lexer *lexer, const Source *source, Arena *arena);

/* The next token; TOK_END at the end, again and again. Comments (and lines
 * joined by a backslash) count as white space. While keep_newlines is set,
 * TOK_END is also returned before a newline. An unterminated string,
 * character or comment is one TOK_OTHER up to the end of its line (a comment:
 * of the text). */
Token lexer_next(Lexer *lexer);

/* Keyword id of an identifier, or ID_NONE. */
TokenId lexer_keyword(Str name);
/* A keyword that a type may begin with or consist of: int, const, struct. */
bool lexer_is_type_word(const Token *token);
/* How tightly a binary operator binds, from || (1) to * (10); 0: it is none. */
int lexer_precedence(TokenId id);
/* How an id is spelled: "+=", "while". */
Str lexer_spelling(TokenId id);

#endif
