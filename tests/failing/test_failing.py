"""The n-th call of each kind fails, counted up until a session passes
untouched.

Law: the supervisor neither ends nor hangs; every request gets an answer, and
an error is a finished sentence; a cell that failed has changed nothing, and
the cell after it runs.
"""

import os
import pathlib
import re
import subprocess
import sys
import time

import pytest

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("NABLA_BUILD", HERE.parents[1] / "build"))
FAILING = BUILD / "tests" / "support" / "failing.so"
sys.path.insert(0, str(HERE.parent / "support"))
from kernels import wire  # noqa: E402


def numbers(is_long):
    """1, 2, 3, ... and then ever larger steps, unless there is time."""
    n = 1
    while True:
        yield n
        n += 1 if is_long else n


class NoStart(Exception):
    """The kernel has ended before it could be asked anything."""


def kernel_class(client):
    class Kernel(client.Kernel):
        def wait_for_port(self):
            """Until it ends, or answers the heart beat's port."""
            process = self.km.provisioner.process
            deadline = time.monotonic() + client.TIMEOUT
            while time.monotonic() < deadline:
                if process.poll() is not None:
                    self.km.cleanup_resources()
                    raise NoStart
                if client.socket.socket().connect_ex(
                        (self.km.ip, self.km.hb_port)) == 0:
                    return
                time.sleep(0.005)

    return Kernel


class Run:
    """A scripted session in which a call fails."""

    def __init__(self, folder, program, call, number, **env):
        self.log = folder / f"struck-{program}-{call}-{number}"
        client = wire()
        client.make_kernelspec(
            folder / "kernels" / "nabla-test", LD_PRELOAD=str(FAILING),
            FAILING=f"{program}:{call}:{number}", FAILING_LOG=str(self.log),
            **{"NABLA_FAST": "off", **env})
        self.where = (program, call, number)
        self.told = folder / "stderr"
        self.kernel = None
        with open(self.told, "w") as stderr:
            try:
                self.kernel = kernel_class(client)(folder, stderr=stderr)
            except NoStart:  # then it must say why
                told = self.told.read_text()
                assert re.search(r"^nabla-kernel: The .+ .+\.$", told), (
                    self.where, told)

    @property
    def was_struck(self):
        return self.log.exists()

    def ask(self, code):
        """The result of a cell; whatever came of it, it is well said."""
        try:
            result = self.kernel.run(code)
        except Exception as error:
            raise AssertionError(
                f"{self.where}: no answer to {code!r}; the kernel "
                f"{'lives' if self.kernel.km.is_alive() else 'is dead'}"
            ) from error
        if result.reply["status"] == "error":
            told = result.reply["evalue"]
            assert told and told[-1] not in ",:;(", (self.where, told)
            assert re.search(r"\w \w", told), (self.where, told)
        return result

    def value(self, code):
        result = self.ask(code)
        if result.reply["status"] != "ok":
            return None
        return result.content("execute_result")[0]["data"]["text/plain"]

    def ask_panel(self, command, **arguments):
        """The variables' panel is answered, if only with a refusal."""
        asked = self.kernel.send("debug_request", {
            "type": "request", "seq": 7, "command": command,
            "arguments": arguments}, "control")
        message = {"parent_header": {}}
        while message["parent_header"].get("msg_id") != asked:
            message = self.kernel.kc.get_control_msg(timeout=60)
        told = message["content"]
        assert "body" in told or len(told["message"]) > 20, (self.where, told)

    def script(self):
        """Cells, a plot, the panel, an error, a crash, an undo. What a cell
        says it has done is done, what it says has failed is not."""
        if not self.kernel:
            return
        expected = 0
        self.ask("int n = 0; int step(void) { return ++n; }")
        for code in ("step();", "_Complex double z = 1; z *= 2; __real__ z",
                     "nb_plot(nb_line_y(nb_vec(3, 1, 2)));",
                     "int x = undeclared_name;", "step(); step();",
                     "step(); *(volatile int *)0 = 1;", "int gone = 1;",
                     "%undo"):
            result = self.ask(code)
            if result.reply["status"] == "ok":
                expected += code.count("step()")
            if "nb_plot" in code:
                self.ask_panel("inspectVariables")
                self.ask_panel("richInspectVariables", variableName="z")
        left = self.value("n")
        if left is None:  # the failure struck here, or the first cell is gone
            self.ask("int n = 0; int step(void) { return ++n; }")
            left, expected = self.value("n"), None
        assert self.kernel.km.is_alive(), self.where
        assert left is not None, self.where
        told = [expected, expected - 1, expected - 2] if expected else [0]
        assert expected is None or int(left) in told, (self.where, left)
        fresh = "int fresh(void) { return 42; } fresh()"
        assert "42" in (self.value(fresh), self.value(fresh)), self.where

    def end(self):
        if not self.kernel:
            return
        process = self.kernel.km.provisioner.process
        self.kernel.km.request_shutdown()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.where}: it does not end") from None
        finally:
            self.kernel.stop()


