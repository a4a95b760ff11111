"""What a definition leaves behind when it is made again: nothing that adds up,
and nothing missing that somebody still holds.

The bound on growth is in bytes a cell, of the session and the supervisor
together; without giving back what was replaced, each of these kinds takes
some 8,000 to 16,000."""

import pathlib
import re

import pytest
import watch
from cells import Cell
from reader import Reader, start

CELLS = 400
BOUND = 1500  # bytes: history, tables that grow by doubling, pages half full
SLOW = {"hot function", "fast statements", "by the C compiler"}
SLOW_CELLS, SLOW_BOUND = 100, 4000
REDEFINED = {
    "function": "int f(int x) {{ return x + {i}; }}\nf(1) == 1 + {i}",
    "function with a loop":
        "double f(int n) {{ double s = 0;\n"
        "for (int k = 0; k < n; k++) s += {i} * k;\nreturn s; }}\n"
        "f(2) == {i}",
    "hot function":
        "double f(int n) {{ double s = 0;\n"
        "for (int k = 0; k < n; k++) s += {i} * k;\nreturn s; }}\n"
        "f(2000000) > 0",
    "two functions":
        "static int help(int x) {{ return x + {i}; }}\n"
        "int f(int x) {{ return help(x); }}\nf(1) == 1 + {i}",
    "struct": "typedef struct part {{ int n; char room[{i}]; }} part;\n"
              "int of(part p) {{ return p.n; }}\nof((part){{.n = 1}})",
    "macro": "#define SIZE {i}\nint size(void) {{ return SIZE; }}\n"
             "size() == {i}",
    "another kind of thing": "int f(int x) {{ return x + {i}; }}\n"
                             "f(1) == 1 + {i}",
    "variable": "double kept[8] = {{{i}}};\nkept[0] == {i}",
    "gsl_complex": "gsl_complex turn(gsl_complex z) {{\n"
                   "z.dat[0] += {i}; return z; }}\n"
                   "turn((gsl_complex){{{{0, 1}}}}).dat[0] == {i}",
    "fast statements": "%%fast\ndouble s = 0;\n"
                       "for (int k = 0; k < 9; k++) s += {i} * k;\n"
                       "s == {i} * 36.0",
    "by the C compiler": "#include <complex.h>\n"
                         "double complex f(double complex z) {{\n"
                         "return z * {i}; }}\ncreal(f(1)) == {i}",
    "checked": "%%check\nint f(int x) {{ return x + {i}; }}\nf(1) == 1 + {i}",
}


BETWEEN = {"another kind of thing": "double f = 2;"}


@pytest.fixture
def reader(tmp_path):
    kernel = start(tmp_path)
    yield Reader(kernel)
    kernel.stop()


def memory(reader):
    """Bytes that are no file's."""
    family = watch.at_rest(reader.kernel.pid)
    pids = [pid for name, pid in family if name == "nabla-session"]
    texts = [pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
             for pid in pids + [reader.kernel.pid]]
    return 1024 * sum(int(re.search(r"^Anonymous:\s+(\d+)", text, re.M)[1])
                      for text in texts)


def redefine(reader, code, numbers, between=None):
    for i in numbers:
        reader.run(Cell(code.format(i=i), value="1"))
        if between:
            reader.run(Cell(between))


