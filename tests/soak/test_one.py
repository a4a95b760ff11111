"""A long session: nothing grows that has no reason to, and nothing slows down.

Some hundreds of mixed cells, or 20,000 with NABLA_LONG=1 (./nabla test soak
--long). Figures of the second quarter are held against those of the last; how
fast it is, against a fresh kernel in turns, so that what else the machine does
falls on both."""

import os
import random
import statistics
import time

import pytest
import watch
from cells import Cell, mixed
from reader import Reader, left_behind, start

IS_LONG = os.environ.get("NABLA_LONG") == "1"
CELLS = 20000 if IS_LONG else 600
LOOKS = 20
TURNS = 51
# What a session keeps of each cell on purpose: its text, for the history and
# for %export, its string literals, and what it has not freed.
KEPT_KIB = 1.5
SLACK_KIB = 12 << 10
SLOWER = 3


@pytest.fixture(scope="module")
def soaked(tmp_path_factory):
    """A reader who has worked for long, and the figures along the way."""
    folder = tmp_path_factory.mktemp("soak")
    kernel = start(folder)
    try:
        reader, figures = Reader(kernel), []
        cells = mixed(random.Random(2385))
        for _ in range(LOOKS):
            reader.run_all([next(cells) for _ in range(CELLS // LOOKS)])
            figures.append(watch.look(kernel.pid))
        for at, row in enumerate(figures, 1):
            print(at * CELLS // LOOKS, row)
        yield reader, figures, folder
    finally:
        kernel.stop()


def quarters(figures, name):
    """Of the second and of the last quarter."""
    values = [row[name] for row in figures]
    quarter = LOOKS // 4
    return values[quarter:2 * quarter], values[-quarter:]


def test_memory_is_flat(soaked):
    second, last = quarters(soaked[1], "memory")
    kept = KEPT_KIB * CELLS // 2 + SLACK_KIB
    assert statistics.median(last) < statistics.median(second) + kept


# Two more processes: a compiler has a helper, which has our name as well.
@pytest.mark.parametrize("name, more", [
    ("processes", 2), ("threads", 2), ("kernel_fds", 0), ("session_fds", 3),
    ("areas", 20)])
def test_the_number_is_flat(soaked, name, more):
    second, last = quarters(soaked[1], name)
    assert max(last) <= max(second) + more


def test_no_file_is_left(soaked):
    assert left_behind(soaked[2]) == []


def seconds(reader):
    begin = time.perf_counter()
    reader.run(Cell(";"))
    return time.perf_counter() - begin


def test_an_empty_cell_is_as_fast_as_in_a_fresh_kernel(soaked, tmp_path):
    fresh = start(tmp_path)
    try:
        readers = [soaked[0], Reader(fresh)]
        times = [[seconds(reader) for reader in readers] for _ in range(TURNS)]
    finally:
        fresh.stop()
    old, new = (statistics.median(column) for column in zip(*times))
    print(f"{1000 * old:.2f} ms, in a fresh kernel {1000 * new:.2f} ms")
    assert old < SLOWER * new


def compiler(kernel):
    """Until a C compiler works for the session; its process."""
    deadline = time.monotonic() + watch.PATIENCE
    while time.monotonic() < deadline:
        for pid in watch.family(kernel.pid):
            try:
                if watch.name_of(pid) == "cc1":
                    return pid
            except OSError:
                pass
    pytest.fail("no C compiler has come")


def test_a_copy_that_was_made_while_a_compiler_works(tmp_path):
    """It takes over what the compiler writes to, and has no use for it."""
    kernel = start(tmp_path)
    try:
        reader = Reader(kernel)
        before = watch.look(kernel.pid)["session_fds"]
        for turn in range(6):
            body = " ".join(f"for (int i = 0; i < n; i++) s += sin(i * {k}) / "
                            f"(i + {turn + 1});" for k in range(60))
            reader.run(Cell(f"double slow{turn}(int n) {{ double s = 0; {body}"
                            f" return s; }}\nslow{turn}(9) < 1e9", value="1"))
            compiler(kernel)
            reader.run(Cell("int here = 1;"))  # and a copy is made of that
            reader.run(Cell("abort();", ename="Aborted"))
        assert watch.look(kernel.pid)["session_fds"] <= before + 3
    finally:
        kernel.stop()
