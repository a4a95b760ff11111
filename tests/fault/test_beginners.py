"""What a beginner reads after a classic mistake, word by word.

beginners/NAME.cell is a cell, and below a line `---` what is typed for it;
NAME.golden is what the page shows then, except for the compiler's warnings,
which tests/diagnostics has. Each cell is run in a new session.
After a change of words: NABLA_WRITE_GOLDEN=1 writes the .golden files anew;
read each of them as somebody who has known C for a week.
"""

import os
import pathlib
import re

import pytest

HERE = pathlib.Path(__file__).resolve().parent / "beginners"
# The C compiler leaves out an array that nobody reads, and so the stack is
# large enough.
FITS = {"20_local_array_too_large"}
CELLS = [path for path in sorted(HERE.glob("*.cell"))
         if os.environ.get("NABLA_FAST") != "always" or path.stem not in FITS]


def read_cell(path):
    """The cell, and the lines that are typed for it."""
    code, mark, typed = path.read_text().partition("\n---\n")
    return code.rstrip("\n"), typed.splitlines() if mark else None


def run(kernel, code, typed):
    """The result of a cell; each question gets the next line."""
    if typed is None:
        return kernel.run(code)
    cell = kernel.execute(code, allow_stdin=True)
    for line in typed:
        kernel.kc.get_stdin_msg(timeout=15)
        kernel.kc.input(line)
    return kernel.result(cell)


WARNING = re.compile(r"In\[\d+\]:\d+: warning: .*\n( +\d+ \| .*\n +\| .*\n)?")


def page(result):
    """What is shown, in order."""
    shown = []
    for message in result.messages:
        content = message["content"]
        if message["msg_type"] == "stream":
            shown.append(WARNING.sub("", content["text"]).rstrip("\n"))
        elif message["msg_type"] == "execute_result":
            shown.append("Out: " + content["data"]["text/plain"])
        elif message["msg_type"] == "error":
            shown.extend(content["traceback"])
    return "\n".join(text for text in shown if text) + "\n"


def test_there_are_enough():
    assert len(CELLS) >= 30


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_what_a_beginner_reads(start, path):
    code, typed = read_cell(path)
    kernel = start()
    shown = page(run(kernel, code, typed))
    golden = path.with_suffix(".golden")
    if os.environ.get("NABLA_WRITE_GOLDEN"):
        golden.write_text(shown)
    assert shown == golden.read_text()
    # Nothing that only those who made it understand.
    assert not re.search(r"0x[0-9a-f]{4}|__nb_|nb_\d|_IO_|__libc|bounds_",
                         shown), shown
    again = kernel.run("6 * 7")
    assert again.content("execute_result")[0]["data"]["text/plain"] == "42"
