#include "session/alone.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "link/link.h"
#include "session/dump.h"

enum {
    LONGEST_FILE = 64 << 20,
    SIDE_FD = 4 /* after that of the line; ORDER: MAIN_LINK_FD in main.c */
};

static const char alone_usage[] =
    "usage: nabla-session --replay FILE\n"
    "       nabla-session --dump tokens|items|unit FILE\n"
    "The executor of nabla, without a front end, for who works on nabla\n"
    "itself: it runs the cells of FILE, or shows what becomes of their text\n"
    "and runs nothing. A line that begins with // %% begins a new cell.\n"
    "\n"
    "NABLA_TRACE=FILE  a line for each step of a cell, at the end of FILE\n";

typedef struct Alone {
    Link link;
    pid_t pid;       /* of the executor */
    pid_t sleeper;   /* of its newest copy; 0: there is none */
    int ending;      /* readable when the executor has ended */
    uint32_t cell;   /* the one that runs */
    Buf crash;       /* own; the last words of an executor that dies */
    bool has_failed; /* some cell */
} Alone;

/* --- the two ends --- */

static int alone_watch(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

/* In the child: no exec follows, so what is not needed is closed here. */
static void alone_become_executor(const int line[2], const int side[2]) {
    int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    int ends[] = {fcntl(line[1], F_DUPFD_CLOEXEC, SIDE_FD + 1),
                  fcntl(side[1], F_DUPFD_CLOEXEC, SIDE_FD + 1)};
    for (int i = 0; i < 2; i++) {
        (void)close(line[i]);
        (void)close(side[i]);
    }
    (void)dup2(null_fd, STDIN_FILENO);
    if (null_fd > STDERR_FILENO) (void)close(null_fd);
    for (int i = 0; i < 2; i++) {
        if (dup2(ends[i], STDERR_FILENO + 1 + i) < 0) _exit(1);
        (void)close(ends[i]);
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* true in the process that is the executor from here on. */
static bool alone_fork(Alone *alone, Err *err) {
    int line[2], side[2];
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line) < 0 ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, side) < 0 ||
        (alone->pid = fork()) < 0) {
        (void)err_errno(err, "cannot start", "the executor");
        return false;
    }
    if (alone->pid == 0) {
        alone_become_executor(line, side);
        return true;
    }
    (void)close(line[1]);
    (void)close(side[1]);
    link_init(&alone->link, line[0], /* is_waiting= */ false);
    alone->ending = alone_watch(alone->pid);
    /* The stop key is for the cell. */
    (void)signal(SIGINT, SIG_IGN);
    return false;
}

static void alone_tell(Alone *alone, RecordKind kind, const Str *fields,
                       size_t count) {
    if (link_send(&alone->link, kind, alone->cell, fields, count) < 0)
        (void)fputs("nabla-session: the executor does not listen\n", stderr);
}

/* --- what it says --- */

/* ename and evalue are in the traceback, where there is one. */
static void alone_describe(const Record *record, uint32_t first, Buf *ret) {
    if (record->count == first + 2)
        buf_printf(ret, "%.*s: %.*s\n", STR_ARG(record_field(record, first)),
                   STR_ARG(record_field(record, first + 1)));
    for (uint32_t i = first + 2; i < record->count; i++)
        buf_printf(ret, "%.*s\n", STR_ARG(record_field(record, i)));
}

static void alone_complain(Alone *alone, const Buf *text) {
    alone->has_failed = true;
    if (text->len) (void)fputs(text->text, stderr);
}

static void alone_print(const Record *record, uint32_t first) {
    for (uint32_t i = first; i + 1 < record->count; i += 2) {
        Str text = record_field(record, i + 1);
        if (str_is(record_field(record, i), "text/plain"))
            (void)printf("%.*s\n", STR_ARG(text));
    }
    (void)fflush(stdout);
}

static void alone_type(Alone *alone, Str prompt) {
    char *line = NULL;
    size_t size = 0;
    (void)printf("%.*s", STR_ARG(prompt));
    (void)fflush(stdout);
    ssize_t len = getline(&line, &size, stdin);
    if (len > 0 && line[len - 1] == '\n') len--;
    Str fields[] = {
        {line, len > 0 ? (size_t)len : 0},
        len < 0 ? STR("1") : STR("0")
    };
    alone_tell(alone, RECORD_INPUT, fields, 2);
    free(line);
}

/* One copy is enough; a negative number: the last one is as good as new. */
static void alone_keep(Alone *alone, pid_t copy) {
    if (copy < 0) return;
    if (alone->sleeper) (void)kill(alone->sleeper, SIGKILL);
    alone->sleeper = copy;
}

