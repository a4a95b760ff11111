"""The requests of VS Code's Jupyter extension, in its order.

It has no completer or panel of its own: C's tools stay with its C extension
in files, and notebooks ask the kernel. Unlike JupyterLab it sends cells one
by one, each with the address of the document as its cellId, asks on control
whether there is a debugger, and runs expressions of its own silently.
"""

from conftest import TIMEOUT, parent, whole_kernel

CELL = "vscode-notebook-cell:/books/book.ipynb#W0sZmlsZQ%3D%3D"


kernel = whole_kernel()


def cell(kernel, code, number=0, **content):
    """A cell that the reader runs."""
    message = kernel.kc.session.msg("execute_request", {
        "code": code, "silent": False, "store_history": True,
        "user_expressions": {}, "allow_stdin": True, "stop_on_error": True,
        **content}, metadata={"cellId": f"{CELL}{number}"})
    kernel.kc.shell_channel.send(message)
    return message["header"]["msg_id"]


def test_it_connects(kernel):
    """kernel_info on shell until an answer comes, then what widgets there
    are, and a comm of its own that nobody here knows."""
    ids = [kernel.send("kernel_info_request") for _ in range(3)]
    for request in ids:
        info = kernel.result(request)
        assert info.states == ["busy", "idle"]
        assert info.reply["language_info"]["name"] == "c"
        assert info.reply["language_info"]["file_extension"] == ".c"
    comms = kernel.ask("comm_info_request", {"target_name": "jupyter.widget"})
    assert comms.reply["comms"] == {}
    opened = kernel.send("comm_open", {
        "comm_id": "vscode", "target_name": "jupyter.widget.control",
        "data": {}})
    kernel.until_idle(opened)


def debug(kernel, command, **arguments):
    asked = kernel.send("debug_request", {
        "seq": 1, "type": "request", "command": command,
        "arguments": arguments}, "control")
    while True:
        message = kernel.kc.get_control_msg(timeout=TIMEOUT)
        if parent(message) == asked:
            return message["content"]


def test_it_asks_for_a_debugger(kernel):
    told = debug(kernel, "debugInfo")
    assert told["success"] and told["body"]["breakpoints"] == []
    told = debug(kernel, "initialize", clientID="vscode", adapterID="nabla",
                 linesStartAt1=True, pathFormat="path")
    assert told["type"] == "response" and told["request_seq"] == 1


def test_cells_run(kernel):
    result = kernel.result(cell(kernel, "int town = 6;\ntown * 7"))
    assert result.reply["status"] == "ok"
    assert result.reply["execution_count"] == 1
    assert result.content("execute_result")[0]["data"]["text/plain"] == "42"
    assert result.types[:2] == ["status", "execute_input"]


def test_what_it_runs_itself_leaves_no_trace(kernel):
    """silent; and store_history false, whose output it wants to have."""
    result = kernel.run("1 + 1", silent=True, store_history=False,
                        allow_stdin=False, stop_on_error=False)
    assert result.types == ["status", "status"]
    assert result.reply["execution_count"] == 1
    result = kernel.run("town", store_history=False, allow_stdin=False,
                        stop_on_error=False)
    assert result.content("execute_result")[0]["data"]["text/plain"] == "6"
    assert result.reply["execution_count"] == 1


def test_it_completes_as_one_types(kernel):
    """A request for each letter, all at once; the newest is what counts."""
    text = "town + 1;\nto"
    ids = [kernel.send("complete_request",
                       {"code": text[:end], "cursor_pos": end})
           for end in range(len(text) - 2, len(text) + 1)]
    last = [kernel.result(request) for request in ids][-1].reply
    assert last["matches"][0] == "town"
    assert (last["cursor_start"], last["cursor_end"]) == (10, 12)


def test_it_tells_what_is_under_the_mouse(kernel):
    told = kernel.ask("inspect_request", {
        "code": "town", "cursor_pos": 2, "detail_level": 0}).reply
    assert told["found"] and "int" in told["data"]["text/plain"]
    assert "text/markdown" in told["data"]


def test_an_error_does_not_hold_up_the_cell_after_it(kernel):
    """It sends the next cell when the first has answered."""
    failed = kernel.result(cell(kernel, "missing", 1))
    assert failed.reply["ename"] == "CompileError"
    assert failed.content("error")[0]["traceback"]
    assert kernel.result(cell(kernel, "town", 2)).reply["status"] == "ok"


def test_the_box_above_the_notebook_asks_for_input(kernel):
    request = cell(kernel, 'int age;\nprintf("Age? ");\nscanf("%d", &age);', 3)
    asked = kernel.kc.get_stdin_msg(timeout=TIMEOUT)
    assert asked["content"]["password"] is False
    kernel.kc.input("36")
    assert kernel.result(request).reply["status"] == "ok"
    assert kernel.run("age").content("execute_result")[0]["data"][
        "text/plain"] == "36"


def test_stop_is_a_message(kernel):
    """As the kernelspec says; the session lives on."""
    request = cell(kernel, 'puts("on");\nfor (;;);', 4)
    kernel.until(request, "stream")
    assert kernel.ask("interrupt_request",
                      channel="control").reply["status"] == "ok"
    assert kernel.result(request).reply["ename"] == "KeyboardInterrupt"
    assert kernel.run("town").reply["status"] == "ok"


def test_an_edited_cell_has_its_note(kernel):
    kernel.result(cell(kernel, "int f(void) { return 1; }", 5))
    kernel.result(cell(kernel, "f()", 6))
    told = kernel.result(cell(kernel, "int f(void) { return 2; }", 5))
    assert "used the old 'f'" in told.content("display_data")[0]["data"][
        "text/plain"]


def test_it_restarts(kernel):
    """A new session of the same kernel, and nothing of the old one."""
    kernel.km.restart_kernel(now=False)
    kernel.kc.wait_for_ready(timeout=60)
    kernel.held = []
    failed = kernel.result(cell(kernel, "town"))
    assert failed.reply["ename"] == "CompileError"
