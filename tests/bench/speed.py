"""Measure seven programs beside the same ones built by gcc -O3.

Each is run by gcc's program, by a session that has just been started (from
cold: the cell arrives, is compiled, and runs, by the client's clock), by that
session again once the second tier is in, and by one that has TinyCC's code
only; these by the processor time of the call. All take turns within one
run. Prints a table in Markdown; build/bench/ keeps it, and the
numbers as JSON.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time

import kernels
from results import Results, machine

GCC = ["gcc", "-O3", "-march=native", "-ffp-contract=off", "-w"]
HEAD = "#include <stdio.h>\n#include <stdlib.h>\n#include <math.h>\n"
CLOCK = """#include <time.h>
double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}
"""
TIMED = """double begin = now();
    %s;
    fprintf(stderr, "%%.6f\\n", now() - begin);
"""
MAIN = "int main(void) {\n    " + TIMED + "    return 0;\n}\n"
ARRIVAL_S = 2
IDLE_S = 0.3  # a reader thinks; pages that the copy shares are copied then
MODES = {"second tier": "", "TinyCC": "off"}
WARM, COLD, COLD_MORE_S = 1.1, 1.1, 0.3  # the bounds


class Program:
    """A file of definitions; its last line is RUN(a call that prints)."""

    def __init__(self, path):
        self.name = path.stem
        self.head, self.call = kernels.program_of(path)
        self.binary = kernels.OUT / f"speed-{self.name}"
        source = self.binary.with_suffix(".c")
        source.write_text(HEAD + CLOCK + self.head + MAIN % self.call)
        subprocess.run([*GCC, "-o", self.binary, source, "-lm"], check=True)

    def by_gcc(self):
        """Seconds within main, and what it prints."""
        done = subprocess.run([self.binary], capture_output=True, text=True,
                              check=True)
        return float(done.stderr), done.stdout


def run(kernel, code):
    """Seconds by the client's clock, stdout, stderr."""
    seen = {"stdout": "", "stderr": ""}

    def on_message(header, content):
        if b'"stream"' in header:
            stream = json.loads(content)
            seen[stream["name"]] += stream["text"]

    seconds = kernel.run(code, on_message)
    return seconds, seen["stdout"], seen["stderr"]


def measure_session(program, mode, repeats, results, printed):
    """A new session: the cell with all of it, then its call again."""
    kernel = kernels.start("nabla", NABLA_FAST=MODES[mode])
    try:
        kernel.wait_ready()
        time.sleep(0.2)
        seconds, text, _ = run(kernel, program.head + program.call + ";")
        results.add(f"{program.name}, cold", mode, seconds)
        printed.add(text)
        run(kernel, CLOCK)
        time.sleep(ARRIVAL_S)
        for _ in range(repeats):
            results.add(program.name, "gcc", program.by_gcc()[0])
            time.sleep(IDLE_S)
            _, _, clock = run(kernel, TIMED % program.call)
            results.add(program.name, mode, float(clock))
    finally:
        kernel.stop()


def measure(programs, turns, repeats, results):
    for _ in range(turns):
        for program in programs:
            printed = {program.by_gcc()[1]}
            for mode in MODES:
                measure_session(program, mode, repeats, results, printed)
            if len(printed) > 1:
                raise SystemExit(f"{program.name}: the results differ: "
                                 f"{printed}")


def rows(programs, results):
    """What the bounds are of: the run of each that was disturbed least."""
    for program in programs:
        name = program.name
        gcc = results.least(name, "gcc")
        yield {"program": name, "gcc": gcc,
               "TinyCC": results.least(name, "TinyCC"),
               "warm": results.least(name, "second tier"),
               "cold": statistics.median(
                   results.rows[f"{name}, cold"]["second tier"]),
               "cold bound": COLD_MORE_S + COLD * gcc}


def table(all_rows):
    lines = ["| seconds | gcc -O3 | TinyCC alone | second tier | ratio "
             f"(at most {WARM}) | from cold | at most | |",
             "|---|---:|---:|---:|---:|---:|---:|---|"]
    held = True
    for row in all_rows:
        ratio = row["warm"] / row["gcc"]
        good = ratio <= WARM and row["cold"] <= row["cold bound"]
        held = held and good
        lines.append(
            f"| {row['program']} | {row['gcc']:.3f} | {row['TinyCC']:.3f} | "
            f"{row['warm']:.3f} | {ratio:.2f} | {row['cold']:.3f} | "
            f"{row['cold bound']:.3f} | {'held' if good else '**missed**'} |")
    return "\n".join(lines), held


def main():
    parser = argparse.ArgumentParser(prog="./nabla bench speed",
                                     description=__doc__)
    parser.add_argument("--turns", type=int, default=3,
                        help="new sessions for each program (3)")
    parser.add_argument("--repeat", type=int, default=5,
                        help="times that each session runs it again (5)")
    parser.add_argument("--only", default="", help="programs, by name")
    parser.add_argument("--check", action="store_true",
                        help="exit with 1 if a bound is missed")
    options = parser.parse_args()
    kernels.OUT.mkdir(parents=True, exist_ok=True)
    wanted = options.only.split(",") if options.only else None
    programs = [Program(path) for path in sorted(kernels.PROGRAMS.glob("*.c"))
                if not wanted or path.stem in wanted]
    results = Results()
    measure(programs, options.turns, options.repeat, results)
    all_rows = list(rows(programs, results))
    text, held = table(all_rows)
    text = f"{machine()}\n\n{text}\n"
    print(text, end="")
    (kernels.OUT / "speed.md").write_text(text, encoding="utf-8")
    (kernels.OUT / "speed.json").write_text(
        json.dumps({"machine": machine(), "rows": all_rows,
                    "all": results.rows}, indent=1), encoding="utf-8")
    return 0 if held or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
