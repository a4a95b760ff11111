"""%lib: libraries of the machine and of the reader's own making."""

import shutil
import subprocess

import pytest

MINE = """#include <stdio.h>
#include <stdlib.h>
int total = 40;
static int hidden(int x) { return x + 2; }
int mine(int x) { total += x; return hidden(x) * 10; }
double half(double x) { return x / 2; }
void shout(const char *text) { printf("%s!\\n", text); }
void warn(const char *text) { fprintf(stderr, "warn %s\\n", text); }
void leave(int status) { exit(status); }
"""
DECLARED = ("int mine(int); double half(double); extern int total;\n"
            "void shout(const char *); void warn(const char *);\n"
            "void leave(int);\n")
USE = 'shout("hey"); printf("%d %g %d\\n", mine(1), half(3), total);'


def shared(world, name="libmine.so", text=MINE, *flags):
    world.file("mine.c", text)
    world.make("cc", "-shared", "-fPIC", "-o", name, "mine.c", *flags)


def use(world, lib, is_static=True):
    outcome = world.run(f"%lib {lib}\n" + DECLARED + USE)
    assert not outcome.ename, "\n".join(outcome.traceback)
    assert outcome.stdout == "hey!\n30 1.5 41\n"
    assert world.run('warn("x");').stderr == "warn x\n"
    if is_static:
        assert "exit(3)" in world.fails("leave(3);")
    assert world.value("total") == "41"
    assert world.fails("*(int *)0 = 1;").startswith("SegmentationFault")
    assert world.value("mine(1) + total") == "72"
    assert "hidden" in world.fails("int hidden(int); hidden(1)")


def test_a_library_of_the_machine_in_the_same_cell(world):
    """zlib by pkg-config: its header, its functions, its macros."""
    code = """%lib z
#include <zlib.h>
#include <string.h>
char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", small[100];
char back[100];
uLongf n = sizeof small, m = sizeof back;
compress((Bytef *)small, &n, (const Bytef *)text, sizeof text);
uncompress((Bytef *)back, &m, (const Bytef *)small, n);
printf("%d %d %d\\n", n < sizeof text, strcmp(back, text),
       zlibVersion()[0] == ZLIB_VERSION[0]);
"""
    assert world.prints(code) == "1 0 1\n"
    assert "libz.so" in world.prints("%lib")


def test_completion_and_inspection_of_what_it_brings(world):
    world.run("%lib z\n#include <zlib.h>")
    fields = world.session.ask("COMPLETE", "x = crc3", 8)
    assert "crc32" in fields
    found = world.session.ask("INSPECT", "crc32(", 3, 0)
    assert found[0] == "1" and "zlib.h" in found[2]
    assert "crc32" in found[2] and "uLong" in found[2]
    page = world.run("crc32?").pages[0]["text/plain"]
    assert "zlib.h" in page
    assert "too few arguments" in world.fails("crc32(0)")


def test_a_library_that_pkg_config_does_not_know(world):
    """By its soname: libm.so is a text for the linker."""
    assert world.value("%lib m\ncos(0)") == "1"
    assert "libm.so.6" in world.prints("%lib")


@pytest.mark.parametrize("line", [
    "-lz", "libz", "libz.so", "libz.so.1", "z  # for crc32", "z // crc32",
    "-L /usr/lib -lz"])
def test_other_ways_to_call_a_library(world, line):
    world.run(f"%lib {line}")
    assert world.value('#include <zlib.h>\n'
                       'crc32(0, (const Bytef *)"abc", 3)') == "891568578"


def test_a_library_without_a_name(world):
    assert "%lib needs the name of a library" in world.fails('%lib ""')
    assert "%lib needs the name of a library" in world.fails("%lib -l")


def test_a_shared_library_by_its_path(world):
    shared(world)
    use(world, "./libmine.so", is_static=False)


def test_a_shared_library_in_a_directory_of_cflags(world):
    (world.folder / "build").mkdir()
    shared(world, "build/libmine.so")
    world.run("%cflags -Lbuild -lmine")
    outcome = world.run(DECLARED + USE)
    assert outcome.stdout == "hey!\n30 1.5 41\n"


def test_an_archive(world):
    world.file("mine.c", MINE)
    world.file("more.c", "int mine(int); int more(int x) { return mine(x); }")
    world.make("cc", "-c", "mine.c", "more.c")
    world.make("ar", "rcs", "libmine.a", "mine.o", "more.o")
    use(world, "./libmine.a")
    assert world.value("int more(int);\nmore(1)") == "30"


def test_an_object(world):
    world.file("mine.c", MINE)
    world.make("cc", "-O2", "-c", "mine.c")
    use(world, "./mine.o")


def test_members_that_refer_to_each_others_data(world):
    world.file("a.c", "extern int b; int a = 1; int fa(void) { return b; }")
    world.file("b.c", "extern int a; int b = 2; int fb(void) { return a; }")
    world.make("cc", "-O2", "-c", "a.c", "b.c")
    world.make("ar", "rcs", "libab.a", "a.o", "b.o")
    world.run("%lib ./libab.a")
    assert world.value("int fa(void), fb(void);\nfa() * 10 + fb()") == "21"


