"""`#include "mine.h"` and `#include "mine.c"`: files beside the notebook."""

import pytest

MINE_H = """#ifndef MINE_H
#define MINE_H
#define SCALE 3
typedef struct { double x; } point;
extern int calls;
int triple(int);
static inline int twice(int x) { return 2 * x; }
#endif
"""
MINE_C = """#include "mine.h"
static int scaled(int x) { return x * SCALE; }
int calls = 0;
int triple(int x) { calls++; return scaled(x); }
"""


def test_a_header_and_its_source(world):
    world.file("mine.h", MINE_H)
    world.file("mine.c", MINE_C)
    assert world.value('#include "mine.h"\n#include "mine.c"\ntriple(4)') == "12"
    assert world.value("twice(calls)") == "2"


def test_an_edited_header_is_read_again_and_its_users_compiled_again(world):
    world.file("mine.h", MINE_H)
    world.file("mine.c", MINE_C)
    world.value('#include "mine.c"\nint nine(void) { return triple(SCALE); }')
    assert world.value("nine()") == "9"
    world.file("mine.h", MINE_H.replace("SCALE 3", "SCALE 5"))
    assert world.value('#include "mine.h"\nnine()') == "25"


def test_an_edit_is_seen_through_a_header_that_includes_it(world):
    world.file("inner.h", "#ifndef I\n#define I\n#define DEEP 1\n#endif\n")
    world.file("outer.h", '#ifndef O\n#define O\n#include "inner.h"\n#endif\n')
    assert world.value('#include "outer.h"\nDEEP') == "1"
    world.file("inner.h", "#ifndef I\n#define I\n#define DEEP 2\n#endif\n")
    assert world.value('#include "outer.h"\nDEEP') == "2"


def test_a_macro_that_an_edit_removes_is_gone(world):
    world.file("flags.h", "#define EXTRA 1\n#define KEPT 2\n")
    assert world.value('#include "flags.h"\nEXTRA + KEPT') == "3"
    world.file("flags.h", "#define KEPT 5\n")
    world.value('#include "flags.h"\n')
    assert world.value("#ifdef EXTRA\n1\n#else\nKEPT\n#endif") == "5"


def test_a_short_name_is_not_taken_for_the_end_of_a_longer_one(world):
    world.file("a.h", "#ifndef A\n#define A 1\n#endif\n")
    world.file("data.h", "#ifndef D\n#define D 1\n#endif\n")
    world.value('#include "a.h"\n#include "data.h"\n')
    world.file("data.h", "#ifndef D\n#define D 2\n#endif\n")
    assert world.value('#include "data.h"\n#include "a.h"\nA + D') == "3"


def test_a_header_with_a_guard_is_read_once_until_it_is_edited(world):
    text = "#ifndef T\n#define T\nint level = 7;\n#endif\n"
    world.file("table.h", text)
    world.value('#include "table.h"\nlevel = 99;')
    assert world.value('#include "table.h"\nlevel') == "99"
    world.file("table.h", text.replace("7", "8"))
    assert world.value('#include "table.h"\nlevel') == "8"


def test_pragma_once_holds_for_the_session(world):
    world.file("once.h", "#pragma once\nint level = 7;\n")
    world.value('#include "once.h"\nlevel = 99;')
    assert world.value('#include "once.h"\nlevel') == "99"


def test_a_file_without_a_guard_is_read_every_time(world):
    world.file("rows.def", "ROW(red)\nROW(green)\n")
    count = ('#define ROW(x) + 1\nint count = 0\n#include "rows.def"\n;\n'
             "#undef ROW\ncount")
    assert world.value(count) == "2"
    assert world.value(count) == "2"
    names = '#define ROW(x) puts(#x);\n#include "rows.def"\n#undef ROW\n'
    assert world.prints(names) == "red\ngreen\n"


def test_a_program_in_a_file_runs_each_time_it_is_included(world):
    world.file("prog.c", '#include <stdio.h>\nint n = 1;\n'
               'int main(void) { printf("n %d\\n", n++); return 0; }\n')
    for _ in range(2):
        assert world.prints('#include "prog.c"') == "n 1\n"


def test_statics_of_two_files_do_not_meet(world):
    world.file("a.c", "static int state = 10;\n"
               "static int step(int x) { return x + 1; }\n"
               "int a(int x) { return step(x) + state++; }\n")
    world.file("b.c", "static int state = 500;\n"
               "static int step(int x) { return x * 100; }\n"
               "int b(int x) { return step(x) + state; }\n")
    world.value('#include "a.c"\n')
    world.value('#include "b.c"\n')
    assert world.value("a(1)") == "12"
    assert world.value("b(1)") == "600"
    assert world.value("a(1)") == "13"
    world.value("int step(int x) { return -x; }")
    assert world.value("a(1) * 1000 + b(1)") == "14600"


