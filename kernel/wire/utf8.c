#include "wire/utf8.h"

/* The second byte has limits of its own after some first bytes: they keep out
 * long spellings of short characters, surrogates, and numbers that are too
 * large (Unicode standard, table 3-7). */
static bool second_fits(unsigned char first, unsigned char second) {
    switch (first) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return second >= 0x80 && second <= 0xbf;
    }
}

static int length_by_first(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

int utf8_first(const char *text, size_t len) {
    const unsigned char *at = (const unsigned char *)text;
    int need = length_by_first(at[0]);
    if (need == 0) return -1;
    for (int i = 1; i < need; i++) {
        if ((size_t)i == len) return 0;
        bool fits = i == 1 ? second_fits(at[0], at[1]) : (at[i] & 0xc0) == 0x80;
        if (!fits) return -i;
    }
    return need;
}

size_t utf8_unfinished(Str text) {
    size_t back = text.len < 3 ? text.len : 3;
    for (size_t n = 1; n <= back; n++) {
        unsigned char byte = (unsigned char)text.text[text.len - n];
        if ((byte & 0xc0) == 0x80) continue;
        return utf8_first(text.text + text.len - n, n) == 0 ? n : 0;
    }
    return 0;
}

size_t utf8_count(Str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; count++) {
        int n = utf8_first(text.text + i, text.len - i);
        i += n > 0 ? (size_t)n : 1;
    }
    return count;
}

bool utf8_is_valid(Str text) {
    for (size_t i = 0; i < text.len;) {
        int n = utf8_first(text.text + i, text.len - i);
        if (n <= 0) return false;
        i += (size_t)n;
    }
    return true;
}
