"""Projects of several files, as people have them."""

HT_H = """#ifndef HT_H
#define HT_H
#include <stddef.h>
typedef struct HashTable HashTable;
HashTable *ht_new(size_t n);
void ht_set(HashTable *t, const char *k, int v);
int *ht_get(HashTable *t, const char *k);
#endif
"""

HT_C = """#include <stdlib.h>
#include <string.h>
#include "ht.h"
#include "hash.h"
typedef struct Entry { char *key; int value; struct Entry *next; } Entry;
struct HashTable { size_t n; Entry **rows; };
static Entry *find(HashTable *t, const char *k)
{
    Entry *e = t->rows[hash(k) % t->n];
    while (e && strcmp(e->key, k)) e = e->next;
    return e;
}
HashTable *ht_new(size_t n)
{
    HashTable *t = malloc(sizeof *t);
    t->n = n;
    t->rows = calloc(n, sizeof *t->rows);
    return t;
}
void ht_set(HashTable *t, const char *k, int v)
{
    Entry *e = find(t, k);
    if (!e) {
        unsigned h = hash(k) % t->n;
        e = malloc(sizeof *e);
        e->key = strdup(k);
        e->next = t->rows[h];
        t->rows[h] = e;
    }
    e->value = v;
}
int *ht_get(HashTable *t, const char *k)
{
    Entry *e = find(t, k);
    return e ? &e->value : NULL;
}
"""

LIST_C = """#include <stdlib.h>
#include "list.h"
struct list { int v; list *next; };
static int count;
static list *find(list *l, int v)
{
    while (l && l->v != v) l = l->next;
    return l;
}
list *list_push(list *l, int v)
{
    list *n = malloc(sizeof *n);
    n->v = v;
    n->next = l;
    count++;
    return n;
}
int list_has(list *l, int v) { return find(l, v) != NULL; }
int list_count(void) { return count; }
"""

LIST_H = """#pragma once
typedef struct list list;
list *list_push(list *, int);
int list_has(list *, int);
int list_count(void);
"""


def project(world):
    world.file("ht.h", HT_H)
    world.file("ht.c", HT_C)
    world.file("hash.h", "#pragma once\nunsigned hash(const char *);\n")
    world.file("hash.c", '#include "hash.h"\nunsigned hash(const char *s) '
               "{ unsigned h = 5381; while (*s) h = h * 33 + *s++; "
               "return h; }\n")
    world.file("list.h", LIST_H)
    world.file("list.c", LIST_C)


def test_two_libraries_with_static_names_in_common(world):
    project(world)
    world.run('#include "ht.h"\n#include "list.h"')
    for name in ("hash.c", "ht.c", "list.c"):
        assert not world.run(f'#include "{name}"').ename, name
    world.run('HashTable *t = ht_new(8); ht_set(t, "a", 1); '
              'ht_set(t, "b", 2);')
    world.run("list *l = list_push(list_push(NULL, 3), 4);")
    look = '*ht_get(t, "b") * 100 + list_has(l, 3) * 10 + list_count()'
    assert world.value(look) == "212"
    for name in ("hash.c", "ht.c", "list.c"):
        outcome = world.run(f'#include "{name}"')
        assert not outcome.ename and not outcome.stderr, name
    assert world.value('*ht_get(t, "b") * 10 + list_has(l, 3)') == "21"
    world.file("list.c", LIST_C.replace("l->v != v", "l->v == v"))
    world.run('#include "list.c"')
    assert world.value("list_has(l, 4) * 10 + list_has(NULL, 4)") == "10"
    assert world.value('*ht_get(t, "a")') == "1"


def test_a_library_in_a_header(world):
    """In the manner of stb: one #define brings the bodies."""
    world.file("stb_add.h", """#ifndef STB_ADD_H
#define STB_ADD_H
int stb_add(int, int);
#endif
#ifdef STB_ADD_IMPLEMENTATION
static int stb__twice(int a) { return a * 2; }
int stb_add(int a, int b) { return stb__twice(a) + b; }
#endif
""")
    world.run('#include "stb_add.h"')
    world.run('#define STB_ADD_IMPLEMENTATION\n#include "stb_add.h"')
    assert world.value("stb_add(2, 3)") == "7"
    assert world.value('#include "stb_add.h"\nstb_add(2, 4)') == "8"
    assert world.value("#undef STB_ADD_IMPLEMENTATION\n"
                       '#include "stb_add.h"\nstb_add(2, 5)') == "9"


