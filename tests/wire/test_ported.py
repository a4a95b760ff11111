"""What the suites of other kernels show, by idea: those of ipykernel, ark,
xeus and IJulia. With the real executor."""

import os
import signal
import subprocess

from conftest import TIMEOUT, Kernel, make_kernelspec, parent, whole_kernel
from jupyter_client import BlockingKernelClient, KernelManager


kernel = whole_kernel()


def value(kernel, code):
    return kernel.run(code).content("execute_result")[0]["data"]["text/plain"]


def starting(messages):
    return [m for m in messages
            if m["content"].get("execution_state") == "starting"]


def test_it_never_starts_a_second_time(tmp_path):
    """Not again when the session crashes or begins anew."""
    make_kernelspec(tmp_path / "kernels" / "nabla-test")
    kernel = Kernel(tmp_path)
    try:
        seen = []
        for code in ("1;", "*(volatile int *)0 = 1;", "%reset", "raise(9);"):
            seen += kernel.run(code).messages
        assert len(starting(seen + kernel.held)) <= 1  # if we came in time
    finally:
        kernel.stop()


def test_control_messages_are_answered_in_their_order(kernel):
    cell = kernel.execute('printf("begun\\n"); sleep(60);')
    kernel.until(cell, "stream")
    sent = [kernel.send(kind, channel="control") for kind in
            ["kernel_info_request"] * 5 + ["interrupt_request",
                                           "kernel_info_request"]]
    got = [parent(kernel.kc.get_control_msg(timeout=TIMEOUT)) for _ in sent]
    assert got == sent
    assert kernel.result(cell).reply["ename"] == "KeyboardInterrupt"
    for msg_id in sent:
        kernel.until_idle(msg_id)


def test_many_who_wait_for_it_to_be_ready(kernel):
    """Servers ask on both channels, again and again, and take the first."""
    sent = [(kernel.send("kernel_info_request", channel=c), c)
            for _ in range(50) for c in ("shell", "control")]
    for msg_id, channel in sent:
        assert kernel.result(msg_id, channel).reply["status"] == "ok"


def test_two_clients_of_one_kernel(kernel):
    """Each sees what both run, and gets only its own replies."""
    other = BlockingKernelClient(connection_file=kernel.km.connection_file)
    other.load_connection_file()
    other.start_channels(hb=False)
    try:
        assert other.get_iopub_msg(timeout=TIMEOUT)["msg_type"] == \
            "iopub_welcome"
        ours, theirs = kernel.execute("1 + 1"), other.execute("2 + 2")
        assert kernel.result(ours).reply["status"] == "ok"
        reply = other.get_shell_msg(timeout=TIMEOUT)
        assert parent(reply) == theirs
        seen = {}
        while len(seen) < 2:
            msg = other.get_iopub_msg(timeout=TIMEOUT)
            if msg["msg_type"] == "execute_result":
                seen[parent(msg)] = msg["content"]["data"]["text/plain"]
        assert seen == {ours: "2", theirs: "4"}
        kernel.until_idle(theirs)
    finally:
        other.stop_channels()


def test_a_header_that_names_a_subshell_is_answered(kernel):
    """There are none; a front end that has seen some elsewhere may say so."""
    for subshell in (None, "some-subshell"):
        msg = kernel.kc.session.msg("execute_request", {"code": "6 * 7"})
        msg["header"]["subshell_id"] = subshell
        kernel.kc.shell_channel.send(msg)
        result = kernel.result(msg["header"]["msg_id"])
        assert result.content("execute_result")[0]["data"] == {
            "text/plain": "42"}


def test_text_without_an_end_of_line_comes_before_the_error(kernel):
    for bad in ("gsl_vector_get(gsl_vector_alloc(1), 5);",
                "*(volatile int *)0 = 1;", "exit(3);"):
        result = kernel.run(f'printf("before");\n{bad}')
        order = [t for t in result.types if t in ("stream", "error")]
        assert order[0] == "stream" and order[-1] == "error", bad
        assert result.text() == "before", bad


def test_output_of_every_kind_is_the_cells(kernel):
    result = kernel.run('#include <unistd.h>\n'
                        'write(1, "write ", 6); printf("printf "); '
                        'fflush(stdout); system("printf system"); '
                        'dprintf(1, " dprintf"); fputs(" fputs", stdout);')
    assert result.text() == "write printf system dprintf fputs"


def test_a_thread_that_sleeps_swallows_nothing(kernel):
    kernel.run("void *wait_long(void *p) { sleep(600); return p; }\n"
               "pthread_t waiting; "
               "pthread_create(&waiting, NULL, wait_long, NULL);")
    for i in range(20):
        assert kernel.run(f'printf("line {i}\\n");').text() == f"line {i}\n"
    kernel.run("pthread_cancel(waiting);")


def answer(kernel, cell, text):
    kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    kernel.kc.input(text)
    return kernel.result(cell)


def test_a_very_long_line_is_typed(kernel):
    cell = kernel.execute("char *line = NULL; size_t room = 0;\n"
                          "getline(&line, &room, stdin)", allow_stdin=True)
    result = answer(kernel, cell, "ä" * 500000)
    assert result.content("execute_result")[0]["data"]["text/plain"] == \
        "1000001"


def test_lines_are_right_behind_letters_of_every_size(kernel):
    """Each of these is more bytes than it is columns, or the other way."""
    for text in ("🙂", "é", "e\u0301", "θ", "𝐱", "漢字"):
        result = kernel.run(f'/* {text} */\nputs("{text}"); undeclared_name;')
        assert f":2:" in result.reply["evalue"], text
        marks = [line for line in result.reply["traceback"] if "^" in line]
        assert marks and marks[0].count("^") == 1, text


def test_nobody_reads_its_own_output(tmp_path):
    """A server that was started anew has left it with pipes that are closed."""
    spec = make_kernelspec(tmp_path / "k")
    km = KernelManager()
    km.write_connection_file()
    argv = [km.connection_file if a == "{connection_file}" else a
            for a in spec["argv"]]
    kernel = subprocess.Popen(
        argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **spec["env"], "JPY_PARENT_PID": str(os.getpid())})
    kernel.stdout.close()
    kernel.stderr.close()
    client = km.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        for code, status in (("abort();", "error"), ("puts(\"x\");", "ok"),
                             ("fputs(\"x\", stderr);", "ok")):
            client.execute(code)
            reply = client.get_shell_msg(timeout=TIMEOUT)
            assert reply["content"]["status"] == status
        assert kernel.poll() is None
    finally:
        client.stop_channels()
        kernel.send_signal(signal.SIGTERM)
        assert kernel.wait(TIMEOUT) == 0
        km.cleanup_connection_file()