@pytest.mark.parametrize("kind", REDEFINED)
def test_what_is_defined_again_and_again_takes_no_memory(reader, kind):
    code, between = REDEFINED[kind], BETWEEN.get(kind)
    cells, bound = (SLOW_CELLS, SLOW_BOUND) if kind in SLOW else (CELLS, BOUND)
    redefine(reader, code, range(1, cells // 2 + 70), between)
    before = memory(reader)
    redefine(reader, code, range(1000, 1000 + cells), between)
    grown = (memory(reader) - before) / cells
    print(f"{kind}: {grown:.0f} bytes a cell")
    assert grown < bound


def run(reader, code):
    result = reader.kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    shown = result.content("execute_result")
    return shown[0]["data"]["text/plain"] if shown else result.text()


def test_a_struct_by_value_goes_to_what_a_checked_cell_has_defined(reader):
    """By way of a pointer there is a bridge, and that has a body, too."""
    run(reader, "%%check\ngsl_complex turn(gsl_complex z) {\n"
                "z.dat[0] += 1; return z; }")
    run(reader, "int other(int x) { return x; }\nother(1);")
    assert run(reader, "gsl_complex (*p)(gsl_complex) = turn;\n"
                       "p((gsl_complex){{1, 2}}).dat[0]") == "2"
    assert run(reader, "turn((gsl_complex){{1, 2}}).dat[0]") == "2"


MANY = "int f(int x) {{ return x + {i}; }}\nf(1) == 1 + {i}"
GONE = 150  # bodies later the pages of one hold another's


def test_what_an_old_body_gave_away_stays(reader):
    run(reader, "char *name(void) { return \"the first\"; }\n"
                "int *count(void) { static int n = 40; n++; return &n; }\n"
                "char *s = name(); int *n = count(); *n += 1;\n"
                "char *(*call)(void) = name;")
    for i in range(GONE):
        run(reader, f"char *name(void) {{ return \"other {i}\"; }}\n"
                    "int *count(void) { return NULL; }")
    assert run(reader, "s") == '"the first"'
    assert run(reader, "*n") == "42"
    assert run(reader, "call()") == f'"other {GONE - 1}"'
    assert run(reader, "%%check\ns[0]") == "'t' (116)"


def test_who_calls_back_gets_the_newest_body(reader):
    run(reader, "#include <signal.h>\nint heard = 0;\n"
                "void hear(int n) { heard = 1; }\n"
                "signal(SIGUSR1, hear); raise(SIGUSR1);")
    assert run(reader, "heard") == "1"
    for i in range(GONE):
        run(reader, f"void hear(int n) {{ heard = {i}; }}")
    run(reader, "raise(SIGUSR1);")
    assert run(reader, "heard") == str(GONE - 1)


def test_a_thread_may_stay_in_a_body_that_is_replaced(reader):
    run(reader, "volatile int in = 0, go = 0; long seen = 0;\n"
                "void *f(void *p) { in = 1; while (!go) usleep(100);\n"
                "seen = 17; return \"old\"; }\n"
                "pthread_t t; pthread_create(&t, NULL, f, NULL);\n"
                "while (!in) usleep(100);")
    for i in range(GONE):
        run(reader, f"void *f(void *p) {{ seen = {i}; return \"new\"; }}")
    run(reader, "void *came; go = 1; pthread_join(t, &came);")
    assert run(reader, "(char *)came") == '"old"'
    assert run(reader, "seen") == "17"
    # It has ended: what was kept for it is given back with the next one.
    redefine(reader, MANY, range(GONE))


def test_a_stack_of_its_own_keeps_the_body_that_it_is_in(reader):
    run(reader, "#include <ucontext.h>\nucontext_t here, there; int got = 0;\n"
                "char room[1 << 16];\n"
                "void f(void) { for (int i = 1; i < 4; i++) { got = i;\n"
                "swapcontext(&there, &here); } }\n"
                "getcontext(&there); there.uc_stack.ss_sp = room;\n"
                "there.uc_stack.ss_size = sizeof room; there.uc_link = &here;\n"
                "makecontext(&there, f, 0); swapcontext(&here, &there);")
    assert run(reader, "got") == "1"
    for i in range(GONE):
        run(reader, f"void f(void) {{ got = -{i}; }}")
    run(reader, "swapcontext(&here, &there);")
    assert run(reader, "got") == "2"


NOTE = """void *inside;
void note(void) { inside = __builtin_return_address(0); }"""


def test_going_on_in_code_that_is_gone_is_told_in_words(reader):
    run(reader, NOTE)
    assert run(reader, "int f(void) { note(); return 1; }\nf()") == "1"
    assert run(reader, "int f(void) { return 2; }\nf()") == "2"
    reply = reader.kernel.run("int before = 1;\n"
                              "((void (*)(void))inside)();").reply
    assert reply["ename"] == "ReplacedFunction", reply
    print(reply["evalue"])
    for word in ["'f'", "In[3]", "In[4]", "In[5]:2"]:
        assert word in reply["evalue"]
    assert run(reader, "f()") == "2"
