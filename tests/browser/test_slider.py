"""A slider in a cell: the reader moves it, and the cell runs again."""

import pathlib

import pytest
from notebook_page import PANEL, NotebookPage
from notebooks import write_notebook

PICTURES = pathlib.Path(__file__).resolve().parents[2] / "build/screenshots"
NAME = "slider-test.ipynb"
CODE = """double k = nb_slider("k", 0, 10, .step = 1, .init = 4);
printf("twice is %g\\n", 2 * k);
nb_plot(nb_line(nb_linspace(0, k, 5), nb_linspace(0, 1, 5)))"""
KNOB = ".jp-OutputArea .widget-slider .noUi-handle"
RIGHT = 39


@pytest.fixture(scope="module")
def notebook(lab, browser):
    write_notebook(lab.folder / NAME, [CODE, "k"])
    page = browser.new_page()
    notebook = NotebookPage(page, lab, NAME)
    notebook.run_all()
    yield notebook
    page.call("Page.close")


def wait_for_output(notebook, cell, text):
    notebook.page.wait_until(f"""{PANEL}.content.widgets[{cell}].outputArea
        .node.innerText.includes({text!r})""", 30)


def press(notebook):
    """One key on the knob, as a reader who does not use the mouse."""
    notebook.page.wait_until(f"!!document.querySelector('{KNOB}')", 30)
    notebook.page.evaluate(f"document.querySelector('{KNOB}').focus()")
    notebook.page.press("ArrowRight", RIGHT)


def test_it_is_drawn_and_moves_its_cell(notebook):
    wait_for_output(notebook, 0, "twice is 8")
    press(notebook)
    wait_for_output(notebook, 0, "twice is 10")
    assert notebook.errors() == []


def test_the_new_slider_can_be_moved_again(notebook):
    press(notebook)
    wait_for_output(notebook, 0, "twice is 12")
    assert len(notebook.figures()) == 1


def test_other_cells_have_its_value(notebook):
    notebook.page.evaluate(f"{PANEL}.content.activeCellIndex = 1")
    notebook.command("notebook:run-cell")
    notebook.wait_idle()
    wait_for_output(notebook, 1, "6")
    PICTURES.mkdir(parents=True, exist_ok=True)
    notebook.screenshot(PICTURES / "slider.png")
