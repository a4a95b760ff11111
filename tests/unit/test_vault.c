#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/vault.h"
#include "support/test.h"

enum { BLOCKS = 400, TURNS = 200000 };

typedef struct Block {
    unsigned char *bytes;
    size_t size;
    unsigned char mark;
} Block;

static uint32_t random_state = 1;

static uint32_t random_next(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    return random_state ^= random_state << 5;
}

/* Mostly small, some of a few pages, now and then one of megabytes. */
static size_t random_size(void) {
    switch (random_next() % 32) {
    case 0: return random_next() % (3 << 20);
    case 1:
    case 2:
    case 3: return random_next() % 40000;
    default: return random_next() % 2200;
    }
}

static void block_make(Block *block) {
    block->size = random_size();
    block->mark = (unsigned char)random_next();
    block->bytes = vault_alloc(block->size);
    assert_non_null(block->bytes);
    assert_true(vault_has(block->bytes));
    assert_int_equal((uintptr_t)block->bytes % 16, 0);
    assert_true(vault_size(block->bytes) >= block->size);
    memset(block->bytes, block->mark, vault_size(block->bytes));
}

/* Nobody else has written to it. */
static void block_check(const Block *block) {
    for (size_t i = 0; i < vault_size(block->bytes); i++)
        if (block->bytes[i] != block->mark) fail_msg("byte %zu", i);
}

TEST(before_it_is_there_it_has_nothing) {
    assert_null(vault_alloc(8));
    assert_false(vault_has("text"));
    vault_init();
}

TEST(blocks_that_come_and_go_never_overlap) {
    static Block blocks[BLOCKS];
    for (int turn = 0; turn < TURNS; turn++) {
        Block *block = &blocks[random_next() % BLOCKS];
        if (block->bytes) {
            if (turn % 50 == 0) block_check(block);
            vault_free(block->bytes);
            block->bytes = NULL;
        } else {
            block_make(block);
        }
    }
    for (int i = 0; i < BLOCKS; i++) {
        if (!blocks[i].bytes) continue;
        block_check(&blocks[i]);
        vault_free(blocks[i].bytes);
    }
}

TEST(what_is_freed_is_used_again) {
    enum { MANY = 5000 };
    static void *runs[MANY];
    uintptr_t highest = 0;
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < MANY; i++) {
            runs[i] = vault_alloc(4096 * (size_t)(1 + (i * 7 + round) % 9));
            assert_non_null(runs[i]);
            if (round == 0 && (uintptr_t)runs[i] > highest)
                highest = (uintptr_t)runs[i];
            /* Another order of freeing must not leave it in pieces. */
            assert_true((uintptr_t)runs[i] <= highest + (40 << 20));
        }
        for (int i = 0; i < MANY; i++)
            vault_free(runs[(i * 7919 + round) % MANY]);
    }
}

TEST(zeroed_means_zeroed) {
    static const size_t sizes[] = {1,    16,       2048,     2049,
                                   4096, 100000, (1 << 20), (5 << 20) + 3};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *block = vault_alloc(sizes[i]);
        memset(block, 1, sizes[i]);
        vault_free(block);
        char *zeroed = vault_alloc_zeroed(sizes[i]);
        for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(zeroed[k], 0);
        vault_free(zeroed);
    }
}

TEST(every_size_has_its_room) {
    for (size_t size = 0; size <= 5000; size++) {
        char *block = vault_alloc(size);
        size_t room = vault_size(block);
        assert_true(room >= size);
        /* A quarter at most is lost, and what makes it even. */
        if (size > 256 && size <= 2048) assert_true(room <= size + size / 4);
        vault_free(block);
    }
}

/* What a cell leaves behind is to be on few pages. */
TEST(small_blocks_of_many_sizes_lie_together) {
    enum { MANY = 120 };
    void *blocks[MANY];
    uintptr_t low = UINTPTR_MAX, high = 0;
    size_t sum = 0;
    for (size_t i = 0; i < MANY; i++) {
        size_t size = 8 + i * 61 % 500;
        blocks[i] = vault_alloc(size);
        uintptr_t at = (uintptr_t)blocks[i];
        if (at < low) low = at;
        if (at + size > high) high = at + size;
        sum += size;
    }
    /* A piece of each size may be begun, and slabs end somewhere. */
    assert_true(high - low < 2 * sum + (32 << 10));
    for (size_t i = 0; i < MANY; i++) vault_free(blocks[i]);
}

TEST(what_is_too_large_is_refused) {
    assert_null(vault_alloc(SIZE_MAX / 2));
    assert_null(vault_alloc((size_t)5 << 30));
    assert_null(vault_alloc_zeroed(SIZE_MAX / 2));
    int outside = 0;
    assert_false(vault_has(&outside));
    assert_false(vault_has(NULL));
}

SUITE(CASE(before_it_is_there_it_has_nothing),
      CASE(small_blocks_of_many_sizes_lie_together),
      CASE(blocks_that_come_and_go_never_overlap),
      CASE(what_is_freed_is_used_again), CASE(zeroed_means_zeroed),
      CASE(every_size_has_its_room),
      CASE(what_is_too_large_is_refused))
