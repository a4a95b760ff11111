#include "utf8.h"

uint32_t nb__utf8_next(const char **text) {
    const unsigned char *s = (const unsigned char *)*text;
    int more = s[0] < 0x80   ? 0
               : s[0] < 0xc2 ? -1
               : s[0] < 0xe0 ? 1
               : s[0] < 0xf0 ? 2
               : s[0] < 0xf5 ? 3
                             : -1;
    uint32_t c = more <= 0 ? s[0] : s[0] & (0x3fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xc0) != 0x80)
            more = -1;
        else
            c = c << 6 | (s[i] & 0x3fu);
    }
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (more > 0 &&
        (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)))
        more = -1;
    *text += more < 0 ? 1 : more + 1;
    return more < 0 ? 0xfffd : c;
}

int nb__utf8_is_valid(const char *text) {
    while (*text) {
        const char *before = text;
        if (nb__utf8_next(&text) == 0xfffd && text - before == 1) return 0;
    }
    return 1;
}

size_t nb__utf8_whole(const char *text, size_t len) {
    for (size_t back = 1; back <= 4 && back <= len; back++) {
        unsigned char c = (unsigned char)text[len - back];
        if ((c & 0xc0) == 0x80) continue;
        size_t wanted = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        return wanted > back ? len - back : len;
    }
    return len;
}

typedef struct Range {
    uint32_t first, last;
} Range;

static int is_in(uint32_t c, const Range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return 1;
    return 0;
}

/* The ranges that labels can meet: combining marks take no column, East Asian
 * and emoji blocks take two (after Unicode's EastAsianWidth.txt). */
int nb__utf8_width(uint32_t c) {
    static const Range none[] = {
        {0x300,  0x36f },
        {0x483,  0x489 },
        {0x200b, 0x200f},
        {0x20d0, 0x20f0},
        {0xfe00, 0xfe0f},
        {0xfeff, 0xfeff}
    };
    static const Range wide[] = {
        {0x1100,  0x115f },
        {0x2e80,  0x303e },
        {0x3041,  0xa4cf },
        {0xac00,  0xd7a3 },
        {0xf900,  0xfaff },
        {0xfe30,  0xfe6f },
        {0xff00,  0xff60 },
        {0xffe0,  0xffe6 },
        {0x1f300, 0x1f64f},
        {0x1f680, 0x1f6ff},
        {0x1f900, 0x1f9ff},
        {0x20000, 0x3fffd}
    };
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return 0;
    if (is_in(c, none, sizeof none / sizeof *none)) return 0;
    return is_in(c, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

size_t nb__utf8_columns(const char *text) {
    size_t columns = 0;
    while (*text) columns += (size_t)nb__utf8_width(nb__utf8_next(&text));
    return columns;
}

size_t nb__utf8_put(uint32_t c, char *bytes) {
    if (c < 0x80) {
        bytes[0] = (char)c;
        return 1;
    }
    size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    bytes[0] = (char)(lead[more] | c >> 6 * more);
    for (size_t i = 1; i <= more; i++)
        bytes[i] = (char)(0x80 | (c >> 6 * (more - i) & 0x3f));
    return more + 1;
}
