"""Figures of every kind in real JupyterLab: trusted, in light and in dark, and
in a notebook that is not trusted, where their text face must do.

Screenshots are left in build/screenshots/ to be looked at.
"""

import json
import pathlib
import uuid

import pytest
from notebook_page import NotebookPage

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "screenshots"
CELLS = [
    """double wave(double t) { return exp(-t * t / 8) * cos(3 * t); }
gsl_vector *t = nb_linspace(-6, 6, 400);
nb_plot(nb_line(t, wave, .label = "wave"), nb_line(t, sin, .label = "sin"),
        nb_rule(.y = 0), nb_text(0, 1, "peak", .dx = 60, .arrow = true),
        .title = "Lines", .xlabel = "t", .ylabel = "amplitude")""",
    """nb_data iris = nb_load("iris");
nb_plot(nb_dots(nb_col(iris.X, 2), nb_col(iris.X, 3), .c = NB_SEQ(iris.y),
                .names = iris.classes), .title = "Dots by class",
        .xlabel = iris.columns[2], .ylabel = iris.columns[3])""",
    """const char *ways[] = {"by hand", "tape", "differences", NULL};
nb_plot(nb_bars(nb_arange(0, 3, 1), nb_vec(1, 3, 9), .names = ways,
                .label = "time"),
        nb_bars(nb_arange(0, 3, 1), nb_vec(4, 2, 6), .label = "memory"),
        .title = "Bars side by side")""",
    """nb_plot(nb_hist(nb_col(nb_rows(iris.X, 0, 50), 2), .label = "setosa"),
        nb_hist(nb_col(nb_rows(iris.X, 50, 100), 2), .label = "the others"),
        .title = "Two histograms", .xlabel = iris.columns[2])""",
    """nb_plot(nb_heat(nb_cov(iris.X), .cmap = "rdbu", .vmin = -3, .vmax = 3,
                .annotate = true, .rows = iris.columns,
                .columns = iris.columns), .title = "A heat map")""",
    """double rosen(double x, double y) {
    return pow(1 - x, 2) + 100 * pow(y - x * x, 2);
}
nb_plot(nb_contour(rosen, .x = {-1.6, 1.6}, .y = {-0.6, 1.8}, .log = true),
        .title = "Level lines", .xlabel = "x₀", .ylabel = "x₁")""",
    """double ripples(double x, double y) { return sin(3 * x) * cos(2 * y); }
nb_plot(nb_field(ripples, .x = {-3, 3}, .y = {-2, 2}, .cmap = "rdbu"),
        .title = "A field")""",
    """double side(double x, double y) { return y > sin(2 * x) ? 1 : x > 1 ? 2 : 0; }
const char *sides[] = {"left", "above", "right", NULL};
nb_plot(nb_region(side, .x = {-3, 3}, .y = {-2, 2}, .names = sides),
        nb_dots(nb_vec(-2, 0, 2, 2), nb_vec(-1.5, 1, -1, 1),
                .c = NB_SEQ(nb_vec(0, 1, 2, 1)), .names = sides),
        .title = "Decision regions")""",
    """double saddle(double x, double y) { return x * x - y * y; }
nb_plot(nb_surface(saddle), .title = "A surface")""",
    """double x[81], y[81], u[81], v[81];
for (int k = 0; k < 81; k++) {
    x[k] = k % 9 / 4.0 - 1;
    y[k] = k / 9 / 4.0 - 1;
    u[k] = 2 * x[k];
    v[k] = -2 * y[k];
}
nb_plot(nb_contour(saddle, .color = "grey"), nb_quiver(x, y, u, v),
        .equal = true, .title = "Arrows")""",
    """nb_plot(nb_images(nb_load("digits").X, 8, 8, 30), .title = "Images")""",
    """nb_plot(nb_errbars(nb_vec(1, 2, 3), nb_vec(2, 3, 5), nb_vec(.5, .4, 1),
                   .label = "95 %"),
        nb_stem(nb_vec(1.5, 2.5), nb_vec(1, -.5), .label = "stems"),
        .title = "Error bars and stems")""",
    """nb_plot(nb_boxes(iris.X, .names = iris.columns), .title = "Boxes")""",
    """gsl_vector *a = nb_randn(30000), *b = nb_randn(30000);
nb_plot(nb_dots(a, nb_add(b, nb_scale(0.5, a))),
        nb_cov_ellipse(nb_vec(0, 0), nb_mat((1, .5), (.5, 1.25)), 2,
                       .label = "2 sd", .color = "C1"),
        nb_arrow(0, 0, 2, 2, .label = "first"), .title = "A crowd")""",
    """nb_figure(nb_plot(nb_line_y(nb_vec(1, 3, 2)), .title = "Left"),
          nb_plot(nb_line_y(nb_vec(30, 10, 20)), .title = "Right",
                  .yscale = "log"),
          nb_plot(nb_band(t, cos, exp, .label = "between"),
                  .ylim = {-2, 3}, .title = "Below"),
          .title = "A grid", .cols = 3)""",
    """nb_plot_t frames[8];
for (int i = 0; i < 8; i++)
    frames[i] = nb_plot(nb_line(t, nb_scale(cos(i * M_PI / 8), nb_map(cos, t))),
                        .ylim = {-1, 1}, .title = "An animation");
nb_animate(frames, 8)""",
    """nb_plot(nb_line_y(nb_vec(0, 1, -2, 100, INFINITY)), .yscale = "log",
        .title = "数据 with gaps 🙂")""",
    """nb_table(nb_column("epoch", nb_arange(1, 4, 1)),
         nb_column("loss", nb_vec(.5, NAN, .125)), .caption = "A table")""",
]
FIGURES = len(CELLS) - 1  # the last is a table


