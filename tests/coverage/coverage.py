"""Which branches of the kernel the tests take: `./nabla coverage [SUITE]...`.

A build of its own counts them. The counters lie in files that all processes
share (clang's continuous mode), so what forks, is killed or ends by _exit()
counts as well: the executor does little else. Without suites named, those run
that drive the kernel; the unit tests and the fuzzers' corpora always do.

A branch counts where it is typed, each way of it once: what a macro hides is
none of its users', so an assert() counts nowhere. Of each file of FOLDERS the
tests take BOUND per cent, or reasons.list says why not; a reason that is not
needed any more is an error as well.
"""

import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "coverage"
COUNTERS = BUILD / "counters"
DATA = BUILD / "counters.data"
PAGES = BUILD / "pages"
COUNTED = BUILD / "counted"  # the suites that were, a line each
REASONS = ROOT / "tests/coverage/reasons.list"
SUITES = ["cells", "diagnostics", "world", "conformance", "programs", "wire",
          "fault", "tiers", "failing"]
FOLDERS = ["cell", "graph", "code", "wire", "link"]
BOUND = 90
OPTIONS = ["-Db_lundef=false",
           "-Dc_args=-fprofile-instr-generate -fcoverage-mapping "
           "-mllvm -runtime-counter-relocation "
           f"-fprofile-list={ROOT / 'tests/coverage/counted.list'}",
           "-Dc_link_args=-fprofile-instr-generate"]
# %m: a file for each program; %c: written to as it runs.
ENVIRONMENT = {**os.environ, "NABLA_BUILD": str(BUILD),
               "LLVM_PROFILE_FILE": str(COUNTERS / "%m%c.profraw")}


def call(*command, **environment):
    """False if the command failed: what its tests took counts all the same."""
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL,
                          env={**ENVIRONMENT, **environment}).returncode == 0


def build():
    if not (BUILD / "build.ninja").exists():
        call("meson", "setup", BUILD, ROOT, *OPTIONS,
             CC="clang") or sys.exit(1)
    call("ninja", "-C", BUILD) or sys.exit(1)


def run(suites):
    """The names of what failed."""
    shutil.rmtree(COUNTERS, ignore_errors=True)
    COUNTERS.mkdir()
    COUNTED.write_text("\n".join(suites))
    failed = [] if call("meson", "test", "-C", BUILD, "--suite", "unit",
                        "--timeout-multiplier", "8") else ["unit"]
    return failed + [suite for suite in suites if not call(
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
        ROOT / "tests" / suite)]


def programs():
    """All that were built and have counters."""
    places = ["kernel/supervisor/nabla-kernel", "kernel/session/nabla-session",
              "tests/unit/test_*", "tests/unit/code/test_*",
              "tests/fuzz/replay_*"]
    return [path for place in places for path in sorted(BUILD.glob(place))
            if path.is_file() and os.access(path, os.X_OK)]


def branches_of(file):
    """{place: times that each way was taken} of one file's own text."""
    ways = {}
    for *place, yes, no, _, _, _ in file["branches"]:
        taken = ways.setdefault(tuple(place), [0, 0])
        taken[0] += yes
        taken[1] += no
    return ways


def measure():
    """The branches of each source file."""
    raw = sorted(COUNTERS.glob("*.profraw"))
    subprocess.run(["llvm-profdata", "merge", "-sparse", "-o", DATA, *raw],
                   check=True)
    first, *others = programs()
    objects = [first, *(f"-object={path}" for path in others)]
    told = subprocess.run(
        ["llvm-cov", "export", "-skip-expansions", f"-instr-profile={DATA}",
         *objects], capture_output=True, check=True).stdout
    shown = ["llvm-cov", "show", "-format=html", f"-output-dir={PAGES}",
             "-show-branches=count", f"-instr-profile={DATA}", *objects]
    subprocess.run([*shown, *(ROOT / "kernel" / name for name in FOLDERS)],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rows = {}
    for file in json.loads(told)["data"][0]["files"]:
        path = pathlib.Path(os.path.normpath(BUILD / file["filename"]))
        ways = branches_of(file)
        if path.is_relative_to(ROOT / "kernel") and ways:
            rows[path.relative_to(ROOT / "kernel")] = ways
    return rows


def taken_of(ways):
    """Ways taken, and all that there are."""
    return (sum(count > 0 for both in ways.values() for count in both),
            2 * len(ways))


def read_reasons():
    lines = REASONS.read_text().splitlines()
    pairs = (line.split(None, 1) for line in lines
             if line and not line.startswith("#"))
    return {pathlib.Path(path): why for path, why in pairs}


def show(rows, reasons):
    folders = collections.defaultdict(list)
    for path, ways in sorted(rows.items()):
        folders[path.parts[0]].append((path, *taken_of(ways)))
    for folder in sorted(folders, key=lambda f: (f not in FOLDERS, f)):
        taken, all_of_them = (sum(row[i] for row in folders[folder])
                              for i in (1, 2))
        print(f"{folder + '/':<28}{taken:>6} of {all_of_them:>6} branches"
              f"{100 * taken / all_of_them:>7.1f} %")
        for path, taken, all_of_them in folders[folder]:
            why = f"   {reasons[path]}" if path in reasons else ""
            print(f"    {str(path):<24}{taken:>6} of {all_of_them:>6}"
                  f"{100 * taken / all_of_them:>16.1f} %{why}")


def judge(rows, reasons):
    """What is wrong with the figures, or with the reasons, a line each."""
    wrong = [f"{path}: there is no such file, or it has no branch"
             for path in sorted(set(reasons) - set(rows))]
    for path, ways in sorted(rows.items()):
        taken, all_of_them = taken_of(ways)
        is_enough = 100 * taken >= BOUND * all_of_them
        if path.parts[0] not in FOLDERS or is_enough != (path in reasons):
            continue
        wrong.append(f"{path}: {BOUND} % are taken, so its reason can go"
                     if is_enough else
                     f"{path}: less than {BOUND} % are taken, and "
                     f"{REASONS.name} has no reason")
    return wrong


def show_missed(path, ways):
    """The branches of one file that go one way only, or none."""
    lines = (ROOT / "kernel" / path).read_text().splitlines()
    for (line, column, last, end), (yes, no) in sorted(ways.items()):
        if yes and no:
            continue
        text = lines[line - 1]
        what = (text[column - 1:end - 1] if last == line
                else text[column - 1:] + " ...")
        missed = "never asked" if not yes and not no else (
            "never true" if not yes else "never false")
        print(f"{path}:{line}: {missed}: {what}")


def main():
    parser = argparse.ArgumentParser(prog="./nabla coverage",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("suites", nargs="*", metavar="SUITE",
                        help="what runs beside the unit tests: "
                             + " ".join(SUITES))
    parser.add_argument("--again", action="store_true",
                        help="only the table, of what was counted last")
    parser.add_argument("--missed", metavar="FILE", type=pathlib.Path,
                        help="only what is not taken in this file, such as "
                             "cell/lexer.c, of what was counted last")
    arguments = parser.parse_args()
    if arguments.missed:
        show_missed(arguments.missed, measure()[arguments.missed])
        return 0
    failed = []
    if not arguments.again:
        build()
        failed = run(arguments.suites or SUITES)
    rows, reasons = measure(), read_reasons()
    show(rows, reasons)
    print(f"line by line: {PAGES / 'index.html'}")
    counted_all = set(SUITES) <= set(COUNTED.read_text().splitlines())
    wrong = judge(rows, reasons) if counted_all else []
    wrong += [f"some tests failed: {name}" for name in failed]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
