#include "cell/preprocess.h"

static bool print_is_word(const Token *token) {
    return token->kind == TOK_IDENT || token->kind == TOK_NUMBER;
}

static bool print_is_prefix(Str text) {
    return str_is(text, "L") || str_is(text, "u") || str_is(text, "U") ||
           str_is(text, "u8");
}

/* Would these characters at the seam make another operator, a comment, or a
 * digraph of two? A space too many does no harm. */
static bool print_seam(char left, char right) {
    static const char *const pairs[] = {"->", "<:", "<%", ":>", "%>",
                                        "%:", "//", "/*", "..", "##"};
    if (right == '=') return str_has(STR("+-*/%&|^<>=!"), left);
    if (left == right && str_has(STR("+-&|<>"), left)) return true;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == left && pairs[i][1] == right) return true;
    return false;
}

/* Would the two be read as something else when they touch? */
static bool print_would_run_together(const Token *left, const Token *right) {
    if (!left->text.len || !right->text.len) return false;
    char last = left->text.text[left->text.len - 1];
    char first = right->text.text[0];
    bool is_literal = right->kind == TOK_STRING || right->kind == TOK_CHAR;
    if (print_is_word(left) && print_is_word(right)) return true;
    if (left->kind == TOK_IDENT && is_literal)
        return print_is_prefix(left->text);
    if (left->kind == TOK_NUMBER) {
        bool is_exponent = str_has(STR("eEpP"), last);
        return first == '.' || (is_exponent && (first == '+' || first == '-'));
    }
    if (right->kind == TOK_NUMBER && last == '.') return true;
    return left->kind == TOK_PUNCT && right->kind == TOK_PUNCT &&
           print_seam(last, first);
}

static bool print_needs_line(const Token *token) {
    return token->kind == TOK_PRAGMA || token->kind == TOK_MAGIC;
}

static void print_gap(const Token *left, const Token *right, Buf *ret) {
    if (print_needs_line(left) || print_needs_line(right))
        buf_add_char(ret, '\n');
    else if (right->flags & (TOKEN_SPACE_BEFORE | TOKEN_LINE_START) ||
             print_would_run_together(left, right))
        buf_add_char(ret, ' ');
}

void preprocess_print(const Token *tokens, uint32_t count, Buf *ret) {
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) print_gap(&tokens[i - 1], &tokens[i], ret);
        buf_add_str(ret, tokens[i].text);
    }
}