def test_an_archive_with_a_constructor_and_a_thread_local_variable(world):
    world.file("odd.c", "static __thread int here = 5; static int ready;\n"
               "__attribute__((constructor)) static void go(void)"
               " { ready = 7; }\n"
               "int odd(void) { return ready * 10 + here++; }\n")
    world.make("cc", "-fPIC", "-c", "odd.c")
    world.make("ar", "rcs", "libodd.a", "odd.o")
    assert world.value("%lib ./libodd.a\nint odd(void);\nodd()") == "75"


def test_an_archive_that_needs_another(world):
    world.file("low.c", "int low(int x) { return x + 1; }")
    world.file("high.c", "int low(int); int high(int x) { return low(x); }")
    world.make("cc", "-c", "low.c", "high.c")
    world.make("ar", "rcs", "liblow.a", "low.o")
    world.make("ar", "rcs", "libhigh.a", "high.o")
    text = world.fails("%lib ./libhigh.a")
    assert "needs 'low', which no library that is loaded has" in text
    assert world.value("%lib ./liblow.a ./libhigh.a\nint high(int);\n"
                       "high(1)") == "2"


def test_a_library_calls_back_into_a_cell(world):
    shared(world, "libeach.so", "void each(int n, void (*f)(int))"
           " { for (int i = 0; i < n; i++) f(i); }")
    world.value("%lib ./libeach.so\nvoid each(int, void (*)(int));\n"
                "int sum = 0; void add(int i) { sum += i; }")
    assert world.value("each(4, add); sum") == "6"
    world.value("void add(int i) { sum += 10 * i; }")
    assert world.value("each(4, add); sum") == "66"


def test_a_name_that_libc_has_too(world):
    shared(world, "libown.so", "double gamma(double x) { return x * 100; }")
    assert world.value("%lib ./libown.so\ndouble gamma(double);\ngamma(2)"
                       ) == "200"


def test_a_library_that_was_made_again(world):
    shared(world)
    world.run("%lib ./libmine.so\n" + DECLARED)
    assert world.value("mine(1)") == "30"
    (world.folder / "libmine.so").unlink()
    shared(world, "libmine.so", MINE.replace("* 10", "* 100"))
    assert world.value("%lib ./libmine.so\nmine(1)") == "300"


BY_VALUE = """
typedef struct { double dat[2]; } c2;
typedef struct { double a; long b; } mix;
typedef struct { double x, y; } plain;
"""

BY_VALUE_CELL = (BY_VALUE + """
double re(c2); c2 make(double); mix swap(mix); double norm(plain);
double apply(double (*)(c2)); double by(const c2 *);
double first(c2 z) { return z.dat[0]; }
c2 z = {{1, 2}}; mix m = {1.5, 2}; plain p = {1, 2};""")


@pytest.fixture
def by_value(world):
    shared(world, "libby.so", BY_VALUE + """
double re(c2 z) { return z.dat[0]; }
c2 make(double x) { c2 z = {{x, -x}}; return z; }
mix swap(mix m) { mix r = {m.b, m.a}; return r; }
double norm(plain p) { return p.x + p.y; }
double apply(double (*f)(c2)) { c2 z = {{2, 3}}; return f(z); }
double by(const c2 *z) { return z->dat[1]; }
""")
    return world


COMPILERS = ["gcc", "clang", "/nonexistent/cc"]


@pytest.mark.parametrize("compiler", COMPILERS)
def test_structs_that_travel_in_other_registers(by_value, compiler):
    """gsl_complex and a mix of double and long reach the library, and come
    back from it, whichever compiler is there."""
    world = by_value
    world.restart({"CC": compiler})
    world.run("%lib ./libby.so\n" + BY_VALUE_CELL)
    for call, value in (("re(z)", "1"), ("make(1.5).dat[1]", "-1.5"),
                        ("swap(m).b", "1"), ("apply(first)", "2"),
                        ("double (*f)(c2) = re; f(z)", "1"),
                        ("norm(p)", "3"), ("by(&z) + first(z)", "3")):
        assert world.value(call) == value, call


@pytest.mark.parametrize("compiler", COMPILERS)
def test_such_a_function_waits_for_its_library(by_value, compiler):
    """A cell that was compiled before the library came calls it right."""
    world = by_value
    world.restart({"CC": compiler})
    world.run(BY_VALUE_CELL)
    world.run("double later(void) { return re(z) + make(2).dat[1]; }")
    world.run("_Complex double c; double later_cc(void)"
              "{ c = 2; return re(z) + make(2).dat[1] + __real__ c; }")
    assert "never defined" in world.fails("later()")
    world.run("%lib ./libby.so")
    assert world.value("later()") == "-1"
    if not compiler.startswith("/"):
        assert world.value("later_cc()") == "1"


