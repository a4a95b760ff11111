/* fake_session.c - an executor that obeys instead of compiling.
 *
 * It speaks the records of link/records.h, so that the supervisor is tested
 * alone and every mishap can be had for the asking. Each line of a cell is a
 * command: a word, then its text. See the table at the end.
 *
 * FAKE_START in the environment spoils the start: "exit", "crash", "say" or
 * "wait-MS". */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "link/link.h"

enum {
    LINE_FD = 3,
    SIDE_FD = 4
};

typedef struct Failure {
    const char *ename; /* NULL: all is well */
    char evalue[256];
} Failure;

static Link line;
static uint32_t cell;
static long number_of_cell; /* In[count] */
static Failure failure;
static volatile sig_atomic_t interrupted, can_jump;
static sigjmp_buf waiting;

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
    if (can_jump) siglongjmp(waiting, 1);
}

static void fail(const char *ename, const char *evalue) {
    failure.ename = ename;
    (void)snprintf(failure.evalue, sizeof failure.evalue, "%s", evalue);
}

static void send_record(RecordKind kind, const Str *fields, size_t count) {
    if (link_send(&line, kind, cell, fields, count) < 0) _exit(3);
}

static void await_shown(void) {
    Record record;
    do
        if (link_receive(&line, &record, NULL) < 0) _exit(3);
    while (record.kind != RECORD_SHOWN);
}

static void pause_ms(long ms, int is_stubborn) {
    struct timespec left = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&left, &left) < 0 && errno == EINTR)
        if (interrupted && !is_stubborn) {
            fail("KeyboardInterrupt", "The cell was interrupted.");
            return;
        }
}

static long number(const char *text) { return strtol(text, NULL, 10); }

/* --- commands ------------------------------------------------------------ */

static void on_print(const char *text) { printf("%s\n", text); }
static void on_prompt(const char *text) { printf("%s", text); }
static void on_eprint(const char *text) { (void)fprintf(stderr, "%s\n", text); }
static void on_sleep(const char *text) {
    (void)fflush(stdout);
    pause_ms(number(text), 0);
}
static void on_stubborn(const char *text) {
    (void)fflush(stdout);
    pause_ms(number(text), 1);
}

static void on_bytes(const char *text) {
    char *end;
    (void)fflush(stdout);
    for (long byte; byte = strtol(text, &end, 16), end != text; text = end) {
        char c = (char)byte;
        if (write(STDOUT_FILENO, &c, 1) < 0) _exit(3);
    }
}

static void on_lines(const char *text) {
    long count = number(text);
    for (long i = 0; i < count && !interrupted; i++)
        printf("line %06ld the quick brown fox\n", i);
}

static void display(Str id, Str is_update, Str type, Str data) {
    const Str fields[] = {id, is_update, type, data, STR("text/plain"), data};
    (void)fflush(stdout);
    send_record(RECORD_DISPLAY, fields, 6);
    await_shown();
}
static void on_display(const char *text) {
    display((Str){0}, STR("0"), STR("text/html"), str_of(text));
}
static void on_display_id(const char *text) {
    display(STR("bar-1"), STR("0"), STR("text/html"), str_of(text));
}
static void on_update(const char *text) {
    display(STR("bar-1"), STR("1"), STR("text/html"), str_of(text));
}
static void on_mime(const char *text) {
    const char *space = strchr(text, ' ');
    if (!space) return;
    display((Str){0}, STR("0"), (Str){text, (size_t)(space - text)},
            str_of(space + 1));
}

static void on_clear(const char *text) {
    const Str wait = str_of(text);
    (void)fflush(stdout);
    send_record(RECORD_CLEAR, &wait, 1);
    await_shown();
}
static void on_value(const char *text) {
    const Str fields[] = {STR("text/plain"), str_of(text)};
    (void)fflush(stdout);
    send_record(RECORD_RESULT, fields, 2);
}
static void on_page(const char *text) {
    const Str fields[] = {STR("text/plain"), str_of(text)};
    send_record(RECORD_PAGE, fields, 2);
}

