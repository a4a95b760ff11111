"""The unit tests again, with one malloc() that fails in each run.

Law: a part either copes (an error that its test may then complain of) or ends
with "out of memory"; it never touches what it did not get."""

import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("NABLA_BUILD", ROOT / "build"))
UNITS = ["map", "link", "message", "connfile", "emit", "lexer", "whole",
         "compile", "cc", "history", "streams", "source", "heat", "memory",
         "parse", "type", "decl", "complete", "explain", "code/test_object",
         "code/test_lines", "code/test_inlines"]


def run(folder, unit, call, number):
    program = BUILD / "tests" / "unit" / (
        unit if "/" in unit else f"test_{unit}")
    log = folder / f"{program.name}-{call}-{number}"
    done = subprocess.run(
        [program], capture_output=True,
        text=True, errors="replace", timeout=120, cwd=folder,
        env={**os.environ, "TEST_DATA": str(ROOT / "tests" / "unit"),
             "DESCRIPTIONS": str(ROOT / "kernel/assist/descriptions.txt"),
             "LD_PRELOAD": str(BUILD / "tests/support/failing.so"),
             "FAILING": f"{program.name}:{call}:{number}",
             "FAILING_LOG": str(log)})
    return done.returncode, done.stdout + done.stderr, log.exists()


@pytest.mark.parametrize("unit", UNITS)
def test_no_part_touches_what_it_did_not_get(tmp_path, unit):
    struck, number = 0, 1
    while True:
        status, said, was_struck = run(tmp_path, unit, "malloc", number)
        if not was_struck:
            break
        where = f"{unit}: {number}: {said[-2000:]}"
        assert "Segmentation" not in said and "exception" not in said, where
        # cmocka's own count of failed tests, or an end with a reason.
        assert 0 <= status < 128 or "out of memory" in said, where
        struck += 1
        number *= 2
    assert struck
