"""Frames that are broken, forged or odd: dropped or answered, never fatal."""

import json
import os

import pytest
import zmq
from conftest import TIMEOUT, Kernel, fake_session, make_kernelspec, parent

DELIMITER = b"<IDS|MSG>"


class Raw:
    """A client that puts together its own frames."""

    def __init__(self, kernel, channel="shell"):
        self.session = kernel.kc.session
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        port = kernel.km.get_connection_info()[channel + "_port"]
        self.socket.connect(f"tcp://127.0.0.1:{port}")

    def frames(self, msg_type="kernel_info_request", content=None):
        msg = self.session.msg(msg_type, content or {})
        self.msg_id = msg["header"]["msg_id"]
        return self.session.serialize(msg)

    def signed(self, *json_frames):
        return [DELIMITER, self.session.sign(list(json_frames)), *json_frames]

    def header(self, **changes):
        header = self.session.msg_header("execute_request")
        header["date"] = str(header["date"])
        header.update(changes)
        self.msg_id = header["msg_id"]
        return json.dumps(header).encode()

    def send(self, frames):
        self.socket.send_multipart(frames)

    def receive(self):
        assert self.socket.poll(TIMEOUT * 1000), "no reply"
        _, msg = self.session.feed_identities(self.socket.recv_multipart())
        return self.session.deserialize(msg)

    def is_ignored(self):
        """Nothing came for what was sent before a request that is answered."""
        frames = self.frames()
        self.send(frames)
        return parent(self.receive()) == self.msg_id


@pytest.fixture
def raw(kernel):
    raw = Raw(kernel)
    yield raw
    raw.socket.close()


@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
def test_truncated_messages_are_dropped(kernel, channel):
    raw = Raw(kernel, channel)
    whole = raw.frames()
    for count in range(len(whole)):
        raw.send(whole[:count] or [b""])
    raw.send([b"", b""])
    raw.send([b"x"] * 2000)
    if channel != "stdin":
        assert raw.is_ignored()
    kernel.still_works()
    raw.socket.close()


def test_a_wrong_signature_is_dropped(kernel, raw):
    for wrong in (b"", b"0" * 64, b"\xff" * 64, b"x" * 100000):
        frames = raw.frames("execute_request", {"code": "print forged"})
        frames[frames.index(DELIMITER) + 1] = wrong
        raw.send(frames)
    frames = raw.frames("execute_request", {"code": "print forged"})
    frames[-1] = frames[-1].replace(b"forged", b"edited")
    raw.send(frames)
    assert raw.is_ignored()
    messages = kernel.run("print real").messages + kernel.held
    assert not any("forged" in str(m) or "edited" in str(m) for m in messages)


def test_a_message_that_comes_twice_is_answered_once(kernel, raw):
    frames = raw.frames("execute_request", {"code": "print once"})
    first = raw.msg_id
    raw.send(frames)
    raw.send(frames)
    assert parent(raw.receive()) == first
    assert raw.is_ignored()


@pytest.mark.parametrize("first", ["shell", "control"])
@pytest.mark.parametrize("second", ["shell", "control"])
def test_a_message_that_was_heard_cannot_be_sent_again(kernel, first, second):
    """Who listens on the wire has signatures that fit, but no new one; they
    are refused on every channel, also after many others."""
    here, there = Raw(kernel, first), Raw(kernel, second)
    heard = here.frames("kernel_info_request")
    here.send(heard)
    assert parent(here.receive()) == here.msg_id
    for _ in range(300):
        here.send(here.frames("comm_info_request"))
    for _ in range(300):
        here.receive()
    there.send(heard)
    assert there.is_ignored()
    kernel.still_works()
    here.socket.close()
    there.socket.close()


def test_no_message_is_taken_for_another_one(kernel, raw):
    """Each is new, also one with the same text."""
    for _ in range(1000):
        raw.send(raw.frames("comm_info_request"))
    for _ in range(1000):
        raw.receive()


@pytest.mark.parametrize("header", [
    b"", b"not JSON", b"[]", b"null", b"{}", b'{"msg_type": "execute_request"}',
    b'{"msg_id": "x"}', b'{"msg_id": 1, "msg_type": 2}', b"\xff\xfe",
    b"[" * 100000,
])
def test_a_header_that_is_none_is_dropped(kernel, raw, header):
    raw.send(raw.signed(header, b"{}", b"{}", b'{"code": "print x"}'))
    assert raw.is_ignored()
    kernel.still_works()


