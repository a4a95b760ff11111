"""The eight cells that the library was designed by, as typed, in one session.

Each N.cell has an N.expect with all that it shows: text as it stands, of a
figure its title and its faces. Numbers may differ in their last digits, as
processors do; what is written around them may not. To write the files anew,
and to look at what changed: EIGHT_GOLDEN=1 pytest tests/cells/test_eight.py
"""

import os
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session  # noqa: E402

FOLDER = HERE / "eight"
NUMBER = re.compile(r"(?<![\w.])-?\d+\.?\d*(?:e[-+]?\d+)?")
# Training multiplies in an order that the processor chooses.
LOOSE = {"5": 0.02}


def face(faces):
    text = faces["text/plain"]
    if "image/svg+xml" in faces:
        title = text.split("\n")[0].strip()
        return f"figure: {title} ({', '.join(sorted(faces))})"
    return text


def shown(outcome):
    """All that a reader sees in the end: of a progress bar its last state."""
    lines = [f"stdout: {outcome.stdout}"] if outcome.stdout else []
    lines += [f"stderr: {outcome.stderr.strip()}"] if outcome.stderr else []
    for display in outcome.displays:
        text = face(display)
        if text.startswith("training") and not text.endswith("150/150"):
            continue
        lines.append(text)
    if outcome.result:
        lines.append("value: " + face(outcome.result))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    session = Session(cwd=tmp_path_factory.mktemp("eight"))
    yield session
    session.close()


@pytest.mark.parametrize("number", [str(i) for i in range(1, 9)])
def test_runs_as_typed(session, number):
    outcome = session.run((FOLDER / f"{number}.cell").read_text(), timeout=60)
    assert not outcome.ename, outcome.evalue
    got = shown(outcome)
    golden = FOLDER / f"{number}.expect"
    if os.environ.get("EIGHT_GOLDEN"):
        golden.write_text(got)
    want = golden.read_text()
    assert NUMBER.sub("#", got) == NUMBER.sub("#", want)
    pairs = zip(NUMBER.findall(got), NUMBER.findall(want), strict=True)
    share = LOOSE.get(number, 1e-4)
    for ours, theirs in pairs:
        assert float(ours) == pytest.approx(float(theirs), rel=share, abs=1e-6)
