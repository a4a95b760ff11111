#include "session/world.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* Without these the session itself could not work. RLIMIT_CPU counts from the
 * start of the process and would end every cell to come. */
static const int world_limits[] = {RLIMIT_AS,  RLIMIT_DATA,   RLIMIT_STACK,
                                   RLIMIT_CPU, RLIMIT_NOFILE};
enum { WORLD_LIMITS = sizeof world_limits / sizeof *world_limits };

static rlim_t world_soft[WORLD_LIMITS];

void world_init(void) {
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
    (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void world_begin_cell(void) {
    for (int i = 0; i < WORLD_LIMITS; i++) world_raise_limit(i);
    world_unblock_signals();
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}
