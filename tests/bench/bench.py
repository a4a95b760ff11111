"""Measure the kernel against one that does nothing and against ipykernel.

All kernels take turns within one run, so what else the machine does falls on
all alike. Prints a table in Markdown; build/bench/ keeps it, and the numbers
as JSON.
"""

import argparse
import contextlib
import itertools
import json
import os
import pathlib
import platform
import statistics
import sys
import time

from client import Kernel
from jupyter_client.kernelspec import KernelSpecManager

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "bench"
LINES = 200_000
STAGES = [0, 10, 100, 500]
LIVE = [8, 128, 1024]  # MB of live data, protected and not
WORKED = 100  # MB that a long cell writes all over
PROTECTED = {"on": str(16 * 1024), "off": "0"}  # NABLA_CHECKPOINT_MB

C_FUNCTION = """double f{n}(double x) {{
    double sum = 0;
    for (int i = 1; i <= 5; i++) {{
        double term = x / i;
        if (i % 2)
            sum += term;
        else
            sum -= term;
    }}
    return sum;
}}
f{n}(2.385);"""
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
TASKS = ["empty cell", "new variable", "new function, called", "printed line"]
CELLS = {
    "floor": dict(zip(TASKS, ["", "v{n}", "f{n}", "!print line {n}\n"]),
                  lines=f"!lines {LINES}"),
    "nabla": dict(
        zip(TASKS, ["", "int v{n} = {n};", C_FUNCTION,
                    'printf("line %d\\n", {n});']),
        lines=f"for (int i = 0; i < {LINES}; i++) "
              'printf("line %06d the quick brown fox\\n", i);'),
    "python3": dict(
        zip(TASKS, ["", "v{n} = {n}", PYTHON_FUNCTION,
                    'print("line", {n})']),
        lines=f"for i in range({LINES}): "
              'print(f"line {i:06d} the quick brown fox")'),
}
TITLES = {"python3": "ipykernel"}


def start(name, **env):
    """A kernel as its kernelspec tells to start it."""
    if name == "floor":
        program = str(ROOT / "build/tests/bench/floor_kernel")
        return Kernel(name, [program, "{connection_file}"], {}, OUT)
    spec = KernelSpecManager().get_kernel_spec(name)
    program, *arguments = spec.argv
    program = sys.executable if program == "python" else program
    return Kernel(name, [program, *arguments], {**spec.env, **env}, OUT)


@contextlib.contextmanager
def running(names):
    """A fresh kernel of each kind, stopped in any case."""
    with contextlib.ExitStack() as stack:
        kernels = []
        for name in names:
            kernel = start(name)
            stack.callback(kernel.stop)
            kernels.append(kernel)
        for kernel in kernels:
            kernel.wait_ready()
        yield kernels


class Results:
    """Lists of seconds (or other numbers) by row and kernel."""

    def __init__(self):
        self.rows = {}

    def add(self, row, name, value):
        self.rows.setdefault(row, {}).setdefault(name, []).append(value)

    def median(self, row, name):
        return statistics.median(self.rows[row][name])

    def least(self, row, name):
        """The run that was disturbed least."""
        return min(self.rows[row][name])

    def p95(self, row, name):
        values = sorted(self.rows[row][name])
        return values[min(len(values) - 1, int(0.95 * len(values)))]


def measure_start(names, repeats, results):
    for _ in range(repeats):
        for name in names:
            kernel = start(name)
            try:
                results.add("start", name, kernel.first_reply())
                results.add("first cell", name, kernel.first_cell())
            finally:
                kernel.stop()


def define(kernels, count, serial):
    """Fill sessions with functions, each called once."""
    for _ in range(count):
        n = next(serial)
        for kernel in kernels:
            kernel.run(CELLS[kernel.name][TASKS[2]].format(n=n))


def measure_cells(names, repeats, results):
    """Times of each task, in sessions that hold some definitions already.

    All sessions are there at once and take turns, so that the times of small
    and of large ones can be compared."""
    serial = itertools.count(1)
    with contextlib.ExitStack() as stack:
        sessions = {stage: stack.enter_context(running(names))
                    for stage in STAGES}
        for stage, kernels in sessions.items():
            define(kernels, stage, serial)
        for turn in range(-3, repeats):
            for task in TASKS:
                n = next(serial)
                for stage, kernels in sessions.items():
                    for kernel in kernels:
                        code = CELLS[kernel.name][task].format(n=n)
                        seconds = kernel.run(code)
                        if turn >= 0:
                            row = f"{task} @{stage}"
                            results.add(row, kernel.name, seconds)


