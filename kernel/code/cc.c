#include "code/cc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"

extern char **environ;

enum {
    CC_MOST_WORDS = 16,      /* of CC: "ccache gcc" */
    CC_MOST_SECONDS = 120,   /* of computing, for one unit */
    CC_LARGEST_OBJECT = 1 << 30,
    CC_STACK = 64 << 10
};

static const char *const cc_options[] = {
    "-x", "c", "-std=gnu11", "-O1", "-g", "-gdwarf-4", "-fPIC",
    "-fsemantic-interposition", "-ffp-contract=off", "-fno-builtin",
    "-fwrapv", "-fno-strict-aliasing", "-fno-delete-null-pointer-checks",
    "-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer",
    "-fstack-protector-all", "-fno-asynchronous-unwind-tables",
    "-fcf-protection=none", "-fno-common",
    "-ftls-model=global-dynamic", "-march=native", "-fmessage-length=0",
    "-fno-diagnostics-show-option", "-fdiagnostics-color=never",
    "-Wno-psabi", "-Wno-overflow", "-Wno-unused-value",
    "-Wno-builtin-declaration-mismatch", "-Wno-unknown-warning-option",
    "-Wno-attributes", "-Wno-incompatible-library-redeclaration",
    "-Werror=implicit-function-declaration",
    /* Words of newer C that headers read for TinyCC define as types. */
    "-D_Float32=__nb_Float32", "-D_Float64=__nb_Float64",
    "-D_Float32x=__nb_Float32x", "-D_Float64x=__nb_Float64x",
    "-D_Float128=__float128",
};

/* --- which one --- */

static char cc_found[PATH_MAX];
static char cc_words[PATH_MAX]; /* CC, cut into words */
static const char *cc_more[CC_MOST_WORDS]; /* the words behind the first */
static size_t cc_more_count;

static bool cc_is_program(const char *path) {
    return access(path, X_OK) == 0;
}

/* Along PATH, as a shell would look for it. */
static bool cc_search(const char *name) {
    const char *path = getenv("PATH");
    if (strchr(name, '/')) {
        int len = snprintf(cc_found, sizeof cc_found, "%s", name);
        return len < (int)sizeof cc_found && cc_is_program(cc_found);
    }
    while (path && *path) {
        size_t len = strcspn(path, ":");
        int size = snprintf(cc_found, sizeof cc_found, "%.*s/%s", (int)len,
                            path, name);
        if (len && size < (int)sizeof cc_found && cc_is_program(cc_found))
            return true;
        path += len + (path[len] == ':');
    }
    return false;
}

static bool cc_search_wanted(const char *wanted) {
    char *rest = NULL;
    (void)snprintf(cc_words, sizeof cc_words, "%s", wanted);
    const char *first = strtok_r(cc_words, " ", &rest);
    while (first && cc_more_count < CC_MOST_WORDS) {
        const char *word = strtok_r(NULL, " ", &rest);
        if (!word) break;
        cc_more[cc_more_count++] = word;
    }
    return first && cc_search(first);
}

const char *cc_path(void) {
    static bool is_known, is_there;
    if (is_known) return is_there ? cc_found : NULL;
    const char *wanted = getenv("CC");
    is_known = true;
    is_there = wanted && *wanted ? cc_search_wanted(wanted)
                                 : cc_search("gcc") || cc_search("clang") ||
                                       cc_search("cc");
    return is_there ? cc_found : NULL;
}

/* --- running it --- */

typedef struct Job {
    int input, messages; /* own; -1: none */
    char object[PATH_MAX]; /* own: the file is removed */
    char option[PATH_MAX];
    char **arguments, **environment; /* borrow */
    int error;    /* of starting it; 0: none */
    bool is_fine; /* it ended well */
} Job;

static void job_done(Job *job) {
    io_close(&job->input);
    io_close(&job->messages);
    if (job->object[0]) (void)unlink(job->object);
}

/* The object must be a file with a name: the assembler makes it anew. */
static int job_init(Job *job, Str unit, Err *err) {
    const char *directory = getenv("TMPDIR");
    if (!directory || !*directory) directory = "/tmp";
    *job = (Job){.input = -1, .messages = -1};
    (void)snprintf(job->object, sizeof job->object, "%s/nabla-XXXXXX.o",
                   directory);
    int fd = mkostemps(job->object, 2, O_CLOEXEC);
    if (fd < 0) {
        char name[PATH_MAX];
        (void)snprintf(name, sizeof name, "%s", directory);
        job->object[0] = '\0';
        return err_errno(err, "the C compiler needs a file in", name);
    }
    io_close(&fd);
    job->input = memfd_create("unit", MFD_CLOEXEC);
    job->messages = memfd_create("messages", MFD_CLOEXEC);
    if (job->input < 0 || job->messages < 0 ||
        io_write_all(job->input, unit.text, unit.len) < 0 ||
        lseek(job->input, 0, SEEK_SET) < 0)
        return err_errno(err, "no memory for the C compiler", cc_found);
    return 0;
}

