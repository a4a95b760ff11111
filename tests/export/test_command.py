"""The command, nbconvert's way to the same text, and what is said when there
is no program."""

import json
import subprocess
import sys

import nbformat
import pytest

from program import ROOT, SHIPPED, compiled, run

sys.path.insert(0, str(ROOT / "tests/support"))
from session import Session  # noqa: E402

PROGRAM = ROOT / "kernelspec/export/export.py"
LESSON = next(SHIPPED.glob("03b-*.ipynb"))


def call(*arguments, cwd=None):
    done = subprocess.run([sys.executable, PROGRAM, *map(str, arguments)],
                          cwd=cwd, text=True, capture_output=True)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def write(folder, *cells, name="mine.ipynb"):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in cells])
    nbformat.write(notebook, folder / name)
    return folder / name


def test_nbconvert_writes_the_same_program(tmp_path):
    status, said = call(LESSON, "-o", tmp_path / f"{LESSON.stem}.c")
    assert status == 0, said
    assert "pkg-config --cflags --libs nabla" in said
    (tmp_path / "script").mkdir()
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "script",
                    "--output-dir", tmp_path / "script", LESSON], check=True,
                   capture_output=True)
    assert ((tmp_path / "script" / f"{LESSON.stem}.c").read_text()
            == (tmp_path / f"{LESSON.stem}.c").read_text())


def test_the_program_lies_beside_the_notebook(tmp_path):
    assert call(write(tmp_path, "int n = 1;"))[0] == 0
    assert "int n = 1;" in (tmp_path / "mine.c").read_text()


def test_a_cell_with_an_error_is_a_comment(tmp_path):
    file = write(tmp_path, "int n = 1;", "*(int *)0 = 1; /* no */", "n")
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output(
        "error", ename="SegmentationFault", evalue="", traceback=[])]
    nbformat.write(notebook, file)
    assert call(file)[0] == 0
    text = (tmp_path / "mine.c").read_text()
    assert "/* *(int *)0 = 1; / * no * /\n" in text


@pytest.mark.parametrize("name, text, why", [
    ("absent.ipynb", None, "there is no such file"),
    ("text.ipynb", "hello", "this is not a notebook"),
    ("list.ipynb", "[1]", "this is not a notebook"),
    ("python.ipynb", json.dumps(
        {"cells": [], "nbformat": 4, "nbformat_minor": 5,
         "metadata": {"language_info": {"name": "python"}}}),
     "its cells are in python, not in C")])
def test_what_cannot_be_a_program(tmp_path, name, text, why):
    if text is not None:
        (tmp_path / name).write_text(text)
    status, said = call(name, cwd=tmp_path)
    assert status == 1 and said.startswith(f"{name}: {why}")


def test_a_cell_that_is_no_c(tmp_path):
    status, said = call(write(tmp_path, "int n = 1;", "int x y;"))
    assert status == 1 and "In[2]:1: " in said


def test_a_target_that_cannot_be_written(tmp_path):
    status, said = call(write(tmp_path, "int n;"), "-o", "/proc/x/mine.c")
    assert status == 1 and "name another file with -o" in said


def test_the_magic_writes_what_ran(tmp_path):
    session = Session(cwd=tmp_path)
    for code in ("int n = 2;", "n * 3", "int broken = ;", "nb_solve(1)",
                 "int lost = 1;"):
        session.run(code)
    outcome = session.run("%export mine.c")
    assert not outcome.ename, outcome.evalue
    assert outcome.stdout.startswith("mine.c is written")
    text = (tmp_path / "mine.c").read_text()
    assert "/* int broken = ;\n" in text and "int lost = 1;" in text
    program = compiled(text, tmp_path / "mine", "gcc", tmp_path)
    assert run(program, tmp_path) == "6\n"
    for bad, why in [("%export", "ends in .c"), ("%export x.h", "ends in .c"),
                     ("%export /proc/x/y.c", "/proc/x/y.c")]:
        outcome = session.run(bad)
        assert outcome.ename and why in outcome.evalue
    session.close()


def test_what_openmp_shares_out_has_threads_in_the_program(tmp_path):
    session = Session(cwd=tmp_path)
    for code in ("#include <omp.h>\nint seen = 0, pack = 0;",
                 "#pragma omp parallel num_threads(3) firstprivate(pack)\n{\n"
                 "    #pragma omp atomic\n    seen += omp_get_thread_num();\n}",
                 "struct { char c; double d; } s;\nsizeof s", "seen"):
        assert not session.run(code).ename
    outcome = session.run("%export mine.c")
    assert "    cc -fopenmp mine.c $(pkg-config" in outcome.stdout
    text = (tmp_path / "mine.c").read_text()
    assert " *     cc -fopenmp mine.c $(pkg-config" in text
    program = compiled(text, tmp_path / "mine", "gcc", tmp_path, "-fopenmp")
    assert run(program, tmp_path) == "16\n3\n"
    assert session.run("seen").result["text/plain"] == "0"
    session.close()
    alone = Session(cwd=tmp_path)
    alone.run("int n = 1;")
    assert "    cc mine.c $(pkg-config" in alone.run("%export mine.c").stdout
    alone.close()
