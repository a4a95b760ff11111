#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/loader.h"

static void *body(const Image *image, const char *name) {
    void *address = image_symbol(image, str_of(name), NULL);
    assert_non_null(address);
    return address;
}

static int call_int(void *function, int x) {
    int (*typed)(int);
    memcpy(&typed, &function, sizeof typed);
    return typed(x);
}

static double call_double(void *function, double x) {
    double (*typed)(double);
    memcpy(&typed, &function, sizeof typed);
    return typed(x);
}

TEST(arithmetic_on_an_earlier_double_is_right) {
    World world = world_new();
    Image *first = world_load(&world, "double scale = 2; float small = 0.5f;");
    world_variable(&world, first, "scale");
    world_variable(&world, first, "small");
    Image *second =
        world_load(&world, "extern double scale; extern float small;\n"
                           "double f(double x) { return x * scale + small; }");
    assert_true(call_double(body(second, "f"), 3) == 6.5);
    world_done(&world);
}

TEST(callers_and_pointers_get_a_new_body_at_once) {
    World world = world_new();
    world_define(&world, "sq", "int sq(int x) { return x * x; }");
    world_define(&world, "use",
                 "int sq(int); int (*kept)(int) = sq;\n"
                 "int use(int x) { return sq(x) * 1000 + kept(x); }");
    void *use = map_get(&world.names, STR("use"));
    assert_int_equal(call_int(use, 3), 9009);
    world_define(&world, "sq", "int sq(int x) { return x * x * x; }");
    assert_int_equal(call_int(use, 3), 27027);
    world_done(&world);
}

TEST(the_address_of_a_function_is_its_stub_everywhere) {
    World world = world_new();
    Image *image =
        world_define(&world, "f",
                     "int f(int x) { return x; }\n"
                     "void *in_code(void) { return f; }\n"
                     "static int (*local)(int) = f; void *in_static(void) { "
                     "return local; }\n"
                     "struct { int a; int (*p)(int); } s = { 1, &f };\n"
                     "void *in_struct(void) { return s.p; }\n");
    const char *makers[] = {"in_code", "in_static", "in_struct"};
    for (size_t i = 0; i < 3; i++) {
        void *(*maker)(void);
        void *address = body(image, makers[i]);
        memcpy(&maker, &address, sizeof maker);
        assert_ptr_equal(maker(), slot_entry(world_slot(&world, "f")));
    }
    world_done(&world);
}

static World *running;

static void redefine(void) {
    world_define(running, "f", "int f(int n) { return 1000 + n; }");
}

TEST(a_running_function_that_is_redefined_recurses_into_the_new_one) {
    World world = world_new();
    running = &world;
    void (*hook)(void) = redefine;
    void *address;
    memcpy(&address, &hook, sizeof address);
    map_set(&world.names, STR("redefine"), address);
    world_define(&world, "f",
                 "void redefine(void);\n"
                 "int f(int n) { if (n == 5) redefine(); "
                 "return n ? 1 + f(n - 1) : 0; }");
    /* 7 and 6 and 5 are counted by the old f, the new one ends it. */
    assert_int_equal(call_int(slot_entry(world_slot(&world, "f")), 7),
                     3 + 1004);
    world_done(&world);
}

static jmp_buf escape;
static const Slot *unset_slot;

static void on_unset(const Slot *slot) {
    unset_slot = slot;
    longjmp(escape, 1);
}

/* The slot that a call of f stopped at, or NULL. */
static const Slot *unset_in(void *f) {
    unset_slot = NULL;
    if (setjmp(escape) == 0) (void)call_double(f, 2);
    return unset_slot;
}

TEST(calling_a_function_without_a_body_names_its_slot) {
    World world = world_new();
    static char owner[] = "declared in In[3]";
    slot_set_unset_handler(world.space, on_unset);
    for (int i = 0; i < 600; i++) assert_non_null(slot_new(world.space, NULL));
    Slot *slot = world_slot(&world, "later");
    slot_set_owner(slot, owner);
    assert_null(slot_target(slot));
    world_define(&world, "f",
                 "double later(double); "
                 "double f(double x) { return later(x) + x; }");
    void *f = slot_entry(world_slot(&world, "f"));
    assert_ptr_equal(unset_in(f), slot);
    assert_string_equal(slot_owner(unset_slot), owner);
    world_define(&world, "later", "double later(double x) { return x * x; }");
    assert_true(call_double(f, 2) == 6);
    slot_set(slot, NULL);
    assert_ptr_equal(unset_in(f), slot);
    world_done(&world);
}

