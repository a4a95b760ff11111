"""Functions by two compilers: TinyCC's body first, the C compiler's from the
next call on, and nobody notices but by the clock.

To see which body runs, the C compiler is replaced by a script that writes
another number into the text before it compiles it: PLAIN becomes FAST."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session, run, value  # noqa: E402

PLAIN, FAST = "1234", "4321"
PATIENCE_S = 30
LOOP = "int i, s = 0; for (i = 0; i < 3; i++) s += i - i;"
FUNCTION = f"int f(void) {{ {LOOP} return s + {PLAIN}; }}"

# What the scripts do before they compile, and what they log.
COMPILER = """#!/bin/sh
echo $$ >> {log}
{before}
sed s/{plain}/{fast}/g | exec gcc "$@"
"""


class Compiler:
    """A C compiler that leaves a mark on all that it compiles."""

    def __init__(self, folder, before=""):
        self.log = folder / "log"
        self.go = folder / "go"
        self.path = folder / "marking-cc"
        self.path.write_text(COMPILER.format(
            log=self.log, before=before.format(go=self.go), plain=PLAIN,
            fast=FAST))
        self.path.chmod(0o755)

    def calls(self):
        return len(self.log.read_text().split()) if self.log.exists() else 0

    def wait_for_call(self, number=1):
        until(lambda: self.calls() >= number)


WAITS = "while ! [ -e {go} ]; do sleep 0.01; done"


def until(is_true):
    end = time.monotonic() + PATIENCE_S
    while not is_true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


@pytest.fixture
def start(tmp_path):
    """start(before, **env): a session, and the compiler that it has."""
    sessions = []

    def start_session(before="", **env):
        compiler = Compiler(tmp_path, before)
        sessions.append(Session(cwd=tmp_path,
                                env={"NABLA_FAST": "", "CC": compiler.path,
                                     **env}))
        return sessions[-1], compiler

    yield start_session
    for session in sessions:
        session.close()


def wait_for_fast(session, call="f()", fast=FAST):
    until(lambda: value(session, call) == fast)


# ---- between cells, and in one ----

def test_the_first_call_waits_for_nobody(start):
    session, compiler = start(WAITS)
    assert value(session, FUNCTION + "\nf()") == PLAIN
    compiler.wait_for_call()
    assert value(session, "f()") == PLAIN
    compiler.go.touch()
    wait_for_fast(session)


def test_during_a_cell(start):
    session, _ = start()
    assert value(session, FUNCTION + "\nlong calls = 0;"
                 f"while (f() == {PLAIN}) calls++;\nf()") == FAST
    assert int(value(session, "calls")) > 0


def test_in_a_thread_that_a_cell_has_started(start):
    session, _ = start()
    assert value(session, FUNCTION + """
