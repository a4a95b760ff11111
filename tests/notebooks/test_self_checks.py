"""Self-checks accept every right answer and explain wrong ones; edits that a
lesson invites to break no later cell. What readers write: see told.py."""

import pytest
from lessons import OPEN, RIGHT, WRONG, code_of, start, tags_of, with_line
from told import LESSONS, rows_of

NAMES = [lesson.NAME for lesson in LESSONS]


class Opened:
    """A lesson that was run to its end, and the sources of its cells."""

    def __init__(self, name):
        self.session, self.sources = start(), {}
        for cell in code_of(name):
            self.sources[cell["id"]] = cell["source"]
            outcome = self.session.run(cell["source"])
            assert not outcome.ename, (cell["id"], outcome.evalue)
            if "self-check" in tags_of(cell):
                assert outcome.stdout.startswith(OPEN), cell["id"]


@pytest.fixture(scope="module")
def opened():
    """Each lesson, opened when a test first asks for it."""
    kept = {}

    def one(name):
        if name not in kept:
            kept[name] = Opened(name)
        return kept[name]
    yield one
    for lesson in kept.values():
        lesson.session.close()


@pytest.mark.parametrize("name, cell, answer, verdict, words",
                         rows_of("ANSWERS"))
def test_verdict(opened, name, cell, answer, verdict, words):
    lesson = opened(name)
    outcome = lesson.session.run(with_line(lesson.sources[cell], answer))
    assert not outcome.ename, outcome.evalue
    assert outcome.stdout.startswith(verdict), outcome.stdout
    assert words in outcome.stdout
    assert outcome.stdout.count("\n") == 1


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_each_self_check_has_been_tried(lesson):
    checks = {cell["id"] for cell in code_of(lesson.NAME)
              if "self-check" in tags_of(cell)}
    for name in checks:
        verdicts = [verdict for cell, _, verdict, _ in lesson.ANSWERS
                    if cell == name]
        assert verdicts.count(RIGHT) >= 2 and verdicts.count(WRONG) >= 2, name
    assert checks == {name for name, _, _, _ in lesson.ANSWERS}


def rounds():
    return list(find_rounds())


def find_rounds():
    """For each lesson its first edits, all at once; its second ones; ..."""
    for lesson in LESSONS:
        lines = {}
        for cell, line in lesson.EDITS:
            lines.setdefault(cell, []).append(line)
        for turn in range(max(map(len, lines.values()))):
            edits = {cell: each[turn % len(each)]
                     for cell, each in lines.items()}
            yield pytest.param(lesson.NAME, edits,
                               id=f"{lesson.NAME}-{turn + 1}")


@pytest.mark.parametrize("name, edits", rounds())
def test_edits_break_no_later_cell(name, edits):
    session = start()
    for cell in code_of(name):
        source = cell["source"]
        if cell["id"] in edits:
            source = with_line(source, edits[cell["id"]])
        outcome = session.run(source)
        assert not outcome.ename, (cell["id"], outcome.evalue)
    session.close()


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_each_edit_has_been_tried_twice(lesson):
    invited = {cell["id"] for cell in code_of(lesson.NAME)
               if "// ✎" in cell["source"]
               and "self-check" not in tags_of(cell)}
    for name in invited:
        assert sum(cell == name for cell, _ in lesson.EDITS) >= 2, name
