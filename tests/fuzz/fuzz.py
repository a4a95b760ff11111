"""Fuzz targets, for as long as you like: `./nabla fuzz TARGET [SECONDS]`.

What a target finds, inputs that reach something new, is kept in
build/fuzz/found/TARGET, so that the next run goes on from there. An input
that breaks a law is left beside it, and its name is the last thing printed.

The test suite calls repeat(), which makes the same inputs each time: a test
says something about the change that is tested, not about the day's luck.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import typing

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "fuzz"
BUILD = ROOT / "build" / "fuzz"
FOUND = BUILD / "found"
CELLS = BUILD / "cells"  # what write_cells() leaves
LAWS = sorted(path.stem.removeprefix("fuzz_")
              for path in HERE.glob("fuzz_*.c"))
# What a failing call of the runtime leaves ends with the program.
LEAKING = {"csv", "formula"}
SEPARATOR = "\f"  # between the cells of one input

# What repeat() runs of each target: as many as take some twelve seconds of a
# processor's time, and all seeds of those that read cells.
RUNS = {
    "complain": 3_000,
    "complete": 3_500,  # a minute: its seeds alone are 3,000
    "csv": 160_000,
    "debug": 170_000,
    "decl": 5_000,
    "emit": 190_000,
    "explain": 2_500,
    "export": 8_000,
    "format": 45_000,
    "formula": 440_000,
    "frames": 350_000,
    "inlines": 400_000,
    "lexer": 45_000,
    "lines": 900_000,
    "link": 80_000,
    "locals": 600_000,
    "messages": 290_000,
    "object": 100_000,
    "preprocess": 48_000,
    "split": 5_500,
    "svg": 350_000,
    "unit": 4_000,  # half a minute
    "whole": 75_000,
    "words": 600_000,
}
LONGEST = 900  # seconds, on a machine that has much else to do
# Where code and data lie decides what libFuzzer tries next, so all lies where
# it lay before, if the machine allows to ask for that.
STILL = ["setarch", "-R"]
if subprocess.run([*STILL, "true"], stderr=subprocess.DEVNULL).returncode:
    STILL = []


class Broken(Exception):
    """A command that failed, with its last words."""


class Run(typing.NamedTuple):
    inputs: int
    edges: int
    features: int


def call(*command, timeout=None, **environment):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True,
                              errors="replace", cwd=BUILD.parent,
                              timeout=timeout,
                              env={**os.environ, **environment})
    except subprocess.TimeoutExpired as late:
        raise Broken(f"not done after {timeout} s") from late
    if done.returncode:
        raise Broken(done.stdout[-6000:])
    return done.stdout


def build(*targets):
    """A build of its own, with what libFuzzer and the sanitizers look at."""
    if not (BUILD / "build.ninja").exists():
        call("meson", "setup", BUILD, ROOT, "-Db_lundef=false",
             "-Db_sanitize=address,undefined",
             "-Dc_args=-fsanitize=fuzzer-no-link", CC="clang")
    # A program that the build itself runs may leave memory to the end.
    call("ninja", "-C", BUILD, *(f"tests/fuzz/fuzz_{name}"
                                 for name in targets or LAWS),
         ASAN_OPTIONS="detect_leaks=0")


def cells_of_tests():
    """The cells of tests/cells; those of a session one after the other."""
    for file in sorted((ROOT / "tests" / "cells").glob("*.cells")):
        text = file.read_text(encoding="utf-8")
        yield [re.sub(r"^(->|\.\.|!!).*\n", "", cell, flags=re.M)
               for cell in re.split(r"^>>> .*\n", text, flags=re.M)]


def cells_of_diagnostics():
    """The cells of tests/diagnostics, what is amiss with most of them."""
    for file in sorted((ROOT / "tests" / "diagnostics").glob("*.diag")):
        text = file.read_text(encoding="utf-8")
        yield re.findall(r"^>>>\n(.*?)^<<<", text, flags=re.M | re.S)


def cells_of_notebooks():
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        yield ["".join(cell["source"]) for cell in cells
               if cell["cell_type"] == "code"]


def write_cells(folder):
    """Each cell alone, and each behind the three before it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    number = 0
    for cells in [*cells_of_tests(), *cells_of_diagnostics(),
                  *cells_of_notebooks()]:
        for i in range(len(cells)):
            for text in cells[i], SEPARATOR.join(cells[max(0, i - 3):i + 1]):
                (folder / f"{number}").write_text(text, encoding="utf-8")
                number += 1


def seeds_of(name):
    """The folders that a target begins with."""
    own = HERE / "corpus" / name
    if not own.is_dir() and not CELLS.is_dir():
        write_cells(CELLS)
    return [own] if own.is_dir() else [HERE / "corpus" / "cells", CELLS]


def start(name, *options, timeout=None):
    """What libFuzzer says about itself; Broken with what it says else."""
    FOUND.mkdir(parents=True, exist_ok=True)
    reads_cells = CELLS in seeds_of(name)
    words = [f"-dict={HERE / 'c.dict'}"] if reads_cells else []
    told = call(*STILL, BUILD / "tests/fuzz" / f"fuzz_{name}",
                "-timeout=10", "-rss_limit_mb=3000",
                f"-artifact_prefix={FOUND / name}-", "-print_final_stats=1",
                "-detect_leaks=0", *words, *options, timeout=timeout,
                UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1",
                ASAN_OPTIONS=f"detect_leaks={int(name not in LEAKING)}")
    count = re.search(r"number_of_executed_units: (\d+)", told)
    seen = re.findall(r"cov: (\d+) ft: (\d+)", told) or [(0, 0)]
    return Run(int(count[1]), *map(int, seen[-1]))


def run(name, seconds):
    """Go on from what was found before, by chance, for so long."""
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    return start(name, f"-max_total_time={seconds}", found, *seeds_of(name))


def repeat(name, times=1):
    """The same inputs each time: those of the tree and what a generator with
    a fixed start makes of them. Each seed is named, as the order in which a
    folder is read is the file system's; and nothing that was found counts."""
    listed = BUILD / f"seeds-{name}"
    listed.write_text(",".join(
        str(path) for folder in seeds_of(name) if folder.is_dir()
        for path in sorted(folder.iterdir())))
    return start(name, "-seed=1", f"-runs={times * RUNS[name]}", "-reload=0",
                 f"-seed_inputs=@{listed}", timeout=times * LONGEST)


def main():
    parser = argparse.ArgumentParser(
        prog="./nabla fuzz", description="Look for inputs that break a law.",
        epilog="targets: " + " ".join(LAWS))
    parser.add_argument("target", choices=LAWS + ["all"], metavar="TARGET",
                        help="a target, or all of them one after the other")
    parser.add_argument("seconds", nargs="?", type=int, default=60)
    arguments = parser.parse_args()
    chosen = LAWS if arguments.target == "all" else [arguments.target]
    status = 0
    try:
        build(*chosen)
    except Broken as broken:
        sys.exit(str(broken))
    for name in chosen:
        try:
            seen = run(name, arguments.seconds)
            print(f"{name:<12}{seen.inputs:>10} inputs {seen.edges:>7} edges "
                  f"{arguments.seconds:>6} s", flush=True)
        except Broken as broken:
            print(f"{name}: {broken}", flush=True)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
