#include "supervisor/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/io.h"
#include "base/mem.h"

#define PROGRAM "nabla-session"

enum {
    PIPE_BYTES = 1 << 20,
    STACK_BYTES = 256 << 20,
    START_MS = 30000,
    DIE_MS = 1000,
    WAKE_MS = 10000, /* the machine may be short of memory */
    QUIT_MS = 300,
    LINE_FD = 3,
    SIDE_FD = 4,
    SAFE_FD = 10, /* above all descriptors that the program gets */
    EXEC_FAILED = 127
};

/* The ends that the new process takes over. */
typedef struct Ends {
    int line;
    int side;
    int out[STREAMS];
} Ends;

/* A program may send them to its parent by mistake. */
static const int child_ignored[] = {SIGPIPE, SIGUSR1,   SIGUSR2, SIGALRM,
                                    SIGPROF, SIGVTALRM, SIGPOLL};

void child_ignore_signals(void) {
    for (size_t i = 0; i < sizeof child_ignored / sizeof *child_ignored; i++)
        (void)signal(child_ignored[i], SIG_IGN);
}

void child_init(Child *child) {
    *child = (Child){
        .pipes = {-1, -1}, .side = -1
    };
    link_init(&child->link, -1, /* is_waiting= */ false);
}

char *child_find_program(void) {
    const char *named = getenv("NABLA_SESSION");
    if (named && named[0]) return mem_dup(named, strlen(named));
    static const char *const places[] = {"%s/" PROGRAM,
                                         "%s/../libexec/nabla/" PROGRAM};
    char self[4096];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len < 0) return NULL;
    self[len] = '\0';
    char *slash = strrchr(self, '/');
    if (slash) *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        Buf path = {0};
        buf_add_str(&path, str_of(self));
        buf_add_str(&path, str_of(places[i] + 2));
        if (access(path.text, X_OK) == 0) return buf_take(&path);
        buf_done(&path);
    }
    return NULL;
}

/* --- the new process, between fork and exec ------------------------------
 * Other threads (ZeroMQ's) may have held locks when it was forked, so it must
 * call nothing but plain system calls. */

static void raise_stack_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) < 0) return;
    rlim_t wanted = STACK_BYTES;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < wanted)
        wanted = limit.rlim_max;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    (void)setrlimit(RLIMIT_STACK, &limit);
}

static void restore_signals(void) {
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    for (size_t i = 0; i < sizeof child_ignored / sizeof *child_ignored; i++)
        (void)signal(child_ignored[i], SIG_DFL);
}

/* First out of the way, then to the numbers that the program expects: one of
 * the ends may have such a number already. */
static void place_descriptors(const Ends *ends, int null_fd) {
    int from[] = {null_fd, ends->out[STREAM_OUT], ends->out[STREAM_ERR],
                  ends->line, ends->side};
    for (int i = 0; i <= SIDE_FD; i++)
        from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, SAFE_FD);
    for (int i = 0; i <= SIDE_FD; i++)
        if (from[i] < 0 || dup2(from[i], i) < 0) _exit(EXEC_FAILED);
}

static _Noreturn void become(const char *program, const Ends *ends, int null_fd,
                             pid_t supervisor) {
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != supervisor) _exit(EXEC_FAILED);
    raise_stack_limit();
    restore_signals();
    place_descriptors(ends, null_fd);
    static char name[] = PROGRAM;
    char *const arguments[] = {name, NULL};
    (void)execv(program, arguments);
    _exit(EXEC_FAILED);
}

/* --- starting ------------------------------------------------------------ */

static int open_pipe(Child *child, Stream stream, Ends *ends) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0) return -1;
    child->pipes[stream] = fds[0];
    ends->out[stream] = fds[1];
    /* A program that prints fast should not wait for us; a smaller pipe than
     * we ask for works as well. */
    (void)fcntl(fds[0], F_SETPIPE_SZ, PIPE_BYTES);
    return fcntl(fds[0], F_SETFL, O_NONBLOCK);
}

static int open_line(Child *child, Ends *ends) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) return -1;
    link_init(&child->link, fds[0], /* is_waiting= */ false);
    ends->line = fds[1];
    return 0;
}

