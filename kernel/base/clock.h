/* clock.h - the time, as a number. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* CLOCK_MONOTONIC never goes back; CLOCK_REALTIME counts from 1970. */
static inline int64_t clock_ns(clockid_t clock) {
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline int64_t clock_ms(clockid_t clock) {
    return clock_ns(clock) / 1000000;
}

#endif
