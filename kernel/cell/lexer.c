#include "cell/lexer.h"

#include "cell/spell.h"

/* What a byte can do. */
enum {
    IN_NAME = 1,
    IS_DIGIT = 2,
    IS_BLANK = 4 /* white space other than a newline */
};

/* clang-format off */
#define ALL10(X, c, v) X(c, 0, v) X(c, 1, v) X(c, 2, v) X(c, 3, v) X(c, 4, v) \
    X(c, 5, v) X(c, 6, v) X(c, 7, v) X(c, 8, v) X(c, 9, v)
#define ALL26(X, c, v) ALL10(X, c, v) ALL10(X, (c) + 10, v)                   \
    X(c, 20, v) X(c, 21, v) X(c, 22, v) X(c, 23, v) X(c, 24, v) X(c, 25, v)
#define CLASS(first, n, class) [(first) + (n)] = (class),
static const uint8_t classes[256] = {
    ALL26(CLASS, 'a', IN_NAME) ALL26(CLASS, 'A', IN_NAME)
    ALL10(CLASS, '0', IN_NAME | IS_DIGIT)
    ['_'] = IN_NAME, ['$'] = IN_NAME, [' '] = IS_BLANK, ['\t'] = IS_BLANK,
    ['\v'] = IS_BLANK, ['\f'] = IS_BLANK, ['\r'] = IS_BLANK,
};

#define SPELLINGS(X)                                                           \
    X(ALIGNAS, "_Alignas") X(ALIGNOF, "_Alignof") X(ATOMIC, "_Atomic")         \
    X(BOOL, "_Bool") X(COMPLEX, "_Complex") X(FLOAT128, "_Float128")           \
    X(GENERIC, "_Generic")                                                     \
    X(NORETURN, "_Noreturn") X(STATIC_ASSERT, "_Static_assert")                \
    X(THREAD_LOCAL, "_Thread_local") X(ALIGNOF, "__alignof")                   \
    X(ALIGNOF, "__alignof__") X(ASM, "__asm") X(ASM, "__asm__")                \
    X(ATTRIBUTE, "__attribute") X(ATTRIBUTE, "__attribute__")                  \
    X(AUTO_TYPE, "__auto_type") X(VA_LIST, "__builtin_va_list")                \
    X(COMPLEX, "__complex") X(COMPLEX, "__complex__")                          \
    X(CONST, "__const") X(CONST, "__const__") X(EXTENSION, "__extension__")    \
    X(FLOAT128, "__float128") X(IMAG, "__imag") X(IMAG, "__imag__")            \
    X(INLINE, "__inline") X(INLINE, "__inline__") X(INT128, "__int128")        \
    X(INT128, "__int128_t") X(REAL, "__real") X(REAL, "__real__")              \
    X(RESTRICT, "__restrict") X(RESTRICT, "__restrict__")                      \
    X(SIGNED, "__signed") X(SIGNED, "__signed__")                              \
    X(THREAD_LOCAL, "__thread") X(TYPEOF, "__typeof") X(TYPEOF, "__typeof__")  \
    X(UINT128, "__uint128_t")                                                  \
    X(VOLATILE, "__volatile") X(VOLATILE, "__volatile__")                      \
    X(ASM, "asm") X(AUTO, "auto") X(BREAK, "break") X(CASE, "case")            \
    X(CHAR, "char") X(CONST, "const") X(CONTINUE, "continue")                  \
    X(DEFAULT, "default") X(DO, "do") X(DOUBLE, "double") X(ELSE, "else")      \
    X(ENUM, "enum") X(EXTERN, "extern") X(FLOAT, "float") X(FOR, "for")        \
    X(GOTO, "goto") X(IF, "if") X(INLINE, "inline") X(INT, "int")              \
    X(LONG, "long") X(REGISTER, "register") X(RESTRICT, "restrict")            \
    X(RETURN, "return") X(SHORT, "short") X(SIGNED, "signed")                  \
    X(SIZEOF, "sizeof") X(STATIC, "static") X(STRUCT, "struct")                \
    X(SWITCH, "switch") X(TYPEDEF, "typedef") X(TYPEOF, "typeof")              \
    X(UNION, "union") X(UNSIGNED, "unsigned") X(VOID, "void")                  \
    X(VOLATILE, "volatile") X(WHILE, "while")
