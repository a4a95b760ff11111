#include "session/others.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "session/stand_in.h"

static pid_t others_supervisor;

void others_init(void) { others_supervisor = getppid(); }

/* As kill() takes it: a process, minus a group, or -1 for all. */
static bool others_are_hit(pid_t target, int number) {
    bool is_hit = target == -1 || target == others_supervisor ||
                  (target < 0 && -target == getpgid(others_supervisor));
    if (!is_hit || number == 0) return false;
    errno = EPERM;
    return true;
}

static int others_kill(pid_t target, int number) {
    return others_are_hit(target, number) ? -1 : kill(target, number);
}

static int others_killpg(pid_t group, int number) {
    return others_are_hit(-group, number) ? -1 : killpg(group, number);
}

static int others_sigqueue(pid_t target, int number, union sigval value) {
    return others_are_hit(target, number) ? -1
                                          : sigqueue(target, number, value);
}

void *others_find(Str name) {
    static const StandIn rows[] = {
        {"kill", (void (*)(void))others_kill},
        {"killpg", (void (*)(void))others_killpg},
        {"sigqueue", (void (*)(void))others_sigqueue},
    };
    return stand_in_find(rows, sizeof rows / sizeof *rows, name);
}
