#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

int err_set(Err *err, const char *format, ...) {
    if (!err) return -1;
    va_list args;
    va_start(args, format);
    int len = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    err->text[str_printed(err->text, sizeof err->text, len).len] = '\0';
    return -1;
}

int err_errno(Err *err, const char *what, const char *name) {
    return err_set(err, "%s '%s': %s", what, name, strerror(errno));
}
