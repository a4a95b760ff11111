"""NABLA_TRACE and --trace: a line for each message, record and step."""

import json
import re

from conftest import Kernel, build_dir, make_kernelspec

LINE = re.compile(r"\d\d:\d\d:\d\d\.\d{6} (\S+) +\d+  "
                  r"(message in|message out|record in|record out|step) +(.+)")


def rows(path):
    """(process, what, its first words) of each line."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        process, what, text = LINE.match(line).groups()
        found.append((process, what, re.split(r"[,:]| \d", text)[0]))
    return found


def test_messages_are_told_in_order(start, tmp_path):
    trace = tmp_path / "trace"
    kernel = start(NABLA_TRACE=str(trace))
    kernel.run("print hi")
    kernel.stop()
    told = rows(trace)
    assert {process for process, _, _ in told} == {"nabla-kernel"}
    words = [(what, text) for _, what, text in told]
    wanted = [("message in", "shell execute_request"),
              ("record out", "RUN"), ("step", "asked"),
              ("message out", "iopub status"),
              ("message out", "iopub execute_input"),
              ("record in", "DONE"), ("step", "answered"),
              ("message out", "shell execute_reply"),
              ("message out", "iopub status")]
    begin = words.index(wanted[0])
    assert [word for word in words[begin:] if word in wanted] \
        [:len(wanted)] == wanted
    assert ("message out", "iopub stream") in words[begin:]


def test_both_programs_write_to_the_kernels_stderr(tmp_path):
    folder = tmp_path / "kernels" / "nabla-test"
    spec = make_kernelspec(folder)
    spec["argv"].insert(1, "--trace")
    (folder / "kernel.json").write_text(json.dumps(spec))
    said = tmp_path / "stderr"
    with open(said, "w", encoding="utf-8") as file:
        kernel = Kernel(tmp_path, stderr=file)
        reply = kernel.run("fprintf(stderr, \"mine\\n\"); 1 + 1")
        kernel.stop()
    told = rows(said)  # what a cell prints is not among them
    assert reply.text("stderr") == "mine\n"
    assert ("nabla-kernel", "message in", "shell execute_request") in told
    assert ("nabla-session", "step", "compiled") in told


def test_a_trace_that_cannot_be_written_is_told(tmp_path):
    said = tmp_path / "stderr"
    make_kernelspec(tmp_path / "kernels" / "nabla-test",
                    build_dir() / "tests/support/fake-session",
                    NABLA_TRACE=str(tmp_path / "none" / "trace"))
    with open(said, "w", encoding="utf-8") as file:
        kernel = Kernel(tmp_path, stderr=file)
        assert kernel.run("print hi").text() == "hi\n"
        kernel.stop()
    assert "cannot write the trace to" in said.read_text(encoding="utf-8")
