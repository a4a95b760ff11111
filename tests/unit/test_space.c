/* The range of the session's code and data: what fits, what is refused, and
 * that a call of the system that fails leaves it as it was. */
#include <stdlib.h>
#include <string.h>

#include "code/space.h"
#include "support/refusing.h"
#include "support/test.h"

enum { MB = 1 << 20 };

/* --- how large it is --- */

TEST(a_machine_with_little_room_gets_a_smaller_range) {
    static const size_t sizes[] = {1792, 512, 128};
    Err err = {""};
    for (int i = 0; i < 3; i++) {
        refuse(0, i);
        Space *space = space_new(&err);
        assert_non_null(space);
        assert_int_equal(space->size, sizes[i] * MB);
        assert_non_null(space_alloc(space, 100, 8, &err));
        space_free(space);
    }
    refuse(0, 3);
    assert_null(space_new(&err));
    assert_non_null(strstr(err.text, "no address space for the session's"));
    space_free(NULL);
}

TEST(a_range_that_is_not_one_area_works_all_the_same) {
    Err err = {""};
    refuse(1, 1);
    Space *space = space_new(&err);
    assert_true(refuse_end());
    char *data = space_alloc(space, 10, 1, &err);
    assert_non_null(data);
    data[9] = 1;
    space_free(space);
}

/* --- what does not fit --- */

TEST(what_does_not_fit_is_refused_in_words) {
    Err err = {""};
    Space *space = space_new(&err);
    const Range before = space->data;
    assert_null(space_alloc(space, space->data.size + 1, 1, &err));
    assert_non_null(strstr(err.text, "no room for"));
    assert_null(space_alloc(space, SIZE_MAX, 1, &err));
    assert_memory_equal(&space->data, &before, sizeof before);
    assert_null(space_take_consts(space, space->consts.size + 1, 1, &err));
    assert_non_null(strstr(err.text, "of constants more"));
    assert_null(space_take_code(space, space->code.size / SPACE_PAGE + 1, NULL,
                                &err));
    assert_non_null(strstr(err.text, "no room for more code"));
    assert_null(space_take_fast(space, space->fast.size / SPACE_PAGE + 1,
                                &err));
    assert_non_null(strstr(err.text, "no room for more fast code"));
    space_free(space);
}

/* Only the gap that an alignment makes is too large. */
TEST(an_alignment_may_not_fit) {
    Err err = {""};
    Space *space = space_new(&err);
    assert_non_null(space_alloc(space, 1, 1, &err));
    size_t used = space->data.used;
    assert_null(space_alloc(space, 1, (size_t)1 << 31, &err));
    assert_int_equal(space->data.used, used);
    space_free(space);
}

TEST(nothing_has_an_address_of_its_own) {
    Err err = {""};
    Space *space = space_new(&err);
    void *one = space_alloc(space, 0, 1, &err);
    void *other = space_alloc(space, 0, 1, &err);
    assert_true(one && other && one != other);
    space_free(space);
}

TEST(a_range_can_be_filled_to_its_last_byte) {
    Err err = {""};
    Space *space = space_new(&err);
    assert_non_null(space_alloc(space, space->data.size, 1, &err));
    assert_non_null(space_take_consts(space, space->consts.size, 1, &err));
    size_t pages = space->code.size / SPACE_PAGE;
    static char owner;
    Image *image = (Image *)(void *)&owner;
    uint8_t *code = space_take_code(space, pages, image, &err);
    assert_ptr_equal(code, space->code.start);
    assert_null(space_take_code(space, 1, image, &err));
    space_give_code(space, code, pages);
    assert_ptr_equal(space_take_code(space, 1, image, &err), code);
    assert_null(space_alloc(space, 1, 1, &err));
    space_free(space);
}

/* --- whose bytes these are --- */

TEST(bytes_overlap_that_have_one_in_common) {
    Err err = {""};
    Space *space = space_new(&err);
    uint8_t *start = space->base, *end = space->base + space->size;
    assert_true(space_overlaps(space, start, 1));
    assert_true(space_overlaps(space, end - 1, 100));
    assert_true(space_overlaps(space, start - 10, 11));
    assert_false(space_overlaps(space, start - 10, 10));
    assert_false(space_overlaps(space, end, 1));
    space_free(space);
}

TEST(an_address_has_an_image_only_within_code) {
    Err err = {""};
    Space *space = space_new(&err);
    static char owner;
    Image *image = (Image *)(void *)&owner;
    uint8_t *code = space_take_code(space, 2, image, &err);
    uint8_t *fast = space_take_fast(space, 1, &err);
    assert_non_null(fast);
    assert_int_equal(space_seal_fast(space, fast, 1, image, &err), 0);
    assert_ptr_equal(space_image_at(space, code), image);
    assert_ptr_equal(space_image_at(space, code + 2 * SPACE_PAGE - 1), image);
    assert_null(space_image_at(space, code + 2 * SPACE_PAGE));
    assert_null(space_image_at(space, space->consts.start));
    assert_ptr_equal(space_image_at(space, space->fast.start), image);
    assert_null(space_image_at(space, space->stubs.start));
    space_free(space);
}

