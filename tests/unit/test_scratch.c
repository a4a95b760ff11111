#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/scratch.h"
#include "support/test.h"

TEST(before_it_is_there_it_has_nothing) {
    assert_false(scratch_use(true));
    assert_null(scratch_alloc(8));
    assert_false(scratch_has("text"));
    assert_true(scratch_use(false));
    scratch_init();
}

TEST(it_is_used_only_where_it_is_asked_for) {
    assert_null(scratch_alloc(8));
    assert_false(scratch_use(true));
    char *block = scratch_alloc(8);
    assert_true(scratch_use(false));
    assert_true(scratch_has(block));
    assert_null(scratch_alloc(8));
    scratch_free(block);
}

TEST(blocks_never_overlap) {
    enum { MANY = 500 };
    unsigned char *blocks[MANY];
    (void)scratch_use(true);
    for (size_t i = 0; i < MANY; i++) {
        blocks[i] = scratch_alloc(i * 7);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        assert_int_equal(scratch_size(blocks[i]), i * 7);
        memset(blocks[i], (int)i, i * 7);
    }
    assert_int_equal(scratch_count(), MANY);
    for (size_t i = 0; i < MANY; i++) {
        for (size_t k = 0; k < i * 7; k++)
            assert_int_equal(blocks[i][k], i & 255);
        scratch_free(blocks[i]);
    }
    assert_int_equal(scratch_count(), 0);
    (void)scratch_use(false);
}

TEST(when_nothing_is_left_the_next_block_is_the_first_again) {
    (void)scratch_use(true);
    char *first = scratch_alloc(100), *second = scratch_alloc(100);
    scratch_free(first);
    assert_true((char *)scratch_alloc(1) > second);
    scratch_free(second);
    scratch_free(second + 112);
    assert_ptr_equal(scratch_alloc(100), first);
    scratch_free(first);
    (void)scratch_use(false);
}

TEST(only_the_newest_block_grows_where_it_is) {
    (void)scratch_use(true);
    char *first = scratch_alloc(100), *second = scratch_alloc(100);
    assert_false(scratch_grow(first, 101));
    assert_true(scratch_grow(first, 50));
    assert_true(scratch_grow(second, 1 << 20));
    assert_int_equal(scratch_size(second), 1 << 20);
    memset(second, 1, 1 << 20);
    char *third = scratch_alloc(8);
    assert_true(third >= second + (1 << 20));
    scratch_free(third);
    scratch_free(second);
    scratch_free(first);
    (void)scratch_use(false);
}

TEST(what_is_too_large_is_refused) {
    static const size_t sizes[] = {(size_t)128 << 20, SIZE_MAX, SIZE_MAX - 15,
                                   SIZE_MAX / 2};
    (void)scratch_use(true);
    char *first = scratch_alloc(100);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_null(scratch_alloc(sizes[i]));
        assert_false(scratch_grow(first, sizes[i]));
    }
    assert_int_equal(scratch_count(), 1);
    scratch_free(first);
    (void)scratch_use(false);
}

/* An arena may well outlive the cell. */
TEST(an_arena_has_memory_that_lasts) {
    Arena arena = {0};
    (void)scratch_use(true);
    char *piece = arena_alloc(&arena, 100);
    assert_true(scratch_use(false));
    assert_false(scratch_has(piece));
    arena_clear(&arena);
}

/* What a fork reads at this place. */
static int seen_by_a_fork(const char *place) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) _exit(*place);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WEXITSTATUS(status);
}

TEST(a_fork_gets_none_of_it_if_there_is_no_block) {
    (void)scratch_use(true);
    char *block = scratch_alloc(100);
    *block = 7;
    scratch_leave_out_of_forks(true);
    assert_int_equal(seen_by_a_fork(block), 7);
    scratch_free(block);
    scratch_leave_out_of_forks(true);
    assert_int_equal(seen_by_a_fork(block), 0);
    assert_int_equal(*block, 7);
    scratch_leave_out_of_forks(false);
    assert_int_equal(seen_by_a_fork(block), 7);
    (void)scratch_use(false);
}

SUITE(CASE(before_it_is_there_it_has_nothing),
      CASE(it_is_used_only_where_it_is_asked_for), CASE(blocks_never_overlap),
      CASE(when_nothing_is_left_the_next_block_is_the_first_again),
      CASE(only_the_newest_block_grows_where_it_is),
      CASE(what_is_too_large_is_refused), CASE(an_arena_has_memory_that_lasts),
      CASE(a_fork_gets_none_of_it_if_there_is_no_block))
