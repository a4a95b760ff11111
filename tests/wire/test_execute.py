"""Cells: order of messages, counting, errors, the queue, user_expressions."""

import os
import signal
import time

import pytest
from conftest import TIMEOUT, is_idle, parent


def test_messages_of_a_cell_come_in_order(kernel):
    r = kernel.run("print a\ndisplay <b>\neprint c\nprint d\nvalue 42")
    assert r.types[0] == "status" and r.types[1] == "execute_input"
    assert r.states == ["busy", "idle"]
    assert r.types[2:4] == ["stream", "display_data"]
    assert r.types[-2:] == ["execute_result", "status"]
    assert r.text() == "a\nd\n" and r.text("stderr") == "c\n"
    assert r.content("execute_input") == [
        {"code": "print a\ndisplay <b>\neprint c\nprint d\nvalue 42",
         "execution_count": 1}
    ]
    (value,) = r.content("execute_result")
    assert value == {"execution_count": 1, "data": {"text/plain": "42"},
                     "metadata": {}}
    assert r.reply == {"status": "ok", "execution_count": 1, "payload": [],
                       "user_expressions": {}}


def test_order_on_the_page_is_the_order_in_the_program(kernel):
    code = "\n".join(f"print t{i}\ndisplay d{i}" for i in range(200))
    seen = []
    for m in kernel.run(code).messages:
        if m["msg_type"] == "stream":
            seen += m["content"]["text"].split()
        if m["msg_type"] == "display_data":
            seen.append(m["content"]["data"]["text/html"])
    assert seen == [x for i in range(200) for x in (f"t{i}", f"d{i}")]


def test_execute_input_is_the_code_byte_for_byte(kernel):
    code = 'print "θ 𝐱 \\n" \x00 \x1b \u2028 é\té\r\n  '
    r = kernel.run(code)
    assert r.content("execute_input")[0]["code"] == code


def test_parent_header_is_a_copy_of_the_request(kernel):
    msg_id = kernel.execute("print x\nvalue 1")
    r = kernel.result(msg_id)
    for m in r.messages + [r.reply_message]:
        assert m["parent_header"]["msg_id"] == msg_id
        assert m["parent_header"]["session"] == kernel.kc.session.session
        assert m["parent_header"]["msg_type"] == "execute_request"


def test_message_ids_differ_and_the_session_stays(kernel):
    messages = kernel.run("print a\nvalue 1").messages
    assert len({m["header"]["msg_id"] for m in messages}) == len(messages)
    assert len({m["header"]["session"] for m in messages}) == 1


def test_count_goes_up_also_with_errors(kernel):
    counts = [
        kernel.run(code).reply["execution_count"]
        for code in ("print x", "error no", "", "crash 11", "print y")
    ]
    assert counts == [1, 2, 3, 4, 5]


def test_without_history_the_count_stays(kernel):
    kernel.run("print x")
    r = kernel.run("print y", store_history=False)
    assert r.reply["execution_count"] == 1
    assert r.content("execute_input")[0]["execution_count"] == 1
    assert r.text() == "y\n"
    assert kernel.run("print z").reply["execution_count"] == 2
    history = kernel.ask("history_request", {
        "hist_access_type": "tail", "n": 9, "output": False, "raw": True,
    }).reply["history"]
    assert [h[2] for h in history] == ["print x", "print z"]


def test_silent_shows_nothing_and_leaves_no_trace(kernel):
    kernel.run("print x")
    for code in ("print a\neprint b\nvalue 3\ndisplay c\nclear 0",
                 "error quiet"):
        r = kernel.run(code, silent=True)
        assert r.types == ["status", "status"]
        assert r.reply["execution_count"] == 1
    assert r.reply["status"] == "error" and r.reply["ename"] == "FakeError"
    assert kernel.run("").reply["execution_count"] == 2


def test_a_silent_error_does_not_stop_the_queue(kernel):
    first = kernel.execute("sleep 50\nerror x", silent=True)
    second = kernel.execute("print on")
    assert kernel.result(first).reply["status"] == "error"
    assert kernel.result(second).reply["status"] == "ok"


