#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "code/lines.h"
#include "code/object.h"
#include "support/loader.h"
#include "support/object_file.h"

static const char *const OBJECTS[] = {OBJECT_NAMES NULL};

/* In second_tier.c: where each begins and ends; nothing is inlined there. */
static const struct {
    const char *name;
    uint32_t first, last;
} FUNCTIONS[] = {
    {"outer",              24, 27},
    {"recurse",            29, 32},
    {"address_of_recurse", 34, 36},
    {"name",               38, 48},
    {"move",               50, 54}
};

static const char UNIT[] = "int f(int n)\n" /* 1 */
                           "{\n"
                           "int s = 0;\n"
                           "for (int i = 0;\n"
                           "i < n;\n" /* 5 */
                           "i++)\n"
                           "s += i;\n"
                           "if (s > 3)\n"
                           "s--;\n"
                           "return s;\n" /* 10 */
                           "}\n"
                           "static\n"
                           "int g(int n) {\n"
                           "return f(n)\n"
                           "+ 1; }\n" /* 15 */
                           "int h(int n) { return g(n); }\n";

TEST(stabs_know_the_line_of_every_instruction) {
    World world = world_new();
    Image *image = world_load(&world, UNIT);
    size_t size = 0;
    const char *f = image_symbol(image, STR("f"), &size);
    assert_int_equal(image_line_at(image, f), 2);
    uint32_t seen = 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t line = image_line_at(image, f + i);
        assert_in_range(line, 2, 11);
        seen |= UINT32_C(1) << line;
    }
    /* A statement's line is the one of the token that ends it, or so. */
    assert_true(seen & 1 << 3 && seen & 1 << 7 && seen & 1 << 10);
    assert_int_equal(image_line_at(image, image_symbol(image, STR("g"), NULL)),
                     13);
    assert_int_equal(image_line_at(image, image_symbol(image, STR("h"), NULL)),
                     16);
    assert_int_equal(image_line_at(image, f - 1), 0);
    assert_int_equal(image_line_at(image, &world), 0);
    world_done(&world);
}

TEST(dwarf_of_each_version_knows_every_instruction) {
    int count = 0;
    for (size_t i = 0; OBJECTS[i]; i++) {
        if (!object_is_second_tier(OBJECTS[i]))
            continue;
        World world = world_new();
        world_slot(&world, "helper");
        map_set(&world.names, STR("scale"),
                slot_entry(world_slot(&world, "s")));
        map_set(&world.names, STR("table"),
                slot_entry(world_slot(&world, "t")));
        Buf file = object_file(OBJECTS[i]);
        Image *image = world_load_object(&world, buf_view(&file));
        for (size_t k = 0; k < sizeof FUNCTIONS / sizeof *FUNCTIONS; k++) {
            size_t size = 0;
            const char *start =
                image_symbol(image, str_of(FUNCTIONS[k].name), &size);
            assert_non_null(start);
            for (size_t at = 0; at < size; at++)
                assert_in_range(image_line_at(image, start + at),
                                FUNCTIONS[k].first, FUNCTIONS[k].last);
        }
        buf_done(&file);
        world_done(&world);
        count++;
    }
    assert_true(count >= 7);
}

TEST(lines_beyond_sixteen_bits_are_told_apart) {
    World world = world_new();
    Buf unit = {0};
    enum {
        FUNCTION_COUNT = 70,
        LINES_EACH = 3001
    };
    for (int i = 0; i < FUNCTION_COUNT; i++) {
        buf_printf(&unit, "int f%d(int x) {", i);
        for (int k = 1; k < LINES_EACH; k++) buf_add_char(&unit, '\n');
        buf_printf(&unit, "return x; }\n");
    }
    Image *image = world_load(&world, unit.text);
    for (int i = 0; i < FUNCTION_COUNT; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "f%d", i);
        size_t size;
        const char *at = image_symbol(image, str_of(name), &size);
        assert_int_equal(image_line_at(image, at), i * LINES_EACH + 1);
        assert_int_equal(image_line_at(image, at + size - 1),
                         (i + 1) * LINES_EACH);
    }
    buf_done(&unit);
    world_done(&world);
}

TEST(an_object_without_lines_gives_none) {
    Lines lines;
    lines_read(STR("no object at all"), &lines);
    assert_int_equal(lines.count, 0);
    assert_int_equal(lines_find(&lines, 0), 0);
    lines_done(&lines);
    lines_read((Str){NULL, 0}, &lines);
    lines_done(&lines);
}

/* The same damage to debug sections as test_object does to whole files. */
TEST(damaged_line_tables_do_no_harm) {
    for (size_t i = 0; OBJECTS[i]; i++) {
        if (!strstr(OBJECTS[i], "dwarf")) continue;
        Buf file = object_file(OBJECTS[i]);
        Object object;
        Err err;
        assert_int_equal(object_read(buf_view(&file), &object, &err), 0);
        const Section *section = object_section(&object, ".debug_line");
        char *bytes = file.text + (section->bytes.text - file.text);
        for (size_t at = 0; at < section->bytes.len; at++) {
            char kept = bytes[at];
            for (int change = 0; change < 256; change += 15) {
                Lines lines;
                bytes[at] = (char)change;
                lines_read(buf_view(&file), &lines);
                lines_done(&lines);
            }
            bytes[at] = kept;
        }
        object_done(&object);
        buf_done(&file);
    }
}

SUITE(CASE(stabs_know_the_line_of_every_instruction),
      CASE(dwarf_of_each_version_knows_every_instruction),
      CASE(lines_beyond_sixteen_bits_are_told_apart),
      CASE(an_object_without_lines_gives_none),
      CASE(damaged_line_tables_do_no_harm))
