"""jupyter_client 7, with which notebooks of before 2023 speak, and its
nbclient. They need other versions than all else here, so `./nabla test` makes
an environment for them: .venv/client7."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from kernels import wire  # noqa: E402

PYTHON = pathlib.Path(sys.prefix) / "client7" / "bin" / "python"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What talk.py has heard from the kernel."""
    if not PYTHON.exists():
        pytest.fail(f"{PYTHON} is missing: ./nabla test client7")
    folder = tmp_path_factory.mktemp("client7")
    wire().make_kernelspec(folder / "kernels" / "nabla")
    done = subprocess.run(
        [PYTHON, HERE / "talk.py"], capture_output=True, text=True,
        timeout=120, cwd=folder,
        env={**os.environ, "JUPYTER_PATH": str(folder),
             "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
             "JUPYTER_DATA_DIR": str(folder / "data")})
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_it_is_that_client(told):
    assert told["version"].startswith("7.")


EXPECTED = {
    "cell": ["ok", 1, "hello\n42"],
    "error": "error",
    "input": ["ok", 3, "42"],
    "matches": ["gsl_vector_alloc_from_block"],
    "found": True,
    "is_complete": "incomplete",
    "history": 3,
    "beats": True,
    "interrupted": "KeyboardInterrupt",
    "kept": "5",
    "restarted": ["ok", 1, "2"],
    "is_alive": False,
    "notebook": [["1.5"], ["Aborted"], ["3"]],
}


@pytest.mark.parametrize("part", EXPECTED)
def test_the_dialogue(told, part):
    assert told[part] == EXPECTED[part]
