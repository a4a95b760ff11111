#include "buffer.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "utf8.h"

locale_t nb__c_locale(void) {
    /* Made once and kept: it is the same for the life of the process. */
    static locale_t c_locale;
    if (!c_locale) c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return c_locale;
}

int nb__vformat(char *text, size_t size, const char *format, va_list args) {
    locale_t before = uselocale(nb__c_locale());
    int len = vsnprintf(text, size, format, args);
    (void)uselocale(before);
    if (size && len >= 0 && (size_t)len >= size)
        text[nb__utf8_whole(text, size - 1)] = '\0';
    return len;
}

int nb__format(char *text, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = nb__vformat(text, size, format, args);
    va_end(args);
    return len;
}

static void reserve(nb__buf *buf, size_t more) {
    if (buf->len + more + 1 <= buf->cap) return;
    size_t cap = buf->cap ? buf->cap * 2 : 64;
    while (cap < buf->len + more + 1) cap *= 2;
    buf->data = nb__realloc(buf->data, cap, 1);
    buf->cap = cap;
}

void nb__buf_add(nb__buf *buf, const char *bytes, size_t len) {
    reserve(buf, len);
    memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void nb__buf_puts(nb__buf *buf, const char *text) {
    nb__buf_add(buf, text, strlen(text));
}

void nb__buf_putc(nb__buf *buf, char c, size_t times) {
    reserve(buf, times);
    memset(buf->data + buf->len, c, times);
    buf->len += times;
    buf->data[buf->len] = '\0';
}

void nb__buf_printf(nb__buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = nb__vformat(NULL, 0, format, args);
    va_end(args);
    if (len > 0) {
        reserve(buf, (size_t)len);
        (void)nb__vformat(buf->data + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

char *nb__buf_take(nb__buf *buf) {
    reserve(buf, 0);
    buf->data[buf->len] = '\0';
    char *text = buf->data;
    *buf = (nb__buf){0};
    return text;
}

void nb__buf_done(nb__buf *buf) {
    free(buf->data);
    *buf = (nb__buf){0};
}
