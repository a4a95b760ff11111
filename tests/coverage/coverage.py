"""Which branches of the kernel the tests take: `./nabla coverage [SUITE]...`.

A build of its own counts them. The counters lie in files that all processes
share (clang's continuous mode), so what forks, is killed or ends by _exit()
counts as well: the executor does little else. Without suites named, those run
that drive the kernel; the unit tests and the fuzzers' corpora always do.
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
SUITES = ["cells", "diagnostics", "wire", "fault", "tiers", "failing"]
FOLDERS = ["cell", "graph", "code", "wire", "link"]  # 90 % or the reason
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


def measure():
    """Branches taken and all that there are, for each source file."""
    raw = sorted(COUNTERS.glob("*.profraw"))
    subprocess.run(["llvm-profdata", "merge", "-sparse", "-o", DATA, *raw],
                   check=True)
    first, *others = programs()
    objects = [first, *(f"-object={path}" for path in others)]
    told = subprocess.run(
        ["llvm-cov", "export", "-summary-only", f"-instr-profile={DATA}",
         *objects], capture_output=True, check=True).stdout
    shown = ["llvm-cov", "show", "-format=html", f"-output-dir={PAGES}",
             "-show-branches=count", f"-instr-profile={DATA}", *objects]
    subprocess.run([*shown, *(ROOT / "kernel" / name for name in FOLDERS)],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rows = {}
    for file in json.loads(told)["data"][0]["files"]:
        path = pathlib.Path(os.path.normpath(BUILD / file["filename"]))
        if path.is_relative_to(ROOT / "kernel"):
            branches = file["summary"]["branches"]
            rows[path.relative_to(ROOT / "kernel")] = (branches["covered"],
                                                       branches["count"])
    return rows


def show(rows):
    folders = collections.defaultdict(list)
    for path, branches in sorted(rows.items()):
        if branches[1]:
            folders[path.parts[0]].append((path, *branches))
    for folder in sorted(folders, key=lambda f: (f not in FOLDERS, f)):
        taken, all_of_them = (sum(row[i] for row in folders[folder])
                              for i in (1, 2))
        print(f"{folder + '/':<28}{taken:>6} of {all_of_them:>6} branches"
              f"{100 * taken / all_of_them:>7.1f} %")
        for path, taken, all_of_them in folders[folder]:
            print(f"    {str(path):<24}{taken:>6} of {all_of_them:>6}"
                  f"{100 * taken / all_of_them:>16.1f} %")


def main():
    parser = argparse.ArgumentParser(prog="./nabla coverage",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("suites", nargs="*", metavar="SUITE",
                        help="what runs beside the unit tests: "
                             + " ".join(SUITES))
    parser.add_argument("--again", action="store_true",
                        help="only the table, of what was counted last")
    arguments = parser.parse_args()
    failed = []
    if not arguments.again:
        build()
        failed = run(arguments.suites or SUITES)
    show(measure())
    print(f"line by line: {PAGES / 'index.html'}")
    for name in failed:
        print(f"some tests failed: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