#define SPELLING(name, text) {{text, sizeof(text) - 1}, KW_##name},
#define TEXT(name, text) {text, sizeof(text) - 1},
/* clang-format on */

typedef struct Spelling {
    Str text;
    TokenId id;
} Spelling;

/* Every word that is a keyword, in the order of str_compare. */
static const Spelling spellings[] = {SPELLINGS(SPELLING)};

TokenId lexer_keyword(Str name) {
    if (name.len < 2 || name.len > 17) return ID_NONE;
    if ((name.text[0] < 'a' || name.text[0] > 'w') && name.text[0] != '_')
        return ID_NONE;
    size_t low = 0, high = sizeof spellings / sizeof *spellings;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(name, spellings[middle].text);
        if (order == 0) return spellings[middle].id;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return ID_NONE;
}

Str lexer_spelling(TokenId id) {
    /* In the order of TokenId. */
    static const Str texts[] = {
        {"", 0},
        PUNCTUATORS(TEXT) KEYWORDS(TEXT)
    };
    bool is_known = (size_t)id < sizeof texts / sizeof *texts;
    return texts[is_known ? id : ID_NONE];
}

void lexer_init(Lexer *lexer, const Source *source, Arena *arena) {
    *lexer = (Lexer){.source = source, .arena = arena, .at_line_start = true};
    if (str_starts_with(source->text, STR("\xEF\xBB\xBF"))) lexer->at = 3;
}

/* --- one character, with lines joined ----------------------------------- */

/* The byte at `at`, or -1 at the end. */
static int lexer_byte(const Lexer *lexer, uint32_t at) {
    const Str *text = &lexer->source->text;
    return at < text->len ? (unsigned char)text->text[at] : -1;
}

/* Behind the backslash, blanks and newline that begin at `at`; `at` itself
 * when no line is joined there. Blanks before the newline are let through as
 * by other compilers: nobody sees them. */
static uint32_t lexer_join(const Lexer *lexer, uint32_t at) {
    uint32_t end = at;
    while (lexer_byte(lexer, end) == '\\') {
        uint32_t next = end + 1;
        while (next < lexer->source->text.len &&
               classes[lexer_byte(lexer, next)] & IS_BLANK)
            next++;
        if (lexer_byte(lexer, next) != '\n') break;
        end = next + 1;
    }
    return end;
}

/* The character at `at` and, in ret_next, where the one after it begins. */
static int lexer_char(const Lexer *lexer, uint32_t at, uint32_t *ret_next) {
    int c = lexer_byte(lexer, at);
    if (c == '\\') {
        at = lexer_join(lexer, at);
        c = lexer_byte(lexer, at);
    }
    *ret_next = at + 1;
    return c;
}

/* --- white space --------------------------------------------------------- */

/* Behind the line comment at `at`, before its newline. */
static uint32_t lexer_line_comment(const Lexer *lexer, uint32_t at) {
    uint32_t next;
    for (;; at = next) {
        int c = lexer_char(lexer, at, &next);
        if (c < 0 || c == '\n') return at;
    }
}

/* Behind the star and slash that close a comment whose inside begins at `at`;
 * 0 when it is never closed. */
static uint32_t lexer_block_comment(const Lexer *lexer, uint32_t at) {
    uint32_t next;
    bool star = false;
    for (;; at = next) {
        int c = lexer_char(lexer, at, &next);
        if (c < 0) return 0;
        if (star && c == '/') return next;
        star = c == '*';
    }
}

/* Behind the comment at `at`; `at` itself when there is none, or when it is
 * never closed: then it is a token, TOK_OTHER. */
static uint32_t lexer_skip_comment(const Lexer *lexer, uint32_t at) {
    uint32_t next;
    if (lexer_byte(lexer, at) != '/') return at;
    int c = lexer_char(lexer, at + 1, &next);
    if (c == '/') return lexer_line_comment(lexer, next);
    if (c != '*') return at;
    uint32_t end = lexer_block_comment(lexer, next);
    return end ? end : at;
}

