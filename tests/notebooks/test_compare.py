"""The comparison tells what a reader would call different from noise."""

import nbformat.v4 as v4
import pytest
from compare import differences

SAME = [
    ("1.234567", "1.234568"),
    ("residual 2.2e-14", "residual -3.1e-15"),
    (" -1.5e-16  2", "1.5e-16 2"),
    ("at 0x7ffe01234567", "at 0x7f0011223344"),
]
DIFFERENT = [
    ("1.2345", "1.2346"),
    ("200000 lines", "200001 lines"),
    ("x = 3", "y = 3"),
    ("1 2", "1 2 3"),
    ("nan", "1.0"),
    ("v2.5a", "v2.6a"),
]


def notebook(text, tags=(), kind="stream"):
    if kind == "stream":
        output = v4.new_output("stream", name="stdout", text=text)
    else:
        output = v4.new_output("display_data", data={kind: text})
    cell = v4.new_code_cell("x", outputs=[output])
    cell.metadata["tags"] = list(tags)
    return v4.new_notebook(cells=[cell])


@pytest.mark.parametrize("was, now", SAME)
def test_noise_is_not_a_difference(was, now):
    assert differences(notebook(was), notebook(now)) == []


@pytest.mark.parametrize("was, now", DIFFERENT)
def test_another_text_is_a_difference(was, now):
    assert len(differences(notebook(was), notebook(now))) == 1


def test_a_cell_that_varies_is_compared_by_kind_alone():
    was = notebook("took 1.5 s", tags=["varies"])
    assert differences(was, notebook("took 2.5 s")) == []
    assert differences(was, notebook("x", kind="text/plain")) != []


def test_a_lost_figure_is_a_difference():
    was = notebook("<svg/>", kind="image/svg+xml")
    was.cells[0].outputs[0].data["text/plain"] = "figure"
    assert differences(was, notebook("figure", kind="text/plain")) != []


def test_streams_are_compared_as_a_whole():
    was, now = notebook("one\ntwo\n"), notebook("one\n")
    now.cells[0].outputs.append(
        v4.new_output("stream", name="stdout", text="two\n"))
    assert differences(was, now) == []
