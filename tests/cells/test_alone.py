"""nabla-session by hand: --replay runs the cells of a file, --dump shows what
becomes of their text, and NABLA_TRACE tells the steps."""

import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import BUILD  # noqa: E402

SESSION = BUILD / "kernel/session/nabla-session"


def alone(tmp_path, *arguments, text=None, **options):
    """Run it on a file with this text; the file's name comes last."""
    if text is not None:
        file = tmp_path / "cells.c"
        file.write_text(text, encoding="utf-8")
        arguments = [*arguments, file]
    return subprocess.run([SESSION, *arguments], capture_output=True,
                          text=True, timeout=60, check=False, **options)


def test_cells_run_one_after_the_other(tmp_path):
    done = alone(tmp_path, "--replay", text="""// %% the first
int n = 3;
n + 1
// %%
printf("%d\\n", n);
""")
    assert done.stdout == "--- In[1]\n4\n--- In[2]\n3\n"
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_notebook_becomes_such_a_file(tmp_path):
    notebook = tmp_path / "mine.ipynb"
    notebook.write_text(json.dumps({"cells": [
        {"cell_type": "code", "source": ["int n = 3;\n", "n"]},
        {"cell_type": "markdown", "source": ["# text"]},
        {"cell_type": "code", "source": "n + 1"}]}))
    cells = subprocess.run(
        [sys.executable, HERE.parent / "support/cells.py", notebook],
        capture_output=True, text=True, check=True).stdout
    done = alone(tmp_path, "--replay", text=cells)
    assert done.stdout == "--- In[1]\n3\n--- In[2]\n4\n"


def test_a_line_is_typed(tmp_path):
    done = alone(tmp_path, "--replay", input="Ada\n", text="""char name[20];
scanf("%19s", name);
printf("<%s>\\n", name);
""")
    assert "<Ada>" in done.stdout
    assert done.returncode == 0


def test_after_a_crash_the_copy_goes_on(tmp_path):
    done = alone(tmp_path, "--replay", text="""int n = 7;
// %%
n = 8; *(volatile int *)0 = 1;
// %%
n
""")
    assert done.stdout.endswith("--- In[3]\n7\n")
    assert "In[2]:1:" in done.stderr
    assert "Segmentation fault ended the executor" in done.stderr
    assert done.returncode == 1


def test_an_error_is_told_and_fails(tmp_path):
    done = alone(tmp_path, "--replay", text="int x = ;\n")
    assert "CompileError: In[1]:1" in done.stderr
    assert done.returncode == 1


def test_tokens_have_their_place(tmp_path):
    done = alone(tmp_path, "--dump", "tokens", text="#define N 2\nint a[N];\n")
    rows = [re.split(r"\s+", line) for line in done.stdout.splitlines()]
    assert rows == [
        ["keyword", "In[1]:2:1", "int"], ["name", "In[1]:2:5", "a"],
        ["punctuator", "In[1]:2:6", "["],
        ["number", "macro", "In[1]:2:7", "2"],
        ["punctuator", "In[1]:2:8", "]"], ["punctuator", "In[1]:2:9", ";"]]


def test_what_is_dumped_does_not_run(tmp_path):
    made = tmp_path / "made"
    done = alone(tmp_path, "--dump", "items", text=f"""int n = 2;
// %%
double w[n];
!touch {made}
fclose(fopen("{made}", "w"));
w[0]
// %%
%%writefile {made}
text
""")
    lines = done.stdout.splitlines()
    assert lines[0] == "declaration In[1]:1  int n = 2;   n: int"
    assert any(line.startswith("expression  In[2]:4") for line in lines)
    assert not made.exists()
    assert done.returncode == 1, "text is no C"


def test_a_unit_leads_back_to_the_cell(tmp_path):
    done = alone(tmp_path, "--dump", "unit",
                 text="int f(int x) { return x; }\n// %%\nf(2)\n")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["In[1]:1:5", "f"] in rows
    assert ["In[2]:1:1", "f"] in rows
    assert ["", "int f(int);"] in rows


def test_each_step_has_a_line(tmp_path):
    trace = tmp_path / "trace"
    alone(tmp_path, "--replay", text="1 + 1\n",
          env={**os.environ, "NABLA_TRACE": str(trace)})
    lines = trace.read_text(encoding="utf-8").splitlines()
    shape = re.compile(r"\d\d:\d\d:\d\d\.\d{6} nabla-(session|copy) +\d+  "
                       r"(step|record in|record out) +(\w+)")
    rows = [shape.match(line).groups() for line in lines]
    # Its copies do something at the same time.
    words = [word for process, _, word in rows if process == "session"]
    wanted = ["RUN", "received", "parsed", "compiling", "compiled", "linking",
              "linked", "committed", "running", "RESULT", "ran", "DONE"]
    begin = words.index("RUN")
    assert words[begin:begin + len(wanted)] == wanted
    assert "half_record" not in words
    assert trace.stat().st_mode & 0o077 == 0


def test_nothing_that_lasts_lies_where_copies_do_not_get_it(tmp_path):
    """base/scratch.h: a trace would tell of what is left after a cell."""
    trace = tmp_path / "trace"
    (tmp_path / "own.h").write_text("#pragma once\n#define TWICE(x) (2 * (x))\n")
    alone(tmp_path, "--replay", text="""#include "own.h"
#include <complex.h>
typedef struct point { double x, y; } point;
double complex z = 1.0 + 2.0 * I;
// %%
#define N 10
point p[N] = {{1, 2}};
double f(double x) { for (int i = 0; i < N; i++) x += TWICE(i); return x; }
f(2)
// %%
int n = 3; double a[n]; a[0] = f(1) + nb_sum(nb_vec(1, 2)); a
// %%
double f(double x) { return x +; }
// %%
typedef struct point { double x, y, z; } point;
point q; q.none = 1;
// %%
%cflags -DMORE=1
// %%
double f(double x) { return MORE + x; }
f(1)
""", env={**os.environ, "NABLA_TRACE": str(trace)})
    lines = trace.read_text(encoding="utf-8").splitlines()
    assert sum("kept" in line for line in lines) > 5
    assert not [line for line in lines if "blocks are left" in line]


def test_a_wrong_call_is_answered_with_the_usage(tmp_path):
    for wrong in (["--replay"], ["--dump", "rubbish", "x"], ["--other"]):
        done = alone(tmp_path, *wrong)
        assert done.returncode == 2
        assert "--replay FILE" in done.stderr
    assert "--dump" in alone(tmp_path, "--help").stdout
    missing = alone(tmp_path, "--replay", tmp_path / "none")
    assert missing.returncode == 1
    assert "cannot open" in missing.stderr