def test_an_error_is_an_error(kernel):
    r = kernel.run("print before\nerror it failed")
    assert r.types == ["status", "execute_input", "stream", "error", "status"]
    (error,) = r.content("error")
    assert error == {"ename": "FakeError", "evalue": "it failed",
                     "traceback": ["a traceback line"]}
    assert r.reply["status"] == "error"
    assert {k: r.reply[k] for k in error} == error
    assert r.reply["execution_count"] == 1


def test_an_error_stops_the_cells_that_wait(kernel):
    ids = [kernel.execute(c) for c in
           ("sleep 100\nerror x", "print never", "print never")]
    asked = kernel.send("inspect_request",
                        {"code": "x", "cursor_pos": 1, "detail_level": 0})
    info = kernel.send("comm_info_request")
    replies = {parent(m): m["content"] for m in
               (kernel.kc.get_shell_msg(timeout=TIMEOUT) for _ in range(5))}
    assert [replies[i]["status"] for i in ids] == ["error", "aborted", "aborted"]
    assert replies[asked]["status"] == "ok" and replies[asked]["found"]
    assert replies[info]["status"] == "ok"
    for i in ids[1:]:
        assert [m["msg_type"] for m in kernel.until_idle(i)] == [
            "status", "status"]
    kernel.still_works()


def test_stop_on_error_false_lets_the_others_run(kernel):
    ids = [kernel.execute(c, stop_on_error=False) for c in
           ("sleep 100\nerror x", "print a", "print b")]
    assert [kernel.result(i).reply["status"] for i in ids] == [
        "error", "ok", "ok"]


def test_an_error_stops_cells_that_are_still_on_their_way(kernel):
    """A front end writes all cells of "Run All" in one go; the first one has
    failed before the last ones are in the kernel's socket."""
    session = kernel.kc.session
    for _ in range(5):
        messages = [
            session.msg("execute_request", {"code": code, "silent": False})
            for code in ["error x"] + ["print never"] * 10
        ]
        for msg in messages:
            kernel.kc.shell_channel.send(msg)
            time.sleep(0.003)
        results = [kernel.result(m["header"]["msg_id"]) for m in messages]
        assert [r.reply["status"] for r in results] == (
            ["error"] + ["aborted"] * 10)


def test_a_cell_sent_right_after_an_error_runs(kernel):
    for _ in range(20):
        assert kernel.run("error x").reply["status"] == "error"
        assert kernel.run("print y").reply["status"] == "ok"


def test_a_hundred_cells_in_a_row(kernel):
    ids = [kernel.execute(f"print {i}\nvalue {i}") for i in range(100)]
    order = []
    for _ in ids:
        order.append(parent(kernel.kc.get_shell_msg(timeout=TIMEOUT)))
    assert order == ids
    for i, msg_id in enumerate(ids):
        messages = kernel.until_idle(msg_id)
        assert [m["msg_type"] for m in messages] == [
            "status", "execute_input", "stream", "execute_result", "status"]
        assert messages[1]["content"]["execution_count"] == i + 1


def test_user_expressions_are_evaluated_one_by_one(kernel):
    r = kernel.run("print x", user_expressions={
        "b": "1 + 1", "a \"quoted\"": "bad", "c": "θ"})
    assert r.reply["user_expressions"] == {
        "b": {"status": "ok", "data": {"text/plain": "1 + 1"}, "metadata": {}},
        'a "quoted"': {"status": "error", "ename": "FakeError",
                       "evalue": "bad", "traceback": ["FakeError: bad"]},
        "c": {"status": "ok", "data": {"text/plain": "θ"}, "metadata": {}},
    }
    assert list(r.reply["user_expressions"]) == ["b", 'a "quoted"', "c"]


def test_user_expressions_of_a_failed_cell_are_not_evaluated(kernel):
    r = kernel.run("error x", user_expressions={"a": "1"})
    assert r.reply["status"] == "error"
    assert not r.reply.get("user_expressions")


