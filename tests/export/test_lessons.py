"""Every notebook is a C program that prints what the notebook prints."""

import re

import nbformat
import pytest

from program import SHIPPED, compiled, export, outputs, run

LESSONS = sorted(SHIPPED.glob("[0-9]*.ipynb"))
# The tour shows that arguments are computed in any order: gcc has another.
ANY_ORDER = {"traps-order-run": {"gcc": ("1 2\n3 4\n", "2 1\n3 4\n")}}


def is_magic(cell):
    """Does it talk to the kernel? A program has none."""
    return re.search(r"^[%!]|^\w+\?$", cell.source, re.M) is not None


def expected(notebook, compiler):
    parts = []
    for cell in notebook.cells:
        if (cell.cell_type != "code" or is_magic(cell)
                or any(one.output_type == "error" for one in cell.outputs)):
            continue
        here, there = ANY_ORDER.get(cell.id, {}).get(compiler, ("", ""))
        assert here in outputs(cell)
        parts.append(there or outputs(cell))
    return "".join(parts)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_program_prints_what_the_notebook_prints(lesson, tmp_path):
    notebook = nbformat.read(lesson, as_version=4)
    text = export(notebook, lesson.stem, SHIPPED)
    for compiler in ("gcc", "clang"):
        program = compiled(text, tmp_path / compiler, compiler, SHIPPED)
        assert run(program, SHIPPED) == expected(notebook, compiler)


def test_definitions_come_first_and_words_are_comments():
    lesson = next(one for one in LESSONS if one.stem.startswith("03-"))
    text = export(nbformat.read(lesson, as_version=4), lesson.stem, SHIPPED)
    definitions, main = text.split("\nint main(void) {\n")
    assert "\ndouble coin(double p) {" in definitions
    assert "## 3.1 Likelihood" in main
    assert 'printf("best of 999 coins' in main
    assert main.index("## 3.1") < main.index("## 3.2")