def test_a_static_of_another_kind_in_another_file(world):
    world.file("a.c", "static int size(int x) { return x; }\n"
               "int a(void) { return size(3); }\n")
    world.file("b.c", "static double size = 2.5;\n"
               "double b(void) { return size; }\n")
    world.value('#include "a.c"\n')
    outcome = world.run('#include "b.c"\n')
    assert outcome.stderr == "" and not outcome.ename
    assert world.value("a() + b()") == "5.5"


def test_an_edited_file_replaces_its_own_statics(world):
    text = ("static int step(int x) { return x + 1; }\n"
            "int a(int x) { return step(x); }\n")
    world.file("a.c", text)
    world.value('#include "a.c"\nint cell(void) { return step(1); }')
    world.file("a.c", text.replace("x + 1", "x + 7"))
    assert world.value('#include "a.c"\na(1) + cell()') == "16"


def test_sources_that_share_a_header(world):
    world.file("shape.h", "#ifndef S\n#define S\n"
               "typedef struct { int w, h; } shape;\n"
               "int area(shape s);\nint rim(shape s);\n#endif\n")
    world.file("area.c", '#include "shape.h"\n'
               "int area(shape s) { return s.w * s.h; }\n")
    world.file("rim.c", '#include "shape.h"\n'
               "int rim(shape s) { return 2 * (s.w + s.h); }\n")
    world.value('#include "area.c"\n#include "rim.c"\n')
    assert world.value('#include "shape.h"\nshape s = {3, 4};\n'
                       "area(s) * 100 + rim(s)") == "1214"


def test_an_error_inside_a_file_names_the_file_and_shows_the_line(world):
    world.file("bad.c", "int fine(int x)\n{\n    return x + nothere;\n}\n")
    text = world.fails('#include "bad.c"\n')
    assert "bad.c:3" in text and "./" not in text
    assert "3 |     return x + nothere;\n" in text and "^~~~~~~" in text
    world.file("bad.h", "int ok;\nint broken( {\n")
    assert "bad.h:2" in world.fails('#include "bad.h"\n')


def test_a_crash_inside_a_file_names_the_file_and_shows_the_line(world):
    world.file("crash.c", "int crash(int *p)\n{\n    return *p;\n}\n")
    text = world.fails('#include "crash.c"\ncrash(0)')
    assert "crash.c:3" in text and "3 |     return *p;" in text


def test_a_file_that_is_not_there(world):
    world.file("mine.h", MINE_H)
    world.file("sub/shape.h", "")
    assert "did you mean \"mine.h\"?" in world.fails('#include "mien.h"')
    assert 'write #include "mine.h"' in world.fails("#include <mine.h>")
    assert "did you mean \"sub/shape.h\"?" in world.fails(
        '#include "sub/shap.h"')
    text = world.fails('#include "quite-other.h"')
    assert "did you mean" not in text and "%include" in text


def test_a_file_in_a_folder_finds_its_neighbours(world):
    world.file("lib/inner.h", "#define INNER 4\n")
    world.file("lib/outer.h", '#include "inner.h"\n')
    assert world.value('#include "lib/outer.h"\nINNER') == "4"


def test_files_that_include_each_other_are_an_error(world):
    world.file("x.h", '#include "y.h"\n')
    world.file("y.h", '#include "x.h"\n')
    assert "include each other" in world.fails('#include "x.h"\n')
    assert world.value("1 + 1") == "2"


def test_names_of_libc_are_libcs_again_in_the_next_program(world):
    world.run("struct stat { int mean; };\nint index = 3;\n#define EOF 5\n"
              "int main(void) { return 0; }")
    assert world.value("index + EOF") == "8"
    assert world.prints("#include <sys/stat.h>\n#include <stdio.h>\n"
                        "#include <strings.h>\n"
                        "int main(void)\n{\n    struct stat s;\n"
                        '    printf("%d %d %s\\n", stat(".", &s), EOF,'
                        ' index("abc", 98));\n    return 0;\n}\n'
                        ) == "0 -1 bc\n"


def test_many_ways_to_a_file_are_walked_once(world):
    """Forty headers, each of which includes all that come behind it."""
    for i in range(40):
        inner = "".join(f'#include "h{k}.h"\n' for k in range(i + 1, 40))
        world.file(f"h{i}.h", f"#ifndef H{i}\n#define H{i} 1\n{inner}#endif\n")
    world.file("ring.h", '#ifndef RING\n#define RING\n#include "ring.h"\n'
               '#include "h0.h"\n#endif\n')
    for _ in range(3):
        assert world.value('#include "ring.h"\nH0 + H39') == "2"
    world.file("h39.h", "#ifndef H39\n#define H39 5\n#endif\n")
    assert world.value('#include "ring.h"\nH0 + H39') == "6"