def test_a_crash_in_a_user_expression_is_the_cells_error(kernel):
    r = kernel.run("print x", user_expressions={"a": "1", "b": "crash"})
    assert r.reply["status"] == "error"
    assert r.reply["ename"] == "SegmentationFault"
    kernel.still_works()


def test_a_page_becomes_one_payload(kernel):
    r = kernel.run("page a prototype")
    assert r.reply["payload"] == [
        {"source": "page", "data": {"text/plain": "a prototype"},
         "metadata": {}, "start": 0}]


def test_displays_have_ids_in_transient_and_updates_the_current_parent(kernel):
    r = kernel.run("display plain\ndisplay-id first")
    plain, named = r.content("display_data")
    assert plain["transient"] == {}
    assert named["transient"] == {"display_id": "bar-1"}
    msg_id = kernel.execute("update second")
    r = kernel.result(msg_id)
    (update,) = [m for m in r.messages if m["msg_type"] == "update_display_data"]
    assert update["content"]["transient"] == {"display_id": "bar-1"}
    assert update["content"]["data"]["text/html"] == "second"
    assert parent(update) == msg_id


@pytest.mark.parametrize("mime, data, expected", [
    ("application/json", '{"a": [1, 2.5]}', {"a": [1, 2.5]}),
    ("application/vnd.vega.v5+json", '{"b": null}', {"b": None}),
    ("application/json", "{broken", "{broken"),
    ("image/svg+xml", "<svg/>", "<svg/>"),
    ("image/png", "iVBORw0KGgo=", "iVBORw0KGgo="),
    ("text/latex", r"$\nabla f$", r"$\nabla f$"),
])
def test_json_data_travels_as_json_and_other_data_as_text(
        kernel, mime, data, expected):
    r = kernel.run(f"mime {mime} {data}")
    assert r.content("display_data")[0]["data"][mime] == expected


def test_what_a_picture_shows_in_words_is_metadata(kernel):
    (display,) = kernel.run("mime alt A straight line.").content("display_data")
    assert "alt" not in display["data"]
    assert display["metadata"] == {"alt": "A straight line.",
                                   "vscode_altText": "A straight line."}


def test_clear_output_comes_in_order(kernel):
    r = kernel.run("print a\nclear 1\nprint b\nclear 0")
    assert r.types[2:-1] == ["stream", "clear_output", "stream", "clear_output"]
    assert r.content("clear_output") == [{"wait": True}, {"wait": False}]


# --- death ---------------------------------------------------------------


@pytest.mark.parametrize("command, ename, word", [
    ("crash 11", "SegmentationFault", "does not own"),
    ("crash 8", "DivisionByZero", "zero"),
    ("crash 6", "Aborted", "assert"),
    ("crash 4", "IllegalInstruction", "no code"),
    ("crash 7", "BusError", "address"),
    ("crash 9", "Killed", "no memory"),
    ("exit 3", "Exited", "exit status 3"),
])
def test_a_dead_executor_is_explained_and_replaced(kernel, command, ename, word):
    r = kernel.run("print last words\n" + command)
    assert r.types == ["status", "execute_input", "stream", "error", "status"]
    assert r.text() == "last words\n"
    assert r.reply["status"] == "error" and r.reply["ename"] == ename
    assert word in r.reply["evalue"]
    assert "are lost; run the cells\nabove again" in r.reply["evalue"]
    assert r.content("error")[0]["traceback"]
    kernel.still_works()


def test_a_crash_stops_the_queue_and_the_next_cells_run(kernel):
    ids = [kernel.execute(c) for c in ("sleep 50\ncrash 11", "print never")]
    assert [kernel.result(i).reply["status"] for i in ids] == [
        "error", "aborted"]
    kernel.still_works()


def test_crashes_in_cells_never_add_up_to_a_failed_start(kernel):
    for _ in range(10):
        assert kernel.run("crash 11").reply["ename"] == "SegmentationFault"
    kernel.still_works()


