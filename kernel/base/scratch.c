#include "base/scratch.h"

#include <stdint.h>
#include <sys/mman.h>

#include "base/mem.h"

/* A block's size stands in front of it. */
enum {
    ALIGN = 16,
    HEAD = 16,
    PAGE = 4096,
    KEPT = 2 << 20 /* bytes that stay resident; an ordinary cell needs less */
};

/* More than that is for the heap: a cell of megabytes has time. */
static const size_t scratch_room = (size_t)128 << 20;

static struct {
    char *base; /* NULL: there is none */
    size_t used;
    size_t last; /* where the newest block begins */
    size_t peak;
    size_t count; /* of blocks */
} scratch;

static __thread bool scratch_is_on;

/* Between two pages that nobody can reach, lest the system join it with its
 * neighbour and part the two again at each fork. */
void scratch_init(void) {
    char *all = mem_reserve(scratch_room + 2 * PAGE, PROT_NONE);
    if (!all || mprotect(all + PAGE, scratch_room, PROT_READ | PROT_WRITE) < 0)
        return;
    scratch.base = all + PAGE;
    (void)madvise(scratch.base, scratch_room, MADV_NOHUGEPAGE);
}

bool scratch_use(bool is_on) {
    bool was_on = scratch_is_on;
    scratch_is_on = is_on;
    return was_on;
}

bool scratch_has(const void *block) {
    return (uintptr_t)block - (uintptr_t)scratch.base < scratch_room &&
           scratch.base;
}

static size_t *scratch_head(const void *block) {
    return (size_t *)((char *)(uintptr_t)block - HEAD);
}

static bool scratch_is_last(const void *block) {
    return (const char *)block == scratch.base + scratch.last + HEAD;
}

/* The newest block lies there; false: there is no room. */
static bool scratch_place(size_t from, size_t size) {
    const size_t most = scratch_room - HEAD - ALIGN;
    if (size > most || from > most - size)
        return false;
    scratch.used = from + HEAD + ((size + ALIGN - 1) & -(size_t)ALIGN);
    if (scratch.used > scratch.peak) scratch.peak = scratch.used;
    *(size_t *)(void *)(scratch.base + from) = size;
    return true;
}

void *scratch_alloc(size_t size) {
    size_t from = scratch.used;
    if (!scratch_is_on || !scratch.base || !scratch_place(from, size))
        return NULL;
    scratch.last = from;
    scratch.count++;
    return scratch.base + from + HEAD;
}

size_t scratch_size(const void *block) { return *scratch_head(block); }

bool scratch_grow(void *block, size_t size) {
    if (size <= scratch_size(block)) return true;
    return scratch_is_last(block) && scratch_place(scratch.last, size);
}

void scratch_free(void *block) {
    if (scratch_is_last(block)) scratch.used = scratch.last;
    if (--scratch.count) return;
    if (scratch.peak > KEPT)
        (void)madvise(scratch.base + KEPT, scratch.peak - KEPT, MADV_DONTNEED);
    scratch.used = scratch.last = scratch.peak = 0;
}

size_t scratch_count(void) { return scratch.count; }

void scratch_leave_out_of_forks(bool is_left_out) {
    if (!scratch.base || (is_left_out && scratch.count)) return;
    (void)madvise(scratch.base, scratch_room,
                  is_left_out ? MADV_WIPEONFORK : MADV_KEEPONFORK);
}
