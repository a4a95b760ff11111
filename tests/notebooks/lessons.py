"""What the tests of the lessons share: reading a notebook, running its cells
in a session of their own, without Jupyter."""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
from session import Session  # noqa: E402

NOTEBOOKS = ROOT / "notebooks"
EDIT = "// ✎"
OPEN, RIGHT, WRONG = "○", "✓", "✗"


def cells_of(name):
    """The cells of a notebook, each with its source as one text."""
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return cells


def code_of(name):
    return [cell for cell in cells_of(name) if cell["cell_type"] == "code"]


def tags_of(cell):
    return cell["metadata"].get("tags", [])


def output_text(cell):
    """All that a code cell shows as text."""
    shown = []
    for output in cell["outputs"]:
        text = output.get("text") or output.get("data", {}).get("text/plain")
        shown.append("".join(text or []))
    return "\n".join(shown)


def with_line(source, line):
    """The source with `line` in place of its line that is marked ✎."""
    lines = source.split("\n")
    marked = [at for at, text in enumerate(lines) if EDIT in text]
    assert len(marked) == 1, "one line to edit"
    lines[marked[0]] = line
    return "\n".join(lines)


def start():
    return Session(cwd=NOTEBOOKS)
