"""Programs print the same whichever compiler made their code: here the C
compiler is waited for at every cell, so all that it can take is its."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from programs import expected_outputs, read_folder, run_in_session  # noqa: E402
from session import Session  # noqa: E402

PROGRAMS = (read_folder(HERE) +
            read_folder(HERE.parent / "conformance"))


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return expected_outputs(PROGRAMS, tmp_path_factory.mktemp("compiled"),
                            ["-lm", "-lpthread"])


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    all_three = [Session(cwd=tmp_path_factory.mktemp(mode),
                         env={"NABLA_FAST": mode}) for mode in ("always", "loops", "off")]
    yield all_three
    for session in all_three:
        session.close()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda one: one.name)
def test_the_same_output(sessions, program, expected):
    for session in sessions:
        assert run_in_session(session, program,
                              [program.as_cell()]) == expected[program.name]
