"""Run the test suites and sum them up: what `./nabla test` does.

Each suite prints one line, a failing one also its last words; the last line
of all is "N passed, N failed". A suite that ran no test counts as failed, and
so does a test that was skipped: what did not run has shown nothing.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
LOGS = BUILD / "log"
TAIL = 60  # lines of a failing suite's log that are shown


class Suite:
    """A name, what it shows, and how to run it; run() gives JUnit files."""

    def __init__(self, name, shows):
        self.name, self.shows = name, shows
        self.log = LOGS / f"test-{name}.log"

    def call(self, command, **environment):
        """Run a command with its output appended to the suite's log."""
        with open(self.log, "a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(map(str, command))}\n")
            log.flush()
            return subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=ROOT, env={**os.environ, "NABLA_BUILD": str(BUILD),
                               **environment}).returncode

    def build(self, folder, options, *targets, **environment):
        """These targets, or all, in a build directory; its exit status."""
        if not (folder / "build.ninja").exists():
            status = self.call(["meson", "setup", folder, ROOT, *options],
                               **environment)
            if status:
                return status
        # A program that the build itself runs may leave memory to the end.
        return self.call(["ninja", "-C", folder, *targets], **environment,
                         ASAN_OPTIONS="detect_leaks=0")


class Pytest(Suite):
    """The tests of one folder, in Python; or of some, one after the other,
    with something in their environment."""

    options = ()

    def __init__(self, name, shows, folders=None, **environment):
        super().__init__(name, shows)
        self.folders, self.environment = folders or [name], environment

    def run(self):
        (BUILD / "tmp").mkdir(exist_ok=True)
        done = [self.run_folder(folder) for folder in self.folders]
        return max(abs(status) for status, _ in done), [r for _, r in done]

    def run_folder(self, folder):
        name = self.name if folder == self.name else f"{self.name}-{folder}"
        report = LOGS / f"test-{name.replace('/', '-')}.xml"
        report.unlink(missing_ok=True)
        status = self.call([
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
            f"--junitxml={report}", f"--rootdir={ROOT}",
            f"--basetemp={BUILD / 'tmp' / self.name}", *self.options,
            ROOT / "tests" / folder], **self.environment)
        return status, report


class Meson(Suite):
    """The C tests of one suite, in a build directory of its own if asked."""

    def __init__(self, name, shows, suite, options=(), environment=None,
                 wrap=None, names=()):
        super().__init__(name, shows)
        self.names = list(names)
        self.suite, self.options = suite, list(options)
        self.wrap = [f"--wrap={wrap}"] if wrap else []
        self.environment = environment or {}
        own = bool(self.options or self.environment)
        self.folder = BUILD / self.name if own else BUILD

    def run(self):
        if self.folder != BUILD:
            status = self.build(self.folder, self.options, **self.environment)
            if status:
                return status, []
        report = self.folder / "meson-logs" / "testlog.junit.xml"
        report.unlink(missing_ok=True)
        suite = ["--suite", self.suite] if self.suite else []
        patience = "20" if self.wrap else "4"
        status = self.call(["meson", "test", "-C", self.folder, *suite,
                            *self.wrap, "--print-errorlogs",
                            "--timeout-multiplier", patience, *self.names],
                           **self.environment)
        return status, [report]


VALGRIND = ("valgrind -q --leak-check=full --errors-for-leak-kinds=definite "
            "--error-exitcode=99")
# Of the unit tests those that neither measure memory nor touch its rights: such
# ones see valgrind's memory, not their own.
PURE = ["map", "vault", "lexer", "decl", "parse", "split", "preprocess", "heat",
        "link", "message", "streams"]
SANITIZERS = ["-Db_sanitize=address,undefined", "-Db_lundef=false"]