static int open_side(Child *child, Ends *ends) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
        return -1;
    child->side = fds[0];
    ends->side = fds[1];
    return 0;
}

static pid_t launch(Child *child, const char *program, Ends *ends,
                    int null_fd) {
    if (null_fd < 0 || open_line(child, ends) < 0 ||
        open_side(child, ends) < 0 ||
        open_pipe(child, STREAM_OUT, ends) < 0 ||
        open_pipe(child, STREAM_ERR, ends) < 0)
        return -1;
    pid_t supervisor = getpid();
    pid_t pid = fork();
    if (pid == 0) become(program, ends, null_fd, supervisor);
    if (pid > 0) (void)setpgid(pid, pid); /* whoever comes first */
    return pid;
}

static void fail(Child *child, const char *why) {
    (void)err_set(&child->err, "%s", why);
    child->state = CHILD_FAILED;
    child_bury(child);
}

void child_start(Child *child, const char *program, int64_t now) {
    if (!program || access(program, X_OK) < 0) {
        Err err = {"the program " PROGRAM " is not where nabla-kernel is"};
        if (program) (void)err_errno(&err, "cannot run", program);
        fail(child, err.text);
        return;
    }
    Ends ends = {
        -1, -1, {-1, -1}
    };
    int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    pid_t pid = launch(child, program, &ends, null_fd);
    int reason = errno;
    io_close(&null_fd);
    io_close(&ends.line);
    io_close(&ends.side);
    io_close(&ends.out[STREAM_OUT]);
    io_close(&ends.out[STREAM_ERR]);
    if (pid < 0) {
        fail(child, strerror(reason));
        return;
    }
    child->state = CHILD_STARTING;
    child->pid = child->group = pid;
    child->start_by = now + START_MS;
    /* A fault that a test wants happens once. */
    (void)unsetenv("NABLA_FAULT");
}

/* --- living and dying ---------------------------------------------------- */

static int find_sleeper(const Child *child, pid_t pid) {
    int i = child->sleeper_count - 1;
    while (i >= 0 && child->sleepers[i].pid != pid) i--;
    return i;
}

bool child_knows(const Child *child, pid_t pid) {
    return find_sleeper(child, pid) >= 0;
}

static void forget_sleeper(Child *child, int i) {
    child->sleeper_count--;
    memmove(child->sleepers + i, child->sleepers + i + 1,
            (size_t)(child->sleeper_count - i) * sizeof *child->sleepers);
}

static void on_ended(Child *child, pid_t pid, int status) {
    int i = find_sleeper(child, pid);
    if (i >= 0) {
        if (i == child->sleeper_count - 1) child->wake_by = 0;
        forget_sleeper(child, i);
    } else if (pid == child->pid) {
        child->status = status;
        child->is_reaped = true;
    }
}

void child_reap(Child *child) {
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
        if (!WIFSTOPPED(status)) {
            on_ended(child, pid, status);
        } else if (ptrace(PTRACE_DETACH, pid, 0, WSTOPSIG(status)) == 0) {
            continue; /* it had asked to be traced: the signal goes on */
        } else if (pid == child->pid) {
            (void)kill(pid, SIGCONT);
            child->was_stopped = true;
        }
    }
}

static void kill_sleeper(const Sleeper *sleeper) {
    (void)kill(sleeper->pid, SIGKILL);
}

void child_drop_sleepers(Child *child, int cells) {
    while (cells-- > 0 && child->sleeper_count > 0)
        kill_sleeper(&child->sleepers[--child->sleeper_count]);
}

/* Ends it with a signal if it should be; what it returns is counted. */
typedef bool EndChild(const Child *child, pid_t pid);

/* Processes whose parents ended became our children; a shell command that a
 * cell sent to the background is among them. */
static int end_children(const Child *child, EndChild *end_one) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/children",
                   (int)getpid());
    DEFER(buf_done) Buf list = {0};
    bool found = io_read_file(path, 1 << 20, &list, NULL) == 0;
    const char *at = found && list.text ? list.text : "";
    int count = 0;
    for (char *end; *at; at = *end ? end + 1 : end) {
        long pid = strtol(at, &end, 10);
        if (end == at) break;
        if (pid > 0) count += end_one(child, (pid_t)pid);
    }
    return count;
}