TEST(the_session_s_place_wins_over_the_object_s_own) {
    World world = world_new();
    Err err;
    int *place = space_alloc(world.space, sizeof *place, sizeof *place, &err);
    assert_non_null(place);
    map_set(&world.names, STR("count"), place);
    Image *image =
        world_load(&world, "int count = 7;\n"
                           "int bump(int by) { return count += by; }");
    *place = 40;
    assert_int_equal(call_int(body(image, "bump"), 2), 42);
    assert_int_equal(*place, 42);
    assert_int_equal(*(int *)body(image, "count"), 7);
    world_done(&world);
}

TEST(libraries_are_found_and_unknown_names_are_named) {
    World world = world_new();
    Image *image = world_load(
        &world,
        "double cos(double); void *malloc(unsigned long); void free(void *);\n"
        "extern char **environ; void *stdin_is(void);\n"
        "double f(double x) { free(malloc(10)); return environ ? cos(x) : 2; "
        "}");
    assert_true(call_double(body(image, "f"), 0.7) == cos(0.7));

    Buf object =
        world_compile(&world, "int nowhere(int); int f(int x) { return "
                              "nowhere(x); }");
    Str missing;
    Err err = {""};
    assert_null(world_try_object(&world, buf_view(&object), &missing, &err));
    assert_true(str_is(missing, "nowhere"));
    assert_non_null(strstr(err.text, "'nowhere'"));
    buf_done(&object);
    world_done(&world);
}

TEST(a_name_that_is_declared_but_not_used_is_not_asked_for) {
    World world = world_new();
    world_load(&world, "int nowhere(int); extern double nothing;\n"
                       "int f(int x) { return x; }");
    world_done(&world);
}

TEST(what_fails_to_load_leaves_nothing_behind) {
    World world = world_new();
    Err err;
    Buf object = world_compile(
        &world, "int big[100000] = {1, 2, 3}; extern double far;\n"
                "double g(double x) { return x * far; }");
    /* Far data in a 32-bit place is refused only after all is placed. */
    map_set(&world.names, STR("far"), (void *)(uintptr_t)0x1000);
    char *before = space_alloc(world.space, 1, 1, &err);
    for (int i = 0; i < 1000; i++) {
        Err why = {""};
        assert_null(world_try_object(&world, buf_view(&object), NULL, &why));
        assert_non_null(strstr(why.text, "'far'"));
    }
    char *after = space_alloc(world.space, 500000, 1, &err);
    assert_true(after - before < 64);
    for (int i = 0; i < 500000; i++) assert_int_equal(after[i], 0);
    buf_done(&object);
    world_done(&world);
}

