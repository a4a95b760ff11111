"""A whole session of the real kernel, watched from outside by strace."""

import importlib.util
import importlib.util
import os
import pathlib
import re
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))


def neighbour():
    """tests/fault/conftest.py as a module of another name than this one."""
    path = HERE.parent / "fault" / "conftest.py"
    spec = importlib.util.spec_from_file_location("fault_client", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fault = neighbour()
BUILD = pathlib.Path(os.environ.get("NABLA_BUILD", HERE.parents[1] / "build"))
CALLS = ("mmap,mprotect,pkey_mprotect,shmat,open,openat,creat,mkdir,mkdirat,"
         "link,linkat,symlink,symlinkat,mknod,mknodat,execve,fork,vfork,"
         "clone,clone3")

# Every way in which machine code comes to be: TinyCC's, the C compiler's, both
# tiers, loops that change over, bridges, libraries, copies that wake.
CELLS = [
    "double total = 0; double sq(double x) { return x * x; }",
    "double many(int n) { double s = 0;\n"
    "for (int i = 0; i < n; i++) s += sq(i); return s; }\nmany(1000)",
    "%%fast\nfor (int i = 0; i < 100; i++) total += many(10);\ntotal",
    "%%check\nint local[4]; for (int i = 0; i < 4; i++) local[i] = i;",
    "%asm sq",
    "_Complex double z = 1.5; z *= z; __real__ z",
    "%lib z\n#include <zlib.h>\nzlibVersion()[0]",
    "%lib ./libours.so\nint ours(int); ours(1)",
    "%lib ./libown.a\nint own(int); own(1)",
    "gsl_complex c = gsl_complex_rect(1.5, 2); gsl_complex_abs(c)",
    "nb_plot(nb_line_y(nb_vec(3, 1, 2)));",
    'nb_save(nb_plot(nb_line_y(nb_vec(3, 1, 2))), "lines.svg");',
    "%%writefile written.txt\nhello",
    "%export mine.c",
    "!echo shell",
    "double sq(double x) { return x * x * x; }",
    "many(10)",
    "*(volatile int *)0 = 1;",
    "int after = 3;",
    "%undo",
    "many(10)",
]


class Watched:
    """What strace has seen: files[i] are the calls of one process."""

    def __init__(self, folder, maps, replies):
        self.folder, self.maps, self.replies = folder, maps, replies
        self.calls = {int(path.suffix[1:]): path.read_text().splitlines()
                      for path in folder.glob("trace.*")}
        self.parents = {}
        for pid, calls in self.calls.items():
            for call in calls:
                made = re.match(r"(?:v?fork|clone3?)\(.* = (\d+)$", call)
                if made:
                    self.parents[int(made.group(1))] = pid

    def ours(self):
        """(process, call): those of our programs, of no tool's."""
        for pid, calls in self.calls.items():
            program = self.program_at_start(pid)
            for call in calls:
                run = re.match(r'execve\("([^"]*)".* = 0$', call)
                if run:
                    program = pathlib.Path(run.group(1)).name
                if program.startswith("nabla-"):
                    yield pid, call

    def program_at_start(self, pid):
        while pid in self.parents:
            pid = self.parents[pid]
            runs = [run.group(1) for run in (
                re.match(r'execve\("([^"]*)".* = 0$', call)
                for call in self.calls.get(pid, [])) if run]
            if runs:
                return pathlib.Path(runs[-1]).name
        return ""


def maps_of(kernel):
    """Of each of its processes that is a program of ours, and of itself."""
    found = []
    for pid in {kernel.pid} | fault.processes_below(kernel.pid):
        try:
            name = pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
            text = pathlib.Path(f"/proc/{pid}/maps").read_text()
        except OSError:
            continue  # it has ended meanwhile
        if name.startswith("nabla") and text:  # one that ends has none
            found.append((name, text))
    return found


def make_libraries(folder):
    (folder / "ours.c").write_text("int ours(int x) { return x + 41; }\n")
    (folder / "own.c").write_text("int own(int x) { return x + 40; }\n")
    for command in (["cc", "-shared", "-fPIC", "-o", "libours.so", "ours.c"],
                    ["cc", "-c", "-fPIC", "own.c"],
                    ["ar", "rc", "libown.a", "own.o"]):
        subprocess.run(command, cwd=folder, check=True)


@pytest.fixture(scope="session")
def watched(tmp_path_factory):
    client = fault.wire()
    folder = tmp_path_factory.mktemp("watched")
    make_libraries(folder)
    spec_folder = folder / "kernels" / "nabla-test"
    spec = client.make_kernelspec(spec_folder, NABLA_FAST="always")
    spec["argv"] = ["strace", "-ff", "-qq", "-e", "signal=none", "-e",
                    f"trace={CALLS}", "-o", str(folder / "trace"),
                    *spec["argv"]]
    (spec_folder / "kernel.json").write_text(client.json.dumps(spec))
    kernel = client.Kernel(folder, cwd=str(folder))
    maps, replies = [], []
    try:
        for cell in CELLS:
            replies.append((cell, kernel.run(cell).reply))
            maps += maps_of(kernel)
    finally:
        kernel.stop()
    return Watched(folder, maps, replies)
