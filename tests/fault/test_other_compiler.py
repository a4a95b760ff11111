"""Cells that the C compiler compiled go back, and are stopped, like others."""

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