@pytest.mark.parametrize("body, words", [
    ("*(volatile int *)0 = 1;", "crashed while it was being loaded"),
    ("abort();", "crashed while it was being loaded"),
    ("exit(0);", "ended the process while it was being loaded"),
])
def test_a_constructor_that_fails(world, body, words):
    shared(world, "libbad.so", "#include <stdlib.h>\n"
           "__attribute__((constructor)) static void go(void) { "
           + body + " }\n")
    world.run("int kept = 5;")
    text = world.fails("%lib ./libbad.so")
    assert words in text and "In[2]:1" in text
    assert world.value("kept") == "5"


def test_files_that_are_no_libraries(world):
    world.file("text.so", "hello, this is text\n")
    assert "is not a library" in world.fails("%lib ./text.so")
    world.file("empty.a", "")
    assert "is not a library" in world.fails("%lib ./empty.a")
    assert "cannot read the library" in world.fails("%lib ./none.so")
    (world.folder / "dir.so").mkdir()
    assert "is no file" in world.fails("%lib ./dir.so")


def test_a_damaged_library(world):
    shared(world)
    path = world.folder / "libmine.so"
    whole = path.read_bytes()
    path.write_bytes(whole[:600])
    assert "is damaged" in world.fails("%lib ./libmine.so")
    path.write_bytes(whole[:64] + b"\xff" * 800 + whole[864:])
    assert "libmine.so' " in world.fails("%lib ./libmine.so")
    world.file("mine.c", MINE)
    world.make("cc", "-c", "mine.c")
    world.make("ar", "rcs", "libmine.a", "mine.o")
    archive = world.folder / "libmine.a"
    archive.write_bytes(archive.read_bytes()[:300])
    assert "libmine.a' is damaged" in world.fails("%lib ./libmine.a")
    assert world.value("2 + 2") == "4"


def test_a_library_of_another_machine(world):
    shared(world)
    path = world.folder / "libmine.so"
    whole = bytearray(path.read_bytes())
    whole[18:20] = (183).to_bytes(2, "little")
    path.write_bytes(whole)
    assert "another kind of processor" in world.fails("%lib ./libmine.so")


def test_a_program_is_no_library(world):
    world.file("prog.c", "int main(void) { return 0; }")
    world.make("cc", "-no-pie", "-o", "prog.so", "prog.c")
    assert "is a program" in world.fails("%lib ./prog.so")


def test_a_library_with_a_missing_symbol(world):
    shared(world, "libneeds.so",
           "int nowhere(int); int needs(int x) { return nowhere(x); }")
    text = world.fails("%lib ./libneeds.so")
    assert "needs 'nowhere', which no library that is loaded has" in text


def test_a_library_that_is_not_there(world):
    text = world.fails("%lib zz_no_such_thing")
    assert "there is no library 'zz_no_such_thing'" in text
    assert "libzz_no_such_thing.so" in text and "did you mean" not in text
    shared(world)
    assert "%lib ./libmine.so" in world.fails("%lib mine")


def test_the_nearest_name_or_the_package(world):
    """Both lists are the machine's; here they are ours."""
    tools = world.folder / "tools"
    tools.mkdir()
    for name, line in (("pkg-config", "zebra  zebra - stripes"),
                       ("apt-cache", "libquagga-dev")):
        status = 'case "$1" in --libs) exit 1;; esac\n'
        (tools / name).write_text(f"#!/bin/sh\n{status}echo '{line}'\n")
        (tools / name).chmod(0o755)
    world.run(f'setenv("PATH", "{tools}:/usr/bin:/bin", 1);')
    assert "did you mean %lib zebra?" in world.fails("%lib zebar")
    assert "apt install libquagga-dev" in world.fails("%lib quagga")


def test_no_child_of_the_session_is_seen_by_the_program(world):
    world.value("#include <signal.h>\n#include <sys/wait.h>\n"
                "int children = 0;\nvoid count(int s) { (void)s; children++; }"
                "\nsignal(SIGCHLD, count);")
    world.run("%lib z")
    assert world.value("children") == "0"
    assert world.value("waitpid(-1, 0, WNOHANG)") == "-1"


def test_a_function_that_was_compiled_before_its_library_came(world):
    shared(world)
    text = world.fails("int mine(int);\nint early(void) { return mine(1); }\n"
                       "early()")
    assert "mine" in text and "never defined" in text
    world.run("%lib ./libmine.so")
    assert world.value("int mine(int);\nmine(1)") == "30"
    assert world.value("int early(void) { return mine(1); }\nearly()") == "30"


def test_a_library_whose_header_has_an_array_without_a_size(world):
    shared(world, "libtab.so", "int table[] = {5, 6, 7}; int size = 3;")
    world.file("tab.h", "extern int table[];\nextern int size;\n")
    assert world.value('%lib ./libtab.so\n#include "tab.h"\n'
                       "table[0] * 100 + table[size - 1]") == "507"
