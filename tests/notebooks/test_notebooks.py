"""Every shipped notebook, run afresh, shows what its committed file shows."""

import copy
import pathlib
import sys

import nbformat
import pytest
from compare import differences

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernelspec" / "run"))
from run import execute, read  # noqa: E402

SHIPPED = sorted((ROOT / "notebooks").glob("[0-9][0-9]*-*.ipynb"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_fresh_outputs_are_the_committed_ones(path):
    committed = read(path)
    fresh = copy.deepcopy(committed)
    execute(fresh, path.parent)
    found = differences(committed, fresh)
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_committed_file_is_whole(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "nabla"
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.source.strip():
            assert cell.execution_count, f"cell {number} was never run"
