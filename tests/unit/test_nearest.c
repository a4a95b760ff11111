#include "cell/nearest.h"
#include "support/test.h"

TEST(distances_count_slips_of_a_typist) {
    static const struct {
        const char *a, *b;
        uint32_t distance;
    } rows[] = {
        {"mine.h", "mine.h", 0}, {"mien.h", "mine.h", 1},
        {"min.h", "mine.h", 1},  {"minee.h", "mine.h", 1},
        {"nine.h", "mine.h", 1}, {"", "ab", 2},
        {"ab", "", 2},           {"kitten", "sitting", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(
            nearest_distance(str_of(rows[i].a), str_of(rows[i].b), 9),
            rows[i].distance);
}

TEST(a_distance_is_never_more_than_its_limit) {
    assert_int_equal(nearest_distance(STR("kitten"), STR("sitting"), 2), 2);
    assert_int_equal(nearest_distance(STR("a"), STR("abcdefghij"), 4), 4);
    static const char longest[] =
        "a_name_that_is_longer_than_the_sixty_four_letters_that_are_looked_at";
    assert_int_equal(nearest_distance(str_of(longest), STR("a"), 3), 3);
}

TEST(the_nearest_offer_is_kept_and_the_wanted_name_itself_is_none) {
    static const char *const offers[] = {"vector", "matrix", "vctro", "vectr",
                                         "vecto"};
    Nearest nearest = nearest_to(STR("vector"));
    for (size_t i = 0; i < sizeof offers / sizeof *offers; i++)
        nearest_consider(&nearest, str_of(offers[i]));
    assert_true(str_is(nearest.best, "vectr"));
}

SUITE(CASE(distances_count_slips_of_a_typist),
      CASE(a_distance_is_never_more_than_its_limit),
      CASE(the_nearest_offer_is_kept_and_the_wanted_name_itself_is_none))
