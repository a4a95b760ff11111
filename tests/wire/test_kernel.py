"""The whole kernel, in C: where the supervisor and the executor meet."""

import time

import pytest
from conftest import TIMEOUT, parent, whole_kernel


kernel = whole_kernel()


def works(kernel):
    r = kernel.run("6 * 7")
    assert r.content("execute_result")[0]["data"]["text/plain"] == "42"


def test_output_and_displays_keep_the_order_of_the_program(kernel):
    r = kernel.run('for (int i = 0; i < 50; i++) {\n'
                   '    printf("t%d\\n", i);\n'
                   '    nb_html(i % 2 ? "odd" : "even");\n'
                   '}\n'
                   'printf("end\\n");')
    seen = []
    for m in r.messages:
        if m["msg_type"] == "stream":
            seen += m["content"]["text"].split()
        if m["msg_type"] == "display_data":
            seen.append(m["content"]["data"]["text/html"])
    assert seen == [x for i in range(50)
                    for x in (f"t{i}", "odd" if i % 2 else "even")] + ["end"]


def test_partial_lines_are_live(kernel):
    msg_id = kernel.execute(
        '#include <unistd.h>\n'
        'printf("working..."); usleep(700000); printf("done\\n");')
    begin = time.monotonic()
    kernel.until(msg_id, "stream")
    assert time.monotonic() - begin < 0.6
    assert kernel.result(msg_id).text() == "working...done\n"


def test_two_hundred_thousand_lines_arrive_complete(kernel):
    r = kernel.run('for (int i = 0; i < 200000; i++) printf("line %d\\n", i);')
    assert r.text() == "".join(f"line {i}\n" for i in range(200000))


@pytest.mark.parametrize("code", [
    "for (;;);",
    'printf("x\\n"); for (int i = 0; ; i++) if (i % 1000 == 0) printf(".");',
    "double s = 0; for (;;) s += sqrt(2.385);",
    "sleep(60);",
    'getchar();',
    'system("sleep 60");',
])
def test_interrupt_keeps_what_was_defined(kernel, code):
    kernel.run("int kept = 2385;")
    cell = kernel.execute(code, allow_stdin=True)
    kernel.until(cell, "execute_input")
    if "getchar" in code:  # else the next test would answer this question
        kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    time.sleep(0.2)
    begin = time.monotonic()
    kernel.ask("interrupt_request", channel="control")
    r = kernel.result(cell)
    assert time.monotonic() - begin < 2
    if "system" not in code:  # the command ended, its cell may go on
        assert r.reply["ename"] == "KeyboardInterrupt"
    r = kernel.run("kept")
    assert r.content("execute_result")[0]["data"]["text/plain"] == "2385"


def test_input_goes_to_scanf(kernel):
    cell = kernel.execute('int n; printf("n? "); scanf("%d", &n); n * 2',
                          allow_stdin=True)
    assert kernel.kc.get_stdin_msg(timeout=TIMEOUT)["msg_type"] == "input_request"
    kernel.kc.input("21")
    r = kernel.result(cell)
    assert r.text().startswith("n? ")
    assert r.content("execute_result")[0]["data"]["text/plain"] == "42"


def test_input_that_is_not_allowed_fails_at_once(kernel):
    begin = time.monotonic()
    r = kernel.run('int m = 0; scanf("%d", &m);', allow_stdin=False)
    assert time.monotonic() - begin < 2
    assert r.reply["status"] == "error"
    works(kernel)


def test_a_hundred_cells_in_a_row(kernel):
    kernel.run("int total = 0;")
    ids = [kernel.execute(f"total += {i};") for i in range(100)]
    assert [parent(kernel.kc.get_shell_msg(timeout=TIMEOUT)) for _ in ids] == ids
    for i in ids:
        kernel.until_idle(i)
    r = kernel.run("total")
    assert r.content("execute_result")[0]["data"]["text/plain"] == "4950"


def test_user_expressions(kernel):
    r = kernel.run("int ue = 20;", user_expressions={
        "good": "ue + 1", "bad": "no_such_name"})
    expressions = r.reply["user_expressions"]
    assert expressions["good"]["data"]["text/plain"] == "21"
    assert expressions["bad"]["status"] == "error"
    assert expressions["bad"]["ename"] == "CompileError"


def test_silent_cells_run_and_show_nothing(kernel):
    r = kernel.run('int hush = 5; printf("no\\n"); hush', silent=True)
    assert r.types == ["status", "status"]
    r = kernel.run("hush")
    assert r.content("execute_result")[0]["data"]["text/plain"] == "5"


@pytest.mark.parametrize("code", [
    'printf("a\x00b");',
    'char *s = "not closed;',
    "/* not closed",
    "{" * 1000,
    "(" * 100000,
    "int x = " + "-" * 100000 + "1;",
    "# " + "x" * (10 << 20),
    '#include "no_such_header.h"',
    "no_such_function();",
    "#define TWICE(x) ((x) * 2)\nTWICE(\"text\");",
    "int printf(const char *f) { return 0; }",
    "\ufeff\u2028 θ",
    "#" * 100000,
])
def test_bad_input_is_a_clear_error_and_loses_nothing(kernel, code):
    kernel.run("int safe = 77;")
    r = kernel.run(code)
    if r.reply["status"] == "error":
        assert r.reply["ename"] not in ("SegmentationFault", "Aborted", "Killed")
    r = kernel.run("safe")
    assert r.content("execute_result")[0]["data"]["text/plain"] == "77"


def test_ten_thousand_definitions_in_one_cell(kernel):
    code = "\n".join(f"int many_{i} = {i};" for i in range(10000))
    reply = kernel.run(code).reply
    assert reply["status"] == "ok", reply
    r = kernel.run("many_9999 + many_1")
    assert r.content("execute_result")[0]["data"]["text/plain"] == "10000"


@pytest.mark.parametrize("code, ename", [
    ("int *p = 0; *p = 1;", "SegmentationFault"),
    ("int z = 0; 1 / z", "DivisionByZero"),
    ("abort();", "Aborted"),
])
def test_a_fault_ends_the_cell_and_not_the_kernel(kernel, code, ename):
    assert kernel.run(code).reply["ename"] == ename
    works(kernel)
