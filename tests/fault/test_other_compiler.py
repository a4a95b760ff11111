"""Cells that the C compiler compiled go back, and are stopped, like others."""

import pathlib
import time

import pytest

FIRST = """#include <complex.h>
double complex kept = 1 + I; _Thread_local int own = 5; __int128 wide = 1;
_Atomic int counted = 1; own = 9; wide <<= 90;
double complex twice(void) { return 2 * kept; }"""


def value(kernel, code):
    result = kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    return result.content("execute_result")[0]["data"]["text/plain"]


def check(kernel):
    assert value(kernel, "twice()") == "2 + 2i"
    assert value(kernel, "own * 10 + counted") == "91"
    assert value(kernel, "wide") == "1237940039285380274899124224"


CHANGE = "kept = 0; own = 1; wide = 0; counted = 7;\n"


def test_a_crash_costs_only_its_cell(kernel):
    kernel.run(FIRST)
    reply = kernel.run(CHANGE + "*(double complex *)NULL = kept;").reply
    assert reply["ename"] == "SegmentationFault"
    assert ":2: " in reply["evalue"]
    check(kernel)


def test_undo(kernel):
    kernel.run(FIRST)
    kernel.run(CHANGE + "double complex twice(void) { return 0; }")
    kernel.run("%undo")
    check(kernel)


def test_runaway_recursion_is_told(kernel):
    kernel.run("#include <complex.h>")
    reply = kernel.run("double complex deep(int n) {\n"
                       "    return deep(n + 1) + n; }\ndeep(0)").reply
    assert reply["ename"] == "StackOverflow", reply
    assert ":2: " in reply["evalue"] or ":1: " in reply["evalue"]


def test_division_by_zero_is_told(kernel):
    kernel.run(FIRST)
    reply = kernel.run("int zero = 0;\nkept += 5 / zero;").reply
    assert reply["ename"] == "DivisionByZero" and ":2: " in reply["evalue"]
    check(kernel)


LOOP = "int loop(void) { int s = 0; for (int i = 0; i < 9; i++) s += i; return s; }"


@pytest.fixture
def hanging(tmp_path):
    """A compiler that never comes to its end, and the list of its calls."""
    path, log = tmp_path / "hanging-cc", tmp_path / "calls"
    path.write_text(f"#!/bin/sh\necho $$ >> {log}\nexec sleep 1000\n")
    path.chmod(0o755)
    return path, log


def called(log):
    end = time.monotonic() + 20
    while not log.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return int(log.read_text().split()[0])


def is_gone(pid):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            state = pathlib.Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return True
        if state.rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


def test_a_compiler_that_hangs_ends_with_the_kernel(start, hanging):
    path, log = hanging
    kernel = start(CC=str(path), NABLA_FAST="")
    assert value(kernel, LOOP + "\nloop()") == "36"
    pid = called(log)
    assert value(kernel, "loop()") == "36"
    kernel.stop()
    assert is_gone(pid)


def test_a_compiler_that_hangs_ends_with_its_session(start, hanging):
    path, log = hanging
    kernel = start(CC=str(path), NABLA_FAST="")
    kernel.run(LOOP)
    pid = called(log)
    assert kernel.run("*(int *)8 = 1;").reply["ename"] == "SegmentationFault"
    assert is_gone(pid)
    assert value(kernel, "loop()") == "36"
