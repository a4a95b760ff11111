"""Each fuzzer for a short while: enough to show that it still builds, that
its laws hold on the seeds and what is near them. For longer, see meson.build.
"""

import json
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
SECONDS = int(os.environ.get("NABLA_FUZZ_SECONDS", "15"))
PREFIXES = int(os.environ.get("NABLA_PREFIXES", "5000"))
SLOWEST_MS = 50  # of the processor's time, so that others do not count
TARGETS = sorted(path.stem for path in (ROOT / "tests/fuzz").glob("fuzz_*.c"))


def run(*command, **environment):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, errors="replace",
                          env={**os.environ, **environment})
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.fixture(scope="module")
def build():
    if not (BUILD / "build.ninja").exists():
        run("meson", "setup", BUILD, ROOT, "-Db_lundef=false",
            "-Db_sanitize=address,undefined",
            "-Dc_args=-fsanitize=fuzzer-no-link", CC="clang")
    return BUILD


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """The cells of tests/cells, one a file."""
    folder = tmp_path_factory.mktemp("seeds")
    cells = []
    for file in (ROOT / "tests" / "cells").glob("*.cells"):
        text = file.read_text(encoding="utf-8")
        cells += re.split(r"^>>> .*\n", text, flags=re.M)
    for number, cell in enumerate(cells):
        code = re.sub(r"^(->|\.\.|!!).*\n", "", cell, flags=re.M)
        (folder / f"cell-{number}").write_text(code, encoding="utf-8")
    return folder


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_breaks_a_law(build, seeds, tmp_path, target):
    # A program that the build itself runs may leave memory to the end.
    run("meson", "compile", "-C", build, target,
        ASAN_OPTIONS="detect_leaks=0")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    run(build / "tests/fuzz" / target, f"-max_total_time={SECONDS}", "-timeout=10",
        "-rss_limit_mb=3000", f"-artifact_prefix={build}/", "-verbosity=0",
        corpus, seeds,
        UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")


def test_the_lessons_are_completed_at_any_place(tmp_path):
    """Random beginnings of the lessons' cells, some with a piece missing."""
    files = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        file = tmp_path / path.stem
        file.write_text("\f".join("".join(c["source"]) for c in cells
                                  if c["cell_type"] == "code"),
                        encoding="utf-8")
        files.append(file)
    build = pathlib.Path(os.environ["NABLA_BUILD"])
    done = subprocess.run(
        [build / "tests/support/prefixes", str(PREFIXES), *files], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
    assert done.returncode == 0, done.stdout[-4000:]
    told = re.match(r"asked (\d+), answered (\d+), explained (\d+), "
                    r"misjudged 0, mean [\d.]+ ms, slowest ([\d.]+) ms", done.stdout)
    asked, answered, explained, slowest = told.groups()
    assert int(asked) >= 2 * 0.95 * PREFIXES
    assert int(explained) > 0.3 * PREFIXES
    assert int(answered) > 0.3 * PREFIXES
    assert float(slowest) < SLOWEST_MS, done.stdout
