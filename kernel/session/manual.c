#include "session/manual.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum { MANUAL_MS = 2000, MANUAL_MOST = 64 << 10 };

static int64_t manual_now(void) { return clock_ms(CLOCK_MONOTONIC); }

static _Noreturn void manual_become(const char *name, int to) {
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)dup2(nowhere, STDIN_FILENO);
    (void)dup2(nowhere, STDERR_FILENO);
    (void)dup2(to, STDOUT_FILENO);
    (void)setenv("MANWIDTH", "78", 1);
    (void)setenv("MANPAGER", "cat", 1);
    (void)unsetenv("MAN_KEEP_FORMATTING");
    (void)execlp("man", "man", "-S", "3:2", name, (char *)NULL);
    _exit(127);
}

static void manual_listen(int fd, Buf *ret) {
    int64_t end = manual_now() + MANUAL_MS;
    char bytes[4096];
    ssize_t n = 1;
    while (n > 0 && ret->len < MANUAL_MOST) {
        struct pollfd line = {fd, POLLIN, 0};
        int64_t left = end - manual_now();
        if (left <= 0 || poll(&line, 1, (int)left) <= 0) return;
        n = read(fd, bytes, sizeof bytes);
        if (n > 0) buf_add(ret, bytes, (size_t)n);
    }
}

/* The reader's handler for SIGCHLD must not hear of our child. */
void manual_read(Str name, Buf *ret) {
    int ends[2], status = 1;
    char word[64];
    struct sigaction plain = {.sa_handler = SIG_DFL}, before;
    if (name.len >= sizeof word || pipe2(ends, O_CLOEXEC) < 0) return;
    (void)snprintf(word, sizeof word, "%.*s", STR_ARG(name));
    (void)sigaction(SIGCHLD, &plain, &before);
    pid_t pid = fork();
    if (pid == 0) manual_become(word, ends[1]);
    (void)close(ends[1]);
    size_t begin = ret->len;
    if (pid > 0) {
        manual_listen(ends[0], ret);
        (void)close(ends[0]);
        (void)kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    } else {
        (void)close(ends[0]);
    }
    (void)sigaction(SIGCHLD, &before, NULL);
    bool is_none = WIFEXITED(status) && WEXITSTATUS(status) != 0;
    if (is_none) ret->len = begin;
}
