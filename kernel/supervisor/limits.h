/* limits.h - what a cell may use: processor time and memory.
 *
 *     NABLA_CPU_SECONDS   processor time of one cell; without, no limit
 *     NABLA_MEMORY_MB     memory of the session; without, what there is
 *
 * While a cell runs, the supervisor looks now and then; a cell that is done in
 * a few milliseconds is never looked at. A cell beyond the first limit is
 * interrupted, so what it has done stays. Memory is the matter of the whole
 * machine: before that gets slow for everyone, older copies go, and then the
 * program, if it is the one that took the memory; its newest copy, which
 * has the memory of the time before, takes over. */
#ifndef SUPERVISOR_LIMITS_H
#define SUPERVISOR_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Kernel Kernel;

typedef struct Limits {
    int64_t cpu_ms;       /* 0: no limit */
    int64_t memory_bytes; /* 0: no limit */
    const char *root;     /* see memory.h */
    int64_t cpu_at_start; /* ms that the executor had used before the cell */
    int64_t look_at;      /* when to look; 0: never */
    int64_t kill_by;      /* it was told to end; 0: it was not */
    bool is_over_cpu;     /* the cell was interrupted for it */
} Limits;

void limits_init(Limits *limits); /* from the environment */
void limits_begin(Kernel *kernel, int64_t now); /* the executor was asked */
void limits_tick(Kernel *kernel, int64_t now);
int64_t limits_deadline(const Kernel *kernel); /* 0: none */
/* The sentence for a cell that was interrupted for its processor time. */
void limits_tell_cpu(const Limits *limits, bool is_kept, char *ret, int size);

#endif
