#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/scratch.h"

enum {
    ARENA_ALIGN = 16,
    ARENA_STEP = 512, /* blocks, with their heads, are multiples of this, */
    ARENA_PAGE = 4096, /* or of this if they are larger */
    ARENA_LAST_BLOCK = 1 << 20
};

struct ArenaBlock {
    ArenaBlock *older; /* own */
    size_t used;
    size_t size;
    size_t pad;
    /* the bytes follow */
};

void (*mem_on_exhausted)(void);

enum { MEM_SPARE = 1 << 20 };

static void *mem_spare; /* own */

void mem_keep_spare(void) {
    if (!mem_spare) mem_spare = malloc(MEM_SPARE);
}

/* Comes back when there may be memory now. */
static void mem_find_more(size_t size) {
    if (mem_spare) {
        free(mem_spare);
        mem_spare = NULL;
        return;
    }
    if (mem_on_exhausted) mem_on_exhausted();
    (void)fprintf(stderr, "nabla: out of memory (%zu bytes)\n", size);
    abort();
}

void *mem_alloc(size_t size) {
    void *block;
    while (!(block = calloc(1, size ? size : 1))) mem_find_more(size);
    return block;
}

void *mem_grow(void *block, size_t size) {
    void *grown;
    while (!(grown = realloc(block, size ? size : 1))) mem_find_more(size);
    return grown;
}

char *mem_dup(const char *text, size_t len) {
    char *copy = mem_alloc(len + 1);
    if (len) memcpy(copy, text, len);
    return copy;
}

/* Each block is half of what there is so far: a large cell costs few mallocs,
 * and a small one, which may be kept for the whole session, wastes little. A
 * piece larger than a block gets a block of its own. */
static size_t arena_block_size(const Arena *arena, size_t need) {
    size_t size = sizeof(ArenaBlock) + arena->total / 2;
    if (size > ARENA_LAST_BLOCK) size = ARENA_LAST_BLOCK;
    if (size < sizeof(ArenaBlock) + need) size = sizeof(ArenaBlock) + need;
    size_t unit = size <= ARENA_PAGE / 2 ? ARENA_STEP : ARENA_PAGE;
    return (size + unit - 1) / unit * unit;
}

static ArenaBlock *arena_add_block(Arena *arena, size_t need) {
    size_t size = arena_block_size(arena, need);
    bool was_scratch = scratch_use(false); /* it may well outlive the cell */
    ArenaBlock *block = mem_grow(NULL, size);
    (void)scratch_use(was_scratch);
    *block = (ArenaBlock){.older = arena->newest,
                          .size = size - sizeof *block};
    arena->newest = block;
    return block;
}

void *arena_alloc(Arena *arena, size_t size) {
    size_t need = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    ArenaBlock *block = arena->newest;
    if (!block || block->size - block->used < need)
        block = arena_add_block(arena, need);
    char *piece = (char *)(block + 1) + block->used;
    block->used += need;
    arena->total += need;
    if (size) memset(piece, 0, size);
    return piece;
}

Str arena_dup(Arena *arena, Str text) {
    char *copy = arena_alloc(arena, text.len + 1);
    if (text.len) memcpy(copy, text.text, text.len);
    return (Str){copy, text.len};
}

Str arena_printf(Arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, (size_t)len + 1);
    (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (Str){text, (size_t)len};
}

void arena_clear(Arena *arena) {
    while (arena->newest) {
        ArenaBlock *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
    arena->total = 0;
}

void *mem_reserve(size_t size, int access) {
    void *at = mmap(NULL, size, access,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}
