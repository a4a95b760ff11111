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
        if (!object_is_second_tier(OBJECTS[i])) continue;
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

/* --- objects that are changed, or have what few have --- */

static Elf64_Shdr *headers_of(const Buf *file, size_t *ret_count) {
    Elf64_Ehdr head;
    memcpy(&head, file->text, sizeof head);
    *ret_count = head.e_shnum;
    return (Elf64_Shdr *)(void *)(file->text + head.e_shoff);
}

static Elf64_Shdr *header_of(const Buf *file, const char *name) {
    Elf64_Ehdr head;
    size_t count;
    Elf64_Shdr *all = headers_of(file, &count);
    memcpy(&head, file->text, sizeof head);
    const char *names = file->text + all[head.e_shstrndx].sh_offset;
    for (size_t i = 0; i < count; i++)
        if (strcmp(names + all[i].sh_name, name) == 0) return &all[i];
    fail_msg("there is no section %s", name);
    return NULL;
}

static const char CHANGED[] = "int g(int); int v = 3; int w[2] = {1, 2};\n"
                              "int f(int x) { return g(x) + v; }";

/* With one section changed, it is refused with these words; NULL: it is not. */
static void expect_of(Elf64_Shdr change, const char *name, const char *words) {
    World world = world_new();
    Buf file = world_compile(&world, CHANGED);
    Elf64_Shdr *header = header_of(&file, name);
    Object object;
    Err err = {""};
    if (change.sh_type) header->sh_type = change.sh_type;
    if (change.sh_addralign) header->sh_addralign = change.sh_addralign;
    if (change.sh_size) header->sh_size = change.sh_size;
    int status = object_read(buf_view(&file), &object, &err);
    if (words && (status == 0 || !strstr(err.text, words)))
        fail_msg("%s, %s: %s", name, words, err.text);
    assert_int_equal(status, words ? -1 : 0);
    if (status == 0) object_done(&object);
    buf_done(&file);
    world_done(&world);
}

TEST(sections_that_are_not_what_they_should_be_are_refused) {
    enum { MB = 1 << 20 };
    static const uint32_t called[] = {SHT_INIT_ARRAY, SHT_FINI_ARRAY,
                                      SHT_PREINIT_ARRAY};
    for (size_t i = 0; i < sizeof called / sizeof *called; i++)
        expect_of((Elf64_Shdr){.sh_type = called[i]}, ".data", "constructor");
    expect_of((Elf64_Shdr){.sh_addralign = 3}, ".data", "an alignment");
    expect_of((Elf64_Shdr){.sh_addralign = UINT64_C(1) << 40}, ".data",
              "is too large");
    expect_of((Elf64_Shdr){.sh_type = SHT_PROGBITS}, ".shstrtab",
              "its section names");
    expect_of((Elf64_Shdr){.sh_type = SHT_PROGBITS}, ".strtab",
              "its symbol names");
    expect_of((Elf64_Shdr){.sh_size = 10 * MB}, ".symtab", "a section's place");
    expect_of((Elf64_Shdr){.sh_type = SHT_REL}, ".rela.text",
              "relocations without addends");
    /* Of a section that nobody loads it does not matter. */
    expect_of((Elf64_Shdr){.sh_type = SHT_REL}, ".rela.stab", NULL);
    expect_of((Elf64_Shdr){.sh_type = SHT_NOTE}, ".data", NULL);
}

TEST(one_table_of_symbols_is_enough) {
    World world = world_new();
    Buf file = world_compile(&world, CHANGED);
    Object object;
    Err err = {""};
    *header_of(&file, ".stab") = *header_of(&file, ".symtab");
    assert_int_equal(object_read(buf_view(&file), &object, &err), -1);
    assert_non_null(strstr(err.text, "two symbol tables"));
    buf_done(&file);
    world_done(&world);
}

