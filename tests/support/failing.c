/* failing.c - loaded before a program (LD_PRELOAD): one call of its own fails.
 *
 *     FAILING=nabla-kernel:read:17   the 17th read() of this program fails
 *     FAILING=nabla-kernel:read:17-  and each one after it
 *     FAILING_LOG=path               a file to which a line is added then
 *
 * Calls are counted over all forks of the program. What the C library or
 * ZeroMQ calls for itself is not counted: only calls from the program's code,
 * from libjansson and from libnabla. "short" cuts read and write to a byte, at
 * every call. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define HERE __builtin_return_address(0)

enum {
    MOST_RANGES = 8
};

typedef struct Range {
    uintptr_t from, to;
} Range;

static Range ranges[MOST_RANGES];
static int range_count;
static char name[32]; /* of the call that fails; "": none */
static long number;
static bool for_ever;
static long *calls; /* shared by all forks */
static char log_path[512];

static bool is_watched(const char *path, bool is_first) {
    return is_first || strstr(path, "libjansson") || strstr(path, "libnabla");
}

static int add_ranges(struct dl_phdr_info *info, size_t size, void *data) {
    bool *is_first = data;
    (void)size;
    for (int i = 0; is_watched(info->dlpi_name, *is_first) &&
                    i < info->dlpi_phnum && range_count < MOST_RANGES;
         i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        uintptr_t from = info->dlpi_addr + part->p_vaddr;
        ranges[range_count++] = (Range){from, from + part->p_memsz};
    }
    *is_first = false;
    return 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("FAILING"), *path = getenv("FAILING_LOG");
    char program[64];
    long at;
    char behind = '\0';
    if (!text || sscanf(text, "%63[^:]:%31[^:]:%ld%c", program, name, &at,
                        &behind) < 3 ||
        strcmp(program, program_invocation_short_name) != 0) {
        name[0] = '\0';
        return;
    }
    bool is_first = true;
    (void)dl_iterate_phdr(add_ranges, &is_first);
    (void)snprintf(log_path, sizeof log_path, "%s", path ? path : "");
    calls = mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    number = at;
    for_ever = behind == '-';
    /* A program that is started again after a blow does not get another. */
    bool was_struck = !for_ever && access(log_path, F_OK) == 0;
    if (calls == MAP_FAILED || was_struck) name[0] = '\0';
}

/* What runs before main() is not the program's: the counters of
 * ./nabla coverage are made there. */
typedef int Main(int count, char **arguments, char **environment);
static Main *program_main;
static bool is_running;

static int run(int count, char **arguments, char **environment) {
    is_running = true;
    return program_main(count, arguments, environment);
}

EXPORT int __libc_start_main(Main *main, int count, char **arguments,
                             void (*first)(void), void (*last)(void),
                             void (*end_of_loader)(void), void *stack);
EXPORT int __libc_start_main(Main *main, int count, char **arguments,
                             void (*first)(void), void (*last)(void),
                             void (*end_of_loader)(void), void *stack) {
    static __typeof__(&__libc_start_main) real;
    *(void **)&real = dlsym(RTLD_NEXT, "__libc_start_main");
    program_main = main;
    return real(run, count, arguments, first, last, end_of_loader, stack);
}

static void note(void) {
    int fd = (int)syscall(SYS_openat, AT_FDCWD, log_path,
                          O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0) return;
    (void)syscall(SYS_write, fd, "x\n", 2);
    (void)syscall(SYS_close, fd);
}

static bool is_from_here(const void *caller) {
    for (int i = 0; i < range_count; i++)
        if ((uintptr_t)caller >= ranges[i].from &&
            (uintptr_t)caller < ranges[i].to)
            return true;
    return false;
}

/* Must this call fail? */
static bool fails(const char *call, const void *caller) {
    if (!is_running || !name[0] || strcmp(call, name) != 0 ||
        !is_from_here(caller))
        return false;
    long at = __atomic_add_fetch(calls, 1, __ATOMIC_SEQ_CST);
    if (at != number && !(for_ever && at > number)) return false;
    note();
    return true;
}

