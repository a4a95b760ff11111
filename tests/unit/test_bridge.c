/* Calls that cross from TinyCC's code to a C compiler's and back: the same
 * text is compiled by both, and comes to the same numbers whichever of the two
 * calls the other. */
#include <stdlib.h>
#include <string.h>

#include "cell/passing.h"
#include "code/bridge.h"
#include "code/shims.h"
#include "support/loader.h"
#include "support/refusing.h"
#include "support/session.h"

#define SHARED(name, ...)                                                      \
    static const char name[] = #__VA_ARGS__;                                   \
    __VA_ARGS__

/* clang-format off */
SHARED(types,
    typedef struct Two { double d[2]; } Two;
    typedef struct Floats { float v[2]; } Floats;
    typedef struct Three { float v[3]; } Three;
    typedef struct Mixed { double a; long b; } Mixed;
    typedef struct Turned { long a; double b; } Turned;
    typedef struct Large { double d[2]; long n[3]; } Large;
    typedef struct __attribute__((packed)) Packed { char c; double d; } Packed;
    typedef struct Wide { long double x; } Wide;
    typedef struct Row { long double x[1]; } Row;
    typedef struct Odd { long a : 7; long : 0; double b[1]; } Odd;
    typedef union Either { long double l; int i; } Either;
    typedef struct Gap { double d[1]; int : 32; int : 32; } Gap;
)

SHARED(prototypes,
    void put(Two a, int n);
    double put_away(void);
    Two two(Two a, Two b, double c);
    Floats floats(Floats a, int n, Floats b);
    Three three(Three a);
    Mixed mixed(Mixed a, Turned b);
    Turned turned(int n, Turned a, Mixed b);
    Large large(Two a, Large b, Mixed c);
    Packed packed(Packed a, double b, Two c);
    Wide wide(Wide a, Two b);
    Row row(Row a, int n);
    Odd odd(Odd a);
    Gap gap(Gap a);
    Either either(Either a, int n);
    double generals(long a, long b, long c, long d, long e, Mixed f, Mixed g,
                    long h);
    double sses(Two a, Two b, Two c, Two d, Two e, double f, Three g, int h);
)

/* Functions are called by their addresses. */
SHARED(table,
    typedef struct Table {
        __typeof__(put) *put;
        __typeof__(put_away) *put_away;
        __typeof__(two) *two;
        __typeof__(floats) *floats;
        __typeof__(three) *three;
        __typeof__(mixed) *mixed;
        __typeof__(turned) *turned;
        __typeof__(large) *large;
        __typeof__(packed) *packed;
        __typeof__(wide) *wide;
        __typeof__(row) *row;
        __typeof__(odd) *odd;
        __typeof__(gap) *gap;
        __typeof__(either) *either;
        __typeof__(generals) *generals;
        __typeof__(sses) *sses;
    } Table;
    int drive(const Table *t, double *to);
)

/* One side is the caller: a number for each function. */
SHARED(driver,
    int drive(const Table *t, double *to) {
        Two a = {{1, 2}}, b = {{3, 4}}, r;
        Floats f = {{5, 6}}, g = {{7, 8}};
        Three h = {{9, 10, 11}};
        Mixed m = {12, 13}, n = {14, 15};
        Turned u = {16, 17};
        Large l = {{18, 19}, {20, 21, 22}};
        Packed p = {23, 24};
        Wide w = {25};
        Row o = {{26}};
        Odd d = {27, {28}};
        Gap q = {{29}};
        Either e = {.i = 30};
        int i = 0;
        t->put(a, 3); to[i++] = t->put_away();
        r = t->two(a, b, 5); to[i++] = r.d[0]; to[i++] = r.d[1];
        f = t->floats(f, 2, g);
        to[i++] = (double)f.v[0]; to[i++] = (double)f.v[1];
        h = t->three(h);
        to[i++] = (double)h.v[0]; to[i++] = (double)h.v[1];
        to[i++] = (double)h.v[2];
        m = t->mixed(m, u); to[i++] = m.a; to[i++] = m.b;
        u = t->turned(9, u, m); to[i++] = u.a; to[i++] = u.b;
        l = t->large(a, l, n); to[i++] = l.d[0]; to[i++] = l.d[1];
        to[i++] = l.n[0]; to[i++] = l.n[1]; to[i++] = l.n[2];
        p = t->packed(p, 6, b); to[i++] = p.c; to[i++] = p.d;
        w = t->wide(w, b); to[i++] = w.x;
        o = t->row(o, 7); to[i++] = o.x[0];
        d = t->odd(d); to[i++] = d.a; to[i++] = d.b[0];
        q = t->gap(q); to[i++] = q.d[0];
        e = t->either(e, 3); to[i++] = e.i;
        to[i++] = t->generals(1, 2, 3, 4, 5, m, n, 6);
        to[i++] = t->sses(a, b, a, b, a, 2.5, h, 7);
        return i;
    }
)