/* true: the cell is over, or the executor has just begun. */
static bool alone_hear(Alone *alone, const Record *record) {
    switch (record->kind) {
    case RECORD_READY: return true;
    case RECORD_DONE:
        if (str_is(record_field(record, 0), "error")) {
            DEFER(buf_done) Buf text = {0};
            alone_describe(record, 1, &text);
            alone_complain(alone, &text);
        }
        return true;
    case RECORD_CHECKPOINT:
        alone_keep(alone, (pid_t)record_number(record, 0));
        break;
    case RECORD_CRASHED:
        buf_clear(&alone->crash);
        alone_describe(record, 0, &alone->crash);
        break;
    case RECORD_NEED_INPUT: alone_type(alone, record_field(record, 0)); break;
    case RECORD_RESULT:
    case RECORD_PAGE: alone_print(record, 0); break;
    case RECORD_DISPLAY: alone_print(record, 2); break;
    case RECORD_SLIDER: alone_print(record, 7); break;
    default: break;
    }
    /* Nothing is undone here, which SHOWN says as well. */
    if (record->kind == RECORD_DISPLAY || record->kind == RECORD_SLIDER ||
        record->kind == RECORD_CLEAR || record->kind == RECORD_UNDO)
        alone_tell(alone, RECORD_SHOWN, NULL, 0);
    return false;
}

/* The executor is gone, and all that it said has been read. */
static bool alone_wake_copy(Alone *alone) {
    int status = 0;
    if (waitpid(alone->pid, &status, 0) < 0) status = 0;
    alone_complain(alone, &alone->crash);
    buf_clear(&alone->crash);
    if (WIFSIGNALED(status))
        (void)fprintf(stderr, "nabla-session: %s ended the executor\n",
                      strsignal(WTERMSIG(status)));
    if (!alone->sleeper) return false;
    alone->pid = alone->sleeper;
    alone->sleeper = 0;
    io_close(&alone->ending);
    alone->ending = alone_watch(alone->pid);
    link_discard(&alone->link);
    return kill(alone->pid, SIGUSR2) == 0;
}

/* false: there is no executor any more. */
static bool alone_listen(Alone *alone) {
    for (;;) {
        Record record;
        Err err = {""};
        int got = link_receive(&alone->link, &record, &err);
        if (got > 0 && alone_hear(alone, &record)) return true;
        if (got > 0) continue;
        struct pollfd ways[] = {
            {alone->link.fd, POLLIN, 0},
            {alone->ending,  POLLIN, 0}
        };
        if (got < 0) ways[0].fd = -1;
        if (poll(ways, 2, -1) < 0 || ways[0].revents) continue;
        if (ways[1].revents && !alone_wake_copy(alone)) return false;
    }
}

/* --- the cells --- */

static bool alone_run(Alone *alone, Str code) {
    char count[24];
    (void)snprintf(count, sizeof count, "%u", ++alone->cell);
    if (dump_stage == DUMP_NOTHING) (void)printf("--- In[%s]\n", count);
    (void)fflush(stdout);
    Str fields[] = {code, str_of(count), STR("i"), STR(""), STR("")};
    alone_tell(alone, RECORD_RUN, fields, 5);
    return alone_listen(alone);
}

static bool alone_is_blank(Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!strchr(" \t\r\n", text.text[i])) return false;
    return true;
}

/* The cell at the start of *rest, which moves behind the line that ends it. */
static Str alone_next_cell(Str *rest) {
    Str cell = *rest;
    while (rest->len && !str_starts_with(*rest, STR("// %%")))
        (void)str_next(rest, '\n');
    cell.len -= rest->len;
    (void)str_next(rest, '\n');
    return cell;
}

static int alone_run_file(Alone *alone, const char *path) {
    Err err = {""};
    DEFER(buf_done) Buf text = {0};
    if (io_read_file(path, LONGEST_FILE, &text, &err) < 0) {
        (void)fprintf(stderr, "nabla-session: %s\n", err.text);
        return 1;
    }
    bool is_there = alone_listen(alone);
    for (Str rest = buf_view(&text); is_there && rest.len;) {
        Str cell = alone_next_cell(&rest);
        if (!alone_is_blank(cell)) is_there = alone_run(alone, cell);
    }
    link_done(&alone->link); /* which ends the executor and its copies */
    (void)waitpid(alone->pid, NULL, 0);
    buf_done(&alone->crash);
    return alone->has_failed;
}

int alone_main(int argc, char **argv) {
    static Alone alone; /* zero */
    const char *path = argv[argc - 1];
    if (argc == 1) return -1;
    bool is_replay = argc == 3 && strcmp(argv[1], "--replay") == 0;
    if (argc == 4 && strcmp(argv[1], "--dump") == 0)
        dump_stage = dump_stage_of(argv[2]);
    if (!is_replay && dump_stage == DUMP_NOTHING) {
        bool is_help = argc == 2 && strcmp(argv[1], "--help") == 0;
        (void)fputs(alone_usage, is_help ? stdout : stderr);
        return is_help ? 0 : 2;
    }
    Err err = {""};
    if (alone_fork(&alone, &err)) return -1;
    if (alone.pid > 0) return alone_run_file(&alone, path);
    (void)fprintf(stderr, "nabla-session: %s\n", err.text);
    return 1;
}
