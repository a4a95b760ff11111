"""Each fuzzer for a short while: enough to show that it still builds, that
its laws hold on the seeds and what is near them. For longer, see meson.build.
"""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
SECONDS = int(os.environ.get("NABLA_FUZZ_SECONDS", "15"))
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
    run("meson", "compile", "-C", build, target)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    run(build / "tests/fuzz" / target, f"-max_total_time={SECONDS}", "-timeout=10",
        "-rss_limit_mb=3000", f"-artifact_prefix={build}/", "-verbosity=0",
        corpus, seeds,
        UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")
