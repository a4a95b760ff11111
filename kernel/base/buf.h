/* buf.h - a growing piece of bytes. Zero is a valid, empty buffer. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

typedef struct Buf {
    char *text; /* own; NUL behind the last byte once anything was added */
    size_t len;
    size_t size;
} Buf;

void buf_add(Buf *buf, const void *bytes, size_t len);
void buf_add_str(Buf *buf, Str text);
void buf_add_char(Buf *buf, char c);
void buf_printf(Buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(Buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Make room for len more bytes and return where they begin; the caller
 * writes there and then adds to buf->len what it wrote. */
char *buf_reserve(Buf *buf, size_t len);
void buf_drop_front(Buf *buf, size_t len); /* forget the first len bytes */
Str buf_view(const Buf *buf);              /* borrow: dies at the next append */
char *buf_take(Buf *buf);                  /* own: the buffer is empty then */
void buf_clear(Buf *buf);                  /* empty, memory kept */
void buf_done(Buf *buf);                   /* frees; zero again */

#endif