class Watched(Pytest):
    """Suites with a kernel that looks at itself: the supervisor under ASan
    and UBSan, the executor, whose memory is a matter of its own, under UBSan.
    """

    folder = BUILD / "watched"
    # How much memory it takes, and what comes within milliseconds, is another
    # thing there.
    options = ["--deselect=tests/wire/test_frames.py::"
               "test_a_kernel_that_does_little_is_small",
               "--deselect=tests/wire/test_execute.py::"
               "test_an_error_stops_cells_that_are_still_on_their_way"]
    # The supervisor is the one that suite `sanitize` builds.
    parts = {"kernel/supervisor": (BUILD / "sanitize", SANITIZERS,
                                   "nabla-kernel"),
             "kernel/session": (folder / "session",
                                ["-Db_sanitize=undefined", "-Db_lundef=false"],
                                "nabla-session")}

    def run(self):
        told = self.folder / "told"
        for part, (folder, options, program) in self.parts.items():
            if self.build(folder, options, f"{part}/{program}", CC="clang"):
                return 1, []
        self.mix()
        told.mkdir()
        words = f"print_stacktrace=1:log_path={told}/words"
        self.environment = {"NABLA_BUILD": str(self.folder / "mixed"),
                            "UBSAN_OPTIONS": words, "ASAN_OPTIONS": words}
        status, reports = super().run()
        finds = [text for text in (one.read_text(errors="replace")
                                   for one in sorted(told.iterdir()))
                 # A cell has damaged what is read to say where it was.
                 if "in guard_on_fault" not in text]
        with open(self.log, "a", encoding="utf-8") as log:
            log.writelines(finds[:3])
        return status or len(finds), reports

    def mix(self):
        """A build directory of which two programs are others."""
        mixed = self.folder / "mixed"
        shutil.rmtree(mixed, ignore_errors=True)
        shutil.rmtree(self.folder / "told", ignore_errors=True)
        (mixed / "kernel").mkdir(parents=True)
        for one in BUILD.iterdir():
            if one.name != "kernel" and one != self.folder:
                (mixed / one.name).symlink_to(one)
        for one in (BUILD / "kernel").iterdir():
            if f"kernel/{one.name}" not in self.parts:
                (mixed / "kernel" / one.name).symlink_to(one)
        for part, (folder, _, _) in self.parts.items():
            (mixed / part).symlink_to(folder / part)


# What cells come to, in words and figures: the same in each mode of the second
# tier. `--tier` runs all suites in one; that takes half an hour for `always`.
EVERYWHERE = ["cells", "gsl", "programs", "diagnostics"]
SUITES = [
    Pytest("lint", "the text of the sources keeps to the rules"),
    Pytest("layers", "includes and libraries point one way"),
    Pytest("coverage", "what ./nabla coverage makes of its figures"),
    Meson("unit", "each source file of the kernel, alone", "unit"),
    Meson("runtime", "libnabla: figures, leaks, a program of its own",
          "runtime"),
    Meson("doc", "the examples of the runtime's manual", "doc"),
    Pytest("reference", "libnabla beside NumPy, SciPy and scikit-learn"),
    Meson("sanitize", "all tests in C under clang, ASan and UBSan", None,
          SANITIZERS, {"CC": "clang"}),
    Watched("watched", "four suites, with a kernel under ASan and UBSan",
            ["cells", "diagnostics", "wire", "fault/test_fault.py"]),
    Pytest("fuzz", "no input breaks a law of a pure part"),
    Pytest("cells", "the language of cells, by example"),
    Pytest("conformance", "C11 feature by feature, beside gcc, in one session"),
    Pytest("gsl", "every header of GSL, beside gcc, in one session"),
    Pytest("programs", "whole programs print what gcc's programs print"),
    Pytest("world", "the reader's own files, libraries, settings, threads"),
    Pytest("diagnostics", "what a reader is told, word for word"),
    Pytest("tiers", "TinyCC's code and the C compiler's do the same"),
    Pytest("tier-always", "what four suites show, in the C compiler's code",
           EVERYWHERE, NABLA_FAST="always"),
    Pytest("tier-off", "what four suites show, in TinyCC's code alone",
           EVERYWHERE, NABLA_FAST="off"),
    Pytest("wire", "the protocol, as clients speak it"),
    Pytest("security", "no way in, no file to plant, no page to write code to"),
    Pytest("random", "random programs and redefinitions, as gcc has them"),
    Pytest("fault", "whatever a cell does, the session goes on"),
    Pytest("soak", "long sessions, and several at once: nothing grows or is "
                   "lost"),
    Pytest("failing", "any one call fails, or something is short: each cell is "
                      "answered"),
    Pytest("bench", "the benchmark runs, and its tables are right"),
    Pytest("install", "what meson install leaves works from there"),
    Pytest("notebooks", "the shipped notebooks, run afresh"),
    Pytest("export", "notebooks as C programs, beside the kernel"),
    Pytest("handouts", "the pages for readers and teachers, and the cards"),
    Pytest("frontends", "papermill, nbgrader, Notebook 7, qtconsole and others"),
    Pytest("client7", "jupyter_client 7, the one of older front ends"),
    Pytest("browser", "JupyterLab in a real browser"),
]

