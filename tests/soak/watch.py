"""What a kernel has taken of the machine: all of its processes together."""

import os
import pathlib
import re
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "support"))
from processes import family  # noqa: E402

OURS = {"nabla-kernel", "nabla-session", "nabla-copy"}
PATIENCE = 20  # seconds, for compilers and copies that are on their way out


def name_of(pid):
    return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()


def anonymous(pid):
    """KiB of memory that is no file's, each page in equal parts to those who
    share it: what other kernels on the machine do does not change it."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss_Anon:\s+(\d+)", text, re.M).group(1))


def count(pid, folder):
    return len(os.listdir(f"/proc/{pid}/{folder}"))


def areas(pid):
    """Areas of memory, each of which a fork has to copy."""
    return len(pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines())


def at_rest(pid):
    """The family, once no compiler is at work and no copy too many is left."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            found = sorted((name_of(p), p) for p in family(pid))
        except OSError:
            continue  # one has just ended
        names = [name for name, _ in found]
        is_calm = set(names) <= OURS and names.count("nabla-session") == 1
        if is_calm or time.monotonic() > deadline:
            return found
        time.sleep(0.02)


def figures(pid):
    found = at_rest(pid)
    session = next(p for name, p in found if name == "nabla-session")
    return {
        "memory": sum(anonymous(p) for _, p in found),
        "processes": len(found),
        "threads": sum(count(p, "task") for _, p in found),
        "kernel_fds": count(pid, "fd"),
        "session_fds": count(session, "fd"),
        "areas": areas(pid) + areas(session),
    }


def look(pid):
    """The kernel's figures of now; while one looks, an old copy may end."""
    for _ in range(50):
        try:
            return figures(pid)
        except (OSError, StopIteration):
            time.sleep(0.02)
    return figures(pid)
