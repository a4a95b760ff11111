"""While a cell runs: kernel_info, interrupt, shutdown, restart, heartbeat."""

import os
import signal
import subprocess
import time

import pytest
import zmq
from conftest import TIMEOUT, Kernel, fake_session, make_kernelspec, parent
from jupyter_client import BlockingKernelClient, KernelManager


def gone(pid, seconds=5):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def executor_pid(kernel):
    return int(kernel.run("about").text().split()[1])


# --- kernel_info ----------------------------------------------------------


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_info_says_who_it_is(kernel, channel):
    r = kernel.ask("kernel_info_request", channel=channel)
    info = r.reply
    assert r.states == ["busy", "idle"]
    assert info["protocol_version"] == "5.5.0"
    assert info["implementation"] == "nabla"
    language = info["language_info"]
    assert language["name"] == "c" and language["file_extension"] == ".c"
    assert language["mimetype"] == language["codemirror_mode"] == "text/x-csrc"
    assert language["pygments_lexer"] == "c"
    assert info["debugger"] is True
    assert info["supported_features"] == ["debugger"]


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_info_is_answered_while_a_cell_runs(kernel, channel):
    cell = kernel.execute("print started\nsleep 800\nprint end")
    kernel.until(cell, "stream")
    begin = time.monotonic()
    for _ in range(5):
        kernel.ask("kernel_info_request", channel=channel)
    assert time.monotonic() - begin < 0.5
    r = kernel.result(cell)
    assert r.text() == "started\nend\n"
    # The last status before the end is "busy" of the cell, so that a front
    # end does not show the kernel idle while it works.
    assert r.states == ["busy"] * 6 + ["idle"]


def test_kernel_info_before_the_executor_is_up(start):
    begin = time.monotonic()
    kernel = start(FAKE_START="wait-3000")
    kernel.ask("kernel_info_request")
    assert time.monotonic() - begin < 2


def test_a_client_of_jupyter_finds_it_ready(kernel):
    kernel.kc.wait_for_ready(timeout=TIMEOUT)


def test_connect_request_names_the_ports(kernel):
    reply = kernel.ask("connect_request").reply
    info = kernel.km.get_connection_info()
    for name in ("shell", "iopub", "stdin", "control", "hb"):
        assert reply[name + "_port"] == info[name + "_port"]


def test_the_heart_beats_while_a_cell_runs(kernel):
    cell = kernel.execute("sleep 400")
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    info = kernel.km.get_connection_info()
    socket.connect(f"tcp://127.0.0.1:{info['hb_port']}")
    for _ in range(3):
        socket.send_multipart([b"ping", b"pong"])
        assert socket.poll(2000)
        assert socket.recv_multipart() == [b"ping", b"pong"]
    socket.close()
    kernel.result(cell)


def test_a_heart_beat_of_too_many_parts_comes_back_shorter(kernel):
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    info = kernel.km.get_connection_info()
    socket.connect(f"tcp://127.0.0.1:{info['hb_port']}")
    socket.send_multipart([b"x"] * 1500)
    assert socket.poll(5000)
    parts = socket.recv_multipart()
    assert 1000 < len(parts) <= 1024 and set(parts) == {b"x"}
    socket.send_multipart([b"ping"])
    assert socket.poll(5000)
    assert socket.recv_multipart() == [b"ping"]
    socket.close()


def test_a_subscription_that_is_empty_is_none(kernel):
    """Whoever speaks to the socket of outputs itself may send anything."""
    socket = zmq.Context.instance().socket(zmq.XSUB)
    socket.linger = 0
    info = kernel.km.get_connection_info()
    socket.connect(f"tcp://127.0.0.1:{info['iopub_port']}")
    socket.send(b"")
    socket.send(b"\x01")
    assert socket.poll(5000)  # the welcome of the one that is whole
    assert b"iopub_welcome" in b"".join(socket.recv_multipart())
    assert kernel.run("print heard").reply["status"] == "ok"
    socket.close()


# --- interrupt ------------------------------------------------------------


