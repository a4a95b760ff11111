"""Help at the keyboard in real JupyterLab: Tab, Shift-Tab, and the panel with
the variables. Screenshots are left in build/screenshots/."""

import pathlib

import pytest
from notebook_page import CODE_CELLS, PANEL, NotebookPage
from notebooks import write_notebook

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "screenshots"
TAB, SHIFT = 9, 8

CELLS = [
    "gsl_matrix *A = nb_mat((1.5, 2, 3), (4, 5, 6.25));\n"
    "double weights[4] = {0.1, 0.2, 0.3, 0.4}, rate = 0.25;\n"
    "struct { double lon, lat; char *name; } town = {8.5, 47.4, \"Zürich\"};\n"
    "/* The area of a circle.\n * Shapes   r: its radius */\n"
    "double area(double r) { return M_PI * r * r; }",
    "", "", "",
]


@pytest.fixture(scope="module")
def notebook(lab, browser):
    write_notebook(lab.folder / "help.ipynb", CELLS)
    page = browser.new_page()
    notebook = NotebookPage(page, lab, "help.ipynb")
    notebook.run_all(120)
    assert notebook.errors() == []
    yield notebook
    page.call("Page.close")


def write(notebook, index, text):
    """Click into a code cell and type a text over what is there."""
    notebook.page.evaluate(f"""(async () => {{
        const cell = {CODE_CELLS}[{index}];
        {PANEL}.content.activeCellIndex =
            {PANEL}.content.widgets.indexOf(cell);
        cell.model.sharedModel.setSource('');
        {PANEL}.content.mode = 'edit';
        cell.editor.focus();
    }})()""")
    notebook.page.type(text)


def texts(page, selector):
    return page.evaluate(f"[...document.querySelectorAll({selector!r})]"
                         ".map(e => e.innerText)")


def test_tab_shows_members_in_their_order(notebook):
    page = notebook.page
    write(notebook, 1, 'puts("é"); town.')
    page.press("Tab", TAB)
    page.wait_until("document.querySelectorAll('.jp-Completer-item')"
                    ".length >= 3", 20)
    labels = texts(page, ".jp-Completer-item .jp-Completer-match")
    assert [label.strip() for label in labels] == ["lon", "lat", "name"]
    page.screenshot(PICTURES / "help-tab.png")
    page.press("Enter", 13, text="\r")
    page.wait_until(f"{CODE_CELLS}[1].model.sharedModel.source"
                    " == 'puts(\"é\"); town.lon'", 20)


@pytest.mark.parametrize("typed, match, completed", [
    ("gsl_vector_alloc_from_b", "gsl_vector_alloc_from_block",
     "gsl_vector_alloc_from_block"),
    ("nb_plot(nb_line(x, y, .mark", "marker", "nb_plot(nb_line(x, y, .marker"),
    ("double \\theta", "θ", "double θ"),
])
def test_tab_and_enter_complete_the_word(notebook, typed, match, completed):
    page = notebook.page
    write(notebook, 1, typed)
    page.press("Tab", TAB)
    page.wait_until(f"""[...document.querySelectorAll(
        '.jp-Completer:not(.lm-mod-hidden) .jp-Completer-match')]
        .some(e => e.innerText.trim() == {match!r})""", 20)
    page.press("Enter", 13, text="\r")
    page.wait_until(f"{CODE_CELLS}[1].model.sharedModel.source"
                    f" == {completed!r}", 20)


def test_tab_works_while_a_cell_runs(notebook, lab):
    page, go = notebook.page, lab.folder / "go"
    write(notebook, 3, '#include <unistd.h>\nputs("running");\n'
                       f'while (access("{go}", F_OK)) usleep(1000);')
    page.press("Enter", 13, SHIFT, text="\r")
    notebook.wait_for_output(3, "running")
    write(notebook, 1, "town.la")
    page.press("Tab", TAB)
    page.wait_until("""[...document.querySelectorAll(
        '.jp-Completer:not(.lm-mod-hidden) .jp-Completer-match')]
        .some(e => e.innerText.trim() == 'lat')""", 20)
    assert page.evaluate(f"{PANEL}.sessionContext.session.kernel.status"
                         " == 'busy'"), "the indicator shows the cell"
    page.press("Enter", 13, text="\r")
    page.wait_until(f"{CODE_CELLS}[1].model.sharedModel.source"
                    " == 'town.lat'", 20)
    go.write_text("go")
    notebook.wait_idle()
    go.unlink()


@pytest.mark.parametrize("code, words", [
    ("gsl_ran_gaussian(r, ", ["const double sigma", "standard deviation"]),
    ("area", ["double area(double r)", "The area of a circle."]),
])
def test_shift_tab_tells_what_it_does(notebook, code, words):
    page = notebook.page
    write(notebook, 2, code)
    page.press("Tab", TAB, SHIFT)
    page.wait_until("document.querySelector('.jp-Tooltip') && document"
                    ".querySelector('.jp-Tooltip').innerText.length > 10", 20)
    told = " ".join(texts(page, ".jp-Tooltip"))
    for word in words:
        assert word in told
    page.screenshot(PICTURES / f"help-shift-tab-{code[:4].strip('_')}.png")
    page.press("Escape", 27)
    page.wait_until("!document.querySelector('.jp-Tooltip')", 20)


def test_the_panel_shows_the_variables(notebook):
    page = notebook.page
    page.evaluate("document.querySelector('.jp-DebuggerBugButton')"
                  ".click()")
    notebook.command("debugger:show-panel")
    page.wait_until("document.querySelector('.jp-DebuggerVariables') && "
                    "document.querySelector('.jp-DebuggerVariables')"
                    ".innerText.includes('weights')", 30)
    shown = " ".join(texts(page, ".jp-DebuggerVariables"))
    for name in ("A", "weights", "town", "rate"):
        assert name in shown
    assert "gsl_matrix *, 2 x 3" in shown
    assert "double = 0.25" in shown
    page.resize(1600, 900)
    notebook.pause(800)
    page.screenshot(PICTURES / "help-variables.png")


def test_the_panel_follows_the_cells(notebook):
    page = notebook.page
    write(notebook, 3, "int newcomer = 4711;")
    page.press("Enter", 13, SHIFT, text="\r")
    page.wait_until("document.querySelector('.jp-DebuggerVariables')"
                    ".innerText.includes('newcomer')", 30)


def test_a_matrix_is_opened_as_a_table(notebook):
    page = notebook.page
    notebook.command("debugger:render-mime-variable", "{name: 'A'}")
    page.wait_until("document.querySelector('.jp-VariableRendererPanel table')"
                    " && true", 30)
    rows = texts(page, ".jp-VariableRendererPanel tr")
    assert [row.split() for row in rows] == [
        ["0", "1", "2"], ["0", "1.5", "2", "3"], ["1", "4", "5", "6.25"]]
    notebook.pause(800)
    page.screenshot(PICTURES / "help-matrix.png")
