"""Bad input gives a clear error and loses nothing: after each of these cells
a variable that was set before has its value, and the next cell runs."""

import os
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from session import Session  # noqa: E402

MEGABYTE = 1 << 20

BAD = {
    "invalid UTF-8": (b"int x\xff = 3;", "CompileError", "UTF-8"),
    "NUL": (b"int x = 3;\0int y;", "CompileError", "NUL"),
    "unterminated string": ('printf("abc);', "CompileError", "not closed"),
    "unterminated comment": ("int x; /* abc", "CompileError", "never closed"),
    "unterminated character": ("char c = 'a;", "CompileError", "not closed"),
    "missing header": ("#include <no/such.h>", "CompileError",
                       "no/such.h"),
    "undefined symbol": ("int nowhere_to_be_found(int);\n"
                         "nowhere_to_be_found(3);", "UndefinedFunction",
                         "never defined"),
    "undefined variable": ("extern int nowhere; int *p = &nowhere; nope",
                           "CompileError", "nope"),
    "type error inside a macro": (
        "#define ADD(a, b) ((a) + (b).x)\nint q = 1;\nADD(q, q);",
        "CompileError", ""),
    "only closing braces": ("}}}", "CompileError", ""),
    "too many parentheses": ("(" * 100000, "CompileError", ""),
    "too many braces": ("{" * 100000, "CompileError", ""),
    "macro that explodes": (
        "#define A B B B B B B B B B B\n#define B C C C C C C C C C C\n"
        "#define C D D D D D D D D D D\n#define D E E E E E E E E E E\n"
        "#define E F F F F F F F F F F\n#define F G G G G G G G G G G\n"
        "#define G x x x x x x x x x x\nA", "CompileError", ""),
    "header that includes itself": ('#include "self.h"', "CompileError", ""),
    "#error": ("#error this is not allowed", "CompileError",
               "this is not allowed"),
    "#if without #endif": ("#if 1\nint x;", "CompileError", "#endif"),
    "division by zero in #if": ("#if 1 / 0\n#endif", "CompileError", "zero"),
    "negative array": ("int a[-1];", "ArraySizeError", "-1 elements"),
    "an enormous array": ("char huge[1L << 40];", "CompileError",
                          "'huge' would take"),
    "redefined with another type in a cell": ("int two; double two;",
                                              "CompileError", "twice"),
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    (folder / "self.h").write_text('#include "self.h"\n')
    session = Session(cwd=folder)
    session.run("int kept = 41;")
    yield session
    session.close()


@pytest.mark.parametrize("name", BAD)
def test_bad_input(session, name):
    code, ename, text = BAD[name]
    outcome = session.run(code)
    assert outcome.ename == ename, outcome.evalue
    assert text in outcome.evalue
    assert session.run("kept + 1").result["text/plain"] == "42"


def test_ten_megabytes(session):
    code = "// " + "x" * 77 + "\n"
    outcome = session.run(code * (10 * MEGABYTE // len(code)) + "kept")
    assert outcome.result["text/plain"] == "41"


def test_ten_megabytes_of_numbers(session):
    count = 10 * MEGABYTE // 8
    code = ("int big[] = {" + ",".join(["1234567"] * count) + "};\n"
            "big[1000] + sizeof big / sizeof *big")
    outcome = session.run(code, timeout=60)
    assert outcome.result["text/plain"] == str(1234567 + count)


def test_ten_thousand_definitions(session):
    code = "".join(f"int d{i}(int x) {{ return x + {i}; }}\n"
                   for i in range(10000))
    start = time.monotonic()
    outcome = session.run(code + "d1(d9999(1))", timeout=60)
    assert outcome.result["text/plain"] == "10001"
    waits = os.environ.get("NABLA_FAST") == "always"  # for the C compiler
    assert waits or time.monotonic() - start < 30


def test_ten_thousand_lines(session):
    code = "int lines = 0;\n" + "lines += 2;\n" * 10000 + "lines"
    assert session.run(code, timeout=60).result["text/plain"] == "20000"


def test_a_thousand_nested_braces(session):
    code = "int deep = 0;\n" + "{" * 1000 + "deep = 7;" + "}" * 1000 + "deep"
    assert session.run(code).result["text/plain"] == "7"


def test_a_thousand_nested_parentheses(session):
    outcome = session.run("(" * 1000 + "5" + ")" * 1000)
    assert outcome.result["text/plain"] == "5"


def test_printf_redefined(session):
    outcome = session.run('int printf(const char *f, ...) { return 9; }\n'
                          '(printf("x"))')
    assert outcome.result["text/plain"] == "9"
    assert outcome.stdout == ""
