"""What a cell prints: live, whole, in UTF-8, and never without bound."""

import time

import pytest
from conftest import TIMEOUT, parent


def test_partial_lines_are_live(kernel):
    begin = time.monotonic()
    msg_id = kernel.execute("prompt working...\nsleep 600\nprint done")
    stream = kernel.until(msg_id, "stream")
    assert stream["content"] == {"name": "stdout", "text": "working..."}
    assert time.monotonic() - begin < 0.5
    assert kernel.result(msg_id).text() == "working...done\n"


def test_two_hundred_thousand_lines_arrive_complete(kernel):
    r = kernel.run("lines 200000")
    assert r.text() == "".join(
        f"line {i:06d} the quick brown fox\n" for i in range(200000))
    assert r.reply["status"] == "ok"
    assert len(r.content("stream")) < 200
    assert r.types[-1] == "status"


def test_a_flood_is_cut_with_one_notice_and_the_cell_goes_on(start):
    kernel = start(NABLA_MAX_OUTPUT="100000")
    r = kernel.run("lines 100000\neprint lost\nvalue 42")
    whole = "".join(f"line {i:06d} the quick brown fox\n" for i in range(5000))
    assert r.text() == whole[:100000]
    assert r.text("stderr").count("more than 100000 bytes") == 1
    assert "lost" not in r.text("stderr")
    assert r.reply["status"] == "ok"
    assert r.content("execute_result")[0]["data"] == {"text/plain": "42"}
    assert kernel.run("print again").text() == "again\n"


def test_the_usual_bound_is_sixteen_mebibytes(kernel):
    r = kernel.run("lines 700000")  # 23 MB
    assert 16 << 20 >= len(r.text()) > (16 << 20) - 4
    assert r.text("stderr").count("more than 16 MiB") == 1


def test_messages_are_few_while_a_program_prints(kernel):
    code = "\n".join("print x\nsleep 1" for _ in range(400))
    begin = time.monotonic()
    r = kernel.run(code)
    seconds = time.monotonic() - begin
    assert r.text() == "x\n" * 400
    assert len(r.content("stream")) <= 22 * seconds + 3


def test_a_split_character_is_held_back(kernel):
    r = kernel.run("bytes e2 88\nsleep 120\nbytes 87\nsleep 120\nbytes 78 ce")
    texts = [c["text"] for c in r.content("stream")]
    assert texts[0] == "∇"
    assert "".join(texts) == "∇x\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("bytes_, text", [
    ("61 ff 62", "a\ufffdb"),
    ("61 00 62", "a\x00b"),
    ("1b 5b 31 6d", "\x1b[1m"),
    ("ed a0 80", "\ufffd\ufffd\ufffd"),
    ("f0 9d 90 b1 0a", "𝐱\n"),
    ("22 5c 2f 7f", '"\\/\x7f'),
])
def test_any_bytes_arrive_as_text(kernel, bytes_, text):
    assert kernel.run("bytes " + bytes_).text() == text


def test_output_of_a_child_process_belongs_to_the_cell(kernel):
    assert kernel.run("system echo from a child").text() == "from a child\n"


def test_late_output_goes_to_the_cell_that_ran_last(kernel):
    msg_id = kernel.execute("later too late")
    r = kernel.result(msg_id)
    assert r.text() == ""
    msg = kernel.iopub()
    assert msg["msg_type"] == "stream" and parent(msg) == msg_id
    assert msg["content"] == {"name": "stdout", "text": "too late\n"}


def test_control_is_answered_during_a_flood(kernel):
    msg_id = kernel.execute("lines 3000000")
    kernel.until(msg_id, "stream")
    begin = time.monotonic()
    info = kernel.send("kernel_info_request", channel="control")
    kernel.reply(info, "control")
    assert time.monotonic() - begin < 1
    assert kernel.result(msg_id).reply["status"] == "ok"
