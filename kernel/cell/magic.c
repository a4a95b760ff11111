#include "cell/magic.h"

static bool magic_is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

static bool magic_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static size_t magic_word_end(Str text, size_t at) {
    while (at < text.len && magic_is_word(text.text[at])) at++;
    return at;
}

static size_t magic_skip_blanks(Str text, size_t at) {
    while (at < text.len && magic_is_blank(text.text[at])) at++;
    return at;
}

/* From the token to the end of its line, without blanks at the end. */
static Span magic_line(const Token *first) {
    Str text = first->source->text;
    uint32_t begin = first->span.begin;
    const char *newline = memchr(text.text + begin, '\n', text.len - begin);
    uint32_t end =
        newline ? (uint32_t)(newline - text.text) : (uint32_t)text.len;
    while (end > begin && magic_is_blank(text.text[end - 1])) end--;
    return (Span){begin, end};
}

/* What can follow `!name ` in C but not in a command: an operator. */
static bool magic_is_operator(Str rest) {
    if (str_starts_with(rest, STR("->"))) return true;
    return str_has(STR("=!<>&|+*%?,;[(^)"), rest.text[0]);
}

/* line is what stands behind the `!`. */
static bool magic_is_negation(Str line, const Macros *knows) {
    if (line.len == 0) return true;
    if (line.text[0] == '(' || line.text[0] == '!') return true;
    size_t word = magic_word_end(line, 0);
    if (word == 0) return false;
    size_t at = magic_skip_blanks(line, word);
    Str rest = {line.text + at, line.len - at};
    if (rest.len > 0 && (rest.text[0] == '(' || str_is(rest, ";"))) return true;
    if (rest.len == 0 && line.text[0] >= '0' && line.text[0] <= '9')
        return true;
    bool is_known = knows && knows->has_name &&
                    knows->has_name(knows->context, (Str){line.text, word});
    return is_known && (rest.len == 0 || magic_is_operator(rest));
}

/* `name?` or `name??`. */
static bool magic_is_question(Str line) {
    size_t at = magic_word_end(line, 0);
    if (at == 0 || at == line.len) return false;
    Str rest = {line.text + at, line.len - at};
    return str_is(rest, "?") || str_is(rest, "??");
}

bool magic_is_line(const Token *first, const Macros *knows, Span *ret) {
    if (!(first->flags & TOKEN_LINE_START)) return false;
    bool is_name = first->kind == TOK_IDENT;
    bool can_be = is_name || token_is(first, PUNCT_PERCENT) ||
                  token_is(first, PUNCT_MOD_ASSIGN) ||
                  token_is(first, PUNCT_NOT) || token_is(first, PUNCT_QUESTION);
    if (!can_be) return false;
    /* Most names are told from a magic by the next character alone. */
    Str text = first->source->text;
    if (is_name &&
        (first->span.end >= text.len || text.text[first->span.end] != '?'))
        return false;
    *ret = magic_line(first);
    Str line = source_text(first->source, *ret);
    if (is_name) return magic_is_question(line);
    if (!token_is(first, PUNCT_NOT)) return true;
    return !magic_is_negation((Str){line.text + 1, line.len - 1}, knows);
}
