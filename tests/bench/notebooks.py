"""Measure how long the notebooks take, from the start of a kernel to the last
output, with the second compiler tier and without it.

Both take turns, and the least time of each counts. Prints a table in
Markdown and keeps it in build/bench/.
"""

import argparse
import os
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernelspec" / "run"))
from run import execute, read  # noqa: E402

OUT = ROOT / "build" / "bench"
FOLDER = ROOT / "notebooks"
MOST_S = 20  # for a notebook, on two cores
MODES = {"second tier": "", "TinyCC": "off"}


def seconds(path, mode):
    os.environ["NABLA_FAST"] = MODES[mode]
    notebook = read(path)
    begin = time.perf_counter()
    execute(notebook, FOLDER)
    return time.perf_counter() - begin


def measure(path, turns):
    times = {mode: [] for mode in MODES}
    for _ in range(turns):
        for mode in MODES:
            times[mode].append(seconds(path, mode))
    return {mode: min(values) for mode, values in times.items()}


def main():
    parser = argparse.ArgumentParser(prog="./nabla bench notebooks",
                                     description=__doc__)
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--only", help="notebooks, by the start of the name")
    parser.add_argument("--check", action="store_true",
                        help=f"exit with 1 if one takes more than {MOST_S} s")
    options = parser.parse_args()
    lines = ["| notebook | " + ", s | ".join(MODES) + ", s | |",
             "|---|---:|---:|---|"]
    held = True
    for path in sorted(FOLDER.glob("*.ipynb")):
        if options.only and not path.name.startswith(options.only):
            continue
        times = measure(path, options.turns)
        good = times["second tier"] <= MOST_S
        held = held and good
        lines.append(f"| {path.stem} | {times['second tier']:.1f} "
                     f"| {times['TinyCC']:.1f} "
                     f"| at most {MOST_S}: {'held' if good else '**missed**'} |")
        print(lines[-1], flush=True)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "notebooks.md").write_text("\n".join(lines) + "\n",
                                      encoding="utf-8")
    return 0 if held or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