/* Move to the next token; returns its flags. */
static uint8_t lexer_skip_space(Lexer *lexer) {
    uint32_t begin = lexer->at;
    for (;;) {
        int c = lexer_byte(lexer, lexer->at);
        uint32_t before = lexer->at;
        if (c == '\n' && !lexer->keep_newlines) {
            lexer->at++;
            lexer->at_line_start = true;
        } else if (c >= 0 && classes[c] & IS_BLANK) {
            lexer->at++;
        } else if (c == '\\') {
            lexer->at = lexer_join(lexer, before);
        } else if (c == '/') {
            lexer->at = lexer_skip_comment(lexer, before);
        }
        if (lexer->at == before) break;
    }
    uint8_t flags = lexer->at > begin ? TOKEN_SPACE_BEFORE : 0;
    if (lexer->at_line_start) flags |= TOKEN_LINE_START;
    return flags;
}

/* --- names --------------------------------------------------------------- */

/* Spaces, quotes, dashes and signs that look like C's own but are not, letters
 * as wide as two, and the marks that turn the direction of writing: never part
 * of a name. First and last of each range, in order. */
static const uint32_t lexer_lookalikes[][2] = {
    {0xA0, 0xA0},     {0xAB, 0xAB},     {0xB2, 0xB4},     {0xB7, 0xB7},
    {0xBB, 0xBB},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x37E, 0x37E},
    {0x387, 0x387},   {0x2000, 0x202F}, {0x205F, 0x206F}, {0x2212, 0x2212},
    {0x2215, 0x2219}, {0x2223, 0x2223}, {0x2236, 0x2236}, {0x2260, 0x2265},
    {0x22C5, 0x22C5}, {0x3000, 0x3003}, {0x3008, 0x3011}, {0xFEFF, 0xFEFF},
    {0xFF01, 0xFF65},
};

static bool lexer_is_lookalike(uint32_t point) {
    enum {
        COUNT = sizeof lexer_lookalikes / sizeof *lexer_lookalikes
    };
    for (size_t i = 0; i < COUNT; i++)
        if (point <= lexer_lookalikes[i][1])
            return point >= lexer_lookalikes[i][0];
    return false;
}

/* The code point at `at` and its length in bytes, 0 if it is not UTF-8. */
static uint32_t lexer_code_point(const Lexer *lexer, uint32_t at,
                                 uint32_t *ret_len) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    int first = lexer_byte(lexer, at);
    uint32_t len = first < 0xC2   ? 0
                   : first < 0xE0 ? 2
                   : first < 0xF0 ? 3
                   : first < 0xF5 ? 4
                                  : 0;
    uint32_t point = len ? (uint32_t)first & (0x7Fu >> len) : 0;
    *ret_len = 0;
    for (uint32_t i = 1; i < len; i++) {
        int c = lexer_byte(lexer, at + i);
        if (c < 0 || (c & 0xC0) != 0x80) return 0;
        point = point << 6 | ((uint32_t)c & 0x3F);
    }
    if (!len || point < smallest[len] || point > 0x10FFFF ||
        (point >= 0xD800 && point <= 0xDFFF))
        return 0;
    *ret_len = len;
    return point;
}

/* How many bytes at `at` continue a name; 0: none. */
static uint32_t lexer_name_bytes(const Lexer *lexer, uint32_t at) {
    int c = lexer_byte(lexer, at);
    if (c < 0) return 0;
    if (c == '\\') {
        Str rest = lexer->source->text;
        uint32_t point;
        uint32_t len = spell_name_bytes(
            (Str){rest.text + at, rest.len - at}, &point);
        return lexer_is_lookalike(point) ? 0 : len;
    }
    if (c < 0x80) return classes[c] & IN_NAME ? 1 : 0;
    uint32_t len;
    uint32_t point = lexer_code_point(lexer, at, &len);
    return len && !lexer_is_lookalike(point) ? len : 0;
}

