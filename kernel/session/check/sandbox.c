#include "session/check/sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "session/stand_in.h"

/* --- descriptors --- */

static void sandbox_replace(int fd, int with) {
    if (with < 0) return;
    (void)dup3(with, fd, O_CLOEXEC);
    close(with);
}

/* A file: opened again, so that reading it moves nobody else's place in it;
 * it cannot be written to. */
static void sandbox_reopen(int fd) {
    char path[40];
    off_t at = lseek(fd, 0, SEEK_CUR);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int again = open(path, O_RDONLY | O_CLOEXEC);
    if (again >= 0) (void)lseek(again, at, SEEK_SET);
    sandbox_replace(fd, again >= 0 ? again : open("/dev/null", O_RDWR));
}

static void sandbox_close_off(int fd) {
    struct stat status;
    if (fstat(fd, &status) < 0) return;
    if (S_ISREG(status.st_mode)) sandbox_reopen(fd);
    else sandbox_replace(fd, open("/dev/null", O_RDWR));
}

static bool sandbox_close_off_all(int kept) {
    int found[4096], count = 0;
    DIR *list = opendir("/proc/self/fd");
    if (!list) return false;
    for (const struct dirent *row; (row = readdir(list)) && count < 4096;) {
        int fd = (int)strtol(row->d_name, NULL, 10);
        if (row->d_name[0] != '.' && fd != kept && fd != dirfd(list))
            found[count++] = fd;
    }
    (void)closedir(list);
    for (int i = 0; i < count; i++) sandbox_close_off(found[i]);
    return true;
}

/* --- system calls --- */

enum { SANDBOX_MOST = 160 };

typedef struct Program {
    struct sock_filter rows[SANDBOX_MOST];
    unsigned short count;
} Program;

static void sandbox_add(Program *program, uint16_t code, uint32_t k,
                        uint8_t yes, uint8_t no) {
    program->rows[program->count++] =
        (struct sock_filter){code, yes, no, k};
}