# --- what is static in a file ------------------------------------------------

SCALED = """#ifndef SCALE
#define SCALE 2
#endif
static int helper(int x) { return x * SCALE; }
static int state = 1;
int scaled(int x) { return helper(x) + SCALE + state++; }
"""

PLAIN = """static int helper(int x) { return 1000 + x; }
static int state = 500;
int plain(int x) { return helper(x) + state++; }
"""


@pytest.fixture
def two_files(world):
    world.file("scaled.c", SCALED)
    world.file("plain.c", PLAIN)
    world.run('#include "scaled.c"')
    world.run('#include "plain.c"')
    assert world.value("scaled(1)") == "5"
    assert world.value("plain(1)") == "1501"
    return world


def test_functions_made_again_use_what_is_static_in_their_file(two_files):
    """A macro has changed: scaled() and its helper() are compiled again, and
    not with the helper() and the state of the other file."""
    two_files.run("#define SCALE 3")
    assert two_files.value("scaled(1)") == "8"
    assert two_files.value("plain(1)") == "1502"
    assert two_files.value("scaled(1)") == "9"


def test_a_file_that_is_edited_keeps_to_itself(two_files):
    two_files.file("scaled.c", SCALED.replace("x * SCALE", "x * 10"))
    two_files.run('#include "scaled.c"')
    assert two_files.value("scaled(1)") == "13"
    assert two_files.value("plain(1)") == "1502"
    two_files.file("plain.c", PLAIN.replace("1000", "2000"))
    two_files.run('#include "plain.c"')
    assert two_files.value("plain(1)") == "2501"
    two_files.run("#define SCALE 3")
    assert two_files.value("scaled(1)") == "15"


def test_a_file_takes_no_name_from_the_cells(world):
    """`static int count` of a file does not hide the reader's own count, nor
    a function that another file has made public."""
    world.file("counter.c", "static int count;\n"
               "static int twice(int x) { return 2 * x; }\n"
               "int next(void) { return twice(++count); }\n")
    world.file("public.c", "int twice(int x) { return 200 * x; }\n")
    world.run("int count = 5; int mine(void) { return count; }")
    world.run('#include "public.c"')
    world.run('#include "counter.c"')
    assert world.value("next() * 100 + count") == "205"
    assert world.value("twice(1) + mine()") == "205"
    world.run("count = 7;")
    assert world.value("next() * 100 + mine()") == "407"
    world.file("user.c", "int twice(int);\n"
               "int user(int x) { return twice(x) + 1; }\n")
    world.run('#include "user.c"')
    assert world.value("user(1)") == "201"


def test_static_names_of_a_file_are_there_for_a_look(two_files):
    assert two_files.value("helper(1)") == "1001"
    two_files.run("int state = 3;")
    assert two_files.value("plain(1)") == "1502"
    assert two_files.value("state") == "3"


def test_two_files_with_one_static_name_in_one_cell(world):
    world.file("scaled.c", SCALED)
    world.file("plain.c", PLAIN)
    text = world.fails('#include "scaled.c"\n#include "plain.c"')
    assert "'helper' is in scaled.c, too, and is static" in text
    assert "include plain.c in another cell" in text
    text = world.fails('int state = 4;\n#include "plain.c"')
    assert "'state' is in In[2], too" in text
    world.file("zero.c", "static int state;\nint zero(void) "
               "{ return state; }\n")
    text = world.fails('#include "zero.c"\n#include "plain.c"')
    assert "'state' is in zero.c, too" in text
    world.run('#include "scaled.c"')
    world.run('#include "plain.c"')
    assert world.value("scaled(1)") == "5"


def test_a_struct_of_a_file_stays_the_same_when_it_is_read_again(world):
    """The variables of the cells are not lost: nothing has changed."""
    world.file("table.h", "#ifndef TABLE_H\n#define TABLE_H\n"
               "typedef struct Table Table;\nTable *table_new(int);\n"
               "int table_first(Table *);\n#endif\n")
    world.file("table.c", '#include <stdlib.h>\n#include "table.h"\n'
               "typedef struct Entry { int v; struct Entry *next; } Entry;\n"
               "struct Table { Entry **rows; Entry first; };\n"
               "Table *table_new(int v) { Table *t = calloc(1, sizeof *t);\n"
               "    t->first.v = v; return t; }\n"
               "int table_first(Table *t) { return t->first.v; }\n")
    world.run('#include "table.h"')
    world.run('#include "table.c"')
    world.run("Table *t = table_new(4);")
    assert not world.run('#include "table.c"').stderr
    assert world.value("table_first(t)") == "4"
