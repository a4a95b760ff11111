"""Completion while a cell runs: a copy of the session answers, and loses
nothing by it, whatever becomes of the question."""

import os
import pathlib
import signal
import time

import pytest
from conftest import PROCESSES, processes_below, settled


class Running:
    """A cell that runs until it is let go; the file is the sign for it."""

    def __init__(self, kernel, path, end="", begin=""):
        self.kernel, self.path = kernel, path
        path.unlink(missing_ok=True)
        self.id = kernel.execute(
            f'#include <unistd.h>\n{begin}\nprintf("started\\n");\n'
            f'while (access("{path}", F_OK)) usleep(1000);\n{end}')
        kernel.until(self.id, "stream")

    def end(self):
        self.path.write_text("go")
        return self.kernel.result(self.id)


def ask(kernel, code, msg_type="complete_request"):
    return kernel.send(msg_type, {"code": code, "cursor_pos": len(code),
                                  "detail_level": 0})


def matches(kernel, code):
    return kernel.result(ask(kernel, code)).reply["matches"]


def value(kernel, code):
    result = kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    return result.content("execute_result")[0]["data"]["text/plain"]


def copies(kernel):
    """The sleeping ones, the newest last."""
    return sorted(pid for pid in processes_below(kernel.pid)
                  if "nabla-copy" in name(pid))


def name(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return ""


def test_questions_are_answered_while_a_cell_runs(fresh_kernel, tmp_path):
    kernel = fresh_kernel
    kernel.run("int beside_one = 17;")
    cell = Running(kernel, tmp_path / "go", begin="double beside_two = 2;")
    result = kernel.result(ask(kernel, "beside_"))
    # What the running cell defines is not there before it has ended.
    assert result.reply["matches"] == ["beside_one"]
    assert result.states == ["busy", "idle"]
    # The front end shows what came last: the cell is still busy.
    last = kernel.iopub()
    assert last["content"] == {"execution_state": "busy"}
    assert last["parent_header"]["msg_id"] == cell.id
    inspected = kernel.result(ask(kernel, "beside_one", "inspect_request"))
    assert inspected.reply["found"]
    assert "17" in inspected.reply["data"]["text/plain"]
    whole = kernel.result(ask(kernel, "if (1) {", "is_complete_request"))
    assert whole.reply == {"status": "incomplete", "indent": "    "}
    assert cell.end().reply["status"] == "ok"
    assert matches(kernel, "beside_") == ["beside_one", "beside_two"]


def test_while_the_cause_of_a_crash_is_looked_for(fresh_kernel):
    """The copy that slept is the session now, and those that still sleep know
    less: nothing of beside_one."""
    kernel = fresh_kernel
    kernel.run("int beside_one = 3;")
    cell = kernel.execute("for (volatile long i = 0; i < 20000000; i++);\n"
                          "*(volatile int *)0 = 1;")
    replies = {}
    while cell not in replies:
        asked = ask(kernel, "beside_")
        while asked not in replies:
            message = kernel.kc.get_shell_msg(timeout=15)
            replies[message["parent_header"]["msg_id"]] = message["content"]
    assert replies.pop(cell)["ename"] == "SegmentationFault"
    assert replies
    assert [r["matches"] for r in replies.values()] == [
        ["beside_one"]] * len(replies)


def test_a_hundred_questions_leave_no_process(fresh_kernel, tmp_path):
    kernel = fresh_kernel
    kernel.run("int beside_one;")
    cell = Running(kernel, tmp_path / "go",
                   end="#include <sys/wait.h>\n#include <errno.h>\n"
                       'printf("%d\\n", wait(NULL) < 0 && errno == ECHILD);')
    before = copies(kernel)
    asked = [ask(kernel, "beside_") for _ in range(100)]
    replies = {}
    while not set(asked) <= set(replies):
        message = kernel.kc.get_shell_msg(timeout=15)
        replies[message["parent_header"]["msg_id"]] = message["content"]
        # More than a few at a time wait for the cell; so it must go on.
        if len(replies) >= 4:
            cell.path.write_text("go")
    assert all(replies[i]["matches"] == ["beside_one"] for i in asked)
    result_text = ""
    deadline = time.monotonic() + 15
    while "\n" not in result_text and time.monotonic() < deadline:
        message = kernel.iopub()
        if (message["msg_type"] == "stream"
                and message["parent_header"]["msg_id"] == cell.id):
            result_text += message["content"]["text"]
    assert result_text == "1\n", "the copy's children are not the program's"
    assert set(before) & set(copies(kernel))
    assert len(settled(kernel)) <= PROCESSES


def test_a_copy_that_was_asked_is_worth_as_much(fresh_kernel, tmp_path):
    """The reader's own use of the signal that calls the copy stays his."""
    kernel = fresh_kernel
    kernel.run("#include <signal.h>\nint heard = 0, kept = 5;\n"
               "void hear(int s) { heard++; }\n(void)signal(SIGUSR1, hear);")
    cell = Running(kernel, tmp_path / "go", end="kept = 6; *(volatile int *)0 = 1;")
    for _ in range(20):
        assert matches(kernel, "kep") == ["kept"]
    result = cell.end()
    assert result.reply["ename"] == "SegmentationFault"
    assert value(kernel, "raise(SIGUSR1); 10 * kept + heard") == "51"


def test_an_answer_that_crashes_costs_nothing(start, tmp_path):
    kernel = start(NABLA_FAULT="consulted")
    kernel.run("int beside_one = 3;")
    cell = Running(kernel, tmp_path / "go", end="beside_one = 4;")
    before = copies(kernel)
    asked = ask(kernel, "beside_")
    assert kernel.until_idle(asked)
    # It waits for the cell now; a second question is answered by a copy.
    assert matches(kernel, "beside_") == ["beside_one"]
    assert copies(kernel) == before
    cell.path.write_text("go")
    assert kernel.reply(asked)["content"]["matches"] == ["beside_one"]
    assert value(kernel, "beside_one") == "4"


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL])
def test_a_copy_that_cannot_answer_is_not_waited_for(fresh_kernel, tmp_path,
                                                     number):
    kernel = fresh_kernel
    kernel.run("int beside_one = 3;")
    cell = Running(kernel, tmp_path / "go")
    for pid in copies(kernel):
        os.kill(pid, number)
    asked = ask(kernel, "beside_")
    cell.path.write_text("go")
    replies = {}
    while len(replies) < 2:
        message = kernel.kc.get_shell_msg(timeout=15)
        replies[message["parent_header"]["msg_id"]] = message["content"]
    assert replies[cell.id]["status"] == "ok"
    assert replies[asked]["matches"] == ["beside_one"]
    assert value(kernel, "beside_one + 1") == "4"


