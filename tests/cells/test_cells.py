"""The language of cells, by example. All .cells files are one session: their
cells run in order, without a restart, and each must end as its file says.

    >>> a title
    int x = 3;
    x
    -> 3                     the value of the cell (text/plain), line by line
    .. text                  a line of stdout
    ww text                  stderr has this text in it
    !! Name: text            the error's name, and text that evalue has in it

Whatever is not listed must not happen: no other output, value or error.
In[n] in an expectation is the n-th cell of that file.
"""

import re
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


class OneSession:
    """The session of all files, and what came before each of them."""

    session = None
    starts = {}


def session_for(path, tmp_path_factory):
    one = OneSession
    if not one.session:
        one.session = Session(cwd=tmp_path_factory.mktemp("cells"))
    one.starts.setdefault(path, one.session.count)
    return one.session


def numbered(text, path):
    """In[n] of a file as In[n] of the session."""
    return re.sub(r"In\[(\d+)\]",
                  lambda m: f"In[{int(m[1]) + OneSession.starts[path]}]", text)


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
        OneSession.session = None
        raise
    case = {mark: [numbered(text, path) for text in lines]
            if mark in MARKS else lines for mark, lines in case.items()}
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
