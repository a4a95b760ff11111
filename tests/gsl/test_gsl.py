"""All of GSL: each of its headers is used for something real by a program of
the .programs files, and each program prints in a session what gcc's prints.
One session takes them in order, as a cell and as a program with a main.

Most numbers are printed to ten digits or so: both sides call the same
library. Where a result goes through BLAS, fewer are, since a session has
OpenBLAS behind GSL, which adds up in another order."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from programs import expected_outputs, read_folder, run_in_session  # noqa: E402
from session import Session  # noqa: E402

PROGRAMS = read_folder(HERE)
LIBRARIES = ["-lgsl", "-lgslcblas", "-lm"]
INCLUDE = re.compile(r"^#\s*include <gsl/(\w+\.h)>", re.M)
FOLDER = Path(subprocess.run(
    ["pkg-config", "--variable=includedir", "gsl"],
    capture_output=True, text=True, check=True).stdout.strip()) / "gsl"
HEADERS = sorted(path.name for path in FOLDER.glob("*.h"))


def named(programs):
    return {"argvalues": programs, "ids": lambda program: program.name}


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return expected_outputs(PROGRAMS, tmp_path_factory.mktemp("compiled"),
                            LIBRARIES)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    session = Session(cwd=tmp_path_factory.mktemp("session"))
    yield session
    session.close()


def own_names(header):
    """Names that a header declares; one that only includes others has
    theirs. A name counts as declared if '(', ';' or a value comes after it,
    or #define before it."""
    text = (FOLDER / header).read_text("latin-1")
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    names = set(re.findall(
        r"\b((?:gsl|cblas|CBLAS)_\w+)\s*[(;,={\[]", bare, re.I))
    names |= set(re.findall(r"^#\s*define\s+([A-Za-z]\w+)", bare, re.M))
    return names or set().union(*map(own_names, INCLUDE.findall(bare)))


def uses(program, header):
    text = INCLUDE.sub("", program.text)
    return header in INCLUDE.findall(program.text) and any(
        re.search(rf"\b{name}\b", text) for name in own_names(header))


@pytest.mark.parametrize("header", HEADERS)
def test_header_is_used(header):
    assert any(uses(program, header) for program in PROGRAMS)


@pytest.mark.parametrize("program", **named(PROGRAMS))
def test_as_a_cell(session, program, expected):
    assert expected[program.name]
    assert run_in_session(session, program,
                          [program.as_cell()]) == expected[program.name]


@pytest.mark.parametrize("program", **named(PROGRAMS))
def test_as_a_program(session, program, expected):
    assert run_in_session(session, program,
                          [program.as_c()]) == expected[program.name]


def test_no_restart(session):
    assert session.pid == session.process.pid
