"""The note under an edited cell in real JupyterLab, and that it goes again."""

import pathlib

import pytest
from notebook_page import CODE_CELLS, NotebookPage
from notebooks import write_notebook

PICTURES = pathlib.Path(__file__).resolve().parents[2] / "build/screenshots"
CELLS = ["double f(double x) {\n    return x * x;\n}",
         'printf("f(3) = %g\\n", f(3));', "f(4)"]
TWICE = "double f(double x) { return 2 * x; }"


@pytest.fixture(scope="module")
def notebook(lab, browser):
    write_notebook(lab.folder / "stale.ipynb", CELLS)
    page = browser.new_page()
    notebook = NotebookPage(page, lab, "stale.ipynb")
    notebook.run_all(120)
    yield notebook
    page.call("Page.close")


def notes(notebook):
    """What the page shows under its first cell."""
    return notebook.page.evaluate(
        f"{CODE_CELLS}[0].node.querySelector('.jp-OutputArea').innerText"
        ".trim()")


def wait_for_no_note(notebook):
    notebook.page.wait_until(
        f"!{CODE_CELLS}[0].node.querySelector('.jp-OutputArea')"
        ".innerText.trim()", 20)


def test_the_cells_that_used_it_are_named_until_they_run_again(notebook):
    assert notes(notebook) == ""
    notebook.edit(0, TWICE)
    notebook.wait_for_output(
        0, "In[2] and In[3] used the old 'f'. Run them again.")
    notebook.screenshot(PICTURES / "stale-note.png")
    notebook.edit(1, CELLS[1])
    notebook.wait_for_output(0, "In[3] used the old 'f'. Run it again.")
    notebook.edit(2, CELLS[2])
    wait_for_no_note(notebook)
    notebook.screenshot(PICTURES / "stale-gone.png")


def test_run_all_after_an_edit_leaves_no_note(notebook):
    notebook.edit(0, TWICE.replace("2", "3"))
    notebook.wait_for_output(0, "used the old 'f'")
    notebook.run_all()
    assert notes(notebook) == ""


def test_a_deleted_cell_is_not_named(notebook):
    notebook.page.evaluate(f"""(() => {{
        window.openNotebook.content.activeCellIndex = 1;
    }})()""")
    notebook.command("notebook:delete-cell")
    notebook.edit(0, TWICE.replace("2", "4"))
    notebook.wait_for_output(0, "In[")
    told = notes(notebook)
    assert told.endswith("used the old 'f'. Run it again."), told