static void sandbox_load(Program *program, size_t offset) {
    sandbox_add(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* Refuse with this error, which goes by way of the handler below; 0: pretend
 * that it was done. */
static void sandbox_return(Program *program, int error) {
    uint32_t what = error ? SECCOMP_RET_TRAP | (uint32_t)error
                          : SECCOMP_RET_ERRNO;
    sandbox_add(program, BPF_RET | BPF_K, what, 0, 0);
}

static void sandbox_answer(Program *program, int call, int error) {
    sandbox_add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
    sandbox_return(program, error);
}

static void sandbox_answer_now(Program *program, int call, int error) {
    sandbox_add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
    sandbox_add(program, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error,
                0, 0);
}

/* Refuse where the argument has any of these bits, or, wanted: lacks them. */
static void sandbox_answer_bits(Program *program, int call, int argument,
                                uint32_t bits, bool if_set, int error,
                                uint32_t action) {
    size_t at = offsetof(struct seccomp_data, args) +
                (size_t)argument * sizeof(uint64_t);
    sandbox_add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    sandbox_load(program, at);
    sandbox_add(program, BPF_JMP | BPF_JSET | BPF_K, bits, if_set ? 0 : 1,
                if_set ? 1 : 0);
    sandbox_add(program, BPF_RET | BPF_K, action | (uint32_t)error, 0, 0);
    sandbox_add(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

/* A signal to anybody but this process is not sent. */
static void sandbox_keep_signal(Program *program, int call) {
    sandbox_add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    sandbox_load(program, offsetof(struct seccomp_data, args));
    sandbox_add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)getpid(), 1, 0);
    sandbox_return(program, 0);
    sandbox_add(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static void sandbox_write_program(Program *program) {
    static const struct {
        int call, error;
    } rows[] = {
        {SYS_execve, EPERM},    {SYS_execveat, EPERM}, {SYS_tkill, 0},
        {SYS_rt_sigqueueinfo, 0},                      {SYS_pidfd_send_signal, 0},
        {SYS_socket, EACCES},   {SYS_socketpair, EACCES},
        {SYS_connect, EACCES},  {SYS_unlink, 0},       {SYS_unlinkat, 0},
        {SYS_rename, 0},        {SYS_renameat, 0},     {SYS_renameat2, 0},
        {SYS_mkdir, 0},         {SYS_mkdirat, 0},      {SYS_rmdir, 0},
        {SYS_link, 0},          {SYS_linkat, 0},       {SYS_symlink, 0},
        {SYS_symlinkat, 0},     {SYS_chmod, 0},        {SYS_fchmod, 0},
        {SYS_fchmodat, 0},      {SYS_chown, 0},        {SYS_fchown, 0},
        {SYS_lchown, 0},        {SYS_fchownat, 0},     {SYS_truncate, 0},
        {SYS_mknod, EPERM},     {SYS_mknodat, EPERM},  {SYS_utimensat, 0},
        {SYS_creat, EROFS},     {SYS_ptrace, EPERM},   {SYS_mount, EPERM},
        {SYS_setxattr, EPERM},  {SYS_shmget, EPERM},   {SYS_msgget, EPERM},
        {SYS_process_vm_writev, EPERM}, {SYS_setpgid, 0}, {SYS_reboot, EPERM},
    };
    enum { WRITES = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC };
    sandbox_load(program, offsetof(struct seccomp_data, arch));
    sandbox_add(program, BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
    sandbox_add(program, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    sandbox_load(program, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        sandbox_answer(program, rows[i].call, rows[i].error);
    /* The C library blocks all signals around these, the handler's too. For
     * clone3 it then takes clone, whose flags can be looked at. */
    sandbox_answer_now(program, SYS_fork, EAGAIN);
    sandbox_answer_now(program, SYS_vfork, EAGAIN);
    sandbox_answer_now(program, SYS_clone3, ENOSYS);
    sandbox_keep_signal(program, SYS_kill);
    sandbox_keep_signal(program, SYS_tgkill);
    sandbox_answer_bits(program, SYS_clone, 0, CLONE_THREAD, false, EAGAIN,
                        SECCOMP_RET_ERRNO);
    sandbox_answer_bits(program, SYS_open, 1, WRITES, true, EROFS,
                        SECCOMP_RET_TRAP);
    sandbox_answer_bits(program, SYS_openat, 2, WRITES, true, EROFS,
                        SECCOMP_RET_TRAP);
    sandbox_add(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static volatile sig_atomic_t sandbox_refused;

bool sandbox_has_refused(void) { return sandbox_refused; }

/* The call was not made: it returns the error that the filter names. */
static void sandbox_on_refusal(int number, siginfo_t *info, void *context) {
    ucontext_t *state = context;
    (void)number;
    sandbox_refused = 1;
    state->uc_mcontext.gregs[REG_RAX] = -info->si_errno;
}

static bool sandbox_bar_calls(void) {
    Program program = {.count = 0};
    struct sigaction refusal = {
        .sa_sigaction = sandbox_on_refusal,
        .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    (void)sigemptyset(&refusal.sa_mask);
    (void)sigaction(SIGSYS, &refusal, NULL);
    sandbox_write_program(&program);
    struct sock_fprog filter = {program.count, program.rows};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/* --- files that cell code opens --- */

/* What is in the file, in memory; nothing of it if it is to be written anew. */
static int sandbox_copy(const char *path, int flags) {
    enum { MOST = 64 << 20 };
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0 && !(flags & O_CREAT)) return -1;
    int copy = memfd_create("copy", MFD_CLOEXEC);
    if (copy >= 0 && from >= 0 && !(flags & O_TRUNC)) {
        (void)sendfile(copy, from, NULL, MOST);
        if (!(flags & O_APPEND)) (void)lseek(copy, 0, SEEK_SET);
    }
    if (from >= 0) close(from);
    return copy;
}

static int sandbox_open(const char *path, int flags, ...) {
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_CREAT | O_TRUNC)))
        return open(path, flags);
    return sandbox_copy(path, flags);
}

static int sandbox_flags(const char *mode) {
    bool is_both = strchr(mode, '+') != NULL;
    if (mode[0] == 'w') return O_RDWR | O_CREAT | O_TRUNC;
    if (mode[0] == 'a') return O_RDWR | O_CREAT | O_APPEND;
    return is_both ? O_RDWR : O_RDONLY;
}

static FILE *sandbox_fopen(const char *path, const char *mode) {
    int flags = sandbox_flags(mode);
    if (flags == O_RDONLY) return fopen(path, mode);
    int copy = sandbox_copy(path, flags);
    return copy < 0 ? NULL : fdopen(copy, mode[0] == 'r' ? "r+" : "w+");
}

static FILE *sandbox_tmpfile(void) {
    int copy = memfd_create("tmp", MFD_CLOEXEC);
    return copy < 0 ? NULL : fdopen(copy, "w+");
}

/* --- processes that cell code starts --- */

static int sandbox_fork(void) {
    sandbox_refused = 1;
    errno = EAGAIN;
    return -1;
}

static FILE *sandbox_popen(void) {
    (void)sandbox_fork();
    return NULL;
}

void *sandbox_find(Str name) {
    static const StandIn rows[] = {
        {"open", (void (*)(void))sandbox_open},
        {"fopen", (void (*)(void))sandbox_fopen},
        {"tmpfile", (void (*)(void))sandbox_tmpfile},
        {"fork", (void (*)(void))sandbox_fork},
        {"vfork", (void (*)(void))sandbox_fork},
        {"system", (void (*)(void))sandbox_fork},
        {"posix_spawn", (void (*)(void))sandbox_fork},
        {"posix_spawnp", (void (*)(void))sandbox_fork},
        {"popen", (void (*)(void))sandbox_popen},
    };
    return stand_in_find(rows, sizeof rows / sizeof *rows, name);
}

/* --- all of it --- */

bool sandbox_enter(int kept, int seconds) {
    struct rlimit time = {(rlim_t)seconds, (rlim_t)seconds + 1};
    struct rlimit none = {0, 0};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* If memory runs out, this is the process to end. */
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score >= 0) {
        ssize_t written = write(score, "1000", 4);
        (void)written;
        close(score);
    }
    (void)setrlimit(RLIMIT_CPU, &time);
    (void)setrlimit(RLIMIT_CORE, &none);
    return sandbox_close_off_all(kept) && sandbox_bar_calls();
}
