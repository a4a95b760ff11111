"""What a reader is told, word for word. Each .diag file is a session of its
own: what the mistake is, the cells, and behind each cell all that appears.

    A semicolon is missing.
    >>>
    int x = 3
    printf("%d", x);
    <<<
    .. text           a line of stdout
    -> 42             the value of the cell
    anything else     stderr, then the error with its traceback, as sent

Files named without-* have no C compiler about, those named cc-* have one; all
others say the same with one and without.

Addresses are written 0x... and characters that nobody can see <U+FEFF>.

To review a change of wording, write the files again and read the diff:

    python tests/diagnostics/test_diagnostics.py --update [part of a name]
"""

import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session  # noqa: E402

LONGEST = 7  # lines of one error, the two of the place among them


def read_case(path):
    """The title and the cells, each a pair of code and what is seen."""
    title, *cells = path.read_text().split(">>>\n")
    return title, [cell.split("<<<\n") for cell in cells]


def visible(text):
    return re.sub(r"<U\+([0-9A-F]+)>", lambda m: chr(int(m[1], 16)), text)


def hidden(text):
    return re.sub(r"[\ufeff\u00a0\u200b\t\r]",
                  lambda m: f"<U+{ord(m[0]):04X}>", text)


def seen(outcome):
    lines = [".. " + line for line in outcome.stdout.splitlines()]
    if outcome.result:
        value = outcome.result["text/plain"]
        lines += ["-> " + line for line in value.split("\n")]
    lines += outcome.stderr.splitlines()
    lines += "\n".join(outcome.traceback).splitlines()
    if outcome.ename and not outcome.traceback:
        lines.append(f"{outcome.ename}: {outcome.evalue}")
    text = "".join(line.rstrip() + "\n" for line in lines)
    return hidden(re.sub(r"0x[0-9a-f]{5,}", "0x...", text))


NO_COMPILER = {"CC": "", "PATH": ""}


def run_case(path, folder, env=None):
    """The file as it is when its cells are run now."""
    title, cells = read_case(path)
    if path.stem.startswith("without-"):
        env = NO_COMPILER
    session = Session(cwd=folder, env=env)
    session.inputs = ["12\n"] * 3
    try:
        texts = [title]
        for code, _ in cells:
            outcome = session.run(visible(code[:-1]))
            texts.append(f">>>\n{code}<<<\n{seen(outcome)}")
        return "".join(texts)
    finally:
        session.close()


FILES = sorted(HERE.glob("*.diag"))
IDS = {"ids": lambda path: path.stem}


@pytest.mark.parametrize("path", FILES, **IDS)
def test_message(path, tmp_path):
    assert run_case(path, tmp_path) == path.read_text()


@pytest.mark.parametrize("path", [path for path in FILES
                                  if path.stem[:3] != "cc-"], **IDS)
def test_message_without_a_compiler(path, tmp_path):
    assert run_case(path, tmp_path, NO_COMPILER) == path.read_text()


@pytest.mark.parametrize("path", FILES, **IDS)
def test_message_is_short_and_plain(path):
    for code, text in read_case(path)[1]:
        shown = [line for line in text.splitlines()
                 if not line.startswith((".. ", "-> "))]
        parts = max(1, len(re.findall(r"^In\[\d+\]:\d+: warning", text, re.M)))
        assert len(shown) <= LONGEST * parts
        assert not re.search(r"lvalue|incompatible pointer|aggregate|"
                             r"constant expression|__(?!int128)\w|undeclared", text)


def update(part):
    for path in FILES:
        if part not in path.name:
            continue
        text = run_case(path, HERE)
        if text != path.read_text():
            path.write_text(text)
            print("written again:", path.name)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] != ["--update"]:
        sys.exit(__doc__)
    update(arguments[1] if len(arguments) > 1 else "")
