"""A session of its own for every test, in a folder of its own, with what a C
reader has at hand: files, libraries, a compiler."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from session import Session  # noqa: E402


class World:
    """A session and the folder that it runs in."""

    def __init__(self, folder):
        self.folder = folder
        self.session = Session(cwd=folder)
        self.clock = 1_700_000_000

    def restart(self, env):
        """A new session, with these variables in its environment."""
        self.session.close()
        self.session = Session(cwd=self.folder, env=env)

    def file(self, name, text):
        """Write a file; each writing has a time of its own."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.clock += 1
        os.utime(path, (self.clock, self.clock))
        return path

    def run(self, code):
        return self.session.run(code)

    def value(self, code):
        """What the cell shows; it must end well."""
        outcome = self.run(code)
        assert not outcome.ename, "\n".join(outcome.traceback)
        return outcome.result.get("text/plain", "")

    def prints(self, code):
        outcome = self.run(code)
        assert not outcome.ename, "\n".join(outcome.traceback)
        return outcome.stdout

    def fails(self, code):
        """The error of the cell: its name, its sentence, its traceback."""
        outcome = self.run(code)
        assert outcome.ename, "the cell should have failed"
        return (f"{outcome.ename}: {outcome.evalue}\n"
                + "\n".join(outcome.traceback))

    def make(self, *command):
        """A command in the folder, such as the compiler's."""
        subprocess.run(command, cwd=self.folder, check=True)


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.session.close()
