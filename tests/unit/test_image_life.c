/* What becomes of code that nothing leads to any more. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/loader.h"

enum { RETIRED = 64 }; /* of which something is known */

static int call_int(void *function, int x) {
    int (*typed)(int);
    memcpy(&typed, &function, sizeof typed);
    return typed(x);
}

/* The session's way: the image may end, and its function has a slot. */
static Image *define(World *world, const char *text, const char *name) {
    Slot *slot = world_slot(world, name);
    Image *image = world_load(world, text);
    image_allow_end(image);
    slot_set(slot, image_symbol(image, str_of(name), NULL));
    return image;
}

static void bind(World *world, const Image *image, const char *name) {
    slot_set(world_slot(world, name), image_symbol(image, str_of(name), NULL));
}

TEST(an_image_is_idle_when_the_last_of_its_functions_is_replaced) {
    World world = world_new();
    Image *both = define(&world, "int f(int x) { return x; }\n"
                                 "int g(int x) { return -x; }", "f");
    bind(&world, both, "g");
    assert_false(space_has_idle(world.space));
    define(&world, "int f(int x) { return 2 * x; }", "f");
    assert_false(space_has_idle(world.space));
    define(&world, "int g(int x) { return 3 * x; }", "g");
    assert_true(space_has_idle(world.space));
    assert_ptr_equal(space_take_idle(world.space), both);
    assert_null(space_take_idle(world.space));
    world_done(&world);
}

TEST(a_body_that_comes_back_keeps_its_image) {
    World world = world_new();
    Image *first = define(&world, "int f(int x) { return x; }", "f");
    Slot *slot = world_slot(&world, "f");
    void *body = slot_plain(slot);
    slot_set(slot, NULL);
    assert_true(space_has_idle(world.space));
    slot_set(slot, body);
    assert_null(space_take_idle(world.space));
    slot_set(slot, NULL);
    assert_ptr_equal(space_take_idle(world.space), first);
    world_done(&world);
}

TEST(what_was_not_allowed_to_end_stays) {
    World world = world_new();
    world_define(&world, "f", "int f(int x) { return x; }");
    world_define(&world, "f", "int f(int x) { return 2 * x; }");
    assert_false(space_has_idle(world.space));
    world_done(&world);
}

/* A comparator of a file's own is reached by its own address: a library may
 * have it. */
TEST(code_whose_own_address_may_be_anywhere_stays) {
    static const char *const texts[] = {
        "static int own(int x) { return x; }\n"
        "int (*f(int x))(int) { return own; }",
        "static int own(int x) { return x; }\n"
        "static int (*kept)(int) = own; int f(int x) { return kept(x); }",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        World world = world_new();
        define(&world, texts[i], "f");
        define(&world, "int f(int x) { return x; }", "f");
        assert_false(space_has_idle(world.space));
        world_done(&world);
    }
}

static void *retired;
static void call_retired(void) { (void)call_int(retired, 1); }