#include <pthread.h>
void *work(void *seen) { while (f() == 1234) usleep(10); return NULL; }
pthread_t thread;
pthread_create(&thread, NULL, work, NULL);
pthread_join(thread, NULL);
f()""") == FAST


def test_what_a_cell_calls_in_a_loop(start):
    session, _ = start()
    run(session, f"int f(void) {{ return {PLAIN}; }}")
    run(session, "for (int i = 0; i < 3; i++) f();")
    wait_for_fast(session)


def test_a_function_without_a_loop_stays(start):
    session, compiler = start()
    run(session, f"int f(void) {{ return {PLAIN}; }}\nf();")
    run(session, FUNCTION.replace("f(", "other("))
    wait_for_fast(session, "other()")
    assert compiler.calls() == 1 and value(session, "f()") == PLAIN


def test_an_address_is_the_same_before_and_after(start):
    session, _ = start()
    run(session, FUNCTION + "int (*kept)(void) = f;"
        "int same(void) { int n = 0; for (int i = 0; i < 3; i++)"
        " n += kept == f; return n; }")
    assert value(session, "same()") == "3"
    wait_for_fast(session, "kept()")
    assert value(session, "same() + (kept == f)") == "4"


# ---- definitions that change ----

def test_a_new_body_at_once(start):
    session, _ = start()
    run(session, FUNCTION)
    wait_for_fast(session)
    assert value(session, FUNCTION.replace(PLAIN, "5") + "\nf()") == "5"


def test_a_new_body_while_the_compiler_works(start):
    session, compiler = start(WAITS)
    run(session, FUNCTION)
    compiler.wait_for_call()
    run(session, FUNCTION.replace(PLAIN, "5"))
    compiler.go.touch()
    compiler.wait_for_call(2)
    for _ in range(50):
        assert value(session, "f()") == "5"
        time.sleep(0.01)


CALLER = ("int f(void) { int s = 0; for (int i = 0; i < 3; i++) s += g();"
          " return s / 3; }")


@pytest.mark.parametrize("change, now", [
    ("int g(void) { return 7; }", "7"),
    ("#define N 8", "8"),
    ("typedef struct { int a; char more[8]; int n; } T; ", "0"),
    ("int n = 9;", "9"),
])
def test_what_a_fast_function_knows_changes(start, change, now):
    session, _ = start()
    run(session, f"#define N {PLAIN}\n" if "N" in change
        else f"int n = {PLAIN};")
    run(session, "typedef struct { int n; } T; T t;")
    body = ("N" if "#define" in change else "t.n" if "struct" in change
            else "n" if "int n" in change else PLAIN)
    run(session, f"int g(void) {{ return {body}; }}")
    run(session, CALLER)
    if body == PLAIN or body == "N":
        wait_for_fast(session)
    else:
        until(lambda: value(session, "f()") in (PLAIN, "0"))
        time.sleep(0.3)
    run(session, change)
    if "struct" in change:
        run(session, "T t;")
    assert value(session, "f()") == now
    time.sleep(0.3)
    assert value(session, "f()") == now


def test_a_caller_is_compiled_again_with_the_new_body(start):
    session, _ = start()
    run(session, "int g(void) { return 1; }")
    run(session, CALLER)
    time.sleep(0.2)
    run(session, f"int g(void) {{ return {PLAIN}; }}")
    wait_for_fast(session)


def test_a_copy_that_was_made_while_the_compiler_worked(start):
    """It begins the work anew."""
    session, compiler = start(WAITS)
    run(session, FUNCTION)
    compiler.wait_for_call()
    assert session.run("*(int *)8 = 1;").ename == "SegmentationFault"
    assert value(session, "f()") == PLAIN
    compiler.go.touch()
    wait_for_fast(session)


# ---- errors in fast code ----

WRONG = """int wrong(int *p, int n) {
    int s = 0;
    for (int i = 0; i < n; i++)
        s += p[i];
    return s;
}"""


def test_a_crash_names_the_line(start):
    session, _ = start(NABLA_FAST="always")
    run(session, WRONG)
    outcome = session.run("\n\nwrong(NULL, 3)")
    assert outcome.ename == "SegmentationFault"
    assert outcome.evalue.startswith("In[1]:4: "), outcome.evalue


def test_a_crash_names_the_calls(start):
    session, _ = start()
    run(session, FUNCTION + WRONG)
    wait_for_fast(session)
    outcome = session.run("\n\nwrong(NULL, 3)")
    lines = "\n".join(outcome.traceback)
    assert outcome.evalue.startswith("In[1]:4: "), outcome.evalue
    assert "in wrong, at In[1]:4" in lines, lines
    assert f"at In[{session.count}]:3" in lines, lines


def test_a_crash_in_an_inlined_function_names_its_line(start):
    """Or that of its call, where one instruction is of both."""
    session, _ = start(NABLA_FAST="always")
    run(session, "double get(double *p, int i) {\n    return p[i];\n}")
    run(session, "double all(double *p, int n) { double s = 0;\n"
        "for (int i = 0; i < n; i++) s += get(p, i);\nreturn s; }")
    outcome = session.run("all(NULL, 3)")
    assert outcome.ename == "SegmentationFault"
    assert outcome.evalue.startswith(("In[1]:2: ", "In[2]:2: "))


@pytest.mark.parametrize("mode", ["always", "off"])
def test_a_failed_assertion_names_the_line(start, mode):
    session, _ = start(NABLA_FAST=mode)
    run(session, "#include <assert.h>\nvoid low(int n) {\n"
        "    for (int i = 0; i < n; i++)\n        assert(i < 2);\n}")
    outcome = session.run("low(5);")
    assert outcome.ename == "AssertionFailed"
    assert "In[1]:4" in outcome.evalue + "".join(outcome.traceback)


def test_a_recursion_without_end(start):
    session, _ = start(NABLA_FAST="always")
    run(session, "int deep(int n) {\n    return deep(n + 1) + 1;\n}")
    outcome = session.run("deep(0)")
    assert outcome.ename == "StackOverflow"
    assert "deep calls itself" in outcome.evalue


def test_check_watches_it(start):
    session, _ = start()
    run(session, FUNCTION + "int over(int n) { int a[3] = {1, 2, 3}, s = 0;\n"
        "for (int i = 0; i < n; i++) s += a[i]; return s; }")
    wait_for_fast(session)
    outcome = session.run("%%check\nover(4)")
    assert outcome.ename and "over" not in outcome.ename
    assert value(session, "%%check\nf()") == PLAIN
    assert value(session, "f()") == FAST


@pytest.mark.parametrize("mode", ["always", ""])
def test_the_stop_button(start, mode):
    session, _ = start(NABLA_FAST=mode)
    run(session, "int kept = 1; double x = 1; void spin(void) {"
        " for (int i = 0; ; i++) x = x * 0.5 + 1; }")
    session.number += 1
    session.count += 1
    session.send("RUN", 'kept = 2; puts("on"); fflush(stdout); spin();',
                 session.count, "")
    from session import Outcome
    outcome = Outcome()
    until(lambda: session.drain(outcome) or "on" in outcome.stdout)
    time.sleep(0.3)
    os.kill(session.pid, signal.SIGINT)
    while True:
        kind, _, fields = session.receive(10, outcome)
        if kind == "DONE":
            break
    assert fields[1] == "KeyboardInterrupt"
    assert value(session, "kept") == "2"


# ---- compilers that do not work ----

@pytest.mark.parametrize("before", ["exit 1", "kill -9 $$", "echo no; exit 0",
                                    "head -c 500 /bin/sh; exit 0",
                                    "exec sleep 1000"])
@pytest.mark.parametrize("mode", ["", "off"])
def test_a_compiler_that_fails(start, before, mode):
    session, compiler = start(before, NABLA_FAST=mode)
    for n in range(3):
        outcome = run(session, FUNCTION.replace("f(", f"f{n}(") + f"\nf{n}()")
        assert outcome.result["text/plain"] == PLAIN
        assert not outcome.stdout and not outcome.stderr
    if not mode:
        compiler.wait_for_call()
    assert value(session, "f0() - f2()") == "0"
    assert mode == "" or compiler.calls() == 0


def test_no_compiler_at_all(start):
    session, compiler = start(CC="/nowhere/cc", PATH="")
    assert value(session, FUNCTION + "\nf()") == PLAIN
    assert value(session, "f()") == PLAIN and compiler.calls() == 0


def test_one_at_a_time(start, tmp_path):
    busy = tmp_path / "busy"
    session, compiler = start(
        f"mkdir {busy} || echo twice > {tmp_path / 'twice'}\n"
        f"sleep 0.1; rmdir {busy}")
    for n in range(5):
        run(session, FUNCTION.replace("f(", f"f{n}("))
    for n in range(5):
        wait_for_fast(session, f"f{n}()")
    assert compiler.calls() == 5 and not (tmp_path / "twice").exists()


def test_what_a_cell_needs_comes_before_a_hundred_others(start):
    """By its name, or through a function without a loop."""
    session, compiler = start("sleep 0.2")
    for n in range(100):
        run(session, FUNCTION.replace("f(", f"f{n}("))
    run(session, "int g(void) { return f3(); }")
    assert value(session, f"while (f2() == {PLAIN}) {{ }}\nf2()") == FAST
    assert value(session, f"while (g() == {PLAIN}) {{ }}\ng()") == FAST
    assert compiler.calls() < 20


def test_of_very_many_the_oldest_wait_until_they_are_needed(start):
    session, compiler = start()
    for n in range(100):
        run(session, FUNCTION.replace("f(", f"f{n}("))
    calls = -1
    while calls < compiler.calls() or not calls:
        calls = compiler.calls()
        time.sleep(1)
    assert 0 < calls < 100
    for n in range(5):
        wait_for_fast(session, f"f{n}()")


def test_the_program_has_no_child_that_it_did_not_start(start):
    session, compiler = start(WAITS)
    run(session, "#include <sys/wait.h>\n#include <errno.h>\n"
        "int heard = 0; void on(int n) { heard++; } signal(SIGCHLD, on);")
    run(session, FUNCTION)
    compiler.wait_for_call()
    assert value(session, "wait(NULL) == -1 && errno == ECHILD") == "1"
    compiler.go.touch()
    wait_for_fast(session)
    assert value(session, "wait(NULL) == -1 && errno == ECHILD") == "1"
    assert value(session, "heard") == "0"


# ---- forks ----

def test_copies_are_whole_whenever_they_are_made(start):
    """A crash after every other cell: the copy that wakes has been made while
    something was compiled or linked."""
    session, _ = start()
    for n in range(40):
        run(session, FUNCTION.replace("f(", f"f{n}("))
        time.sleep(0.004 * (n % 20))
        if n % 2:
            assert session.run("*(int *)8 = 1;").ename == "SegmentationFault"
        assert value(session, f"f{n}()") in (PLAIN, FAST)
    for n in range(40):
        wait_for_fast(session, f"f{n}()")


def test_a_cell_that_forks(start):
    session, _ = start()
    code = ("#include <sys/wait.h>\nint bad = 0;\n" + FUNCTION + """
