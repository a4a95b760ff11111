"""The text of the sources: what no compiler looks at."""

import ast
import json
import pathlib
import re
import shutil
import subprocess
import unicodedata

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = {".git", ".venv", "__pycache__", ".ipynb_checkpoints",
           ".pytest_cache"}
BINARY = {".png", ".gz", ".ico", ".pdf", ".seed"}
LONGEST_FILE, LONGEST_LINE, LONGEST_FUNCTION = 700, 120, 60

# A string, a character, a comment of either kind: whichever begins first.
TOKEN = re.compile(
    r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', re.S)
FORBIDDEN = re.compile(r"\b(strtok|atoi|sprintf|strcpy|strcat|gets|alloca)"
                       r"\s*\(")
# Put together, or this file would find itself.
MACHINE = re.compile("|".join(["/wo" "rk/", "/tmp/w" "t/", "/ro" "ot/",
                               "/ho" "me/[a-z]", "farm-" "studio"]))


def all_files():
    """What belongs to the project, whether committed or about to be."""
    waiting, found = [ROOT], []
    while waiting:
        for path in waiting.pop().iterdir():
            if path.name in SKIPPED or path.name.startswith("build"):
                continue
            if path.is_dir():
                waiting.append(path)
            elif path.suffix not in BINARY:
                found.append(path)
    return sorted(found)


FILES = all_files()
C_FILES = [path for path in FILES if path.suffix in {".c", ".h"}]
IDS = {"ids": lambda path: str(path.relative_to(ROOT))}


def text_of(path):
    return path.read_bytes().decode("utf-8")


def bare_code(text):
    """C without its strings and comments, the lines kept."""
    def blank(match):
        return "\n" * match.group().count("\n") or " "
    return TOKEN.sub(blank, text)


def line_comments(text):
    return [match.group() for match in TOKEN.finditer(text)
            if match.group().startswith("//")]


def surprises(text):
    """Characters that a reader cannot see or would misread."""
    return {f"U+{ord(c):04X}" for c in text
            if c not in "\n\t" and unicodedata.category(c) in
            {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"} or c == "\u00a0"}


@pytest.mark.parametrize("path", FILES, **IDS)
def test_text_is_plain_and_names_no_machine(path):
    text = text_of(path)
    assert not surprises(text)
    assert not MACHINE.findall(text)
    if path.suffix in {".c", ".h", ".py", ".build", ""} and text:
        assert text.endswith("\n")
        assert not re.findall(r"[ \t]+$", text, re.M)


@pytest.mark.parametrize("path", C_FILES, **IDS)
def test_c_keeps_to_the_house_style(path):
    text = text_of(path)
    assert line_comments(text) == []
    assert "\t" not in text
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)
    if path.suffix == ".h":
        assert text.startswith("/*"), "a header says first what it is for"


@pytest.mark.parametrize(
    "path", [path for path in C_FILES if "tests" not in path.parts], **IDS)
def test_what_ships_is_careful(path):
    text = text_of(path)
    assert FORBIDDEN.findall(bare_code(text)) == []
    assert max(map(len, text.splitlines()), default=0) <= LONGEST_LINE


def long_functions(text):
    """The first lines of those that are too long. One with a reason says it
    in the comment above, behind NOLINT(readability-function-size)."""
    found, lines, begin = [], text.splitlines(), 0
    for i, line in enumerate(lines):
        if re.match(r"\w", line):
            begin = i
        elif line == "}" and i - begin >= LONGEST_FUNCTION:
            if "NOLINT(readability-function-size)" not in lines[begin - 1]:
                found.append(lines[begin])
    return found


def long_python_functions(text):
    return [node.name for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef)
            and node.end_lineno - node.lineno >= LONGEST_FUNCTION]


@pytest.mark.parametrize(
    "path", C_FILES + [path for path in FILES if path.suffix == ".py"], **IDS)
def test_files_and_functions_are_short(path):
    text = text_of(path)
    assert len(text.splitlines()) <= LONGEST_FILE
    long = long_python_functions if path.suffix == ".py" else long_functions
    assert long(text) == []


def test_a_long_function_would_be_found():
    body = "int f(void) {\n" + "    g();\n" * 59 + "}\n"
    assert long_functions(body) == ["int f(void) {"]
    assert long_functions(body.replace("    g();\n", "", 1)) == []
    reason = "/* A table. NOLINT(readability-function-size) */\n"
    assert long_functions(reason + body) == []
    assert long_python_functions("def f():\n" + "    g()\n" * 60) == ["f"]


def test_a_line_comment_would_be_found():
    text = '/* // fine */ char *s = "// fine"; // not fine\n'
    assert line_comments(text) == ["// not fine"]
    assert FORBIDDEN.findall(bare_code('"sprintf(" sprintf (b)')) == ["sprintf"]


def test_a_cells_life_names_real_functions():
    """Each row of README's table greps to one definition, in its file."""
    rows = re.findall(r"^\| \d+ \| `(\w+)` \| (\S+) \|",
                      text_of(ROOT / "README.md"), re.M)
    assert len(rows) >= 10
    for function, file in rows:
        definition = re.compile(rf"^\w[^\n;]*\b{function}\([^;]*?\{{$",
                                re.M | re.S)
        homes = [str(path.relative_to(ROOT)) for path in C_FILES
                 if path.suffix == ".c" and definition.search(text_of(path))]
        assert homes == [file], function


@pytest.mark.parametrize("path", [ROOT / "nabla", ROOT / ".ci/run"], **IDS)
def test_scripts_are_plain_shell(path):
    shell = shutil.which("dash") or "/bin/sh"
    subprocess.run([shell, "-n", path], check=True)
    assert path.stat().st_mode & 0o111, "the file must be executable"


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".ipynb"], **IDS)
def test_notebooks_end_without_an_error(path):
    for cell in json.loads(text_of(path))["cells"]:
        if "raises-exception" not in cell["metadata"].get("tags", []):
            kinds = [out["output_type"] for out in cell.get("outputs", [])]
            assert "error" not in kinds, "".join(cell["source"])
