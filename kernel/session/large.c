#include "session/large.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/vault.h"
#include "session/pagemap.h"

enum {
    LARGE_PAGES = LARGE / PAGE,
    LARGE_LEAST = LARGE_PAGES * 7 / 8, /* what is not there yet costs memory */
    OFTEN = 32,                        /* cells between two looks */
    SLOTS = 1024,                      /* regions that are remembered, 2 GB */
    AREAS = 128,
    MOST_NS = 2000000 /* of a look; what is left is for the next ones */
};

static struct {
    uint32_t cells;
    int64_t end; /* of this look, ns */
    /* Not written by the cell before the last look, by address. */
    uintptr_t cold[SLOTS];
} large;

/* Nearly all of it is there, and the last cell has written none of it. */
static bool large_is_cold(int pagemap, uintptr_t at) {
    uint64_t states[LARGE_PAGES];
    uint32_t present = 0;
    if (pagemap_read(pagemap, at, states, LARGE_PAGES) != LARGE_PAGES)
        return false;
    for (size_t i = 0; i < LARGE_PAGES; i++) {
        if (states[i] & (PAGE_IS_OF_FILE | PAGE_IS_ALONE)) return false;
        present += (states[i] & PAGE_IS_PRESENT) != 0;
    }
    return present >= LARGE_LEAST;
}

/* A region that was cold twice, some cells apart. */
static void large_look(int pagemap, uintptr_t at) {
    uintptr_t *cold = &large.cold[at / LARGE % SLOTS];
    bool was_cold = *cold == at;
    *cold = large_is_cold(pagemap, at) ? at : 0;
    if (!was_cold || !*cold) return;
    vault_allow_large((void *)at, LARGE);
    (void)madvise((void *)at, LARGE, MADV_COLLAPSE);
}

/* Most of what is reserved is empty. */
static bool large_is_empty(int pagemap, uintptr_t at) {
    uint64_t states[2];
    at += LARGE / 2;
    return pagemap_read(pagemap, at, states, 2) != 2 ||
           !((states[0] | states[1]) & PAGE_IS_PRESENT);
}

static void large_look_through(int pagemap, const Area *area) {
    uintptr_t at = (area->start + LARGE - 1) / LARGE * LARGE;
    for (; at < area->end && area->end - at >= LARGE; at += LARGE) {
        if (clock_ns(CLOCK_MONOTONIC) > large.end) return;
        if (!large_is_empty(pagemap, at)) large_look(pagemap, at);
    }
}

void large_settle(void) {
    Area areas[AREAS];
    if (++large.cells % OFTEN) return;
    int pagemap = pagemap_open();
    if (pagemap < 0) return;
    large.end = clock_ns(CLOCK_MONOTONIC) + MOST_NS;
    size_t count = pagemap_areas(areas, AREAS);
    for (size_t i = 0; i < count; i++) large_look_through(pagemap, &areas[i]);
    (void)close(pagemap);
}
