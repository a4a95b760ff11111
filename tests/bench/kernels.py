"""The kernels that are measured: how each is started, and the same cells in
the language of each.

nabla and what it is always measured against, floor_kernel.c and ipykernel,
are there after a build. The others are used where they are installed;
get_others() installs them into build/others. gonb is none of them: it could
not be installed.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from client import Kernel
from repl import Repl

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NABLA_BUILD", ROOT / "build"))
OUT = BUILD / "bench"
OTHERS = BUILD / "others"
PROGRAMS = pathlib.Path(__file__).resolve().parent / "speed"
TASKS = ["empty cell", "new variable", "new function, called", "printed line"]
LINES = 200_000
LINE_BYTES = len("line 000000 the quick brown fox\n")

C_FUNCTION = """double f{n}(double x) {
    double sum = 0;
    for (int i = 1; i <= 5; i++) {
        double term = x / i;
        if (i % 2)
            sum += term;
        else
            sum -= term;
    }
    return sum;
}
"""
PYTHON_FUNCTION = """def f{n}(x):
    total = 0.0
    for i in range(1, 6):
        term = x / i
        if i % 2:
            total += term
        else:
            total -= term
    return total

f{n}(2.385);"""
PYTHON_MANDELBROT = """def mandelbrot(w, h, most):
    inside = 0
    for y in range(h):
        for x in range(w):
            cr, ci, r, i, n = 3.0 * x / w - 2, 2.0 * y / h - 1, 0.0, 0.0, 0
            while n < most and r * r + i * i < 4:
                r, i = r * r - i * i + cr, 2 * r * i + ci
                n += 1
            inside += n == most
    return inside
"""
RUST_FUNCTION = """fn f{n}(x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..=5 {
        let term = x / i as f64;
        if i % 2 == 1 { sum += term; } else { sum -= term; }
    }
    sum
}
f{n}(2.385);"""
RUST_MANDELBROT = """fn mandelbrot(w: i32, h: i32, most: i32) -> i32 {
    let mut inside = 0;
    for y in 0..h {
        for x in 0..w {
            let cr = 3.0 * x as f64 / w as f64 - 2.0;
            let ci = 2.0 * y as f64 / h as f64 - 1.0;
            let (mut r, mut i, mut n) = (0.0, 0.0, 0);
            while n < most && r * r + i * i < 4.0 {
                let t = r * r - i * i + cr;
                i = 2.0 * r * i + ci;
                r = t;
                n += 1;
            }
            if n == most { inside += 1; }
        }
    }
    inside
}
"""


def program_of(path):
    """A file of tests/bench/speed: definitions, and a call that prints."""
    text = path.read_text(encoding="utf-8")
    return re.fullmatch(r"(.*)RUN\((.*)\)\s*", text, re.DOTALL).groups()


MANDELBROT, CALL = program_of(PROGRAMS / "mandelbrot.c")
CALL += ";"
C_PRINT = 'printf("line %d\\n", {n});'
C_LINES = (f"for (int i = 0; i < {LINES}; i++) "
           'printf("line %06d the quick brown fox\\n", i);')


def whole(statements, definitions=""):
    """For a kernel whose cells are programs."""
    return (f"#include <stdio.h>\n{definitions}"
            f"int main(void) {{\n{statements}\nreturn 0;\n}}\n")


def cells(empty, variable, function, line, lines, hot="", call=""):
    """`call` runs Mandelbrot's set again, once `hot` and it have run."""
    return {**dict(zip(TASKS, [empty, variable, function, line])),
            "lines": lines, "hot": f"{hot}{call}", "hot again": call}


class Kind:
    """A kernel to measure. turns: its share of the turns, if it is slow;
    find gives a command or None; get: what to type to have it."""

    loses_output = False

    def __init__(self, name, title, find, its_cells, get="", turns=1,
                 make=Kernel, **env):
        self.name, self.title, self.find = name, title, find
        self.cells, self.get, self.turns = its_cells, get, turns
        self.make, self.env = make, env

    def start(self, **env):
        OUT.mkdir(parents=True, exist_ok=True)
        return self.make(self.name, self.find(), {**self.env, **env}, OUT)

    def cell(self, task, n=0):
        return self.cells[task].replace("{n}", str(n))