def test_interrupt_ends_a_running_cell_and_keeps_the_session(kernel):
    pid = executor_pid(kernel)
    cell = kernel.execute("print started\nsleep 60000")
    kernel.until(cell, "stream")
    r = kernel.ask("interrupt_request", channel="control")
    assert r.reply == {"status": "ok"}
    r = kernel.result(cell)
    assert r.reply["status"] == "error" and r.reply["ename"] == "KeyboardInterrupt"
    assert executor_pid(kernel) == pid


def test_sigint_to_the_kernel_interrupts_too(kernel):
    cell = kernel.execute("print started\nsleep 60000")
    kernel.until(cell, "stream")
    os.kill(kernel.pid, signal.SIGINT)
    assert kernel.result(cell).reply["ename"] == "KeyboardInterrupt"
    kernel.still_works()


def test_interrupt_of_an_idle_kernel_does_nothing(kernel):
    pid = executor_pid(kernel)
    for _ in range(3):
        r = kernel.ask("interrupt_request", channel="control")
        assert r.reply == {"status": "ok"}
        os.kill(kernel.pid, signal.SIGINT)
    kernel.still_works()
    assert executor_pid(kernel) == pid


def test_an_interrupted_cell_stops_those_that_wait(kernel):
    ids = [kernel.execute("print started\nsleep 60000")]
    ids += [kernel.execute("print never") for _ in range(3)]
    kernel.until(ids[0], "stream")
    kernel.ask("interrupt_request", channel="control")
    assert [kernel.result(i).reply["status"] for i in ids] == [
        "error", "aborted", "aborted", "aborted"]
    kernel.still_works()


def test_a_cell_that_does_not_listen_is_ended_after_three_seconds(kernel):
    cell = kernel.execute("print started\nstubborn 60000")
    kernel.until(cell, "stream")
    begin = time.monotonic()
    kernel.ask("interrupt_request", channel="control")
    r = kernel.result(cell)
    assert 2.5 < time.monotonic() - begin < 5
    assert r.reply["ename"] == "KeyboardInterrupt"
    assert "did not stop within 3 seconds" in r.reply["evalue"]
    kernel.still_works()


def test_a_shell_command_is_interrupted_with_its_cell(kernel):
    pid = executor_pid(kernel)
    cell = kernel.execute("print started\nsystem sleep 60\nprint after")
    kernel.until(cell, "stream")
    time.sleep(0.1)
    begin = time.monotonic()
    kernel.ask("interrupt_request", channel="control")
    kernel.result(cell)
    assert time.monotonic() - begin < 2.5
    assert executor_pid(kernel) == pid


def test_a_question_that_takes_too_long_is_interrupted(kernel):
    asked = kernel.send("complete_request", {"code": "sleep", "cursor_pos": 5})
    time.sleep(0.1)
    kernel.ask("interrupt_request", channel="control")
    assert kernel.reply(asked)["content"]["matches"] == []
    kernel.still_works()


# --- input ----------------------------------------------------------------


def answer(kernel, value):
    question = kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    assert question["msg_type"] == "input_request"
    kernel.kc.input(value)
    return question


def test_input_is_asked_for_and_answered(kernel):
    cell = kernel.execute("prompt name? \ninput who", allow_stdin=True)
    question = answer(kernel, "Ada θ")
    assert question["content"] == {"prompt": "who", "password": False}
    assert parent(question) == cell
    r = kernel.result(cell)
    assert r.text() == "name? got <Ada θ>\n"


def test_what_was_printed_is_seen_before_the_question(kernel):
    cell = kernel.execute("prompt name? \ninput who", allow_stdin=True)
    stream = kernel.until(cell, "stream")
    assert stream["content"]["text"] == "name? "
    answer(kernel, "x")
    kernel.result(cell)


def test_a_password_is_marked(kernel):
    cell = kernel.execute("input secret", allow_stdin=True)
    assert answer(kernel, "x")["content"]["password"] is True
    kernel.result(cell)


def test_control_d_is_the_end_of_input(kernel):
    cell = kernel.execute("input a\ninput b", allow_stdin=True)
    answer(kernel, "\x04")
    answer(kernel, "")
    assert kernel.result(cell).text() == "end of input\ngot <>\n"


def test_input_that_is_not_allowed_ends_at_once(kernel):
    r = kernel.run("input a", allow_stdin=False)
    assert r.text() == "end of input\n"


