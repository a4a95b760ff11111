#include "session/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "session/check.h"
#include "session/report.h"
#include "session/run.h"
#include "session/sandbox.h"

enum { REPLAY_MS = 2000, REPLAY_MOST = 60, REPLAY_TYPED = 3 };

static struct {
    bool is_on;
    int pipe; /* to the session */
    const Str *typed;
    uint32_t typed_count;
} replay;

bool replay_is_on(void) { return replay.is_on; }

/* --- in the fork --- */

void replay_end(const Failure *failure) {
    Buf out = {0};
    buf_printf(&out, "%s%c", failure->ename, '\0');
    buf_add(&out, failure->evalue.text, failure->evalue.len + 1);
    buf_add_str(&out, buf_view(&failure->traceback));
    int sent = io_write_all(replay.pipe, out.text, out.len);
    _exit(sent < 0);
}

int replay_typed(Buf *ret) {
    if (!replay.typed_count) return 0;
    buf_add_str(ret, *replay.typed++);
    buf_add_char(ret, '\n');
    replay.typed_count--;
    return 1;
}

static _Noreturn void replay_run(Session *session, Str code, int fd) {
    replay.is_on = true;
    replay.pipe = fd;
    if (!sandbox_enter(fd, REPLAY_MS / 1000 + 1)) _exit(0);
    check_begin(session);
    run_cell(session, code);
    _exit(0);
}

/* --- in the session --- */

static long replay_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What the fork says, up to its end; the stop button ends the waiting. */
static void replay_listen(int fd, Buf *ret) {
    long end = replay_now() + REPLAY_MS;
    char bytes[4096];
    ssize_t n = 1;
    while (n > 0) {
        struct pollfd line = {fd, POLLIN, 0};
        long left = end - replay_now();
        if (left <= 0 || poll(&line, 1, (int)left) <= 0) return;
        n = read(fd, bytes, sizeof bytes);
        if (n > 0) buf_add(ret, bytes, (size_t)n);
    }
}

/* The reader's handler for SIGCHLD must not hear of our child. */
static void replay_fork(Session *session, Str code, Buf *ret) {
    int ends[2];
    struct sigaction ignored = {.sa_handler = SIG_DFL}, before;
    if (pipe2(ends, O_CLOEXEC) < 0) return;
    (void)sigaction(SIGCHLD, &ignored, &before);
    pid_t pid = fork();
    if (pid == 0) replay_run(session, code, ends[1]);
    close(ends[1]);
    if (pid > 0) {
        replay_listen(ends[0], ret);
        (void)kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
    }
    close(ends[0]);
    (void)sigaction(SIGCHLD, &before, NULL);
}

/* ename NUL evalue NUL lines */
static void replay_answer(Session *session, const Buf *found) {
    Str fields[REPLAY_MOST];
    size_t count = 0;
    const char *at = found->text, *end = at + found->len;
    while (at && at < end && count < REPLAY_MOST) {
        const char *stop = memchr(at, count < 2 ? '\0' : '\n',
                                  (size_t)(end - at));
        if (!stop) stop = end;
        fields[count++] = (Str){at, (size_t)(stop - at)};
        at = stop + 1;
    }
    report_record(session, RECORD_VERDICT, fields, count >= 2 ? count : 0);
}

void replay_request(Session *session, const Record *record) {
    Buf found = {0};
    uint32_t typed = record->count > REPLAY_TYPED
                         ? record->count - REPLAY_TYPED
                         : 0;
    replay.typed = record->fields + REPLAY_TYPED;
    replay.typed_count = typed;
    replay_fork(session, record_field(record, 0), &found);
    replay_answer(session, &found);
    buf_done(&found);
}
