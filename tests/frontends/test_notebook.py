"""Classic Notebook, version 7, in a real browser."""

import os
import pathlib
import sys

import pytest
from conftest import environment, other

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernelspec/handouts"))
sys.path.insert(0, str(ROOT / "tests/browser"))
from devtools import Browser  # noqa: E402
from notebook_page import CODE_CELLS, SHIFT, NotebookPage  # noqa: E402
from notebooks import write_notebook  # noqa: E402
from server import Server  # noqa: E402

ENTER, ESCAPE, TAB = 13, 27, 9
CELLS = ['double townhall = 2.5;\nprintf("%g!\\n", 2 * townhall);',
         "nb_mat((1, 2), (3, 4))", ""]


class Notebook(Server):
    """Notebook 7 as a reader starts it."""

    def __init__(self, folder, place):
        super().__init__(
            [other("jupyter-notebook"), "--allow-root",
             "--JupyterNotebookApp.expose_app_in_browser=True"],
            folder, folder / "server.log",
            environment(place, JUPYTERLAB_SETTINGS_DIR=str(
                folder / "settings")))

    def url(self, name, workspace):
        """It has no workspaces: a page of the browser for each notebook."""
        return f"{self.address}/notebooks/{name}?token={self.token}"


@pytest.fixture(scope="module")
def notebook(place, tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook7")
    write_notebook(folder / "book.ipynb", CELLS)
    server = Notebook(folder, place)
    browser = Browser(folder / "home")
    try:
        yield NotebookPage(browser.new_page(), server, "book.ipynb")
    finally:
        browser.close()
        server.close()


def type_last(notebook, text):
    """Into the empty cell at the end."""
    notebook.page.evaluate(f"""(async () => {{
        const cells = {CODE_CELLS}, cell = cells[cells.length - 1];
        const content = window.openNotebook.content;
        content.activeCellIndex = content.widgets.indexOf(cell);
        cell.model.sharedModel.setSource('');
        content.mode = 'edit';
        cell.editor.focus();
    }})()""")
    notebook.page.type(text)


def test_cells_run_and_show_what_they_show(notebook):
    notebook.command("notebook:run-all-cells", timeout=60)
    notebook.wait_idle()
    notebook.wait_for_output(0, "5!")
    notebook.wait_for_output(1, "4")
    assert notebook.errors() == []
    os.makedirs(ROOT / "build/screenshots", exist_ok=True)
    notebook.page.screenshot(ROOT / "build/screenshots/notebook7.png")


def test_tab_completes(notebook):
    page = notebook.page
    type_last(notebook, "2 * townh")
    page.press("Tab", TAB)
    page.wait_until("""[...document.querySelectorAll(
        '.jp-Completer:not(.lm-mod-hidden) .jp-Completer-match')]
        .some(e => e.innerText.trim() == 'townhall')""", 20)
    page.screenshot(ROOT / "build/screenshots/notebook7-tab.png")
    page.press("Enter", ENTER, text="\r")
    page.wait_until(f"{CODE_CELLS}.some(c => c.model.sharedModel.source"
                    " == '2 * townhall')", 20)


def test_shift_tab_tells_what_a_function_does(notebook):
    page = notebook.page
    type_last(notebook, "gsl_ran_gaussian(r, ")
    page.press("Tab", TAB, SHIFT)
    page.wait_until("document.querySelector('.jp-Tooltip') && document"
                    ".querySelector('.jp-Tooltip').innerText.length > 10", 20)
    told = page.evaluate("document.querySelector('.jp-Tooltip').innerText")
    assert "standard deviation" in told and "double sigma" in told
    page.press("Escape", ESCAPE)