def test_input_that_nobody_asked_for_is_forgotten(kernel):
    kernel.kc.input("stale")
    kernel.kc.input("stale too")
    time.sleep(0.05)
    cell = kernel.execute("input a", allow_stdin=True)
    answer(kernel, "fresh")
    assert kernel.result(cell).text() == "got <fresh>\n"


def test_interrupt_frees_a_cell_that_waits_for_input(kernel):
    pid = executor_pid(kernel)
    cell = kernel.execute("input a", allow_stdin=True)
    kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    begin = time.monotonic()
    kernel.ask("interrupt_request", channel="control")
    assert kernel.result(cell).reply["ename"] == "KeyboardInterrupt"
    assert time.monotonic() - begin < 1
    kernel.kc.input("too late")
    cell = kernel.execute("input b", allow_stdin=True)
    answer(kernel, "in time")
    assert kernel.result(cell).text() == "got <in time>\n"
    assert executor_pid(kernel) == pid


def test_the_question_goes_to_the_client_that_asked(kernel):
    other = BlockingKernelClient(connection_file=kernel.km.connection_file)
    other.load_connection_file()
    assert other.session.session != kernel.kc.session.session
    other.start_channels(hb=False)
    cell = other.execute("input who")
    assert other.get_stdin_msg(timeout=TIMEOUT)["msg_type"] == "input_request"
    assert not kernel.kc.stdin_channel.msg_ready()
    other.input("me")
    while parent(reply := other.get_shell_msg(timeout=TIMEOUT)) != cell:
        pass
    assert reply["content"]["status"] == "ok"
    other.stop_channels()


def test_a_client_without_stdin_gets_the_end_of_input(kernel):
    """Its shell identity is unknown on the stdin socket."""
    context = zmq.Context.instance()
    socket = context.socket(zmq.DEALER)
    socket.linger = 0
    info = kernel.km.get_connection_info()
    socket.connect(f"tcp://127.0.0.1:{info['shell_port']}")
    session = kernel.kc.session
    msg = session.msg("execute_request", {"code": "input x"})
    session.send(socket, msg)
    assert socket.poll(5000)
    socket.close()
    assert "end of input" in "".join(
        m["content"]["text"] for m in kernel.until_idle(msg["header"]["msg_id"])
        if m["msg_type"] == "stream")


def test_a_client_that_comes_to_stdin_late_is_asked(kernel):
    context = zmq.Context.instance()
    info = kernel.km.get_connection_info()
    session = kernel.kc.session
    sockets = {}
    for name in ("shell", "stdin"):
        sockets[name] = context.socket(zmq.DEALER)
        sockets[name].linger = 0
        sockets[name].identity = b"late"
    sockets["shell"].connect(f"tcp://127.0.0.1:{info['shell_port']}")
    msg = session.msg("execute_request", {"code": "input x"})
    session.send(sockets["shell"], msg)
    kernel.until(msg["header"]["msg_id"], "execute_input")
    time.sleep(0.2)
    sockets["stdin"].connect(f"tcp://127.0.0.1:{info['stdin_port']}")
    assert sockets["stdin"].poll(5000)
    session.send(sockets["stdin"], "input_reply", {"value": "here"})
    assert "got <here>" in "".join(
        m["content"]["text"] for m in kernel.until_idle(msg["header"]["msg_id"])
        if m["msg_type"] == "stream")
    for socket in sockets.values():
        socket.close()


# --- the end --------------------------------------------------------------


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("channel", ["control", "shell"])
def test_shutdown_is_answered_and_everything_ends(kernel, channel, restart):
    executor = executor_pid(kernel)
    asked = kernel.send("shutdown_request", {"restart": restart}, channel)
    reply = kernel.reply(asked, channel)
    assert reply["content"] == {"status": "ok", "restart": restart}
    assert gone(kernel.pid) and gone(executor)
    assert kernel.km.provisioner.process.wait(5) == 0


def test_shutdown_while_a_cell_runs(kernel):
    executor = executor_pid(kernel)
    cell = kernel.execute("print started\nstubborn 60000")
    kernel.until(cell, "stream")
    begin = time.monotonic()
    asked = kernel.send("shutdown_request", {"restart": False}, "control")
    kernel.reply(asked, "control")
    assert gone(kernel.pid) and gone(executor)
    assert time.monotonic() - begin < 2


