#include "session/world.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

/* Without these the session itself could not work. RLIMIT_CPU counts from the
 * start of the process and would end every cell to come. */
static const int world_limits[] = {RLIMIT_AS,     RLIMIT_DATA,  RLIMIT_STACK,
                                   RLIMIT_CPU,    RLIMIT_NPROC, RLIMIT_FSIZE,
                                   RLIMIT_NOFILE, RLIMIT_SIGPENDING};
enum { WORLD_LIMITS = sizeof world_limits / sizeof *world_limits };

static rlim_t world_soft[WORLD_LIMITS];

/* Of all processes of a session, the system's choice should fall on the one
 * that runs the cells: a copy of it is still there then. */
static void world_offer(const char *score) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0) return;
    ssize_t written = write(fd, score, strlen(score));
    (void)written;
    (void)close(fd);
}

void world_be_first_choice(void) { world_offer("500"); }

void world_be_second_choice(void) { world_offer("300"); }

/* Bytes that count for RLIMIT_DATA already, most of them never touched. */
static rlim_t world_data(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    /* The system writes it. NOLINTNEXTLINE(cert-err34-c) */
    if (fscanf(file, "%*u %*u %*u %*u %*u %lu", &pages) != 1) pages = 0;
    (void)fclose(file);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* malloc() finds an end where the machine has one, also in pieces; what the
 * session has reserved and does not use comes on top. No more than that: the
 * system refuses a fork, and with it a copy, if one area alone is larger. */
static void world_limit_data(void) {
    struct sysinfo info;
    struct rlimit limit;
    if (sysinfo(&info) < 0 || getrlimit(RLIMIT_DATA, &limit) < 0) return;
    rlim_t most = (rlim_t)info.totalram * info.mem_unit +
                  (rlim_t)info.totalswap * info.mem_unit + world_data();
    if (limit.rlim_cur <= most) return;
    limit.rlim_cur = most;
    (void)setrlimit(RLIMIT_DATA, &limit);
}

void world_init(void) {
    world_limit_data();
    world_be_first_choice();
    for (int i = 0; i < WORLD_LIMITS; i++) {
        struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
        (void)getrlimit((__rlimit_resource_t)world_limits[i], &limit);
        world_soft[i] = limit.rlim_cur;
    }
}

static void world_raise_limit(int i) {
    struct rlimit limit;
    __rlimit_resource_t which = (__rlimit_resource_t)world_limits[i];
    if (getrlimit(which, &limit) < 0 || limit.rlim_cur >= world_soft[i])
        return;
    limit.rlim_cur = world_soft[i];
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(which, &limit);
}

static void world_unblock_signals(void) {
    static const int needed[] = {SIGSEGV, SIGBUS,  SIGFPE,
                                 SIGILL,  SIGABRT, SIGINT};
    sigset_t set;
    (void)sigemptyset(&set);
    for (unsigned i = 0; i < sizeof needed / sizeof *needed; i++)
        (void)sigaddset(&set, needed[i]);
    (void)sigaddset(&set, SIGRTMAX);
    (void)sigaddset(&set, SIGRTMAX - 1);
    (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void world_end_cell(void) {
    for (int i = 0; i < WORLD_LIMITS; i++) world_raise_limit(i);
}

/* A hard limit that is lowered stays so for ever, in all cells to come. */
int world_setrlimit(int which, const struct rlimit *limit) {
    struct rlimit now, soft = *limit;
    if (getrlimit((__rlimit_resource_t)which, &now) < 0) return -1;
    if (soft.rlim_max < now.rlim_max) soft.rlim_max = now.rlim_max;
    return setrlimit((__rlimit_resource_t)which, &soft);
}

void world_begin_cell(void) {
    world_end_cell();
    world_unblock_signals();
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}