def built(path):
    return lambda: [str(BUILD / path), "{connection_file}"]


def find_ipykernel():
    return [sys.executable, "-m", "ipykernel_launcher", "-f",
            "{connection_file}"]


def find_clang_repl():
    names = ["clang-repl", *(f"clang-repl-{n}" for n in range(22, 13, -1))]
    found = next(filter(None, map(shutil.which, names)), None)
    return found and [found]


def find_evcxr():
    mine = OTHERS / "bin" / "evcxr_jupyter"
    found = mine if mine.exists() else shutil.which("evcxr_jupyter")
    return found and [str(found), "--control_file", "{connection_file}"]


def find_c_kernel():
    if not (OTHERS / "python" / "jupyter_c_kernel").exists():
        return None
    return [sys.executable, "-m", "jupyter_c_kernel", "-f",
            "{connection_file}"]


ALL = [
    Kind("floor", "floor", built("tests/bench/floor_kernel"), cells(
        "", "v{n}", "f{n}", "!print line {n}\n", f"!lines {LINES}")),
    Kind("nabla", "nabla", built("kernel/supervisor/nabla-kernel"), cells(
        "", "int v{n} = {n};", C_FUNCTION + "f{n}(2.385);", C_PRINT, C_LINES,
        MANDELBROT, CALL),
        NABLA_SESSION=str(BUILD / "kernel/session/nabla-session")),
    Kind("python3", "ipykernel", find_ipykernel, cells(
        "", "v{n} = {n}", PYTHON_FUNCTION, 'print("line", {n})',
        f"for i in range({LINES}): "
        'print(f"line {i:06d} the quick brown fox")',
        PYTHON_MANDELBROT, "print(mandelbrot(512, 512, 200))")),
    Kind("clang-repl", "clang-repl", find_clang_repl, cells(
        "", "int v{n} = {n};", C_FUNCTION + "f{n}(2.385);", C_PRINT, C_LINES,
        MANDELBROT, CALL),
        "apt-get install clang-tools-16", make=Repl),
    Kind("c-kernel", "gcc for each cell", find_c_kernel, cells(
        whole(""), whole("int v{n} = {n}; (void)v{n};"),
        whole("f{n}(2.385);", C_FUNCTION), whole(C_PRINT), whole(C_LINES),
        MANDELBROT, CALL),
        "pip install jupyter-c-kernel", turns=0.2,
        PYTHONPATH=str(OTHERS / "python")),
    Kind("evcxr", "evcxr", find_evcxr, cells(
        "", "let v{n} = {n};", RUST_FUNCTION, 'println!("line {}", {n});',
        f"for i in 0..{LINES} "
        '{ println!("line {:06} the quick brown fox", i); }',
        RUST_MANDELBROT, 'println!("{}", mandelbrot(512, 512, 200));'),
        "cargo install --locked evcxr_jupyter", turns=0.1),
]
BY_NAME = {kind.name: kind for kind in ALL}
# Each of its cells is a program of its own. It looks for output when the
# program has ended, at times before its own thread has read that.
BY_NAME["c-kernel"].loses_output = True
BY_NAME["c-kernel"].cells["hot"] = whole(CALL, MANDELBROT)
BY_NAME["c-kernel"].cells["hot again"] = whole(CALL, MANDELBROT)


def get_others():
    """Install what is missing of the others; nothing outside of build/."""
    commands = {
        "c-kernel": [sys.executable, "-m", "pip", "install", "-q", "--no-deps",
                "--disable-pip-version-check", "--target",
                str(OTHERS / "python"), "jupyter-c-kernel"],
        "evcxr": ["cargo", "install", "--locked", "--root", str(OTHERS),
                  "evcxr_jupyter"],
    }
    for name, command in commands.items():
        if BY_NAME[name].find():
            continue
        print(f"installing {BY_NAME[name].title}: {' '.join(command)}",
              file=sys.stderr)
        if not shutil.which(command[0]):
            print(f"there is no {command[0]}", file=sys.stderr)
        elif subprocess.run(command).returncode:
            print("it could not be installed", file=sys.stderr)


def start(name, **env):
    return BY_NAME[name].start(**env)