for (int i = 0; i < 300; i++) {
    int status = 0;
    pid_t child = fork();
    if (!child) _exit(f() != 1234 && f() != 4321);
    waitpid(child, &status, 0);
    bad += status != 0;
}
bad""")
    assert value(session, code) == "0"


# ---- loops that run when the fast code comes ----

def test_a_loop_of_the_only_call(start):
    session, _ = start()
    code = f"""int once(void) {{
    int seen = 0;
    for (long i = 0; seen != {FAST}; i++) seen = i < 0 ? 0 : {PLAIN};
    return seen;
}}
once()"""
    assert value(session, code) == FAST


def test_a_loop_of_a_cell(start):
    session, _ = start()
    assert value(session, "int seen = 0, turns = 0;\n"
                 f"while (seen != {FAST}) {{ seen = {PLAIN}; turns++; }}\n"
                 "seen") == FAST
    assert int(value(session, "turns")) > 1


def test_the_outer_one_of_two_loops(start):
    session, _ = start()
    code = f"""int sum(int rows) {{
    int last = 0, row = 0;
    while (last != {FAST}) {{
        row++;
        for (int k = 0; k < rows; k++) last = {PLAIN};
    }}
    return last + 0 * row;
}}
sum(3)"""
    assert value(session, code) == FAST


def test_a_crash_in_a_loop_that_was_taken_over(start):
    session, _ = start(NABLA_FAST="loops")
    outcome = session.run("int walk(int *p, int n) {\n    int s = 0;\n"
                          "    for (int i = 0; i < n; i++)\n"
                          "        s += p[i];\n    return s;\n}\n\n"
                          "walk(NULL, 3)")
    lines = "\n".join(outcome.traceback)
    assert outcome.evalue.startswith("In[1]:4: "), outcome.evalue
    assert lines.count("in walk") == 1 and "at In[1]:8" in lines, lines


def test_a_static_variable_is_the_same_one(start):
    session, _ = start()
    run(session, "int f(void) { static int calls = 0;\n"
        "for (int i = 0; i < 3; i++) calls += i == 0;\n"
        f"return calls * 10000 + {PLAIN}; }}")
    seen = [int(value(session, "f()")) for _ in range(3)]
    until(lambda: seen.append(int(value(session, "f()")))
          or seen[-1] % 10000 == int(FAST))
    assert [one // 10000 for one in seen] == list(range(1, len(seen) + 1))
