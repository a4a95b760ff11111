"""Shift-Tab, `name?` and `name??`, with the whole kernel."""

import gzip
import json
import pathlib
import re

import pytest
from conftest import Kernel, make_kernelspec, running


CELL = r"""int answer = 42; double matrix[2][2] = {{1, 2}, {3, 4}};
struct { int left; char *name; } both = {7, "seven <&>"};
/* Half of *x*. */
double half(double x) { return x / 2; }"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inspect")
    tools = folder / "tools"
    tools.mkdir()
    # The system's manual may not be installed: this one is.
    manual = tools / "man"
    manual.write_text('#!/bin/sh\n[ "$3" = strlen ] || exit 16\n'
                      'echo "STRLEN(3) the page of $3 in $2, $MANWIDTH wide"\n')
    manual.chmod(0o755)
    with running(folder, CELL, PATH=f"{tools}:/usr/bin:/bin") as kernel:
        yield kernel


def inspect(kernel, code, level=0):
    at = code.index("‸")
    reply = kernel.ask("inspect_request",
                       {"code": code.replace("‸", ""), "cursor_pos": at,
                        "detail_level": level}).reply
    assert reply["status"] == "ok"
    return reply["data"] if reply["found"] else None


def test_a_variable_has_type_value_and_size(kernel):
    data = inspect(kernel, "θ + answ‸er")
    assert data["text/plain"].startswith("int answer = 42\n\n4 bytes\n")
    assert "defined in In[1], line 1" in data["text/plain"]
    assert data["text/html"].startswith("<pre>int answer = 42</pre>")
    assert data["text/markdown"].startswith("```c\nint answer = 42\n```\n")
    assert "{{1, 2}, {3, 4}}" in inspect(kernel, "matr‸ix")["text/plain"]


def test_values_are_those_of_now_and_html_is_safe(kernel):
    kernel.run("answer = 43;")
    assert "answer = 43" in inspect(kernel, "answ‸er")["text/plain"]
    html = inspect(kernel, "bo‸th")["text/html"]
    assert "seven &lt;&amp;&gt;" in html and "<&>" not in html
    assert "<td" in html and "char *name" in html


def test_a_function_with_its_comment_and_cell(kernel):
    data = inspect(kernel, "ha‸lf(2)")
    assert "Half of *x*." in data["text/plain"]
    assert r"Half of \*x\*." in data["text/markdown"]
    assert "return x / 2;" in data["text/html"]


def test_the_argument_under_the_cursor_is_marked(kernel):
    data = inspect(kernel, "gsl_ran_gaussian(r, ‸")
    assert "⟨const double sigma⟩" in data["text/plain"]
    assert "<mark>const double sigma</mark>" in data["text/html"]


def test_nothing_is_known_of_what_nobody_knows(kernel):
    assert inspect(kernel, "nobody_knows_th‸is") is None


@pytest.mark.parametrize("code", ["strlen?", "?strlen"])
def test_a_question_opens_a_page(kernel, code):
    reply = kernel.run(code).reply
    page, = reply["payload"]
    assert page["source"] == "page"
    assert set(page["data"]) == {"text/plain", "text/markdown", "text/html"}
    assert "number of characters" in page["data"]["text/plain"]
    assert "STRLEN(3)" not in page["data"]["text/plain"]


def test_two_questions_show_the_manual_and_the_whole_source(kernel):
    page, = kernel.run("strlen??").reply["payload"]
    assert ("STRLEN(3) the page of strlen in 3:2, 78 wide"
            in page["data"]["text/plain"])
    page, = kernel.run("strchr??").reply["payload"]
    assert "manual" not in page["data"]["text/plain"]
    assert "STRLEN(3)" in inspect(kernel, "str‸len", 1)["text/plain"]
    lines = "\n".join(f"  n += {i};" for i in range(60))
    kernel.run(f"int longer(int n) {{\n{lines}\n  return n;\n}}")
    short, = kernel.run("longer?").reply["payload"]
    assert "n += 59;" not in short["data"]["text/plain"]
    whole, = kernel.run("longer??").reply["payload"]
    assert "n += 59;" in whole["data"]["text/plain"]


def test_the_manual_leaves_the_reader_s_children_alone(kernel):
    kernel.run("#include <signal.h>\nint heard = 0;\n"
               "void hear(int s) { heard++; }\n(void)signal(SIGCHLD, hear);")
    kernel.run("strlen??")
    assert inspect(kernel, "hea‸rd")["text/plain"].startswith("int heard = 0")


def test_man_itself_renders_a_page(tmp_path):
    """The real one, and a page of ours, as packages pack them."""
    pages = tmp_path / "pages"
    (pages / "man3").mkdir(parents=True)
    (pages / "man3" / "strnlen.3.gz").write_bytes(gzip.compress(
        b".TH STRNLEN 3 2026-01-01 nabla\n.SH NAME\n"
        b"strnlen \\- a page of this test\n.SH DESCRIPTION\n"
        b"The\n.B length\nof a text.\n"))
    make_kernelspec(tmp_path / "kernels" / "nabla-test", MANPATH=str(pages),
                    PATH="/usr/bin:/bin")
    kernel = Kernel(tmp_path)
    page, = kernel.run("strnlen??").reply["payload"]
    kernel.stop()
    told = page["data"]["text/plain"]
    assert "strnlen - a page of this test" in told
    assert "The length of a text." in told
    assert "\b" not in told and "\x1b" not in told


def test_a_magic_is_explained(kernel):
    assert "how long it took" in inspect(kernel, "%ti‸me f()")["text/plain"]


def test_what_the_lessons_use_is_described(kernel):
    """Each function of libc and GSL that a lesson or its exercises touch has
    words of our own."""
    root = pathlib.Path(__file__).resolve().parents[2]
    described = re.findall(r"^(\w+)  ", (
        root / "kernel/assist/descriptions.txt").read_text(), re.M)
    words = set()
    for path in (root / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text())["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                text = " ".join(re.findall(r"`([^`]*)`", text))
            words |= set(re.findall(r"[A-Za-z_]\w{2,}", text))
    missing = []
    for word in sorted(words - set(described)):
        data = inspect(kernel, word + "‸")
        page = data["text/plain"] if data else ""
        is_function = re.match(rf"[^\n]*\b{word}\(", page)
        if is_function and re.search(r"^from <(?!nabla)", page, re.M):
            missing.append(word)
    assert len(words) > 1000
    assert not missing
