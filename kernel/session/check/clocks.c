#include "session/check/clocks.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include "session/stand_in.h"

enum { CLOCKS_MS = 1000, CLOCKS_NS = 1000000, CLOCKS_LONGEST_MS = 50 };

static long clocks_back_ms; /* between the two runs */

static struct timespec clocks_then(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    now.tv_sec -= clocks_back_ms / CLOCKS_MS;
    now.tv_nsec -= clocks_back_ms % CLOCKS_MS * CLOCKS_NS;
    if (now.tv_nsec < 0) {
        now.tv_nsec += (long)CLOCKS_MS * CLOCKS_NS;
        now.tv_sec--;
    }
    return now;
}

void clocks_set(long began_ms) {
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    long now_ms = now.tv_sec * CLOCKS_MS + now.tv_nsec / CLOCKS_NS;
    clocks_back_ms = now_ms > began_ms && began_ms > 0 ? now_ms - began_ms : 0;
}

/* --- what cell code calls --- */

static time_t clocks_time(time_t *ret) {
    time_t now = clocks_then().tv_sec;
    if (ret) *ret = now;
    return now;
}

static int clocks_gettimeofday(struct timeval *ret, void *zone) {
    struct timespec now = clocks_then();
    (void)zone;
    *ret = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

static int clocks_clock_gettime(clockid_t clock, struct timespec *ret) {
    if (clock != CLOCK_REALTIME) return clock_gettime(clock, ret);
    *ret = clocks_then();
    return 0;
}

static void clocks_nap(long ms) {
    if (ms > CLOCKS_LONGEST_MS) ms = CLOCKS_LONGEST_MS;
    const struct timespec nap = {0, ms * CLOCKS_NS};
    (void)nanosleep(&nap, NULL);
}

static long clocks_ms(const struct timespec *time) {
    return time->tv_sec > CLOCKS_MS
               ? CLOCKS_LONGEST_MS
               : time->tv_sec * CLOCKS_MS + time->tv_nsec / CLOCKS_NS;
}

static unsigned clocks_sleep(unsigned seconds) {
    clocks_nap(seconds ? CLOCKS_LONGEST_MS : 0);
    return 0;
}

static int clocks_usleep(useconds_t us) {
    clocks_nap((long)us / 1000);
    return 0;
}

static int clocks_nanosleep(const struct timespec *time,
                            struct timespec *left) {
    (void)left;
    clocks_nap(clocks_ms(time));
    return 0;
}

static int clocks_clock_nanosleep(clockid_t clock, int flags,
                                  const struct timespec *time,
                                  struct timespec *left) {
    (void)clock, (void)left;
    clocks_nap(flags & TIMER_ABSTIME ? CLOCKS_LONGEST_MS : clocks_ms(time));
    return 0;
}

void *clocks_find(Str name) {
    static const StandIn rows[] = {
        {"time", (void (*)(void))clocks_time},
        {"gettimeofday", (void (*)(void))clocks_gettimeofday},
        {"clock_gettime", (void (*)(void))clocks_clock_gettime},
        {"sleep", (void (*)(void))clocks_sleep},
        {"usleep", (void (*)(void))clocks_usleep},
        {"nanosleep", (void (*)(void))clocks_nanosleep},
        {"thrd_sleep", (void (*)(void))clocks_nanosleep},
        {"clock_nanosleep", (void (*)(void))clocks_clock_nanosleep},
    };
    return stand_in_find(rows, sizeof rows / sizeof *rows, name);
}
