"""Measure the kernel against one that does nothing, ipykernel, and whatever
of clang-repl, evcxr and a kernel that calls gcc for each cell is installed.

All kernels take turns within one run, so what else the machine does falls on
all alike. Prints a table in Markdown; build/bench/ keeps it, and the numbers
as JSON.
"""

import argparse
import contextlib
import itertools
import json
import pathlib
import subprocess
import sys
import time

import kernels
import live
import readme
from bounds import bounds_table
from client import Silent, wait_for_compilers
from jupyter_client import BlockingKernelClient
from kernels import BY_NAME, LINE_BYTES, LINES, OUT, TASKS
from results import Results, Row, as_json, machine, table

CORE = ["floor", "nabla", "python3"]  # always there, and measured most
STAGES = [0, 10, 100, 500, 5000]
COMPILERS = {"gcc": ["gcc", "-O3", "-march=native", "-ffp-contract=off"],
             "tcc": ["tcc"]}  # of programs, to compare loops with
PROGRAM_TITLES = {"gcc": "gcc -O3", "tcc": "tcc"}
REST_S = 0.003  # what a kernel does after its reply is not the next one's time


@contextlib.contextmanager
def running(names):
    """A fresh kernel of each kind, stopped in any case."""
    with contextlib.ExitStack() as stack:
        found = []
        for name in names:
            kernel = kernels.start(name)
            stack.callback(kernel.stop)
            found.append(kernel)
        for kernel in found:
            kernel.wait_ready()
        yield found


def turns_of(name, turns):
    """A slow kernel takes part in some of them only, spread over all."""
    every = max(1, round(1 / BY_NAME[name].turns))
    return range(0, turns, every)


def check(name):
    """Its cells print what they should: the rest only counts time."""
    kind = BY_NAME[name]
    with running([name]) as [kernel]:
        tries = [kernel.printed(kind.cell(TASKS[3], 7))[1]
                 for _ in range(5 if kind.loses_output else 1)]
    if not any("line 7\n" in text for text in tries):
        raise Silent(f"it printed {tries}")


def that_work(names):
    """The others may be of any version: what does not work is left out."""
    found = []
    for name in names:
        try:
            check(name)
            found.append(name)
        except (Silent, RuntimeError, OSError) as error:
            if name in CORE:
                raise
            print(f"{BY_NAME[name].title} is left out: {error}",
                  file=sys.stderr)
    return found


def measure_start(names, turns, results):
    for turn in range(turns):
        for name in names:
            if turn not in turns_of(name, turns):
                continue
            kernel = kernels.start(name)
            try:
                seconds = kernel.first_reply()
                if seconds:
                    results.add("start", name, seconds)
                results.add("first cell", name, kernel.first_cell())
            finally:
                kernel.stop()


def define(found, count, serial):
    """Fill sessions with functions, each called once."""
    for _ in range(count):
        n = next(serial)
        for kernel in found:
            kernel.run(BY_NAME[kernel.name].cell(TASKS[2], n))


def wait_for_all(found):
    for kernel in found:
        wait_for_compilers(kernel.process.pid)


def measure_cells(names, turns, stages, results):
    """Times of each task, in sessions that hold some definitions already.

    All sessions are there at once and take turns, so that the times of small
    and of large ones can be compared."""
    serial = itertools.count(1)
    with contextlib.ExitStack() as stack:
        sessions = {stage: stack.enter_context(running(
            [name for name in names if stage == 0 or name in CORE]))
            for stage in stages}
        for stage, found in sessions.items():
            define(found, stage, serial)
        for found in sessions.values():
            wait_for_all(found)
        for turn in range(-3, turns):
            for task in TASKS:
                measure_task(task, sessions, next(serial), turn, turns,
                             results)
            if 0 in sessions:
                measure_row(sessions[0], serial, turn, turns, results)


def measure_task(task, sessions, n, turn, turns, results):
    for stage, found in sessions.items():
        for kernel in found:
            if turn >= 0 and turn not in turns_of(kernel.name, turns):
                continue
            seconds = kernel.run(BY_NAME[kernel.name].cell(task, n))
            if turn >= 0:
                results.add(f"{task} @{stage}", kernel.name, seconds)
            time.sleep(REST_S)


def measure_row(found, serial, turn, turns, results):
    """A cell that comes as soon as the one before is over, as in "Run All":
    what its kernel still does for that one is part of its time."""
    for kernel in found:
        if turn not in turns_of(kernel.name, turns):
            continue
        cells = [BY_NAME[kernel.name].cell(TASKS[2], next(serial))
                 for _ in range(2)]
        kernel.run(cells[0])
        results.add("in a row", kernel.name, kernel.run(cells[1]))
        time.sleep(REST_S)


