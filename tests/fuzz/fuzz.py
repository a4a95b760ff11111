"""Fuzz targets, for as long as you like: `./nabla fuzz TARGET [SECONDS]`.

What a target finds, inputs that reach something new, is kept in
build/fuzz/found/TARGET, so that the next run goes on from there. An input
that breaks a law is left beside it, and its name is the last thing printed.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "fuzz"
BUILD = ROOT / "build" / "fuzz"
FOUND = BUILD / "found"
LAWS = sorted(path.stem.removeprefix("fuzz_")
              for path in HERE.glob("fuzz_*.c"))
# What a failing call of the runtime leaves ends with the program.
LEAKING = {"csv", "formula"}
SEPARATOR = "\f"  # between the cells of one input


class Broken(Exception):
    """A command that failed, with its last words."""


def call(*command, **environment):
    done = subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True,
                          errors="replace", cwd=BUILD.parent,
                          env={**os.environ, **environment})
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
    folder.mkdir(parents=True, exist_ok=True)
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
    if own.is_dir():
        return [own]
    cells = FOUND / "cells"
    if not cells.is_dir():
        write_cells(cells)
    return [HERE / "corpus" / "cells", cells]


def run(name, seconds):
    """What libFuzzer says about itself; Broken with what it says else."""
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    seeds = seeds_of(name)
    words = [f"-dict={HERE / 'c.dict'}"] if len(seeds) > 1 else []
    told = call(BUILD / "tests/fuzz" / f"fuzz_{name}",
                f"-max_total_time={seconds}", "-timeout=10",
                "-rss_limit_mb=3000", f"-artifact_prefix={found}-",
                "-print_final_stats=1", "-detect_leaks=0", *words, found,
                *seeds, UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1",
                ASAN_OPTIONS=f"detect_leaks={int(name not in LEAKING)}")
    count = re.search(r"number_of_executed_units: (\d+)", told)
    edges = re.findall(r"cov: (\d+)", told)
    return int(count[1]), int(edges[-1]) if edges else 0


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
            count, edges = run(name, arguments.seconds)
            print(f"{name:<12}{count:>10} inputs {edges:>7} edges "
                  f"{arguments.seconds:>6} s", flush=True)
        except Broken as broken:
            print(f"{name}: {broken}", flush=True)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
