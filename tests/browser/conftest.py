"""What the browser tests share: one JupyterLab, one Chromium."""

import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernelspec/handouts"))
from devtools import Browser  # noqa: E402

WORK = ROOT / "build" / "browser"
SETTINGS = WORK / "settings"


class Lab:
    """JupyterLab as the reader starts it, but on copies of the notebooks."""

    def __init__(self):
        self.folder = WORK / "notebooks"
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(ROOT / "notebooks", self.folder)
        self.token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.write_settings()
        self.log = open(WORK / "lab.log", "wb")
        self.process = subprocess.Popen(
            [ROOT / "nabla", "lab", "--no-browser", f"--port={port}",
             "--ip=127.0.0.1", "--ServerApp.port_retries=0",
             f"--ServerApp.root_dir={self.folder}",
             f"--IdentityProvider.token={self.token}",
             "--LabApp.expose_app_in_browser=True"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            env={**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(SETTINGS)})
        self.wait()

    def write_settings(self):
        """All cells are drawn, not only those in sight."""
        shutil.rmtree(SETTINGS, ignore_errors=True)
        file = SETTINGS / "@jupyterlab/notebook-extension"
        file.mkdir(parents=True, exist_ok=True)
        (file / "tracker.jupyterlab-settings").write_text(
            '{"windowingMode": "none"}')

    def wait(self):
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.address}/api/status"
                                       f"?token={self.token}").close()
                return
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, "see build/browser/lab.log"
                time.sleep(0.1)
        raise AssertionError("JupyterLab did not start in 60 s")

    def url(self, name, workspace):
        return (f"{self.address}/lab/workspaces/{workspace}/tree/{name}"
                f"?reset&token={self.token}")

    def close(self):
        """Twice, as a reader would: the second time needs no answer."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


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
