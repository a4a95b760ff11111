#include "session/chain.h"

#include <malloc.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "session/heap.h"
#include "session/stand_in.h"
#include "session/thread.h"

#ifdef __GLIBC__

enum {
    CHAIN_FLAGS = 7,      /* in the size: what the block and the one before are */
    CHAIN_IN_ORDER = 1,   /* the flag that the block before is in use */
    CHAIN_NOT_OF_HEAP = 6, /* flags of blocks that lie elsewhere */
    CHAIN_GRAIN = 16,
    CHAIN_LEAST = 32,
    CHAIN_FENCE = 16, /* a size where the heap was interrupted by sbrk() */
    CHAIN_HEAD = 16   /* what a block that was handed out has before it */
};

/* The session's own blocks are many, and to go through all of them would take
 * longer than a small cell does. */
enum { CHAIN_BLOCK_NS = 40, CHAIN_SHARE = 20, CHAIN_ALWAYS_NS = 20000 };

static struct {
    uintptr_t base; /* of the first block's head; 0: not known */
    int64_t count;  /* of blocks, when all were looked at the last time */
} chain;

/* So long as nobody but malloc has moved the end of the heap, all that it got
 * is one piece. */
void chain_init(void) {
    uintptr_t end = (uintptr_t)sbrk(0);
    chain.base = end - mallinfo2().arena;
}

static size_t chain_field(uintptr_t head) {
    size_t field;
    memcpy(&field, (const void *)(head + sizeof field), sizeof field);
    return field;
}

static size_t chain_size(uintptr_t head) {
    return chain_field(head) & ~(size_t)CHAIN_FLAGS;
}

static bool chain_is_sound(uintptr_t head, uintptr_t end) {
    size_t size = chain_size(head);
    return size >= CHAIN_LEAST && size % CHAIN_GRAIN == 0 &&
           size <= end - head && !(chain_field(head) & CHAIN_NOT_OF_HEAP);
}

static uintptr_t chain_find_in_all(uintptr_t end) {
    uintptr_t before = 0, head = chain.base;
    int64_t count = 0;
    for (; head + CHAIN_LEAST <= end; head += chain_size(head), count++) {
        if (chain_size(head) == CHAIN_FENCE) break;
        if (!chain_is_sound(head, end)) return before ? before + CHAIN_HEAD : 0;
        before = head;
    }
    chain.count = count;
    return 0;
}

/* Both its own size and that behind it, which says that it is in use. */
static bool chain_block_is_sound(uintptr_t block) {
    uintptr_t head = block - CHAIN_HEAD, end = (uintptr_t)sbrk(0);
    if (head < chain.base || head + CHAIN_LEAST > end) return true;
    if (!chain_is_sound(head, end)) return false;
    head += chain_size(head);
    if (head + CHAIN_LEAST > end || chain_size(head) == CHAIN_FENCE)
        return true;
    return chain_is_sound(head, end) && (chain_field(head) & CHAIN_IN_ORDER);
}

uintptr_t chain_find_damage(int64_t ran_ns) {
    if (!chain.base || thread_has_others()) return 0;
    int64_t most = ran_ns / CHAIN_SHARE;
    if (most < CHAIN_ALWAYS_NS) most = CHAIN_ALWAYS_NS;
    return chain.count * CHAIN_BLOCK_NS <= most
               ? chain_find_in_all((uintptr_t)sbrk(0))
               : heap_find_recent(chain_block_is_sound);
}

static void *chain_sbrk(intptr_t more) {
    if (more) chain.base = 0;
    return sbrk(more);
}

static int chain_brk(void *end) {
    chain.base = 0;
    return brk(end);
}

void *chain_find(Str name) {
    static const StandIn rows[] = {
        {"sbrk", (void (*)(void))chain_sbrk},
        {"brk", (void (*)(void))chain_brk},
    };
    return stand_in_find(rows, sizeof rows / sizeof *rows, name);
}

#else

void chain_init(void) {}

void *chain_find(Str name) {
    (void)name;
    return NULL;
}

uintptr_t chain_find_damage(int64_t ran_ns) {
    (void)ran_ns;
    return 0;
}

#endif
