#include "cell/literal.h"

#include "cell/arith.h"

/* --- numbers ------------------------------------------------------------- */

typedef struct Suffix {
    bool is_valid;
    bool is_unsigned;
    int longs;
} Suffix;

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* u, l, ll in either order and case; the two letters of ll are alike. */
static Suffix integer_suffix(Str text) {
    Suffix suffix = {.is_valid = true};
    size_t at = 0;
    while (at < text.len && suffix.is_valid) {
        char c = lower(text.text[at]);
        bool is_double =
            at + 1 < text.len && c == 'l' && text.text[at + 1] == text.text[at];
        bool is_new = c == 'u' ? !suffix.is_unsigned : !suffix.longs;
        suffix.is_valid = is_new && (c == 'u' || c == 'l');
        if (c == 'u') suffix.is_unsigned = true;
        if (c == 'l') suffix.longs = is_double ? 2 : 1;
        at += is_double ? 2 : 1;
    }
    return suffix;
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Skip 0x or 0b and tell the base. */
static int number_base(Str *text) {
    const char *t = text->text;
    if (text->len < 2 || t[0] != '0') return 10;
    char c = lower(t[1]);
    size_t skip = c == 'x' || c == 'b' ? 2 : 1;
    text->text += skip;
    text->len -= skip;
    return c == 'x' ? 16 : c == 'b' ? 2 : 8;
}

static bool number_is_floating(Str text) {
    bool is_hex =
        text.len > 1 && text.text[0] == '0' && lower(text.text[1]) == 'x';
    for (size_t i = 0; i < text.len; i++) {
        char c = lower(text.text[i]);
        if (c == '.' || c == (is_hex ? 'p' : 'e')) return true;
    }
    return false;
}

/* Only the suffix matters here: the compiler reads the digits. */
static TypeKind floating_kind(Str text) {
    size_t end = text.len;
    while (end > 0 && digit_of(text.text[end - 1]) > 9 &&
           text.text[end - 1] != '.')
        end--;
    bool is_hex = text.len > 1 && lower(text.text[1]) == 'x';
    if (is_hex && !memchr(text.text, 'p', text.len) &&
        !memchr(text.text, 'P', text.len))
        return TYPE_UNKNOWN;
    Str suffix = {text.text + end, text.len - end};
    if (suffix.len == 0) return TYPE_DOUBLE;
    if (suffix.len == 1 && lower(suffix.text[0]) == 'q') return TYPE_FLOAT128;
    if (suffix.len > 1 || end == 0) return TYPE_UNKNOWN;
    char c = lower(suffix.text[0]);
    return c == 'f' ? TYPE_FLOAT : c == 'l' ? TYPE_LDOUBLE : TYPE_UNKNOWN;
}

/* The first of int, long, long long (and their unsigned forms, which decimal
 * numbers without u skip) that can hold the value. */
static TypeKind integer_kind(uint64_t value, Suffix suffix, bool is_decimal) {
    static const TypeKind kinds[3][2] = {
        {TYPE_INT,   TYPE_UINT  },
        {TYPE_LONG,  TYPE_ULONG },
        {TYPE_LLONG, TYPE_ULLONG},
    };
    for (int rank = suffix.longs; rank < 3; rank++) {
        int bits = rank == 0 ? 32 : 64;
        if (!suffix.is_unsigned && value >> (bits - 1) == 0)
            return kinds[rank][0];
        bool fits = bits == 64 || value >> bits == 0;
        if ((suffix.is_unsigned || !is_decimal) && fits) return kinds[rank][1];
    }
    return TYPE_ULLONG;
}

/* 2i, 1.5iF, 1.0fi: without its i; false: it has none. */
static bool number_is_imaginary(Str text, Str *ret_text, char room[64]) {
    size_t at = text.len;
    if (text.len < 2 || text.len >= 64 || digit_of(text.text[0]) > 9)
        if (text.len < 2 || text.text[0] != '.') return false;
    while (at > 0 && lower(text.text[at - 1]) != 'i' &&
           lower(text.text[at - 1]) != 'j') {
        char c = lower(text.text[at - 1]);
        if (c != 'f' && c != 'l' && c != 'u') return false;
        at--;
    }
    if (at < 2) return false;
    memcpy(room, text.text, at - 1);
    memcpy(room + at - 1, text.text + at, text.len - at);
    *ret_text = (Str){room, text.len - 1};
    return true;
}

TypeKind literal_number(Str text, int64_t *ret_value) {
    char room[64];
    Str real;
    *ret_value = 0;
    if (number_is_imaginary(text, &real, room)) {
        TypeKind kind = literal_number(real, ret_value);
        *ret_value = 0;
        if (kind == TYPE_FLOAT) return TYPE_CFLOAT;
        if (kind == TYPE_UNKNOWN) return TYPE_UNKNOWN;
        return kind == TYPE_LDOUBLE ? TYPE_CLDOUBLE : TYPE_CDOUBLE;
    }
    if (number_is_floating(text)) return floating_kind(text);
    int base = number_base(&text);
    uint64_t value = 0;
    size_t at = 0;
    for (; at < text.len && digit_of(text.text[at]) < base; at++) {
        if (__builtin_mul_overflow(value, (uint64_t)base, &value) ||
            __builtin_add_overflow(value, (uint64_t)digit_of(text.text[at]),
                                   &value))
            return TYPE_UNKNOWN;
    }
    Suffix suffix = integer_suffix((Str){text.text + at, text.len - at});
    bool has_digits = at > 0 || base == 8;
    if (!suffix.is_valid || !has_digits) return TYPE_UNKNOWN;
    *ret_value = (int64_t)value;
    return integer_kind(value, suffix, base == 10);
}

/* --- characters and texts ------------------------------------------------ */

/* What stands between the quotes, and which prefix stands before them. */
static Str literal_inside(Str text, char *ret_prefix) {
    size_t quote = 0;
    while (quote < text.len && text.text[quote] != '"' &&
           text.text[quote] != '\'')
        quote++;
    *ret_prefix = '\0';
    if (quote == 1) *ret_prefix = text.text[0]; /* u8 makes plain chars */
    if (text.len < quote + 2) return (Str){text.text, 0};
    return (Str){text.text + quote + 1, text.len - quote - 2};
}

static TypeKind element_kind(char prefix) {
    switch (prefix) {
    case 'L': return TYPE_INT; /* wchar_t */
    case 'u': return TYPE_USHORT;
    case 'U': return TYPE_UINT;
    default: return TYPE_CHAR;
    }
}

static uint32_t digits(Str text, size_t *at, int base, size_t most) {
    uint32_t value = 0;
    for (size_t n = 0; n < most && *at < text.len; n++, (*at)++) {
        int digit = digit_of(text.text[*at]);
        if (digit >= base) break;
        value = value * (uint32_t)base + (uint32_t)digit;
    }
    return value;
}

/* One escape; *at is behind the backslash. is_point: it names a character of
 * Unicode, not a unit of the text. */
static uint32_t escape(Str text, size_t *at, bool *is_point) {
    char c = text.text[(*at)++];
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'v': return '\v';
    case 'e': return 27;
    case 'x': return digits(text, at, 16, text.len);
    case 'u': *is_point = true; return digits(text, at, 16, 4);
    case 'U': *is_point = true; return digits(text, at, 16, 8);
    default: break;
    }
    if (c < '0' || c > '7') return (unsigned char)c;
    (*at)--;
    return digits(text, at, 8, 3);
}

