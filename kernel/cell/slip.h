/* slip.h - why a cell is no C, in a beginner's words: a keyword that is
 * mistyped, words of C++ and Python, characters pasted from a document, a
 * bracket that stays open.
 *
 * The parser asks when it has failed already; so nothing here costs a cell
 * that is right. */
#ifndef CELL_SLIP_H
#define CELL_SLIP_H

#include "cell/parse.h"

/* The parser cannot go on at its token, where `wanted` (or ID_NONE) should
 * stand. true: the problem is set. */
bool slip_explain(Parser *parser, TokenId wanted);
/* "a ')' is missing ...", for the bracket at token `open`. */
bool slip_explain_bracket(Parser *parser, TokenId wanted, uint32_t open);
/* Braces at the parser's token, where a vector or matrix is assigned or passed:
 * true if so, and the problem is set. around: the open bracket, or NULL. */
bool slip_numbers(Parser *parser, const Token *around);
/* Some { has no }: the problem is set at that one. */
bool slip_unclosed(Parser *parser);
/* A name stands where only a type makes sense: always sets the problem. */
bool slip_unknown_type(Parser *parser, const Token *token);
/* What is said of an `else` without its `if`. */
extern const char slip_else[];
/* What a word of another language is in C, or NULL. is_value: the cell is C
 * but for this name. */
const char *slip_foreign(Str name, bool is_value);
/* The keyword that a name was meant to be, of those that begin a type or of
 * all; or empty. */
Str slip_near_keyword(Str name, bool is_type);
/* What to type instead of a character that is no part of C, or NULL. */
const char *slip_character(Str text);

#endif