/* What signals tell comes whole or not at all. */
static size_t shortened(size_t size, const void *caller) {
    if (!is_running || strcmp(name, "short") != 0 || size < 2 ||
        size == sizeof(struct signalfd_siginfo) || !is_from_here(caller))
        return size;
    if (__atomic_add_fetch(calls, 1, __ATOMIC_SEQ_CST) == number) note();
    return 1;
}

static void *next(const char *call) { return dlsym(RTLD_NEXT, call); }

/* NEXT(type, name): the function that would be called without us. */
#define NEXT(call)                                                             \
    __typeof__(&call) real;                                                    \
    *(void **)&real = next(#call)

/* --- memory --- */

static void *none(int reason) {
    errno = reason;
    return NULL;
}

/* A program with a malloc() of its own, as the executor, has the C library's
 * under another name. */
#define ALLOCATOR(name, behind, parameters, ...)                               \
    EXPORT void *name parameters;                                              \
    EXPORT void *name parameters {                                             \
        static void *(*real)parameters;                                        \
        if (!real) *(void **)&real = next(behind);                             \
        return fails("malloc", HERE) ? none(ENOMEM) : real(__VA_ARGS__);       \
    }

ALLOCATOR(malloc, "__libc_malloc", (size_t size), size)
ALLOCATOR(calloc, "__libc_calloc", (size_t count, size_t size), count, size)
ALLOCATOR(realloc, "__libc_realloc", (void *block, size_t size), block, size)
ALLOCATOR(__libc_malloc, "__libc_malloc", (size_t size), size)
ALLOCATOR(__libc_calloc, "__libc_calloc", (size_t count, size_t size), count,
          size)
ALLOCATOR(__libc_realloc, "__libc_realloc", (void *block, size_t size), block,
          size)

EXPORT void *mmap64(void *at, size_t size, int rights, int flags, int fd,
                    off_t offset) {
    NEXT(mmap64);
    if (!fails("mmap", HERE)) return real(at, size, rights, flags, fd, offset);
    errno = ENOMEM;
    return MAP_FAILED;
}

static int refuse(int reason) {
    errno = reason;
    return -1;
}

EXPORT int mprotect(void *at, size_t size, int rights) {
    NEXT(mprotect);
    return fails("mprotect", HERE) ? refuse(ENOMEM) : real(at, size, rights);
}

EXPORT int memfd_create(const char *label, unsigned flags) {
    NEXT(memfd_create);
    return fails("memfd_create", HERE) ? refuse(EMFILE) : real(label, flags);
}

/* --- files --- */

EXPORT ssize_t read(int fd, void *to, size_t size) {
    if (fails("read", HERE)) return refuse(EIO);
    return syscall(SYS_read, fd, to, shortened(size, HERE));
}

EXPORT ssize_t __read_chk(int fd, void *to, size_t size, size_t room) {
    (void)room;
    if (fails("read", HERE)) return refuse(EIO);
    return syscall(SYS_read, fd, to, shortened(size, HERE));
}

EXPORT ssize_t pread64(int fd, void *to, size_t size, off_t at) {
    NEXT(pread64);
    return fails("pread", HERE) ? refuse(EIO) : real(fd, to, size, at);
}

EXPORT ssize_t write(int fd, const void *from, size_t size) {
    if (fails("write", HERE)) return refuse(ENOSPC);
    return syscall(SYS_write, fd, from, shortened(size, HERE));
}

EXPORT int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    int mode = va_arg(more, int);
    va_end(more);
    if (fails("open", HERE)) return refuse(EMFILE);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

EXPORT FILE *fopen64(const char *path, const char *mode) {
    NEXT(fopen64);
    return fails("open", HERE) ? none(EMFILE) : real(path, mode);
}

EXPORT int pipe2(int fds[2], int flags) {
    NEXT(pipe2);
    return fails("pipe", HERE) ? refuse(EMFILE) : real(fds, flags);
}

EXPORT int fcntl64(int fd, int command, ...) {
    va_list more;
    va_start(more, command);
    long value = va_arg(more, long);
    va_end(more);
    if (fails("fcntl", HERE)) return refuse(EMFILE);
    return (int)syscall(SYS_fcntl, fd, command, value);
}

/* --- other processes --- */

EXPORT pid_t fork(void) {
    NEXT(fork);
    return fails("fork", HERE) ? refuse(EAGAIN) : real();
}

EXPORT int clone(int (*act)(void *), void *stack, int flags, void *context,
                 ...) {
    NEXT(clone);
    return fails("clone", HERE) ? refuse(EAGAIN)
                                : real(act, stack, flags, context);
}

EXPORT int posix_spawn(pid_t *pid, const char *path,
                       const posix_spawn_file_actions_t *files,
                       const posix_spawnattr_t *attributes,
                       char *const *arguments, char *const *environment) {
    NEXT(posix_spawn);
    return fails("spawn", HERE)
               ? EAGAIN
               : real(pid, path, files, attributes, arguments, environment);
}

EXPORT int posix_spawnp(pid_t *pid, const char *file,
                        const posix_spawn_file_actions_t *files,
                        const posix_spawnattr_t *attributes,
                        char *const *arguments, char *const *environment) {
    NEXT(posix_spawnp);
    return fails("spawn", HERE)
               ? EAGAIN
               : real(pid, file, files, attributes, arguments, environment);
}

/* vfork() comes back twice to its caller's frame, so nothing of ours may be on
 * the stack: what this returns is jumped to, if there is anything. */
__attribute__((used)) static void *vfork_or_none(const void *caller);
__attribute__((used)) static void *vfork_or_none(const void *caller) {
    return fails("spawn", caller) ? none(EAGAIN) : next("vfork");
}

EXPORT pid_t vfork(void);
__asm__(".globl vfork\n"
        ".type vfork, @function\n"
        "vfork:\n"
        "    endbr64\n"
        "    mov (%rsp), %rdi\n"
        "    sub $8, %rsp\n"
        "    call vfork_or_none\n"
        "    add $8, %rsp\n"
        "    test %rax, %rax\n"
        "    je 1f\n"
        "    jmp *%rax\n"
        "1:  mov $-1, %eax\n"
        "    ret\n"
        ".size vfork, . - vfork\n");

EXPORT int execv(const char *path, char *const *arguments) {
    NEXT(execv);
    return fails("exec", HERE) ? refuse(ENOMEM) : real(path, arguments);
}

EXPORT int execve(const char *path, char *const *arguments,
                  char *const *environment) {
    NEXT(execve);
    return fails("exec", HERE) ? refuse(ENOMEM)
                               : real(path, arguments, environment);
}

EXPORT int socketpair(int family, int type, int protocol, int fds[2]) {
    NEXT(socketpair);
    if (fails("socket", HERE)) return refuse(EMFILE);
    return real(family, type, protocol, fds);
}

EXPORT ssize_t send(int fd, const void *from, size_t size, int flags) {
    NEXT(send);
    if (fails("send", HERE)) return refuse(ENOBUFS);
    return real(fd, from, shortened(size, HERE), flags);
}

EXPORT ssize_t recv(int fd, void *to, size_t size, int flags) {
    NEXT(recv);
    if (fails("recv", HERE)) return refuse(ENOMEM);
    return real(fd, to, shortened(size, HERE), flags);
}

EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    NEXT(sendmsg);
    return fails("send", HERE) ? refuse(ENOBUFS) : real(fd, message, flags);
}

EXPORT ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
    NEXT(recvmsg);
    return fails("recv", HERE) ? refuse(ENOMEM) : real(fd, message, flags);
}

EXPORT int poll(struct pollfd *fds, nfds_t count, int timeout) {
    NEXT(poll);
    return fails("poll", HERE) ? refuse(ENOMEM) : real(fds, count, timeout);
}

/* Of the supervisor: its poll is ZeroMQ's. */
EXPORT int zmq_poll(void *items, int count, long timeout);
EXPORT int zmq_poll(void *items, int count, long timeout) {
    NEXT(zmq_poll);
    return fails("poll", HERE) ? refuse(ENOMEM) : real(items, count, timeout);
}

EXPORT int signalfd(int fd, const sigset_t *signals, int flags) {
    NEXT(signalfd);
    return fails("signalfd", HERE) ? refuse(EMFILE) : real(fd, signals, flags);
}
