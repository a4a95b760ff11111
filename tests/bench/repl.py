"""clang-repl, driven by its standard input as if it were a kernel.

It is no kernel, so its times are without those of Jupyter's protocol. It
takes a line at a time: a cell goes to it as one line, with a statement at its
end that prints a mark and so tells that the cell is done.
"""

import os
import select
import subprocess
import tempfile
import time

from client import PATIENCE_S, Silent, memory_of


class Repl:
    """What client.Kernel can do, as far as there is a meaning to it."""

    def __init__(self, name, command, environment, folder):
        self.name = name
        self.errors = tempfile.TemporaryFile(dir=folder)
        self.count = 0
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.errors, bufsize=0, start_new_session=True,
            env={**os.environ, **environment})
        self.write("#include <stdio.h>")

    def write(self, line):
        self.process.stdin.write(line.encode() + b"\n")

    def read_until(self, mark):
        text = b""
        while not text.endswith(mark):
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        PATIENCE_S)
            part = os.read(self.process.stdout.fileno(), 1 << 16) \
                if ready else b""
            if not part:
                self.errors.seek(0)
                raise Silent(f"{self.name} does not answer; it said: "
                             + self.errors.read().decode()[-2000:])
            text += part
        return text[:-len(mark)].decode()

    def printed(self, code):
        """Seconds, and what the cell printed."""
        self.count += 1
        begin = time.perf_counter()
        self.write(" ".join(code.split("\n"))
                   + f' printf("@%d@\\n", {self.count}); fflush(stdout);')
        text = self.read_until(f"@{self.count}@\n".encode())
        return time.perf_counter() - begin, text

    def run(self, code):
        return self.printed(code)[0]

    def first_reply(self):
        """It has no kernel_info: nothing to measure."""
        return None

    def first_cell(self):
        self.run("1;")
        return time.perf_counter() - self.started

    def wait_ready(self):
        self.run("")

    def memory_kib(self, *kinds):
        return memory_of(self.process.pid, kinds)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.errors.close()
