"""How the programs are built: what makes a mistake of ours hard to use."""

import re
import subprocess

import pytest
from conftest import BUILD

PROGRAMS = ["kernel/supervisor/nabla-kernel", "kernel/session/nabla-session",
            "kernel/export/nabla-export", "runtime/libnabla.so"]
pytestmark = pytest.mark.parametrize("name", PROGRAMS)


def readelf(name, *options):
    return subprocess.run(["readelf", "-W", *options, BUILD / name], text=True,
                          check=True, capture_output=True).stdout


def test_it_is_loaded_at_a_random_address(name):
    assert re.search(r"Type:\s+DYN", readelf(name, "-h"))
    if not name.endswith(".so"):
        assert re.search(r"FLAGS_1.*\bPIE\b", readelf(name, "-d"))


def test_its_tables_are_read_only_once_it_runs(name):
    assert "GNU_RELRO" in readelf(name, "-l")
    assert re.search(r"\(FLAGS_1\).*\bNOW\b", readelf(name, "-d"))


def test_its_stack_and_data_cannot_be_executed(name):
    segments = readelf(name, "-l")
    stack = re.search(r"GNU_STACK\s.*?\s([RWE ]{3})\s", segments)
    assert stack and "E" not in stack.group(1)
    assert not re.search(r"LOAD\s.*\sRWE\s", segments)
    assert "TEXTREL" not in readelf(name, "-d")


def test_return_addresses_are_guarded(name):
    assert "__stack_chk_fail" in readelf(name, "--dyn-syms")


def test_the_c_library_checks_its_bounds(name):
    assert re.search(r"\b__\w+_chk@", readelf(name, "--dyn-syms"))
