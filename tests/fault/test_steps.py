"""A process that is ended at any numbered step of running a cell leaves a
session that answers: see kernel/base/fault.h for the steps."""

import os
import pathlib
import re
import signal
import time

import pytest
from conftest import PROCESSES, processes_below, settled

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = (ROOT / "kernel" / "base" / "fault.h").read_text()
STEPS = re.findall(r"^\s+X\((\w+),", HEADER, re.M)
# What comes to the step in each cell, or at the start: once. A record is on
# the line more often; a copy is called, wakes and speaks only in a %undo.
MOST_RECORDS = 7
UNDO = {"waking", "woken", "revived", "undoing"}
ASKED = {"consulted"}  # only while a cell runs: see test_aside.py
AT_START = {"forking", "forked", "kept", "sleeping"}


def value(kernel, code):
    result = kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    return result.content("execute_result")[0]["data"]["text/plain"]


def state(pid):
    """Of a process: S sleeps, T is stopped, Z has ended."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1][1]


def name(pid):
    return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()


def soon(answer):
    """What answer() gives once it gives anything."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        found = answer()
        if found:
            return found
        time.sleep(0.002)
    raise AssertionError("it does not come")


def works(kernel):
    """It answers, runs new code, and has no process too many."""
    assert value(kernel, "int fresh(void) { return 42; } fresh()") == "42"
    assert len(settled(kernel)) <= PROCESSES


def cases():
    for step in STEPS:
        if step not in UNDO | ASKED and step != "half_record":
            # In the first cell, and with a copy of the cell before it.
            times = [1, 2, 3]
            if step in AT_START:
                times.append(4)
            yield from ((step, time) for time in times)
    yield from (("half_record", n + 1) for n in range(MOST_RECORDS))


def test_there_are_as_many_steps_as_a_cell_has():
    assert len(STEPS) == len(set(STEPS)) >= 20


@pytest.mark.parametrize("step, time", list(cases()))
def test_a_kill_at_a_step(start, step, time):
    """Each of three cells adds one; what is lost is told and no more than the
    cell itself and, if it could not be kept yet, the one before."""
    kernel = start(NABLA_FAULT=f"{step}:{time}")
    told, expected = "", None
    kernel.run("int steps = 0; void add(void) { steps++; }")
    for i in range(3):
        result = kernel.run("add(); steps")
        told += result.text("stderr") + str(result.reply.get("evalue"))
        if result.reply["status"] == "ok":
            expected = int(
                result.content("execute_result")[0]["data"]["text/plain"])
    result = kernel.run("steps")
    if result.reply["status"] == "error":  # it was killed in this very cell,
        told += result.reply["evalue"]     # or before, and lost the first one
        result = kernel.run("steps")
    if result.reply["status"] == "ok":
        left = int(result.content("execute_result")[0]["data"]["text/plain"])
        assert expected is None or expected - 1 <= left <= expected
    else:
        assert result.reply["ename"] == "CompileError"
        assert time <= (4 if step == "half_record" else 2)  # the first cell
    works(kernel)


@pytest.mark.parametrize("step", sorted(UNDO))
def test_a_kill_while_a_cell_is_undone(start, step):
    kernel = start(NABLA_FAULT=f"{step}:1")
    for i in range(4):
        kernel.run(f"int u{i} = {i};")
    result = kernel.run("%undo")
    assert result.reply["status"] in ("ok", "error")
    if result.reply["status"] == "ok":
        assert "In[4]" in result.text()
    if kernel.run("u1").reply.get("ename") == "Killed":
        step = "revived"  # it came as the copy was killed, with this cell
    assert value(kernel, "u1") == "1"
    assert kernel.run("u3").reply["ename"] == "CompileError"
    works(kernel)


