"""What the tests of handouts share: those of all lessons, made once, and a
Chromium to look at pages."""

import pathlib
import re
import subprocess
import sys

import nbformat
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "kernelspec/handouts/handouts.py"
sys.path.insert(0, str(PROGRAM.parent))
from printing import Printer  # noqa: E402

LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
DATE = "2026-01-31"


def make(*arguments, cwd=None):
    """Run the program; its status and what it said."""
    done = subprocess.run([sys.executable, PROGRAM, *map(str, arguments)],
                          cwd=cwd, text=True, capture_output=True)
    return done.returncode, done.stdout + done.stderr


def text_of(pdf):
    """The text of each page."""
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], text=True,
                          capture_output=True, check=True)
    return done.stdout.split("\f")[:-1]


def filled_of(pdf):
    """Of each page, how much of its height is in use above the last line that
    is printed there, head and foot left out."""
    data = subprocess.run(["pdftoppm", "-gray", "-r", "20", pdf],
                          capture_output=True, check=True).stdout
    shares = []
    while data:
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
        wide, high = int(head[1]), int(head[2])
        page, data = data[head.end():], data[head.end() + wide * high:]
        top, end = int(0.06 * high), int(0.94 * high)
        inked = [y for y in range(top, end)
                 if min(page[y * wide:(y + 1) * wide]) < 200]
        shares.append((max(inked, default=top) - top) / (end - top))
    return shares


class Handouts:
    """The folder with the handouts of all lessons."""

    def __init__(self, folder):
        self.folder, self.texts = folder, {}

    def file(self, lesson, kind, suffix):
        return self.folder / f"{lesson.stem}-{kind}.{suffix}"

    def pages(self, lesson, kind):
        file = self.file(lesson, kind, "pdf")
        if file not in self.texts:
            self.texts[file] = text_of(file)
        return self.texts[file]

    def filled(self, lesson, kind):
        return filled_of(self.file(lesson, kind, "pdf"))

    def html(self, lesson, kind):
        return self.file(lesson, kind, "html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def handouts(tmp_path_factory):
    """Two processes share the work, as there are two processors or more."""
    folder = tmp_path_factory.mktemp("handouts")
    halves = [subprocess.Popen(
        [sys.executable, PROGRAM, "-o", folder, "--date", DATE, *half],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for half in (LESSONS[::2], LESSONS[1::2])]
    for half in halves:
        said = half.communicate()[0]
        assert half.returncode == 0, said
    return Handouts(folder)


@pytest.fixture(scope="session")
def printer():
    with Printer() as one:
        yield one


@pytest.fixture(scope="session")
def notebook_of():
    kept = {}

    def read(lesson):
        if lesson not in kept:
            kept[lesson] = nbformat.read(lesson, as_version=4)
        return kept[lesson]
    return read
