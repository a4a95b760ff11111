"""The wire suite's client, with the real executor."""

import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent


def wire():
    """tests/wire/conftest.py as a module of another name than this one."""
    import importlib.util
    if "wire_client" not in sys.modules:
        path = HERE.parent / "wire" / "conftest.py"
        spec = importlib.util.spec_from_file_location("wire_client", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules["wire_client"] = module
        spec.loader.exec_module(module)
    return sys.modules["wire_client"]


def start(folder):
    client = wire()
    client.make_kernelspec(folder / "kernels" / "nabla-test")
    return client.Kernel(folder)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    kernel = start(tmp_path_factory.mktemp("fault"))
    yield kernel
    kernel.stop()


@pytest.fixture
def fresh_kernel(tmp_path):
    kernel = start(tmp_path)
    yield kernel
    kernel.stop()