def test_death_between_cells_is_told_on_stderr(kernel):
    msg_id = kernel.execute("die-idle 50")
    assert kernel.result(msg_id).reply["status"] == "ok"
    msg = kernel.iopub()
    assert msg["msg_type"] == "stream" and parent(msg) == msg_id
    assert msg["content"]["name"] == "stderr"
    assert "while no cell was running" in msg["content"]["text"]
    kernel.still_works()


def test_a_checkpoint_that_takes_over_is_the_session(kernel):
    """The process dies, and a copy that it made is woken."""
    for _ in range(3):
        r = kernel.run("print last words\nrevive 3")
        assert r.types == ["status", "execute_input", "stream", "error", "status"]
        assert r.reply["ename"] == "Exited"
        assert "are as they were\nbefore it ran" in r.reply["evalue"]
        kernel.still_works()
    assert "are lost" in kernel.run("crash 11").reply["evalue"]
    kernel.still_works()


def test_a_child_that_holds_the_line_does_not_hide_the_death(kernel):
    r = kernel.run("hold 11")
    assert r.reply["ename"] == "SegmentationFault"
    kernel.still_works()


@pytest.mark.parametrize("command", ["garbage", "close-line"])
def test_an_executor_that_breaks_the_line_is_replaced(kernel, command):
    r = kernel.run(command)
    assert r.reply["status"] == "error" and r.reply["ename"] == "Killed"
    kernel.still_works()


@pytest.mark.parametrize("how, word", [
    ("exit", "exit status 7"),
    ("crash", "SegmentationFault"),
    ("say", "libfake.so: cannot open shared object"),
])
def test_an_executor_that_cannot_start_is_an_error_for_each_cell(
        start, how, word):
    kernel = start(FAKE_START=how)
    for _ in range(3):
        r = kernel.run("print x")
        assert r.reply["status"] == "error"
        assert r.reply["ename"] == "SessionFailed"
        assert word in r.reply["evalue"]
    assert kernel.ask("complete_request",
                      {"code": "x", "cursor_pos": 1}).reply["matches"] == []
    assert kernel.ask("is_complete_request",
                      {"code": "x"}).reply["status"] == "unknown"
    assert kernel.ask("inspect_request",
                      {"code": "x", "cursor_pos": 0}).reply["found"] is False
    assert kernel.ask("kernel_info_request").reply["status"] == "ok"
    used = cpu_ms(kernel.pid)
    time.sleep(0.3)
    assert cpu_ms(kernel.pid) - used < 100  # it does not spin


def test_an_executor_that_is_missing_is_named(start):
    kernel = start(session="/no/such/nabla-session")
    r = kernel.run("print x")
    assert r.reply["ename"] == "SessionFailed"
    assert "/no/such/nabla-session" in r.reply["evalue"]


def test_cells_wait_while_the_executor_starts(start):
    kernel = start(FAKE_START="wait-400")
    ids = [kernel.execute(f"print {i}") for i in range(3)]
    begin = time.monotonic()
    assert kernel.ask("kernel_info_request").reply["status"] == "ok"
    assert time.monotonic() - begin < 0.3
    for i, msg_id in enumerate(ids):
        assert kernel.result(msg_id).text() == f"{i}\n"


def cpu_ms(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def test_the_executor_lives_in_a_world_of_its_own(kernel):
    words = kernel.run("about").text().split()
    about = dict(zip(words[::2], map(int, words[1::2])))
    assert about["group"] == about["pid"] != kernel.pid
    assert about["stack"] >= 256 << 20 or about["stack"] == 2**64 - 1
    assert about["pipe"] == 0 and about["int"] == 0
    fds = sorted(int(fd) for fd in os.listdir(f"/proc/{about['pid']}/fd"))
    assert fds == [0, 1, 2, 3, 4]
    assert os.readlink(f"/proc/{about['pid']}/fd/0") == "/dev/null"
    os.kill(kernel.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while os.path.exists(f"/proc/{about['pid']}"):
        assert time.monotonic() < deadline
        time.sleep(0.01)
