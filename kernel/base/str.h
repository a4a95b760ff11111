/* str.h - a borrowed piece of text: where it starts and how long it is.
 *
 * A Str never owns its bytes and need not end in NUL; whoever made the text
 * says how long it lives. Every layer passes text this way, so that NULs and
 * pieces of larger texts need no copies. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct Str {
    const char *text; /* borrow; NULL only when len is 0 */
    size_t len;
} Str;

static inline const char *str_or_empty(const char *text) {
    return text ? text : "";
}

/* For printf: printf("%.*s", STR_ARG(name)). */
#define STR_ARG(s) (int)(s).len, str_or_empty((s).text)

/* A Str of a string literal. */
#define STR(literal) ((Str){"" literal, sizeof(literal) - 1})

static inline Str str_of(const char *text) {
    return (Str){text, text ? strlen(text) : 0};
}

static inline bool str_equals(Str a, Str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.text, b.text, a.len) == 0);
}

static inline bool str_is(Str a, const char *text) {
    return str_equals(a, str_of(text));
}

static inline bool str_starts_with(Str a, Str prefix) {
    return a.len >= prefix.len &&
           (prefix.len == 0 || memcmp(a.text, prefix.text, prefix.len) == 0);
}

static inline bool str_has(Str text, char c) {
    return text.len > 0 && memchr(text.text, c, text.len) != NULL;
}

/* What stands before the first `end`, or all; both are taken off the rest. */
static inline Str str_next(Str *rest, char end) {
    const char *found = rest->len ? memchr(rest->text, end, rest->len) : NULL;
    Str next = {rest->text, found ? (size_t)(found - rest->text) : rest->len};
    size_t taken = next.len + (found != NULL);
    if (taken) *rest = (Str){rest->text + taken, rest->len - taken};
    return next;
}

/* The first bytes, at most so many, that end where a letter of UTF-8 does. */
static inline Str str_cut(Str text, size_t most) {
    if (text.len <= most) return text;
    while (most && ((unsigned char)text.text[most] & 0xC0) == 0x80) most--;
    return (Str){text.text, most};
}

/* What vsnprintf has written of `len` bytes in a room of this size, likewise:
 * the last byte may be the half of a letter. */
static inline Str str_printed(const char *room, size_t size, int len) {
    size_t all = len > 0 ? (size_t)len : 0;
    return all < size ? (Str){room, all}
                      : str_cut((Str){room, size - 1}, size - 2);
}

/* Orders like strcmp: bytes, then length. */
static inline int str_compare(Str a, Str b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.text, b.text, shorter) : 0;
    if (order) return order;
    return (a.len > b.len) - (a.len < b.len);
}

#endif