def notebook_of(cells):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {
        "name": "nabla", "display_name": "C (nabla)", "language": "c"}},
        "cells": [{"cell_type": "code", "id": uuid.uuid4().hex[:8],
                   "metadata": {}, "source": source, "outputs": [],
                   "execution_count": None} for source in cells]}


@pytest.fixture(scope="module")
def figures(lab, browser):
    file = lab.folder / "figures.ipynb"
    file.write_text(json.dumps(notebook_of(CELLS)), encoding="utf-8")
    page = browser.new_page()
    notebook = NotebookPage(page, lab, file.name)
    notebook.run_all()
    notebook.command("docmanager:save")
    yield notebook
    page.call("Page.close")


def test_each_cell_draws_its_figure(figures):
    assert figures.errors() == []
    sizes = figures.figures()
    assert len(sizes) == FIGURES
    assert all(width >= 600 and height >= 200 for width, height in sizes)


def test_they_fit_into_a_small_window(figures):
    figures.page.resize(900, 700)
    figures.pause(500)
    assert figures.overhang() <= 0
    figures.page.resize(1200, 900)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_they_can_be_looked_at(figures, theme):
    figures.theme(theme)
    file = PICTURES / f"figures-{theme.split()[1].lower()}.png"
    figures.screenshot(file)
    assert file.stat().st_size > 10_000


def test_a_notebook_that_is_not_trusted_shows_the_text_faces(
        figures, lab, browser):
    """Any change takes the signature away, as if it came by mail."""
    saved = json.loads((lab.folder / "figures.ipynb").read_text("utf-8"))
    saved["metadata"]["changed"] = True
    (lab.folder / "untrusted.ipynb").write_text(json.dumps(saved), "utf-8")
    page = browser.new_page()
    notebook = NotebookPage(page, lab, "untrusted.ipynb")
    texts = page.evaluate("""[...document.querySelectorAll(
        '.jp-OutputArea-output')].map(o => o.innerText)""")
    assert notebook.figures() == []
    assert sum("\u2514" in text or "\u2588" in text
               for text in texts) >= FIGURES
    widths = page.evaluate("""[...document.querySelectorAll(
        '.jp-OutputArea-output pre')].map(p => p.scrollWidth - p.clientWidth)""")
    assert max(widths) <= 0, "a text face is wider than the page"
    notebook.screenshot(PICTURES / "figures-untrusted.png")
    page.call("Page.close")
