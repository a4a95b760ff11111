#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "support/test.h"

TEST(names_set_are_found_and_deleted_names_are_not) {
    Map map = {0};
    static char names[1000][8];
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d", i);
        map_set(&map, str_of(names[i]), names[i]);
    }
    for (int i = 0; i < 1000; i += 3) map_set(&map, str_of(names[i]), NULL);
    for (int i = 0; i < 1000; i++) {
        void *expected = i % 3 ? names[i] : NULL;
        assert_ptr_equal(map_get(&map, str_of(names[i])), expected);
    }
    assert_int_equal(map.count, 666);
    map_done(&map);
}

static char one[] = "1", two[] = "2", three[] = "3";

TEST(a_walk_visits_every_value_once) {
    Map map = {0};
    map_set(&map, STR("alpha"), one);
    map_set(&map, STR("beta"), two);
    map_set(&map, STR("alpha"), three);
    size_t at = 0, seen = 0;
    while (map_next(&map, &at)) seen++;
    assert_int_equal(seen, 2);
    assert_string_equal(map_get(&map, STR("alpha")), three);
    map_done(&map);
}

TEST(names_that_come_and_go_do_not_fill_the_table) {
    Map map = {0};
    for (int i = 0; i < 100000; i++) {
        map_set(&map, STR("x"), one);
        map_set(&map, STR("x"), NULL);
    }
    assert_int_equal(map.count, 0);
    assert_true(map.size <= 64);
    map_done(&map);
}

TEST(the_text_of_a_deleted_name_is_not_looked_at) {
    Map map = {0};
    char text[] = "gone";
    Str gone = {text, 4};
    map_set(&map, gone, one);
    map_set(&map, gone, NULL);
    memcpy(text, "none", 4); /* as if its memory had another owner now */
    map_set(&map, STR("none"), two);
    assert_ptr_equal(map_get(&map, STR("none")), two);
    memcpy(text, "gone", 4);
    assert_null(map_get(&map, STR("gone")));
    size_t at = 0;
    const MapEntry *entry = map_next(&map, &at);
    assert_ptr_equal(entry->value, two);
    for (size_t i = 0; i < map.size; i++)
        assert_ptr_not_equal(map.entries[i].key.text, text);
    map_done(&map);
}

SUITE(CASE(names_set_are_found_and_deleted_names_are_not),
      CASE(a_walk_visits_every_value_once),
      CASE(names_that_come_and_go_do_not_fill_the_table),
      CASE(the_text_of_a_deleted_name_is_not_looked_at))