def measure_memory(names, stages, results):
    """One session of each kernel at a time: PSS divides what is shared."""
    for stage in stages:
        with running([name for name in names if stage == 0 or name in CORE]
                     ) as found:
            define(found, stage, itertools.count(1))
            time.sleep(0.5)
            wait_for_all(found)
            for kernel in found:
                results.add(f"PSS @{stage}", kernel.name,
                            kernel.memory_kib("Pss"))


def measure_class(count, results):
    """Many kernels on one machine, as for a class: all are asked at once."""
    for name in ["floor", "nabla"]:
        begin = time.perf_counter()
        with contextlib.ExitStack() as stack:
            found = []
            for _ in range(count):
                found.append(kernels.start(name))
                stack.callback(found[-1].stop)
            ask_all(found, BY_NAME[name].cell(TASKS[1]))
            results.add("class start", name, time.perf_counter() - begin)
            for n in range(1, 4):
                time.sleep(1)
                results.add("class", name,
                            ask_all(found, BY_NAME[name].cell(TASKS[2], n)))
            time.sleep(1)
            for kernel in found:
                wait_for_compilers(kernel.process.pid, 60 / count)
                for row, kinds in [
                        ("class private", ["Private_Clean", "Private_Dirty"]),
                        ("class PSS", ["Pss"])]:
                    results.add(row, name, kernel.memory_kib(*kinds))


def ask_all(found, code):
    """Seconds until the last has answered."""
    begin = time.perf_counter()
    asked = [(kernel, kernel.send_cell(code)) for kernel in found]
    for kernel, msg_id in asked:
        kernel.reply(kernel.shell, msg_id)
    return time.perf_counter() - begin


def measure_lines(names, results):
    for name in names:
        with running([name]) as [kernel]:
            code = BY_NAME[name].cell("lines")
            if isinstance(kernel, kernels.Kernel):
                seconds, texts = read_by_jupyter(kernel, code)
            else:
                seconds, text = kernel.printed(code)
                texts = [text]
            count = sum(text.count("\n") for text in texts)
            results.add("lines", name, count * LINE_BYTES / seconds / 1e6)
            results.add("line messages", name, len(texts))
            results.add("lines that arrived", name, count)


def read_by_jupyter(kernel, code):
    """Seconds, and the texts of the messages, by the client that front ends
    use."""
    client = BlockingKernelClient(connection_file=str(kernel.file))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        texts = []
        begin = time.perf_counter()
        msg_id = client.execute(code)
        while True:
            message = client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "stream":
                texts.append(message["content"]["text"])
            if message["content"].get("execution_state") == "idle":
                return time.perf_counter() - begin, texts
    finally:
        client.stop_channels()


def programs():
    """The set of Mandelbrot as programs, by the compilers that are here."""
    source = OUT / "mandelbrot.c"
    source.write_text(kernels.whole(kernels.CALL, kernels.MANDELBROT))
    for name, command in COMPILERS.items():
        binary = OUT / f"mandelbrot-{name}"
        subprocess.run([*command, "-o", binary, source], check=True)
        yield name, binary


def measure_hot(names, turns, results):
    """A loop that takes a while: as a program, in a new session, and again
    there, when what a kernel does in the background is done."""
    built = list(programs())
    printed = {}
    for turn in range(turns):
        for name in names:
            if turn not in turns_of(name, turns) or name == "floor":
                continue
            with running([name]) as [kernel]:
                for row in ["hot", "hot again"]:
                    seconds, text = kernel.printed(BY_NAME[name].cell(row))
                    if text or not BY_NAME[name].loses_output:
                        printed[text] = name
                    results.add(row, name, seconds)
                    wait_for_compilers(kernel.process.pid, 5)
        for name, binary in built:
            begin = time.perf_counter()
            done = subprocess.run([binary], capture_output=True, text=True)
            results.add("hot again", name, time.perf_counter() - begin)
            printed[done.stdout] = name
    if len(printed) != 1:
        raise SystemExit(f"Mandelbrot's set: the results differ: {printed}")


def rows_of(stages, count):
    yield Row("start", "start to kernel_info_reply, ms", 1e3, is_time=True)
    yield Row("first cell", "start to a first cell's reply, ms", 1e3,
              is_time=True)
    for task in TASKS:
        for stage in stages:
            after = f", after {stage} definitions" if stage else ""
            yield Row(f"{task} @{stage}", f"{task}{after}, ms", 1e3,
                      is_time=True)
    yield Row("in a row", f"{TASKS[2]}, right after another one, ms", 1e3,
              is_time=True)
    yield Row("hot", "Mandelbrot's set, first run, ms", 1e3, digits=0)
    yield Row("hot again", "the same again, ms", 1e3, digits=0)
    yield Row("lines", f"{LINES:,} lines printed, MB/s", digits=1)
    yield Row("lines that arrived", "of which arrived", digits=0)
    yield Row("line messages", "in messages", digits=0)
    for stage in stages:
        after = f"after {stage} definitions" if stage else "idle"
        yield Row(f"PSS @{stage}", f"memory (PSS) {after}, MiB", 1 / 1024,
                  digits=1)
    yield Row("class start", f"{count} kernels: until all have run a cell, s")
    yield Row("class", f"{count} asked at once: until all have answered, s",
              digits=3)
    yield Row("class private", "memory of each that is its own, MiB", 1 / 1024,
              digits=1)
    yield Row("class PSS", "memory (PSS) of each, MiB", 1 / 1024, digits=1)


