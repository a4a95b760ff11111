"""The wire suite's client, with the real executor."""

import pathlib
import sys
import time

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from kernels import wire  # noqa: E402
from processes import family  # noqa: E402


def processes_below(pid):
    """The processes of a kernel: all whose ancestor it is."""
    return family(pid) - {pid}


PROCESSES = 7  # the executor and the copies that sleep for %undo


def settled(kernel, most=PROCESSES):
    """The kernel's processes once killed ones are gone."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        below = processes_below(kernel.pid)
        if len(below) <= most:
            return below
        time.sleep(0.02)
    return below


@pytest.fixture
def start(tmp_path):
    """start(**env): a kernel with the real executor."""
    client, running = wire(), []

    def start_kernel(**env):
        client.make_kernelspec(tmp_path / "kernels" / "nabla-test", **env)
        running.append(client.Kernel(tmp_path))
        return running[-1]

    yield start_kernel
    for kernel in running:
        kernel.stop()


kernel = wire().whole_kernel()


@pytest.fixture
def fresh_kernel(start):
    return start()