def test_a_cell_that_crashes_while_a_question_is_open(fresh_kernel, tmp_path):
    kernel = fresh_kernel
    kernel.run("int beside_one = 3;")
    for _ in range(5):
        cell = Running(kernel, tmp_path / "go", end="*(volatile int *)0 = 1;")
        cell.path.write_text("go")
        asked = [ask(kernel, "beside_") for _ in range(3)]
        replies = {}
        while len(replies) < 4:
            message = kernel.kc.get_shell_msg(timeout=15)
            replies[message["parent_header"]["msg_id"]] = message["content"]
        assert replies[cell.id]["ename"] == "SegmentationFault"
        assert all(replies[i]["matches"] == ["beside_one"] for i in asked)
        assert value(kernel, "beside_one") == "3"


def test_an_interrupt_reaches_the_cell_alone(fresh_kernel, tmp_path):
    kernel = fresh_kernel
    kernel.run("int beside_one = 3;")
    cell = Running(kernel, tmp_path / "go")
    asked = ask(kernel, "beside_")
    kernel.ask("interrupt_request", channel="control")
    replies = {}
    while len(replies) < 2:
        message = kernel.kc.get_shell_msg(timeout=15)
        replies[message["parent_header"]["msg_id"]] = message["content"]
    assert replies[cell.id]["ename"] == "KeyboardInterrupt"
    assert replies[asked]["matches"] == ["beside_one"]
    assert value(kernel, "beside_one") == "3"
