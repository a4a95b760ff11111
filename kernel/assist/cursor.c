#include "assist/cursor.h"

static bool cursor_starts_point(char c) {
    return ((unsigned char)c & 0xc0) != 0x80;
}

size_t cursor_byte(Str text, long point) {
    size_t at = 0;
    while (at < text.len && point > 0) {
        at++;
        while (at < text.len && !cursor_starts_point(text.text[at])) at++;
        point--;
    }
    return at;
}

long cursor_point(Str text, size_t byte) {
    long point = 0;
    for (size_t i = 0; i < byte && i < text.len; i++)
        point += cursor_starts_point(text.text[i]);
    return point;
}

bool cursor_is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

Str cursor_word(Str text, size_t at, size_t *ret_begin) {
    size_t begin = at < text.len ? at : text.len, end = begin;
    while (begin > 0 && cursor_is_word(text.text[begin - 1])) begin--;
    while (end < text.len && cursor_is_word(text.text[end])) end++;
    *ret_begin = begin;
    return (Str){text.text + begin, end - begin};
}