static bool end_any(const Child *child, pid_t pid) {
    (void)child;
    (void)kill(pid, SIGKILL);
    return true;
}

/* Those that appear while we kill are found in the next round. */
static void kill_adopted(const Child *child) {
    for (int round = 0; round < 50; round++) {
        if (end_children(child, end_any) == 0) return;
        (void)poll(NULL, 0, 2);
        while (waitpid(-1, NULL, WNOHANG) > 0) continue;
    }
}

static bool end_stray(const Child *child, pid_t pid) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    DEFER(buf_done) Buf name = {0};
    if (find_sleeper(child, pid) >= 0 ||
        io_read_file(path, sizeof path, &name, NULL) < 0 ||
        !str_is(buf_view(&name), LINK_COPY_NAME "\n"))
        return false;
    (void)kill(pid, SIGKILL);
    return true;
}

/* Copies that a dead executor has made and could not tell of any more; while
 * one lives, this could be the copy of which it is about to tell. */
static void kill_strays(const Child *child) {
    (void)end_children(child, end_stray);
}

bool child_drop_oldest(Child *child) {
    if (child->sleeper_count < 2) return false;
    kill_sleeper(&child->sleepers[0]);
    forget_sleeper(child, 0);
    return true;
}

void child_await_sleeper(Child *child) { child->awaits_copy = true; }

void child_add_sleeper(Child *child, pid_t pid, long count) {
    child->awaits_copy = false;
    if (pid < 0) {
        if (child->sleeper_count > 0)
            child->sleepers[child->sleeper_count - 1].same_until = count;
        return;
    }
    if (pid == 0) {
        child_drop_sleepers(child, CHILD_SLEEPERS);
        return;
    }
    if (kill(pid, 0) < 0) return; /* it has ended already */
    if (child->sleeper_count == CHILD_SLEEPERS)
        (void)child_drop_oldest(child);
    child->sleepers[child->sleeper_count++] = (Sleeper){pid, count, count};
    child->like_session = pid;
}

bool child_can_wake(const Child *child) {
    /* All of them speak on one line. */
    return child->is_reaped && child->sleeper_count > 0 && !child->wake_by &&
           !child->is_line_lost;
}

void child_wake(Child *child, int64_t now) {
    pid_t pid = child->sleepers[child->sleeper_count - 1].pid;
    kill_strays(child);
    if (fault_is_at(FAULT_waking)) (void)kill(pid, SIGKILL);
    link_hold(&child->link);
    child->is_garbled = false;
    child->wake_by = now + WAKE_MS;
    (void)kill(pid, SIGUSR2);
}

/* --- asking a copy ------------------------------------------------------- */

