"""The wire suite's client, for suites that run the real executor in it."""

import importlib.util
import sys
from pathlib import Path


def wire():
    """tests/wire/conftest.py as a module of another name than this one."""
    if "wire_client" not in sys.modules:
        path = Path(__file__).resolve().parent.parent / "wire" / "conftest.py"
        spec = importlib.util.spec_from_file_location("wire_client", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules["wire_client"] = module
        spec.loader.exec_module(module)
    return sys.modules["wire_client"]