TEST(far_functions_are_called_and_far_data_is_read_by_its_address) {
    World world = world_new();
    double *far =
        mmap((void *)(uintptr_t)0x10000000, 4096, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(far != MAP_FAILED);
    *far = 2.5;
    map_set(&world.names, STR("far"), far);
    Image *image = world_load(&world, "extern double far; double *p = &far;\n"
                                      "double f(double x) { return x * *p; }\n"
                                      "double g(double x) { return *&far; }");
    assert_true(call_double(body(image, "f"), 3) == 7.5);
    assert_true(call_double(body(image, "g"), 3) == 2.5);
    (void)munmap(far, 4096);
    world_done(&world);
}

TEST(no_page_is_writable_and_executable) {
    World world = world_new();
    world_slot(&world, "f");
    for (int i = 0; i < 20; i++)
        world_define(&world, "f", "int v = 3; int f(int x) { return x + v; }");
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_non_null(maps);
    char line[512];
    int executable = 0;
    while (fgets(line, sizeof line, maps)) {
        unsigned long start, end;
        char mode[5];
        assert_int_equal(sscanf(line, "%lx-%lx %4s", &start, &end, mode), 3);
        assert_false(mode[1] == 'w' && mode[2] == 'x');
        if (mode[2] == 'x' && space_has_code(world.space, (void *)start))
            executable++;
    }
    (void)fclose(maps);
    /* Twenty images are one mapping: neighbours are alike. */
    assert_in_range(executable, 1, 2);
    world_done(&world);
}

TEST(symbols_have_their_place_and_size) {
    World world = world_new();
    Image *image =
        world_load(&world, "double a[12] = {1}; static int hidden = 9;\n"
                           "int g(void) { return hidden; }");
    size_t size = 0;
    double *a = image_symbol(image, STR("a"), &size);
    assert_int_equal(size, 12 * sizeof *a);
    assert_true(a[0] == 1 && a[11] == 0);
    assert_int_equal(*(int *)image_symbol(image, STR("hidden"), &size), 9);
    assert_null(image_symbol(image, STR("nothing"), &size));
    assert_null(image_symbol(image, STR(""), &size));
    char *g = body(image, "g");
    assert_ptr_equal(space_image_at(world.space, g), image);
    assert_null(space_image_at(world.space, a));
    assert_null(space_image_at(world.space, &world));
    assert_true(str_is(image_function_at(image, g + 3), "g"));
    assert_int_equal(image_function_at(image, g + 4000).len, 0);
    assert_int_equal(image_tag(image), 0);
    image_set_tag(image, UINT64_C(1) << 40);
    assert_true(image_tag(image) == UINT64_C(1) << 40);
    world_done(&world);
}

TEST(released_code_is_used_again_and_data_stays) {
    World world = world_new();
    int *kept = NULL;
    void *first = NULL;
    for (int i = 0; i < 5000; i++) {
        Image *image =
            world_load(&world, "int n = 5; int *f(void) { return &n; }");
        void *code = body(image, "f");
        if (!first) {
            first = code;
            kept = body(image, "n");
        }
        assert_ptr_equal(code, first);
        image_discard(image);
        assert_null(space_image_at(world.space, code));
        assert_null(space_next_image(world.space, NULL));
    }
    assert_int_equal(*kept, 5);
    world_done(&world);
}

/* Runs f in a child and tells the signal that ended it, or 0. */
static int signal_of(void (*f)(void)) {
    pid_t child = fork();
    if (child == 0) {
        (void)signal(SIGSEGV, SIG_DFL);
        (void)signal(SIGILL, SIG_DFL);
        f();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void *barred;
static void call_barred(void) { (void)call_int(barred, 1); }

TEST(barred_code_faults_and_unbarred_code_runs) {
    World world = world_new();
    Image *first = world_load(&world, "int f(int x) { return x; }");
    Image *gone = world_load(&world, "int g(int x) { return x; }");
    Image *last = world_load(&world, "int h(int x) { return x + 1; }");
    void *g = body(gone, "g"), *f = body(first, "f"), *h = body(last, "h");
    image_discard(gone);
    space_bar_code(world.space);
    barred = f;
    assert_int_not_equal(signal_of(call_barred), 0);
    space_unbar_code(world.space);
    assert_int_equal(signal_of(call_barred), 0);
    assert_int_equal(call_int(h, 1), 2);
    barred = g; /* free pages do not become executable again */
    assert_int_not_equal(signal_of(call_barred), 0);
    assert_true(space_has_code(world.space, f));
    assert_false(space_has_code(world.space, &world));
    world_done(&world);
}

TEST(large_variables_fit_and_too_large_ones_say_so) {
    World world = world_new();
    Image *image = world_load(&world, "double big[50000000];\n"
                                      "double f(double x) { big[49999999] = x; "
                                      "return big[49999999] + big[0]; }");
    assert_true(call_double(body(image, "f"), 1.5) == 1.5);
    Err err = {""};
    double *more = space_alloc(world.space, (size_t)400 << 20, 16, &err);
    assert_non_null(more);
    more[(50 << 20) - 1] = 1;
    assert_null(space_alloc(world.space, (size_t)3 << 30, 16, &err));
    assert_non_null(strstr(err.text, "no room"));
    assert_null(space_alloc(world.space, SIZE_MAX, 16, &err));
    assert_non_null(space_alloc(world.space, 16, 16, &err));
    char *aligned = space_alloc(world.space, 100, 1 << 16, &err);
    assert_int_equal((uintptr_t)aligned % (1 << 16), 0);
    world_done(&world);
}

TEST(tinycc_s_helpers_are_there) {
    World world = world_new();
    Image *image = world_load(
        &world,
        "void *alloca(unsigned long); void *memset(void *, int, unsigned "
        "long);\n"
        "unsigned long long t(double x) { return x; }\n"
        "static double sum(int n, ...) { __builtin_va_list l; double s = 0;\n"
        " __builtin_va_start(l, n); while (n--) s += __builtin_va_arg(l, "
        "double);\n"
        " __builtin_va_end(l); return s; }\n"
        "double f(double x) {\n"
        " float a = 5e9f; long double b = 1e19L; unsigned long long u = "
        "t(1e19);\n"
        " char *p = alloca(100); memset(p, 1, 100); char *q = alloca(3); q[0] "
        "= 1;\n"
        " int n = (int)x; int v[n]; v[n - 1] = p[99];\n"
        " return (double)u / 1e19 + (double)(unsigned long long)a / 5e9\n"
        "  + (double)(unsigned long long)b / 1e19 + (float)u / 1e19f\n"
        "  + (double)((long double)u / 1e19L) + (long long)a / 5e9\n"
        "  + v[n - 1] + sum(10, 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.); }\n");
    assert_true(fabs(call_double(body(image, "f"), 9) - 62) < 1e-6);
    world_done(&world);
}

TEST(setjmp_labels_and_static_locals_work) {
    World world = world_new();
    Image *image = world_load(
        &world,
        "int _setjmp(long *); void longjmp(long *, int); static long j[32];\n"
        "static void deep(int n) { if (n) deep(n - 1); longjmp(j, 42); }\n"
        "int f(int x) { int r = _setjmp(j); if (!r) deep(x); return r; }\n"
        "int g(int x) { static void *t[] = { &&a, &&b, &&c }; static int n;\n"
        " goto *t[x]; a: return n += 1; b: return n += 10; c: return 100; }\n"
        "int h(int x) { switch (x) { case 1: return 5; case 2: x++; case 7:\n"
        " return x; default: return -1; case 1000000: return 8; } }\n");
    assert_int_equal(call_int(body(image, "f"), 5), 42);
    void *g = body(image, "g"), *h = body(image, "h");
    assert_int_equal(call_int(g, 0), 1);
    assert_int_equal(call_int(g, 1), 11);
    assert_int_equal(call_int(g, 2), 100);
    assert_int_equal(call_int(h, 1), 5);
    assert_int_equal(call_int(h, 2), 3);
    assert_int_equal(call_int(h, 1000000), 8);
    assert_int_equal(call_int(h, 9), -1);
    world_done(&world);
}

TEST(a_forked_session_does_not_touch_its_parent) {
    World world = world_new();
    Image *image = world_load(&world, "int n; int f(int x) { return n += x; }");
    void *f = body(image, "f");
    pid_t child = fork();
    if (child == 0) {
        (void)call_int(f, 40);
        Image *more = world_load(&world, "int g(int x) { return x * 2; }");
        _exit(call_int(body(more, "g"), call_int(f, 2)));
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 84);
    assert_int_equal(call_int(f, 1), 1);
    world_done(&world);
}

TEST(ten_thousand_functions_in_one_unit) {
    World world = world_new();
    Buf unit = {0};
    for (int i = 0; i < 10000; i++)
        buf_printf(&unit, "int f%d(int x) { return x + %d; }\n", i, i);
    Image *image = world_load(&world, unit.text);
    for (int i = 0; i < 10000; i += 7) {
        char name[16];
        (void)snprintf(name, sizeof name, "f%d", i);
        assert_int_equal(call_int(body(image, name), 1), i + 1);
        assert_int_equal(image_line_at(image, body(image, name)), i + 1);
    }
    buf_done(&unit);
    world_done(&world);
}

/* Functions for a second body, linked behind the frontier of fast code. */
static Image *load_fast(World *world, const char *text, Err *err) {
    Buf object = world_compile(world, text);
    Names names = {.context = &world->names, .find = world_find};
    Image *image = image_load_fast(world->space, buf_view(&object), &names,
                                   err);
    buf_done(&object);
    return image;
}

TEST(a_faster_body_stands_in_until_the_plain_one_changes) {
    World world = world_new();
    Err err;
    world_define(&world, "sq", "int sq(int x) { return x * x; }");
    Slot *slot = map_get(&world.slots, STR("sq"));
    void *entry = slot_entry(slot), *plain = slot_plain(slot);
    Image *fast = load_fast(&world, "int sq2(int x) { return 100 * x; }", &err);
    assert_non_null(fast);
    assert_ptr_equal(space_image_at(world.space, body(fast, "sq2")), fast);
    assert_true(space_has_code(world.space, body(fast, "sq2")));
    assert_true(slot_promote(slot, plain, body(fast, "sq2")));
    assert_int_equal(call_int(entry, 3), 300);
    assert_ptr_equal(slot_plain(slot), plain);
    slot_demote(slot);
    assert_int_equal(call_int(entry, 3), 9);
    slot_watch(slot);
    assert_false(space_was_watched(world.space));
    world_define(&world, "sq", "int sq(int x) { return -x; }");
    assert_true(space_was_watched(world.space));
    assert_false(space_was_watched(world.space));
    assert_false(slot_promote(slot, plain, body(fast, "sq2")));
    assert_int_equal(call_int(entry, 3), -3);
    world_done(&world);
}

TEST(fast_code_is_barred_with_the_rest_and_has_no_data_of_its_own) {
    World world = world_new();
    Err err;
    assert_null(load_fast(&world, "int n = 3; int f(int x) { return n + x; }",
                          &err));
    Image *fast = load_fast(&world, "int f(int x) { return 7 * x; }", &err);
    assert_non_null(fast);
    space_bar_code(world.space);
    space_unbar_code(world.space);
    assert_int_equal(call_int(body(fast, "f"), 3), 21);
    Image *next = load_fast(&world, "int g(int x) { return x - 1; }", &err);
    assert_int_equal(call_int(body(next, "g"), 3), 2);
    assert_int_equal(call_int(body(fast, "f"), 2), 14);
    /* The place of one that is gone is used again, at once. */
    void *f = body(fast, "f");
    image_discard(fast);
    assert_null(space_image_at(world.space, f));
    fast = load_fast(&world, "int f(int x) { return 9 * x; }", &err);
    assert_ptr_equal(body(fast, "f"), f);
    assert_ptr_equal(space_image_at(world.space, f), fast);
    assert_int_equal(call_int(f, 2), 18);
    assert_int_equal(call_int(body(next, "g"), 3), 2);
    world_done(&world);
}

SUITE(CASE(arithmetic_on_an_earlier_double_is_right),
      CASE(callers_and_pointers_get_a_new_body_at_once),
      CASE(the_address_of_a_function_is_its_stub_everywhere),
      CASE(a_running_function_that_is_redefined_recurses_into_the_new_one),
      CASE(calling_a_function_without_a_body_names_its_slot),
      CASE(the_session_s_place_wins_over_the_object_s_own),
      CASE(libraries_are_found_and_unknown_names_are_named),
      CASE(a_name_that_is_declared_but_not_used_is_not_asked_for),
      CASE(what_fails_to_load_leaves_nothing_behind),
      CASE(far_functions_are_called_and_far_data_is_read_by_its_address),
      CASE(no_page_is_writable_and_executable),
      CASE(symbols_have_their_place_and_size),
      CASE(released_code_is_used_again_and_data_stays),
      CASE(barred_code_faults_and_unbarred_code_runs),
      CASE(large_variables_fit_and_too_large_ones_say_so),
      CASE(tinycc_s_helpers_are_there),
      CASE(setjmp_labels_and_static_locals_work),
      CASE(a_forked_session_does_not_touch_its_parent),
      CASE(ten_thousand_functions_in_one_unit),
      CASE(a_faster_body_stands_in_until_the_plain_one_changes),
      CASE(fast_code_is_barred_with_the_rest_and_has_no_data_of_its_own))