COLORS = """enum color {
#define X(name, value) name = value,
#include "colors.def"
#undef X
};
const char *color_name(int c)
{
    switch (c) {
#define X(name, value) case value: return #name;
#include "colors.def"
#undef X
    }
    return "?";
}
int total = 0;
#define X(name, value) total += value;
#include "colors.def"
#undef X
"""


def test_a_table_that_is_included_again_and_again(world):
    world.file("colors.def", "X(RED, 1)\nX(GREEN, 2)\nX(BLUE, 4)\n")
    world.run(COLORS)
    assert world.value("color_name(GREEN)") == '"GREEN"'
    assert world.value("total + BLUE") == "11"
    world.file("colors.def", "X(RED, 1)\nX(GREEN, 2)\nX(PINK, 8)\n")
    world.run(COLORS)
    assert world.value("color_name(4)") == '"?"'
    assert world.value("total + PINK") == "19"


def test_a_header_that_defines_variables(world):
    """A guard makes the second reading empty: the value stays. Without one,
    C defines the variable again."""
    world.file("vars.h", "#ifndef VARS_H\n#define VARS_H\n"
               "int shared_value = 42;\nstatic int next(void)\n"
               "{ static int n = 0; return ++n + shared_value; }\n#endif\n")
    assert world.value('#include "vars.h"\nshared_value') == "42"
    assert world.value("shared_value = 7; next()") == "8"
    assert world.value('#include "vars.h"\nshared_value') == "7"
    assert world.value("next()") == "9"
    world.file("loose.h", "int loose = 42;\nint loose_table[] = {1, 2, 3};\n")
    assert world.value('#include "loose.h"\nloose = 5') == "5"
    assert world.value('#include "loose.h"\nloose + loose_table[2]') == "45"


PROGRAM = """#include <stdio.h>
static int helper(int x) { return x + 1; }
static int counter;
int main(void)
{
    counter++;
    printf("%d %d\\n", helper(3), counter);
    return counter;
}
"""


def test_a_file_with_its_own_main(world):
    world.file("program.c", PROGRAM)
    for code in (PROGRAM, PROGRAM, '#include "program.c"',
                 '#include "program.c"'):
        assert world.prints(code) == "4 1\nmain returned 1\n"
    assert world.prints("main();") == "4 2\n"


def test_a_project_with_a_makefile(world):
    """What the Makefile says to the compiler, %cflags says to the cells."""
    world.file("include/shape.h", "#ifndef SHAPE_H\n#define SHAPE_H\n"
               '#include "shape/area.h"\n#ifndef SCALE\n'
               "#error SCALE is not set: see the Makefile\n#endif\n"
               "double scaled_area(double, double);\n#endif\n")
    world.file("include/shape/area.h", "#pragma once\n"
               "static inline double area(double w, double h) "
               "{ return w * h; }\n")
    world.file("src/shape.c", "#include <shape.h>\n"
               "double scaled_area(double w, double h) "
               "{ return SCALE * area(w, h); }\n")
    text = world.fails('%include include\n#include <shape.h>')
    assert "SCALE is not set: see the Makefile" in text
    world.run("%cflags -DSCALE=2.5 -Iinclude -O2 -Wall")
    world.run('#include "src/shape.c"')
    assert world.value("scaled_area(2, 3)") == "15"
    world.run("%cflags -DSCALE=10")
    assert world.value("scaled_area(2, 3)") == "60"
    world.file("include/shape/area.h", "#pragma once\n"
               "static inline double area(double w, double h) "
               "{ return w + h; }\n")
    world.run('#include "src/shape.c"')
    assert world.value("scaled_area(2, 3)") == "50"


def test_files_that_include_files(world):
    """A unity build: one file that includes the others."""
    world.file("part_a.c", "static int base = 4;\n"
               "static int plus(int x) { return x + base; }\n")
    world.file("part_b.c", "int answer(void) { return plus(38); }\n")
    world.file("all.c", '#include "part_a.c"\n#include "part_b.c"\n')
    world.run('#include "all.c"')
    assert world.value("answer()") == "42"
    world.file("part_a.c", "static int base = 5;\n"
               "static int plus(int x) { return x + base; }\n")
    world.run('#include "all.c"')
    assert world.value("answer()") == "43"


