"""What goes wrong is told in the same words, with the same lines and calls,
whichever compiler's code it happened in: in a kernel, as a reader sees it.

In code by gcc the place of a bad pointer may be some lines off (it reads when
it needs the value); the second run, which looks for the mistake, is what
tells it, and that is always TinyCC's."""

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "random")]
import crashes  # noqa: E402
from kernels import wire  # noqa: E402

SEEDS = range(300 if os.environ.get("NABLA_LONG") == "1" else 12)
FOUND = [34, 50]  # both were once told in another way


def told(folder, mode, cells):
    wire().make_kernelspec(folder / mode / "kernels" / "nabla-test",
                           NABLA_FAST=mode)
    kernel = wire().Kernel(folder / mode)
    try:
        results = [kernel.run(cell) for cell in cells]
    finally:
        kernel.stop()
    return [(result.text(), [error["traceback"]
                             for error in result.content("error")],
             [value["data"]["text/plain"]
              for value in result.content("execute_result")])
            for result in results]


def check(folder, cells):
    assert told(folder, "always", cells) == told(folder, "off", cells)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_mistakes(tmp_path, seed):
    check(tmp_path, crashes.cells(seed))


@pytest.mark.parametrize("seed", FOUND)
def test_mistakes_whose_place_gcc_moves(tmp_path, seed):
    check(tmp_path, crashes.cells(seed, wrap="{}"))


INLINED = """int mean(const int *a, int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) sum += a[i];
    return sum / n;
}
int twice(const int *a, int n) {
    int one = mean(a, n);
    return one + one;
}"""


@pytest.mark.parametrize("cells, lines", [
    ([INLINED, "int none[1];\n\ntwice(none, 0)"],
     ["  in mean, at In[1]:4", "  in twice, at In[1]:7", "  at In[2]:3"]),
    ([INLINED + "\ntwice(NULL, 0)"],
     ["  in mean, at In[1]:4", "  in twice, at In[1]:7", "  at In[1]:10"]),
    # A function in itself, and who calls it in another unit.
    (["int down(int n, int z) {\n    if (n < 3)\n        return 7 / z;\n"
      "    return n * down(n - 1, z);\n}", "down(20, 0)"],
     ["  in down, at In[1]:3", "  in down, at In[1]:4",
      "  ... 17 times more", "  at In[2]:1"]),
    # Two that are alike stay two.
    (["int one(int n) { return 7 / n; }\nint two(int n) { return 7 / n; }\n"
      "int pick(int n) { for (int i = 0; i < 2; i++)\n"
      "    n -= two(n);\n    return one(n); }", "pick(0)"],
     ["  in two, at In[1]:2", "  in pick, at In[1]:4", "  at In[2]:1"]),
    # What a library refuses.
    (["gsl_vector *v = gsl_vector_alloc(3);\n"
      "double at(int i) { return gsl_vector_get(v, i); }\n"
      "double sum(void) { double s = 0; for (int i = 0; i < 4; i++)\n"
      "    s += at(i);\n    return s; }", "sum()"],
     ["  in at, at In[1]:2", "  in sum, at In[1]:4", "  at In[2]:1"]),
], ids=["called", "one-cell", "itself", "alike", "library"])
@pytest.mark.parametrize("mode", ["always", "loops", "off"])
def test_calls_that_have_no_frame(tmp_path, mode, cells, lines):
    seen = told(tmp_path, mode, cells)[-1][1][0]
    assert [line for line in seen if line.startswith("  ")
            and (" at In[" in line or "more" in line)] == lines


@pytest.mark.parametrize("cells, told_of", [
    # Its only way out is beyond the array: gcc would run on into what follows.
    (["double v[4] = {1, 2, 3, 4};\nfor (unsigned i = 3; i >= 0; i--)\n"
      "    v[i] = 0;"], "SegmentationFault: In[1]:3: it writes v[4294967295]"),
    (["int part(int n) {\n    int m = -1, s = 0;\n"
      "    for (int i = 0; i < 2; i++)\n        s += (n - i) / m;\n"
      "    return s;\n}", "part(-2147483647)"],
     "DivisionByZero: In[1]:4: the smallest integer was divided by -1"),
    (["long rest(long n, long m) {\n    for (int i = 0; i < 2; i++)\n"
      "        n %= m;\n    return n;\n}", "rest(LONG_MIN, -1)"],
     "DivisionByZero: In[1]:3: the smallest integer was divided by -1"),
], ids=["endless", "smallest", "rest"])
@pytest.mark.parametrize("mode", ["always", "loops", "off"])
def test_what_c_leaves_open(tmp_path, mode, cells, told_of):
    errors = told(tmp_path, mode, cells)[-1][1]
    assert errors and errors[0][0].startswith(told_of)