def test_processes_that_cells_left_behind_end_with_the_kernel(kernel):
    r = kernel.run("system sleep 1000 & echo $!\n"
                   "system setsid sleep 1000 & echo $!")
    left = [int(pid) for pid in r.text().split()]
    assert len(left) == 2
    kernel.ask("shutdown_request", {"restart": False}, "control")
    assert gone(kernel.pid)
    assert all(gone(pid) for pid in left)


def test_a_crash_ends_what_the_cell_started(kernel):
    """Else a process that holds the pipes would print into the new session."""
    r = kernel.run("system sleep 1000 & echo $!\ncrash 11")
    assert gone(int(r.text()))
    kernel.still_works()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_end_it_cleanly(kernel, number):
    executor = executor_pid(kernel)
    os.kill(kernel.pid, number)
    assert kernel.km.provisioner.process.wait(5) == 0
    assert gone(executor)


@pytest.mark.parametrize("wrapper", [
    '"$@" & echo $!; wait',             # the kernel is the front end's child
    '(echo $$; "$@"; echo) & wait',     # a wrapper stands between them
])
def test_it_ends_when_its_front_end_is_gone(tmp_path, wrapper):
    spec = make_kernelspec(tmp_path / "k", fake_session())
    km = KernelManager()
    km.write_connection_file()
    argv = [km.connection_file if a == "{connection_file}" else a
            for a in spec["argv"]]
    env = {**os.environ, **spec["env"]}
    front_end = subprocess.Popen(
        ["sh", "-c", "export JPY_PARENT_PID=$$; " + wrapper, "sh", *argv],
        env=env, stdout=subprocess.PIPE, text=True)
    front_end.stdout.readline()
    kc = km.client()
    kc.start_channels()
    kc.wait_for_ready(timeout=TIMEOUT)
    msg_id = kc.execute("about")
    while (msg := kc.get_iopub_msg(timeout=TIMEOUT))["msg_type"] != "stream":
        pass
    assert parent(msg) == msg_id
    executor = int(msg["content"]["text"].split()[1])
    kc.stop_channels()
    front_end.kill()
    front_end.wait()
    assert gone(executor, 5)
    front_end.stdout.close()
    km.cleanup_connection_file()


def test_a_restarted_kernel_gets_its_ports_and_a_new_session(kernel):
    before = kernel.run("print x").reply_message["header"]["session"]
    for _ in range(3):
        kernel.km.restart_kernel(now=True)
        kernel.kc.wait_for_ready(timeout=TIMEOUT)
    kernel.held.clear()
    while kernel.kc.iopub_channel.msg_ready():
        kernel.kc.get_iopub_msg()
    r = kernel.run("print x")
    assert r.reply["execution_count"] == 1
    assert r.reply_message["header"]["session"] != before


def test_ports_that_are_taken_for_a_moment_are_waited_for(kernel, tmp_path):
    """The ports are still held by another process when the kernel starts."""
    info = kernel.km.get_connection_info()
    connection = kernel.km.connection_file
    argv = list(kernel.km.kernel_spec.argv)
    argv[argv.index("{connection_file}")] = connection
    env = {**os.environ, **kernel.km.kernel_spec.env}
    second = subprocess.Popen(argv, env=env)
    time.sleep(0.3)
    assert second.poll() is None
    kernel.ask("shutdown_request", {"restart": False}, "control")
    kernel.km.provisioner.process.wait(5)
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.connect(f"tcp://127.0.0.1:{info['hb_port']}")
    socket.send(b"ping")
    assert socket.poll(5000)
    socket.close()
    second.terminate()
    assert second.wait(5) == 0


def test_ports_that_stay_taken_are_named(kernel):
    argv = list(kernel.km.kernel_spec.argv)
    argv[argv.index("{connection_file}")] = kernel.km.connection_file
    second = subprocess.run(argv, capture_output=True, text=True, timeout=30)
    assert second.returncode == 1
    port = kernel.km.get_connection_info()["shell_port"]
    assert f":{port}: Address already in use." in second.stderr
