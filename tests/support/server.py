"""A server of Jupyter's, as a reader starts and stops it."""

import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request


class Server:
    """command: what starts it, with the options that are its own."""

    def __init__(self, command, folder, log, env):
        self.folder = folder
        self.token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [*command, "--no-browser", f"--port={port}", "--ip=127.0.0.1",
             "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}",
             f"--IdentityProvider.token={self.token}"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            env=env)
        self.wait()

    def wait(self):
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.address}/api/status"
                                       f"?token={self.token}").close()
                return
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, f"see {self.log.name}"
                time.sleep(0.1)
        raise AssertionError(f"no answer in 60 s: see {self.log.name}")

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
