#include "base/fault.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"
#include "base/trace.h"

bool fault_is_armed;

static struct {
    int step;  /* the one that NABLA_FAULT names */
    int *left; /* shared by all forks: how often the step is still to come */
    int signal;
} fault = {.signal = SIGKILL};

static const struct {
    const char *name, *what;
} fault_steps[] = {
    {"", ""},
#define X(step, what) {#step, what},
    FAULT_STEPS(X)
#undef X
};

static int fault_step_of(Str name) {
    for (size_t i = 1; i < sizeof fault_steps / sizeof *fault_steps; i++)
        if (str_is(name, fault_steps[i].name)) return (int)i;
    return FAULT_NONE;
}

void fault_init(void) {
    const char *text = getenv("NABLA_FAULT");
    fault_is_armed = trace_is_on;
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
    fault.step = step;
    fault_is_armed = true;
}

void fault_disarm(void) {
    fault.step = FAULT_NONE;
    fault_is_armed = trace_is_on;
}

bool fault_comes(FaultStep step) {
    /* Half of a record is sent only where the fault strikes. */
    if (step != FAULT_half_record)
        trace("step", "%s: %s", fault_steps[step].name, fault_steps[step].what);
    return fault.step == (int)step &&
           __atomic_sub_fetch(fault.left, 1, __ATOMIC_SEQ_CST) == 0;
}

void fault_strike(void) { (void)kill(getpid(), fault.signal); }
