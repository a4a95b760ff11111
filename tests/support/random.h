/* random.h - numbers at random, the same ones in every run. For tests. */
#ifndef SUPPORT_RANDOM_H
#define SUPPORT_RANDOM_H

#include <stdint.h>

typedef struct Random {
    uint64_t state;
} Random;

/* A number below `limit`. */
static inline unsigned pick(Random *random, unsigned limit) {
    random->state = random->state * UINT64_C(6364136223846793005) +
                    UINT64_C(1442695040888963407);
    return (unsigned)(random->state >> 33) % limit;
}

#endif
