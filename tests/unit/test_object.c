#include <elf.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "code/object.h"
#include "code/tls.h"
#include "support/loader.h"
#include "support/object_file.h"

/* The objects that meson has compilers make: "gcc_tier.o" ... */
static const char *const OBJECTS[] = {OBJECT_NAMES NULL};

static bool is_second_tier(const char *name) {
    return !strstr(name, "constructor") && !strstr(name, "thread") &&
           !strstr(name, "not_pic");
}

/* What second_tier.c refers to: variables and a function of earlier cells. */
static World tier_world(void) {
    World world = world_new();
    world_define(&world, "helper",
                 "double helper(double x) { return x * 10; }");
    Image *image = world_load(
        &world,
        "double scale = 2; double table[8] = {1, 2, 3, 4, 5, 6, 7, 8};");
    world_variable(&world, image, "scale");
    world_variable(&world, image, "table");
    world_slot(&world, "recurse");
    return world;
}

static void run_second_tier(World *world, const Image *image) {
    double (*outer)(double);
    int (*recurse)(int);
    const char *(*name)(int);
    void *(*address_of)(void);
    void *at = image_symbol(image, STR("outer"), NULL);
    memcpy(&outer, &at, sizeof at);
    assert_true(outer(0) == 2 * 36 + 2 * 10 + 0 + 1);
    assert_int_equal(*(int *)image_symbol(image, STR("counter"), NULL), 4);
    at = image_symbol(image, STR("recurse"), NULL);
    slot_set(world_slot(world, "recurse"), at);
    memcpy(&recurse, &at, sizeof at);
    assert_int_equal(recurse(10), 14);
    at = image_symbol(image, STR("address_of_recurse"), NULL);
    memcpy(&address_of, &at, sizeof at);
    assert_ptr_equal(address_of(), slot_entry(world_slot(world, "recurse")));
    at = image_symbol(image, STR("name"), NULL);
    memcpy(&name, &at, sizeof at);
    const char *expected[] = {"one",  "two", "three", "four",
                              "five", "six", "many"};
    for (int i = 0; i < 7; i++) assert_string_equal(name(i), expected[i]);
}

TEST(objects_of_optimising_compilers_load_and_run) {
    int count = 0;
    for (size_t i = 0; OBJECTS[i]; i++) {
        if (!is_second_tier(OBJECTS[i])) continue;
        World world = tier_world();
        Buf file = object_file(OBJECTS[i]);
        run_second_tier(&world, world_load_object(&world, buf_view(&file)));
        buf_done(&file);
        world_done(&world);
        count++;
    }
    assert_true(count >= 7);
}

TEST(what_a_cell_cannot_have_is_refused_in_words) {
    static const struct {
        const char *name, *words;
    } ROWS[] = {
        {"constructor",  "constructor"}
    };
    for (size_t i = 0; OBJECTS[i]; i++) {
        for (size_t k = 0; k < sizeof ROWS / sizeof *ROWS; k++) {
            if (!strstr(OBJECTS[i], ROWS[k].name)) continue;
            Buf file = object_file(OBJECTS[i]);
            Object object;
            Err err = {""};
            assert_int_equal(object_read(buf_view(&file), &object, &err), -1);
            assert_non_null(strstr(err.text, ROWS[k].words));
            buf_done(&file);
        }
    }
}

static int (*step)(void);

static void *step_in_a_thread(void *result) {
    *(int *)result = step() * 10000 + step();
    return NULL;
}

