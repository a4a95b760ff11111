"""Handouts of a reader's own notebook, and what is said when there is none."""

import base64
import json
import os
import re
import subprocess
import sys

import nbformat
import pytest

from conftest import DATE, LESSONS, make, text_of

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNg+M9QDwAD"
    "gQGAhKmMIQAAAABJRU5ErkJggg==")
CODE = nbformat.v4.new_code_cell
TEXT = nbformat.v4.new_markdown_cell


def write(folder, cells, name="mine.ipynb"):
    file = folder / name
    nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
    return file


def test_one_that_was_never_run(tmp_path):
    write(tmp_path, [TEXT("# My notes\n\nWhere $x^2$ is."), CODE("int n = 1;")])
    status, said = make("mine.ipynb", cwd=tmp_path)
    assert status == 0, said
    assert "./nabla run" in said and str(tmp_path / "handouts") in said
    assert sorted(file.name for file in (tmp_path / "handouts").iterdir()) == [
        "mine-reader.html", "mine-reader.pdf", "mine-teacher.html",
        "mine-teacher.pdf"]
    assert "My notes" in text_of(tmp_path / "handouts/mine-reader.pdf")[0]


def test_one_with_all_that_a_notebook_may_hold(tmp_path, printer):
    (tmp_path / "dot.png").write_bytes(PIXEL)
    error = nbformat.v4.new_output(
        "error", ename="CompileError", evalue="no",
        traceback=["\x1b[31mCompileError\x1b[0m: In[3]:1: no \u20ac < &"])
    wide = nbformat.v4.new_output("stream", text="0123456789" * 40 + "\n")
    png = nbformat.v4.new_output(
        "display_data", {"image/png": base64.b64encode(PIXEL).decode()})
    long = "\n".join(f"int v{i} = {i};" for i in range(150))
    row = "| " + " | ".join(f"${i}+\\sin x_{i}$" for i in range(14)) + " |"
    line = "|" + "--|" * 14
    file = write(tmp_path, [
        TEXT('# A "title" \\ & more\n## Part <one>\n\n![dot](dot.png)'),
        CODE("broken", outputs=[error]), CODE("wide", outputs=[wide, png]),
        CODE(long), TEXT(f"{row}\n{line}\n{row}\n\n$$"
                         + "+".join(f"a_{{{i}}}" for i in range(60)) + "$$"),
        TEXT("\u270e Try it.\n\n**Exercises.** (1) One. (2) Two."),
        TEXT("\\begin{align}a&=b\\\\c&=d\\end{align}"),
        nbformat.v4.new_raw_cell("raw <text>")])
    status, said = make(file, "-o", tmp_path / "out", "--date", DATE)
    assert status == 0, said
    page = printer.open(tmp_path / "out/mine-reader.html")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("""Array.from(document.images).every(
        (one) => one.complete && one.naturalWidth === 1)
        && document.images.length""") == 2
    assert page.evaluate("document.querySelectorAll('.ruled').length") == 3
    assert page.evaluate(
        "document.querySelectorAll('.katex-error').length") == 0
    pages = text_of(tmp_path / "out/mine-reader.pdf")
    text = re.sub(r"\s+", "", "".join(pages))
    assert "no\u20ac<&" in text and "raw<text>" in text
    assert "0123456789" * 40 in text and "intv149=149;" in text
    assert 'A "title"' in pages[1] and "31 January 2026" in pages[0]


def test_data_is_credited_where_the_notebook_does_not(tmp_path):
    file = write(tmp_path, [CODE('nb_data d = nb_load("iris");')])
    assert make(file, "-o", tmp_path)[0] == 0
    text = " ".join(text_of(tmp_path / "mine-reader.pdf")[0].split())
    assert "R. A. Fisher" in text


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    file = write(tmp_path, [TEXT("# One\n\n$$x$$"), CODE("int n;")])
    for folder in ("a", "b"):
        assert make(file, "-o", tmp_path / folder, "--date", DATE)[0] == 0
    for made in (tmp_path / "a").iterdir():
        assert made.read_bytes() == (tmp_path / "b" / made.name).read_bytes()


def test_links_lead_to_handouts_or_nowhere(tmp_path):
    one = write(tmp_path, [TEXT("[two](two.ipynb) and [away](away.ipynb), "
                                "[web](https://example.org/x.ipynb)")], "one.ipynb")
    two = write(tmp_path, [TEXT("second")], "two.ipynb")
    assert make(one, two, "-o", tmp_path)[0] == 0
    page = (tmp_path / "one-teacher.html").read_text()
    assert re.findall(r'href="([^"]+)"', page) == [
        "two-teacher.html", "https://example.org/x.ipynb"]


def test_the_date_is_that_of_the_last_change(tmp_path):
    file = write(tmp_path, [TEXT("hello")])
    os.utime(file, (1e9, 1e9))
    assert make(file, "-o", tmp_path)[0] == 0
    assert "9 September 2001" in text_of(tmp_path / "mine-reader.pdf")[0]


BAD = [
    ("absent.ipynb", None, "there is no such file"),
    ("text.ipynb", "hello", "this is not a notebook"),
    ("zero.ipynb", "", "this is not a notebook"),
    ("other.ipynb", '{"a": [1]}', "this is not a notebook"),
    ("list.ipynb", "[1, 2]", "this is not a notebook"),
    ("empty.ipynb", json.dumps({"cells": [], "metadata": {}, "nbformat": 4,
                                "nbformat_minor": 5}),
     "there is nothing in this notebook"),
]


def test_what_is_no_notebook_is_told_and_the_others_are_made(tmp_path):
    for name, text, _ in BAD:
        if text is not None:
            (tmp_path / name).write_text(text)
    (tmp_path / "folder.ipynb").mkdir()
    write(tmp_path, [TEXT("good")])
    status, said = make(*[row[0] for row in BAD], "folder.ipynb",
                        "mine.ipynb", cwd=tmp_path)
    assert status == 1 and "Traceback" not in said
    for name, _, why in [*BAD, ("folder.ipynb", "", "this is a folder")]:
        assert re.search(rf"^{name}: {why}", said, re.M), said
    assert (tmp_path / "handouts/mine-reader.pdf").exists()


@pytest.mark.parametrize("target", ["/proc/handouts", "file/handouts", "file"])
def test_a_folder_that_cannot_be_written(tmp_path, target):
    (tmp_path / "file").write_text("")
    file = write(tmp_path, [TEXT("hello")])
    status, said = make(file, "-o", target, cwd=tmp_path)
    assert status == 1 and "Traceback" not in said
    assert f"{target}: " in said and "name another" in said


def test_a_date_that_is_none(tmp_path):
    status, said = make("--date", "tomorrow")
    assert status == 2 and "invalid" in said and "Traceback" not in said


def test_plain_nbconvert_knows_the_template(tmp_path, printer):
    """Solutions stay folded there, and open when a reader clicks."""
    lesson = next(one for one in LESSONS if one.stem.startswith("02"))
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html",
                    "--template", "nabla", "--output-dir", tmp_path, lesson],
                   check=True, capture_output=True)
    page = printer.open(tmp_path / f"{lesson.stem}.html")
    assert page.evaluate("document.querySelectorAll('.katex').length") > 100
    assert page.evaluate("document.querySelectorAll('details').length") > 3
    assert page.evaluate("document.querySelectorAll('details[open]').length"
                         ) == 0