@pytest.mark.parametrize("step", sorted(UNDO - {"undoing"}))
def test_a_kill_of_the_copy_that_wakes(start, step):
    """The one before it wakes; the reader is told what is gone."""
    kernel = start(NABLA_FAULT=f"{step}:1")
    for i in range(4):
        kernel.run(f"int u{i} = {i};")
    result = kernel.run("abort();")
    assert result.reply["ename"] == "Aborted"
    told = result.reply["evalue"] + "\n".join(result.reply["traceback"])
    result = kernel.run("u2")
    if result.reply["status"] == "error" and \
            result.reply["ename"] != "CompileError":
        told += result.reply["evalue"]
        result = kernel.run("u2")
    if step != "revived":
        assert "In[4]" in told
        assert kernel.run("u3").reply["ename"] == "CompileError"
    assert value(kernel, "u2") == "2"
    works(kernel)


def test_a_copy_that_ends_as_the_kernel_looks_away(start):
    """Its READY and its end are heard at once: it must not become the
    session, since nobody would ever hear of its end again."""
    kernel = start(NABLA_FAULT=f"woken:1:{int(signal.SIGSTOP)}")
    for i in range(4):
        kernel.run(f"int u{i} = {i};")
    request = kernel.execute("abort();")
    copy = soon(lambda: next(
        (pid for pid in processes_below(kernel.pid) if state(pid) == "T"), 0))
    os.kill(kernel.pid, signal.SIGSTOP)
    soon(lambda: state(kernel.pid) == "T")
    os.kill(copy, signal.SIGCONT)
    soon(lambda: name(copy) == "nabla-session" and state(copy) == "S")
    os.kill(copy, signal.SIGKILL)
    soon(lambda: state(copy) == "Z")
    os.kill(kernel.pid, signal.SIGCONT)
    result = kernel.result(request)
    assert result.reply["ename"] == "Aborted"
    assert value(kernel, "u2") == "2"
    # It had made a copy of its own, if it came to that.
    if "In[4]" in str(result.reply["traceback"]):
        assert kernel.run("u3").reply["ename"] == "CompileError"
    else:
        assert value(kernel, "u3") == "3"
    works(kernel)


def test_a_cell_that_is_sent_while_a_copy_wakes(start):
    """The copy runs it; so nobody may say that it was lost."""
    kernel = start(NABLA_FAULT=f"woken:1:{int(signal.SIGSTOP)}")
    kernel.run("int steps = 0;")
    kernel.run("steps++;")
    # Answered when its copy is known.
    kernel.ask("is_complete_request", {"code": "1"})
    session = next(pid for pid in processes_below(kernel.pid)
                   if name(pid) == "nabla-session")
    os.kill(session, signal.SIGKILL)
    copy = soon(lambda: next(
        (pid for pid in processes_below(kernel.pid) if state(pid) == "T"), 0))
    request = kernel.execute("++steps")
    time.sleep(0.2)  # it has come; if not, there is nothing to see here
    os.kill(copy, signal.SIGCONT)
    result = kernel.result(request)
    assert result.reply["status"] == "ok", result.reply
    assert "ended while no cell was running" in result.text("stderr")
    assert value(kernel, "steps") == "2"
    works(kernel)


def test_a_crash_of_the_compiler_is_no_fault_of_the_reader(start):
    kernel = start(NABLA_FAULT=f"compiling:2:{int(signal.SIGSEGV)}")
    kernel.run("int kept = 41;")
    result = kernel.run("int more = 2;")
    assert result.reply["ename"] == "CompilerCrash"
    assert "nothing of the cell has run" in result.reply["evalue"]
    assert value(kernel, "kept + 1") == "42"
    works(kernel)


def test_a_supervisor_that_is_killed_leaves_nothing(start):
    kernel = start()
    kernel.run("int kept = 41;")
    below = settled(kernel)
    assert below
    kernel.km.provisioner.process.kill()
    kernel.km.provisioner.process.wait(15)
    deadline = time.monotonic() + 15
    while below and time.monotonic() < deadline:
        below = {p for p in below if pathlib.Path(f"/proc/{p}").exists()}
        time.sleep(0.02)
    assert not below