static uint32_t lexer_name_end(const Lexer *lexer, uint32_t at) {
    for (;;) {
        while (lexer_byte(lexer, at) >= 0 &&
               classes[lexer_byte(lexer, at)] & IN_NAME)
            at++;
        uint32_t from = lexer_join(lexer, at);
        uint32_t bytes = lexer_name_bytes(lexer, from);
        if (!bytes) return at;
        at = from + bytes;
    }
}

/* --- numbers and literals ------------------------------------------------ */

static bool lexer_is_exponent(int c) {
    return c == 'e' || c == 'E' || c == 'p' || c == 'P';
}

static bool lexer_is_number(const Lexer *lexer, uint32_t at) {
    uint32_t next;
    int c = lexer_char(lexer, at, &next);
    if (c == '.') c = lexer_char(lexer, next, &next);
    return c >= '0' && c <= '9';
}

/* A number as the preprocessor sees it: everything that could be one. */
static uint32_t lexer_number_end(const Lexer *lexer, uint32_t at) {
    int last = 0;
    for (;;) {
        uint32_t next;
        int c = lexer_char(lexer, at, &next);
        bool sign = (c == '+' || c == '-') && lexer_is_exponent(last);
        uint32_t bytes = lexer_name_bytes(lexer, next - 1);
        if (c != '.' && !sign && (c < 0 || !bytes)) return at;
        at = bytes ? next - 1 + bytes : next;
        last = c;
    }
}

/* Behind the literal whose quote is at `at`. An unterminated one ends with
 * its line, and *ret_closed is false. */
static uint32_t lexer_literal_end(const Lexer *lexer, uint32_t at,
                                  bool *ret_closed) {
    uint32_t next;
    int quote = lexer_char(lexer, at, &next), c;
    *ret_closed = false;
    for (at = next;; at = next) {
        c = lexer_char(lexer, at, &next);
        if (c < 0 || c == '\n') break;
        if (c == quote) {
            *ret_closed = true;
            return next;
        }
        if (c != '\\') continue;
        at = next;
        c = lexer_char(lexer, at, &next);
        if (c < 0 || c == '\n') break;
    }
    while (lexer_byte(lexer, at - 1) == '\r') at--;
    return at;
}

/* Where the quote of a literal that begins at `at` stands: behind L, u, U or
 * u8. False when no literal begins there. */
static bool lexer_find_quote(const Lexer *lexer, uint32_t at,
                             uint32_t *ret_quote) {
    uint32_t next, behind;
    int c = lexer_char(lexer, at, &next);
    *ret_quote = at;
    if (c == '"' || c == '\'') return true;
    if (c != 'L' && c != 'u' && c != 'U') return false;
    *ret_quote = next;
    int after = lexer_char(lexer, next, &behind);
    if (after == '"' || after == '\'') return true;
    if (c != 'u' || after != '8') return false;
    *ret_quote = behind;
    return lexer_char(lexer, behind, &next) == '"';
}

/* --- punctuators --------------------------------------------------------- */

/* `c`, and `c=`, and `cc` where the operator has such forms. */
static TokenId lexer_pick(const int c[4], TokenId one, TokenId assign,
                          TokenId twice) {
    if (c[1] == '=' && assign) return assign;
    if (c[1] == c[0] && twice) return twice;
    return one;
}

/* `<` or `>`, of which there are four forms, and two digraphs. */
static TokenId lexer_angle(const int c[4]) {
    bool less = c[0] == '<';
    if (c[1] == c[0] && c[2] == '=')
        return less ? PUNCT_SHL_ASSIGN : PUNCT_SHR_ASSIGN;
    if (less && c[1] == ':') return PUNCT_LBRACKET;
    if (less && c[1] == '%') return PUNCT_LBRACE;
    if (less) return lexer_pick(c, PUNCT_LESS, PUNCT_LE, PUNCT_SHL);
    return lexer_pick(c, PUNCT_GREATER, PUNCT_GE, PUNCT_SHR);
}

static TokenId lexer_percent(const int c[4]) {
    if (c[1] == ':')
        return c[2] == '%' && c[3] == ':' ? PUNCT_HASHHASH : PUNCT_HASH;
    if (c[1] == '>') return PUNCT_RBRACE;
    return lexer_pick(c, PUNCT_PERCENT, PUNCT_MOD_ASSIGN, ID_NONE);
}