def measure_memory(names, results):
    """One session of each kernel at a time: PSS divides what is shared."""
    for stage in STAGES:
        with running(names) as kernels:
            define(kernels, stage, itertools.count(1))
            time.sleep(0.5)
            for kernel in kernels:
                results.add(f"PSS @{stage}", kernel.name, kernel.pss_kib())


def measure_lines(names, results):
    for name in names:
        with running([name]) as [kernel]:
            counts = {"lines": 0, "messages": 0}

            def on_message(header, content):
                if b'"stream"' in header:
                    counts["messages"] += 1
                    text = json.loads(content)["text"]
                    counts["lines"] += text.count("\n")

            seconds = kernel.run(CELLS[name]["lines"], on_message)
            results.add("lines", name, LINES / seconds)
            results.add("line messages", name, counts["messages"])
            results.add("lines that arrived", name, counts["lines"])


@contextlib.contextmanager
def protected_and_not():
    """Two sessions: the one keeps a copy of itself after every cell."""
    with contextlib.ExitStack() as stack:
        kernels = {}
        for name, most in PROTECTED.items():
            kernels[name] = start("nabla", NABLA_CHECKPOINT_MB=most)
            stack.callback(kernels[name].stop)
        for kernel in kernels.values():
            kernel.wait_ready()
        yield kernels


def measure_protection(repeats, results):
    """A small cell, one right after the other, with live data of some size."""
    for size in LIVE:
        with protected_and_not() as kernels:
            for kernel in kernels.values():
                kernel.run(f"char *live = malloc({size} << 20); int x = 0;"
                           f"memset(live, 1, {size} << 20);")
            for turn in range(-3, repeats):
                for name, kernel in kernels.items():
                    seconds = kernel.run("x++;")
                    if turn >= 0:
                        results.add(f"protected @{size}", name, seconds)


SWEEPS = """clock_t begin = clock();
for (int i = 0; i < {sweeps}; i++)
    for (size_t k = 0; k < n; k++) d[k] = d[k] * 0.999 + 1;
printf("cpu %.6f\\n", (double)(clock() - begin) / CLOCKS_PER_SEC);"""


def worked(kernel, sweeps):
    """Processor time of the cell: what else the machine does is no matter."""
    seen = []

    def on_message(header, content):
        if b'"stream"' in header:
            seen.append(json.loads(content)["text"])

    kernel.run(SWEEPS.format(sweeps=sweeps), on_message)
    return float("".join(seen).split()[1])


def measure_long_cell(repeats, results):
    """A cell that works a second on memory that its copy shares."""
    with protected_and_not() as kernels:
        for kernel in kernels.values():
            kernel.run(f"size_t n = {WORKED} << 17; double *d = malloc(8 * n);"
                       "for (size_t i = 0; i < n; i++) d[i] = i;")
        sweeps = max(1, round(4 / worked(kernels["off"], 4)))
        for turn in range(-1, repeats):
            for name, kernel in kernels.items():
                seconds = worked(kernel, sweeps)
                if turn >= 0:
                    results.add("long cell", name, seconds)


def measure_figure(repeats, results):
    """A line through a million points: from the cell to both its faces."""
    with running(["nabla"]) as [kernel]:
        kernel.run("gsl_vector *x = nb_linspace(0, 100, 1000000), "
                   "*y = nb_randn(1000000);")
        for turn in range(-2, repeats):
            seconds = kernel.run("nb_plot(nb_line(x, y))")
            if turn >= 0:
                results.add("figure", "nabla", seconds)


# ---- what is printed ----

def times_row(results, row, title, names):
    cells = [f"{1e3 * results.median(row, name):.2f} / "
             f"{1e3 * results.p95(row, name):.2f}" for name in names]
    return [title, *cells]


def rows_of(results, names):
    yield times_row(results, "start", "start to kernel_info_reply, ms", names)
    yield times_row(results, "first cell", "start to a first cell's reply, ms",
                    names)
    for task in TASKS:
        for stage in STAGES:
            after = f", after {stage} definitions" if stage else ""
            yield times_row(results, f"{task} @{stage}",
                            f"{task}{after}, ms", names)
    for row, title in [("lines", "lines printed in a second"),
                       ("lines that arrived", f"of {LINES} lines arrived"),
                       ("line messages", "in messages")]:
        yield [title, *(f"{results.median(row, name):.0f}" for name in names)]
    for stage in STAGES:
        row = f"PSS @{stage}"
        cells = [f"{results.median(row, name) / 1024:.1f}" for name in names]
        yield [f"PSS after {stage} definitions, MiB", *cells]


