"""Each fuzzer for a short while, with the same inputs each time: enough to
show that it still builds, that its laws hold on the seeds and what is near
them. `./nabla fuzz` is for longer, and for what nobody has tried.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess

import pytest

import fuzz

TIMES = 5 if "NABLA_LONG" in os.environ else 1
AT_ONCE = 2
PREFIXES = int(os.environ.get("NABLA_PREFIXES", "5000"))
SLOWEST_MS = 50  # of the processor's time, so that others do not count


@pytest.fixture(scope="module")
def runs():
    """All targets, two at a time; each test waits for its own."""
    fuzz.build()
    fuzz.write_cells(fuzz.CELLS)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        yield {name: pool.submit(fuzz.repeat, name, TIMES)
               for name in fuzz.LAWS}


@pytest.mark.parametrize("target", fuzz.LAWS)
def test_no_input_breaks_a_law(runs, target):
    seen = runs[target].result()
    assert seen.inputs >= TIMES * fuzz.RUNS[target] and seen.edges > 0


def test_a_run_is_the_same_each_time(runs, monkeypatch):
    runs["formula"].result()
    monkeypatch.setitem(fuzz.RUNS, "formula", 50_000)
    first, second = fuzz.repeat("formula"), fuzz.repeat("formula")
    assert first == second or not fuzz.STILL


def test_a_broken_law_would_be_told(tmp_path, monkeypatch):
    """A fuzzer that ends with an error is a test that fails."""
    monkeypatch.setattr(fuzz, "FOUND", tmp_path)
    monkeypatch.setattr(fuzz, "seeds_of", lambda name: [tmp_path / "none"])
    fuzz.build("words")
    with pytest.raises(fuzz.Broken):
        fuzz.run("words", 1)


def test_the_lessons_are_completed_at_any_place(tmp_path):
    """Random beginnings of the lessons' cells, some with a piece missing."""
    files = []
    for number, cells in enumerate(fuzz.cells_of_notebooks()):
        files.append(tmp_path / str(number))
        files[-1].write_text(fuzz.SEPARATOR.join(cells), encoding="utf-8")
    build = pathlib.Path(os.environ["NABLA_BUILD"])
    done = subprocess.run(
        [build / "tests/support/prefixes", str(PREFIXES), *files], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
    assert done.returncode == 0, done.stdout[-4000:]
    told = re.match(r"asked (\d+), answered (\d+), explained (\d+), "
                    r"misjudged 0, mean [\d.]+ ms, slowest ([\d.]+) ms", done.stdout)
    asked, answered, explained, slowest = told.groups()
    assert int(asked) >= 2 * 0.95 * PREFIXES
    assert int(explained) > 0.3 * PREFIXES
    assert int(answered) > 0.3 * PREFIXES
    assert float(slowest) < SLOWEST_MS, done.stdout