/* One code point of UTF-8; bytes that are none count one by one. */
static uint32_t code_point(Str text, size_t *at) {
    unsigned char first = (unsigned char)text.text[(*at)++];
    size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    if (more == 0 || *at + more > text.len) return first;
    uint32_t point = first & (0x3Fu >> more);
    for (size_t i = 0; i < more; i++) {
        unsigned char c = (unsigned char)text.text[*at + i];
        if ((c & 0xC0) != 0x80) return first;
        point = point << 6 | (c & 0x3Fu);
    }
    *at += more;
    return point;
}

/* The next character, and how many elements of that kind it takes. */
static uint32_t next_char(Str text, size_t *at, TypeKind kind,
                          uint64_t *ret_units) {
    bool is_point = kind != TYPE_CHAR;
    uint32_t value;
    if (text.text[*at] == '\\' && *at + 1 < text.len) {
        (*at)++;
        is_point = false;
        value = escape(text, at, &is_point);
    } else if (kind == TYPE_CHAR) {
        value = (unsigned char)text.text[(*at)++];
    } else {
        value = code_point(text, at);
    }
    *ret_units = 1;
    if (is_point && kind == TYPE_USHORT && value > 0xFFFF) *ret_units = 2;
    if (is_point && kind == TYPE_CHAR)
        *ret_units = value < 0x80      ? 1
                     : value < 0x800   ? 2
                     : value < 0x10000 ? 3
                                       : 4;
    return value;
}

TypeKind literal_char(Str text, int64_t *ret_value) {
    char prefix;
    Str inside = literal_inside(text, &prefix);
    TypeKind kind = element_kind(prefix);
    uint64_t units = 0;
    uint32_t value = 0, count = 0;
    for (size_t at = 0; at < inside.len; count++) {
        uint32_t next = next_char(inside, &at, kind, &units);
        value = kind == TYPE_CHAR ? value << 8 | (next & 0xFF) : next;
    }
    if (kind == TYPE_CHAR && count == 1)
        *ret_value = arith_convert(TYPE_CHAR, value);
    else if (kind == TYPE_USHORT)
        *ret_value = (uint16_t)value;
    else
        *ret_value = kind == TYPE_UINT ? (int64_t)value : (int32_t)value;
    if (count == 0) return TYPE_UNKNOWN;
    return kind == TYPE_CHAR ? TYPE_INT : kind;
}

void literal_bytes(Str text, Buf *ret) {
    char prefix;
    Str inside = literal_inside(text, &prefix);
    for (size_t at = 0; at < inside.len;) {
        uint64_t units;
        uint32_t value = next_char(inside, &at, TYPE_CHAR, &units);
        buf_add_char(ret, (char)value);
    }
}

TypeKind literal_string(Str text, uint64_t *ret_length) {
    char prefix;
    Str inside = literal_inside(text, &prefix);
    TypeKind kind = element_kind(prefix);
    uint64_t length = 0;
    for (size_t at = 0; at < inside.len;) {
        uint64_t units;
        (void)next_char(inside, &at, kind, &units);
        length += units;
    }
    *ret_length = length;
    return kind;
}
