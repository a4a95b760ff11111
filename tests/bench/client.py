"""A Jupyter client that costs little: raw sockets, one HMAC, no parsing.

The time of a cell is from the moment its execute_request is handed to ZeroMQ
until the status idle that belongs to it has arrived.
"""

import datetime
import hmac
import json
import os
import pathlib
import random
import secrets
import socket
import subprocess
import time

import zmq

PORTS = ["shell", "iopub", "stdin", "control", "hb"]
PATIENCE_S = 120
COMPILERS = {"gcc", "cc1", "as", "ld", "collect2", "cc", "clang"}
QUIET_S = 0.5
GIVEN = set()  # ports


class Silent(Exception):
    """A kernel did not answer in time."""


class Kernel:
    """One running kernel: its process and the sockets to it."""

    def __init__(self, name, command, environment, folder):
        self.name = name
        self.key = secrets.token_hex(16).encode()
        self.session = secrets.token_hex(8)
        self.count = 0
        self.context = zmq.Context.instance()
        self.file = pathlib.Path(folder, f"{name}-{self.session}.json")
        ports = self.write_connection_file()
        command = [part.replace("{connection_file}", str(self.file))
                   for part in command]
        self.errors = open(self.file.with_suffix(".log"), "wb")
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.errors,
            stderr=self.errors, start_new_session=True,
            env={**os.environ, **environment,
                 "JPY_PARENT_PID": str(os.getpid())})
        self.shell = self.connect(zmq.DEALER, ports["shell"])
        self.control = self.connect(zmq.DEALER, ports["control"])
        self.iopub = self.connect(zmq.SUB, ports["iopub"])

    def write_connection_file(self):
        ports = dict(zip(PORTS, free_ports(len(PORTS))))
        self.file.write_text(json.dumps({
            "ip": "127.0.0.1", "transport": "tcp", "key": self.key.decode(),
            "signature_scheme": "hmac-sha256", "kernel_name": self.name,
            **{f"{name}_port": port for name, port in ports.items()}}))
        return ports

    def connect(self, kind, port):
        """The client is there first, and tries again each millisecond: with
        ZeroMQ's 100 ms the start of a fast kernel could not be seen."""
        found = self.context.socket(kind)
        found.linger = 0
        found.rcvhwm = found.sndhwm = 0
        found.reconnect_ivl = 1
        if kind == zmq.SUB:
            found.subscribe(b"")
        found.connect(f"tcp://127.0.0.1:{port}")
        return found

    def send(self, channel, kind, content):
        """Send a request; its id is returned, as bytes to look for."""
        self.count += 1
        msg_id = f"{self.session}-{self.count}"
        now = datetime.datetime.now(datetime.timezone.utc).isoformat()
        header = {"msg_id": msg_id, "session": self.session,
                  "username": "bench", "date": now, "msg_type": kind,
                  "version": "5.3"}
        parts = [json.dumps(header).encode(), b"{}", b"{}",
                 json.dumps(content).encode()]
        signature = hmac.digest(self.key, b"".join(parts), "sha256").hex()
        channel.send_multipart([b"<IDS|MSG>", signature.encode(), *parts])
        return msg_id.encode()

    def receive(self, channel):
        """Header, parent header and content of a message, not parsed."""
        self.wait_for(channel)
        frames = channel.recv_multipart()
        at = frames.index(b"<IDS|MSG>")
        return frames[at + 2], frames[at + 3], frames[at + 5]

    def wait_for(self, channel):
        for _ in range(PATIENCE_S):
            if channel.poll(1000):
                return
            if self.process.poll() is not None:
                break
        raise Silent(f"{self.name} does not answer (process state "
                     f"{self.process.poll()}); it said: "
                     + pathlib.Path(self.errors.name).read_text()[-2000:])

    def reply(self, channel, msg_id):
        while True:
            _, parent, content = self.receive(channel)
            if msg_id in parent:
                return json.loads(content)

    def first_reply(self):
        """Seconds from the start of the process to its kernel_info_reply."""
        self.reply(self.shell, self.send(self.shell, "kernel_info_request",
                                         {}))
        return time.perf_counter() - self.started

    def first_cell(self):
        """Seconds from the start of the process to a cell's reply."""
        msg_id = self.send_cell("1;")
        self.reply(self.shell, msg_id)
        return time.perf_counter() - self.started

    def send_cell(self, code):
        return self.send(self.shell, "execute_request", {
            "code": code, "silent": False, "store_history": True,
            "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": True})

    def wait_ready(self):
        """Until a status arrives, too: then the subscription stands."""
        self.first_reply()
        while not self.iopub.poll(50):
            self.reply(self.shell, self.send(self.shell,
                                             "kernel_info_request", {}))
        self.run("")

    def run(self, code, on_message=None):
        """Execute a cell and return its seconds; an error is an exception."""
        start = time.perf_counter()
        msg_id = self.send_cell(code)
        while True:
            header, parent, content = self.receive(self.iopub)
            if msg_id not in parent:
                continue
            if on_message:
                on_message(header, content)
            if b'"idle"' in content and b'"status"' in header:
                break
        seconds = time.perf_counter() - start
        reply = self.reply(self.shell, msg_id)
        if reply["status"] != "ok":
            raise RuntimeError(f"{self.name}: {reply.get('evalue')}\n{code}")
        return seconds

    def printed(self, code):
        """Seconds, and what the cell printed."""
        texts = []

        def on_message(header, content):
            if b'"stream"' in header:
                texts.append(json.loads(content)["text"])

        seconds = self.run(code, on_message)
        return seconds, "".join(texts)

    def memory_kib(self, *kinds):
        return memory_of(self.process.pid, kinds)

    def stop(self):
        try:
            self.reply(self.control, self.send(
                self.control, "shutdown_request", {"restart": False}))
            self.process.wait(5)
        except (Silent, subprocess.TimeoutExpired):
            pass
        finally:
            self.process.kill()
            self.process.wait()
            for channel in (self.shell, self.control, self.iopub):
                channel.close()
            self.errors.close()
            self.file.unlink()
            pathlib.Path(self.errors.name).unlink()


def free_ports(count):
    """Ports that are free now, held until all are chosen. Below those that
    the system gives to clients, and none twice, or one of fifty kernels may
    lose its own before it has bound them."""
    held = []
    while len(held) < count:
        port = random.randrange(20_000, 32_000)
        if port in GIVEN:
            continue
        try:
            held.append(socket.create_server(("127.0.0.1", port)))
        except OSError:
            continue
        GIVEN.add(port)
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def children_of(pid):
    """Of a process that may end while it is looked at."""
    try:
        return [int(child)
                for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def family(pid):
    """A process and its descendants."""
    found = [pid]
    for parent in found:
        found += children_of(parent)
    return found


def name_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_compiling(pid):
    """A compiler runs, started by the process."""
    return any(name_of(one) in COMPILERS for one in family(pid))


def wait_for_compilers(pid, most_s=20):
    """A hundred megabytes that will be gone are not the kernel's."""
    end = time.monotonic() + most_s
    seen = time.monotonic()
    while time.monotonic() < end and time.monotonic() - seen < QUIET_S:
        if is_compiling(pid):
            seen = time.monotonic()
        time.sleep(0.01)


def memory_of(pid, kinds):
    """KiB of these kinds, by their names in smaps_rollup, of a process and
    all that it started, but for compilers."""
    return sum(memory_of_one(one, kinds) for one in family(pid)
               if name_of(one) not in COMPILERS)


def memory_of_one(pid, kinds):
    try:
        text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines()
               if line.split(":")[0] in kinds)