def test_inline_functions_of_a_header_in_two_files(world):
    world.file("point.h", "#pragma once\ntypedef struct { double x, y; } "
               "point;\nstatic inline point add(point a, point b) "
               "{ return (point){a.x + b.x, a.y + b.y}; }\n"
               "inline double dot(point a, point b) "
               "{ return a.x * b.x + a.y * b.y; }\n")
    world.file("one.c", '#include "point.h"\nextern inline double dot(point, '
               "point);\ndouble one(void) { return add((point){1, 2}, "
               "(point){3, 4}).y; }\n")
    world.file("two.c", '#include "point.h"\ndouble two(void) '
               "{ point p = {3, 4}; return dot(p, p); }\n")
    world.run('#include "one.c"\n#include "two.c"')
    assert world.value("one() + two()") == "31"
    assert world.value("point p = add((point){1, 1}, (point){2, 3}); "
                       "dot(p, p)") == "25"


def test_a_file_in_a_cell_that_crashes(world):
    world.file("crash.c", "int crash(int *p) {\n    int k = 3;\n"
               "    return *p + k;\n}\n")
    world.run("int kept = 3;")
    text = world.fails('#include "crash.c"\nkept = 4; crash(NULL)')
    assert "crash.c:3" in text and "In[2]:2" in text
    assert world.value("kept") == "3"
    world.file("crash.c", "int crash(int *p) { return p ? *p : 7; }\n")
    assert world.value('#include "crash.c"\nkept + crash(NULL)') == "10"


# --- names that two files have for themselves --------------------------------

NODE_LIST = """#include <stdlib.h>
struct node { int v; struct node *next; };
static struct node *head;
#define SCALE 3
enum { EMPTY, FULL };
void list_add(int v)
{
    struct node *n = malloc(sizeof *n);
    n->v = v; n->next = head; head = n;
}
int list_sum(void)
{
    int s = 0;
    for (struct node *n = head; n; n = n->next) s += n->v;
    return s * SCALE + FULL;
}
"""

NODE_TREE = """#include <stdlib.h>
struct node { double key; struct node *left, *right; };
static struct node *head;
#define SCALE 100
enum { FULL = 50, EMPTY };
void tree_add(double k)
{
    struct node **p = &head;
    while (*p) p = k < (*p)->key ? &(*p)->left : &(*p)->right;
    *p = calloc(1, sizeof **p);
    (*p)->key = k;
}
static double sum(struct node *n)
{
    return n ? n->key + sum(n->left) + sum(n->right) : 0;
}
double tree_sum(void) { return sum(head) * SCALE + FULL; }
"""


def test_two_files_with_a_struct_a_macro_and_an_enum_of_one_name(world):
    world.file("list.c", NODE_LIST)
    world.file("tree.c", NODE_TREE)
    assert world.value('#include "list.c"\nlist_add(1); list_add(2); '
                       "list_sum()") == "10"
    outcome = world.run('#include "tree.c"\ntree_add(1.5); tree_add(2);')
    assert not outcome.ename and not outcome.stderr
    assert world.value("tree_sum()") == "400"
    assert world.value("list_add(5); list_sum()") == "25"
    world.file("list.c", NODE_LIST.replace("s += n->v", "s += 2 * n->v"))
    assert world.value('#include "list.c"\nlist_add(1); list_sum()') == "7"
    assert world.value("tree_sum()") == "400"


def test_two_files_with_one_public_struct_of_two_layouts(world):
    """That a cell could tell apart by nothing: so it is said."""
    world.file("a.c", "struct node { int v; };\n"
               "int get(struct node *n) { return n->v; }\n")
    world.file("b.c", "struct node { double w; int v; };\n"
               "int got(struct node *n) { return n->v; }\n")
    assert world.value('#include "a.c"\nstruct node one = {5}; '
                       "get(&one)") == "5"
    assert "'one' (In[1]:2) had the old layout" in (
        world.run('#include "b.c"').stderr)
    assert world.value("struct node two = {1.5, 6}; "
                       "got(&two) * 10 + get(&two)") == "66"


