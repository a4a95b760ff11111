#include "base/trace.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"

enum {
    LONGEST = 500,  /* bytes of a line */
    LOWEST_FD = 200 /* where the numbers that cells see are not disturbed */
};

bool trace_is_on;
static int trace_fd = -1;

int trace_init(Err *err) {
    const char *path = getenv(TRACE_VARIABLE);
    if (!path || !path[0]) return 0;
    DEFER(io_close)
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0) trace_fd = fcntl(fd, F_DUPFD_CLOEXEC, LOWEST_FD);
    if (trace_fd < 0) return err_errno(err, "cannot write the trace to", path);
    trace_is_on = true;
    return 0;
}

/* A process that is a fork has another name and number than its parent, so
 * both are asked for each time. */
static int trace_head(char *to, size_t size, const char *what) {
    char clock[16], name[17] = "";
    struct timespec now;
    struct tm local;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)localtime_r(&now.tv_sec, &local);
    (void)strftime(clock, sizeof clock, "%H:%M:%S", &local);
    (void)prctl(PR_GET_NAME, name);
    return snprintf(to, size, "%s.%06ld %-14s %6d  %-11s ", clock,
                    now.tv_nsec / 1000, name, (int)getpid(), what);
}

/* One write for a line, so that lines of two processes do not mix. */
void trace_write(const char *what, const char *format, ...) {
    char line[LONGEST + 1];
    int head = trace_head(line, LONGEST, what);
    va_list list;
    va_start(list, format);
    int body = vsnprintf(line + head, LONGEST - (size_t)head, format, list);
    va_end(list);
    size_t len = (size_t)head + (body > 0 ? (size_t)body : 0);
    if (len >= LONGEST) len = LONGEST - 1;
    line[len] = '\n';
    (void)!write(trace_fd, line, len + 1);
}