/* Its messages in English, whatever the reader speaks: they are read here. */
static char **job_environment(Arena *arena) {
    size_t count = 0, kept = 0;
    while (environ && environ[count]) count++;
    char **copy = arena_alloc(arena, (count + 2) * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        bool speaks = strncmp(environ[i], "LC_ALL=", 7) == 0 ||
                      strncmp(environ[i], "LANGUAGE=", 9) == 0;
        if (!speaks) copy[kept++] = environ[i];
    }
    static char language[] = "LC_ALL=C";
    copy[kept] = language;
    return copy;
}

static char **job_arguments(Job *job, Arena *arena) {
    size_t options = sizeof cc_options / sizeof *cc_options, at = 0;
    const char **words =
        arena_alloc(arena, (options + cc_more_count + 6) * sizeof *words);
    words[at++] = cc_found;
    for (size_t i = 0; i < cc_more_count; i++) words[at++] = cc_more[i];
    for (size_t i = 0; i < options; i++) words[at++] = cc_options[i];
    (void)snprintf(job->option, sizeof job->option, "-o%s", job->object);
    words[at++] = "-c";
    words[at++] = job->option;
    words[at++] = "-";
    return (char **)(void *)words;
}

/* What the reader's program did to signals is none of the compiler's. */
static int job_spawn(const Job *job, pid_t *ret) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t signals;
    (void)sigfillset(&signals);
    (void)posix_spawnattr_init(&attributes);
    (void)posix_spawnattr_setsigdefault(&attributes, &signals);
    (void)sigemptyset(&signals);
    (void)posix_spawnattr_setsigmask(&attributes, &signals);
    (void)posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    (void)posix_spawn_file_actions_init(&files);
    (void)posix_spawn_file_actions_adddup2(&files, job->input, 0);
    (void)posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY,
                                           0);
    (void)posix_spawn_file_actions_adddup2(&files, job->messages, 2);
    int status = posix_spawn(ret, cc_found, &files, &attributes,
                             job->arguments, job->environment);
    (void)posix_spawn_file_actions_destroy(&files);
    (void)posix_spawnattr_destroy(&attributes);
    return status;
}

/* In the helper, on a stack of its own, while the executor waits: the
 * compiler is the helper's child, so that the reader's program gets no
 * SIGCHLD and its wait() finds no child that is not its own. */
static int job_helper(void *context) {
    const struct rlimit limit = {CC_MOST_SECONDS, CC_MOST_SECONDS};
    Job *job = context;
    pid_t pid;
    int status = 0;
    (void)signal(SIGCHLD, SIG_DFL);
    job->error = job_spawn(job, &pid);
    if (job->error) _exit(0);
    (void)prlimit(pid, RLIMIT_CPU, &limit, NULL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    job->is_fine = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    _exit(0);
}

static void job_wait(Job *job) {
    static char stack[CC_STACK] __attribute__((aligned(16)));
    sigset_t all, mask;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &mask);
    job->error = EAGAIN;
    pid_t helper = clone(job_helper, stack + sizeof stack,
                         CLONE_VM | CLONE_VFORK, job);
    if (helper > 0)
        while (waitpid(helper, NULL, __WCLONE) < 0 && errno == EINTR) continue;
    (void)sigprocmask(SIG_SETMASK, &mask, NULL);
}

static Str job_messages(const Job *job, Arena *arena) {
    off_t size = lseek(job->messages, 0, SEEK_END);
    if (size <= 0) return (Str){0};
    char *text = arena_alloc(arena, (size_t)size + 1);
    ssize_t len = pread(job->messages, text, (size_t)size, 0);
    return (Str){text, len > 0 ? (size_t)len : 0};
}

static int job_run(Job *job, Arena *arena, CompileResult *ret, Err *err) {
    job->arguments = job_arguments(job, arena);
    job->environment = job_environment(arena);
    job_wait(job);
    if (job->error) {
        errno = job->error;
        return err_errno(err, "the C compiler could not be started", cc_found);
    }
    Str said = job_messages(job, arena);
    cc_read_messages(said, arena, ret);
    Err unread;
    ret->ok = job->is_fine && io_read_file(job->object, CC_LARGEST_OBJECT,
                                      &ret->object, &unread) == 0 &&
              ret->object.len > 0;
    if (!ret->ok) buf_done(&ret->object);
    bool has_error = false;
    for (size_t i = 0; i < ret->count; i++)
        has_error = has_error || !ret->messages[i].is_warning;
    if (ret->ok || has_error) return 0;
    const char *end = memchr(said.text ? said.text : "", '\n', said.len);
    if (end) said.len = (size_t)(end - said.text);
    return err_set(err, "The C compiler %s gave up%s%.*s", cc_found,
                   said.len ? ": " : ".", STR_ARG(said));
}

int cc_compile(Str unit, Arena *arena, CompileResult *ret, Err *err) {
    Job job;
    *ret = (CompileResult){0};
    if (!cc_path()) return err_set(err, "There is no C compiler here.");
    int result = job_init(&job, unit, err);
    if (result == 0) result = job_run(&job, arena, ret, err);
    job_done(&job);
    return result;
}
