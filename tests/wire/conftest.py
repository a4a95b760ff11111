"""Start nabla-kernel from a meson build directory and talk to it.

NABLA_BUILD names the build directory. The tests here run the supervisor with
tests/support/fake_session.c as its executor: each line of a cell is a command
for it, such as `print hi`, `sleep 100`, `crash 11`.
"""

import contextlib
import json
import os
import pathlib
import queue
import socket
import time

import pytest
import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_kernel_test.msgspec_v5 import validate_message

TIMEOUT = 15  # seconds; generous, since two cores may be busy with builds


def build_dir():
    build = os.environ.get("NABLA_BUILD")
    if not build:
        pytest.fail("set NABLA_BUILD to the meson build directory")
    return pathlib.Path(build).resolve()


def make_kernelspec(folder, session=None, **env):
    """A kernelspec made from the one that is installed, with the argv of the
    build directory. session: the executor to use, None for the real one."""
    build = build_dir()
    spec = json.loads((build / "kernelspec" / "kernel.json").read_text())
    spec["argv"][0] = str(build / "kernel" / "supervisor" / "nabla-kernel")
    session = session or build / "kernel" / "session" / "nabla-session"
    spec["env"] = {"NABLA_SESSION": str(session), **env}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
    return spec


def fake_session():
    return build_dir() / "tests" / "support" / "fake-session"


class Result:
    """What one request brought: its reply, and all of its iopub messages."""

    def __init__(self, reply, messages):
        self.reply = reply["content"]
        self.reply_message = reply
        self.messages = messages
        self.types = [m["msg_type"] for m in messages]

    def content(self, msg_type):
        return [m["content"] for m in self.messages if m["msg_type"] == msg_type]

    def text(self, name="stdout"):
        return "".join(
            c["text"] for c in self.content("stream") if c["name"] == name
        )

    @property
    def states(self):
        return [c["execution_state"] for c in self.content("status")]


class Kernel:
    """A running kernel and a client whose iopub is subscribed."""

    def __init__(self, tmp_path, name="nabla-test", transport="tcp", **start):
        specs = KernelSpecManager(kernel_dirs=[str(tmp_path / "kernels")])
        self.km = KernelManager(
            kernel_name=name, kernel_spec_manager=specs, transport=transport,
            # One that the manager makes for itself may hang when it is freed.
            context=zmq.Context.instance(),
        )
        self.km.cache_ports = False
        self.km.start_kernel(**start)
        if transport == "tcp":
            self.wait_for_port()
        self.kc = self.km.client()
        self.kc.start_channels(hb=False)
        self.held = []  # iopub messages that nobody asked for yet
        first = self.kc.get_iopub_msg(timeout=TIMEOUT)
        assert first["msg_type"] == "iopub_welcome", first["msg_type"]
        assert first["parent_header"] == {}
        assert first["content"] == {"subscription": ""}

    def wait_for_port(self):
        """Who connects too early waits for ZeroMQ's next try, 0.1 s later."""
        address = (self.km.ip, self.km.shell_port)
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            try:
                socket.create_connection(address, timeout=1).close()
                return
            except OSError:
                time.sleep(0.001)

    @property
    def pid(self):
        return self.km.provisioner.process.pid

    def stop(self):
        self.kc.stop_channels()
        if self.km.is_alive():
            self.km.shutdown_kernel(now=True)
        else:
            self.km.cleanup_resources()

    # --- requests ---------------------------------------------------------

    def send(self, msg_type, content=None, channel="shell"):
        msg = self.kc.session.msg(msg_type, content or {})
        getattr(self.kc, channel + "_channel").send(msg)
        return msg["header"]["msg_id"]

    def execute(self, code, **kw):
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        content.update(kw)
        return self.send("execute_request", content)

    def iopub(self, timeout=TIMEOUT):
        """The next message; each one must fit the schema."""
        msg = self.kc.get_iopub_msg(timeout=timeout)
        check(msg)
        return msg

    def until_idle(self, msg_id):
        """All messages of a request, in order, up to idle."""
        mine = [m for m in self.held if parent(m) == msg_id]
        self.held = [m for m in self.held if parent(m) != msg_id]
        deadline = time.monotonic() + TIMEOUT
        while not (mine and is_idle(mine[-1])):
            msg = self.iopub(max(0.01, deadline - time.monotonic()))
            (mine if parent(msg) == msg_id else self.held).append(msg)
        return mine

    def until(self, msg_id, msg_type):
        """Messages of a request up to the first of a type."""
        mine = []
        while not (mine and mine[-1]["msg_type"] == msg_type):
            msg = self.iopub()
            (mine if parent(msg) == msg_id else self.held).append(msg)
        self.held = mine + self.held
        return mine[-1]

    def reply(self, msg_id, channel="shell"):
        get = getattr(self.kc, f"get_{channel}_msg")
        while True:
            msg = get(timeout=TIMEOUT)
            check(msg)
            if parent(msg) == msg_id:
                return msg

    def result(self, msg_id, channel="shell"):
        reply = self.reply(msg_id, channel)
        return Result(reply, self.until_idle(msg_id))

    def ask(self, msg_type, content=None, channel="shell"):
        return self.result(self.send(msg_type, content, channel), channel)

    def run(self, code, **kw):
        return self.result(self.execute(code, **kw))

    def quiet(self, seconds=0.15):
        """Assert that nothing is published for a while."""
        with pytest.raises(queue.Empty):
            raise AssertionError(self.iopub(seconds))

    def still_works(self):
        result = self.run("print still here")
        assert result.reply["status"] == "ok"
        assert result.text() == "still here\n"


def parent(msg):
    return msg["parent_header"].get("msg_id")


def is_idle(msg):
    return msg["content"].get("execution_state") == "idle"


def check(msg):
    assert msg["header"]["version"] == "5.5.0"
    if msg["msg_type"] == "execute_reply" and msg["content"]["status"] == "aborted":
        assert isinstance(msg["content"]["execution_count"], int)
        return
    if msg["msg_type"] in ("interrupt_reply", "iopub_welcome", "comm_open",
                           "comm_msg", "comm_close"):
        return  # jupyter_kernel_test has no schema for them
    validate_message(msg)


@pytest.fixture
def start(tmp_path):
    """start(**env): a kernel with the fake executor."""
    running = []

    def start_kernel(transport="tcp", session=None, **env):
        make_kernelspec(
            tmp_path / "kernels" / "nabla-test", session or fake_session(), **env
        )
        running.append(Kernel(tmp_path, transport=transport))
        return running[-1]

    yield start_kernel
    for kernel in running:
        kernel.stop()


@pytest.fixture
def kernel(start):
    return start()


@contextlib.contextmanager
def running(folder, *cells, **env):
    """A kernel with the real executor, which has run these cells."""
    make_kernelspec(folder / "kernels" / "nabla-test", **env)
    kernel = Kernel(folder)
    try:
        for code in cells:
            assert kernel.run(code).reply["status"] == "ok", code
        yield kernel
    finally:
        kernel.stop()


def whole_kernel(*cells, scope="module"):
    """The fixture `kernel` of a file whose tests share one such kernel."""
    @pytest.fixture(scope=scope)
    def kernel(tmp_path_factory):
        with running(tmp_path_factory.mktemp("kernel"), *cells) as kernel:
            yield kernel

    return kernel
