/* err.h - an error is a value: one finished sentence, fit to print.
 *
 * A function that can fail returns 0 or -1 (or a pointer or NULL) and takes
 * `Err *err` last. err is written only on failure, and may be NULL where the
 * caller does not care why. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define MUST_USE __attribute__((warn_unused_result))

typedef struct Err {
    char text[512]; /* one sentence, no newline; "" when all is well */
} Err;

/* Write the sentence; always returns -1, so that a caller can return it. */
int err_set(Err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "WHAT 'NAME': strerror(errno)"; returns -1. */
int err_errno(Err *err, const char *what, const char *name);

#endif