PARTS = ["start", "cells", "memory", "lines", "hot", "class", "protection",
         "plot"]


def measure(names, options, results):
    few = max(1, options.turns // 5)
    has_nabla = "nabla" in names
    tasks = {
        "start": lambda: measure_start(names, few, results),
        "cells": lambda: measure_cells(names, options.turns,
                                       options.definitions, results),
        "memory": lambda: measure_memory(
            names, [n for n in options.definitions if n in (0, 500)], results),
        "lines": lambda: measure_lines(names, results),
        "hot": lambda: measure_hot(names, max(1, few // 2), results),
        "class": lambda: measure_class(options.count, results),
        "protection": lambda: live.measure_protection(options.turns, results),
        "plot": lambda: live.measure_plot(max(1, options.turns // 3),
                                          results),
    }
    for part in options.only:
        if has_nabla or part not in ("class", "protection", "plot"):
            print(f"measuring: {part}", file=sys.stderr, flush=True)
            tasks[part]()


def absent_text(absent):
    return "".join(f"\nnot measured, as it is not installed: {kind.title} "
                   f"({kind.get})" for kind in absent) + (
        "\n(`./nabla bench --others` installs them into build/others)\n"
        if absent else "")


def chosen(parser, wanted):
    """Names of kernels that are there, and the kinds that are not."""
    names = wanted.split(",") if wanted else list(BY_NAME)
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        parser.error(f"no kernel '{unknown[0]}'; there are "
                     + ", ".join(BY_NAME))
    there = [name for name in names if BY_NAME[name].find()]
    return there, [BY_NAME[name] for name in names if name not in there]


def numbers(text):
    return [int(part) for part in text.split(",")]


def parse():
    parser = argparse.ArgumentParser(prog="./nabla bench", description=__doc__)
    parser.add_argument("--kernels", default="", help="which, by name: "
                        + ",".join(BY_NAME) + " (all that are installed)")
    parser.add_argument("--others", action="store_true",
                        help="install the others into build/others first; "
                        "this may take some minutes")
    parser.add_argument("--turns", type=int, default=50,
                        help="times that each cell is measured (50)")
    parser.add_argument("--definitions", type=numbers, default=STAGES,
                        help="that sessions hold when cells are measured "
                        f"({','.join(map(str, STAGES))})")
    parser.add_argument("--class", dest="count", type=int, default=50,
                        help="kernels that run at once (50)")
    parser.add_argument("--only", type=lambda text: text.split(","),
                        default=PARTS, help="parts: " + ",".join(PARTS))
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE",
                        help="write the numbers there, too")
    parser.add_argument("--figure", action="store_true",
                        help="draw the main numbers for the README and write "
                        "its table anew")
    parser.add_argument("--check", action="store_true",
                        help="exit with 1 if a bound is missed")
    options = parser.parse_args()
    unknown = [part for part in options.only if part not in PARTS]
    if unknown:
        parser.error(f"no part '{unknown[0]}'; there are {', '.join(PARTS)}")
    if options.others:
        kernels.get_others()
    return options, *chosen(parser, options.kernels)


def columns_of(names, results):
    """The kernels, and the programs if any ran, with their titles."""
    titles = {name: BY_NAME[name].title for name in names}
    if results.has("hot again", "gcc"):
        titles.update(PROGRAM_TITLES)
    return list(titles), list(titles.values())


def write_json(rows, results, columns, titles, absent, files):
    text = json.dumps({
        "machine": machine(), "titles": dict(zip(columns, titles)),
        "absent": {kind.title: kind.get for kind in absent},
        "rows": as_json([*rows, *live.ROWS, live.PLOT], results,
                        [*columns, *live.PROTECTED]),
        "all": results.rows}, indent=1) + "\n"
    for file in files:
        file.write_text(text, encoding="utf-8")


def main():
    options, names, absent = parse()
    results = Results()
    names = that_work(names)
    measure(names, options, results)
    columns, titles = columns_of(names, results)
    rows = list(rows_of(options.definitions, options.count))
    verdicts, held = bounds_table(results)
    text = "\n\n".join(filter(None, [
        machine(), table(rows, results, columns, titles),
        *live.tables(results), verdicts])) + "\n" + absent_text(absent)
    print(text, end="")
    (OUT / "results.md").write_text(text, encoding="utf-8")
    write_json(rows, results, columns, titles, absent,
               filter(None, [OUT / "results.json", options.json]))
    if options.figure:
        readme.update(rows, results, columns, titles, options.count)
    return 0 if held or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
