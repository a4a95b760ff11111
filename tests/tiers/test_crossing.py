"""From the code of one compiler into that of the other and back, by ways that
are none of C's own: errors, the stop button, steps back, GSL's callbacks,
variables of each thread. An empty asm keeps a function with TinyCC."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from kernels import wire  # noqa: E402
from session import Outcome, Session, run, value  # noqa: E402

MODES = ["always", "loops", "off"]
STAY = "__asm__ volatile(\"\");"
GSL_SAYS = "8.5260963 42"


@pytest.fixture(params=MODES)
def session(request, tmp_path):
    one = Session(cwd=tmp_path, env={"NABLA_FAST": request.param})
    yield one
    one.close()


CHAIN = """int inner(int *p, int n) {
    int s = 0;
    for (int i = 0; i < n; i++)
        s += 100 / p[i];
    return s;
}
int middle(int *p, int n) {
    __asm__ volatile("");
    return inner(p, n) + 1;
}
int outer(int *p, int n) {
    int s = 0;
    for (int i = 0; i < 2; i++)
        s += middle(p, n);
    return s;
}
int zero[3] = {1, 2, 0};"""


def test_an_error_that_goes_through_both(session):
    run(session, CHAIN)
    assert value(session, "outer(zero, 2)") == "302"
    outcome = session.run("\nouter(zero, 3)")
    assert outcome.ename == "DivisionByZero"
    lines = [line for line in "\n".join(outcome.traceback).split("\n")
             if " at In[" in line]
    assert lines == ["  in inner, at In[1]:4", "  in middle, at In[1]:9",
                     "  in outer, at In[1]:14", "  at In[3]:2"]
    assert value(session, "outer(zero, 2)") == "302"


def test_a_library_that_fails_below_both(session):
    run(session, "int kept = 1; double seen = 0;\n"
        "double bad(double x, void *p) { for (int i = 0; i < 2; i++)\n"
        "    seen += x;\n    return x > 0.2 ? gsl_sf_log(-x) : x; }\n"
        f"double solve(void) {{ {STAY} kept = 2;\n"
        "    gsl_function f = {bad, NULL}; double r, e; size_t n;\n"
        "    gsl_integration_qng(&f, 0, 1, 1e-6, 1e-6, &r, &e, &n);\n"
        "    return r; }")
    outcome = session.run("solve()")
    assert outcome.ename == "GSL_EDOM"
    assert outcome.evalue.startswith("In[1]:4: "), outcome.evalue
    assert value(session, "kept") == "2"


def test_callbacks_of_gsl(session):
    run(session, "int calls = 0;\n"
        "double bell(double x, void *p) { double s = 0; calls++;\n"
        "    for (int i = 0; i < 3; i++) s += exp(-x * x * i);\n"
        "    return s * *(double *)p; }\n"
        f"double plain(double x, void *p) {{ {STAY} return bell(x, p) - x; }}")
    code = """double total = 0, scale = 1.5;
double (*both[2])(double, void *) = {bell, plain};
gsl_integration_workspace *w = gsl_integration_workspace_alloc(100);
for (int i = 0; i < 2; i++) {
    gsl_function f = {both[i], &scale};
    double r, e;
    gsl_integration_qags(&f, 0, 2, 1e-9, 1e-9, 100, w, &r, &e);
    total += r;
}
printf("%.9g %d", total, calls);"""
    assert run(session, code).stdout == GSL_SAYS


@pytest.mark.parametrize("mode", ["always", ""])
@pytest.mark.parametrize("steps", [1, 2])
def test_a_step_back(tmp_path, mode, steps):
    """1: without a mode, while the compiler is at work on what is undone."""
    wire().make_kernelspec(tmp_path / "kernels" / "nabla-test",
                           NABLA_FAST=mode)
    kernel = wire().Kernel(tmp_path)
    first = ("int f(int n) { int s = 0; for (int i = 0; i < n; i++) s += i;"
             " return s + 1000; }")

    def result():
        return kernel.run("f(5)").content(
            "execute_result")[0]["data"]["text/plain"]

    try:
        kernel.run(first)
        assert result() == "1010"
        kernel.run(first.replace("1000", "2000"))
        if steps == 2:
            assert result() == "2010"
        assert "undone" in kernel.run(f"%undo {steps}").text()
        assert result() == "1010"
        time.sleep(0.4)  # for what the session does when it is at rest
        assert result() == "1010"
        kernel.run(first.replace("1000", "3000"))
        assert result() == "3010"
    finally:
        kernel.stop()


@pytest.mark.parametrize("call", ["outer()", "loop()", "plain()"])
def test_the_stop_button_in_both(session, call):
    run(session, "volatile int stop = 0; int kept = 1; double x = 1;\n"
        "void loop(void) { for (int i = 0; !stop; i++) x = x * 0.5 + 1; }\n"
        f"void plain(void) {{ {STAY} for (;;) {{ x = x * 0.5 + 1;"
        " if (stop) break; } }\n"
        f"void middle(void) {{ {STAY} loop(); }}\n"
        "void outer(void) { for (int i = 0; i < 2; i++) middle(); }")
    session.number += 1
    session.count += 1
    session.send("RUN", f'kept = 2; puts("on"); fflush(stdout); {call};',
                 session.count, "")
    outcome = Outcome()
    end = time.monotonic() + 30
    while "on" not in outcome.stdout:
        session.drain(outcome)
        time.sleep(0.01)
        assert time.monotonic() < end
    time.sleep(0.3)
    os.kill(session.pid, signal.SIGINT)
    kind = ""
    while kind != "DONE":
        kind, _, fields = session.receive(10, outcome)
    assert fields[1] == "KeyboardInterrupt"
    assert value(session, "kept") == "2"


def test_variables_of_each_thread_and_atomic_ones(session):
    """Their functions are always the C compiler's; who calls them is not."""
    run(session, "_Thread_local int mine = 5; _Atomic long all = 0;")
    run(session, "int take(int n) { mine += n; all += n; return mine; }")
    run(session, "#include <pthread.h>\n"
        "int often(int n) { int s = 0; for (int i = 0; i < n; i++)"
        " s += take(1); return s; }\n"
        f"int once(int n) {{ {STAY} return take(n); }}\n"
        "void *work(void *p) { *(int *)p = often(100) + once(3);"
        " return p; }")
    code = ("pthread_t t[4]; int got[4];\n"
            "for (int i = 0; i < 4; i++)"
            " pthread_create(&t[i], NULL, work, &got[i]);\n"
            "for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);\n"
            "got[0] + got[3]")
    one = sum(range(6, 106)) + 108
    assert value(session, code) == str(2 * one)
    assert value(session, "mine") == "5" and value(session, "all") == "412"


def test_a_body_that_changes_below_a_running_loop(session):
    """The loop of one cell calls what a thread's cell defined."""
    run(session, "int g(int n) { return n + 1; }\n"
        "int f(int n) { int s = 0; for (int i = 0; i < n; i++) s += g(i);"
        " return s; }")
    assert value(session, "f(10)") == "55"
    run(session, f"int g(int n) {{ {STAY} return n + 2; }}")
    assert value(session, "f(10)") == "65"
    run(session, "int g(int n) { for (int i = 0; i < 3; i++) n++;"
        " return n; }")
    assert value(session, "f(10)") == "75"
    run(session, "long g(long n) { return -n; }")
    assert value(session, "f(10)") == "-45"
