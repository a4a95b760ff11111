/* token.h - the words of C: kinds, punctuators and keywords, listed once.
 *
 * A token remembers two things: how it is spelled (text) and where the reader
 * sees it (source, span). For a token that a macro made, the place is that of
 * the outermost macro's name in the cell, or of the argument it came from. */
#ifndef CELL_TOKEN_H
#define CELL_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "cell/source.h"

typedef enum TokenKind {
    TOK_END,
    TOK_IDENT, /* id is the keyword, or 0 */
    TOK_NUMBER,
    TOK_CHAR,
    TOK_STRING,
    TOK_PUNCT,  /* id is the punctuator */
    TOK_PRAGMA, /* text is the whole "#pragma ..." line, kept for the compiler */
    TOK_MAGIC,  /* text is the whole line: "%time f()", "!ls", "name?" */
    TOK_OTHER   /* a character that is no part of C, an unterminated literal */
} TokenKind;

/* clang-format off */
#define PUNCTUATORS(X)                                                         \
    X(LBRACE, "{") X(RBRACE, "}") X(LPAREN, "(") X(RPAREN, ")")                \
    X(LBRACKET, "[") X(RBRACKET, "]") X(SEMICOLON, ";") X(COMMA, ",")          \
    X(DOT, ".") X(ELLIPSIS, "...") X(ARROW, "->") X(QUESTION, "?")             \
    X(COLON, ":") X(TILDE, "~") X(NOT, "!") X(HASH, "#") X(HASHHASH, "##")     \
    X(PLUS, "+") X(MINUS, "-") X(STAR, "*") X(SLASH, "/") X(PERCENT, "%")      \
    X(AMP, "&") X(PIPE, "|") X(CARET, "^") X(LESS, "<") X(GREATER, ">")        \
    X(ASSIGN, "=") X(INCREMENT, "++") X(DECREMENT, "--") X(SHL, "<<")          \
    X(SHR, ">>") X(LE, "<=") X(GE, ">=") X(EQ, "==") X(NE, "!=")               \
    X(AND, "&&") X(OR, "||") X(ADD_ASSIGN, "+=") X(SUB_ASSIGN, "-=")           \
    X(MUL_ASSIGN, "*=") X(DIV_ASSIGN, "/=") X(MOD_ASSIGN, "%=")                \
    X(AND_ASSIGN, "&=") X(OR_ASSIGN, "|=") X(XOR_ASSIGN, "^=")                 \
    X(SHL_ASSIGN, "<<=") X(SHR_ASSIGN, ">>=")

/* Spellings that mean the same are folded to one id by the lexer:
 * __inline and __inline__ are KW_INLINE, and so on (see lexer.c). */
#define KEYWORDS(X)                                                            \
    X(AUTO, "auto") X(BREAK, "break") X(CASE, "case") X(CHAR, "char")          \
    X(CONST, "const") X(CONTINUE, "continue") X(DEFAULT, "default")            \
    X(DO, "do") X(DOUBLE, "double") X(ELSE, "else") X(ENUM, "enum")            \
    X(EXTERN, "extern") X(FLOAT, "float") X(FOR, "for") X(GOTO, "goto")        \
    X(IF, "if") X(INLINE, "inline") X(INT, "int") X(LONG, "long")              \
    X(REGISTER, "register") X(RESTRICT, "restrict") X(RETURN, "return")        \
    X(SHORT, "short") X(SIGNED, "signed") X(SIZEOF, "sizeof")                  \
    X(STATIC, "static") X(STRUCT, "struct") X(SWITCH, "switch")                \
    X(TYPEDEF, "typedef") X(UNION, "union") X(UNSIGNED, "unsigned")            \
    X(VOID, "void") X(VOLATILE, "volatile") X(WHILE, "while")                  \
    X(BOOL, "_Bool") X(COMPLEX, "_Complex") X(ALIGNAS, "_Alignas")             \
    X(ALIGNOF, "_Alignof") X(ATOMIC, "_Atomic") X(GENERIC, "_Generic")         \
    X(NORETURN, "_Noreturn") X(STATIC_ASSERT, "_Static_assert")                \
    X(THREAD_LOCAL, "_Thread_local") X(TYPEOF, "__typeof__")                   \
    X(ATTRIBUTE, "__attribute__") X(ASM, "__asm__")                            \
    X(EXTENSION, "__extension__") X(INT128, "__int128")                        \
    X(FLOAT128, "__float128") X(AUTO_TYPE, "__auto_type")                      \
    X(UINT128, "__uint128_t") X(REAL, "__real__") X(IMAG, "__imag__")          \
    X(VA_LIST, "__builtin_va_list")
/* clang-format on */

typedef enum TokenId {
    ID_NONE,
#define X(name, spelling) PUNCT_##name,
    PUNCTUATORS(X)
#undef X
#define X(name, spelling) KW_##name,
        KEYWORDS(X)
#undef X
} TokenId;

enum TokenFlag {
    TOKEN_SPACE_BEFORE = 1, /* white space or a comment stands before it */
    TOKEN_LINE_START = 2,   /* first of its line (as typed) */
    TOKEN_FROM_MACRO = 4,   /* span is the macro's use, not this word */
    TOKEN_NO_EXPAND = 8,    /* a macro's own name inside its expansion */
    TOKEN_PARAM = 16        /* in a macro's body: its parameter number
                               span.begin; never in what comes out */
};

typedef struct Token {
    uint8_t kind;  /* TokenKind */
    uint8_t flags; /* TokenFlag */
    uint16_t id;   /* TokenId */
    Str text;      /* borrow: the spelling */
    const Source *source;
    Span span;
} Token;

static inline bool token_is(const Token *token, TokenId id) {
    return token->id == (uint16_t)id;
}

#endif
