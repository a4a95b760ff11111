#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

void io_close(int *fd) {
    if (*fd >= 0) (void)close(*fd);
    *fd = -1;
}

int io_write_all(int fd, const void *bytes, size_t len) {
    const char *at = bytes;
    while (len > 0) {
        ssize_t n = write(fd, at, len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return -1;
        at += n;
        len -= (size_t)n;
    }
    return 0;
}

int io_read_file(const char *path, size_t limit, Buf *ret, Err *err) {
    DEFER(io_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return err_errno(err, "cannot open", path);
    for (size_t total = 0;;) {
        char *room = buf_reserve(ret, 65536);
        ssize_t n = read(fd, room, 65536);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_errno(err, "cannot read", path);
        ret->len += (size_t)n;
        ret->text[ret->len] = '\0';
        total += (size_t)n;
        if (n == 0) return 0;
        if (total > limit)
            return err_set(err, "'%s' is larger than %zu bytes", path, limit);
    }
}

/* As if the file were written in place: its rights stay what they are, and a
 * new one has those that the user gives new files. */
static mode_t rights_of(const char *path) {
    struct stat old;
    if (stat(path, &old) == 0) return old.st_mode & 0777;
    mode_t mask = umask(077);
    (void)umask(mask);
    return 0666 & ~mask;
}

int io_write_file(const char *path, Str text, Err *err) {
    Buf temporary = {0};
    buf_printf(&temporary, "%s.XXXXXX", path);
    int fd = mkostemp(temporary.text, O_CLOEXEC);
    int result = 0;
    if (fd < 0 || io_write_all(fd, text.text, text.len) < 0 ||
        fchmod(fd, rights_of(path)) < 0 || rename(temporary.text, path) < 0) {
        result = err_errno(err, "cannot write", path);
        if (fd >= 0) (void)unlink(temporary.text);
    }
    io_close(&fd);
    buf_done(&temporary);
    return result;
}
