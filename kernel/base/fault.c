#include "base/fault.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"

int fault_step;

static struct {
    int *left; /* shared by all forks: how often the step is still to come */
    int signal;
} fault = {.signal = SIGKILL};

static int fault_step_of(Str name) {
    static const char *const names[] = {
        "",
#define X(step, what) #step,
        FAULT_STEPS(X)
#undef X
    };
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return (int)i;
    return FAULT_NONE;
}

void fault_init(void) {
    const char *text = getenv("NABLA_FAULT");
    if (!text) return;
    const char *colon = strchrnul(text, ':');
    int step = fault_step_of((Str){text, (size_t)(colon - text)});
    void *page = mmap(NULL, sizeof *fault.left, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return;
    fault.left = page;
    *fault.left = 1;
    if (*colon) {
        char *end;
        *fault.left = (int)strtol(colon + 1, &end, 10);
        if (*end) fault.signal = (int)strtol(end + 1, NULL, 10);
    }
    fault_step = step;
}

bool fault_comes(void) {
    return __atomic_sub_fetch(fault.left, 1, __ATOMIC_SEQ_CST) == 0;
}

void fault_strike(void) { (void)kill(getpid(), fault.signal); }
