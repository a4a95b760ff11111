"""What ./nabla coverage makes of its figures; the figures take too long to be
counted here."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import coverage  # noqa: E402

ENOUGH = {(line, 1, line, 9): [3, 5] for line in range(10)}
HALF = {(line, 1, line, 9): [3, 0] for line in range(10)}
JUST = {**ENOUGH, (0, 1, 0, 9): [0, 0]}  # 18 of 20


def path(text):
    return pathlib.Path(text)


def test_a_branch_counts_once_where_it_is_typed():
    file = {"branches": [[7, 3, 7, 9, 0, 2, 0, 0, 4],
                         [7, 3, 7, 9, 4, 0, 0, 0, 4],  # of another program
                         [8, 3, 8, 9, 0, 0, 0, 0, 4]]}
    ways = coverage.branches_of(file)
    assert ways == {(7, 3, 7, 9): [4, 2], (8, 3, 8, 9): [0, 0]}
    assert coverage.taken_of(ways) == (2, 4)


def test_less_than_the_bound_needs_a_reason():
    rows = {path("cell/a.c"): HALF, path("cell/b.c"): ENOUGH,
            path("graph/c.c"): JUST}
    assert coverage.judge(rows, {path("cell/a.c"): "why"}) == []
    told = coverage.judge(rows, {})
    assert len(told) == 1 and "cell/a.c: less than 90 %" in told[0]


def test_a_reason_that_is_not_needed_is_wrong():
    rows = {path("cell/b.c"): ENOUGH, path("graph/c.c"): JUST}
    told = coverage.judge(rows, {path("cell/b.c"): "why",
                                 path("graph/c.c"): "why",
                                 path("cell/gone.c"): "why"})
    assert ["gone" in line for line in told] == [True, False, False]
    assert all("its reason can go" in line for line in told[1:])


def test_other_folders_have_no_bound():
    assert coverage.judge({path("session/a.c"): HALF}, {}) == []


def test_each_reason_is_of_a_file_and_says_something():
    for name, why in coverage.read_reasons().items():
        assert (coverage.ROOT / "kernel" / name).is_file(), name
        assert name.parts[0] in coverage.FOLDERS, name
        assert len(why.split()) > 4, name


def test_the_table_has_the_reasons_beside_the_figures(capsys):
    coverage.show({path("cell/a.c"): HALF, path("session/b.c"): ENOUGH},
                  {path("cell/a.c"): "because of that"})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("cell/") and lines[0].endswith("50.0 %")
    assert "10 of     20" in lines[1] and "because of that" in lines[1]
    assert lines[2].startswith("session/") and "100.0 %" in lines[3]
