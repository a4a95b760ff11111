"""The script sees which packages are there, also where their names have
changed since Debian 12."""

import os
import pathlib
import re
import subprocess

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "nabla"

# What `dpkg-query -W -f '${Package} ${db:Status-Status}|'` says.
DPKG_QUERY = """#!/bin/sh
printf 'gcc installed|libzmq3-dev config-files|libglib2.0-0t64 installed|'
printf 'gcc-doc not-installed|'
"""


@pytest.fixture
def missing(tmp_path):
    program = tmp_path / "dpkg-query"
    program.write_text(DPKG_QUERY)
    program.chmod(0o755)
    text = SCRIPT.read_text(encoding="utf-8")
    function = re.search(r"^missing_packages\(\) \{.*?^\}", text, re.M | re.S)

    def ask(*packages):
        done = subprocess.run(
            ["sh", "-euc", function[0] + '\nmissing_packages "$@"', "sh",
             *packages], capture_output=True, text=True, check=True,
            env={"PATH": f"{tmp_path}:{os.environ['PATH']}"})
        return done.stdout.split()

    return ask


def test_what_is_not_installed_is_missing(missing):
    assert missing("gcc", "libzmq3-dev", "gcc-doc", "meson") == [
        "libzmq3-dev", "gcc-doc", "meson"]


def test_a_library_may_have_got_its_64_bit_times(missing):
    """Ubuntu 24.04 and Debian 13 call them libglib2.0-0t64 and the like."""
    assert missing("libglib2.0-0") == []
    assert missing("libglib2.0-0", "gcc", "meson") == ["meson"]