TEST(each_thread_has_its_thread_local_variables) {
    int count = 0;
    for (size_t i = 0; OBJECTS[i]; i++) {
        if (!strstr(OBJECTS[i], "thread_local")) continue;
        World world = world_new();
        Buf file = object_file(OBJECTS[i]);
        Tls *theirs = tls_new(sizeof(int), 4);
        *(int *)tls_initial(theirs) = 7;
        map_set(&world.names, STR("theirs"), theirs);
        Image *image = world_load_object(&world, buf_view(&file));
        void *at = image_symbol(image, STR("step"), NULL);
        memcpy(&step, &at, sizeof at);
        assert_int_equal(step(), 800 + 13 + 1 + 5);
        assert_int_equal(step(), 900 + 23 + 2 + 5);
        int result = 0;
        pthread_t thread;
        assert_int_equal(
            pthread_create(&thread, NULL, step_in_a_thread, &result), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
        assert_int_equal(result, 819 * 10000 + 930);
        assert_int_equal(step(), 1000 + 33 + 3 + 5);
        buf_done(&file);
        world_done(&world);
        count++;
    }
    assert_true(count >= 2);
}

TEST(the_initial_value_of_new_threads_can_be_set) {
    Tls *tls = tls_new(sizeof(int), 4);
    TlsPair pair = {tls, 0};
    int *mine = tls_get_addr(&pair);
    assert_int_equal(*mine, 0);
    *mine = 42;
    tls_set_initial(mine, sizeof *mine);
    assert_int_equal(*(int *)tls_initial(tls), 42);
}

TEST(thread_local_variables_at_fixed_places_are_refused) {
    for (size_t i = 0; OBJECTS[i]; i++) {
        if (!strstr(OBJECTS[i], "fixed_thread")) continue;
        World world = world_new();
        map_set(&world.names, STR("theirs"), tls_new(4, 4));
        Buf file = object_file(OBJECTS[i]);
        Err err = {""};
        assert_null(world_try_object(&world, buf_view(&file), NULL, &err));
        assert_non_null(strstr(err.text, "not supported"));
        buf_done(&file);
        world_done(&world);
    }
}

TEST(absolute_addresses_that_do_not_fit_are_refused) {
    World world = world_new();
    static double value = 2;
    map_set(&world.names, STR("far_away"), &value);
    for (size_t i = 0; OBJECTS[i]; i++) {
        if (!strstr(OBJECTS[i], "not_pic")) continue;
        Buf file = object_file(OBJECTS[i]);
        Err err = {""};
        assert_null(world_try_object(&world, buf_view(&file), NULL, &err));
        assert_non_null(strstr(err.text, "too far away"));
        buf_done(&file);
    }
    world_done(&world);
}

TEST(sections_are_placed_by_what_they_are) {
    World world = world_new();
    Buf file = world_compile(&world, "int a = 1; double b; char c[100];\n"
                                     "int f(void) { return a; }");
    Object object;
    Err err = {""};
    assert_int_equal(object_read(buf_view(&file), &object, &err), 0);
    assert_int_equal(object_section(&object, ".text")->part, PART_CODE);
    assert_int_equal(object_section(&object, ".data")->part, PART_DATA);
    assert_int_equal(object_section(&object, ".bss")->part, PART_DATA);
    assert_int_equal(object_section(&object, ".stab")->part, PART_NONE);
    assert_null(object_section(&object, ".nothing"));
    const Section *data = object_section(&object, ".data");
    const Section *bss = object_section(&object, ".bss");
    assert_true(bss->offset >= data->offset + data->size);
    assert_int_equal(bss->offset % bss->align, 0);
    assert_true(object.part_size[PART_DATA] == bss->offset + bss->size);
    object_done(&object);
    buf_done(&file);
    world_done(&world);
}

/* Reading and linking, for what it does not do: crash. */
static void try_object(World *world, Str bytes) {
    Err err = {""};
    Str missing;
    Image *image = world_try_object(world, bytes, &missing, &err);
    if (!image) assert_true(err.text[0] != '\0');
    if (image) image_discard(image);
}

TEST(a_file_cut_anywhere_is_an_error) {
    World world = tier_world();
    Buf file =
        world_compile(&world, "double g(double); extern double scale;\n"
                              "double cos(double); int v = 3;\n"
                              "double f(double x) { return scale + cos(x); }");
    for (size_t len = 0; len < file.len; len++) {
        /* A copy of exactly this size, so that a sanitizer sees its end. */
        char *copy = malloc(len ? len : 1);
        assert_non_null(copy);
        memcpy(copy, file.text, len);
        Object object;
        Err err = {""};
        if (object_read((Str){copy, len}, &object, &err) == 0)
            object_done(&object);
        else
            assert_true(err.text[0] != '\0');
        try_object(&world, (Str){copy, len});
        free(copy);
    }
    buf_done(&file);
    world_done(&world);
}

TEST(a_file_with_any_byte_changed_does_no_harm) {
    static const unsigned char CHANGES[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    World world = tier_world();
    Buf file =
        world_compile(&world, "double g(double); extern double scale;\n"
                              "double cos(double); int v = 3;\n"
                              "double f(double x) { return scale + cos(x); }");
    for (size_t at = 0; at < file.len; at++) {
        char kept = file.text[at];
        for (size_t i = 0; i < sizeof CHANGES; i++) {
            file.text[at] = (char)CHANGES[i];
            try_object(&world, buf_view(&file));
        }
        file.text[at] = kept;
    }
    buf_done(&file);
    world_done(&world);
}

SUITE(CASE(objects_of_optimising_compilers_load_and_run),
      CASE(what_a_cell_cannot_have_is_refused_in_words),
      CASE(each_thread_has_its_thread_local_variables),
      CASE(the_initial_value_of_new_threads_can_be_set),
      CASE(thread_local_variables_at_fixed_places_are_refused),
      CASE(absolute_addresses_that_do_not_fit_are_refused),
      CASE(sections_are_placed_by_what_they_are),
      CASE(a_file_cut_anywhere_is_an_error),
      CASE(a_file_with_any_byte_changed_does_no_harm))