def table(results, names):
    head = ["median / p95", *(TITLES.get(name, name) for name in names)]
    lines = ["| " + " | ".join(head) + " |",
             "|---|" + "---:|" * len(names)]
    lines += ["| " + " | ".join(row) + " |" for row in rows_of(results, names)]
    return "\n".join(lines)


def protection_table(results):
    lines = ["| a copy after every cell | yes | no |", "|---|---:|---:|"]
    for size in LIVE:
        row = times_row(results, f"protected @{size}",
                        f"small cell, {size} MB of live data, ms", PROTECTED)
        lines.append("| " + " | ".join(row) + " |")
    row = times_row(results, "long cell", f"cell that writes all of {WORKED} "
                    "MB for a second, ms of processor time", PROTECTED)
    lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def figure_table(results):
    lines = ["| figures | median / p95 |", "|---|---:|"]
    row = times_row(results, "figure",
                    "line plot of 1,000,000 points, picture and text, ms",
                    ["nabla"])
    lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def bounds(results):
    """The promises of the kernel: (what, value, bound)."""
    yield ("a copy after every cell, ms more at 8 MB",
           1e3 * (results.median("protected @8", "on")
                  - results.median("protected @8", "off")), 0.3)
    yield ("a copy after every cell, times a long cell's work",
           results.least("long cell", "on")
           / results.least("long cell", "off"), 1.05)
    yield ("line plot of 1,000,000 points, ms",
           1e3 * results.least("figure", "nabla"), 50)
    start = results.median("start", "nabla") / results.median("start", "floor")
    yield "start, times the floor", start, 3.0
    for task in TASKS:
        ours = results.median(f"{task} @0", "nabla")
        yield f"{task}, ms", 1e3 * ours, 1.0
        yield (f"{task}, times the floor",
               ours / results.median(f"{task} @0", "floor"), 4.0)
        yield (f"{task}, growth from 10 to 500 definitions",
               results.median(f"{task} @500", "nabla")
               / results.median(f"{task} @10", "nabla"), 1.2)
    yield ("PSS after 500 definitions, MiB",
           results.median("PSS @500", "nabla") / 1024, 15.0)


def bounds_table(results):
    lines = ["| bound | is | at most | |", "|---|---:|---:|---|"]
    held = True
    for what, value, bound in bounds(results):
        held = held and value <= bound
        word = "held" if value <= bound else "**missed**"
        lines.append(f"| {what} | {value:.2f} | {bound:g} | {word} |")
    return "\n".join(lines), held


def machine():
    cpu = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
                break
    return (f"{os.cpu_count()} cores of {cpu}, Linux "
            f"{platform.release().split('-')[0]}, Python "
            f"{platform.python_version()}")


def main():
    parser = argparse.ArgumentParser(prog="./nabla bench", description=__doc__)
    parser.add_argument("--kernels", default="floor,nabla,python3",
                        help="which, by name (floor,nabla,python3)")
    parser.add_argument("--repeat", type=int, default=50,
                        help="times that each cell is measured (50)")
    parser.add_argument("--starts", type=int, default=10,
                        help="times that each kernel is started (10)")
    parser.add_argument("--check", action="store_true",
                        help="exit with 1 if a bound is missed")
    options = parser.parse_args()
    names = options.kernels.split(",")
    unknown = [name for name in names if name not in CELLS]
    if unknown:
        parser.error(f"no kernel '{unknown[0]}'; there are {', '.join(CELLS)}")

    OUT.mkdir(parents=True, exist_ok=True)
    results = Results()
    measure_start(names, options.starts, results)
    measure_cells(names, options.repeat, results)
    measure_memory(names, results)
    measure_lines(names, results)
    if "nabla" in names:
        measure_protection(options.repeat, results)
        measure_long_cell(max(3, options.repeat // 10), results)
        measure_figure(max(5, options.repeat // 3), results)

    text, held = f"{machine()}\n\n{table(results, names)}\n", True
    if "nabla" in names:
        text += f"\n{protection_table(results)}\n"
        text += f"\n{figure_table(results)}\n"
    if {"floor", "nabla"} <= set(names):
        verdicts, held = bounds_table(results)
        text += f"\n{verdicts}\n"
    print(text, end="")
    (OUT / "results.md").write_text(text, encoding="utf-8")
    (OUT / "results.json").write_text(
        json.dumps({"machine": machine(), "rows": results.rows}, indent=1),
        encoding="utf-8")
    return 0 if held or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