@pytest.mark.parametrize("content", [
    b"", b"not JSON", b"[]", b'{"code": "\xff\xfe"}', b'{"code": "\\udcff"}',
    b'{"code": ' + b"[" * 100000,
])
def test_a_content_that_cannot_be_read_is_answered_with_an_error(
        kernel, raw, content):
    raw.send(raw.signed(raw.header(), b"{}", b"{}", content))
    reply = raw.receive()
    assert reply["msg_type"] == "execute_reply"
    assert parent(reply) == raw.msg_id
    assert reply["content"]["status"] == "error"
    assert reply["content"]["ename"] == "BadRequest"
    messages = kernel.until_idle(raw.msg_id)
    assert [m["msg_type"] for m in messages] == ["status", "error", "status"]
    kernel.still_works()


@pytest.mark.parametrize("msg_type, content", [
    ("execute_request", {}),
    ("execute_request", {"code": 7, "user_expressions": [1]}),
    ("execute_request", {"code": "value 1", "user_expressions": {"a": 3}}),
    ("complete_request", {}),
    ("complete_request", {"code": "x", "cursor_pos": "y"}),
    ("inspect_request", {"code": None}),
    ("is_complete_request", {}),
    ("history_request", {}),
    ("history_request", {"hist_access_type": "range"}),
    ("history_request", {"hist_access_type": "search", "n": -7}),
    ("comm_info_request", {"target_name": None}),
])
def test_missing_or_odd_members_are_survived(kernel, raw, msg_type, content):
    raw.send(raw.frames(msg_type, content))
    assert raw.receive()["msg_type"] == msg_type.replace("request", "reply")
    kernel.still_works()


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("msg_type", [
    "debug_reply", "usage_request", "create_subshell_request", "nonsense", "",
])
def test_an_unknown_type_is_busy_and_idle_without_reply(
        kernel, channel, msg_type):
    asked = kernel.send(msg_type, channel=channel)
    assert [m["content"]["execution_state"]
            for m in kernel.until_idle(asked)] == ["busy", "idle"]
    kernel.still_works()


def test_further_frames_are_buffers_and_do_no_harm(kernel, raw):
    raw.send(raw.frames() + [b"\x00\xff", b"buffer" * 1000])
    assert parent(raw.receive()) == raw.msg_id


def test_several_identities_come_back(kernel, raw):
    frames = [b"first", b"second\xff"] + raw.frames()
    raw.send(frames)
    assert raw.socket.poll(TIMEOUT * 1000)
    assert raw.socket.recv_multipart()[:3] == [b"first", b"second\xff", DELIMITER]


def test_a_cell_of_ten_megabytes_comes_through(kernel):
    code = "print small\n# " + "x" * (10 << 20)
    r = kernel.run(code)
    assert r.text() == "small\n"
    assert r.content("execute_input")[0]["code"] == code


def test_without_a_key_messages_are_not_signed(tmp_path):
    make_kernelspec(tmp_path / "kernels" / "nabla-test", fake_session())
    from traitlets.config import Config
    from jupyter_client import KernelManager
    from jupyter_client.kernelspec import KernelSpecManager
    specs = KernelSpecManager(kernel_dirs=[str(tmp_path / "kernels")])
    km = KernelManager(kernel_name="nabla-test", kernel_spec_manager=specs,
                       config=Config({"Session": {"key": b""}}))
    km.start_kernel()
    kc = km.client()
    kc.start_channels()
    try:
        kc.wait_for_ready(timeout=TIMEOUT)
        assert kc.session.key == b""
        reply = kc.execute_interactive("print x", timeout=TIMEOUT,
                                       output_hook=lambda m: None)
        assert reply["content"]["status"] == "ok"
    finally:
        kc.stop_channels()
        km.shutdown_kernel(now=True)


# --- iopub ----------------------------------------------------------------


def subscriber(kernel, topic):
    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.linger = 0
    port = kernel.km.get_connection_info()["iopub_port"]
    socket.connect(f"tcp://127.0.0.1:{port}")
    socket.subscribe(topic)
    return socket


