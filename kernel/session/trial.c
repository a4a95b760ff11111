#include "session/trial.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/str.h"

enum { TRIAL_MS = 10000, TRIAL_TEXT = 400 };

/* In the copy: '+' if it could be opened, else '-' and the loader's words. */
_Noreturn static void trial_run(const char *path, int answer) {
    static const int fatal[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,
                                SIGABRT, SIGTRAP, SIGINT};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        (void)signal(fatal[i], SIG_DFL);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd <= STDERR_FILENO && nowhere >= 0; fd++)
        (void)dup2(nowhere, fd);
    void *handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    const char *why = handle ? "" : dlerror();
    bool is_told = io_write_all(answer, handle ? "+" : "-", 1) == 0 &&
                   io_write_all(answer, why, strlen(why)) == 0;
    _exit(!is_told);
}

/* What the copy says, and how it ended; text gets at most TRIAL_TEXT. */
static int trial_listen(pid_t pid, int answer, char text[TRIAL_TEXT]) {
    size_t len = 0;
    ssize_t n = 1;
    struct pollfd end = {answer, POLLIN, 0};
    int status = 0;
    while (n > 0 && len < TRIAL_TEXT - 1) {
        int ready = poll(&end, 1, TRIAL_MS);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) break;
        n = read(answer, text + len, TRIAL_TEXT - 1 - len);
        if (n > 0) len += (size_t)n;
    }
    text[len] = '\0';
    bool has_hung = n > 0 && len < TRIAL_TEXT - 1;
    if (has_hung) (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return has_hung ? -1 : status;
}

/* The loader's words are terse: "./x.so: undefined symbol: foo". */
static int trial_reword(const char *path, const char *said, Err *err) {
    const char *symbol = strstr(said, "undefined symbol: ");
    if (symbol) {
        symbol += strlen("undefined symbol: ");
        return err_set(err,
                       "'%s' needs '%.*s', which no library that is loaded "
                       "has; load the library that has it first, with %%lib",
                       path, (int)strcspn(symbol, ", "), symbol);
    }
    if (strstr(said, "cannot open shared object file")) {
        size_t len = strcspn(said, ":");
        if (strncmp(said, path, len) != 0)
            return err_set(err,
                           "'%s' needs the library '%.*s', which was not "
                           "found; load it by its path first, with %%lib",
                           path, (int)len, said);
    }
    if (strstr(said, "file too short") || strstr(said, "ELF") ||
        strstr(said, "cannot read file data"))
        return err_set(err, "'%s' is damaged or cut off; make it again (%s)",
                       path, said);
    return err_set(err, "'%s' cannot be loaded: %s", path, said);
}

static int trial_judge(const char *path, int status, const char *said,
                       Err *err) {
    if (status == -1)
        return err_set(err,
                       "'%s' did not come to an end while it was being "
                       "loaded: its constructor hangs",
                       path);
    if (said[0] == '+') return 0;
    if (said[0] == '-') return trial_reword(path, said + 1, err);
    if (WIFSIGNALED(status))
        return err_set(err,
                       "'%s' crashed while it was being loaded (%s): its "
                       "constructor has an error, or the file is damaged",
                       path, strsignal(WTERMSIG(status)));
    return err_set(err,
                   "'%s' ended the process while it was being loaded: its "
                   "constructor calls exit()",
                   path);
}

int trial_open(const char *path, Err *err) {
    int ends[2];
    char said[TRIAL_TEXT];
    struct sigaction mine = {.sa_handler = SIG_DFL}, theirs;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_errno(err, "cannot try the library", path);
    (void)sigemptyset(&mine.sa_mask);
    (void)sigaction(SIGCHLD, &mine, &theirs);
    pid_t pid = fork();
    if (pid == 0) trial_run(path, ends[1]);
    io_close(&ends[1]);
    int status = pid > 0 ? trial_listen(pid, ends[0], said) : 0;
    io_close(&ends[0]);
    (void)sigaction(SIGCHLD, &theirs, NULL);
    if (pid < 0) return err_errno(err, "cannot try the library", path);
    return trial_judge(path, status, said, err);
}
