"""What `meson install` leaves under a prefix is whole and works from there.

The build is a release build of its own, so this also shows that one compiles
without a warning. Nothing of the checkout's build may be needed by it.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"
PREFIX = ROOT / "build" / "prefix"
KERNELS = PREFIX / "share/jupyter/kernels"

PROGRAM = r"""
#include <nabla.h>
int main(void) {
    gsl_matrix *A = nb_mat((4, 1), (1, 3));
    gsl_vector *x = nb_solve(A, nb_vec(1, 2));
    printf("%.6f\n", gsl_vector_get(x, 1));
    return 0;
}
"""


def run(*command, **environment):
    """The output of a command; a failure shows what it said."""
    done = subprocess.run(command, text=True, capture_output=True,
                          env={**os.environ, **environment})
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def prefix():
    if not (BUILD / "build.ninja").exists():
        run("meson", "setup", BUILD, ROOT, "--buildtype=release",
            f"--prefix={PREFIX}", "--libdir=lib")
    run("ninja", "-C", BUILD)
    shutil.rmtree(PREFIX, ignore_errors=True)
    run("meson", "install", "-C", BUILD, "--no-rebuild", "--quiet")
    return PREFIX


@pytest.mark.parametrize("name", [
    "bin/nabla-kernel", "libexec/nabla/nabla-session",
    "libexec/nabla/nabla-export", "lib/libnabla.so",
    "include/nabla.h", "lib/pkgconfig/nabla.pc",
    "share/jupyter/kernels/nabla/kernel.json",
    "share/jupyter/kernels/nabla/logo-32x32.png",
    "share/jupyter/kernels/nabla/logo-64x64.png",
    "share/jupyter/kernels/nabla/logo-svg.svg",
    *[f"share/jupyter/nbconvert/templates/nabla/{name}" for name in (
        "conf.json", "index.html.j2", "page.css", "page.js", "katex.css",
        "katex.js")]])
def test_everything_is_there(prefix, name):
    assert (prefix / name).is_file()


def test_tests_are_not_installed(prefix):
    names = [path.name for path in prefix.rglob("*")]
    assert not [name for name in names if name.startswith(("test_", "floor"))]


def test_the_kernelspec_says_what_clients_ask(prefix):
    spec = json.loads((KERNELS / "nabla" / "kernel.json").read_text())
    assert spec["argv"] == [str(prefix / "bin" / "nabla-kernel"),
                            "{connection_file}"]
    assert spec["language"] == "c"
    assert spec["interrupt_mode"] == "message"
    assert spec["kernel_protocol_version"] == "5.5.0"


@pytest.mark.parametrize("name", ["bin/nabla-kernel", "lib/libnabla.so",
                                  "libexec/nabla/nabla-session"])
def test_no_program_looks_into_the_build(prefix, name):
    text = run("readelf", "-d", prefix / name)
    assert str(BUILD) not in text and str(ROOT / "runtime") not in text


def test_the_kernel_runs_from_there(prefix):
    manager = KernelManager(
        kernel_name="nabla",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(KERNELS)],
                                              ensure_native_kernel=False))
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith("NABLA_")}
    manager.start_kernel(env=clean)
    client = manager.client()
    client.start_channels()
    shown = []
    try:
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive(
            "nb_norm(nb_vec(3, 4)) + 37", timeout=60, allow_stdin=False,
            output_hook=lambda message: shown.append(message["content"]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert reply["content"]["status"] == "ok", reply["content"]
    assert {"text/plain": "42"} in [content.get("data") for content in shown]


def test_a_program_of_ones_own_links_the_library(prefix, tmp_path):
    source = tmp_path / "own.c"
    source.write_text(PROGRAM)
    where = {"PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")}
    # pkg-config quotes for the shell, and byte by byte.
    run("sh", "-c", 'eval "cc -Wall \"$1\" -o \"$2\" '
        '$(pkg-config --cflags --libs nabla)"', "sh", source,
        tmp_path / "own", **where)
    answer = run(tmp_path / "own", LD_LIBRARY_PATH=str(prefix / "lib"))
    assert re.fullmatch(r"0\.636364\n", answer)


SCRIPT = """
import importlib.metadata, sys
site, book = sys.argv[1:]
sys.path.insert(0, site)
[entry] = [entry for found in importlib.metadata.distributions(path=[site])
           for entry in found.entry_points]
assert (entry.group, entry.name) == ("nbconvert.exporters.script", "c")
exporter = entry.load()
assert sys.modules[exporter.__module__].__file__.startswith(site)
print(exporter().from_filename(book)[0])
"""


def test_nbconvert_finds_what_writes_programs(prefix, tmp_path):
    """As it does among the packages of the Python that it runs in."""
    [module] = prefix.rglob("nabla_export.py")
    book = tmp_path / "book.ipynb"
    book.write_text(json.dumps({
        "cells": [{"cell_type": "code", "id": "a", "metadata": {},
                   "execution_count": None, "outputs": [],
                   "source": 'puts("written");'}],
        "metadata": {"language_info": {"name": "c"}},
        "nbformat": 4, "nbformat_minor": 5}))
    text = run(sys.executable, "-c", SCRIPT, module.parent, book,
               JUPYTER_PATH=str(prefix / "share/jupyter"))
    assert "int main(void)" in text and 'puts("written");' in text
