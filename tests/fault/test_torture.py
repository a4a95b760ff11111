"""A notebook that mixes every end of a program with real work: it is executed
by `jupyter execute`, as a reader would do it, and all that it shows is checked.

The work goes on through the whole notebook: a sum of squares that each good
cell continues, a matrix that is solved, a list that grows. What a fatal cell
spoils on its way down must not be seen by the next."""

import os
import random
import subprocess
import sys

import nbformat
from conftest import wire
from ends import FAULTS, HARMLESS

START = """#include <sys/wait.h>
int kept = 41, turn = 0; long squares = 0;
int count(void) { return kept; }
typedef struct node { int value; struct node *next; } node;
node *list = NULL;
void push(int value) {
    node *new = malloc(sizeof *new);
    *new = (node){value, list};
    list = new;
}
gsl_matrix *A = nb_mat((4, 1), (1, 3));
gsl_vector *b = nb_vec(1, 2);"""

WORK = """turn++; squares += (long)turn * turn; push(turn);
gsl_vector *x = nb_solve(A, b);
printf("%d %ld %d %.4f %.4f %d\\n", turn, squares, list->value,
       gsl_vector_get(x, 0), gsl_vector_get(x, 1), kept + count());"""

# Before it crashes, a cell spoils all of the work.
SPOIL = ("turn = -1; squares = -1; list = NULL; gsl_matrix_set_zero(A);"
         "int count(void) { return -1; } ")


def work_line(turn):
    return (f"{turn} {turn * (turn + 1) * (2 * turn + 1) // 6} {turn} "
            "0.0909 0.6364 82\n")


def make_cells():
    """(code, what it is to show): the text of a working cell, or an ename."""
    rng = random.Random(2385)
    ends = [(f"%%s{code}", ename or "any", title)
            for title, (code, ename, _, _) in FAULTS.items()]
    ends += [(code, ename, title) for title, (code, ename) in HARMLESS.items()
             if "signals blocked" not in title]
    rng.shuffle(ends)
    yield START, ("text", "")
    for turn, (code, ename, _) in enumerate(ends, 1):
        # The spoiled definitions stand on the line of the first statement, so
        # that the lines of the errors are right.
        code = code.replace("%%s", "") if "#include" in code else \
            code.replace("%%s", SPOIL)
        yield code, ("error", ename)
        yield WORK, ("text", work_line(turn))


def outputs_of(cell, kind):
    return [o for o in cell.outputs if o.output_type == kind]


def stdout_of(cell):
    return "".join(o.text for o in outputs_of(cell, "stream")
                   if o.name == "stdout")


def check_cell(cell, expected):
    kind, what = expected
    errors = [o.ename for o in outputs_of(cell, "error")]
    if kind == "text":
        assert not errors, cell.source + str(cell.outputs)
        assert stdout_of(cell) == what, cell.source
    elif what == "any":
        assert len(errors) == 1, cell.source
    else:
        assert errors == ([what] if what else []), cell.source + str(errors)


def test_the_torture_notebook(tmp_path):
    cells = list(make_cells())
    wire().make_kernelspec(tmp_path / "kernels" / "nabla-test")
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code, _ in cells],
        metadata={"kernelspec": {"name": "nabla-test", "language": "c",
                                 "display_name": "C"}})
    path = tmp_path / "torture.ipynb"
    nbformat.write(book, path)
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "execute", "--allow-errors",
         "--inplace", "--timeout=60", "--kernel_name=nabla-test", str(path)],
        env={**os.environ, "JUPYTER_PATH": str(tmp_path)},
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    book = nbformat.read(path, as_version=4)
    assert [c.execution_count for c in book.cells] == \
        list(range(1, len(cells) + 1))
    for cell, (_, expected) in zip(book.cells, cells):
        check_cell(cell, expected)