static int send_socket(int side, int fd) {
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    char byte = '?';
    struct iovec text = {&byte, 1};
    struct msghdr message = {.msg_iov = &text,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    return sendmsg(side, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -1 : 0;
}

/* One that was called to take over is asked nothing any more; and until it has
 * made a copy of its own, those that sleep know less than it does. */
int child_consult(const Child *child) {
    int fds[2];
    if (child->state != CHILD_READY || child->wake_by || child->is_reaped ||
        !child->sleeper_count || child->side < 0 || child->awaits_copy ||
        child->sleepers[child->sleeper_count - 1].pid != child->like_session)
        return -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) return -1;
    int sent = send_socket(child->side, fds[1]);
    io_close(&fds[1]);
    if (sent < 0 ||
        kill(child->sleepers[child->sleeper_count - 1].pid, SIGUSR1) < 0)
        io_close(&fds[0]);
    return fds[0];
}

void child_take_over(Child *child, pid_t pid) {
    if (child->group > 0) (void)kill(-child->group, SIGKILL);
    child->pid = child->group = pid;
    child->like_session = 0;
    child->awaits_copy = true;
    int i = find_sleeper(child, pid);
    if (i >= 0) {
        child->lost_from = child->sleepers[i].same_until + 1;
        child->lost_to = child->done;
        child->done = child->sleepers[i].same_until;
        child_drop_sleepers(child, child->sleeper_count - i - 1);
        forget_sleeper(child, i);
    }
    child->is_reaped = false;
    child->die_by = child->wake_by = 0;
    link_release(&child->link);
}

void child_tell(Child *child, RecordKind kind, uint32_t cell, const Str *fields,
                size_t count) {
    /* If the line is lost, whoever listens to it finds out. */
    int sent = link_send(&child->link, kind, cell, fields, count);
    (void)sent;
}

void child_flush(Child *child) {
    int sent = link_flush(&child->link);
    (void)sent;
}

void child_interrupt(const Child *child) {
    if (child->pid > 0 && !child->is_reaped) (void)kill(child->pid, SIGINT);
}

void child_interrupt_group(const Child *child) {
    if (child->group > 0) (void)kill(-child->group, SIGINT);
    if (child->pid > 0 && !child->is_reaped) (void)kill(child->pid, SIGRTMAX);
}

void child_kill(Child *child) {
    if (child->pid > 0 && !child->is_reaped) (void)kill(child->pid, SIGKILL);
    if (child->group > 0) (void)kill(-child->group, SIGKILL);
}

int64_t child_deadline(const Child *child) {
    if (child->wake_by) return child->wake_by;
    if (child->die_by) return child->die_by;
    return child->state == CHILD_STARTING ? child->start_by : 0;
}

bool child_is_dead(Child *child, int64_t now) {
    if (child->pid <= 0) return false;
    if (child->wake_by) {
        if (now >= child->wake_by)
            kill_sleeper(&child->sleepers[child->sleeper_count - 1]);
        return false;
    }
    if (child->is_reaped && child->is_line_lost) return true;
    bool is_half_dead = child->is_reaped || child->is_line_lost;
    if (is_half_dead && !child->die_by) child->die_by = now + DIE_MS;
    if (!is_half_dead) child->die_by = 0;
    int64_t deadline = child_deadline(child);
    if (!deadline || now < deadline) return false;
    child_kill(child);
    child->is_line_lost = true;
    child->die_by = now + DIE_MS; /* SIGCHLD comes before that */
    return child->is_reaped;
}

size_t child_printed(const Child *child, Stream stream) {
    int len = 0;
    if (child->pipes[stream] < 0 ||
        ioctl(child->pipes[stream], FIONREAD, &len) < 0)
        return 0;
    return len > 0 ? (size_t)len : 0;
}

size_t child_read(Child *child, Stream stream, char *ret, size_t size) {
    int *fd = &child->pipes[stream];
    if (*fd < 0) return 0;
    ssize_t n;
    do n = read(*fd, ret, size);
    while (n < 0 && errno == EINTR);
    /* No writer is left; poll would report that for ever. */
    if (n == 0) io_close(fd);
    return n > 0 ? (size_t)n : 0;
}

void child_bury(Child *child) {
    kill_strays(child);
    link_done(&child->link);
    io_close(&child->side);
    io_close(&child->pipes[STREAM_OUT]);
    io_close(&child->pipes[STREAM_ERR]);
    buf_clear(&child->last_words);
    buf_clear(&child->crash);
    child_drop_sleepers(child, CHILD_SLEEPERS);
    child->pid = child->group = 0;
    child->is_reaped = child->is_line_lost = child->is_garbled = false;
    child->start_by = child->die_by = child->wake_by = 0;
    child->done = 0;
    child->like_session = 0;
}

/* --- the end of the kernel ----------------------------------------------- */

static void wait_for_end(Child *child, int timeout_ms) {
    for (int waited = 0; waited < timeout_ms; waited += 10) {
        child_reap(child);
        if (child->is_reaped) return;
        (void)poll(NULL, 0, 10);
    }
}

void child_end(Child *child, bool is_idle) {
    if (child->pid > 0 && is_idle && child->state == CHILD_READY) {
        child_tell(child, RECORD_QUIT, 0, NULL, 0);
        wait_for_end(child, QUIT_MS);
    }
    child_kill(child);
    child_bury(child);
    kill_adopted(child);
    buf_done(&child->last_words);
    buf_done(&child->crash);
}
