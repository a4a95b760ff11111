/* main.c - nabla-kernel: the program that a front end starts. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/trace.h"
#include "supervisor/executor.h"
#include "supervisor/loop.h"

enum {
    MAX_OUTPUT = 16 << 20 /* bytes that one cell may print and show */
};

static const char usage[] =
    "usage: nabla-kernel [--trace[=FILE]] CONNECTION_FILE\n"
    "A Jupyter kernel for C. Front ends start it; to see it in JupyterLab,\n"
    "choose \"C (nabla)\".\n"
    "\n"
    "  --trace     a line for each message and each step of a cell, to stderr\n"
    "              or to the end of FILE; for who works on nabla itself\n"
    "  --help      this text\n"
    "  --version   the version\n"
    "\n"
    "NABLA_TRACE       a file for the same\n"
    "NABLA_SESSION     the program that runs the cells, if it is not beside\n"
    "                  this one or in ../libexec/nabla\n"
    "NABLA_MAX_OUTPUT  bytes that one cell may print and show (16777216)\n"
    "NABLA_CPU_SECONDS processor time that one cell may use (no limit)\n"
    "NABLA_MEMORY_MB   memory that the session may take (what there is)\n"
    "NABLA_CHECKPOINT_MB  larger sessions are not protected (1024)\n";

/* A launcher may have closed them; no socket of ours may get their numbers. */
static void open_standard_descriptors(void) {
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0) (void)open("/dev/null", O_RDWR);
}

/* Signals become something to read in the loop, also those that come before
 * it. Threads that are started later inherit that they are blocked. */
static int open_signals(void) {
    static const int numbers[] = {SIGCHLD, SIGINT, SIGTERM, SIGHUP};
    sigset_t set;
    (void)sigemptyset(&set);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        (void)sigaddset(&set, numbers[i]);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    child_ignore_signals();
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static size_t max_output(void) {
    const char *text = getenv("NABLA_MAX_OUTPUT");
    char *end = NULL;
    errno = 0;
    unsigned long long n = text ? strtoull(text, &end, 10) : 0;
    bool is_number = text && end != text && *end == '\0' && errno == 0;
    return is_number && n > 0 ? (size_t)n : MAX_OUTPUT;
}

/* The front end that says who it is wants us to end with it. Between it and
 * us there may be a wrapper. */
static void watch_front_end(Kernel *kernel) {
    const char *pid = getenv("JPY_PARENT_PID");
    if (!pid || !pid[0]) return;
    kernel->is_quiet = true;
    kernel->parent_pid = getppid();
    kernel->front_end = (pid_t)strtol(pid, NULL, 10);
}

/* To refuse would help nobody: some file systems know no rights. */
static void warn_of_readers(const char *path) {
    if (connfile_is_private(path)) return;
    (void)fprintf(stderr,
                  "nabla-kernel: '%s' can be read by others, and who reads it "
                  "can run code as you. To close it, type: chmod 600 %s\n",
                  path, path);
}

static int serve(const char *path, Err *err) {
    static Kernel kernel; /* zero; too large for a stack */
    Connection conn;
    mem_keep_spare();
    message_init();
    DEFER(io_close) int signals = open_signals();
    child_init(&kernel.child);
    if (signals < 0)
        return err_set(err, "The kernel cannot hear of signals: %s.",
                       strerror(errno));
    if (connfile_read(path, &conn, err) < 0) return -1;
    int result = sockets_open(&kernel.sockets, &conn, err);
    if (result == 0) {
        (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
        streams_init(&kernel.streams, max_output(), iopub_show, &kernel);
        limits_init(&kernel.limits);
        kernel.program = child_find_program();
        watch_front_end(&kernel);
        if (!kernel.is_quiet) warn_of_readers(path);
        executor_start(&kernel);
        iopub_status(&kernel, NULL, "starting");
        loop_run(&kernel, signals);
    }
    kernel_done(&kernel);
    return result;
}

/* The session writes to the same file. It cannot write to our stderr, as its
 * own is what the page shows; but the system has a name for ours. */
static bool take_trace_option(const char *option) {
    static const char name[] = "--trace";
    char path[64];
    if (strncmp(option, name, sizeof name - 1) != 0) return false;
    const char *file = option + sizeof name - 1;
    if (*file && *file != '=') return false;
    (void)snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)getpid(),
                   STDERR_FILENO);
    (void)setenv(TRACE_VARIABLE, *file ? file + 1 : path, /* overwrite= */ 1);
    return true;
}

static void begin_trace(void) {
    Err err;
    if (trace_init(&err) < 0)
        (void)fprintf(stderr, "nabla-kernel: %s\n", err.text);
    fault_init();
}

int main(int argc, char **argv) {
    open_standard_descriptors();
    if (argc > 1 && take_trace_option(argv[1])) argc--, argv++;
    begin_trace();
    bool is_option = argc == 2 && strncmp(argv[1], "--", 2) == 0;
    if (is_option && strcmp(argv[1], "--version") == 0)
        return puts("nabla-kernel " NABLA_VERSION) < 0;
    if (is_option && strcmp(argv[1], "--help") == 0)
        return fputs(usage, stdout) < 0;
    /* `jupyter run` hands on the words of its own command line. */
    if (argc < 2 || argv[1][0] == '-') {
        (void)fputs(usage, stderr);
        return 2;
    }
    Err err = {""};
    if (serve(argv[1], &err) == 0) return 0;
    (void)fprintf(stderr, "nabla-kernel: %s\n", err.text);
    return 1;
}
