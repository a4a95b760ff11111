"""Talks to nabla-session directly, without Jupyter: the records of
kernel/link/records.h over a socketpair, stdout and stderr through pipes."""

import os
import re
import select
import signal
import socket
import struct
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("NABLA_BUILD", ROOT / "build"))


def record_kinds():
    """The record names in the order of records.h, from 1."""
    text = (ROOT / "kernel/link/records.h").read_text()
    return ["NONE"] + re.findall(r"^\s+X\((\w+),", text, re.M)


KINDS = record_kinds()


class Died(Exception):
    """The executor ended; its copy is the session now. crash: what it said."""

    def __init__(self, crash):
        super().__init__(": ".join(crash[:2]) or "the executor ended")
        self.crash = crash


class Outcome:
    """What came of one cell."""

    def __init__(self):
        self.stdout = self.stderr = ""
        self.result = {}
        self.displays = []
        self.pages = []
        self.ename = self.evalue = ""
        self.traceback = []


class Session:
    def __init__(self, cwd=None, env=None):
        ours, theirs = socket.socketpair()
        program = BUILD / "kernel/session/nabla-session"

        def wire():
            os.dup2(theirs.fileno(), 3)
            os.set_inheritable(3, True)

        self.process = subprocess.Popen(
            [str(program)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, preexec_fn=wire, close_fds=False, cwd=cwd,
            env={**os.environ, **(env or {})})
        theirs.close()
        self.line = ours
        self.received = b""
        self.number = 0
        self.count = 0
        self.inputs = []
        self.sleeper = 0
        self.crash = []
        self.pid = self.process.pid
        self.ending = os.pidfd_open(self.pid)
        for pipe in (self.process.stdout, self.process.stderr):
            os.set_blocking(pipe.fileno(), False)
        kind, _, _ = self.receive(10)
        assert kind == "READY"

    def send(self, kind, *fields):
        encoded = [f if isinstance(f, bytes) else str(f).encode()
                   for f in fields]
        body = struct.pack("=HHI", KINDS.index(kind), len(encoded),
                           self.number)
        for field in encoded:
            body += struct.pack("=I", len(field)) + field
        self.line.sendall(struct.pack("=I", len(body)) + body)

    def receive(self, timeout, outcome=None):
        while True:
            record = self.take_record()
            if record:
                return record
            pipes = [self.process.stdout, self.process.stderr]
            ready, _, _ = select.select([self.line, self.ending] + pipes, [],
                                        [], timeout)
            if not ready:
                raise TimeoutError("no record came")
            if outcome:
                self.drain(outcome)
            if self.ending in ready and self.line not in ready:
                self.revive()
            if self.line in ready:
                more = self.line.recv(1 << 20)
                if not more:
                    raise EOFError("the executor ended: "
                                   f"{self.process.wait()}")
                self.received += more

    def revive(self):
        """All that the dead executor said has been read: wake its copy."""
        if not self.sleeper:
            raise EOFError(f"the executor ended: {self.process.wait()}")
        os.kill(self.sleeper, signal.SIGUSR2)
        self.received = b""  # half a record is nobody's
        os.close(self.ending)
        self.pid, self.sleeper = self.sleeper, 0
        self.ending = os.pidfd_open(self.pid)
        while self.receive(10)[0] != "READY":  # it listens from then on
            pass
        crash, self.crash = self.crash, []
        raise Died(crash)

    def take_record(self):
        if len(self.received) < 4:
            return None
        size = struct.unpack_from("=I", self.received)[0]
        if len(self.received) < 4 + size:
            return None
        kind, count, number = struct.unpack_from("=HHI", self.received, 4)
        at, fields = 12, []
        for _ in range(count):
            length = struct.unpack_from("=I", self.received, at)[0]
            fields.append(self.received[at + 4:at + 4 + length])
            at += 4 + length
        self.received = self.received[4 + size:]
        return KINDS[kind], number, [f.decode("utf-8", "replace")
                                     for f in fields]

    def drain(self, outcome):
        for name, pipe in (("stdout", self.process.stdout),
                           ("stderr", self.process.stderr)):
            while True:
                try:
                    data = os.read(pipe.fileno(), 1 << 16)
                except BlockingIOError:
                    break
                if not data:
                    break
                text = data.decode("utf-8", "replace")
                setattr(outcome, name, getattr(outcome, name) + text)

    def run(self, code, timeout=30, flags="i"):
        self.number += 1
        self.count += 1
        outcome = Outcome()
        self.send("RUN", code, self.count, flags)
        while True:
            try:
                kind, _, fields = self.receive(timeout, outcome)
            except Died as death:
                outcome.ename, outcome.evalue = (death.crash + ["", ""])[:2]
                outcome.ename = outcome.ename or "Killed"
                outcome.traceback = death.crash[2:]
                return outcome
            self.drain(outcome)
            if kind == "CRASHED":
                self.crash = fields
            elif kind == "RESULT":
                outcome.result = dict(zip(fields[::2], fields[1::2]))
            elif kind == "DISPLAY":
                outcome.displays.append(dict(zip(fields[2::2], fields[3::2])))
                self.send("SHOWN")
            elif kind == "SLIDER":
                outcome.displays.append(dict(zip(fields[7::2], fields[8::2])))
                self.send("SHOWN")
            elif kind == "CHECKPOINT":
                self.keep_sleeper(int(fields[0]))
            elif kind == "CLEAR":
                self.send("SHOWN")
            elif kind == "PAGE":
                outcome.pages.append(dict(zip(fields[::2], fields[1::2])))
            elif kind == "NEED_INPUT":
                if self.inputs:
                    self.send("INPUT", self.inputs.pop(0), 0)
                else:
                    self.send("INPUT", "", 1)
            elif kind == "DONE":
                if fields[0] == "error":
                    outcome.ename, outcome.evalue = fields[1], fields[2]
                    outcome.traceback = fields[3:]
                return outcome

    def keep_sleeper(self, pid):
        """One sleeping copy is enough; -1: it stays as good as it is."""
        if pid < 0:
            return
        if self.sleeper:
            os.kill(self.sleeper, signal.SIGKILL)
        self.sleeper = pid

    def ask(self, kind, *fields):
        """COMPLETE, INSPECT, WHOLE or EVAL: the fields of the answer."""
        self.number += 1
        self.send(kind, *fields)
        while True:
            answer, _, fields = self.receive(10)
            if answer == "CHECKPOINT":
                self.keep_sleeper(int(fields[0]))
            elif answer != "READY":
                return fields

    def close(self):
        self.line.close()
        if self.pid == self.process.pid:
            self.process.wait(5)
        else:
            os.kill(self.pid, signal.SIGKILL)
            self.process.wait(5)
        os.close(self.ending)
        self.process.stdout.close()
        self.process.stderr.close()


def run(session, code):
    """A cell that must go well."""
    outcome = session.run(code)
    assert not outcome.ename, (outcome.ename, outcome.evalue)
    return outcome


def value(session, code):
    """What such a cell shows of its last value, as text."""
    return run(session, code).result["text/plain"]
