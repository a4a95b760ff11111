#include "code/inlines.h"
#include "code/object.h"
#include "support/object_file.h"

static const char *const OBJECTS[] = {INLINED_NAMES NULL};

static Inlines inlines_of(const Buf *file) {
    Object object;
    Inlines inlines = {0};
    Err err;
    if (object_read(buf_view(file), &object, &err) < 0) return inlines;
    inlines_read(&object, &inlines);
    object_done(&object);
    return inlines;
}

/* At this offset: cell, on line 11, in row, on line 17. */
static bool is_in_both(const Inlines *inlines, uint32_t offset) {
    const Inline *inner = inlines_find(inlines, offset, 0);
    const Inline *outer = inlines_find(inlines, offset, 1);
    if (!inner || !outer) return false;
    assert_true(str_is(inner->name, "cell") && str_is(outer->name, "row"));
    assert_int_equal(inner->line, 11);
    assert_int_equal(outer->line, 17);
    assert_null(inlines_find(inlines, offset, 2));
    return true;
}

static const Symbol *symbol_of(const Object *object, const char *name) {
    for (size_t i = 0; i < object->symbol_count; i++)
        if (str_is(object->symbols[i].name, name)) return &object->symbols[i];
    return NULL;
}

TEST(calls_in_calls_are_told_from_the_inside_out) {
    size_t count = 0;
    for (; OBJECTS[count]; count++) {
        Buf file = object_file(OBJECTS[count]);
        Inlines inlines = inlines_of(&file);
        Object object;
        Err err;
        uint32_t both = 0;
        assert_int_equal(object_read(buf_view(&file), &object, &err), 0);
        const Symbol *sum = symbol_of(&object, "sum");
        const Symbol *plain = symbol_of(&object, "plain");
        for (uint64_t at = sum->offset; at < sum->offset + sum->size; at++)
            both += is_in_both(&inlines, (uint32_t)at);
        assert_in_range(both, 5, sum->size - 5);
        for (uint64_t at = 0; at < plain->size; at++)
            assert_null(
                inlines_find(&inlines, (uint32_t)(plain->offset + at), 0));
        inlines_done(&inlines);
        object_done(&object);
        buf_done(&file);
    }
    assert_true(count >= 2);
}

TEST(an_object_without_debug_sections_has_none) {
    Inlines inlines = {0};
    assert_null(inlines_find(&inlines, 0, 0));
    Object none = {0};
    inlines_read(&none, &inlines);
    assert_int_equal(inlines.count, 0);
    inlines_done(&inlines);
}

static void damage(Buf *file, const Section *section) {
    char *bytes = file->text + (section->bytes.text - file->text);
    for (size_t at = 0; at < section->bytes.len; at++) {
        char kept = bytes[at];
        for (int change = 0; change < 256; change += 15) {
            bytes[at] = (char)change;
            Inlines inlines = inlines_of(file);
            inlines_done(&inlines);
        }
        bytes[at] = kept;
    }
}

TEST(damaged_sections_do_no_harm) {
    static const char *const sections[] = {".debug_info", ".debug_abbrev",
                                           ".debug_ranges",
                                           ".rela.debug_info"};
    for (size_t i = 0; OBJECTS[i]; i++) {
        Buf file = object_file(OBJECTS[i]);
        Object object;
        Err err;
        assert_int_equal(object_read(buf_view(&file), &object, &err), 0);
        for (size_t k = 0; k < sizeof sections / sizeof *sections; k++) {
            const Section *section = object_section(&object, sections[k]);
            if (section) damage(&file, section);
        }
        object_done(&object);
        buf_done(&file);
    }
}

SUITE(CASE(calls_in_calls_are_told_from_the_inside_out),
      CASE(an_object_without_debug_sections_has_none),
      CASE(damaged_sections_do_no_harm))