/* The other is called. */
SHARED(bodies,
    static double kept;
    void put(Two a, int n) { kept = a.d[0] + 10 * a.d[1] + 100 * n; }
    double put_away(void) { return kept; }
    Two two(Two a, Two b, double c) {
        Two r = {{a.d[0] + 10 * b.d[1], a.d[1] + 10 * b.d[0] + 100 * c}};
        return r;
    }
    Floats floats(Floats a, int n, Floats b) {
        Floats r = {{a.v[0] * n + b.v[1], a.v[1] - b.v[0]}};
        return r;
    }
    Three three(Three a) {
        Three r = {{a.v[2], a.v[0], a.v[1]}};
        return r;
    }
    Mixed mixed(Mixed a, Turned b) {
        Mixed r = {a.a + 100 * b.b, a.b + 100 * b.a};
        return r;
    }
    Turned turned(int n, Turned a, Mixed b) {
        Turned r = {n + 10 * b.b + a.a, a.b + 10 * b.a};
        return r;
    }
    Large large(Two a, Large b, Mixed c) {
        Large r = {{b.d[1] + a.d[0], b.d[0] + c.a},
                   {b.n[2], b.n[0] + c.b, b.n[1]}};
        return r;
    }
    Packed packed(Packed a, double b, Two c) {
        Packed r = {(char)(a.c + 1), a.d + b + 100 * c.d[1]};
        return r;
    }
    Wide wide(Wide a, Two b) {
        Wide r = {a.x + (long double)(100 * b.d[1])};
        return r;
    }
    Row row(Row a, int n) {
        Row r = {{a.x[0] + 100 * n}};
        return r;
    }
    Odd odd(Odd a) {
        Odd r = {a.a + 1, {a.b[0] * 2}};
        return r;
    }
    Gap gap(Gap a) {
        Gap r = {{a.d[0] + 0.5}};
        return r;
    }
    Either either(Either a, int n) {
        Either r = {.i = a.i + n};
        return r;
    }
    double generals(long a, long b, long c, long d, long e, Mixed f, Mixed g,
                    long h) {
        return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f.a + 7 * f.b +
               8 * g.a + 9 * g.b + 10 * h;
    }
    double sses(Two a, Two b, Two c, Two d, Two e, double f, Three g, int h) {
        return a.d[0] + 2 * b.d[1] + 3 * c.d[0] + 4 * d.d[1] + 5 * e.d[0] +
               6 * e.d[1] + 7 * f + 8 * (double)g.v[0] + 9 * (double)g.v[1] +
               10 * (double)g.v[2] + 11 * h;
    }
)
/* clang-format on */


/* In the order of the table. */
static const char *const names[] = {
    "put", "put_away", "two", "floats", "three", "mixed", "turned", "large",
    "packed", "wide", "row", "odd", "gap", "either", "generals", "sses",
};
static const Table natives = {put,   put_away, two, floats, three,
                              mixed, turned,   large, packed, wide,
                              row,   odd,      gap, either, generals, sses};

enum {
    COUNT = sizeof names / sizeof *names,
    MOST = 64
};

_Static_assert(sizeof natives == COUNT * sizeof(void *), "one name each");

static const char *signatures[COUNT];

static int read_signatures(void **state) {
    static Session session;
    (void)state;
    session_init(&session);
    Arena *arena = &session.arena;
    Cell cell = session_cell(&session, arena_printf(arena, "%s\n%s", types,
                                                    prototypes));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    for (size_t i = 0; i < COUNT; i++) {
        const Symbol *symbol = map_get(&session.symbols, str_of(names[i]));
        Buf text = {0};
        assert_true(passing_is_possible(symbol->type));
        passing_print(symbol->type, NULL, 0, &text);
        signatures[i] = arena_dup(arena, buf_view(&text)).text;
        buf_done(&text);
    }
    return 0;
}