/* --- a call that fails leaves all as it was --- */

typedef struct Step {
    const char *name;
    void *(*take)(Space *space, Err *err); /* NULL: it could not */
} Step;

static void *take_data(Space *space, Err *err) {
    return space_alloc(space, 5 * MB, 16, err);
}

static void *take_consts(Space *space, Err *err) {
    return space_take_consts(space, 5 * MB, 16, err);
}

static void *take_code(Space *space, Err *err) {
    static char owner;
    return space_take_code(space, 1300, (Image *)(void *)&owner, err);
}

/* Written and sealed: the next place is behind it. */
static void *take_fast(Space *space, Err *err) {
    static char owner;
    void *code = space_take_fast(space, 1300, err);
    bool is_fine = code && space_seal_fast(space, code, 1300,
                                           (Image *)(void *)&owner, err) == 0;
    return is_fine ? code : NULL;
}

static void *take_slot(Space *space, Err *err) {
    Slot *slot = slot_new(space, err);
    return slot ? slot_entry(slot) : NULL;
}

static const Step steps[] = {
    {"data", take_data}, {"constants", take_consts}, {"code", take_code},
    {"fast", take_fast}, {"slot", take_slot},
};

typedef struct Outcome {
    ptrdiff_t place; /* of the piece, in the space */
    size_t used;     /* of data */
} Outcome;

static Outcome outcome_of(const Space *space, const uint8_t *piece) {
    return (Outcome){piece - space->base, space->data.used};
}

/* When nothing fails. */
static Outcome undisturbed(const Step *step) {
    Err err = {""};
    Space *space = space_new(&err);
    const uint8_t *piece = step->take(space, &err);
    assert_non_null(piece);
    Outcome outcome = outcome_of(space, piece);
    space_free(space);
    return outcome;
}

/* The call behind the first n fails; true: there were that many. */
static bool fail_once(const Step *step, int n, Outcome expected) {
    Err err = {""};
    Space *space = space_new(&err);
    refuse(n, 1);
    const uint8_t *piece = step->take(space, &err);
    bool was_struck = refuse_end();
    assert_int_equal(piece == NULL, was_struck);
    if (was_struck) {
        assert_non_null(strchr(err.text, ' '));
        piece = step->take(space, &err);
        assert_non_null(piece);
    }
    Outcome found = outcome_of(space, piece);
    if (found.place != expected.place || found.used != expected.used)
        fail_msg("%s, %d", step->name, n);
    space_free(space);
    return was_struck;
}

TEST(after_a_failure_the_same_place_is_given) {
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        Outcome expected = undisturbed(&steps[i]);
        int n = 0;
        while (fail_once(&steps[i], n, expected)) n++;
        assert_in_range(n, 1, 5);
    }
}

/* Pages whose rights cannot be changed are given back all the same. */
TEST(code_is_given_back_even_without_traps) {
    Err err = {""};
    Space *space = space_new(&err);
    static char owner;
    Image *image = (Image *)(void *)&owner;
    uint8_t *code = space_take_code(space, 20, image, &err);
    code[0] = 0xc3;
    refuse(0, 1);
    space_trap_code(code, 20);
    space_give_code(space, code, 20);
    assert_true(refuse_end());
    assert_int_equal(code[0], 0xc3);
    assert_null(space_image_at(space, code));
    assert_ptr_equal(space_take_code(space, 20, image, &err), code);
    space_trap_code(code, 20);
    space_give_code(space, code, 20);
    assert_int_equal(code[0], 0x0f);
    assert_int_equal(code[1], 0x0b);
    space_free(space);
}

/* --- as many functions as there can be --- */

TEST(there_is_an_end_of_functions_and_it_is_told) {
    Err err = {""};
    Space *space = space_new(&err);
    size_t count = 0, all = space->stubs.size / 16 - 2;
    const Slot *last = NULL, *slot;
    while ((slot = slot_new(space, &err))) last = slot, count++;
    assert_int_equal(count, all);
    assert_non_null(strstr(err.text, "no room for more functions"));
    assert_null(slot_new(space, &err));
    assert_ptr_equal(slot_at(space, count - 1), last);
    assert_null(slot_at(space, count));
    assert_false(slot_promote(slot_at(space, 0), NULL, &err));
    assert_null(slot_target(slot_at(space, 0)));
    space_free(space);
}

SUITE(CASE(a_machine_with_little_room_gets_a_smaller_range),
      CASE(a_range_that_is_not_one_area_works_all_the_same),
      CASE(what_does_not_fit_is_refused_in_words),
      CASE(an_alignment_may_not_fit), CASE(nothing_has_an_address_of_its_own),
      CASE(a_range_can_be_filled_to_its_last_byte),
      CASE(bytes_overlap_that_have_one_in_common),
      CASE(an_address_has_an_image_only_within_code),
      CASE(after_a_failure_the_same_place_is_given),
      CASE(code_is_given_back_even_without_traps),
      CASE(there_is_an_end_of_functions_and_it_is_told))
