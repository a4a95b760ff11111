#include "cell/spell.h"

#include "base/buf.h"

enum { SHORT_DIGITS = 4, LONG_DIGITS = 8 };

static int spell_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code point of the \u or \U at `at`, and how long that is; 0: none. */
static uint32_t spell_point(Str text, size_t at, size_t *ret_len) {
    uint32_t point = 0;
    *ret_len = 0;
    if (at + 1 >= text.len || text.text[at] != '\\') return 0;
    char kind = text.text[at + 1];
    if (kind != 'u' && kind != 'U') return 0;
    size_t end = at + 2 + (kind == 'u' ? SHORT_DIGITS : LONG_DIGITS);
    for (size_t i = at + 2; i < end; i++) {
        int digit = i < text.len ? spell_digit(text.text[i]) : -1;
        if (digit < 0) return 0;
        point = point << 4 | (uint32_t)digit;
    }
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return 0;
    /* C has no such spelling of a quote, a backslash or a newline. */
    if (point < 0xA0) return 0;
    *ret_len = end - at;
    return point;
}

static void spell_utf8(uint32_t point, Buf *ret) {
    if (point < 0x80) {
        buf_add_char(ret, (char)point);
        return;
    }
    int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint8_t firsts[] = {0, 0xC0, 0xE0, 0xF0};
    buf_add_char(ret, (char)(firsts[more] | point >> (6 * more)));
    while (more-- > 0)
        buf_add_char(ret, (char)(0x80 | ((point >> (6 * more)) & 0x3F)));
}

Str spell_plain(Str text, Arena *arena) {
    bool is_u8 = text.len > 2 && text.text[0] == 'u' && text.text[1] == '8' &&
                 text.text[2] == '"';
    if (is_u8) text = (Str){text.text + 2, text.len - 2};
    if (!text.len || !memchr(text.text, '\\', text.len)) return text;
    Buf plain = {0};
    bool has_changed = false;
    for (size_t at = 0; at < text.len;) {
        size_t len;
        uint32_t point = spell_point(text, at, &len);
        if (len) {
            spell_utf8(point, &plain);
            has_changed = true;
        } else {
            /* An escape is two characters at least: \\u is no \u. */
            len = text.text[at] == '\\' && at + 1 < text.len ? 2 : 1;
            buf_add(&plain, text.text + at, len);
        }
        at += len;
    }
    Str result = has_changed ? arena_dup(arena, buf_view(&plain)) : text;
    buf_done(&plain);
    return result;
}

static char spell_prefix(Str text) {
    if (text.len && text.text[0] != '"') return text.text[0];
    return '\0';
}

static void spell_give(Token *token, char prefix, Arena *arena) {
    token->text = arena_printf(arena, "%c%.*s", prefix, STR_ARG(token->text));
    /* A name just before it must not swallow the letter. */
    token->flags |= TOKEN_SPACE_BEFORE;
}

void spell_row(Token *tokens, uint32_t count, Arena *arena) {
    if (count < 2 || tokens[count - 2].kind != TOK_STRING) return;
    char before = spell_prefix(tokens[count - 2].text);
    char last = spell_prefix(tokens[count - 1].text);
    if (before && !last) spell_give(&tokens[count - 1], before, arena);
    if (before || !last) return;
    for (uint32_t i = count - 1; i > 0; i--) {
        if (tokens[i - 1].kind != TOK_STRING) break;
        spell_give(&tokens[i - 1], last, arena);
    }
}

uint32_t spell_name_bytes(Str text, uint32_t *ret_point) {
    size_t len;
    *ret_point = spell_point(text, 0, &len);
    return (uint32_t)len;
}
