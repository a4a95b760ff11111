#include "session/check/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/io.h"
#include "session/check/check.h"
#include "session/check/clocks.h"
#include "session/report.h"
#include "session/run.h"
#include "session/check/sandbox.h"

enum { REPLAY_MS = 2000, REPLAY_MOST = 60 };

/* ORDER: the fields of DIAGNOSE */
enum { REPLAY_CODE, REPLAY_COUNT, REPLAY_FLAGS, REPLAY_BEGAN, REPLAY_TYPED };

/* The first byte of what the fork says; the last that comes counts. */
enum { REPLAY_SAYS_BLIND = 'b', REPLAY_SAYS_FOUND = 'f', REPLAY_SAYS_DOUBT = 'd' };

static struct {
    bool is_on;
    int pipe; /* to the session */
    const Str *typed;
    uint32_t typed_count;
} replay;

bool replay_is_on(void) { return replay.is_on; }

/* --- in the fork --- */

static int replay_send(char what, const Buf *fields) {
    Buf out = {0};
    buf_add_char(&out, what);
    if (fields) buf_add_str(&out, buf_view(fields));
    buf_add_char(&out, '\0');
    int sent = io_write_all(replay.pipe, out.text, out.len);
    buf_done(&out);
    return sent;
}

void replay_end(const Failure *failure) {
    Buf fields = {0};
    buf_printf(&fields, "%s\n%s\n%s", failure->ename, failure->evalue.text,
               failure->traceback.text ? failure->traceback.text : "");
    _exit(replay_send(sandbox_has_refused() ? REPLAY_SAYS_DOUBT
                                            : REPLAY_SAYS_FOUND, &fields) < 0);
}

void replay_note_blind(const char *what) {
    Buf fields = {0};
    buf_add_str(&fields, str_of(what));
    (void)replay_send(REPLAY_SAYS_BLIND, &fields);
    buf_done(&fields);
}

int replay_typed(Buf *ret) {
    if (!replay.typed_count) return 0;
    buf_add_str(ret, *replay.typed++);
    buf_add_char(ret, '\n');
    replay.typed_count--;
    return 1;
}

static _Noreturn void replay_run(Session *session, const Record *record,
                                 int fd) {
    replay.is_on = true;
    replay.pipe = fd;
    replay.typed = record->fields + REPLAY_TYPED;
    replay.typed_count =
        record->count > REPLAY_TYPED ? record->count - REPLAY_TYPED : 0;
    session->pid = getpid();
    fault_disarm();
    clocks_set(record_number(record, REPLAY_BEGAN));
    if (!sandbox_enter(fd, REPLAY_MS / 1000 + 1)) _exit(1);
    check_begin(session);
    run_cell(session, record_field(record, REPLAY_CODE));
    _exit(0);
}

/* --- in the session --- */

static long replay_now(void) { return (long)clock_ms(CLOCK_MONOTONIC); }

/* What the fork says, up to its end; false: the time is up before. The stop
 * button ends the waiting too. */
static bool replay_listen(int fd, Buf *ret) {
    long end = replay_now() + REPLAY_MS;
    char bytes[4096];
    ssize_t n = 1;
    while (n > 0) {
        struct pollfd line = {fd, POLLIN, 0};
        long left = end - replay_now();
        if (left <= 0 || poll(&line, 1, (int)left) <= 0) return false;
        n = read(fd, bytes, sizeof bytes);
        if (n > 0) buf_add(ret, bytes, (size_t)n);
    }
    return true;
}

/* The reader's handler for SIGCHLD must not hear of our child. false: it was
 * not done in time. */
static bool replay_fork(Session *session, const Record *record, Buf *ret) {
    int ends[2];
    struct sigaction ignored = {.sa_handler = SIG_DFL}, before;
    bool is_done = false;
    if (pipe2(ends, O_CLOEXEC) < 0) return true;
    (void)sigaction(SIGCHLD, &ignored, &before);
    pid_t pid = fork();
    if (pid == 0) replay_run(session, record, ends[1]);
    close(ends[1]);
    if (pid > 0) {
        is_done = replay_listen(ends[0], ret);
        (void)kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
    }
    close(ends[0]);
    (void)sigaction(SIGCHLD, &before, NULL);
    return is_done || pid < 0;
}

/* The last of what was said, without the NUL at its end. */
static Str replay_last(const Buf *said) {
    if (!said->len || said->text[said->len - 1]) return (Str){0};
    size_t begin = said->len - 1;
    while (begin > 0 && said->text[begin - 1]) begin--;
    return (Str){said->text + begin, said->len - 1 - begin};
}

static const char *replay_status(Str said, bool is_done) {
    if (!said.len) return is_done ? "clean" : "late";
    switch (said.text[0]) {
    case REPLAY_SAYS_FOUND: return "found";
    case REPLAY_SAYS_DOUBT: return "doubtful";
    default: return "blind";
    }
}

/* The lines behind the first letter; how many. */
static size_t replay_lines(Str said, Str *ret, size_t most) {
    size_t count = 0;
    if (!said.len) return 0;
    const char *at = said.text + 1, *end = said.text + said.len;
    while (at <= end && count < most) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        ret[count++] = (Str){at, (size_t)(stop - at)};
        at = stop + 1;
    }
    return count;
}

static void replay_answer(Session *session, const Buf *said, bool is_done) {
    Str fields[REPLAY_MOST], last = replay_last(said);
    fields[0] = str_of(replay_status(last, is_done));
    size_t count = 1 + replay_lines(last, fields + 1, REPLAY_MOST - 1);
    report_record(session, RECORD_VERDICT, fields, count);
}

void replay_request(Session *session, const Record *record) {
    Buf said = {0};
    bool is_done = replay_fork(session, record, &said);
    replay_answer(session, &said, is_done);
    buf_done(&said);
}
