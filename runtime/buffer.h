/* buffer.h - text that grows, and printf that no locale changes. */
#ifndef NB_BUFFER_H
#define NB_BUFFER_H

#include <locale.h>
#include <stdarg.h>
#include <stddef.h>

typedef struct nb__buf {
    char *data; /* ends in NUL once something was added; own */
    size_t len;
    size_t cap;
} nb__buf;

void nb__buf_add(nb__buf *buf, const char *bytes, size_t len);
void nb__buf_puts(nb__buf *buf, const char *text);
void nb__buf_putc(nb__buf *buf, char c, size_t times);
void nb__buf_printf(nb__buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The text, never NULL; own: the buffer is empty afterwards. */
char *nb__buf_take(nb__buf *buf);
void nb__buf_done(nb__buf *buf);

/* snprintf in the C locale: a decimal point is a point. A text that is too long
 * is cut between letters. */
int nb__format(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int nb__vformat(char *text, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

locale_t nb__c_locale(void);

#endif
