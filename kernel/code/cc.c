#include "code/cc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"

enum {
    CC_MOST_WORDS = 16,      /* of CC: "ccache gcc" */
    CC_MOST_SECONDS = 120,   /* of computing, for one unit */
    CC_MOST_OPTIMISING_MS = 20000, /* for one unit, and of computing, too */
    CC_NICE = 10,
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

/* What is the same for fast code, and what is not. A frame for each function
 * and a call for each call keep tracebacks, and recursions as deep as they
 * are. The functions of the unit know each other's bodies: who makes the unit
 * sees to it that they are still those of their slots. A loop whose only way
 * out is beyond the end of an array must not run on into other code. */
static const char *const cc_fast_options[] = {
    "-x", "c", "-std=gnu11", "-O3", "-march=native", "-ffp-contract=off",
    "-gdwarf-4", "-g1", "-fPIC", "-fno-semantic-interposition",
    "-fno-delete-null-pointer-checks",
    "-fno-isolate-erroneous-paths-dereference", "-fno-optimize-sibling-calls",
    "-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer",
    "-fno-asynchronous-unwind-tables", "-fcf-protection=none", "-fno-common",
    "-fno-stack-protector", "-fno-shrink-wrap", "-fno-ipa-icf",
    "-fno-partial-inlining", "-fno-aggressive-loop-optimizations", "-pipe",
    "-w", "-Werror=implicit-function-declaration",
    "-D_Float32=__nb_Float32", "-D_Float64=__nb_Float64",
    "-D_Float32x=__nb_Float32x", "-D_Float64x=__nb_Float64x",
    "-D_Float128=__float128",
};

/* gcc computes these itself where the arguments are constants, or knows more
 * of them than the reader's program should see. */
static const char *const cc_called[] = {
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos",
    "cosh", "erf", "erfc", "exp", "exp10", "exp2", "expm1", "fmod", "hypot",
    "j0", "j1", "jn", "lgamma", "log", "log10", "log1p", "log2", "pow",
    "remainder", "sin", "sincos", "sinh", "tan", "tanh", "tgamma", "y0", "y1",
    "yn", "fma", "printf", "fprintf", "sprintf", "snprintf", "vprintf",
    "puts", "putchar", "fputs", "fputc", "fwrite", "scanf", "malloc",
    "calloc", "realloc", "free", "strdup", "strndup", "alloca", "exit",
    "_exit", "abort",
};

/* --- which one --- */

static char cc_found[PATH_MAX];
static char cc_words[PATH_MAX]; /* CC, cut into words */
static const char *cc_more[CC_MOST_WORDS]; /* the words behind the first */
static size_t cc_more_count;
static char **cc_environment; /* own: see cc_work_new */

/* A folder may be entered, which is the same right. */
static bool cc_is_program(const char *path) {
    struct stat status;
    return access(path, X_OK) == 0 && stat(path, &status) == 0 &&
           S_ISREG(status.st_mode);
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

/* "ccache clang"; cc may be a link to it. */
static bool cc_is_clang(void) {
    char path[PATH_MAX];
    bool is_clang = strstr(realpath(cc_found, path) ? path : cc_found, "clang");
    for (size_t i = 0; i < cc_more_count; i++)
        is_clang = is_clang || strstr(cc_more[i], "clang");
    return is_clang;
}

/* --- running it --- */

typedef struct Job {
    /* Own; -1: none. None has a name that another user could take first. */
    int input, messages, output;
    char **arguments, **environment; /* borrow */
    char *stack;                     /* borrow: its upper end */
    bool is_aside; /* for another day: see job_step_back */
    int nice;
    pid_t parent;
    int error;    /* of starting it; 0: none */
    bool is_fine; /* it ended well */
} Job;

static void job_done(Job *job) {
    io_close(&job->input);
    io_close(&job->messages);
    io_close(&job->output);
}

static int job_init(Job *job, Str unit, Err *err) {
    job->input = memfd_create("unit", MFD_CLOEXEC);
    job->messages = memfd_create("messages", MFD_CLOEXEC);
    job->output = memfd_create("object", MFD_CLOEXEC);
    if (job->input < 0 || job->messages < 0 || job->output < 0 ||
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

/* Words before and behind those of job_end_arguments. */
static size_t job_begin_arguments(const char **words) {
    size_t at = 0;
    words[at++] = cc_found;
    for (size_t i = 0; i < cc_more_count; i++) words[at++] = cc_more[i];
    return at;
}

static char **job_end_arguments(const char **words, size_t at) {
    words[at++] = "-c";
    words[at++] = "-o/proc/self/fd/1";
    words[at++] = "-";
    return (char **)(void *)words;
}

enum {
    JOB_WORDS = 5 /* cc, -c, -o, - and the end */
};

static char **job_arguments(Arena *arena) {
    size_t options = sizeof cc_options / sizeof *cc_options;
    const char **words = arena_alloc(
        arena, (options + cc_more_count + JOB_WORDS) * sizeof *words);
    size_t at = job_begin_arguments(words);
    for (size_t i = 0; i < options; i++) words[at++] = cc_options[i];
    return job_end_arguments(words, at);
}

static char **job_fast_arguments(const CcWish *wish, Arena *arena) {
    size_t options = sizeof cc_fast_options / sizeof *cc_fast_options;
    size_t called = sizeof cc_called / sizeof *cc_called;
    size_t all = options + 3 * called + wish->own_count;
    const char **words = arena_alloc(
        arena, (all + 4 + cc_more_count + JOB_WORDS) * sizeof *words);
    static const char *const suffixes[] = {"", "f", "l"};
    size_t at = job_begin_arguments(words);
    for (size_t i = 0; i < options; i++) words[at++] = cc_fast_options[i];
    /* gcc takes 0 - x for -x where x was a whole number, so that 0 - 0 would
     * be -0. clang does not, and would compute without vectors. */
    if (!cc_is_clang()) words[at++] = "-frounding-math";
    if (wish->may_wrap) words[at++] = "-fwrapv";
    if (wish->has_gaps) words[at++] = "-ftrivial-auto-var-init=zero";
    if (wish->may_alias) words[at++] = "-fno-strict-aliasing";
    for (size_t i = 0; i < 3 * called; i++)
        words[at++] = arena_printf(arena, "-fno-builtin-%s%s",
                                   cc_called[i / 3], suffixes[i % 3])
                          .text;
    for (uint32_t i = 0; i < wish->own_count; i++)
        words[at++] = arena_printf(arena, "-fno-builtin-%.*s",
                                   STR_ARG(wish->own[i]))
                          .text;
    return job_end_arguments(words, at);
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
    (void)posix_spawn_file_actions_adddup2(&files, job->output, 1);
    (void)posix_spawn_file_actions_adddup2(&files, job->messages, 2);
    int status = posix_spawn(ret, cc_found, &files, &attributes,
                             job->arguments, job->environment);
    (void)posix_spawn_file_actions_destroy(&files);
    (void)posix_spawnattr_destroy(&attributes);
    return status;
}

/* While cells run on: the helper must hold nothing of the executor's, and end
 * with it. What it starts stays in the executor's group, and so ends when
 * that does. */
static void job_step_back(const Job *job) {
    enum { FIRST = 3 };
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != job->parent) _exit(0);
    (void)dup2(job->input, 0);
    (void)dup2(job->output, 1);
    (void)dup2(job->messages, 2);
    (void)close_range(FIRST, ~0U, 0);
    for (int i = 1; i < NSIG; i++) (void)signal(i, SIG_DFL);
    (void)signal(SIGINT, SIG_IGN); /* the stop button is not for this one */
    (void)setpriority(PRIO_PROCESS, 0, job->nice);
    /* What nobody waits for has the processor when nobody else wants it. */
    const struct sched_param none = {0};
    if (job->nice) (void)sched_setscheduler(0, SCHED_IDLE, &none);
}

/* A compiler that ends with the helper, whatever ends that. */
static int job_spawn_aside(const Job *job, pid_t *ret) {
    sigset_t none;
    (void)sigemptyset(&none);
    /* posix_spawn cannot ask for the signal that comes with our end.
     * NOLINTNEXTLINE(clang-analyzer-*) */
    *ret = vfork();
    if (*ret == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)sigprocmask(SIG_SETMASK, &none, NULL);
        (void)execve(cc_found, job->arguments, job->environment);
        _exit(1);
    }
    return *ret < 0 ? EAGAIN : 0;
}

/* A compiler that hangs is ended. */
static void job_limit_time(pid_t pid) {
    struct pollfd end = {(int)syscall(SYS_pidfd_open, pid, 0), POLLIN, 0};
    if (end.fd >= 0 && poll(&end, 1, CC_MOST_OPTIMISING_MS) == 0)
        (void)kill(pid, SIGKILL);
}

/* In the helper, on a stack of its own, while the thread that it is for waits:
 * the compiler is the helper's child, so that the reader's program gets no
 * SIGCHLD and its wait() finds no child that is not its own. */
static int job_helper(void *context) {
    Job *job = context;
    rlim_t seconds =
        job->is_aside ? CC_MOST_OPTIMISING_MS / 1000 : CC_MOST_SECONDS;
    const struct rlimit limit = {seconds, seconds};
    pid_t pid;
    int status = 0;
    (void)signal(SIGCHLD, SIG_DFL);
    if (job->is_aside) job_step_back(job);
    job->error = job->is_aside ? job_spawn_aside(job, &pid)
                               : job_spawn(job, &pid);
    if (job->error) _exit(0);
    (void)prlimit(pid, RLIMIT_CPU, &limit, NULL);
    if (job->is_aside) job_limit_time(pid);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    job->is_fine = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    _exit(0);
}

static void job_wait(Job *job) {
    sigset_t all, mask;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &mask);
    job->error = EAGAIN;
    job->parent = getpid();
    pid_t helper =
        clone(job_helper, job->stack, CLONE_VM | CLONE_VFORK, job);
    if (helper > 0)
        while (waitpid(helper, NULL, __WCLONE) < 0 && errno == EINTR) continue;
    (void)pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

static Str job_messages(const Job *job, Arena *arena) {
    off_t size = lseek(job->messages, 0, SEEK_END);
    if (size <= 0) return (Str){0};
    char *text = arena_alloc(arena, (size_t)size + 1);
    ssize_t len = pread(job->messages, text, (size_t)size, 0);
    return (Str){text, len > 0 ? (size_t)len : 0};
}

static int job_read_output(const Job *job, Buf *ret) {
    off_t size = lseek(job->output, 0, SEEK_END);
    if (size <= 0 || size > CC_LARGEST_OBJECT) return -1;
    ssize_t len = pread(job->output, buf_reserve(ret, (size_t)size),
                        (size_t)size, 0);
    if (len != size) return -1;
    ret->len = (size_t)len;
    return 0;
}

static int job_run(Job *job, Arena *arena, CompileResult *ret, Err *err) {
    static char stack[CC_STACK] __attribute__((aligned(16)));
    job->stack = stack + sizeof stack;
    job->arguments = job_arguments(arena);
    job->environment = job_environment(arena);
    job_wait(job);
    if (job->error) {
        errno = job->error;
        return err_errno(err, "the C compiler could not be started", cc_found);
    }
    Str said = job_messages(job, arena);
    cc_read_messages(said, arena, ret);
    ret->ok = job->is_fine && job_read_output(job, &ret->object) == 0;
    if (!ret->ok) buf_done(&ret->object);
    bool has_error = false;
    for (size_t i = 0; i < ret->count; i++)
        has_error = has_error || !ret->messages[i].is_warning;
    if (ret->ok || has_error) return 0;
    Str first = str_next(&said, '\n');
    return err_set(err, "The C compiler %s gave up%s%.*s", cc_found,
                   first.len ? ": " : ".", STR_ARG(first));
}

int cc_compile(Str unit, Arena *arena, CompileResult *ret, Err *err) {
    Job job = {0};
    *ret = (CompileResult){0};
    if (!cc_path()) return err_set(err, "There is no C compiler here.");
    int result = job_init(&job, unit, err);
    if (result == 0) result = job_run(&job, arena, ret, err);
    job_done(&job);
    return result;
}

/* One that makes functions fast, at work in a thread of its own. All that it
 * holds stands here before that: a fork of the process has no such thread, and
 * would keep descriptors and memory of which nobody knows any more. */
struct CcWork {
    Job job;
    Arena arena;
};

/* The environment is that of the first look: the reader's program may change
 * its own at any time. */
CcWork *cc_work_new(Str unit, const CcWish *wish) {
    static char stack[CC_STACK] __attribute__((aligned(16)));
    if (!cc_environment) return NULL;
    CcWork *work = mem_alloc(sizeof *work);
    work->job.is_aside = true;
    if (job_init(&work->job, unit, NULL) < 0) {
        cc_work_free(work);
        return NULL;
    }
    work->job.nice = wish->is_awaited ? 0 : CC_NICE;
    work->job.stack = stack + sizeof stack;
    work->job.arguments = job_fast_arguments(wish, &work->arena);
    work->job.environment = cc_environment;
    return work;
}

void cc_work_run(CcWork *work) { job_wait(&work->job); }

int cc_work_take(const CcWork *work, Buf *ret_object) {
    const Job *job = &work->job;
    *ret_object = (Buf){0};
    if (!job->error && job->is_fine && job_read_output(job, ret_object) == 0)
        return 0;
    buf_done(ret_object);
    return -1;
}

void cc_work_free(CcWork *work) {
    if (!work) return;
    job_done(&work->job);
    arena_clear(&work->arena);
    free(work);
}

bool cc_can_optimise(void) {
    static bool is_known;
    if (is_known || !cc_path()) return cc_environment != NULL;
    is_known = true;
    Arena arena = {0}; /* it stays */
    cc_environment = job_environment(&arena);
    for (char **at = cc_environment; *at; at++)
        *at = mem_dup(*at, strlen(*at));
    return true;
}
