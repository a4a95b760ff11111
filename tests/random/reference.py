"""What the C compiler makes of a program: the other opinion, asked ahead of
time on all processors, since it takes far longer than a session does."""

import concurrent.futures
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

FLAGS = ("-w", "-std=gnu11", "-ffp-contract=off", "-fexcess-precision=standard")
LONGEST = 2  # seconds of the processor; a program that needs more is none


class Reference:
    """Programs in the order in which the tests ask for them: the next ones
    are under way already."""

    def __init__(self, programs, ahead=8):
        """programs: a list of (key, function that gives a text and the
        compilers, each a command)."""
        self.folder = Path(tempfile.mkdtemp(prefix="nabla-random-"))
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2)
        self.waiting = list(programs)[::-1]
        self.running = {}
        self.ahead = ahead

    def start_more(self):
        while self.waiting and len(self.running) < self.ahead:
            key, make = self.waiting.pop()
            self.running[key] = self.pool.submit(self.work, key, make)

    def work(self, key, make):
        made = make()
        text, compilers = made[0], made[1]
        return made, [self.output(key, number, text, compiler)
                      for number, compiler in enumerate(compilers)]

    def output(self, key, number, text, compiler):
        """What the program prints; None if it does not end."""
        name = f"{key}-{number}"
        source, program = self.folder / f"{name}.c", self.folder / name
        source.write_text(text)
        subprocess.run([*compiler, *FLAGS, source, "-o", program, "-lm"],
                       check=True, capture_output=True)
        source.unlink()
        done = subprocess.run(["prlimit", f"--cpu={LONGEST}", program],
                              capture_output=True)
        program.unlink()
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            return None
        done.check_returncode()
        return done.stdout.decode()

    def take(self, key):
        """What make() of this key gave, and what each compiler's program
        printed."""
        if key not in self.running:
            at = [name for name, _ in self.waiting].index(key)
            self.running[key] = self.pool.submit(
                self.work, key, self.waiting.pop(at)[1])
        future = self.running[key]
        self.start_more()
        try:
            return future.result()
        finally:
            del self.running[key]

    def close(self):
        self.pool.shutdown(cancel_futures=True)
        shutil.rmtree(self.folder)