def test_a_macro_of_two_files_and_of_a_cell(world):
    world.file("a.c", "#define SIZE 4\nint a_size(void) { return SIZE; }\n")
    world.file("b.c", "#define SIZE 100\nint b_size(void) { return SIZE; }\n")
    world.run('#include "a.c"')
    world.run('#include "b.c"')
    assert world.value("a_size() * 1000 + b_size()") == "4100"
    world.file("a.c", "#define SIZE 5\nint a_size(void) { return SIZE; }\n")
    world.run('#include "a.c"')
    assert world.value("a_size() * 1000 + b_size()") == "5100"
    world.run("#define SIZE 7")
    assert world.value("a_size() * 1000 + b_size() + SIZE") == "7014"


def test_two_files_with_one_type_and_one_typedef(world):
    """The same words in both, then other ones in one of them."""
    text = ("typedef struct { int v; } cell;\nstatic cell head;\n"
            "int NAME(void) { return head.v += STEP; }\n")
    first = text.replace("NAME", "one").replace("STEP", "1")
    second = text.replace("NAME", "ten").replace("STEP", "10")
    world.file("one.c", first)
    world.file("ten.c", second)
    world.run('#include "one.c"')
    world.run('#include "ten.c"')
    assert world.value("one() * 100 + ten()") == "110"
    world.file("ten.c", second.replace("int v", "double w, v"))
    world.run('#include "ten.c"')
    assert world.value("one() * 100 + ten()") == "210"
    world.run('#include "one.c"')
    assert world.value("one() * 100 + ten()") == "120"


def own_names(number, factor):
    """A file with as many static functions, types and macros as that, which
    are called as those of another one are."""
    lines = [f"#define SCALE {factor}", "typedef struct part { int n; } part;"]
    for i in range(number):
        lines += [f"#define ADD_{i} {factor + i}",
                  f"static int own_{i}(int x) "
                  f"{{ part p = {{x + ADD_{i}}}; return p.n * SCALE; }}"]
    total = " + ".join(f"own_{i}(1)" for i in range(number))
    return "\n".join([*lines, f"int total_{factor}(void) {{ return {total}; }}",
                      ""])


def own_total(number, factor):
    return str(sum((1 + factor + i) * factor for i in range(number)))


def test_many_names_of_their_own(world):
    world.file("two.c", own_names(20, 2))
    world.file("three.c", own_names(20, 3))
    world.run("int own_1(int x) { return -x; }")
    for name in ("two", "three", "two", "three"):
        outcome = world.run(f'#include "{name}.c"')
        assert not outcome.ename, outcome.traceback
    assert world.value("total_2()") == own_total(20, 2)
    assert world.value("total_3()") == own_total(20, 3)
    # What the cell has called so is still the cell's.
    assert world.value("own_1(5)") == "-5"
    # Fewer of them, and others than before.
    world.file("two.c", own_names(3, 2))
    world.run('#include "two.c"')
    assert world.value("total_2()") == own_total(3, 2)
    assert world.value("total_3()") == own_total(20, 3)
    world.file("two.c", own_names(30, 2))
    world.run('#include "two.c"')
    assert world.value("total_2()") == own_total(30, 2)
    # One that the cell takes for itself, and a file has still.
    world.run("int own_3(void) { return 2000; }")
    assert world.value("own_3()") == "2000"
    world.run('#include "three.c"')
    assert world.value("total_3()") == own_total(20, 3)
    assert world.value("own_3()") == "2000"


def test_a_name_of_its_own_that_a_cell_had_and_lost(world):
    """The cell's variable is gone when its struct changes; the file's is not,
    and is read again as before."""
    world.run("struct layout { int a; };\nstruct layout shared = {1};")
    world.file("own.c", "static int shared = 5;\n"
               "int read_shared(void) { return shared; }\n")
    world.run('#include "own.c"')
    assert world.value("read_shared() * 10 + shared.a") == "51"
    outcome = world.run("struct layout { int a, b; };")
    assert "shared" in outcome.stderr
    assert world.value("read_shared()") == "5"
    world.file("own.c", "static int shared = 6;\n"
               "int read_shared(void) { return shared + 1; }\n")
    world.run('#include "own.c"')
    assert world.value("read_shared()") == "7"
    assert "shared" in world.fails("shared.a")
    assert world.value("struct layout shared = {2, 3}; shared.b") == "3"
    world.run('#include "own.c"')
    assert world.value("read_shared() * 10 + shared.a") == "72"
