"""complete, inspect, is_complete, history, comms."""

import pytest
from conftest import parent


def test_complete_counts_in_code_points(kernel):
    r = kernel.ask("complete_request", {"code": "θ𝐱é", "cursor_pos": 2})
    assert r.states == ["busy", "idle"]
    assert r.reply["status"] == "ok"
    assert r.reply["matches"] == ["θ𝐱é_from_block"]
    assert (r.reply["cursor_start"], r.reply["cursor_end"]) == (0, 2)
    assert r.reply["metadata"]["_jupyter_types_experimental"] == [
        {"start": 0, "end": 2, "text": "θ𝐱é_from_block", "type": "function",
         "signature": "(size_t n)"}]


@pytest.mark.parametrize("cursor, clamped", [
    (99, 3), (-5, 0), (0, 0), (3, 3), (2.0, 2), (None, 3), (10**30, 3),
])
def test_a_cursor_outside_is_clamped(kernel, cursor, clamped):
    r = kernel.ask("complete_request", {"code": "θ𝐱é", "cursor_pos": cursor})
    if cursor == 10**30:
        assert r.reply["status"] == "error"  # no number that JSON readers take
    else:
        assert r.reply["cursor_end"] == clamped


def test_inspect(kernel):
    ask = {"code": "gsl", "cursor_pos": 1, "detail_level": 1}
    assert kernel.ask("inspect_request", ask).reply == {
        "status": "ok", "found": True, "data": {"text/plain": "gsl"},
        "metadata": {}}
    ask["code"] = ""
    assert kernel.ask("inspect_request", ask).reply == {
        "status": "ok", "found": False, "data": {}, "metadata": {}}


@pytest.mark.parametrize("code, expected", [
    ("int x;", {"status": "complete"}),
    ("int f() {", {"status": "incomplete", "indent": "    "}),
    (")", {"status": "invalid"}),
])
def test_is_complete(kernel, code, expected):
    assert kernel.ask("is_complete_request", {"code": code}).reply == expected


def test_questions_wait_for_the_cell_that_runs(kernel):
    cell = kernel.execute("sleep 200")
    asked = kernel.send("complete_request", {"code": "x", "cursor_pos": 1})
    order = [parent(kernel.kc.get_shell_msg(timeout=10)) for _ in range(2)]
    assert order == [cell, asked]


def history(kernel, **query):
    content = {"output": False, "raw": True, "hist_access_type": "tail",
               **query}
    reply = kernel.ask("history_request", content).reply
    assert reply["status"] == "ok"
    return [tuple(h[1:]) for h in reply["history"]]


def test_history(kernel):
    for code in ("print 1", "value 2", "print 1", "error θ"):
        kernel.run(code)
    assert history(kernel, n=2) == [(3, "print 1"), (4, "error θ")]
    assert history(kernel, n=99) == [
        (1, "print 1"), (2, "value 2"), (3, "print 1"), (4, "error θ")]
    assert history(kernel, n=2, output=True) == [
        (3, ["print 1", None]), (4, ["error θ", None])]
    assert history(kernel, hist_access_type="range", session=0, start=2,
                   stop=4, output=True) == [
        (2, ["value 2", "2"]), (3, ["print 1", None])]
    assert history(kernel, hist_access_type="search", pattern="p*",
                   n=5) == [(1, "print 1"), (3, "print 1")]
    assert history(kernel, hist_access_type="search", pattern="p*",
                   n=5, unique=True) == [(3, "print 1")]
    assert history(kernel, hist_access_type="search", pattern="*?") [-1] == (
        4, "error θ")
    assert history(kernel, hist_access_type="search", pattern="none") == []


def test_history_waits_for_the_cells_before_it(kernel):
    kernel.execute("sleep 100")
    asked = kernel.send("history_request", {
        "output": False, "raw": True, "hist_access_type": "tail", "n": 5})
    assert [h[2] for h in kernel.reply(asked)["content"]["history"]] == [
        "sleep 100"]


def test_an_unknown_comm_is_closed_at_once(kernel):
    asked = kernel.send("comm_open", {
        "comm_id": "abc", "target_name": "jupyter.widget", "data": {}})
    messages = kernel.until_idle(asked)
    assert [m["msg_type"] for m in messages] == ["status", "comm_close", "status"]
    assert messages[1]["content"] == {"comm_id": "abc", "data": {}}


@pytest.mark.parametrize("msg_type", ["comm_msg", "comm_close"])
def test_messages_of_closed_comms_are_ignored(kernel, msg_type):
    asked = kernel.send(msg_type, {"comm_id": "abc", "data": {}})
    assert [m["msg_type"] for m in kernel.until_idle(asked)] == [
        "status", "status"]


@pytest.mark.parametrize("content", [
    {}, {"target_name": None}, {"target_name": "x"}])
def test_there_are_no_comms(kernel, content):
    assert kernel.ask("comm_info_request", content).reply == {
        "status": "ok", "comms": {}}