/* By their names as well, whatever type a compiler gives them. */
TEST(what_is_called_before_main_is_refused_by_name) {
    static const struct {
        const char *section;
        bool is_refused;
    } rows[] = {{".init_array", true}, {".fini_array", true},
                {".ctors", true},      {".ctors.65535", true},
                {".dtors", true},      {".ctorsx", false},
                {".mine", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        World world = world_new();
        char text[200];
        (void)snprintf(text, sizeof text,
                       "void f(void) {} void (*p)(void)"
                       " __attribute__((section(\"%s\"))) = f;",
                       rows[i].section);
        Buf file = world_compile(&world, text);
        Object object;
        Err err = {""};
        int status = object_read(buf_view(&file), &object, &err);
        assert_int_equal(status, rows[i].is_refused ? -1 : 0);
        if (status == 0) {
            const Section *section = object_section(&object, rows[i].section);
            assert_int_equal(section->part, PART_DATA);
            object_done(&object);
        } else assert_non_null(strstr(err.text, "call the function instead"));
        buf_done(&file);
        world_done(&world);
    }
}

/* -fcommon: a variable without a value has no section. */
TEST(common_variables_have_places_of_their_own) {
    int count = 0;
    for (size_t i = 0; OBJECTS[i]; i++) {
        if (!strstr(OBJECTS[i], "common")) continue;
        World world = world_new();
        Buf file = object_file(OBJECTS[i]);
        Image *image = world_load_object(&world, buf_view(&file));
        size_t size;
        double *row = image_symbol(image, STR("common_row"), &size);
        int *one = image_symbol(image, STR("common_one"), NULL);
        assert_true(row && one && (uintptr_t)row % 64 == 0);
        assert_int_equal(size, 5 * sizeof *row);
        assert_true((void *)one < (void *)row || (void *)one >= (void *)(row + 5));
        assert_true(*one == 0 && row[4] == 0);
        double (*sum)(void);
        void *at = image_symbol(image, STR("common_sum"), NULL);
        memcpy(&sum, &at, sizeof at);
        *one = 7, row[4] = 0.5;
        assert_true(sum() == 7.5);
        buf_done(&file);
        world_done(&world);
        count++;
    }
    assert_true(count >= 1);
}

/* --- thread-local variables --- */

TEST(a_thread_local_variable_of_no_size_has_an_address) {
    Tls *tls = tls_new(0, 1), *later = tls_new(8, 64);
    TlsPair pair = {tls, 0}, later_pair = {later, 0};
    char *mine = tls_get_addr(&pair);
    long *theirs = tls_get_addr(&later_pair);
    assert_non_null(mine);
    assert_int_equal((uintptr_t)theirs % 64, 0);
    assert_ptr_equal(tls_get_addr(&pair), mine);
    /* A piece of it, and an address that is nobody's. */
    *theirs = -1;
    tls_set_initial(theirs, 2);
    assert_int_equal(*(long *)tls_initial(later), 0xffff);
    tls_set_initial(&pair, sizeof pair);
    assert_int_equal(*(long *)tls_initial(later), 0xffff);
    /* One that this thread has not looked at. */
    for (int i = 0; i < 40; i++) tls = tls_new(8, 8);
    tls_set_initial(theirs, 1000);
    assert_true(*(long *)tls_initial(later) == -1);
    assert_true(*(long *)tls_initial(tls) == 0);
}

SUITE(CASE(sections_that_are_not_what_they_should_be_are_refused),
      CASE(one_table_of_symbols_is_enough),
      CASE(what_is_called_before_main_is_refused_by_name),
      CASE(common_variables_have_places_of_their_own),
      CASE(a_thread_local_variable_of_no_size_has_an_address),
      CASE(objects_of_optimising_compilers_load_and_run),
      CASE(what_a_cell_cannot_have_is_refused_in_words),
      CASE(each_thread_has_its_thread_local_variables),
      CASE(the_initial_value_of_new_threads_can_be_set),
      CASE(thread_local_variables_at_fixed_places_are_refused),
      CASE(absolute_addresses_that_do_not_fit_are_refused),
      CASE(sections_are_placed_by_what_they_are),
      CASE(a_file_cut_anywhere_is_an_error),
      CASE(a_file_with_any_byte_changed_does_no_harm))
