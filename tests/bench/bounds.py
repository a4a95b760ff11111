"""The promises of the kernel, held against what was measured."""

from kernels import LINES, TASKS

MOST, LEAST = "at most", "at least"


def bounds(results):
    """(What, its value, MOST or LEAST, the bound), of what was measured."""
    yield from start_bounds(results)
    yield from cell_bounds(results)
    yield from row_bounds(results)
    yield from memory_bounds(results)
    if results.has("lines", "nabla"):
        yield (f"{LINES:,} lines, MB/s", results.median("lines", "nabla"),
               LEAST, 50)
        yield ("lines that arrive",
               min(results.rows["lines that arrived"]["nabla"]), LEAST, LINES)
    yield from live_bounds(results)


def start_bounds(results):
    if not results.has("start", "nabla", "floor"):
        return
    yield ("start, times the floor", results.median("start", "nabla")
           / results.median("start", "floor"), MOST, 2.0)
    yield ("start to a first cell, ms",
           1e3 * results.median("first cell", "nabla"), MOST, 30)


def cell_bounds(results):
    for task in TASKS:
        row = f"{task} @0"
        if not results.has(row, "nabla", "floor"):
            continue
        for stage in sorted(int(key.split("@")[1]) for key in results.rows
                            if key.startswith(f"{task} @")):
            row, after = f"{task} @{stage}", f" after {stage}" if stage else ""
            ours = results.median(row, "nabla")
            yield f"{task}{after}, ms", 1e3 * ours, MOST, 1.0
            yield (f"{task}{after}, 95th percentile, ms",
                   1e3 * results.p95(row, "nabla"), MOST, 2.0)
            yield (f"{task}{after}, times the floor",
                   ours / results.median(row, "floor"), MOST, 3.0)


def row_bounds(results):
    if results.has("in a row", "nabla"):
        yield (f"{TASKS[2]}, right after another one, ms",
               1e3 * results.median("in a row", "nabla"), MOST, 1.0)


def memory_bounds(results):
    for row, what, bound in [("PSS @0", "memory (PSS) idle, MiB", 12),
                             ("PSS @500", "the same after 500 definitions", 15),
                             ("class private", "memory of each of many "
                              "kernels that is its own, MiB", 4)]:
        if results.has(row, "nabla"):
            yield what, results.median(row, "nabla") / 1024, MOST, bound
    if results.has("class", "nabla"):
        yield ("many kernels, until all have answered, s",
               max(results.rows["class"]["nabla"]), MOST, 1.5)


def live_bounds(results):
    if results.has("protected @8", "on", "off"):
        yield ("a copy after every cell, ms more at 8 MB",
               1e3 * (results.median("protected @8", "on")
                      - results.median("protected @8", "off")), MOST, 0.3)
    if results.has("long cell", "on", "off"):
        yield ("a copy after every cell, times a long cell's work",
               results.least("long cell", "on")
               / results.least("long cell", "off"), MOST, 1.05)
    if results.has("plot", "nabla"):
        yield ("line plot of 1,000,000 points, ms",
               1e3 * results.least("plot", "nabla"), MOST, 50)


def bounds_table(results):
    """The table, or "" if nothing has a bound; whether all were held."""
    lines, held = [], True
    for what, value, side, bound in bounds(results):
        good = value <= bound if side == MOST else value >= bound
        held = held and good
        lines.append(f"| {what} | {value:.2f} | {side} {bound:g} | "
                     f"{'held' if good else '**missed**'} |")
    head = ["| bound | is | | |", "|---|---:|---:|---|"]
    return ("\n".join(head + lines) if lines else ""), held
