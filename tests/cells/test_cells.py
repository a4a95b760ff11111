"""The language of cells, by example: every .cells file is one session, its
cells run in order, and each must end as the file says.

    >>> a title
    int x = 3;
    x
    -> 3                     the value of the cell (text/plain), line by line
    .. text                  a line of stdout
    ww text                  stderr has this text in it
    !! Name: text            the error's name, and text that evalue has in it

Whatever is not listed must not happen: no other output, value or error.
"""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session  # noqa: E402

MARKS = ("-> ", ".. ", "ww ", "!! ")


def read_cases(path):
    cases = []
    for line in path.read_text().splitlines():
        if line.startswith(">>> "):
            cases.append({"title": line[4:], "code": [], "-> ": [], ".. ": [],
                          "ww ": [], "!! ": []})
        elif cases:
            mark = (line + " ")[:3]
            if mark in MARKS:
                cases[-1][mark].append(line[3:])
            else:
                cases[-1]["code"].append(line)
    return cases


def outcome_lines(outcome):
    """The outcome in the words of a .cells file."""
    value = outcome.result.get("text/plain", "")
    return {"-> ": value.split("\n") if outcome.result else [],
            ".. ": outcome.stdout.split("\n")[:-1]
            if outcome.stdout.endswith("\n")
            else outcome.stdout.split("\n") if outcome.stdout else []}


SESSIONS = {}


def session_for(path, tmp_path_factory):
    if path not in SESSIONS:
        SESSIONS[path] = Session(cwd=tmp_path_factory.mktemp(path.stem))
    return SESSIONS[path]


def all_cases():
    for path in sorted(HERE.glob("*.cells")):
        for number, case in enumerate(read_cases(path), 1):
            yield pytest.param(path, case,
                               id=f"{path.stem}-{number:03}-{case['title']}")


@pytest.mark.parametrize("path, case", all_cases())
def test_cell(path, case, tmp_path_factory):
    session = session_for(path, tmp_path_factory)
    try:
        outcome = session.run("\n".join(case["code"]))
    except (EOFError, TimeoutError):
        SESSIONS.pop(path)
        raise
    seen = outcome_lines(outcome)
    error = f"{outcome.ename}: {outcome.evalue}" if outcome.ename else ""
    if case["!! "]:
        name, _, text = case["!! "][0].partition(": ")
        assert outcome.ename == name and text in outcome.evalue, error
    else:
        assert not error, "\n".join([error] + outcome.traceback)
    assert seen["-> "] == case["-> "]
    assert seen[".. "] == case[".. "]
    for text in case["ww "]:
        assert text in outcome.stderr
    if not case["ww "]:
        assert outcome.stderr == ""
