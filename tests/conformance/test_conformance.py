"""C11 feature by feature, then what GNU C and POSIX add. Each program of the
.programs files must print in a session what gcc's program prints. There is
one session: it takes all of them in order, and three times over, as one cell
each, as two, and as a program with a main; it is never started again."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from programs import expected_outputs, read_folder, run_in_session  # noqa: E402
from session import Session  # noqa: E402

PROGRAMS = read_folder(HERE)
LIBRARIES = ["-lm", "-lpthread"]
AT_LEAST = 150


def named(programs):
    return {"argvalues": programs, "ids": lambda program: program.name}


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compiled")
    return expected_outputs(PROGRAMS, folder, LIBRARIES)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    session = Session(cwd=tmp_path_factory.mktemp("session"))
    yield session
    session.close()


def check(session, program, cells, expected):
    want = expected[program.name]
    assert want, "this program prints nothing, so it shows nothing"
    assert run_in_session(session, program, cells) == want


def test_there_are_enough():
    names = [program.name for program in PROGRAMS]
    assert len(names) >= AT_LEAST
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("program", **named(PROGRAMS))
def test_as_a_cell(session, program, expected):
    check(session, program, [program.as_cell()], expected)


@pytest.mark.parametrize("program",
                         **named([p for p in PROGRAMS if p.can_be_two()]))
def test_as_two_cells(session, program, expected):
    check(session, program, program.as_two_cells(), expected)


@pytest.mark.parametrize("program",
                         **named([p for p in PROGRAMS if p.body]))
def test_as_a_program(session, program, expected):
    check(session, program, [program.as_c()], expected)


def test_no_restart(session):
    assert session.pid == session.process.pid
