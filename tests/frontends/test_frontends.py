"""Front ends other than JupyterLab, as their users start them."""

import json

from conftest import run
from notebooks import write_notebook

CELLS = [
    "double θ = 0.5; // a half\nint fib(int n) { return n < 2 ? n : "
    "fib(n - 1) + fib(n - 2); }",
    'printf("%d %g\\n", fib(10), θ);',
    "gsl_matrix *A = nb_mat((1, 2), (3, 4)); A",
    "6 * fib(4) + 24",
]


def outputs(path):
    """What each code cell shows, as text."""
    shown = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        text = ""
        for output in cell["outputs"]:
            data = output.get("data", {}).get("text/plain", "")
            text += "".join(output.get("text", data))
        shown.append(text)
    return shown


EXPECTED = ["", "55 0.5\n", "matrix(2 x 2)\n  1  2\n  3  4", "42"]


def test_papermill_runs_a_notebook(place, tmp_path):
    book = write_notebook(tmp_path / "in.ipynb", CELLS)
    run(place, "papermill", book, tmp_path / "out.ipynb", "--no-progress-bar")
    assert outputs(tmp_path / "out.ipynb") == EXPECTED


def test_papermill_stops_at_an_error(place, tmp_path):
    book = write_notebook(tmp_path / "in.ipynb", [CELLS[0], "int x = missing;", "7"])
    told = run(place, "papermill", book, tmp_path / "out.ipynb",
               "--no-progress-bar", fails=True)
    assert "CompileError" in told and "missing" in told
    assert "7" not in outputs(tmp_path / "out.ipynb")


def test_jupyter_execute_runs_a_notebook_in_place(place, tmp_path):
    book = write_notebook(tmp_path / "in.ipynb", CELLS)
    run(place, "jupyter-execute", "--inplace", book)
    assert outputs(book) == EXPECTED


def test_nbconvert_makes_a_page_of_it(place, tmp_path):
    book = write_notebook(tmp_path / "in.ipynb", CELLS)
    run(place, "jupyter-nbconvert", "--to", "html", "--execute", book)
    page = (tmp_path / "in.html").read_text(encoding="utf-8")
    assert "55 0.5" in page and "<span" in page and "θ" in page
    run(place, "jupyter-nbconvert", "--to", "notebook", "--execute",
        "--output", "run.ipynb", book)
    assert outputs(tmp_path / "run.ipynb") == EXPECTED


def test_jupytext_leads_there_and_back(place, tmp_path):
    """Of its forms MyST is the one that keeps cells of any language; it has
    none for files that end in .c."""
    form = "md:myst"
    book = write_notebook(tmp_path / "in.ipynb", CELLS)
    name = f"text.{form.split(':')[0]}"
    run(place, "jupytext", "--to", form, "--output", tmp_path / name, book)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert "fib(n - 1)" in text and "θ" in text
    run(place, "jupytext", "--to", "ipynb", "--output",
        tmp_path / "back.ipynb", tmp_path / name)
    back = json.loads((tmp_path / "back.ipynb").read_text(encoding="utf-8"))
    assert ["".join(c["source"]) for c in back["cells"]] == CELLS
    run(place, "jupyter-execute", "--inplace", "--kernel_name=nabla",
        tmp_path / "back.ipynb")
    assert outputs(tmp_path / "back.ipynb") == EXPECTED


def test_jupyter_console_is_a_dialogue(place):
    """Without a terminal it reads lines, as from a pipe."""
    told = run(place, "jupyter-console", "--kernel", "nabla",
               "--simple-prompt", "--ZMQTerminalInteractiveShell.confirm_exit="
               "False", text="int n = 6;\nn * 7\nprintf(\"%d!\\n\", n);\n"
                             "unknown_name\nquit\n")
    assert "42" in told and "6!" in told
    assert "unknown_name" in told.split("6!")[1]


def test_jupyter_run_runs_a_program(place, tmp_path):
    program = tmp_path / "main.c"
    program.write_text('#include <stdio.h>\n\nint main(void) {\n'
                       '    printf("a program of %d lines\\n", 5);\n'
                       '    return 0;\n}\n')
    told = run(place, "jupyter-run", "--kernel=nabla", program)
    assert "a program of 5 lines" in told
