#include "supervisor/limits.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "supervisor/executor.h"
#include "supervisor/memory.h"

enum {
    FIRST_LOOK_MS = 30,
    SHORTEST_MS = 5,
    LONGEST_MS = 200,
    LAST_WORDS_MS = 500,
    MOST_CORES = 64,
    FASTEST = 4 << 20, /* bytes in a ms that a program may take */
    FLOOR_SHARE = 32,  /* of all memory, should stay free */
    LEAST_FLOOR = 64 << 20,
    MOST_FLOOR = 512 << 20,
    BLAME_SHARE = 8 /* who has less than this share is not to blame */
};

/* ORDER: the executor's words for these, in crash.c */
enum {
    BEYOND_MACHINE,
    BEYOND_LIMIT
};

static int64_t number_of(const char *name) {
    const char *text = getenv(name);
    char *end = NULL;
    errno = 0;
    double number = text ? strtod(text, &end) : 0;
    bool is_number = text && end != text && *end == '\0' && errno == 0;
    return is_number && number > 0 && number < 1e9 ? (int64_t)(number * 1000)
                                                   : 0;
}

void limits_init(Limits *limits) {
    const char *root = getenv("NABLA_MEMORY_ROOT"); /* for tests */
    *limits = (Limits){.cpu_ms = number_of("NABLA_CPU_SECONDS"),
                       .memory_bytes =
                           number_of("NABLA_MEMORY_MB") * ((1 << 20) / 1000),
                       .root = root ? root : ""};
}

static int64_t cpu_of(pid_t pid) {
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(pid, &clock) != 0 ||
        clock_gettime(clock, &used) < 0)
        return 0;
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

void limits_begin(Kernel *kernel, int64_t now) {
    Limits *limits = &kernel->limits;
    limits->is_over_cpu = false;
    limits->kill_by = 0;
    limits->look_at = now + FIRST_LOOK_MS;
    if (limits->cpu_ms) limits->cpu_at_start = cpu_of(kernel->child.pid);
}

void limits_tell_cpu(const Limits *limits, bool is_kept, char *ret, int size) {
    (void)snprintf(
        ret, (size_t)size,
        "the cell used more than %g seconds of processor time and was "
        "stopped%s (NABLA_CPU_SECONDS in the kernel's environment sets the "
        "limit)",
        (double)limits->cpu_ms / 1000,
        is_kept ? "; what it had changed until then stays" : "");
}

/* How long the cell can go on before it is over its limit, at least. */
static int64_t look_at_cpu(Kernel *kernel) {
    Limits *limits = &kernel->limits;
    if (!limits->cpu_ms || limits->is_over_cpu) return LONGEST_MS;
    int64_t used = cpu_of(kernel->child.pid) - limits->cpu_at_start;
    if (used > limits->cpu_ms) {
        limits->is_over_cpu = true;
        executor_interrupt(kernel);
        return LONGEST_MS;
    }
    return (limits->cpu_ms - used) / MOST_CORES;
}

/* It says its last words, with the line, and ends; or it is ended. */
static void end_for_memory(Kernel *kernel, int why, int64_t now) {
    static const char *const words[] = {
        [BEYOND_MACHINE] = "the machine has hardly any memory left, and this "
                           "program has taken most of it",
        [BEYOND_LIMIT] = "the session took more memory than NABLA_MEMORY_MB in "
                         "the kernel's environment allows",
    };
    Buf *crash = &kernel->child.crash;
    union sigval value = {.sival_int = why};
    if (kernel->limits.kill_by) return;
    buf_clear(crash);
    buf_add(crash, "MemoryExhausted", sizeof "MemoryExhausted");
    buf_add_str(crash, str_of(words[why]));
    buf_add_char(crash, '\0');
    (void)sigqueue(kernel->child.pid, SIGRTMAX - 1, value);
    kernel->limits.kill_by = now + LAST_WORDS_MS;
}

static int64_t floor_of(int64_t total) {
    int64_t least = total / FLOOR_SHARE;
    if (least > MOST_FLOOR) return MOST_FLOOR;
    return least < LEAST_FLOOR ? LEAST_FLOOR : least;
}

/* How long what is left lasts, at least. */
static int64_t look_at_memory(Kernel *kernel, int64_t now) {
    Limits *limits = &kernel->limits;
    int64_t taken = memory_of(kernel->child.pid);
    Memory memory;
    if (limits->memory_bytes && taken > limits->memory_bytes)
        end_for_memory(kernel, BEYOND_LIMIT, now);
    int64_t left = limits->memory_bytes ? limits->memory_bytes - taken
                                        : INT64_MAX;
    if (!memory_read(limits->root, &memory)) return LONGEST_MS;
    int64_t spare = memory.available - floor_of(memory.total);
    if (spare < 0) {
        bool is_to_blame = taken > memory.total / BLAME_SHARE;
        if (child_drop_oldest(&kernel->child)) return SHORTEST_MS;
        if (is_to_blame) end_for_memory(kernel, BEYOND_MACHINE, now);
    }
    return (left < spare ? left : spare) / FASTEST;
}

void limits_tick(Kernel *kernel, int64_t now) {
    Limits *limits = &kernel->limits;
    bool is_at_work = kernel->awaited != RECORD_NONE &&
                      kernel->child.state == CHILD_READY &&
                      !kernel->child.is_reaped;
    if (!is_at_work) limits->look_at = limits->kill_by = 0;
    if (limits->kill_by && now >= limits->kill_by) {
        limits->kill_by = 0;
        child_kill(&kernel->child);
    }
    if (!limits->look_at || now < limits->look_at) return;
    int64_t cpu = look_at_cpu(kernel), memory = look_at_memory(kernel, now);
    int64_t pause = cpu < memory ? cpu : memory;
    if (pause < SHORTEST_MS) pause = SHORTEST_MS;
    if (pause > LONGEST_MS) pause = LONGEST_MS;
    limits->look_at = now + pause;
}

int64_t limits_deadline(const Kernel *kernel) {
    const Limits *limits = &kernel->limits;
    if (limits->kill_by && limits->kill_by < limits->look_at)
        return limits->kill_by;
    return limits->look_at;
}
