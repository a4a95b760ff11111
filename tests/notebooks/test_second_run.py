"""A reader who runs a whole notebook again, without a restart, sees the same."""

import pytest
from lessons import NOTEBOOKS, code_of, start, tags_of

SHIPPED = sorted(path.stem for path in NOTEBOOKS.glob("[0-9][0-9]*-*.ipynb"))


def run_all(session, name):
    """What each cell shows; the numbers of the cells differ, of course."""
    shown = []
    for cell in code_of(name):
        outcome = session.run(cell["source"])
        faces = [face.get("text/plain") for face in
                 [*outcome.displays, outcome.result] if face]
        if "varies" not in tags_of(cell):
            shown.append((cell["id"], outcome.stdout, faces, outcome.ename))
        warns = "warns" in tags_of(cell)  # which is what it shows
        assert bool(outcome.stderr) == warns, (cell["id"], outcome.stderr)
    return shown


@pytest.mark.parametrize("name", SHIPPED)
def test_a_second_run_shows_the_same(name):
    session = start()
    assert run_all(session, name) == run_all(session, name)
    session.close()