@pytest.mark.parametrize("topic", ["", "stream", "θ"])
def test_each_subscriber_is_greeted_first(kernel, topic):
    socket = subscriber(kernel, topic.encode())
    assert socket.poll(TIMEOUT * 1000)
    frames = socket.recv_multipart()
    assert frames[0] == topic.encode()
    _, rest = kernel.kc.session.feed_identities(frames)
    msg = kernel.kc.session.deserialize(rest)  # checks the signature
    assert msg["msg_type"] == "iopub_welcome"
    assert msg["parent_header"] == {}
    assert msg["content"] == {"subscription": topic}
    socket.close()


def test_whoever_comes_in_the_middle_is_greeted_first(kernel):
    """Nothing that is being published may slip in before the welcome."""
    cell = kernel.execute("\n".join("display x" for _ in range(3000)))
    kernel.until(cell, "execute_input")
    for _ in range(100):
        socket = subscriber(kernel, b"")
        assert socket.poll(TIMEOUT * 1000)
        assert socket.recv_multipart()[0] == b"", "no welcome"
        socket.close()
    kernel.reply(cell)


def test_a_subscriber_can_leave(kernel):
    socket = subscriber(kernel, b"stream")
    assert socket.poll(TIMEOUT * 1000)
    socket.recv_multipart()
    socket.unsubscribe(b"stream")
    socket.subscribe(b"execute_result")
    assert socket.poll(TIMEOUT * 1000)
    assert socket.recv_multipart()[0] == b"execute_result"
    kernel.run("print x\nvalue 1")
    assert socket.poll(TIMEOUT * 1000)
    assert socket.recv_multipart()[0] == b"execute_result"
    assert not socket.poll(50)
    socket.close()


def test_a_topic_that_is_no_text_is_not_greeted(kernel):
    socket = subscriber(kernel, b"\xff\xfe")
    kernel.still_works()
    assert not socket.poll(100)
    socket.close()


def test_a_topic_gets_its_messages_only(kernel):
    socket = subscriber(kernel, b"stream")
    assert socket.poll(TIMEOUT * 1000)
    socket.recv_multipart()
    kernel.run("print x\nvalue 1")
    topics = []
    while socket.poll(200):
        topics.append(socket.recv_multipart()[0])
    assert topics == [b"stream"]
    socket.close()


# --- other ways in --------------------------------------------------------


def test_ipc_transport(start, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "r"))
    (tmp_path / "r").mkdir()
    kernel = start(transport="ipc")
    kernel.still_works()


def test_curve_encryption(tmp_path):
    make_kernelspec(tmp_path / "kernels" / "nabla-test", fake_session())
    from jupyter_client import KernelManager
    from jupyter_client.kernelspec import KernelSpecManager
    specs = KernelSpecManager(kernel_dirs=[str(tmp_path / "kernels")])
    km = KernelManager(kernel_name="nabla-test", kernel_spec_manager=specs)
    if not hasattr(km, "transport_encryption"):
        pytest.fail("this jupyter_client knows no encryption")
    km.transport_encryption = "required"
    km.start_kernel()
    assert "curve_secretkey" in json.load(open(km.connection_file))
    kc = km.client()
    kc.start_channels()
    plain = zmq.Context.instance().socket(zmq.REQ)
    plain.linger = 0
    plain.connect(f"tcp://127.0.0.1:{km.hb_port}")
    plain.send(b"ping")
    try:
        kc.wait_for_ready(timeout=TIMEOUT)
        reply = kc.execute_interactive("print x", timeout=TIMEOUT,
                                       output_hook=lambda m: None)
        assert reply["content"]["status"] == "ok"
        assert not plain.poll(200)  # who has no key gets no answer
    finally:
        plain.close()
        kc.stop_channels()
        km.shutdown_kernel(now=True)


def test_a_kernel_that_does_little_is_small(kernel):
    """The table of signatures takes memory as it fills: all of it was once
    written to at the start, a megabyte in each of fifty kernels."""
    kernel.run("print hi")
    with open(f"/proc/{kernel.pid}/smaps_rollup", encoding="ascii") as file:
        dirty = [int(line.split()[1]) for line in file
                 if line.startswith("Private_Dirty:")]
    assert dirty[0] < 1200