/* The longest punctuator that these characters begin with. */
static TokenId lexer_punctuator(const int c[4]) {
    switch (c[0]) {
    case '{': return PUNCT_LBRACE;
    case '}': return PUNCT_RBRACE;
    case '(': return PUNCT_LPAREN;
    case ')': return PUNCT_RPAREN;
    case '[': return PUNCT_LBRACKET;
    case ']': return PUNCT_RBRACKET;
    case ';': return PUNCT_SEMICOLON;
    case ',': return PUNCT_COMMA;
    case '?': return PUNCT_QUESTION;
    case '~': return PUNCT_TILDE;
    case ':': return c[1] == '>' ? PUNCT_RBRACKET : PUNCT_COLON;
    case '.': return c[1] == '.' && c[2] == '.' ? PUNCT_ELLIPSIS : PUNCT_DOT;
    case '#': return lexer_pick(c, PUNCT_HASH, ID_NONE, PUNCT_HASHHASH);
    case '!': return lexer_pick(c, PUNCT_NOT, PUNCT_NE, ID_NONE);
    case '=': return lexer_pick(c, PUNCT_ASSIGN, PUNCT_EQ, ID_NONE);
    case '+':
        return lexer_pick(c, PUNCT_PLUS, PUNCT_ADD_ASSIGN, PUNCT_INCREMENT);
    case '-':
        if (c[1] == '>') return PUNCT_ARROW;
        return lexer_pick(c, PUNCT_MINUS, PUNCT_SUB_ASSIGN, PUNCT_DECREMENT);
    case '*': return lexer_pick(c, PUNCT_STAR, PUNCT_MUL_ASSIGN, ID_NONE);
    case '/': return lexer_pick(c, PUNCT_SLASH, PUNCT_DIV_ASSIGN, ID_NONE);
    case '^': return lexer_pick(c, PUNCT_CARET, PUNCT_XOR_ASSIGN, ID_NONE);
    case '&': return lexer_pick(c, PUNCT_AMP, PUNCT_AND_ASSIGN, PUNCT_AND);
    case '|': return lexer_pick(c, PUNCT_PIPE, PUNCT_OR_ASSIGN, PUNCT_OR);
    case '%': return lexer_percent(c);
    case '<':
    case '>': return lexer_angle(c);
    default: return ID_NONE;
    }
}

/* How many characters a punctuator has that begins with c. */
static uint32_t lexer_punctuator_len(TokenId id, const int c[4]) {
    uint32_t len = (uint32_t)lexer_spelling(id).len;
    bool digraph = (unsigned char)lexer_spelling(id).text[0] != c[0];
    return digraph ? 2 * len : len;
}

/* --- tokens -------------------------------------------------------------- */

static void lexer_take_punctuator(Lexer *lexer, Token *token) {
    int c[4];
    uint32_t ends[4], at = lexer->at;
    for (int i = 0; i < 4; i++) {
        c[i] = lexer_char(lexer, at, &ends[i]);
        at = ends[i];
    }
    TokenId id = lexer_punctuator(c);
    if (!id) return;
    token->kind = TOK_PUNCT;
    token->id = (uint16_t)id;
    token->text = lexer_spelling(id);
    lexer->at = ends[lexer_punctuator_len(id, c) - 1];
}

/* White space is skipped already: such a comment is never closed. */
static bool lexer_opens_comment(const Lexer *lexer, uint32_t at) {
    uint32_t next;
    return lexer_byte(lexer, at) == '/' &&
           lexer_char(lexer, at + 1, &next) == '*';
}

/* A character that begins no token of C: one code point, one stray byte, or a
 * comment that is never closed. */
static void lexer_take_other(Lexer *lexer) {
    uint32_t len;
    if (lexer_opens_comment(lexer, lexer->at)) {
        lexer->at = (uint32_t)lexer->source->text.len;
        return;
    }
    (void)lexer_code_point(lexer, lexer->at, &len);
    lexer->at += len ? len : 1;
}

