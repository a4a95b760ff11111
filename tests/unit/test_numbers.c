/* test_numbers.c - generated expressions, by TinyCC and by the compiler that
 * builds this test, equal to the last bit. Every expression is a cell of its
 * own that uses variables of an earlier one. See numbers.py. */
#include <stdlib.h>
#include <string.h>

#include "numbers_text.h"
#include "support/loader.h"

enum {
    RESULT_SIZE = 64,
    STATE_COUNT = sizeof STATE / sizeof *STATE
};

/* The other compiler's half, in numbers_gcc.c. */
extern void (*const num_tests[])(char *out);
typedef struct Variable {
    void *at;
    unsigned long size;
} Variable;
extern const Variable num_state[];

/* The functions that cells call: each through its stub. */
static const char *const CALLED[] = {
    "num_add",   "num_addf",  "num_addl",   "num_sub",   "num_wide",
    "num_many",  "num_vary",  "num_swap",   "num_mixed", "num_turn",
    "num_turnf", "num_scale", "num_compare"};

static World number_world(void) {
    World world = world_new();
    for (size_t i = 0; i < sizeof CALLED / sizeof *CALLED; i++)
        world_slot(&world, CALLED[i]);
    Image *globals = world_load(&world, GLOBALS);
    for (size_t i = 0; i < sizeof CALLED / sizeof *CALLED; i++)
        slot_set(world_slot(&world, CALLED[i]),
                 image_symbol(globals, str_of(CALLED[i]), NULL));
    for (size_t i = 0; i < STATE_COUNT; i++)
        world_variable(&world, globals, STATE[i]);
    static const char *const POINTERS[] = {"num_pd", "num_pf", "num_ps",
                                           "num_fp", "num_fps"};
    for (size_t i = 0; i < sizeof POINTERS / sizeof *POINTERS; i++)
        world_variable(&world, globals, POINTERS[i]);
    return world;
}

/* All variables of one side, one behind the other; restore puts them back. */
static void copy_state(const Variable *variables, char *bytes, bool restore) {
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (restore)
            memcpy(variables[i].at, bytes, variables[i].size);
        else
            memcpy(bytes, variables[i].at, variables[i].size);
        bytes += variables[i].size;
    }
}

static size_t state_size(void) {
    size_t size = 0;
    for (size_t i = 0; i < STATE_COUNT; i++) size += num_state[i].size;
    return size;
}

static void run_cell(World *world, const char *body, char *out) {
    Buf unit = {0};
    buf_printf(&unit, "%svoid num_cell(char *out) { %s }\n", EXTERNS, body);
    Image *image = world_load(world, unit.text);
    void *address = image_symbol(image, STR("num_cell"), NULL);
    void (*cell)(char *out);
    memcpy(&cell, &address, sizeof cell);
    cell(out);
    image_discard(image);
    buf_done(&unit);
    arena_clear(&world->arena);
}

/* Padding of a struct or a long double is nobody's value. */
static size_t compare(const char *body, const char *ours, const char *theirs,
                      size_t size) {
    if (memcmp(ours, theirs, size) == 0) return 0;
    for (size_t i = 0; i < size; i++)
        if (ours[i] != theirs[i])
            print_error("%s: byte %zu is %02x, not %02x\n", body, i,
                        (unsigned)(unsigned char)ours[i],
                        (unsigned)(unsigned char)theirs[i]);
    return 1;
}

TEST(every_expression_gives_the_other_compiler_s_bits) {
    World world = number_world();
    Variable ours[STATE_COUNT];
    for (size_t i = 0; i < STATE_COUNT; i++)
        ours[i] = (Variable){map_get(&world.names, str_of(STATE[i])),
                             num_state[i].size};
    size_t size = state_size(), wrong = 0;
    char *start = mem_alloc(size), *left = mem_alloc(size);
    char *right = mem_alloc(size);
    copy_state(ours, start, false);
    copy_state(num_state, right, false);
    wrong += compare("the initial values", start, right, size);
    for (size_t i = 0; i < sizeof BODIES / sizeof *BODIES; i++) {
        /* Aligned as the widest result needs. */
        _Alignas(16) char out[RESULT_SIZE] = {0}, expected[RESULT_SIZE] = {0};
        copy_state(ours, start, true);
        copy_state(num_state, start, true);
        run_cell(&world, BODIES[i], out);
        num_tests[i](expected);
        wrong += compare(BODIES[i], out, expected, RESULT_SIZE);
        copy_state(ours, left, false);
        copy_state(num_state, right, false);
        wrong += compare(BODIES[i], left, right, size);
    }
    free(start);
    free(left);
    free(right);
    world_done(&world);
    print_message("# %zu expressions\n", sizeof BODIES / sizeof *BODIES);
    assert_true(sizeof BODIES / sizeof *BODIES >= 200);
    assert_int_equal(wrong, 0);
}

SUITE(CASE(every_expression_gives_the_other_compiler_s_bits))
