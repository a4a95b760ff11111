"""A folder whose kernel Jupyter's programs find, and how to start them."""

import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from kernels import wire  # noqa: E402

TOOLS = pathlib.Path(sys.executable).parent
# Front ends that do not go well with the reader's JupyterLab in one
# environment: `./nabla test` makes another one.
OTHERS = pathlib.Path(sys.prefix) / "frontends" / "bin"


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """A folder whose kernels Jupyter's programs find."""
    folder = tmp_path_factory.mktemp("jupyter")
    wire().make_kernelspec(folder / "kernels" / "nabla")
    return folder


def other(name):
    """A program of the second environment."""
    if not (OTHERS / name).exists():
        pytest.fail(f"{OTHERS / name} is missing: ./nabla test frontends")
    return OTHERS / name


def environment(place, **more):
    return {**os.environ, "JUPYTER_PATH": str(place),
            "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
            "JUPYTER_DATA_DIR": str(place / "data"),
            "JUPYTER_CONFIG_DIR": str(place / "config"),
            "IPYTHONDIR": str(place / "ipython"),
            "PATH": f"{TOOLS}:{OTHERS}:{os.environ['PATH']}", **more}


def run(place, *command, cwd=None, text=None, fails=False, **more):
    """What one of Jupyter's programs prints; more: of its environment."""
    done = subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=cwd or place, input=text,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=120, env=environment(place, **more))
    assert (done.returncode != 0) == fails, done.stdout[-4000:]
    return done.stdout