static void lexer_take_literal(Lexer *lexer, Token *token, uint32_t quote) {
    bool closed;
    lexer->at = lexer_literal_end(lexer, quote, &closed);
    uint32_t next;
    bool is_char = lexer_char(lexer, quote, &next) == '\'';
    if (closed) token->kind = is_char ? TOK_CHAR : TOK_STRING;
}

/* The bytes of the token with its joined lines joined. */
static Str lexer_joined_text(const Lexer *lexer, Span span) {
    char *copy = arena_alloc(lexer->arena, span.end - span.begin + 1);
    size_t len = 0;
    for (uint32_t at = span.begin; at < span.end; at++) {
        at = lexer_join(lexer, at);
        if (at < span.end) copy[len++] = lexer->source->text.text[at];
    }
    return (Str){copy, len};
}

static Str lexer_token_text(const Lexer *lexer, Span span) {
    Str raw = source_text(lexer->source, span);
    const char *at = raw.text, *end = raw.text + raw.len;
    while (at < end && (at = memchr(at, '\\', (size_t)(end - at)))) {
        uint32_t offset = span.begin + (uint32_t)(at - raw.text);
        if (lexer_join(lexer, offset) != offset)
            return lexer_joined_text(lexer, span);
        at++;
    }
    return raw;
}

/* Move over the token at lexer->at and tell its kind; the text of a
 * punctuator is set here as well: that of a digraph is what it stands for. */
static void lexer_take(Lexer *lexer, Token *token) {
    uint32_t quote;
    if (lexer_find_quote(lexer, lexer->at, &quote)) {
        lexer_take_literal(lexer, token, quote);
        return;
    }
    if (lexer_is_number(lexer, lexer->at)) {
        token->kind = TOK_NUMBER;
        lexer->at = lexer_number_end(lexer, lexer->at);
        return;
    }
    if (lexer_name_bytes(lexer, lexer->at)) {
        token->kind = TOK_IDENT;
        lexer->at = lexer_name_end(lexer, lexer->at);
        return;
    }
    if (!lexer_opens_comment(lexer, lexer->at))
        lexer_take_punctuator(lexer, token);
    if (token->kind == TOK_OTHER) lexer_take_other(lexer);
}

Token lexer_next(Lexer *lexer) {
    Token token = {.kind = TOK_OTHER, .source = lexer->source};
    token.flags = lexer_skip_space(lexer);
    token.span = (Span){lexer->at, lexer->at};
    token.text = STR("");
    int c = lexer_byte(lexer, lexer->at);
    if (c < 0 || c == '\n') {
        token.kind = TOK_END;
        return token;
    }
    lexer->at_line_start = false;
    lexer_take(lexer, &token);
    token.span.end = lexer->at;
    if (token.kind == TOK_PUNCT) return token;
    token.text = lexer_token_text(lexer, token.span);
    if (token.kind == TOK_IDENT) {
        token.text = spell_plain(token.text, lexer->arena);
        token.id = (uint16_t)lexer_keyword(token.text);
    }
    return token;
}

bool lexer_is_type_word(const Token *token) {
    switch ((TokenId)token->id) {
    case KW_BOOL:
    case KW_CHAR:
    case KW_CONST:
    case KW_DOUBLE:
    case KW_FLOAT:
    case KW_INT:
    case KW_LONG:
    case KW_SHORT:
    case KW_SIGNED:
    case KW_STRUCT:
    case KW_UNSIGNED:
    case KW_VOID: return true;
    default: return false;
    }
}

int lexer_precedence(TokenId id) {
    switch ((int)id) {
    case PUNCT_OR: return 1;
    case PUNCT_AND: return 2;
    case PUNCT_PIPE: return 3;
    case PUNCT_CARET: return 4;
    case PUNCT_AMP: return 5;
    case PUNCT_EQ:
    case PUNCT_NE: return 6;
    case PUNCT_LESS:
    case PUNCT_GREATER:
    case PUNCT_LE:
    case PUNCT_GE: return 7;
    case PUNCT_SHL:
    case PUNCT_SHR: return 8;
    case PUNCT_PLUS:
    case PUNCT_MINUS: return 9;
    case PUNCT_STAR:
    case PUNCT_SLASH:
    case PUNCT_PERCENT: return 10;
    default: return 0;
    }
}