IN_BOTH = ["malloc", "read", "open", "fcntl", "fork", "socket", "send", "recv",
           "poll", "short"]
CASES = [("nabla-kernel", call) for call in IN_BOTH + [
    "signalfd", "pipe", "exec"]] + [
    ("nabla-session", call) for call in IN_BOTH + [
        "write", "mmap", "mprotect", "memfd_create", "clone", "spawn",
        "pread"]]
RARE = {("nabla-session", "fork"), ("nabla-session", "open"),
        ("nabla-session", "poll"), ("nabla-session", "socket"),
        ("nabla-kernel", "short")}  # which a session may do without


@pytest.mark.parametrize("program, call", CASES)
def test_one_call_fails(tmp_path, program, call):
    struck = 0
    for number in numbers(os.environ.get("NABLA_LONG")):
        run = Run(tmp_path, program, call, number)
        try:
            run.script()
        finally:
            run.end()
        if not run.was_struck:
            break
        struck += 1
    assert struck or (program, call) in RARE


LOOP = """double sum(int n) {
    double s = 0;
    for (int i = 0; i < n; i++) s += i % 7;
    return s;
}
int ready = 1;"""


@pytest.mark.parametrize("call", ["malloc", "fcntl", "mmap", "mprotect",
                                  "memfd_create", "clone", "spawn", "exec",
                                  "pread", "short"])
def test_one_call_fails_as_code_is_made_fast(tmp_path, call):
    """Whatever fails for the C compiler's code, TinyCC's is there, and has the
    same results."""
    struck = 0
    for number in numbers(os.environ.get("NABLA_LONG")):
        run = Run(tmp_path, "nabla-session", call, number, NABLA_FAST="always")
        try:
            if run.kernel:
                told = [run.value(code) for code in
                        (LOOP + " sum(1)", "sum(300000)", "sum(300000)")]
                if told[0] is None:  # it was the cell itself that failed
                    run.ask(LOOP)
                    told[2] = run.value("sum(300000)")
                assert run.kernel.km.is_alive(), run.where
                assert "899997" in told[1:], (run.where, told)
                assert set(told[1:]) <= {"899997", None}, (run.where, told)
        finally:
            run.end()
        if not run.was_struck:
            break
        struck += 1
    assert struck


@pytest.mark.parametrize("program, call", [
    ("nabla-session", "malloc"), ("nabla-session", "mmap"),
    ("nabla-session", "open"), ("nabla-session", "memfd_create"),
    ("nabla-kernel", "open"), ("nabla-kernel", "socket")])
def test_all_calls_fail_from_some_moment_on(tmp_path, program, call):
    """A machine that has nothing left: nothing can be expected to work, but
    each cell is answered, and the kernel is there."""
    for number in (1, 2, 5, 40):
        run = Run(tmp_path, program, call, f"{number}-")
        try:
            for code in ("int n = 1;", "n + 1", "*(volatile int *)0 = 1;",
                         "printf(\"still\\n\");"):
                if run.kernel:
                    run.ask(code)
                    assert run.kernel.km.is_alive(), run.where
        finally:
            run.end()