static Image *load_text(World *world, const char *first, const char *second) {
    Arena arena = {0};
    Str text = arena_printf(&arena, "%s\n%s\n%s\n%s\n%s\n", types,
                            prototypes, table, first, second);
    Image *image = world_load(world, text.text);
    arena_clear(&arena);
    return image;
}

typedef int Driver(const Table *functions, double *to);

static void compare(Driver *caller, const Table *functions) {
    double expected[MOST], found[MOST];
    int count = drive(&natives, expected);
    assert_in_range(count, COUNT, MOST);
    assert_int_equal(caller(functions, found), count);
    for (int i = 0; i < count; i++)
        if (found[i] != expected[i])
            fail_msg("number %d is %g, not %g", i, found[i], expected[i]);
}

/* A bridge to each, which is known again when it is asked for. */
static void bridge_all(void *const *targets, bool is_inward, Table *ret) {
    Err err = {""};
    for (size_t i = 0; i < COUNT; i++) {
        Str signature = str_of(signatures[i]);
        void *bridge = bridge_to(targets[i], signature, is_inward, &err);
        assert_non_null(bridge);
        assert_ptr_equal(bridge_to(targets[i], signature, is_inward, &err),
                         bridge);
        assert_ptr_not_equal(
            bridge_to(targets[i], signature, !is_inward, &err), bridge);
        memcpy((char *)ret + i * sizeof bridge, &bridge, sizeof bridge);
    }
}

TEST(tinycc_s_code_calls_a_c_compiler_s) {
    World world = world_new();
    Image *image = load_text(&world, driver, "");
    void *address = image_symbol(image, STR("drive"), NULL);
    void *targets[COUNT];
    Driver *theirs;
    Table bridged;
    memcpy(&theirs, &address, sizeof theirs);
    memcpy(targets, &natives, sizeof targets);
    bridge_all(targets, false, &bridged);
    compare(theirs, &bridged);
    world_done(&world);
}

TEST(a_c_compiler_s_code_calls_tinycc_s) {
    World world = world_new();
    Image *image = load_text(&world, bodies, "");
    void *targets[COUNT];
    Table bridged;
    for (size_t i = 0; i < COUNT; i++)
        targets[i] = image_symbol(image, str_of(names[i]), NULL);
    bridge_all(targets, true, &bridged);
    compare(drive, &bridged);
    world_done(&world);
}

/* Those that are made when nabla is built, by name; here a table of two. */
static int first_shim, second_shim;
const Shim shims_table[] = {{"gsl_complex_rect", &first_shim},
                            {"gsl_complex_polar", &second_shim},
                            {NULL, NULL}};

TEST(a_shim_is_known_by_its_name) {
    assert_ptr_equal(shims_find(STR("gsl_complex_rect")), &first_shim);
    assert_ptr_equal(shims_find(STR("gsl_complex_polar")), &second_shim);
    assert_null(shims_find(STR("gsl_complex_rec")));
    assert_null(shims_find(STR("")));
}

/* --- memory for them --- */

static int one(void) { return 1; }

/* They fill pages, and each new one is refused first: its mmap, or its
 * mprotect. */
TEST(without_memory_there_is_no_bridge_and_the_next_one_is_fine) {
    Err err = {""};
    int (*function)(void) = one;
    uint8_t *target;
    int refused = 0;
    memcpy(&target, &function, sizeof target);
    for (int i = 0; i < 600; i++) {
        refuse(i % 2, 1);
        void *bridge = bridge_to(target + i, STR("4:I/I;"), false, &err);
        (void)refuse_end();
        if (bridge) continue;
        assert_string_equal(err.text,
                            "There is no memory for calls of a library.");
        refused++;
        assert_non_null(bridge_to(target + i, STR("4:I/I;"), false, &err));
    }
    assert_in_range(refused, 2, 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(tinycc_s_code_calls_a_c_compiler_s),
        CASE(a_c_compiler_s_code_calls_tinycc_s),
        CASE(a_shim_is_known_by_its_name),
        CASE(without_memory_there_is_no_bridge_and_the_next_one_is_fine)};
    return cmocka_run_group_tests(tests, read_signatures, NULL);
}
