"""What no cell writes any more comes into large pages, so that a copy of a
large session is made in no time (session/large.h); what the session holds and
what it can go back to must not know of it."""

import ctypes
import mmap
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session  # noqa: E402

COLLAPSE = 25
LARGE = 2 << 20
MEGABYTES = 32
FILL = (f"long n = {MEGABYTES} << 17, *d = malloc(8 * n);"
        "for (long i = 0; i < n; i++) d[i] = i + 7;")
CRASH = "*(volatile int *)8 = 1;"
SUM = "long sum = 0; for (long i = 0; i < n; i++) sum += d[i] - i; sum"
CELLS = 200


def is_possible():
    """Linux 6.1 or later, and large pages are not forbidden."""
    area = mmap.mmap(-1, 2 * LARGE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    area.write(b"x" * (2 * LARGE))
    start = ctypes.addressof(ctypes.c_char.from_buffer(area))
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    return madvise(ctypes.c_void_p((start + LARGE - 1) // LARGE * LARGE),
                   ctypes.c_size_t(LARGE), COLLAPSE) == 0


needs_large_pages = pytest.mark.skipif(
    not is_possible(), reason="the system does not make large pages")


def large_pages_mb(session):
    with open(f"/proc/{session.pid}/smaps_rollup", encoding="ascii") as file:
        return sum(int(line.split()[1]) for line in file
                   if line.startswith("AnonHugePages")) >> 10


@pytest.fixture
def session():
    session = Session()
    yield session
    session.close()


@pytest.fixture
def full(session):
    """It holds a large array that was written some cells ago."""
    session.run(FILL)
    for n in range(CELLS):
        assert not session.run(f"int v{n} = {n};").ename
    return session


@needs_large_pages
def test_what_lies_still_becomes_large(full):
    assert large_pages_mb(full) > MEGABYTES / 2


@needs_large_pages
def test_thousands_of_functions_become_large(session):
    for n in range(1500):
        assert not session.run(f"int f{n}(int x) {{ return x + {n}; }}").ename
    assert large_pages_mb(session) >= 2
    assert session.run("f0(1) + f700(1) + f1499(1)").result["text/plain"] == \
        str(700 + 1499 + 3)


def test_it_holds_what_it_held(full):
    assert full.run(SUM).result["text/plain"] == str(7 * (MEGABYTES << 17))
    assert full.run("v0 + v199").result["text/plain"] == "199"


def test_the_state_to_go_back_to_is_that_of_before(full):
    """Of some numbers here and there, and of all of them."""
    for which in "i += 100003", "i++":
        write = f"for (long i = 0; i < n; {which}) d[i] = -1;"
        assert full.run(write + CRASH).ename == "SegmentationFault"
        assert full.run(SUM).result["text/plain"] == \
            str(7 * (MEGABYTES << 17))


def test_a_write_after_that_stays(full):
    full.run("for (long i = 0; i < n; i += 1000) d[i]++;")
    for n in range(CELLS):
        assert not full.run(f"int w{n} = {n};").ename
    assert full.run(CRASH).ename == "SegmentationFault"
    changed = -(-(MEGABYTES << 17) // 1000)
    assert full.run(SUM).result["text/plain"] == \
        str(7 * (MEGABYTES << 17) + changed)
