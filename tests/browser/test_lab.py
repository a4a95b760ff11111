"""The shipped notebooks in real JupyterLab, in a real browser.

Screenshots are left in build/screenshots/ to be looked at.
"""

import pathlib

import pytest
from notebook_page import NotebookPage

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "notebooks").glob("[0-9][0-9]*-*.ipynb"))
PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(params=SHIPPED, ids=lambda path: path.stem, scope="module")
def notebook(request, lab, browser):
    page = browser.new_page()
    yield NotebookPage(page, lab, request.param.name)
    page.call("Page.close")


def test_all_cells_run_and_figures_are_drawn(notebook):
    notebook.run_all()
    assert notebook.errors() == []
    assert notebook.rendered_errors() == []
    assert all(notebook.counts())
    figures = notebook.figures()
    assert figures, "no figure on the page"
    assert all(width > 100 and height > 50 for width, height in figures)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_can_be_looked_at_in_light_and_in_dark(notebook, theme):
    notebook.theme(theme)
    name = pathlib.Path(notebook.name).stem
    file = PICTURES / f"{name}-{theme.split()[1].lower()}.png"
    notebook.screenshot(file)
    assert file.stat().st_size > 10_000


def test_an_edited_cell_shows_its_new_value(notebook):
    notebook.edit(0, "6 * 7 + 1000")
    notebook.wait_for_output(0, "1042")