# Only when named, or with --long: they take long, or fetch what nothing else
# needs.
ASKED = [
    Pytest("hub", "JupyterHub, and twenty users who start at once"),
    Pytest("analysis", "clang-tidy, cppcheck and gcc -fanalyzer are silent"),
    Pytest("compilers", "each gcc and clang there is, and a newer TinyCC"),
    Meson("valgrind", "the pure parts leave nothing and read nothing wrong",
          "unit", wrap=VALGRIND, names=PURE),
]


def count(reports):
    """Passed and failed, from JUnit files; a skipped test has failed."""
    passed = failed = 0
    for report in reports:
        if not report.exists():
            continue
        for case in ElementTree.parse(report).iter("testcase"):
            bad = any(case.find(kind) is not None
                      for kind in ("failure", "error", "skipped"))
            passed, failed = passed + (not bad), failed + bad
    return passed, failed


def run_suite(suite):
    suite.log.unlink(missing_ok=True)
    start = time.monotonic()
    status, reports = suite.run()
    passed, failed = count(reports)
    if failed == 0 and (status != 0 or passed == 0):
        failed = 1
    seconds = time.monotonic() - start
    if failed:
        show_tail(suite.log)
    print(f"{suite.name:<12}{passed:>5} passed, {failed} failed"
          f"{seconds:>8.1f} s   {suite.shows}", flush=True)
    return passed, failed


def show_tail(log):
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    print(*lines[-TAIL:], f"(all of it: {log})", sep="\n")


def unlisted():
    """Suites that are in the tree but not in the list; they run, too."""
    folders = {path.parent.name
               for path in (ROOT / "tests").glob("*/test_*.py")}
    text = subprocess.run(["meson", "introspect", BUILD, "--tests"],
                          capture_output=True, text=True, check=True).stdout
    in_c = {name.split(":")[-1]
            for test in json.loads(text) for name in test["suite"]}
    known = {suite.name for suite in SUITES + ASKED}
    known_in_c = {suite.suite for suite in SUITES if isinstance(suite, Meson)}
    return ([Pytest(name, "") for name in sorted(folders - known)]
            + [Meson(name, "", name) for name in sorted(in_c - known_in_c)])


def main():
    suites = SUITES + unlisted() + ASKED
    names = [suite.name for suite in suites]
    parser = argparse.ArgumentParser(
        prog="./nabla test", description="Run the tests.",
        epilog="\n".join(f"  {suite.name:<12}{suite.shows}"
                         for suite in suites),
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE",
                        help="all of them unless named")
    parser.add_argument("--long", action="store_true",
                        help="more than 2,000 random programs instead of 50, "
                             "a minute a fuzzer, each call fails once, a "
                             "session of 20,000 cells, JupyterHub, static "
                             "analysis, each compiler: hours")
    parser.add_argument("--tier", choices=["always", "off", "loops"],
                        help="all that the suites run is the C compiler's "
                             "code, where it can have it; TinyCC's alone; or "
                             "loops change over at once (NABLA_FAST)")
    arguments = parser.parse_args()
    chosen = arguments.suites
    if arguments.tier:
        os.environ["NABLA_FAST"] = arguments.tier
    if arguments.long:
        os.environ["NABLA_LONG"] = "1"
    unknown = [name for name in chosen if name not in names]
    if unknown:
        parser.error(f"no suite named {unknown[0]}; there are: "
                     + ", ".join(names))
    LOGS.mkdir(parents=True, exist_ok=True)
    passed = failed = 0
    for suite in suites:
        by_itself = suite not in ASKED or arguments.long
        if suite.name in chosen or (not chosen and by_itself):
            good, bad = run_suite(suite)
            passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
