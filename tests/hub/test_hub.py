"""JupyterHub with its proxy, and a class of twenty who all start at once.

JupyterHub is no part of .venv: it is fetched into build/hub, so this suite
runs only when it is asked for (./nabla test hub). NABLA_HUB names a folder
where it is already.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("NABLA_BUILD", ROOT / "build"))
sys.path.insert(0, str(HERE.parent / "support"))
from kernels import wire  # noqa: E402

USERS = [f"student{i:02}" for i in range(20)]
TOKEN = uuid.uuid4().hex
CELL = "double f(double x) { return x * x - 2; } nb_linspace(0, 2, 5); f(1.5)"
PACKAGES = ["jupyterhub==6.1.1", "jupyter_server==2.21.1", "websocket-client"]
PROXY, PROXY_VERSION = "configurable-http-proxy", "5.3.0"
FETCHING, STARTING, STUDYING = 240, 120, 90  # seconds, at most


def fetch(what, command):
    """Say what is missing instead of waiting for it."""
    try:
        done = subprocess.run(command, capture_output=True, text=True,
                              timeout=FETCHING, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        pytest.fail(f"{what} cannot be fetched: there is no {command[0]}")
    except subprocess.TimeoutExpired:
        pytest.fail(f"{what} was not fetched within {FETCHING} s (no network?)")
    if done.returncode != 0:
        pytest.fail(f"{what} cannot be fetched: {done.stderr[-2000:]}")


@pytest.fixture(scope="session")
def place():
    """Where JupyterHub and its proxy are."""
    folder = pathlib.Path(os.environ.get("NABLA_HUB", BUILD / "hub"))
    if not (folder / "bin" / "jupyterhub").exists():
        fetch("a Python environment", [sys.executable, "-m", "venv", folder])
        fetch("JupyterHub", [folder / "bin" / "pip", "install", "-q",
                             "--no-input", *PACKAGES])
    if not (folder / "node_modules" / ".bin" / PROXY).exists():
        fetch("JupyterHub's proxy", [
            "npm", "install", "--no-fund", "--no-audit", "--prefix",
            str(folder), f"{PROXY}@{PROXY_VERSION}"])
    return folder


def example():
    """What README says of jupyterhub_config.py, as it stands there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?c\.Spawner.*?)```", text, re.S)
    return found.group(1)


def free_port():
    with socket.socket() as any_one:
        any_one.bind(("127.0.0.1", 0))
        return any_one.getsockname()[1]


def config(folder, place, port, hub_port):
    return example() + f"""
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{free_port()}"
c.ConfigurableHTTPProxy.command = [
    "{place}/node_modules/.bin/{PROXY}"]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.concurrent_spawn_limit = {len(USERS)}
c.Spawner.cmd = ["{place}/bin/jupyterhub-singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = {STARTING}
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.environment["JUPYTER_PATH"] = "{folder}"
c.JupyterHub.services = [{{"name": "class", "api_token": "{TOKEN}"}}]
c.JupyterHub.load_roles = [{{"name": "class", "services": ["class"], "scopes": [
    "admin:users", "admin:servers", "access:servers"]}}]
"""


class Hub:
    def __init__(self, folder, place):
        self.port, self.place = free_port(), place
        self.url = f"http://127.0.0.1:{self.port}"
        wire().make_kernelspec(folder / "kernels" / "nabla")
        file = folder / "jupyterhub_config.py"
        file.write_text(config(folder, place, self.port, free_port()))
        self.log = open(folder / "hub.log", "w")
        self.process = subprocess.Popen(
            [place / "bin" / "jupyterhub", "-f", file], cwd=folder,
            stdout=self.log, stderr=self.log, start_new_session=True,
            env={**os.environ, "PATH": f"{place}/bin:{os.environ['PATH']}"})

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + path, method=method,
            data=json.dumps(body or {}).encode() if method == "POST" else None,
            headers={"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=STARTING) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def wait(self, path, is_there, seconds=STARTING):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                found = self.ask("GET", path)
                if is_there(found):
                    return found
            except (OSError, urllib.error.URLError):
                pass
            assert self.process.poll() is None, f"the hub has ended: {self.said()}"
            time.sleep(0.2)
        raise AssertionError(f"{path} does not come: {self.said()}")

    def said(self):
        return pathlib.Path(self.log.name).read_text()[-2000:]

    def start_user(self, name):
        self.ask("POST", f"/hub/api/users/{name}")
        self.ask("POST", f"/hub/api/users/{name}/server")
        self.wait(f"/hub/api/users/{name}",
                  lambda user: user["servers"].get("", {}).get("ready"))

    def stop(self):
        """The hub ends its users' servers, and these their kernels."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(STARTING)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            self.log.close()


@pytest.fixture(scope="session")
def hub(tmp_path_factory, place):
    folder = tmp_path_factory.mktemp("hub")
    hub = Hub(folder, place)
    try:
        hub.wait("/hub/api/", lambda found: "version" in found, 120)
        yield hub
    finally:
        hub.stop()


# What a student's page does: a kernel, a web socket, a cell. In JupyterHub's
# own Python, which has the packages for that. A reply and the idle status come
# over two of the kernel's sockets, so either may be the first.
STUDENT = r"""
import datetime, json, sys, time, uuid, urllib.request, websocket
url, token, code, patience = *sys.argv[1:4], float(sys.argv[4])
deadline = time.time() + patience
def ask(method, path, body=None):
    request = urllib.request.Request(url + path, method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": "token " + token,
                 "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=patience) as reply:
        text = reply.read()
    return json.loads(text) if text else None
start = time.time()
kernel = ask("POST", "/api/kernels", {"name": "nabla"})["id"]
line = websocket.create_connection(
    url.replace("http", "ws") + f"/api/kernels/{kernel}/channels",
    timeout=patience, header=["Authorization: token " + token])
def run(code):
    me = uuid.uuid4().hex
    line.send(json.dumps({"channel": "shell", "parent_header": {},
        "metadata": {}, "buffers": [], "header": {"msg_id": me,
        "msg_type": "execute_request", "username": "", "session": "s",
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        "version": "5.3"},
        "content": {"code": code, "silent": False, "store_history": True,
        "user_expressions": {}, "allow_stdin": False,
        "stop_on_error": True}}))
    shown = reply = None
    is_idle = False
    while not (reply and is_idle):
        line.settimeout(max(0.1, deadline - time.time()))
        try: got = json.loads(line.recv())
        except websocket.WebSocketTimeoutException:
            sys.exit(f"{code!r} has brought: reply {reply}, idle {is_idle}")
        if got["parent_header"].get("msg_id") != me: continue
        if got["msg_type"] == "execute_result":
            shown = got["content"]["data"]["text/plain"]
        if got["msg_type"] == "execute_reply": reply = got["content"]
        is_idle = is_idle or got["content"].get("execution_state") == "idle"
    return shown, reply
first = run(code)
begun = time.time() - start
start = time.time()
again = run("f(2)")
took = time.time() - start
limit = run("char *p = malloc(2000000000); for (long i = 0; i < 2000000000; "
            "i += 4096) p[i] = 1;")
after = run("f(3)")
print(json.dumps([first[0], again[0], begun, took, limit[1].get("ename"),
                  after[0] or after[1]]))
"""


def memory_of(names):
    """Proportional memory in MB of all processes of these names."""
    total = count = 0
    for entry in pathlib.Path("/proc").iterdir():
        try:
            name = (entry / "comm").read_text().strip()
            where = (entry / "environ").read_bytes()
            roll = (entry / "smaps_rollup").read_text()
        except (OSError, ValueError):
            continue
        if name in names and b"JUPYTERHUB_USER=student" in where:
            total += int(re.search(r"^Pss:\s+(\d+)", roll, re.M).group(1))
            count += 1
    return total / 1024, count


def test_a_class_of_twenty(hub):
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(len(USERS)) as many:
        list(many.map(hub.start_user, USERS))
        servers = time.monotonic() - start

        def study(name):
            done = subprocess.run(
                [hub.place / "bin" / "python", "-c", STUDENT,
                 f"{hub.url}/user/{name}", TOKEN, CELL, str(STUDYING)],
                capture_output=True, text=True, timeout=2 * STUDYING)
            assert done.returncode == 0, (name, done.stderr)
            return json.loads(done.stdout)

        start = time.monotonic()
        studies = list(many.map(study, USERS))
        cells = time.monotonic() - start
    kernels, supervisors = memory_of({"nabla-kernel"})
    sessions, processes = memory_of({"nabla-session", "nabla-copy"})
    print(f"\n{len(USERS)} servers up after {servers:.1f} s; all cells done "
          f"after {cells:.1f} s more; kernel and first cell "
          f"{max(s[2] for s in studies):.2f} s at worst, the next cell "
          f"{1000 * max(s[3] for s in studies):.0f} ms; memory of "
          f"{supervisors} kernels {kernels:.0f} MB, of {processes} sessions "
          f"and copies {sessions:.0f} MB")
    for first, again, _, _, ename, after in studies:
        assert (first, again) == ("0.25", "2")
        assert ename == "MemoryExhausted"  # the limit of the README's example
        assert after == "7"  # and it cost that cell only
    assert supervisors == len(USERS)
    assert (kernels + sessions) / len(USERS) < 60  # MB a user