/* The signal that ends a child which runs f. */
static int signal_of(void (*f)(void)) {
    pid_t child = fork();
    if (child == 0) {
        (void)signal(SIGILL, SIG_DFL);
        f();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(a_retired_body_faults_and_is_known_for_what_it_was) {
    World world = world_new();
    Image *image = define(&world, "int f(int x) { return x; }", "f");
    retired = image_symbol(image, STR("f"), NULL);
    assert_false(image_is_retired(image));
    define(&world, "int f(int x) { return 2 * x; }", "f");
    image_retire(space_take_idle(world.space), STR("In[3]"));
    assert_int_equal(signal_of(call_retired), SIGILL);
    assert_ptr_equal(space_image_at(world.space, retired), image);
    assert_true(image_is_retired(image));
    assert_true(str_is(image_origin(image), "In[3]"));
    assert_true(str_is(image_function_at(image, retired), "f"));
    assert_int_equal(image_line_at(image, retired), 0);
    world_done(&world);
}

/* Where the newest body of f lies. */
static char *redefine(World *world, int i) {
    char text[80];
    (void)snprintf(text, sizeof text, "int f(int x) { return x + %d; }", i);
    define(world, text, "f");
    Image *idle = space_take_idle(world->space);
    if (idle) image_retire(idle, STR("In[1]"));
    return slot_plain(world_slot(world, "f"));
}

TEST(bodies_without_end_take_turns_in_a_few_pages) {
    World world = world_new();
    char *first = redefine(&world, 0), *second = redefine(&world, 1);
    char *last = first;
    for (int i = 0; i < 3000; i++) {
        char *body = redefine(&world, i);
        assert_true(body >= first && body <= first + (2 + RETIRED) * 4096);
        /* Right after the end of a body its place is nobody else's. */
        assert_ptr_not_equal(body, last);
        last = body;
        assert_int_equal(call_int(slot_entry(world_slot(&world, "f")), 1),
                         i + 1);
    }
    assert_ptr_not_equal(first, second);
    size_t images = 0;
    for (const Image *at = space_next_image(world.space, NULL); at;
         at = space_next_image(world.space, at))
        images++;
    assert_int_equal(images, 1 + RETIRED);
    world_done(&world);
}

TEST(literals_of_images_that_are_gone_are_still_known) {
    World world = world_new();
    size_t count = 0;
    Image *image =
        world_load(&world, "const char *f(void) { return \"kept\"; }");
    const char *(*f)(void);
    void *body = image_symbol(image, STR("f"), NULL);
    memcpy(&f, &body, sizeof f);
    const char *text = f();
    (void)space_literals(world.space, &count);
    assert_int_equal(count, 0);
    image_discard(image);
    const Nameless *rows = space_literals(world.space, &count);
    assert_int_equal(count, 1);
    assert_ptr_equal(rows[0].start, text);
    assert_int_equal(rows[0].size, sizeof "kept");
    assert_string_equal(text, "kept");
    world_done(&world);
}

/* --- fast code --- */

static Image *load_fast(World *world, const char *text) {
    Err err = {""};
    Buf object = world_compile(world, text);
    Names names = {.context = &world->names, .find = world_find};
    Image *image =
        image_load_fast(world->space, buf_view(&object), &names, &err);
    if (!image) print_error("%s\n", err.text);
    assert_non_null(image);
    buf_done(&object);
    return image;
}

static char *place_of(const Image *image) {
    return image_symbol(image, STR("f"), NULL);
}

#define FAST "int f(int x) { return 7 * x; }"

TEST(no_hole_in_fast_code_is_filled_while_code_is_barred) {
    World world = world_new();
    Image *hole = load_fast(&world, FAST);
    Image *other = load_fast(&world, FAST);
    char *place = place_of(hole);
    image_discard(hole);
    space_bar_code(world.space);
    Image *behind = load_fast(&world, FAST);
    assert_true(place_of(behind) > place_of(other));
    space_unbar_code(world.space);
    Image *inside = load_fast(&world, FAST);
    assert_ptr_equal(place_of(inside), place);
    assert_int_equal(call_int(place_of(inside), 3), 21);
    assert_int_equal(call_int(place_of(behind), 3), 21);
    world_done(&world);
}

static atomic_bool is_over;

static void *bar_again_and_again(void *space) {
    while (!atomic_load(&is_over)) {
        space_bar_code(space);
        space_unbar_code(space);
        (void)usleep(20);
    }
    return NULL;
}

/* Pages that are being written are left alone by who bars the rest. */
TEST(holes_are_filled_while_another_thread_bars_code) {
    enum { IMAGES = 1000, WANTED = 500, MOST = 20000 };
    static Image *images[IMAGES];
    World world = world_new();
    pthread_t thread;
    for (size_t i = 0; i < IMAGES; i++) images[i] = load_fast(&world, FAST);
    char *last = place_of(images[IMAGES - 1]);
    Image *behind = load_fast(&world, FAST);
    for (size_t i = 0; i < IMAGES; i++) image_discard(images[i]);
    atomic_store(&is_over, false);
    assert_int_equal(
        pthread_create(&thread, NULL, bar_again_and_again, world.space), 0);
    size_t inside = 0;
    for (size_t i = 0; inside < WANTED && i < MOST; i++)
        inside += place_of(load_fast(&world, FAST)) <= last;
    atomic_store(&is_over, true);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(inside, WANTED);
    assert_int_equal(call_int(place_of(behind), 3), 21);
    world_done(&world);
}

SUITE(CASE(an_image_is_idle_when_the_last_of_its_functions_is_replaced),
      CASE(a_body_that_comes_back_keeps_its_image),
      CASE(what_was_not_allowed_to_end_stays),
      CASE(code_whose_own_address_may_be_anywhere_stays),
      CASE(a_retired_body_faults_and_is_known_for_what_it_was),
      CASE(bodies_without_end_take_turns_in_a_few_pages),
      CASE(literals_of_images_that_are_gone_are_still_known),
      CASE(no_hole_in_fast_code_is_filled_while_code_is_barred),
      CASE(holes_are_filled_while_another_thread_bars_code))
