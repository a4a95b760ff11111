"""Whole programs, as a textbook prints them, pasted one after the other into
one session: each prints what the same file prints when gcc has compiled it,
to stdout and to stderr, and ends with the same status.

NAME.c is the program, NAME.args the words of %args, NAME.in what is typed.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session  # noqa: E402

PROGRAMS = sorted(HERE.glob("*.c"))
FLAGS = ["-std=gnu11", "-O1", "-ffp-contract=off", "-w", "-fcommon",
         "-fgnu89-inline", "-D_GNU_SOURCE"]


def beside(program, suffix):
    path = program.with_suffix(suffix)
    return path.read_text() if path.exists() else ""


def by_gcc(program, folder):
    """Its output, its status and what it complained; 128 and more: a signal
    ended it."""
    subprocess.run(["cc", *FLAGS, "-o", folder / "program", program, "-lm",
                    "-lpthread", "-ldl"], check=True)
    done = subprocess.run([folder / "program",
                           *shlex.split(beside(program, ".args"))],
                          input=beside(program, ".in"), cwd=folder,
                          text=True, capture_output=True)
    status = done.returncode if done.returncode >= 0 else 128
    stderr = done.stderr if status < 128 else ""
    return done.stdout, status, stderr


def status_of(outcome):
    """The status that the cell tells of, and its output without that."""
    said = re.search(r"main returned (-?\d+)\n\Z", outcome.stdout)
    if said:
        return outcome.stdout[:said.start()], int(said[1]) % 256
    left = re.search(r"exit\((-?\d+)\)", outcome.evalue)
    if outcome.ename == "Exit":
        return outcome.stdout, int(left[1]) % 256
    if outcome.ename == "AssertionFailed":
        return outcome.stdout, 128
    assert not outcome.ename, "\n".join(outcome.traceback)
    return outcome.stdout, 0


def by_session(program, session):
    session.inputs = beside(program, ".in").splitlines()
    arguments = beside(program, ".args").strip()
    assert not session.run("%args " + (arguments or "--")).ename
    outcome = session.run(program.read_text())
    stdout, status = status_of(outcome)
    return stdout, status, outcome.stderr


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    one = Session(cwd=tmp_path_factory.mktemp("session"))
    yield one
    one.close()


@pytest.mark.parametrize("round_", ["first", "again"])
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_program(program, round_, session, tmp_path):
    assert by_session(program, session) == by_gcc(program, tmp_path)


def test_there_are_many():
    assert len(PROGRAMS) >= 100
