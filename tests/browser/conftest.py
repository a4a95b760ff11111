"""What the browser tests share: one JupyterLab, one Chromium."""

import os
import pathlib
import shutil
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernelspec/handouts"))
sys.path.insert(0, str(ROOT / "tests/support"))
from devtools import Browser  # noqa: E402
from server import Server  # noqa: E402

WORK = ROOT / "build" / "browser"
SETTINGS = WORK / "settings"


class Lab(Server):
    """JupyterLab as the reader starts it, but on copies of the notebooks."""

    def __init__(self):
        folder = WORK / "notebooks"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ROOT / "notebooks", folder)
        self.write_settings()
        super().__init__(
            [ROOT / "nabla", "lab", "--LabApp.expose_app_in_browser=True"],
            folder, WORK / "lab.log",
            {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(SETTINGS)})

    def write_settings(self):
        """All cells are drawn, not only those in sight."""
        shutil.rmtree(SETTINGS, ignore_errors=True)
        file = SETTINGS / "@jupyterlab/notebook-extension"
        file.mkdir(parents=True, exist_ok=True)
        (file / "tracker.jupyterlab-settings").write_text(
            '{"windowingMode": "none"}')

    def url(self, name, workspace):
        return (f"{self.address}/lab/workspaces/{workspace}/tree/{name}"
                f"?reset&token={self.token}")


@pytest.fixture(scope="session")
def lab():
    WORK.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(ROOT / "build" / "screenshots", ignore_errors=True)
    server = Lab()
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser():
    program = Browser(WORK / "home")
    yield program
    program.close()
