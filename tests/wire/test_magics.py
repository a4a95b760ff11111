"""Magics whose output is not the same twice, or that touch files."""

import os
import re

import pytest
from conftest import Kernel, make_kernelspec, whole_kernel

TIMED = r"[\d.e+]+ (ns|µs|ms|s) ± [\d.e+]+ (ns|µs|ms|s) a run \(7 rounds of \d+\)\n"


kernel = whole_kernel(
    "double x = 2; double square(double t) {\n    double s = t;\n"
    "    return s * t;\n}\n#define TWICE(x) ((x) * 2)\nlong runs = 0;")


def good(kernel, code):
    result = kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    return result.text()


def bad(kernel, code):
    reply = kernel.run(code).reply
    assert reply["status"] == "error"
    return reply["ename"], reply["evalue"]


@pytest.mark.parametrize("code", [
    "%timeit square(x)", "%timeit x = square(x) / 2; x += 1;",
    "%timeit gsl_vector_free(gsl_vector_alloc(3))",
    "%timeit for (int i = 0; i < 10; i++) x += i;",
    "%%bench\ndouble a[10];\nfor (int i = 0; i < 10; i++) a[i] = i;\nx = a[3];",
])
def test_many_runs_have_a_mean_and_a_spread(kernel, code):
    assert re.fullmatch(TIMED, good(kernel, code))


def test_every_run_is_a_run(kernel):
    told = good(kernel, "%timeit runs++;")
    rounds = int(re.search(r"7 rounds of (\d+)", told)[1])
    runs = kernel.run("runs").content("execute_result")[0]["data"]
    assert int(runs["text/plain"]) > 7 * rounds


def test_what_is_timed_leaves_no_names(kernel):
    good(kernel, "%timeit square(x)")
    assert "nb__" not in good(kernel, "%who")


@pytest.mark.parametrize("code, ename, words", [
    ("%timeit", "UsageError", "%timeit sqrt(2)"),
    ("%timeit missing(3)", "CompileError", "'missing' is not known"),
    ("%%bench\nint y = 3;\ny = missing;", "CompileError", ":3: 'missing'"),
    ("%asm missing", "NameError", "no 'missing'"),
    ("%cd /no/such/folder", "FileError", "No such file"),
    ("%env NO_SUCH_NAME", "NameError", "NO_SUCH_NAME"),
    ("%env =x", "UsageError", "NAME=VALUE"),
    ("%run", "UsageError", "%run program.c"),
    ("%run /no/such.c", "CompileError", "/no/such.c"),
    ("%%writefile", "UsageError", "name of the file"),
    ("%%writefile /no/such/folder/x.c\nint x;", "FileError", "/no/such"),
    ("%expand TWICE(", "CompileError", "TWICE"),
    ("%tmieit 3", "UnknownMagic", "did you mean %timeit?"),
    ("%%tiem\n3", "UnknownMagic", "did you mean %%time?"),
    ("%helpp", "UnknownMagic", "did you mean %help?"),
    ("%help nothing_like_it", "UnknownMagic", "%help lists them"),
])
def test_what_is_wrong_is_told(kernel, code, ename, words):
    found, told = bad(kernel, code)
    assert found == ename and words in told


def test_macros_are_expanded_and_nothing_runs(kernel):
    assert good(kernel, "%expand TWICE(x) + EXIT_FAILURE") == (
        "((x) * 2) + 1\n")
    assert good(kernel, "%%expand\n#define ONE 1\nint q = TWICE(ONE);\n"
                        "if (q) {\n}") == "int q = ((1) * 2);\nif (q) {\n}\n"
    assert bad(kernel, "q")[0] == "CompileError"
    assert bad(kernel, "ONE")[0] == "CompileError"


def test_machine_code_stands_under_its_lines(kernel):
    told = good(kernel, "%asm square")
    assert re.search(r"^In\[1\]:3      return s \* t;$", told, re.M)
    assert re.search(r"^ +[0-9a-f]+:\s+v?mulsd ", told, re.M)
    assert re.search(r"\sretq?\s*$", told, re.M)


def test_the_folder_and_the_environment(kernel, tmp_path):
    before = good(kernel, "%cd").strip()
    assert good(kernel, f"%cd {tmp_path}") == f"{tmp_path}\n"
    assert good(kernel, '!pwd').strip() == str(tmp_path)
    good(kernel, "%env GREETING=hello, you")
    assert good(kernel, "%env GREETING") == "hello, you\n"
    assert good(kernel, 'puts(getenv("GREETING"));') == "hello, you\n"
    assert "GREETING=hello, you\n" in good(kernel, "%env")
    # A crash brings back the session as it was, and with it where it was.
    bad(kernel, "*(volatile int *)0 = 1;")
    assert good(kernel, "%cd") == f"{tmp_path}\n"
    assert good(kernel, "%env GREETING") == "hello, you\n"
    good(kernel, f"%cd {before}")


def test_files_are_written_and_run(kernel, tmp_path):
    file = tmp_path / "program.c"
    text = '#include <stdio.h>\nint main(void) { puts("filed é"); return 0; }\n'
    assert good(kernel, f"%%writefile {file}\n{text}") == f"wrote {file}\n"
    assert file.read_text() == text
    assert good(kernel, f"%run {file}") == "filed é\n"
    assert good(kernel, f"%%writefile {file}\nint filed = 5;\n") == (
        f"overwrote {file}\n")
    good(kernel, f"%run {file}")
    assert kernel.run("filed").content("execute_result")[0]["data"][
        "text/plain"] == "5"
    os.unlink(file)


@pytest.fixture
def fresh(tmp_path):
    make_kernelspec(tmp_path / "kernels" / "nabla-test")
    kernel = Kernel(tmp_path)
    yield kernel
    kernel.stop()


def stale(kernel):
    return [line for line in good(kernel, "%who").splitlines()
            if "stale" in line]


def test_a_cell_that_would_come_to_something_else_is_stale(fresh):
    good(fresh, "double lr = 0.1; double g(double x) { return x; }")
    good(fresh, "double f(double x) { return g(x) * lr; }\n#define N 3")
    good(fresh, "double y = f(2); int n = N;")
    assert stale(fresh) == []
    good(fresh, "double lr = 0.1;")  # the same again
    good(fresh, "y = 7;")  # a value is no definition
    assert stale(fresh) == []
    good(fresh, "double g(double x) { return 2 * x; }")
    assert stale(fresh) == ["In[3] is stale: 'f', which it used, needs 'g', "
                            "which is another since In[8]"]
    good(fresh, "double y = f(2); int n = N;")  # it ran again
    assert stale(fresh) == []
    good(fresh, "#define N 4")
    assert any("'N', which it used, is another since" in line
               for line in stale(fresh))


def test_history_shows_the_cells(fresh):
    assert good(fresh, "%history") == "no cell has run yet\n"
    good(fresh, "int a = 1;\nint b = 2;\n")
    bad(fresh, "missing")
    assert good(fresh, "%history 2") == (
        "In[2]\nint a = 1;\nint b = 2;\nIn[3] (failed)\nmissing\n")
    assert good(fresh, "%history").startswith("In[1]\n%history\nIn[2]\n")
    assert bad(fresh, "%history x")[0] == "UsageError"


def test_each_magic_has_help(kernel):
    names = re.findall(r"^(%+\w+)", good(kernel, "%help"), re.M)
    assert {"%timeit", "%%bench", "%asm", "%expand", "%who"} <= set(names)
    for name in names:
        told = good(kernel, f"%help {name}")
        assert name in told and len(told.split()) > 2