static void on_input(const char *text) {
    const Str fields[] = {str_of(text),
                          strcmp(text, "secret") == 0 ? STR("1") : STR("0")};
    (void)fflush(stdout);
    can_jump = 1;
    if (sigsetjmp(waiting, 1)) {
        can_jump = 0;
        fail("KeyboardInterrupt", "The cell was interrupted.");
        return;
    }
    send_record(RECORD_NEED_INPUT, fields, 2);
    Record record;
    do
        if (link_receive(&line, &record, NULL) < 0) _exit(3);
    while (record.kind != RECORD_INPUT);
    can_jump = 0;
    if (record_number(&record, 1))
        printf("end of input\n");
    else
        printf("got <%.*s>\n", STR_ARG(record_field(&record, 0)));
}

static void on_error(const char *text) { fail("FakeError", text); }
static void on_crash(const char *text) {
    (void)fflush(stdout);
    (void)signal((int)number(text), SIG_DFL);
    (void)raise((int)number(text));
}
static void on_quit(const char *text) {
    (void)fflush(stdout);
    _exit((int)number(text));
}
static void on_die_idle(const char *text) {
    (void)signal(SIGALRM, SIG_DFL);
    (void)ualarm((useconds_t)number(text) * 1000, 0);
}
/* The way of a checkpoint: a copy sleeps, and when its parent has died and
 * the supervisor wakes it, it is the session. */
static void on_revive(const char *text) {
    char pid[24];
    sigset_t wake;
    (void)sigemptyset(&wake);
    (void)sigaddset(&wake, SIGUSR2);
    (void)sigprocmask(SIG_BLOCK, &wake, NULL);
    (void)fflush(stdout);
    pid_t copy = fork();
    int is_copy = copy == 0;
    if (is_copy) {
        (void)setpgid(0, 0);
        int got;
        (void)sigwait(&wake, &got);
        copy = getpid();
    }
    char before[24];
    (void)snprintf(pid, sizeof pid, "%d", (int)copy);
    (void)snprintf(before, sizeof before, "%ld", number_of_cell - 1);
    const Str fields[] = {str_of(pid), str_of(before)};
    if (is_copy) send_record(RECORD_READY, fields, 1);
    else send_record(RECORD_CHECKPOINT, fields, 2);
    if (!is_copy) _exit((int)number(text));
}
/* A child that holds the line but will never speak. */
static void on_hold(const char *text) {
    (void)fflush(stdout);
    if (fork() == 0)
        for (;;) (void)pause();
    on_crash(text);
}
static void on_later(const char *text) {
    (void)fflush(stdout);
    if (fork() != 0) return;
    pause_ms(300, 1);
    printf("%s\n", text);
    (void)fflush(stdout);
    _exit(0);
}
static void on_garbage(const char *text) {
    (void)text;
    if (write(LINE_FD, "\0\0\0\0garbage", 11) < 0) _exit(3);
}
static void on_close_line(const char *text) {
    (void)text;
    (void)close(LINE_FD);
    for (;;) (void)pause();
}
static void on_system(const char *text) {
    (void)fflush(stdout);
    if (system(text) < 0) _exit(3);
}
static void on_about(const char *text) {
    (void)text;
    struct rlimit limit;
    sigset_t blocked;
    (void)getrlimit(RLIMIT_STACK, &limit);
    (void)sigprocmask(SIG_SETMASK, NULL, &blocked);
    printf("pid %d group %d stack %lu pipe %d int %d\n", (int)getpid(),
           (int)getpgrp(), (unsigned long)limit.rlim_cur,
           signal(SIGPIPE, SIG_DFL) == SIG_IGN, sigismember(&blocked, SIGTERM));
}

typedef struct Command {
    const char *word;
    void (*obey)(const char *text);
} Command;

static const Command commands[] = {
    {"print",      on_print     },
    {"prompt",     on_prompt    },
    {"eprint",     on_eprint    },
    {"bytes",      on_bytes     },
    {"lines",      on_lines     },
    {"sleep",      on_sleep     },
    {"stubborn",   on_stubborn  },
    {"display",    on_display   },
    {"display-id", on_display_id},
    {"update",     on_update    },
    {"mime",       on_mime      },
    {"clear",      on_clear     },
    {"value",      on_value     },
    {"page",       on_page      },
    {"input",      on_input     },
    {"error",      on_error     },
    {"crash",      on_crash     },
    {"exit",       on_quit      },
    {"die-idle",   on_die_idle  },
    {"revive",     on_revive    },
    {"hold",       on_hold      },
    {"later",      on_later     },
    {"garbage",    on_garbage   },
    {"close-line", on_close_line},
    {"system",     on_system    },
    {"about",      on_about     },
};

