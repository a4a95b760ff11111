/* io.h - file descriptors: whole reads and writes, closing by scope. */
#ifndef BASE_IO_H
#define BASE_IO_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Run a release function when the variable leaves its scope. */
#define DEFER(release) __attribute__((cleanup(release)))

void io_close(int *fd);    /* closes *fd unless it is -1, and makes it -1 */
int io_write_all(int fd, const void *bytes, size_t len) MUST_USE;
/* Append the whole file to ret; at most limit bytes, more is an error. */
int io_read_file(const char *path, size_t limit, Buf *ret, Err *err) MUST_USE;
/* Write the bytes to path through a temporary file and a rename. */
int io_write_file(const char *path, Str text, Err *err) MUST_USE;

#endif
