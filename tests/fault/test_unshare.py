"""While nobody asks, the session copies the pages that the next cell is going
to write (session/unshare.h); what it holds and what it can go back to must
not know of it."""

import ctypes
import mmap
import pathlib
import random
import sys
import time

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session  # noqa: E402

POPULATE_WRITE = 23
MEGABYTES = 20
FILL = f"long n = {MEGABYTES} << 17, *d = malloc(8 * n);"
WRITE = "for (long i = 0; i < n; i++) d[i] = i + {0};"
CRASH = "*(volatile int *)8 = 1;"
SUM = "long sum = 0; for (long i = 0; i < n; i++) sum += d[i] - i; sum / n"


def is_possible():
    """Linux 5.14 or later."""
    area = mmap.mmap(-1, mmap.PAGESIZE)
    start = ctypes.addressof(ctypes.c_char.from_buffer(area))
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    return madvise(ctypes.c_void_p(start), mmap.PAGESIZE, POPULATE_WRITE) == 0


def faults(session):
    with open(f"/proc/{session.pid}/stat", encoding="ascii") as file:
        return int(file.read().rsplit(")", 1)[1].split()[7])


def private_kib(session):
    """What it has written and no copy of it shares."""
    with open(f"/proc/{session.pid}/smaps_rollup", encoding="ascii") as file:
        return sum(int(line.split()[1]) for line in file
                   if line.startswith("Private_Dirty"))


def wait_until_quiet(session):
    """It has begun when page faults are counted, and ended when no more are."""
    before, quiet = faults(session), 0
    for _ in range(100):
        time.sleep(0.05)
        now = faults(session)
        quiet = quiet + 1 if now == before else 0
        if quiet == 8:
            return
        before = now
    pytest.fail("it goes on copying pages while nobody asks")


@pytest.fixture
def session():
    session = Session()
    wait_until_quiet(session)
    yield session
    session.close()


@pytest.mark.skipif(not is_possible(), reason="the system has no such call")
def test_the_next_cell_finds_its_pages(session):
    session.run(FILL + WRITE.format(0))
    session.run(WRITE.format(1))
    wait_until_quiet(session)
    before = faults(session)
    session.run(WRITE.format(2))
    pages = (MEGABYTES << 20) // mmap.PAGESIZE
    assert faults(session) - before < pages / 10


def test_the_state_to_go_back_to_is_that_of_before(session):
    session.run(FILL + WRITE.format(0))
    session.run(WRITE.format(7))
    wait_until_quiet(session)
    assert session.run(WRITE.format(9) + CRASH).ename == "SegmentationFault"
    assert session.run(SUM).result["text/plain"] == "7"


def test_a_cell_that_comes_while_it_copies(session):
    """The pause before it begins is 50 ms, the copying takes a few."""
    rng = random.Random(1)
    session.run(FILL)
    for turn in range(30):
        session.run(WRITE.format(turn))
        time.sleep(rng.uniform(0.045, 0.07))
        assert session.run(SUM).result["text/plain"] == str(turn)
    assert session.run(WRITE.format(99) + CRASH).ename == "SegmentationFault"
    assert session.run(SUM).result["text/plain"] == "29"


def test_a_thread_that_gives_pages_back_meanwhile(session):
    session.run("#include <pthread.h>\n#include <sys/mman.h>\n"
                "#include <stdatomic.h>\n"
                "volatile int is_on = 1; pthread_t id; long turns = 0;\n"
                "void *churn(void *nothing) {\n"
                "    while (is_on) {\n"
                "        size_t size = 4 << 20;\n"
                "        char *p = mmap(NULL, size, PROT_READ | PROT_WRITE,\n"
                "                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);\n"
                "        for (size_t i = 0; i < size; i += 4096) p[i] = 1;\n"
                "        munmap(p, size);\n"
                "        turns++;\n"
                "    }\n"
                "    return nothing;\n"
                "}\n"
                "pthread_create(&id, NULL, churn, NULL);")
    for turn in range(5):
        session.run(f"int v{turn} = {turn};")
        time.sleep(0.15)
    session.run("is_on = 0; pthread_join(id, NULL);")
    assert session.run("turns > 0 && v4 == 4").result["text/plain"] == "1"


def test_small_cells_leave_a_small_session(session):
    """The compiler's own memory, 200 KB here and there, was once made one
    large page of 2 MB."""
    before = private_kib(session)
    for n in range(6):
        session.run(f"int v{n} = {n};")
        wait_until_quiet(session)
    assert private_kib(session) - before < 1024


def large_pages_kib(session):
    with open(f"/proc/{session.pid}/smaps_rollup", encoding="ascii") as file:
        return sum(int(line.split()[1]) for line in file
                   if line.startswith("AnonHugePages"))


def test_a_large_area_with_little_in_it_is_not_made_a_large_page(session):
    """As the heap of the thread that has functions with loops compiled."""
    for n in range(8):
        session.run(f"double f{n}(double x) {{ double s = 0;\n"
                    "for (int i = 1; i < 5; i++) s += x / i; return s; }\n"
                    f"f{n}(1);")
        time.sleep(0.6)
        assert large_pages_kib(session) == 0