static void obey(char *command) {
    char *space = strchr(command, ' ');
    const char *text = space ? space + 1 : "";
    if (space) *space = '\0';
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].word, command) == 0) commands[i].obey(text);
}

/* --- requests ------------------------------------------------------------ */

static void run(const Record *record) {
    Buf code = {0};
    buf_add_str(&code, record_field(record, 0));
    buf_add_char(&code, '\n');
    number_of_cell = record_number(record, 1);
    failure.ename = NULL;
    interrupted = 0;
    char *rest = code.text;
    while (!failure.ename && strchr(rest, '\n')) {
        char *command = rest;
        rest = strchr(rest, '\n') + 1;
        rest[-1] = '\0';
        obey(command);
    }
    buf_done(&code);
    (void)fflush(stdout);
    const Str fields[] = {failure.ename ? STR("error") : STR("ok"),
                          str_of(failure.ename), str_of(failure.evalue),
                          STR("a traceback line")};
    send_record(RECORD_DONE, fields, failure.ename ? 4 : 1);
}

static void eval(const Record *record) {
    Str code = record_field(record, 0);
    const Str good[] = {STR("ok"), STR("text/plain"), code};
    const Str bad[] = {STR("error"), STR("FakeError"), code};
    Buf text = {0};
    buf_add_str(&text, code);
    if (strcmp(text.text, "crash") == 0) on_crash("11");
    bool is_bad = strcmp(text.text, "bad") == 0;
    buf_done(&text);
    send_record(RECORD_VALUE, is_bad ? bad : good, 3);
}

static void complete(const Record *record) {
    Buf match = {0};
    buf_add_str(&match, record_field(record, 0));
    if (strcmp(match.text, "sleep") == 0) pause_ms(60000, 1);
    buf_add_str(&match, STR("_from_block"));
    const Str fields[] = {STR("0"), record_field(record, 1), buf_view(&match),
                          STR("function"), STR("(size_t n)")};
    send_record(RECORD_MATCHES, fields, 5);
    buf_done(&match);
}

static void inspect(const Record *record) {
    Str code = record_field(record, 0);
    const Str fields[] = {code.len ? STR("1") : STR("0"), STR("text/plain"),
                          code};
    send_record(RECORD_INSPECTED, fields, code.len ? 3 : 1);
}

static void whole(const Record *record) {
    Str code = record_field(record, 0);
    Str last = {code.text + code.len - !!code.len, !!code.len};
    const Str fields[] = {str_is(last, "{")   ? STR("incomplete")
                          : str_is(last, ")") ? STR("invalid")
                                              : STR("complete"),
                          STR("    ")};
    send_record(RECORD_WHOLENESS, fields, 2);
}

static void spoil_start(void) {
    const char *how = getenv("FAKE_START");
    if (!how) return;
    if (strcmp(how, "exit") == 0) _exit(7);
    if (strcmp(how, "crash") == 0) on_crash("11");
    if (strncmp(how, "wait-", 5) == 0) pause_ms(number(how + 5), 1);
    if (strcmp(how, "say") == 0) {
        (void)fputs("libfake.so: cannot open shared object\n", stderr);
        _exit(127);
    }
}

int main(void) {
    static const struct sigaction action = {.sa_handler = on_interrupt};
    (void)sigaction(SIGINT, &action, NULL);
    (void)signal(SIGRTMAX, SIG_IGN); /* the supervisor's second attempt */
    spoil_start();
    (void)signal(SIGUSR1, SIG_IGN);  /* its copies answer no questions */
    (void)fcntl(LINE_FD, F_SETFD, FD_CLOEXEC);
    (void)fcntl(SIDE_FD, F_SETFD, FD_CLOEXEC);
    link_init(&line, LINE_FD, /* is_waiting= */ true);
    char pid[24];
    (void)snprintf(pid, sizeof pid, "%d", (int)getpid());
    const Str ready = str_of(pid);
    send_record(RECORD_READY, &ready, 1);
    Record record;
    while (link_receive(&line, &record, NULL) > 0) {
        cell = record.cell;
        switch (record.kind) {
        case RECORD_RUN: run(&record); break;
        case RECORD_EVAL: eval(&record); break;
        case RECORD_COMPLETE: complete(&record); break;
        case RECORD_INSPECT: inspect(&record); break;
        case RECORD_WHOLE: whole(&record); break;
        case RECORD_QUIT: return 0;
        default: break;
        }
    }
    return 0;
}
