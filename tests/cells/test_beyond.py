"""C that TinyCC has not, with each C compiler that is there and with none.

beyond/beyond.cells and attributes.cells take one, without.cells is what comes
without; by_value.cells and 06_complex.cells are the same either way."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE))
from session import Session  # noqa: E402
from test_cells import outcome_lines, read_cases  # noqa: E402

COMPILERS = [name for name in ("gcc", "clang") if shutil.which(name)]
NONE = "/nonexistent/cc"


def check(outcome, case, label):
    error = f"{outcome.ename}: {outcome.evalue}" if outcome.ename else ""
    seen = outcome_lines(outcome)
    if case["!! "]:
        name, _, text = case["!! "][0].partition(": ")
        assert outcome.ename == name and text in outcome.evalue, (label, error)
    else:
        assert not error, (label, error, outcome.traceback)
    assert seen["-> "] == case["-> "], label
    assert seen[".. "] == case[".. "], label
    for text in case["ww "]:
        assert text in outcome.stderr, label
    if not case["ww "]:
        assert not outcome.stderr, label


def run_file(path, env):
    session = Session(env=env)
    for case in read_cases(path):
        check(session.run("\n".join(case["code"])), case, case["title"])
    session.close()


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("name", ["beyond", "attributes"])
def test_with_a_compiler(name, compiler):
    run_file(HERE / f"beyond/{name}.cells", {"CC": compiler})


@pytest.mark.parametrize("compiler", COMPILERS + [NONE])
@pytest.mark.parametrize("name", ["beyond/by_value.cells", "06_complex.cells"])
def test_structs_by_value(name, compiler):
    run_file(HERE / name, {"CC": compiler})


@pytest.mark.parametrize("env", [{"CC": NONE}, {"CC": "", "PATH": ""}])
def test_without_a_compiler(env):
    run_file(HERE / "beyond/without.cells", env)


def test_there_is_a_compiler():
    assert "gcc" in COMPILERS and "clang" in COMPILERS


# --- a library against the ABI ---------------------------------------------

TWIST = """#include <gsl/gsl_complex.h>
gsl_complex twist(gsl_complex z) {
    gsl_complex r = {{-GSL_IMAG(z), GSL_REAL(z)}};
    return r;
}
gsl_complex ask(gsl_complex (*f)(gsl_complex), double x) {
    gsl_complex z = {{x, 1}};
    return f(z);
}
"""


@pytest.fixture(scope="module")
def twist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twist")
    source, library = folder / "twist.c", folder / "libtwist.so"
    source.write_text(TWIST)
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source],
                   check=True)
    return (f'#include <dlfcn.h>\n'
            f'dlopen("{library}", RTLD_NOW | RTLD_GLOBAL) != NULL')


@pytest.mark.parametrize("compiler", [*COMPILERS, NONE])
def test_a_library_with_such_functions(twist, compiler):
    session = Session(env={"CC": compiler})
    assert session.run(twist).result["text/plain"] == "1"
    out = session.run("gsl_complex twist(gsl_complex z);\ntwist(nb_c(1, 2))")
    assert out.result["text/plain"] == "-2 + 1i"
    out = session.run(
        "gsl_complex ask(gsl_complex (*f)(gsl_complex), double x);\n"
        "gsl_complex mine(gsl_complex z) { return gsl_complex_mul_real(z, 2);"
        " }\nask(mine, 3)")
    assert out.result["text/plain"] == "6 + 2i"
    session.close()


# --- both compilers' code in one session -----------------------------------

# Without padding, which a compiler need not copy.
SHAPES = ["double m[2];", "float m[2];", "double a; long b;",
          "float a; int b; float c; float d;", "float m[3];", "double m[1];",
          "long a; float b[2];", "struct { double x; } m[2];", "float a[4];",
          "union { double d; float f[2]; } u; long l;", "double a, b;",
          "long a; double b;", "char m[3];", "double m[3];", "float m[5];"]
BY_TCC = ""
BY_CC = "__int128 %s_big = 1;\n"

MAKE = """struct S make(int k) {
    struct S r; unsigned char *p = (void *)&r;
    for (size_t i = 0; i < sizeof r; i++) p[i] = 17 * k + i;
    return r;
}
"""
HASH = """unsigned long hash(struct S r) {
    unsigned char *p = (void *)&r; unsigned long h = 5381;
    for (size_t i = 0; i < sizeof r; i++) h = h * 33 + p[i];
    return h;
}
"""
TWIST_IT = """struct S twist(struct S a, int k) {
    unsigned char *p = (void *)&a;
    for (size_t i = 0; i < sizeof a; i++) p[i] ^= k;
    return a;
}
"""
THROUGH = """struct S through(step_t f, struct S a, int k) {
    struct { step_t f[2]; } both = {{f, twist}};
    return both.f[k & 1](both.f[0](a, k), k + 1);
}
"""
VARIED = """unsigned long varied(int n, ...) {
    va_list l; unsigned long h = 0; va_start(l, n);
    for (int i = 0; i < n; i++) h = h * 31 + hash(va_arg(l, struct S)) + va_arg(l, int);
    va_end(l); return h;
}
"""
ASK = ('printf("%lx %lx %lx %lx %lx", hash(make(3)), hash(twist(make(4), 9)),'
       ' hash(through(kept, make(5), 6)), hash(through(twist, make(5), 7)),'
       ' varied(9, make(1), 1, make(2), 2, make(3), 3, make(4), 4, make(5), 5,'
       ' make(6), 6, make(7), 7, make(8), 8, make(9), 9));')


@pytest.mark.parametrize(
    "compiler, shape", [("gcc", shape) for shape in SHAPES] + [
        ("clang", shape) for shape in SHAPES[:3]])
def test_functions_of_both_compilers_call_each_other(shape, compiler):
    """Each function in turn is made again by the other compiler: callers, and
    a pointer that was taken at the start, reach whichever it is."""
    session = Session(env={"CC": compiler})

    def run(code):
        out = session.run(code)
        assert not out.ename, out.evalue
        return out.stdout

    run(f"#include <stdarg.h>\nstruct S {{ {shape} }};"
        " typedef struct S (*step_t)(struct S, int);")
    parts = {"make": MAKE, "hash": HASH, "twist": TWIST_IT,
             "through": THROUGH, "varied": VARIED}
    for text in parts.values():
        run(text)
    run("step_t kept = twist;")
    first = run(ASK)
    assert run(BY_CC % "ask" + ASK) == first
    for again in (BY_CC, BY_TCC):
        for name, text in parts.items():
            run((again % name if again else "") + text)
            assert run(ASK) == first, (name, again)
            assert run(BY_CC % "ask" + ASK) == first, (name, again)
    assert run('printf("%d", kept == twist);') == "1"
    assert run(BY_CC % "ask" + 'printf("%d", kept == twist);') == "1"
    run("struct S twist(struct S a, int k) { return a; }")
    assert run('printf("%d", hash(kept(make(1), 3)) == hash(make(1)));') == "1"
    session.close()


IMPOSSIBLE = """gsl_complex total(gsl_complex first, int n, ...) {
    va_list l; va_start(l, n);
    for (int i = 0; i < n; i++)
        first = gsl_complex_add(first, va_arg(l, gsl_complex));
    va_end(l); return first;
}
"""


@pytest.mark.parametrize("compiler", [*COMPILERS, NONE])
def test_such_a_struct_beside_three_dots(compiler):
    session = Session(env={"CC": compiler})
    out = session.run(IMPOSSIBLE)
    if compiler == NONE:
        assert out.ename == "CompileError" and "gsl_complex" in out.evalue
        assert "pass its address" in out.evalue
    else:
        assert not out.ename, out.evalue
        out = session.run("total(nb_c(1, 2), 2, nb_c(3, 4), nb_c(5, 6))")
        assert out.result["text/plain"] == "9 + 12i"
        session.run("gsl_complex (*t)(gsl_complex, int, ...) = total;")
        out = session.run("t(nb_c(1, 2), 1, nb_c(3, 4))")
        assert out.result["text/plain"] == "4 + 6i"
    session.close()


# --- stopping, crashing ----------------------------------------------------

STOPPER = """#include <complex.h>
#include <signal.h>
_Atomic int is_running; pthread_t loops, stops; double complex z = 1;
void *stop(void *p) { while (!is_running); pthread_kill(loops, SIGINT); return p; }
loops = pthread_self(); pthread_create(&stops, NULL, stop, NULL);
"""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_an_endless_loop_can_be_stopped(compiler):
    session = Session(env={"CC": compiler})
    out = session.run(STOPPER + "is_running = 1; for (;;) z += 1;")
    assert out.ename == "KeyboardInterrupt", out.evalue
    out = session.run("pthread_join(stops, NULL); creal(z) > 0")
    assert out.result["text/plain"] == "1"
    session.close()


CRASH = """double complex crash(int *p, int n) {
    double complex sum = 1;
    for (int i = 0; i < n; i++)
        sum += p[i];
    return sum;
}"""


def test_a_crash_names_its_line():
    session = Session(env={"CC": "gcc"})
    session.run("#include <complex.h>\n")
    session.run(CRASH)
    out = session.run("crash(NULL, 3)")
    assert out.ename == "SegmentationFault"
    assert "In[2]:4" in out.evalue and "NULL" in out.evalue
    assert "In[3]:1" in "\n".join(out.traceback)
    session.close()


def test_a_failed_function_of_gsl_names_the_line():
    session = Session(env={"CC": "gcc"})
    out = session.run("#include <complex.h>\ndouble complex z = 1;\n"
                      "gsl_vector *v = gsl_vector_alloc(2);\n"
                      "z += gsl_vector_get(v, 7);")
    assert out.ename and "In[1]:4" in "\n".join([out.evalue] + out.traceback)
    session.close()


# --- attributes: sizes and offsets as gcc has them -------------------------

LAYOUTS = [
    ("struct t1 { char a; int b; } __attribute__((packed));", "struct t1"),
    ("struct __attribute__((packed)) t2 { char a; int b; double c; };",
     "struct t2"),
    ("struct t3 { char a; int b __attribute__((packed)); double c; };",
     "struct t3"),
    ("struct t4 { char a; int b __attribute__((aligned(16))); char c; };",
     "struct t4"),
    ("struct t5 { char a; } __attribute__((aligned(32)));", "struct t5"),
    ("struct t6 { char a; _Alignas(16) char b; char c; };", "struct t6"),
    ("typedef int a16 __attribute__((aligned(16)));"
     " struct t7 { char a; a16 b; char c; };", "struct t7"),
    ("struct t8 { char a; struct t1 b; short c; };", "struct t8"),
    ("struct t9 { char a; struct t5 b; short c; };", "struct t9"),
    ("union t10 { char a; int b; double c[3]; } __attribute__((packed));",
     "union t10"),
    ("struct t11 { union { char x; double y; }; char a; }"
     " __attribute__((packed));", "struct t11"),
    ("#pragma pack(push, 2)\nstruct t12 { char a; int b; double c; };\n"
     "#pragma pack(pop)", "struct t12"),
    ("struct t13 { char a; long double b; char c; } __attribute__((packed));",
     "struct t13"),
    ("struct t14 { char a; int b __attribute__((aligned(2))); };",
     "struct t14"),
    ("struct t15 { char a; int b __attribute__((packed, aligned(2))); };",
     "struct t15"),
    ("struct t16 { char a; double b; } __attribute__((packed, aligned(4)));",
     "struct t16"),
    ("enum __attribute__((packed)) e1 { E1A, E1B };"
     " struct t17 { enum e1 a, b; int c; };", "struct t17"),
    ("enum e2 { E2A, E2B = 300 } __attribute__((packed));"
     " struct t18 { char a; enum e2 b; };", "struct t18"),
    ("enum __attribute__((packed)) e3 { E3A = -1, E3B = 128 };"
     " struct t19 { char a; enum e3 b; };", "struct t19"),
    ("typedef int q1 __attribute__((mode(QI)));"
     " typedef unsigned q2 __attribute__((mode(HI)));"
     " struct t20 { q1 a; q2 b; };", "struct t20"),
    ("struct t21 { char a; int b[3] __attribute__((aligned(8))); };",
     "struct t21"),
    ("struct t22 { char a; } __attribute__((aligned));", "struct t22"),
    ("struct t23 { short a; struct { char x; int y; }"
     " __attribute__((packed)) b; char c; };", "struct t23"),
    ("struct t24 { int : 3; int : 5; char a; };", "struct t24"),
    ("struct __attribute__((packed)) t25 { char a; unsigned x : 4, y : 12;"
     " char b; };", "struct t25"),
    ("struct t26 { char a; int x : 7 __attribute__((aligned(8))); char b; };",
     "struct t26"),
    ("typedef double v4d __attribute__((vector_size(32)));"
     " struct t27 { char a; v4d b; char c; };", "struct t27"),
    ("struct t28 { char a; __int128 b; char c; };", "struct t28"),
    ("struct t29 { char a; double _Complex b; float _Complex c; };",
     "struct t29"),
    ("struct t30 { char a; _Atomic long b; _Atomic char c; };", "struct t30"),
    ("struct t31 { char a; long double _Complex b; } __attribute__((packed));",
     "struct t31"),
    ("typedef struct { char a; int b; } __attribute__((packed)) t32;", "t32"),
    ("typedef struct __attribute__((packed, aligned(8))) { char a; int b; }"
     " t33;", "t33"),
    ("struct t34 { char a; __attribute__((aligned(8))) char b; };",
     "struct t34"),
    ("struct t35 { char a; char b __attribute__((__aligned__("
     "sizeof(double)))); };", "struct t35"),
    ("struct t36 { char a; float b __attribute__((vector_size(8))); };",
     "struct t36"),
    ("struct t37 { char a; _Atomic struct { int x, y; } b; };", "struct t37"),
    ("struct t38 { _Alignas(double) char a; _Alignas(0) char b; };",
     "struct t38"),
    ("struct t39 { char a; __float128 b; };", "struct t39"),
]


def layout_line(definition, name):
    """printf of size, alignment and the offsets of the members a, b, c."""
    body = definition.split(name.split()[-1], 1)[-1] if " " in name \
        else definition
    members = [m for m in "abc" if re.search(rf"\b{m}(\[3\])?(;|,| _)", body)]
    return (f'printf("%zu %zu", sizeof({name}), _Alignof({name}));' + "".join(
        f'printf(" {m}=%zu", offsetof({name}, {m}));' for m in members))


def test_sizes_and_offsets_are_those_of_gcc(tmp_path):
    lines = [layout_line(*row) for row in LAYOUTS]
    source, program = tmp_path / "layout.c", tmp_path / "layout"
    source.write_text(
        "#include <stdio.h>\n#include <stddef.h>\n"
        + "\n".join(row[0] for row in LAYOUTS) + "\nint main(void) {\n"
        + "\n".join(line + ' puts("");' for line in lines) + "\n}\n")
    subprocess.run(["gcc", "-w", "-march=native", "-o", program, source],
                   check=True)
    wanted = subprocess.run([program], capture_output=True, text=True,
                            check=True).stdout.splitlines()
    session = Session(env={"CC": "gcc"})
    for number, (row, line) in enumerate(zip(LAYOUTS, lines)):
        assert "offsetof" in line, row
        assert not session.run(row[0]).ename, row
        out = session.run(line)
        assert out.stdout.strip() == wanted[number], row
        # What the kernel itself thinks: the storage of a variable.
        out = session.run(f"{row[1]} two{number}[2];"
                          f" char as{number}[sizeof({row[1]})];"
                          f" (long)(two{number} + 1) - (long)two{number}"
                          f" == sizeof as{number}")
        assert out.result["text/plain"] == "1", row
        size = session.run(f"sizeof as{number}").result["text/plain"]
        assert size == wanted[number].split()[0], row
    session.close()
