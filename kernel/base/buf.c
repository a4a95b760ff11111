#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

char *buf_reserve(Buf *buf, size_t len) {
    size_t need = buf->len + len + 1;
    if (need > buf->size) {
        size_t size = buf->size ? buf->size : 64;
        while (size < need) size *= 2;
        buf->text = mem_grow(buf->text, size);
        buf->size = size;
    }
    return buf->text + buf->len;
}

void buf_add(Buf *buf, const void *bytes, size_t len) {
    char *room = buf_reserve(buf, len);
    if (len) memcpy(room, bytes, len);
    buf->len += len;
    buf->text[buf->len] = '\0';
}

void buf_add_str(Buf *buf, Str text) { buf_add(buf, text.text, text.len); }

void buf_add_char(Buf *buf, char c) { buf_add(buf, &c, 1); }

void buf_vprintf(Buf *buf, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len >= 0) {
        char *room = buf_reserve(buf, (size_t)len);
        (void)vsnprintf(room, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void buf_printf(Buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

void buf_drop_front(Buf *buf, size_t len) {
    if (len >= buf->len) {
        buf_clear(buf);
        return;
    }
    memmove(buf->text, buf->text + len, buf->len - len + 1);
    buf->len -= len;
}

Str buf_view(const Buf *buf) { return (Str){buf->text, buf->len}; }

char *buf_take(Buf *buf) {
    char *text = buf->text ? buf->text : mem_dup("", 0);
    *buf = (Buf){0};
    return text;
}

void buf_clear(Buf *buf) {
    buf->len = 0;
    if (buf->text) buf->text[0] = '\0';
}

void buf_done(Buf *buf) {
    free(buf->text);
    *buf = (Buf){0};
}
