#include <stdint.h>
uint64_t state = 88172645463325252u;
uint64_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}
double pi(long n) {
    long hits = 0;
    for (long i = 0; i < n; i++) {
        uint64_t r = next();
        double x = (double)(uint32_t)r / 4294967296.0;
        double y = (double)(uint32_t)(r >> 32) / 4294967296.0;
        hits += x * x + y * y < 1;
    }
    return 4.0 * hits / n;
}
RUN(printf("%.17g\n", pi(100000000)))
